"""Checks on one rule: numbers, readings, parameters and letters of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.lint_safety import NUMBERS, safety_findings
from toetssteen.kb.numbers import is_form
from toetssteen.kb.terms import AtomLiteral, Rule

# One fixed letter per kind of variable; CONTRIBUTING.md says what each stands for.
LETTERS = frozenset("PWZTVNOAGFLDMKIJXYSEBCQUR")
PLACE = re.compile(r"\{([^{}:]+)(?::([a-z]+))?\}")
# The forms of what is no number, with the letters that can have them.
NAMED_FORMS = {"norm": "NOIXY", "plaats": "NOIXY", "voorziening": "V", "een": "V", "plaatsing": "T", "einde": ""}
# 100 only turns a percentage into a part.
PLAIN_NUMBERS = ("0", "1", "100")


def rule_findings(rule: Rule, law: Law) -> Iterator[Finding]:
    """Return what is wrong with one rule."""
    yield from _numbers(rule)
    yield from _readings(rule, law)
    yield from _parameters(rule, law)
    yield from _letters(rule)
    yield from _forms(rule, law)
    yield from safety_findings(rule, law)


def _at(rule: Rule, message: str, word: str = "") -> Finding:
    lines = rule.text.split("\n")
    for offset, line in enumerate(lines):
        if word and word in line:
            return Finding(message, rule.file, rule.line + offset, line.index(word) + 1, len(word), line)
    return Finding(message, rule.file, rule.line, 1, 1, lines[0])


def _numbers(rule: Rule) -> Iterator[Finding]:
    for offset, line in enumerate(rule.text.split("\n")):
        code = re.sub(r'"[^"]*"', lambda text: " " * len(text[0]), line)
        for found in re.finditer(r"(?<![\w.])\d+", code):
            if found[0] not in PLAIN_NUMBERS:
                message = f"het getal {found[0]} hoort in parameters.toml, niet in een regel"
                yield Finding(message, rule.file, rule.line + offset, found.start() + 1, len(found[0]), line)


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


def _forms(rule: Rule, law: Law) -> Iterator[Finding]:
    """Report the places of a label's sentences whose form the letter cannot have."""
    label = law.labels.get(rule.label)
    if label is None:
        return
    for template in (label.positive, label.negative):
        for found in PLACE.finditer(template):
            names, form = found[1], found[2] or ""
            letters = set(names.split("+"))
            number = (is_form(form) or form == "einde") and letters <= NUMBERS
            if form and not (number or (form in NAMED_FORMS and names in tuple(NAMED_FORMS[form]))):
                yield Finding(f"in de zin bij {rule.label} kan {found[0]} niet", label.file, label.line + 1, 1, 1, template)
