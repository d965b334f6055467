"""``toetssteen toets``: decide a case, explain in short, check what it expects."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show, show_document
from toetssteen.cli.main import FAILED, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.case import Case

# How many smallest sets of readings the full form shows of an outcome; each is decided anew.
MORE_SETS = 50


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("toets", "Beslis een zaak: wat moet, wat kan, wat niet, en wat nog onbekend is.",
                       "toets participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("--volledig", action="store_true", help="toon ook alle voorwaarden en het hele bewijs")
    # fmt: off
    parser.add_argument("--alle-lezingen", action="store_true",
                        help="toon wat onder elke combinatie van lezingen geldt, en welke lezingen iets anders geven")
    parser.add_argument("--behoud", action="append", default=[], metavar="LEZING",
                        help="wijzig bij --alle-lezingen deze lezing niet, zoals I-61; «gekozen»: wat de zaak zelf kiest")
    parser.add_argument("--ambtshalve", action="store_true",
                        help="beoordeel bij --alle-lezingen ook wat zonder aanvraag kan (artikel 18 lid 2)")
    # fmt: on
    add_form_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when an expectation does not come true."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    if (options.behoud or options.ambtshalve) and not options.alle_lezingen:
        print("--behoud en --ambtshalve horen bij --alle-lezingen.\nZie toetssteen toets --help.", file=sys.stderr)
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    if options.alle_lezingen:
        return _every_reading(options, form, case)
    from toetssteen.ops.assess import assess
    from toetssteen.ops.report import report_case

    report = report_case(assess(case), brief=form != "json" and not options.volledig)
    code = show(report, form, options, full=options.volledig)
    return code or (FAILED if any(check.mismatches for check in report.checks) else OK)


def _every_reading(options: Namespace, form: str, case: Case) -> int:
    from toetssteen.explain.forms import ALOUD, JSON, PLAIN_FORMS, TEXT, as_json
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.asked import reading_keys
    from toetssteen.ops.assess import law_for
    from toetssteen.ops.readings import MOST_SETS, every_reading
    from toetssteen.ops.report_readings import report_readings

    if form not in PLAIN_FORMS:
        print(f"--vorm {form} kan niet samen met --alle-lezingen", file=sys.stderr)
        return USAGE
    law = law_for(case)
    kept = reading_keys(options.behoud, case, law)
    if isinstance(kept, Finding):
        print(kept.message, file=sys.stderr)
        return USAGE
    short = form in (TEXT, ALOUD) and not options.volledig
    most = MOST_SETS if short else MORE_SETS
    report = report_readings(every_reading(case, law, kept=kept, own_motion=options.ambtshalve, most=most))
    if form == JSON:
        from toetssteen.explain.readings_json import readings_to_json

        code = give(as_json(readings_to_json(report)), options)
    else:
        from toetssteen.explain.layout import HINT
        from toetssteen.explain.readings_layout import readings_document

        code = show_document(readings_document(report, hint=HINT if short else ""), form, options)
    return code or (FAILED if any(check.mismatches for check in report.checks) else OK)
