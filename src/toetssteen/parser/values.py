"""Dates, durations, amounts and other numbers as Dutch people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from toetssteen.kb.dates import EARLIEST, LATEST, MONTHS, begun_months
from toetssteen.kb.numbers import COUNTED, NUMBERS, in_form, span
from toetssteen.kb.vocabulary import Concept

# The one month whose usual abbreviation is not how it begins.
ABBREVIATED = {"maart": "mrt"}
MAX_MONTHS = 60
ABSURD_MONTHS = 600
MAX_CENTS = NUMBERS["bedrag"].limit
WHOLE = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)\s*(.*)")
# What a number of a kind looks like.
WANTED = {"duur": "een duur, zoals 3 maanden", "bedrag": "een bedrag, zoals € 1.250,50",
          "budget": "een bedrag in hele euro's, zoals € 50.000", "aantal": "een heel getal, zoals 12",
          "procent": "een heel percentage, zoals 45 procent", "uren": "hele uren, zoals 36 uur"}  # fmt: skip
WORDS = re.compile(r"(\d+)\s*([^\W\d_]+)")


class ValueProblem(Exception):
    """A value that has the right form but cannot be: a Dutch message, the part at fault and what was probably meant."""

    def __init__(self, message: str, word: str = "", suggestion: str = "") -> None:
        super().__init__(message)
        self.word, self.suggestion = word, suggestion


def read_date(text: str) -> date:
    """Return the date a text means: ``1 maart 2025``, ``2025-03-01`` or ``1-3-2025``; else ValueProblem."""
    parts = re.split(r"[\s-]+", text.strip().lower())
    if len(parts) != 3:
        raise ValueProblem(f"«{text}» is geen datum")
    if len(parts[0]) == 4 and parts[0].isdigit():
        parts.reverse()
    return _date(text, parts[0], _month(text, parts[1]), parts[2])


def _month(text: str, word: str) -> int:
    if word.isdecimal() and len(word) <= 2:
        return int(word)
    for number, name in enumerate(MONTHS, 1):
        if name == word or word.rstrip(".") == ABBREVIATED.get(name) or (len(word) >= 3 and name.startswith(word.rstrip("."))):
            return number
    raise ValueProblem(f"«{word}» in «{text}» is geen maand", word, _likely_month(word))


def _likely_month(word: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, MONTHS, n=1)
    return f"bedoelde u «{close[0]}»?" if close else ""


def _date(text: str, day: str, month: int, year: str) -> date:
    try:
        found = date(int(year), month, int(day))
    except (ValueError, OverflowError) as problem:
        raise ValueProblem(f"«{text}» bestaat niet op de kalender") from problem
    if not EARLIEST <= found <= LATEST:
        raise ValueProblem(f"«{text}» ligt buiten {EARLIEST.year} tot en met {LATEST.year}")
    return found


def read_amount(text: str) -> int:
    """Return an amount in cents: ``€ 1.250,50``, ``€ 300,-`` or ``300 euro``; else ValueProblem."""
    cents = _cents(text)
    if cents > MAX_CENTS:
        raise ValueProblem(f"«{text}» is te groot; een bedrag is hooguit € 20.000.000")
    return cents


def _cents(text: str) -> int:
    lowered = text.lower()
    digits = lowered.replace("€", "").replace("euro", "").replace(" ", "").replace(",-", "")
    match = re.fullmatch(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?", digits)
    if match is None or ("€" in lowered) == ("euro" in lowered):
        raise ValueProblem(f"«{text}» is geen bedrag; schrijf het als € 1.250,50")
    if match[1]:
        raise ValueProblem(f"«{text}» is negatief")
    return int(match[2].replace(".", "")) * 100 + int((match[3] or "0").ljust(2, "0"))


def read_budget(text: str) -> int:
    """Return an amount that can be the budget of a year, in whole euros; else ValueProblem."""
    euros, cents = divmod(_cents(text), 100)
    if cents:
        raise ValueProblem(f"«{text}» kan hier niet: een budget is in hele euro's")
    if euros > NUMBERS["budget"].limit:
        raise ValueProblem(f"«{text}» is te groot; een budget is hooguit {in_form(NUMBERS['budget'].limit, 'budget')}")
    return euros


def read_whole(text: str, low: int, high: int) -> int:
    """Return a whole number in a range; else ValueProblem."""
    match = WHOLE.fullmatch(text)
    if match is None or match[1] or match[3] or not low <= int(match[2].replace(".", "")) <= high:
        raise ValueProblem(f"«{text}» kan hier niet: geef een heel getal van {span(low, high, 'aantal')}")
    return int(match[2].replace(".", ""))


def read_number(text: str, concept: Concept) -> int:
    """Return the number a text means for a fact, in its own unit and inside its range; else ValueProblem."""
    if concept.kind == "duur":
        duration = read_duration(text)
        number = duration.months if not duration.days else concept.low - 1
    else:
        readers = {"bedrag": read_amount, "budget": read_budget}
        number = readers[concept.kind](text) if concept.kind in readers else _whole(text, concept)
    if not concept.low <= number <= concept.high:
        raise ValueProblem(f"«{text}» kan hier niet: geef {span(concept.low, concept.high, concept.form)}")
    return number


def _whole(text: str, concept: Concept) -> int:
    match = WHOLE.fullmatch(text)
    words = {"procent": ("procent",), "uren": ("uur", "uren")}.get(concept.kind, ("", *COUNTED.get(concept.form, ())))
    if match is None or " ".join(match[3].lower().split()) not in words:
        percentage = concept.kind == "procent" and match is not None and not match[3]
        hint = f"schrijf «{text} procent»; een procentteken begint commentaar" if percentage else ""
        raise ValueProblem(f"«{text}» kan hier niet: verwacht wordt {WANTED[concept.kind]}", suggestion=hint)
    if match[1]:
        raise ValueProblem(f"«{text}» is negatief")
    return int(match[2].replace(".", ""))


class Duration:
    """A duration as written: whole months, or a number of days that needs a first day to become months."""

    def __init__(self, months: int = 0, days: int = 0) -> None:
        self.months, self.days = months, days

    def end_from(self, start: date) -> date | None:
        """Return the last day for a duration in days, None for one in whole months."""
        return start + timedelta(days=self.days - 1) if self.days else None

    def months_from(self, start: date) -> int:
        """Return the begun months of the duration from a first day."""
        return self.months if self.months else begun_months(start, start + timedelta(days=self.days - 1))


def read_duration(text: str) -> Duration:
    """Return a duration: ``3 maanden``, ``1 jaar``, ``4 weken`` or ``10 dagen``; else ValueProblem."""
    match = WORDS.fullmatch(text.strip())
    if match is None:
        raise ValueProblem(f"«{text}» is geen duur; schrijf bijvoorbeeld 3 maanden")
    if len(match[1]) > 6:
        raise ValueProblem(f"«{text}» is te lang; een duur is hooguit {MAX_MONTHS} maanden")
    number, unit = int(match[1]), match[2].lower()
    months = {"maanden": 1, "maand": 1, "jaar": 12}.get(unit, 0) * number
    days = {"weken": 7, "week": 7, "dagen": 1, "dag": 1}.get(unit, 0) * number
    if months + days == 0:
        raise ValueProblem(f"«{text}» is geen duur van ten minste een dag")
    if months > ABSURD_MONTHS or days > ABSURD_MONTHS * 30:
        raise ValueProblem(f"«{text}» is te lang; een duur is hooguit {MAX_MONTHS} maanden")
    return Duration(months, days)
