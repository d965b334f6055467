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
        self.reach: dict[int, int] = {}
        self.asked: dict[int, dict[int, list[tuple[int, ...]]]] = {}

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
        return self.fixed(function, {level: branch})

    def fixed(self, function: int, chosen: Mapping[int, int]) -> int:
        """Return what is left of a function when the facts at some levels each have one of their alternatives."""
        done: dict[int, int] = {}
        last = max(chosen, default=-1)

        def walk(one: int) -> int:
            here = self.level[one]
            if here > last:
                return one
            found = done.get(one)
            if found is None:
                branches = self.branches[one]
                found = walk(branches[chosen[here]]) if here in chosen else self.node(here, tuple(map(walk, branches)))
                done[one] = found
            return found

        return walk(function)

    def reached(self, function: int) -> int:
        """Return as bits which leaves a function has, and from bit ``LEAVES`` on the levels of the facts it depends on."""
        found = self.reach.get(function)
        if found is None:
            found = 1 << function if function < LEAVES else 1 << (LEAVES + self.level[function])
            for branch in set(self.branches[function]):
                found |= self.reached(branch)
            self.reach[function] = found
        return found

    def support(self, functions: Iterable[int]) -> list[int]:
        """Return the levels of the facts that some functions really depend on, in order."""
        bits = 0
        for one in functions:
            bits |= self.reached(one) >> LEAVES
        return [level for level in range(bits.bit_length()) if bits >> level & 1]

    def leaves(self, function: int) -> list[int]:
        """Return the leaves of a function."""
        return [leaf for leaf in range(LEAVES) if self.reached(function) >> leaf & 1]

    def asking(self, function: int) -> dict[int, list[tuple[int, ...]]]:
        """Return per level the branches of the functions that ask its fact, among those a function goes on with."""
        known = self.asked.get(function)
        if known is None:
            known = self.asked[function] = {}
            seen, todo = {function}, [function]
            while todo:
                one = todo.pop()
                known.setdefault(self.level[one], []).append(self.branches[one])
                new = set(self.branches[one]) - seen
                seen |= new
                todo += new
        return known

    def classes(self, function: int, level: int, count: int) -> list[list[int]]:
        """Return the alternatives of a fact in groups: those in one group make no difference to a function."""
        asking = self.asking(function).get(level, [])
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
