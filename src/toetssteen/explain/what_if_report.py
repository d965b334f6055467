"""What another law, reading or fact makes of one case, as data: the baseline and every scenario side by side."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from datetime import date
from typing import NamedTuple

from toetssteen.explain.parting import Parting
from toetssteen.explain.report import OutcomeReport, Reason


class NormChange(NamedTuple):
    """A norm that works otherwise: what it does (``belemmering`` and so on), and what either side says of it.

    A side is None where it has no such norm, or where the norm does nothing there.
    """

    predicate: str
    norm: str
    source: str
    before: Reason | None
    after: Reason | None


class ValueChange(NamedTuple):
    """An amount, a day or a duty that is otherwise: what it is, before and after, in words."""

    name: str
    before: str
    after: str


class Difference(NamedTuple):
    """One outcome under one scenario, against the baseline.

    ``moved`` when the outcome itself is another, ``changed`` when anything is. ``norms`` are those that work otherwise, those
    that made the difference first (``decisive`` of them); ``parting`` is where the proofs part; ``same`` says what stayed.
    """

    scenario: str
    outcome: OutcomeReport | None
    moved: bool
    norms: tuple[NormChange, ...]
    decisive: int
    values: tuple[ValueChange, ...]
    parting: Parting | None
    same: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise than in the baseline."""
        return self.moved or bool(self.norms or self.values)


class OutcomeWhatIf(NamedTuple):
    """One outcome of the baseline with what every scenario makes of it; the baseline is None where only scenarios have it."""

    title: str
    person: str
    provision: str
    own_motion: bool
    baseline: OutcomeReport | None
    differences: tuple[Difference, ...]


class SideReport(NamedTuple):
    """One side of the comparison: its name, what it is in words, its fingerprint and the law it gives.

    ``untouched`` when it makes nothing else of this case than the baseline does.
    """

    name: str
    words: tuple[str, ...]
    fingerprint: str
    law: tuple[str, ...]
    untouched: bool


class WhatIfReport(NamedTuple):
    """Everything about one case under the baseline and some scenarios."""

    title: str
    file: str
    reference_date: date
    sides: tuple[SideReport, ...]
    outcomes: tuple[OutcomeWhatIf, ...]
