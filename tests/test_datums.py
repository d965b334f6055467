"""Ages and terms by the calendar: ends of months, 29 February, begun and completed months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from toetssteen.kb.dates import add_months, age_on, begun_months, completed_months, euro, in_words, last_day


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 3, 1), 3, date(2025, 5, 31)),
        (date(2025, 1, 1), 12, date(2025, 12, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 30), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2025, 11, 15), 3, date(2026, 2, 14)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2025, 12, 31)),
    ],
)
def test_last_day_of_a_term(start: date, months: int, end: date) -> None:
    assert last_day(start, months) == end
    assert completed_months(start, end) == months
    assert begun_months(start, end) == months


@pytest.mark.parametrize("months", range(1, 26))
def test_one_day_more_or_less_is_another_count(months: int) -> None:
    day = date(2023, 12, 25)
    while day < date(2025, 3, 5):
        end = last_day(day, months)
        assert begun_months(day, end) == months
        assert begun_months(day, end + timedelta(days=1)) == months + 1
        assert completed_months(day, end - timedelta(days=1)) == months - 1
        assert completed_months(day, end) == months
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1998, 3, 12), date(2025, 3, 11), 26),
        (date(1998, 3, 12), date(2025, 3, 12), 27),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2000, 2, 29), date(2028, 2, 28), 27),
        (date(2000, 2, 29), date(2028, 2, 29), 28),
        (date(2025, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_months_added_never_leave_the_month() -> None:
    assert add_months(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert add_months(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert add_months(date(2025, 1, 15), 0) == date(2025, 1, 15)


def test_an_empty_period_has_no_months() -> None:
    assert completed_months(date(2025, 3, 2), date(2025, 3, 1)) == 0
    assert begun_months(date(2025, 3, 1), date(2025, 3, 1)) == 1


def test_words() -> None:
    assert in_words(date(2025, 3, 1)) == "1 maart 2025"
    assert euro(125050) == "€ 1.250,50"
    assert euro(30000) == "€ 300"
    assert euro(5) == "€ 0,05"
