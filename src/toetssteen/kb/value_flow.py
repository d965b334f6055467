"""Following numbers through the rules: what is known of every variable and of every place of a derived predicate.

What «known» means is up to the domain: the range a number can have (``lint_bounds``), or the facts and parameters
it comes from (``cut_points``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Term, Variable

Known = TypeVar("Known")
MOST_ROUNDS = 40


class Domain(Protocol[Known]):
    """What can be known of a number, and how it passes through atoms, calculations and totals."""

    def constant(self, number: int) -> Known:
        """Return what is known of a number that stands in a rule."""

    def given(self, literal: AtomLiteral, place: int) -> Known | None:
        """Return what is known of a place of an input, or None when there is nothing to follow."""

    def either(self, one: Known, other: Known) -> Known:
        """Return what is known of a number that comes from one of two places."""

    def both(self, one: Known, other: Known) -> Known:
        """Return what is known of a number that must be in both of two places."""

    def calculated(self, operator: str, left: Known, right: Known) -> Known:
        """Return what is known of the result of a calculation."""

    def total(self, function: str, part: Known | None) -> Known:
        """Return what is known of a total over parts."""

    def compared(self, operator: str, one: Known, other: Known) -> Known:
        """Return what is known of a number of which a comparison with another holds."""

    def widened(self, growing: Known) -> Known:
        """Return what is known of a number that keeps growing from round to round."""


class Flow(Generic[Known]):
    """What a domain knows of the numbers of a version of the law."""

    def __init__(self, law: Law, domain: Domain[Known]) -> None:
        self.law, self.domain = law, domain
        self.derived: dict[tuple[str, int], Known] = {}
        for round_number in range(MOST_ROUNDS):
            before = dict(self.derived)
            self._round()
            growing = [key for key, found in self.derived.items() if before.get(key) != found]
            if not growing:
                break
            if round_number > MOST_ROUNDS // 2:
                self.derived.update({key: domain.widened(self.derived[key]) for key in growing})

    def _round(self) -> None:
        for rule in self.law.rules:
            known = self.variables(rule.body)
            for place, term in enumerate(rule.terms):
                found = self.term(term, known)
                if found is not None:
                    key = (rule.predicate, place)
                    self.derived[key] = self.domain.either(self.derived[key], found) if key in self.derived else found

    def variables(self, body: Sequence[Literal], outer: dict[str, Known] | None = None) -> dict[str, Known]:
        """Return what is known of the variables of a body: from its atoms first, then from its calculations."""
        found: dict[str, Known] = dict(outer or {})
        for literal in body:
            if isinstance(literal, AtomLiteral) and not literal.negated:
                for place, term in enumerate(literal.terms):
                    if isinstance(term, Variable):
                        self._meet(found, term.name, self.argument(literal, place))
        for _round in body:
            for literal in body:
                if isinstance(literal, Aggregate):
                    found[literal.variable.name] = self.total(literal, found)
                elif isinstance(literal, Comparison):
                    self._compared(literal, found)
        return found

    def _compared(self, literal: Comparison, found: dict[str, Known]) -> None:
        """Add what a comparison tells of the variables on its sides."""
        left, right = self.term(literal.left, found), self.term(literal.right, found)
        if literal.operator == "=" and isinstance(literal.left, Variable):
            self._meet(found, literal.left.name, right)
        elif left is not None and right is not None:
            mirrored = literal.operator.translate(str.maketrans("<>", "><"))
            if isinstance(literal.left, Variable):
                found[literal.left.name] = self.domain.compared(literal.operator, left, right)
            if isinstance(literal.right, Variable):
                found[literal.right.name] = self.domain.compared(mirrored, right, left)

    def _meet(self, found: dict[str, Known], name: str, more: Known | None) -> None:
        if more is not None:
            found[name] = self.domain.both(found[name], more) if name in found else more

    def argument(self, literal: AtomLiteral, place: int) -> Known | None:
        """Return what is known of a place of an atom: of what rules derive, else of the input."""
        derived = self.derived.get((literal.predicate, place))
        return self.domain.given(literal, place) if derived is None else derived

    def term(self, term: Term, known: dict[str, Known]) -> Known | None:
        """Return what is known of a term; None for what is no number, or not known yet."""
        if isinstance(term, int):
            return self.domain.constant(term)
        if isinstance(term, Variable):
            return known.get(term.name)
        if not isinstance(term, Operation):
            return None
        left, right = self.term(term.left, known), self.term(term.right, known)
        return None if left is None or right is None else self.domain.calculated(term.operator, left, right)

    def total(self, literal: Aggregate, known: dict[str, Known]) -> Known:
        """Return what is known of a total."""
        inner = self.variables(literal.condition, known)
        return self.domain.total(literal.function, self.term(literal.tuple_terms[0], inner))
