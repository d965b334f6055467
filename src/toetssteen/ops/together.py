"""Reading the results of many cases from the rows of their atoms: applications with the same atoms are judged once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from toetssteen.kb.joint import Joint, bits
from toetssteen.kb.joint_cases import Decision, decide_members
from toetssteen.kb.joint_facts import Member
from toetssteen.kb.joint_residue import settled
from toetssteen.kb.joint_unknown import SAMPLED, Size
from toetssteen.kb.terms import GroundAtom, Value
from toetssteen.ops.results import READ, Finding, Result, application_of, finding, result

Atoms: TypeAlias = tuple[GroundAtom, ...]
MemberResults: TypeAlias = tuple[Result, ...] | None


class Held(NamedTuple):
    """In which cases an atom holds: in every world, in some, and where the worlds looked at do not tell."""

    atom: GroundAtom
    always: int
    sometimes: int
    doubtful: int


def results_together(members: Sequence[Member], size: Size) -> list[MemberResults]:
    """Return the results of cases of one size and setting; None for one of which the worlds looked at do not tell enough."""
    found = decide_members(members, size, READ)
    held = [_held(atom, worlds, found) for atom, worlds in _read(found.joint)]
    return _results(members, [_settled(one, found) if one.doubtful else one for one in held], size.block)


def _settled(one: Held, found: Decision) -> Held:
    """Return an atom with what the rules beneath it tell of the cases in which it was doubtful."""
    always, sometimes, left, doubtful = one.always, one.sometimes, one.doubtful, 0
    while left:
        bit = (left & -left).bit_length() + SAMPLED
        status, alike = settled(found.joint, bit, one.atom, found.unknowns.giving)
        cases = alike >> SAMPLED + 1 & left
        left &= ~cases
        if status is None:
            doubtful |= cases
            continue
        always |= cases if status.always else 0
        sometimes &= -1 if status.sometimes else ~cases
    return Held(one.atom, always, sometimes, doubtful)


def _read(joint: Joint) -> Iterator[tuple[GroundAtom, int]]:
    for predicate in READ:
        for atom in joint.by_predicate.get(predicate, ()):
            yield atom, joint.rows[atom]


def _held(atom: GroundAtom, worlds: int, found: Decision) -> Held:
    """Return in which cases an atom holds, at the first bit of each: by all worlds, or else by what bounds them."""
    if found.size.block == 1:
        return Held(atom, worlds, worlds, 0)
    if not found.size.bounded:
        return Held(atom, found.starts & ~_any(~worlds & found.joint.everything, found), _any(worlds, found), 0)
    certain, possible = worlds >> SAMPLED & found.starts, worlds >> SAMPLED + 1 & found.starts
    doubtful = possible & ~certain
    if doubtful:
        # a sample with a world in which it holds and one in which it does not leaves no doubt
        sampled = worlds & found.joint.world_bits
        doubtful &= ~(_any(sampled, found) & _any(sampled ^ found.joint.world_bits, found))
    return Held(atom, certain, possible, doubtful)


def _any(worlds: int, found: Decision) -> int:
    """Return the first bit of every block in which a bit is set: added to all but the last bits, that carries into the last."""
    last = found.size.block - 1
    lasts = found.starts << last
    others = found.joint.everything ^ lasts
    return ((worlds & others) + others | worlds) >> last & found.starts


def _results(members: Sequence[Member], held: Sequence[Held], width: int) -> list[MemberResults]:
    """Return the results of each case, or None; ``width`` is how many bits a case has."""
    doubtful = 0
    by_application: dict[Value, list[Held]] = {}
    for one in held:
        doubtful |= one.doubtful
        by_application.setdefault(application_of(one.atom), []).append(one)
    asked: dict[str, int] = {}
    for place, whose in enumerate(members):
        for identity in whose.shared:
            asked[identity] = asked.get(identity, 0) | 1 << place * width
    found: dict[tuple[int, str], Finding] = {}
    for identity, cases in asked.items():
        for alike, always, sometimes in _alike(cases & ~doubtful, by_application.get(identity, [])):
            judged = finding(identity, always, sometimes)
            found.update(dict.fromkeys([(bit // width, identity) for bit in bits(alike)], judged))
    return [None if doubtful >> place * width & 1 else _of_member(place, whose, found) for place, whose in enumerate(members)]


def _alike(cases: int, held: Sequence[Held]) -> list[tuple[int, Atoms, Atoms]]:
    """Return groups of cases with the same atoms: the cases, what holds in all of their worlds and what in some."""
    groups: list[tuple[int, Atoms, Atoms]] = [(cases, (), ())] if cases else []
    for one in held:
        after: list[tuple[int, Atoms, Atoms]] = []
        for alike, always, sometimes in groups:
            sure = alike & one.always
            perhaps = alike & one.sometimes & ~one.always
            rest = alike & ~(sure | perhaps)
            if sure:
                after.append((sure, (*always, one.atom), sometimes))
            if perhaps:
                after.append((perhaps, always, (*sometimes, one.atom)))
            if rest:
                after.append((rest, always, sometimes))
        groups = after
    return groups


def _of_member(place: int, one: Member, found: dict[tuple[int, str], Finding]) -> tuple[Result, ...]:
    return tuple([result(item, found[place, shared], one.month_days)
                  for item, shared in zip(one.applications, one.shared, strict=True)])  # fmt: skip
