"""The examples of the manual: found, run and compared; run this to write their outputs anew.

A case or JSON block below ``<!-- bestand: naam -->`` is a file; a console block runs ``$ toetssteen …`` in a folder
with the files above it, with ``< naam`` at the end for what is typed. Blocks are taken in the order of the page, so a
later file can replace an earlier one.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

from toetssteen.cli.main import main as toetssteen

ROOT = Path(__file__).parent.parent
WIDTH = 80
OMITTED = "…"
PROMPT = "$ "
PROGRAM = "toetssteen"
FILE_NAME = re.compile(r"<!--\s*bestand:\s*(?P<name>\w[\w.-]*(?:/\w[\w.-]*)?)\s*-->")


class Block(NamedTuple):
    """A fenced block: its language, the file name above it if any, its lines, and the index of its first line."""

    language: str
    name: str
    lines: tuple[str, ...]
    start: int

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


class Command(NamedTuple):
    """One command of a console block with the output the page shows, and the index of its own line."""

    words: str
    shown: tuple[str, ...]
    line: int


def pages() -> list[Path]:
    """Return the pages whose examples are real: the manual and the first page of the project."""
    return [*sorted((ROOT / "handleiding").glob("*.md")), ROOT / "README.md"]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in order; a fence that is not closed is an error."""
    found, name, lines = [], "", text.split("\n")
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.startswith("```"):
            end = lines.index("```", index + 1)
            found.append(Block(line[3:].strip(), name, tuple(lines[index + 1 : end]), index + 1))
            name, index = "", end
        elif match := FILE_NAME.fullmatch(line.strip()):
            name = match["name"]
        elif line.strip():
            name = ""
        index += 1
    return found


def commands(block: Block) -> Iterator[Command]:
    """Yield the commands of a console block with the output shown below each of them."""
    starts = [index for index, line in enumerate(block.lines) if line.startswith(PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield Command(block.lines[start].removeprefix(PROMPT), block.lines[start + 1 : end], block.start + start)


def run(command: str, folder: Path) -> list[str]:
    """Return what a command prints, as a terminal of fixed width without colour shows it."""
    words = shlex.split(command)
    if not words or words[0] != PROGRAM:
        raise ValueError(f"only {PROGRAM} can be run: {command}")
    words, target = (words[:-2], words[-1]) if len(words) > 2 and words[-2] == ">" else (words, "")
    words, source = (words[:-2], words[-1]) if len(words) > 2 and words[-2] == "<" else (words, "")
    out = io.StringIO()
    env = {"COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    typed = SimpleNamespace(buffer=io.BytesIO((folder / source).read_bytes() if source else b""))
    with (chdir(folder), patch.dict(os.environ, env), patch.object(sys, "stdin", typed),
          redirect_stdout(out), redirect_stderr(out)):  # fmt: skip
        toetssteen(words[1:])
    if target:
        (folder / target).write_text(out.getvalue(), encoding="utf-8")
        return []
    return [line.rstrip() for line in out.getvalue().removesuffix("\n").split("\n")] if out.getvalue() else []


def outputs(text: str, folder: Path) -> Iterator[tuple[Command, list[str]]]:
    """Write the files of a page into a folder and run its commands; yield each command with its real output."""
    for block in blocks(text):
        if block.name:
            (folder / block.name).parent.mkdir(exist_ok=True)
            (folder / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command in commands(block):
                yield command, run(command.words, folder)


def agrees(shown: tuple[str, ...], real: list[str]) -> bool:
    """Return whether shown output is the real output, where ``…`` on a line stands for any number of lines."""
    parts = "\n".join(re.escape(line) if line.strip() != OMITTED else OMITTED for line in shown)
    pattern = parts.replace(f"{OMITTED}\n", r"(?:.*\n)*?").replace(OMITTED, r"(?:.*\n)*.*")
    return re.fullmatch(pattern, "\n".join(real)) is not None


def renewed(shown: tuple[str, ...], real: list[str]) -> list[str]:
    """Return the real output with ``…`` kept where the page leaves lines out."""
    kept = [line for line in shown if line.strip() != OMITTED]
    gaps, seen = [], 0
    for line in shown:
        if line.strip() == OMITTED:
            gaps.append(seen)
        else:
            seen += 1
    codes = SequenceMatcher(None, kept, real, autojunk=False).get_opcodes()
    result, position = [], 0
    for gap in gaps:
        first, last = _end_of(gap, codes), _start_of(gap, len(kept), len(real), codes)
        if first < last:
            result += [*real[position:first], OMITTED]
            position = last
    return [*result, *real[position:]]


def _end_of(gap: int, codes: Sequence[tuple[str, int, int, int, int]]) -> int:
    """Return how many real lines come before a gap: up to the line that stands for the shown line above it."""
    return next((min(to, start + gap - first) for _tag, first, last, start, to in codes if first < gap <= last), 0)


def _start_of(gap: int, shown: int, real: int, codes: Sequence[tuple[str, int, int, int, int]]) -> int:
    """Return the first real line behind a gap: the one that stands for the shown line below it."""
    if gap == shown:
        return real
    return next(max(start, to - (last - gap)) for _tag, first, last, start, to in codes if first <= gap < last)


def rewritten(text: str) -> str:
    """Return a page with the real output of its commands."""
    lines = text.split("\n")
    with TemporaryDirectory() as folder:
        results = list(outputs(text, Path(folder)))
    for command, real in reversed(results):
        if not agrees(command.shown, real):
            start = command.line + 1
            lines[start : start + len(command.shown)] = renewed(command.shown, real)
    return "\n".join(lines)


def main() -> None:
    """Rewrite the console blocks of all pages in place."""
    for path in pages():
        old = path.read_text(encoding="utf-8")
        new = rewritten(old)
        if new != old:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: rewritten", file=sys.stderr)


if __name__ == "__main__":
    main()
