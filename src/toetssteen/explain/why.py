"""Building proofs: why an atom holds, why it does not, and on what it still depends.

Built lazily from the parsed rules and the worlds of a case, after the algorithm of s(CASP)'s
justifications but with only the closest instance of every rule that did not fire.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from toetssteen.explain.candidates import Asked, Candidate, Candidates, Pattern, head_values
from toetssteen.explain.closest import Closest
from toetssteen.explain.evaluate import FALSE, OPEN, TRUE, Binding, Evaluator, Status, compare, match, value_of
from toetssteen.explain.proof import CASES, COMPARISON, FACT, PARAMETER, READING, RULE, STRUCTURE, Step
from toetssteen.explain.sentences import Speaker
from toetssteen.kb.article import Label
from toetssteen.kb.case import Fact, FactKey
from toetssteen.kb.grounding import CERTAIN, Found
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
    Value,
    Variable,
    literal_variables,
    variables_of,
)
from toetssteen.kb.worlds import Worlds

DAY_LETTERS = ("S", "E")
# How the numbers of a comparison read, by the letter of a variable in it.
FORMS = {"S": "datum", "E": "datum", "B": "euro", "C": "euro", "R": "budget", "Q": "procent", "U": "uren"}
LEAF_KINDS = {"parameter": PARAMETER, "lezing": READING}


class Explainer:
    """Explains the atoms of one case; every answer is remembered, so a proof is a graph without cycles."""

    def __init__(self, worlds: Worlds) -> None:
        self.instance: Instance = worlds.instance
        self.law = worlds.instance.law
        self.grounding = worlds.grounding
        self.statuses = worlds.status
        self.candidates = Candidates(self.law, self.instance.readings)
        self.evaluator = Evaluator(worlds.status, worlds.grounding.by_predicate, self.law.body_orders)
        self.speaker = Speaker(worlds.instance)
        self.given = frozenset(worlds.instance.facts)
        self.open_facts = {atom: one.key for one in worlds.instance.opens for part in one.alternatives for atom in part}
        self.provisions: dict[Value, str] = {item.id: item.provision for item in self.instance.applications}
        self.memory: dict[Asked, Step] = {}
        self.active: set[Asked | None] = set()

    def explain(self, atom: GroundAtom) -> Step:
        """Return the proof of an atom, whatever its status."""
        return self.pattern(str(atom[0]), tuple(atom[1:]), ())

    def pattern(self, predicate: str, places: Pattern, path: tuple[GroundAtom, ...]) -> Step:
        """Return the proof of a pattern: of its first instance that holds, or of there being none."""
        return self.memory.get((predicate, places)) or self._new((predicate, places), path)

    def _new(self, key: Asked, path: tuple[GroundAtom, ...]) -> Step:
        predicate, places = key
        if key in self.active:
            return Step(RULE, FALSE, self._absent_sentence(predicate, places, {}))
        self.active.add(key)
        step = self._pattern(predicate, places, path)
        self.active.discard(key)
        if not path or predicate not in self.law.recursive:
            self.memory[key] = step
        return step

    def _pattern(self, predicate: str, places: Pattern, path: tuple[GroundAtom, ...]) -> Step:
        if None not in places:
            atom: GroundAtom = (predicate, *places)  # type: ignore[arg-type]  # no place is open
            status = self.statuses.get(atom)
            if status is None:
                return self._why_not(predicate, places, path)
            return self._why(atom, path) if status == CERTAIN else self._undecided(predicate, [atom], path)
        found = self.evaluator.fitting(predicate, places)
        certain = next((atom for atom in found if self.statuses[atom] == CERTAIN), None)
        if certain is not None:
            return self._why(certain, path)
        if found:
            return self._undecided(predicate, found, path)
        return self._why_not(predicate, places, path)

    # an atom that holds in all worlds

    def _why(self, atom: GroundAtom, path: tuple[GroundAtom, ...]) -> Step:
        if atom in self.given or atom[0] not in self.law.by_head:
            return self._leaf(atom, TRUE)
        for candidate in self.candidates.fitting(str(atom[0]), atom[1:]):
            for solution, settled, status in self._solutions(candidate, atom):
                if status == TRUE and not self._circular(candidate.rule, solution, atom, path):
                    return self._fired(candidate, settled, atom, TRUE, (*path, atom))
        return self._by_cases(atom, TRUE, path)

    def _solutions(self, candidate: Candidate, atom: GroundAtom) -> Iterator[tuple[Binding, Binding, Status]]:
        """Yield the instances of a rule that give an atom: their values, those all worlds agree on, and their status."""
        rule = candidate.rule
        found = candidate.instance(self.grounding, atom[1:])
        if found is not None:
            failing, sure, values, settled = found
            if not failing:
                yield values, values if sure else settled, TRUE if sure else OPEN
            return
        binding = match(rule.terms, atom[1:], {})
        if binding is None:
            return
        for solution, status in self.evaluator.solutions(rule.body, binding):
            if self._head(rule, solution) == atom:
                yield solution, solution if status == TRUE else self._settled(rule, solution), status

    def _circular(self, rule: Rule, binding: Binding, atom: GroundAtom, path: tuple[GroundAtom, ...]) -> bool:
        if self.law.rule_numbers[id(rule)] not in self.law.program.looping:
            return False
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

    def _fired(self, candidate: Candidate, values: Binding, atom: GroundAtom, status: str,
               path: tuple[GroundAtom, ...]) -> Step:  # fmt: skip
        rule = candidate.rule
        children = tuple([self._part(literal, candidate.asked(place, values), values, path)
                          for place, literal in enumerate(rule.body)])  # fmt: skip
        said = partial(self._fired_sentence, rule, values)
        return Step(RULE, status, said, rule.label, children, atom, rule, tuple(values.items()))

    def _fired_sentence(self, rule: Rule, values: Binding) -> str:
        label = self.law.labels[rule.label]
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
        for candidate in self.candidates.fitting(str(atom[0]), atom[1:]):
            rule = candidate.rule
            for solution, settled, _status in self._solutions(candidate, atom):
                if not self._circular(rule, solution, atom, path):
                    values = self._settled(rule, solution, differing) if differing else settled
                    children.append(self._fired(candidate, values, atom, OPEN, (*path, atom)))
                    break
        said = children[0].said if children else self._absent_sentence(str(atom[0]), atom[1:], {})
        norm = children[0].norm if children else ""
        return Step(CASES, status, said, norm, tuple(children), atom)

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
        failures = []
        for candidate in self.candidates.concerning(predicate, places, self._provision(places)):
            closest = candidate.instance(self.grounding, places) or self._closest(candidate.rule, places)
            if closest is not None:
                failing, _sure, values, settled = closest
                failures.append((candidate.rule, values, settled, *self._failing(candidate, failing, values, path)))
        said = partial(self._absent_sentence, predicate, places, failures[0][1] if failures else {})
        if len(failures) == 1:
            rule, _values, settled, literals, steps = failures[0]
            atom = (predicate, *[place for place in places if place is not None])
            return Step(RULE, FALSE, said, rule.label, steps, atom, rule, tuple(settled.items()), literals)
        children = [Step(RULE, FALSE, partial(self._rule_sentence, rule, settled), rule.label, steps, (), rule,
                         tuple(settled.items()), literals) for rule, _values, settled, literals, steps in failures]  # fmt: skip
        return Step(RULE, FALSE, said, failures[0][0].label if failures else "", tuple(children))

    def _failing(self, candidate: Candidate, failing: list[int], values: Binding,
                 path: tuple[GroundAtom, ...]) -> tuple[tuple[Literal, ...], tuple[Step, ...]]:  # fmt: skip
        """Return the literals of a rule that fail, with the steps that say why."""
        if not failing:  # none fails in every world, yet no world has them all: what is open cannot hold together
            body = enumerate(candidate.rule.body)
            failing = [place for place, literal in body if self.evaluator.literal_status(literal, values) == OPEN]
        asked = [(place, candidate.asked(place, values)) for place in sorted(failing)]
        # repeating below itself what is being explained already would explain nothing
        asked = [one for one in asked if one[1] not in self.active] or asked[:1]
        literals = [candidate.rule.body[place] for place, _asked in asked]
        steps = [self._part(literal, key, values, path) for literal, (_place, key) in zip(literals, asked, strict=True)]
        return tuple(literals), tuple(steps)

    def _provision(self, places: Pattern) -> str:
        """Return the kind of the application that a pattern names, or an empty text."""
        for one in places:
            if one in self.provisions:
                return self.provisions[one]
        return ""

    def _closest(self, rule: Rule, places: Pattern) -> Found | None:
        """Return the instance of a rule with the fewest failing literals, found by a search.

        None where the head cannot be the pattern.
        """
        binding = head_values(rule, places)
        if binding is None:
            return None
        search = Closest(self.evaluator, self.evaluator.ordered(rule.body, binding))
        search.run(0, binding, [])
        failing = [place for place, literal in enumerate(rule.body) if literal in search.failing]
        return failing, False, search.binding, self._settled(rule, search.binding)

    # literals and leaves

    def _part(self, literal: Literal, asked: Asked | None, binding: Binding, path: tuple[GroundAtom, ...]) -> Step:
        if asked is not None:
            return self.memory.get(asked) or self._new(asked, path)
        if isinstance(literal, Comparison):
            return self._comparison(literal, binding)
        assert isinstance(literal, Aggregate)
        return self._aggregate(literal, binding, path)

    def _comparison(self, literal: Comparison, binding: Binding) -> Step:
        status = compare(literal, binding) or OPEN
        said = partial(self._compared, literal, binding, status)
        return Step(COMPARISON, status, said, binding=tuple(binding.items()), failing=(literal,))

    def _compared(self, literal: Comparison, binding: Binding, status: Status) -> str:
        words = {"<": "kleiner dan", "<=": "hooguit", ">": "groter dan", ">=": "ten minste", "=": "gelijk aan",
                 "!=": "niet gelijk aan"}[literal.operator]  # fmt: skip
        if isinstance(literal.left, Variable) and literal.left.name in DAY_LETTERS and status != OPEN:
            days = (int(value_of(term, binding) or 0) for term in (literal.left, literal.right))
            return self.speaker.day_comparison(next(days), literal.operator, next(days), holds=status == TRUE)
        left, right = (_shown(value_of(term, binding), _form_of(literal)) for term in (literal.left, literal.right))
        negation = "" if status == TRUE else "niet "
        return f"of {left} {words} {right} is" if status == OPEN else f"{left} is {negation}{words} {right}"

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
            return Step(kind, status, partial(self.speaker.structure, atom, holds=status == TRUE), atom=atom)
        concept = self.law.concepts[name]
        return Step(FACT, status, partial(self.speaker.fact, FactKey(name, str(atom[1])), value=True), atom=atom,
                    fact=FactKey(concept.key, str(atom[1])))  # fmt: skip

    def _fact_step(self, key: FactKey, atom: GroundAtom, status: str) -> Step:
        stated = self.instance.case.facts.get(key)
        whole = FactKey(key.concept, key.subject)
        if stated is None and whole in self.instance.case.facts:
            key, stated = whole, self.instance.case.facts[whole]
        line, body = (stated.line, stated.body) if stated else (0, "")
        assumed = key in self.instance.assumed
        said = partial(self._fact_sentence, key, atom, status, stated)
        return Step(FACT, status, said, atom=atom, fact=key, line=line, assumed=assumed, body=body)

    def _fact_sentence(self, key: FactKey, atom: GroundAtom, status: Status, stated: Fact | None) -> str:
        if status == OPEN:
            return self.speaker.fact(key, value=None, form="clause")
        if str(atom[0]) in self.law.structures:
            said = f" ({self.speaker.fact(key, value=stated.value)})" if stated is not None else ""
            return self.speaker.structure(atom, holds=True) + said
        value = stated.value if stated is not None else (atom[2] if len(atom) > 2 and not key.number else True)
        return self.speaker.fact(key, value=value)

    def _absent(self, predicate: str, places: Pattern) -> Step:
        """Return the leaf for an input that does not hold: denied, assumed not to hold, or of the structure."""
        atom: GroundAtom = (predicate, *[place for place in places if place is not None])
        key = self.instance.denied.get(atom)
        if key is not None or predicate in self.law.concepts:
            first = places[0] if places else None
            key = key or FactKey(predicate, self._subject_name(str(first)) if first is not None else "")
            stated = self.instance.case.facts.get(key)
            assumed = key in self.instance.assumed
            silent = stated is None and not assumed and self.law.concepts[predicate].kind == "vlag"
            said = partial(self._denied_sentence, key, " (niet vermeld)" if silent else "")
            return Step(FACT, FALSE, said, atom=atom, fact=key, line=stated.line if stated else 0, assumed=assumed,
                        body=stated.body if stated else "")  # fmt: skip
        said = partial(self._missing_sentence, predicate, places, atom)
        return Step(LEAF_KINDS.get(predicate, STRUCTURE), FALSE, said, atom=atom)

    def _denied_sentence(self, key: FactKey, remark: str) -> str:
        return self.speaker.fact(key, value=False) + remark

    def _missing_sentence(self, predicate: str, places: Pattern, atom: GroundAtom) -> str:
        structure = self.law.structures[predicate]
        values = {name: place for name, place in zip(structure.arguments, places, strict=False) if place is not None}
        template = structure.negative or structure.positive
        context = self.speaker.structure_context(predicate, atom) if len(atom) > len(places) else {}
        return self.speaker.fill(template, values, context) or self.speaker.bare(template)

    def _subject_name(self, identity: str) -> str:
        return self.instance.names.get(identity, identity)

    # sentences

    def _rule_sentence(self, rule: Rule, binding: Binding) -> str:
        label = self.law.labels[rule.label]
        return self.speaker.fill(label.negative or self._first_label(rule.predicate).negative, binding) or (
            f"{self.speaker.norm(rule.label)} is niet aan de orde"
        )

    def _absent_sentence(self, predicate: str, places: Pattern, values: Binding) -> str:
        rules = [one.rule for one in self.candidates.fitting(predicate, places)]
        provision = self._provision(places)
        if not any(not provision or self.law.can_concern(rule, provision) for rule in rules):
            values = self._about(places) | values
        for rule in rules:
            label = self.law.labels[rule.label]
            known = (head_values(rule, places) or {}) | values
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


def _form_of(literal: Comparison) -> str:
    """Return the form of the numbers that are compared, or an empty text where one turns into another."""
    if any(isinstance(term, Operation) and term.operator in "*/" for term in (literal.left, literal.right)):
        return ""
    return next((FORMS[name] for name in sorted(literal_variables(literal)) if name in FORMS), "")


def _shown(value: Value | None, form: str) -> Value:
    return "een getal" if value is None else in_form(value, form) if form and isinstance(value, int) else value
