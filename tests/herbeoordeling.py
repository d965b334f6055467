"""A second, deliberately simple evaluation of rule instances, for checking proofs.

It shares nothing with the proof builder: an instance is put into numbers and names as text, and every
condition is looked up among the atoms that hold in all worlds or in some.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Sequence

from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, GroundAtom, Literal, Operation, Term, Value, Variable

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
Places = Sequence[Value | None]


class Atoms:
    """A set of atoms, by predicate and number of arguments."""

    def __init__(self, atoms: Iterable[GroundAtom]) -> None:
        self.all = frozenset(atoms)
        self.by_predicate: dict[tuple[Value, int], list[GroundAtom]] = {}
        for atom in self.all:
            self.by_predicate.setdefault((atom[0], len(atom) - 1), []).append(atom)

    def of(self, literal: AtomLiteral) -> list[GroundAtom]:
        return self.by_predicate.get((literal.predicate, len(literal.terms)), [])


def value(term: Term, binding: dict[str, Value]) -> Value:
    if isinstance(term, Variable):
        return binding[term.name]
    if isinstance(term, Operation):
        left, right = value(term.left, binding), value(term.right, binding)
        assert isinstance(left, int)
        assert isinstance(right, int)
        return {"+": left + right, "-": left - right, "*": left * right, "/": int(left / right) if right else 0}[term.operator]
    return term


def values(terms: Sequence[Term], binding: dict[str, Value]) -> list[Value | None]:
    """Return the values of terms; None where a variable has none."""
    found: list[Value | None] = []
    for term in terms:
        try:
            found.append(value(term, binding))
        except KeyError:
            found.append(None)
    return found


def unify(terms: Sequence[Term], places: Places, binding: dict[str, Value]) -> dict[str, Value] | None:
    """Return a binding under which terms have these values (None is any value), or None when there is none."""
    found = dict(binding)
    for term, place in zip(terms, places, strict=True):
        if place is None:
            continue
        if isinstance(term, Variable) and term.name not in found:
            found[term.name] = place
        elif values((term,), found) not in ([place], [None]):
            return None
    return found


def fits(literal: AtomLiteral, binding: dict[str, Value], atoms: Atoms) -> bool:
    """Return whether some atom of the set fits the literal, with any value in its unbound places."""
    return any(unify(literal.terms, atom[1:], binding) is not None for atom in atoms.of(literal))


def surely(literal: Literal, binding: dict[str, Value], certain: Atoms, possible: Atoms) -> bool:
    """Return whether a condition holds in every world."""
    if isinstance(literal, AtomLiteral):
        return not fits(literal, binding, possible) if literal.negated else fits(literal, binding, certain)
    if isinstance(literal, Comparison):
        return bool(COMPARE[literal.operator](value(literal.left, binding), value(literal.right, binding)))
    return settled(literal, binding, certain, possible) == {binding[literal.variable.name]}


def surely_not(literal: Literal, binding: dict[str, Value], certain: Atoms, possible: Atoms) -> bool:
    """Return whether a condition fails in every world."""
    if isinstance(literal, AtomLiteral):
        return fits(literal, binding, certain) if literal.negated else not fits(literal, binding, possible)
    if isinstance(literal, Comparison):
        return not COMPARE[literal.operator](value(literal.left, binding), value(literal.right, binding))
    return binding.get(literal.variable.name, -1) not in settled(literal, binding, certain, possible)


def settled(literal: Aggregate, binding: dict[str, Value], certain: Atoms, possible: Atoms) -> set[int]:
    """Return the values an aggregate has over what is certain and over what is possible: one when no world changes it."""
    return {aggregate(literal, binding, certain), aggregate(literal, binding, possible)}


def elements(literal: Aggregate, binding: dict[str, Value], atoms: Atoms) -> set[tuple[Value, ...]]:
    """Return the elements of an aggregate by trying every combination of values for its local variables."""
    parts = [part for part in literal.condition if isinstance(part, AtomLiteral)]
    outer = {name: part for name, part in binding.items() if name != literal.variable.name}
    found = set()
    for combination in itertools.product(*(atoms.of(part) for part in parts)):
        local = _combine(parts, combination, outer)
        if local is not None and _comparisons(literal, local):
            found.add(tuple(value(term, local) for term in literal.tuple_terms))
    return found


def aggregate(literal: Aggregate, binding: dict[str, Value], atoms: Atoms) -> int:
    """Return the value of an aggregate over a set of atoms."""
    found = elements(literal, binding, atoms)
    return len(found) if literal.function == "#count" else sum(int(element[0]) for element in found)


def _combine(parts: list[AtomLiteral], atoms: tuple[GroundAtom, ...], outer: dict[str, Value]) -> dict[str, Value] | None:
    local = dict(outer)
    for part, atom in zip(parts, atoms, strict=True):
        for term, found in zip(part.terms, atom[1:], strict=True):
            if isinstance(term, Variable) and term.name not in local:
                local[term.name] = found
            elif value(term, local) != found:
                return None
    return local


def _comparisons(literal: Aggregate, local: dict[str, Value]) -> bool:
    for part in literal.condition:
        if not isinstance(part, Comparison):
            continue
        if part.operator == "=" and isinstance(part.left, Variable) and part.left.name not in local:
            local[part.left.name] = value(part.right, local)
        elif not COMPARE[part.operator](value(part.left, local), value(part.right, local)):
            return False
    return True
