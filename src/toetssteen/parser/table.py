"""Caseloads in a table: rows of CSV, Parquet or Excel, each a case; read a batch at a time, with every mistake by its place.

One row is one application of one person; rows below each other with the same ``inwoner`` are one person. No message repeats
what stands in a cell, since that can be about a person: it names the row and the column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.finding import FOUT, LET_OP, Finding
from toetssteen.kb.law import load_law
from toetssteen.parser.source import is_table
from toetssteen.parser.table_columns import GROUP, PERSON, Column, TableProblem, read_header
from toetssteen.parser.table_files import Unreadable, open_sheet
from toetssteen.parser.table_person import CaseBuilder
from toetssteen.parser.table_rows import CellReader, Cells, Rejected, Row

__all__ = ["Rejected", "Row", "Settings", "TableProblem", "as_finding", "groups_of", "is_table", "read_rows"]


class Settings(NamedTuple):
    """How a table is to be read: the reference date of rows without one, and what columns outside the law mean."""

    reference_date: date | None = None
    groups: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    sheet: str = ""


def read_rows(name: str, settings: Settings = Settings()) -> Iterator[Row | Rejected]:  # noqa: B008 (a constant tuple)
    """Yield the persons of a table in order, and what is wrong with those that cannot be read.

    ``Rejected`` with number 0 is about the table as a whole: without rows when it cannot be read at all.
    """
    try:
        sheet = open_sheet(Path(name), settings.sheet)
        columns, problems = read_header(sheet.header, load_law(date.max), settings.groups, settings.ignored)
        problems = [one._replace(row=sheet.header_row) for one in problems]
        if any(one.severity == FOUT for one in problems):
            yield Rejected(0, 0, tuple(problems))
            return
        if sheet.remarks or problems:
            yield Rejected(0, 0, (*sheet.remarks, *problems))
        reader = _TableReader(columns, Path(name).name, settings)
        empty = True
        for row in reader.persons(sheet.rows):
            empty = False
            yield row
        if empty:
            yield Rejected(0, 0, (TableProblem(0, "", "", "er staan geen rijen onder de kop"),))
    except Unreadable as wrong:
        yield Rejected(0, 0, (wrong.problem,))


class _Waiting(NamedTuple):
    """The rows of one person so far: the first number, the name (empty: none), how many rows, and what they say."""

    number: int
    name: str
    rows: int
    cells: tuple[Cells, ...]
    problems: tuple[TableProblem, ...]


class _TableReader:
    """Reads the rows of one table: cells, then the rows of a person together."""

    def __init__(self, columns: Sequence[Column], file: str, settings: Settings) -> None:
        self.width = len(columns)
        self.cells = CellReader(columns, load_law(date.max))
        self.builder = CaseBuilder(columns, file, settings.reference_date)
        self.names = next((one for one in columns if (one.about, one.part) == (PERSON, "inwoner")), None)
        # two rows of one name far apart would silently be two persons; a number for every name is all that is kept
        self.seen: set[int] = set()

    def persons(self, rows: Iterable[tuple[int, Sequence[object] | TableProblem]]) -> Iterator[Row | Rejected]:
        """Yield the cases of the rows; those below each other with one name are one person."""
        waiting: _Waiting | None = None
        for number, raw in rows:
            cells, problems = self._row(number, raw)
            if cells is None and not problems:
                continue
            name = cells.part(PERSON, 0, "inwoner", "") if cells is not None else ""
            said = () if cells is None else (cells,)
            if waiting is not None and name and name == waiting.name:
                waiting = _Waiting(waiting.number, name, waiting.rows + 1, waiting.cells + said, waiting.problems + problems)
                continue
            if waiting is not None:
                yield self._person(waiting)
            waiting = _Waiting(number, name, 1, said, problems + self._again(number, name))
        if waiting is not None:
            yield self._person(waiting)

    def _row(self, number: int, raw: Sequence[object] | TableProblem) -> tuple[Cells | None, tuple[TableProblem, ...]]:
        """Return what a row says, with its problems; nothing of an empty row."""
        if isinstance(raw, TableProblem):
            return None, (raw,)
        width = len(raw)
        if width != self.width and any(cell not in (None, "") for cell in raw):
            extra = next((index for index in range(self.width, width) if raw[index] not in (None, "")), None)
            if width < self.width or extra is not None:
                return None, (TableProblem(number, "", "", f"deze rij heeft {width} cellen, de eerste rij {self.width}",
                                           "controleer de scheidingstekens en aanhalingstekens"),)  # fmt: skip
        if not any(cell not in (None, "") for cell in raw):
            return None, ()
        cells, problems = self.cells.read(number, raw)
        return cells, tuple(problems)

    def _again(self, number: int, name: str) -> tuple[TableProblem, ...]:
        if not name:
            return ()
        key, known = hash(name), len(self.seen)
        self.seen.add(key)
        if len(self.seen) > known or self.names is None:
            return ()
        return (TableProblem(number, self.names.letter, self.names.header, "deze inwoner staat ook op een eerdere rij",
                             "zet alle rijen van een inwoner onder elkaar, of geef elk een eigen naam"),)  # fmt: skip

    def _person(self, waiting: _Waiting) -> Row | Rejected:
        if waiting.problems:
            return Rejected(waiting.number, waiting.rows, waiting.problems)
        return self.builder.build(waiting.name or f"rij {waiting.number}", waiting.cells)


def groups_of(name: str, settings: Settings) -> tuple[str, ...]:
    """Return the names of the columns of a table to group by; none when its header cannot be read."""
    try:
        sheet = open_sheet(Path(name), settings.sheet)
    except Unreadable:
        return ()
    columns, _problems = read_header(sheet.header, load_law(date.max), settings.groups, settings.ignored)
    return tuple(one.part for one in columns if one.about == GROUP)


def as_finding(one: TableProblem, file: str, count: int = 1) -> Finding:
    """Return what is wrong in a table as a finding with its place; a remark of many rows says how many."""
    place = [file]
    if one.row:
        place.append(f"rij {one.row}")
    if one.letter:
        place.append(f"kolom {one.letter}" + (f" ({' '.join(one.header.split())[:60]})" if one.header else ""))
    more = f" (zo ook op {count - 1} {'andere rij' if count == 2 else 'andere rijen'})" if count > 1 else ""
    return Finding(one.message + more, ", ".join(place), suggestion=one.suggestion,
                   severity=one.severity if one.severity == FOUT else LET_OP)  # fmt: skip
