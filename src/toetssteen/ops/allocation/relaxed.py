"""What an aim is worth when every block may mix its ways to choose, and what a way loses at the prices that go with it.

With a column per way instead of per option (Dantzig and Wolfe, 1960) little is gained by mixing, so the value that no choice
can pass is mostly the best one, or a point above it. It is computed in whole numbers from the prices: HiGHS's floats only
suggest them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from toetssteen.ops.allocation.blocks import Blocks, blocks_of
from toetssteen.ops.allocation.highs import INFINITE, NONE, SOLVED, new_model, rounding, scale_of, solve
from toetssteen.ops.allocation.prices import bound_of
from toetssteen.ops.allocation.problem import Aim, Problem

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

# With more limits over many than this, other ways to search are better.
MOST_WIDE = 60
PRIMAL_SIMPLEX = 4


class Relaxed(NamedTuple):
    """The ways of all blocks in a row, with what a choice of one way per block begins with and may lose.

    ``weights`` has a row per way and a column per limit, and last the aim as a limit: what a way scores counts against it.
    ``prices`` are per unit of each, in points of the aim. ``loss`` is what a way scores less at them than the best of its
    block; all that a choice loses, and leaves unused at its price, is ``value`` less what it scores, but for ``rounding``.
    ``first`` is the way that each block begins with, ``left`` what those leave of each limit, and of the aim what they score.
    """

    blocks: Blocks
    aim: Aim
    bound: int
    value: float
    rounding: float
    block: Whole
    weights: Whole
    prices: Real
    loss: Real
    first: Whole
    left: Whole

    @property
    def sign(self) -> int:
        """Minus one when less is better."""
        return -1 if self.aim.least else 1

    def room(self, wanted: int) -> float:
        """Return what a choice may lose that reaches a value of the aim."""
        return self.value - self.sign * wanted + self.rounding

    def over(self, wanted: int) -> Whole:
        """Return what the first ways leave of every limit, and of what they score over what is wanted."""
        over = self.left.copy()
        over[-1] -= self.sign * wanted
        return over

    def options(self, ways: Sequence[int] | Whole) -> tuple[int, ...]:
        """Return the options that a way per block chooses."""
        starts = np.searchsorted(self.block, np.arange(len(self.blocks.ways)))
        return tuple(sorted(option for number, way in enumerate(ways)
                            for option in self.blocks.ways[number][way - starts[number]].options))  # fmt: skip


def relax(problem: Problem, aim: Aim, seconds: float, seed: int) -> Relaxed | str:
    """Return what one aim is worth under the limits of a problem when ways are mixed, or HiGHS's status when it says nothing."""
    blocks = blocks_of(problem._replace(aims=(aim,)))
    if not all(blocks.ways):
        return NONE
    if len(blocks.wide) > MOST_WIDE:
        return ""
    sign = -1 if aim.least else 1
    block, weights, scores = _columns(blocks, aim)
    status, shares, prices = _mixed(blocks, block, weights, sign * scores, seconds, seed)
    if status != SOLVED:
        return status
    room = np.array([one.room for one in blocks.wide], dtype=np.int64)
    gains = sign * scores - weights @ prices
    best = np.full(len(blocks.ways), -np.inf)
    np.maximum.at(best, block, gains)
    first = np.lexsort((-shares, block))[np.searchsorted(block, np.arange(len(blocks.ways)))]
    most = np.zeros(len(blocks.ways))
    np.maximum.at(most, block, np.abs(scores) + np.abs(weights) @ prices)
    return Relaxed(
        blocks, aim,
        bound=bound_of(blocks, [float(one) for one in prices], aim),
        value=float(room @ prices + best.sum()),
        rounding=rounding(float(np.abs(room) @ prices + most.sum())),
        block=block,
        weights=np.column_stack((weights, -sign * scores)),
        prices=np.append(prices, 1.0),
        loss=np.maximum(0.0, best[block] - gains),
        first=first,
        left=np.append(room - weights[first].sum(axis=0), sign * scores[first].sum()),
    )  # fmt: skip


def _columns(blocks: Blocks, aim: Aim) -> tuple[Whole, Whole, Whole]:
    """Return of every way its block, what it weighs for each wide limit, and what it scores."""
    ways = [way for block in blocks.ways for way in block]
    weights = np.zeros((len(ways), len(blocks.wide)), dtype=np.int64)
    for number, way in enumerate(ways):
        for at, weight in way.weights:
            weights[number, at] = weight
    scores = np.array([sum(aim.scores.get(one, 0) for one in way.options) for way in ways], dtype=np.int64)
    return np.repeat(np.arange(len(blocks.ways)), [len(one) for one in blocks.ways]), weights, scores


def _mixed(blocks: Blocks, block: Whole, weights: Whole, scores: Whole, seconds: float, seed: int) -> tuple[str, Real, Real]:
    """Return HiGHS's status, the share of every way in the best mix, and the price per unit of each wide limit."""
    model = new_model(seed, simplex_strategy=PRIMAL_SIMPLEX)
    size, all_ways = len(block), np.arange(len(block), dtype=np.int32)
    model.addVars(size, np.zeros(size), np.full(size, INFINITE))
    model.changeColsCost(size, all_ways, -scores.astype(float))
    scales = np.array([scale_of(float(one)) for one in np.abs(weights).max(axis=0, initial=0)])
    for at, limit in enumerate(blocks.wide):
        some = np.nonzero(weights[:, at])[0].astype(np.int32)
        model.addRow(-INFINITE, limit.room / scales[at], len(some), some, weights[some, at] / scales[at])
    count = len(blocks.ways)
    starts = np.searchsorted(block, np.arange(count)).astype(np.int32)
    model.addRows(count, np.ones(count), np.ones(count), size, starts, all_ways, np.ones(size))
    status = solve(model, seconds)
    found = model.getSolution()
    if status != SOLVED:
        return status, np.zeros(0), np.zeros(0)
    prices = np.maximum(0.0, -np.array(found.row_dual[: len(blocks.wide)])) / scales
    return status, np.array(found.col_value), prices
