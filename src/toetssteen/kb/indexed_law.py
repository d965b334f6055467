"""A version of the law with the indexes that solving and explaining need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from toetssteen.kb.citation import citation_of
from toetssteen.kb.grounding import Program
from toetssteen.kb.kinds import Kinds
from toetssteen.kb.law_data import LawData, Parameter
from toetssteen.kb.terms import AtomLiteral, Literal, Rule, Value
from toetssteen.kb.vocabulary import Concept, Provision

Found = TypeVar("Found")
# What a case is asked about: everything reported is one of these predicates.
REPORTED = ("uitkomst", "bereikbaar_met_20", "gevolg", "bedrag", "uiterste_duur", "verplichting", "nagekomen",
            "verondersteld", "afwijkbaar", "afgeweken", "weigeringsgrond", "herhaalt_wet", "basis_vervallen")  # fmt: skip


class Law:
    """A version of the law with the indexes that solving and explaining need."""

    def __init__(self, data: LawData, statute_date: date, files: tuple[Path, ...], folder: Path, stamp: str = "",
                 made: Callable[[date], Law] | None = None, fixed: date | None = None,
                 statutes: Path | None = None) -> None:  # fmt: skip
        self.data = data
        # what is kept of this version elsewhere is trusted under this stamp; a law made otherwise has none
        self.stamp = stamp
        self.folder = folder
        # where the states of the statute are: beside the ordinance, unless somebody's own inherits them
        self.statutes = statutes or folder
        self._made = made
        # the day whose statute holds whatever the reference date, when a scenario says so
        self.fixed = fixed
        self.statute_date = statute_date
        self.files = files
        self.identity = data.identity
        self.rules = data.rules
        self.labels = data.labels
        self.parameters = data.parameters
        self.readings = data.readings
        self.norms = data.norms
        self.signals = data.signals
        self.concepts = data.vocabulary.concepts
        self.structures = data.vocabulary.structures
        self.provisions = data.vocabulary.provisions
        self.cited: dict[str, frozenset[str]] = {}
        self.attention: dict[tuple[str, ...], tuple[tuple[Concept, tuple[int, ...]], ...]] = {}
        self.relevance: dict[str, frozenset[str]] = {}
        # what of it is no law but a scenario's, in words
        self.supposed: tuple[str, ...] = ()
        # what other modules found out about this version; it goes when the version goes
        self._kept: dict[tuple[object, ...], Any] = {}
        # what explanations found out about the rules, by readings
        self.candidates: dict[tuple[str, ...], Any] = {}
        self.body_orders: dict[tuple[int, frozenset[str]], list[Literal]] = {}

    def at(self, day: date) -> Law:
        """Return the same law, layers and changes included, under the statute of another day."""
        if self._made is not None:
            return self._made(day)
        from toetssteen.kb.law import load_law  # which makes the laws that say nothing else

        return load_law(day, self.folder)

    def share_rules(self, other: Law) -> None:
        """Take over what was found out of the very same rules by another law: it differs in numbers alone."""
        self.program = other.program
        self.kinds, self._concerning = other.kinds, other._concerning
        self.by_head, self.by_norm, self.rule_numbers = other.by_head, other.by_norm, other.rule_numbers
        self.cited, self.attention, self.relevance = other.cited, other.attention, other.relevance

    def value_on(self, parameter: Parameter, day: date) -> tuple[date, int] | None:
        """Return the value of a parameter on a reference date with its first day; of the statute's, that of its own day."""
        return parameter.on(self.fixed if self.fixed is not None and ":" in parameter.norm else day)

    def kept(self, key: tuple[object, ...], find: Callable[[], Found]) -> Found:
        """Return what was found out before under a key, or find it out and keep it as long as this version is in use."""
        if key not in self._kept:
            self._kept[key] = find()
        return cast("Found", self._kept[key])

    @cached_property
    def program(self) -> Program:
        """The rules, ready to run."""
        return Program(self.data.compiled)

    @cached_property
    def rule_numbers(self) -> dict[int, int]:
        """The number of every rule, by identity."""
        return {id(rule): number for number, rule in enumerate(self.rules)}

    @cached_property
    def by_head(self) -> dict[str, list[Rule]]:
        """The rules by the predicate of their head."""
        index: dict[str, list[Rule]] = {}
        for rule in self.rules:
            index.setdefault(rule.predicate, []).append(rule)
        return index

    @cached_property
    def by_norm(self) -> dict[tuple[str, str], list[Rule]]:
        """The rules whose head names a norm in its second place, by predicate and norm, where every head does."""
        index: dict[tuple[str, str], list[Rule]] = {}
        open_heads = {rule.predicate for rule in self.rules if len(rule.terms) > 1 and not isinstance(rule.terms[1], str)}
        for rule in self.rules:
            if len(rule.terms) > 1 and isinstance(rule.terms[1], str) and rule.predicate not in open_heads:
                index.setdefault((rule.predicate, rule.terms[1]), []).append(rule)
        return index

    @cached_property
    def recursive(self) -> frozenset[str]:
        """The predicates that rules derive from themselves."""
        found = {rule.predicate for rule in self.rules for literal in rule.body
                 if isinstance(literal, AtomLiteral) and literal.predicate == rule.predicate}  # fmt: skip
        return frozenset(found)

    @cached_property
    def named_places(self) -> dict[str, tuple[tuple[int, frozenset[Value]], ...]]:
        """For every predicate the places where the head of some rule names a value itself, with those values."""
        found: dict[str, dict[int, set[Value]]] = {}
        for rule in self.rules:
            places = found.setdefault(rule.predicate, {})
            for place, term in enumerate(rule.terms):
                if isinstance(term, int | str):
                    places.setdefault(place, set()).add(term)
        return {predicate: tuple((place, frozenset(values)) for place, values in sorted(places.items()))
                for predicate, places in found.items() if places}  # fmt: skip

    def rules_for(self, predicate: str, places: Sequence[Value | None]) -> list[Rule]:
        """Return the rules whose head can be the given atom or pattern (None is an open place)."""
        norm = places[1] if len(places) > 1 else None
        if isinstance(norm, str) and norm[0] == '"' and (predicate, norm) in self.by_norm:
            return self.by_norm[predicate, norm]
        return self.by_head.get(predicate, [])

    def relevant(self, provision: str) -> frozenset[str]:
        """Return the predicates that can matter to a provision, found by following the rules backwards."""
        if provision not in self.relevance:
            self.relevance[provision] = self.reachable(provision, REPORTED)
        return self.relevance[provision]

    def concerned(self, provisions: tuple[str, ...]) -> tuple[tuple[Concept, tuple[int, ...]], ...]:
        """Return the concepts that can matter to applications for some provisions, each with which of them (by place)."""
        found = self.attention.get(provisions)
        if found is None:
            relevant = [self.relevant(provision) for provision in provisions]
            pairs = ((concept, tuple(place for place, one in enumerate(relevant) if concept.key in one))
                     for concept in self.concepts.values() if concept.key != "geboren")  # fmt: skip
            found = self.attention[provisions] = tuple((concept, places) for concept, places in pairs if places)
        return found

    def places(self, provision: str) -> frozenset[str]:
        """Return the citations of the rules that can matter to a provision."""
        if provision not in self.cited:
            relevant = self.relevant(provision)
            rules = (one for one in self.rules if one.predicate in relevant and self.can_concern(one, provision))
            self.cited[provision] = frozenset(citation_of(rule.label) for rule in rules)
        return self.cited[provision]

    def reachable(self, provision: str, roots: Sequence[str]) -> frozenset[str]:
        """Return the predicates that rules for a provision lead to, backwards from some predicates."""
        seen: set[str] = set()
        todo = list(roots)
        while todo:
            predicate = todo.pop()
            if predicate in seen:
                continue
            seen.add(predicate)
            for rule in self.by_head.get(predicate, ()):
                if self.can_concern(rule, provision):
                    todo.extend(_body_predicates(rule))
        return frozenset(seen)

    @cached_property
    def circumstantial(self) -> frozenset[str]:
        """The predicates that rest on the structure of a case, dates, readings and parameters alone.

        A condition whose rule fails on one of these is not met or unmet: it does not apply.
        """
        found = set(self.structures) | {"duur"}
        bodies = {name: {predicate for rule in rules for predicate in _body_predicates(rule)}
                  for name, rules in self.by_head.items()}  # fmt: skip
        while True:
            more = {name for name, needed in bodies.items() if name not in found and needed <= found}
            if not more:
                return frozenset(found)
            found |= more

    def can_concern(self, rule: Rule, provision: str) -> bool:
        """Return whether a rule can apply to an application for a provision."""
        return not provision or provision in (self._concerning.get(id(rule)) or self.kinds.of(rule))

    @cached_property
    def _concerning(self) -> dict[int, frozenset[str]]:
        # what is cached holds for the rules as they were read; a law made from it may have others
        known = self.data.concerns if len(self.data.concerns) == len(self.rules) else map(self.kinds.of, self.rules)
        return {id(rule): kinds for rule, kinds in zip(self.rules, known, strict=True)}

    @cached_property
    def named_readings(self) -> frozenset[Value]:
        """The readings that some rule names; the others the program itself applies, or they have no effect."""
        return frozenset(literal.terms[0] for rule in self.rules for literal in rule.body
                         if isinstance(literal, AtomLiteral) and literal.predicate == "lezing"
                         and isinstance(literal.terms[0], str))  # fmt: skip

    @cached_property
    def kinds(self) -> Kinds:
        """To which kinds of application the rules can apply."""
        return kinds_of(self.rules, self.provisions)

    def origin(self, norm: str) -> str:
        """Return ``eigen``, ``wettelijk`` or ``wet`` for a norm in this version.

        A condition that restated a place in the statute is the ordinance's own once that place has lapsed.
        """
        return "eigen" if norm in self.lapsed else self.labels[norm].origin

    def statutory_basis(self, norm: str) -> str:
        """Return the citation of the statute a norm restates in this version, or an empty text."""
        return self.restated.get(norm, "")

    @cached_property
    def definitions(self) -> frozenset[str]:
        """The norms whose rules only say what a word means: those of the definitions of the text and of the statute.

        A rule that names its norm in its head is a condition, wherever it stands.
        """
        files = {name for name, headers in self.data.headers.items()
                 if any(one.key == "wet" and "begrip" in one.value.lower() for one in headers)}  # fmt: skip
        found = {label for norm in self.norms if norm.kind == "begrip" for label in norm.rules}
        found |= {norm for norm, label in self.labels.items() if label.file in files}
        return frozenset(rule.label for rule in self.rules if rule.label in found and not _names_norm(rule))

    @cached_property
    def restated(self) -> dict[str, str]:
        """The norms of the ordinance that restate the statute, with the citation, in this version."""
        return self._statute_facts("herhaalt_wet")

    @cached_property
    def lapsed(self) -> dict[str, str]:
        """The norms of the ordinance that restated a place in the statute that has lapsed, with that place."""
        return self._statute_facts("basis_vervallen")

    def _statute_facts(self, predicate: str) -> dict[str, str]:
        pairs = (rule.terms for rule in self.by_head.get(predicate, ()))
        return {str(norm)[1:]: str(citation)[1:] for norm, citation in pairs}


def _names_norm(rule: Rule) -> bool:
    return len(rule.terms) > 1 and isinstance(rule.terms[1], str) and rule.terms[1].startswith('"')


def _body_predicates(rule: Rule) -> list[str]:
    found = []
    for literal in rule.body:
        if isinstance(literal, AtomLiteral):
            found.append(literal.predicate)
        else:
            found += [part.predicate for part in getattr(literal, "condition", ()) if isinstance(part, AtomLiteral)]
    return found


def kinds_of(rules: tuple[Rule, ...], provisions: dict[str, Provision]) -> Kinds:
    """Return to which kinds of application rules can apply."""
    marked = frozenset(key for key, one in provisions.items() if one.is_provision)
    return Kinds(rules, frozenset(provisions), {"voorziening": marked})
