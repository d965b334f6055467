"""``toetssteen verdeel``: who gets what under ceilings, in the order of a policy's aims, and why."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toetssteen.cli.common import Arguments, print_json, show_findings
from toetssteen.cli.main import FAILED, INPUT, OK

if TYPE_CHECKING:
    from toetssteen.explain.allocation import AllocationReport
    from toetssteen.kb.case import Case
    from toetssteen.kb.finding import Finding
    from toetssteen.kb.policy import Policy

MOST_SECONDS = 3600


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("verdeel", "Verdeel voorzieningen onder plafonds: de best mogelijke keuze in de volgorde van de doelen, "
                       "met de reden per inwoner.", "verdeel scholing-verdelen --beleid scholing-verdelen")  # fmt: skip
    parser.add_argument("zaken", nargs="+", metavar="ZAAK", help="mappen, bestanden of voorbeelden met inwoners en plafonds")
    parser.add_argument(
        "--beleid", default="", metavar="BESTAND", help="de doelen op volgorde (zonder: voorrang, aantal, aanvraag)"
    )
    parser.add_argument(
        "--over", action="append", default=[], metavar="NAAM", help="wat het zou kosten als deze inwoner wel kreeg"
    )
    parser.add_argument("--tijd", type=_seconds, default=30.0, metavar="SECONDEN", help="hoe lang er gezocht wordt (30)")
    parser.add_argument("--zaad", type=int, default=1, metavar="GETAL", help="een ander begin van het zoeken (1)")
    parser.add_argument("--clingo", action="store_true", help="zoek met clingo alleen, zonder bewijs bij veel inwoners")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def _seconds(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError as problem:
        raise ArgumentTypeError(f"«{text}» is geen aantal seconden") from problem
    if not 0 < found <= MOST_SECONDS:
        raise ArgumentTypeError(f"geef meer dan 0 en hooguit {MOST_SECONDS} seconden")
    return found


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when no allocation keeps all limits, 3 for wrong input."""
    from toetssteen.kb.finding import has_errors
    from toetssteen.kb.policy import Policy
    from toetssteen.ops.allocation.problem import TooLarge

    cases, findings = _cases(options.zaken)
    policy: Policy | None = Policy()
    if options.beleid:
        policy, problems = _policy(options.beleid)
        findings += problems
    show_findings(findings)
    if policy is None or not cases or has_errors(findings):
        return INPUT
    known = {person for case in cases for person in case.persons}
    for name in options.over:
        if name not in known:
            print(f"«{name}» staat niet in deze zaken", file=sys.stderr)
            return INPUT
    try:
        return _allocate(cases, policy, options)
    except TooLarge as problem:
        print(
            f"de bedragen bij {problem} zijn samen te groot om mee te rekenen; verdeel minder inwoners tegelijk", file=sys.stderr
        )
        return INPUT


def _allocate(cases: list[Case], policy: Policy, options: Namespace) -> int:
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.allocation.caseload import read_caseload
    from toetssteen.ops.allocation.report import Settings, allocate, has_optimiser
    from toetssteen.ops.assess import law_for

    with _Progress(sum(len(case.persons) for case in cases)) as progress:
        caseload = read_caseload(cases, progress.decided)
        if has_errors(list(caseload.findings)):
            show_findings(list(dict.fromkeys(caseload.findings)))
            return INPUT
        if not options.clingo and not has_optimiser():
            print("zonder de uitbreiding «verdelen» (HiGHS) zoekt clingo alleen: het beste dat is gevonden, zonder bewijs",
                  file=sys.stderr)  # fmt: skip
        settings = Settings(options.tijd, options.zaad, options.clingo, tuple(options.over))
        report, found = allocate(caseload, policy, law_for(cases[0]), settings, progress.reached)
    if found.chosen is None and not found.impossible:
        print(f"binnen {options.tijd:g} seconden is geen verdeling gevonden; geef meer tijd met --tijd", file=sys.stderr)
        return FAILED
    if options.json:
        print_json(_as_json(report))
    else:
        from toetssteen.explain.allocation import allocation_document
        from toetssteen.explain.output import output
        from toetssteen.explain.to_text import TextWriter

        TextWriter(output(sys.stdout)).write(allocation_document(report))
    return FAILED if found.chosen is None else OK


def _cases(names: list[str]) -> tuple[list[Case], list[Finding]]:
    from toetssteen.cli.common import read_input
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.suite import case_files

    cases, findings = [], []
    for name in names:
        path = Path(name)
        files = [str(one) for one in case_files([path])] if path.is_dir() else [name]
        if not files:
            findings.append(Finding("hier staan geen zaken: geen enkel bestand eindigt op .feiten", name))
        for file in files:
            case, found = read_input(file)
            findings += found
            if case is not None:
                cases.append(case)
    return cases, findings


def _policy(name: str) -> tuple[Policy | None, list[Finding]]:
    from toetssteen.kb.finding import Finding
    from toetssteen.parser.policy import read_policy
    from toetssteen.parser.source import examples_folder

    path = Path(name)
    shipped = examples_folder() / f"{path.stem}.beleid"
    try:
        return read_policy((path if path.exists() or not shipped.is_file() else shipped).read_bytes(), name)
    except (OSError, ValueError):
        return None, [Finding(f"het beleid «{name}» is niet te lezen", suggestion="geef een bestand met doelen op")]


def _as_json(report: AllocationReport) -> dict[str, Any]:
    def entry(one: Any) -> dict[str, Any]:
        return {"inwoner": one.person, "voorziening": one.provision, "centen": one.cents, "redenen": list(one.reasons)}

    return {
        "formaat": "toetssteen/verdeling/1", "titel": report.title, "bewezen": report.proven, "nagerekend": report.checked,
        "doelen": [{"doel": one.name, "bereikt": one.reached, "bewezen": one.proven, "grens": one.bound} for one in report.aims],
        "verleend": [entry(one) for one in report.granted], "buiten_de_grenzen": [entry(one) for one in report.outside],
        "niet_verleend": [entry(one) for one in report.refused], "dingt_niet_mee": [entry(one) for one in report.aside],
        "grenzen": [{"grens": one.name, "vorm": one.form, "ruimte": one.room, "gebruikt": one.used, "meer": one.more or None}
                    for one in report.limits],
        "gevolgen": [{"inwoner": one.person, "voorziening": one.provision, "kan": not one.impossible, "kost": list(one.costs),
                      "maakt_plaats": list(one.displaced)} for one in report.effects],
        "gaat_niet_samen": [list(group) for group in report.conflicts],
    }  # fmt: skip


class _Progress:
    """How far it is, on a terminal: persons decided, then per aim what is reached and what could still be."""

    def __init__(self, persons: int) -> None:
        self.persons = persons
        self.bar: Any = None
        self.task: Any = None
        self.shown: AbstractContextManager[Any] = nullcontext()

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self.bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
            self.shown = self.bar
            self.task = self.bar.add_task("inwoners beslissen", total=self.persons)
        self.shown.__enter__()
        return self

    def __exit__(self, *problem: Any) -> None:
        self.shown.__exit__(*problem)

    def decided(self, _person: str) -> None:
        """Count a person that has been decided."""
        if self.bar is not None:
            self.bar.advance(self.task)

    def reached(self, aim: str, value: int, bound: int) -> None:
        """Show what has been reached for an aim, and what could still be."""
        if self.bar is not None:
            self.bar.update(self.task, description=f"verdelen: {aim} {value} (hooguit {bound})")
