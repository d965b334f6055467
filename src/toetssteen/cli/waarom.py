"""``toetssteen waarom``: explain one outcome, positive or negative."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, show
from toetssteen.cli.main import INPUT, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("waarom", "Leg uit waarom een uitkomst geldt, ook waarom iets niet kan.",
                       "waarom participatieplaats-te-jong werkervaringsplaats")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
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
