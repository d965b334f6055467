"""Compiling the rules of a version for many cases at once: every atom has a row of bits, one for each world of each case.

A rule then derives its head in the worlds in which its body holds: the rows of its literals, and-ed. The functions are
generated from the parsed rules, as those of ``compiler`` are.
"""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.kb.compiler import FiringFunction, function_code
from toetssteen.kb.function_text import FunctionText, tuple_text
from toetssteen.kb.terms import Aggregate, AtomLiteral, Rule


def compile_joint(rules: Sequence[Rule]) -> tuple[bytes, ...]:
    """Return the marshalled code over rows of each rule; it does not depend on the other rules."""
    lines = [line for number, rule in enumerate(rules) for line in JointFunction(rule, number).lines]
    code = function_code(lines)
    return tuple(code[f"r{number}"] for number in range(len(rules)))


class JointFunction(FiringFunction):
    """The function that finds the instances of a rule together with the worlds in which each of them holds."""

    def __init__(self, rule: Rule, number: int) -> None:
        FunctionText.__init__(self, {})
        self.line(f"def r{number}(g, rows):")
        # the name of the variable with the worlds in which all literals so far hold
        self.worlds = "g.everything"
        self.line("for _ in (0,):")
        used, unmet, totals = self._body(rule.body, set())
        rests = f"{tuple_text(used)}, {tuple_text(unmet, spread=True)}, {tuple_text(totals)}"
        self.line(f"g.derive({self.atom(rule.predicate, rule.terms)}, {self.worlds}, {rests})")

    def _narrow(self, text: str) -> None:
        """Write which worlds are left, and stop when there are none."""
        name = self.new("m")
        self.line(f"{name} = {text}")
        self._skip_if(f"not {name}")
        self.worlds = name

    def look(self, literal: AtomLiteral, places: tuple[int, ...]) -> str:
        """Return the lookup of the atoms that have the values of a literal in some places, for the worlds that are left."""
        terms = [self.term(literal.terms[place]) for place in places]
        key = terms[0] if len(terms) == 1 else tuple_text(terms)
        return f"g.look({self.worlds}, {(literal.predicate, places)!r}, {key})"

    def _positive(self, literal: AtomLiteral, bound: set[str]) -> str:
        if len(self.places(literal, bound)) == len(literal.terms):
            atom = self.new("a")
            self.line(f"{atom} = {self.atom(literal.predicate, literal.terms)}")
            self._narrow(f"{self.worlds} & rows.get({atom}, 0)")
            return atom
        atom = super()._positive(literal, bound)
        self._narrow(f"{self.worlds} & rows[{atom}]")
        return atom

    def _negative(self, literal: AtomLiteral, bound: set[str]) -> str:
        found, places = self.new("n"), self.places(literal, bound)
        if len(places) == len(literal.terms):
            self.line(f"{found} = ({self.atom(literal.predicate, literal.terms)},)")
        else:
            self.line(f"{found} = {self.look(literal, places)}")
        self._narrow(f"g.without({self.worlds}, {found})")
        return found

    def _aggregate(self, literal: Aggregate, bound: set[str]) -> str:
        elements, value, outer, depth = self.new("e"), self.new("v"), self.worlds, self.depth
        self.line(f"{elements} = {{}}")
        self.worlds = self.new("m")
        self.line(f"{self.worlds} = g.perhaps({outer})")
        self.line("for _ in (0,):")
        self._body(literal.condition, set(bound))
        key = tuple_text([self.term(term) for term in literal.tuple_terms])
        self.line(f"{elements}[{key}] = {elements}.get({key}, 0) | {self.worlds}")
        self.depth, self.worlds = depth, self.new("m")
        self.line(f"for {value}, {self.worlds} in g.totals({elements}, {outer}, {literal.function == '#count'}):")
        if literal.variable.name in bound:
            self._skip_if(f"{value} != {literal.variable.name}")
        else:
            self.line(f"{literal.variable.name} = {value}")
        return elements
