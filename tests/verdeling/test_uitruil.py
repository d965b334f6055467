"""What mixing ways to choose says of an aim, and the search at that bound, against trying everything and HiGHS by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from benchmarks.verdelen import invented

from tests.verdeling.toeval import best_values, random_problem
from toetssteen.ops.allocation import exchange
from toetssteen.ops.allocation.exchange import LITTLE, MUCH, Exchange
from toetssteen.ops.allocation.highs import NONE, SOLVED
from toetssteen.ops.allocation.matching import Rows, Sets
from toetssteen.ops.allocation.optimise import _Optimiser, optimise
from toetssteen.ops.allocation.problem import Aim, Limit, Problem
from toetssteen.ops.allocation.relaxed import Relaxed, relax

SEEDS = range(300)
BLOCKS = [SEEDS[start : start + 25] for start in range(0, len(SEEDS), 25)]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small problems have limits over many too, so that ways are mixed and exchanged."""
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", 3)


def relaxations(seeds: range) -> Iterator[tuple[Problem, Relaxed, int]]:
    """Yield random problems with one aim, what mixing says of it, and the best value of all."""
    for seed in seeds:
        problem = random_problem(seed)
        for aim in problem.aims:
            alone = problem._replace(aims=(aim,))
            best = best_values(alone)
            relaxed = None if aim.groups else relax(alone, aim, 10, 1)
            if isinstance(relaxed, Relaxed) and best is not None:
                yield alone, relaxed, best[0]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda one: f"{one[0]}-{one[-1]}")
def test_what_is_wanted_is_found_exactly_where_there_is_a_choice(seeds: range) -> None:
    count = 0
    for problem, relaxed, best in relaxations(seeds):
        better = relaxed.sign
        assert better * relaxed.bound >= better * best
        beyond = Exchange(relaxed, best + better, 1).thoroughly(time.perf_counter() + 10)
        assert beyond == (NONE, None)
        status, chosen = Exchange(relaxed, best, 1).thoroughly(time.perf_counter() + 10)
        assert status == SOLVED
        assert chosen is not None
        assert problem.value(relaxed.aim, chosen) == best
        assert problem.broken(chosen) == ()
        count += 1
    assert count


def test_what_a_choice_loses_and_leaves_is_what_it_scores_less() -> None:
    problem = invented(40, 3)
    for aim in problem.aims:
        relaxed = relax(problem, aim, 10, 1)
        assert isinstance(relaxed, Relaxed)
        draw = np.random.default_rng(4)
        for _round in range(20):
            ways = [int(draw.choice(np.nonzero(relaxed.block == one)[0])) for one in range(len(relaxed.blocks.ways))]
            rooms = np.array([one.room for one in relaxed.blocks.wide])
            left = rooms - relaxed.weights[ways, :-1].sum(axis=0)
            lost = relaxed.loss[ways].sum() + left @ relaxed.prices[:-1]
            assert relaxed.value - lost == pytest.approx(problem.value(aim, relaxed.options(ways)))


@pytest.mark.parametrize("effort", [LITTLE, MUCH], ids=["weinig", "veel"])
def test_rounds_alone_find_what_keeps_every_limit(effort: exchange.Effort) -> None:
    problem = invented(300, 11)
    aim = problem.aims[1]
    relaxed = relax(problem, aim, 30, 1)
    assert isinstance(relaxed, Relaxed)
    search = Exchange(relaxed, relaxed.bound - 1, 1)
    assert (search.over < 0).any()  # the first ways do not do
    chosen = search._rounds(effort._replace(rounds=8), lambda: False)
    assert chosen is not None
    assert problem.value(aim, chosen) >= relaxed.bound - 1
    assert problem.broken(chosen) == ()


def test_both_searches_agree_and_the_same_seed_gives_the_same_choice() -> None:
    problem = invented(120, 2)
    first, again = (optimise(problem, seconds=60, seed=5) for _round in range(2))
    assert first.proven
    assert first.chosen == again.chosen
    by_itself = _Optimiser(problem, seed=1)
    for one, aim in zip(first.reached, problem.aims, strict=True):
        found = by_itself._search(aim, None, 60)
        assert found.status == SOLVED
        assert found.chosen is not None
        assert problem._replace(limits=(*problem.limits, *by_itself.kept)).value(aim, found.chosen) == one.value
        by_itself._keep(aim, one.value)


def test_sets_match_when_together_they_change_what_is_asked() -> None:
    draw = np.random.default_rng(1)
    changes = draw.integers(-4, 5, size=(60, 3))
    sets = Sets(np.arange(60)[:, None], changes, np.zeros(60))
    target = np.array([1, -2, 3])
    rows = Rows(np.array([0, 1, 2]), np.array([], dtype=np.int64), np.ones(3), draw)
    one, other = rows.cells(sets, 1).matches(target).pairs(10_000, draw)
    found = set(zip(one.tolist(), other.tolist(), strict=True))
    assert found == {(i, j) for i in range(60) for j in range(60) if (changes[i] + changes[j] == target).all()}
    assert found


def test_no_exchange_and_too_much_is_no_choice() -> None:
    problem = Problem(8, (Limit("plaatsen", 1, dict.fromkeys(range(8), 1)),), (), (Aim("aantal", dict.fromkeys(range(8), 1)),))
    relaxed = relax(problem, problem.aims[0], 10, 1)
    assert isinstance(relaxed, Relaxed)
    assert relaxed.bound == 1
    assert Exchange(relaxed, 2, 1).thoroughly(time.perf_counter() + 10) == (NONE, None)


def test_with_large_amounts_what_floats_are_off_rules_out_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.ops.allocation.optimise.MANY", 0)
    monkeypatch.setattr("toetssteen.ops.allocation.blocks.MOST_OPTIONS", 1)
    limits = (
        Limit("a", 6, {5: 1, 6: 3, 4: 1, 3: 3, 7: 1, 2: 1, 8: 3}),
        Limit("b", 7, {6: 1, 1: 1, 3: 2, 7: 3, 8: 1, 4: 1, 2: 1}),
    )
    unit = 1142154671
    scores = {0: unit + 3, 1: unit, 2: 3 * unit + 4, 3: unit, 4: unit + 3, 5: unit + 2, 6: unit + 2, 7: unit + 2, 8: 3 * unit + 2}
    problem = Problem(9, limits, (), (Aim("behoefte", scores),))
    found = optimise(problem)
    assert [one.bound for one in found.reached] == [one.value for one in found.reached] == best_values(problem)
    assert found.proven
