"""From text to lines: comments off, indentation kept, and what cannot be a case refused at once."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from toetssteen.kb.finding import Finding

MAX_CHARACTERS = 1_000_000
MAX_LINE = 2_000
# Spaces that look like a space are one, each in its own place, so that columns stay what they are.
SPACES = str.maketrans(dict.fromkeys("\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "))
# Stands for a space inside a name that is one word to the grammar; no readable line has it.
JOINER = "\x06"
NEWLINE = re.compile(r"\r\n|\r")


class Line(NamedTuple):
    """One line that says something: number from 1, whether it is indented, its text and the whole source.

    A line that is not ``readable`` has been reported already; it only tells where a block begins.
    """

    number: int
    indented: bool
    text: str
    source: str
    readable: bool = True

    @property
    def offset(self) -> int:
        """How many characters of the source come before the text."""
        return len(self.source) - len(self.source.lstrip())

    def find(self, word: str) -> Mention:
        """Return where a word stands in the text: the first time it stands by itself, else all of the line."""
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text) if word else None
        start = match.start() if match else self.text.find(word) if word else -1
        return Mention(word, self, start, start + len(word)) if start >= 0 else Mention(word, self, 0, len(self.text))

    def last(self, width: int) -> Mention:
        """Return the last signs of the text."""
        return Mention("", self, len(self.text) - width, len(self.text))

    def end(self) -> Mention:
        """Return the place behind the last sign."""
        return Mention("", self, len(self.text), len(self.text) + 1)


class Mention(NamedTuple):
    """A word or name as it stands in a line: its meaning, and from where to where in the text of the line."""

    text: str
    line: Line
    start: int
    end: int

    def narrowed(self, word: str) -> Mention:
        """Return the place of a word inside this one, or this one when the word is not in it."""
        index = self.line.text.find(word, self.start, self.end) if word else -1
        return self if index < 0 else Mention(word, self.line, index, index + len(word))


def mention(tokens: list[Any], line: Line) -> Mention:
    """Return what neighbouring tokens of a line say: quotation marks off, single spaces between words."""
    said = " ".join(unquoted(str(token)) for token in tokens).replace(JOINER, " ")
    return Mention(said, line, int(tokens[0].start_pos), int(tokens[-1].end_pos))


def unquoted(text: str) -> str:
    """Return a text without its quotation marks and the backslashes that keep signs inside it apart."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, or the finding that says why it is not readable as a case."""
    if len(data) > MAX_CHARACTERS:
        size = f"{len(data) / 1_000_000:.1f}".replace(".", ",")
        return "", [Finding(f"het bestand is te groot: {size} MB, een zaak is hooguit 1 MB", file,
                            suggestion="geef elke zaak een eigen bestand")]  # fmt: skip
    if b"\0" in data:
        return "", [Finding("dit is geen tekstbestand", file, suggestion="bewaar het bestand als platte tekst (UTF-8)")]
    try:
        return NEWLINE.sub("\n", data.decode("utf-8-sig")), []
    except UnicodeDecodeError as problem:
        before = NEWLINE.sub("\n", data[: problem.start].decode("utf-8-sig", "replace")).split("\n")
        rest = re.split(rb"[\r\n]", data[problem.start :], maxsplit=1)[0].decode("cp1252", "replace")
        return "", [Finding("dit bestand is geen UTF-8-tekst", file, len(before), len(before[-1]) + 1, 1,
                            before[-1] + rest, "bewaar het bestand opnieuw als UTF-8")]  # fmt: skip


def split(text: str, file: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines that say something, and findings for those that are too long or hide a sign."""
    lines, findings = [], []
    for number, source in enumerate(NEWLINE.sub("\n", text).split("\n"), 1):
        spaced = source.translate(SPACES)
        content = without_comment(spaced)
        finding = _unreadable(source, spaced, number, file)
        if finding is not None:
            findings.append(finding)
        if content.strip():
            lines.append(Line(number, content[0] == " ", content.strip(), source, finding is None))
    return lines, findings


def _unreadable(source: str, spaced: str, number: int, file: str) -> Finding | None:
    if len(source) > MAX_LINE:
        if not without_comment(spaced).strip():
            return None
        return Finding(f"deze regel is te lang: {len(source)} tekens, hooguit {MAX_LINE}", file, number, 1, 1, source[:80])
    if spaced.isprintable():
        return None
    column = next(index for index, sign in enumerate(spaced, 1) if not sign.isprintable())
    return Finding(f"hier staat een onzichtbaar teken (U+{ord(spaced[column - 1]):04X})", file, number, column, 1, source,
                   "haal het teken weg")  # fmt: skip


def without_comment(source: str) -> str:
    """Return a line up to a ``%`` that is not inside quotation marks."""
    if "%" not in source:
        return source
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


def unclosed(text: str) -> int:
    """Return where the quotation mark stands that is opened and not closed, or -1."""
    if '"' not in text:
        return -1
    opened, escaped = -1, False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\" and opened >= 0:
            escaped = True
        elif character == '"':
            opened = index if opened < 0 else -1
    return opened
