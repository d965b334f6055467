"""``toetssteen bevolking``: decide many persons; how many of every outcome, why, for how much, and everybody in a list."""

from __future__ import annotations

from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from toetssteen.cli.caseload import add_caseload_arguments, caseload_or_code, progress
from toetssteen.cli.common import Arguments
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.guard import add_guard_arguments, under_guard
from toetssteen.cli.main import INPUT, OK, USAGE
from toetssteen.cli.many import asked_provision, draws_blocks, ended, picture_width, provision_names

if TYPE_CHECKING:
    from toetssteen.cli.caseload import Caseload
    from toetssteen.explain.population import PopulationReport
    from toetssteen.kb.finding import Finding
    from toetssteen.kb.scenario import Scenario


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS

    parser = Arguments("bevolking", "Beslis veel inwoners: hoeveel van elke uitkomst, waarop het aankomt, voor hoeveel geld.",
                       "bevolking scholing-verdelen werkervaringsplaats")  # fmt: skip
    add_caseload_arguments(parser)
    parser.add_argument("--onder", default="", metavar="KANT",
                        help="onder een ander recht: een scenario, een datum, een lezing (I-22:wet_48), een map")  # fmt: skip
    parser.add_argument("--over", default="", metavar="VOORZIENING", help="alleen deze voorziening")
    parser.add_argument("--ambtshalve", action="store_true", help="ook wat niet is gevraagd (artikel 18 lid 2)")
    parser.add_argument("--per", action="append", default=[], metavar="KOLOM",
                        help="deel in naar een groepskolom, leeftijd, werkgever of een begrip")  # fmt: skip
    parser.add_argument("--lijst", default="", metavar="BESTAND", help="schrijf elke uitkomst op (.csv, .jsonl of .json)")
    parser.add_argument("--volledig", action="store_true", help="toon ook alle normen en alle groepen")
    add_form_arguments(parser, PLAIN_FORMS)
    add_guard_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command; 130 when it was broken off, with what was finished shown."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    from toetssteen.kb.scenario import BASELINE
    from toetssteen.ops.what_if_request import scenarios_named

    scenarios, findings = scenarios_named([options.onder] if options.onder else [])
    scenario = scenarios[0] if scenarios else BASELINE
    return under_guard([scenario], options, lambda: _decide(scenario, findings, form, options))


def _decide(scenario: Scenario, findings: list[Finding], form: str, options: Namespace) -> int:
    from toetssteen.cli.tables import grouping_columns
    from toetssteen.ops.what_if_request import wrong_columns

    findings += wrong_columns(options.per, [*options.groep, *grouping_columns(options.zaken, options)])
    provision, problem = asked_provision(options.over)
    findings += [problem] if problem else []
    caseload, code = caseload_or_code(options, findings)
    if caseload is None:
        return code or INPUT
    report, code = _counted(caseload, scenario, provision, options)
    if report is None:
        return code
    return ended(_show(report, form, options), report.rows, stopped=report.stopped)


def _counted(caseload: Caseload, scenario: Scenario, provision: str, options: Namespace) -> tuple[PopulationReport | None, int]:
    from toetssteen.cli.rows_file import rows_file
    from toetssteen.ops.population_report import PopulationList, population
    from toetssteen.ops.scenario_sides import rule_of

    columns = list(dict.fromkeys((*options.groep, *options.per)))

    def made(stream: TextIO, suffix: str) -> PopulationList:
        return PopulationList(stream, suffix, columns)

    with progress("inwoners beslissen", caseload.rows) as step, (
            rows_file(options.lijst, options, made, "uitkomsten") if options.lijst else nullcontext((None, OK))
            ) as (watch, code):  # fmt: skip
        if code != OK:
            return None, code
        report = population(
            caseload, rule_of(scenario), title=f"Bevolking: {_title(options.zaken)}", columns=columns, over=provision,
            about=None if options.ambtshalve else frozenset(), watch=watch, step=lambda rows: step(count=rows),
        )  # fmt: skip
    return report._replace(skipped=caseload.left_out), OK


def _show(report: PopulationReport, form: str, options: Namespace) -> int:
    if form == "json":
        from toetssteen.explain.forms import as_json
        from toetssteen.explain.population_json import population_to_json

        return give(as_json(population_to_json(report)), options)
    from toetssteen.explain.population import population_document

    document = population_document(report, provision_names(), full=options.volledig or form == "html", width=picture_width(),
                                   blocks=draws_blocks(form, options))  # fmt: skip
    return show_document(document, form, options)


def _title(names: list[str]) -> str:
    return Path(names[0]).name if len(names) == 1 else f"{len(names)} bestanden"
