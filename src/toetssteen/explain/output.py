"""Styled text and where it goes: plain text without importing anything, or Rich on a terminal with colour."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_WIDTH = 80


class Text:
    """A text with a style per part; styles are Rich's, and say nothing that the text does not."""

    __slots__ = ("parts",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.parts: list[tuple[str, str]] = [(text, style)] if text else []

    def __add__(self, other: Text) -> Text:
        joined = Text()
        joined.parts = [*self.parts, *other.parts]
        return joined

    def append(self, text: str, style: str = "") -> None:
        """Add a part at the end."""
        self.parts.append((text, style))

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _style in self.parts)

    def wrap(self, width: int) -> list[Text]:
        """Return the text as lines of at most a width in columns, broken at spaces; a longer word is cut."""
        styles = [style for text, style in self.parts for _ in text]
        plain, lines, start = self.plain, [], 0
        while (reach := _reach(plain, start, width)) < len(plain):
            cut = plain.rfind(" ", start, reach + 1)
            end = cut if cut > start else reach
            lines.append(_part(plain, styles, start, end))
            start = end + 1 if cut > start else end
        return [*lines, _part(plain, styles, start, len(plain))]


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a sign of East Asian width, none for an accent alone."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if sign < "\u0300":
        return 1
    from unicodedata import combining, east_asian_width

    return 0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1


def _reach(plain: str, start: int, width: int) -> int:
    """Return how far a line of a width gets from a start; at least one sign."""
    if plain.isascii():
        return start + width
    used = 0
    for index in range(start, len(plain)):
        used += _columns(plain[index])
        if used > width:
            return max(index, start + 1)
    return len(plain)


def _part(plain: str, styles: list[str], start: int, end: int) -> Text:
    """Return a piece of a text, with neighbours of the same style joined."""
    piece, begin = Text(), start
    for index in range(start + 1, end + 1):
        if index == end or styles[index] != styles[begin]:
            piece.append(plain[begin:index], styles[begin])
            begin = index
    return piece


def terminal_width() -> int:
    """Return how many characters fit on a line: COLUMNS, what the terminal says, or 80."""
    # as shutil does, which costs more to import than a report to print
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or DEFAULT_WIDTH  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return DEFAULT_WIDTH


class PlainOutput:
    """Writes lines as plain text."""

    def __init__(self, stream: TextIO, width: int = 0) -> None:
        self.stream = stream
        self.width = width or terminal_width()

    def write(self, line: Text) -> None:
        """Write one line."""
        self.stream.write(line.plain.rstrip() + "\n")


class RichOutput:
    """Writes lines with colour on a Rich console."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = console.width

    def write(self, line: Text) -> None:
        """Write one line."""
        from rich.text import Text as RichText

        self.console.print(RichText.assemble(*line.parts), highlight=False, soft_wrap=True)


def shows_blocks(stream: TextIO) -> bool:
    """Return whether a stream is a terminal whose encoding has block characters."""
    try:
        "█▓▒░│└─·●→".encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def output(stream: TextIO) -> PlainOutput | RichOutput:
    """Return colour on a terminal, and plain text elsewhere or with NO_COLOR."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return PlainOutput(stream)
    from rich.console import Console

    return RichOutput(Console(file=stream, highlight=False))
