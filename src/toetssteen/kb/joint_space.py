"""The space of cases as one instance for every side of a comparison, with the same choices in the same order.

What all forms of a case have in common are facts. Every part of its shape is one choice, with the atoms of each form as an
alternative; so is every fact that can matter. A fact that only some forms have is an atom of the law under a guard: a ground
rule derives it from the choice and the form. So a world of the instance is a case, and ``case_of`` gives it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from toetssteen.kb.applications import NOTHING_ELSE, all_applications
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.case_space import ASKED, BEFORE, LIMITS, OUTCOME, Moment, limit_values, moments
from toetssteen.kb.changed_terms import TERM, new_term
from toetssteen.kb.changes import DEVIATION, stated_value
from toetssteen.kb.dates import age_on
from toetssteen.kb.grounding import Instance as GroundRule
from toetssteen.kb.instance import UNKNOWN_EMPLOYER, Instance, Open, instantiate
from toetssteen.kb.law import Law
from toetssteen.kb.reshaped import reshaped
from toetssteen.kb.space_case import PER_FORM, CaseWriter, Choice, Value, Variant, ordinary, shaped
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.vocabulary import Concept

SHAPE = "structuur"
FORM, CHOSEN = "vorm__", "feit__"
BORN, READING = "geboren", "lezing"
AGES = frozenset(("leeftijd", "leeftijd_bij_aanvang", "leeftijd_bij_aanvraag"))
ORDINARY_AGE, GENERATION = 30, 5
DEVIATING = 3


class Side(NamedTuple):
    """What a side of a comparison makes of a case: the case itself, and the law it is decided under."""

    case_of: Callable[[Case], Case]
    law_of: Callable[[Case], Law]


class JointSpace(NamedTuple):
    """A moment of the space made ready for the solver: one instance per side, whose choices are those of ``choices``."""

    moment: Moment
    choices: tuple[Choice, ...]
    instances: tuple[Instance, ...]

    def case_of(self, chosen: Sequence[int]) -> Case:
        """Return the case of a world: what is unusual is stated, all other facts are favourable, or not so."""
        return CaseWriter(self.moment, self.choices, self.instances, chosen).case()

    def shape_of(self, chosen: Sequence[int]) -> tuple[str, ...]:
        """Return in words what shape the case of a world has, as far as it is not the usual one."""
        return tuple(part.forms[index].words for part, index in zip(self.moment.parts, chosen, strict=False)
                     if index or part.name == ASKED)  # fmt: skip


def plain_side(law: Law) -> Side:
    """Return a side that decides every case as it is, under one law."""
    return Side(lambda case: case, lambda _case: law)


def spaces(provision: str, sides: Sequence[Side], laws: Sequence[Law], roots: Sequence[str] = OUTCOME) -> Iterator[JointSpace]:
    """Yield every moment of the space of a voorziening for some sides; ``laws`` are all versions they can decide under."""
    return (joint_space(one, sides, roots) for one in moments(provision, laws, roots))


def joint_space(moment: Moment, sides: Sequence[Side], roots: Sequence[str]) -> JointSpace:
    """Return a moment of the space as instances with the same choices; ``roots`` are the predicates that will be asked."""
    return _Joiner(moment, sides, roots).join()


def with_readings(instance: Instance, readings: Mapping[str, str]) -> Instance:
    """Return an instance under other readings than its own; not of those that the program itself applies."""
    chosen = {**instance.readings, **readings}
    facts = tuple(fact for fact in instance.facts if fact[0] != READING)
    return instance._replace(facts=(*facts, *((READING, key, option) for key, option in chosen.items())), readings=chosen)


class _Joiner:
    def __init__(self, moment: Moment, sides: Sequence[Side], roots: Sequence[str]) -> None:
        self.moment, self.sides = moment, sides
        self.variants: list[Variant] = [None, *((place, index) for place, part in enumerate(moment.parts)
                                                for index in range(1, len(part.forms)))]  # fmt: skip
        # another term changes no fact, so its forms have the facts of the first
        self.asked = frozenset(one for one in self.variants if one is not None and moment.parts[one[0]].name == ASKED)
        self.made: list[dict[Variant, Instance]] = [self._instances(side) for side in sides]
        self.unknown = [{variant: {one.key: one for one in instance.opens} for variant, instance in found.items()
                         if variant not in self.asked} for found in self.made]  # fmt: skip
        self.provision = self.made[0][None].applications[0].provision
        self.needed = frozenset().union(*(found[None].law.reachable(item.provision, roots) for found in self.made
                                          for item in found[None].applications))  # fmt: skip
        self.concepts: dict[str, Concept] = {}
        for found in self.made:
            self.concepts |= found[None].law.concepts
        facts = (fact for found in self.made for instance in found.values() for fact in instance.facts)
        self.limits = limit_values(frozenset(fact for fact in facts if fact[0] in LIMITS))
        self.choices: list[Choice] = []
        self.opens: list[list[Open]] = [[] for _side in sides]
        self.facts: list[dict[GroundAtom, None]] = [{} for _side in sides]
        self.given: list[list[GroundRule]] = [[] for _side in sides]
        self.exclusive: list[dict[GroundAtom, int]] = [{} for _side in sides]

    def _instances(self, side: Side) -> dict[Variant, Instance]:
        about = self.moment.kinds or NOTHING_ELSE
        found: dict[Variant, Instance] = {}
        for variant in self.variants:
            case = side.case_of(
                renamed(shaped(self.moment, {} if variant is None else {variant[0]: variant[1]}), self._history(variant))
            )
            if variant in self.asked:
                found[variant] = with_term(found[None], case)
            elif variant is not None and not case.facts and side.law_of(case) is found[None].law:
                found[variant] = reshaped(found[None], case)
            else:
                found[variant] = instantiate(case, side.law_of(case), about=about, wide=True)
        return found

    def _history(self, variant: Variant) -> int:
        """Return the number of the form of what went before."""
        return variant[1] if variant is not None and self.moment.parts[variant[0]].name == BEFORE else 0

    def join(self) -> JointSpace:
        for place in range(len(self.moment.parts)):
            self._part(place)
        for number, found in enumerate(self.made):
            self.facts[number] |= dict.fromkeys(self._common(found))
        for key in dict.fromkeys(key for found in self.unknown for opens in found.values() for key in opens):
            if self._matters(key):
                self._fact(key)
        if DEVIATION in self.needed:
            self._deviations()
        instances = tuple(
            found[None]._replace(facts=tuple(self.facts[number]), opens=tuple(self.opens[number]),
                                 given=tuple(self.given[number]), exclusive=self.exclusive[number])
            for number, found in enumerate(self.made)
        )  # fmt: skip
        return JointSpace(self.moment, tuple(self.choices), instances)

    def _matters(self, key: FactKey) -> bool:
        return key.concept in self.needed or (key.concept == BORN and bool(AGES & self.needed))

    # the shape

    def _families(self, found: dict[Variant, Instance], place: int) -> list[dict[GroundAtom, None]]:
        """Return the facts of every form of a part, with the first form of all other parts."""
        count = len(self.moment.parts[place].forms)
        return [dict.fromkeys(found[(place, index) if index else None].facts) for index in range(count)]

    def _common(self, found: dict[Variant, Instance]) -> Iterator[GroundAtom]:
        """Yield the facts that every form has."""
        every = [frozenset(one.facts) for one in found.values()]
        shared = frozenset.intersection(*every)
        return (fact for fact in found[None].facts if fact in shared)

    def _part(self, place: int) -> None:
        part = self.moment.parts[place]
        for number, found in enumerate(self.made):
            families = self._families(found, place)
            shared = frozenset(families[0]).intersection(*families[1:])
            own = [tuple(fact for fact in one if fact not in shared) for one in families]
            if part.name == BEFORE:
                counted: dict[GroundAtom, list[int]] = {}
                for index, facts in enumerate(own):
                    for fact in facts:
                        counted.setdefault(fact, []).append(index)
                self.exclusive[number] |= {fact: forms[0] for fact, forms in counted.items() if len(forms) == 1}
            alternatives = tuple(((FORM, place, index), *facts) for index, facts in enumerate(own))
            self.opens[number].append(Open(FactKey(SHAPE, part.name), alternatives))
        self.choices.append(
            Choice(FactKey(SHAPE, part.name), tuple(range(len(part.forms))), tuple(one.weight for one in part.forms),
                   tuple(one.size for one in part.forms), frozenset(self.variants))
        )  # fmt: skip

    # facts

    def _fact(self, key: FactKey) -> None:
        """Add an open fact: its values over all sides and forms, under a guard where only some forms have it."""
        ways: dict[Value, dict[int, tuple[GroundAtom, ...]]] = {}
        having: list[frozenset[Variant]] = []
        for number, found in enumerate(self.made):
            present: set[Variant] = set()
            seen: tuple[object, ...] = ()
            for variant, opens in self.unknown[number].items():
                unknown = opens.get(key)
                if unknown is None:
                    continue
                present.add(variant)
                if unknown.alternatives != seen:
                    seen = unknown.alternatives
                    for value, atoms in _values(found[variant], unknown):
                        if ways.setdefault(value, {}).setdefault(number, atoms) != atoms:
                            raise ValueError(f"{key} means something else in another form of the case")
            having.append(frozenset(present | (self.asked if None in present else frozenset())))
        concept = self.concepts.get(key.concept)
        values = _in_order(ways) if concept is not None and (concept.has_value or key.concept == BORN) else [True, False]
        if key.concept in self.limits:
            values = [value for value in values if value is None or value in self.limits[key.concept]]
        if key.subject == UNKNOWN_EMPLOYER:
            self._settle(key, values, ways)
            return
        self._complete(ways, [number for number, present in enumerate(having) if present])
        place = len(self.choices)
        self.choices.append(Choice(key, tuple(values), *_costs(concept, values, self.moment.case.reference_date),
                                   frozenset().union(*having)))  # fmt: skip
        for number in range(len(self.sides)):
            given = [ways[value].get(number, ()) for value in values]
            if having[number] and len(having[number]) < len(self.variants):
                given = self._guarded(number, place, given, having[number])
            self.opens[number].append(Open(key, tuple(given), concept is None or concept.favourable is not False))

    def _settle(self, key: FactKey, values: Sequence[Value], ways: dict[Value, dict[int, tuple[GroundAtom, ...]]]) -> None:
        """Take a fact of an employer that is not known as it usually is: a case cannot state it."""
        usual = ordinary(self.concepts[key.concept])
        value = usual if usual in values else values[0]
        for number in range(len(self.sides)):
            self.facts[number] |= dict.fromkeys(ways[value].get(number, ()))

    @staticmethod
    def _complete(ways: dict[Value, dict[int, tuple[GroundAtom, ...]]], knowing: Iterable[int]) -> None:
        """Give every side that knows a fact the atoms of a value that only another side tries: they are the same."""
        for atoms in ways.values():
            some = next(iter(atoms.values()))
            for number in knowing:
                atoms.setdefault(number, some)

    def _guarded(self, number: int, place: int, atoms: Sequence[tuple[GroundAtom, ...]], having: frozenset[Variant]
                 ) -> list[tuple[GroundAtom, ...]]:  # fmt: skip
        """Let the forms that have a fact derive its atoms from the choice; return what the choice itself gives."""
        forms = list(self._forms(having))
        found: list[tuple[GroundAtom, ...]] = []
        for index, heads in enumerate(atoms):
            chosen: GroundAtom = (CHOSEN, place, index)
            found.append((chosen,) if heads else ())
            self.given[number] += [GroundRule(head, (*form, chosen), (), ()) for head in heads for form in forms]
        return found

    def _forms(self, having: frozenset[Variant]) -> Iterator[tuple[GroundAtom, ...]]:
        """Yield the combinations of forms that have a fact, as atoms."""
        if None not in having:
            yield from (((FORM, *variant),) for variant in self.variants if variant is not None and variant in having)
            return
        lacking = {variant[0] for variant in self.variants if variant is not None and variant not in having}
        present = [[(FORM, place, index) for index in range(len(self.moment.parts[place].forms))
                    if not index or (place, index) in having] for place in sorted(lacking)]  # fmt: skip
        yield from product(*present)

    def _deviations(self) -> None:
        """Add for every condition whether the college deviates from it."""
        norms: dict[str, None] = {}
        for found in self.made:
            law = found[None].law
            for rule in law.by_head.get("belemmering", ()):
                if law.can_concern(rule, self.provision):
                    norms[str(rule.terms[1])] = None
        identity = self.made[0][None].applications[0].id
        for norm in norms:
            key = FactKey(DEVIATION, norm[1:])
            self.choices.append(Choice(key, (True, False), (DEVIATING, 0), (0, 0), frozenset(self.variants)))
            for number in range(len(self.sides)):
                atom: GroundAtom = (DEVIATION, identity, norm)
                known = atom in self.facts[number]
                self.opens[number].append(Open(key, ((), ()) if known else ((atom,), ()), ordinary=False))


def with_term(instance: Instance, case: Case) -> Instance:
    """Return an instance as it is when the case asks for another term: nothing else depends on that."""
    item = all_applications(case, instance.law, NOTHING_ELSE)[0]
    now = {str(fact[0]): fact for fact in instance.facts if fact[0] in TERM and fact[1] == item.id}
    term = new_term(item, instance.month_days, now)
    facts = tuple(fact for fact in instance.facts if fact not in now.values())
    return instance._replace(case=case, applications=(item,), facts=(*facts, *term))


def renamed(case: Case, form: int) -> Case:
    """Return a case whose placements have ids that no other form has."""
    if not form:
        return case
    names = {one.id: f"t{form * PER_FORM + int(one.id[1:])}" for one in case.placements}
    places = tuple(one._replace(id=names[one.id]) for one in case.placements)
    items = tuple(
        one._replace(extends=names.get(one.extends, ""), continues=names.get(one.continues, "")) for one in case.applications
    )
    return case._replace(placements=places, applications=items)


def _values(instance: Instance, unknown: Open) -> Iterator[tuple[Value, tuple[GroundAtom, ...]]]:
    births = instance.births.get(unknown.key.subject, ()) if unknown.key.concept == BORN else ()
    for index, atoms in enumerate(unknown.alternatives):
        if births:
            yield births[index], atoms
        elif atoms or unknown.is_flag:
            yield stated_value(instance.law, unknown, index), atoms
        else:
            yield None, atoms


def _in_order(values: Iterable[Value]) -> list[Value]:
    """Return the values of a number or a day, the least first and its absence last."""
    found = list(values)
    return [*sorted(one for one in found if one is not None), *(one for one in found if one is None)]


def _costs(concept: Concept | None, values: Sequence[Value], day: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return how unusual every value of a fact is, and what orders the values that are as unusual as each other."""
    if concept is not None and concept.key == BORN:
        ages = [age_on(value, day) for value in values if isinstance(value, date)]
        return (0,) * len(values), tuple(1 + abs(age - ORDINARY_AGE) // GENERATION for age in ages)
    usual = ordinary(concept)
    weights = tuple(int(value != usual) if usual in values else 0 for value in values)
    return weights, tuple(range(len(values))) if len(values) > 2 else (0,) * len(values)
