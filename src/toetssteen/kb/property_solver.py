"""Asking the solver about every case of a space, and what becomes of it with one fact otherwise or without one rule.

The case as it would be then (a *variant*) shares every atom that the change cannot reach; only what lies downstream of the
change is laid out a second time. That keeps a proof that nothing changes as short as the part that could.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

from toetssteen.kb.changes import DEVIATION
from toetssteen.kb.citation import is_below
from toetssteen.kb.grounding import Total, atoms_of
from toetssteen.kb.properties import (
    OUTSIDE,
    AllOf,
    AnyOf,
    Derived,
    FactHolds,
    Fires,
    Formula,
    HasOutcome,
    Norm,
    Not,
    NumberIs,
    OneOf,
    ReadingIs,
)
from toetssteen.kb.property_space import READING, Space
from toetssteen.kb.solver import CHOICE, Solver
from toetssteen.kb.terms import GroundAtom, plain
from toetssteen.kb.traced import Fired

COST, SIZE = 1, 0
WAIT = 0.2


class TimeUp(Exception):
    """The time limit ended before the solver was done."""


class Chosen(NamedTuple):
    """Which alternative every open fact has in a case, which literals asked about hold, and how unusual the case is."""

    world: tuple[int, ...]
    watched: frozenset[int]
    cost: tuple[int, int]


class Variant(NamedTuple):
    """The same case with something otherwise: the literals of the atoms that can be otherwise then.

    ``choices`` are the literals of the alternatives that a changed fact has in it; ``number`` tells variants apart.
    """

    literals: Mapping[GroundAtom, int]
    choices: tuple[int, ...] = ()
    number: int = 0


AS_IT_IS = Variant({})


class PropertySolver(Solver):
    """The cases of one space, and variants of them; every search ends at ``deadline`` (of ``time.monotonic``)."""

    def __init__(self, space: Space) -> None:
        self.space, self.deadline, self.open_for_more, self.settled = space, float("inf"), False, False
        self.opens, self.fired = space.instance.opens, space.trace.fired
        self.labels = tuple(dict.fromkeys(one.label for one in self.fired if one.label))
        super().__init__([one.rests for one in self.fired], self.opens)
        self.control.configuration.solve.opt_mode = "ignore"  # type: ignore[union-attr]
        self.known: dict[tuple[Formula, int], int] = {}
        self.variants = 0
        self.meanings: dict[Formula, tuple[GroundAtom, ...]] = {}
        self.alternatives = [self._choices(number) for number in range(len(self.opens))]
        with self.adding():
            if space.instance.law.provisions[space.kinds[0]].municipal:
                # art. 20 is about decisions on persons: a case cannot say that it deviates for the gemeente
                for unknown, literals in zip(self.opens, self.alternatives, strict=True):
                    if unknown.key.concept == DEVIATION:
                        self.backend.add_rule([], [literals[0]])
            for priority, costs in ((COST, "weights"), (SIZE, "sizes")):
                self.backend.add_minimize(priority, [
                    (literal, getattr(choice, costs)[index])
                    for choice, literals in zip(space.choices, self.alternatives, strict=True)
                    for index, literal in enumerate(literals) if getattr(choice, costs)[index]])  # fmt: skip

    @contextmanager
    def adding(self) -> Iterator[None]:
        """Let something be added to the program; what is added together is added at once."""
        if self.open_for_more:
            yield
            return
        with self.control.backend() as backend:
            self.backend, self.open_for_more, self.settled = backend, True, False
            try:
                yield
            finally:
                self.open_for_more = False

    def _choices(self, number: int) -> list[int]:
        """Return for every alternative of an open fact the literal that says it is the one."""
        unknown = self.opens[number]
        if unknown.is_flag:
            literal = self.literals[unknown.alternatives[0][0]]
            return [literal, -literal]
        return [self.literals[CHOICE, number, index] for index in range(len(unknown.alternatives))]

    # variants

    @cached_property
    def users(self) -> dict[GroundAtom, list[int]]:
        """The numbers of the instances that rest on an atom."""
        found: dict[GroundAtom, list[int]] = {}
        for number, one in enumerate(self.fired):
            for atom in dict.fromkeys(atoms_of(one.rests)):
                found.setdefault(atom, []).append(number)
        return found

    @cached_property
    def by_head(self) -> dict[GroundAtom, list[Fired]]:
        """The instances by what they derive."""
        found: dict[GroundAtom, list[Fired]] = {}
        for one in self.fired:
            found.setdefault(one.rests.head, []).append(one)
        return found

    def downstream(self, atoms: Iterable[GroundAtom]) -> list[GroundAtom]:
        """Return the atoms that rest on some atoms, at any depth, these included."""
        found = dict.fromkeys(atoms)
        todo = list(found)
        while todo:
            for number in self.users.get(todo.pop(), ()):
                head = self.fired[number].rests.head
                if head not in found:
                    found[head] = None
                    todo.append(head)
        return list(found)

    def without(self, label: str) -> Variant:
        """Return the variant in which the rules of a label are left out."""
        with self.adding():
            return self._variant(self._derived(self.downstream(self.heads_of(label)), {}, label))

    def heads_of(self, label: str) -> tuple[GroundAtom, ...]:
        """Return what the rules of a label can derive."""
        return self.heads.get(label, ())

    @cached_property
    def heads(self) -> dict[str, tuple[GroundAtom, ...]]:
        """What the rules can derive, by label."""
        found: dict[str, dict[GroundAtom, None]] = {}
        for one in self.fired:
            found.setdefault(one.label, {})[one.rests.head] = None
        return {label: tuple(heads) for label, heads in found.items()}

    def otherwise(self, number: int) -> Variant:
        """Return the variant in which an open fact may have another alternative than in the case itself."""
        unknown = self.opens[number]
        with self.adding():
            choices = [self._fresh() for _one in unknown.alternatives]
            self.backend.add_rule(choices, [], choice=True)
            self.backend.add_rule([], [-self._any(choices)])
            self.backend.add_rule([], [self._several(choices)])
            ways: dict[GroundAtom, list[int]] = {}
            for literal, atoms in zip(choices, unknown.alternatives, strict=True):
                for atom in atoms:
                    ways.setdefault(atom, []).append(literal)
            given = {atom: self._any(literals) for atom, literals in ways.items()}
            return self._variant(self._derived(self.downstream(given), given, ""), tuple(choices))

    def _variant(self, literals: Mapping[GroundAtom, int], choices: tuple[int, ...] = ()) -> Variant:
        self.variants += 1
        return Variant(literals, choices, self.variants)

    def _derived(self, atoms: Sequence[GroundAtom], given: Mapping[GroundAtom, int], without: str) -> dict[GroundAtom, int]:
        """Lay out the instances that derive some atoms a second time, and return the literals these then have."""
        found = {atom: self._fresh() for atom in atoms}
        for atom, literal in found.items():
            if atom in given:
                self.backend.add_rule([literal], [given[atom]])
            for one in self.by_head.get(atom, ()):
                if one.label != without or not without:
                    self.backend.add_rule([literal], self._body(one, found))
        return found

    def _body(self, one: Fired, variant: Mapping[GroundAtom, int]) -> list[int]:
        rests = one.rests
        totals = [self._total_of(total, variant) for total in rests.totals]
        return [
            *(self._in(atom, variant) for atom in rests.holding),
            *(-self._in(atom, variant) for atom in rests.failing),
            *totals,
        ]

    def _in(self, atom: GroundAtom, variant: Mapping[GroundAtom, int]) -> int:
        return variant[atom] if atom in variant else self._literal(atom)

    def _total_of(self, total: Total, variant: Mapping[GroundAtom, int]) -> int:
        before = self.literals
        self.literals = {**before, **variant} if variant else before
        try:
            return self._total(total)
        finally:
            self.literals = before

    # formulas

    def formula(self, formula: Formula, variant: Variant = AS_IT_IS) -> int:
        """Return a literal that holds exactly in the cases that are (or whose variants are) as a formula says."""
        with self.adding():
            return self._formula(formula, variant)

    def _formula(self, formula: Formula, variant: Variant) -> int:
        key = (formula, variant.number)
        if key not in self.known:
            self.known[key] = self._new_formula(formula, variant)
        return self.known[key]

    def _new_formula(self, formula: Formula, variant: Variant) -> int:
        if isinstance(formula, Not):
            return -self._formula(formula.part, variant)
        if isinstance(formula, AnyOf | AllOf | OneOf):
            parts = [self._formula(one, variant) for one in formula.parts]
            if isinstance(formula, AnyOf):
                return self._any(parts)
            if isinstance(formula, AllOf):
                return self._all(parts)
            return self._all([-self._several(parts), self._any(parts)])
        if isinstance(formula, Fires):
            return self._any([self._fires(one, variant) for one in self.fired
                              if one.label and is_below(one.label, formula.place)])  # fmt: skip
        return self._any([self._atom(atom, variant) for atom in self.meant(formula)])

    def meant(self, formula: Formula) -> tuple[GroundAtom, ...]:
        """Return the atoms of which a simple formula needs one."""
        known = self.meanings.get(formula)
        if known is None:
            known = self.meanings[formula] = tuple(atom for atom in self.every_atom if is_meant(formula, atom, self.space))
        return known

    def any_of(self, literals: Iterable[int]) -> int:
        """Return a literal that holds when one of some literals does."""
        with self.adding():
            return self._any(literals)

    def all_of(self, literals: Iterable[int]) -> int:
        """Return a literal that holds when all of some literals do."""
        with self.adding():
            return self._all(literals)

    def several_of(self, literals: Iterable[int]) -> int:
        """Return a literal that holds when more than one of some literals does."""
        with self.adding():
            return self._several(literals)

    def _any(self, literals: Iterable[int]) -> int:
        found = self._fresh()
        for one in literals:
            self.backend.add_rule([found], [one])
        return found

    def _all(self, literals: Iterable[int]) -> int:
        found = self._fresh()
        self.backend.add_rule([found], list(literals))
        return found

    def _several(self, literals: Iterable[int]) -> int:
        found = self._fresh()
        self.backend.add_weight_rule([found], 2, [(one, 1) for one in literals])
        return found

    def _fires(self, one: Fired, variant: Variant) -> int:
        found = self._fresh()
        self.backend.add_rule([found], self._body(one, variant.literals))
        return found

    def _atom(self, atom: GroundAtom, variant: Variant) -> int:
        return self.true if atom in self.space.trace.facts else self._in(atom, variant.literals)

    def changed(self, atoms: Iterable[GroundAtom], variant: Variant) -> int:
        """Return a literal that holds when one of some atoms is otherwise in a variant."""
        with self.adding():
            found = self._fresh()
            for atom in atoms:
                if atom in variant.literals:
                    one, other = self._literal(atom), variant.literals[atom]
                    self.backend.add_rule([found], [one, -other])
                    self.backend.add_rule([found], [other, -one])
        return found

    @cached_property
    def every_atom(self) -> tuple[GroundAtom, ...]:
        """Every atom that some case of the space can have."""
        found = dict.fromkeys(self.space.trace.facts)
        found.update(dict.fromkeys(atom for one in self.opens for atoms in one.alternatives for atom in atoms))
        found.update(dict.fromkeys(one.rests.head for one in self.fired))
        return tuple(found)

    # asking

    def find(self, assumptions: Sequence[int], watched: Iterable[int] = (), *, smallest: bool = False) -> Chosen | None:
        """Return one case (or pair) in which the assumed literals hold, or None; the most ordinary one when ``smallest``.

        Raises TimeUp at the deadline.
        """
        settings = self.control.configuration.solve
        if not self.settled:
            # an assumption in the very solve that takes in new rules can be met by an atom that no rule supports
            settings.opt_mode, settings.models, self.settled = "ignore", 1, True  # type: ignore[union-attr]
            self.control.solve()
        settings.opt_mode, settings.models = ("opt", 0) if smallest else ("ignore", 1)  # type: ignore[union-attr]
        self.mode, found, watched = "", None, tuple(watched)
        with self.control.solve(assumptions=list(assumptions), yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                while not handle.wait(WAIT):
                    if time.monotonic() > self.deadline:
                        handle.cancel()
                        raise TimeUp
                model = handle.model()
                if model is None:
                    break
                found = self._chosen(model.is_true, watched, tuple(model.cost))
        settings.opt_mode = "ignore"  # type: ignore[union-attr]
        if found is None and time.monotonic() > self.deadline:
            raise TimeUp
        return found

    def _chosen(self, is_true: Callable[[int], bool], watched: Sequence[int], cost: tuple[int, ...]) -> Chosen:
        def holds(literal: int) -> bool:
            return is_true(abs(literal)) == (literal > 0)

        chosen = tuple(next(index for index, one in enumerate(choices) if holds(one)) for choices in self.alternatives)
        whole = (cost[0], cost[1]) if len(cost) == 2 else (0, 0)
        return Chosen(chosen, frozenset(one for one in watched if holds(one)), whole)


def is_meant(formula: Formula, atom: GroundAtom, space: Space) -> bool:
    """Return whether an atom is one of those of which a simple formula needs one."""
    law = space.instance.law
    if isinstance(formula, HasOutcome):
        return (atom[0] == "uitkomst" and atom[1] == formula.stand and atom[3] in formula.outcomes
                and formula.provision in ("", space.instance.application(str(atom[2])).provision))  # fmt: skip
    if isinstance(formula, Norm):
        if atom[0] != formula.predicate or len(atom) < 3:
            return False
        norm = plain(atom[2])
        if formula.origin == OUTSIDE:
            return not is_below(norm, formula.place)
        return ((not formula.place or is_below(norm, formula.place))
                and (not formula.origin or (norm in law.labels and law.origin(norm) == formula.origin)))  # fmt: skip
    if isinstance(formula, NumberIs):
        return atom[0] == formula.concept and formula.low <= int(atom[-1]) <= formula.high
    if isinstance(formula, ReadingIs):
        return atom == (READING, formula.key, formula.option)
    return isinstance(formula, FactHolds | Derived) and atom[0] == formula[0]
