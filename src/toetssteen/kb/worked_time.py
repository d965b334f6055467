"""How long somebody worked: stretches without interruption, and when each month was completed."""

from __future__ import annotations

from datetime import date, timedelta

from toetssteen.kb.case import Placement
from toetssteen.kb.dates import completed_months, last_day


def worked_months(stretches: list[tuple[date, date, str]], month_days: int = 0) -> list[tuple[int, str]]:
    """Return when each worked month was completed (the day after) and at which placement.

    A month that an interruption breaks off goes on at the next stretch with the days it still lacked.
    """
    completed: list[tuple[int, str]] = []
    lacking = 0
    for begin, end, identity in stretches:
        start = begin
        if lacking:
            finish = start + timedelta(days=lacking - 1)
            if finish > end:
                lacking -= (end - start).days + 1
                continue
            start, lacking = finish + timedelta(days=1), 0
            completed.append((start.toordinal(), identity))
        months = completed_months(start, end, month_days)
        ends = [last_day(start, one, month_days) for one in range(1, months + 2)]
        completed += [((one + timedelta(days=1)).toordinal(), identity) for one in ends[:-1]]
        rest = ends[-2] + timedelta(days=1) if months else start
        if rest <= end:
            lacking = (ends[-1] - end).days
    return completed


def worked_stretches(item: Placement, reference_date: date) -> list[tuple[date, date]]:
    """Return the uninterrupted stretches of a placement up to the day before the reference date."""
    last = min(item.last_day, reference_date - timedelta(days=1))
    stretches, start = [], item.start
    for first, until in sorted(item.interruptions):
        stretches.append((start, min(first - timedelta(days=1), last)))
        start = until + timedelta(days=1)
    stretches.append((start, last))
    return [(begin, end) for begin, end in stretches if begin <= end]
