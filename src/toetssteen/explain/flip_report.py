"""What a person is shown of the changes that would give another outcome, as data; ``flip_layout`` only lays it out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.explain.report import Reason


class ChangeReport(NamedTuple):
    """One fact that changes: how it is, how it would have to be, who that is up to, and what it works through.

    ``source`` is the ``bron`` of the fact; ``assumed`` marks what the case only assumes, ``line`` is its line.
    """

    before: str
    after: str
    source: str
    body: str
    weight: int
    assumed: bool
    line: int
    effects: tuple[Reason, ...]


class ProposalReport(NamedTuple):
    """Changes and deviations that together give an outcome, and the answers to what is unknown that it takes.

    ``effects`` are those that belong to no change in particular; ``outcomes`` has more than one when the rest that is
    unknown decides which.
    """

    outcomes: tuple[str, ...]
    changes: tuple[ChangeReport, ...]
    deviations: tuple[Reason, ...]
    answers: tuple[str, ...]
    effects: tuple[Reason, ...]


class ProposalsReport(NamedTuple):
    """The smallest changes: their weight, how many there are (or at least, when not all were counted), and the first of them."""

    weight: int
    total: int
    counted: bool
    proposals: tuple[ProposalReport, ...]


class HindranceReport(NamedTuple):
    """What stands in the way of every change: its sentence with its place, and from when it would not for age's sake."""

    reason: Reason
    met_from: date | None


class FlipReport(NamedTuple):
    """What would change one outcome; ``by_facts`` is None when no change of facts does, ``reached`` when none is needed.

    ``firm`` are the blocking conditions that cannot be deviated from.
    """

    title: str
    person: str
    provision: str
    employer: str
    own_motion: bool
    outcome: str
    possible: tuple[str, ...]
    goal: str
    goal_in_words: str
    reached: bool
    by_facts: ProposalsReport | None
    by_deviating: ProposalsReport | None
    hindrances: tuple[HindranceReport, ...]
    firm: tuple[Reason, ...]


class FlipCaseReport(NamedTuple):
    """What would change the outcomes of a case that were asked about."""

    title: str
    file: str
    reference_date: date
    law: tuple[str, ...]
    flips: tuple[FlipReport, ...]
