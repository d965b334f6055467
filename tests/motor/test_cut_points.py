"""Cut points: the few values an unknown number is tried with show every way the comparisons can go."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pytest

from tests.motor.mini import mini_law
from toetssteen.kb.cut_points import MOST_LISTED, Meeting, Unknown, alternatives, by_predicate, compared_sources, cut_points

LOW, HIGH = 0, 1_500
Test = Callable[[int], bool]


def quotient(above: int, below: int) -> int:
    """Return a quotient as clingo computes it: truncated."""
    return abs(above) // abs(below) * (1 if (above < 0) == (below < 0) else -1)


def drawn_from(draw: random.Random) -> tuple[Meeting, list[Test]]:
    """Return the numbers of a comparison and the tests that rules can make with them."""
    one, other, part, count = draw.randint(0, 900), draw.randint(0, 900), draw.randint(1, 100), draw.randint(1, 12)
    plain: list[Test] = [lambda x: x > one, lambda x: x >= one, lambda x: x == one, lambda x: x + one > other,
                         lambda x: x - one >= other, lambda x: one - x > other, lambda x: x == one + other]  # fmt: skip
    shares: list[Test] = [lambda x: quotient(x * part, 100) > one, lambda x: quotient(x * part, 100) >= one,
                          lambda x: x > quotient(one * part, 100), lambda x: x * 100 > one * part]  # fmt: skip
    times: list[Test] = [lambda x: x * count > one, lambda x: x > one * count, lambda x: quotient(x, count) >= one,
                         lambda x: x >= quotient(one, count)]  # fmt: skip
    kind = draw.randrange(3)
    scales = [set(), {(part, 100)}, {(count, 1)}][kind]
    numbers = {one, other} | ({count} if kind == 2 else set())
    return Meeting(frozenset(numbers), frozenset(scales)), [plain, plain + shares, plain + times][kind]


@pytest.mark.parametrize("seed", range(60))
def test_every_way_the_tests_can_go_is_among_the_cut_points(seed: int) -> None:
    draw = random.Random(seed)
    drawn = [drawn_from(draw) for _ in range(draw.randint(1, 3))]
    tests = [test for _meeting, found in drawn for test in found]
    points = cut_points(LOW, HIGH, [meeting for meeting, _tests in drawn])

    def ways(values: range | tuple[int, ...]) -> set[tuple[bool, ...]]:
        return {tuple(test(value) for test in tests) for value in values}

    assert ways(points) == ways(range(LOW, HIGH + 1))
    assert len(points) < 700


@pytest.mark.parametrize("seed", range(20))
def test_both_sides_of_a_change_are_there(seed: int) -> None:
    meeting, tests = drawn_from(random.Random(seed))
    points = set(cut_points(LOW, HIGH, [meeting]))
    for value, test in product(range(LOW, HIGH), tests):
        if test(value) != test(value + 1):
            assert {value, value + 1} <= points


def test_a_small_range_is_tried_whole() -> None:
    law = mini_law()
    unknown = Unknown(law.concepts["mini_waarde"], ("mini_waarde", "p1"), frozenset(("p1",)))
    found = alternatives(unknown, {}, law)
    assert found == (*((("mini_waarde", "p1", value),) for value in range(101)), ())
    assert len(found) <= MOST_LISTED


def test_a_number_that_cannot_be_absent_is_there_in_every_world() -> None:
    law = mini_law()
    unknown = Unknown(law.concepts["werkuren"], ("werkuren", "z1"), frozenset(("z1",)))
    facts = (("parameter", "mini_uren", 32), ("werkuren", "z2", 77))
    found = alternatives(unknown, by_predicate(facts), law)
    values = [atoms[0][-1] for atoms in found]
    assert () not in found
    assert {1, 31, 32, 33, 168} <= set(values)
    assert 77 not in values


def test_cuts_come_from_what_the_rules_compare_with() -> None:
    law = mini_law()
    unknown = Unknown(law.concepts["reisvergoeding"], ("reisvergoeding", "z1"), frozenset(("z1", "p1")))
    facts = (("parameter", "mini_max", 20_000), ("parameter", "premie_bedrag", 30_000), ("reiskosten", "z1", 29_000))
    values = {atoms[0][-1] for atoms in alternatives(unknown, by_predicate(facts), law) if atoms}
    assert {0, 8_999, 9_000, 9_001, 500_000} <= values
    assert not {29_999, 30_000, 30_001} & values


def test_compared_sources_follow_calculations_and_derived_predicates() -> None:
    found = compared_sources(mini_law())
    assert frozenset((("reisvergoeding", 1, False), ("reiskosten", 1, False), ("mini_max", 0, False))) in found
    assert not any(source[0] == "mini_waarde" for sources in found for source in sources), (
        "een bedrag zonder vergelijking snijdt niets"
    )
