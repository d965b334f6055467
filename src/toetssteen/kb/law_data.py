"""What a version of the law consists of, as data, and the tables (``.toml``) it is read from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from toetssteen.kb.article import Header, Label
from toetssteen.kb.finding import Finding
from toetssteen.kb.grounding import Compiled
from toetssteen.kb.norms import Norm
from toetssteen.kb.terms import Rule
from toetssteen.kb.vocabulary import Vocabulary


class Parameter(NamedTuple):
    """A number of the law: its unit (one of ``UNITS``; of a date the ordinal) and its values by first day.

    ``supposed`` holds the first days of the values that are a scenario's.
    """

    name: str
    title: str
    unit: str
    norm: str
    values: tuple[tuple[date, int], ...]
    supposed: tuple[date, ...] = ()

    def on(self, day: date) -> tuple[date, int] | None:
        """Return the value that holds on a day with its first day, or None before the first one."""
        return next((pair for pair in reversed(self.values) if pair[0] <= day), None)


class Reading(NamedTuple):
    """An interpretation switch: options by name, the default and dates from which it is another.

    ``engine`` marks one that the program itself applies, ``no_effect`` says why no outcome depends on it.
    """

    key: str
    norms: tuple[str, ...]
    question: str
    options: dict[str, str]
    default: str
    default_from: tuple[tuple[date, str], ...]
    reason: str
    effect: str
    starred: bool
    engine: bool
    no_effect: str

    @property
    def display(self) -> str:
        """The name people use: ``I-33b``."""
        return "I-" + self.key[1:]

    def default_on(self, day: date) -> str:
        """Return the default option on a reference date."""
        later = [option for start, option in self.default_from if start <= day]
        return later[-1] if later else self.default


class Signal(NamedTuple):
    """What is said of a find in the text itself: where the ordinance clashes with the statute, or with itself.

    ``kind`` and ``places`` tie it to what the rules of ``signalen.lp`` derive; ``case`` names a shipped case that
    shows it, ``readings`` the switches that settle it.
    """

    key: str
    kind: str
    places: tuple[str, ...]
    title: str
    affected: str
    text: str
    readings: tuple[str, ...]
    case: str


class Identity(NamedTuple):
    """Who made the ordinance, when, and from when it holds."""

    name: str
    municipality: str
    reference: str
    in_force: date
    published: date
    adopted: date


class LawData(NamedTuple):
    """What is cached of a version: plain data, no behaviour."""

    identity: Identity
    rules: tuple[Rule, ...]
    labels: dict[str, Label]
    headers: dict[str, tuple[Header, ...]]
    vocabulary: Vocabulary
    parameters: dict[str, Parameter]
    readings: dict[str, Reading]
    norms: tuple[Norm, ...]
    signals: dict[tuple[str, ...], Signal]
    findings: tuple[Finding, ...]
    compiled: Compiled
    concerns: tuple[frozenset[str], ...] = ()


def read_toml(path: Path) -> dict[str, Any]:
    """Return a table as it stands in a file."""
    import tomllib  # only needed when the cache is empty

    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_identity(raw: Mapping[str, Any]) -> Identity:
    """Return who made an ordinance, when, and from when it holds, from its table."""
    return Identity(raw["naam"], raw["gemeente"], raw["kenmerk"], raw["inwerkingtreding"], raw["geldend_vanaf"],
                    raw["vastgesteld"])  # fmt: skip


def read_parameters(path: Path, known: Mapping[str, Parameter] = MappingProxyType({})) -> dict[str, Parameter]:
    """Return the numbers of a file by name; what an entry leaves out is as the ``known`` one of that name has it."""
    found = {}
    for name, table in read_toml(path).items():
        old = known.get(name)
        given = table if old is None else {"titel": old.title, "eenheid": old.unit, "norm": old.norm} | table
        values = sorted((date.fromisoformat(day), _ordinal(value)) for day, value in given["waarden"].items())
        found[name] = Parameter(name, given["titel"], given["eenheid"], given["norm"], tuple(values))
    return found


def _ordinal(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value


def read_readings(path: Path, known: Mapping[str, Reading] = MappingProxyType({})) -> dict[str, Reading]:
    """Return the readings of a file by key; what an entry leaves out is as the ``known`` one of that key has it."""
    found = {}
    for key, table in read_toml(path).items():
        given = (_as_table(known[key], dated="standaard" not in table) if key in known else {}) | table
        dated = sorted((date.fromisoformat(day), option) for day, option in given.get("standaard_vanaf", {}).items())
        found[key] = Reading(
            key, tuple(given["norm"]), given["vraag"], given["opties"], given["standaard"], tuple(dated),
            given["reden"], given["gevolg"], given["ster"], given.get("motor", False),
            given.get("zonder_gevolg", ""),
        )  # fmt: skip
    return found


def _as_table(reading: Reading, *, dated: bool) -> dict[str, Any]:
    """Return a reading as its table; where another default takes the place of its own, without those from a day on."""
    later = {day.isoformat(): option for day, option in reading.default_from} if dated else {}
    return {"norm": reading.norms, "vraag": reading.question, "opties": reading.options, "standaard": reading.default,
            "reden": reading.reason, "gevolg": reading.effect, "ster": reading.starred, "motor": reading.engine,
            "zonder_gevolg": reading.no_effect, "standaard_vanaf": later}  # fmt: skip


def read_signals(path: Path) -> dict[tuple[str, ...], Signal]:
    """Return what is said of the finds in the text, by kind and places."""
    found = (
        Signal(key, table["soort"], tuple(table["plaatsen"]), table["titel"], table["wie"], table["uitleg"],
               tuple(table.get("lezingen", ())), table.get("zaak", ""))
        for key, table in read_toml(path).items()
    )  # fmt: skip
    return {(one.kind, *one.places): one for one in found}
