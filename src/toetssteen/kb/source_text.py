"""The official text as a tree: articles, leden, onderdelen and definitions, each with its citation and line."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

ARTICLE = re.compile(r"^#+\s+\**Artikel\s+(\d+)\.\s*(.*?)\**\s*$")
HEADING = re.compile(r"^#+\s")
NUMBERED = re.compile(r"^(\d+)\.\s+(.*)$")
LETTERED = re.compile(r"^\s*-\s+([a-z])\.\s+(.*)$")
DEFINITION = re.compile(r"^\s+-\s+(\w+):\s+(.*)$")
BULLET = re.compile(r"^-\s+(.*)$")
CLOSING = re.compile(r"^\*")


class Unit(NamedTuple):
    """A place in the text: its citation, kind (artikel, lid, onderdeel, begrip), heading or text, and line."""

    citation: str
    kind: str
    text: str
    line: int


class _Article:
    def __init__(self, number: str, title: str, line: int) -> None:
        self.number, self.title, self.line = number, title, line
        self.units: list[Unit] = []
        self.body: list[str] = []

    def leden(self) -> list[Unit]:
        return [unit for unit in self.units if unit.kind == "lid"]


@lru_cache(maxsize=4)
def read_source(path: Path) -> tuple[Unit, ...]:
    """Return all places of the official text in order."""
    units: list[Unit] = []
    for article in _articles(path):
        units.append(Unit(article.number, "artikel", article.title, article.line))
        units += _settled(article)
    return tuple(units)


@lru_cache(maxsize=4)
def article_texts(path: Path) -> dict[str, str]:
    """Return the full text of every article, spaces levelled and list marks removed, for comparison."""
    return {article.number: level(article.body) for article in _articles(path)}


def level(lines: list[str]) -> str:
    """Return lines as one text without list marks and with single spaces."""
    return " ".join(" ".join(re.sub(r"^\s*-\s+", "", line).split()) for line in lines).replace("  ", " ").strip()


def _articles(path: Path) -> list[_Article]:
    found: list[_Article] = []
    current: _Article | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        heading = ARTICLE.match(line)
        if heading:
            current = _Article(heading[1], heading[2], number)
            found.append(current)
        elif HEADING.match(line):
            current = None
        elif current is not None and line.strip() and not CLOSING.match(line):
            current.body.append(line)
            _place(current, line, number)
    return found


def _place(article: _Article, line: str, number: int) -> None:
    leden = article.leden()
    parent = leden[-1].citation if leden else article.number
    if match := NUMBERED.match(line):
        article.units.append(Unit(f"{article.number}.{match[1]}", "lid", match[2], number))
    elif match := LETTERED.match(line):
        article.units.append(Unit(f"{parent}.{match[1]}", "onderdeel", match[2], number))
    elif match := DEFINITION.match(line):
        article.units.append(Unit(f"{parent}.{match[1]}", "begrip", match[2], number))
    else:
        text = BULLET.match(line)
        article.units.append(Unit(f"{article.number}.{len(leden) + 1}", "lid", text[1] if text else line, number))


def _settled(article: _Article) -> list[Unit]:
    """Return the units of an article; the only lid of an article without numbers is cited by the article alone."""
    if len(article.leden()) > 1 or any(NUMBERED.match(line) for line in article.body):
        return article.units
    return [unit._replace(citation=re.sub(rf"^{article.number}\.1(?=\.|$)", article.number, unit.citation))
            for unit in article.units]  # fmt: skip
