"""``toetssteen waarom``: explain one outcome, positive or negative."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show, show_document
from toetssteen.cli.main import INPUT, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.case import Case


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("waarom", "Leg uit waarom een uitkomst geldt, ook waarom iets niet kan.",
                       "waarom participatieplaats-te-jong werkervaringsplaats")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--en-niet", "--tegenover", default="", metavar="VOORZIENING",
                        help="vergelijk met een andere voorziening: waarom de ene wel en deze niet")  # fmt: skip
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument("--volledig", action="store_true", help="toon alle voorwaarden, alle plichten en het hele bewijs")
    parser.add_argument("--diepte", type=_levels, default=0, metavar="N", help="toon van het bewijs de bovenste N niveaus")
    parser.add_argument("--verberg-definities", action="store_true",
                        help="toon het bewijs zonder de stappen die alleen een begrip uitwerken")  # fmt: skip
    add_form_arguments(parser)
    return parser


def _levels(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:4]) == int(text):
        raise ArgumentTypeError("geef een geheel aantal niveaus van 1 tot en met 9999, zoals --diepte 3")
    return int(text)


def run(options: Namespace) -> int:
    """Run the command."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    if options.en_niet:
        return _contrast(options, form, case)
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.asked import explained

    report = explained(case, options.voorziening, options.voor)
    if isinstance(report, Finding):
        print(report.message, file=sys.stderr)
        return INPUT
    if options.diepte or options.verberg_definities:
        from toetssteen.explain.fold import folded
        from toetssteen.ops.assess import law_for

        definitions = law_for(case).definitions if options.verberg_definities else frozenset()
        report = folded(report, depth=options.diepte, definitions=definitions)
    proofs = bool(options.diepte or options.verberg_definities or form == "json")
    return show(report, form, options, full=options.volledig, proofs=proofs, brief_others=False)


def _contrast(options: Namespace, form: str, case: Case) -> int:
    from toetssteen.explain.forms import JSON, MARKDOWN, PLAIN_FORMS, as_json

    if form not in PLAIN_FORMS or options.diepte or options.verberg_definities:
        what = f"--vorm {form}" if form not in PLAIN_FORMS else "--diepte en --verberg-definities"
        print(f"{what} kan niet samen met --en-niet: een vergelijking heeft geen bewijs van zichzelf", file=sys.stderr)
        return USAGE
    from toetssteen.explain.contrast import contrast_document, contrast_to_json
    from toetssteen.explain.layout import HINT
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.contrast import contrasted

    found = contrasted(case, options.voorziening, options.en_niet, options.voor)
    if isinstance(found, Finding):
        print(found.message, file=sys.stderr)
        return INPUT
    if form == JSON:
        return give(as_json(contrast_to_json(*found)), options)
    hint = "" if form == MARKDOWN else HINT
    return show_document(contrast_document(*found, full=options.volledig, hint=hint), form, options)
