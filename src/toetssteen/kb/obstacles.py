"""Why nothing can: the requirements of an outcome that no change of facts can meet, each alone or else together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toetssteen.kb.smallest import ChangeSolver
from toetssteen.kb.terms import GroundAtom

BLOCKED, NO_BASIS, NO_DUTY, A_DUTY, REFUSABLE, NO_GROUND = (
    "belemmering", "grondslag", "geen_plicht", "plicht", "weigerbaar", "geen_grond",
)  # fmt: skip


class Obstacle(NamedTuple):
    """A requirement that cannot be met: a condition (with its norm), or that a power, duty or ground is or is not there."""

    kind: str
    norm: str = ""


class Requirement(NamedTuple):
    """What an outcome needs: an atom that must hold, or must not, and the obstacle when that cannot be."""

    atom: GroundAtom
    holds: bool
    obstacle: Obstacle


def obstacles(solver: ChangeSolver, goal: str, conditions: Sequence[str]) -> tuple[Obstacle, ...]:
    """Return every obstacle to a goal that nothing takes away, or else a smallest set of which one always remains.

    Empty when no obstacle can be named.
    """
    needed: dict[int, Obstacle] = {}
    for atom, holds, obstacle in _requirements(solver.loose.instance.applications[0].id, goal, conditions):
        literal = solver.literal(atom)
        if literal is not None or holds:
            needed[-solver.true if literal is None else literal if holds else -literal] = obstacle
    alone = tuple(obstacle for literal, obstacle in needed.items() if solver.core([literal]) is not None)
    if alone:
        return alone
    core = solver.core(list(needed))
    left = [one for one in needed if one in set(core)] if core is not None else []
    for literal in list(left):
        fewer = solver.core([one for one in left if one != literal])
        if fewer is not None:
            left = [one for one in left if one in set(fewer)]
    return tuple(needed[one] for one in left)


def _requirements(identity: str, goal: str, conditions: Sequence[str]) -> list[Requirement]:
    """Return what a goal needs, by the rules of ``gevolg.lp``; to be blocked needs nothing that could be named."""
    if goal == "geblokkeerd":
        return []
    blocking = [Requirement(("blokkade", "met20", identity, '"' + norm), False, Obstacle(BLOCKED, norm)) for norm in conditions]
    basis = Requirement(("grondslag", identity), True, Obstacle(NO_BASIS))
    duty = ("plichtmatig", identity)
    refusable = ("weigerbaar", identity)
    further = {
        "toewijsbaar": [Requirement(refusable, False, Obstacle(REFUSABLE))],
        "verplicht": [Requirement(duty, True, Obstacle(NO_DUTY))],
        "bevoegd": [Requirement(duty, False, Obstacle(A_DUTY)), Requirement(refusable, False, Obstacle(REFUSABLE))],
        "weigerbaar": [Requirement(duty, False, Obstacle(A_DUTY)), Requirement(refusable, True, Obstacle(NO_GROUND))],
    }
    return [basis, *blocking, *further[goal]]
