"""From text to lines: comments off, indentation kept, and what cannot be a case refused at once."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.kb.finding import Finding

MAX_CHARACTERS = 1_000_000
MAX_LINE = 2_000


class Line(NamedTuple):
    """One line that says something: number from 1, whether it is indented, its text and the whole source."""

    number: int
    indented: bool
    text: str
    source: str

    @property
    def offset(self) -> int:
        """How many characters of the source come before the text."""
        return len(self.source) - len(self.source.lstrip())


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, or the finding that says why it is not readable as a case."""
    if len(data) > MAX_CHARACTERS:
        size = f"{len(data) / 1_000_000:.1f}".replace(".", ",")
        return "", [Finding(f"het bestand is te groot: {size} MB, een zaak is hooguit 1 MB", file,
                            suggestion="geef elke zaak een eigen bestand")]  # fmt: skip
    if b"\0" in data:
        return "", [Finding("dit is geen tekstbestand", file, suggestion="bewaar de zaak als platte tekst (UTF-8)")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        return "", [Finding("dit bestand is geen UTF-8-tekst", file, line, 1,
                            suggestion="bewaar het bestand opnieuw als UTF-8")]  # fmt: skip


def split(text: str, file: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines that say something, and findings for those that are too long."""
    lines, findings = [], []
    for number, source in enumerate(text.split("\n"), 1):
        source = source.rstrip("\r")
        content = without_comment(source)
        if not content.strip():
            continue
        if len(source) > MAX_LINE:
            findings.append(Finding(f"deze regel is te lang: {len(source)} tekens, hooguit {MAX_LINE}", file, number,
                                    1, 1, source[:80]))  # fmt: skip
            continue
        lines.append(Line(number, content[0] in " \t", content.strip(), source))
    return lines, findings


def without_comment(source: str) -> str:
    """Return a line up to a ``%`` that is not inside quotation marks."""
    quoted = escaped = False
    for index, character in enumerate(source):
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == "%" and not quoted:
            return source[:index]
    return source
