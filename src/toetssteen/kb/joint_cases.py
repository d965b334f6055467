"""From many cases to rows: cases under the same law with the same numbers and readings, decided together.

An application gets an id by its kind, so that cases share their atoms whatever else was asked for. A case with unknown facts
gets all its worlds when there are few, else a sample of them with the two bits that bound them all.
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

# The bits of a case with unknown facts: its worlds, then the two that bound them.
BLOCK = 512
LISTED = BLOCK - 2
LISTED_WORLDS = (1 << LISTED) - 1
# The bit of what may hold.
POSSIBLE = 2 << LISTED
# How far apart the numbers are that give one fact different draws in the two samples.
OTHER_SAMPLE = 1 << 20
WHOLE = (1 << BLOCK) - 1


def decide_known(members: Sequence[Member], roots: tuple[str, ...]) -> Joint:
    """Return the rows of cases without unknown facts, one bit each."""
    law = joint_law(members[0].setting.law, members[0].setting.readings, roots)
    holding: dict[GroundAtom, list[int]] = {}
    for bit, one in enumerate(members):
        for atom in one.facts:
            known = holding.get(atom)
            if known is None:
                holding[atom] = [bit]
            else:
                known.append(bit)
    everything = (1 << len(members)) - 1
    rows = given_rows(members, 1)
    for atom, found in holding.items():
        rows[atom] = rows.get(atom, 0) | as_row(found)
    rows |= dict.fromkeys((*members[0].setting.facts, *law.origins), everything)
    return Joint(law.strata, rows, everything)


def given_rows(members: Sequence[Member], width: int) -> dict[GroundAtom, int]:
    """Return the rows of what holds where nothing else is stated; a case has ``width`` bits."""
    shapes: dict[int, tuple[Shape, list[int]]] = {}
    withdrawn: dict[GroundAtom, list[int]] = {}
    for place, one in enumerate(members):
        shapes.setdefault(id(one.shape), (one.shape, []))[1].append(place * width)
        for atom in one.withdrawn:
            withdrawn.setdefault(atom, []).append(place * width)
    block = (1 << width) - 1
    rows: dict[GroundAtom, int] = {}
    for shape, starts in shapes.values():
        worlds = as_row(starts) * block
        for atom in shape.given:
            rows[atom] = rows.get(atom, 0) | worlds
    for atom, starts in withdrawn.items():
        rows[atom] &= ~(as_row(starts) * block)
    return rows


def as_row(numbers: Sequence[int]) -> int:
    """Return the row of some bits, in ascending order; one may be named twice."""
    found = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


class Unknowing(NamedTuple):
    """Cases with unknown facts decided together; ``listed`` has the first bit of those of which every world was gone through."""

    joint: Joint
    listed: int
    starts: int


def decide_unknown(members: Sequence[Member], roots: tuple[str, ...]) -> Unknowing:
    """Return the rows of cases with unknown facts, a block of bits each."""
    law = joint_law(members[0].setting.law, members[0].setting.readings, roots)
    holding: dict[GroundAtom, dict[int, int]] = {}
    flags: dict[GroundAtom, tuple[bool, list[int]]] = {}
    listed = 0
    for place, one in enumerate(members):
        few = few_worlds(one.opens)
        listed |= int(few) << place * BLOCK
        for atom in one.facts:
            holding.setdefault(atom, {})[place] = WHOLE
        loose = []
        for unknown in one.opens:
            if few or not unknown.is_flag:
                loose.append(unknown)
            else:
                flags.setdefault(unknown.alternatives[0][0], (unknown.ordinary, []))[1].append(place * BLOCK)
        for atom, worlds in open_rows(loose, few=few):
            known = holding.setdefault(atom, {})
            known[place] = known.get(place, 0) | worlds
    everything = (1 << len(members) * BLOCK) - 1
    starts = everything // WHOLE
    rows = given_rows(members, BLOCK)
    for atom, (ordinary, places) in flags.items():
        rows[atom] = rows.get(atom, 0) | as_row(places) * flag_worlds(atom, ordinary=ordinary)
    for atom, blocks in holding.items():
        rows[atom] = rows.get(atom, 0) | _of_blocks(blocks, len(members))
    rows |= dict.fromkeys((*members[0].setting.facts, *law.origins), everything)
    return Unknowing(Joint(law.strata, rows, everything, starts << LISTED), listed, starts)


def _of_blocks(blocks: dict[int, int], count: int) -> int:
    """Return the row of some cases with the worlds of each."""
    found = bytearray(count * BLOCK // 8)
    for place, worlds in blocks.items():
        found[place * BLOCK // 8 : (place + 1) * BLOCK // 8] = worlds.to_bytes(BLOCK // 8, "little")
    return int.from_bytes(found, "little")


def few_worlds(opens: Sequence[Open]) -> bool:
    """Return whether all worlds of some unknown facts fit in a block."""
    return len(opens) < LISTED.bit_length() and math.prod(len(one.alternatives) for one in opens) <= LISTED


def open_rows(opens: Sequence[Open], *, few: bool) -> Iterator[tuple[GroundAtom, int]]:
    """Yield the atoms of unknown facts with the bits of a block in which they hold: of all worlds when few, else of a sample."""
    period = 1
    for number, unknown in enumerate(opens):
        count = len(unknown.alternatives)
        parts = listed_worlds(period, count) if few else sampled_worlds(number, count)
        period *= count
        for atoms, worlds in zip(unknown.alternatives, parts, strict=True):
            for atom in atoms:
                yield atom, worlds | POSSIBLE


@lru_cache(maxsize=4096)
def listed_worlds(period: int, count: int) -> tuple[int, ...]:
    """Return for each alternative of a fact the worlds that have it, where each is kept for ``period`` worlds in turn."""
    found = [0] * count
    for world in range(LISTED):
        found[world // period % count] |= 1 << world
    return tuple(found)


@lru_cache(maxsize=4096)
def flag_worlds(atom: GroundAtom, *, ordinary: bool) -> int:
    """Return the bits of a block in which an unknown yes or no holds: worlds of two samples, always the same ones."""
    number = crc32(repr(atom).encode())
    worlds = row(number) | row(number + OTHER_SAMPLE) << WORLDS
    return (worlds if ordinary else ~worlds) & LISTED_WORLDS | POSSIBLE


@lru_cache(maxsize=4096)
def sampled_worlds(number: int, count: int) -> tuple[int, ...]:
    """Return for each alternative of the numbered unknown fact the worlds of two samples that have it."""
    ones, others = (shares(one, count) for one in (number, number + OTHER_SAMPLE))
    return tuple((one | other << WORLDS) & LISTED_WORLDS for one, other in zip(ones, others, strict=True))
