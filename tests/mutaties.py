"""Random changes of cases, for comparing two ways to decide: facts, days, readings, what is asked, and by how many persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from toetssteen.kb.case import Application, Case, Ceiling, Deviation, Fact, FactKey, Placement
from toetssteen.kb.instance import instantiate
from toetssteen.ops.assess import law_for

DAYS = (date(2024, 7, 15), date(2024, 12, 1), date(2025, 3, 31), date(2025, 10, 1), date(2026, 1, 1), date(2026, 6, 30))
GROUPS = ((), ("oordelen",), ("feiten",), ("3",))
MOST_CHANGES = 6


def mutated(case: Case, draw: Random) -> Case:
    """Return a case with one to six random changes."""
    for _ in range(draw.randint(1, MOST_CHANGES)):
        case = draw.choice(CHANGES)(case, draw)
    return case


def _fact(case: Case, draw: Random) -> Case:
    if not case.facts:
        return case
    key = draw.choice(sorted(case.facts))
    value = case.facts[key].value
    new: bool | date | int | None
    if isinstance(value, bool) or value is None:
        new = draw.choice((True, False, None)) if value is not None and not _is_number(key, case) else None
    elif isinstance(value, date):
        new = draw.choice((None, value + timedelta(days=draw.randint(-400, 400))))
    else:
        new = draw.choice((None, max(0, value + draw.choice((-1, 1, 7, 100)))))
    return case._replace(facts={**case.facts, key: Fact(new)})


def _is_number(key: FactKey, case: Case) -> bool:
    concept = law_for(case).concepts.get(key.concept)
    return concept is None or concept.kind != "vlag"


def _forget(case: Case, draw: Random) -> Case:
    left = {key: fact for key, fact in case.facts.items() if draw.random() < 0.8}
    return case._replace(facts=left)


def _state(case: Case, draw: Random) -> Case:
    """State some facts that the case leaves open."""
    law = law_for(case)
    opens = instantiate(case, law, about=frozenset()).opens
    found = dict(case.facts)
    for one in draw.sample(opens, draw.randint(0, len(opens))):
        concept = law.concepts.get(one.key.concept)
        if concept is not None and concept.kind == "vlag":
            found[one.key] = Fact(draw.random() < 0.8)
        elif concept is not None and concept.is_number:
            found[one.key] = Fact(draw.randint(concept.low, min(concept.high, 50_000)))
    return case._replace(facts=found)


def _born(case: Case, draw: Random) -> Case:
    day = case.reference_date - timedelta(days=draw.randint(0, 25_000))
    return case._replace(facts={**case.facts, FactKey("geboren", draw.choice(case.persons)): Fact(day)}) if case.persons else case


def _day(case: Case, draw: Random) -> Case:
    return case._replace(reference_date=draw.choice(DAYS))


def _closure(case: Case, draw: Random) -> Case:
    return case._replace(closure=draw.choice(("onbekend", "ontkend")), assumed=draw.choice(GROUPS))


def _reading(case: Case, draw: Random) -> Case:
    reading = draw.choice(sorted(law_for(case).readings.values()))
    return case._replace(readings={**case.readings, reading.key: draw.choice(sorted(reading.options))})


def _ask(case: Case, draw: Random) -> Case:
    law = law_for(case)
    kinds = [
        key for key, one in law.provisions.items() if not (one.municipal or one.about or one.only_placement or one.continuing)
    ]
    if not case.persons:
        return case
    kind, start = draw.choice(kinds), case.reference_date + timedelta(days=draw.randint(-50, 100))
    employer = draw.choice(("", *case.employers)) if law.provisions[kind].is_place else ""
    asked = Application(f"z{len(case.applications) + 1}", draw.choice(case.persons), kind, employer, start,
                        months=draw.choice((None, 1, 6, 24, 25)), work=draw.choice(("", "kassa")),
                        submitted=draw.choice((None, start - timedelta(days=draw.randint(0, 80)))),
                        by_employer=draw.random() < 0.2)  # fmt: skip
    return case._replace(applications=(*case.applications, asked))


def _place(case: Case, draw: Random) -> Case:
    if not (case.persons and case.employers):
        return case
    places = [key for key, one in law_for(case).provisions.items() if one.is_place]
    start = case.reference_date - timedelta(days=draw.randint(10, 1200))
    stopped = start + timedelta(days=draw.randint(5, 800))
    extended = (stopped + timedelta(days=draw.randint(1, 300)),) if draw.random() < 0.3 else ()
    place = Placement(f"t{len(case.placements) + 1}", draw.choice(case.persons), draw.choice(places), draw.choice(case.employers),
                      start, stopped, extended, work=draw.choice(("", "kassa")))  # fmt: skip
    return case._replace(placements=(*case.placements, place))


def _deviate(case: Case, draw: Random) -> Case:
    if not case.persons:
        return case
    target = draw.choice(("6.1", "6", "6.3", "5.4", "8.4", "3", "12", "10.2"))
    return case._replace(deviations=(*case.deviations, Deviation(target, draw.choice(case.persons), "hard")))


def _limit(case: Case, draw: Random) -> Case:
    kinds = sorted({one.provision for one in case.applications})
    if not kinds or case.ceilings:
        return case
    limit = Ceiling("f1", draw.choice(kinds), budget=draw.choice((None, 0, 5000)), persons=draw.choice((0, 3)))
    return case._replace(ceilings=(limit,))


def _another(case: Case, draw: Random) -> Case:
    """Add a second person, with half of what is said of the first, and an application of the same kind."""
    if len(case.persons) != 1 or not case.applications:
        return case
    (person,) = case.persons
    facts = {
        key._replace(subject="Tweede"): fact for key, fact in case.facts.items() if key.subject == person and draw.random() < 0.5
    }
    number = len(case.applications) + 1
    twin = case.applications[0]._replace(id=f"z{number}", person="Tweede", extends="", continues="")
    return case._replace(persons=(person, "Tweede"), facts={**case.facts, **facts}, applications=(*case.applications, twin))


def joined(cases: Sequence[Case]) -> Case:
    """Return one case of the persons of some cases, under the day, readings and limits of the first."""
    whole = cases[0]._replace(expectations=())
    for number, case in enumerate(cases[1:], 2):
        names = {name: f"{name} {number}" for name in case.persons}
        ids = {one.id: f"z{len(whole.applications) + place}" for place, one in enumerate(case.applications, 1)}
        ids |= {one.id: f"t{len(whole.placements) + place}" for place, one in enumerate(case.placements, 1)}
        table = names | ids
        facts = {key._replace(subject=table.get(key.subject, key.subject)): fact for key, fact in case.facts.items()
                 if key.subject in table or key.subject in case.employers}  # fmt: skip
        whole = whole._replace(
            persons=(*whole.persons, *names.values()), facts={**whole.facts, **facts},
            employers=tuple(dict.fromkeys((*whole.employers, *case.employers))),
            successors=tuple(dict.fromkeys((*whole.successors, *case.successors))),
            applications=(*whole.applications, *(one._replace(
                id=ids[one.id], person=names[one.person], extends=ids.get(one.extends, ""), continues=ids.get(one.continues, ""),
            ) for one in case.applications if one.person in names)),
            placements=(*whole.placements,
                        *(one._replace(id=ids[one.id], person=names[one.person]) for one in case.placements)),
            deviations=(*whole.deviations, *(one._replace(person=names[one.person]) for one in case.deviations)),
        )  # fmt: skip
    return whole


CHANGES: tuple[Callable[[Case, Random], Case], ...] = (
    _fact, _fact, _fact, _forget, _state, _state, _born, _day, _closure, _closure, _reading, _ask, _place, _deviate, _limit,
    _another,
)  # fmt: skip
