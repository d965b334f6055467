"""The files that ``stel`` writes beside what it shows: everybody who changed, and the report."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.forms import objection, write
from toetssteen.cli.main import INPUT, OK

if TYPE_CHECKING:
    from toetssteen.explain.document import Section
    from toetssteen.kb.scenario import Scenario
    from toetssteen.ops.shift_export import Export


@contextmanager
def changed_file(options: Namespace) -> Iterator[tuple[Export | None, int]]:
    """Give what writes every change to the file asked for; the file is there whole when all is done, or is not there.

    Broken off it holds what was finished.
    """
    from toetssteen.ops.shift_export import SUFFIXES, Export

    path = Path(options.veranderd)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        print(f"«{path}» eindigt niet op {', '.join(SUFFIXES[:-1])} of {SUFFIXES[-1]}", file=sys.stderr)
        yield None, INPUT
        return
    problem = objection(path, replace=options.overschrijf)
    if problem:
        print(f"«{path}» {problem}", file=sys.stderr)
        yield None, INPUT
        return
    beside = path.with_name(f".toetssteen-{os.getpid()}")
    try:
        # a spreadsheet knows UTF-8 by the mark at its beginning
        with beside.open("x", encoding="utf-8-sig" if suffix == ".csv" else "utf-8", newline="") as stream:
            export = Export(stream, suffix, options.per)
            yield export, OK
            export.close()
        os.replace(beside, path)
        print(f"{path} is geschreven ({export.written} veranderingen)", file=sys.stderr)
    finally:
        beside.unlink(missing_ok=True)


def write_report(document: Section, scenarios: Sequence[Scenario], options: Namespace) -> int:
    """Write the report of scenarios to the file asked for; return the exit code."""
    from toetssteen import __version__
    from toetssteen.explain.shift_page import Origin, shift_page
    from toetssteen.ops.scenario_sides import law_prints
    from toetssteen.ops.what_if_request import supposed

    laws = dict(pair for one in scenarios for pair in law_prints(one))
    origin = Origin(Path(options.zaak).name, date.today(), tuple(laws.items()), __version__)
    page = shift_page(document, [supposed(one) for one in scenarios], origin)
    return write(Path(options.rapport), page, replace=options.overschrijf, beside=True)
