"""Deciding with clingo: what holds in every world of a case, and what holds in some.

Unknown facts become choices; the law's rules stay two-valued. Persons, employers, applications and
placements are known to the solver by number only, so no text of a person ever reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable

import clingo

from toetssteen.kb.instance import Instance, Open
from toetssteen.kb.law import Law
from toetssteen.kb.terms import AtomLiteral, GroundAtom, Rule, Value

CHOICE = "keuze__"
SEEN_LIMIT = 20_000
PROGRAM_LIMIT = 200
_SEEN: dict[clingo.Symbol, GroundAtom] = {}


def atom_text(atom: GroundAtom) -> str:
    """Return a ground atom in clingo's syntax; it consists of ids, numbers and the law's own names only."""
    values = (value if isinstance(value, int) or value[0] != '"' else value + '"' for value in atom[1:])
    return f"{atom[0]}({','.join(map(str, values))})"


def atom_symbol(atom: GroundAtom) -> clingo.Symbol:
    """Return a ground atom as a clingo symbol."""
    return clingo.Function(str(atom[0]), [_to_symbol(value) for value in atom[1:]])


def _to_symbol(value: Value) -> clingo.Symbol:
    if isinstance(value, int):
        return clingo.Number(value)
    return clingo.String(value[1:]) if value[0] == '"' else clingo.Function(value)


def ground_atom(symbol: clingo.Symbol) -> GroundAtom:
    """Return a clingo symbol as a ground atom; the last ones seen are remembered."""
    known = _SEEN.get(symbol)
    if known is None:
        if len(_SEEN) > SEEN_LIMIT:
            _SEEN.clear()
        known = _SEEN[symbol] = (symbol.name, *(_from_symbol(argument) for argument in symbol.arguments))
    return known


def _from_symbol(symbol: clingo.Symbol) -> Value:
    if symbol.type == clingo.SymbolType.Number:
        return symbol.number
    return '"' + symbol.string if symbol.type == clingo.SymbolType.String else symbol.name


def firing_rules(instance: Instance) -> list[Rule]:
    """Return the rules of a version that can fire under the readings and for the provisions of a case.

    Leaving out the others changes no answer set: they depend on a reading not chosen, or on an
    application for another provision.
    """
    provisions = frozenset(item.provision for item in instance.applications)
    return [rule for rule in instance.law.rules if _can_fire(rule, instance.readings, instance.law, provisions)]


def origin_facts(law: Law, rules: list[Rule]) -> list[str]:
    """Return as facts the origin of every condition that one of the rules can derive."""
    conditions = {str(rule.terms[1])[1:] for rule in rules if rule.predicate == "belemmering"}
    return [f'bepaling("{norm}",{law.origin(norm)}).' for norm in sorted(conditions)]


def _can_fire(rule: Rule, readings: dict[str, str], law: Law, provisions: frozenset[str]) -> bool:
    for literal in rule.body:
        if not isinstance(literal, AtomLiteral) or literal.predicate != "lezing":
            continue
        if readings.get(str(literal.terms[0])) != literal.terms[1]:
            return False
    return any(law.can_concern(rule, provision) for provision in provisions)


_PROGRAMS: dict[tuple[object, ...], tuple[Law, str]] = {}


def _program(instance: Instance) -> str:
    law, readings = instance.law, instance.readings
    provisions = frozenset(item.provision for item in instance.applications)
    key = (id(law), tuple(readings.items()), provisions)
    known = _PROGRAMS.get(key)
    if known is None or known[0] is not law:
        if len(_PROGRAMS) > PROGRAM_LIMIT:
            _PROGRAMS.clear()
        known = _PROGRAMS[key] = (law, _text(instance))
    return known[1]


def _text(instance: Instance) -> str:
    rules = firing_rules(instance)
    return "\n".join((*(rule.text for rule in rules), *origin_facts(instance.law, rules)))


def _ground_atoms(symbols: Iterable[clingo.Symbol]) -> frozenset[GroundAtom]:
    return frozenset(atom for atom in map(ground_atom, symbols) if atom[0] != CHOICE)


class Worlds:
    """The worlds of one case: a grounded program in which every unknown fact is a choice.

    ``certain`` are the atoms of all worlds, ``possible`` those of at least one (clingo's cautious and
    brave consequences); without unknown facts the two are the same single model.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.control = clingo.Control(["--warn=none"], logger=lambda _code, _message: None)
        self.control.add("base", [], _program(instance))
        self.control.add("base", [], worlds_text(instance))
        self.control.ground([("base", [])])
        self.literals: dict[GroundAtom, int] = {}
        self.mode = ""
        self.certain, self.possible = self._consequences()

    def _consequences(self) -> tuple[frozenset[GroundAtom], frozenset[GroundAtom]]:
        if not self.instance.opens:
            model = self._last_model("auto")
            return model, model
        return self._last_model("cautious"), self._last_model("brave")

    def _last_model(self, mode: str) -> frozenset[GroundAtom]:
        self._set_mode(mode)
        with self.control.solve(yield_=True) as handle:
            # the models before the last one only narrow it down; reading them would cost more than solving
            while handle.model() is not None:
                handle.resume()
            last = handle.last()
            if last is None:
                raise InconsistentLaw("de regels laten geen enkele wereld toe")
            return _ground_atoms(last.symbols(atoms=True))

    def literal(self, atom: GroundAtom) -> int | None:
        """Return the solver's literal of an atom, or None when no world can have it."""
        if atom not in self.literals:
            found = self.control.symbolic_atoms[atom_symbol(atom)]
            if found is None:
                return None
            self.literals[atom] = found.literal
        return self.literals[atom]

    def world(self, assumptions: list[int]) -> frozenset[GroundAtom] | None:
        """Return the atoms of one world in which the assumed literals hold, or None when there is none."""
        self._set_mode("auto")
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            for model in handle:
                return frozenset(ground_atom(symbol) for symbol in model.symbols(atoms=True))
        return None

    @staticmethod
    def chosen(number: int, count: int, world: frozenset[GroundAtom]) -> int:
        """Return which alternative of the numbered unknown fact a world has."""
        return next(index for index in range(count) if (CHOICE, number, index) in world)

    def core(self, assumptions: list[int]) -> list[int] | None:
        """Return a subset of the assumptions that cannot hold together, or None when they all can."""
        self._set_mode("auto")
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            return None if handle.get().satisfiable else list(handle.core())

    def _set_mode(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            self.control.configuration.solve.enum_mode = mode  # type: ignore[union-attr]
            self.control.configuration.solve.models = 0 if mode != "auto" else 1  # type: ignore[union-attr]


class InconsistentLaw(Exception):
    """The rules exclude every world: a mistake in the law files, never in a case."""


def worlds_text(instance: Instance) -> str:
    """Return the facts and choices of a case as a program without any text of a person in it.

    Choices are rules of the program and not added through clingo's backend: for atoms defined there
    clingo 5.8 grounds only the first of several rules that derive the same atom.
    """
    lines = [atom_text(fact) + "." for fact in instance.facts]
    for number, unknown in enumerate(instance.opens):
        lines += choice_lines(number, unknown)
    return "\n".join(lines)


def choice_lines(number: int, unknown: Open) -> list[str]:
    """Return the choice of exactly one alternative; a flag is a plain choice."""
    if len(unknown.alternatives) == 2 and unknown.alternatives[1] == ():
        return ["{" + atom_text(unknown.alternatives[0][0]) + "}."]
    count = len(unknown.alternatives)
    lines = [f"1 {{ {CHOICE}({number},0..{count - 1}) }} 1."]
    for index, atoms in enumerate(unknown.alternatives):
        lines += [f"{atom_text(atom)} :- {CHOICE}({number},{index})." for atom in atoms]
    return lines
