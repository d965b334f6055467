"""Functions of unknown facts as decision diagrams: shared, reduced and ordered, with a branch per alternative.

Every function is a number, and equal functions have the same number (Bryant 1986; for more than two
alternatives Srinivasan and others 1990). So whether a fact matters, whether something is certain, and
what is left after an answer can be read off, exactly, without trying worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FALSE, TRUE = 0, 1
# The smallest numbers are leaves: false and true, or the places of what a function chooses between.
LEAVES = 8
LOWEST = 1 << 30


class TooLarge(Exception):
    """A function has so many parts that working it out would take too long."""


class Diagram:
    """All functions over one order of facts; ``level`` is the place of the fact a function asks first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.level: list[int] = [LOWEST] * LEAVES
        self.branches: list[tuple[int, ...]] = [()] * LEAVES
        self.known: dict[tuple[int, tuple[int, ...]], int] = {}
        self.chosen: dict[tuple[int, int, int], int] = {}

    def node(self, level: int, branches: tuple[int, ...]) -> int:
        """Return the function that asks the fact at a level and goes on with the branch of its answer."""
        first = branches[0]
        if all(branch == first for branch in branches):
            return first
        found = self.known.get((level, branches))
        if found is None:
            found = self.known[level, branches] = len(self.level)
            if found > self.most:
                raise TooLarge
            self.level.append(level)
            self.branches.append(branches)
        return found

    def choose(self, test: int, then: int, otherwise: int) -> int:
        """Return the function that is ``then`` where a test holds and ``otherwise`` elsewhere."""
        if test == TRUE or then == otherwise:
            return then
        if test == FALSE:
            return otherwise
        if then == TRUE and otherwise == FALSE:
            return test
        key = (test, then, otherwise)
        found = self.chosen.get(key)
        if found is None:
            found = self.chosen[key] = self._choose(test, then, otherwise)
        return found

    def _choose(self, test: int, then: int, otherwise: int) -> int:
        level = min(self.level[test], self.level[then], self.level[otherwise])
        parts = [self.branches[one] if self.level[one] == level else None for one in (test, then, otherwise)]
        count = next(len(part) for part in parts if part is not None)
        tests, thens, others = (part or (one,) * count for part, one in zip(parts, (test, then, otherwise), strict=True))
        return self.node(level, tuple(map(self.choose, tests, thens, others)))

    def both(self, one: int, other: int) -> int:
        """Return the function that holds where both do."""
        return self.choose(one, other, FALSE) if one >= other else self.choose(other, one, FALSE)

    def either(self, one: int, other: int) -> int:
        """Return the function that holds where one of them does."""
        return self.choose(one, TRUE, other) if one >= other else self.choose(other, TRUE, one)

    def negated(self, one: int) -> int:
        """Return the function that holds where another does not."""
        return self.choose(one, FALSE, TRUE)

    def all_of(self, functions: Iterable[int]) -> int:
        """Return the function that holds where all of them do."""
        found = TRUE
        for one in sorted(set(functions), key=self.level.__getitem__, reverse=True):
            found = self.both(one, found)
        return found

    def given(self, function: int, level: int, branch: int) -> int:
        """Return what is left of a function when the fact at a level has one of its alternatives."""
        done: dict[int, int] = {}

        def walk(one: int) -> int:
            here = self.level[one]
            if here > level:
                return one
            if here == level:
                return self.branches[one][branch]
            found = done.get(one)
            if found is None:
                found = done[one] = self.node(here, tuple(map(walk, self.branches[one])))
            return found

        return walk(function)

    def nodes(self, functions: Iterable[int]) -> set[int]:
        """Return the functions that some functions go on with, themselves included."""
        seen: set[int] = set()
        todo = list(functions)
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += self.branches[one]
        return seen

    def support(self, functions: Iterable[int]) -> set[int]:
        """Return the levels of the facts that some functions really depend on."""
        return {self.level[one] for one in self.nodes(functions)} - {LOWEST}

    def classes(self, functions: Iterable[int], level: int, count: int) -> list[list[int]]:
        """Return the alternatives of a fact in groups: those in one group make no difference to any of the functions."""
        asking = [self.branches[one] for one in self.nodes(functions) if self.level[one] == level]
        groups: dict[tuple[int, ...], list[int]] = {}
        for branch in range(count):
            groups.setdefault(tuple(part[branch] for part in asking), []).append(branch)
        return list(groups.values())

    def certain(self, function: int, allowed: Mapping[int, Iterable[int]]) -> bool:
        """Return whether a function holds in every world in which some facts have one of the allowed alternatives."""
        done: dict[int, bool] = {FALSE: False, TRUE: True}

        def walk(one: int) -> bool:
            found = done.get(one)
            if found is None:
                branches = self.branches[one]
                ways = allowed.get(self.level[one])
                found = done[one] = all(walk(branches[way]) for way in (range(len(branches)) if ways is None else ways))
            return found

        return walk(function)
