"""A case while it is being read: what the lines said, before references are resolved and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from toetssteen.kb.case import Deviation, Expectation, Fact, FactKey
from toetssteen.kb.finding import Finding
from toetssteen.parser.lines import Line
from toetssteen.parser.values import Duration


@dataclass(slots=True)
class DraftApplication:
    """An application as its lines state it."""

    id: str
    person: str
    provision: str
    employer: str
    line: Line
    extension: bool = False
    start: date | None = None
    end: date | None = None
    duration: Duration | None = None
    submitted: date | None = None
    work: str = ""


@dataclass(slots=True)
class DraftPlacement:
    """A placement as its lines state it."""

    id: str
    person: str
    provision: str
    employer: str
    line: Line
    start: date | None = None
    end: date | None = None
    extensions: list[tuple[date, Line]] = field(default_factory=list)
    interruptions: list[tuple[date, date]] = field(default_factory=list)
    work: str = ""


@dataclass(slots=True)
class Draft:
    """Everything the lines of one case said, with the findings so far."""

    file: str
    title: str = ""
    source: str = ""
    reference_date: date | None = None
    closure: str = "onbekend"
    assumed: list[str] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)
    persons: dict[str, Line] = field(default_factory=dict)
    employers: dict[str, Line] = field(default_factory=dict)
    successors: list[tuple[str, str, Line]] = field(default_factory=list)
    applications: list[DraftApplication] = field(default_factory=list)
    placements: list[DraftPlacement] = field(default_factory=list)
    facts: dict[FactKey, Fact] = field(default_factory=dict)
    deviations: list[tuple[Deviation, Line]] = field(default_factory=list)
    expectations: list[tuple[Expectation, Line]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

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
