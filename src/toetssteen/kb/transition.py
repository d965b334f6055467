"""The days that decide which ordinance holds, and what an application or a running place has to do with them.

Rules compare these days with each other only (art. 21 and 22); nothing is ever added to a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toetssteen.kb.case import Application, Case
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.working_days import begun_weeks


def transition_facts(case: Case, law: Law, applications: Iterable[Application]) -> list[GroundAtom]:
    """Return the atoms about entry into force, applications and running places of a case."""
    identity, day = law.identity, case.reference_date
    facts: list[GroundAtom] = [
        ("peildag", day.toordinal()),
        ("inwerkingtreding", identity.in_force.toordinal()),
        ("bekendmakingsdag", identity.published.toordinal()),
    ]
    for item in applications:
        facts += _application(item, case, law)
        if item.continues:
            facts += _running(item, case)
    return facts


def _application(item: Application, case: Case, law: Law) -> Iterator[GroundAtom]:
    if not item.own_motion:
        yield ("aangevraagd", item.id)
    if item.by_employer:
        yield ("aangevraagd_door_werkgever", item.id)
    if item.submitted is not None:
        yield ("aanvraagdag", item.id, item.submitted.toordinal())
        yield ("weken_na_aanvraag", item.id, begun_weeks(item.submitted, case.reference_date))
    if min(case.reference_date, item.submitted or case.reference_date) < law.identity.published:
        yield ("overgang", item.id)


def _running(item: Application, case: Case) -> Iterator[GroundAtom]:
    placement = next(one for one in case.placements if one.id == item.continues)
    yield ("betreft", item.id, placement.id)
    yield ("toegekend_op", placement.id, (placement.granted or placement.start).toordinal())
    yield ("loopt_tot", item.id, placement.last_day.toordinal())
