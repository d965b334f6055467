"""Evaluating rules over the worlds of a case: what clingo's grounding has lost, computed again on demand.

An atom is TRUE when it holds in all worlds, FALSE when it holds in none, OPEN otherwise. Joins run over
an index of the possible atoms; arithmetic copies clingo's (division truncates, beyond 32 bits is an error).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from toetssteen.kb.grounding import CERTAIN
from toetssteen.kb.joins import calculate, checked, order
from toetssteen.kb.terms import (
    Aggregate,
    AtomLiteral,
    Comparison,
    GroundAtom,
    Literal,
    Operation,
    Term,
    Value,
    Variable,
    aggregate_variables,
)

TRUE, FALSE, OPEN = "waar", "onwaar", "open"
Status: TypeAlias = str
Binding: TypeAlias = dict[str, Value]


class Evaluator:
    """The possible atoms of a case by status and by predicate, with the evaluation of literals over them."""

    def __init__(self, statuses: Mapping[GroundAtom, int], by_predicate: dict[Value, list[GroundAtom]],
                 orders: dict[tuple[int, frozenset[str]], list[Literal]]) -> None:  # fmt: skip
        self.statuses, self.by_predicate = statuses, by_predicate
        # the order of a body depends on the law alone, so all cases under one law share the orders found
        self.orders = orders
        self.by_first: dict[Value, dict[Value, list[GroundAtom]]] = {}
        self.by_places: dict[tuple[str, int, tuple[int, ...]], dict[tuple[Value, ...], list[GroundAtom]]] = {}
        self.in_order: set[int] = set()

    def atoms(self, predicate: str, first: Value | None) -> list[GroundAtom]:
        """Return the possible atoms of a predicate (with a first argument) in a fixed order."""
        found = self.by_predicate.get(predicate) if first is None else self._starting(predicate).get(first)
        if found is None:
            return []
        if id(found) not in self.in_order:
            found.sort(key=_order)
            self.in_order.add(id(found))
        return found

    def fitting(self, predicate: str, pattern: Sequence[Value | None]) -> list[GroundAtom]:
        """Return the possible atoms that fit a pattern (None is an open place) in a fixed order."""
        places = tuple([place for place, value in enumerate(pattern, 1) if value is not None])
        index = self.by_places.get((predicate, len(pattern), places))
        if index is None:
            index = self.by_places[predicate, len(pattern), places] = {}
            for atom in self.by_predicate.get(predicate, ()):
                if len(atom) == len(pattern) + 1:
                    index.setdefault(tuple([atom[place] for place in places]), []).append(atom)
        found = index.get(tuple([value for value in pattern if value is not None]), [])
        if len(found) > 1 and id(found) not in self.in_order:
            found.sort(key=_order)
            self.in_order.add(id(found))
        return found

    def _starting(self, predicate: str) -> dict[Value, list[GroundAtom]]:
        index = self.by_first.get(predicate)
        if index is None:
            index = self.by_first[predicate] = {}
            for atom in self.by_predicate.get(predicate, ()):
                index.setdefault(atom[1], []).append(atom)
        return index

    def status(self, atom: GroundAtom) -> Status:
        """Return whether an atom holds in all, none or some worlds."""
        found = self.statuses.get(atom)
        return FALSE if found is None else TRUE if found == CERTAIN else OPEN

    def matching(self, predicate: str, terms: Sequence[Term | None], binding: Binding) -> Iterator[tuple[GroundAtom, Binding]]:
        """Yield the possible atoms that fit a pattern, with the extended binding; None fits anything."""
        first = value_of(terms[0], binding) if terms and terms[0] is not None else None
        candidates = self.atoms(predicate, first)
        for atom in candidates:
            extended = match(terms, atom[1:], binding)
            if extended is not None:
                yield atom, extended

    def literal_status(self, literal: Literal, binding: Binding) -> Status | None:
        """Return the status of a body literal under a binding; None when a comparison lacks a value."""
        if isinstance(literal, AtomLiteral):
            found = self._atom_status(literal, binding)
            return _flip(found) if literal.negated else found
        if isinstance(literal, Comparison):
            return compare(literal, binding)
        return self._aggregate_status(literal, binding)

    def _atom_status(self, literal: AtomLiteral, binding: Binding) -> Status:
        values = [value_of(term, binding) for term in literal.terms]
        if None not in values:
            return self.status((literal.predicate, *[value for value in values if value is not None]))
        best = FALSE
        for atom, _extended in self.matching(literal.predicate, literal.terms, binding):
            if self.statuses[atom] == CERTAIN:
                return TRUE
            best = OPEN
        return best

    def _aggregate_status(self, literal: Aggregate, binding: Binding) -> Status:
        value, settled = self.aggregate(literal, binding)
        bound = binding.get(literal.variable.name)
        if not settled:
            return OPEN
        return TRUE if bound is None or bound == value else FALSE

    def aggregate(self, literal: Aggregate, binding: Binding) -> tuple[int, bool]:
        """Return the value of an aggregate over the certain atoms, and whether no world changes it."""
        certain, settled = set(), True
        outer = {name: value for name, value in binding.items() if name not in self._local(literal, binding)}
        for inner, status in self.solutions(literal.condition, outer):
            element = tuple(value_of(term, inner) for term in literal.tuple_terms)
            if status == TRUE:
                certain.add(element)
            elif element not in certain:
                settled = False
        if literal.function == "#count":
            return len(certain), settled
        return checked(sum(element[0] for element in certain if isinstance(element[0], int))), settled

    @staticmethod
    def _local(literal: Aggregate, binding: Binding) -> frozenset[str]:
        return aggregate_variables(literal) - set(binding)

    def solutions(self, body: Sequence[Literal], binding: Binding) -> Iterator[tuple[Binding, Status]]:
        """Yield the bindings under which no literal of a body is FALSE, with TRUE or OPEN for the whole."""
        yield from self._solve(self.ordered(body, binding), 0, binding, TRUE)

    def ordered(self, body: Sequence[Literal], binding: Binding) -> list[Literal]:
        """Return a body in evaluation order, remembered per body of the law and bound variables."""
        key = (id(body), frozenset(binding))
        if key not in self.orders:
            self.orders[key] = order(body, binding)
        return self.orders[key]

    def _solve(
        self, body: Sequence[Literal], position: int, binding: Binding, status: Status
    ) -> Iterator[tuple[Binding, Status]]:
        if position == len(body):
            yield binding, status
            return
        for extended, found in self.extend(body[position], binding):
            if found != FALSE:
                yield from self._solve(body, position + 1, extended, OPEN if OPEN in (found, status) else TRUE)

    def extend(self, literal: Literal, binding: Binding) -> Iterator[tuple[Binding, Status]]:
        """Yield the ways one literal can be met or fail: extended bindings with their status."""
        if isinstance(literal, AtomLiteral) and not literal.negated:
            for atom, extended in self.matching(literal.predicate, literal.terms, binding):
                yield extended, self.status(atom)
            return
        if isinstance(literal, Aggregate) and literal.variable.name not in binding:
            value, settled = self.aggregate(literal, binding)
            yield {**binding, literal.variable.name: value}, TRUE if settled else OPEN
            return
        assigned = assignment(literal, binding)
        if assigned is not None:
            yield assigned, TRUE
            return
        yield binding, self.literal_status(literal, binding) or FALSE


def _order(atom: GroundAtom) -> tuple[tuple[bool, str, int], ...]:
    return tuple((isinstance(value, int), "" if isinstance(value, int) else value, value if isinstance(value, int) else 0)
                 for value in atom)  # fmt: skip


def _flip(status: Status) -> Status:
    return {TRUE: FALSE, FALSE: TRUE, OPEN: OPEN}[status]


def value_of(term: Term | None, binding: Mapping[str, Value]) -> Value | None:
    """Return the value of a term under a binding, or None when it cannot be computed yet."""
    if isinstance(term, Variable):
        return binding.get(term.name)
    if isinstance(term, Operation):
        left, right = value_of(term.left, binding), value_of(term.right, binding)
        if not isinstance(left, int) or not isinstance(right, int):
            return None
        return calculate(term.operator, left, right)
    return term


def match(terms: Sequence[Term | None], values: Sequence[Value], binding: Binding) -> Binding | None:
    """Return the binding under which terms become values, or None when they cannot."""
    if len(terms) != len(values):
        return None
    extended, copied = binding, False
    for term, value in zip(terms, values, strict=True):
        if term is None or term == value:
            continue
        if not isinstance(term, Variable):
            if not isinstance(term, Operation) or value_of(term, extended) != value:
                return None
            continue
        known = extended.get(term.name)
        if known is None:
            if not copied:
                extended, copied = dict(extended), True
            extended[term.name] = value
        elif known != value:
            return None
    return extended


def compare(literal: Comparison, binding: Binding) -> Status | None:
    """Return whether a comparison holds; None when one of its sides has no value."""
    left, right = value_of(literal.left, binding), value_of(literal.right, binding)
    if left is None or right is None:
        return None
    if literal.operator in ("=", "!="):
        return TRUE if (left == right) == (literal.operator == "=") else FALSE
    if not isinstance(left, int) or not isinstance(right, int):
        raise TypeError(f"alleen getallen zijn te ordenen: {left}, {right}")
    holds = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[literal.operator]
    return TRUE if holds else FALSE


def assignment(literal: Literal, binding: Binding) -> Binding | None:
    """Return the binding extended by ``X = term`` when only X is missing, else None."""
    if isinstance(literal, Comparison) and literal.operator == "=" and isinstance(literal.left, Variable):
        value = value_of(literal.right, binding)
        if literal.left.name not in binding and value is not None:
            return {**binding, literal.left.name: value}
    return None
