"""The smallest counterexample under invented miniature laws: no more ordinary case breaks the claim, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest

from tests.motor.kleine_wet import KIND, small
from toetssteen.kb.joint_space import plain_side
from toetssteen.kb.law import OUTCOMES, Law
from toetssteen.kb.properties import RANKED, HasOutcome, Never, Property, SameButFor, Stated
from toetssteen.kb.property_space import Scope, Space, spaces
from toetssteen.ops.prove import Under, prove
from toetssteen.ops.prove_claims import PROVED
from toetssteen.ops.prove_witness import decided

SEEDS = range(10)


def about(law: Law, claim: Never | SameButFor) -> Property:
    return Property("proef", "", "proef", (Stated(claim, "proef", 1),), ((KIND,),))


def worlds(space: Space, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every world in which at most so many facts are otherwise than ordinary, by weight."""
    weighted = [number for number, one in enumerate(space.choices) if any(one.weights)]
    free = [number for number in range(len(space.choices)) if number not in weighted]
    for count in range(most + 1):
        for some in combinations(weighted, count):
            choices = []
            for number, one in enumerate(space.choices):
                wanted = [index for index, weight in enumerate(one.weights) if (weight > 0) == (number in some)]
                choices.append(wanted if number not in free else range(len(one.values)))
            for world in product(*choices):
                if cost(space, world) <= most:
                    yield world


def cost(space: Space, world: tuple[int, ...]) -> int:
    return sum(one.weights[index] for one, index in zip(space.choices, world, strict=True))


def own_motion(law: Law) -> Space:
    """Return the space of an assessment without an application: it has no term, and so few enough cases to try."""
    scope = Scope(plain_side(law), (law,), {}, (), ("uitkomst",))
    return next(one for one in spaces((KIND,), scope) if one.words.startswith("ambtshalve"))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_case_with_fewer_unusual_facts_has_an_outcome(seed: int, outcome: str) -> None:
    law = small(seed).law
    verdict = prove([about(law, Never(HasOutcome((outcome,))))], Under(plain_side(law), (law,)))[0]
    space = own_motion(law)
    most = 2 if verdict.verdict == PROVED else verdict.checks[0].against[0].cost[0] - 1
    for world in worlds(space, min(most, 3)):
        assert decided(space.case_of(world), law, (KIND,)) != (outcome,), world
    if verdict.verdict != PROVED:
        found = verdict.checks[0].against[0]
        assert decided(found.cases[0], law, (KIND,)) == (outcome,)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pair_differs_in_one_fact_and_what_is_proved_holds(seed: int) -> None:
    law = small(seed).law
    space = own_motion(law)
    for number, choice in enumerate(space.choices):
        concept = law.concepts.get(choice.key.concept)
        if concept is None or concept.has_value:
            continue
        claim = SameButFor((concept.key,), "niet_slechter", "waar")
        verdict = prove([about(law, claim)], Under(plain_side(law), (law,)))[0]
        if verdict.verdict == PROVED:
            for world in worlds(space, 1):
                pair = [(*world[:number], index, *world[number + 1 :]) for index in (0, 1)]
                yes, no = (RANKED.index(decided(space.case_of(one), law, (KIND,))[0]) for one in pair)
                assert yes <= no, (concept.key, world)
        else:
            one, other = verdict.checks[0].against[0].cases
            assert {key for key in {*one.facts, *other.facts} if one.facts.get(key) != other.facts.get(key)} <= {
                key for key in {*one.facts, *other.facts} if key.concept == concept.key
            }
            ranks = [RANKED.index(decided(case, law, (KIND,))[0]) for case in (one, other)]
            assert ranks[0] > ranks[1]
