"""What would be reached as limits move together: the same search at more room and less.

Points far apart come first, so that an interruption leaves the whole range seen; each begins with the best of less room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from toetssteen.explain.frontier import Frontier, Moved, Point, marked
from toetssteen.ops.allocation.division import Division
from toetssteen.ops.allocation.optimise import Found
from toetssteen.ops.allocation.problem import Problem

NOW, WIDEST = 100, 200


class Axis(NamedTuple):
    """What is set against the cost: its name, whether less is better, its value and how that is said."""

    name: str
    least: bool
    value: Callable[[tuple[int, ...]], int]
    said: Callable[[int], str]


def percentages(points: int) -> list[int]:
    """Return the parts of the room to look at in the order to do so: the ends first, then in between; that of now is one."""
    steps = sorted({NOW, *(round(WIDEST * one / max(1, points - 1)) for one in range(points))})
    order, gaps = [0, len(steps) - 1], [(0, len(steps) - 1)]
    for low, high in gaps:
        middle = (low + high) // 2
        if middle not in (low, high):
            order.append(middle)
            gaps += [(low, middle), (middle, high)]
    return [steps[one] for one in dict.fromkeys(order)]


def frontier(division: Division, found: Found, moved: dict[str, Moved], axis: Axis, points: int,
             look: Callable[[Problem, tuple[int, ...] | None, str], Found]) -> Frontier:  # fmt: skip
    """Return what is reached at several rooms; what is finished when somebody interrupts it is kept.

    ``moved`` are limits by key, ``look`` searches a problem from a choice that keeps its limits, and is told which point it is.
    """
    problem = division.problem
    chosen: dict[int, tuple[int, ...]] = {NOW: found.chosen or ()}
    proven = {NOW: found.proven}
    impossible: list[int] = []
    late: list[int] = []
    order = percentages(points)
    try:
        for number, percent in enumerate(order, 1):
            if percent == NOW:
                continue
            wider = at_room(problem, moved, percent)
            start = next((chosen[one] for one in sorted(chosen, reverse=True) if one < percent), None)
            there = look(wider, start, f"{percent} procent van de ruimte ({number} van {len(order)})")
            if there.chosen is not None:
                chosen[percent], proven[percent] = there.chosen, there.proven
            else:
                (impossible if there.impossible else late).append(percent)
    except KeyboardInterrupt:
        pass
    found_points = [_point(division, moved, axis, percent, choice, proven=proven[percent]) for percent, choice in chosen.items()]
    return Frontier(tuple(moved.values()), axis.name, axis.least, marked(found_points, least=axis.least),
                    tuple(sorted(impossible)), tuple(sorted(late)), len(order))  # fmt: skip


def at_room(problem: Problem, moved: dict[str, Moved], percent: int) -> Problem:
    """Return a problem in which some limits leave a part of their room."""
    limits = tuple(one._replace(room=one.room * percent // NOW) if one.key in moved else one for one in problem.limits)
    return problem._replace(limits=limits)


def _point(division: Division, moved: dict[str, Moved], axis: Axis, percent: int, chosen: Sequence[int], *,
           proven: bool) -> Point:  # fmt: skip
    shares = division.of(chosen)
    value = axis.value(tuple(chosen))
    return Point(percent, tuple(one.room * percent // NOW for one in moved.values()), sum(one.euros for one in shares),
                 len({one.candidate.person for one in shares}), value, axis.said(value), proven)  # fmt: skip
