"""A caseload over a range of values of one or two numbers of the law: counts at every point, and where they change."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from collections.abc import Mapping
from typing import NamedTuple

from toetssteen.explain.shift_report import Total
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.kb.numbers import in_form

CHANGED, EUROS, MONTHS = "veranderd", "euro", "maanden"
MEASURES = (*OUTCOMES, UNDETERMINED, CHANGED, EUROS, MONTHS)


class SweptAxis(NamedTuple):
    """A number of the law that is varied: its key, what it is called, the form of its values, the values, and the place of now.

    ``now`` is None where the value as it is, is not among them.
    """

    name: str
    title: str
    form: str
    values: tuple[int, ...]
    now: int | None

    @property
    def said(self) -> tuple[str, ...]:
        """The values as they are written."""
        return tuple(in_form(value, self.form) for value in self.values)


class Point(NamedTuple):
    """What a caseload comes to at one point: the totals, and how many outcomes are otherwise than they are now."""

    total: Total
    changed: int

    def measure(self, name: str) -> float:
        """Return a measure by its name."""
        if name == CHANGED:
            return self.changed
        if name == EUROS:
            return (self.total.owed_cents + self.total.possible_cents) / 100
        return self.total.months if name == MONTHS else self.total.outcomes.get(name, 0)


class SweepReport(NamedTuple):
    """A sweep over one or two axes; points by the places of their values, with the scenario that was laid below it.

    ``decided`` is how many decisions it took, ``every`` how many there would have been without leaving out what cannot change.
    """

    title: str
    rows: int
    stopped: bool
    scenario: str
    axes: tuple[SweptAxis, ...]
    points: Mapping[tuple[int, ...], Point]
    measures: tuple[str, ...]
    decided: int
    every: int
