"""Rules as plain data: what the proof builder, the linter and the index read instead of clingo's tree.

A ground value is an ``int``, a constant (``str``) or a clingo string (``str`` that starts with a double
quote, so that the string "a" and the constant a stay apart). A ground atom is a tuple: predicate first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

Value: TypeAlias = int | str
GroundAtom: TypeAlias = tuple[Value, ...]


class Variable(NamedTuple):
    """A variable of a rule; ``_`` gets a number of its own at every occurrence."""

    name: str


class Operation(NamedTuple):
    """Integer arithmetic on two terms; operator is one of ``+ - * /``."""

    operator: str
    left: Term
    right: Term


Term: TypeAlias = int | str | Variable | Operation


class AtomLiteral(NamedTuple):
    """An atom in a rule body, negated or not."""

    negated: bool
    predicate: str
    terms: tuple[Term, ...]


class Comparison(NamedTuple):
    """Two terms and the operator between them: one of ``= != < <= > >=``."""

    left: Term
    operator: str
    right: Term


class Aggregate(NamedTuple):
    """``variable = #count|#sum { tuple : condition }`` with a single element."""

    variable: Variable
    function: str
    tuple_terms: tuple[Term, ...]
    condition: tuple[AtomLiteral | Comparison, ...]


Literal: TypeAlias = AtomLiteral | Comparison | Aggregate


class Rule(NamedTuple):
    """One rule with its label and place; ``text`` is the program text, ``line`` counts from 1."""

    label: str
    predicate: str
    terms: tuple[Term, ...]
    body: tuple[Literal, ...]
    file: str
    line: int
    text: str


def text_value(text: str) -> str:
    """Encode a text (a name, a norm) as the ground value of a clingo string."""
    return '"' + text


def plain(value: Value) -> str:
    """Return a ground value as it reads outside the solver: without the mark of a string."""
    return str(value).removeprefix('"')


def variables_of(term: Term) -> frozenset[str]:
    """Return the names of the variables in a term."""
    if isinstance(term, Variable):
        return frozenset((term.name,))
    if isinstance(term, Operation):
        return variables_of(term.left) | variables_of(term.right)
    return frozenset()


@lru_cache(maxsize=10_000)
def literal_variables(literal: Literal) -> frozenset[str]:
    """Return the global variables of a literal; those local to an aggregate are left out."""
    if isinstance(literal, AtomLiteral):
        return frozenset().union(*(variables_of(term) for term in literal.terms))
    if isinstance(literal, Comparison):
        return variables_of(literal.left) | variables_of(literal.right)
    return frozenset((literal.variable.name,))


def aggregate_variables(aggregate: Aggregate) -> frozenset[str]:
    """Return every variable inside the braces of an aggregate."""
    inner = frozenset().union(*(literal_variables(part) for part in aggregate.condition))
    return inner.union(*(variables_of(term) for term in aggregate.tuple_terms))
