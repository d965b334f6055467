"""Cases that show something of a property: found by the solver, decided again the ordinary way before anybody sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.law import OUTCOMES, UNDETERMINED, Law
from toetssteen.kb.properties import HasOutcome
from toetssteen.kb.property_solver import AS_IT_IS, Chosen, PropertySolver, Variant
from toetssteen.kb.property_space import Space
from toetssteen.ops.assess import Assessment


class Unreliable(Exception):
    """A case came out otherwise when it was decided again: a fault of the search, never of the law."""


class Witness(NamedTuple):
    """A case (or two that differ in one fact) that shows something, with the outcomes it has by the ordinary way.

    ``about`` is the fact or the norm it is about, ``words`` the moment it was found at; ``law`` decides it.
    """

    kinds: tuple[str, ...]
    about: str
    words: str
    cases: tuple[Case, ...]
    outcomes: tuple[tuple[str, ...], ...]
    cost: tuple[int, int, int]
    law: Law


def outcome_literals(solver: PropertySolver, variant: Variant = AS_IT_IS) -> tuple[int, ...]:
    """Return the literals of the outcomes of a case, or of a variant of it."""
    return tuple(solver.formula(HasOutcome((one,), provision=kind), variant) for kind in solver.space.kinds for one in OUTCOMES)


def said(solver: PropertySolver, chosen: Chosen, literals: Iterable[int]) -> tuple[str, ...]:
    """Return the outcomes of a case by kind, as the solver has them."""
    flat = list(literals)
    found = []
    for place in range(len(solver.space.kinds)):
        own = flat[place * len(OUTCOMES) : (place + 1) * len(OUTCOMES)]
        holding = [one for one, literal in zip(OUTCOMES, own, strict=True) if literal in chosen.watched]
        # none, or more than one, is a fault of the law; deciding calls both undetermined
        found.append(holding[0] if len(holding) == 1 else UNDETERMINED)
    return tuple(found)


def witness(space: Space, solver: PropertySolver, chosen: Chosen, about: str) -> Witness:
    """Return a case the solver found, decided again."""
    return _decided(space, [chosen.world], [said(solver, chosen, outcome_literals(solver))], about, chosen)


def pair_witness(space: Space, solver: PropertySolver, chosen: Chosen, number: int, variant: Variant) -> Witness:
    """Return two cases the solver found that differ in one fact, decided again."""
    index = next(place for place, literal in enumerate(variant.choices) if literal in chosen.watched)
    other = (*chosen.world[:number], index, *chosen.world[number + 1 :])
    outcomes = [said(solver, chosen, outcome_literals(solver, side)) for side in (AS_IT_IS, variant)]
    return _decided(space, [chosen.world, other], outcomes, solver.opens[number].key.concept, chosen)


def _decided(space: Space, worlds: Sequence[tuple[int, ...]], outcomes: Sequence[tuple[str, ...]], about: str,
             chosen: Chosen) -> Witness:  # fmt: skip
    cases = tuple(space.case_of(one) for one in worlds)
    law = space.instance.law
    for case, expected in zip(cases, outcomes, strict=True):
        found = decided(case, law, space.kinds)
        if found != expected:
            raise Unreliable(f"{space.words}: {expected} bij het zoeken, {found} bij het beslissen")
    cost = (chosen.cost[0], space.weight, chosen.cost[1])
    return Witness(space.kinds, about, space.words, cases, tuple(outcomes), cost, law)


def decided(case: Case, law: Law, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the outcomes of a case for some kinds, decided the ordinary way."""
    found = {one.application.provision: one.outcome for one in Assessment(case, law, frozenset(kinds)).outcomes}
    return tuple(found.get(kind, "") for kind in kinds)


def keep(found: dict[tuple[str, str], Witness], one: Witness) -> None:
    """Keep a case when it is the first of its kind, or more ordinary than the one there is."""
    key = (one.about, one.kinds[0])
    if key not in found or one.cost < found[key].cost:
        found[key] = one
