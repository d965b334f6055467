"""Worlds evaluated all at once: every open atom is a row of bits, one bit per world.

Which worlds those are is the caller's choice: a sample of the worlds of a case, or all that matter to an atom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from toetssteen.kb.grounding import Atoms, Instance, Total
from toetssteen.kb.terms import GroundAtom

if TYPE_CHECKING:
    from toetssteen.kb.instance import Open

# More worlds than this cost more to go through than the solver does.
MOST_WORLDS = 2**14


class Rows:
    """The rows of the open atoms: for each the worlds in which it holds; ``everything`` has all worlds."""

    def __init__(self, everything: int) -> None:
        self.everything = everything
        self.rows: dict[GroundAtom, int] = {}

    def add(self, atoms: Iterable[GroundAtom], worlds: int) -> None:
        """Let atoms hold in some more worlds."""
        for atom in atoms:
            self.rows[atom] = self.rows.get(atom, 0) | worlds

    def derive(self, instances: Iterable[Instance]) -> None:
        """Add what instances of rules make hold; every instance comes after those it rests on."""
        rows = self.rows
        for head, holding, failing, totals in instances:
            worlds = self._worlds(holding, failing)
            for total in totals:
                worlds &= self._total(total)
            rows[head] = rows.get(head, 0) | worlds

    def _worlds(self, holding: Atoms, failing: Atoms) -> int:
        worlds = self.everything
        for atom in holding:
            worlds &= self.rows.get(atom, 0)
        for atom in failing:
            worlds &= ~self.rows.get(atom, 0)
        return worlds

    def _total(self, total: Total) -> int:
        sums = {0: self.everything}
        for weight, ways in total.elements:
            there = 0
            for holding, failing in ways:
                there |= self._worlds(holding, failing)
            after: dict[int, int] = {}
            for value, worlds in sums.items():
                after[value] = after.get(value, 0) | (worlds & ~there)
                after[value + weight] = after.get(value + weight, 0) | (worlds & there)
            sums = after
        return sums.get(total.value, 0)


def every_world(instances: Iterable[Instance], opens: Sequence[Open]) -> Rows | None:
    """Return the rows over all worlds of some unknown facts, or None when there are too many."""
    count = math.prod(len(unknown.alternatives) for unknown in opens)
    if count > MOST_WORLDS:
        return None
    found = Rows((1 << count) - 1)
    block = 1
    for unknown in opens:
        first = _repeated(block, block * len(unknown.alternatives), count)
        for place, atoms in enumerate(unknown.alternatives):
            found.add(atoms, first << place * block)
        block *= len(unknown.alternatives)
    found.derive(instances)
    return found


@lru_cache(maxsize=1024)
def _repeated(block: int, period: int, count: int) -> int:
    """Return a row of ``count`` bits in which each period begins with a block of ones."""
    return ((1 << count) - 1) // ((1 << period) - 1) * ((1 << block) - 1)
