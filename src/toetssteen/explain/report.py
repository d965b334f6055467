"""What a person is shown of a decided case, as data: the renderings only lay it out."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from datetime import date
from typing import NamedTuple

from toetssteen.explain.proof import Step

MET, FAILED, OPEN, DEVIATED = "ja", "nee", "open", "afgeweken"


class Detail(NamedTuple):
    """A fact or number under a reason; ``line`` is the line of the case, ``assumed`` marks an assumption."""

    sentence: str
    line: int = 0
    assumed: bool = False


class Reason(NamedTuple):
    """One decisive norm: a mark, the sentence, the citation in words and the statute it restates."""

    mark: str
    sentence: str
    norm: str = ""
    source: str = ""
    details: tuple[Detail, ...] = ()


class WayReport(NamedTuple):
    """What would settle an undetermined outcome; ``necessary`` when there is no other way."""

    outcome: str
    answers: tuple[str, ...]
    necessary: bool


class PairReport(NamedTuple):
    """Two worlds that differ in one missing fact: the outcome of each, the fact in each, and where the law needs it.

    ``shared`` are the other missing facts that matter, which both worlds have alike.
    """

    outcomes: tuple[str, str]
    facts: tuple[str, str]
    source: str
    shared: tuple[str, ...]


class OutcomeReport(NamedTuple):
    """The explanation of one outcome, short form; ``proofs`` are the full trees.

    ``headline`` says the outcome in one sentence, without capital and full stop. ``reasons`` are the decisive norms, at
    most seven; ``others`` the other norms that were looked at. ``pair`` is there when the outcome is open.
    """

    title: str
    person: str
    provision: str
    employer: str
    own_motion: bool
    outcome: str
    headline: str
    reasons: tuple[Reason, ...]
    others: tuple[Reason, ...]
    ways: tuple[WayReport, ...]
    article_20: tuple[str, ...]
    before_20: str
    consequences: tuple[Reason, ...]
    obligations: tuple[Reason, ...]
    readings: tuple[str, ...]
    assumptions: tuple[str, ...]
    reachable: bool | None
    possible: tuple[str, ...]
    amount: int | None
    until: date | None
    ultimately: date | None
    proofs: tuple[Step, ...]
    pair: PairReport | None = None


class Check(NamedTuple):
    """An expectation of the case against the outcome; no mismatches means it came true."""

    title: str
    expected: str
    source: str
    line: int
    mismatches: tuple[str, ...]


class CaseReport(NamedTuple):
    """Everything about one case: heading, outcomes asked for and others, checks."""

    title: str
    file: str
    reference_date: date
    law: tuple[str, ...]
    outcomes: tuple[OutcomeReport, ...]
    checks: tuple[Check, ...]
