"""How many weeks have begun since an application, with the end of a week moved to a working day.

A term in a statute that ends on a Saturday, a Sunday or a public holiday runs on to the next day that is
none of these (Algemene termijnenwet art. 1); which days those are stands in its art. 3.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
SUNDAY = 6
KINGS_BIRTHDAY = (4, 27)
FIXED = ((1, 1), (5, 5), (12, 25), (12, 26))
# Good Friday, Easter Monday, Ascension Day and Whit Monday, in days from Easter.
MOVING = (-2, 1, 39, 50)


def easter(year: int) -> date:
    """Return Easter Sunday (the Gregorian rule, as Meeus gives it)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=400)
def holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year."""
    birthday = date(year, *KINGS_BIRTHDAY)
    celebrated = birthday - timedelta(days=1) if birthday.weekday() == SUNDAY else birthday
    moving = [easter(year) + timedelta(days=days) for days in MOVING]
    return frozenset([celebrated, *moving, *(date(year, *one) for one in FIXED)])


def is_working_day(day: date) -> bool:
    """Return whether a day is no Saturday, Sunday or public holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def begun_weeks(received: date, day: date) -> int:
    """Return in which week after receipt a day falls: the day of receipt itself is in week 0."""
    weeks = max(0, (day - received).days // 7 - 1)
    while _end_of_week(received, weeks) < day:
        weeks += 1
    return weeks


def _end_of_week(received: date, weeks: int) -> date:
    end = received + timedelta(weeks=weeks)
    while weeks and not is_working_day(end):
        end += timedelta(days=1)
    return end
