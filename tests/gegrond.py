"""The worlds of a case by clingo alone: the rules as text, grounded and solved anew, for comparison.

The program under test instantiates the rules itself and asks the solver only about what is doubtful. This shares
nothing with that but the parsed rules' own text.
"""

from __future__ import annotations

import clingo

from toetssteen.kb.instance import Instance, Open
from toetssteen.kb.terms import GroundAtom, Value
from toetssteen.kb.worlds import firing_rules, origin_facts

CHOICE = "keuze__"


def consequences(instance: Instance) -> tuple[frozenset[GroundAtom], frozenset[GroundAtom]]:
    """Return the atoms that hold in all worlds of a case, and those that hold in some."""
    rules = firing_rules(instance)
    facts = (*instance.facts, *origin_facts(instance.law, rules))
    lines = [rule.text for rule in rules] + [atom_text(atom) + "." for atom in facts]
    for number, unknown in enumerate(instance.opens):
        lines += choice_lines(number, unknown)
    control = clingo.Control(["--warn=none"], logger=lambda _code, _message: None)
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    return _last_model(control, "cautious"), _last_model(control, "brave")


def _last_model(control: clingo.Control, mode: str) -> frozenset[GroundAtom]:
    control.configuration.solve.enum_mode = mode  # type: ignore[union-attr]
    control.configuration.solve.models = 0  # type: ignore[union-attr]
    with control.solve(yield_=True) as handle:
        found = [model.symbols(atoms=True) for model in handle][-1]
    return frozenset(ground_atom(symbol) for symbol in found if symbol.name != CHOICE)


def choice_lines(number: int, unknown: Open) -> list[str]:
    """Return the choice of exactly one alternative; a flag is a plain choice."""
    if unknown.is_flag:
        return ["{" + atom_text(unknown.alternatives[0][0]) + "}."]
    lines = [f"1 {{ {CHOICE}({number},0..{len(unknown.alternatives) - 1}) }} 1."]
    for index, atoms in enumerate(unknown.alternatives):
        lines += [f"{atom_text(atom)} :- {CHOICE}({number},{index})." for atom in atoms]
    return lines


def atom_text(atom: GroundAtom) -> str:
    """Return a ground atom in clingo's syntax; it consists of ids, numbers and the law's own names only."""
    values = (value if isinstance(value, int) or value[0] != '"' else value + '"' for value in atom[1:])
    return f"{atom[0]}({','.join(map(str, values))})"


def ground_atom(symbol: clingo.Symbol) -> GroundAtom:
    """Return a clingo symbol as a ground atom."""
    return (symbol.name, *(_value(argument) for argument in symbol.arguments))


def _value(symbol: clingo.Symbol) -> Value:
    if symbol.type == clingo.SymbolType.Number:
        return symbol.number
    return '"' + symbol.string if symbol.type == clingo.SymbolType.String else symbol.name
