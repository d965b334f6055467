"""A second, deliberately simple evaluation of rule instances, for checking proofs.

It shares nothing with the proof builder: an instance is put into numbers and names as text, and every
condition is looked up among the atoms that hold in all worlds or in some.
"""

from __future__ import annotations

import itertools
import operator

from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, GroundAtom, Literal, Operation, Term, Value, Variable

COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}


def value(term: Term, binding: dict[str, Value]) -> Value:
    if isinstance(term, Variable):
        return binding[term.name]
    if isinstance(term, Operation):
        left, right = value(term.left, binding), value(term.right, binding)
        assert isinstance(left, int)
        assert isinstance(right, int)
        return {"+": left + right, "-": left - right, "*": left * right, "/": int(left / right) if right else 0}[term.operator]
    return term


def fits(literal: AtomLiteral, binding: dict[str, Value], atoms: frozenset[GroundAtom]) -> bool:
    """Return whether some atom of the set fits the literal, with any value in its unbound places."""
    for atom in atoms:
        if atom[0] != literal.predicate or len(atom) != len(literal.terms) + 1:
            continue
        known = dict(binding)
        for term, part in zip(literal.terms, atom[1:], strict=True):
            if isinstance(term, Variable) and term.name not in known:
                known[term.name] = part
            elif value(term, known) != part:
                break
        else:
            return True
    return False


def surely(literal: Literal, binding: dict[str, Value], certain: frozenset[GroundAtom], possible: frozenset[GroundAtom]) -> bool:
    """Return whether a condition holds in every world."""
    if isinstance(literal, AtomLiteral):
        return not fits(literal, binding, possible) if literal.negated else fits(literal, binding, certain)
    if isinstance(literal, Comparison):
        return bool(COMPARE[literal.operator](value(literal.left, binding), value(literal.right, binding)))
    return aggregate(literal, binding, certain) == binding[literal.variable.name]


def surely_not(
    literal: Literal, binding: dict[str, Value], certain: frozenset[GroundAtom], possible: frozenset[GroundAtom]
) -> bool:
    """Return whether a condition fails in every world."""
    if isinstance(literal, AtomLiteral):
        return fits(literal, binding, certain) if literal.negated else not fits(literal, binding, possible)
    if isinstance(literal, Comparison):
        return not COMPARE[literal.operator](value(literal.left, binding), value(literal.right, binding))
    return aggregate(literal, binding, certain) != binding.get(literal.variable.name, -1)


def aggregate(literal: Aggregate, binding: dict[str, Value], atoms: frozenset[GroundAtom]) -> int:
    """Return the value of an aggregate by trying every combination of values for its local variables."""
    parts = [part for part in literal.condition if isinstance(part, AtomLiteral)]
    choices = [[atom for atom in atoms if atom[0] == part.predicate and len(atom) == len(part.terms) + 1] for part in parts]
    found = set()
    outer = {name: part for name, part in binding.items() if name != literal.variable.name}
    for combination in itertools.product(*choices):
        local = _combine(parts, combination, outer)
        if local is None or not _comparisons(literal, local):
            continue
        found.add(tuple(value(term, local) for term in literal.tuple_terms))
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
