"""Sets of exchanges that together change what there is too much of, found by sorting.

After Schroeppel and Shamir (1981) and Wagner (2002), the generalised birthday problem.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from toetssteen.ops.allocation.highs import HALF
from toetssteen.ops.allocation.relaxed import Real, Whole

# A cell of no more units than this is about a count: of that nothing needs to be left.
COUNTED = 3.0
LARGE = 2**62


class Sets(NamedTuple):
    """Sets of exchanges, a row each: their numbers, what they change of every limit together, and lose."""

    exchanges: Whole
    changes: Whole
    loss: Real

    def only(self, some: Whole) -> Sets:
        """Return some of these."""
        return Sets(self.exchanges[some], self.changes[some], self.loss[some])


class Matches(NamedTuple):
    """For every set the sets that match it: where they begin in an order, and how many there are."""

    order: Whole
    begin: Whole
    many: Whole

    def pairs(self, most: int, draw: np.random.Generator) -> tuple[Whole, Whole]:
        """Return about so many of the pairs, drawn by their first set."""
        many, total = self.many, int(self.many.sum())
        if total > most:
            many = np.where(draw.random(len(many)) < most / total, many, 0)
            many = np.where(np.cumsum(many) <= 2 * most, many, 0)
        first = np.repeat(np.arange(len(many)), many)
        within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        return first, self.order[within + np.repeat(self.begin, many)]


class Rows:
    """The limits that matter: ``exact`` ones, of which no unit may be left, and ``close`` ones, with a width for each limit."""

    def __init__(self, exact: Whole, close: Whole, widths: Real, draw: np.random.Generator) -> None:
        self.exact, self.close, self.widths, self.draw = exact, close, widths, draw
        self.exact_key, self.close_key, self.cell_key = (draw.integers(LARGE, size=len(one)) | 1 for one in (exact, close, close))

    def one_of_each(self, changes: Whole, loss: Real) -> Whole:
        """Return, of all that change the same, the one that loses least."""
        order = np.argsort(loss, kind="stable")
        key = changes[order][:, self.exact] @ self.exact_key + changes[order][:, self.close] @ self.close_key
        return np.asarray(order[np.unique(key, return_index=True)[1]])

    def cells(self, sets: Sets, cell: float) -> Cells:
        """Return sets sorted by cell, each so many widths."""
        return Cells(self, sets, np.maximum(1.0, cell * self.widths[self.close]))


class Cells:
    """Sets sorted by what they change: of exact limits by the unit, of close ones in cells of some width, laid at random."""

    def __init__(self, rows: Rows, sets: Sets, width: Real) -> None:
        self.rows, self.sets, self.width = rows, sets, width
        self.offset = rows.draw.random(len(width))
        self.exact = sets.changes[:, rows.exact] @ rows.exact_key
        self.close = sets.changes[:, rows.close]
        keys = self.exact + self._key(self.close / width + self.offset)
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]

    def _key(self, at: Real) -> Whole:
        return np.asarray(np.floor(at).astype(np.int64) @ self.rows.cell_key)

    def matches(self, target: Whole, *, middle: bool = False) -> Matches:
        """Return of every set the sets that change the rest of a target; ``middle`` aims at half a cell left of an amount."""
        shift = np.where(self.width < COUNTED, 0.0, HALF) if middle else 0.0
        rest = (target[self.rows.close] - self.close) / self.width + self.offset - shift
        asked = target[self.rows.exact] @ self.rows.exact_key - self.exact + self._key(rest)
        begin = np.searchsorted(self.keys, asked, side="left")
        return Matches(self.order, begin, np.searchsorted(self.keys, asked, side="right") - begin)
