"""From cases to what can be chosen: which applications compete, for what they cost, and under which limits.

Every person is decided apart. Without limits the law says who can be granted something, who is owed it and who is not;
with them its own rules (art. 3 lid 5 and 6) say which limit is for which application and what room it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Ceiling, Deviation, Fact, FactKey, Placement
from toetssteen.kb.ceilings import application_day
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import UNDETERMINED, Law
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment, Outcome, assess, law_for

# What becomes of an application before anything is chosen.
COMPETES, OWED, OUTSIDE, REFUSABLE, BLOCKED, OPEN = (
    "dingt mee", "verschuldigd", "buiten de grenzen", "weigerbaar", "geblokkeerd", "onbepaald",
)  # fmt: skip
MONEY, PERSONS, PER_PERSON = "bedrag", "personen", "per_persoon"
# Under the third option of I-16 a limit only works after it has been passed: then there is nothing to divide.
AFTERWARDS = "pas_na_overschrijding"


OfPerson = TypeVar("OfPerson", Application, Placement, Deviation)


class Room(NamedTuple):
    """What a limit leaves: in whole euros for ``bedrag``, a count for ``personen``, cents for ``per_persoon``."""

    ceiling: str
    kind: str
    left: int


class Candidate(NamedTuple):
    """An application of a caseload with what the law makes of it; ``cost`` in cents, None when it is not known.

    ``later`` are the first days of later periods that a limit is for, with the room that is left then.
    """

    application: Application
    assessment: Assessment
    outcome: Outcome
    standing: str
    cost: int | None
    day: date
    rooms: tuple[Room, ...] = ()
    later: tuple[tuple[date, tuple[Room, ...]], ...] = ()

    @property
    def person(self) -> str:
        """Who the application is for."""
        return self.application.person


class Caseload(NamedTuple):
    """The applications of many persons, the limits they share, and what keeps them from being divided."""

    candidates: tuple[Candidate, ...]
    ceilings: tuple[Ceiling, ...]
    findings: tuple[Finding, ...]


def read_caseload(cases: Sequence[Case], done: Callable[[str], None] = lambda _person: None, *,
                  waiting: bool = False) -> Caseload:  # fmt: skip
    """Decide every application of some cases, without and under the limits that all of them share.

    With ``waiting`` also under the limits of later periods, as if the application were made on their first day.
    """
    ceilings, limit_facts, findings = _shared_limits(cases)
    names: dict[str, Case] = {}
    candidates: list[Candidate] = []
    decide = _Decider(ceilings, limit_facts, findings, waiting=waiting)
    for case in cases:
        alone = each_person(case)
        for person in case.persons:
            if person in names:
                findings.append(Finding(f"«{person}» staat ook in {names[person].file or 'een andere zaak'}", case.file,
                                        suggestion="geef elke inwoner een eigen naam"))  # fmt: skip
                continue
            names[person] = case
            candidates += decide.candidates(alone(person))
            done(person)
    return Caseload(tuple(candidates), ceilings, tuple(findings))


def each_person(case: Case) -> Callable[[str], Case]:
    """Return a function that gives what a case says of one person, without any limits.

    That is own applications and places, the gemeente, and the employers: all but those that only other persons are at.
    """
    stated: dict[str, dict[FactKey, Fact]] = {}
    for key, fact in case.facts.items():
        stated.setdefault(key.subject, {})[key] = fact
    asked, places, deviations = _by_person(case.applications), _by_person(case.placements), _by_person(case.deviations)
    at = {one.employer for one in case.applications} | {one.employer for one in case.placements}
    shared = {one for one in case.employers if one not in at} | {name for pair in case.successors for name in pair}
    order = {one: place for place, one in enumerate(case.employers)}

    def alone(person: str) -> Case:
        applications, placements = asked.get(person, ()), places.get(person, ())
        near = {one.employer for one in applications} | {one.employer for one in placements} | shared
        employers = tuple(sorted(near & order.keys(), key=order.__getitem__))
        subjects = (person, MUNICIPALITY, *employers, *(one.id for one in applications), *(one.id for one in placements))
        facts = {key: fact for subject in dict.fromkeys(subjects) for key, fact in stated.get(subject, {}).items()}
        return case._replace(persons=(person,), employers=employers, applications=applications, placements=placements,
                             ceilings=(), expectations=(), facts=facts, deviations=deviations.get(person, ()))  # fmt: skip

    return alone


def _by_person(items: Iterable[OfPerson]) -> dict[str, tuple[OfPerson, ...]]:
    found: dict[str, list[OfPerson]] = {}
    for one in items:
        found.setdefault(one.person, []).append(one)
    return {person: tuple(own) for person, own in found.items()}


def _shared_limits(cases: Iterable[Case]) -> tuple[tuple[Ceiling, ...], dict[FactKey, Fact], list[Finding]]:
    """Return the limits of all cases under ids of their own, and the facts about them."""
    ceilings: list[Ceiling] = []
    facts: dict[FactKey, Fact] = {}
    findings: list[Finding] = []
    for case in cases:
        for one in case.ceilings:
            twin = next((other for other in ceilings if other.provision == one.provision and _overlap(one, other)), None)
            if twin is not None:
                findings.append(Finding("voor deze voorziening en deze dagen is er al een grens", case.file, one.line, 1))
                continue
            identity = f"f{len(ceilings) + 1}"
            ceilings.append(one._replace(id=identity))
            facts.update({key._replace(subject=identity): fact for key, fact in case.facts.items() if key.subject == one.id})
    return tuple(ceilings), facts, findings


def _overlap(one: Ceiling, other: Ceiling) -> bool:
    first = max(one.start or date.min, other.start or date.min)
    return first <= min(one.end or date.max, other.end or date.max)


class _Decider:
    """Decides one person after the other: first without limits, and only who can compete also under those for what is asked."""

    def __init__(
        self, ceilings: tuple[Ceiling, ...], facts: dict[FactKey, Fact], findings: list[Finding], *, waiting: bool
    ) -> None:
        self.ceilings, self.findings, self.waiting = ceilings, findings, waiting
        self.facts = {one.id: {key: fact for key, fact in facts.items() if key.subject == one.id} for one in ceilings}
        self.laws: dict[tuple[object, ...], Law] = {}

    def candidates(self, alone: Case) -> Iterator[Candidate]:
        """Yield the applications of one person with what becomes of them and the room that limits leave."""
        if not alone.applications:
            return
        free = self._assessed(alone)
        standings = {one: _standing(one, free) for one in free.outcomes if not one.application.own_motion}
        asked = {one.application.provision for one, standing in standings.items() if standing in (COMPETES, OWED, REFUSABLE)}
        limited = self._limited(alone, asked)
        under = self._assessed(limited) if limited.ceilings else None
        for outcome, standing in standings.items():
            item = outcome.application
            fact = alone.facts.get(FactKey("kosten", item.id))
            cost = fact.value if fact is not None and isinstance(fact.value, int) and not isinstance(fact.value, bool) else None
            day = application_day(item, alone)
            competes = under is not None and standing in (COMPETES, OWED, REFUSABLE)
            rooms = tuple(_rooms(item, under, self.findings)) if competes and under is not None else ()
            later = tuple(self._later(item, limited, day)) if competes and self.waiting else ()
            yield Candidate(item, free, outcome, standing, cost, day, rooms, later)

    def _limited(self, alone: Case, asked: set[str]) -> Case:
        ceilings = tuple(one for one in self.ceilings if one.provision in asked)
        about = {key: fact for one in ceilings for key, fact in self.facts[one.id].items()}
        return alone._replace(ceilings=ceilings, facts={**alone.facts, **about})

    def _later(self, item: Application, limited: Case, day: date) -> Iterator[tuple[date, tuple[Room, ...]]]:
        """Yield the first days of later periods with a limit for an application, and the room left then."""
        for start in sorted({one.start for one in limited.ceilings if one.provision == item.provision and one.start}):
            if start > day:
                waited = tuple(one._replace(submitted=start) if one.id == item.id else one for one in limited.applications)
                yield start, tuple(_rooms(item, self._assessed(limited._replace(applications=waited)), self.findings))

    def _assessed(self, case: Case) -> Assessment:
        key = (case.reference_date, *case.readings.items())
        law = self.laws.get(key)
        if law is None:
            law = self.laws[key] = law_for(case)
        return assess(case, law, about=frozenset())


def _standing(outcome: Outcome, free: Assessment) -> str:
    if outcome.outcome == "geblokkeerd":
        return BLOCKED
    if outcome.outcome == UNDETERMINED:
        return OPEN
    if outcome.outcome == "verplicht":
        return OUTSIDE if free.worlds.holds(("niet_te_begrenzen", outcome.application.id)) else OWED
    # what no limit may refuse is still no grant where the college only may: it takes part, under no limit
    return REFUSABLE if outcome.outcome == "weigerbaar" else COMPETES


def _rooms(item: Application, under: Assessment, findings: list[Finding]) -> Iterator[Room]:
    """Yield the room that every limit leaves for an application, as the rules of art. 3 lid 5 derive it."""
    if under.instance.readings["i16"] == AFTERWARDS:
        message = (
            "in lezing I-16 pas_na_overschrijding werkt een grens pas als zij al is overschreden: dan valt er niets te verdelen"
        )
        findings.append(Finding(message, under.case.file, suggestion="kies een andere optie van lezing I-16"))
    for atom in _of(under, "begrensd", item.id):
        ceiling = next(one for one in under.case.ceilings if one.id == atom[2])
        for predicate, kind, limit in (("ruimte_bedrag", MONEY, ceiling.budget), ("ruimte_personen", PERSONS, ceiling.persons),
                                       ("ruimte_per_persoon", PER_PERSON, ceiling.per_person)):  # fmt: skip
            if limit is None:
                continue
            found = _of(under, predicate, item.id)
            if len(found) == 1 and under.worlds.holds(found[0]):
                yield Room(ceiling.id, kind, int(found[0][2]))
            elif found:
                findings.append(_unknown_room(ceiling, found, under))


def _unknown_room(ceiling: Ceiling, atoms: Sequence[GroundAtom], under: Assessment) -> Finding:
    """Return the finding that it is not known what a limit leaves, with the questions that would tell."""
    missing = under.worlds.opens_beneath(atoms)
    questions = (under.explainer.speaker.fact(one.key, value=None, form="question") for one in missing)
    name = under.law.provisions[ceiling.provision].name
    return Finding(f"hoeveel ruimte het plafond {name} laat, is niet bekend", under.case.file, ceiling.line, 1,
                   suggestion=f"zet erbij: {' '.join(dict.fromkeys(questions))}")  # fmt: skip


def _of(assessment: Assessment, predicate: str, identity: str) -> list[GroundAtom]:
    return assessment.explainer.evaluator.atoms(predicate, identity)
