"""What the cells say that are no facts: dates, kinds, lists and names; one reader for each part of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from toetssteen.kb.law import Law
from toetssteen.parser.messages import nearest
from toetssteen.parser.table_cells import UNKNOWN, CellProblem, day, flag, term, text_of
from toetssteen.parser.table_columns import BODY, FACT, GROUP, PLACED, READING, Column, normal

OLDEST = 120
CLOSURES = ("onbekend", "ontkend")
PERIOD = re.compile(r"(?:van )?(.+?) (?:tot en met|t/m) (.+)", re.IGNORECASE)
LONGEST_NAME = 200


def part_reader(column: Column, law: Law) -> Callable[[object], Any]:
    """Return what reads the cells of a column that states no fact; CellProblem for what cannot be."""
    if column.about == GROUP:
        return text_of
    if column.about == READING:
        return _one_of(tuple(law.readings[column.part].options))
    if column.part == "soort":
        return kinds(law, places=True)
    if column.part == "voorziening":
        return kinds(law, places=False)
    return _READERS[column.part]


def is_unknown(raw: object) -> bool:
    """Return whether a cell says that something is unknown."""
    return isinstance(raw, str) and raw.strip().lower() in UNKNOWN


def _name(raw: object) -> str:
    found = text_of(raw)
    if len(found) > LONGEST_NAME:
        raise CellProblem(f"deze naam is te lang: hooguit {LONGEST_NAME} tekens")
    return found


def _names(raw: object) -> tuple[str, ...]:
    return tuple(_name(part) for part in str(raw).split(";") if part.strip())


def _days(raw: object) -> tuple[date, ...]:
    return tuple(day(part) for part in raw.split(";") if part.strip()) if isinstance(raw, str) else (day(raw),)


def _periods(raw: object) -> tuple[tuple[date, date], ...]:
    found = [PERIOD.fullmatch(part.strip()) for part in text_of(raw).split(";") if part.strip()]
    if None in found:
        raise CellProblem("hier horen perioden, zoals 1 maart 2025 t/m 15 maart 2025, met ; ertussen")
    return tuple((day(one[1]), day(one[2])) for one in found if one is not None)


def _age(raw: object) -> int:
    text = text_of(raw).lower().removesuffix("jaar").strip()
    if not text.isdecimal() or not 0 <= int(text[:4]) <= OLDEST:
        raise CellProblem(f"hier hoort een leeftijd in hele jaren, van 0 tot en met {OLDEST}")
    return int(text)


def _assumptions(raw: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().lower() for part in re.split(r"[;,]", text_of(raw)) if part.strip()))


def _one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(raw: object) -> str:
        word = text_of(raw).lower()
        if word not in words:
            raise CellProblem(f"kies uit: {', '.join(words)}", nearest(word, words))
        return word

    return read


def kinds(law: Law, *, places: bool) -> Callable[[object], str]:
    """Return what reads the kind of a place, or of what is asked for: by key, name or another name."""
    usable = [one for one in law.provisions.values()
              if (one.is_place if places else not (one.only_placement or one.municipal or one.continuing))]  # fmt: skip
    known = {normal(name): one.key for one in usable for name in (*one.aliases, one.name, one.key)}
    example = next(one.name for one in usable if one.is_place)

    def read(raw: object) -> str:
        text = normal(text_of(raw))
        if text not in known:
            what = "een soort plaatsing" if places else "een voorziening"
            raise CellProblem(f"hier hoort {what}, zoals {example}", nearest(text[:LONGEST_NAME], known))
        return known[text]

    return read


_READERS: dict[str, Callable[[object], Any]] = {
    "inwoner": _name, "werkgever": _name, "rechtsopvolger_van": _names, "casus": text_of, "bron": text_of,
    "werkzaamheden": text_of, "afwijking_omdat": text_of, "afwijking_door": _name, "afwijking_van": _assumptions,
    "aannamen": _assumptions,
    "peildatum": day, "vanaf": day, "tot_en_met": day, "van": day, "ingediend": day, "toegekend": day, "afwijking_op": day,
    "verlengd": _days, "onderbroken": _periods, "leeftijd": _age, "maanden": term, "verlenging": flag, "voortzetting": flag,
    "ingediend_door": _one_of(("inwoner", "werkgever")), "overige_feiten": _one_of(CLOSURES),
}  # fmt: skip
# Parts whose cell «onbekend» is a word of its own, or that a case cannot do without.
SPEAKS_FOR_ITSELF = frozenset(("overige_feiten", "inwoner", FACT, BODY, PLACED))
