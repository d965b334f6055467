"""The official text as a tree: articles, leden, onderdelen and definitions, each with its citation and line."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from toetssteen.kb.source_article import Unit
from toetssteen.kb.source_split import SourceText, split

__all__ = ["SourceText", "Unit", "article_texts", "level", "read_source", "source_of"]


def read_source(path: Path) -> tuple[Unit, ...]:
    """Return all places of the official text in order."""
    return source_of(path).units


def source_of(path: Path) -> SourceText:
    """Return an official text as split, with what stands around its articles and what is wrong with it."""
    status = path.stat()
    return _source(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _source(path: Path, _changed: int, _size: int) -> SourceText:
    return split(path.read_text(encoding="utf-8"), path.name)


def article_texts(path: Path) -> dict[str, str]:
    """Return the full text of every article, spaces levelled and list marks removed, for comparison."""
    return {number: level(list(body)) for number, body in source_of(path).bodies.items()}


def level(lines: list[str]) -> str:
    """Return lines as one text without list marks and with single spaces."""
    return " ".join(" ".join(re.sub(r"^\s*-\s+", "", line).split()) for line in lines).replace("  ", " ").strip()
