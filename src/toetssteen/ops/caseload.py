"""A caseload from a table: checked whole before anything is decided, then read again or kept, in little memory.

What is wrong is collected over all rows. A table that fits is kept while it is checked; a larger one is read a second time,
so that memory does not grow with it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.kb.finding import FOUT, Finding
from toetssteen.parser.table import Rejected, Row, Settings, TableProblem, as_finding, read_rows
from toetssteen.parser.table_files import Unreadable

KEPT = 10_000
MOST_PROBLEMS = 100_000
FORM = "toetssteen/tabelfouten/1"
FIELDS = ("bestand", "rij", "kolom", "naam", "melding", "suggestie")


class Summary(NamedTuple):
    """What checking a table found: persons that can be decided, persons and rows that cannot, and rows with a mistake."""

    persons: int
    left_out: int
    rows_left_out: int
    problems: int


class TableCaseload:
    """The persons of one table, checked; iterating gives them as often as is asked.

    ``skipping`` leaves out who cannot be read; otherwise nobody is given while something is wrong.
    """

    def __init__(self, name: str, settings: Settings, *, skipping: bool = False,
                 done: Callable[[], None] = lambda: None) -> None:  # fmt: skip
        self.name, self.settings, self.skipping = name, settings, skipping
        self.problems: list[TableProblem] = []
        self.unreadable = False
        self.remarks: dict[tuple[str, str], tuple[TableProblem, int]] = {}
        self._kept: list[Row] | None = []
        self._stamp = _stamp(name)
        self.summary = self._check(done)

    @property
    def sound(self) -> bool:
        """Whether there is somebody to decide, and nobody who should have been and cannot."""
        return not self.unreadable and self.summary.persons > 0 and (self.skipping or not self.problems)

    def _check(self, done: Callable[[], None]) -> Summary:
        persons = left_out = rows = problems = 0
        for row in read_rows(self.name, self.settings):
            if isinstance(row, Row):
                persons += 1
                self._note(row.remarks)
                if self._kept is not None:
                    self._kept.append(row)
                    if persons > KEPT:
                        self._kept = None
            else:
                errors = [one for one in row.problems if one.severity == FOUT]
                self._note(one for one in row.problems if one.severity != FOUT)
                self.unreadable |= row.number == 0 and bool(errors)
                left_out += row.number > 0
                rows += row.rows
                problems += len(errors)
                self.problems += errors[: MOST_PROBLEMS - len(self.problems)]
            done()
        return Summary(persons, left_out, rows, problems)

    def _note(self, remarks: Iterable[TableProblem]) -> None:
        for one in remarks:
            first, count = self.remarks.get((one.letter, one.message), (one, 0))
            self.remarks[one.letter, one.message] = (first, count + 1)

    def __iter__(self) -> Iterator[Row]:
        if not self.sound:
            return
        if self._kept is not None:
            yield from self._kept
            return
        for row in read_rows(self.name, self.settings):
            if isinstance(row, Row):
                yield row
            elif row.number and not self.skipping:
                break
        if _stamp(self.name) != self._stamp:
            raise Unreadable(f"{self.name} is veranderd terwijl het werd gelezen")

    def findings(self) -> list[Finding]:
        """Return what is wrong and what is to be noted, with its place in the table; remarks about many rows once."""
        noted = [as_finding(first, self.name, count) for first, count in self.remarks.values()]
        return noted + [as_finding(one, self.name) for one in self.problems]


def _stamp(name: str) -> tuple[int, int]:
    try:
        found = Path(name).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def problems_json(caseloads: Iterable[TableCaseload]) -> dict[str, Any]:
    """Return everything that is wrong with some tables as JSON data, with how much was left out."""
    tables = []
    for one in caseloads:
        found = one.summary
        tables.append({
            "bestand": one.name, "inwoners": found.persons, "overgeslagen_inwoners": found.left_out,
            "overgeslagen_rijen": found.rows_left_out, "fouten": [dict(zip(FIELDS[1:], _fields(each), strict=True))
                                                                for each in one.problems],
        })  # fmt: skip
    return {"formaat": FORM, "tabellen": tables}


def problems_csv(caseloads: Iterable[TableCaseload]) -> str:
    """Return everything that is wrong with some tables as CSV: file, row, column, its name, and what belongs there."""
    from io import StringIO

    from toetssteen.parser.table_files import escaped

    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(FIELDS)
    for one in caseloads:
        for each in one.problems:
            writer.writerow([escaped(str(cell)) for cell in (Path(one.name).name, *_fields(each))])
    return "\ufeff" + out.getvalue()


def _fields(one: TableProblem) -> tuple[int, str, str, str, str]:
    return one.row, one.letter, " ".join(one.header.split())[:100], one.message, one.suggestion


__all__ = ["Rejected", "Row", "Settings", "Summary", "TableCaseload", "problems_csv", "problems_json"]
