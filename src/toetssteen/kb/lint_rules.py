"""Checks on one rule: numbers, readings, parameters and letters of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.terms import AtomLiteral, Rule

# One fixed letter per kind of variable; CONTRIBUTING.md says what each stands for.
LETTERS = frozenset("PWZTVNOAGFLDMKIJXYSEBCQUR")
# 100 only turns a percentage into a part.
PLAIN_NUMBERS = ("0", "1", "100")


def rule_findings(rule: Rule, law: Law) -> Iterator[Finding]:
    """Return what is wrong with one rule."""
    yield from _numbers(rule)
    yield from _readings(rule, law)
    yield from _parameters(rule, law)
    yield from _letters(rule)


def _at(rule: Rule, message: str, word: str = "") -> Finding:
    lines = rule.text.split("\n")
    for offset, line in enumerate(lines):
        if word and word in line:
            return Finding(message, rule.file, rule.line + offset, line.index(word) + 1, len(word), line)
    return Finding(message, rule.file, rule.line, 1, 1, lines[0])


def _numbers(rule: Rule) -> Iterator[Finding]:
    for found in re.finditer(r"(?<![\w.])\d+", re.sub(r'"[^"]*"', '""', rule.text)):
        if found[0] not in PLAIN_NUMBERS:
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
