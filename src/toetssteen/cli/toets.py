"""``toetssteen toets``: decide a case, explain in short, check what it expects."""

from __future__ import annotations

from argparse import Namespace

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, show
from toetssteen.cli.main import FAILED, OK, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("toets", "Beslis een zaak: wat moet, wat kan, wat niet, en wat nog onbekend is.",
                       "toets participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("--volledig", action="store_true", help="toon ook alle voorwaarden en het hele bewijs")
    add_form_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when an expectation does not come true."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    from toetssteen.ops.assess import assess
    from toetssteen.ops.report import report_case

    report = report_case(assess(case), brief=form != "json" and not options.volledig)
    code = show(report, form, options, full=options.volledig)
    return code or (FAILED if any(check.mismatches for check in report.checks) else OK)
