"""A case as data: persons, employers, applications, placements, facts, and what is expected of them.

The parser and the JSON reader make it, the solver and the writer read it. Nothing in it is computed.
"""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

# The gemeente as a subject of facts and of what is decided of itself.
MUNICIPALITY = "de gemeente"


class FactKey(NamedTuple):
    """Which fact: concept key, subject (a name, the gemeente, or an id), half-year or 0."""

    concept: str
    subject: str
    number: int = 0


class Fact(NamedTuple):
    """What a case says of a fact: True, False, None (explicitly unknown), a date, or a number.

    ``body`` is the organ named with an assessment; ``line`` the line of the case, 0 for JSON input.
    """

    value: bool | date | int | None
    line: int = 0
    body: str = ""


class Application(NamedTuple):
    """What is asked for (or assessed of the college's own motion); ids are z1, z2, … in order of the case.

    ``months`` and ``end`` give the asked term, at most one of them; ``extends`` the placement to extend,
    ``continues`` the running one that art. 21.2 is about; ``by_employer`` tells that the employer applied.
    """

    id: str
    person: str
    provision: str
    employer: str = ""
    start: date | None = None
    end: date | None = None
    months: int | None = None
    submitted: date | None = None
    work: str = ""
    extends: str = ""
    line: int = 0
    own_motion: bool = False
    continues: str = ""
    by_employer: bool = False


class Placement(NamedTuple):
    """A place somebody had or has: first term, ends of the extensions in order, interruptions (first, last day).

    ``granted`` is the day of the decision, when the case gives it.
    """

    id: str
    person: str
    provision: str
    employer: str
    start: date
    end: date
    extensions: tuple[date, ...] = ()
    interruptions: tuple[tuple[date, date], ...] = ()
    work: str = ""
    line: int = 0
    granted: date | None = None

    @property
    def last_day(self) -> date:
        """The last day, extensions included."""
        return self.extensions[-1] if self.extensions else self.end


class Ceiling(NamedTuple):
    """A limit on a kind of voorziening (3.5); ids are f1, f2, … in order of the case.

    Without ``start`` and ``end`` no period is set. ``budget`` is in whole euros, ``persons`` a count, ``per_person``
    in cents; at least one of them is there. What has been granted under it is a fact.
    """

    id: str
    provision: str
    start: date | None = None
    end: date | None = None
    budget: int | None = None
    persons: int | None = None
    per_person: int | None = None
    line: int = 0

    def covers(self, day: date) -> bool:
        """Return whether a day lies in the period; without one every day does."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Deviation(NamedTuple):
    """A decision to deviate under art. 20: from a citation or norm, for an application, with its reason, by whom and when."""

    target: str
    person: str
    reason: str
    provision: str = ""
    line: int = 0
    decided_by: str = ""
    decided_on: date | None = None


class Expectation(NamedTuple):
    """What a case expects of one outcome; what is None or empty is not checked.

    ``amount`` is in cents; ``norms``, ``follows`` and
    ``duties`` hold norms, the last with nagekomen, geschonden or open; ``open_on`` holds concept keys.
    """

    provision: str
    person: str
    outcome: str
    employer: str = ""
    norms: tuple[str, ...] = ()
    reachable: bool | None = None
    without_20: str = ""
    amount: int | None = None
    until: date | None = None
    ultimately: date | None = None
    open_on: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    follows_not: tuple[str, ...] = ()
    duties: tuple[tuple[str, str], ...] = ()
    no_amount: bool = False
    source: str = ""
    line: int = 0


class Case(NamedTuple):
    """A whole case; ``closure`` is what holds for facts not mentioned: ``onbekend`` or ``ontkend``.

    ``assumed`` lists what is assumed to be in order: ``oordelen`` (all assessments) or citations. ``municipal`` is
    whether the case is about the gemeente itself too: then its own duties and powers are decided.
    """

    file: str = ""
    title: str = ""
    source: str = ""
    reference_date: date = date(2025, 1, 1)
    closure: str = "onbekend"
    assumed: tuple[str, ...] = ()
    readings: Mapping[str, str] = MappingProxyType({})
    persons: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    successors: tuple[tuple[str, str], ...] = ()
    applications: tuple[Application, ...] = ()
    placements: tuple[Placement, ...] = ()
    facts: Mapping[FactKey, Fact] = MappingProxyType({})
    deviations: tuple[Deviation, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    municipal: bool = False
    ceilings: tuple[Ceiling, ...] = ()

    def without_lines(self) -> "Case":
        """Return the case as it is whatever file it stands in: without the file's name and its lines."""
        return self._replace(
            file="",
            facts={key: fact._replace(line=0) for key, fact in self.facts.items()},
            applications=tuple(item._replace(line=0) for item in self.applications),
            placements=tuple(item._replace(line=0) for item in self.placements),
            ceilings=tuple(item._replace(line=0) for item in self.ceilings),
            deviations=tuple(item._replace(line=0) for item in self.deviations),
            expectations=tuple(item._replace(line=0) for item in self.expectations),
        )
