"""An independent check of proofs: every step against the model and the rules, by simple re-evaluation.

Nothing of what builds proofs is used here, only the steps themselves, the rules of the law and the atoms that hold in
all worlds or in some. An objection says what is wrong with a step; a sound proof has none.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.herbeoordeling import Atoms, Places, aggregate, elements, fits, surely, surely_not, unify, values
from toetssteen.explain.proof import CASES, COMPARISON, FACT, PARAMETER, READING, RULE, STRUCTURE, Step
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, GroundAtom, Literal, Rule, Value, Variable, literal_variables
from toetssteen.ops.assess import Assessment

TRUE, FALSE, OPEN = "waar", "onwaar", "open"
LEAVES = (FACT, STRUCTURE, READING, PARAMETER)
# What a rule says of the kind of application and of the reading: a rule for another kind or reading need not be named.
SETTING = ("zaak", "lezing", "voorziening")


class Goal:
    """What a step must be a proof of: an atom or pattern (None is any value) and whether it should hold."""

    def __init__(self, predicate: str, places: Places, allowed: tuple[str, ...]) -> None:
        self.predicate, self.places, self.allowed = predicate, tuple(places), allowed


class Checker:
    """Checks the proofs of one case; a step that several proofs share is checked once for each thing it must prove."""

    def __init__(self, found: Assessment) -> None:
        self.certain, self.possible = Atoms(found.worlds.certain), Atoms(found.worlds.possible)
        self.given = frozenset(found.instance.facts) | {
            atom for one in found.instance.opens for atoms in one.alternatives for atom in atoms}  # fmt: skip
        self.rules: dict[str, list[Rule]] = {}
        for rule in found.law.rules:
            self.rules.setdefault(rule.predicate, []).append(rule)
        self.kinds = {item.id: item.provision for item in found.instance.applications}
        self.can_concern = found.law.can_concern
        self.done: set[tuple[object, ...]] = set()
        self.alive: list[Step] = []
        self.counts = dict.fromkeys((RULE, CASES, COMPARISON, *LEAVES), 0)

    def objections(self, step: Step, atom: GroundAtom, status: str) -> list[str]:
        """Return what is wrong with a proof that an atom has a status."""
        return list(self._step(step, Goal(str(atom[0]), atom[1:], (status,)), (), frozenset()))

    def _step(self, step: Step, goal: Goal | None, path: tuple[int, ...], above: frozenset[object]) -> Iterator[str]:
        if id(step) in path:
            yield f"rondlopend: {step.atom}"
            return
        claim = (step.atom, step.status)
        if step.atom and step.kind == RULE and step.status == TRUE and claim in above:
            yield f"steunt op zichzelf: {step.atom}"
            return
        key = (id(step), (goal.predicate, goal.places, goal.allowed) if goal else None)
        if key in self.done:
            return
        self.done.add(key)
        self.alive.append(step)  # so that no other step gets the same id
        self.counts[step.kind] += 1
        if goal is not None:
            yield from self._proves(step, goal)
        path, below = (*path, id(step)), above | {claim, goal and (goal.predicate, goal.places)}
        if step.kind == RULE and step.status == FALSE:
            if goal is not None:
                yield from self._every_rule(step, goal, above)
            yield from self._absent(step, goal, path, below)
        elif step.kind == RULE:
            yield from self._fired(step, path, below)
        elif step.kind == CASES:
            yield from self._cases(step, path, below)
        elif step.kind == COMPARISON:
            yield from self._compared(step, path, below)
        else:
            yield from self._leaf(step)

    def _proves(self, step: Step, goal: Goal) -> Iterator[str]:
        """Object to a step that is about something else than it should be, or has another status."""
        if step.status not in goal.allowed:
            yield f"{goal.predicate}{goal.places}: {step.status}, verwacht {' of '.join(goal.allowed)}"
        # an open atom may stand as an example for others with other numbers, and a shorter one speaks of any number
        loose = step.status == OPEN or 0 < len(step.atom) <= len(goal.places)
        places = [None if isinstance(one, int) and loose else one for one in goal.places]
        if step.atom and (step.atom[0] != goal.predicate or not _agree(step.atom[1:], places)):
            yield f"gaat over {step.atom}, niet over {goal.predicate}{goal.places}"
        if step.rule is not None and step.rule.predicate != goal.predicate:
            yield f"een regel over {step.rule.predicate}, niet over {goal.predicate}"
        terms = tuple(Variable(f"_{number}") if place is None else place for number, place in enumerate(places))
        literal = AtomLiteral(False, goal.predicate, terms)
        if step.status == TRUE and not fits(literal, {}, self.certain):
            yield f"geldt niet in elke wereld: {goal.predicate}{goal.places}"
        if step.status == FALSE and fits(literal, {}, self.possible):
            yield f"geldt in een wereld: {goal.predicate}{goal.places}"
        if step.status == OPEN and (not fits(literal, {}, self.possible) or step.atom in self.certain.all):
            yield f"is niet open: {goal.predicate}{goal.places}"

    # rules that fire

    def _fired(self, step: Step, path: tuple[int, ...], above: frozenset[object]) -> Iterator[str]:
        rule, binding = step.rule, dict(step.binding)
        if rule is None or rule not in self.rules.get(str(step.atom[0]) if step.atom else "", ()):
            yield f"geen regel van het recht: {step.norm}"
            return
        if rule.label != step.norm:
            yield f"een andere norm dan die van de regel: {step.norm}"
        if not _agree(values(rule.terms, binding), step.atom[1:]):
            yield f"de regel geeft {values(rule.terms, binding)}, niet {step.atom}"
        if step.status == TRUE and (step.atom not in self.certain.all or None in values(rule.terms, binding)):
            yield f"geldt niet zeker: {step.atom}"
        if step.status == OPEN and (
            step.atom not in self.possible.all or (step.atom in self.certain.all and not self._by_case(above))
        ):
            yield f"is niet open: {step.atom}"
        if len(step.children) != len(rule.body):
            yield f"{len(step.children)} stappen voor {len(rule.body)} voorwaarden: {step.norm}"
            return
        if step.status == OPEN and all(child.status != OPEN for child in step.children):
            yield f"niets eronder is open: {step.norm}"
        for literal, child in zip(rule.body, step.children, strict=True):
            yield from self._condition(step, literal, binding)
            yield from self._step(child, self._goal(literal, binding, step.status), path, above)
            yield from self._same_literal(literal, child)

    @staticmethod
    def _by_case(above: frozenset[object]) -> bool:
        """Return whether this is one of the cases of an atom that holds in all of them together."""
        return any(isinstance(claim, tuple) and claim[1] == TRUE for claim in above)

    def _condition(self, step: Step, literal: Literal, binding: dict[str, Value]) -> Iterator[str]:
        if not _judged(literal, binding):
            if step.status == TRUE:
                yield f"een voorwaarde zonder waarden: {step.norm}, {literal}"
        elif step.status == TRUE and not surely(literal, binding, self.certain, self.possible):
            yield f"een voorwaarde geldt niet: {step.norm}, {literal}"
        elif step.status == OPEN and surely_not(literal, binding, self.certain, self.possible):
            yield f"een voorwaarde kan niet gelden: {step.norm}, {literal}"

    @staticmethod
    def _goal(literal: Literal, binding: dict[str, Value], status: str) -> Goal | None:
        """Return what the step of a condition must prove, in a rule that fires (waar) or can fire (open)."""
        if not isinstance(literal, AtomLiteral):
            return None
        wanted = FALSE if literal.negated else TRUE
        return Goal(literal.predicate, values(literal.terms, binding), (wanted,) if status == TRUE else (wanted, OPEN))

    @staticmethod
    def _same_literal(literal: Literal, child: Step) -> Iterator[str]:
        if not isinstance(literal, AtomLiteral) and (child.kind != COMPARISON or child.failing != (literal,)):
            yield f"de stap gaat niet over {literal}"

    # what does not hold

    def _absent(self, step: Step, goal: Goal | None, path: tuple[int, ...], above: frozenset[object]) -> Iterator[str]:
        if step.atom and step.rule and len(step.atom) == len(step.rule.terms) + 1 and step.atom in self.possible.all:
            yield f"geldt in een wereld: {step.atom}"
        if step.rule is None:
            for child in step.children:
                if child.kind != RULE or child.status != FALSE or child.rule is None:
                    yield f"geen regel die niet opgaat, onder {goal and goal.predicate}"
                else:
                    yield from self._step(child, None, path, above)
            return
        if step.rule not in self.rules.get(step.rule.predicate, ()):
            yield f"geen regel van het recht: {step.norm}"
        if not step.failing or len(step.children) != len(step.failing):
            yield f"{len(step.children)} stappen voor {len(step.failing)} voorwaarden die falen: {step.norm}"
            return
        binding = dict(step.binding)
        together = all(child.status == OPEN for child in step.children)
        if together and len(step.children) < 2:
            yield f"een open voorwaarde faalt niet: {step.norm}"
        for literal, child in zip(step.failing, step.children, strict=True):
            if literal not in step.rule.body:
                yield f"geen voorwaarde van de regel: {step.norm}, {literal}"
            fails = (not isinstance(literal, AtomLiteral) and not _judged(literal, binding)) or surely_not(
                literal, binding, self.certain, self.possible
            )
            if not fails and not together:
                yield f"faalt niet: {step.norm}, {literal}"
            goal = self._failing_goal(literal, binding, together=together)
            yield from self._step(child, goal, path, above)
            yield from self._same_literal(literal, child)

    @staticmethod
    def _failing_goal(literal: Literal, binding: dict[str, Value], *, together: bool) -> Goal | None:
        """Return what the step of a failing condition must prove; conditions that fail ``together`` are each open."""
        if not isinstance(literal, AtomLiteral):
            return None
        wanted = OPEN if together else TRUE if literal.negated else FALSE
        return Goal(literal.predicate, values(literal.terms, binding), (wanted,))

    def _every_rule(self, step: Step, goal: Goal, above: frozenset[object]) -> Iterator[str]:
        """Object when a rule that could have given the goal, for this reading and kind, is not among the steps."""
        if step.rule is None and not step.children and (goal.predicate, goal.places) in above:
            return  # this is being worked out above already: what only rests on itself does not hold
        told = [step.rule] if step.rule else [child.rule for child in step.children]
        for rule in self.rules.get(goal.predicate, ()):
            head = unify(rule.terms, goal.places, {}) if len(rule.terms) == len(goal.places) else None
            if head is None or rule in told or self._elsewhere(rule, head, goal):
                continue
            yield f"een regel ontbreekt: {rule.label} voor {goal.predicate}{goal.places}"

    def _elsewhere(self, rule: Rule, head: dict[str, Value], goal: Goal) -> bool:
        """Return whether a rule is for another reading or another kind of voorziening."""
        kind = next((self.kinds[str(one)] for one in goal.places if str(one) in self.kinds), "")
        return bool(kind and not self.can_concern(rule, kind)) or any(
            isinstance(one, AtomLiteral) and not one.negated and one.predicate in SETTING and not fits(one, head, self.certain)
            for one in rule.body)  # fmt: skip

    # by cases, comparisons and leaves

    def _cases(self, step: Step, path: tuple[int, ...], above: frozenset[object]) -> Iterator[str]:
        if not step.children:
            yield f"geen enkel geval: {step.atom}"
        if step.status == TRUE and step.atom not in self.certain.all:
            yield f"geldt niet hoe dan ook: {step.atom}"
        if step.status == OPEN and (step.atom not in self.possible.all or step.atom in self.certain.all):
            yield f"is niet open: {step.atom}"
        if step.status == FALSE:
            yield f"gevallen van wat niet geldt: {step.atom}"
        if len({id(child.rule) for child in step.children}) != len(step.children):
            yield f"twee keer dezelfde regel: {step.atom}"
        for child in step.children:
            if child.kind != RULE or child.status != OPEN or child.atom != step.atom:
                yield f"geen geval van {step.atom}"
            else:
                yield from self._step(child, None, path, above)

    def _compared(self, step: Step, path: tuple[int, ...], above: frozenset[object]) -> Iterator[str]:
        binding = dict(step.binding)
        if len(step.failing) != 1:
            yield "een vergelijking zonder vergelijking"
            return
        literal = step.failing[0]
        judged = _judged(literal, binding)
        if isinstance(literal, Aggregate):
            yield from self._parts(step, literal, binding, path, above)
        elif step.children:
            yield f"een vergelijking rust op niets: {literal}"
        if step.status == OPEN:
            if judged and surely(literal, binding, self.certain, self.possible) | surely_not(
                    literal, binding, self.certain, self.possible) and not isinstance(literal, Aggregate):  # fmt: skip
                yield f"is niet open: {literal}"
        elif not judged:
            yield f"een vergelijking zonder waarden: {literal}"
        elif not (surely if step.status == TRUE else surely_not)(literal, binding, self.certain, self.possible):
            yield f"klopt niet: {literal} met {binding}"

    def _parts(self, step: Step, literal: Aggregate, binding: dict[str, Value], path: tuple[int, ...],
               above: frozenset[object]) -> Iterator[str]:  # fmt: skip
        """Object when the steps of an aggregate are not its elements, or when one is missing."""
        predicates = {part.predicate for part in literal.condition if isinstance(part, AtomLiteral)}
        counted = elements(literal, binding, self.possible)
        if len(step.children) < len(counted):
            yield f"{len(step.children)} stappen voor {len(counted)} delen van {literal}"
        if step.status == OPEN and aggregate(literal, binding, self.certain) == aggregate(literal, binding, self.possible):
            yield f"is niet open: {literal}"
        for child in step.children:
            if child.atom[0] not in predicates or child.status == FALSE:
                yield f"geen deel van {literal}: {child.atom}"
            yield from self._step(child, Goal(str(child.atom[0]), child.atom[1:], (TRUE, OPEN)), path, above)

    def _leaf(self, step: Step) -> Iterator[str]:
        if step.children:
            yield f"een feit rust op niets: {step.atom}"
        if step.kind not in LEAVES or not step.atom:
            yield f"geen blad: {step.kind} {step.atom}"
            return
        derived = step.atom[0] in self.rules and step.atom not in self.given
        if step.status == TRUE and (step.atom not in self.certain.all or derived):
            yield f"geen gegeven feit: {step.atom}"
        if step.status == OPEN and (
            step.atom not in self.possible.all or step.atom in self.certain.all or step.atom not in self.given
        ):
            yield f"geen open feit: {step.atom}"
        if step.status == FALSE and step.atom in self.possible.all:
            yield f"geldt in een wereld: {step.atom}"
        if step.status == FALSE and step.atom[0] in self.rules:
            yield f"hiervoor zijn regels, dus een feit is te weinig: {step.atom}"


def _agree(some: Places, others: Places) -> bool:
    """Return whether two lists of values can be the same; None is any value. A shorter one lacks open places."""
    if len(some) != len(others):
        left = iter(others)
        return len(some) < len(others) and all(any(place in (None, one) for place in left) for one in some)
    return all(None in pair or pair[0] == pair[1] for pair in zip(some, others, strict=True))


def _judged(literal: Literal, binding: dict[str, Value]) -> bool:
    """Return whether a condition has the values it needs; an unnamed place of an atom needs none."""
    if isinstance(literal, Comparison):
        return literal_variables(literal) <= set(binding)
    return all(name in binding or name.startswith("_") for name in literal_variables(literal))
