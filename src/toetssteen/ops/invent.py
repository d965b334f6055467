"""An invented caseload: persons drawn from distributions that a file states, the same for a seed on every machine.

Every person is drawn apart, from the seed and the own number, so that a longer caseload begins as a shorter one does. Only
``Random.random`` is used of the generator: its sequence is what Python promises to keep.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from toetssteen.kb.dates import add_months
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import HOGELAND, load_law
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.source import reason
from toetssteen.parser.table_columns import GROUP, READING, column_of

FORM = "toetssteen/verzin/1"
SHIPPED = HOGELAND / "verzin.toml"
PER_PERSON, PER_APPLICATION = "inwoner", "aanvraag"
DRAWS = ("kansen", "jaren", "getal", "bedrag", "dagen", "naam", "vast")
KEYS = {"per", "bron", "verzonnen", "als", *DRAWS}
# An incomplete person misses this share of what could be said, and at least one thing.
MISSING_SHARE = 0.1
UNKNOWN = "onbekend"
TRIES = 20
Drawn = dict[str, Any]


class Branch(NamedTuple):
    """A way to draw a cell, and what must have been drawn before for it: values by column."""

    conditions: tuple[tuple[str, frozenset[str]], ...]
    kind: str
    values: tuple[Any, ...]
    weights: tuple[int, ...] = ()


class ColumnPlan(NamedTuple):
    """How a column is drawn: once for a person or for every application, and where that comes from (empty: invented)."""

    header: str
    per: str
    source: str
    branches: tuple[Branch, ...]
    concept: Concept | None


class Plan(NamedTuple):
    """What an invented caseload is drawn from."""

    title: str
    reference_date: date
    applications: Branch
    columns: tuple[ColumnPlan, ...]

    @property
    def header(self) -> list[str]:
        """The headers of the table: the name of the person and the reference date before what is drawn."""
        return ["inwoner", "peildatum", *(column.header for column in self.columns)]


def read_plan(path: Path = SHIPPED) -> tuple[Plan | None, list[Finding]]:
    """Read the distributions of a file; None when something is wrong with it."""
    name = str(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        place = re.search(r"line (\d+), column (\d+)", str(problem))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        return None, [Finding("dit is geen geldige TOML", name, line, column)]
    except (OSError, ValueError) as problem:
        return None, [Finding(f"dit bestand is niet te lezen: {reason(problem)}", name)]
    reader = _PlanReader(name)
    plan = reader.plan(raw)
    return (None if reader.findings else plan), reader.findings


class _PlanReader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.law = load_law(date.max)
        self.findings: list[Finding] = []
        self.known: set[str] = set()

    def report(self, message: str, where: str = "", suggestion: str = "") -> None:
        self.findings.append(Finding(f"{where}: {message}" if where else message, self.file, suggestion=suggestion))

    def plan(self, raw: Mapping[str, Any]) -> Plan | None:
        day, columns = raw.get("peildatum"), raw.get("kolom")
        if raw.get("formaat") != FORM:
            self.report(f"het formaat is niet {FORM}")
        if not isinstance(day, date):
            self.report("hier ontbreekt een peildatum", suggestion="schrijf: peildatum = 2025-10-01")
        if not isinstance(columns, dict) or not columns:
            self.report("hier ontbreken kolommen", suggestion='schrijf: [kolom."groep:dorp"]')
        applications = self._branch(raw.get("aanvragen", {"vast": "1"}), "aanvragen")
        if any(not str(value).isdecimal() for value in applications.values):
            self.report("een aantal aanvragen is een heel getal", "aanvragen")
        read = [self._column(header, table) for header, table in columns.items()] if isinstance(columns, dict) else []
        if not isinstance(day, date):
            return None
        return Plan(str(raw.get("titel", "")), day, applications, tuple(one for one in read if one is not None))

    def _column(self, header: str, table: Any) -> ColumnPlan | None:
        column = column_of(0, header, self.law)
        if column is None:
            self.report("deze kolom bestaat niet", header)
            return None
        if not isinstance(table, dict) or table.get("per") not in (PER_PERSON, PER_APPLICATION):
            self.report("per is inwoner of aanvraag", header)
            return None
        if not table.get("bron") and table.get("verzonnen") is not True:
            self.report("er staat niet waar deze verdeling vandaan komt", header, "geef een bron, of: verzonnen = true")
        for key in table:
            if key not in KEYS:
                self.report(f"«{key}» is hier onbekend", header)
        parts = table.get("als", [table])
        if not isinstance(parts, list) or not all(isinstance(one, dict) for one in parts):
            self.report("als is een lijst", header)
            parts = []
        branches = tuple(self._branch(one, header) for one in parts)
        self.known.add(header)
        concept = column.concept if column.about not in (GROUP, READING) else None
        return ColumnPlan(header, table["per"], str(table.get("bron", "")), branches, concept)

    def _branch(self, table: Mapping[str, Any], header: str) -> Branch:
        conditions = []
        for name, wanted in table.get("bij", {}).items():
            if name not in self.known:
                self.report(f"«{name}» wordt niet eerder getrokken", header)
            conditions.append((name, frozenset(map(str, wanted if isinstance(wanted, list) else [wanted]))))
        kinds = [kind for kind in DRAWS if kind in table]
        if len(kinds) > 1:
            self.report(f"kies een van: {', '.join(kinds)}", header)
        kind = kinds[0] if kinds else "vast"
        values, weights = self._values(kind, table.get(kind, ""), header)
        return Branch(tuple(conditions), kind, values, weights)

    def _values(self, kind: str, said: Any, header: str) -> tuple[tuple[Any, ...], tuple[int, ...]]:
        if kind == "vast":
            return (str(said),), ()
        if kind == "kansen":
            weights = tuple(said.values()) if isinstance(said, dict) else ()
            if not weights or any(type(one) is not int or one < 0 for one in weights) or not sum(weights):
                self.report("kansen zijn gehele gewichten, samen meer dan 0", header)
                return ("",), (1,)
            return tuple(int(one) if one.isdecimal() else one for one in said), weights
        shape = [str, int] if kind == "naam" else [int] * (3 if kind in ("getal", "bedrag") else 2)
        sound = isinstance(said, list) and [type(one) for one in said] == shape and (kind == "naam" or said[0] <= said[1])
        if not sound or (len(said) == 3 and said[2] < 1) or (kind == "naam" and said[1] < 1):
            self.report(f"bij {kind} hoort {_SHAPES[kind]}", header)
            return ((0, 0, 1) if kind != "naam" else ("", 1)), ()
        return tuple(said), ()


_SHAPES = {"naam": 'een naam en een aantal, zoals ["Bedrijf", 150]', "jaren": "een laagste en een hoogste leeftijd",
           "dagen": "een eerste en een laatste dag", "getal": "een laagste, een hoogste en een stap",
           "bedrag": "een laagste, een hoogste en een stap, in euro's"}  # fmt: skip


def invented(plan: Plan, persons: int, seed: int, incomplete: float = 0.0) -> Iterator[list[Any]]:
    """Yield the rows of an invented caseload: cells in the order of the header, one row for every application.

    ``incomplete`` is the share of persons of whom something is said to be unknown.
    """
    width = max(4, len(str(persons)))
    for number in range(1, persons + 1):
        for row in _person(plan, Random(f"{seed}/{number}"), incomplete):  # noqa: S311 (an invention is no secret)
            yield [f"Inwoner {number:0{width}d}", plan.reference_date, *row]


def _person(plan: Plan, random: Random, incomplete: float) -> list[list[Any]]:
    person: Drawn = {}
    for column in plan.columns:
        if column.per == PER_PERSON:
            person[column.header] = _cell(column.branches, person, plan.reference_date, random)
    rows: list[Drawn] = []
    for _ in range(int(_draw(plan.applications, plan.reference_date, random))):
        row = _application(plan, person, rows, random)
        if row is not None:
            rows.append(row)
    # drawn whether or not anything is left out, so that the share changes nothing else
    chance = random.random()
    if chance < incomplete:
        _leave_out(plan, rows or [person], random)
    return [[row.get(column.header, "") for column in plan.columns] for row in rows or [person]]


def _application(plan: Plan, person: Drawn, earlier: Sequence[Drawn], random: Random) -> Drawn | None:
    """Return one application, of another kind and at another employer than the earlier ones; None when none comes up.

    Two rows could otherwise say different things of one employer.
    """
    asked = {row.get("voorziening") for row in earlier}
    employers = {row.get("werkgever", "") for row in earlier} - {""}
    for _ in range(TRIES):
        row = dict(person)
        for column in plan.columns:
            if column.per == PER_APPLICATION:
                row[column.header] = _cell(column.branches, row, plan.reference_date, random)
        if row.get("voorziening") not in asked and row.get("werkgever") not in employers:
            return row
    return None


def _cell(branches: Sequence[Branch], drawn: Drawn, day: date, random: Random) -> Any:
    for branch in branches:
        if all(str(drawn.get(name, "")) in wanted for name, wanted in branch.conditions):
            return _draw(branch, day, random)
    return ""


def _draw(branch: Branch, day: date, random: Random) -> Any:
    values = branch.values
    if branch.kind == "vast":
        return values[0]
    if branch.kind == "kansen":
        place = random.random() * sum(branch.weights)
        for value, weight in zip(values, branch.weights, strict=True):
            place -= weight
            if place < 0:
                return value
        return values[-1]
    if branch.kind == "naam":
        return f"{values[0]} {_between(1, values[1], random)}"
    if branch.kind == "dagen":
        return day + timedelta(days=_between(values[0], values[1], random))
    if branch.kind == "jaren":
        first = add_months(day, -12 * (values[1] + 1)) + timedelta(days=1)
        return first + timedelta(days=_between(0, (add_months(day, -12 * values[0]) - first).days, random))
    low, high, step = values
    return low + step * _between(0, (high - low) // step, random)


def _between(low: int, high: int, random: Random) -> int:
    return low + int(random.random() * (high - low + 1))


def _leave_out(plan: Plan, rows: list[Drawn], random: Random) -> None:
    """Say of a tenth of what is stated about a person, and at least of one thing, that it is unknown."""
    facts = [(column, row) for row in rows for column in plan.columns
             if column.concept is not None and row.get(column.header, "") != ""]  # fmt: skip
    person_facts = {column.header for column, _row in facts if column.per == PER_PERSON}
    choices = sorted(person_facts) + [(place, column.header) for place, row in enumerate(rows) for column, own in facts
                                      if own is row and column.per == PER_APPLICATION]  # fmt: skip
    for _ in range(max(1, round(len(choices) * MISSING_SHARE * 2 * random.random()))):
        if not choices:
            return
        chosen = choices.pop(_between(0, len(choices) - 1, random))
        for row in rows if isinstance(chosen, str) else [rows[chosen[0]]]:
            row[chosen if isinstance(chosen, str) else chosen[1]] = UNKNOWN
