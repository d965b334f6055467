"""From a case to ground atoms: the stated facts, what the calendar makes of them, and what stays open.

An open fact is a list of alternatives, each a set of atoms; the worlds of a case are all combinations
of alternatives. This is where «not stated» becomes «unknown», never «no».
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from toetssteen.kb.applications import all_applications, asked_months, term_end
from toetssteen.kb.case import MUNICIPALITY, Application, Case, Fact, FactKey, Placement
from toetssteen.kb.ceilings import ceiling_atoms
from toetssteen.kb.citation import is_below
from toetssteen.kb.cut_points import Unknown, alternatives, by_predicate
from toetssteen.kb.dates import age_on, begun_months, completed_months, last_day, month_days
from toetssteen.kb.instance_data import UNKNOWN_EMPLOYER, Instance, Open
from toetssteen.kb.law import Law, statute_day
from toetssteen.kb.terms import GroundAtom, text_value
from toetssteen.kb.transition import transition_facts
from toetssteen.kb.vocabulary import Concept
from toetssteen.kb.worked_time import worked_months, worked_stretches

__all__ = ["UNKNOWN_EMPLOYER", "Builder", "Instance", "Open", "chosen_readings", "instantiate", "related", "term_alternatives"]


def instantiate(
    case: Case, law: Law, *, about: frozenset[str] | None = None, undecided: Collection[str] = (), wide: bool = False
) -> Instance:
    """Turn a case into atoms under a version of the law and the case's readings.

    ``about`` limits what is assessed of the college's own motion, as ``all_applications`` says. ``undecided`` are
    the readings to leave open, with every option as an alternative; one the program itself applies cannot be open.
    ``wide`` leaves open every fact that is not stated, also what silence would settle and what only makes an amount.
    """
    return Builder(case, law, about, undecided, wide=wide).build()


def chosen_readings(case: Case, law: Law) -> dict[str, str]:
    """Return the option of every reading for a case: its own choice or the default on its date."""
    day = law.fixed or statute_day(case.reference_date, case.readings)
    return {key: case.readings.get(key) or reading.default_on(day) for key, reading in law.readings.items()}


class Builder:
    """Makes the atoms of a case, part by part."""

    def __init__(self, case: Case, law: Law, about: frozenset[str] | None, undecided: Collection[str], *,
                 wide: bool = False, readings: dict[str, str] | None = None) -> None:  # fmt: skip
        self.case, self.law, self.wide = case, law, wide
        self.applications = all_applications(case, law, about)
        self.readings = readings or chosen_readings(case, law)
        self.undecided = tuple(key for key in self.readings if key in undecided and not law.readings[key].engine)
        self.month_days = month_days(self.readings)
        self.person_ids = {name: f"p{number}" for number, name in enumerate(case.persons, 1)} | {MUNICIPALITY: "g1"}
        employers = dict.fromkeys((*case.employers, UNKNOWN_EMPLOYER))
        self.employer_ids = {name: f"w{number}" for number, name in enumerate(employers, 1)}
        self.closed = not wide and (case.closure == "ontkend" or self.readings.get("i67") == "gesloten_wereld")
        self.facts: list[GroundAtom] = []
        self.opens: list[Open] = []
        self.origins: dict[GroundAtom, FactKey] = {}
        self.denied: dict[GroundAtom, FactKey] = {}
        self.assumed: set[FactKey] = set()
        self.numbers: list[tuple[FactKey, Unknown]] = []
        self.births: dict[str, tuple[date, ...]] = {}
        self.assumptions: dict[str, bool] = {}

    def build(self) -> Instance:
        """Return the case made ready for the solver."""
        self.law_facts()
        self.add_structure()
        self.add_facts()
        self.add_calendar()
        given = by_predicate(self.facts) if self.numbers else {}
        self.opens += [Open(key, alternatives(unknown, given, self.law)) for key, unknown in self.numbers]
        return Instance(
            self.case, self.law, self.applications, self.readings, self.person_ids | self.employer_ids,
            {identity: name for table in (self.person_ids, self.employer_ids) for name, identity in table.items()},
            tuple(dict.fromkeys(self.facts)),
            tuple(self.opens), self.origins, self.denied, frozenset(self.assumed), self.births, self.undecided,
        )  # fmt: skip

    def add_structure(self) -> None:
        """Add what the applications, places, limits and days of a case say, whatever its facts."""
        self._structure()
        self.facts += transition_facts(self.case, self.law, self.applications)
        self.present = {fact[:2] for fact in self.facts}

    def add_calendar(self) -> None:
        """Add ages, and what the periods of places come to."""
        for person in self.case.persons:
            self._ages(person)
        for placement in self.case.placements:
            self._placement(placement)
        self._same_work()

    def law_facts(self) -> None:
        """Add the numbers and the readings of the law."""
        day = self.case.reference_date
        for parameter in self.law.parameters.values():
            value = self.law.value_on(parameter, day)
            if value is not None:
                self.facts.append(("parameter", parameter.name, value[1]))
        for key, option in self.readings.items():
            if key in self.undecided:
                options = tuple((("lezing", key, one),) for one in self.law.readings[key].options)
                self.opens.append(Open(FactKey("lezing", key), options))
            else:
                self.facts.append(("lezing", key, option))
        self.facts += [("voorziening", key) for key, item in self.law.provisions.items() if item.is_provision]

    def _structure(self) -> None:
        self.facts += [("gemeente", "g1"), *(("persoon", self.person_ids[person]) for person in self.case.persons)]
        self.facts += [
            ("rechtsopvolger_van", self.employer_ids[new], self.employer_ids[old]) for new, old in self.case.successors
        ]
        for item in self.applications:
            self.facts.append(("zaak", item.id, self.person_ids[item.person], item.provision))
            if self.law.provisions[item.provision].is_place:
                self.facts.append(("bij", item.id, self.employer_ids[item.employer or UNKNOWN_EMPLOYER]))
            if item.extends:
                self.facts.append(("verlengt", item.id, item.extends))
            self._history(item)
        for deviation in self.case.deviations:
            for item in self.applications:
                if item.person == deviation.person and deviation.provision in ("", item.provision):
                    self.facts += [("afwijking", item.id, text_value(norm)) for norm in self._norms(deviation.target)]
        self.facts += ceiling_atoms(self.case, self.applications)

    def _norms(self, target: str) -> list[str]:
        return [norm for norm in self.law.labels if is_below(norm, target)]

    def _history(self, item: Application) -> None:
        start = item.start or self.case.reference_date
        own = [one for one in self.case.placements if one.person == item.person]
        for placement in own:
            if placement.start < start and placement.id != item.extends:
                self.facts.append(("eerder", item.id, placement.id))
        first = next((one.start for one in own if one.id == item.extends), start)
        self.facts.append(("begin_reeks", item.id, first.toordinal()))
        self.facts.append(("begindag", item.id, start.toordinal()))
        end = term_end(item, self.month_days)
        if end is not None:
            self.facts.append(("na_einde", item.id, end.toordinal() + 1))
        elif item.own_motion:
            self.facts.append(("zonder_termijn", item.id, start.toordinal()))
        kind = self.law.provisions[item.provision].months_of
        if kind:
            self._worked_months(item, [one for one in own if one.provision == kind])

    def _subjects(self, concept: Concept, concerned: tuple[int, ...]) -> list[tuple[str, GroundAtom, int]]:
        """Return (subject, head of the atom, index) for every subject of a concept that matters to an application."""
        key = concept.key
        items = [self.applications[place] for place in concerned]
        if concept.subject == "zaak":
            if not concept.only_with:
                return [(item.id, (key, item.id), 0) for item in items]
            return [(item.id, (key, item.id), 0) for item in items if (concept.only_with, item.id) in self.present]
        if concept.subject == "persoon":
            names = dict.fromkeys([item.person for item in items])
            return [(name, (key, self.person_ids[name]), 0) for name in names if name != MUNICIPALITY]
        if concept.subject == "plafond":
            return [(one.id, (key, one.id), 0) for one in self.case.ceilings]
        if concept.subject == "gemeente":
            # asked for or not: what is not stated of the gemeente is unknown, also where it matters to a person
            return [(MUNICIPALITY, (key, "g1"), 0)]
        if concept.subject == "werkgever":
            used = dict.fromkeys(item.employer or UNKNOWN_EMPLOYER for item in items)
            return [(name, (key, self.employer_ids[name]), 0) for name in used]
        return [(item.id, (key, item.id), index) for item in self.case.placements if self._matters(concept, item)
                for index in (self._indices(item) if concept.numbered else (0,))]  # fmt: skip

    def _matters(self, concept: Concept, placement: Placement) -> bool:
        about = [key for key, item in self.law.provisions.items() if item.about == placement.provision]
        kinds = about if concept.numbered else [one.provision for one in self._of(placement.person)]
        return any(concept.key in self.law.relevant(key) for key in kinds)

    def _indices(self, placement: Placement) -> range:
        """Return the half-years a placement can have part in: they count on over all placements of a person."""
        block = self.law.parameters["premie_blok"].on(self.case.reference_date)
        same = [one for one in self.case.placements if (one.person, one.provision) == (placement.person, placement.provision)]
        months = sum(begun_months(one.start, one.last_day, self.month_days) for one in same)
        return range(1, -(-months // block[1]) + 1) if block else range(0)

    def wants(self, _concept: Concept) -> bool:
        """Return whether facts of a kind are made; all that matter are, unless only a part is made anew."""
        return True

    def add_facts(self) -> None:
        """Add every fact that matters: stated, or what its not being stated means."""
        stated = self.case.facts
        for concept, concerned in self.law.concerned(tuple(item.provision for item in self.applications)):
            if not self.wants(concept):
                continue
            enter = self._term if concept.kind == "duur" else self._number if concept.has_value else self._flag
            for subject, head, index in self._subjects(concept, concerned):
                key = FactKey(concept.key, subject, index)
                atom = (*head, index) if index else head
                fact = stated.get(key)
                if fact is None and index:
                    fact = stated.get(FactKey(concept.key, subject))
                enter(concept, key, atom, fact)

    def _flag(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        value = fact.value if fact is not None else self._default(concept, key)
        if value is None:
            self.opens.append(Open(key, ((atom,), ()), concept.favourable is not False))
        elif value:
            self.facts.append(atom)
            self.origins[atom] = key
        else:
            self.denied[atom] = key

    def _number(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        value = fact.value if fact is not None else self._default(concept, key)
        if value is None or (value is False and not concept.negative):
            if concept.only_amount and not self.wide:
                return  # nothing waits for it: without the number there is no amount
            names = self.person_ids | self.employer_ids
            self.numbers.append((key, Unknown(concept, atom, related(key.subject, self.case, self.applications, names))))
        elif value is False:
            self.denied[atom] = key
        else:
            number = value.toordinal() if isinstance(value, date) else int(value)
            self.facts.append((*atom, number))
            self.origins[*atom, number] = key

    def _default(self, concept: Concept, key: FactKey) -> bool | int | None:
        """Return what an unstated fact is taken to be: implied, assumed, denied by the case's closure, or unknown."""
        if self.wide:
            return None
        if concept.implied_by and (concept.implied_by, key.subject) in self.present:
            return True
        if concept.favourable is not None and self._is_assumed(concept):
            self.assumed.add(key)
            return concept.favourable
        return False if self.closed else concept.silence

    def _is_assumed(self, concept: Concept) -> bool:
        found = self.assumptions.get(concept.key)
        if found is None:
            found = self.assumptions[concept.key] = self._in_assumed_group(concept)
        return found

    def _in_assumed_group(self, concept: Concept) -> bool:
        for group in self.case.assumed:
            if group == "oordelen" and concept.source == "oordeel":
                return True
            if group == "feiten" or any(is_below(norm, group) for norm in concept.norms):
                return True
        return False

    def _term(self, concept: Concept, key: FactKey, atom: GroundAtom, fact: Fact | None) -> None:
        value = fact.value if fact is not None else None
        if concept.key == "duur":
            item = next(one for one in self.applications if one.id == key.subject)
            value = asked_months(item, self.month_days)
            if value is None and (item.own_motion or not self.law.provisions[item.provision].is_place):
                return
        if value is False or (fact is None and value is None and self.closed):
            self.denied[atom] = key
            return
        if value is None:
            self.opens.append(Open(key, term_alternatives(concept, atom)))
        elif not isinstance(value, date):
            stated: list[GroundAtom] = [(*atom, int(value))]
            if concept.key == "duur":
                stated.append(("volle_duur", key.subject, self._full_months(key.subject, int(value))))
            for one in stated:
                self.facts.append(one)
                self.origins[one] = key

    def _full_months(self, identity: str, months: int) -> int:
        """Return how many months of a term are whole: the last begun month counts only when it is complete."""
        item = next(one for one in self.applications if one.id == identity)
        if item.start is None or item.end is None:
            return months
        return completed_months(item.start, item.end, self.month_days)

    def _ages(self, person: str) -> None:
        key = FactKey("geboren", person)
        fact = self.case.facts.get(key)
        born = fact.value if fact is not None and isinstance(fact.value, date) else None
        if born is None:
            births = self.births[person] = tuple(self._candidate_births(person))
            self.opens.append(Open(key, tuple(tuple(self._age_atoms(person, one)) for one in births)))
            return
        for atom in self._age_atoms(person, born):
            self.facts.append(atom)
            self.origins[atom] = key

    def _age_atoms(self, person: str, born: date) -> list[GroundAtom]:
        atoms: list[GroundAtom] = [("leeftijd", self.person_ids[person], age_on(born, self.case.reference_date))]
        for item in self._of(person):
            atoms.append(("leeftijd_bij_aanvang", item.id, age_on(born, item.start or self.case.reference_date)))
            atoms.append(("leeftijd_bij_aanvraag", item.id, age_on(born, item.submitted or self.case.reference_date)))
        return atoms

    def _of(self, person: str) -> list[Application]:
        return [item for item in self.applications if item.person == person]

    def _candidate_births(self, person: str) -> list[date]:
        """Return birth dates that together show every way the ages can lie around the limits of the law."""
        day = self.case.reference_date
        days = {day}
        for item in self._of(person):
            days |= {item.start or day, item.submitted or day}
        limits = {
            value[1] for one in self.law.parameters.values() if one.unit == "jaar" and (value := self.law.value_on(one, day))
        }
        births = {date(day.year - 100, 1, 1), day}
        for moment in days:
            # a limit that includes its own year («tot en met 27») bites one year later
            for years in limits | {one + 1 for one in limits}:
                turned = _years_before(moment, years)
                births |= {turned, turned + timedelta(days=1)}
        return sorted(births)

    def _placement(self, item: Placement) -> None:
        self.facts.append(("plaatsing", item.id, self.person_ids[item.person], item.provision))
        self.facts.append(("geplaatst_bij", item.id, self.employer_ids[item.employer]))
        if not self.law.provisions[item.provision].paid:
            self.facts.append(("onbeloond", item.id))
        starts = [item.start, *(end + timedelta(days=1) for end in (item.end, *item.extensions[:-1]))]
        ends = [item.end, *item.extensions]
        for number, (start, end) in enumerate(zip(starts, ends, strict=False), 1):
            self.facts.append(("periode", item.id, number, begun_months(start, end, self.month_days)))
        for other in self.case.placements:
            if other.person == item.person and (other.start, other.id) < (item.start, item.id):
                self.facts.append(("voor", other.id, item.id))

    def _worked_months(self, item: Application, placements: list[Placement]) -> None:
        """Add the months worked up to the reference date, over all placements of a person and per stretch."""
        stretches = sorted(
            (start, end, one.id) for one in placements for start, end in worked_stretches(one, self.case.reference_date)
        )
        worked = worked_months(stretches, self.month_days)
        for month, (day, identity) in enumerate(worked, 1):
            self.facts.append(("volle_maand", item.id, identity, month, day))
            self.facts.append(("kalenderjaar", day, date.fromordinal(day).year))
        self.facts.append(("gewerkte_maanden", item.id, len(worked)))
        for number, (start, end, identity) in enumerate(stretches, 1):
            months = completed_months(start, end, self.month_days)
            self.facts.append(("tijdvak", item.id, number, months))
            for month in range(1, months + 1):
                day = (last_day(start, month, self.month_days) + timedelta(days=1)).toordinal()
                self.facts.append(("maand_aaneen", item.id, identity, number, month, day))
                self.facts.append(("kalenderjaar", day, date.fromordinal(day).year))

    def _same_work(self) -> None:
        for item in self.applications:
            if "zelfde_werk" not in self.law.relevant(item.provision):
                continue
            for placement in self.case.placements:
                if placement.person == item.person and placement.id != item.extends:
                    self._compare_work(item, placement)

    def _compare_work(self, item: Application, placement: Placement) -> None:
        atom: GroundAtom = ("zelfde_werk", item.id, placement.id)
        key = FactKey("zelfde_werk", item.id, int(placement.id[1:]))
        if not item.work or not placement.work:
            if not self.closed:
                self.opens.append(Open(key, ((atom,), ())))
        elif " ".join(item.work.lower().split()) == " ".join(placement.work.lower().split()):
            self.facts.append(atom)


def related(subject: str, case: Case, applications: Iterable[Application], ids: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of what shares an application or placement with a subject, itself included."""
    found = {subject, MUNICIPALITY}
    items: list[Application | Placement] = [*applications, *case.placements]
    for item in items:
        limits = {one.id for one in case.ceilings if one.provision == item.provision}
        group = {item.id, item.person, item.employer or UNKNOWN_EMPLOYER} | limits
        found |= group if subject in group else set()
    return frozenset(ids.get(one, one) for one in found)


def term_alternatives(concept: Concept, atom: GroundAtom) -> tuple[tuple[GroundAtom, ...], ...]:
    """Return the alternatives of an unknown duration: its begun months, whole or just not, or none at all."""
    if concept.key != "duur":
        return (*(((*atom, months),) for months in range(concept.low, concept.high + 1)), ())
    return tuple(
        ((*atom, months), ("volle_duur", atom[1], months - short))
        for months in range(concept.low, concept.high + 1)
        for short in (0, 1)
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
