"""Comparing two laws over all cases, on invented ordinances: every answer is checked by going through the cases one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random

import pytest

from tests.motor.kleine_wet import CASE_ID, FLAGS, NUMBER, PERSON, Small, small
from tests.mutanten import mutants_of
from toetssteen.kb.case import Case, Deviation, Fact, FactKey
from toetssteen.kb.case_space import OUTCOME, Moment
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.difference import Differences
from toetssteen.kb.joint_space import DEVIATING, joint_space, plain_side
from toetssteen.kb.law import Law
from toetssteen.kb.pair_solver import PairSolver
from toetssteen.ops.assess import assess

SEEDS = range(40)
LEAST, MOST_GONE_THROUGH = 4, 3
ARTICLE_20 = ("onredelijke_uitkomst", "doel_wordt_gemist", "afwijking_nadelig")


def altered(law: Law, random: Random) -> Law:
    """Return the law with one random change of a rule of the invented ordinance."""
    places = [place for place, rule in enumerate(law.rules) if rule.file == "klein.lp"]
    place = random.choice(places)
    mutant = random.choice(list(mutants_of(law.rules[place])))
    changed = () if mutant.changed is None else (mutant.changed,)
    rules = (*law.rules[:place], *changed, *law.rules[place + 1 :])
    data = law.data._replace(rules=rules, compiled=compile_rules(rules), concerns=())
    return Law(data, law.statute_date, law.files, law.folder)


def bare(found: Small) -> Case:
    return found.case._replace(facts={})


def search(found: Small, other: Law) -> tuple[Differences, object]:
    moment = Moment("klein", "klein", bare(found), (), frozenset())
    space = joint_space(moment, [plain_side(found.law), plain_side(other)], OUTCOME)
    return Differences(PairSolver(space, OUTCOME)), space


def unusual_facts(found: Small) -> list[tuple[int, tuple[str, object]]]:
    """Return every single thing that can be unusual in a case, with its weight."""
    concepts = found.law.concepts
    things: list[tuple[int, tuple[str, object]]] = []
    for key in (*FLAGS, *ARTICLE_20):
        usual = concepts[key].favourable or False
        things.append((1, (key, not usual)))
    things += [(DEVIATING, ("afwijking", norm)) for norm in found.origins]
    return things


def numbers(found: Small) -> list[bool | int]:
    concept = found.law.concepts[NUMBER]
    return [*range(concept.low, concept.high + 1), *((False,) if concept.negative else ())]


def made(found: Small, things: tuple[tuple[str, object], ...], number: bool | int) -> Case:
    """Return the case with these things unusual and everything else as it usually is; every fact is stated."""
    concepts = found.law.concepts
    facts: dict[FactKey, Fact] = {}
    for key in (*FLAGS, *ARTICLE_20):
        subject = PERSON if concepts[key].subject == "persoon" else CASE_ID
        facts[FactKey(key, subject)] = Fact(concepts[key].favourable or False)
    for key, value in things:
        if key != "afwijking":
            subject = PERSON if concepts[key].subject == "persoon" else CASE_ID
            facts[FactKey(key, subject)] = Fact(bool(value))
    facts[FactKey(NUMBER, CASE_ID)] = Fact(number)
    deviations = tuple(Deviation(str(value), PERSON, "reden") for key, value in things if key == "afwijking")
    return bare(found)._replace(facts=facts | {FactKey("geboren", PERSON): found.case.facts[FactKey("geboren", PERSON)]},
                                deviations=deviations)  # fmt: skip


def weighing(found: Small, weight: int) -> Iterator[Case]:
    """Yield every case of a weight; a number that can be absent and is there weighs one."""
    absent = False in [one for one in numbers(found) if isinstance(one, bool)]
    things = unusual_facts(found)
    for size in range(len(things) + 1):
        for chosen in combinations(things, size):
            left = weight - sum(one for one, _thing in chosen)
            for number in numbers(found):
                if left == int(absent and not isinstance(number, bool)):
                    yield made(found, tuple(thing for _one, thing in chosen), number)


def differs(found: Small, other: Law, case: Case) -> bool:
    one, two = (assess(case, law, about=frozenset(("",))).outcomes[0].outcome for law in (found.law, other))
    return one != two


@pytest.mark.parametrize("seed", SEEDS)
def test_the_smallest_case_is_the_smallest(seed: int) -> None:
    found = small(seed)
    other = altered(found.law, Random(seed))
    differences, space = search(found, other)
    first = next(differences.outcomes(differences.open), None)
    limit = LEAST if first is None else first.world.weight
    for weight in range(min(limit, MOST_GONE_THROUGH)):
        for case in weighing(found, weight):
            assert not differs(found, other, case), (weight, case)
    if first is not None:
        case = space.case_of(first.world.chosen)  # type: ignore[attr-defined]
        assert differs(found, other, case)
        if first.world.weight < MOST_GONE_THROUGH:
            assert any(differs(found, other, one) for one in weighing(found, first.world.weight))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_equal_is_equal_in_random_cases(seed: int) -> None:
    found = small(seed)
    random = Random(seed)
    other = altered(found.law, random)
    differences, _space = search(found, other)
    if not differences.equal():
        return
    things = unusual_facts(found)
    for _ in range(60):
        chosen = tuple(thing for _weight, thing in things if random.random() < 0.4)
        assert not differs(found, other, made(found, chosen, random.choice(numbers(found))))


def test_both_answers_come_up() -> None:
    found = {seed: search(small(seed), altered(small(seed).law, Random(seed)))[0].equal() for seed in SEEDS}
    assert set(found.values()) == {True, False}


def test_every_cause_comes_once() -> None:
    seen = 0
    for seed, _round in product(SEEDS, range(1)):
        found = small(seed)
        differences, space = search(found, altered(found.law, Random(seed)))
        causes = []
        for one in differences.outcomes(differences.open):
            causes.append(one.cause)
            assert len(causes) < 50
            case = space.case_of(one.world.chosen)  # type: ignore[attr-defined]
            assert case.facts is not None
        assert len(set(causes)) == len(causes)
        seen += len(causes)
    assert seen > len(SEEDS) / 2
