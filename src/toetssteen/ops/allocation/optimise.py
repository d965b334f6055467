"""The best choice under ceilings, proven best: aim after aim by HiGHS, checked with whole numbers.

With many options an aim without groups is first looked at with a column per way to choose in a block: that gives the value no
choice can pass, and mostly a choice that reaches it. Otherwise HiGHS searches with a column per option. HiGHS counts in floats
and stops at a relative gap of its own: gaps are set to less than one, what it chooses is rounded, and the values are
computed again exactly.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from toetssteen.ops.allocation.blocks import blocks_of
from toetssteen.ops.allocation.prices import begin, prices_of
from toetssteen.ops.allocation.problem import Aim, Limit, Problem

if TYPE_CHECKING:
    from toetssteen.ops.allocation.relaxed import Relaxed

LEAST_TIME = 0.2
# With fewer options than MANY, HiGHS mostly settles an aim in NODES, sooner than it takes to mix ways; EVERY is no limit.
MANY, NODES, EVERY = 2000, 1000, 2**31 - 1
# The search at the bound takes no more than this part of the time that is left, and leaves so many seconds to each later aim.
AT_BOUND, LATER = 0.9, 1.5
# So many values below the first bound are looked at before it is left to the other search; then these, with less effort.
VALUES, BELOW = 3, (1, 2, 8, 32)


class Reached(NamedTuple):
    """What was reached for an aim: its value, the best that could still be (``bound``), and whether it is proven best."""

    key: str
    value: int
    bound: int
    proven: bool
    seconds: float


class Found(NamedTuple):
    """A choice with what it reaches; ``chosen`` is None when no choice keeps all limits, or none was found in time."""

    chosen: tuple[int, ...] | None
    reached: tuple[Reached, ...]
    impossible: bool = False

    @property
    def proven(self) -> bool:
        """Whether no other choice is better in the order of the aims."""
        return self.chosen is not None and all(one.proven for one in self.reached)


Progress = Callable[[str, int, int], None]


def optimise(problem: Problem, *, seconds: float = 30.0, seed: int = 1, start: Sequence[int] | None = None,
             progress: Progress | None = None) -> Found:  # fmt: skip
    """Return the best choice in the order of the aims (lexicographic, each with its tolerance), within a time in seconds.

    ``start`` is a choice to begin with; ``progress`` hears of each aim: its key, value and bound.
    """
    if not problem.size:
        return Found((), tuple(Reached(aim.key, 0, 0, proven=True, seconds=0.0) for aim in problem.aims))
    return _Optimiser(problem, seed, progress).run(seconds, start)


class _Best(NamedTuple):
    """What a search said: the status in HiGHS's words, the choice it found, and the value that no choice can pass."""

    status: str
    chosen: tuple[int, ...] | None
    bound: int


class _Optimiser:
    """The aims in order; what an aim reached is a limit for those after it."""

    def __init__(self, problem: Problem, seed: int, progress: Progress | None = None) -> None:
        from toetssteen.ops.allocation import exchange, highs, relaxed  # HiGHS is an optional extra

        self.exchange, self.highs, self.relaxed = exchange, highs, relaxed
        self.problem, self.seed, self.progress = problem, seed, progress
        self.shares = {aim.key: problem.size + place for place, aim in enumerate(one for one in problem.aims if one.groups)}
        self.columns = problem.size + len(self.shares)
        self.kept: list[Limit] = []

    def run(self, seconds: float, start: Sequence[int] | None) -> Found:
        began = time.perf_counter()
        chosen = self._begun() if start is None else tuple(start)
        reached: list[Reached] = []
        aims = self.problem.aims or (Aim("", {}),)
        for place, aim in enumerate(aims):
            started = time.perf_counter()
            # no aim takes the time of those after it: of the search that goes on to the end each has an even share
            left = max(LEAST_TIME, seconds - (started - began))
            later = len(aims) - place - 1
            share = left / (later + 1)
            at_bound = max(share, min(left, left - LATER * later)) * AT_BOUND
            status, found, bound = self._best(aim, chosen, started + at_bound, started + share)
            spent = time.perf_counter() - started
            chosen = self._best_of(aim, found, chosen)
            if chosen is None:
                return Found(None, tuple(reached), impossible=status == self.highs.NONE)
            value = self.problem.value(aim, chosen)
            proven = status == self.highs.SOLVED and abs(bound - value) < aim.precision
            reached.append(Reached(aim.key, value, bound, proven, spent))
            self._heard(aim, value, bound)
            self._keep(aim, value)
        return Found(chosen, tuple(reached))

    def _begun(self) -> tuple[int, ...] | None:
        """Return a choice to begin with when there are many options, so that a short time gives a good one too."""
        if self.problem.size < MANY:
            return None
        blocks = blocks_of(self.problem)
        found = begin(blocks, prices_of(blocks)) if all(blocks.ways) else None
        return None if found is None or self.problem.broken(found) else found

    def _heard(self, aim: Aim, value: int, bound: int) -> None:
        if self.progress is not None:
            self.progress(aim.key, value, bound)

    def _best(self, aim: Aim, start: tuple[int, ...] | None, soon: float, late: float) -> _Best:
        """Look at the bound, until ``soon``, and if that does not settle it at all there is, until ``late``.

        A few options are looked at as they are before that.
        """
        if aim.groups:
            return self._search(aim, start, max(LEAST_TIME, late - time.perf_counter()))
        known = aim.furthest
        if self.problem.size < MANY:
            best = self._search(aim, start, max(LEAST_TIME, late - time.perf_counter()), NODES)
            kept = self._best_of(aim, best.chosen)
            if best.status == self.highs.NONE or (best.status == self.highs.SOLVED and kept is not None):
                return best
            start, known = self._best_of(aim, kept, start), best.bound
        at_bound = self._at_bound(aim, start, soon)
        if at_bound is not None:
            if at_bound.status in (self.highs.SOLVED, self.highs.NONE):
                return at_bound
            start, known = at_bound.chosen or start, self._sharper(aim, known, at_bound.bound)
        best = self._search(aim, start, max(LEAST_TIME, late - time.perf_counter()))
        return best._replace(chosen=self._best_of(aim, best.chosen, start), bound=self._sharper(aim, best.bound, known))

    @staticmethod
    def _sharper(aim: Aim, one: int, other: int) -> int:
        return max(one, other) if aim.least else min(one, other)

    def _at_bound(self, aim: Aim, start: tuple[int, ...] | None, end: float) -> _Best | None:
        """Look for a choice at the value that no choice can pass, and lower that value where it is shown that there is none."""
        relaxed = self.relaxed.relax(self._limited(), aim, max(0.0, end - time.perf_counter()), self.seed)
        if isinstance(relaxed, str):
            return _Best(relaxed, None, 0) if relaxed == self.highs.NONE else None
        bound, better, best = relaxed.bound, relaxed.sign, start

        def look_near() -> None:
            nonlocal best
            best = self._best_of(aim, best, self._near(relaxed, wanted, end))
            if best is not None:
                self._heard(aim, self.problem.value(aim, best), bound)

        for value in range(VALUES):
            if best is not None:
                reached = self.problem.value(aim, best)
                self._heard(aim, reached, bound)
                if abs(bound - reached) < aim.precision:
                    return _Best(self.highs.SOLVED, best, bound)
            wanted = bound - better * (aim.precision - 1)
            search = self.exchange.Exchange(relaxed, wanted, self.seed)
            found, status = search.quickly(end), self.highs.SOLVED
            if found is None:
                status, found = search.thoroughly(end) if value else search.thoroughly(end, look_near)
            if found is not None:
                return _Best(self.highs.SOLVED, found, bound)
            if status != self.highs.NONE:
                break
            bound = wanted - better
        return _Best("", best, bound)

    def _near(self, relaxed: Relaxed, wanted: int, end: float) -> tuple[int, ...] | None:
        """Return a choice that scores a little less than is wanted, for when it takes long to find what is."""
        for step in BELOW:
            less = wanted - relaxed.sign * step * relaxed.aim.precision
            found = self.exchange.Exchange(relaxed, less, self.seed).quickly(end)
            if found is not None:
                return found
        return None

    def _best_of(self, aim: Aim, *choices: tuple[int, ...] | None) -> tuple[int, ...] | None:
        """Return the choice that is best for an aim; what HiGHS found need not keep a limit on large amounts to the unit."""
        better, limited = -1 if aim.least else 1, self._limited()
        known = [one for one in choices if one is not None and not limited.broken(one)]
        return max(known, key=lambda one: better * self.problem.value(aim, one), default=None)

    def _limited(self) -> Problem:
        return self.problem._replace(limits=(*self.problem.limits, *self.kept))

    @cached_property
    def model(self) -> Any:
        """A binary per option, one number per aim over groups, a row per limit and choice."""
        import numpy

        model = self.highs.new_model(self.seed)
        upper = numpy.ones(self.columns)
        upper[self.problem.size :] = 1000.0
        model.addVars(self.columns, numpy.zeros(self.columns), upper)
        self.highs.whole(model, self.columns)
        for limit in (*self.problem.limits, *self.kept):
            self.highs.add_row(model, limit.weights, high=limit.room)
        for choice in self.problem.choices:
            self.highs.add_row(model, dict.fromkeys(choice.options, 1), low=int(choice.owed), high=1)
        for aim in self.problem.aims:
            for options, size in aim.groups:
                share = {one: 1000 * aim.scores.get(one, 1) for one in options}
                self.highs.add_row(model, {**share, self.shares[aim.key]: -size}, low=0)
        return model

    def _search(self, aim: Aim, start: tuple[int, ...] | None, seconds: float, nodes: int = EVERY) -> _Best:
        import highspy
        import numpy

        highs, objective = self.highs, self._objective(aim)
        costs = numpy.zeros(self.columns)
        for column, score in objective.items():
            costs[column] = score
        sense = highspy.ObjSense.kMinimize if aim.least else highspy.ObjSense.kMaximize
        self.model.changeColsCost(self.columns, numpy.arange(self.columns, dtype=numpy.int32), costs)
        self.model.changeObjectiveSense(sense)
        rounding = highs.rounding(sum(map(abs, aim.scores.values())))
        self.model.setOptionValue("mip_abs_gap", max(0.0, aim.precision - rounding))
        self.model.setOptionValue("mip_max_nodes", nodes)
        self._tell(aim)
        if start is not None:
            self._begin_with(start)
        status = highs.solve(self.model, seconds)
        values = self.model.getSolution().col_value
        usable = highs.has_solution(self.model) and values
        found = tuple(one for one in range(self.problem.size) if values[one] > highs.HALF) if usable else None
        bound = self.model.getInfo().mip_dual_bound if objective else 0.0
        if abs(bound) == highs.INFINITE:
            bound = float(aim.furthest)
        # the aims are whole numbers, so a bound between two of them is worth the nearer one that can be reached
        whole = -int((-bound + rounding) // 1) if aim.least else int((bound + rounding) // 1)
        return _Best(status, found, whole)

    def _tell(self, aim: Aim) -> None:
        """Let who listens hear, while HiGHS searches, what has been found for an aim and what could still be."""
        self.model.cbMipLogging.clear()
        if self.progress is None:
            return

        def heard(event: Any) -> None:
            value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
            if max(abs(value), abs(bound)) < self.highs.INFINITE:
                self._heard(aim, round(value), round(bound))

        self.model.cbMipLogging.subscribe(heard)

    def _objective(self, aim: Aim) -> Mapping[int, int]:
        return {self.shares[aim.key]: 1} if aim.groups else aim.scores

    def _begin_with(self, start: tuple[int, ...]) -> None:
        import highspy

        solution = highspy.HighsSolution()
        taken = set(start)
        shares = [float(self.problem.value(aim, start)) for aim in self.problem.aims if aim.groups]
        solution.col_value = [*(float(one in taken) for one in range(self.problem.size)), *shares]
        self.model.setSolution(solution)

    def _keep(self, aim: Aim, value: int) -> None:
        """Hold for the aims that follow what was reached for this one, less what it tolerates."""
        room = abs(value) * aim.tolerance // 1000
        if aim.groups:
            least = value - room
            limits = [Limit(aim.key, -least * size, {one: -1000 * aim.scores.get(one, 1) for one in options})
                      for options, size in aim.groups]  # fmt: skip
        elif aim.least:
            limits = [Limit(aim.key, value + room, aim.scores)]
        else:
            limits = [Limit(aim.key, room - value, {one: -score for one, score in aim.scores.items()})]
        self.kept += limits
        if "model" in self.__dict__:
            for limit in limits:
                self.highs.add_row(self.model, limit.weights, high=limit.room)
