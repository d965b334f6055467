"""An age instead of a birth date: taken where no birth date that fits it could decide otherwise, and else unknown."""

from __future__ import annotations

from datetime import date, timedelta

from toetssteen.kb.case import Case, Fact, FactKey
from toetssteen.kb.dates import age_on
from toetssteen.kb.law import Law


def with_age(case: Case, person: str, age: int, law: Law) -> tuple[Case | None, str]:
    """Return a case with the birth date that an age on the reference date stands for, and what is to be said of it.

    Somebody of an age can turn a year older between the reference date and the other days that count. Where a limit of the
    law lies between the ages possible then, the birth date is unknown. No case when a stated birth date has another age.
    """
    key = FactKey("geboren", person)
    stated = case.facts.get(key)
    if stated is not None and isinstance(stated.value, date):
        agrees = age_on(stated.value, case.reference_date) == age
        return (case, "") if agrees else (None, "deze leeftijd past niet bij de geboortedatum")
    day = case.reference_date
    youngest, oldest = _years_before(day, age), _years_before(day, age + 1) + timedelta(days=1)
    moments = {day, *(moment for item in case.applications for moment in (item.start, item.submitted) if moment)}
    between = {age_on(born, moment) for born in (youngest, oldest) for moment in moments}
    possible = {(age_on(youngest, moment), age_on(oldest, moment)) for moment in moments}
    if any(low < limit <= high for low, high in possible for limit in age_limits(law, day)):
        facts = {**case.facts, key: Fact(None)}
        return case._replace(facts=facts), ("of deze inwoner intussen jarig is, kan uitmaken: de geboortedatum telt als onbekend "
                                            f"({min(between)} of {max(between)} jaar)")  # fmt: skip
    return case._replace(facts={**case.facts, key: Fact(youngest)}), ""


def age_limits(law: Law, day: date) -> frozenset[int]:
    """Return the ages from which something can be otherwise: every limit in years, and the year after it."""
    limits = {value[1] for one in law.parameters.values() if one.unit == "jaar" and (value := one.on(day))}
    # a limit that includes its own year («tot en met 27») bites one year later
    return frozenset(limits | {one + 1 for one in limits})


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
