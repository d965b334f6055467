"""What another law cannot change: kinds of voorziening whose rules lead to none of the numbers that differ.

Where the rules themselves are others, everything is decided again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toetssteen.kb.law import Law
from toetssteen.kb.terms import AtomLiteral, Literal, Variable

_NUMBERS: dict[tuple[int, str], tuple[Law, frozenset[str] | None]] = {}
_TOUCHED: dict[tuple[int, int], tuple[Law, Law, frozenset[str] | None]] = {}
MOST_KNOWN = 1_000


def touched(before: Law, after: Law) -> frozenset[str] | None:
    """Return the kinds of voorziening that a law can decide otherwise than another; None when that can be any."""
    key = (id(before), id(after))
    known = _TOUCHED.get(key)
    if known is None or known[0] is not before or known[1] is not after:
        if len(_TOUCHED) > MOST_KNOWN:
            _TOUCHED.clear()
        known = _TOUCHED[key] = (before, after, _touched(before, after))
    return known[2]


def _touched(before: Law, after: Law) -> frozenset[str] | None:
    if before is after:
        return frozenset()
    one, other = before.data, after.data
    same = one.rules is other.rules and one.readings is other.readings and one.vocabulary is other.vocabulary
    if not same or before.parameters.keys() != after.parameters.keys():
        return None
    names = {name for name, parameter in after.parameters.items() if parameter.values != before.parameters[name].values}
    return frozenset(key for key in before.provisions
                     if (found := numbers_of(before, key)) is None or not names.isdisjoint(found))  # fmt: skip


def numbers_of(law: Law, provision: str) -> frozenset[str] | None:
    """Return the numbers that the rules for a kind of voorziening lead to; None when those can be any."""
    known = _NUMBERS.get((id(law), provision))
    if known is None or known[0] is not law:
        if len(_NUMBERS) > MOST_KNOWN:
            _NUMBERS.clear()
        relevant = law.relevant(provision)
        found = {name for rule in law.rules if rule.predicate in relevant and law.can_concern(rule, provision)
                 for name in _named(rule.body)}  # fmt: skip
        known = _NUMBERS[id(law), provision] = (law, None if None in found else frozenset(one for one in found if one))
    return known[1]


def _named(body: Sequence[Literal]) -> Iterator[str | None]:
    """Yield the numbers that conditions name; None where the name is not written out."""
    for literal in body:
        for one in (literal,) if isinstance(literal, AtomLiteral) else getattr(literal, "condition", ()):
            if isinstance(one, AtomLiteral) and one.predicate == "parameter":
                yield None if isinstance(one.terms[0], Variable) else str(one.terms[0])
