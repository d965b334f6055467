"""Which missing facts settle an outcome: smallest sets of answers that make it certain.

A set of answers is a prime implicant: with it the outcome holds in every world, and without any one
part of it no longer. Found from the solver's unsatisfiable cores, then minimised by deletion.
"""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.kb.case import FactKey
from toetssteen.kb.solver import CHOICE
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import Worlds


class Answer(NamedTuple):
    """What one missing fact must turn out to be: True or False for a flag, else the allowed alternatives."""

    key: FactKey
    value: bool | None
    allowed: tuple[int, ...]


def settling_answers(worlds: Worlds, goal: GroundAtom) -> list[Answer] | None:
    """Return a smallest set of answers under which the goal is certain, or None when no world has it.

    Smallest means that no answer can be left out; among the sets with that property it is the one the
    favourable (ordinary) answers lead to, or else the solver's first world.
    """
    literal = worlds.literal(goal)
    if literal is None:
        return None
    world = worlds.world([*favourable(worlds), literal]) or worlds.world([literal])
    if world is None:
        return None
    assumptions = _assumptions(worlds, world)
    core = worlds.core([*assumptions, -literal])
    if core is None:
        return None
    needed = _minimise(worlds, [item for item in assumptions if item in set(core)], literal)
    return _answers(worlds, needed)


def necessary(worlds: Worlds, goal: GroundAtom, answers: list[Answer]) -> bool:
    """Return whether the goal needs every one of the answers: then they are conditions, else an example."""
    literal = worlds.literal(goal)
    if literal is None:
        return False
    numbers = {unknown.key: number for number, unknown in enumerate(worlds.instance.opens)}
    for answer in answers:
        number = numbers[answer.key]
        unknown = worlds.instance.opens[number]
        if answer.value is not None:
            flag = worlds.literal(unknown.alternatives[0][0]) or 0
            otherwise = [-flag if answer.value else flag]
        else:
            literals = [worlds.literal((CHOICE, number, index)) for index in answer.allowed]
            otherwise = [-one for one in literals if one is not None]
        if worlds.core([*otherwise, literal]) is None:
            return False
    return True


def favourable(worlds: Worlds) -> list[int]:
    """Return the unknown flags as literals with their favourable value, or false: the ordinary way to an outcome."""
    found = []
    for unknown in worlds.instance.opens:
        literal = worlds.literal(unknown.alternatives[0][0]) if unknown.is_flag else None
        if literal is not None:
            concept = worlds.instance.law.concepts.get(unknown.key.concept)
            found.append(literal if concept is not None and concept.favourable else -literal)
    return found


def _assumptions(worlds: Worlds, world: frozenset[GroundAtom]) -> list[int]:
    """Return the choices of a world as literals: a flag as it is, the alternatives not chosen as false."""
    found = []
    for number, unknown in enumerate(worlds.instance.opens):
        if unknown.is_flag:
            atom = unknown.alternatives[0][0]
            literal = worlds.literal(atom)
            if literal is not None:
                found.append(literal if atom in world else -literal)
            continue
        chosen = worlds.chosen(number, len(unknown.alternatives), world)
        for index in range(len(unknown.alternatives)):
            literal = worlds.literal((CHOICE, number, index))
            if literal is not None and index != chosen:
                found.append(-literal)
    return found


def _minimise(worlds: Worlds, needed: list[int], literal: int) -> list[int]:
    """Leave out what can be left out, first in large parts and at last one by one."""
    size = max(1, len(needed) // 2)
    while True:
        start = 0
        while start < len(needed):
            rest = needed[:start] + needed[start + size :]
            core = worlds.core([*rest, -literal])
            if core is None:
                start += size
                continue
            kept = set(core)
            before = sum(item in kept for item in needed[:start])
            needed, start = [item for item in rest if item in kept], before
        if size == 1:
            return needed
        size = max(1, size // 2)


def _answers(worlds: Worlds, needed: list[int]) -> list[Answer]:
    wanted = set(needed)
    answers = []
    for number, unknown in enumerate(worlds.instance.opens):
        if unknown.is_flag:
            literal = worlds.literal(unknown.alternatives[0][0])
            if literal in wanted or (literal is not None and -literal in wanted):
                answers.append(Answer(unknown.key, literal in wanted, ()))
            continue
        literals = [worlds.literal((CHOICE, number, index)) for index in range(len(unknown.alternatives))]
        allowed = tuple(index for index, one in enumerate(literals) if one is None or -one not in wanted)
        if len(allowed) < len(literals):
            answers.append(Answer(unknown.key, None, allowed))
    return answers
