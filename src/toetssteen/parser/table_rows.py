"""The cells of a row of a table, read once per column, and what comes of the rows: a case for a person, or what is wrong.

What a row says goes into the same draft as the lines of the fact language (``table_person.py``), so what cannot be is found
by the same code. A finding about a case can name people and days; what is reported of a row names its place alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from toetssteen.kb.case import Case, Fact
from toetssteen.kb.finding import FOUT
from toetssteen.kb.law import Law
from toetssteen.parser.table_cells import CellProblem, is_empty, reader_of, text_of
from toetssteen.parser.table_columns import BODY, FACT, GROUP, IGNORED, NAMELESS, READING, Column, TableProblem
from toetssteen.parser.table_parts import SPEAKS_FOR_ITSELF, is_unknown, part_reader

MOST_REMEMBERED = 5_000


class Row(NamedTuple):
    """One person of a caseload: the number of the first row, the case, the groups, and what is to be noted."""

    number: int
    case: Case
    groups: Mapping[str, str]
    remarks: tuple[TableProblem, ...] = ()


class Rejected(NamedTuple):
    """What keeps the rows of one person, or with number 0 the whole table, from being read."""

    number: int
    rows: int
    problems: tuple[TableProblem, ...]


class Cells(NamedTuple):
    """What a row says, cell by cell: its number, parts by what they are about, facts, groups and readings."""

    number: int
    parts: dict[tuple[str, int], dict[str, tuple[Any, Column]]]
    facts: list[tuple[Column, Fact]]
    groups: dict[str, str]
    readings: dict[str, str]

    def part(self, about: str, number: int, name: str, default: Any = None) -> Any:
        """Return a part of the row, or the default when its cell is empty."""
        found = self.parts.get((about, number), {}).get(name)
        return default if found is None else found[0]


class CellReader:
    """Reads the cells of rows; what a column said before is remembered, so that a word is looked up once."""

    def __init__(self, columns: Sequence[Column], law: Law) -> None:
        self.plan: list[tuple[Column, Callable[[object], Any], dict[Any, Any]]] = [
            (column, self._reader(column, law), {}) for column in columns if column.about != IGNORED
        ]

    @staticmethod
    def _reader(column: Column, law: Law) -> Callable[[object], Any]:
        if column.about == NAMELESS:
            return _nameless
        if column.part == FACT and column.concept is not None:
            read = reader_of(column.concept)
            return lambda raw: Fact(read(raw))
        return text_of if column.part == BODY else part_reader(column, law)

    def read(self, number: int, cells: Sequence[object]) -> tuple[Cells, list[TableProblem]]:
        """Return what a row says, with what is wrong with its cells."""
        found = Cells(number, {}, [], {}, {})
        problems: list[TableProblem] = []
        for column, reader, known in self.plan:
            raw = cells[column.position]
            if raw is None or raw == "":
                continue
            key = raw if type(raw) is str else (type(raw), raw)
            try:
                value = known.get(key)
                if value is None:
                    if is_empty(raw):
                        continue
                    value = reader(raw)
                    if len(known) < MOST_REMEMBERED:
                        known[key] = value
            except TypeError:
                problems.append(problem(number, column, "hier staat een lijst of een tabel; een cel heeft één waarde"))
                continue
            except CellProblem as wrong:
                if not (is_unknown(raw) and column.part not in SPEAKS_FOR_ITSELF and column.about != GROUP):
                    problems.append(problem(number, column, str(wrong), wrong.suggestion))
                continue
            _put(found, column, value)
        return found, problems


def _put(found: Cells, column: Column, value: Any) -> None:
    if column.part == FACT:
        found.facts.append((column, value))
    elif column.about == GROUP:
        found.groups[column.part] = value
    elif column.about == READING:
        found.readings[column.part] = value
    else:
        name = column.part if column.concept is None else body_part(column)
        found.parts.setdefault((column.about, column.number), {})[name] = (value, column)


def body_part(column: Column) -> str:
    """Return under what name the organ of a fact is kept among the parts of a row."""
    return f"{BODY} {column.concept.key} {column.half_year}" if column.concept is not None else ""


def _nameless(_raw: object) -> None:
    raise CellProblem("deze kolom heeft geen naam", "zet er in de eerste rij een naam boven, of maak de kolom leeg")


def problem(row: int, column: Column, message: str, suggestion: str = "", severity: str = FOUT) -> TableProblem:
    """Return what is wrong with a cell."""
    return TableProblem(row, column.letter, column.header, message, suggestion, severity)
