"""A case while it is being read: what the lines said, before references are resolved and checked."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import Ceiling, Deviation, Expectation, Fact, FactKey
from toetssteen.kb.finding import Finding
from toetssteen.parser.lines import Line, Mention
from toetssteen.parser.values import Duration


class Day(NamedTuple):
    """A date with the place where it stands."""

    value: date
    place: Mention


class Term(NamedTuple):
    """A duration with the place where it stands."""

    value: Duration
    place: Mention


class DraftApplication:
    """An application as its lines state it; ``continues`` is the kind of place a «voortzetting» is about."""

    def __init__(self, identity: str, person: Mention, provision: str, employer: Mention | None, *, extension: bool,
                 continues: str | None = None) -> None:  # fmt: skip
        self.id, self.person, self.provision, self.employer = identity, person, provision, employer
        self.line, self.extension, self.continues = person.line, extension, continues
        self.by_employer = False
        self.start: Day | None = None
        self.end: Day | None = None
        self.duration: Term | None = None
        self.submitted: Day | None = None
        self.work: Mention | None = None


class DraftPlacement:
    """A placement as its lines state it."""

    def __init__(self, identity: str, person: Mention, provision: str, employer: Mention | None) -> None:
        self.id, self.person, self.provision, self.employer = identity, person, provision, employer
        self.line = person.line
        self.start: date | None = None
        self.end: date | None = None
        self.extensions: list[Day] = []
        self.interruptions: list[tuple[date, date, Line]] = []
        self.granted: Day | None = None
        self.work: Mention | None = None


class DraftCeiling(NamedTuple):
    """A limit as its heading states it, with the place of its kind."""

    ceiling: Ceiling
    place: Mention


class Draft:
    """Everything the lines of one case said, with the findings so far.

    ``broken`` holds the kinds of headings that could not be read, and ``troubled`` the blocks with a line that
    could not: what is missing because of those is not reported a second time.
    """

    def __init__(self, file: str) -> None:
        self.file, self.title, self.source, self.closure = file, "", "", "onbekend"
        self.municipal = False
        self.reference_date: Day | None = None
        self.seen: set[str] = set()
        self.assumed: list[str] = []
        self.readings: dict[str, str] = {}
        self.persons: dict[str, Line] = {}
        self.employers: dict[str, Line] = {}
        self.successors: list[tuple[str, Mention]] = []
        self.ceilings: list[DraftCeiling] = []
        self.applications: list[DraftApplication] = []
        self.placements: list[DraftPlacement] = []
        self.facts: dict[FactKey, Fact] = {}
        self.half_years: list[tuple[FactKey, Mention]] = []
        self.deviations: list[tuple[Deviation, Mention, Mention]] = []
        self.expectations: list[tuple[Expectation, Mention, Mention | None]] = []
        self.broken: set[str] = set()
        self.troubled: set[str] = set()
        self.findings: list[Finding] = []

    def report(self, message: str, place: Line | Mention | None = None, suggestion: str = "",
               severity: str = "fout") -> None:  # fmt: skip
        """Add a finding at a place: a word, a whole line, or the case as a whole."""
        if place is None:
            self.findings.append(Finding(message, self.file, suggestion=suggestion, severity=severity))
            return
        line, start, end = (place, 0, len(place.text)) if isinstance(place, Line) else (place.line, place.start, place.end)
        self.findings.append(
            Finding(message, self.file, line.number, line.offset + start + 1, max(1, end - start), line.source, suggestion,
                    severity)
        )  # fmt: skip

    def once(self, what: str, place: Line | Mention, where: str = "in deze zaak") -> None:
        """Report that something is said a second time."""
        if f"{what} {where}" in self.seen:
            self.report(f"«{what}» staat al eerder {where}", place)
        self.seen.add(f"{what} {where}")
