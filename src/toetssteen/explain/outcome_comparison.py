"""For whom two sides come to another outcome, as data: per voorziening what is proved, and the smallest cases."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.explain.report import OutcomeReport

EQUAL, FIRST, SECOND, EITHER = "gelijk", "a_ruimer", "b_ruimer", "beide"
# What a case shows: another outcome, the same outcome on another ground, or the same outcome with something else following.
OTHER_OUTCOME, OTHER_GROUND, OTHER_FOLLOWS = "uitkomst", "grond", "gevolg"


class Clash(NamedTuple):
    """A norm that counts on one side only: as what, its label or value, and what it says there in words."""

    kind: str
    norm: str
    sentence: str = ""


class ShownCase(NamedTuple):
    """A smallest case: what it shows, what is particular about it in words, the case itself, and both outcomes with proofs.

    ``only`` are, per side, the norms that count there and not on the other; ``also`` other pairs of outcomes by the same
    norms; ``file`` the file the case was written to, or an empty text.
    """

    shows: str
    particulars: tuple[str, ...]
    text: str
    sides: tuple[OutcomeReport, OutcomeReport]
    only: tuple[tuple[Clash, ...], tuple[Clash, ...]]
    also: tuple[tuple[str, str], ...]
    unusual: int
    file: str = ""


class ShownProvision(NamedTuple):
    """What was found about one voorziening; ``complete`` tells that there is no other cause than those shown."""

    provision: str
    name: str
    verdict: str
    cases: tuple[ShownCase, ...]
    complete: bool
    searched: bool
    bounds: str


class ChangedFor(NamedTuple):
    """A person of a caseload who gets another outcome: the title, the outcome on either side, and the norms that matter."""

    who: str
    before: str
    after: str
    norms: tuple[str, ...]


class CaseloadComparison(NamedTuple):
    """What the sides make of the persons of a caseload: how many decisions, and those that differ."""

    persons: int
    decisions: int
    changed: tuple[ChangedFor, ...]


class OutcomeComparison(NamedTuple):
    """The layer of outcomes: every voorziening, and the caseload when one was given."""

    provisions: tuple[ShownProvision, ...]
    caseload: CaseloadComparison | None = None
