"""What general administrative law asks of a decision itself: reasons, their announcement, objection (``besluit.toml``).

The engine decides nothing with it; a draft of a decision names it, and says of every part whether its text was read.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.dates import LATEST
from toetssteen.kb.numbers import in_form
from toetssteen.kb.working_days import is_working_day

KB_FOLDER = Path(__file__).parent
FILE = KB_FOLDER / "besluit.toml"
TERM = "termijn"


class Requirement(NamedTuple):
    """One requirement: its citation, what it says in our words, whether its text was read, and weeks by first day."""

    key: str
    norm: str
    content: str
    read: bool
    weeks: tuple[tuple[date, int], ...]

    def on(self, day: date) -> int | None:
        """Return the weeks that hold on a day, or None when the requirement has none then."""
        return next((value for start, value in reversed(self.weeks) if start <= day), None)

    def said(self, day: date) -> str:
        """Return what the requirement says on a day; a term that is not known is left to be filled in."""
        weeks = self.on(day)
        return self.content.replace("{termijn}", "nog na te gaan" if weeks is None else in_form(weeks, "weken"))


@lru_cache(maxsize=1)
def requirements() -> dict[str, Requirement]:
    """Return the requirements by key, in the order of the file."""
    import tomllib  # only needed for drafts

    found = {}
    for key, table in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        weeks = tuple(sorted((date.fromisoformat(day), value) for day, value in table.get("waarden", {}).items()))
        found[key] = Requirement(key, table["norm"], table["inhoud"], table["gelezen"], weeks)
    return found


def objection_ends(announced: date) -> date | None:
    """Return the last day to object to a decision announced on a day, moved on to a working day; None when not known."""
    weeks = requirements()[TERM].on(announced)
    if weeks is None or announced > LATEST - timedelta(weeks=weeks + 2):
        return None
    end = announced + timedelta(weeks=weeks)
    while not is_working_day(end):
        end += timedelta(days=1)
    return end
