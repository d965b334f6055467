"""The norms of two laws beside each other: which are new or gone, and what changed in each.

Compared are conditions (in words), numbers with their dates, whether something must or may be done, where a norm comes from
and which readings there are. The two laws can be any: another statute, another ordinance, a scenario, other readings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.explain.norm_comparison import Condition, ModalRow, NormComparison, NormRow, NumberRow, ReadingRow, Side
from toetssteen.explain.rule_words import RuleSpeaker
from toetssteen.explain.text_comparison import ADDED, CHANGED, DROPPED, ONLY_A, ONLY_B
from toetssteen.kb.citation import citation_of, sort_key
from toetssteen.kb.law import Law, Parameter
from toetssteen.kb.numbers import UNITS, in_form
from toetssteen.kb.terms import AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable
from toetssteen.ops.compare_text import compare_words

# What a norm does, by what its rules derive.
DUTY, POWER = "plicht", "bevoegdheid"
NATURES = {
    "plicht": DUTY, "bevoegdheid": POWER, "belemmering": "voorwaarde", "weigeringsgrond": "weigeringsgrond",
    "verplichting": "verplichting", "nagekomen": "nakoming", "gevolg": "gevolg", "doel": "doel", "bedrag": "bedrag",
    "uiterste_duur": "uiterste duur",
}  # fmt: skip
# What the law says of its own text; a difference in it shows with the norm it is about.
ABOUT_THE_TEXT = ("herhaalt_wet", "basis_vervallen", "signaal")
MEANING = "begrip"
MODAL = {DUTY: "de gemeente moet", POWER: "de gemeente kan"}
CONDITIONS, NATURE, ORIGIN, BASIS, SENTENCE, READING = "voorwaarden", "aard", "herkomst", "grondslag in de wet", "zin", "lezing"


class LawSide(NamedTuple):
    """A law as one side of a comparison: the day its numbers are taken on, and the option of every reading."""

    law: Law
    day: date
    readings: Mapping[str, str]

    @classmethod
    def of(cls, law: Law, day: date, chosen: Mapping[str, str] | None = None) -> LawSide:
        """Return a side with the default of every reading that was not chosen."""
        options = {key: reading.default_on(law.fixed or day) for key, reading in law.readings.items()}
        return cls(law, day, options | dict(chosen or {}))

    def active(self) -> dict[str, list[Rule]]:
        """Return per label the rules that apply under the readings."""
        found: dict[str, list[Rule]] = {}
        for rule in self.law.rules:
            if rule.predicate in ABOUT_THE_TEXT or rule.label.startswith("tekst/"):
                continue
            if all(self.readings.get(key) == option for key, option in _readings_of(rule)):
                found.setdefault(rule.label, []).append(rule)
        return found


def _readings_of(rule: Rule) -> list[tuple[str, Term]]:
    """Return the readings under which a rule applies, each with its option."""
    return [(str(one.terms[0]), one.terms[1]) for one in rule.body
            if isinstance(one, AtomLiteral) and one.predicate == "lezing" and not one.negated]  # fmt: skip


def compare_norms(a: LawSide, b: LawSide) -> NormComparison:
    """Return what differs between the norms of two laws."""
    rules_a, rules_b = a.active(), b.active()
    labels = sorted({*rules_a, *rules_b}, key=lambda label: (sort_key(citation_of(label)), label))
    speakers = RuleSpeaker(a.law, a.day), RuleSpeaker(b.law, b.day)
    rows = [row for label in labels if (row := _norm(label, a, b, rules_a.get(label, []), rules_b.get(label, []), speakers))]
    return NormComparison(tuple(rows), tuple(_numbers(a, b)), tuple(_modal(a, b, rules_a, rules_b)), tuple(_readings(a, b)))


# ---- norms


def _norm(label: str, a: LawSide, b: LawSide, rules_a: list[Rule], rules_b: list[Rule],
          speakers: tuple[RuleSpeaker, RuleSpeaker]) -> NormRow | None:  # fmt: skip
    left = _side(a.law, label, rules_a, speakers[0]) if rules_a else None
    right = _side(b.law, label, rules_b, speakers[1]) if rules_b else None
    kinds = {kind for law, rules in ((a.law, rules_a), (b.law, rules_b)) for rule in rules for kind in law.kinds.of(rule)}
    provisions = () if len(kinds) == len(b.law.provisions) else tuple(sorted(b.law.provisions[one].name for one in kinds))
    if left is None or right is None:
        other = a.law if left is None else b.law
        aspects: tuple[str, ...] = (
            (READING,) if label in other.labels and any(rule.label == label for rule in other.rules) else ()
        )
        state, rules, speaker = (ADDED, rules_b, speakers[1]) if left is None else (DROPPED, rules_a, speakers[0])
        said = tuple(
            Condition(ONLY_B if left is None else ONLY_A, text) for rule in rules for text in speaker.conditions(rule).values()
        )
        return NormRow(label, state, aspects, left, right, tuple(dict.fromkeys(said)), (), provisions)
    conditions = _conditions(rules_a, rules_b, speakers)
    differs = {CONDITIONS: bool(conditions), NATURE: left.nature != right.nature, ORIGIN: left.origin != right.origin,
               BASIS: left.basis != right.basis, SENTENCE: _templates(a.law, label) != _templates(b.law, label)}  # fmt: skip
    aspects = tuple(name for name, differing in differs.items() if differing)
    if not aspects:
        return None
    words = compare_words(left.sentence, right.sentence) if left.sentence != right.sentence else ()
    return NormRow(label, CHANGED, aspects, left, right, conditions, words, provisions)


def _templates(law: Law, label: str) -> tuple[str, str]:
    return law.labels[label].positive, law.labels[label].negative


def _side(law: Law, label: str, rules: list[Rule], speaker: RuleSpeaker) -> Side:
    basis = law.statutory_basis(label)
    lapsed = law.lapsed.get(label, "")
    return Side(nature_of(rules[0]), law.origin(label), basis or (f"{lapsed} (vervallen)" if lapsed else ""),
                speaker.sentence(rules[0]))  # fmt: skip


def nature_of(rule: Rule) -> str:
    """Return what a norm does by what its rule derives: a duty, a power, a condition …, or a meaning."""
    return NATURES.get(rule.predicate, MEANING)


def _conditions(
    rules_a: Sequence[Rule], rules_b: Sequence[Rule], speakers: tuple[RuleSpeaker, RuleSpeaker]
) -> tuple[Condition, ...]:
    """Return the conditions that differ between the rules of a norm; rules that differ in names alone are the same."""
    forms_a, forms_b = {_form(rule): rule for rule in rules_a}, {_form(rule): rule for rule in rules_b}
    only_a = [rule for form, rule in forms_a.items() if form not in forms_b]
    only_b = [rule for form, rule in forms_b.items() if form not in forms_a]
    found: list[Condition] = []
    for index in range(max(len(only_a), len(only_b))):
        left = only_a[index] if index < len(only_a) else None
        right = only_b[index] if index < len(only_b) else None
        said_a = list(speakers[0].conditions(left).values()) if left is not None else []
        said_b = list(speakers[1].conditions(right).values()) if right is not None else []
        pair = [Condition(ONLY_A, one) for one in said_a if one not in said_b] + \
            [Condition(ONLY_B, one) for one in said_b if one not in said_a]  # fmt: skip
        if not pair:
            pair = [Condition(side, _as_written(rule)) for side, rule in ((ONLY_A, left), (ONLY_B, right)) if rule is not None]
        found += pair
    return tuple(dict.fromkeys(found))


def _as_written(rule: Rule) -> str:
    """Return a rule as program text on one line: the last resort where words say too little."""
    return "de regel luidt: " + " ".join(rule.text.split())


def _form(rule: Rule) -> tuple[object, ...]:
    """Return a rule without the names of its variables and the order of its conditions.

    Variables are numbered by their first place in the conditions put in order; two that only differ in names have one
    form, but for conditions that are the same in all but their variables.
    """
    names: dict[str, str] = {}
    body = sorted(rule.body, key=lambda literal: repr(_shape(literal, {}, blank=True)))
    head = (rule.predicate, *(_term(one, names) for one in rule.terms))
    return (*head, *sorted((_shape(literal, names) for literal in body), key=repr))


def _shape(literal: Literal, names: dict[str, str], *, blank: bool = False) -> tuple[object, ...]:
    """Return a condition with its variables numbered, or all alike when ``blank``."""
    if isinstance(literal, AtomLiteral):
        return ("atom", literal.negated, literal.predicate, *(_term(one, names, blank=blank) for one in literal.terms))
    if isinstance(literal, Comparison):
        return ("is", literal.operator, _term(literal.left, names, blank=blank), _term(literal.right, names, blank=blank))
    inner = sorted((_shape(one, names, blank=blank) for one in literal.condition), key=repr)
    counted = tuple(_term(one, names, blank=blank) for one in literal.tuple_terms)
    return ("aggregate", literal.function, _term(literal.variable, names, blank=blank), *counted, *inner)


def _term(term: Term, names: dict[str, str], *, blank: bool = False) -> object:
    if isinstance(term, Variable):
        return "?" if blank else ("?", names.setdefault(term.name, str(len(names))))
    if isinstance(term, Operation):
        return (term.operator, _term(term.left, names, blank=blank), _term(term.right, names, blank=blank))
    return term


# ---- numbers, modality, readings


def _numbers(a: LawSide, b: LawSide) -> list[NumberRow]:
    found = []
    for name in dict.fromkeys([*a.law.parameters, *b.law.parameters]):
        left, right = a.law.parameters.get(name), b.law.parameters.get(name)
        value_a, value_b = (law.value_on(one, day) if one else None for one, (law, day, _chosen) in ((left, a), (right, b)))
        known = right or left
        assert known is not None
        if (value_a and value_a[1]) == (value_b and value_b[1]):
            continue
        state = CHANGED if value_a and value_b else ADDED if value_b else DROPPED
        rises = value_b[1] > value_a[1] if value_a and value_b else None
        found.append(
            NumberRow(
                name,
                known.title,
                known.norm,
                _value(left, value_a),
                _value(right, value_b),
                value_a[0] if value_a else None,
                value_b[0] if value_b else None,
                state,
                rises,
                _users(name, a, b),
            )
        )
    return sorted(found, key=lambda row: (sort_key(row.place), row.name))


def _users(name: str, a: LawSide, b: LawSide) -> tuple[str, ...]:
    """Return the norms whose rules use a number, in either law."""
    found = {rule.label for law in (a.law, b.law) for rule in law.rules for one in rule.body
             if isinstance(one, AtomLiteral) and one.predicate == "parameter" and one.terms[0] == name
             and rule.predicate not in ABOUT_THE_TEXT}  # fmt: skip
    return tuple(sorted(found, key=lambda label: (sort_key(citation_of(label)), label)))


def _value(parameter: Parameter | None, value: tuple[date, int] | None) -> str:
    return in_form(value[1], UNITS[parameter.unit]) if parameter is not None and value is not None else ""


def _modal(a: LawSide, b: LawSide, rules_a: Mapping[str, list[Rule]], rules_b: Mapping[str, list[Rule]]) -> list[ModalRow]:
    """Return the kinds of application whose norms make it a duty in one law and a power in the other."""
    left, right = _modes(a.law, rules_a), _modes(b.law, rules_b)
    found = []
    for provision in b.law.provisions:
        words = [" en ".join(MODAL[mode] for mode in (DUTY, POWER) if modes.get((provision, mode))) for modes in (left, right)]
        if words[0] != words[1]:
            norms = [
                tuple(norm for mode in (DUTY, POWER) for norm in modes.get((provision, mode), ())) for modes in (left, right)
            ]
            found.append(ModalRow(b.law.provisions[provision].name, words[0], words[1], norms[0], norms[1]))
    return found


def _modes(law: Law, rules: Mapping[str, list[Rule]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for label, group in rules.items():
        for rule in group:
            kinds = law.kinds.of(rule) if rule.predicate in MODAL else frozenset[str]()
            # a rule for whatever is asked, such as that of old law, says nothing of one kind
            if len(kinds) < len(law.provisions) / 2:
                for provision in kinds:
                    norms = found.setdefault((provision, rule.predicate), [])
                    if label not in norms:
                        norms.append(label)
    return found


def _readings(a: LawSide, b: LawSide) -> list[ReadingRow]:
    found = []
    for key in dict.fromkeys([*a.law.readings, *b.law.readings]):
        left, right = a.law.readings.get(key), b.law.readings.get(key)
        known = right or left
        assert known is not None
        options_a, options_b = (left.options if left else {}), (right.options if right else {})
        added = tuple(one for one in options_b if one not in options_a) if left else ()
        dropped = tuple(one for one in options_a if one not in options_b) if right else ()
        chosen_a, chosen_b = a.readings.get(key, "") if left else "", b.readings.get(key, "") if right else ""
        if chosen_a != chosen_b or added or dropped:
            says = options_a.get(chosen_a, ""), options_b.get(chosen_b, "")
            found.append(ReadingRow(key, known.display, known.question, chosen_a, chosen_b, added, dropped, *says))
    return found
