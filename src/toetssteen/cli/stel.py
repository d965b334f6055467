"""``toetssteen stel``: the baseline and scenarios side by side, for one case or for many, and over a range of values."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from toetssteen.cli.caseload import caseload_or_code, progress
from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.guard import add_guard_arguments, under_guard
from toetssteen.cli.main import INPUT, OK, USAGE
from toetssteen.cli.many import asked_provision, draws_blocks, ended, picture_width, provision_names
from toetssteen.cli.tables import add_table_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toetssteen.cli.caseload import Caseload
    from toetssteen.explain.document import Section
    from toetssteen.kb.finding import Finding
    from toetssteen.kb.scenario import Scenario
    from toetssteen.ops.shift_reasons import ChangedRow

VERDICT = "er is niets vergeleken"


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS
    from toetssteen.explain.sweep_report import MEASURES

    parser = Arguments("stel", "Wat als: het recht zoals het is naast scenario's, voor één zaak of voor veel inwoners. "
                       "Een scenario is een bestand (.scenario), een zin zoals «premie_bedrag wordt € 400», een lezing "
                       "(I-22:wet_48), een datum of een map; verbind er meer met +.",
                       'stel werkervaringsplaats kortere-werkervaringsplaats')  # fmt: skip
    parser.add_argument(
        "zaak", help="een zaak, een voorbeeld, een map met zaken of een tabel (.csv, .parquet, .xlsx); - leest een zaak"
    )
    parser.add_argument("scenario", nargs="*", help="wat er anders wordt gesteld; elk scenario krijgt een eigen kolom")
    parser.add_argument("--volledig", action="store_true", help="ook alle verschillen, alle groepen en wat gelijk blijft")
    parser.add_argument("--over", default="", metavar="VOORZIENING", help="alleen deze voorziening")
    parser.add_argument("--voor", default="", metavar="NAAM", help="alleen deze inwoner (bij één zaak)")
    parser.add_argument("--ambtshalve", action="store_true", help="bij veel inwoners ook wat niet is gevraagd")
    parser.add_argument("--per", action="append", default=[], metavar="KOLOM",
                        help="deel in naar een kolom van --groep, leeftijd, werkgever of een begrip")  # fmt: skip
    parser.add_argument("--veeg", action="append", default=[], metavar="REEKS",
                        help="varieer een getal: «premie_bedrag=€ 200..€ 600/€ 50»; met twee ontstaat een kaart")  # fmt: skip
    parser.add_argument("--maat", action="append", default=[], metavar="MAAT", help=f"wat --veeg meet: {', '.join(MEASURES)}")
    parser.add_argument("--rapport", default="", metavar="BESTAND", help="schrijf ook een rapport: een HTML-pagina om te printen")
    parser.add_argument("--veranderd", default="", metavar="BESTAND",
                        help="schrijf wie verandert, met beide uitleggen (.csv, .jsonl of .json)")  # fmt: skip
    add_form_arguments(parser, (*PLAIN_FORMS, "svg"))
    add_table_arguments(parser)
    add_guard_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command; 130 when it was broken off, with what was finished shown."""
    if Path(options.uit).suffix.lower() in (".csv", ".jsonl") and not options.veranderd:
        # a table is a form of who changed, not of the document
        options.uit, options.veranderd = "", options.uit
    form = chosen_form(options)
    if form is None:
        return USAGE
    if not options.scenario and not options.veeg:
        print(
            "er is niets gesteld: noem een scenario, of varieer een getal met --veeg\nZie toetssteen stel --help.",
            file=sys.stderr,
        )
        return USAGE
    from toetssteen.ops.what_if_request import scenarios_named

    scenarios, findings = scenarios_named(options.scenario)
    return under_guard(scenarios, options, lambda: _decide(scenarios, findings, form, options))


def _decide(scenarios: Sequence[Scenario], findings: list[Finding], form: str, options: Namespace) -> int:
    from toetssteen.cli.tables import grouping_columns
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.what_if_request import wrong_columns

    findings += wrong_columns(options.per, [*options.groep, *grouping_columns([options.zaak], options)])
    provision, problem = asked_provision(options.over)
    findings += [problem] if problem else []
    options.zaken = [options.zaak]
    caseload, code = caseload_or_code(options, findings)
    if caseload is None or has_errors(findings):
        return code or INPUT
    options.per = list(dict.fromkeys((*options.groep, *options.per)))
    if options.veeg:
        return _sweep(caseload, scenarios, provision, form, options)
    one = not caseload.tables and len(caseload.cases) == 1 and not (options.per or options.veranderd or options.rapport)
    if one:
        return _case(caseload, scenarios, provision, form, options)
    return _caseload(caseload, scenarios, provision, form, options)


def _case(caseload: Caseload, scenarios: Sequence[Scenario], provision: str, form: str, options: Namespace) -> int:
    from toetssteen.explain.forms import JSON, as_json
    from toetssteen.explain.what_if_json import what_if_to_json
    from toetssteen.explain.what_if_layout import what_if_document
    from toetssteen.kb.scenario import BASELINE
    from toetssteen.ops.asked import person_problem
    from toetssteen.ops.scenario_sides import side_of
    from toetssteen.ops.what_if import what_if

    case = caseload.cases[0]
    problem = person_problem(options.voor, case)
    if problem is not None:
        show_findings([problem], VERDICT)
        return INPUT
    report = what_if(side_of(BASELINE, case), [side_of(one, case) for one in scenarios], person=options.voor, provision=provision)
    if form == JSON:
        return give(as_json(what_if_to_json(report)), options)
    return _show(what_if_document(report, full=options.volledig or form == "html"), form, options)


def _caseload(caseload: Caseload, scenarios: Sequence[Scenario], provision: str, form: str, options: Namespace) -> int:
    from toetssteen.cli.rows_file import rows_file
    from toetssteen.cli.stel_rapport import write_report
    from toetssteen.explain.forms import JSON, as_json
    from toetssteen.explain.shift_json import shift_to_json
    from toetssteen.explain.shift_layout import shift_document
    from toetssteen.kb.scenario import BASELINE
    from toetssteen.ops.scenario_sides import rule_of
    from toetssteen.ops.shift import shift
    from toetssteen.ops.shift_export import Export

    def made(stream: TextIO, suffix: str) -> Export:
        return Export(stream, suffix, options.per)

    watch: Callable[[ChangedRow], None] | None
    with progress("vergelijken", caseload.rows) as step, (
            rows_file(options.veranderd, options, made, "veranderingen") if options.veranderd else nullcontext((None, OK))
            ) as (watch, code):  # fmt: skip
        if code != OK:
            return code
        report = shift(caseload, rule_of(BASELINE, "nu"), [rule_of(one) for one in scenarios], title=_title(options),
                       columns=options.per, about=None if options.ambtshalve else frozenset(), over=provision, watch=watch,
                       step=lambda rows: step(count=rows))  # fmt: skip
    report = report._replace(skipped=caseload.left_out)

    def document(*, full: bool, told: bool = True) -> Section:
        return shift_document(
            report, provision_names(), full=full, width=picture_width(), blocks=draws_blocks(form, options), told=told
        )

    if options.rapport:
        code = write_report(document(full=True, told=False), scenarios, options)
    if code == OK and form == JSON:
        code = give(as_json(shift_to_json(report)), options)
    elif code == OK:
        code = _show(document(full=options.volledig or form in ("html", "svg")), form, options)
    return ended(code, report.rows, stopped=report.stopped)


def _sweep(caseload: Caseload, scenarios: Sequence[Scenario], provision: str, form: str, options: Namespace) -> int:
    from toetssteen.explain.forms import JSON, as_json
    from toetssteen.explain.sweep_json import sweep_to_json
    from toetssteen.explain.sweep_layout import sweep_document
    from toetssteen.kb.finding import has_errors
    from toetssteen.kb.scenario import stacked
    from toetssteen.ops.scenario_sides import rule_of
    from toetssteen.ops.sweep import sweep
    from toetssteen.ops.sweep_axes import axes_of, rule_at, wrong_measure

    base = stacked(scenarios)
    axes, findings = axes_of(options.veeg, base)
    findings += [problem for one in options.maat if (problem := wrong_measure(one)) is not None]
    if has_errors(findings):
        show_findings(findings, VERDICT)
        return INPUT
    with progress("vegen", caseload.rows) as step:
        rule = rule_of(base)
        report = sweep(caseload, rule, lambda values: rule_at(rule, axes, values), axes, title=_title(options),
                       measures=options.maat or ("veranderd",), over=provision,
                       about=None if options.ambtshalve else frozenset(), step=lambda rows: step(count=rows))  # fmt: skip
    if form == JSON:
        code = give(as_json(sweep_to_json(report)), options)
    else:
        code = _show(sweep_document(report, width=picture_width(), blocks=draws_blocks(form, options)), form, options)
    return ended(code, report.rows, stopped=report.stopped)


def _show(document: Section, form: str, options: Namespace) -> int:
    if form != "svg":
        return show_document(document, form, options)
    from toetssteen.explain.pictures.sheet import sheet

    drawn = sheet(document)
    if not drawn:
        print("hier is niets te tekenen: dat kan bij veel inwoners waarvan er iemand verandert, en bij --veeg", file=sys.stderr)
        return INPUT
    return give(drawn, options)


def _title(options: Namespace) -> str:
    return f"Wat als: {Path(options.zaak).name}"
