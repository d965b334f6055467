"""Proof that no calculation of a rule leaves the solver's 32 bits, by interval arithmetic from the declared ranges.

Facts and parameters have a range, every other number the largest value of its letter; what rules derive gets its
range from them. Beyond 32 bits clingo would wrap without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable
from toetssteen.kb.value_flow import Flow

Interval: TypeAlias = tuple[int, int]
LIMIT = 2**31 - 1
UNBOUNDED: Interval = (-LIMIT - 2, LIMIT + 1)
# A case is at most 1 MB, so it has fewer things that can be counted or added up.
MOST_TERMS = 50_000
# The largest value of a number that no fact, parameter or rule gives, by its letter: a year, a day, the limits of a
# case (cents, whole euros, persons); else months or a count.
LETTERS = {"J": 2_200, "S": 1_000_000, "E": 1_000_000, "B": 2_000_000_000, "R": 1_000_000_000, "K": 1_000_000}
OTHER = 4_000


class Intervals:
    """The smallest and the largest value a number can have."""

    def __init__(self, law: Law, parts: int = MOST_TERMS) -> None:
        self.law, self.parts = law, parts

    def constant(self, number: int) -> Interval:
        """Return the range of a number of a rule: only itself."""
        return number, number

    def given(self, literal: AtomLiteral, place: int) -> Interval | None:
        """Return the declared range of a fact or parameter, else that of its letter."""
        if literal.predicate in self.law.by_head:
            return None
        concept = self.law.concepts.get(literal.predicate)
        if concept is not None and concept.has_value and place == 1:
            return concept.low, concept.high
        if literal.predicate == "parameter" and place == 1:
            parameter = self.law.parameters.get(str(literal.terms[0]))
            values = [value for _day, value in parameter.values] if parameter is not None else [0]
            return min(values), max(values)
        structure = self.law.structures.get(literal.predicate)
        letters = structure.arguments[place : place + 1] if structure is not None else ()
        term = literal.terms[place]
        return 0, LETTERS.get(letters[0] if letters else term.name if isinstance(term, Variable) else "", OTHER)

    def either(self, one: Interval, other: Interval) -> Interval:
        """Return the range that spans both."""
        return min(one[0], other[0]), max(one[1], other[1])

    def both(self, one: Interval, other: Interval) -> Interval:
        """Return the range the two share; the second when they share nothing and the rule never fires."""
        low, high = max(one[0], other[0]), min(one[1], other[1])
        return (low, high) if low <= high else other

    def calculated(self, operator: str, left: Interval, right: Interval) -> Interval:
        """Return the range of an operation, unbounded as soon as a part of it leaves 32 bits."""
        if leaves(left) or leaves(right):
            return UNBOUNDED
        if operator == "+":
            return left[0] + right[0], left[1] + right[1]
        if operator == "-":
            return left[0] - right[1], left[1] - right[0]
        if operator == "*":
            corners = [one * other for one in left for other in right]
            return min(corners), max(corners)
        # division truncates, and by nothing gives no value at all
        closest = 1 if right[0] <= 0 <= right[1] else min(abs(right[0]), abs(right[1]))
        size = max(abs(left[0]), abs(left[1])) // closest
        return (0 if left[0] >= 0 and right[0] >= 0 else -size), size

    def total(self, function: str, part: Interval | None) -> Interval:
        """Return the range of a count, or of a sum of as many parts as a case can have."""
        if function == "#count":
            return 0, self.parts
        low, high = part or UNBOUNDED
        return min(0, low * self.parts), max(0, high * self.parts)

    def compared(self, operator: str, one: Interval, other: Interval) -> Interval:
        """Return the range of a number that is smaller or larger than another; its own where the two exclude it."""
        step = 0 if "=" in operator else 1
        low = max(one[0], other[0] + step) if operator[0] == ">" else one[0]
        high = min(one[1], other[1] - step) if operator[0] == "<" else one[1]
        return (low, high) if low <= high else one

    def widened(self, growing: Interval) -> Interval:
        """Return the range of what has no bound that can be found this way."""
        return UNBOUNDED if growing else growing


def bound_findings(law: Law, parts: int = MOST_TERMS) -> Iterator[Finding]:
    """Return a finding for every rule with a calculation or total (over so many parts) that can leave 32 bits."""
    flow = Flow(law, Intervals(law, parts))
    for rule in law.rules:
        known = flow.variables(rule.body)
        yield from _calculations(rule, list(_terms(rule.terms, rule.body)), flow, known)
        for total in (one for one in rule.body if isinstance(one, Aggregate)):
            inner = flow.variables(total.condition, known)
            yield from _calculations(rule, list(_terms(total.tuple_terms[:1], total.condition)), flow, inner)
            if leaves(flow.total(total, known)):
                yield _at(rule, f"deze som kan met {parts} delen groter worden dan 32 bits")


def _calculations(rule: Rule, terms: list[Operation], flow: Flow[Interval], known: dict[str, Interval]) -> Iterator[Finding]:
    if any(leaves(flow.term(term, known)) for term in terms):
        yield _at(rule, "deze berekening kan groter worden dan 32 bits")
    divisors = [flow.term(divisor, known) or (0, 0) for term in terms for divisor in _divisors(term)]
    if any(low <= 0 <= high for low, high in divisors):
        yield _at(rule, "deze berekening kan door nul delen")


def _divisors(term: Term) -> Iterator[Term]:
    if isinstance(term, Operation):
        if term.operator == "/":
            yield term.right
        yield from (*_divisors(term.left), *_divisors(term.right))


def leaves(found: Interval | None) -> bool:
    """Return whether a range goes beyond 32 bits."""
    return found is not None and (found[0] < -LIMIT - 1 or found[1] > LIMIT)


def calculations(rule: Rule) -> Iterator[Operation]:
    """Yield the calculations of a rule."""
    return _terms(rule.terms, rule.body)


def _terms(head: tuple[Term, ...], body: tuple[Literal, ...]) -> Iterator[Operation]:
    """Yield the calculations of a head and a body."""
    terms = list(head)
    for part in body:
        terms += (part.left, part.right) if isinstance(part, Comparison) else part.terms if isinstance(part, AtomLiteral) else ()
    yield from (term for term in terms if isinstance(term, Operation))


def _at(rule: Rule, message: str) -> Finding:
    return Finding(message, rule.file, rule.line, 1, 1, rule.text.split("\n")[0])
