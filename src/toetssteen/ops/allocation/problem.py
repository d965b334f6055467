"""What is to be chosen under ceilings, as data: options, limits, choices and aims; no law and no solver in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

# clingo and the guards of the law count in 32 bits; sums of exact cents are checked against this before solving.
LARGEST = 2**31 - 1


class Limit(NamedTuple):
    """A limit: what the chosen options weigh together is at most ``room``; money in cents, persons as a count."""

    key: str
    room: int
    weights: Mapping[int, int]


class Choice(NamedTuple):
    """Options of which at most one is chosen, or exactly one when the choice is ``owed``."""

    key: str
    options: tuple[int, ...]
    owed: bool = False


class Aim(NamedTuple):
    """What a choice is to be good for, the first aim before all others.

    The sum of ``scores`` over the chosen options is made as large as can be (as small, with ``least``). With ``groups``
    it is the smallest share of any group that is made as large as can be: ``scores`` then count, and a group is a tuple
    of options with the number its share is of. Later aims may cost it ``tolerance`` thousandths of what was reached; it
    counts as best when nothing is better by ``precision`` or more.
    """

    key: str
    scores: Mapping[int, int]
    least: bool = False
    tolerance: int = 0
    precision: int = 1
    groups: tuple[tuple[tuple[int, ...], int], ...] = ()

    @property
    def furthest(self) -> int:
        """A value that no choice can pass, without any search."""
        if self.groups:
            return 1000
        return sum(min(one, 0) if self.least else max(one, 0) for one in self.scores.values())


class Problem(NamedTuple):
    """A choice among numbered options 0 … ``size`` - 1."""

    size: int
    limits: tuple[Limit, ...] = ()
    choices: tuple[Choice, ...] = ()
    aims: tuple[Aim, ...] = ()

    def value(self, aim: Aim, chosen: Sequence[int]) -> int:
        """Return what a choice reaches for an aim; of groups the smallest share, in thousandths."""
        taken = set(chosen)
        if aim.groups:
            return min(1000 * sum(aim.scores.get(one, 1) for one in options if one in taken) // size
                       for options, size in aim.groups)  # fmt: skip
        return sum(score for one, score in aim.scores.items() if one in taken)

    def broken(self, chosen: Sequence[int]) -> tuple[str, ...]:
        """Return the limits and choices that a set of options does not keep."""
        taken = set(chosen)
        limits = [one.key for one in self.limits if sum(w for o, w in one.weights.items() if o in taken) > one.room]
        counted = [(one, sum(option in taken for option in one.options)) for one in self.choices]
        return (*limits, *(one.key for one, count in counted if count > 1 or (one.owed and not count)))


class TooLarge(Exception):
    """Amounts whose sum leaves 32 bits: nothing may be computed with them."""


def check_sizes(problem: Problem) -> None:
    """Raise TooLarge when a limit, or all that could be counted against one, leaves 32 bits."""
    for one in problem.limits:
        if max(abs(one.room), sum(map(abs, one.weights.values()))) > LARGEST:
            raise TooLarge(one.key)
