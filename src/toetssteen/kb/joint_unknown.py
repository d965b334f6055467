"""What is unknown in cases decided together: the rows of the atoms it can give, and whose fact it is.

Cases that ask for the same have most of their unknown facts in common: those of the shapes of their applications. These are
added for all of them at once, but for the cases that state one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from toetssteen.kb.case import FactKey
from toetssteen.kb.instance import Open
from toetssteen.kb.joint_facts import Member, Shape
from toetssteen.kb.joint_residue import Alternatives
from toetssteen.kb.sample import WORLDS, row, shares
from toetssteen.kb.terms import GroundAtom

# The bits of a case of which not all worlds can be gone through: a sample of them, then the two that bound them. What a small
# sample leaves in doubt is found out once for all cases that are alike.
LARGEST = 64
SAMPLED = LARGEST - 2
# The bit of what may hold.
POSSIBLE = 2 << SAMPLED
# How many bits a row has at most: with more of them, what few cases need is gone through for all.
MOST_CASES = 1000
MOST_BITS = 2**14
# Up to so many blocks it is faster to add the rows of each.
FEW = 3


class Size(NamedTuple):
    """How many bits a case has, and whether those are all its worlds or a sample with bounds."""

    block: int
    bounded: bool

    @property
    def cases(self) -> int:
        """How many cases of this size are best decided together."""
        return max(1, min(MOST_CASES, MOST_BITS // self.block))


def size_of(one: Member) -> Size:
    """Return how many bits a case needs."""
    few = one.unknown < LARGEST.bit_length()
    count = math.prod(len(unknown.alternatives) for unknown in one.every_open()) if few else LARGEST + 1
    return Size(1 << (count - 1).bit_length(), bounded=False) if count <= LARGEST else Size(LARGEST, bounded=True)


class Unknowns:
    """The unknown facts of cases of one size, each with the first bits of the cases in which it is unknown."""

    def __init__(self, members: Sequence[Member], size: Size) -> None:
        self.members, self.size = members, size
        self.found = [*_shared(members, size.block), *_own(members, size.block)] if size.bounded else []
        self._by_atom: dict[GroundAtom, list[tuple[Alternatives, int]]] = {}

    def add_to(self, rows: dict[GroundAtom, int]) -> None:
        """Add the worlds in which unknown facts give an atom; cases with the same unknown fact are added at once."""
        block = self.size.block
        for unknown, cases in self.found:
            alone = cases.bit_length() - 1 if cases.bit_count() == 1 else -1
            for atom, worlds in _sampled(unknown):
                rows[atom] = rows.get(atom, 0) | (cases * worlds if alone < 0 else worlds << alone)
        if not self.size.bounded:
            listed: dict[tuple[GroundAtom, int], list[int]] = {}
            for place, one in enumerate(self.members):
                for pair in _listed(one.every_open(), block):
                    listed.setdefault(pair, []).append(place * block)
            for (atom, worlds), starts in listed.items():
                rows[atom] = rows.get(atom, 0) | spread(starts, worlds, block)

    def giving(self, atom: GroundAtom) -> Sequence[tuple[Alternatives, int]]:
        """Return the alternatives of the unknown facts that can give an atom, with the bits of what may hold of their cases."""
        if not self._by_atom:
            for unknown, cases in self.found:
                entry = (unknown.alternatives, cases << SAMPLED + 1)
                for atoms in unknown.alternatives:
                    for part in atoms:
                        self._by_atom.setdefault(part, []).append(entry)
        return self._by_atom.get(atom, ())


def _shared(members: Sequence[Member], block: int) -> Iterator[tuple[Open, int]]:
    """Yield what the shapes of cases leave unknown, with the first bits of the cases that do not state it."""
    parts: dict[int, tuple[Shape, list[int]]] = {}
    stated: dict[FactKey, list[int]] = {}
    for place, one in enumerate(members):
        start = place * block
        for part in one.shape.parts:
            parts.setdefault(id(part), (part, []))[1].append(start)
        for key in one.stated:
            stated.setdefault(key, []).append(start)
    found: dict[int, tuple[FactKey, Open, int]] = {}
    for part, starts in parts.values():
        cases = row_of(starts)
        for key, unknown in part.unstated.items():
            known = found.get(id(unknown))
            found[id(unknown)] = (key, unknown, cases if known is None else known[2] | cases)
    without = {key: ~row_of(starts) for key, starts in stated.items()}
    for key, unknown, cases in found.values():
        left = cases & without.get(key, -1)
        if left:
            yield unknown, left


def _own(members: Sequence[Member], block: int) -> Iterator[tuple[Open, int]]:
    """Yield what is unknown in cases themselves, with the first bits of the cases that have the very same alternatives."""
    found: dict[tuple[FactKey, int], tuple[Open, list[int]]] = {}
    for place, one in enumerate(members):
        for unknown in one.opens:
            found.setdefault((unknown.key, id(unknown.alternatives)), (unknown, []))[1].append(place * block)
    yield from ((unknown, row_of(starts)) for unknown, starts in found.values())


def spread(starts: Sequence[int], worlds: int, block: int) -> int:
    """Return the row with the same worlds in the blocks that begin at some bits, in ascending order."""
    if len(starts) <= FEW:
        return sum([worlds << start for start in starts])
    if block % 8:
        return row_of(starts) * worlds
    width = block // 8
    part = worlds.to_bytes(width, "little")
    found = bytearray(starts[-1] // 8 + width)
    for start in starts:
        found[start >> 3 : (start >> 3) + width] = part
    return int.from_bytes(found, "little")


def row_of(numbers: Sequence[int]) -> int:
    """Return the row with some bits, in ascending order."""
    found = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def _listed(opens: Iterable[Open], block: int) -> Iterator[tuple[GroundAtom, int]]:
    """Yield the atoms of unknown facts with the worlds of a block in which they hold, when a block has all of them."""
    period = 1
    for unknown in opens:
        yield from _listed_rows(unknown.alternatives, period, block)
        period *= len(unknown.alternatives)


@lru_cache(maxsize=4096)
def _listed_rows(alternatives: tuple[tuple[GroundAtom, ...], ...], period: int, block: int) -> tuple[tuple[GroundAtom, int], ...]:
    """Return the rows of the atoms of a fact of which each alternative is kept for ``period`` worlds in turn."""
    worlds = [0] * len(alternatives)
    for world in range(block):
        worlds[world // period % len(alternatives)] |= 1 << world
    return tuple((atom, bits) for atoms, bits in zip(alternatives, worlds, strict=True) for atom in atoms)


def _sampled(unknown: Open) -> Iterator[tuple[GroundAtom, int]]:
    """Yield the atoms of an unknown fact with the bits of a block in which they hold: worlds of a sample, and the bounds."""
    if unknown.is_flag:
        yield _flag_row(unknown.alternatives[0][0], ordinary=unknown.ordinary)
        return
    for atoms, worlds in zip(unknown.alternatives, _parts(unknown.key, len(unknown.alternatives)), strict=True):
        for atom in atoms:
            yield atom, worlds


@lru_cache(maxsize=4096)
def _flag_row(atom: GroundAtom, *, ordinary: bool) -> tuple[GroundAtom, int]:
    """Return the worlds of a sample in which an unknown yes or no holds, always the same ones."""
    worlds = _shortened(row(crc32(repr(atom).encode())))
    return atom, (worlds if ordinary else worlds ^ (1 << SAMPLED) - 1) | POSSIBLE


@lru_cache(maxsize=4096)
def _parts(key: FactKey, count: int) -> tuple[int, ...]:
    """Return for each alternative of an unknown fact the worlds of a sample that have it, always the same ones."""
    return tuple(_shortened(worlds) | POSSIBLE for worlds in shares(crc32(repr(key).encode()), count))


def _shortened(worlds: int) -> int:
    """Return a sample that leaves room for the bounds: the first and last worlds, with all facts one way, stay in it."""
    return worlds >> WORLDS - SAMPLED & -2 | worlds & 1
