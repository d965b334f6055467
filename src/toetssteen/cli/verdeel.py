"""``toetssteen verdeel``: who gets what under ceilings, in the order of a policy's aims, and why."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.caseload import add_caseload_arguments, add_time_argument, cases_or_code, progress
from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import FAILED, INPUT, INTERRUPTED, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.allocation import AllocationReport
    from toetssteen.kb.case import Case
    from toetssteen.kb.policy import Policy

LEAST_POINTS, MOST_POINTS = 3, 101
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
    parser.add_argument("--grens", action="append", default=[], metavar="TEKST", help="teken kosten en bereik als grenzen "
                        "met deze tekst in hun naam samen verschuiven (of: alle); mag vaker")  # fmt: skip
    parser.add_argument("--tegen", default="", metavar="DOEL", help="zet bij --grens de kosten af tegen dit doel, zoals behoefte "
                        "(zonder: hoeveel inwoners worden bediend)")  # fmt: skip
    parser.add_argument("--punten", type=_points, default=11, metavar="GETAL", help="hoeveel punten --grens berekent (11)")
    add_form_arguments(parser, FORMS)
    return parser


def _points(text: str) -> int:
    if not text.isdecimal() or not LEAST_POINTS <= int(text) <= MOST_POINTS:
        raise ArgumentTypeError(f"geef {LEAST_POINTS} tot en met {MOST_POINTS} punten")
    return int(text)


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
    if wrong := _wrong_axis(options, policy):
        print(wrong, file=sys.stderr)
        return USAGE
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


def _wrong_axis(options: Namespace, policy: Policy) -> str:
    """Return what is wrong with the aim that the cost is to be set against, or nothing."""
    if not options.tegen:
        return ""
    if not options.grens:
        return "--tegen hoort bij --grens: noem ook de grens die verschuift"
    if policy.weighed:
        return "in dit beleid tellen de doelen samen met punten; dan is --tegen een los doel niet te kiezen"
    known = [goal.key for goal in policy.goals if goal.key != "kosten"]
    return (
        "" if options.tegen in known else f"«{options.tegen}» is geen doel van dit beleid; kies uit: {', '.join(known) or 'geen'}"
    )


def _show(report: AllocationReport, form: str, options: Namespace) -> int:
    if form == "json":
        from toetssteen.explain.allocation_json import allocation_to_json
        from toetssteen.explain.forms import as_json

        return give(as_json(allocation_to_json(report)), options)
    from toetssteen.explain.allocation import allocation_document
    from toetssteen.explain.allocation_chart import allocation_svg

    if form == "svg":
        return give(allocation_svg(report), options)
    return show_document(
        allocation_document(report, drawing=allocation_svg(report, line=False) if form == "html" else ""), form, options
    )


def _allocate(cases: list[Case], policy: Policy, options: Namespace, form: str) -> int:
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.allocation.caseload import read_caseload
    from toetssteen.ops.allocation.report import Settings, allocate, has_optimiser, matching, movable_limits
    from toetssteen.ops.assess import law_for

    with progress("inwoners beslissen", sum(len(case.persons) for case in cases)) as step:
        caseload = read_caseload(cases, step, waiting=policy.waiting)
        if has_errors(list(caseload.findings)):
            show_findings(list(dict.fromkeys(caseload.findings)))
            return INPUT
        law = law_for(cases[0])
        names = movable_limits(caseload, policy, law) if options.grens else ()
        if unknown := [one for one in options.grens if not matching(one, names)]:
            known = ", ".join(names) or "er is geen grens"
            print(f"«{unknown[0]}» is geen grens van deze verdeling; kies uit: {known}, of alle", file=sys.stderr)
            return INPUT
        if not options.clingo and not has_optimiser():
            print("zonder de uitbreiding «verdelen» (HiGHS) zoekt clingo alleen: het beste dat is gevonden, zonder bewijs",
                  file=sys.stderr)  # fmt: skip
        settings = Settings(options.tijd, options.zaad, options.clingo, tuple(options.over), tuple(options.grens),
                            options.tegen, options.punten)  # fmt: skip
        report, found = allocate(caseload, policy, law, settings, lambda aim, value, bound:
                                 step(said=f"verdelen: {aim} {value} (hooguit {bound})"))  # fmt: skip
    if found.chosen is None and not found.impossible:
        print(f"binnen {options.tijd:g} seconden is geen verdeling gevonden; geef meer tijd met --tijd", file=sys.stderr)
        return FAILED
    code = _show(report, form, options)
    if code != OK:
        return code
    if report.frontier and not report.frontier.complete:
        print("onderbroken: de grenslijn heeft alleen de punten die al waren berekend", file=sys.stderr)
        return INTERRUPTED
    return FAILED if found.chosen is None else OK
