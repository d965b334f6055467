"""Two laws over the same choices in one solver: in which cases they come to another outcome, and in which never.

Both sides rest on the same choices. An atom that both derive in the same way, from atoms that are the same, is one atom to
the solver: only what really differs is there twice. When an outcome itself is shared, the sides are equal without searching.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from toetssteen.kb.grounding import CERTAIN, Grounding, atoms_of
from toetssteen.kb.grounding import Instance as GroundRule
from toetssteen.kb.joint_space import JointSpace
from toetssteen.kb.law import OUTCOMES
from toetssteen.kb.solver import Solver
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import grounded

STAND = "met20"
FACTS, CLOSE, FIRST = 3, 2, 1
# The predicates that decide an outcome, with whether they are about a norm.
DECISIVE = ("plicht", "bevoegdheid", "belemmering", "afgeweken", "weigeringsgrond")
# What follows, beside the outcome.
FOLLOWING = ("bedrag", "uiterste_duur", "gevolg", "verplichting", "nagekomen", "verondersteld", "bereikbaar_met_20")


class World(NamedTuple):
    """A case in which the goal holds: the alternative of every choice, how many facts are unusual, and what decides.

    ``deciding`` holds, per side, the atoms of ``DECISIVE`` that hold.
    """

    chosen: tuple[int, ...]
    weight: int
    deciding: tuple[frozenset[GroundAtom], ...]


class PairSolver(Solver):
    """The worlds of a space under every side, with the least unusual world in which some literals hold."""

    def __init__(self, space: JointSpace, roots: Sequence[str], groundings: Sequence[Grounding] = ()) -> None:
        self.space = space
        self.identity = space.instances[0].applications[0].id
        self.groundings = groundings or [grounded(instance, tuple(roots)) for instance in space.instances]
        self.shared = _shared(self.groundings, space)
        self.sides: list[dict[GroundAtom, int]] = [{} for _side in space.instances]
        super().__init__((), ())
        with self.control.backend() as backend:
            self.backend = backend
            self.choices = [self._chosen(number) for number in range(len(space.choices))]
            for number, grounding in enumerate(self.groundings):
                self._add(number, grounding)
            for priority, costs in ((FACTS, "weights"), (CLOSE, "sizes")):
                backend.add_minimize(priority, list(self._costs(costs)))
            # of what is as small, always the same one: with what the vocabulary names first
            weighed = (zip(literals, one.weights, strict=True) for literals, one in zip(self.choices, space.choices, strict=True))
            backend.add_minimize(FIRST, [(literal, number) for number, pairs in enumerate(weighed)
                                         for literal, cost in pairs if cost])  # fmt: skip
        self._optimising = False

    # building

    def _chosen(self, number: int) -> list[int]:
        """Add a choice of exactly one alternative; return a literal for each."""
        count = len(self.space.choices[number].values)
        if count == 2:
            one = self._fresh()
            self.backend.add_rule([one], [], choice=True)
            return [one, -one]
        literals = [self._fresh() for _ in range(count)]
        self.backend.add_rule(literals, [], choice=True)
        some, several = self._fresh(), self._fresh()
        self.backend.add_weight_rule([some], 1, [(one, 1) for one in literals])
        self.backend.add_weight_rule([several], 2, [(one, 1) for one in literals])
        self.backend.add_rule([], [-some])
        self.backend.add_rule([], [several])
        return literals

    def _add(self, number: int, grounding: Grounding) -> None:
        """Add the rules of a side; what it shares with an earlier one is there already."""
        self.literals = self.sides[number]
        if number:
            self.literals.update((atom, literal) for atom, literal in self.sides[0].items() if atom in self.shared)
        known = frozenset(self.literals)
        for choice, unknown in enumerate(self.space.instances[number].opens):
            for literal, atoms in zip(self.choices[choice], unknown.alternatives, strict=True):
                for atom in atoms:
                    if atom not in known:
                        self.backend.add_rule([self._literal(atom)], [literal])
        for one in grounding.instances:
            if one.head not in known:
                totals = [self._total(total) for total in one.totals]
                self.backend.add_rule([self._literal(one.head)], [*self._conjunction(one.holding, one.failing), *totals])

    def _costs(self, which: str) -> Iterator[tuple[int, int]]:
        for number, choice in enumerate(self.space.choices):
            costs = choice.weights if which == "weights" else choice.sizes
            yield from ((literal, cost) for literal, cost in zip(self.choices[number], costs, strict=True) if cost)

    # asking

    def literal(self, side: int, atom: GroundAtom) -> int | None:
        """Return the literal of an atom on a side, or None when no world has it."""
        if self.groundings[side].status.get(atom) == CERTAIN:
            return self.true
        return self.sides[side].get(atom)

    def outcome(self, side: int, outcome: str, stand: str = STAND) -> int | None:
        """Return the literal of an outcome on a side, or None when no world has it."""
        return self.literal(side, ("uitkomst", stand, self.identity, outcome))

    def same(self, atoms: Iterable[GroundAtom]) -> bool:
        """Return whether some atoms are the same on both sides by the way they are derived."""
        first, second = self.groundings[0].status, self.groundings[1].status
        return all(first.get(atom) == second.get(atom) and (first.get(atom) in (None, CERTAIN) or atom in self.shared)
                   for atom in atoms)  # fmt: skip

    def either(self, literals: Iterable[Sequence[int]]) -> int:
        """Return a literal that holds when all literals of one of some conjunctions do."""
        conjunctions = list(literals)
        if not conjunctions:
            return -self.true  # an atom without rules would not be false to the solver but unknown
        with self.control.backend() as backend:
            found: int = backend.add_atom()
            for one in conjunctions:
                backend.add_rule([found], list(one))
        return found

    def possible(self, literals: Sequence[int]) -> bool:
        """Return whether some world has all of some literals."""
        self._optimise(on=False)
        return self.core(list(literals)) is None

    def smallest(self, literals: Sequence[int]) -> World | None:
        """Return the least unusual world that has all of some literals, or None when there is none."""
        self._optimise(on=True)
        found = None
        with self.control.solve(assumptions=list(literals), yield_=True) as handle:
            # every model is less unusual than the one before it; reading them all would cost more than finding them
            while handle.model() is not None:
                handle.resume()
            model = handle.last()
            if model is not None:
                found = World(tuple(_index(model, one) for one in self.choices), model.cost[0] if model.cost else 0,
                              tuple(self._deciding(model, side) for side in range(len(self.sides))))  # fmt: skip
        return found

    def world(self, chosen: Sequence[int]) -> World | None:  # type: ignore[override]  # of choices, not of literals
        """Return the world with an alternative of every choice."""
        return self.smallest([self.choices[number][index] for number, index in enumerate(chosen)])

    def _deciding(self, model: object, side: int) -> frozenset[GroundAtom]:
        holds = model.is_true  # type: ignore[attr-defined]
        found = set()
        for predicate in (*DECISIVE, *FOLLOWING, "uitkomst"):
            for atom in self.groundings[side].by_predicate.get(predicate, ()):
                literal = self.literal(side, atom)
                if literal is not None and (literal == self.true or holds(literal)):
                    found.add(atom)
        return frozenset(found)

    def _optimise(self, *, on: bool) -> None:
        settings = self.control.configuration.solve
        settings.opt_mode = "opt" if on else "ignore"  # type: ignore[union-attr]
        settings.models = 0 if on else 1  # type: ignore[union-attr]
        self.mode = "auto"


def _index(model: object, literals: Sequence[int]) -> int:
    holds = model.is_true  # type: ignore[attr-defined]
    return next(index for index, one in enumerate(literals) if holds(abs(one)) == (one > 0))


def outcome_atoms(identity: str) -> list[GroundAtom]:
    """Return the atoms of all outcomes of an application, without and with art. 20."""
    return [("uitkomst", STAND, identity, one) for one in OUTCOMES]


def _shared(groundings: Sequence[Grounding], space: JointSpace) -> frozenset[GroundAtom]:
    """Return the open atoms that both sides derive in the same way from the same choices."""
    if len(groundings) < 2:
        return frozenset()
    chosen = [_chosen(space, side) for side in range(len(groundings))]
    first, second = (_derivations(grounding) for grounding in groundings)
    looping = {name for grounding in groundings for name in grounding.looping}
    differing = {
        atom for atom in first.keys() | second.keys() if atom[0] in looping or not _alike(first.get(atom), second.get(atom))
    }
    differing |= {atom for atom in chosen[0].keys() | chosen[1].keys() if chosen[0].get(atom) != chosen[1].get(atom)}
    differing |= {atom for grounding, other in (groundings, groundings[::-1]) for atom, status in grounding.status.items()
                  if other.status.get(atom) != status}  # fmt: skip
    # what rests on something that differs differs too
    for one in groundings[0].instances:
        if one.head not in differing and any(atom in differing for atom in atoms_of(one)):
            differing.add(one.head)
    return frozenset((first.keys() | chosen[0].keys()) - differing)


def _chosen(space: JointSpace, side: int) -> dict[GroundAtom, list[tuple[int, int]]]:
    """Return for every atom that a choice gives the alternatives that give it."""
    found: dict[GroundAtom, list[tuple[int, int]]] = {}
    for number, unknown in enumerate(space.instances[side].opens):
        for index, atoms in enumerate(unknown.alternatives):
            for atom in atoms:
                found.setdefault(atom, []).append((number, index))
    return found


def _derivations(grounding: Grounding) -> dict[GroundAtom, list[GroundRule]]:
    """Return for every open atom the instances of rules that derive it."""
    found: dict[GroundAtom, list[GroundRule]] = {}
    for one in grounding.instances:
        found.setdefault(one.head, []).append(one)
    return found


def _alike(first: list[GroundRule] | None, second: list[GroundRule] | None) -> bool:
    """Return whether two lists have the same instances of rules, in whatever order."""
    if first is None or second is None or len(first) != len(second):
        return first == second
    return first == second or {_unordered(one) for one in first} == {_unordered(one) for one in second}


def _unordered(one: GroundRule) -> tuple[object, ...]:
    return frozenset(one.holding), frozenset(one.failing), one.totals
