"""The atoms of one case among many: what it shares with cases of the same shape, and what is its own.

The shape of a case is which facts matter to it and what not stating them means; it depends on what was asked for, not on the
facts. It is found once, by the same ``Builder`` that makes the atoms of a single case, and then a case costs what it states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from toetssteen.kb.applications import NOTHING_ELSE, all_applications
from toetssteen.kb.case import MUNICIPALITY, Application, Case, Fact, FactKey
from toetssteen.kb.cut_points import alternatives, by_predicate
from toetssteen.kb.instance import UNKNOWN_EMPLOYER, Builder, Open
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom, Value
from toetssteen.kb.vocabulary import Concept

Atoms: TypeAlias = tuple[GroundAtom, ...]
NO_FACTS: Mapping[FactKey, Fact] = {}
MOST_SHAPES, MOST_PARTS = 2000, 5000
# Who is not in the case.
NOBODY = ""
# How a fact enters: as a plain yes or no, a number, a term, or the term that an application asks for.
FLAG, NUMBER, TERM, ASKED = "vlag", "getal", "termijn", "gevraagd"


class Slot(NamedTuple):
    """A fact that matters: how it enters, its concept, its atom without the value, the atoms it gives when not stated.

    ``waits`` says that it is unknown when it is not stated; ``unstated`` has its alternatives where those are always the same.
    """

    enter: str
    concept: Concept
    atom: GroundAtom
    given: Atoms
    waits: bool
    unstated: Open | None


class Shape(NamedTuple):
    """The facts that matter to cases of one kind, the atoms that hold unless something else is stated, and what waits.

    ``valued`` are those with a number. ``unstated`` is what is unknown when it is not stated, with the same alternatives in
    every case; ``counted`` are the numbers of which those depend on the case. ``numbered`` gives for a fact stated without a
    number the facts it stands for; ``terms`` are the asked terms, which are read from the application. ``parts`` are the
    shapes it was put together from, those of single applications.
    """

    slots: dict[FactKey, Slot]
    given: Atoms
    valued: Atoms
    unstated: dict[FactKey, Open]
    counted: tuple[FactKey, ...]
    numbered: dict[FactKey, tuple[FactKey, ...]]
    terms: tuple[FactKey, ...]
    parts: tuple[Shape, ...]


class Setting(NamedTuple):
    """What cases decided together have in common: the law, its readings and its numbers, as atoms too."""

    law: Law
    readings: dict[str, str]
    facts: Atoms
    by_predicate: dict[Value, list[GroundAtom]]


class Member(NamedTuple):
    """A case among many: its place, its applications under their own ids and under shared ones, and its atoms.

    ``facts`` are its own; those of its shape hold too, but for the ``withdrawn`` ones. So it is with what is unknown:
    ``opens`` are its own, and what its shape has ``unstated`` is unknown too, but for what is ``stated``.
    """

    place: int
    applications: tuple[Application, ...]
    shared: tuple[str, ...]
    setting: Setting
    shape: Shape
    facts: list[GroundAtom]
    withdrawn: list[GroundAtom]
    opens: list[Open]
    stated: list[FactKey]
    month_days: int

    @property
    def unknown(self) -> int:
        """How many facts are unknown."""
        return len(self.opens) + len(self.shape.unstated) - len(self.stated)

    def every_open(self) -> Iterator[Open]:
        """Yield what is unknown, its own and that of its shape."""
        yield from self.opens
        stated = set(self.stated)
        yield from (one for key, one in self.shape.unstated.items() if key not in stated)


def member(place: int, case: Case, law: Law, about: frozenset[str] | None) -> Member:
    """Return a case as one of many; for ``about`` see ``all_applications``."""
    applications = all_applications(case, law, about)
    builder = _Sharing(_shared(case, applications, law), law)
    builder.forget_shapes()
    builder.add_structure()
    builder.add_facts()
    builder.add_calendar()
    builder.add_unstated()
    return Member(place, applications, tuple([item.id for item in builder.applications]), builder.setting, builder.shape,
                  list(dict.fromkeys(builder.facts)), builder.withdrawn, builder.opens, builder.stated,
                  builder.month_days)  # fmt: skip


def setting_of(case: Case, law: Law) -> Setting:
    """Return the setting of a case; cases with the same one get the same object."""
    key = ("setting", case.reference_date, tuple(case.readings.items()))
    return law.kept(key, lambda: _setting(case, law))


def _setting(case: Case, law: Law) -> Setting:
    builder = Builder(case._replace(persons=(), applications=(), placements=()), law, NOTHING_ELSE, ())
    builder.law_facts()
    facts = tuple(builder.facts)
    return law.kept(("setting", facts), lambda: Setting(law, builder.readings, facts, by_predicate(facts)))


def _shared(case: Case, applications: tuple[Application, ...], law: Law) -> Case:
    """Return a case with names and ids that other cases have too: those of applications tell for whom and what they are."""
    persons = {name: f"p{number}" for number, name in enumerate(case.persons, 1)} | {MUNICIPALITY: MUNICIPALITY}
    employers = {name: f"w{number}" for number, name in enumerate(case.employers, 1)} | {UNKNOWN_EMPLOYER: UNKNOWN_EMPLOYER}
    ids: dict[str, str] = {}
    seen: dict[tuple[str, str], int] = {}
    for item in applications:
        kind = (persons[item.person], item.provision)
        seen[kind] = seen.get(kind, 0) + 1
        ids[item.id] = f"{kind[0]} {kind[1]} {seen[kind]}"
    names = {"persoon": persons, "werkgever": employers, "zaak": ids}
    subjects = law.kept(("renamed",), lambda: {key: one.subject for key, one in law.concepts.items() if one.subject in names})
    facts: dict[FactKey, Fact] = {}
    for key, fact in case.facts.items():
        about = subjects.get(key[0])
        # a plain tuple finds what a key finds, and is made sooner
        facts[key if about is None else (key[0], names[about].get(key[1], NOBODY), key[2])] = fact  # type: ignore[index]
    return case._replace(
        persons=tuple(map(persons.__getitem__, case.persons)), employers=tuple(map(employers.__getitem__, case.employers)),
        facts=facts, expectations=(),
        successors=tuple([(employers[new], employers[old]) for new, old in case.successors]),
        applications=tuple([item._replace(id=ids[item.id], person=persons[item.person],
                                          employer=employers.get(item.employer, item.employer)) for item in applications]),
        placements=tuple([item._replace(person=persons[item.person], employer=employers[item.employer])
                          for item in case.placements]),
        deviations=tuple([item._replace(person=persons.get(item.person, NOBODY)) for item in case.deviations]),
    )  # fmt: skip


class _Sharing(Builder):
    """Makes the atoms of a case but for those it shares with others of its shape."""

    def __init__(self, case: Case, law: Law) -> None:
        self.setting = setting_of(case, law)
        super().__init__(case, law, NOTHING_ELSE, (), readings=self.setting.readings)
        self.withdrawn: list[GroundAtom] = []

    def add_facts(self) -> None:
        """Add what is stated; what is not stated follows from the shape."""
        shape = self.shape = self._shape()
        slots, stated = shape.slots, self.case.facts
        entered: list[FactKey] = [*shape.terms]
        for key, fact in stated.items():
            slot = slots.get(key)
            if slot is not None:
                entered.append(key)
                self._state(key, slot, fact)
            elif key in shape.numbered:
                others = [other for other in shape.numbered[key] if other not in stated]
                entered += others
                for other in others:
                    self._state(other, slots[other], fact)
        for key in shape.terms:
            self._term(slots[key].concept, key, slots[key].atom, stated.get(key))
        self.entered = set(entered)
        self.stated = [key for key in self.entered if key in shape.unstated]

    def _state(self, key: FactKey, slot: Slot, fact: Fact) -> None:
        if slot.given:
            self.withdrawn += slot.given
        if slot.enter == FLAG and fact.value is not None:
            if fact.value:
                self.facts.append(slot.atom)
        elif slot.enter != ASKED:
            enter = {FLAG: self._flag, NUMBER: self._number, TERM: self._term}[slot.enter]
            enter(slot.concept, FactKey(*key), slot.atom, fact)

    def add_unstated(self) -> None:
        """Add the alternatives of what is not known."""
        for key in self.shape.counted:
            if key not in self.entered:
                slot = self.shape.slots[key]
                self._number(slot.concept, key, slot.atom, None)
        if self.numbers:
            given = {**self.setting.by_predicate, **by_predicate((*self.shape.valued, *self.facts))}
            self.opens += [Open(key, alternatives(unknown, given, self.law)) for key, unknown in self.numbers]

    def _shape(self) -> Shape:
        """Return the shape of the case, put together from those of its applications."""
        parts = tuple([self._part(item) for item in self.applications])
        kept: dict[tuple[int, ...], Shape] = self.law.kept(("shapes",), dict)
        key = tuple([id(part) for part in parts])
        if key not in kept:
            kept[key] = _together(parts)
        return kept[key]

    def forget_shapes(self) -> None:
        """Let go of the shapes when there are too many; the keys of the whole ones are good only while the parts are kept."""
        parts: dict[object, Shape] = self.law.kept(("parts of shapes",), dict)
        wholes: dict[object, Shape] = self.law.kept(("shapes",), dict)
        if len(parts) > MOST_PARTS:
            parts.clear()
            self.law.kept(("unstated",), dict[Open, Open]).clear()
        if len(wholes) > MOST_SHAPES or not parts:
            wholes.clear()

    def _places(self, item: Application) -> tuple[tuple[object, ...], ...]:
        """Return what the facts about places that matter to an application depend on: which places, and their half-years."""
        plain, numbered = _about_places(self.law, item.provision)
        if not (plain or numbered):
            return ()
        return tuple([(one.id, one.person, one.provision, len(self._indices(one)) if numbered else 0)
                      for one in self.case.placements])  # fmt: skip

    def _part(self, item: Application) -> Shape:
        kept: dict[tuple[object, ...], Shape] = self.law.kept(("parts of shapes",), dict)
        own = frozenset([predicate for predicate in _structural(self.law) if (predicate, item.id) in self.present])
        ceilings = tuple([one.id for one in self.case.ceilings])
        key = (id(self.setting), self.closed, self.case.assumed, item.id, item.employer, len(self.case.employers), own,
               self._places(item), ceilings)  # fmt: skip
        if key not in kept:
            kept[key] = _Recording(self, item).shape()
        return kept[key]


class _Recording(Builder):
    """Finds the shape of an application: it enters every fact as not stated, and notes what that gives."""

    def __init__(self, whole: _Sharing, item: Application) -> None:
        super().__init__(
            whole.case._replace(applications=(), facts=NO_FACTS), whole.law, NOTHING_ELSE, (), readings=whole.readings
        )
        self.applications = (item,)
        self.present = whole.present
        self.slots: dict[FactKey, Slot] = {}

    def shape(self) -> Shape:
        self.add_facts()
        return _together((Shape(self.slots, (), (), {}, (), {}, (), ()),))

    def _flag(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        before = self._count()
        super()._flag(concept, key, atom, fact)
        self._note(FLAG, concept, key, atom, before)

    def _number(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        before = self._count()
        super()._number(concept, key, atom, fact)
        self._note(NUMBER, concept, key, atom, before)

    def _term(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        before = self._count()
        if concept.key == "duur":
            self._note(ASKED, concept, key, atom, before)
        else:
            super()._term(concept, key, atom, fact)
            self._note(TERM, concept, key, atom, before)

    def _count(self) -> tuple[int, int, int]:
        return len(self.facts), len(self.opens), len(self.numbers)

    def _note(self, enter: str, concept: Concept, key: FactKey, atom: GroundAtom, before: tuple[int, int, int]) -> None:
        facts, opens, numbers = before
        unstated = self.opens[opens] if len(self.opens) > opens else None
        waits = unstated is not None or len(self.numbers) > numbers
        if unstated is not None:
            # the same one for every application, so that it is told by its identity
            unstated = self.law.kept(("unstated",), dict[Open, Open]).setdefault(unstated, unstated)
        self.slots[key] = Slot(enter, concept, atom, tuple(self.facts[facts:]), waits, unstated)


def _together(parts: tuple[Shape, ...]) -> Shape:
    """Return the shape of what has several parts."""
    slots = {key: slot for part in parts for key, slot in part.slots.items()}
    numbered: dict[FactKey, tuple[FactKey, ...]] = {}
    for key in slots:
        if key.number:
            general = FactKey(key.concept, key.subject)
            numbered[general] = (*numbered.get(general, ()), key)
    given = tuple(dict.fromkeys(atom for slot in slots.values() for atom in slot.given))
    return Shape(
        slots,
        given,
        tuple(atom for atom in given if isinstance(atom[-1], int)),
        {key: slot.unstated for key, slot in slots.items() if slot.unstated is not None},
        tuple(key for key, slot in slots.items() if slot.waits and slot.unstated is None),
        numbered,
        tuple(key for key in slots if key.concept == "duur"),
        parts,
    )


def _about_places(law: Law, provision: str) -> tuple[bool, bool]:
    """Return whether facts about places matter to a kind of application, plain ones and those of each half-year."""

    def found() -> tuple[bool, bool]:
        some = [law.concepts[key] for key in law.relevant(provision) if key in law.concepts]
        about = [bool(one.numbered) for one in some if one.subject == "plaatsing"]
        return False in about, True in about

    return law.kept(("about places", provision), found)


def _structural(law: Law) -> tuple[str, ...]:
    """Return the predicates of the structure of a case that say whether a fact matters, or what follows without it."""
    return law.kept(("structural",), lambda: tuple(sorted(
        {name for one in law.concepts.values() for name in (one.only_with, one.implied_by) if name})))  # fmt: skip
