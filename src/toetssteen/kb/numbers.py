"""The kinds of number a fact can be, and how a number reads in Dutch: one list for reading, writing and sentences.

Every number is whole: months, cents, whole euros of a budget, persons or things, percent, hours. Each stays inside
the 32 bits of the solver, which would wrap silently beyond them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.kb.dates import euro, in_words


class NumberKind(NamedTuple):
    """A kind of number: the form of its place in a sentence, the largest value there can be, and an example."""

    form: str
    limit: int
    example: int


NUMBERS = {
    "duur": NumberKind("maanden", 1_200, 6),
    "bedrag": NumberKind("euro", 2_000_000_000, 125_050),
    "budget": NumberKind("budget", 1_000_000_000, 50_000),
    "aantal": NumberKind("aantal", 1_000_000, 12),
    "procent": NumberKind("procent", 1_000, 45),
    "uren": NumberKind("uren", 10_000, 36),
}
# Counted words, for one and for more; a place in a sentence names one of them by the last.
COUNTED = {
    "maanden": ("maand", "maanden"), "jaar": ("jaar", "jaar"), "keer": ("keer", "keer"), "dagen": ("dag", "dagen"),
    "weken": ("week", "weken"), "uren": ("uur", "uur"), "procent": ("procent", "procent"),
    "perioden": ("eerdere periode", "eerdere perioden"), "personen": ("persoon", "personen"),
    "inwoners": ("inwoner", "inwoners"),
    "werkplekken": ("beschutte werkplek", "beschutte werkplekken"),
}  # fmt: skip
# The unit of a parameter, with the form its value has in a sentence.
UNITS = {"jaar": "jaar", "maanden": "maanden", "weken": "weken", "uren": "uren", "keer": "keer", "procent": "procent",
         "cent": "euro", "datum": "datum"}  # fmt: skip
PLAIN = ("euro", "budget", "aantal", "datum")


def is_form(form: str) -> bool:
    """Return whether a number can be written in a form."""
    return form in COUNTED or form in PLAIN


def in_form(value: int, form: str) -> str:
    """Return a number in a form: ``3 maanden``, an amount for cents or whole euros, ``1.200``, a date for its ordinal."""
    if form in ("euro", "budget"):
        return euro(value if form == "euro" else value * 100)
    if form == "datum":
        return in_words(date.fromordinal(value))
    grouped = f"{value:,}".replace(",", ".")
    return f"{grouped} {COUNTED[form][value != 1]}" if form in COUNTED else grouped


def span(low: int, high: int, form: str) -> str:
    """Return a range of numbers: ``1 tot en met 60 maanden``, or ``€ 0 tot en met € 500``."""
    first = in_form(low, "aantal" if form in COUNTED else form)
    return f"{first} tot en met {in_form(high, form)}"
