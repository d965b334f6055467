"""A sample of the worlds of a case, evaluated all at once.

It proves that an atom is open (true in one world, false in another) and nothing else, so it can be as
crude as it is; what it does not show is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from toetssteen.kb.grounding import Grounding
from toetssteen.kb.rows import Rows
from toetssteen.kb.terms import GroundAtom

if TYPE_CHECKING:
    from toetssteen.kb.instance import Open

# How many worlds there are with each chance of the ordinary value of a fact: from nearly all to nearly none.
BANDS = ((1.0, 1), (0.99, 63), (0.9, 64), (0.5, 64), (0.1, 32), (0.01, 31), (0.0, 1))
WORLDS = sum(count for _chance, count in BANDS)
ALL = (1 << WORLDS) - 1
SEED = 8719


class Sample(Rows):
    """The rows of the open atoms of a case over the worlds of a sample."""

    def __init__(self, grounding: Grounding, opens: Sequence[Open]) -> None:
        super().__init__(ALL)
        self.looping = bool(grounding.looping)
        for number, unknown in enumerate(opens):
            if unknown.is_flag:
                ordinary = row(number)
                self.rows[unknown.alternatives[0][0]] = ordinary if unknown.ordinary else ALL & ~ordinary
            else:
                for atoms, worlds in zip(unknown.alternatives, shares(number, len(unknown.alternatives)), strict=True):
                    self.add(atoms, worlds)
        self.derive(grounding.instances)

    def differing(self) -> set[GroundAtom]:
        """Return the atoms that hold in some worlds of the sample and not in others; none where rules feed themselves."""
        if self.looping:
            return set()
        return {atom for atom, worlds in self.rows.items() if worlds not in (0, ALL)}


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
