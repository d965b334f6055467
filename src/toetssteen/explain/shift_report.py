"""What scenarios make of a caseload, as counts: from which outcome to which, by which norm, for how much and how long."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from collections.abc import Mapping
from typing import NamedTuple

from toetssteen.explain.what_if_report import SideReport
from toetssteen.kb.law import OUTCOMES, UNDETERMINED

# An outcome that one side has and the other does not assess at all.
NOT_ASSESSED = "niet beoordeeld"
ORDER = (*OUTCOMES, UNDETERMINED, NOT_ASSESSED)
GAINS, LOSES, OTHER_GROUND, OTHERWISE = "vooruit", "achteruit", "andere grond", "anders"
DIRECTIONS = (GAINS, LOSES, OTHER_GROUND, OTHERWISE)
Move = tuple[str, str]


class Total(NamedTuple):
    """How many outcomes there are of each kind, and what follows: cents and months, owed (verplicht) and possible (kan)."""

    outcomes: Mapping[str, int]
    owed_cents: int
    possible_cents: int
    months: int


class Counted(NamedTuple):
    """The outcomes of a group, or of all: how many went from which to which, and the totals of both sides."""

    name: str
    moves: Mapping[Move, int]
    before: Total
    after: Total
    directions: Mapping[str, int]

    @property
    def number(self) -> int:
        """How many outcomes there are."""
        return sum(self.moves.values())

    @property
    def changed(self) -> int:
        """How many of them are otherwise in any way."""
        return sum(self.directions.values())


class Cause(NamedTuple):
    """Outcomes that changed alike by the same norms: how many, whose (by row number), and what it makes in cents.

    ``norms`` are citations with a name; ``sources`` the same in words. ``rows`` are the first few; ``behind`` is what is
    otherwise in the law for the first of them, where its proofs part.
    """

    norms: tuple[str, ...]
    sources: tuple[str, ...]
    before: str
    after: str
    direction: str
    number: int
    cents: int
    rows: tuple[int, ...]
    provisions: Mapping[str, int]
    behind: tuple[tuple[str, str], ...]


class SideShift(NamedTuple):
    """What one scenario makes of a caseload: in all, per provision, per group column, and by which norms.

    ``persons`` is how many rows have anything otherwise, ``moved`` how many another outcome.
    """

    side: SideReport
    total: Counted
    provisions: tuple[Counted, ...]
    columns: tuple[tuple[str, tuple[Counted, ...]], ...]
    causes: tuple[Cause, ...]
    persons: int
    moved: int


class ShiftReport(NamedTuple):
    """A caseload under the baseline and some scenarios; ``skipped`` rows had errors, ``stopped`` tells that it was broken off."""

    title: str
    rows: int
    skipped: int
    stopped: bool
    baseline: SideReport
    scenarios: tuple[SideShift, ...]
