"""On which unknown facts an outcome depends, and how: the open rules of a case as one function of those facts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from toetssteen.kb.case import FactKey
from toetssteen.kb.diagram import FALSE, TRUE, Diagram, TooLarge
from toetssteen.kb.grounding import Instance, Total
from toetssteen.kb.law import OUTCOMES
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import Worlds

MOST_NODES = 200_000
MOST_FACTS = 400


class Dependence:
    """The outcome of an application as a function of the unknown facts.

    ``order`` lists the numbers of the facts (places in ``Instance.opens``) by level of the diagram; ``goals``
    has for each possible outcome the function that holds where it is the outcome. Raises TooLarge.
    """

    def __init__(self, worlds: Worlds, application: str, most: int = MOST_NODES) -> None:
        self.worlds = worlds
        self.opens = worlds.instance.opens
        self.diagram = Diagram(most)
        self.rules: dict[GroundAtom, list[Instance]] = {}
        for one in worlds.grounding.instances:
            self.rules.setdefault(one.head, []).append(one)
        goals: dict[str, GroundAtom] = {name: ("uitkomst", "met20", application, name) for name in OUTCOMES}
        possible = {name: atom for name, atom in goals.items() if worlds.holds(atom) is not False}
        self.order: list[int] = []
        self.functions: dict[GroundAtom, int] = {}
        self.sums: dict[int, dict[int, int]] = {}
        self._build(self._reached(list(possible.values())))
        self.goals = {name: TRUE if worlds.holds(atom) else self.functions.get(atom, FALSE) for name, atom in possible.items()}

    @cached_property
    def relevant(self) -> tuple[FactKey, ...]:
        """The facts that can matter: there are two worlds that differ in one of them alone and have different outcomes."""
        return tuple(map(self.key, self.diagram.support(self.goals.values())))

    def key(self, level: int) -> FactKey:
        """Return which fact stands at a level of the diagram."""
        return self.opens[self.order[level]].key

    @cached_property
    def outcome(self) -> int:
        """The outcome as one function: its leaves are the places of the possible outcomes in ``goals``."""
        found = 0
        for place, goal in enumerate(self.goals.values()):
            found = self.diagram.choose(goal, place, found)
        return found

    def _reached(self, goals: list[GroundAtom]) -> set[GroundAtom]:
        """Return the open atoms that lead to the goals, and put the facts among them in order of meeting."""
        facts: dict[GroundAtom, list[int]] = {}
        for number, unknown in enumerate(self.opens):
            for atom in {atom for atoms in unknown.alternatives for atom in atoms}:
                facts.setdefault(atom, []).append(number)
        seen: set[GroundAtom] = set()
        levels: dict[int, None] = {}
        todo = goals[::-1]
        while todo:
            atom = todo.pop()
            if atom in seen:
                continue
            seen.add(atom)
            levels |= dict.fromkeys(facts.get(atom, ()))
            for one in reversed(self.rules.get(atom, ())):
                todo += reversed(_body(one))
        if len(levels) > MOST_FACTS:
            raise TooLarge
        self.order = list(levels)
        return seen

    def _build(self, reached: set[GroundAtom]) -> None:
        for level, number in enumerate(self.order):
            alternatives = self.opens[number].alternatives
            for atom in {atom for atoms in alternatives for atom in atoms} & reached:
                row = self.diagram.node(level, tuple(TRUE if atom in atoms else FALSE for atoms in alternatives))
                self.functions[atom] = self.diagram.either(self.functions.get(atom, FALSE), row)
        looping = self.worlds.grounding.looping
        ordered = (one for one in self.worlds.grounding.instances if one.head in reached)
        for loop, instances in groupby(ordered, key=lambda one: looping.get(one.head[0])):
            if loop is None:
                self._add(instances)
            else:
                together = list(instances)
                while self._add(together):
                    pass

    def _add(self, instances: Iterable[Instance]) -> bool:
        """Add to every head where an instance of a rule gives it; return whether that made a difference."""
        functions, either = self.functions, self.diagram.either
        changed = False
        for one in instances:
            before = functions.get(one.head, FALSE)
            after = functions[one.head] = either(before, self._fires(one))
            changed |= after != before
        return changed

    def _fires(self, one: Instance) -> int:
        parts = [self.functions.get(atom, FALSE) for atom in one.holding]
        parts += [self.diagram.negated(self.functions.get(atom, FALSE)) for atom in one.failing]
        return self.diagram.all_of([*parts, *(self._total(total) for total in one.totals)])

    def _total(self, total: Total) -> int:
        """Return the function that holds where the elements of an aggregate add up to a value."""
        known = self.sums.get(id(total.elements))
        if known is None:
            known = {0: TRUE}
            for weight, ways in total.elements:
                there = FALSE
                for holding, failing in ways:
                    there = self.diagram.either(there, self._fires(Instance(("",), holding, failing, ())))
                known = self._with(known, weight, there)
            self.sums[id(total.elements)] = known
        return known.get(total.value, FALSE)

    def _with(self, sums: dict[int, int], weight: int, there: int) -> dict[int, int]:
        """Return the sums there can be when an element may be added."""
        after: dict[int, int] = {}
        for value, where in sums.items():
            for sum_, part in ((value, self.diagram.negated(there)), (value + weight, there)):
                after[sum_] = self.diagram.either(after.get(sum_, FALSE), self.diagram.both(where, part))
        return after


def _body(one: Instance) -> list[GroundAtom]:
    """Return the open atoms an instance of a rule names, those inside an aggregate too."""
    found = [*one.holding, *one.failing]
    for total in one.totals:
        for _weight, ways in total.elements:
            found += [atom for holding, failing in ways for atom in (*holding, *failing)]
    return found
