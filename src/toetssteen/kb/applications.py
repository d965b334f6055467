"""What is decided in a case: what was asked, completed, and what is assessed of the college's own motion (art. 18 lid 2)."""

from __future__ import annotations

from datetime import date, timedelta

from toetssteen.kb.case import MUNICIPALITY, Application, Case
from toetssteen.kb.dates import begun_months, last_day
from toetssteen.kb.law import Law
from toetssteen.kb.vocabulary import Provision

# The kinds to assess of the college's own motion when there are to be none, whatever was asked.
NOTHING_ELSE = frozenset(("",))


def all_applications(case: Case, law: Law, about: frozenset[str] | None = None) -> tuple[Application, ...]:
    """Return the applications of a case, completed, with the own-motion assessments of art. 18 lid 2 added.

    ``about`` names the kinds to assess of the college's own motion; None is all of them, and when it is empty
    they are left out, unless nothing was asked at all. No outcome depends on which others are assessed.
    """
    found = [_completed(item, case) for item in case.applications]
    if about == NOTHING_ELSE:
        return tuple(found)
    asked = {(item.person, item.provision) for item in found}
    nothing_asked = not (case.applications or case.placements)
    for person in (*case.persons, MUNICIPALITY) if case.municipal else case.persons:
        for key, provision in law.provisions.items():
            wanted = about is None or key in about or (not about and (nothing_asked or bool(provision.about)))
            if wanted and (person, key) not in asked and _assessable(person, provision, case):
                found.append(Application(f"z{len(found) + 1}", person, key, start=case.reference_date, own_motion=True))
    return tuple(found)


def _assessable(person: str, provision: Provision, case: Case) -> bool:
    """Return whether a kind can be assessed without an application: one about a placement needs such a placement."""
    if provision.municipal or person == MUNICIPALITY:
        return provision.municipal and person == MUNICIPALITY
    if provision.about:
        return any(item.person == person and item.provision == provision.about for item in case.placements)
    return provision.own_motion


def _completed(item: Application, case: Case) -> Application:
    if item.extends:
        placement = next(one for one in case.placements if one.id == item.extends)
        return item._replace(start=item.start or placement.last_day + timedelta(days=1),
                       employer=item.employer or placement.employer, work=item.work or placement.work)  # fmt: skip
    return item._replace(start=item.start or case.reference_date)


def term_end(item: Application, month_days: int) -> date | None:
    """Return the last day of the asked term, or None when no term was asked; for ``month_days`` see ``dates``."""
    if item.end is not None or item.start is None:
        return item.end
    return last_day(item.start, item.months, month_days) if item.months is not None else None


def asked_months(item: Application, month_days: int) -> int | None:
    """Return the asked term in begun months, the measure against a maximum."""
    if item.months is not None:
        return item.months
    if item.end is not None and item.start is not None:
        return begun_months(item.start, item.end, month_days)
    return None
