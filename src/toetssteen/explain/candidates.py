"""Which rules could have given a pattern, and the compiled way to the one instance each of them can have for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias, cast

from toetssteen.explain.evaluate import Binding, match, value_of
from toetssteen.kb.grounding import Found, Grounding, InstanceFunction
from toetssteen.kb.law import Law
from toetssteen.kb.terms import AtomLiteral, Literal, Operation, Rule, Term, Value, Variable

Pattern: TypeAlias = tuple[Value | None, ...]
Key: TypeAlias = tuple[Value | tuple[bool, ...], ...]
# What is explained: a predicate and a pattern.
Asked: TypeAlias = tuple[str, Pattern]
# The places of a literal: the name of a variable, or an empty text and a constant.
Terms: TypeAlias = tuple[tuple[str, Value], ...]
# What a literal asks about: its predicate, its places unless it calculates, and all of it where nothing varies.
Part: TypeAlias = tuple[str, Terms | None, Asked | None]
# Stands for a value that no rule names at its place.
OTHER = ""
MOST_READINGS = 100


class Candidate(NamedTuple):
    """A rule that can give a pattern; ``follow`` finds its one instance from the values in ``places``, where it can.

    ``parts`` says for every literal of its body that is an atom what it asks about.
    """

    rule: Rule
    follow: InstanceFunction | None
    places: tuple[int, ...]
    parts: tuple[Part | None, ...]

    def instance(self, grounding: Grounding, pattern: Pattern) -> Found | None:
        """Return the one instance of the rule for a pattern, or None where it takes a search to find."""
        if self.follow is None:
            return None
        return self.follow(grounding, grounding.status, *[pattern[place] for place in self.places])

    def asked(self, place: int, values: Mapping[str, Value]) -> Asked | None:
        """Return what a literal asks about under some values: a predicate and a pattern; None for what is no atom."""
        part = self.parts[place]
        if part is None:
            return None
        predicate, terms, fixed = part
        if fixed is not None:
            return fixed
        if terms is not None:
            return predicate, tuple([values.get(name) if name else value for name, value in terms])
        literal = self.rule.body[place]
        assert isinstance(literal, AtomLiteral)
        return predicate, tuple([value_of(term, values) for term in literal.terms])


class Candidates:
    """The candidates under the readings of a case; they depend on the law alone, so cases share what is found."""

    def __init__(self, law: Law, readings: dict[str, str]) -> None:
        self.law, self.readings, self.named = law, readings, law.named_places
        shared: dict[tuple[str, ...], dict[Key, tuple[Candidate, ...]]] = law.candidates
        if len(shared) > MOST_READINGS:
            shared.clear()
        self.found = shared.setdefault(tuple(readings.values()), {})
        self.fits = shared.setdefault((), {})

    def fitting(self, predicate: str, pattern: Pattern) -> tuple[Candidate, ...]:
        """Return the candidates for a pattern, whatever the readings and whatever they are about."""
        key = self._key(predicate, "", pattern)
        known = self.fits.get(key)
        if known is None:
            rules = self.law.rules_for(predicate, pattern)
            known = self.fits[key] = tuple(self._candidate(rule, pattern) for rule in rules if _can_match(rule.terms, pattern))
        return known

    def concerning(self, predicate: str, pattern: Pattern, provision: str) -> tuple[Candidate, ...]:
        """Return the candidates that can be about a provision (if any), under these readings where there are such."""
        key = self._key(predicate, provision, pattern)
        known = self.found.get(key)
        if known is None:
            every = [one for one in self.fitting(predicate, pattern)
                     if not provision or self.law.can_concern(one.rule, provision)]  # fmt: skip
            chosen = [one for one in every if self._readings_hold(one.rule)]
            known = self.found[key] = tuple(chosen or every)
        return known

    def _key(self, predicate: str, provision: str, pattern: Pattern) -> Key:
        """Return what decides which rules fit: what the rules themselves name at a place, and which places are open."""
        chosen = [pattern[place] if pattern[place] in constants else OTHER for place, constants in self.named[predicate]
                  if place < len(pattern)] if predicate in self.named else ()  # fmt: skip
        if None not in pattern:
            return (predicate, provision, len(pattern), *chosen)
        return (predicate, provision, tuple([value is None for value in pattern]), *chosen)

    def _candidate(self, rule: Rule, pattern: Pattern) -> Candidate:
        known = {term.name: place for place, term in enumerate(rule.terms)
                 if isinstance(term, Variable) and pattern[place] is not None}  # fmt: skip
        follow = self.law.program.instance(self.law.rule_numbers[id(rule)], tuple(known))
        return Candidate(rule, follow, tuple(known.values()), tuple(_part(literal) for literal in rule.body))

    def _readings_hold(self, rule: Rule) -> bool:
        return all(
            self.readings.get(str(literal.terms[0])) == literal.terms[1]
            for literal in rule.body
            if isinstance(literal, AtomLiteral) and literal.predicate == "lezing" and not literal.negated
        )


def _part(literal: Literal) -> Part | None:
    if not isinstance(literal, AtomLiteral):
        return None
    if any(isinstance(term, Operation) for term in literal.terms):
        return literal.predicate, None, None
    if not any(isinstance(term, Variable) for term in literal.terms):
        return literal.predicate, None, (literal.predicate, cast("Pattern", literal.terms))
    terms = ((term.name, "") if isinstance(term, Variable) else ("", term) for term in literal.terms)
    return literal.predicate, cast("Terms", tuple(terms)), None


def _can_match(terms: Sequence[Term], pattern: Pattern) -> bool:
    return len(terms) == len(pattern) and all(
        place is None or isinstance(term, Variable) or not isinstance(term, int | str) or term == place
        for term, place in zip(terms, pattern, strict=True)
    )


def head_values(rule: Rule, pattern: Pattern) -> Binding | None:
    """Return what a pattern says of the variables in the head of a rule, or None when the head cannot be the pattern."""
    known = [(term, place) for term, place in zip(rule.terms, pattern, strict=True) if place is not None]
    return match([term for term, _place in known], [place for _term, place in known], {})
