"""From a world of the space of cases back to its case: what is chosen of its shape, and the facts that are unusual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from toetssteen.kb.case import MUNICIPALITY, Case, Deviation, Fact, FactKey
from toetssteen.kb.case_space import Moment
from toetssteen.kb.changed_terms import SAME_WORK
from toetssteen.kb.changes import DEVIATION
from toetssteen.kb.instance import Instance
from toetssteen.kb.vocabulary import Concept

WORK = "hetzelfde werk als eerder"
# How the ids of placements differ between forms: t1 of form 3 is t31.
PER_FORM = 10

# A number that is not there is None: False would be equal to 0.
Value: TypeAlias = bool | int | date | None
# A form by the places of its part and of itself; None is the case with the first form of every part.
Variant: TypeAlias = tuple[int, int] | None


class Choice(NamedTuple):
    """What a choice of the space is about: its key, the value of every alternative, how unusual it is, and in which forms.

    Of a part of the shape the values are the places of its forms. ``weights`` count as facts to be stated, ``sizes`` order
    what is equally unusual; ``variants`` are the forms that have the fact.
    """

    key: FactKey
    values: tuple[Value, ...]
    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    variants: frozenset[Variant]


def ordinary(concept: Concept | None) -> bool | int | None:
    """Return what a fact is taken to be when nothing is said of it: what is favourable, else not so (a number: absent)."""
    absent = None if concept is not None and concept.has_value else False
    if concept is None or concept.favourable is None or (absent is None and concept.favourable is False):
        return absent
    return concept.favourable


def shaped(moment: Moment, forms: Mapping[int, int]) -> Case:
    """Return the case of a moment with the numbered form of every part; without a number the first."""
    case = moment.case
    for place, part in enumerate(moment.parts):
        case = part.forms[forms.get(place, 0)].change(case)
    return case


class CaseWriter:
    """Makes the case of a world: its shape from the forms chosen, and what is unusual of its facts."""

    def __init__(self, moment: Moment, choices: Sequence[Choice], instances: Sequence[Instance], chosen: Sequence[int]) -> None:
        self.moment, self.item = moment, instances[0].applications[0]
        self.chosen = [choice.values[index] for choice, index in zip(choices, chosen, strict=True)]
        count = len(self.moment.parts)
        self.forms = {place: int(value) for place, value in enumerate(self.chosen[:count])  # type: ignore[arg-type]
                      }  # fmt: skip
        self.facts = list(zip(choices[count:], self.chosen[count:], strict=True))
        self.concepts: dict[str, Concept] = {}
        for instance in instances:
            self.concepts |= instance.law.concepts

    def case(self) -> Case:
        """Return the case; what is not stated in it is favourable, or not so."""
        case = shaped(self.moment, self.forms)._replace(closure="ontkend", assumed=("feiten",))
        deviations = [choice.key.subject for choice, value in self.facts if choice.key.concept == DEVIATION and value]
        facts = dict(self._stated(deviating=bool(deviations)))
        case = self._worked_alike(case)
        used = {*(one.employer for one in case.applications), *(one.employer for one in case.placements)} | {
            name for pair in case.successors for name in pair
        }
        item = self.item
        return case._replace(
            facts=facts, employers=tuple(one for one in case.employers if one in used),
            municipal=case.municipal or any(key.subject == MUNICIPALITY for key in facts),
            deviations=tuple(Deviation(norm, item.person, "om te vergelijken", item.provision) for norm in deviations),
        )  # fmt: skip

    def _stated(self, *, deviating: bool) -> Iterator[tuple[FactKey, Fact]]:
        for choice, value in self.facts:
            concept = self.concepts.get(choice.key.concept)
            if concept is None or not self._has(choice.variants):
                continue
            usual = True if concept.implied_by == DEVIATION and deviating else ordinary(concept)
            if value != usual:
                yield self._renamed(choice.key), Fact(False if value is None else value)

    def _has(self, variants: frozenset[Variant]) -> bool:
        """Return whether the chosen forms have a fact."""
        own = [(place, index) for place, index in self.forms.items() if index]
        return all(one in variants for one in own) if None in variants else any(one in variants for one in own)

    def _renamed(self, key: FactKey) -> FactKey:
        subject = key.subject
        if subject[:1] == "t" and subject[1:].isdigit() and int(subject[1:]) > PER_FORM:
            subject = f"t{int(subject[1:]) % PER_FORM}"
        return key._replace(subject=subject)

    def _worked_alike(self, case: Case) -> Case:
        """Describe the work so that it is the same as in the earlier places where it is."""
        same = {choice.key.number % PER_FORM for choice, value in self.facts
                if choice.key.concept == SAME_WORK and value and self._has(choice.variants)}  # fmt: skip
        if not same or not case.applications:
            return case
        places = tuple(one._replace(work=WORK) if int(one.id[1:]) in same else one for one in case.placements)
        return case._replace(placements=places, applications=(case.applications[0]._replace(work=WORK), *case.applications[1:]))
