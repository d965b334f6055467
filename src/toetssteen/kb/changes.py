"""What could be otherwise in a case: its changeable facts as choices that remember how they are now.

The facts a case states, denies or assumes become unknown to the solver again, with the same alternatives an unknown fact
has; what really was unknown stays so. Built on an instance with one application: no rule looks at another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import Application, Case, Deviation, Fact, FactKey
from toetssteen.kb.changed_terms import SAME_WORK, TERM_PREDICATES, term_choice, work_choice
from toetssteen.kb.cut_points import Unknown, alternatives, by_predicate
from toetssteen.kb.instance import Instance, Open, related, term_alternatives
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.vocabulary import Concept

OUTCOME = "uitkomst"
DEVIATION = "afwijking"
ARTICLE_20 = ("20",)


class Alterable(NamedTuple):
    """A fact that could be otherwise: of which choice, under which alternatives it stays the same, and its weight.

    ``steps`` tells how far every alternative is from how it is now, in the unit of a number. ``of_article_20`` marks
    what only matters to the question whether deviating is possible.
    """

    key: FactKey
    number: int
    same: frozenset[int]
    steps: tuple[int, ...]
    weight: int
    of_article_20: bool = False


class Loose(NamedTuple):
    """An instance whose changeable facts are choices too.

    The first ``unknown`` choices are the facts that were unknown; ``present`` gives the alternative of every other one
    that holds now; ``applications`` for a choice about what is asked the application under every alternative;
    ``deviations`` the choices to deviate from a norm under art. 20.
    """

    instance: Instance
    unknown: int
    present: dict[int, int]
    alterables: tuple[Alterable, ...]
    applications: dict[int, tuple[Application, ...]]
    deviations: dict[int, str]


def loosened(instance: Instance, deviations: Sequence[str] = ()) -> Loose:
    """Return an instance with its changeable facts as choices, and one choice for every norm to deviate from."""
    return _Loosener(instance).loosen(deviations)


def needed_predicates(law: Law, provision: str) -> frozenset[str]:
    """Return the predicates on which the outcome for a provision can depend."""
    return law.kept(("needed", provision), lambda: law.reachable(provision, (OUTCOME,)))


class _Loosener:
    def __init__(self, instance: Instance) -> None:
        self.instance, self.law = instance, instance.law
        self.facts = by_predicate(instance.facts)
        self.item = instance.applications[0]
        self.needed = needed_predicates(instance.law, self.item.provision)
        self.opens = list(instance.opens)
        self.present: dict[int, int] = {}
        self.alterables: list[Alterable] = []
        self.applications: dict[int, tuple[Application, ...]] = {}
        self.taken: set[GroundAtom] = set()

    def loosen(self, deviations: Sequence[str]) -> Loose:
        unknown = len(self.opens)
        for key, concept, atom, holds in self._stated():
            self._loosen(key, concept, atom, holds=holds)
        self._asked()
        chosen = {}
        for norm in deviations:
            chosen[len(self.opens)] = norm
            self.opens.append(Open(FactKey(DEVIATION, self.item.id), (((DEVIATION, self.item.id, '"' + norm),), ())))
        facts = tuple(fact for fact in self.instance.facts if fact not in self.taken)
        loose = self.instance._replace(facts=facts, opens=tuple(self.opens))
        return Loose(loose, unknown, self.present, tuple(self.alterables), self.applications, chosen)

    def _stated(self) -> list[tuple[FactKey, Concept, GroundAtom, bool]]:
        """Return the changeable facts the outcome can depend on, with their atom and whether it holds."""
        order = {key: place for place, key in enumerate(self.law.concepts)}
        pairs = [*((atom, key, True) for atom, key in self.instance.origins.items()),
                 *((atom, key, False) for atom, key in self.instance.denied.items())]  # fmt: skip
        found = [(key, self.law.concepts[key.concept], atom, holds) for atom, key, holds in pairs
                 if key.concept in self.needed and key.concept in order and key.concept not in TERM_PREDICATES
                 and self.law.concepts[key.concept].changeable]  # fmt: skip
        return sorted(found, key=lambda one: (order[one[0].concept], one[0].subject, one[0].number))

    def _loosen(self, key: FactKey, concept: Concept, atom: GroundAtom, *, holds: bool) -> None:
        if concept.has_value:
            now: tuple[GroundAtom, ...] = (atom,) if holds else ()
            choices = self._values(key, concept, atom[:-1] if holds else atom)
            choices = (now, *(one for one in choices if one != now))
            present = 0
        else:
            choices, present = ((atom,), ()), 0 if holds else 1
        self.taken |= {atom} if holds else set()
        self._add(key, choices, present, concept.weight, of_article_20=concept.norms == ARTICLE_20)

    def _values(self, key: FactKey, concept: Concept, head: GroundAtom) -> tuple[tuple[GroundAtom, ...], ...]:
        if concept.kind == "duur":
            return term_alternatives(concept, head)
        near = related(key.subject, self.instance.case, self.instance.applications, self.instance.ids)
        found = alternatives(Unknown(concept, head, near), self.facts, self.law)
        last = self.instance.case.reference_date.toordinal()
        # a fact cannot be of a day that is still to come
        return tuple(one for one in found if concept.kind != "datum" or not one or int(one[0][-1]) <= last)

    def _add(self, key: FactKey, choices: tuple[tuple[GroundAtom, ...], ...], present: int, weight: int, *,
             of_article_20: bool = False) -> None:  # fmt: skip
        number = len(self.opens)
        self.opens.append(Open(key, choices))
        self.present[number] = present
        steps = _steps(choices, present)
        self.alterables.append(Alterable(key, number, frozenset((present,)), steps, weight, of_article_20))

    def _asked(self) -> None:
        """Add what is asked: the term, the first day and the work."""
        for choice in (term_choice(self.instance, self.needed), work_choice(self.instance, self.needed)):
            if choice is None:
                continue
            number = len(self.opens)
            self.opens.append(Open(choice.keys[0], choice.alternatives))
            self.present[number] = 0
            self.applications[number] = choice.applications
            self.taken.update(choice.taken)
            for key, weight, steps in zip(choice.keys, choice.weights, choice.steps, strict=True):
                same = frozenset(index for index, step in enumerate(steps) if step == 0)
                if len(same) < len(steps):
                    self.alterables.append(Alterable(key, number, same, steps, weight))


def _steps(choices: tuple[tuple[GroundAtom, ...], ...], present: int) -> tuple[int, ...]:
    """Return how far each alternative is from the present one; to be absent is farther than any value."""
    values = [one[0][-1] if one else None for one in choices]
    numbers = [value for value in values if isinstance(value, int)]
    now = values[present]
    if not numbers:
        return tuple(int(index != present) for index in range(len(choices)))
    apart = max(numbers) - min(numbers) + 1
    return tuple(
        int(index != present) if index == present else abs(value - now)
        if isinstance(value, int) and isinstance(now, int) else apart
        for index, value in enumerate(values)
    )  # fmt: skip


def narrowed(loose: Loose, chosen: Mapping[int, int], among: Mapping[int, Sequence[int]]) -> Loose:
    """Return what is left of the choices when most are made: the unknown facts, and some choices among a few alternatives.

    ``chosen`` gives the alternative of every other choice; the choices of ``among`` follow the unknown facts, in its order,
    with only the alternatives it gives.
    """
    opens = loose.instance.opens
    made = [atom for number, index in chosen.items() for atom in opens[number].alternatives[index]]
    left = [opens[number]._replace(alternatives=tuple(opens[number].alternatives[index] for index in indices))
            for number, indices in among.items()]  # fmt: skip
    facts = (*loose.instance.facts, *made)
    return Loose(loose.instance._replace(facts=facts, opens=(*opens[: loose.unknown], *left)), loose.unknown, {}, (), {}, {})


def changed_case(case: Case, loose: Loose, choices: Mapping[int, int], deviations: Sequence[str] = ()) -> Case:
    """Return a case with chosen alternatives stated, by the number of their choice, and with decisions to deviate."""
    facts = dict(case.facts)
    item = loose.instance.applications[0]
    for number, index in choices.items():
        if number in loose.applications:
            asked = loose.applications[number][index]
            is_work = loose.instance.opens[number].key.concept == SAME_WORK
            item = item._replace(work=asked.work) if is_work else asked._replace(work=item.work)
        else:
            unknown = loose.instance.opens[number]
            facts[unknown.key] = Fact(stated_value(loose.instance.law, unknown, index))
    if deviations:
        facts = _unimplied(loose) | facts
    decided = tuple(Deviation(norm, item.person, "", item.provision) for norm in deviations)
    return case._replace(facts=facts, applications=(item,), deviations=(*case.deviations, *decided))


def _unimplied(loose: Loose) -> dict[FactKey, Fact]:
    """Return as stated, as they are now, the facts that a decision to deviate would imply: a proposal is no such decision."""
    concepts = loose.instance.law.concepts
    found = {}
    for number, unknown in enumerate(loose.instance.opens):
        concept = concepts.get(unknown.key.concept)
        if concept is not None and concept.implied_by == DEVIATION:
            value = None if number < loose.unknown else stated_value(loose.instance.law, unknown, loose.present[number])
            found[unknown.key] = Fact(value)
    return found


def stated_value(law: Law, unknown: Open, index: int) -> bool | int | date:
    """Return what a case states when a choice has an alternative: yes or no, a number, a day, or no when it is absent."""
    if unknown.is_flag:
        return index == 0
    atoms = unknown.alternatives[index]
    if not atoms:
        return False
    number = int(atoms[0][-1])
    concept = law.concepts.get(unknown.key.concept)
    return date.fromordinal(number) if concept is not None and concept.kind == "datum" else number
