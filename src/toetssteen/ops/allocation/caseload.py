"""From cases to what can be chosen: which applications compete, for what they cost, and under which limits.

Every person is decided apart. Without limits the law says who can be granted something, who is owed it and who is not;
with them its own rules (art. 3 lid 5 and 6) say which limit is for which application and what room it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Ceiling, Fact, FactKey
from toetssteen.kb.ceilings import application_day
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import UNDETERMINED
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment, Outcome, assess

# What becomes of an application before anything is chosen.
COMPETES, OWED, OUTSIDE, REFUSABLE, BLOCKED, OPEN = (
    "dingt mee", "verschuldigd", "buiten de grenzen", "weigerbaar", "geblokkeerd", "onbepaald",
)  # fmt: skip
MONEY, PERSONS, PER_PERSON = "bedrag", "personen", "per_persoon"
# Under the third option of I-16 a limit only works after it has been passed: then there is nothing to divide.
AFTERWARDS = "pas_na_overschrijding"


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
    for case in cases:
        for person in case.persons:
            if person in names:
                findings.append(Finding(f"«{person}» staat ook in {names[person].file or 'een andere zaak'}", case.file,
                                        suggestion="geef elke inwoner een eigen naam"))  # fmt: skip
                continue
            names[person] = case
            alone = of_person(case, person)
            limited = alone._replace(ceilings=ceilings, facts={**alone.facts, **limit_facts})
            candidates += _candidates(alone, limited, findings, waiting=waiting)
            done(person)
    return Caseload(tuple(candidates), ceilings, tuple(findings))


def of_person(case: Case, person: str) -> Case:
    """Return what a case says of one person: own applications and places, the employers, the gemeente; no limits."""
    applications = tuple(one for one in case.applications if one.person == person)
    placements = tuple(one for one in case.placements if one.person == person)
    subjects = {person, MUNICIPALITY, *case.employers, *(one.id for one in applications), *(one.id for one in placements)}
    return case._replace(
        persons=(person,), applications=applications, placements=placements, ceilings=(), expectations=(),
        facts={key: fact for key, fact in case.facts.items() if key.subject in subjects},
        deviations=tuple(one for one in case.deviations if one.person == person),
    )  # fmt: skip


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


def _candidates(alone: Case, limited: Case, findings: list[Finding], *, waiting: bool) -> Iterator[Candidate]:
    if not alone.applications:
        return
    free = assess(alone, about=frozenset())
    under = assess(limited, about=frozenset()) if limited.ceilings else free
    for outcome in free.outcomes:
        item = outcome.application
        if item.own_motion:
            continue
        fact = alone.facts.get(FactKey("kosten", item.id))
        cost = fact.value if fact is not None and isinstance(fact.value, int) and not isinstance(fact.value, bool) else None
        standing = _standing(outcome, free)
        day = application_day(item, alone)
        competes = standing in (COMPETES, OWED, REFUSABLE)
        rooms = tuple(_rooms(item, under, findings)) if competes else ()
        later = tuple(_later(item, limited, day, findings)) if competes and waiting else ()
        yield Candidate(item, free, outcome, standing, cost, day, rooms, later)


def _later(item: Application, limited: Case, day: date, findings: list[Finding]) -> Iterator[tuple[date, tuple[Room, ...]]]:
    """Yield the first days of later periods with a limit for an application, and the room left then."""
    for start in sorted({one.start for one in limited.ceilings if one.provision == item.provision and one.start}):
        if start > day:
            waited = tuple(one._replace(submitted=start) if one.id == item.id else one for one in limited.applications)
            under = assess(limited._replace(applications=waited), about=frozenset())
            yield start, tuple(_rooms(item, under, findings))


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
