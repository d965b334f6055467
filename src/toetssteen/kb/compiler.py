"""Compiling the rules of a version to Python: one function per rule that finds its instances in a case.

The functions are generated from the parsed rules and are nothing but a faster way to instantiate them;
``grounding`` runs them in order of dependency. What gringo would ground anew for every case (some
17 µs a rule) is compiled once, when the law is read.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence

from toetssteen.kb.grounding import Compiled, Signature
from toetssteen.kb.joins import order
from toetssteen.kb.terms import (
    Aggregate,
    AtomLiteral,
    Comparison,
    Literal,
    Operation,
    Rule,
    Term,
    Variable,
    literal_variables,
)

COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
OPERATIONS = {"+": "checked({} + {})", "-": "checked({} - {})", "*": "checked({} * {})", "/": "divide({}, {})"}


def compile_rules(rules: Sequence[Rule]) -> Compiled:
    """Return the rules of a version as compiled code, in strata: every predicate after those it rests on."""
    signatures: dict[Signature, int] = {}
    firing = [line for number, rule in enumerate(rules) for line in FiringFunction(rule, number, signatures).lines]
    failing = [line for number, rule in enumerate(rules) for line in FailingFunction(rule, number, signatures).lines]
    return Compiled(_code(firing, len(rules)), _code(failing, len(rules)), tuple(signatures), tuple(strata(rules)))


def _code(lines: list[str], count: int) -> bytes:
    lines.append(f"RULES = ({''.join(f'r{number}, ' for number in range(count))})")
    return marshal.dumps(compile("\n".join(lines), "<recht>", "exec", dont_inherit=True, optimize=2))


class _Function:
    """A Python function made from a rule: its lines, the names it uses, and how literals look up atoms."""

    def __init__(self, signatures: dict[Signature, int]) -> None:
        self.signatures = signatures
        self.lines: list[str] = []
        self.depth = 0
        self.counter = 0

    def _line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)
        if text.endswith(":"):
            self.depth += 1

    def _new(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter}"

    # terms

    def _places(self, literal: AtomLiteral, bound: set[str]) -> tuple[int, ...]:
        """Return the places of a literal whose value is known: constants and bound variables."""
        return tuple(place for place, term in enumerate(literal.terms)
                     if (term.name in bound if isinstance(term, Variable) else True))  # fmt: skip

    def _look(self, literal: AtomLiteral, places: tuple[int, ...]) -> str:
        signature = self.signatures.setdefault((literal.predicate, places), len(self.signatures))
        terms = [self._term(literal.terms[place]) for place in places]
        return f"g.look({signature}, {terms[0] if len(terms) == 1 else _tuple(terms)})"

    def _atom(self, predicate: str, terms: Sequence[Term]) -> str:
        return _tuple([repr(predicate), *(self._term(term) for term in terms)])

    def _term(self, term: Term) -> str:
        if isinstance(term, Variable):
            return term.name
        if isinstance(term, Operation):
            return OPERATIONS[term.operator].format(self._term(term.left), self._term(term.right))
        return repr(term)


class FiringFunction(_Function):
    """The function that finds the instances of a rule: a loop per positive literal, a test per other literal, the head."""

    def __init__(self, rule: Rule, number: int, signatures: dict[Signature, int]) -> None:
        super().__init__(signatures)
        self._line(f"def r{number}(g, status, once=(0,)):")
        self._line("for _ in once:")
        used, unmet, totals = self._body(rule.body, set())
        head = self._atom(rule.predicate, rule.terms)
        self._line(f"g.derive({head}, {_tuple(used)}, {_tuple(unmet, spread=True)}, {_tuple(totals)})")

    def _skip_if(self, test: str) -> None:
        self._line(f"if {test}: continue")

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
        atom, places = self._new("a"), self._places(literal, bound)
        if len(places) == len(literal.terms):
            self._line(f"{atom} = {self._atom(literal.predicate, literal.terms)}")
            self._skip_if(f"{atom} not in status")
            return atom
        self._line(f"for {atom} in {self._look(literal, places)}:")
        seen: set[str] = set()
        for place, term in enumerate(literal.terms):
            if place in places or not isinstance(term, Variable) or term.name.startswith("_"):
                continue
            if term.name in seen:
                self._skip_if(f"{term.name} != {atom}[{place + 1}]")
            else:
                self._line(f"{term.name} = {atom}[{place + 1}]")
                seen.add(term.name)
        return atom

    def _negative(self, literal: AtomLiteral, bound: set[str]) -> str:
        """Write the test that no matching atom is certain; the matching atoms that are open stay for the solver."""
        found, places = self._new("n"), self._places(literal, bound)
        if len(places) == len(literal.terms):
            self._line(f"{found} = ({self._atom(literal.predicate, literal.terms)},)")
            self._skip_if(f"status.get({found}[0]) == 0")
        else:
            self._line(f"{found} = {self._look(literal, places)}")
            self._skip_if(f"any(status[one] == 0 for one in {found})")
        return found

    def _comparison(self, literal: Comparison, bound: set[str]) -> None:
        left, right = literal.left, literal.right
        if literal.operator == "=" and isinstance(left, Variable) and left.name not in bound:
            self._line(f"{left.name} = {self._term(right)}")
            return
        self._skip_if(f"not {self._term(left)} {COMPARISONS[literal.operator]} {self._term(right)}")

    def _aggregate(self, literal: Aggregate, bound: set[str]) -> str:
        elements, total, value = self._new("e"), self._new("c"), self._new("v")
        self._line(f"{elements} = {{}}")
        depth = self.depth
        self._line("for _ in once:")
        used, unmet, _totals = self._body(literal.condition, set(bound))
        key = _tuple([self._term(term) for term in literal.tuple_terms])
        self._line(f"g.element({elements}, {key}, {_tuple(used)}, {_tuple(unmet, spread=True)})")
        self.depth = depth
        self._line(f"for {value}, {total} in g.totals({elements}, {literal.function == '#count'}):")
        if literal.variable.name in bound:
            self._skip_if(f"{value} != {literal.variable.name}")
        else:
            self._line(f"{literal.variable.name} = {value}")
        return total


class FailingFunction(_Function):
    """The function that says which literals of a rule fail for a given head, or None where there is more than one way.

    It follows the one instance there is: a literal that finds no atom fails and leaves its variables without a value;
    a comparison that lacks a value is not judged.
    """

    def __init__(self, rule: Rule, number: int, signatures: dict[Signature, int]) -> None:
        super().__init__(signatures)
        names = head_names(rule)
        self.doubtful: set[str] = set()
        self._line(f"def r{number}(g, status, {''.join(name + ', ' for name in names)}):")
        self._line("failing = []")
        bound = set(names)
        for literal in order(rule.body, bound):
            place = next(index for index, one in enumerate(rule.body) if one is literal)
            if isinstance(literal, Aggregate):
                self._line("return None")
                return
            if isinstance(literal, Comparison):
                self._comparison(literal, place, bound)
            else:
                self._atom_literal(literal, place, bound)
            bound |= {name for name in literal_variables(literal) if not name.startswith("_")}
        values = "".join(f"{name!r}: {name}, " for name in sorted(bound))
        self._line(f"return failing, {{{values}}}")

    def _unjudged(self, literal: Literal) -> str:
        missing = sorted(literal_variables(literal) & self.doubtful)
        return " or ".join(f"{name} is None" for name in missing)

    def _fails_if(self, test: str, place: int) -> None:
        self._line(f"if {test}: failing.append({place})")

    def _comparison(self, literal: Comparison, place: int, bound: set[str]) -> None:
        unjudged, left = self._unjudged(literal), literal.left
        if literal.operator == "=" and isinstance(left, Variable) and left.name not in bound:
            value = self._term(literal.right)
            self._line(f"{left.name} = None if {unjudged} else {value}" if unjudged else f"{left.name} = {value}")
            if unjudged:
                self.doubtful.add(left.name)
            return
        test = f"not {self._term(left)} {COMPARISONS[literal.operator]} {self._term(literal.right)}"
        self._fails_if(f"not ({unjudged}) and {test}" if unjudged else test, place)

    def _atom_literal(self, literal: AtomLiteral, place: int, bound: set[str]) -> None:
        unjudged, places = self._unjudged(literal), self._places(literal, bound)
        if unjudged:
            self._line(f"if {unjudged}: return None")
        if len(places) == len(literal.terms):
            atom = self._atom(literal.predicate, literal.terms)
            self._fails_if(f"status.get({atom}) == 0" if literal.negated else f"{atom} not in status", place)
            return
        found = self._new("c")
        self._line(f"{found} = {self._look(literal, places)}")
        if literal.negated:
            self._fails_if(f"any(status[one] == 0 for one in {found})", place)
            return
        self._line(f"if len({found}) > 1: return None")
        free = {term.name: index for index, term in enumerate(literal.terms)
                if index not in places and isinstance(term, Variable) and not term.name.startswith("_")}  # fmt: skip
        self._fails_if(f"not {found}", place)
        for name, index in free.items():
            self._line(f"{name} = {found}[0][{index + 1}] if {found} else None")
        self.doubtful |= set(free)


def head_names(rule: Rule) -> list[str]:
    """Return the names of the variables in the head of a rule, in order."""
    return list(dict.fromkeys(term.name for term in rule.terms if isinstance(term, Variable)))


def _tuple(parts: Sequence[str], *, spread: bool = False) -> str:
    return "(" + "".join(("*" if spread else "") + part + ", " for part in parts) + ")"


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
