"""From many cases to rows: cases under the same law with the same numbers and readings, decided together.

A case without unknown facts has one world. One with unknown facts gets all its worlds when there are few, else a sample of
them with the two bits that bound them all. Every case of a group has as many bits as the others: a block.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from toetssteen.kb.instance import Open
from toetssteen.kb.joint import Joint
from toetssteen.kb.joint_facts import Member, Shape
from toetssteen.kb.joint_law import joint_law
from toetssteen.kb.sample import WORLDS, row, shares
from toetssteen.kb.terms import GroundAtom

# The bits of a case of which not all worlds can be gone through: a sample of them, then the two that bound them.
LARGEST = 256
SAMPLED = LARGEST - 2
# The bit of what may hold.
POSSIBLE = 2 << SAMPLED
# How many bits a row has at most: with more of them, what few cases need is gone through for all.
MOST_CASES = 1000
MOST_BITS = 2**15


class Size(NamedTuple):
    """How many bits a case has, and whether those are all its worlds or a sample with bounds."""

    block: int
    bounded: bool

    @property
    def cases(self) -> int:
        """How many cases of this size are best decided together."""
        return max(1, min(MOST_CASES, MOST_BITS // self.block))


class Decision(NamedTuple):
    """Cases decided together: the rows of atoms, the size of each case, and the first bits of all of them."""

    joint: Joint
    size: Size
    starts: int


def size_of(opens: Sequence[Open]) -> Size:
    """Return how many bits a case with some unknown facts needs."""
    count = math.prod(len(one.alternatives) for one in opens) if len(opens) < LARGEST.bit_length() else LARGEST + 1
    return Size(1 << (count - 1).bit_length(), bounded=False) if count <= LARGEST else Size(LARGEST, bounded=True)


def decide_members(members: Sequence[Member], size: Size, roots: tuple[str, ...]) -> Decision:
    """Return the rows of cases of one size and one setting."""
    setting = members[0].setting
    law = joint_law(setting.law, setting.readings, roots)
    everything = (1 << len(members) * size.block) - 1
    rows = _given_rows(members, size.block)
    _add_stated(rows, members, size.block)
    _add_unknown(rows, members, size)
    rows |= dict.fromkeys((*setting.facts, *law.origins), everything)
    starts = everything // ((1 << size.block) - 1)
    return Decision(Joint(law.strata, rows, everything, starts << SAMPLED if size.bounded else 0, sparse=size.block == 1),
                    size, starts)  # fmt: skip


def _given_rows(members: Sequence[Member], block: int) -> dict[GroundAtom, int]:
    """Return the rows of what holds where nothing else is stated."""
    shapes: dict[int, tuple[Shape, list[int]]] = {}
    withdrawn: dict[GroundAtom, list[int]] = {}
    for place, one in enumerate(members):
        shapes.setdefault(id(one.shape), (one.shape, []))[1].append(place * block)
        for atom in one.withdrawn:
            withdrawn.setdefault(atom, []).append(place * block)
    whole = (1 << block) - 1
    rows: dict[GroundAtom, int] = {}
    for shape, starts in shapes.values():
        worlds = spread(starts, whole, block)
        for atom in shape.given:
            rows[atom] = rows.get(atom, 0) | worlds
    for atom, starts in withdrawn.items():
        rows[atom] &= ~spread(starts, whole, block)
    return rows


def _add_stated(rows: dict[GroundAtom, int], members: Sequence[Member], block: int) -> None:
    stated: dict[GroundAtom, list[int]] = {}
    for place, one in enumerate(members):
        start = place * block
        for atom in one.facts:
            known = stated.get(atom)
            if known is None:
                stated[atom] = [start]
            else:
                known.append(start)
    whole, everything = (1 << block) - 1, (1 << len(members) * block) - 1
    for atom, starts in stated.items():
        rows[atom] = everything if len(starts) == len(members) else rows.get(atom, 0) | spread(starts, whole, block)


def _add_unknown(rows: dict[GroundAtom, int], members: Sequence[Member], size: Size) -> None:
    """Add the worlds in which unknown facts give an atom; cases with the same unknown fact are added at once."""
    unknown: dict[tuple[GroundAtom, int], list[int]] = {}
    for place, one in enumerate(members):
        for pair in _sampled(one.opens) if size.bounded else _listed(one.opens, size.block):
            unknown.setdefault(pair, []).append(place * size.block)
    for (atom, worlds), starts in unknown.items():
        rows[atom] = rows.get(atom, 0) | spread(starts, worlds, size.block)


def spread(starts: Sequence[int], worlds: int, block: int) -> int:
    """Return the row with the same worlds in the blocks that begin at some bits, in ascending order."""
    if block % 8:
        return _row_of(starts) * worlds
    width = block // 8
    part = worlds.to_bytes(width, "little")
    found = bytearray(starts[-1] // 8 + width)
    for start in starts:
        found[start >> 3 : (start >> 3) + width] = part
    return int.from_bytes(found, "little")


def _row_of(numbers: Sequence[int]) -> int:
    found = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def _listed(opens: Sequence[Open], block: int) -> Iterator[tuple[GroundAtom, int]]:
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


def _sampled(opens: Sequence[Open]) -> Iterator[tuple[GroundAtom, int]]:
    """Yield the atoms of unknown facts with the bits of a block in which they hold: worlds of a sample, and the bounds."""
    for number, unknown in enumerate(opens):
        if unknown.is_flag:
            yield _flag_row(unknown.alternatives[0][0], ordinary=unknown.ordinary)
        else:
            parts = _parts(number, len(unknown.alternatives))
            for atoms, worlds in zip(unknown.alternatives, parts, strict=True):
                for atom in atoms:
                    yield atom, worlds


@lru_cache(maxsize=4096)
def _flag_row(atom: GroundAtom, *, ordinary: bool) -> tuple[GroundAtom, int]:
    """Return the worlds of a sample in which an unknown yes or no holds, always the same ones."""
    worlds = _shortened(row(crc32(repr(atom).encode())))
    return atom, (worlds if ordinary else worlds ^ (1 << SAMPLED) - 1) | POSSIBLE


@lru_cache(maxsize=4096)
def _parts(number: int, count: int) -> tuple[int, ...]:
    """Return for each alternative of the numbered unknown fact the worlds of a sample that have it."""
    return tuple(_shortened(worlds) | POSSIBLE for worlds in shares(number, count))


def _shortened(worlds: int) -> int:
    """Return a sample that leaves room for the bounds: the first and last worlds, with all facts one way, stay in it."""
    return worlds >> WORLDS - SAMPLED & -2 | worlds & 1
