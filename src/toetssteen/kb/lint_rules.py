"""Checks on one rule: numbers, readings, parameters, letters of variables, and 32-bit bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Operation, Rule, Term, Variable

INTEGER_LIMIT = 2**31 - 1
# One fixed letter per kind of variable, with the largest value a number of that kind can have.
LETTERS = {
    "P": 0, "W": 0, "Z": 0, "T": 0, "V": 0, "N": 0, "A": 0, "G": 0,
    "L": 1_200, "D": 1_200, "M": 0, "K": 1_200, "I": 1_200, "J": 2_200, "X": 1_200, "Y": 1_200,
    "S": 1_000_000, "E": 1_000_000, "B": INTEGER_LIMIT,
}  # fmt: skip


def rule_findings(rule: Rule, law: Law) -> Iterator[Finding]:
    """Return what is wrong with one rule."""
    yield from _numbers(rule)
    yield from _readings(rule, law)
    yield from _parameters(rule, law)
    yield from _letters(rule)
    yield from _bounds(rule, law)


def _at(rule: Rule, message: str, word: str = "") -> Finding:
    lines = rule.text.split("\n")
    for offset, line in enumerate(lines):
        if word and word in line:
            return Finding(message, rule.file, rule.line + offset, line.index(word) + 1, len(word), line)
    return Finding(message, rule.file, rule.line, 1, 1, lines[0])


def _numbers(rule: Rule) -> Iterator[Finding]:
    for found in re.finditer(r"(?<![\w.])\d+", re.sub(r'"[^"]*"', '""', rule.text)):
        if found[0] not in ("0", "1"):
            yield _at(rule, f"het getal {found[0]} hoort in parameters.toml, niet in een regel", found[0])


def _readings(rule: Rule, law: Law) -> Iterator[Finding]:
    seen_other = False
    for literal in rule.body:
        if not isinstance(literal, AtomLiteral) or literal.predicate != "lezing":
            seen_other = True
            continue
        key, option = str(literal.terms[0]), str(literal.terms[1])
        reading = law.readings.get(key)
        if reading is None:
            yield _at(rule, f"lezing «{key}» bestaat niet", key)
        elif option not in reading.options:
            yield _at(rule, f"lezing {reading.display} heeft geen optie «{option}»", option)
        if seen_other or literal.negated:
            yield _at(rule, "een lezing staat vooraan in de regel, zonder not", "lezing")


def _parameters(rule: Rule, law: Law) -> Iterator[Finding]:
    for literal in rule.body:
        if isinstance(literal, AtomLiteral) and literal.predicate == "parameter":
            name = str(literal.terms[0])
            if name not in law.parameters:
                yield _at(rule, f"parameter «{name}» bestaat niet", name)


def _letters(rule: Rule) -> Iterator[Finding]:
    for name in sorted(set(re.findall(r"\b[A-Z][A-Za-z0-9_]*\b", re.sub(r'"[^"]*"', "", rule.text)))):
        if name not in LETTERS:
            yield _at(rule, f"«{name}» is geen van de vaste letters voor variabelen", name)


def _bounds(rule: Rule, law: Law) -> Iterator[Finding]:
    bounds = dict(LETTERS)
    for literal in rule.body:
        if isinstance(literal, AtomLiteral) and literal.predicate == "parameter" and isinstance(literal.terms[1], Variable):
            parameter = law.parameters.get(str(literal.terms[0]))
            if parameter is not None:
                bounds[literal.terms[1].name] = max(value for _day, value in parameter.values)
    for term in _terms(rule):
        if isinstance(term, Operation) and _largest(term, bounds) > INTEGER_LIMIT:
            yield _at(rule, "deze berekening kan groter worden dan 32 bits")


def _terms(rule: Rule) -> Iterator[Term]:
    yield from rule.terms
    for literal in rule.body:
        for part in literal.condition if isinstance(literal, Aggregate) else (literal,):
            if isinstance(part, Comparison):
                yield from (part.left, part.right)
            else:
                yield from part.terms


def _largest(term: Term, bounds: dict[str, int]) -> int:
    if isinstance(term, int):
        return abs(term)
    if isinstance(term, Variable):
        return bounds.get(term.name, 1_200)
    if isinstance(term, Operation):
        left, right = _largest(term.left, bounds), _largest(term.right, bounds)
        return left * right if term.operator == "*" else left if term.operator == "/" else left + right
    return 0
