"""Building proofs: why an atom holds, why it does not, and on what it still depends.

Built lazily from the parsed rules and the worlds of a case, after the algorithm of s(CASP)'s
justifications but with only the closest instance of every rule that did not fire.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from toetssteen.explain.evaluate import FALSE, OPEN, TRUE, Binding, Evaluator, compare, match, value_of
from toetssteen.explain.proof import CASES, COMPARISON, FACT, PARAMETER, READING, RULE, STRUCTURE, Step
from toetssteen.explain.sentences import Speaker
from toetssteen.kb.article import Label
from toetssteen.kb.case import FactKey
from toetssteen.kb.instance import Instance
from toetssteen.kb.numbers import in_form
from toetssteen.kb.terms import (
    Aggregate,
    AtomLiteral,
    Comparison,
    GroundAtom,
    Literal,
    Operation,
    Rule,
    Term,
    Value,
    Variable,
    literal_variables,
    variables_of,
)
from toetssteen.kb.worlds import Worlds

SEARCH_BUDGET = 200
DAY_LETTERS = ("S", "E")
# How the numbers of a comparison read, by the letter of a variable in it.
FORMS = {"S": "datum", "E": "datum", "B": "euro", "C": "euro", "R": "budget", "Q": "procent", "U": "uren"}
LEAF_KINDS = {"parameter": PARAMETER, "lezing": READING}
Pattern = tuple[Value | None, ...]


class Explainer:
    """Explains the atoms of one case; every answer is remembered, so a proof is a graph without cycles."""

    def __init__(self, worlds: Worlds) -> None:
        self.instance: Instance = worlds.instance
        self.law = worlds.instance.law
        self.grounding = worlds.grounding
        self.evaluator = Evaluator(worlds.status, worlds.grounding.by_predicate, self.law.body_orders)
        self.speaker = Speaker(worlds.instance)
        self.given = frozenset(worlds.instance.facts)
        self.open_facts = {atom: one.key for one in worlds.instance.opens for part in one.alternatives for atom in part}
        self.provisions: dict[Value, str] = {item.id: item.provision for item in self.instance.applications}
        self.memory: dict[tuple[str, Pattern], Step] = {}
        self.active: set[tuple[str, Pattern]] = set()

    def explain(self, atom: GroundAtom) -> Step:
        """Return the proof of an atom, whatever its status."""
        return self.pattern(str(atom[0]), tuple(atom[1:]), ())

    def pattern(self, predicate: str, places: Pattern, path: tuple[GroundAtom, ...]) -> Step:
        """Return the proof of a pattern: of its first instance that holds, or of there being none."""
        key = (predicate, places)
        known = self.memory.get(key)
        if known is not None:
            return known
        if key in self.active:
            return Step(RULE, FALSE, self._absent_sentence(predicate, places, {}))
        self.active.add(key)
        step = self._pattern(predicate, places, path)
        self.active.discard(key)
        if not path or predicate not in self.law.recursive:
            self.memory[key] = step
        return step

    def _is_active(self, literal: Literal, binding: Binding) -> bool:
        """Return whether a literal is being explained already: repeating it below itself would explain nothing."""
        if not isinstance(literal, AtomLiteral):
            return False
        return (literal.predicate, tuple(value_of(term, binding) for term in literal.terms)) in self.active

    def _pattern(self, predicate: str, places: Pattern, path: tuple[GroundAtom, ...]) -> Step:
        found = [atom for atom, _binding in self.evaluator.matching(predicate, list(places), {})]
        certain = next((atom for atom in found if self.evaluator.status(atom) == TRUE), None)
        if certain is not None:
            return self._why(certain, path)
        if found:
            return self._undecided(predicate, found, path)
        return self._why_not(predicate, places, path)

    # an atom that holds in all worlds

    def _why(self, atom: GroundAtom, path: tuple[GroundAtom, ...]) -> Step:
        if atom in self.given or atom[0] not in self.law.by_head:
            return self._leaf(atom, TRUE)
        for rule in self.law.rules_for(str(atom[0]), atom[1:]):
            binding = match(rule.terms, atom[1:], {})
            if binding is None:
                continue
            for solution, status in self.evaluator.solutions(rule.body, binding):
                if status == TRUE and self._head(rule, solution) == atom and not self._circular(rule, solution, atom, path):
                    return self._fired(rule, solution, atom, TRUE, (*path, atom))
        return self._by_cases(atom, TRUE, path)

    def _circular(self, rule: Rule, binding: Binding, atom: GroundAtom, path: tuple[GroundAtom, ...]) -> bool:
        above = {*path, atom}
        for literal in rule.body:
            if isinstance(literal, AtomLiteral) and not literal.negated:
                values = [value_of(term, binding) for term in literal.terms]
                if None not in values and (literal.predicate, *values) in above:
                    return True
        return False

    @staticmethod
    def _head(rule: Rule, binding: Binding) -> tuple[Value | None, ...]:
        return (rule.predicate, *(value_of(term, binding) for term in rule.terms))

    def _fired(self, rule: Rule, binding: Binding, atom: GroundAtom, status: str, path: tuple[GroundAtom, ...],
               differing: frozenset[int] = frozenset()) -> Step:  # fmt: skip
        values = binding if status == TRUE else self._settled(rule, binding, differing)
        children = tuple(self._literal(literal, values, path) for literal in rule.body)
        label = self.law.labels[rule.label]
        said = partial(self._fired_sentence, label, rule, values)
        return Step(RULE, status, said, rule.label, children, atom, rule, tuple(binding.items()))

    def _fired_sentence(self, label: Label, rule: Rule, values: Binding) -> str:
        return self.speaker.fill(self._positive(label, rule), values) or self._plain_sentence(label)

    def _settled(self, rule: Rule, binding: Binding, differing: frozenset[int] = frozenset()) -> Binding:
        """Return a binding without the values that differ between worlds: they are examples, not facts."""
        if not self.instance.opens:
            return binding
        known = set().union(*(variables_of(term) for place, term in enumerate(rule.terms, 1) if place not in differing))
        for literal in rule.body:
            positive = isinstance(literal, AtomLiteral) and not literal.negated
            if positive and self.evaluator.literal_status(literal, binding) == TRUE:
                known |= literal_variables(literal)
        if known.issuperset(binding):
            return binding
        start = {name: binding[name] for name in known if name in binding}
        for literal in self.evaluator.ordered(rule.body, start):
            if isinstance(literal, Comparison) and literal.operator == "=" and isinstance(literal.left, Variable):
                if literal_variables(Comparison(0, "=", literal.right)) <= known:
                    known.add(literal.left.name)
            elif isinstance(literal, Aggregate) and self.evaluator.aggregate(literal, binding)[1]:
                known.add(literal.variable.name)
        return {name: value for name, value in binding.items() if name in known}

    def _positive(self, label: Label, rule: Rule) -> str:
        return label.positive or self._first_label(rule.predicate).positive

    def _plain_sentence(self, label: Label) -> str:
        return f"{self.speaker.norm(label.norm)} geldt"

    def _by_cases(self, atom: GroundAtom, status: str, path: tuple[GroundAtom, ...],
                  differing: frozenset[int] = frozenset()) -> Step:  # fmt: skip
        """Return a step for what holds whatever the open facts turn out to be, without one rule for all worlds.

        The atom is an example where it stands for others that differ in some places.
        """
        children = []
        for rule in self.law.rules_for(str(atom[0]), atom[1:]):
            binding = match(rule.terms, atom[1:], {})
            if binding is None:
                continue
            for solution, _status in self.evaluator.solutions(rule.body, binding):
                if self._head(rule, solution) == atom and not self._circular(rule, solution, atom, path):
                    children.append(self._fired(rule, solution, atom, OPEN, (*path, atom), differing))
                    break
        sentence = children[0].sentence if children else self._absent_sentence(str(atom[0]), tuple(atom[1:]), {})
        norm = children[0].norm if children else ""
        return Step(CASES, status, sentence, norm, tuple(children), atom)

    # an atom that holds in some worlds

    def _undecided(self, predicate: str, found: list[GroundAtom], path: tuple[GroundAtom, ...]) -> Step:
        if found[0] in self.open_facts:
            return self._leaf(found[0], OPEN)
        differing = frozenset(place for place, value in enumerate(found[0]) if isinstance(value, int)
                              and any(atom[place] != value for atom in found))  # fmt: skip
        return self._by_cases(found[0], OPEN, path, differing)

    # an atom that holds in no world

    def _why_not(self, predicate: str, places: Pattern, path: tuple[GroundAtom, ...]) -> Step:
        if predicate not in self.law.by_head:
            return self._absent(predicate, places)
        children, first = [], None
        for rule in self._candidates(predicate, places):
            binding = match(rule.terms, [place if place is not None else f"_{index}" for index, place in enumerate(places)], {})
            if binding is None:
                continue
            binding = {name: value for name, value in binding.items() if not str(value).startswith("_")}
            failing, closest = self._closest(rule, binding)
            first = first or (rule, closest)
            failing = [literal for literal in failing if not self._is_active(literal, closest)] or failing[:1]
            steps = tuple(self._literal(literal, closest, path) for literal in failing)
            closest = self._settled(rule, closest)
            children.append(Step(RULE, FALSE, partial(self._rule_sentence, rule, closest), rule.label, steps,
                                 rule=rule, binding=tuple(closest.items()), failing=tuple(failing)))  # fmt: skip
        values = dict(first[1]) if first else {}
        said = partial(self._absent_sentence, predicate, places, values)
        norm = first[0].label if first else ""
        if len(children) == 1:
            only = children[0]
            return Step(RULE, FALSE, said, only.norm, only.children, (predicate, *[p for p in places if p is not None]),
                        only.rule, only.binding, only.failing)  # fmt: skip
        return Step(RULE, FALSE, said, norm, tuple(children))

    def _candidates(self, predicate: str, places: Pattern) -> list[Rule]:
        """Return the rules that could have given the pattern, those of other readings last."""
        rules = self._concerning(predicate, places)
        chosen = [rule for rule in rules if self._readings_hold(rule)]
        return chosen or rules

    def _concerning(self, predicate: str, places: Pattern) -> list[Rule]:
        """Return the rules whose head can be the pattern and that are about the provision it names, if any."""
        provision = next((self.provisions[one] for one in places if isinstance(one, str) and one in self.provisions), "")
        return [rule for rule in self._fitting(predicate, places) if not provision or self.law.can_concern(rule, provision)]

    def _fitting(self, predicate: str, places: Pattern) -> list[Rule]:
        """Return the rules whose head can be the pattern; remembered by what the law itself names in it."""
        constants = self.law.head_constants
        key = (predicate, tuple(place if place in constants else place is None for place in places))
        found = self.law.fitting.get(key)
        if found is None:
            found = [rule for rule in self.law.rules_for(predicate, places) if _can_match(rule.terms, places)]
            self.law.fitting[key] = found
        return found

    def _readings_hold(self, rule: Rule) -> bool:
        return all(
            self.instance.readings.get(str(literal.terms[0])) == literal.terms[1]
            for literal in rule.body
            if isinstance(literal, AtomLiteral) and literal.predicate == "lezing" and not literal.negated
        )

    def _closest(self, rule: Rule, binding: Binding) -> tuple[list[Literal], Binding]:
        """Return the instance of a rule with the fewest failing literals, and those literals."""
        number, names = self.law.rule_heads[id(rule)]
        if all(name in binding for name in names):
            found = self.law.program.failing[number](self.grounding, self.grounding.status, *(binding[name] for name in names))
            if found is not None:
                return [rule.body[index] for index in sorted(found[0])], {
                    name: value for name, value in found[1].items() if value is not None}  # fmt: skip
        search = _Closest(self.evaluator, self.evaluator.ordered(rule.body, binding))
        search.run(0, binding, [])
        failing = [literal for literal in rule.body if literal in search.failing]
        return failing, search.binding

    # literals and leaves

    def _literal(self, literal: Literal, binding: Binding, path: tuple[GroundAtom, ...]) -> Step:
        if isinstance(literal, Comparison):
            return self._comparison(literal, binding)
        if isinstance(literal, Aggregate):
            return self._aggregate(literal, binding, path)
        places = tuple(value_of(term, binding) for term in literal.terms)
        return self.pattern(literal.predicate, places, path)

    def _comparison(self, literal: Comparison, binding: Binding) -> Step:
        status = compare(literal, binding) or OPEN
        words = {"<": "kleiner dan", "<=": "hooguit", ">": "groter dan", ">=": "ten minste", "=": "gelijk aan",
                 "!=": "niet gelijk aan"}[literal.operator]  # fmt: skip
        if isinstance(literal.left, Variable) and literal.left.name in DAY_LETTERS and status != OPEN:
            days = (int(value_of(term, binding) or 0) for term in (literal.left, literal.right))
            sentence = self.speaker.day_comparison(next(days), literal.operator, next(days), holds=status == TRUE)
            return Step(COMPARISON, status, sentence, binding=tuple(binding.items()), failing=(literal,))
        left, right = (_shown(value_of(term, binding), _form_of(literal)) for term in (literal.left, literal.right))
        negation = "" if status == TRUE else "niet "
        sentence = f"of {left} {words} {right} is" if status == OPEN else f"{left} is {negation}{words} {right}"
        return Step(COMPARISON, status, sentence, binding=tuple(binding.items()), failing=(literal,))

    def _aggregate(self, literal: Aggregate, binding: Binding, path: tuple[GroundAtom, ...]) -> Step:
        value, settled = self.evaluator.aggregate(literal, binding)
        outer = {name: bound for name, bound in binding.items() if name != literal.variable.name}
        children = []
        for inner, _status in self.evaluator.solutions(literal.condition, outer):
            part = next(one for one in literal.condition if isinstance(one, AtomLiteral) and not one.negated)
            children.append(self.pattern(part.predicate, tuple(value_of(term, inner) for term in part.terms), path))
        word = "aantal" if literal.function == "#count" else "som"
        status = self.evaluator.literal_status(literal, binding) or OPEN
        sentence = f"{word}: {value}" if settled else f"{word}: nog niet te bepalen"
        return Step(COMPARISON, status, sentence, children=tuple(children), binding=tuple(binding.items()),
                    failing=(literal,))  # fmt: skip

    def _leaf(self, atom: GroundAtom, status: str) -> Step:
        name = str(atom[0])
        key = self.instance.origins.get(atom) or self.open_facts.get(atom)
        if key is not None:
            return self._fact_step(key, atom, status)
        if name in self.law.structures:
            kind = LEAF_KINDS.get(name, STRUCTURE)
            return Step(kind, status, self.speaker.structure(atom, holds=status == TRUE), atom=atom)
        concept = self.law.concepts[name]
        return Step(FACT, status, self.speaker.fact(FactKey(name, str(atom[1])), value=True), atom=atom,
                    fact=FactKey(concept.key, str(atom[1])))  # fmt: skip

    def _fact_step(self, key: FactKey, atom: GroundAtom, status: str) -> Step:
        stated = self.instance.case.facts.get(key)
        whole = FactKey(key.concept, key.subject)
        if stated is None and whole in self.instance.case.facts:
            key, stated = whole, self.instance.case.facts[whole]
        line, body = (stated.line, stated.body) if stated else (0, "")
        assumed = key in self.instance.assumed
        if status == OPEN:
            sentence = self.speaker.fact(key, value=None, form="clause")
        elif str(atom[0]) in self.law.structures:
            sentence = self.speaker.structure(atom, holds=True)
            if stated is not None:
                sentence += f" ({self.speaker.fact(key, value=stated.value)})"
        else:
            value = stated.value if stated is not None else (atom[2] if len(atom) > 2 and not key.number else True)
            sentence = self.speaker.fact(key, value=value)
        return Step(FACT, status, sentence, atom=atom, fact=key, line=line, assumed=assumed, body=body)

    def _absent(self, predicate: str, places: Pattern) -> Step:
        """Return the leaf for an input that does not hold: denied, assumed not to hold, or of the structure."""
        atom: GroundAtom = (predicate, *[place for place in places if place is not None])
        key = self.instance.denied.get(atom)
        if key is not None or predicate in self.law.concepts:
            first = places[0] if places else None
            key = key or FactKey(predicate, self._subject_name(str(first)) if first is not None else "")
            stated = self.instance.case.facts.get(key)
            sentence = self.speaker.fact(key, value=False)
            if stated is None and key not in self.instance.assumed and self.law.concepts[predicate].kind == "vlag":
                sentence += " (niet vermeld)"
            return Step(FACT, FALSE, sentence, atom=atom, fact=key,
                        line=stated.line if stated else 0, assumed=key in self.instance.assumed,
                        body=stated.body if stated else "")  # fmt: skip
        structure = self.law.structures[predicate]
        values = {name: place for name, place in zip(structure.arguments, places, strict=False) if place is not None}
        template = structure.negative or structure.positive
        context = self.speaker.structure_context(predicate, atom) if len(atom) > len(places) else {}
        sentence = self.speaker.fill(template, values, context) or self.speaker.bare(template)
        return Step(LEAF_KINDS.get(predicate, STRUCTURE), FALSE, sentence, atom=atom)

    def _subject_name(self, identity: str) -> str:
        return self.instance.names.get(identity, identity)

    # sentences

    def _rule_sentence(self, rule: Rule, binding: Binding) -> str:
        label = self.law.labels[rule.label]
        return self.speaker.fill(label.negative or self._first_label(rule.predicate).negative, binding) or (
            f"{self.speaker.norm(rule.label)} is niet aan de orde"
        )

    def _absent_sentence(self, predicate: str, places: Pattern, values: Binding) -> str:
        rules = self._fitting(predicate, places)
        if not self._concerning(predicate, places):
            values = self._about(places) | values
        for rule in rules:
            label = self.law.labels[rule.label]
            bound = match(rule.terms, [p if p is not None else "" for p in places], {}) or {}
            known = {**{name: value for name, value in bound.items() if value != ""}, **values}
            sentence = self.speaker.fill(label.negative, known) if label.negative else None
            if sentence:
                return sentence
        return f"{self.speaker.norm(rules[0].label)} is niet aan de orde" if rules else "er is hiervoor geen regel"

    def _about(self, places: Pattern) -> Binding:
        """Return the person and the kind of voorziening of the application that a pattern names, by their letters."""
        item = next((one for one in self.instance.applications if one.id in places), None)
        return {"P": self.instance.ids[item.person], "V": item.provision} if item else {}

    def _first_label(self, predicate: str) -> Label:
        return next(self.law.labels[rule.label] for rule in self.law.by_head[predicate]
                    if self.law.labels[rule.label].negative)  # fmt: skip


class _Closest:
    """Depth-first search with branch and bound for the instance with the fewest failing literals."""

    def __init__(self, evaluator: Evaluator, body: Sequence[Literal]) -> None:
        self.evaluator, self.body = evaluator, body
        self.failing: list[Literal] = []
        self.binding: Binding = {}
        self.found = False
        self.budget = SEARCH_BUDGET

    def run(self, position: int, binding: Binding, failing: list[Literal]) -> None:
        if self.found and (len(failing) >= len(self.failing) or self.budget <= 0):
            return
        if position == len(self.body):
            if failing or not self.found:
                self.found, self.failing, self.binding = True, list(failing), binding
            return
        self.budget -= 1
        literal = self.body[position]
        extended_any = False
        for extended, status in self.evaluator.extend(literal, binding):
            if status != FALSE:
                extended_any = True
                self.run(position + 1, extended, failing)
        if extended_any:
            return
        # a comparison without values cannot be judged, so it does not count as failing
        failed = not isinstance(literal, Comparison) or compare(literal, binding) is not None
        self.run(position + 1, binding, [*failing, literal] if failed else failing)


def _form_of(literal: Comparison) -> str:
    """Return the form of the numbers that are compared, or an empty text where one turns into another."""
    if any(isinstance(term, Operation) and term.operator in "*/" for term in (literal.left, literal.right)):
        return ""
    return next((FORMS[name] for name in sorted(literal_variables(literal)) if name in FORMS), "")


def _shown(value: Value | None, form: str) -> Value:
    return "een getal" if value is None else in_form(value, form) if form and isinstance(value, int) else value


def _can_match(terms: Sequence[Term], places: Pattern) -> bool:
    return len(terms) == len(places) and all(
        place is None or isinstance(term, Variable) or not isinstance(term, int | str) or term == place
        for term, place in zip(terms, places, strict=True)
    )
