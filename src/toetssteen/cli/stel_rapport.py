"""The report that ``stel`` writes beside what it shows."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.forms import write

if TYPE_CHECKING:
    from toetssteen.explain.document import Section
    from toetssteen.kb.scenario import Scenario


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
