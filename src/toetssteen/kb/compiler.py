"""Compiling the rules of a version to Python: one function per rule that finds its instances in a case.

The functions are generated from the parsed rules and are nothing but a faster way to instantiate them;
``grounding`` runs them in order of dependency. What gringo would ground anew for every case (some
17 µs a rule) is compiled once, when the law is read.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from types import CodeType

from toetssteen.kb.function_text import COMPARISONS, FunctionText, tuple_text
from toetssteen.kb.grounding import Compiled, Signature
from toetssteen.kb.instance_compiler import instance_functions
from toetssteen.kb.joins import order
from toetssteen.kb.terms import (
    Aggregate,
    AtomLiteral,
    Comparison,
    Literal,
    Rule,
    Variable,
    literal_variables,
)


def compile_rules(rules: Sequence[Rule]) -> Compiled:
    """Return the rules of a version as compiled code, in strata: every predicate after those it rests on."""
    signatures: dict[Signature, int] = {}
    firing = [line for number, rule in enumerate(rules) for line in FiringFunction(rule, number, signatures).lines]
    names, instances = instance_functions(rules, signatures)
    code = function_code([*firing, *instances])
    return Compiled(
        tuple(code[f"r{number}"] for number in range(len(rules))),
        {variant: code[name] for variant, name in names.items()},
        tuple(signatures), tuple(strata(rules)),
    )  # fmt: skip


def recompiled(compiled: Compiled, before: Sequence[Rule], rules: Sequence[Rule]) -> Compiled:
    """Return other rules as compiled code; those that are among the rules compiled before keep the code they have.

    The ways in which the heads of new rules are asked about are those among the new rules alone; where an explanation
    asks in another way, it searches.
    """
    signatures = {one: number for number, one in enumerate(compiled.signatures)}
    old = {id(rule): number for number, rule in enumerate(before)}
    new = [rule for rule in rules if id(rule) not in old]
    names, lines = instance_functions(new, signatures)
    firing = [line for number, rule in enumerate(new) for line in FiringFunction(rule, number, signatures).lines]
    code = function_code([*firing, *lines])
    place = {id(rule): number for number, rule in enumerate(rules)}
    instances = {(place[id(before[number])], known): one for (number, known), one in compiled.instances.items()
                 if id(before[number]) in place}  # fmt: skip
    instances |= {(place[id(new[number])], known): code[name] for (number, known), name in names.items()}
    numbers = {id(rule): number for number, rule in enumerate(new)}
    return Compiled(
        tuple(code[f"r{numbers[id(rule)]}"] if id(rule) in numbers else compiled.firing[old[id(rule)]] for rule in rules),
        instances, tuple(signatures), tuple(strata(rules)),
    )  # fmt: skip


def function_code(lines: list[str]) -> dict[str, bytes]:
    """Return the code of functions by their names, each by itself: a case needs few of them."""
    module = compile("\n".join(lines), "<recht>", "exec", dont_inherit=True, optimize=2)
    return {one.co_name: marshal.dumps(one) for one in module.co_consts if isinstance(one, CodeType)}


class FiringFunction(FunctionText):
    """The function that finds the instances of a rule: a loop per positive literal, a test per other literal, the head."""

    def __init__(self, rule: Rule, number: int, signatures: dict[Signature, int]) -> None:
        super().__init__(signatures)
        self.line(f"def r{number}(g, status):")
        self.line("for _ in (0,):")
        used, unmet, totals = self._body(rule.body, set())
        head = self.atom(rule.predicate, rule.terms)
        self.line(f"g.derive({head}, {tuple_text(used)}, {tuple_text(unmet, spread=True)}, {tuple_text(totals)})")

    def _skip_if(self, test: str) -> None:
        self.line(f"if {test}: continue")

    def _body(self, body: Iterable[Literal], bound: set[str]) -> tuple[list[str], list[str], list[str]]:
        """Write the literals of a body; return the names of what an instance rests on: atoms, absent atoms, totals."""
        used: list[str] = []
        unmet: list[str] = []
        totals: list[str] = []
        for literal in order(body, bound):
            if isinstance(literal, Comparison):
                self._comparison(literal, bound)
            elif isinstance(literal, Aggregate):
                totals.append(self._aggregate(literal, bound))
            elif literal.negated:
                unmet.append(self._negative(literal, bound))
            else:
                used.append(self._positive(literal, bound))
            bound |= {name for name in literal_variables(literal) if not name.startswith("_")}
        return used, unmet, totals

    # literals

    def _positive(self, literal: AtomLiteral, bound: set[str]) -> str:
        atom, places = self.new("a"), self.places(literal, bound)
        if len(places) == len(literal.terms):
            self.line(f"{atom} = {self.atom(literal.predicate, literal.terms)}")
            self._skip_if(f"{atom} not in status")
            return atom
        self.line(f"for {atom} in {self.look(literal, places)}:")
        seen: set[str] = set()
        for place, term in enumerate(literal.terms):
            if place in places or not isinstance(term, Variable) or term.name.startswith("_"):
                continue
            if term.name in seen:
                self._skip_if(f"{term.name} != {atom}[{place + 1}]")
            else:
                self.line(f"{term.name} = {atom}[{place + 1}]")
                seen.add(term.name)
        return atom

    def _negative(self, literal: AtomLiteral, bound: set[str]) -> str:
        """Write the test that no matching atom is certain; the matching atoms that are open stay for the solver."""
        found, places = self.new("n"), self.places(literal, bound)
        if len(places) == len(literal.terms):
            self.line(f"{found} = ({self.atom(literal.predicate, literal.terms)},)")
            self._skip_if(f"status.get({found}[0]) == 0")
        else:
            self.line(f"{found} = {self.look(literal, places)}")
            self._skip_if(f"0 in [status[one] for one in {found}]")
        return found

    def _comparison(self, literal: Comparison, bound: set[str]) -> None:
        left, right = literal.left, literal.right
        if literal.operator == "=" and isinstance(left, Variable) and left.name not in bound:
            self.line(f"{left.name} = {self.term(right)}")
            return
        self._skip_if(f"not {self.term(left)} {COMPARISONS[literal.operator]} {self.term(right)}")

    def _aggregate(self, literal: Aggregate, bound: set[str]) -> str:
        elements, total, value = self.new("e"), self.new("c"), self.new("v")
        self.line(f"{elements} = {{}}")
        depth = self.depth
        self.line("for _ in (0,):")
        used, unmet, _totals = self._body(literal.condition, set(bound))
        key = tuple_text([self.term(term) for term in literal.tuple_terms])
        self.line(f"g.element({elements}, {key}, {tuple_text(used)}, {tuple_text(unmet, spread=True)})")
        self.depth = depth
        self.line(f"for {value}, {total} in g.totals({elements}, {literal.function == '#count'}):")
        if literal.variable.name in bound:
            self._skip_if(f"{value} != {literal.variable.name}")
        else:
            self.line(f"{literal.variable.name} = {value}")
        return total


def strata(rules: Sequence[Rule]) -> list[tuple[tuple[int, ...], bool]]:
    """Return the numbers of the rules in strata: the strongly connected components of the predicates, lowest first."""
    below: dict[str, set[str]] = {}
    for rule in rules:
        below.setdefault(rule.predicate, set()).update(body_predicates(rule.body))
    by_head: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        by_head.setdefault(rule.predicate, []).append(number)
    found = []
    for component in _components(below):
        numbers = tuple(sorted(number for name in component for number in by_head.get(name, ())))
        if numbers:
            found.append((numbers, any(below[name] & component for name in component)))
    return found


def body_predicates(body: Iterable[Literal]) -> set[str]:
    """Return the predicates a body names, those inside an aggregate too."""
    found: set[str] = set()
    for literal in body:
        if isinstance(literal, AtomLiteral):
            found.add(literal.predicate)
        elif isinstance(literal, Aggregate):
            found |= body_predicates(literal.condition)
    return found


def _components(below: dict[str, set[str]]) -> list[set[str]]:
    """Return the strongly connected components of a graph, each after those it leads to (Tarjan 1972)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        numbers[name] = lowest[name] = len(numbers)
        stack.append(name)
        for other in sorted(below.get(name, ())):
            if other not in numbers:
                visit(other)
            if other in stack:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == numbers[name]:
            component: set[str] = set()
            while name not in component:
                component.add(stack.pop())
            found.append(component)

    for name in sorted(below):
        if name not in numbers:
            visit(name)
    return found
