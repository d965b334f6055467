"""The outcomes of a case over all combinations of readings, found by the solver as a few regions.

A region is a set of combinations with one outcome: of some readings it allows certain options, of the
others any. Together the regions of an application hold every combination, so whatever is asked of the
readings (which outcomes occur, what is the smallest change, which ones matter) is read from them, exactly.
Each is found from one combination: what its outcome rests on is an unsatisfiable core, made minimal, and
the next combination is sought outside all regions found. The same is done for the amount that follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from toetssteen.kb.grounding import CERTAIN, atoms_of
from toetssteen.kb.grounding import Instance as Rests
from toetssteen.kb.instance import Instance, Open
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.kb.solver import CHOICE, InconsistentLaw, Solver
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import grounded

ROOTS = ("uitkomst", "bedrag")
# The amount where there is none.
NO_AMOUNT = ""
Options = Mapping[str, frozenset[str]]


class Region(NamedTuple):
    """Combinations of readings with one outcome (or amount): one of the options of every reading named, any of the others."""

    outcome: str
    options: Options


class _Choice(NamedTuple):
    """A reading, or an unknown fact, as the solver knows it: the literal of each alternative."""

    name: str
    names: tuple[str, ...]
    literals: tuple[int, ...]


class Part(NamedTuple):
    """What one question rests on: instances of rules, what is open, the answers as atoms, and the answer without any."""

    instances: tuple[Rests, ...]
    opens: tuple[Open, ...]
    goals: tuple[tuple[str, GroundAtom], ...]
    otherwise: str | None


# The regions of the parts answered so far; None where more than one answer can hold.
Answered: TypeAlias = dict[Part, tuple[Region, ...] | None]


class ReadingSpace:
    """The worlds of a case with its readings open; ``instance`` leaves them undecided.

    Variants of one case share what they ``answered``: where they do not differ it is not worked out again.
    """

    def __init__(self, instance: Instance, answered: Answered) -> None:
        self.instance = instance
        self.answered = answered
        self.grounding = grounded(instance, ROOTS)

    def regions(self, identity: str) -> tuple[Region, ...]:
        """Return the outcomes of an application over all combinations of the readings left open."""
        goals: dict[str, GroundAtom] = {one: ("uitkomst", "met20", identity, one) for one in OUTCOMES}
        goals = {name: atom for name, atom in goals.items() if atom in self.grounding.status}
        certain = [name for name, atom in goals.items() if self.grounding.status[atom] == CERTAIN]
        found = (Region(certain[0], {}),) if certain else self._answer(goals, None)
        if found is None:
            raise InconsistentLaw("de regels geven niet precies één uitkomst")
        return found

    def amounts(self, identity: str) -> tuple[Region, ...] | None:
        """Return the amounts (in cents) of an application over all those combinations; UNDETERMINED where it is not known.

        None when more than one amount can follow at the same time: then there is none to compare.
        """
        found = [atom for atom in self.grounding.by_predicate.get("bedrag", ()) if atom[1] == identity]
        certain = [atom for atom in found if self.grounding.status[atom] == CERTAIN]
        if certain or not found:
            return (Region(str(found[0][2]) if found else NO_AMOUNT, {}),) if len(found) <= 1 else None
        return self._answer({str(atom[2]): atom for atom in found}, NO_AMOUNT)

    def _answer(self, goals: dict[str, GroundAtom], otherwise: str | None) -> tuple[Region, ...] | None:
        instances = self.grounding.beneath(goals.values())
        atoms = {*goals.values(), *(atom for one in instances for atom in atoms_of(one))}
        opens = [one for one in self.instance.opens if any(atom in atoms for each in one.alternatives for atom in each)]
        part = Part(tuple(instances), tuple(opens), tuple(goals.items()), otherwise)
        if part not in self.answered:
            cover = _Cover(part)
            self.answered[part] = cover.regions() if cover.exclusive() else None
        return self.answered[part]


class _Cover:
    """The search for the regions of one question."""

    def __init__(self, part: Part) -> None:
        opens = part.opens
        self.solver = Solver(part.instances, opens)
        self.goals = {name: self.solver.literals[atom] for name, atom in part.goals}
        none, several = (-self.solver.at_least(1, self.goals.values()), self.solver.at_least(2, self.goals.values()))
        self.excluded = [several] if part.otherwise is not None else [none, several]
        if part.otherwise is not None:
            self.goals[part.otherwise] = none
        choices = [self._choice(number, one.key.concept == "lezing", one.key.subject, one.alternatives)
                   for number, one in enumerate(opens)]  # fmt: skip
        marked = [(one.key.concept == "lezing", choice) for one, choice in zip(opens, choices, strict=True)]
        self.readings = [choice for is_reading, choice in marked if is_reading]
        self.facts = [choice for is_reading, choice in marked if not is_reading]
        self.meaning = {-literal: (choice.name, option) for choice in self.readings
                        for option, literal in zip(choice.names, choice.literals, strict=True)}  # fmt: skip
        self.watched = [literal for choice in (*self.readings, *self.facts) for literal in choice.literals]
        self.watched += self.goals.values()

    def _choice(self, number: int, reading: bool, name: str, alternatives: Sequence[tuple[GroundAtom, ...]]) -> _Choice:
        literals = self.solver.literals
        if (CHOICE, number, 0) in literals:
            names = tuple(str(atoms[0][2]) for atoms in alternatives) if reading else ()
            return _Choice(name, names, tuple(literals[CHOICE, number, index] for index in range(len(alternatives))))
        return _Choice(name, (), (literals[alternatives[0][0]],))

    def exclusive(self) -> bool:
        """Whether every world has exactly one answer, under every combination of readings."""
        return all(self.solver.values([one], ()) is None for one in self.excluded)

    def regions(self) -> tuple[Region, ...]:
        """Return the regions that together hold every combination of readings."""
        found = []
        outside = self.solver.switch()
        while (world := self.solver.values([outside], self.watched)) is not None:
            outcome, reason = self._explained(world)
            found.append(Region(outcome, self._options(reason)))
            self.solver.forbid([outside, *reason])
        return tuple(found)

    def _options(self, reason: Sequence[int]) -> Options:
        allowed = {choice.name: frozenset(choice.names) for choice in self.readings}
        for literal in reason:
            name, option = self.meaning[literal]
            allowed[name] -= {option}
        return {name: allowed[name] for name in dict.fromkeys(self.meaning[literal][0] for literal in reason)}

    def _explained(self, world: frozenset[int]) -> tuple[str, list[int]]:
        """Return the outcome of the readings of a world, and the options that must stay unchosen to keep it."""
        readings = [-literal for choice in self.readings for literal in choice.literals if literal not in world]
        outcome = self._outcome(world)
        goal = self.goals[outcome]
        other, core = self.solver.attempt([*readings, -goal], self.watched)
        if other is None:
            return outcome, self._minimal(_kept(readings, core), [], [-goal])
        reason: list[int] = []
        for one in (world, other):
            facts = [choice.literals[0] if choice.literals[0] in one else -choice.literals[0] for choice in self.facts
                     if len(choice.literals) == 1]  # fmt: skip
            facts += [literal for choice in self.facts if len(choice.literals) > 1 for literal in choice.literals
                      if literal in one]  # fmt: skip
            against = [*facts, -self.goals[self._outcome(one)]]
            core = self._core([*reason, *readings, *against])
            reason += self._minimal([one for one in _kept(readings, core) if one not in reason], reason, against)
        return UNDETERMINED, reason

    def _outcome(self, world: frozenset[int]) -> str:
        return next(name for name, literal in self.goals.items() if literal in world)

    def _core(self, assumptions: list[int]) -> list[int]:
        core = self.solver.core(assumptions)
        if core is None:
            raise InconsistentLaw("met alle feiten en lezingen bekend is er meer dan één uitkomst")
        return core

    def _minimal(self, needed: list[int], kept: list[int], against: list[int]) -> list[int]:
        """Leave out what can be left out while, with what is kept, the assumptions still exclude each other."""
        place = 0
        while place < len(needed):
            rest = needed[:place] + needed[place + 1 :]
            core = self.solver.core([*kept, *rest, *against])
            if core is None:
                place += 1
            else:
                needed = needed[:place] + [one for one in rest[place:] if one in core]
        return needed


def _kept(literals: Sequence[int], core: Sequence[int]) -> list[int]:
    wanted = set(core)
    return [one for one in literals if one in wanted]
