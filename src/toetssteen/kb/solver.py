"""The solver over what is open in a case: its unknown facts as choices, the open instances as ground rules.

The instances go to clingo's solver as they are; there is nothing left to ground. Only atoms asked about get a
symbol, because clingo computes brave and cautious consequences for those alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from toetssteen.kb.grounding import Atoms, Instance, Total
from toetssteen.kb.terms import GroundAtom

if TYPE_CHECKING:
    from toetssteen.kb.instance import Open

CHOICE = "keuze__"


class InconsistentLaw(Exception):
    """The rules exclude every world: a mistake in the law files, never in a case."""


class Consequences(NamedTuple):
    """The atoms asked about that hold in all worlds, and those that hold in some."""

    certain: frozenset[GroundAtom]
    possible: frozenset[GroundAtom]


class Solver:
    """A ground program of choices and open instances; ``literals`` gives the solver's literal of an open atom.

    ``CHOICE`` atoms say which alternative of a numbered unknown fact is chosen; ``true`` is a literal that always holds.
    """

    def __init__(self, instances: Iterable[Instance], opens: Sequence[Open], asked: Iterable[GroundAtom] = ()) -> None:
        from clingo import Control, Function, Number  # only cases with unknown facts need the solver

        self.control: Control = Control(["--warn=none"], logger=lambda _code, _message: None)
        self.asked = tuple(asked)
        self.literals: dict[GroundAtom, int] = {}
        self.mode = ""
        with self.control.backend() as backend:
            self.backend = backend
            for number, atom in enumerate(self.asked):
                self.literals[atom] = backend.add_atom(Function("a", [Number(number)]))
            self.true: int = backend.add_atom()
            backend.add_rule([self.true], [])
            for number, unknown in enumerate(opens):
                self._choice(number, unknown)
            for one in instances:
                totals = [self._total(total) for total in one.totals]
                backend.add_rule([self._literal(one.head)], [*self._conjunction(one.holding, one.failing), *totals])

    def _fresh(self) -> int:
        literal: int = self.backend.add_atom()
        return literal

    def _literal(self, atom: GroundAtom) -> int:
        if atom not in self.literals:
            self.literals[atom] = self._fresh()
        return self.literals[atom]

    def _conjunction(self, holding: Atoms, failing: Atoms) -> list[int]:
        return [*(self._literal(atom) for atom in holding), *(-self._literal(atom) for atom in failing)]

    def _choice(self, number: int, unknown: Open) -> None:
        """Add the choice of exactly one alternative of an unknown fact; a flag is a plain choice."""
        if unknown.is_flag:
            self.backend.add_rule([self._literal(unknown.alternatives[0][0])], [], choice=True)
            return
        chosen = [self._literal((CHOICE, number, index)) for index in range(len(unknown.alternatives))]
        self.backend.add_rule(chosen, [], choice=True)
        some, several = self._fresh(), self._fresh()
        self.backend.add_weight_rule([some], 1, [(one, 1) for one in chosen])
        self.backend.add_weight_rule([several], 2, [(one, 1) for one in chosen])
        self.backend.add_rule([], [-some])
        self.backend.add_rule([], [several])
        for literal, atoms in zip(chosen, unknown.alternatives, strict=True):
            for atom in atoms:
                self.backend.add_rule([self._literal(atom)], [literal])

    def _total(self, total: Total) -> int:
        """Return a literal for «the open elements add up to the value»: at least it, and not more."""
        parts = [(self._element(ways), weight) for weight, ways in total.elements]
        enough, more, exact = self._fresh(), self._fresh(), self._fresh()
        for literal, bound in ((enough, total.value), (more, total.value + 1)):
            self._at_least(literal, bound, parts)
        self.backend.add_rule([exact], [enough, -more])
        return exact

    def _at_least(self, head: int, bound: int, parts: list[tuple[int, int]]) -> None:
        """Add that a weighted sum reaches a bound; a negative weight counts against as its absence counts for."""
        lower = bound - sum(weight for _literal, weight in parts if weight < 0)
        body = [(literal if weight > 0 else -literal, abs(weight)) for literal, weight in parts if weight]
        if lower <= 0:
            self.backend.add_rule([head], [])
        else:
            self.backend.add_weight_rule([head], lower, body)

    def _element(self, ways: Sequence[tuple[Atoms, Atoms]]) -> int:
        literal = self._fresh()
        for holding, failing in ways:
            self.backend.add_rule([literal], self._conjunction(holding, failing))
        return literal

    # asking

    def consequences(self) -> Consequences:
        """Return which of the atoms asked about hold in all worlds, and which in some."""
        return Consequences(self._last("cautious"), self._last("brave"))

    def _last(self, mode: str) -> frozenset[GroundAtom]:
        self._set_mode(mode)
        with self.control.solve(yield_=True) as handle:
            # the models before the last one only narrow it down; reading them would cost more than solving
            while handle.model() is not None:
                handle.resume()
            last = handle.last()
            if last is None:
                raise InconsistentLaw("de regels laten geen enkele wereld toe")
            return frozenset(self.asked[symbol.arguments[0].number] for symbol in last.symbols(atoms=True))

    def world(self, assumptions: list[int]) -> frozenset[GroundAtom] | None:
        """Return the open atoms that hold in one world in which the assumed literals hold, or None."""
        self._set_mode("auto")
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            model = handle.model()
            if model is None:
                return None
            return frozenset(atom for atom, literal in self.literals.items() if model.is_true(literal))

    def core(self, assumptions: list[int]) -> list[int] | None:
        """Return a subset of the assumptions that cannot hold together, or None when they all can."""
        self._set_mode("auto")
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            return None if handle.get().satisfiable else list(handle.core())

    def attempt(self, assumptions: list[int], watched: Sequence[int]) -> tuple[frozenset[int] | None, list[int]]:
        """Return which of the watched literals hold in one world with the assumptions; without one, a core of these."""
        self._set_mode("auto")
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            model = handle.model()
            if model is None:
                return None, list(handle.core())
            return frozenset(literal for literal in watched if model.is_true(literal)), []

    def values(self, assumptions: list[int], watched: Sequence[int]) -> frozenset[int] | None:
        """Return which of the watched literals hold in one world with the assumptions, or None when there is none."""
        return self.attempt(assumptions, watched)[0]

    def switch(self) -> int:
        """Return a literal that is free to hold or not, for what is to count only when it is assumed."""
        with self.control.backend() as backend:
            literal: int = backend.add_atom()
            backend.add_rule([literal], [], choice=True)
        return literal

    def at_least(self, number: int, literals: Iterable[int]) -> int:
        """Return a literal that holds when at least a number of the literals do."""
        with self.control.backend() as backend:
            literal: int = backend.add_atom()
            backend.add_weight_rule([literal], number, [(one, 1) for one in literals])
        return literal

    def forbid(self, literals: Iterable[int]) -> None:
        """Exclude from now on the worlds in which all of the literals hold."""
        with self.control.backend() as backend:
            backend.add_rule([], list(literals))

    def _set_mode(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            self.control.configuration.solve.enum_mode = mode  # type: ignore[union-attr]
            self.control.configuration.solve.models = 0 if mode != "auto" else 1  # type: ignore[union-attr]
