"""What is still to be asked of a case, as data: what would settle an outcome, and which facts matter at all."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import FactKey


class MissingFact(NamedTuple):
    """A fact as a question, with the citations that need it and who can establish it.

    ``stated`` when the case says itself that it is unknown. Of an assumed fact ``sentence`` is what is assumed, and
    ``alone`` whether the outcome changes, or can change, when only this assumption is wrong.
    """

    key: FactKey
    question: str
    norms: tuple[str, ...]
    source: str
    body: str
    stated: bool = False
    sentence: str = ""
    alone: bool = False


class GivenAnswer(NamedTuple):
    """One answer in a set: True or False for a flag, None for a date or number, whose values the sentence names."""

    key: FactKey
    value: bool | None
    sentence: str
    norms: tuple[str, ...]


class SettledOutcome(NamedTuple):
    """The smallest sets of answers that make an outcome certain.

    ``smallest`` is False where only a set without superfluous answers was found; ``all`` when there are no other sets;
    ``necessary`` when every answer of the (only) set is a condition.
    """

    outcome: str
    sets: tuple[tuple[GivenAnswer, ...], ...]
    necessary: bool
    all: bool
    smallest: bool


class OutcomeQuestions(NamedTuple):
    """What is to be asked for one outcome: facts that can matter, and unknown facts that cannot.

    ``assumed`` are the assumed facts that can matter, or None when that was not asked; ``assumptions`` how many facts
    were assumed at all.
    """

    title: str
    person: str
    provision: str
    employer: str
    outcome: str
    possible: tuple[str, ...]
    settled: tuple[SettledOutcome, ...]
    relevant: tuple[MissingFact, ...]
    idle: tuple[MissingFact, ...]
    assumptions: int
    assumed: tuple[MissingFact, ...] | None = None


class CaseQuestions(NamedTuple):
    """What is to be asked of a case."""

    title: str
    file: str
    reference_date: date
    law: tuple[str, ...]
    outcomes: tuple[OutcomeQuestions, ...]
