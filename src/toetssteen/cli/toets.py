"""``toetssteen toets``: decide a case, explain in short, check what it expects."""

from __future__ import annotations

import sys
from argparse import Namespace

from toetssteen.cli.common import Arguments, case_or_code, print_json
from toetssteen.cli.main import FAILED, OK


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("toets", "Beslis een zaak: wat moet, wat kan, wat niet, en wat nog onbekend is.",
                       "toets participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("--volledig", action="store_true", help="toon ook alle voorwaarden en het hele bewijs")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when an expectation does not come true."""
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    from toetssteen.ops.assess import assess
    from toetssteen.ops.report import report_case

    report = report_case(assess(case), brief=not (options.json or options.volledig))
    if options.json:
        from toetssteen.explain.to_json import case_to_json

        print_json(case_to_json(report, full=options.volledig))
    else:
        from toetssteen.explain.layout import Printer
        from toetssteen.explain.output import output

        Printer(output(sys.stdout), full=options.volledig).case(report)
    return FAILED if any(check.mismatches for check in report.checks) else OK
