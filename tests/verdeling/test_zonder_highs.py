"""Choosing with clingo alone: blocks, prices, parts, and what is said of it, against trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from benchmarks.verdelen import invented

from tests.verdeling.toeval import best_values, every_choice, random_problem
from toetssteen.ops.allocation import without
from toetssteen.ops.allocation.blocks import blocks_of
from toetssteen.ops.allocation.optimise import optimise
from toetssteen.ops.allocation.parts import Parts
from toetssteen.ops.allocation.prices import begin, bound_of, prices_of, sharper
from toetssteen.ops.allocation.problem import Aim, Limit, Problem
from toetssteen.ops.allocation.without import search

SEEDS = range(300)
BLOCKS = [SEEDS[start : start + 50] for start in range(0, len(SEEDS), 50)]


def ids(seeds: range) -> str:
    return f"{seeds[0]}-{seeds[-1]}"


@pytest.mark.parametrize("seeds", BLOCKS, ids=ids)
def test_the_ways_of_all_blocks_that_keep_the_wide_limits_are_the_choices(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", 3)
    for seed in seeds:
        problem = random_problem(seed)
        found = blocks_of(problem)
        together = {tuple(sorted(one for way in ways for one in way.options)) for ways in product(*found.ways)}
        kept = {one for one in together if not Problem(problem.size, found.wide).broken(one)}
        assert kept == {one for one in every_choice(problem) if not problem.broken(one)}, seed


@pytest.mark.parametrize("seeds", BLOCKS, ids=ids)
def test_no_choice_passes_the_bound_at_any_prices(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", 3)
    for seed in seeds:
        problem = random_problem(seed)
        best = best_values(problem)
        if best is None or problem.aims[0].groups:
            continue
        aim = problem.aims[0]
        blocks = blocks_of(problem._replace(aims=(aim,)))
        first = prices_of(blocks)
        for prices in (first, sharper(blocks, first, 0.0), [0.0] * len(first), [one * 7 for one in first]):
            assert bound_of(blocks, prices, aim) >= best[0], seed
        least = aim._replace(least=True)
        lowest = best_values(problem._replace(aims=(least,)))
        assert lowest is not None
        assert bound_of(blocks, first, least) <= lowest[0], seed


@pytest.mark.parametrize("seeds", BLOCKS, ids=ids)
def test_what_it_begins_with_keeps_every_limit(seeds: range) -> None:
    for seed in seeds:
        problem = random_problem(seed)
        blocks = blocks_of(problem)
        if all(blocks.ways):
            start = begin(blocks, prices_of(blocks))
            assert start is None or problem.broken(start) == (), seed


@pytest.mark.parametrize("seeds", BLOCKS, ids=ids)
def test_in_parts_it_says_no_more_than_is_so(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(without, "WHOLE", 0)
    monkeypatch.setattr(without, "PATIENCE", 3)
    for seed in seeds:
        problem = random_problem(seed)
        found, wanted = search(problem), best_values(problem, tolerant=False)
        assert (found.chosen is None) == found.impossible == (wanted is None), seed
        if found.chosen is None or wanted is None:
            continue
        assert problem.broken(found.chosen) == ()
        assert [one.value for one in found.reached] == [problem.value(aim, found.chosen) for aim in problem.aims]
        first = found.reached[0]
        assert first.value <= wanted[0] <= first.bound, seed
        if found.proven:
            assert [one.value for one in found.reached] == wanted, seed


def test_a_part_is_the_rest_held() -> None:
    problem = random_problem(3)
    parts = Parts(problem)
    kept = [one for one in every_choice(problem) if not problem.broken(one)]
    free = range(0, problem.size, 2)
    for chosen in kept[:20]:
        held = set(chosen).difference(free)
        same_rest = {tuple(one) for one in kept if set(one).difference(free) == held}
        part = parts.part(free, chosen)
        found = {tuple(sorted((*held, *(free[one] for one in some)))) for some in every_choice(part) if not part.broken(some)}
        assert found == same_rest


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_persons_are_served_nearly_as_well_as_can_be(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(without, "PATIENCE", 20)
    whole = invented(150, seed)
    problem = whole._replace(aims=whole.aims[1:2])
    said: list[int] = []
    found = search(problem, progress=lambda _aim, value, _bound: said.append(value))
    best = optimise(problem).reached[0]
    assert best.proven
    assert said == sorted(said)
    assert 0.96 * best.value <= found.reached[0].value <= best.value <= found.reached[0].bound
    assert problem.broken(found.chosen or ()) == ()


def test_the_same_seed_gives_the_same_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(without, "PATIENCE", 10)
    problem = invented(80, 4)
    assert len({search(problem, seed=5).chosen for _round in range(2)}) == 1


def test_a_block_that_cannot_be_and_a_problem_without_aims() -> None:
    stuck = Problem(60, (Limit("nooit", -1, {0: 1}),), (), (Aim("aantal", dict.fromkeys(range(60), 1)),))
    assert search(stuck).impossible
    free = search(Problem(60, (Limit("plaatsen", 2, dict.fromkeys(range(60), 1)),)))
    assert free.chosen is not None
    assert free.reached == ()
