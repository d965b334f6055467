"""From many cases to rows: cases under the same law with the same numbers and readings, decided together.

A case without unknown facts has one world. One with unknown facts gets all its worlds when there are few, else a sample of
them with the two bits that bound them all. Every case of a group has as many bits as the others: a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toetssteen.kb.joint import Joint
from toetssteen.kb.joint_facts import Member, Shape
from toetssteen.kb.joint_law import joint_law
from toetssteen.kb.joint_unknown import SAMPLED, Size, Unknowns, spread
from toetssteen.kb.terms import GroundAtom


class Decision(NamedTuple):
    """Cases decided together: the rows of atoms, the size of each case, the first bits of all of them, what is unknown."""

    joint: Joint
    size: Size
    starts: int
    unknowns: Unknowns


def decide_members(members: Sequence[Member], size: Size, roots: tuple[str, ...]) -> Decision:
    """Return the rows of cases of one size and one setting."""
    setting = members[0].setting
    law = joint_law(setting.law, setting.readings, roots)
    everything = (1 << len(members) * size.block) - 1
    rows = _given_rows(members, size.block)
    _add_stated(rows, members, size.block)
    unknowns = Unknowns(members, size)
    unknowns.add_to(rows)
    rows |= dict.fromkeys((*setting.facts, *law.origins), everything)
    starts = everything // ((1 << size.block) - 1)
    return Decision(Joint(law.strata, rows, everything, starts << SAMPLED if size.bounded else 0, sparse=size.block == 1),
                    size, starts, unknowns)  # fmt: skip


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
