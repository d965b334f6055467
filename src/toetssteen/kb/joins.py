"""How a rule body is evaluated: the order of its literals, and arithmetic as clingo does it."""

from __future__ import annotations

from collections.abc import Iterable

from toetssteen.kb.terms import AtomLiteral, Comparison, Literal, aggregate_variables, literal_variables

INTEGER_LIMIT = 2**31


def checked(number: int) -> int:
    """Return the number, or raise OverflowError where clingo would wrap silently."""
    if not -INTEGER_LIMIT <= number < INTEGER_LIMIT:
        raise OverflowError(f"{number} past niet in 32 bits")
    return number


def calculate(operator: str, left: int, right: int) -> int | None:
    """Return the result of integer arithmetic, or None for division by zero; division truncates."""
    if operator == "/":
        return None if right == 0 else divide(left, right)
    return checked({"+": left + right, "-": left - right, "*": left * right}[operator])


def divide(left: int, right: int) -> int:
    """Return a quotient that truncates, as clingo's does; ZeroDivisionError where clingo would drop the rule silently."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def order(body: Iterable[Literal], bound: Iterable[str]) -> list[Literal]:
    """Return the literals in an order in which each can be evaluated: bound first, negation and comparison late."""
    todo, ordered, bound = list(body), [], set(bound)
    while todo:
        best = min(todo, key=lambda literal: _cost(literal, bound))
        todo.remove(best)
        ordered.append(best)
        bound |= literal_variables(best)
    return ordered


def _cost(literal: Literal, bound: set[str]) -> int:
    free = literal_variables(literal) - bound
    if isinstance(literal, AtomLiteral):
        if literal.negated:
            return 1 if all(name.startswith("_") for name in free) else 90
        # what is tied to something known finds few atoms; what is not goes through all of its predicate
        tied = len(free) < len(literal.terms)
        return len(free) + (0 if not free else 2 if tied else 40)
    if isinstance(literal, Comparison):
        if not free:
            return 1
        right = literal_variables(Comparison(0, "=", literal.right)) - bound
        return 2 if literal.operator == "=" and not right else 95
    outer = aggregate_variables(literal) & bound
    return 60 - len(outer)
