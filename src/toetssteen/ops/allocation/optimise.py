"""The best choice under ceilings, proven best: aim after aim by HiGHS, checked with whole numbers.

HiGHS counts in floats and stops at a relative gap of its own: gaps are set to less than one, what it chooses is rounded,
and the values are computed again exactly.

With thousands of options the bound of the first node is most often the best value itself, and what takes long is a choice
that reaches it: under an aim where all count the same very many are near. Such a choice is then looked for by itself, with
the bound as a row and an earlier aim to lead the way: found, it is the best; shown not to exist, the bound comes down.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from toetssteen.ops.allocation.problem import Aim, Problem

HALF, ROUNDING = 0.5, 1e-6
TICK = 0.2
LEAST_TIME = 0.2
# A choice that reaches the bound is looked for when after the first node the best one is this far from it; in so many nodes.
FIRST_NODES, FAR, AIMED_NODES = 1, 3, 20
SOLVED, NONE, STOPPED, EVERY = "kOptimal", "kInfeasible", "kInterrupt", 2**31 - 1
# Rows with large amounts are scaled down: HiGHS keeps constraints to an absolute tolerance.
ROW_SIZE = 1000.0


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
    return _Optimiser(problem, seed).run(seconds, start, progress)


class _Best(NamedTuple):
    """What a search said: the status in HiGHS's words, the choice it found, and the value that no choice can pass."""

    status: str
    chosen: tuple[int, ...] | None
    bound: int


def _go_on(event: Any) -> None:
    """Take back that a search was to stop: HiGHS keeps it for the next one."""
    event.interrupt(False)


class _Optimiser:
    """One model in HiGHS: a binary per option, one number per aim over groups, a row per limit and choice."""

    def __init__(self, problem: Problem, seed: int) -> None:
        import highspy  # an optional extra: only who allocates needs it
        import numpy

        self.highspy, self.numpy, self.problem = highspy, numpy, problem
        self.shares = {aim.key: problem.size + place for place, aim in enumerate(one for one in problem.aims if one.groups)}
        self.columns = problem.size + len(self.shares)
        self.model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types of its own
        for name, value in (("log_to_console", False), ("mip_rel_gap", 0.0), ("random_seed", seed)):
            self.model.setOptionValue(name, value)
        for asked in (self.model.cbSimplexInterrupt, self.model.cbIpmInterrupt, self.model.cbMipInterrupt):
            asked.subscribe(_go_on)
        self.model.HandleUserInterrupt = True
        upper = numpy.ones(self.columns)
        upper[problem.size :] = 1000.0
        self.model.addVars(self.columns, numpy.zeros(self.columns), upper)
        kinds = numpy.array([highspy.HighsVarType.kInteger] * self.columns)
        self.model.changeColsIntegrality(self.columns, numpy.arange(self.columns, dtype=numpy.int32), kinds)
        self._rows()

    def _rows(self) -> None:
        for limit in self.problem.limits:
            self._row(limit.weights, high=limit.room)
        for choice in self.problem.choices:
            self._row(dict.fromkeys(choice.options, 1), low=int(choice.owed), high=1)
        for aim in self.problem.aims:
            for options, size in aim.groups:
                share = {one: 1000 * aim.scores.get(one, 1) for one in options}
                self._row({**share, self.shares[aim.key]: -size}, low=0)

    def _row(self, weights: Mapping[int, float], low: float | None = None, high: float | None = None) -> None:
        infinite = self.highspy.kHighsInf
        scale = max(1.0, max((abs(one) for one in weights.values()), default=0) / ROW_SIZE)
        self.model.addRow(-infinite if low is None else low / scale, infinite if high is None else high / scale, len(weights),
                          self.numpy.fromiter(weights.keys(), dtype=self.numpy.int32),
                          self.numpy.fromiter((one / scale for one in weights.values()), dtype=float))  # fmt: skip

    def run(self, seconds: float, start: Sequence[int] | None, progress: Progress | None) -> Found:
        began, chosen = time.perf_counter(), None if start is None else tuple(start)
        reached: list[Reached] = []
        aims = self.problem.aims or (Aim("", {}),)
        for place, aim in enumerate(aims):
            started = time.perf_counter()
            # no aim takes the time of those after it: each has an even share of what is left
            share = max(LEAST_TIME, (seconds - (started - began)) / (len(aims) - place))
            self._tell(aim, progress)
            status, found, bound = self._best(aim, chosen, share, progress)
            spent = time.perf_counter() - started
            if status == NONE and chosen is None:
                return Found(None, (), impossible=True)
            if found is None or self.problem.broken(found):
                found = chosen  # nothing better in time, or a rounding that does not keep a limit
            if found is None:
                return Found(None, tuple(reached))
            chosen = found
            value = self.problem.value(aim, chosen)
            proven = status == SOLVED and abs(bound - value) < aim.precision
            reached.append(Reached(aim.key, value, bound, proven, spent))
            if progress is not None:
                progress(aim.key, value, bound)
            self._keep(aim, value)
        return Found(chosen, tuple(reached))

    def _best(self, aim: Aim, start: tuple[int, ...] | None, seconds: float, progress: Progress | None) -> _Best:
        """Search until it is clear that the best choice is far from the bound; then aim at that, and only then go on."""
        began = time.perf_counter()

        def left() -> float:
            return max(LEAST_TIME, seconds - (time.perf_counter() - began))

        best = self._search(aim, start, left(), far=aim.precision == 1)  # sums of money or days have values near any bound
        if best.status != STOPPED or best.chosen is None or self.problem.broken(best.chosen):
            return best
        if progress is not None:
            progress(aim.key, self.problem.value(aim, best.chosen), best.bound)
        aimed = self._aim_at(aim, best.bound, left())
        if aimed.chosen is not None:
            return _Best(SOLVED, aimed.chosen, best.bound)
        bound = best.bound if aimed.status != NONE else best.bound + (1 if aim.least else -1)
        self._tell(aim, progress)
        last = self._search(aim, best.chosen, left())
        return last._replace(bound=max(bound, last.bound) if aim.least else min(bound, last.bound))

    def _aim_at(self, aim: Aim, bound: int, seconds: float) -> _Best:
        """Look for any choice that reaches the bound of an aim, led by an aim before it."""
        place = self.model.getNumRow()
        self._row(self._objective(aim), high=bound + HALF) if aim.least else self._row(self._objective(aim), low=bound - HALF)
        guide = next((one for one in reversed(self.problem.aims[: self.problem.aims.index(aim)]) if not one.groups), aim)
        self.model.cbMipLogging.clear()  # what it hears now is of the guide
        found = self._search(guide, None, seconds, AIMED_NODES, first=True)
        self.model.deleteRows(1, self.numpy.array([place], dtype=self.numpy.int32))
        reaches = found.chosen is not None and not self.problem.broken(found.chosen) \
            and self.problem.value(aim, found.chosen) == bound  # fmt: skip
        return found if reaches else found._replace(chosen=None)

    def _stop_when_far(self) -> None:
        """Let HiGHS stop after the first node when its best choice is far from the bound: told in counts, not in time."""

        def asked(event: Any) -> None:
            said = event.data_out
            gap = abs(said.mip_primal_bound - said.mip_dual_bound)
            if said.mip_node_count >= FIRST_NODES and FAR <= gap < self.highspy.kHighsInf:
                event.interrupt()

        self.model.cbMipInterrupt.subscribe(asked, FAR)

    def _search(self, aim: Aim, start: tuple[int, ...] | None, seconds: float, nodes: int = EVERY, *,
                first: bool = False, far: bool = False) -> _Best:  # fmt: skip
        objective = self._objective(aim)
        costs = self.numpy.zeros(self.columns)
        for column, score in objective.items():
            costs[column] = score
        sense = self.highspy.ObjSense.kMinimize if aim.least else self.highspy.ObjSense.kMaximize
        self.model.changeColsCost(self.columns, self.numpy.arange(self.columns, dtype=self.numpy.int32), costs)
        self.model.changeObjectiveSense(sense)
        for name, value in (("time_limit", seconds), ("mip_abs_gap", aim.precision - ROUNDING),
                            ("mip_max_nodes", nodes), ("mip_max_improving_sols", 1 if first else EVERY)):  # fmt: skip
            self.model.setOptionValue(name, value)
        self.model.cbMipInterrupt.unsubscribe_by_data(FAR)
        if far:
            self._stop_when_far()
        if start is not None:
            self._begin_with(start)
        self._solve()
        status = str(self.model.getModelStatus()).rsplit(".", 1)[-1]
        values = self.model.getSolution().col_value
        info = self.model.getInfo()
        usable = info.primal_solution_status == self.highspy.SolutionStatus.kSolutionStatusFeasible
        found = tuple(one for one in range(self.problem.size) if values[one] > HALF) if usable and values else None
        bound = info.mip_dual_bound if objective else 0.0
        if abs(bound) == self.highspy.kHighsInf:
            bound = float(aim.furthest)
        # the aims are whole numbers, so a bound between two of them is worth the nearer one that can be reached
        whole = -int((-bound + ROUNDING) // 1) if aim.least else int((bound + ROUNDING) // 1)
        return _Best(status, found, whole)

    def _solve(self) -> None:
        """Run HiGHS in a thread of its own: only then an interruption is heard, and stops it."""
        thread = self.model.startSolve()
        try:
            while not self.model.wait(TICK)[0]:
                pass
        except KeyboardInterrupt:
            self.model.cancelSolve()
            thread.join()
            raise

    def _tell(self, aim: Aim, progress: Progress | None) -> None:
        """Let who listens hear, while HiGHS searches, what has been found for an aim and what could still be."""
        self.model.cbMipLogging.clear()
        if progress is None:
            return

        def heard(event: Any) -> None:
            value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
            if max(abs(value), abs(bound)) < self.highspy.kHighsInf:
                progress(aim.key, round(value), round(bound))

        self.model.cbMipLogging.subscribe(heard)

    def _objective(self, aim: Aim) -> Mapping[int, int]:
        return {self.shares[aim.key]: 1} if aim.groups else aim.scores

    def _begin_with(self, start: tuple[int, ...]) -> None:
        solution = self.highspy.HighsSolution()
        taken = set(start)
        shares = [float(self.problem.value(aim, start)) for aim in self.problem.aims if aim.groups]
        solution.col_value = [*(float(one in taken) for one in range(self.problem.size)), *shares]
        self.model.setSolution(solution)

    def _keep(self, aim: Aim, value: int) -> None:
        """Hold for the aims that follow what was reached for this one, less what it tolerates."""
        room = abs(value) * aim.tolerance // 1000 + HALF
        if aim.least:
            self._row(self._objective(aim), high=value + room)
        else:
            self._row(self._objective(aim), low=value - room)
