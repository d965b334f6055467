"""What of a law can reach the outcome for one voorziening under some readings: its rules, numbers and origins, as a set.

Where two laws have the same set for the same cases, they decide those cases in the same way, and nothing has to be solved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from toetssteen.kb.dates import month_days
from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Literal, Rule, plain

Readings: TypeAlias = tuple[tuple[object, object], ...]
# The numbers that the program itself looks at while it makes a case ready.
BUILT_IN = ("premie_blok",)
PARAMETER, READING = "parameter", "lezing"
_NUMBERS: dict[object, int] = {}


def reach(law: Law, provision: str, roots: Sequence[str], readings: Mapping[str, str], day: date) -> frozenset[object]:
    """Return what of a law can reach some predicates for a provision, on a day and under some readings."""
    found: set[object] = set()
    parameters = set(BUILT_IN)
    for number, needed, named, origin in _rules(law, provision, tuple(roots)):
        if all(readings.get(str(key)) == option for key, option in needed):
            found.add(number)
            parameters |= named
            if origin is not None:
                found.add(origin)
    for name in parameters:
        if name in law.parameters:
            value = law.value_on(law.parameters[name], day)
            found.add((name, value[1] if value else None))
    # of the readings that the program itself applies, one chooses the law and one is about what is not known
    return frozenset((*found, month_days(readings), law.identity.in_force, law.identity.published))


_Reaching: TypeAlias = tuple[tuple[int, Readings, frozenset[str], object], ...]


def _rules(law: Law, provision: str, roots: tuple[str, ...]) -> _Reaching:
    """Return per rule that can matter: a number for what it says, its readings, its parameters, and the origin it shows."""

    def find() -> _Reaching:
        needed = law.reachable(provision, roots)
        return tuple(_known(law, rule) for rule in law.rules if rule.predicate in needed and law.can_concern(rule, provision))

    return law.kept(("reach", provision, roots), find)


def _known(law: Law, rule: Rule) -> tuple[int, Readings, frozenset[str], object]:
    content = (rule.predicate, rule.terms, rule.body)
    number = _NUMBERS.setdefault(content, len(_NUMBERS))
    atoms = list(_atoms(rule.body))
    readings = tuple((one.terms[0], one.terms[1]) for one in rule.body
                     if isinstance(one, AtomLiteral) and one.predicate == READING)  # fmt: skip
    parameters = frozenset(str(one.terms[0]) for one in atoms if one.predicate == PARAMETER)
    origin = None
    if rule.predicate == "belemmering" and isinstance(rule.terms[1], str):
        norm = plain(rule.terms[1])
        origin = (norm, law.origin(norm))
    return number, readings, parameters, origin


def _atoms(body: Sequence[Literal]) -> list[AtomLiteral]:
    found = []
    for literal in body:
        if isinstance(literal, AtomLiteral):
            found.append(literal)
        elif isinstance(literal, Aggregate):
            found += [part for part in literal.condition if isinstance(part, AtomLiteral)]
    return found
