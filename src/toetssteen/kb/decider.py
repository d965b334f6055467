"""Deciding many cases fast: a program is grounded once per shape of case, and every case is a set of assumptions.

Grounding costs the same few milliseconds for any single case. Cases with the same persons, applications
and placements in number and kind differ only in their facts, so all facts are choices of one grounded
program, and what a case states is assumed. Only outcomes are found this way; proofs need all atoms and
come from ``worlds``.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import NamedTuple

import clingo

from toetssteen.kb.case import FactKey
from toetssteen.kb.instance import Instance, Open, term_alternatives
from toetssteen.kb.law import OUTCOMES, Law
from toetssteen.kb.numbers import NUMBERS
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import CHOICE, atom_symbol, atom_text, choice_lines, firing_rules, origin_facts

ROOTS = ("uitkomst", "bereikbaar_met_20")
SHAPE_LIMIT = 200
_NO_KEY = FactKey("", "")


class Decision(NamedTuple):
    """The outcomes an application can have, with and without art. 20, in the order of ``OUTCOMES``.

    ``reachable`` tells whether art. 20 can reach a blocked outcome: True or False for sure, else None.
    """

    application: str
    possible: tuple[str, ...]
    possible_without_20: tuple[str, ...]
    reachable: bool | None


class Decider:
    """Decides cases under one version of the law; keeps the grounded programs of the shapes it has seen."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.shapes: dict[tuple[object, ...], _Shape] = {}

    def decide(self, instance: Instance) -> tuple[Decision, ...]:
        """Return the decision on every application of a case."""
        inputs = _Inputs(instance)
        key = (tuple(instance.readings.values()), inputs.structure, inputs.flags, inputs.choices)
        shape = self.shapes.get(key)
        if shape is None:
            if len(self.shapes) >= SHAPE_LIMIT:
                self.shapes.clear()
            shape = self.shapes[key] = _Shape(instance, inputs)
        return shape.decide(instance, inputs)


class _Inputs:
    """The facts of a case split into its structure, its flags and its choices among values, with what is stated."""

    def __init__(self, instance: Instance) -> None:
        law = instance.law
        used = _sliced(law, instance)
        flags: list[GroundAtom] = []
        self.stated: list[bool | None] = []
        choices: list[tuple[tuple[GroundAtom, ...], ...]] = []
        self.chosen: list[int | None] = []
        structure: list[GroundAtom] = []
        facts = frozenset(instance.facts)
        for atom in instance.facts:
            if atom[0] not in used:
                continue
            key = instance.origins.get(atom)
            kind = law.concepts[key.concept].kind if key is not None else ""
            if kind == "vlag":
                flags.append(atom)
                self.stated.append(True)
            elif kind == "duur" and atom[0] != "volle_duur":
                alternatives = term_alternatives(law.concepts[str(atom[0])], atom[:-1])
                choices.append(alternatives)
                self.chosen.append(_chosen(atom, alternatives, facts))
            elif not kind or (kind in NUMBERS and kind != "duur"):
                structure.append(atom)
        for atom in instance.denied:
            denied = law.concepts.get(str(atom[0]))
            if atom[0] in used and denied is not None and denied.kind == "vlag":
                flags.append(atom)
                self.stated.append(False)
        self._open(instance.opens, used, flags, choices)
        self._births(instance, choices)
        order = sorted(range(len(flags)), key=lambda index: tuple(map(str, flags[index])))
        self.flags = tuple(flags[index] for index in order)
        self.stated = [self.stated[index] for index in order]
        rank = sorted(range(len(choices)), key=lambda index: str(choices[index][0]))
        self.choices = tuple(choices[index] for index in rank)
        self.chosen = [self.chosen[index] for index in rank]
        self.structure = tuple(sorted(structure, key=str))

    def _open(
        self,
        opens: tuple[Open, ...],
        used: frozenset[str],
        flags: list[GroundAtom],
        choices: list[tuple[tuple[GroundAtom, ...], ...]],
    ) -> None:
        for unknown in opens:
            if unknown.key.concept == "geboren" or unknown.alternatives[0][0][0] not in used:
                continue
            if len(unknown.alternatives) == 2 and unknown.alternatives[1] == ():
                flags.append(unknown.alternatives[0][0])
                self.stated.append(None)
            else:
                choices.append(unknown.alternatives)
                self.chosen.append(None)

    def _births(self, instance: Instance, choices: list[tuple[tuple[GroundAtom, ...], ...]]) -> None:
        """Add the ages of every person as a choice among the birth dates between which no rule sees a difference."""
        for person, (born, alternatives) in instance.age_choices.items():
            choices.append(alternatives)
            self.chosen.append(None if born is None else _class_of(born, instance.births[person]))


def _class_of(born: date, births: tuple[date, ...]) -> int:
    """Return which of the candidate birth dates stands for a birth date: the last one not after it."""
    return max(0, bisect_right(births, born) - 1)


def _chosen(atom: GroundAtom, alternatives: tuple[tuple[GroundAtom, ...], ...], facts: frozenset[GroundAtom]) -> int:
    """Return which alternative the stated duration is: the one whose atoms are all among the facts."""
    return next(index for index, atoms in enumerate(alternatives) if atoms and atom in atoms and facts.issuperset(atoms))


_SLICES: dict[tuple[int, tuple[str, ...]], tuple[Law, frozenset[str]]] = {}


def _sliced(law: Law, instance: Instance) -> frozenset[str]:
    """Return the predicates that can matter to an outcome of one of the provisions of a case."""
    provisions = tuple(sorted({item.provision for item in instance.applications}))
    known = _SLICES.get((id(law), provisions))
    if known is None or known[0] is not law:
        found = frozenset().union(*(law.reachable(provision, ROOTS) for provision in provisions))
        known = _SLICES[id(law), provisions] = (law, found)
    return known[1]


class _Shape:
    """One grounded program: the structure as facts, every flag and value as a choice."""

    def __init__(self, instance: Instance, inputs: _Inputs) -> None:
        used = _sliced(instance.law, instance)
        rules = [rule for rule in firing_rules(instance) if rule.predicate in used]
        lines = [rule.text for rule in rules] + origin_facts(instance.law, rules)
        lines += [atom_text(atom) + "." for atom in inputs.structure]
        lines += ["{" + atom_text(atom) + "}." for atom in inputs.flags]
        for number, alternatives in enumerate(inputs.choices):
            lines += choice_lines(number, Open(_NO_KEY, alternatives))
        lines.append("#show uitkomst/3. #show bereikbaar_met_20/1.")
        self.control = clingo.Control(["--warn=none"], logger=lambda _code, _message: None)
        self.control.add("base", [], "\n".join(lines))
        self.control.ground([("base", [])])
        self.flags = [self._literal(atom) for atom in inputs.flags]
        self.choices = [
            [self._literal((CHOICE, number, index)) for index in range(len(alternatives))]
            for number, alternatives in enumerate(inputs.choices)
        ]
        self.mode = ""

    def _literal(self, atom: GroundAtom) -> int:
        found = self.control.symbolic_atoms[atom_symbol(atom)]
        return found.literal if found is not None else 0

    def decide(self, instance: Instance, inputs: _Inputs) -> tuple[Decision, ...]:
        assumptions, unknown = [], False
        for literal, value in zip(self.flags, inputs.stated, strict=True):
            unknown |= value is None
            if value is not None:
                assumptions.append(literal if value else -literal)
        for literals, chosen in zip(self.choices, inputs.chosen, strict=True):
            unknown |= chosen is None
            if chosen is not None:
                assumptions.append(literals[chosen])
        if not unknown:
            some = every = self._solve("auto", assumptions)
        else:
            some, every = self._solve("brave", assumptions), self._solve("cautious", assumptions)
        return tuple(_decision(item.id, some, every) for item in instance.applications)

    def _solve(self, mode: str, assumptions: list[int]) -> frozenset[str]:
        if mode != self.mode:
            self.mode = mode
            self.control.configuration.solve.enum_mode = mode  # type: ignore[union-attr]
            self.control.configuration.solve.models = 1 if mode == "auto" else 0  # type: ignore[union-attr]
        with self.control.solve(assumptions=assumptions, yield_=True) as handle:
            last = handle.model()
            if mode != "auto":
                while handle.model() is not None:
                    handle.resume()
                last = handle.last()
            if last is None:
                raise ValueError("de vermelde feiten kunnen niet samengaan")
            return frozenset(map(str, last.symbols(shown=True)))


def _decision(identity: str, some: frozenset[str], every: frozenset[str]) -> Decision:
    possible, without = (
        tuple(one for one in OUTCOMES if f"uitkomst({stand},{identity},{one})" in some) for stand in ("met20", "zonder20")
    )
    reach = f"bereikbaar_met_20({identity})"
    reachable = None if "geblokkeerd" not in without or (reach in some) != (reach in every) else reach in every
    return Decision(identity, possible, without, reachable)
