"""Months worked over interruptions and several placements."""

from __future__ import annotations

from datetime import date

from toetssteen.kb.case import Placement
from toetssteen.kb.worked_time import worked_months, worked_stretches


def days(*stretches: tuple[date, date]) -> list[date]:
    return [date.fromordinal(day) for day, _where in worked_months([(start, end, "t1") for start, end in stretches])]


def test_an_uninterrupted_year_has_twelve_months() -> None:
    found = days((date(2025, 1, 1), date(2025, 12, 31)))
    assert len(found) == 12
    assert found[0] == date(2025, 2, 1)
    assert found[-1] == date(2026, 1, 1)


def test_a_broken_month_goes_on_after_the_interruption() -> None:
    found = days((date(2025, 1, 1), date(2025, 3, 15)), (date(2025, 4, 1), date(2025, 7, 15)))
    assert len(found) == 5
    assert len(days((date(2025, 1, 1), date(2025, 3, 15)), (date(2025, 4, 1), date(2025, 7, 16)))) == 6
    assert found[2] == date(2025, 4, 17)  # March lacked 16 days, worked from 1 to 16 April


def test_a_day_short_is_a_month_short() -> None:
    assert len(days((date(2025, 1, 1), date(2025, 6, 30)))) == 6
    assert len(days((date(2025, 1, 1), date(2025, 6, 29)))) == 5


def test_many_short_stretches_add_up() -> None:
    stretches = [(date(2025, 1, day), date(2025, 1, day)) for day in range(1, 31, 2)]
    assert days(*stretches) == []
    more = [(date(2025, 3, day), date(2025, 3, day)) for day in range(1, 32, 1)]
    assert len(days(*stretches, *more)) == 1


def test_nothing_is_worked_after_the_reference_date() -> None:
    placement = Placement("t1", "A", "participatieplaats", "B", date(2025, 1, 1), date(2025, 12, 31))
    assert worked_stretches(placement, date(2025, 3, 1)) == [(date(2025, 1, 1), date(2025, 2, 28))]
    assert worked_stretches(placement, date(2025, 1, 1)) == []
