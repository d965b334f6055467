"""The mutants of the law: every rule deleted, weakened and turned around, every number, origin and reading changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toetssteen.kb.compiler import FiringFunction, function_code, strata
from toetssteen.kb.grounding import Compiled, Program
from toetssteen.kb.instance_compiler import instance_functions
from toetssteen.kb.law import HOGELAND, Law, load_law, statute_states
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable

RULE, PARAMETER, ORIGIN, READING = "regel", "getal", "herkomst", "lezing"
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}


class Mutant(NamedTuple):
    """One change of the law: of a rule (deleted without ``changed``), or of a number, an origin or a reading by name."""

    kind: str
    name: str
    what: str
    original: Rule | None = None
    changed: Rule | None = None
    value: str = ""

    @property
    def key(self) -> str:
        """How the mutant is named in reports and in the list of equivalent ones."""
        return f"{self.name}: {self.what}"

    @property
    def identity(self) -> str:
        """What tells the mutant from every other: more rules than one may have its name and the changed condition."""
        return f"{self.key} | {self.original.file}: {self.original.text}" if self.original is not None else self.key


def all_mutants() -> list[Mutant]:
    """Return the mutants of every rule of every version, each rule once, and of the numbers, origins and readings."""
    laws = [load_law(state) for state in statute_states(HOGELAND)]
    rules = dict.fromkeys(rule for law in laws for rule in law.rules)
    found = [mutant for rule in rules for mutant in mutants_of(rule)]
    for name in laws[0].parameters:
        found += [Mutant(PARAMETER, name, f"een stap {word}", value=step) for word, step in (("hoger", "1"), ("lager", "-1"))]
    conditions = dict.fromkeys(str(rule.terms[1])[1:] for rule in rules if rule.predicate == "belemmering")
    origins = {"eigen": "wettelijk", "wettelijk": "eigen", "wet": "eigen"}
    for norm in conditions:
        origin = next(law.labels[norm].origin for law in laws if norm in law.labels)
        found.append(Mutant(ORIGIN, norm, f"{origins[origin]} in plaats van {origin}", value=origins[origin]))
    for key, reading in laws[0].readings.items():
        if not reading.no_effect:
            usual = {reading.default, *(option for _day, option in reading.default_from)}
            found += [Mutant(READING, key, f"standaard {option}", value=option) for option in reading.options
                      if len(usual) > 1 or option not in usual]  # fmt: skip
    return found


def mutated(law: Law, mutant: Mutant) -> Law:
    """Return the law with the change of a mutant; another reading is a matter of the case."""
    data = law.data
    if mutant.kind == PARAMETER:
        old = law.parameters[mutant.name]
        values = tuple((day, value + int(mutant.value)) for day, value in old.values)
        data = data._replace(parameters=law.parameters | {mutant.name: old._replace(values=values)})
    elif mutant.kind == ORIGIN and mutant.name in law.labels:
        label = law.labels[mutant.name]._replace(origin=mutant.value)
        data = data._replace(labels=law.labels | {mutant.name: label})
    elif mutant.original in law.rules:
        return _with_other_rule(law, law.rules.index(mutant.original), mutant.changed)
    return Law(data, law.statute_date, law.files, law.folder)


def _with_other_rule(law: Law, place: int, changed: Rule | None) -> Law:
    """Return the law with another rule in a place, or none; the other rules stay compiled as they are.

    The strata stay those of the law as it is: a mutant rests on no predicate that its rule did not rest on.
    """
    rules = (*law.rules[:place], *(() if changed is None else (changed,)), *law.rules[place + 1 :])
    other = Law(law.data._replace(rules=rules, concerns=()), law.statute_date, law.files, law.folder)
    other.program = Program(_with_other_code(law.program.compiled, place, () if changed is None else (changed,), rules))
    return other


def _with_other_code(compiled: Compiled, place: int, new: tuple[Rule, ...], rules: tuple[Rule, ...]) -> Compiled:
    signatures = {one: number for number, one in enumerate(compiled.signatures)}
    names, lines = instance_functions(new, signatures)
    code = function_code([*(line for rule in new for line in FiringFunction(rule, 0, signatures).lines), *lines])
    moved = 1 - len(new)
    instances = {(number - moved * (number > place), known): one for (number, known), one in compiled.instances.items()
                 if number != place}  # fmt: skip
    instances |= {(place, known): code[name] for (_number, known), name in names.items()}
    firing = (*compiled.firing[:place], *(code["r0"] for _rule in new), *compiled.firing[place + 1 :])
    return Compiled(firing, instances, tuple(signatures), compiled.strata if new else tuple(strata(rules)))


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Yield the mutants of a rule: deleted, a condition dropped, a condition negated, a limit moved by one."""
    yield Mutant(RULE, rule.label, "regel weg" if rule.body else f"{atom_text(rule.predicate, rule.terms)} weg", rule)
    for index, literal in enumerate(rule.body):
        if _only_names(literal, rule):
            continue
        rest = (*rule.body[:index], *rule.body[index + 1 :])
        if _safe(rule, rest):
            yield Mutant(RULE, rule.label, f"zonder {literal_text(literal)}", rule, _with(rule, rest))
        for other, what in _changes(literal):
            body = (*rule.body[:index], other, *rule.body[index + 1 :])
            if _safe(rule, body):
                yield Mutant(RULE, rule.label, f"{literal_text(literal)} {what}", rule, _with(rule, body))
        if isinstance(literal, Aggregate):
            for inner, what in _inside(literal):
                outer = (*rule.body[:index], *rule.body[index + 1 :])
                if _safe(rule._replace(terms=inner.tuple_terms), (*outer, *inner.condition)):
                    body = (*rule.body[:index], inner, *rule.body[index + 1 :])
                    yield Mutant(RULE, rule.label, f"in de telling {what}", rule, _with(rule, body))


def _inside(aggregate: Aggregate) -> Iterator[tuple[Aggregate, str]]:
    """Yield the changes of what an aggregate counts or adds up."""
    parts = aggregate.condition
    for index, part in enumerate(parts):
        rest = (*parts[:index], *parts[index + 1 :])
        if rest:
            yield aggregate._replace(condition=rest), f"zonder {literal_text(part)}"
        for other, what in _changes(part):
            if not isinstance(other, Aggregate):
                yield aggregate._replace(condition=(*parts[:index], other, *parts[index + 1 :])), f"{literal_text(part)} {what}"


def _only_names(literal: Literal, rule: Rule) -> bool:
    """Return whether a literal only brings in names for the sentence: an application of any provision."""
    if not isinstance(literal, AtomLiteral) or literal.predicate != "zaak":
        return False
    provision = literal.terms[2]
    used = [part for other in rule.body if other is not literal for part in _names_of(other)]
    return isinstance(provision, Variable) and provision.name not in used


def _names_of(literal: Literal) -> set[str]:
    if isinstance(literal, AtomLiteral):
        return {name for term in literal.terms for name in _names(term)}
    if isinstance(literal, Comparison):
        return _names(literal.left) | _names(literal.right)
    return {name for part in literal.condition for name in _names_of(part)}


def _changes(literal: Literal) -> Iterator[tuple[Literal, str]]:
    if isinstance(literal, AtomLiteral) and literal.predicate not in ("zaak", "lezing", "parameter"):
        yield literal._replace(negated=not literal.negated), "omgekeerd"
    if isinstance(literal, Comparison):
        word = "omgekeerd" if literal.operator in ("=", "!=") else "een stap verschoven"
        yield literal._replace(operator=FLIPPED[literal.operator]), word


def _safe(rule: Rule, body: tuple[Literal, ...]) -> bool:
    """Return whether clingo can ground the rule: every variable is bound by a positive condition."""
    bound: set[str] = set()
    for _round in body:
        for literal in body:
            if isinstance(literal, AtomLiteral) and not literal.negated:
                bound |= {term.name for term in literal.terms if isinstance(term, Variable)}
            elif isinstance(literal, Aggregate):
                bound.add(literal.variable.name)
            elif isinstance(literal, Comparison) and literal.operator == "=" and _names(literal.right) <= bound:
                bound |= _names(literal.left)
    needed = {name for term in rule.terms for name in _names(term)}
    for literal in body:
        if isinstance(literal, AtomLiteral) and literal.negated:
            needed |= {name for term in literal.terms for name in _names(term) if not name.startswith("_")}
        elif isinstance(literal, Comparison):
            needed |= _names(literal.left) | _names(literal.right)
    return needed <= bound


def _names(term: Term) -> set[str]:
    if isinstance(term, Variable):
        return {term.name}
    if isinstance(term, Operation):
        return _names(term.left) | _names(term.right)
    return set()


def _with(rule: Rule, body: tuple[Literal, ...]) -> Rule:
    head = atom_text(rule.predicate, rule.terms)
    text = f"{head} :- {', '.join(map(literal_text, body))}." if body else f"{head}."
    return rule._replace(body=body, text=text)


def atom_text(predicate: str, terms: tuple[Term, ...]) -> str:
    """Return an atom as program text."""
    return f"{predicate}({','.join(map(term_text, terms))})"


def term_text(term: Term) -> str:
    """Return a term as program text."""
    if isinstance(term, Variable):
        return "_" if term.name.startswith("_") else term.name
    if isinstance(term, Operation):
        return f"({term_text(term.left)} {term.operator} {term_text(term.right)})"
    return term + '"' if isinstance(term, str) and term.startswith('"') else str(term)


def literal_text(literal: Literal) -> str:
    """Return a literal as program text."""
    if isinstance(literal, AtomLiteral):
        return ("not " if literal.negated else "") + atom_text(literal.predicate, literal.terms)
    if isinstance(literal, Comparison):
        return f"{term_text(literal.left)} {literal.operator} {term_text(literal.right)}"
    inside = ", ".join(map(literal_text, literal.condition))
    return f"{literal.variable.name} = {literal.function} {{ {','.join(map(term_text, literal.tuple_terms))} : {inside} }}"
