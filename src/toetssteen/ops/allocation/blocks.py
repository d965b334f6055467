"""A problem in blocks: options that small limits tie together, all the ways to choose in each, and the limits over many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from toetssteen.ops.allocation.problem import Choice, Limit, Problem

# A block has no more options than this: all ways to choose among them are written out.
MOST_OPTIONS = 10
# An aim counts this many times the next for what a choice begins with; the order is kept strictly in what follows.
BEFORE = 20.0


class Way(NamedTuple):
    """A way to choose in a block: its options, what they score, and what they weigh for each wide limit (by its number)."""

    options: tuple[int, ...]
    score: float
    weights: tuple[tuple[int, int], ...]


class Blocks(NamedTuple):
    """The ways to choose per block, and the limits that span blocks."""

    ways: tuple[tuple[Way, ...], ...]
    wide: tuple[Limit, ...]

    def options(self, block: int) -> tuple[int, ...]:
        """Return the options of a block that any of its ways chooses."""
        return tuple(sorted({one for way in self.ways[block] for one in way.options}))


def blocks_of(problem: Problem) -> Blocks:
    """Return a problem in blocks; a block without any way means that no choice keeps all limits."""
    limits = [*problem.limits, *(limit for one in problem.choices for limit in _as_limits(one))]
    above = list(range(problem.size))

    def block(option: int) -> int:
        while above[option] != option:
            above[option] = above[above[option]]
            option = above[option]
        return option

    sizes, wide = [1] * problem.size, []
    own: list[Limit] = []
    for limit in sorted(limits, key=lambda one: len(one.weights)):
        roots = {block(one) for one in limit.weights}
        impossible = not roots and limit.room < 0  # it is in no block, and no choice keeps it
        if impossible or sum(sizes[one] for one in roots) > MOST_OPTIONS:
            wide.append(limit)
            continue
        own.append(limit)
        for one, other in pairwise(sorted(roots)):
            above[one] = other
            sizes[other] += sizes[one]
    members: dict[int, list[int]] = {}
    for option in range(problem.size):
        members.setdefault(block(option), []).append(option)
    inside: dict[int, list[Limit]] = {one: [] for one in members}
    for limit in own:
        if limit.weights:
            inside[block(next(iter(limit.weights)))].append(limit)
    scores, weighs = added(problem), _weights(problem.size, wide)
    ways = (_ways(options, inside[root]) for root, options in members.items())
    return Blocks(tuple(tuple(_way(one, scores, weighs) for one in block) for block in ways), tuple(wide))


def _as_limits(choice: Choice) -> list[Limit]:
    most = Limit(choice.key, 1, dict.fromkeys(choice.options, 1))
    return [most, Limit(choice.key, -1, dict.fromkeys(choice.options, -1))] if choice.owed else [most]


def _weights(size: int, wide: Sequence[Limit]) -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = [[] for _option in range(size)]
    for number, limit in enumerate(wide):
        for option, weight in limit.weights.items():
            found[option].append((number, weight))
    return found


def _ways(options: Sequence[int], limits: Sequence[Limit]) -> list[tuple[int, ...]]:
    """Return every set of some options that keeps some limits."""
    found: list[tuple[tuple[int, ...], list[int]]] = [((), [0] * len(limits))]
    only_up = [min(one.weights.values()) >= 0 for one in limits]
    for option in options:
        step = [one.weights.get(option, 0) for one in limits]
        for chosen, totals in found[:]:
            now = [total + weight for total, weight in zip(totals, step, strict=True)]
            if not any(up and total > one.room for up, total, one in zip(only_up, now, limits, strict=True)):
                found.append(((*chosen, option), now))
    return [chosen for chosen, totals in found if all(t <= one.room for t, one in zip(totals, limits, strict=True))]


def _way(options: tuple[int, ...], scores: Sequence[float], weighs: Sequence[list[tuple[int, int]]]) -> Way:
    weights: dict[int, int] = {}
    for option in options:
        for number, weight in weighs[option]:
            weights[number] = weights.get(number, 0) + weight
    return Way(options, sum(scores[one] for one in options), tuple(weights.items()))


def added(problem: Problem) -> list[float]:
    """Return a score per option: the aims added up, each counting much more than the next."""
    found = [0.0] * problem.size
    for place, aim in enumerate(reversed(problem.aims)):
        most = max(map(abs, aim.scores.values()), default=0)
        for option, score in aim.scores.items():
            if most and not aim.groups:
                found[option] += BEFORE**place * score / most * (-1 if aim.least else 1)
    return found
