"""A sample of the worlds of a case, evaluated all at once: every atom is a row of bits, one bit per world.

It proves that an atom is open (true in one world, false in another) and nothing else, so it can be as
crude as it is; what it does not show is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from toetssteen.kb.grounding import Atoms, Grounding, Total
from toetssteen.kb.terms import GroundAtom

if TYPE_CHECKING:
    from toetssteen.kb.instance import Open

# How many worlds there are with each chance of the ordinary value of a fact: from nearly all to nearly none.
BANDS = ((1.0, 1), (0.99, 63), (0.9, 64), (0.5, 64), (0.1, 32), (0.01, 31), (0.0, 1))
WORLDS = sum(count for _chance, count in BANDS)
ALL = (1 << WORLDS) - 1
SEED = 8719


class Sample:
    """The rows of the open atoms of a case: for each the worlds of the sample in which it holds."""

    def __init__(self, grounding: Grounding, opens: Sequence[Open]) -> None:
        self.rows: dict[GroundAtom, int] = {}
        self.looping = bool(grounding.looping)
        for number, unknown in enumerate(opens):
            ordinary = row(number)
            if unknown.is_flag:
                self.rows[unknown.alternatives[0][0]] = ordinary if unknown.ordinary else ALL & ~ordinary
            else:
                self._choose(number, unknown)
        for one in grounding.instances:
            worlds = self._worlds(one.holding, one.failing)
            for total in one.totals:
                worlds &= self._total(total)
            self.rows[one.head] = self.rows.get(one.head, 0) | worlds

    def differing(self) -> set[GroundAtom]:
        """Return the atoms that hold in some worlds of the sample and not in others; none where rules feed themselves."""
        if self.looping:
            return set()
        return {atom for atom, worlds in self.rows.items() if worlds not in (0, ALL)}

    def _choose(self, number: int, unknown: Open) -> None:
        """Give every world one of the alternatives, each about as often."""
        for atoms, worlds in zip(unknown.alternatives, shares(number, len(unknown.alternatives)), strict=True):
            for atom in atoms:
                self.rows[atom] = self.rows.get(atom, 0) | worlds

    def _worlds(self, holding: Atoms, failing: Atoms) -> int:
        worlds = ALL
        for atom in holding:
            worlds &= self.rows.get(atom, 0)
        for atom in failing:
            worlds &= ~self.rows.get(atom, 0)
        return worlds

    def _total(self, total: Total) -> int:
        sums = {0: ALL}
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


@lru_cache(maxsize=4096)
def row(number: int) -> int:
    """Return for the numbered fact the worlds in which it has its ordinary value; always the same ones."""
    random = Random(SEED * number)  # noqa: S311 - nothing secret: any spread will do
    bits = 0
    for chance, count in BANDS:
        for _ in range(count):
            bits = bits << 1 | (random.random() < chance)
    return bits


@lru_cache(maxsize=4096)
def shares(number: int, count: int) -> tuple[int, ...]:
    """Return for each alternative of the numbered fact the worlds that have it."""
    random = Random(SEED * number + count)  # noqa: S311 - nothing secret: any spread will do
    found = [0] * count
    for world in range(WORLDS):
        found[random.randrange(count)] |= 1 << world
    return tuple(found)
