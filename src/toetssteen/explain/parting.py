"""Where two proofs part: from an atom that one side has and the other has not down to what is really different.

An instance of a rule that holds on one side is laid on the other: the literals that do not hold there are why the atom does
not. Followed down, that ends at a fact, a number, a reading, or a rule that only one side has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toetssteen.explain.evaluate import FALSE, OPEN, TRUE, Binding, value_of
from toetssteen.explain.proof import COMPARISON, FACT, READING, RULE, STRUCTURE, Step, only_case
from toetssteen.explain.why import LEAF_KINDS, Explainer
from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, GroundAtom, Literal, Rule

# More causes than this of one difference nobody reads.
MOST_BELOW = 5
# A rule that only one side has.
LAW = "recht"


NOT_THERE = "aan deze kant is dat er niet"


class Parting(NamedTuple):
    """A difference between two proofs: what either side says, by which norm, and the differences that it comes from.

    ``norms`` are the labels of the rules that either side rests on here; without ``below`` it is where the proofs part, and
    ``kind`` says what differs there: a feit, getal (parameter), lezing, gegeven, or a rule.
    """

    kind: str
    said: tuple[str, str]
    statuses: tuple[str, str]
    norms: tuple[str, str]
    atom: GroundAtom
    below: tuple[Parting, ...] = ()

    def chain(self) -> tuple[Parting, ...]:
        """Return the way from here to the first point where the proofs part."""
        return (self, *(self.below[0].chain() if self.below else ()))

    def ends(self) -> Iterator[Parting]:
        """Yield every point where the proofs part, each once."""
        if not self.below:
            yield self
        seen: set[tuple[str, str]] = set()
        for one in self.below:
            for end in one.ends():
                if end.said not in seen:
                    seen.add(end.said)
                    yield end


class Partings:
    """Compares the proofs of one case on two sides; both must name persons, applications and placements alike."""

    def __init__(self, before: Explainer, after: Explainer) -> None:
        self.sides = (before, after)
        self.rules = tuple(rules_of(one.law) for one in self.sides)
        self.memory: dict[GroundAtom, Parting | None] = {}

    def of(self, atom: GroundAtom) -> Parting | None:
        """Return why an atom has another status on either side, or None when it has not."""
        if atom not in self.memory:
            self.memory[atom] = None  # what rests on itself is no reason
            self.memory[atom] = self._new(atom)
        return self.memory[atom]

    def _new(self, atom: GroundAtom) -> Parting | None:
        before, after = (side.evaluator.status(atom) for side in self.sides)
        if before == after:
            return None
        steps = tuple(only_case(self._step(side, atom, status)) for side, status in zip(self.sides, (before, after), strict=True))
        if not any(atom[0] in side.law.by_head and atom not in side.given for side in self.sides):
            return self._leaf(atom, (before, after))
        below = self._below(atom, steps, (before, after))
        kind = RULE if below else self._kind_of_end(steps)
        norms = (steps[0].norm, steps[1].norm)
        return Parting(kind, (_said(steps[0]), _said(steps[1])), (before, after), norms, atom, below[:MOST_BELOW])

    @staticmethod
    def _kind_of_end(steps: tuple[Step, ...]) -> str:
        return next((one.kind for one in steps if one.kind in (FACT, READING, *LEAF_KINDS.values())), LAW)

    def _below(self, atom: GroundAtom, steps: tuple[Step, ...], statuses: tuple[str, str]) -> tuple[Parting, ...]:
        """Return the differences that the difference of an atom comes from; where it is a rule itself there are none."""
        firm = [place for place, status in enumerate(statuses) if status == TRUE]
        found: dict[GroundAtom, Parting] = {}
        for place in firm or (0, 1):
            for rule, binding in _instances(steps[place]):
                if _key(rule) not in self.rules[1 - place]:
                    if firm:
                        return ()
                    continue
                for part in (part for literal in rule.body for part in self._parts(literal, binding)):
                    found.setdefault(part.atom, part)
        return tuple(found.values())

    def _parts(self, literal: Literal, binding: Binding) -> Iterator[Parting]:
        """Yield the differences in one literal of an instance of a rule."""
        if isinstance(literal, AtomLiteral):
            for atom in self._atoms(literal, binding):
                part = self.of(atom)
                if part is not None:
                    yield part
        elif isinstance(literal, Aggregate):
            outer = {name: value for name, value in binding.items() if name != literal.variable.name}
            seen: set[GroundAtom] = set()
            for side in self.sides:
                for inner, _status in side.evaluator.solutions(literal.condition, outer):
                    for one in literal.condition:
                        if isinstance(one, AtomLiteral) and not seen.issuperset(atoms := set(self._atoms(one, inner))):
                            seen |= atoms
                            yield from self._parts(one, inner)

    def _atoms(self, literal: AtomLiteral, binding: Binding) -> Iterator[GroundAtom]:
        """Yield the atoms of a literal: the one, or where a value is not settled those that either side can have."""
        values = [value_of(term, binding) for term in literal.terms]
        if None not in values:
            yield (literal.predicate, *(value for value in values if value is not None))
            return
        yield from dict.fromkeys(atom for side in self.sides for atom in side.evaluator.fitting(literal.predicate, values))

    def _leaf(self, atom: GroundAtom, statuses: tuple[str, str]) -> Parting:
        """Return a difference in what is given; where another value took its place, both values."""
        steps = tuple(self._step(side, atom, status) for side, status in zip(self.sides, statuses, strict=True))
        kind = next((one.kind for one in steps if one.kind not in (RULE, COMPARISON)), STRUCTURE)
        return Parting(kind, (_said(steps[0]), _said(steps[1])), statuses, ("", ""), atom)

    @staticmethod
    def _step(side: Explainer, atom: GroundAtom, status: str) -> Step:
        """Return what a side makes of an atom; where it has another value in its place, that."""
        if status == FALSE and len(atom) > 2 and (isinstance(atom[-1], int) or atom[0] == "lezing"):
            other = side.pattern(str(atom[0]), (*atom[1:-1], None), ())
            if other.status != FALSE:
                return other
        return side.explain(atom)


def _said(step: Step) -> str:
    """Return what a side says: its sentence, or which facts it waits for; where it knows no such thing, that."""
    try:
        if step.status != OPEN:
            return step.sentence
        waiting = step.leaves(OPEN)
        named = " en ".join(one.sentence for one in waiting[:2]) if waiting else step.sentence
        return f"nog open, want onbekend is {named}" if waiting else f"nog open: {named}"
    except (StopIteration, KeyError):
        # a limit, placement or provision that only the other side has
        return NOT_THERE


def _instances(step: Step) -> Iterator[tuple[Rule, Binding]]:
    """Yield the instances of rules that a step rests on, or that came closest."""
    for one in (step,) if step.rule is not None else step.children:
        if one.rule is not None:
            yield one.rule, dict(one.binding)


def _key(rule: Rule) -> tuple[object, ...]:
    """Return what a rule says, wherever it stands."""
    return rule.label, rule.predicate, rule.terms, rule.body


_RULES: dict[int, tuple[Law, frozenset[tuple[object, ...]]]] = {}


def rules_of(law: Law) -> frozenset[tuple[object, ...]]:
    """Return what the rules of a law say."""
    known = _RULES.get(id(law))
    if known is None or known[0] is not law:
        if len(_RULES) > 50:
            _RULES.clear()
        known = _RULES[id(law)] = (law, frozenset(map(_key, law.rules)))
    return known[1]
