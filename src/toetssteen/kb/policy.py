"""How grants are chosen when there is not enough for everybody: a policy as data, made by the parser, read by ``verdeel``."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

# The aims a policy can put in order, each with how it is written.
AIMS = {
    "voorrang": "voorrang volgens artikel 7 lid 4",
    "behoefte": "de grootste behoefte",
    "aantal": "zoveel mogelijk inwoners",
    "evenwicht": "evenwicht over de groepen",
    "kosten": "zo laag mogelijke kosten",
    "aanvraagdatum": "vroegste aanvraag eerst",
    "wachten": "zo min mogelijk wachten",
}


class Goal(NamedTuple):
    """An aim with what later aims may cost it, in thousandths of what it reaches; ``points`` is its weight, if it has one."""

    key: str
    tolerance: int = 0
    points: int = 0


class Trait(NamedTuple):
    """A fact about a person as a policy uses it: the concept, and whether it is to be there or not."""

    concept: str
    value: bool
    written: str


class Group(NamedTuple):
    """A group over which grants are balanced (3.2.d): its name, and the trait its members have."""

    name: str
    trait: Trait


class Budget(NamedTuple):
    """Money for several kinds together, in whole euros, over a period."""

    name: str
    provisions: tuple[str, ...]
    start: date
    end: date
    euros: int
    line: int = 0


class Policy(NamedTuple):
    """The aims in order and what goes with them.

    ``needs`` gives points per trait; ``per_person`` how many grants one person can get; ``refusable`` whether who can be
    refused on another ground takes part; ``waiting`` whether who gets nothing can get it under the limits of a later period;
    ``carry`` whether money that is left goes to the next period. ``weighed`` aims are added up by their points instead of
    one going before the other.
    """

    title: str = ""
    goals: tuple[Goal, ...] = (Goal("voorrang"), Goal("aantal"), Goal("aanvraagdatum"))
    needs: tuple[tuple[int, Trait], ...] = ()
    groups: tuple[Group, ...] = ()
    budgets: tuple[Budget, ...] = ()
    per_person: int | None = None
    refusable: bool = False
    waiting: bool = False
    carry: bool = False

    @property
    def weighed(self) -> bool:
        """Whether the aims are added up by their points."""
        return any(one.points for one in self.goals)
