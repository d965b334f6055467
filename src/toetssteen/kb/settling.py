"""The smallest sets of answers that make an outcome certain: as few facts as there can be, and all such sets.

A set of answers is an implicant of the function of an outcome. Its facts are taken in the order of the diagram: a
fact is left out, and then the rest must hold whatever it is, or it is answered (Coudert and Madre 1992).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from toetssteen.kb.dependence import Dependence
from toetssteen.kb.diagram import FALSE, TRUE
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import Open
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom

# What one more fact costs, against one unusual answer; there are never so many facts.
FACT = 10_000
NEVER = FACT * FACT
MOST_TRIED = 5_000
Box: TypeAlias = dict[int, list[int]]


class Sets(NamedTuple):
    """The sets of answers found, with the unusual answers in each, fewest first; ``all`` when there are no others."""

    sets: tuple[tuple[Answer, ...], ...]
    unusual: tuple[int, ...]
    all: bool


class Settling:
    """The answers that settle one possible outcome of an application."""

    def __init__(self, dependence: Dependence, outcome: str) -> None:
        self.dependence, self.diagram = dependence, dependence.diagram
        self.goal = dependence.goals[outcome]
        law = dependence.worlds.instance.law
        self.unusual = [_unusual(dependence.opens[number], law) for number in dependence.order]
        self.known: dict[int, int] = {TRUE: 0, FALSE: NEVER}
        self.rests: dict[int, int] = {}

    @property
    def size(self) -> int:
        """How many facts must at least be answered."""
        return self._cost(self.goal) // FACT

    def smallest(self, most: int) -> Sets:
        """Return smallest sets of answers, at most a number of them."""
        boxes: list[Box] = []
        unusual: list[int] = []
        tried = 0
        for term in islice(self._terms_by_cost(), MOST_TRIED):
            tried += 1
            if any(all(branch in box.get(level, ()) for level, branch in term) for box in boxes):
                continue
            if len(boxes) == most:
                tried = MOST_TRIED
                break
            boxes.append(self._widest(term))
            unusual.append(sum(self.unusual[level][branch] for level, branch in term))
        return Sets(tuple(map(self._answers, boxes)), tuple(unusual), all=tried < MOST_TRIED)

    def necessary(self, answers: Iterable[Answer]) -> bool:
        """Return whether the outcome needs every one of the answers: then they are conditions, else an example."""
        levels = {self.dependence.opens[number].key: level for level, number in enumerate(self.dependence.order)}
        for answer in answers:
            level = levels[answer.key]
            allowed = _branches(answer)
            count = len(self.unusual[level])
            if any(self.diagram.given(self.goal, level, one) != FALSE for one in range(count) if one not in allowed):
                return False
        return True

    # the search

    def _cost(self, function: int) -> int:
        """Return what the cheapest answers cost that make a function hold."""
        found = self.known.get(function)
        if found is None:
            branches, unusual = self.diagram.branches[function], self.unusual[self.diagram.level[function]]
            answered = min(self._cost(branch) + cost for branch, cost in zip(branches, unusual, strict=True))
            found = self.known[function] = min(FACT + answered, self._cost(self._rest(function)))
        return found

    def _rest(self, function: int) -> int:
        """Return what must hold when the first fact of a function is left out."""
        found = self.rests.get(function)
        if found is None:
            found = self.rests[function] = self.diagram.all_of(self.diagram.branches[function])
        return found

    def _terms_by_cost(self) -> Iterator[list[tuple[int, int]]]:
        """Yield the smallest sets of answers as pairs of level and branch, with the fewest unusual answers first."""
        lowest = self._cost(self.goal)
        for cost in range(lowest, lowest + self.size + 1 if lowest < NEVER else lowest):
            yield from self._terms(self.goal, cost)

    def _terms(self, function: int, cost: int) -> Iterator[list[tuple[int, int]]]:
        """Yield the sets of answers that make a function hold at exactly a cost."""
        least = self._cost(function)
        if least > cost or least // FACT != cost // FACT:
            return
        if function == TRUE:
            if cost == 0:
                yield []
            return
        level = self.diagram.level[function]
        seen = set()
        for branch, (then, extra) in enumerate(zip(self.diagram.branches[function], self.unusual[level], strict=True)):
            if (then, extra) not in seen:
                seen.add((then, extra))
                for term in self._terms(then, cost - FACT - extra):
                    yield [(level, branch), *term]
        yield from self._terms(self._rest(function), cost)

    # from a term to answers

    def _widest(self, term: Sequence[tuple[int, int]]) -> Box:
        """Return the alternatives of every fact of a set of answers, as many as leave the outcome certain."""
        box = {level: [branch] for level, branch in term}
        for level, branch in term:
            count = len(self.unusual[level])
            if self.dependence.opens[self.dependence.order[level]].is_flag:
                continue
            groups = self.diagram.classes(self.goal, level, count)
            for group in sorted(groups, key=lambda one: min(abs(other - branch) for other in one)):
                wider = sorted({*box[level], *group})
                if wider != box[level] and self.diagram.certain(self.goal, {**box, level: wider}):
                    box[level] = wider
        return box

    def _answers(self, box: Box) -> tuple[Answer, ...]:
        found = []
        for level, branches in box.items():
            number = self.dependence.order[level]
            unknown = self.dependence.opens[number]
            flag = unknown.is_flag
            answer = Answer(unknown.key, branches == [0] if flag else None, () if flag else tuple(branches))
            found.append((number, answer))
        return tuple(answer for _number, answer in sorted(found))


def _branches(answer: Answer) -> tuple[int, ...]:
    return answer.allowed if answer.value is None else (0,) if answer.value else (1,)


def _unusual(unknown: Open, law: Law) -> tuple[int, ...]:
    """Return for every alternative of a fact whether it is not the favourable one."""
    concept = law.concepts.get(unknown.key.concept)
    favourable = concept.favourable if concept is not None else None
    if favourable is None:
        return (0,) * len(unknown.alternatives)
    return tuple(int(not _is_favourable(unknown, atoms, favourable)) for atoms in unknown.alternatives)


def _is_favourable(unknown: Open, atoms: tuple[GroundAtom, ...], favourable: int) -> bool:
    if favourable is False or unknown.is_flag:
        return bool(atoms) == bool(favourable)
    return favourable in (atom[-1] for atom in atoms)
