"""The smallest changes that make an outcome possible: weighted optimisation over the loosened facts of a case.

The least weight is found and every set of facts with it is listed, projected on which facts change; what values they get
and what must turn out some way are questions for later (``fewest_answers``). Under art. 20 also norms can be deviated
from: first the fewest facts, then the fewest deviations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toetssteen.kb.changes import OUTCOME, Loose
from toetssteen.kb.grounding import CERTAIN
from toetssteen.kb.solver import CHOICE, InconsistentLaw, Solver
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import grounded

FACTS, DEVIATIONS = 1, 0


class _Mode(NamedTuple):
    """Options of the solver: what it does with what is to be kept small, what it enumerates, and how many models it gives."""

    optimise: str = "ignore"
    project: str = "no"
    models: int = 1


ONE = _Mode()


class Smallest(NamedTuple):
    """Which facts change (numbers of alterables) and which norms are deviated from (numbers of choices)."""

    moved: tuple[int, ...]
    deviated: tuple[int, ...]


class ChangeSolver(Solver):
    """The worlds of a loosened case, with literals for «this fact changes», «this norm is deviated from» and the goal."""

    def __init__(self, loose: Loose, outcomes: Sequence[str], stand: str = "met20") -> None:
        self.loose, self.outcomes = loose, outcomes
        instance = loose.instance
        self.grounding = grounded(instance, (OUTCOME,))
        super().__init__(self.grounding.instances, instance.opens)
        with self.control.backend() as backend:
            self.backend = backend
            identity = instance.applications[0].id
            self.goal = self._any(self.literal((OUTCOME, stand, identity, one)) for one in outcomes)
            self.moves = [self._any(self._moves(place)) for place in range(len(loose.alterables))]
            self.deviates = {number: self.literals[instance.opens[number].alternatives[0][0]] for number in loose.deviations}
            # what the optima are listed by: which facts change and which norms are deviated from, not the values they get
            backend.add_project([*self.moves, *self.deviates.values()])
            self._minimise()

    def _minimise(self) -> None:
        """Add what is to be kept small: the facts, and below them the deviations with the facts about deviating."""
        pairs = list(zip(self.loose.alterables, self.moves, strict=True))
        aside = [(move, one.weight) for one, move in pairs if one.of_article_20 and self.loose.deviations]
        facts = [(move, one.weight) for one, move in pairs if not (one.of_article_20 and self.loose.deviations)]
        self.backend.add_minimize(FACTS, facts)
        self.backend.add_minimize(DEVIATIONS, [*aside, *((one, 1) for one in self.deviates.values())])

    def _any(self, literals: Iterable[int | None]) -> int:
        """Return a literal that holds when one of some literals does; None never holds."""
        found = self._fresh()
        for one in literals:
            if one is not None:
                self.backend.add_rule([found], [one])
        return found

    def literal(self, atom: GroundAtom) -> int | None:
        """Return the literal of an atom, or None when no world can have it."""
        if self.grounding.status.get(atom) == CERTAIN:
            return self.true
        return self.literals.get(atom)

    def _moves(self, place: int) -> list[int]:
        one = self.loose.alterables[place]
        return [literal for index, literal in enumerate(self.choices(one.number)) if index not in one.same]

    def choices(self, number: int) -> list[int]:
        """Return for every alternative of a choice the literal that says it is the one."""
        unknown = self.loose.instance.opens[number]
        if unknown.is_flag:
            literal = self.literals[unknown.alternatives[0][0]]
            return [literal, -literal]
        return [self.literals[CHOICE, number, index] for index in range(len(unknown.alternatives))]

    # asking

    def smallest(self, limit: int) -> tuple[int, list[Smallest]] | None:
        """Return the least weight with all sets of facts and norms that have it (at most a number), or None."""
        self._configure(_Mode("optN", "project", limit))
        found: dict[Smallest, int] = {}
        with self.control.solve(assumptions=[self.goal], yield_=True) as handle:
            for model in handle:
                if model.optimality_proven:
                    moved = tuple(place for place, one in enumerate(self.moves) if model.is_true(one))
                    deviated = tuple(number for number, one in self.deviates.items() if model.is_true(one))
                    found[Smallest(moved, deviated)] = model.cost[0]
        self._configure(ONE)
        return (next(iter(found.values())), list(found)) if found else None

    def _configure(self, mode: _Mode) -> None:
        self.mode = "auto"
        settings = self.control.configuration.solve
        settings.opt_mode, settings.project, settings.models = mode  # type: ignore[union-attr]

    def settled(self, assumptions: Sequence[int]) -> bool:
        """Return whether the goal holds in every world in which the assumed literals do."""
        return self.core([*assumptions, -self.goal]) is not None

    def holding(self, assumptions: Sequence[int], literals: Iterable[int]) -> list[int]:
        """Return which literals hold in one world in which the assumed ones do."""
        with self.control.solve(assumptions=list(assumptions), yield_=True) as handle:
            model = handle.model()
            if model is None:
                raise InconsistentLaw("de regels laten geen enkele wereld toe")
            return [one for one in literals if model.is_true(abs(one)) == (one > 0)]

    def fixed(self, smallest: Smallest) -> list[int]:
        """Return the assumptions that exactly these facts change and these norms are deviated from."""
        moved, deviated = set(smallest.moved), set(smallest.deviated)
        return [*(one if place in moved else -one for place, one in enumerate(self.moves)),
                *(one if number in deviated else -one for number, one in self.deviates.items())]  # fmt: skip
