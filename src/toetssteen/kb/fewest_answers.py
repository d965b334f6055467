"""What must turn out how for a change to work: values for the facts that change, and the fewest answers to what is unknown.

A set of answers must contradict every way the goal can still fail. Such ways are found one by one and reduced to the facts
they rest on; a smallest set that hits them all is proposed until none is left (implicit hitting sets). Among equally few
answers the ordinary ones come first, and among values those nearest to how it is now; what is left is settled by the order
of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from toetssteen.kb.changes import Loose, narrowed
from toetssteen.kb.implicants import Answer
from toetssteen.kb.smallest import ChangeSolver, Smallest

if TYPE_CHECKING:
    from clingo import Control

# What a choice is given: its number and the number of an alternative.
Pick = tuple[int, int]
MOST_ROUNDS = 2_000
FEWEST, ORDINARY, NEAREST, FIRST = 4, 3, 2, 1


class Settled(NamedTuple):
    """The alternatives that settle the goal: of every changed fact, and of the unknown facts that must be answered.

    ``allowed`` gives for a choice the neighbouring alternatives that would do as well, the others being as they are here.
    """

    changes: dict[int, int]
    answers: dict[int, int]
    allowed: dict[int, tuple[int, ...]]

    def as_answers(self, loose: Loose) -> tuple[Answer, ...]:
        """Return the answers in the form that other reports use."""
        found = []
        for number, index in self.answers.items():
            unknown = loose.instance.opens[number]
            found.append(Answer(unknown.key, index == 0, ()) if unknown.is_flag
                         else Answer(unknown.key, None, self.allowed[number]))  # fmt: skip
        return tuple(found)


def settle(solver: ChangeSolver, smallest: Smallest) -> Settled:
    """Return the nearest values and the fewest answers under which exactly these changes make the goal certain."""
    loose = solver.loose
    chosen, among, steps = _parts(loose, smallest)
    moved = {loose.alterables[place].number for place in smallest.moved}
    changes = {number: index for number, index in chosen.items() if number in moved}
    if not among and solver.settled(solver.fixed(smallest)):
        return Settled(changes, {}, {number: (index,) for number, index in changes.items()})
    # with most choices made the solver has far less to look at
    found = _Settler(ChangeSolver(narrowed(loose, chosen, among), solver.outcomes), steps).settle()
    back = {loose.unknown + place: (number, indices) for place, (number, indices) in enumerate(among.items())}
    values = {back[number][0]: back[number][1][index] for number, index in found.changes.items()}
    allowed = {number: indices for number, indices in found.allowed.items() if number < loose.unknown}
    allowed |= {back[number][0]: tuple(back[number][1][index] for index in indices)
                for number, indices in found.allowed.items() if number in back}  # fmt: skip
    return Settled(changes | values, found.answers, allowed | {number: (index,) for number, index in changes.items()})


def _parts(loose: Loose, smallest: Smallest) -> tuple[dict[int, int], dict[int, list[int]], list[list[int]]]:
    """Return the choices that a set of changes makes, those it leaves among several values, and how far these values are."""
    chosen = {number: int(number not in smallest.deviated) for number in loose.deviations} | loose.present
    among: dict[int, list[int]] = {}
    steps: list[list[int]] = []
    for number in dict.fromkeys(loose.alterables[place].number for place in smallest.moved):
        about = [(place in smallest.moved, one) for place, one in enumerate(loose.alterables) if one.number == number]
        fitting = [index for index in range(len(loose.instance.opens[number].alternatives))
                   if all((index not in one.same) == moves for moves, one in about)]  # fmt: skip
        chosen[number] = fitting[0]
        if len(fitting) > 1:
            del chosen[number]
            among[number] = fitting
            steps.append([sum(one.steps[index] for moves, one in about if moves) for index in fitting])
    return chosen, among, steps


class _Settler:
    """Settles the goal of a case with unknown facts and, after them, choices among values (``steps`` gives how far each is)."""

    def __init__(self, solver: ChangeSolver, steps: Sequence[Sequence[int]]) -> None:
        self.solver, self.loose = solver, solver.loose
        self.moved = {self.loose.unknown + place: tuple(range(len(one))) for place, one in enumerate(steps)}
        self.steps = {
            (self.loose.unknown + place, index): step for place, one in enumerate(steps) for index, step in enumerate(one)
        }

    def settle(self) -> Settled:
        picks = self._with_answers()
        changes = {number: index for number, index in picks.items() if number in self.moved}
        answers = {number: index for number, index in picks.items() if number not in self.moved}
        return Settled(changes, answers, self._allowed(picks))

    def _settles(self, picks: Mapping[int, int]) -> bool:
        return self.solver.settled(self._literals(picks))

    def _literals(self, picks: Mapping[int, int]) -> list[int]:
        return [self.solver.choices(number)[index] for number, index in picks.items()]

    def _with_answers(self) -> dict[int, int]:
        """Return the fewest answers, with values, that contradict every way in which the goal can fail."""
        proposer = _Proposer(self._candidates(), self.moved, self.steps)
        for _round in range(MOST_ROUNDS):
            picks = proposer.propose()
            if self._settles(picks):
                return picks
            proposer.contradict(self._failing(picks))
        raise RuntimeError("er is geen einde aan de mogelijkheden")

    def _candidates(self) -> dict[Pick, bool]:
        """Return the alternatives an answer can give, with whether each is the ordinary one."""
        found = {}
        for number, unknown in enumerate(self.loose.instance.opens[: self.loose.unknown]):
            concept = self.loose.instance.law.concepts.get(unknown.key.concept)
            for index in range(len(unknown.alternatives)):
                usual = index == (0 if concept is not None and concept.favourable else 1)
                found[number, index] = usual or not unknown.is_flag
        return found

    def _failing(self, picks: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
        """Return per choice the alternatives under which the goal fails, of as few choices as can be, that the picks allow."""
        solver = self.solver
        numbers = [*range(self.loose.unknown), *self.moved]
        taken = {literal: (number, index) for number in numbers for index, literal in enumerate(solver.choices(number))}
        held = solver.holding([*self._literals(picks), -solver.goal], taken)
        needed = self._reduced(self._core(held))
        return self._widened({taken[literal][0]: [literal] for literal in needed}, taken)

    def _widened(self, held: dict[int, list[int]], taken: Mapping[int, Pick]) -> dict[int, tuple[int, ...]]:
        """Return for every choice the neighbouring alternatives that fail as well, whichever of theirs the others have."""
        found = {}
        for number, (literal,) in list(held.items()):
            rest = [one for other, literals in held.items() if other != number for one in literals]
            found[number] = self._neighbours(number, taken[literal][1], [*rest, self.solver.goal])
            held[number] = self._one_of(number, found[number])
        return found

    def _neighbours(self, number: int, index: int, assumptions: Sequence[int]) -> tuple[int, ...]:
        """Return the widest row of alternatives around one under all of which the assumptions cannot hold together."""
        row = self._order(number)
        place = row.index(index)

        def excluded(first: int, last: int) -> bool:
            literals = self._one_of(number, row[first : last + 1])
            return self.solver.core([*literals, *assumptions]) is not None

        # what holds of a row holds of every part of it, so both ends can be found by halving
        last = _last_true(place, len(row) - 1, lambda end: excluded(place, end))
        first = -_last_true(-place, 0, lambda end: excluded(-end, last))
        return tuple(sorted(row[first : last + 1]))

    def _order(self, number: int) -> list[int]:
        """Return the alternatives of a choice with its numbers in order; what is no number stays where it is."""
        numbers = {index: value for index, one in enumerate(self.loose.instance.opens[number].alternatives)
                   if len(one) == 1 and isinstance(value := one[0][-1], int)}  # fmt: skip
        others = [index for index in range(len(self.solver.choices(number))) if index not in numbers]
        return [*sorted(numbers, key=lambda one: (numbers[one], one)), *others]

    def _one_of(self, number: int, indices: Sequence[int]) -> list[int]:
        """Return the assumptions that a choice is one of some alternatives."""
        choices = self.solver.choices(number)
        if len(indices) == 1:
            return [choices[indices[0]]]
        return [-one for place, one in enumerate(choices) if place not in set(indices)] if len(choices) > 2 else []

    def _reduced(self, needed: list[int]) -> list[int]:
        """Leave out what can be left out, first in large parts and at last one by one."""
        size = max(1, len(needed) // 2)
        while True:
            start = 0
            while start < len(needed):
                fewer = self._core(needed[:start] + needed[start + size :], otherwise=needed)
                kept = set(fewer)
                start = start + size if len(fewer) == len(needed) else sum(one in kept for one in needed[:start])
                needed = fewer
            if size == 1:
                return needed
            size = max(1, size // 2)

    def _core(self, literals: Sequence[int], otherwise: Sequence[int] = ()) -> list[int]:
        """Return literals among some that already make the goal fail, or others when together they do not."""
        core = self.solver.core([*literals, self.solver.goal])
        return list(otherwise) if core is None else [one for one in literals if one in set(core)]

    def _allowed(self, picks: dict[int, int]) -> dict[int, tuple[int, ...]]:
        """Return for every choice among several values the neighbouring ones that do as well, whichever the others get."""
        found: dict[int, tuple[int, ...]] = {}
        held = {number: self._one_of(number, [index]) for number, index in picks.items()}
        for number, index in picks.items():
            if self.loose.instance.opens[number].is_flag:
                found[number] = (index,)
            else:
                rest = [one for other, literals in held.items() if other != number for one in literals]
                found[number] = self._neighbours(number, index, [*rest, -self.solver.goal])
                held[number] = self._one_of(number, found[number])
        return found


def _last_true(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """Return the last number of a range for which something holds that holds for the first and, from some on, no longer."""
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if holds(middle) else (first, middle - 1)
    return first


class _Proposer:
    """Proposes picks: exactly one alternative of every changed choice, and as few answers as the contradictions allow."""

    def __init__(self, answers: Mapping[Pick, bool], moved: Mapping[int, Sequence[int]], steps: Mapping[Pick, int]) -> None:
        from clingo import Control

        self.control: Control = Control(["--warn=none"], logger=lambda _code, _message: None)
        self.alternatives: dict[int, list[int]] = {}
        self.literals: dict[Pick, int] = {}
        with self.control.backend() as backend:
            for pick in (*answers, *((number, index) for number, indices in moved.items() for index in indices)):
                self.literals[pick] = backend.add_atom()
                self.alternatives.setdefault(pick[0], []).append(pick[1])
            for number, indices in self.alternatives.items():
                literals = [self.literals[number, index] for index in indices]
                backend.add_rule(literals, [], choice=True)
                several = backend.add_atom()
                backend.add_weight_rule([several], 2, [(one, 1) for one in literals])
                backend.add_rule([], [several])
                if number in moved:
                    backend.add_rule([], [-one for one in literals])
            backend.add_minimize(FEWEST, [(self.literals[pick], 1) for pick in answers])
            backend.add_minimize(ORDINARY, [(self.literals[pick], 1) for pick, usual in answers.items() if not usual])
            backend.add_minimize(FIRST, [(self.literals[pick], pick[0] + 1) for pick in answers])
            backend.add_minimize(NEAREST, [(self.literals[pick], step) for pick, step in steps.items() if step])

    def propose(self) -> dict[int, int]:
        """Return the best picks that the contradictions leave."""
        best: dict[int, int] = {}
        with self.control.solve(yield_=True) as handle:
            for model in handle:
                best = {pick[0]: pick[1] for pick, literal in self.literals.items() if model.is_true(literal)}
        return best

    def contradict(self, failing: Mapping[int, Sequence[int]]) -> None:
        """Add that the picks must leave the alternatives of at least one choice."""
        with self.control.backend() as backend:
            backend.add_rule([], [-self.literals[number, index] for number, failed in failing.items()
                                  for index in self.alternatives[number] if index not in failed])  # fmt: skip
