"""A caseload at every value of one or two numbers of the law, deciding again only what a number can change.

A case is decided once where no rule for what it asks leads to one of the numbers; only the others are decided at every point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from toetssteen.explain.sweep_report import CHANGED, Point, SweepReport, SweptAxis
from toetssteen.kb.case import Case
from toetssteen.ops.population import decide
from toetssteen.ops.results import Result, changed
from toetssteen.ops.shift import BATCH, Rule, Sum, finishing, in_batches, matched
from toetssteen.ops.shift_reasons import Person, without_idle_amount
from toetssteen.ops.touched import touched

Place = tuple[int, ...]
RuleAt = Callable[[tuple[int, ...]], Rule]


def sweep(people: Iterable[Person], baseline: Rule, at: RuleAt, axes: Sequence[SweptAxis], *,
          measures: Sequence[str] = (CHANGED,), title: str = "", over: str = "",
          about: frozenset[str] | None = frozenset(), batch: int = BATCH,
          step: Callable[[int], None] = lambda _rows: None) -> SweepReport:  # fmt: skip
    """Return what a caseload comes to at every point of some axes, each against the baseline.

    ``at`` gives the rule for values; ``over`` counts one kind of voorziening alone. Interrupted by the user it returns what is
    finished, ``stopped``.
    """
    counting = _Sweep(baseline, at, axes, over, about)
    rows, stopped = 0, False
    try:
        for group in in_batches(people, batch):
            found = counting.decided(group)
            with finishing():
                counting.add(found)
                rows += len(group)
                step(len(group))
    except KeyboardInterrupt:
        stopped = True
    return SweepReport(title, rows, stopped, baseline.report.name, tuple(axes), counting.points(), tuple(measures),
                       counting.decisions, rows * len(counting.places))  # fmt: skip


Results = tuple[Result, ...]


class _Sweep:
    """The points of a sweep as they grow."""

    def __init__(self, baseline: Rule, at: RuleAt, axes: Sequence[SweptAxis], over: str, about: frozenset[str] | None) -> None:
        self.baseline, self.over, self.about = baseline, over, about
        self.places: list[Place] = list(product(*(range(len(axis.values)) for axis in axes)))
        self.rules = {place: at(tuple(axis.values[one] for axis, one in zip(axes, place, strict=True))) for place in self.places}
        self.sums = {place: Sum() for place in self.places}
        self.changed = dict.fromkeys(self.places, 0)
        self.decisions = 0

    def decided(self, group: list[Person]) -> list[tuple[Results, dict[Place, Results]]]:
        """Return for every row its results now and at every point."""
        cases = [one.case for one in group]
        now = self._decide(cases, self.baseline)
        moving = [
            number for number, (case, results) in enumerate(zip(cases, now, strict=True)) if self._can_change(case, results)
        ]
        found: list[tuple[Results, dict[Place, Results]]] = [(results, {}) for results in now]
        for place in self.places if moving else ():
            for number, results in zip(moving, self._decide([cases[one] for one in moving], self.rules[place]), strict=True):
                found[number][1][place] = results
        return found

    def _decide(self, cases: list[Case], rule: Rule) -> list[Results]:
        self.decisions += len(cases)
        return [
            tuple(map(without_idle_amount, one.results))
            for one in decide(map(rule.case, cases), rule.law, about=self.about, batch=len(cases))
        ]

    def _can_change(self, case: Case, results: Results) -> bool:
        law = self.baseline.law(case)
        kinds = {one.provision for one in results}
        return any(found is None or not kinds.isdisjoint(found)
                   for rule in self.rules.values() for found in (touched(law, rule.law(case)),))  # fmt: skip

    def add(self, decided: list[tuple[Results, dict[Place, Results]]]) -> None:
        """Count the rows of a batch at every point."""
        for now, elsewhere in decided:
            for place in self.places:
                for was, one in matched(now, elsewhere.get(place, now)):
                    kind = (one or was).provision  # type: ignore[union-attr]  # one of them is there
                    if self.over in ("", kind):
                        self.sums[place].add(one)
                        self.changed[place] += one is not was and changed(was, one) is not None

    def points(self) -> dict[Place, Point]:
        """Return the points."""
        return {place: Point(one.result(), self.changed[place]) for place, one in self.sums.items()}
