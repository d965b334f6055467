"""How long the shipped properties take to prove, each by itself and all together: ``python -m benchmarks.bewijzen``."""

from __future__ import annotations

import time

from rich.console import Console
from rich.table import Table

from toetssteen.ops.property_files import named_properties
from toetssteen.ops.prove import as_it_is, prove
from toetssteen.ops.prove_report import key_of

TARGET = 60


def main() -> None:
    """Prove all shipped properties and print the time of each; the time to lay out the cases is shared evenly."""
    under = as_it_is()
    properties, _findings = named_properties([], under.laws[0])
    start = time.perf_counter()
    verdicts = prove(properties, under)
    whole = time.perf_counter() - start
    table = Table("eigenschap", "oordeel", "ruimten", "seconden")
    for one in verdicts:
        table.add_row(key_of(one.about.file, one.about.name), one.verdict, str(one.spaces), f"{one.seconds:.1f}")
    table.add_row("alle", "", "", f"{whole:.1f} (doel: hooguit {TARGET})")
    Console().print(table)


if __name__ == "__main__":
    main()
