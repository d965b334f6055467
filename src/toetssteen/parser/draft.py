"""A case while it is being read: what the lines said, before references are resolved and checked."""

from __future__ import annotations

from datetime import date

from toetssteen.kb.case import Deviation, Expectation, Fact, FactKey
from toetssteen.kb.finding import Finding
from toetssteen.parser.lines import Line
from toetssteen.parser.values import Duration


class DraftApplication:
    """An application as its lines state it."""

    def __init__(self, identity: str, person: str, provision: str, employer: str, line: Line, *, extension: bool) -> None:
        self.id, self.person, self.provision, self.employer = identity, person, provision, employer
        self.line, self.extension = line, extension
        self.start: date | None = None
        self.end: date | None = None
        self.duration: Duration | None = None
        self.submitted: date | None = None
        self.work = ""


class DraftPlacement:
    """A placement as its lines state it."""

    def __init__(self, identity: str, person: str, provision: str, employer: str, line: Line) -> None:
        self.id, self.person, self.provision, self.employer, self.line = identity, person, provision, employer, line
        self.start: date | None = None
        self.end: date | None = None
        self.extensions: list[tuple[date, Line]] = []
        self.interruptions: list[tuple[date, date]] = []
        self.work = ""


class Draft:
    """Everything the lines of one case said, with the findings so far."""

    def __init__(self, file: str) -> None:
        self.file, self.title, self.source, self.closure = file, "", "", "onbekend"
        self.reference_date: date | None = None
        self.assumed: list[str] = []
        self.readings: dict[str, str] = {}
        self.persons: dict[str, Line] = {}
        self.employers: dict[str, Line] = {}
        self.successors: list[tuple[str, str, Line]] = []
        self.applications: list[DraftApplication] = []
        self.placements: list[DraftPlacement] = []
        self.facts: dict[FactKey, Fact] = {}
        self.deviations: list[tuple[Deviation, Line]] = []
        self.expectations: list[tuple[Expectation, Line]] = []
        self.findings: list[Finding] = []

    def report(self, message: str, line: Line | None = None, word: str = "", suggestion: str = "",
               severity: str = "fout") -> None:  # fmt: skip
        """Add a finding at a word of a line (the whole line when the word is not in it)."""
        if line is None:
            self.findings.append(Finding(message, self.file, suggestion=suggestion, severity=severity))
            return
        column = line.source.find(word) + 1 if word else line.offset + 1
        self.findings.append(
            Finding(message, self.file, line.number, max(1, column), max(1, len(word or line.text)), line.source,
                    suggestion, severity)
        )  # fmt: skip
