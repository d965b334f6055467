"""What the commands over many persons share: reading folders and tables whole or not at all, and showing how far it is."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.main import INPUT
from toetssteen.cli.tables import add_table_arguments
from toetssteen.kb.finding import Finding, has_errors

if TYPE_CHECKING:
    from toetssteen.kb.case import Case
    from toetssteen.ops.caseload import Row, TableCaseload

MOST_SECONDS = 3600


def add_caseload_arguments(parser: Arguments) -> None:
    """Add the argument for the cases of a caseload."""
    parser.add_argument(
        "zaken", nargs="+", metavar="ZAAK", help="mappen, bestanden, tabellen of voorbeelden met inwoners en hun aanvragen"
    )
    add_table_arguments(parser)


def add_time_argument(parser: Arguments) -> None:
    """Add how long is looked for the best allocation, in seconds."""
    parser.add_argument("--tijd", type=seconds, default=30.0, metavar="SECONDEN", help="hoe lang er gezocht wordt (30)")


def seconds(text: str) -> float:
    """Return a number of seconds from an argument; used as an argument type."""
    try:
        found = float(text.replace(",", "."))
    except ValueError as problem:
        raise ArgumentTypeError(f"«{text}» is geen aantal seconden") from problem
    if not 0 < found <= MOST_SECONDS:
        raise ArgumentTypeError(f"geef meer dan 0 en hooguit {MOST_SECONDS} seconden")
    return found


class Caseload:
    """The persons of folders, files and tables: every mistake known, nothing decided; can be gone through again.

    A case file gives one ``Row`` with all its persons, a table one for every person.
    """

    def __init__(self, cases: list[Case], tables: list[TableCaseload]) -> None:
        self.cases, self.tables = cases, tables

    def __iter__(self) -> Iterator[Row]:
        from toetssteen.ops.caseload import Row

        yield from (Row(number, case, {}) for number, case in enumerate(self.cases, 1))
        for table in self.tables:
            yield from table

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return sum(len(case.persons) for case in self.cases) + sum(table.summary.persons for table in self.tables)

    @property
    def rows(self) -> int:
        """How many rows there are: case files, and persons of tables."""
        return len(self.cases) + sum(table.summary.persons for table in self.tables)

    @property
    def left_out(self) -> int:
        """How many persons were left out because of a mistake in their rows."""
        return sum(table.summary.left_out for table in self.tables if table.skipping)


def caseload_or_code(options: Namespace, more: list[Finding] | None = None) -> tuple[Caseload | None, int]:
    """Read every case and check every table of ``options.zaken``; the exit code for wrong input when one is wrong."""
    from toetssteen.parser.source import is_table

    names: list[str] = options.zaken
    cases, findings = read_cases([name for name in names if not is_table(name)])
    tables: list[TableCaseload] = []
    written = 0
    if any(map(is_table, names)):
        from toetssteen.cli.tables import open_tables, report_left_out, shown_findings

        with progress("rijen lezen", None) as step:
            tables = open_tables([name for name in names if is_table(name)], options, step)
        findings += shown_findings(tables, options)
        written = report_left_out(tables, options)
    findings += more or []
    show_findings(findings)
    sound = (cases or tables) and all(table.sound for table in tables) and not has_errors(findings)
    return (Caseload(cases, tables), 0) if sound and not written else (None, INPUT)


def cases_or_code(options: Namespace, more: list[Finding] | None = None) -> tuple[list[Case], int]:
    """Read every case of ``options.zaken`` at once; the exit code for wrong input when any line of any of them is wrong."""
    caseload, code = caseload_or_code(options, more)
    return ([row.case for row in caseload] if caseload is not None else []), code


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
def progress(what: str, total: int | None) -> Iterator[Callable[..., None]]:
    """Give a function to call for every person that is done; on a terminal a bar shows how far it is, and how long it takes.

    Called with ``count`` so many are done, with ``said`` it shows that text instead.
    """
    if not sys.stderr.isatty():
        yield lambda _person="", **_said: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    left = (TextColumn("nog"), TimeRemainingColumn()) if total else ()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), *left)
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(_person: str = "", *, said: str = "", count: int = 1) -> None:
            if said:
                bar.update(task, description=said)
            else:
                bar.advance(task, count)

        yield step
