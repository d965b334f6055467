"""The worlds of a case: what holds in every one of them, and what holds in some.

Unknown facts become choices; the law's rules stay two-valued. Instantiating the rules settles most atoms.
An atom that stays open really differs between worlds when a sample of worlds shows it both ways, or when
the unknown facts enter it in one direction only (set them all to its favour, then all against it). The
few that remain are put to clingo, as brave and cautious consequences. Persons, employers, applications
and placements are known by number only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from toetssteen.kb.grounding import CERTAIN, OPEN, Grounding, RuleFunction, atoms_of
from toetssteen.kb.grounding import Instance as Rests
from toetssteen.kb.instance import Instance, Open
from toetssteen.kb.law import REPORTED, Law
from toetssteen.kb.rows import every_world
from toetssteen.kb.sample import Sample
from toetssteen.kb.solver import CHOICE, Solver
from toetssteen.kb.terms import AtomLiteral, GroundAtom, Rule

SELECTIONS_LIMIT = 500
# The directions of what is not known in detail: every fact, both ways.
ANY_DIRECTION = (-1, -1)
Strata = tuple[tuple[tuple[RuleFunction, ...], bool], ...]


class Worlds:
    """The worlds of one case: every atom that holds in some world, with whether it holds in all."""

    def __init__(self, instance: Instance, roots: tuple[str, ...] = REPORTED) -> None:
        self.instance = instance
        self.grounding = grounded(instance, roots)
        self.status = self.grounding.status
        if self.grounding.instances:
            self._settle()

    def _settle(self) -> None:
        """Find which of the atoms that seem open really differ between worlds, and give the others their status."""
        seen = Sample(self.grounding, self.instance.opens).differing()
        unseen = {one.head: None for one in self.grounding.instances if one.head not in seen}
        if not unseen:
            return
        doubtful = _Directions(self.grounding, self.grounding.beneath(unseen), self.instance).doubtful()
        if self._ask([head for head in unseen if head in doubtful]):
            # what was thought open is settled, so what rests on it may be settled too
            self._ask([head for head in unseen if self.status.get(head) == OPEN])

    def _ask(self, atoms: list[GroundAtom]) -> bool:
        """Give atoms the status they have over all worlds; return whether any turned out not to be open."""
        certain: set[GroundAtom] = set()
        impossible: set[GroundAtom] = set()
        hard = []
        for atom in atoms:
            found = self._over_all_worlds(atom)
            if found is None:
                hard.append(atom)
            elif found[0] == 0:
                impossible.add(atom)
            elif found[0] == found[1]:
                certain.add(atom)
        if hard:
            part = self.grounding.beneath(hard)
            always, sometimes = Solver(part, self._opens_of(part), hard).consequences()
            certain |= always
            impossible |= {atom for atom in hard if atom not in sometimes}
        self.status.update(dict.fromkeys(certain, CERTAIN))
        self.grounding.forget(atom for atom in atoms if atom in impossible)
        return bool(certain or impossible)

    def _over_all_worlds(self, atom: GroundAtom) -> tuple[int, int] | None:
        """Return the worlds in which an atom holds and all worlds, or None when there are too many to go through."""
        part = self.grounding.beneath((atom,))
        if any(one.head[0] in self.grounding.looping for one in part):
            return None
        rows = every_world(part, self._opens_of(part))
        return None if rows is None else (rows.rows[atom], rows.everything)

    def opens_beneath(self, atoms: Iterable[GroundAtom]) -> list[Open]:
        """Return the unknown facts that some atoms rest on."""
        return self._opens_of(self.grounding.beneath(atoms))

    def _opens_of(self, part: list[Rests]) -> list[Open]:
        """Return the unknown facts that instances of rules rest on."""
        numbers = {number for one in part for atom in (one.head, *atoms_of(one)) for number in self._unknown.get(atom, ())}
        return [self.instance.opens[number] for number in sorted(numbers)]

    @cached_property
    def _unknown(self) -> dict[GroundAtom, list[int]]:
        """The numbers of the unknown facts that can give an atom."""
        found: dict[GroundAtom, list[int]] = {}
        for number, unknown in enumerate(self.instance.opens):
            for atoms in unknown.alternatives:
                for atom in atoms:
                    found.setdefault(atom, []).append(number)
        return found

    def holds(self, atom: GroundAtom) -> bool | None:
        """Return whether an atom holds in all worlds, in none (False), or in some (None)."""
        status = self.status.get(atom)
        return False if status is None else True if status == CERTAIN else None

    @cached_property
    def certain(self) -> frozenset[GroundAtom]:
        """The atoms that hold in all worlds."""
        return frozenset(atom for atom, status in self.status.items() if status == CERTAIN)

    @cached_property
    def possible(self) -> frozenset[GroundAtom]:
        """The atoms that hold in at least one world."""
        return frozenset(self.status)

    @cached_property
    def solver(self) -> Solver:
        """The solver over what is open, for questions about some of the worlds."""
        return Solver(self.grounding.instances, self.instance.opens)

    def literal(self, atom: GroundAtom) -> int | None:
        """Return the solver's literal of an atom, or None when no world can have it."""
        if self.status.get(atom) == CERTAIN:
            return self.solver.true
        return self.solver.literals.get(atom)

    def world(self, assumptions: list[int]) -> frozenset[GroundAtom] | None:
        """Return the atoms of one world in which the assumed literals hold, or None when there is none."""
        found = self.solver.world(assumptions)
        return None if found is None else found | self.certain

    @staticmethod
    def chosen(number: int, count: int, world: frozenset[GroundAtom]) -> int:
        """Return which alternative of the numbered unknown fact a world has."""
        return next(index for index in range(count) if (CHOICE, number, index) in world)

    def core(self, assumptions: list[int]) -> list[int] | None:
        """Return a subset of the assumptions that cannot hold together, or None when they all can."""
        return self.solver.core(assumptions)


class _Directions:
    """In which direction every unknown fact enters the heads of some instances of rules, as sets of bits.

    ``up`` are the facts that can only help it, ``down`` those that can only hinder it; a fact with more than
    two alternatives is in both. Where two parts of an atom share a fact in different directions, no setting
    of the facts need be the best one for both, so the atom is doubtful.
    """

    def __init__(self, grounding: Grounding, part: list[Rests], instance: Instance) -> None:
        self.looping, self.part = grounding.looping, part
        self.masks: dict[GroundAtom, tuple[int, int]] = {}
        for number, unknown in enumerate(instance.opens):
            bit = 1 << number
            for atoms in unknown.alternatives:
                for atom in atoms:
                    up, down = self.masks.get(atom, (0, 0))
                    self.masks[atom] = (up | bit, down if unknown.is_flag else down | bit)

    def doubtful(self) -> dict[GroundAtom, None]:
        """Return the heads of which it is not sure that they differ between worlds."""
        found: dict[GroundAtom, None] = {}
        for one in self.part:
            parts = [self._mask(atom) for atom in one.holding]
            parts += [self._mask(atom)[::-1] for atom in one.failing]
            parts += [ANY_DIRECTION for _total in one.totals]
            up, down = self.masks.get(one.head, (0, 0))
            clash = bool(one.totals) or one.head[0] in self.looping
            for more, less in parts:
                clash |= bool(up & less or down & more)
                up, down = up | more, down | less
            if clash:
                found[one.head] = None
            self.masks[one.head] = (up, down)
        return found

    def _mask(self, atom: GroundAtom) -> tuple[int, int]:
        return self.masks.get(atom, ANY_DIRECTION)


def grounded(instance: Instance, roots: tuple[str, ...] = REPORTED) -> Grounding:
    """Return the rules of a case, as far as they lead to some predicates, instantiated; what seems open may not be."""
    strata, origins = selection(instance, roots)
    opens = [atom for unknown in instance.opens for atoms in unknown.alternatives for atom in atoms]
    opens += [one.head for one in instance.given]
    return Grounding(instance.law.program, strata, (*instance.facts, *origins), opens, instance.given, instance.exclusive)


def selection(instance: Instance, roots: tuple[str, ...]) -> tuple[Strata, tuple[GroundAtom, ...]]:
    """Return the firing rules of a case in strata, and the origin of every condition they can derive."""
    law = instance.law
    provisions = frozenset(item.provision for item in instance.applications)
    selections: dict[tuple[object, ...], tuple[Strata, tuple[GroundAtom, ...]]] = law.kept(("selections",), dict)
    key = (tuple(instance.readings.values()), instance.open_readings, provisions, roots)
    if key not in selections:
        if len(selections) > SELECTIONS_LIMIT:
            selections.clear()
        fires = _firing(instance, roots)
        rules = [rule for rule, fire in zip(law.rules, fires, strict=True) if fire]
        selections[key] = (law.program.selected(fires.__getitem__), origin_facts(law, rules))
    return selections[key]


def firing_rules(instance: Instance) -> list[Rule]:
    """Return the rules of a version that can fire in a case and matter to what is reported of it.

    Leaving out the others changes no answer set: they depend on a reading not chosen, on an application for
    another provision, or lead to nothing that is asked.
    """
    return [rule for rule, fire in zip(instance.law.rules, _firing(instance, REPORTED), strict=True) if fire]


def _firing(instance: Instance, roots: tuple[str, ...]) -> list[bool]:
    law = instance.law
    provisions = {item.provision for item in instance.applications} or {""}
    relevant = frozenset().union(*(law.reachable(provision, roots) for provision in provisions))
    return [
        rule.predicate in relevant
        and chosen_by(rule, instance.readings, instance.open_readings)
        and any(law.can_concern(rule, provision) for provision in provisions)
        for rule in law.rules
    ]


def chosen_by(rule: Rule, readings: Mapping[str, str], undecided: Collection[str] = ()) -> bool:
    """Return whether the readings of a case are, or can be, those a rule is for; an undecided one can be anything."""
    return all(
        literal.terms[0] in undecided or readings.get(str(literal.terms[0])) == literal.terms[1]
        for literal in rule.body
        if isinstance(literal, AtomLiteral) and literal.predicate == "lezing"
    )


def origin_facts(law: Law, rules: list[Rule]) -> tuple[GroundAtom, ...]:
    """Return as facts the origin of every condition that one of the rules can derive."""
    conditions = {str(rule.terms[1])[1:] for rule in rules if rule.predicate == "belemmering"}
    return tuple(("bepaling", '"' + norm, law.origin(norm)) for norm in sorted(conditions))
