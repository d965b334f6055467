"""Every instance of every rule of a case, with the rule it comes from and nothing settled beforehand.

Deciding a case may forget a rule once its head is certain. What is asked here is about the rules themselves: whether
some case makes a rule fire, and whether an outcome would be another one without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toetssteen.kb.grounding import OPEN, Atoms, Grounding, RuleFunction, Total
from toetssteen.kb.grounding import Instance as Rests
from toetssteen.kb.instance import Instance
from toetssteen.kb.law import REPORTED
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import selection

NO_RULE = -1
Strata = Sequence[tuple[Sequence[RuleFunction], bool]]


class Fired(NamedTuple):
    """An instance of a rule: the label of the rule (none where a case gives it), and what it needs to fire."""

    label: str
    rests: Rests


class _Tracing(Grounding):
    """A grounding in which everything derived counts as open, so that no instance is simplified away or left out."""

    def __init__(self, instance: Instance, strata: Strata, facts: Iterable[GroundAtom], opens: Iterable[GroundAtom]) -> None:
        self.program = instance.law.program
        self.now = 0
        self.numbers = [NO_RULE] * len(instance.given)
        super().__init__(self.program, strata, facts, opens, instance.given, instance.exclusive)

    def _run(self, functions: Sequence[RuleFunction], *, loop: bool) -> None:
        super()._run([self._noting(one) for one in functions], loop=loop)

    def _noting(self, function: RuleFunction) -> RuleFunction:
        number = self.program.number_of(function)

        def noted(grounding: Grounding, status: dict[GroundAtom, int]) -> None:
            self.now = number
            function(grounding, status)

        return noted

    def derive(self, head: GroundAtom, used: Atoms, unmet: Atoms, totals: tuple[Total | None, ...]) -> None:
        """Add an instance, whatever is known of its head."""
        status = self.status
        known = status.get(head)
        if known is None:
            self.by_predicate.setdefault(head[0], []).append(head)
            status[head] = OPEN
            self.grew = True
        elif known != OPEN:
            return  # a fact of the case itself
        holding = tuple(atom for atom in used if status[atom] == OPEN)
        failing = tuple(atom for atom in unmet if atom in status)
        self.instances.append(Rests(head, holding, failing, tuple(one for one in totals if one is not None)))
        self.numbers.append(self.now)

    def _derive_certain(self, head: GroundAtom, _used: Atoms, _unmet: Atoms, _totals: tuple[Total | None, ...]) -> None:
        """Add an instance, also where no fact is open."""
        self.derive(head, _used, _unmet, _totals)


class Trace(NamedTuple):
    """The instances of the rules of a case, and the facts that hold in every one of its worlds."""

    fired: tuple[Fired, ...]
    facts: dict[GroundAtom, None]


def traced(instance: Instance, roots: tuple[str, ...] = REPORTED) -> Trace:
    """Return the rules of a case, as far as they lead to some predicates, as instances that know their rule."""
    strata, origins = selection(instance, roots)
    opens = [atom for unknown in instance.opens for atoms in unknown.alternatives for atom in atoms]
    opens += [one.head for one in instance.given]
    facts = (*instance.facts, *origins)
    found = _Tracing(instance, strata, facts, opens)
    labels = [*(rule.label for rule in instance.law.rules), ""]
    fired = dict.fromkeys(Fired(labels[number], one) for one, number in zip(found.instances, found.numbers, strict=True))
    return Trace(tuple(fired), dict.fromkeys(facts))
