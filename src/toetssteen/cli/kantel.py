"""``toetssteen kantel``: the smallest changes that give another outcome."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import INPUT, USAGE

GOALS = ("toewijsbaar", "verplicht", "bevoegd", "weigerbaar", "geblokkeerd")


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS

    parser = Arguments("kantel", "De kleinste veranderingen die een andere uitkomst geven, en wat artikel 20 daarbij kan.",
                       "kantel participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--naar", choices=GOALS, default="",
                        help="de gezochte uitkomst; toewijsbaar is verplicht of bevoegd (anders: toewijsbaar, "
                             "of geblokkeerd als het al toewijsbaar is)")  # fmt: skip
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument("--hooguit", type=_number, default=10, metavar="N", help="toon hooguit N voorstellen (standaard 10)")
    add_form_arguments(parser, PLAIN_FORMS)
    return parser


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 500:
        raise ArgumentTypeError(f"«{text}» kan niet; geef een getal van 1 tot en met 500")
    return int(text)


def run(options: Namespace) -> int:
    """Run the command."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    from toetssteen.explain.forms import JSON, as_json
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.flip_report import flipped

    report = flipped(case, options.naar, options.voorziening, options.voor, options.hooguit)
    if isinstance(report, Finding):
        print(report.message, file=sys.stderr)
        return INPUT
    if form == JSON:
        from toetssteen.explain.flip_json import flips_to_json

        return give(as_json(flips_to_json(report)), options)
    from toetssteen.explain.flip_layout import flips_section

    return show_document(flips_section(report), form, options)
