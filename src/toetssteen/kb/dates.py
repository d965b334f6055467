"""Ages, terms and dates by the calendar; the only place where months are added.

Terms run from day to day (reading I-65, Gemeentewet art. 145 with the Algemene termijnenwet): three
months from 1 March end on 31 May. Where the month has no such day, the term ends on its last day.
Under the other option of I-65 every month has thirty days; ``month_days`` then says so, and is 0 otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
MONTH_DAYS = {"dertig_dagen": 30}


def month_days(readings: Mapping[str, str]) -> int:
    """Return the fixed number of days of a month under reading I-65, or 0 when months run by the calendar."""
    return MONTH_DAYS.get(readings.get("i65", ""), 0)


def add_months(start: date, months: int) -> date:
    """Return the same day a number of months later, or the last day of that month if it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    # the calendar module knows this too, but importing it costs more than reading a case
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1)).day


def last_day(start: date, months: int, month_days: int = 0) -> date:
    """Return the last day of a term of whole months: 1 March + 3 months ends on 31 May.

    A term that starts on a day the end month does not have ends on the last day of that month's
    predecessor day: 31 January + 1 month ends on 28 (or 29) February.
    """
    if month_days:
        return start + timedelta(days=months * month_days - 1)
    end = add_months(start, months)
    return end - timedelta(days=1) if end.day == start.day else end


def completed_months(start: date, end: date, month_days: int = 0) -> int:
    """Return how many whole months lie in the period from start to end, both days included."""
    if end < start:
        return 0
    if month_days:
        return ((end - start).days + 1) // month_days
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    while months > 0 and last_day(start, months) > end:
        months -= 1
    return months


def begun_months(start: date, end: date, month_days: int = 0) -> int:
    """Return how many months a period takes when a begun month counts as one: the test against a maximum."""
    full = completed_months(start, end, month_days)
    return full if full and last_day(start, full, month_days) == end else full + 1


def age_on(born: date, day: date) -> int:
    """Return the age in years on a day; somebody born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def in_words(day: date) -> str:
    """Return a date as Dutch people write it: ``1 maart 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def euro(cents: int) -> str:
    """Return an amount in cents as Dutch people write it: ``€ 1.250,50`` or ``€ 300``."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    grouped = f"{whole:,}".replace(",", ".")
    return f"€ {sign}{grouped}" + (f",{rest:02d}" if rest else "")
