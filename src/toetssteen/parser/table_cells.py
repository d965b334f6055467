"""What a cell of a table says: the same values as the fact language, written as tables have them.

A spreadsheet has dates and numbers of its own, a CSV file only text; both end up as the text that ``values.py`` reads, so
ranges and forms are checked in one place. A message says what belongs in the cell, never what stood in it: that can be
about a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from toetssteen.kb.dates import EARLIEST, LATEST
from toetssteen.kb.numbers import span
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.values import MAX_MONTHS, WANTED, Duration, ValueProblem, read_date, read_duration, read_number

Value: TypeAlias = bool | date | int | None
YES = frozenset(("ja", "j", "waar", "true", "1"))
NO = frozenset(("nee", "n", "onwaar", "false", "0"))
UNKNOWN = frozenset(("onbekend", "?"))
ABSENT = frozenset(("nee", "geen"))
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
# Databases write cents behind a point; three digits behind it are thousands.
POINTED = re.compile(r"(\d+)\.(\d{1,2})")
WHOLE_BEHIND_POINT = re.compile(r"(\d+)\.0+")
MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
LONGEST_VALUE, LONGEST_TEXT = 60, 2_000
UNITS = {"duur": "{} maanden", "bedrag": "€ {}", "budget": "€ {}", "procent": "{} procent", "uren": "{} uur", "aantal": "{}"}
FLAG, DAY = "ja, nee of onbekend", "een datum, zoals 1 maart 2025 of 2025-03-01"
# A cell of a spreadsheet can have several lines.
LINE_ENDS = re.compile(r"[\t\r\n\v\f\u00a0]+")
HUNDREDTH, LARGEST_EXACT = 1e-6, 1e15


class CellProblem(Exception):
    """What belongs in a cell that holds something else, and a suggestion."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.suggestion = suggestion


def is_empty(raw: object) -> bool:
    """Return whether a cell says nothing: empty, only spaces, or the missing value of a number column."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw != raw  # not a number


def text_of(raw: object) -> str:
    """Return what a cell says as text on one line; a whole number without its decimals."""
    if isinstance(raw, datetime) and not (raw.hour or raw.minute or raw.second):
        raw = raw.date()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < LARGEST_EXACT:
        raw = int(raw)
    found = LINE_ENDS.sub(" ", str(raw)).strip()
    if len(found) > LONGEST_TEXT:
        raise CellProblem(f"deze tekst is te lang: hooguit {LONGEST_TEXT} tekens")
    if not found.isprintable():
        raise CellProblem("hier staat een onzichtbaar teken", "haal het teken weg")
    return found


def flag(raw: object) -> bool:
    """Return whether a cell says yes or no; else CellProblem."""
    word = ("ja" if raw else "nee") if isinstance(raw, bool) else str(raw).strip().lower().removesuffix(".0")
    if word in YES or word in NO:
        return word in YES
    raise CellProblem(f"hier hoort {FLAG}")


def day(raw: object) -> date:
    """Return the date a cell states, of a spreadsheet or as people write it; else CellProblem."""
    found = raw.date() if isinstance(raw, datetime) else raw
    try:
        if isinstance(found, str) and len(found) <= LONGEST_VALUE:
            found = read_date(MIDNIGHT.sub("", found.strip()))
    except ValueProblem as problem:
        raise CellProblem(f"hier hoort {DAY}", problem.suggestion) from problem
    if isinstance(found, date) and EARLIEST <= found <= LATEST:
        return found
    numeric = isinstance(raw, int | float)
    raise CellProblem(f"hier hoort {DAY}", "geef de cel de opmaak datum" if numeric else "")


def term(raw: object) -> Duration:
    """Return the asked duration a cell states: a number of months, or with its unit; else CellProblem."""
    try:
        found = read_duration(_written(raw, "duur"))
        if found.months > MAX_MONTHS:
            raise ValueProblem("te lang")
        return found
    except ValueProblem as problem:
        raise CellProblem(f"hier hoort een aantal maanden van 1 tot en met {MAX_MONTHS}, of {WANTED['duur']}") from problem


def number(raw: object, concept: Concept) -> int:
    """Return the number a cell states for a fact, in its own unit and inside its range; else CellProblem."""
    if concept.kind == "procent" and isinstance(raw, float) and 0 < raw <= 1:
        raise CellProblem(f"hier hoort {wanted(concept)}",
                          "een spreadsheet bewaart 45% als 0,45: zet de opmaak van de cel op getal en typ 45")  # fmt: skip
    try:
        return read_number(_written(raw, concept.kind), concept)
    except ValueProblem as problem:
        raise CellProblem(f"hier hoort {wanted(concept)}") from problem


def wanted(concept: Concept) -> str:
    """Return what belongs in the cells of a fact."""
    if concept.kind in ("vlag", "datum"):
        return FLAG if concept.kind == "vlag" else DAY
    return f"{WANTED[concept.kind]} ({span(concept.low, concept.high, concept.form)})"


def _written(raw: object, kind: str) -> str:
    """Return a number as the fact language writes it: with its unit, and a comma before cents."""
    if isinstance(raw, bool | date):
        raise ValueProblem("geen getal")
    text = _as_text(raw) if isinstance(raw, int | float | Decimal) else " ".join(str(raw).split())
    if len(text) > LONGEST_VALUE:
        raise ValueProblem("te lang")
    if kind == "procent":
        text = text.removesuffix("%").rstrip()
    if kind in ("bedrag", "budget"):
        text = POINTED.sub(r"\1,\2", text) if POINTED.fullmatch(text) else text
    else:
        text = WHOLE_BEHIND_POINT.sub(r"\1", text) if WHOLE_BEHIND_POINT.fullmatch(text) else text
    return UNITS[kind].format(text) if PLAIN_NUMBER.fullmatch(text) else text


def _as_text(raw: float | Decimal) -> str:
    """Return a number of a spreadsheet as text, with a comma: its whole part, and cents where it has them."""
    if isinstance(raw, int):
        return str(raw)
    if not abs(float(raw)) < LARGEST_EXACT:
        raise ValueProblem("te groot")
    hundredths = round(raw * 100)
    if abs(float(raw) * 100 - hundredths) > HUNDREDTH * max(1.0, abs(hundredths)):
        raise ValueProblem("geen hele honderdsten")
    whole, rest = divmod(abs(hundredths), 100)
    return ("-" if hundredths < 0 else "") + (f"{whole},{rest:02d}" if rest else str(whole))


def reader_of(concept: Concept) -> Callable[[object], Value]:
    """Return what reads the cells of a fact: a value, None for «onbekend»; CellProblem for anything else."""

    def read(raw: object) -> Value:
        word = raw.strip().lower() if isinstance(raw, str) else ""
        if word in UNKNOWN:
            return None
        if concept.kind == "vlag":
            return flag(raw)
        if concept.negative and word in ABSENT:
            return False
        return day(raw) if concept.kind == "datum" else number(raw, concept)

    return read
