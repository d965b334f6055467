"""``toetssteen verdeel``: who gets what under ceilings, in the order of a policy's aims, and why."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.caseload import add_caseload_arguments, add_time_argument, cases_or_code, progress
from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.allocation import AllocationReport
    from toetssteen.kb.case import Case
    from toetssteen.kb.policy import Policy

FORMS = ("tekst", "voorlezen", "markdown", "html", "json", "svg")


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("verdeel", "Verdeel voorzieningen onder plafonds: de best mogelijke keuze in de volgorde van de doelen, "
                       "met de reden per inwoner.", "verdeel scholing-verdelen --beleid scholing-verdelen")  # fmt: skip
    add_caseload_arguments(parser)
    parser.add_argument(
        "--beleid", default="", metavar="BESTAND", help="de doelen op volgorde (zonder: voorrang, aantal, aanvraag)"
    )
    parser.add_argument(
        "--over", action="append", default=[], metavar="NAAM", help="wat het zou kosten als deze inwoner wel kreeg"
    )
    add_time_argument(parser)
    parser.add_argument("--zaad", type=int, default=1, metavar="GETAL", help="een ander begin van het zoeken (1)")
    parser.add_argument("--clingo", action="store_true", help="zoek met clingo alleen, zonder bewijs bij veel inwoners")
    parser.add_argument("--grens", default="", metavar="TEKST", help="teken wat er gebeurt als deze grens verschuift")
    add_form_arguments(parser, FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when no allocation keeps all limits, 3 for wrong input."""
    from toetssteen.kb.policy import Policy
    from toetssteen.ops.allocation.problem import TooLarge
    from toetssteen.parser.policy import read_named_policy

    form = chosen_form(options)
    if form is None:
        return USAGE
    policy, problems = read_named_policy(options.beleid) if options.beleid else (Policy(), [])
    cases, code = cases_or_code(options, problems)
    if policy is None or code:
        return INPUT
    known = {person for case in cases for person in case.persons}
    for name in options.over:
        if name not in known:
            print(f"«{name}» staat niet in deze zaken", file=sys.stderr)
            return INPUT
    try:
        return _allocate(cases, policy, options, form)
    except TooLarge as problem:
        print(
            f"de bedragen bij {problem} zijn samen te groot om mee te rekenen; verdeel minder inwoners tegelijk", file=sys.stderr
        )
        return INPUT


def _show(report: AllocationReport, form: str, options: Namespace) -> int:
    if form == "json":
        from toetssteen.explain.allocation_json import allocation_to_json
        from toetssteen.explain.forms import as_json

        return give(as_json(allocation_to_json(report)), options)
    from toetssteen.explain.allocation import allocation_document
    from toetssteen.explain.allocation_chart import allocation_svg

    if form == "svg":
        return give(allocation_svg(report), options)
    return show_document(allocation_document(report, drawing=allocation_svg(report) if form == "html" else ""), form, options)


def _allocate(cases: list[Case], policy: Policy, options: Namespace, form: str) -> int:
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.allocation.caseload import read_caseload
    from toetssteen.ops.allocation.report import Settings, allocate, has_optimiser
    from toetssteen.ops.assess import law_for

    with progress("inwoners beslissen", sum(len(case.persons) for case in cases)) as step:
        caseload = read_caseload(cases, step, waiting=policy.waiting)
        if has_errors(list(caseload.findings)):
            show_findings(list(dict.fromkeys(caseload.findings)))
            return INPUT
        if not options.clingo and not has_optimiser():
            print("zonder de uitbreiding «verdelen» (HiGHS) zoekt clingo alleen: het beste dat is gevonden, zonder bewijs",
                  file=sys.stderr)  # fmt: skip
        settings = Settings(options.tijd, options.zaad, options.clingo, tuple(options.over), options.grens)
        report, found = allocate(caseload, policy, law_for(cases[0]), settings, lambda aim, value, bound:
                                 step(said=f"verdelen: {aim} {value} (hooguit {bound})"))  # fmt: skip
    if found.chosen is None and not found.impossible:
        print(f"binnen {options.tijd:g} seconden is geen verdeling gevonden; geef meer tijd met --tijd", file=sys.stderr)
        return FAILED
    if options.grens and not report.frontier and found.chosen is not None:
        known = ", ".join(one.name for one in report.limits) or "er is geen grens"
        print(f"«{options.grens}» is geen grens van deze verdeling; kies uit: {known}", file=sys.stderr)
        return INPUT
    code = _show(report, form, options)
    if code != OK:
        return code
    return FAILED if found.chosen is None else OK
