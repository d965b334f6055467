"""Rules in words without a case: the sentences of labels and facts with general words where a case would have its own.

What a person compares are conditions, not program text; every word comes from the labels, the vocabulary and the tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from toetssteen.kb.citation import long_form
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import COUNTED, UNITS, in_form
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable

PLACE = re.compile(r"\{(?P<names>[^{}:]+)(?::(?P<form>[a-z]+))?\}")
NOUNS = {
    "P": "de inwoner",
    "W": "de werkgever",
    "Z": "de voorziening",
    "V": "een voorziening",
    "T": "de plaatsing",
    "F": "de grens",
    "N": "de bepaling",
    "G": "de gemeente",
    "begin": "de begindag",
    "aanvraagdag": "die dag",
    "reden": "de reden",
    "herkomst": "een bepaling van deze herkomst",
}
FORMS = {
    "datum": "die dag",
    "einde": "de laatste dag",
    "norm": "de bepaling",
    "plaats": "die plaats",
    "euro": "zoveel euro",
    "budget": "zoveel euro",
    "voorziening": "voorziening",
    "een": "een voorziening",
    "plaatsing": "de plaatsing",
}
MEASURED = {"leeftijd": "de leeftijd", "leeftijd_bij_aanvang": "de leeftijd bij aanvang", "duur": "de gevraagde duur",
            "leeftijd_bij_aanvraag": "de leeftijd bij de aanvraag", "volle_duur": "de volle duur", "vervolgperiode": "het aantal "
            "verlengingen", "begindag": "de begindag", "na_einde": "de dag na het einde"}  # fmt: skip
OPERATORS = {"<": "minder dan", "<=": "hooguit", ">": "meer dan", ">=": "ten minste", "=": "gelijk aan", "!=": "niet gelijk aan"}
SIGNS = {"+": "plus", "-": "min", "*": "maal", "/": "gedeeld door"}
MOST_WAYS = 3


class RuleSpeaker:
    """Says the rules of a law in words, with the numbers that hold on a day."""

    def __init__(self, law: Law, day: date) -> None:
        self.law, self.day = law, day

    def sentence(self, rule: Rule, *, holds: bool = True) -> str:
        """Return what a rule says when it applies, or when it does not."""
        label = self.law.labels.get(rule.label)
        if label is None:
            return rule.label
        return self._fill(label.positive if holds or not label.negative else label.negative, self._bound(rule.body))

    def conditions(self, rule: Rule) -> dict[Literal, str]:
        """Return the conditions of a rule in words, those that only name a number or an application left out."""
        bound = self._bound(rule.body)
        found = {literal: self._literal(literal, bound) for literal in rule.body if not _only_names(literal, rule)}
        return {literal: text for literal, text in found.items() if text}

    def parameter(self, name: str) -> str:
        """Return the value of a parameter on the day in words."""
        parameter = self.law.parameters.get(name)
        value = self.law.value_on(parameter, self.day) if parameter is not None else None
        return in_form(value[1], UNITS[parameter.unit]) if parameter is not None and value is not None else "nog geen waarde"

    # ---- templates

    def _bound(self, body: tuple[Literal, ...]) -> dict[str, str]:
        """Return in words what the variables of a rule stand for, where the rule itself says so."""
        found: dict[str, str] = {}
        for literal in body:
            if not isinstance(literal, AtomLiteral) or literal.negated or not literal.terms:
                continue
            last = literal.terms[-1]
            if literal.predicate == "parameter" and isinstance(last, Variable):
                found[last.name] = self.parameter(str(literal.terms[0]))
            elif literal.predicate in MEASURED and isinstance(last, Variable):
                found.setdefault(last.name + "?", MEASURED[literal.predicate])
            elif literal.predicate == "zaak" and isinstance(literal.terms[2], str):
                found["V"] = self.law.provisions[literal.terms[2]].with_article
        return found

    def _fill(self, template: str, bound: Mapping[str, str]) -> str:
        return PLACE.sub(lambda found: self._word(found["names"], found["form"] or "", bound), template)

    def _word(self, names: str, form: str, bound: Mapping[str, str]) -> str:
        if names in bound:
            return bound[names].removeprefix("een ") if form == "voorziening" else bound[names]
        if names == "gemeente":
            return self.law.identity.municipality
        if form in COUNTED:
            return f"zoveel {COUNTED[form][1]}"
        return FORMS.get(form) or NOUNS.get(names, "zoveel")

    # ---- conditions

    def _literal(self, literal: Literal, bound: Mapping[str, str]) -> str:
        if isinstance(literal, Comparison):
            return self._comparison(literal, bound)
        if isinstance(literal, Aggregate):
            inside = [text for part in literal.condition if (text := self._literal(part, bound))]
            counted = "de som" if literal.function == "#sum" else "het aantal"
            return f"{counted} over alles waarvoor geldt: {' en '.join(inside)}"
        return self._atom(literal, bound)

    def _atom(self, literal: AtomLiteral, bound: Mapping[str, str]) -> str:
        name = literal.predicate
        if name == "parameter":
            parameter = self.law.parameters.get(str(literal.terms[0]))
            title = parameter.title if parameter is not None else str(literal.terms[0])
            return f"het getal «{title}» ({self.parameter(str(literal.terms[0]))})"
        if name == "lezing":
            return self._reading(str(literal.terms[0]), str(literal.terms[1]))
        if name == "zaak":
            provision = literal.terms[2]
            known = self.law.provisions.get(provision) if isinstance(provision, str) else None
            return f"het gaat {'niet ' if literal.negated else ''}om {known.with_article}" if known is not None else ""
        if concept := self.law.concepts.get(name):
            template = (concept.negative or concept.absent) if literal.negated else concept.positive
            return self._fill(template.replace("{waarde", "{D"), bound)
        if structure := self.law.structures.get(name):
            template = (structure.negative or f"niet: {structure.positive}") if literal.negated else structure.positive
            return self._fill(template, self._with_constants(structure.arguments, literal.terms, bound))
        return self._derived(literal)

    def _with_constants(self, arguments: tuple[str, ...], terms: tuple[Term, ...], bound: Mapping[str, str]) -> dict[str, str]:
        found = dict(bound)
        for argument, term in zip(arguments, terms, strict=False):
            if isinstance(term, str) and term in self.law.provisions:
                found[argument] = self.law.provisions[term].with_article
        return found

    def _reading(self, key: str, option: str) -> str:
        reading = self.law.readings.get(key)
        if reading is None:
            return f"lezing {key} is {option}"
        return f"lezing {reading.display} is {option}: {reading.options.get(option, option)}"

    def _derived(self, literal: AtomLiteral) -> str:
        """Return what a predicate of the rules means: the sentences of the rules that derive it."""
        norm = next((term[1:] for term in literal.terms if isinstance(term, str) and term.startswith('"')), "")
        rules = [rule for rule in self.law.by_head.get(literal.predicate, ()) if rule.body or not norm]
        if norm:
            rules = [rule for rule in rules if any(term == '"' + norm for term in rule.terms)] or rules
        labelled = {rule.label: rule for rule in rules if rule.label in self.law.labels}
        if literal.negated:
            said = next((one for one in labelled.values() if self.law.labels[one.label].negative), None)
            if said is not None:
                return self.sentence(said, holds=False)
        ways = list(dict.fromkeys(self.sentence(rule) for rule in labelled.values()))
        if not ways:
            return ("niet " if literal.negated else "") + literal.predicate.replace("_", " ")
        words = ", of: ".join(ways[:MOST_WAYS]) + (
            f", of nog {len(ways) - MOST_WAYS} andere gronden" if len(ways) > MOST_WAYS else ""
        )
        return f"niet: {words}" if literal.negated else words

    def _comparison(self, literal: Comparison, bound: Mapping[str, str]) -> str:
        if literal.operator in ("=", "!=") and isinstance(literal.right, str) and literal.right in self.law.provisions:
            word = "niet " if literal.operator == "!=" else ""
            return f"het gaat {word}om {self.law.provisions[literal.right].with_article}"
        if literal.operator == "=" and isinstance(literal.right, Operation):
            return ""
        left, right = self._term(literal.left, bound), self._term(literal.right, bound)
        return f"{left} is {OPERATORS[literal.operator]} {right}" if left and right else ""

    def _term(self, term: Term, bound: Mapping[str, str]) -> str:
        if isinstance(term, Variable):
            return bound.get(term.name) or bound.get(term.name + "?") or ""
        if isinstance(term, Operation):
            left, right = self._term(term.left, bound), self._term(term.right, bound)
            return f"{left} {SIGNS[term.operator]} {right}" if left and right else ""
        if isinstance(term, str) and term.startswith('"'):
            return long_form(term[1:].partition("/")[0])
        return str(term).replace("_", " ")


def _only_names(literal: Literal, rule: Rule) -> bool:
    """Return whether a condition only brings in somebody, or a number that a comparison of the rule says in words."""
    if not isinstance(literal, AtomLiteral) or literal.negated:
        return False
    if literal.predicate in ("persoon", "gemeente"):
        return True
    last = literal.terms[-1] if literal.terms else None
    compared = {term for one in rule.body if isinstance(one, Comparison) for term in (one.left, one.right)}
    return (literal.predicate == "parameter" or literal.predicate in MEASURED) and last in compared
