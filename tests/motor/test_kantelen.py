"""The smallest changes, compared on small random ordinances with trying every change there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import pytest

from tests.motor.kleine_wet import CASE_ID, KIND, LENGTH, MOST_MONTHS, PERSON, Small, small
from toetssteen.kb.applications import NOTHING_ELSE
from toetssteen.kb.case import Case, Deviation, Fact, FactKey
from toetssteen.kb.law import Law
from toetssteen.kb.obstacles import BLOCKED, NO_BASIS, REFUSABLE, Obstacle
from toetssteen.ops.assess import Assessment, Outcome
from toetssteen.ops.flip import GOALS, Flip, Proposal, flip

SEEDS = range(60)
TASKS = [(seed, goal) for seed in SEEDS for goal in ("toewijsbaar", "geblokkeerd", "weigerbaar", "verplicht")]
ALL = 10_000
UNREASONABLE = FactKey("onredelijke_uitkomst", CASE_ID)
MISSED = FactKey("doel_wordt_gemist", CASE_ID)
Value = bool | int | date | None
Values = dict[FactKey, Value]


@lru_cache(maxsize=300)
def given(seed: int) -> Small:
    return small(seed)


@lru_cache(maxsize=1000)
def found(seed: int, goal: str) -> Flip:
    made = given(seed)
    result = flip(made.case, made.law, PERSON, KIND, goal, limit=ALL)
    assert result is not None
    return result


def changed(case: Case, values: Values, norms: Iterable[str] = ()) -> Case:
    """Return a case with other values, written down by the test itself."""
    facts = {**case.facts, **{key: Fact(value) for key, value in values.items() if key.concept != LENGTH}}
    months = next((value for key, value in values.items() if key.concept == LENGTH), case.applications[0].months)
    assert isinstance(months, int)
    deviations = tuple(Deviation(norm, PERSON, "proef", KIND) for norm in norms)
    return case._replace(facts=facts, applications=(case.applications[0]._replace(months=months),), deviations=deviations)


@lru_cache(maxsize=1)
def _decided(law: Law) -> dict[tuple[object, ...], tuple[str, ...]]:
    return {}


def possible(law: Law, case: Case) -> tuple[str, ...]:
    """Return the outcomes a case can have, as the plain decision gives them."""
    known = _decided(law)
    key = (tuple(case.facts.items()), case.applications, case.deviations)
    if key not in known:
        known[key] = Assessment(case, law, NOTHING_ELSE).outcomes[0].possible
    return known[key]


def values_of(law: Law, key: FactKey) -> list[Value]:
    """Return every value a fact can have."""
    if key.concept == LENGTH:
        return list(range(1, MOST_MONTHS + 1))
    concept = law.concepts[key.concept]
    if not concept.has_value:
        return [True, False]
    return [*range(concept.low, concept.high + 1), *([False] if concept.negative else [])]


def present(made: Small) -> Values:
    """Return the facts of a case that could be otherwise, with how they are now."""
    stated = {
        key: fact.value
        for key, fact in made.case.facts.items()
        if made.law.concepts[key.concept].changeable and fact.value is not None and key != MISSED
    }
    return {**stated, FactKey(LENGTH, CASE_ID): made.case.applications[0].months}


def weight(law: Law, keys: Iterable[FactKey]) -> int:
    return sum(law.concepts[key.concept].weight for key in keys)


def every_change(made: Small, facts: Iterable[FactKey]) -> Iterator[Values]:
    """Yield every combination of other values, from few changed facts to all of them."""
    facts = list(facts)
    for size in range(len(facts) + 1):
        for keys in itertools.combinations(facts, size):
            yield from every_value(made, list(keys))


def smallest(made: Small, goal: str) -> tuple[int, set[frozenset[FactKey]]] | None:
    """Return the least weight and all sets of facts with it that make the goal possible, by trying everything."""
    facts = {key: value for key, value in present(made).items() if key != UNREASONABLE}
    best: tuple[int, set[frozenset[FactKey]]] | None = None
    for change in every_change(made, facts):
        size = weight(made.law, change)
        if best is not None and (size > best[0] or frozenset(change) in best[1]):
            continue
        if set(possible(made.law, changed(made.case, change))) & set(GOALS[goal]):
            keys = frozenset(change)
            best = (size, {keys}) if best is None or size < best[0] else (size, best[1] | {keys})
    return best


@pytest.mark.parametrize(("seed", "goal"), TASKS)
def test_smallest_changes_are_what_trying_everything_finds(seed: int, goal: str) -> None:
    result = found(seed, goal)
    if result.reached:
        return
    expected = smallest(given(seed), goal)
    if expected is None:
        assert result.by_facts is None
        return
    assert result.by_facts is not None
    sets = [frozenset(change.key for change in one.changes) for one in result.by_facts.proposals]
    assert (result.by_facts.weight, set(sets)) == expected
    assert len(set(sets)) == len(sets) == result.by_facts.total


def test_the_ordinances_try_everything() -> None:
    results = [found(seed, goal) for seed, goal in TASKS]
    proposals = [one for result in results if result.by_facts for one in result.by_facts.proposals]
    assert sum(result.reached for result in results) > 8
    assert sum(result.by_facts is None and not result.reached for result in results) > 8
    assert sum(len(one.changes) > 1 for one in proposals) > 8
    assert sum(bool(one.answers) for one in proposals) > 8
    assert sum(any(change.key.concept == LENGTH for change in one.changes) for one in proposals) > 8
    assert sum(bool(result.by_deviating and result.by_deviating.proposals) for result in results) > 8
    assert sum(len(one.answers) > 1 for one in proposals) > 4
    assert sum(shares_a_fact(result) for result in results) > 2
    assert sum(len(one.hindrances) > 1 for one in results) > 2


def shares_a_fact(result: Flip) -> bool:
    """Return whether two of the smallest changes have one fact in common, and another not."""
    sets = [{change.key for change in one.changes} for one in result.by_facts.proposals] if result.by_facts else []
    return any(one & other and one != other for one in sets for other in sets)


def answered(case: Case, one: Proposal) -> list[Case]:
    """Return a case with the answers of a proposal, once for every value they leave."""
    cases = [case]
    for answer in one.answers:
        opened = next(item for item in one.loose.instance.opens if item.key == answer.key)
        left: list[Value] = [answer.value] if answer.value is not None else [
            int(atoms[0][-1]) if (atoms := opened.alternatives[index]) else False for index in answer.allowed]  # fmt: skip
        cases = [changed(item, {answer.key: value}, [one.target for one in item.deviations]) for item in cases for value in left]
    return cases


@pytest.mark.parametrize(("seed", "goal"), TASKS)
def test_a_proposal_gives_the_goal_with_the_fewest_answers_and_the_nearest_value(seed: int, goal: str) -> None:
    made, result = given(seed), found(seed, goal)
    for one in [one for ranked in (result.by_facts, result.by_deviating) if ranked for one in ranked.proposals]:
        for case in answered(one.case, one):
            assert set(possible(made.law, case)) <= set(GOALS[goal])
        # a decision to deviate implies that the outcome is unreasonable; a proposal to deviate has to ask for it
        asked: Values = {UNREASONABLE: None} if one.deviations and UNREASONABLE not in made.case.facts else {}
        unknown = [key for key, fact in changed(made.case, asked).facts.items() if fact.value is None]
        needed = len(one.answers)
        change: Values = {item.key: now(made, one.case, item.key) for item in one.changes}
        distance = apart(made, change)
        for other in every_value(made, list(change)):
            base = changed(made.case, asked | other, one.deviations)
            if apart(made, other) < distance:
                assert fewest(made, base, goal, unknown, needed + 1) != needed
            assert fewest(made, base, goal, unknown, needed) is None


def now(made: Small, case: Case, key: FactKey) -> Value:
    return case.applications[0].months if key.concept == LENGTH else case.facts[key].value


def every_value(made: Small, keys: list[FactKey]) -> Iterator[Values]:
    """Yield every way in which exactly some facts can change."""
    facts = present(made)
    others = [[one for one in values_of(made.law, key) if (type(one), one) != (type(facts[key]), facts[key])] for key in keys]
    for chosen in itertools.product(*others):
        yield dict(zip(keys, chosen, strict=True))


def apart(made: Small, change: Values) -> int:
    """Return how far changed numbers are from how they were; to appear or disappear is farther than any value."""
    facts, total = present(made), 0
    for key, value in change.items():
        concept, numbers = made.law.concepts[key.concept], (value, facts[key])
        if concept.has_value and any(one is False for one in numbers):
            total += concept.high - concept.low + 1
        elif concept.has_value:
            first, second = (one for one in numbers if isinstance(one, int))
            total += abs(first - second)
    return total


def fewest(made: Small, case: Case, goal: str, unknown: list[FactKey], below: int) -> int | None:
    """Return how many answers settle the goal, when fewer than a number do."""
    for size in range(min(below, len(unknown) + 1)):
        for keys in itertools.combinations(unknown, size):
            for chosen in itertools.product(*(values_of(made.law, key) for key in keys)):
                norms = [one.target for one in case.deviations]
                if set(possible(made.law, changed(case, dict(zip(keys, chosen, strict=True)), norms))) <= set(GOALS[goal]):
                    return size
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_deviations_are_the_fewest_that_spare_facts(seed: int) -> None:
    made, result = given(seed), found(seed, "toewijsbaar")
    if result.reached or "geblokkeerd" not in result.before.possible:
        assert result.by_deviating is None
        return
    facts = {key: value for key, value in present(made).items() if key != UNREASONABLE}
    own = [norm for norm, origin in made.origins.items() if origin == "eigen"]
    cost = [] if made.case.facts.get(UNREASONABLE, Fact(True)).value is not False else [UNREASONABLE]
    best: tuple[int, int] | None = None
    sets: set[tuple[frozenset[FactKey], frozenset[str]]] = set()
    for change in every_change(made, facts):
        for size in range(len(own) + 1):
            price = (weight(made.law, change), size + (len(cost) if size else 0))
            if best is not None and price > best:
                break
            for norms in itertools.combinations(own, size):
                values = {**change, **({UNREASONABLE: True} if size else {})}
                if set(possible(made.law, changed(made.case, values, norms))) & set(GOALS["toewijsbaar"]):
                    sets = sets if price == best else set()
                    best = price
                    sets.add((frozenset(change), frozenset(norms)))
    if best is None or (result.by_facts is not None and best[0] >= result.by_facts.weight):
        assert result.by_deviating is None or not result.by_deviating.proposals
        return
    assert result.by_deviating is not None
    shown = [(frozenset(item.key for item in one.changes) - {UNREASONABLE}, frozenset(one.deviations))
             for one in result.by_deviating.proposals]  # fmt: skip
    assert (result.by_deviating.weight, set(shown)) == (best[0], sets)
    assert all(len(one.deviations) + sum(item.key == UNREASONABLE for item in one.changes) == best[1]
               for one in result.by_deviating.proposals)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_in_the_way_cannot_be_taken_away(seed: int) -> None:
    made, result = given(seed), found(seed, "toewijsbaar")
    if result.by_facts is not None or result.reached:
        assert result.hindrances == ()
        return
    kinds = [one.obstacle for one in result.hindrances]
    assert kinds
    tried = [changed(made.case, change) for change in every_change(made, present(made))]
    outcomes = [one for case in tried for one in every_answer(made, case)]

    def met(left: list[Obstacle]) -> bool:
        return any(all(is_met(one, kind.kind, kind.norm) for kind in left) for one in outcomes)

    if any(not met([kind]) for kind in kinds):
        assert not any(met([kind]) for kind in kinds)
        return
    assert not met(kinds)
    assert all(met(kinds[:place] + kinds[place + 1 :]) for place in range(len(kinds)))


def every_answer(made: Small, case: Case) -> Iterator[Outcome]:
    unknown = [key for key, fact in case.facts.items() if fact.value is None and key != UNREASONABLE]
    for chosen in itertools.product(*(values_of(made.law, key) for key in unknown)):
        values: Values = dict(zip(unknown, chosen, strict=True))
        yield Assessment(changed(case, values), made.law, NOTHING_ELSE).outcomes[0]


def is_met(outcome: Outcome, kind: str, norm: str) -> bool:
    worlds, identity = outcome.assessment.worlds, outcome.application.id
    if kind == BLOCKED:
        return worlds.holds(("belemmering", identity, '"' + norm)) is False
    if kind == NO_BASIS:
        return worlds.holds(("grondslag", identity)) is True
    assert kind == REFUSABLE
    return worlds.holds(("weigerbaar", identity)) is False


def test_the_order_does_not_depend_on_the_order_of_the_facts() -> None:
    for seed in SEEDS:
        made = given(seed)
        turned = made.case._replace(facts=dict(reversed(list(made.case.facts.items()))))
        result = flip(turned, made.law, PERSON, KIND, "toewijsbaar", limit=ALL)
        assert result is not None
        for one, other in ((result.by_facts, found(seed, "toewijsbaar").by_facts),
                           (result.by_deviating, found(seed, "toewijsbaar").by_deviating)):  # fmt: skip
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert [[item.key for item in p.changes] for p in one.proposals] == [
                    [item.key for item in p.changes] for p in other.proposals]  # fmt: skip
