"""``toetssteen waarom``: explain one outcome, positive or negative."""

from __future__ import annotations

import sys
from argparse import Namespace

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
    parser.add_argument("--volledig", action="store_true", help="toon het hele bewijs")
    add_form_arguments(parser)
    return parser


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
    return show(report, form, options, full=options.volledig or form == "json", brief_others=False)
