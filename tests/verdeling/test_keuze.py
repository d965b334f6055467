"""The best choice, the check of a choice and the conflicts, against trying everything."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from tests.verdeling.toeval import best_values, random_problem, smallest_conflicts
from toetssteen.ops.allocation.blocks import MOST_OPTIONS
from toetssteen.ops.allocation.exact import broken, conflicts
from toetssteen.ops.allocation.highs import SOLVED, STOPPED, Solving
from toetssteen.ops.allocation.optimise import MANY, _Best, _Optimiser, optimise
from toetssteen.ops.allocation.problem import LARGEST, Aim, Choice, Limit, Problem, TooLarge, check_sizes
from toetssteen.ops.allocation.without import search

SEEDS = range(300)
BLOCKS = [SEEDS[start : start + 25] for start in range(0, len(SEEDS), 25)]


@pytest.mark.parametrize(("many", "block"), [(MANY, MOST_OPTIONS), (0, 3)], ids=["opties", "manieren"])
@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda one: f"{one[0]}-{one[-1]}")
def test_the_best_choice_is_the_best_of_all(seeds: range, many: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.optimise.MANY", many)  # 0: with a column per way to choose first
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", block)
    for seed in seeds:
        problem = random_problem(seed)
        found, wanted = optimise(problem), best_values(problem)
        assert (found.chosen is None) == found.impossible == (wanted is None), seed
        if found.chosen is not None:
            assert [one.value for one in found.reached] == wanted, seed
            assert found.proven
            assert [one.bound for one in found.reached] == wanted, seed
            assert broken(problem, found.chosen) == problem.broken(found.chosen) == ()


@pytest.mark.parametrize("seeds", BLOCKS[::3], ids=lambda one: f"{one[0]}-{one[-1]}")
def test_clingo_alone_finds_the_same_on_small_problems(seeds: range) -> None:
    for seed in seeds:
        problem = random_problem(seed)
        found, wanted = search(problem), best_values(problem, tolerant=False)
        assert (found.chosen is None) == (wanted is None), seed
        if found.chosen is not None:
            assert [one.value for one in found.reached] == wanted, seed
            assert found.proven


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda one: f"{one[0]}-{one[-1]}")
def test_conflicts_are_all_smallest_ones(seeds: range) -> None:
    for seed in seeds:
        problem = random_problem(seed)
        if best_values(problem) is None:
            assert sorted(tuple(sorted(one)) for one in conflicts(problem, 1000)) == smallest_conflicts(problem), seed
        else:
            assert conflicts(problem) == (), seed


@pytest.mark.parametrize("seed", SEEDS[::10])
def test_the_check_sees_every_broken_limit(seed: int) -> None:
    problem, draw = random_problem(seed), Random(seed)
    for _round in range(5):
        chosen = tuple(one for one in range(problem.size) if draw.random() < 0.6)
        assert set(broken(problem, chosen)) == set(problem.broken(chosen))


def test_nothing_to_choose() -> None:
    found = optimise(Problem(0, aims=(Aim("aantal", {}),)))
    assert (found.chosen, found.proven) == ((), True)


def test_the_same_seed_gives_the_same_choice() -> None:
    problem = random_problem(7)._replace(aims=())
    assert len({optimise(problem, seed=3).chosen for _round in range(3)}) == 1


def test_a_tolerance_gives_the_next_aim_room() -> None:
    limits = (Limit("geld", 100, {0: 100, 1: 1}),)
    aims = [Aim("behoefte", {0: 100, 1: 99}, tolerance=one) for one in (0, 20)]
    chosen = [optimise(Problem(2, limits, (), (aim, Aim("kosten", {0: 100, 1: 1}, least=True)))).chosen for aim in aims]
    assert chosen == [(0,), (1,)]


def test_amounts_beyond_32_bits_are_refused() -> None:
    for room, weights in ((LARGEST + 1, {0: 1}), (10, {0: LARGEST, 1: 1})):
        problem = Problem(2, (Limit("geld", room, weights),))
        with pytest.raises(TooLarge):
            check_sizes(problem)
        with pytest.raises(TooLarge):
            broken(problem, (0, 1))
    check_sizes(Problem(2, (Limit("geld", LARGEST, {0: LARGEST - 1, 1: 1}),)))


def test_what_is_owed_and_does_not_fit() -> None:
    problem = Problem(2, (Limit("plaatsen", 1, {0: 1, 1: 1}), Limit("geld", 9, {0: 1, 1: 1})),
                      (Choice("plicht0", (0,), owed=True), Choice("plicht1", (1,), owed=True)))  # fmt: skip
    assert optimise(problem).impossible
    assert conflicts(problem) == (("plaatsen", "plicht0", "plicht1"),)


def test_out_of_time_is_not_called_proven() -> None:
    draw = Random(5)
    weights = [{one: draw.randint(10**5, 10**6) for one in range(60)} for _row in range(5)]
    limits = tuple(Limit(f"geld{number}", sum(row.values()) // 2, row) for number, row in enumerate(weights))
    found = optimise(Problem(60, limits, (), (Aim("waarde", weights[0]),)), seconds=0.3)
    assert not found.proven
    assert found.chosen is None or found.reached[0].bound >= found.reached[0].value


def test_values_are_in_the_order_of_the_aims() -> None:
    aims = (Aim("a", {0: 2, 1: 1}), Aim("b", {0: 0, 1: 5}))
    found = [optimise(Problem(2, (Limit("een", 1, {0: 1, 1: 1}),), (), order)) for order in (aims, aims[::-1])]
    assert [one.chosen for one in found] == [(0,), (1,)]
    assert all(one.reached[0].value >= other.reached[1].value for one, other in pairwise(found))


def test_a_search_that_was_stopped_does_not_stop_the_next() -> None:
    problem = random_problem(7)
    search = _Optimiser(problem, seed=1)
    assert search._search(problem.aims[0], None, 10).status == SOLVED
    search.model.clearSolver()
    stopped = Solving(search.model, 10)
    stopped.stopped = True
    with stopped:
        while not stopped.wait(1):
            pass
        assert stopped.status() != SOLVED
    assert search._search(problem.aims[0], None, 10).status == SOLVED


@pytest.mark.parametrize("many", [0, MANY])
def test_a_limit_or_a_duty_without_options_that_cannot_be_kept_is_impossible(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.optimise.MANY", many)
    aims = (Aim("aantal", {0: 1}),)
    assert optimise(Problem(1, (Limit("leeg", -1, {}),), (), aims)).impossible
    assert optimise(Problem(1, (), (Choice("plicht", (), owed=True),), aims)).impossible
    assert optimise(Problem(1, (Limit("leeg", 0, {}),), (Choice("tijdvak", ()),), aims)).chosen == (0,)


def test_a_later_aim_takes_no_unit_of_what_a_large_one_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.optimise.MANY", 0)
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", 1)
    room = Limit("geld", 61410, {one: 37035 if one in (2, 5, 6) else 12345 for one in (4, 2, 7, 0, 5, 8, 1, 6, 3)})
    unit = 161443338
    scores = dict(enumerate((2 * unit, unit, unit + 2, unit + 2, unit, 2 * unit, unit + 2, unit, unit + 1)))
    costs = dict(enumerate((*[unit + 1] * 4, unit, unit + 1, 2 * unit, unit, 2 * unit)))
    found = optimise(Problem(9, (room,), (), (Aim("behoefte", scores), Aim("kosten", costs, least=True))))
    assert found.chosen is not None
    assert found.reached[0].proven
    assert sum(scores[one] for one in found.chosen) == found.reached[0].value


def test_what_the_search_at_the_bound_found_is_kept_when_time_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(2, (), (), (Aim("aantal", {0: 1, 1: 1}),))
    monkeypatch.setattr(_Optimiser, "_at_bound", lambda *_given: _Best("", (0,), 2))
    monkeypatch.setattr(_Optimiser, "_search", lambda *_given: _Best(STOPPED, None, 2))
    for start in (None, ()):
        found = optimise(problem, start=start)
        assert (found.chosen, found.proven) == ((0,), False)


def test_a_beginning_that_breaks_a_limit_is_left() -> None:
    problem = Problem(1, (Limit("plaatsen", 0, {0: 1}),), (Choice("plicht", (0,), owed=True),), (Aim("aantal", {0: 1}),))
    found = optimise(problem, start=(0,))
    assert (found.chosen, found.impossible) == (None, True)
