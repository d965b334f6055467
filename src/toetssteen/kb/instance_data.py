"""A case as ground atoms: what holds in every world, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from toetssteen.kb.case import Application, Case, FactKey, Placement
from toetssteen.kb.dates import month_days
from toetssteen.kb.grounding import Instance as GroundRule
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom

UNKNOWN_EMPLOYER = "een nog onbekende werkgever"


class Open(NamedTuple):
    """An unknown fact: its key, the atoms under each of its alternatives, and the ordinary value of a plain yes or no."""

    key: FactKey
    alternatives: tuple[tuple[GroundAtom, ...], ...]
    ordinary: bool = True

    @property
    def is_flag(self) -> bool:
        """Whether the fact is a plain yes or no: one atom that holds or does not."""
        return len(self.alternatives) == 2 and len(self.alternatives[0]) == 1 and self.alternatives[1] == ()


class Instance(NamedTuple):
    """A case made ready for the solver.

    ``facts`` hold in every world; ``origins`` tells which stated fact an atom comes from; ``denied`` are the atoms
    a case denies; ``births`` the birth dates that stand for all of a person whose birth date is not known, oldest
    first; ``assumed`` the keys filled in by an assumption; ``applications`` those of the case and those assessed of
    the college's own motion. The solver sees persons and employers only as p1, w1, …: ``ids`` gives the id of a
    name, ``names`` the name of an id. ``open_readings`` are the readings that ``opens`` leaves undecided; ``given`` are
    ground rules that come before those of the law, from what is open to other open atoms, and ``exclusive`` groups of
    open atoms: no world has atoms of two of them.
    """

    case: Case
    law: Law
    applications: tuple[Application, ...]
    readings: dict[str, str]
    ids: dict[str, str]
    names: dict[str, str]
    facts: tuple[GroundAtom, ...]
    opens: tuple[Open, ...]
    origins: dict[GroundAtom, FactKey]
    denied: dict[GroundAtom, FactKey]
    assumed: frozenset[FactKey]
    births: dict[str, tuple[date, ...]]
    open_readings: tuple[str, ...] = ()
    given: tuple[GroundRule, ...] = ()
    exclusive: Mapping[GroundAtom, int] = MappingProxyType({})

    @property
    def month_days(self) -> int:
        """How many days a month has under reading I-65, or 0 when months run by the calendar."""
        return month_days(self.readings)

    def application(self, identity: str) -> Application:
        """Return the application with an id."""
        return next(item for item in self.applications if item.id == identity)

    def placement(self, identity: str) -> Placement:
        """Return the placement with an id."""
        return next(item for item in self.case.placements if item.id == identity)
