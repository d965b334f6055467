"""Which values an unknown number must be tried with, so that every way the rules can go is seen.

A small range is tried whole. A large one is cut where a rule can change: at its ends, and on both sides of every
number that the rules compare it with, of their sums and differences, and of their percentages and multiples. Which
numbers those are is read from the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, GroundAtom, Literal, Value, Variable
from toetssteen.kb.value_flow import Flow
from toetssteen.kb.vocabulary import Concept

MOST_LISTED = 120
MOST_PAIRED = 8
HUNDRED = 100
LARGEST = 2**31 - 1
CONSTANT = ""
# Where a number comes from: an input predicate and its place, the name of a parameter, or a number of a rule; and
# whether it multiplies or divides.
Source: TypeAlias = tuple[str, int, bool]
Sources: TypeAlias = frozenset[Source]
Facts: TypeAlias = Mapping[Value, Sequence[GroundAtom]]
NUMERIC_LETTERS = frozenset("LDIKMSEJBCQUXYR")


class Unknown(NamedTuple):
    """An unknown number: its concept, its atom without the value, and the ids of what it can meet in a rule."""

    concept: Concept
    atom: GroundAtom
    related: frozenset[str]


def alternatives(unknown: Unknown, facts: Facts, law: Law) -> tuple[tuple[GroundAtom, ...], ...]:
    """Return the alternatives of an unknown number: one atom for each value to try, and none where it can be absent.

    ``facts`` are those of the case, by predicate.
    """
    concept = unknown.concept
    if concept.high - concept.low < MOST_LISTED:
        values: Iterable[int] = range(concept.low, concept.high + 1)
    else:
        values = _cut_points(concept.low, concept.high, frozenset(_meetings(unknown, facts, law)))
    return _one_each(unknown.atom, values if isinstance(values, range) else tuple(values), absent=bool(concept.negative))


@lru_cache(maxsize=1000)
def _one_each(atom: GroundAtom, values: Sequence[int], *, absent: bool) -> tuple[tuple[GroundAtom, ...], ...]:
    found: tuple[tuple[GroundAtom, ...], ...] = tuple(((*atom, value),) for value in values)
    return (*found, ()) if absent else found


class Meeting(NamedTuple):
    """The numbers of one comparison, and by what fractions (part, whole) they can be multiplied there."""

    numbers: frozenset[int]
    scales: frozenset[tuple[int, int]] = frozenset()


def by_predicate(facts: Iterable[GroundAtom]) -> dict[Value, list[GroundAtom]]:
    """Return facts by their predicate."""
    found: dict[Value, list[GroundAtom]] = {}
    for atom in facts:
        found.setdefault(atom[0], []).append(atom)
    return found


def cut_points(low: int, high: int, meetings: Iterable[Meeting]) -> tuple[int, ...]:
    """Return the values in a range that stand for all others: its ends, and both sides of every possible change."""
    changes = {low, high, *_around(0), *_around(1)}
    for numbers, scales in meetings:
        pairs = list(combinations(numbers, 2)) if len(numbers) <= MOST_PAIRED else []
        together = {*numbers, *(one + other for one, other in pairs), *(abs(one - other) for one, other in pairs)}
        near = {close for number in together for close in _around(number)}
        changes |= near
        changes |= {cut for part, whole in scales if part for number in near for cut in _scaled(number, part, whole)}
    return tuple(sorted(one for one in changes if low <= one <= high))


@lru_cache(maxsize=1000)
def _cut_points(low: int, high: int, meetings: frozenset[Meeting]) -> tuple[int, ...]:
    return cut_points(low, high, meetings)


def _around(number: int) -> tuple[int, int, int]:
    return number - 1, number, number + 1


def _scaled(number: int, part: int, whole: int) -> tuple[int, ...]:
    """Return both sides of a fraction of a number, and of the number that it is that fraction of."""
    return (*_around(number * part // whole), *_around(number * whole // part))


def _meetings(unknown: Unknown, facts: Facts, law: Law) -> Iterator[Meeting]:
    """Yield the comparisons of an unknown number, with the numbers that the facts of a case and the law give."""
    for sources in _compared_with(law, unknown.concept.key):
        others = {source: _values(source, unknown, facts, law) for source in sources if source[0] != unknown.concept.key}
        numbers = {number for source, values in others.items() if source[0] != CONSTANT
                   for number in values or _ends(source, law)}  # fmt: skip
        scales = _scales(others, law)
        # a number that is not multiplied itself only meets what comes of multiplying others
        scaled = any(source[0] == unknown.concept.key and source[2] for source in sources)
        yield Meeting(frozenset(numbers | _multiplied(others, scales)), scales if scaled else frozenset())


def _scales(others: Mapping[Source, set[int]], law: Law) -> frozenset[tuple[int, int]]:
    """Return by what a comparison multiplies or divides: its percentages, or else all its factors."""
    percentages = {number for source, values in others.items() if _is_percentage(source, law) for number in values}
    factors = {number for source, values in others.items() if source[2] for number in values}
    return frozenset({(number, HUNDRED) for number in percentages} or {(number, 1) for number in factors if number})


def _multiplied(others: Mapping[Source, set[int]], scales: Iterable[tuple[int, int]]) -> set[int]:
    """Return the numbers that a rule multiplies or divides, so done: euros of what is in cents, or a share of it."""
    factors = {number for source, values in others.items() if source[2] and source[0] != CONSTANT for number in values}
    found = {scaled for number in factors for part, whole in scales if part and part != number
             for scaled in (number * part // whole, number * whole // part)}  # fmt: skip
    return {number for number in found if number <= LARGEST}


def _is_percentage(source: Source, law: Law) -> bool:
    concept, parameter = law.concepts.get(source[0]), law.parameters.get(source[0])
    return (concept.kind if concept is not None else parameter.unit if parameter is not None else "") == "procent"


def _values(source: Source, unknown: Unknown, facts: Facts, law: Law) -> set[int]:
    """Return the values a source has in a case; none of a fact that is unknown too."""
    name, place, _factor = source
    if name == CONSTANT:
        return {place}
    if name in law.parameters:
        return {int(atom[2]) for atom in facts.get("parameter", ()) if atom[1] == name}
    concept = law.concepts.get(name)
    known = {atom[place + 1] for atom in facts.get(name, ()) if concept is None or atom[1] in unknown.related}
    return {number for number in known if isinstance(number, int)}


def _ends(source: Source, law: Law) -> set[int]:
    """Return the ends of the range of a fact."""
    concept = law.concepts.get(source[0])
    return {concept.low, concept.high} if concept is not None else set()


class _Origins:
    """The inputs and parameters a number comes from."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def constant(self, number: int) -> Sources:
        """Return a number of a rule as its own source, unless it changes nothing by multiplying."""
        return frozenset({(CONSTANT, number, False)} if number > 1 else ())

    def given(self, literal: AtomLiteral, place: int) -> Sources | None:
        """Return an input as its own source; what is no number has none."""
        if literal.predicate == "parameter":
            return frozenset({(str(literal.terms[0]), 0, False)}) if place == 1 else None
        structure = self.law.structures.get(literal.predicate)
        concept = self.law.concepts.get(literal.predicate)
        numeric = structure is not None and structure.arguments[place] in NUMERIC_LETTERS
        numeric |= concept is not None and concept.has_value and place == 1
        return frozenset({(literal.predicate, place, False)}) if numeric else None

    def either(self, one: Sources, other: Sources) -> Sources:
        """Return the sources of both."""
        return one | other

    def both(self, one: Sources, other: Sources) -> Sources:
        """Return the sources of both."""
        return one | other

    def calculated(self, operator: str, left: Sources, right: Sources) -> Sources:
        """Return the sources of both sides, as factors where they multiply or divide."""
        both = left | right
        return frozenset((*source[:2], True) for source in both) if operator in "*/" else both

    def total(self, function: str, part: Sources | None) -> Sources:
        """Return the sources of the parts of a sum; how many there are is no number of a fact."""
        return part or frozenset() if function == "#sum" else frozenset()

    def compared(self, operator: str, one: Sources, other: Sources) -> Sources:
        """Return the sources as they are: a comparison adds none."""
        return one if operator else other

    def widened(self, growing: Sources) -> Sources:
        """Return the sources as they are: there are only so many."""
        return growing


def compared_sources(law: Law) -> tuple[Sources, ...]:
    """Return, for every comparison of the rules with a number of a fact, the sources of its numbers."""
    return _known(law)[0]


def _compared_with(law: Law, key: str) -> tuple[Sources, ...]:
    return _known(law)[1].get(key, ())


def _known(law: Law) -> tuple[tuple[Sources, ...], dict[str, tuple[Sources, ...]]]:
    """Return the sources of all comparisons with a number of a fact, and those of each kind of fact."""
    return law.kept(("compared",), lambda: _found(law))


def _found(law: Law) -> tuple[tuple[Sources, ...], dict[str, tuple[Sources, ...]]]:
    flow = Flow(law, _Origins(law))
    found = {sources for rule in law.rules for sources in _compared(rule.body, flow, {})}
    numbers = {key for key, concept in law.concepts.items() if concept.has_value}
    every = tuple(one for one in found if any(source[0] in numbers for source in one))
    return every, {key: tuple(one for one in every if any(source[0] == key for source in one)) for key in numbers}


def _compared(body: Sequence[Literal], flow: Flow[Sources], outer: dict[str, Sources]) -> Iterator[Sources]:
    known = flow.variables(body, outer)
    atoms = [literal for literal in body if isinstance(literal, AtomLiteral)]
    joined = [term.name for literal in atoms for term in literal.terms if isinstance(term, Variable)]
    for literal in body:
        if isinstance(literal, Comparison):
            assigns = literal.operator == "=" and isinstance(literal.left, Variable) and literal.left.name not in joined
            if not assigns:
                yield (flow.term(literal.left, known) or frozenset()) | (flow.term(literal.right, known) or frozenset())
        elif isinstance(literal, Aggregate):
            yield from _compared(literal.condition, flow, known)
    for name in set(joined):
        if joined.count(name) > 1 and known.get(name):
            yield known[name]
