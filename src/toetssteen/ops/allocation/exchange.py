"""A choice that reaches a value of an aim: in some blocks the first way is exchanged for another, until all limits are kept.

At the prices of a relaxation a choice that reaches much loses little, so only ways that lose little can be in it. Rounds look
for a few sets of exchanges whose changes add up to what there is too much of. What they do not find may still be there: the
same ways, mostly not many, are also put before HiGHS, which finds a choice or shows that there is none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from toetssteen.ops.allocation.highs import (
    HALF,
    INFINITE,
    NONE,
    SOLVED,
    STOPPED,
    TICK,
    Solving,
    add_row,
    has_solution,
    new_model,
    whole,
)
from toetssteen.ops.allocation.matching import Cells, Rows, Sets
from toetssteen.ops.allocation.relaxed import Relaxed, Whole


class Effort(NamedTuple):
    """How many rounds, and how much one looks through: sets of exchanges, matched pairs, pairs kept, beginnings tried."""

    rounds: int
    sets: int
    matched: int
    kept: int
    begun: int


# With few exchanges little effort finds nothing that HiGHS does not settle as soon, with hardly any much effort neither.
FEW, HARDLY_ANY = 1000, 100
LITTLE, MUCH = Effort(2, 60_000, 50_000, 100_000, 20), Effort(8, 240_000, 1_000_000, 100_000, 30)
# No more exchanges than this take part in a round, those that lose little more often.
EXCHANGES, OFTEN = 700, 0.05
# A set loses no more than this part of what a choice may lose.
OF_SET, OF_SETS = 1 / 3, 1 / 2
# Sets are matched in cells of so many times what may be left over of a limit, the smallest that gives enough of them.
CELLS, LAST_CELL = (0.7, 1, 1.4, 2, 3, 4, 6, 8, 16, 32, 1e9), 0.4
BEGINNINGS, ENOUGH, MATCHED = 20_000, 500, 300_000
SPARE, FREE = 8, 1e-9
# Where there is hardly room to lose anything, limits that cost nothing count when less is left than one exchange changes,
# and HiGHS is better at keeping them.
HARDLY = 0.02
# What HiGHS may lose is a little more than there is room for: the limits decide, not a float.
MARGIN = 1e-3
ANY = {"mip_max_improving_sols": 1}
# Among few exchanges it is the bound that takes long, not a choice.
CORE = {"mip_heuristic_effort": 0.0, "mip_detect_symmetry": False, "mip_heuristic_run_rins": False,
        "mip_heuristic_run_rens": False, "mip_heuristic_run_root_reduced_cost": False,
        "mip_heuristic_run_feasibility_jump": False}  # fmt: skip


NOTHING = np.zeros(0, dtype=np.int64)


class Outcome(NamedTuple):
    """SOLVED with the options of a choice that reaches what was wanted; NONE when there is none; STOPPED."""

    status: str
    chosen: tuple[int, ...] | None


class Exchange:
    """The search for a choice that scores at least what is wanted, which may lose no more than there is then room for."""

    def __init__(self, relaxed: Relaxed, wanted: int, seed: int) -> None:
        self.relaxed, self.draw = relaxed, np.random.default_rng(seed)
        self.room, self.over = relaxed.room(wanted), relaxed.over(wanted)
        first = relaxed.first[relaxed.block]
        self.ways = np.nonzero((relaxed.loss <= self.room) & (first != np.arange(len(first))))[0]
        nothing = np.zeros((1, len(self.over)), dtype=np.int64)
        self.changes = np.concatenate((relaxed.weights[self.ways] - relaxed.weights[first[self.ways]], nothing))
        self.loss = np.append(relaxed.loss[self.ways], 0.0)
        self.block = np.append(relaxed.block[self.ways], -1)
        self.none = len(self.ways)
        # a limit whose unit costs more than there is room for has to be used to the last; others within a width
        exact = np.nonzero(relaxed.prices > self.room)[0]
        usual = np.maximum(1.0, np.abs(self.changes).sum(axis=0) / np.maximum(1, (self.changes != 0).sum(axis=0)))
        short = self.over < (usual if self.room < HARDLY else 0)
        close = np.nonzero((relaxed.prices <= self.room) & ((relaxed.prices > FREE) | short))[0]
        self.widths = np.where(relaxed.prices > FREE, self.room / np.maximum(relaxed.prices, FREE), usual)
        self.order = np.concatenate((close, np.setdiff1d(np.arange(len(self.over)), close)))
        self.rows = Rows(exact, close, self.widths, self.draw)
        self.different = self._different()

    def _different(self) -> Whole:
        """Return the exchanges that change what matters, of those that change the same the one that loses least."""
        some = self.rows.one_of_each(self.changes[:-1], self.loss[:-1])
        matters = np.concatenate((self.rows.exact, self.rows.close))
        return np.sort(some[(self.changes[some][:, matters] != 0).any(axis=1)])

    def quickly(self, end: float) -> tuple[int, ...] | None:
        """Return the options of a choice that little effort finds, or None; ``end`` is a time of ``time.perf_counter``."""
        if (self.over >= 0).all():
            return self._chosen(NOTHING)
        return None if self.none <= FEW else self._rounds(LITTLE, lambda: time.perf_counter() > end)

    def thoroughly(self, end: float, meanwhile: Callable[[], None] = lambda: None) -> Outcome:
        """Look with much effort while HiGHS decides beside it; what the rounds find goes before what HiGHS finds.

        ``end`` is a time of ``time.perf_counter``; ``meanwhile`` is called first, while HiGHS is at work.
        """
        if (self.over >= 0).all():
            return Outcome(SOLVED, self._chosen(NOTHING))
        if not self.none:
            return Outcome(NONE, None)  # the first ways do not keep every limit, and no other way may be taken
        model = self._model()
        with Solving(model, max(0.0, end - time.perf_counter()), beside=True) as solving:
            meanwhile()
            alone = self.room < HARDLY or self.none <= HARDLY_ANY
            found = None if alone else self._rounds(
                MUCH, lambda: time.perf_counter() > end or (solving.wait() and solving.status() == NONE)
            )  # fmt: skip
            if found is not None:
                return Outcome(SOLVED, found)
            while not solving.wait(TICK):
                pass
            if solving.status() == NONE:
                return Outcome(NONE, None)
        if has_solution(model):
            exchanges = np.nonzero(np.array(model.getSolution().col_value) > HALF)[0]
            if (self.changes[exchanges].sum(axis=0) <= self.over).all():
                return Outcome(SOLVED, self._chosen(exchanges))
        return Outcome(STOPPED, None)

    def _rounds(self, effort: Effort, over: Callable[[], bool]) -> tuple[int, ...] | None:
        for _round in range(effort.rounds):
            if not len(self.different) or over():
                return None
            found = self._round(effort, over)
            if found is not None:
                return found
        return None

    def _round(self, effort: Effort, over: Callable[[], bool]) -> tuple[int, ...] | None:
        sets = self._some_sets(effort.sets)
        begun = self._joined(sets, self.over, ENOUGH, BEGINNINGS)
        if not len(begun.loss) or over():
            return None
        short = (np.maximum(0, begun.changes - self.over) / self.widths).sum(axis=1)
        best = np.argsort(short, kind="stable")[: effort.begun]
        if not short[best[0]]:
            return self._chosen(begun.exchanges[best[0]])
        half = np.zeros_like(self.over)
        half[self.rows.close] = (self.over - begun.changes[best[0]])[self.rows.close] // 2
        more = self._joined(sets, half, effort.matched, effort.kept)
        cells = self.rows.cells(more, LAST_CELL)
        for one in best:
            if over():
                return None
            found = self._finished(begun.exchanges[one], self.over - begun.changes[one], self.room - begun.loss[one], cells)
            if found is not None:
                return found
        return None

    def _finished(self, begun: Whole, over: Whole, room: float, cells: Cells) -> tuple[int, ...] | None:
        """Return the choice of one set and two more that together keep every limit."""
        more = cells.sets
        one, other = cells.matches(over, middle=True).pairs(MATCHED, self.draw)
        fits = more.loss[one] + more.loss[other] <= room
        one, other = one[fits], other[fits]
        for at in self.order:
            fits = more.changes[one, at] + more.changes[other, at] <= over[at]
            one, other = one[fits], other[fits]
        for at in range(len(one)):
            exchanges = np.concatenate((begun, more.exchanges[one[at]], more.exchanges[other[at]]))
            blocks = self.block[exchanges[exchanges != self.none]]
            if len(np.unique(blocks)) == len(blocks):
                return self._chosen(exchanges)
        return None

    def _some_sets(self, most: int) -> Sets:
        """Return sets of up to three exchanges in different blocks, one of all that change the same."""
        some = self.different
        if len(some) > EXCHANGES:
            lot = self.draw.exponential(size=len(some)) * (self.loss[some] + OFTEN * self.room)
            some = np.sort(some[np.argpartition(lot, EXCHANGES)[:EXCHANGES]])
        some = np.append(some, self.none)
        one, other = (some[place] for place in np.triu_indices(len(some)))
        pairs = np.column_stack((one, other, np.full(len(one), self.none)))
        pairs = pairs[((self.block[one] != self.block[other]) | (one == self.none)) & self._loses_little(pairs)]
        if len(pairs) > most // 2:
            pairs = pairs[self.draw.permutation(len(pairs))[: most // 2]]
        third = some[self.draw.integers(len(some), size=6 * most)]
        triples = pairs[self.draw.integers(len(pairs), size=6 * most)]
        triples[:, 2] = third
        apart = (
            (triples[:, 1] < third) & (third != self.none) & (self.block[triples[:, :2]] != self.block[third, None]).all(axis=1)
        )
        triples = triples[apart & self._loses_little(triples)][: most // 2]
        exchanges = np.concatenate((pairs, triples))
        found = Sets(exchanges, self.changes[exchanges].sum(axis=1), self.loss[exchanges].sum(axis=1))
        return found.only(self.rows.one_of_each(found.changes, found.loss))

    def _loses_little(self, exchanges: Whole) -> Whole:
        return np.asarray(self.loss[exchanges].sum(axis=1) <= OF_SET * self.room)

    def _joined(self, sets: Sets, target: Whole, enough: int, most: int) -> Sets:
        """Return pairs of sets, as sets, that change about what a target says: exactly where no unit may be left."""
        for cell in CELLS if len(self.rows.close) else CELLS[-1:]:
            matches = self.rows.cells(sets, cell).matches(target)
            if matches.many.sum() >= enough:
                break
        one, other = matches.pairs(SPARE * most, self.draw)
        fits = (one <= other) & (sets.loss[one] + sets.loss[other] <= OF_SETS * self.room)
        one, other = one[fits], other[fits]
        apart = self._apart(sets.exchanges[one], sets.exchanges[other])
        one, other = one[apart], other[apart]
        found = Sets(np.concatenate((sets.exchanges[one], sets.exchanges[other]), axis=1),
                     sets.changes[one] + sets.changes[other], sets.loss[one] + sets.loss[other])  # fmt: skip
        found = found.only(self.rows.one_of_each(found.changes, found.loss))
        if len(found.loss) > most:
            found = found.only(self.draw.permutation(len(found.loss))[:most])
        return found

    def _apart(self, one: Whole, other: Whole) -> Whole:
        """Return where two sets exchange in different blocks."""
        apart = np.ones(len(one), dtype=bool)
        for mine in one.T:
            for theirs in other.T:
                apart &= (self.block[mine] != self.block[theirs]) | (mine == self.none)
        return apart

    def _chosen(self, exchanges: Whole) -> tuple[int, ...]:
        taken = self.relaxed.first.copy()
        some = exchanges[exchanges != self.none]
        taken[self.block[some]] = self.ways[some]
        return self.relaxed.options(taken)

    def _model(self) -> Any:
        """Return the choice among all exchanges that there is room for, as a model: who loses least and keeps every limit."""
        options = ANY if self.room < HARDLY else ANY | CORE
        model = new_model(1, objective_bound=self.room + max(MARGIN, MARGIN * self.room), **options)
        model.addVars(self.none, np.zeros(self.none), np.ones(self.none))
        model.changeColsCost(self.none, np.arange(self.none, dtype=np.int32), self.loss[:-1])
        whole(model, self.none)
        for at, over in enumerate(self.over):
            column = self.changes[:-1, at]
            some = np.nonzero(column)[0]
            price = self.relaxed.prices[at]
            unused = int(over) - int(self.room / price) if price > FREE else None
            add_row(model, dict(zip(some.tolist(), column[some].tolist(), strict=True)), low=unused, high=int(over))
        order = np.argsort(self.block[:-1], kind="stable")
        starts = np.unique(self.block[:-1][order], return_index=True)[1]
        model.addRows(len(starts), np.full(len(starts), -INFINITE), np.ones(len(starts)), self.none,
                      starts.astype(np.int32), order.astype(np.int32), np.ones(self.none))  # fmt: skip
        return model
