"""A finding: one thing that is wrong or noteworthy in what a person gave us, as a value.

Findings are collected and shown together; exceptions are for broken programs and unreadable files.
"""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from typing import NamedTuple

FOUT = "fout"
LET_OP = "let op"


class Finding(NamedTuple):
    """A Dutch message about one place; ``line`` and ``column`` count characters from 1, 0 is no place."""

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    source: str = ""
    suggestion: str = ""
    severity: str = FOUT
    citation: str = ""

    def as_text(self) -> str:
        """Return the finding as lines: place, message, offending line with caret, suggestion.

        What a person gave us is repeated in them, but never a sign that steers a terminal.
        """
        place = _printable(self.file)
        if self.line:
            place += f":{self.line}:{self.column}"
        message = _printable(self.message)
        lines = [f"{place}: {self.severity}: {message}" if place else f"{self.severity}: {message}"]
        if self.source and self.line:
            lines += _excerpt(self.source, self.column, self.width)
        if self.suggestion:
            lines.append(f"    {_printable(self.suggestion)}")
        return "\n".join(lines)


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "·" for sign in text)


def _excerpt(source: str, column: int, width: int, limit: int = 90) -> list[str]:
    """Return the source line around the column, with a caret line below it."""
    start = max(0, column - 1 - limit // 2) if len(source) > limit else 0
    shown = _printable(source[start : start + limit])
    caret = " " * (column - 1 - start) + "^" * max(1, min(width, limit - (column - 1 - start)))
    return [f"    {shown}", f"    {caret}"]


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Return whether any finding is an error rather than a remark."""
    return any(finding.severity == FOUT for finding in findings)
