"""``toetssteen vergelijk``: two versions, states of the statute, readings, scenarios or ordinances side by side."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from toetssteen.cli.common import Arguments, reference_date, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import INPUT, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS
    from toetssteen.ops.comparison import LAYERS

    parser = Arguments(
        "vergelijk",
        "Zet twee kanten naast elkaar: de teksten woord voor woord, en de normen: voorwaarden, getallen, kan of "
        "moet, herkomst en lezingen. Een kant is hogeland, een map met een eigen verordening, een datum (de stand van de "
        "wet), een scenario, een lezing zoals I-22:wet_48, of meer daarvan met + ertussen.",
        "vergelijk 2024-07-01 2026-01-01",
    )
    parser.add_argument("a", metavar="A", help="de ene kant")
    parser.add_argument("b", metavar="B", help="de andere kant")
    parser.add_argument("--laag", action="append", choices=LAYERS, metavar="LAAG", help=f"alleen deze laag: {', '.join(LAYERS)}")
    parser.add_argument("--peildatum", type=reference_date, default=date.today(), help="de dag waarop getallen en wet gelden")
    add_form_arguments(parser, PLAIN_FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.explain.forms import HTML, JSON, as_json
    from toetssteen.ops.comparison import LAYERS, compare
    from toetssteen.ops.sides import side_named

    form = chosen_form(options)
    if form is None:
        return USAGE
    named = [side_named(text) for text in (options.a, options.b)]
    show_findings([finding for _side, findings in named for finding in findings], "er is niets vergeleken")
    (a, _), (b, _) = named
    if a is None or b is None:
        return INPUT
    found = compare(a, b, (options.a, options.b), options.peildatum, options.laag or LAYERS)
    if form == JSON:
        from toetssteen.explain.comparison_json import comparison_to_json

        return give(as_json(comparison_to_json(found)), options)
    if form == HTML:
        from toetssteen.explain.comparison_html import comparison_to_html

        return give(comparison_to_html(found), options)
    from toetssteen.explain.comparison_layout import comparison_document

    return show_document(comparison_document(found), form, options)
