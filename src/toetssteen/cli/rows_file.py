"""A file that is written row by row while a command works: there whole when all is done, or not there at all."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TextIO, TypeVar

from toetssteen.cli.forms import objection
from toetssteen.cli.main import INPUT, OK


class Rows(Protocol):
    """What writes rows, and what ends them."""

    @property
    def written(self) -> int: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


Written = TypeVar("Written", bound=Rows)


@contextmanager
def rows_file(name: str, options: Namespace, made: Callable[[TextIO, str], Written], what: str
              ) -> Iterator[tuple[Written | None, int]]:  # fmt: skip
    """Give what ``made`` makes of the file and the end of its name, or the exit code of why there is none.

    ``what`` the rows are, in Dutch, is said with their number. Broken off the file holds what was finished.
    """
    from toetssteen.ops.row_lines import CSV, SUFFIXES
    from toetssteen.parser.source import reason

    path = Path(name)
    suffix = path.suffix.lower()
    problem = objection(path, replace=options.overschrijf)
    if suffix not in SUFFIXES:
        problem = f"eindigt niet op {', '.join(SUFFIXES[:-1])} of {SUFFIXES[-1]}"
    if problem:
        print(f"«{path}» {problem}", file=sys.stderr)
        yield None, INPUT
        return
    beside = path.with_name(f".toetssteen-{os.getpid()}")
    try:
        # a spreadsheet knows UTF-8 by the mark at its beginning
        stream = beside.open("x", encoding="utf-8-sig" if suffix == CSV else "utf-8", newline="")
    except (OSError, ValueError) as wrong:
        print(f"«{path}» is niet te schrijven: {reason(wrong)}", file=sys.stderr)
        yield None, INPUT
        return
    try:
        with stream:
            rows = made(stream, suffix)
            yield rows, OK
            rows.close()
        os.replace(beside, path)
        print(f"{path} is geschreven ({rows.written} {what})", file=sys.stderr)
    finally:
        beside.unlink(missing_ok=True)
