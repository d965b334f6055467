"""What an article file holds, as data: its header, literal text, labels and rules."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from typing import NamedTuple

from toetssteen.kb.finding import Finding
from toetssteen.kb.terms import Rule


class Label(NamedTuple):
    """The label of a norm: its origin, the sentence when its rule fires and the one when none does."""

    norm: str
    origin: str
    positive: str
    negative: str
    file: str
    line: int


class Header(NamedTuple):
    """One header line of an article file: key, value and line."""

    key: str
    value: str
    line: int


class SourceFile(NamedTuple):
    """An article file as read: header, literal text per line, labels and rules."""

    name: str
    headers: tuple[Header, ...]
    text: tuple[tuple[int, str], ...]
    labels: tuple[Label, ...]
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
