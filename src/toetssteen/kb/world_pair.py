"""Two worlds that differ in one unknown fact, one with an outcome and one without: what an open outcome hangs on.

The worlds of a case are all combinations of the alternatives of its unknown facts, so between any two of them
there is a path that changes one fact at a time, and where the two have different outcomes, some step of the path
changes the outcome. The fewest facts in which such worlds differ is therefore always one; what is searched for is
the step that is the easiest to understand: from the ordinary world, over the smallest change of value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toetssteen.kb.implicants import Answer, favourable
from toetssteen.kb.solver import CHOICE
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import Worlds

# Which alternative every unknown fact has, in the order of ``Instance.opens``.
Choices = tuple[int, ...]


class WorldPair(NamedTuple):
    """Two worlds that differ in one fact, and the outcome of each.

    ``first`` and ``second`` are that fact in either world; ``shared`` are the facts that both worlds need to have in
    common for these outcomes, none too many, and of numbers and days every value around theirs that would do as well;
    ``choices`` are the two worlds in full.
    """

    outcomes: tuple[GroundAtom, GroundAtom]
    first: Answer
    second: Answer
    shared: tuple[Answer, ...]
    choices: tuple[Choices, Choices]


def nearest_pair(worlds: Worlds, ones: Sequence[GroundAtom], others: Sequence[GroundAtom],
                 likely: Iterable[int] = ()) -> WorldPair | None:  # fmt: skip
    """Return two worlds that differ in one fact, one with an atom of ``ones``, one with an atom of ``others``.

    Every world must have exactly one atom of both together, as it has of outcomes. ``likely`` are the numbers of
    the facts to try first. None when no world has any of the one or of the other.
    """
    return _Search(worlds, ones, others).run(list(likely))


class _Search:
    def __init__(self, worlds: Worlds, ones: Sequence[GroundAtom], others: Sequence[GroundAtom]) -> None:
        self.worlds, self.opens = worlds, worlds.instance.opens
        self.ones = [atom for atom in ones if worlds.literal(atom) is not None]
        self.others = [atom for atom in others if worlds.literal(atom) is not None]

    def run(self, likely: list[int]) -> WorldPair | None:
        start = self._world(self.ones)
        if start is None or not self.others:
            return None
        for number in likely:
            for index in range(len(self.opens[number].alternatives)):
                changed = _with(start, number, index)
                if index != start[number] and self._is_other(changed):
                    return self._pair(*self._adjacent(start, changed, number), number)
        end = self._world(self.others)
        return None if end is None else self._between(start, end)

    def _world(self, atoms: list[GroundAtom]) -> Choices | None:
        """Return a world with one of some atoms: the ordinary one where that is possible."""
        usual = favourable(self.worlds)
        for extra in (usual, []):
            for atom in atoms:
                found = self.worlds.world([*extra, self._literal(atom)])
                if found is not None:
                    return tuple(self._chosen(number, found) for number in range(len(self.opens)))
        return None

    def _chosen(self, number: int, world: frozenset[GroundAtom]) -> int:
        unknown = self.opens[number]
        if unknown.is_flag:
            return 0 if unknown.alternatives[0][0] in world else 1
        return self.worlds.chosen(number, len(unknown.alternatives), world)

    def _between(self, start: Choices, end: Choices) -> WorldPair:
        """Halve the path between two worlds of either side until one step is left."""
        path = [number for number in range(len(self.opens)) if start[number] != end[number]]
        low, high = 0, len(path)
        while high - low > 1:
            middle = (low + high) // 2
            if self._is_other(_along(start, end, path[:middle])):
                high = middle
            else:
                low = middle
        first, second = _along(start, end, path[:low]), _along(start, end, path[:high])
        return self._pair(*self._adjacent(first, second, path[low]), path[low])

    def _adjacent(self, first: Choices, second: Choices, number: int) -> tuple[Choices, Choices]:
        """Bring the values of the fact in which two worlds differ as close together as possible."""
        low, high = first[number], second[number]
        while abs(high - low) > 1:
            middle = (low + high) // 2
            if self._is_other(_with(first, number, middle)):
                high = middle
            else:
                low = middle
        return _with(first, number, low), _with(second, number, high)

    def _is_other(self, choices: Choices) -> bool:
        return self._atom(choices, self.others) is not None

    def _atom(self, choices: Choices, atoms: list[GroundAtom]) -> GroundAtom | None:
        """Return which of some atoms a world has."""
        chosen = [self._choice(number, index) for number, index in enumerate(choices)]
        return next((atom for atom in atoms if self.worlds.core([*chosen, -self._literal(atom)]) is not None), None)

    def _choice(self, number: int, index: int) -> int:
        unknown = self.opens[number]
        if unknown.is_flag:
            literal = self._literal(unknown.alternatives[0][0])
            return literal if index == 0 else -literal
        return self._literal((CHOICE, number, index))

    def _literal(self, atom: GroundAtom) -> int:
        found = self.worlds.literal(atom)
        assert found is not None, atom
        return found

    # what both worlds share

    def _pair(self, first: Choices, second: Choices, number: int) -> WorldPair:
        one, other = self._atom(first, self.ones), self._atom(second, self.others)
        assert one is not None
        assert other is not None
        goals = [[self._choice(number, first[number]), -self._literal(one)],
                 [self._choice(number, second[number]), -self._literal(other)]]  # fmt: skip
        places = {self._choice(place, index): place for place, index in enumerate(first) if place != number}
        needed = {literal: [literal] for literal in self._needed(list(places), goals)}
        shared = []
        for literal in sorted(needed, key=places.__getitem__):
            answer = self._answer(places[literal], first)
            if answer.value is None:
                others = [one for key, part in needed.items() if key != literal for one in part]
                low, high = self._widest(places[literal], first[places[literal]], others, goals)
                needed[literal] = self._outside(places[literal], low, high)
                answer = answer._replace(allowed=tuple(range(low, high + 1)))
            shared.append(answer)
        return WorldPair((one, other), self._answer(number, first), self._answer(number, second), tuple(shared),
                         (first, second))  # fmt: skip

    def _widest(self, number: int, index: int, others: list[int], goals: list[list[int]]) -> tuple[int, int]:
        """Return the widest span of alternatives around one under which no goal can hold, found by halving."""
        ends = [index, index]
        for side, limit in ((0, 0), (1, len(self.opens[number].alternatives) - 1)):
            good, bad = ends[side], limit - 1 if side == 0 else limit + 1
            while abs(bad - good) > 1:
                ends[side] = (good + bad) // 2
                if self._cores([*others, *self._outside(number, *ends)], goals) is None:
                    bad = ends[side]
                else:
                    good = ends[side]
            ends[side] = good
        return ends[0], ends[1]

    def _outside(self, number: int, low: int, high: int) -> list[int]:
        """Return as literals that none of the alternatives outside a span is chosen."""
        places = range(len(self.opens[number].alternatives))
        return [-self._choice(number, place) for place in places if not low <= place <= high]

    def _answer(self, number: int, choices: Choices) -> Answer:
        unknown, index = self.opens[number], choices[number]
        return Answer(unknown.key, index == 0, ()) if unknown.is_flag else Answer(unknown.key, None, (index,))

    def _needed(self, choices: list[int], goals: list[list[int]]) -> list[int]:
        """Return choices without which one of the goals could hold: leave out what can be, in large parts first."""
        needed = self._cores(choices, goals)
        assert needed is not None
        size = max(1, len(needed) // 2)
        while True:
            start = 0
            while start < len(needed):
                found = self._cores(needed[:start] + needed[start + size :], goals)
                if found is None:
                    start += size
                else:
                    needed = found
            if size == 1:
                return needed
            size = max(1, size // 2)

    def _cores(self, choices: list[int], goals: list[list[int]]) -> list[int] | None:
        """Return the choices that together keep every goal from holding, or None when one of them can hold."""
        needed: set[int] = set()
        for goal in goals:
            core = self.worlds.core([*choices, *goal])
            if core is None:
                return None
            needed |= set(core)
        return [literal for literal in choices if literal in needed]


def _with(choices: Choices, number: int, index: int) -> Choices:
    return (*choices[:number], index, *choices[number + 1 :])


def _along(start: Choices, end: Choices, changed: list[int]) -> Choices:
    """Return a world on the way between two: with some facts as in the second."""
    return tuple(end[number] if number in changed else start[number] for number in range(len(start)))
