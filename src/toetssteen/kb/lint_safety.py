"""Checks that a rule can run: every variable gets a value before it is used, and numbers meet numbers alone.

Rules run in the order of ``joins.order``; that order is followed here. Clingo would refuse such a rule or compare what
cannot be compared; here it would stop the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toetssteen.kb.finding import Finding
from toetssteen.kb.joins import order
from toetssteen.kb.law import Law
from toetssteen.kb.terms import (
    Aggregate,
    AtomLiteral,
    Comparison,
    Literal,
    Operation,
    Rule,
    Term,
    Variable,
    aggregate_variables,
    literal_variables,
    variables_of,
)

# The letters of numbers; the others name somebody or something.
NUMBERS = frozenset("LDMKIJXYSEBCQUR")
# These stand for anything, a number or a name, as their first place tells.
LOOSE = frozenset("IXY")
ORDERED = ("<", "<=", ">", ">=")
# Python nests no deeper; every condition that looks something up takes one step.
MOST_CONDITIONS = 18


def safety_findings(rule: Rule, law: Law) -> Iterator[Finding]:
    """Return what would keep a rule from running."""
    yield from (_at(rule, message) for message in dict.fromkeys((*_unbound(rule), *_kinds(rule, law))))
    if sum(isinstance(literal, AtomLiteral | Aggregate) for literal in rule.body) > MOST_CONDITIONS:
        yield _at(rule, f"deze regel heeft meer dan {MOST_CONDITIONS} voorwaarden", "splits hem in regels met een tussenstap")


def _at(rule: Rule, message: str, hint: str = "") -> Finding:
    return Finding(message, rule.file, rule.line, 1, 1, rule.text.split("\n")[0], hint)


# variables


def _unbound(rule: Rule) -> Iterator[str]:
    bound: set[str] = set()
    yield from _body(rule.body, bound, rule)
    for name in sorted(frozenset().union(*map(variables_of, rule.terms)) - bound):
        yield _nameless() if name.startswith("_") else _missing(name)


def _missing(name: str) -> str:
    return f"{name} krijgt in deze regel geen waarde: geen voorwaarde zonder not noemt {name}"


def _nameless() -> str:
    return "een _ kan niet in het hoofd van een regel staan"


def _body(body: Sequence[Literal], bound: set[str], rule: Rule) -> Iterator[str]:
    """Yield what has no value where it is needed; ``bound`` grows with what has."""
    for literal in order(body, bound):
        if isinstance(literal, Comparison):
            assigns = literal.operator == "=" and isinstance(literal.left, Variable) and literal.left.name not in bound
            needed = variables_of(literal.right) if assigns else literal_variables(literal)
        elif isinstance(literal, Aggregate):
            yield from _total(literal, bound, rule)
            needed = frozenset()
        elif literal.negated:
            needed = frozenset(name for name in literal_variables(literal) if not name.startswith("_"))
        else:
            needed = frozenset().union(*(variables_of(term) for term in literal.terms if isinstance(term, Operation)))
        yield from (_missing(name) for name in sorted(needed - bound))
        bound |= {name for name in literal_variables(literal) if not name.startswith("_")}


def _total(total: Aggregate, bound: set[str], rule: Rule) -> Iterator[str]:
    outside = [variables_of(term) for term in rule.terms]
    outside += [literal_variables(other) for other in rule.body if other is not total]
    shared = aggregate_variables(total) & frozenset().union(*outside)
    yield from (_missing(name) for name in sorted(shared - bound))
    inner = set(bound)
    yield from _body(total.condition, inner, rule)
    for name in sorted(frozenset().union(*map(variables_of, total.tuple_terms)) - inner):
        yield _missing(name)


# numbers and names


Places = dict[tuple[str, int], bool]


def _kinds(rule: Rule, law: Law) -> Iterator[str]:
    known = numeric_places(law)
    loose = _loose(rule, known)
    for literal in _literals(rule.body):
        if isinstance(literal, AtomLiteral):
            for place, term in enumerate(literal.terms):
                yield from _place(literal.predicate, place, term, known, loose)
        elif isinstance(literal, Comparison):
            left, right = _is_number(literal.left, loose), _is_number(literal.right, loose)
            if left is not right or (literal.operator in ORDERED and not left):
                yield f"met {literal.operator} worden hier geen twee getallen vergeleken"
        elif literal.function == "#sum" and not _is_number(literal.tuple_terms[0], loose):
            yield "een som telt getallen op"
    for place, term in enumerate(rule.terms):
        yield from _place(rule.predicate, place, term, known, loose)
    for term in (*rule.terms, *_terms(rule.body)):
        yield from _calculation(term, loose)


def _place(predicate: str, place: int, term: Term, known: Places, loose: dict[str, bool]) -> Iterator[str]:
    wanted = known.get((predicate, place))
    if wanted is not None and _is_number(term, loose) not in (wanted, None):
        written = term.name if isinstance(term, Variable) else str(term).lstrip('"')
        yield f"op plaats {place + 1} van «{predicate}» hoort {'een getal' if wanted else 'een naam'}, en {written} is dat niet"


def _calculation(term: Term, loose: dict[str, bool]) -> Iterator[str]:
    if isinstance(term, Operation):
        if not (_is_number(term.left, loose) and _is_number(term.right, loose)):
            yield f"met {term.operator} wordt hier gerekend met iets dat geen getal is"
        yield from (*_calculation(term.left, loose), *_calculation(term.right, loose))


def _literals(body: Sequence[Literal]) -> Iterator[Literal]:
    for literal in body:
        yield literal
        if isinstance(literal, Aggregate):
            yield from literal.condition


def _terms(body: Sequence[Literal]) -> Iterator[Term]:
    for literal in _literals(body):
        if isinstance(literal, AtomLiteral):
            yield from literal.terms
        else:
            yield from literal.tuple_terms if isinstance(literal, Aggregate) else (literal.left, literal.right)


def _is_number(term: Term, loose: dict[str, bool]) -> bool | None:
    """Return whether a term is a number; None when nothing tells."""
    if isinstance(term, Variable):
        return None if term.name.startswith("_") else loose.get(term.name) if term.name in LOOSE else term.name in NUMBERS
    return isinstance(term, int | Operation)


def _loose(rule: Rule, known: Places) -> dict[str, bool]:
    """Return of the letters that stand for anything whether they are numbers here: their first known place tells."""
    found: dict[str, bool] = {}
    for literal in _literals(rule.body):
        if isinstance(literal, AtomLiteral):
            for place, term in enumerate(literal.terms):
                if isinstance(term, Variable) and term.name in LOOSE and (literal.predicate, place) in known:
                    found.setdefault(term.name, known[literal.predicate, place])
    for literal in _literals(rule.body):
        if isinstance(literal, Comparison) and literal.operator == "=" and isinstance(literal.left, Variable):
            value = _is_number(literal.right, found)
            if literal.left.name in LOOSE and value is not None:
                found.setdefault(literal.left.name, value)
        elif isinstance(literal, Aggregate) and literal.variable.name in LOOSE:
            found.setdefault(literal.variable.name, True)
    return found


def numeric_places(law: Law) -> Places:
    """Return for the places of predicates whether a number stands there, as far as their rules and facts tell."""
    return law.kept(("numeric places",), lambda: _numeric_places(law))


def _numeric_places(law: Law) -> Places:
    found = {
        (name, place): letter in NUMBERS for name, one in law.structures.items() for place, letter in enumerate(one.arguments)
    }
    for key in law.concepts:
        found |= {(key, 0): False, (key, 1): True}
    while True:
        before = len(found)
        for rule in law.rules:
            loose = _loose(rule, found)
            for place, term in enumerate(rule.terms):
                number = _is_number(term, loose)
                if number is not None:
                    found.setdefault((rule.predicate, place), number)
        if len(found) == before:
            return found
