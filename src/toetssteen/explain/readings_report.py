"""What a person is shown of a case under every combination of readings, as data."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.explain.report import Check


class ReadingChoice(NamedTuple):
    """A reading chosen otherwise: the option with its text, the option it has now, the question and where it arises.

    ``entails`` are the readings whose default becomes another with it, each with the new option.
    """

    reading: str
    name: str
    question: str
    option: str
    text: str
    now: str
    now_text: str
    places: tuple[str, ...]
    entails: tuple[str, ...]


class OtherReport(NamedTuple):
    """An outcome (or amount) under other readings: how many readings it takes, of how many such sets, and the first of these."""

    outcome: str
    size: int
    total: int
    sets: tuple[tuple[ReadingChoice, ...], ...]


class ReadingsOutcome(NamedTuple):
    """One outcome under every combination of readings.

    ``alone`` are the names of the readings that can change it by themselves, ``together`` of those that only can
    beside other choices; ``without`` counts the readings that cannot change it. ``amount`` is the present amount in
    words, and ``amounts`` those that can follow while the outcome stays what it is; an empty text is none that is known.
    Amounts are not compared where more than one can follow at the same time.
    """

    title: str
    person: str
    provision: str
    employer: str
    own_motion: bool
    outcome: str
    amount: str
    others: tuple[OtherReport, ...]
    amounts: tuple[OtherReport, ...]
    amounts_compared: bool
    alone: tuple[str, ...]
    together: tuple[str, ...]
    without: int

    @property
    def robust(self) -> bool:
        """Whether the outcome is the same under every combination of readings."""
        return not self.others


class ReadingsReport(NamedTuple):
    """A case under every combination of readings: heading, what the case chooses and what is kept, outcomes, checks."""

    title: str
    file: str
    reference_date: date
    law: tuple[str, ...]
    total: int
    open: int
    chosen: tuple[str, ...]
    kept: tuple[str, ...]
    outcomes: tuple[ReadingsOutcome, ...]
    checks: tuple[Check, ...]
