"""A sample of the worlds of a case, evaluated all at once.

It proves that an atom is open (true in one world, false in another) and nothing else, so it can be as
crude as it is; what it does not show is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from toetssteen.kb.grounding import Grounding
from toetssteen.kb.rows import Rows
from toetssteen.kb.terms import GroundAtom

if TYPE_CHECKING:
    from toetssteen.kb.instance import Open

# The worlds in bands, from those in which nearly all facts have their ordinary value to those in which nearly none have
# it: it does where one of so many coins falls right (True), or where all of them do (False), in so many worlds.
BANDS = ((False, 0, 1), (True, 7, 63), (True, 3, 64), (True, 1, 64), (False, 3, 32), (False, 7, 31), (True, 0, 1))
WORLDS = sum(count for _often, _together, count in BANDS)
ALL = (1 << WORLDS) - 1
WORD = (1 << 64) - 1
# How many worlds a random word is enough for, when each of them draws an alternative.
DRAWS = 4


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
    words = spread(number)
    bits = 0
    for often, together, count in BANDS:
        drawn = 0 if often else WORD
        for _ in range(together):
            drawn = drawn | next(words) if often else drawn & next(words)
        bits = bits << count | drawn & ((1 << count) - 1)
    return bits


def spread(number: int) -> Iterator[int]:
    """Yield words of 64 bits without any pattern to speak of, the same ones for the same number (Steele's SplitMix64)."""
    state = number
    while True:
        state = state + 0x9E3779B97F4A7C15 & WORD
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & WORD
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & WORD
        yield mixed ^ mixed >> 31


@lru_cache(maxsize=4096)
def shares(number: int, count: int) -> tuple[int, ...]:
    """Return for each alternative of the numbered fact the worlds that have it."""
    words = spread(number)
    found = [0] * count
    for world in range(0, WORLDS, DRAWS):
        drawn = next(words)
        for place in range(DRAWS):
            found[(drawn >> 16 * place & 0xFFFF) % count] |= 1 << world + place
    return tuple(found)
