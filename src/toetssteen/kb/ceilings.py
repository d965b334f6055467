"""What the limits of a case (3.5) mean for its applications, as atoms: which limit is for which, and how high it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from toetssteen.kb.case import Application, Case, Ceiling
from toetssteen.kb.terms import GroundAtom


def ceiling_atoms(case: Case, applications: Iterable[Application]) -> Iterator[GroundAtom]:
    """Yield the limits of a case, and for each application the one that holds on its day."""
    for ceiling in case.ceilings:
        yield from _limits(ceiling)
    for item in applications:
        day = application_day(item, case)
        for ceiling in case.ceilings:
            if ceiling.provision == item.provision and ceiling.covers(day):
                yield ("plafond_van", item.id, ceiling.id)
                yield ("grensdag", item.id, day.toordinal())


def application_day(item: Application, case: Case) -> date:
    """Return the day an application counts for a limit: of its submission, else of its start, else the reference date."""
    return item.submitted or item.start or case.reference_date


def _limits(ceiling: Ceiling) -> Iterator[GroundAtom]:
    yield ("plafond", ceiling.id, ceiling.provision)
    if ceiling.start is None:
        yield ("zonder_tijdvak", ceiling.id)
    else:
        yield ("tijdvak_vanaf", ceiling.id, ceiling.start.toordinal())
    limits = {"grens_bedrag": ceiling.budget, "grens_personen": ceiling.persons, "grens_per_persoon": ceiling.per_person}
    for name, limit in limits.items():
        if limit is not None:
            yield (name, ceiling.id, limit)
