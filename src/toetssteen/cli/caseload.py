"""What the commands over many persons share: reading folders of cases whole or not at all, and showing how far it is."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.main import INPUT
from toetssteen.kb.finding import Finding, has_errors

if TYPE_CHECKING:
    from toetssteen.kb.case import Case

MOST_SECONDS = 3600


def add_caseload_arguments(parser: Arguments) -> None:
    """Add the argument for the cases of a caseload."""
    parser.add_argument("zaken", nargs="+", metavar="ZAAK", help="mappen, bestanden of voorbeelden met inwoners en hun aanvragen")


def add_time_argument(parser: Arguments) -> None:
    """Add how long is looked for the best allocation, in seconds."""
    parser.add_argument("--tijd", type=_seconds, default=30.0, metavar="SECONDEN", help="hoe lang er gezocht wordt (30)")


def _seconds(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError as problem:
        raise ArgumentTypeError(f"«{text}» is geen aantal seconden") from problem
    if not 0 < found <= MOST_SECONDS:
        raise ArgumentTypeError(f"geef meer dan 0 en hooguit {MOST_SECONDS} seconden")
    return found


def cases_or_code(names: list[str], more: list[Finding] | None = None) -> tuple[list[Case], int]:
    """Read every case of some files and folders; the exit code for wrong input when any line of any of them is wrong."""
    cases, findings = read_cases(names)
    findings += more or []
    show_findings(findings)
    return (cases, 0) if cases and not has_errors(findings) else ([], INPUT)


def read_cases(names: list[str]) -> tuple[list[Case], list[Finding]]:
    """Return the cases of some files and folders with all findings."""
    from toetssteen.cli.common import read_input
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


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[..., None]]:
    """Give a function to call for every person that is done; on a terminal a bar shows how far it is.

    Called with ``said`` it shows that text instead.
    """
    if not sys.stderr.isatty():
        yield lambda _person="", **_said: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(_person: str = "", *, said: str = "") -> None:
            if said:
                bar.update(task, description=said)
            else:
                bar.advance(task)

        yield step
