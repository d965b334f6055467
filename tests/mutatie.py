"""Mutating the law: every rule is deleted, weakened and turned around, and some case must notice.

``python -m tests.mutatie`` reports the survivors (``--elke N`` takes every Nth mutant, ``--regel NORM``
those of one norm). A survivor is a hole in the case collection, or an equivalent mutant.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tests.zaken import ALL, read
from toetssteen.kb.case import Case
from toetssteen.kb.citation import citation_of
from toetssteen.kb.law import HOGELAND, Law, load_law, statute_states
from toetssteen.kb.lint import statute_findings
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable
from toetssteen.kb.worlds import InconsistentLaw
from toetssteen.ops.assess import Assessment, law_for
from toetssteen.ops.expect import check_expectations

FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}


class Mutant(NamedTuple):
    """One change of one rule; without a rule the original is deleted."""

    original: Rule
    changed: Rule | None
    what: str


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Yield the mutants of a rule: deleted, a condition dropped, a condition negated, a limit moved by one."""
    yield Mutant(rule, None, "regel weg")
    for index, literal in enumerate(rule.body):
        if _only_names(literal, rule):
            continue
        rest = (*rule.body[:index], *rule.body[index + 1 :])
        if _safe(rule, rest):
            yield Mutant(rule, _with(rule, rest), f"zonder {literal_text(literal)}")
        for other, what in _changes(literal):
            body = (*rule.body[:index], other, *rule.body[index + 1 :])
            if _safe(rule, body):
                yield Mutant(rule, _with(rule, body), f"{literal_text(literal)} {what}")


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
    if isinstance(literal, Comparison) and literal.operator not in ("=", "!="):
        yield literal._replace(operator=FLIPPED[literal.operator]), "een stap verschoven"


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


@lru_cache(maxsize=1)
def cases() -> list[tuple[Path, Case]]:
    """Return all cases with expectations, read once per process."""
    found = [(path, read(path)[0]) for path in ALL]
    return [(path, case) for path, case in found if case is not None and case.expectations]


def mutated(law: Law, mutant: Mutant) -> Law:
    """Return the law with the mutant's rule in place of the original."""
    rules = []
    for rule in law.rules:
        if rule != mutant.original:
            rules.append(rule)
        elif mutant.changed is not None:
            rules.append(mutant.changed)
    return Law(law.data._replace(rules=tuple(rules)), law.statute_date, law.files, law.folder)


def killer(mutant: Mutant) -> str:
    """Return the name of a case that notices the mutant, or an empty text when all stay content."""
    versions: dict[int, Law] = {}
    if mutant.original.predicate in ("herhaalt_wet", "basis_vervallen"):
        state = next(one for one in statute_states(HOGELAND) if mutant.original in load_law(one).rules)
        return "linter" if any(statute_findings(mutated(load_law(state), mutant))) else ""
    for path, case in _nearest_first(mutant):
        law = law_for(case)
        if mutant.original not in law.rules:
            continue
        changed = versions.setdefault(id(law), mutated(law, mutant))
        try:
            checks = check_expectations(Assessment(case, changed))
        except (InconsistentLaw, RuntimeError, KeyError, StopIteration, OverflowError):
            return path.stem
        if any(check.mismatches for check in checks):
            return path.stem
    return ""


def _nearest_first(mutant: Mutant) -> list[tuple[Path, Case]]:
    citation = citation_of(mutant.original.label)
    article = citation.split(".")[0]

    def distance(item: tuple[Path, Case]) -> int:
        text = " ".join(norm for one in item[1].expectations for norm in one.norms)
        if mutant.original.label in text:
            return 0
        if citation in text or (article.isdigit() and item[0].parent.name == f"artikel_{int(article):02d}"):
            return 1
        return 2

    return sorted(cases(), key=distance)


def all_mutants() -> list[Mutant]:
    """Return the mutants of every rule of every version, each rule once."""
    rules = dict.fromkeys(rule for state in statute_states(HOGELAND) for rule in load_law(state).rules)
    return [mutant for rule in rules for mutant in mutants_of(rule)]


def main() -> int:
    """Report the mutants no case notices; exit code 1 when there are any."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--elke", type=int, default=1)
    parser.add_argument("--regel", default="")
    options = parser.parse_args()
    mutants = [one for one in all_mutants() if options.regel in one.original.label][:: options.elke]
    survivors = []
    with ProcessPoolExecutor() as pool:
        for number, (mutant, name) in enumerate(zip(mutants, pool.map(killer, mutants, chunksize=4), strict=True), 1):
            if not name:
                survivors.append(mutant)
                print(f"overleeft: {mutant.original.label}: {mutant.what}", flush=True)
            if number % 100 == 0:
                print(f"{number} van {len(mutants)}, {len(survivors)} overleven", file=sys.stderr, flush=True)
    share = 100 * (len(mutants) - len(survivors)) / max(1, len(mutants))
    print(f"{len(mutants)} mutanten, {len(mutants) - len(survivors)} opgemerkt ({share:.1f} %), {len(survivors)} overleven")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
