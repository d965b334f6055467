"""Measure caseloads in tables: reading, writing, and the memory it takes: ``python -m benchmarks.tabellen [INWONERS …]``.

The invented caseload of ``verzin`` in processes of their own, so that the highest use of memory is that of one reading.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from toetssteen.cli.main import collect_seldom
from toetssteen.ops.invent import invented, read_plan
from toetssteen.parser.table import Row, read_rows
from toetssteen.parser.table_output import write_table

SIZES = (1_200, 10_000)
ENDS = (".csv", ".parquet", ".xlsx")
INCOMPLETE = 0.1


def timed(run: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def read(path: str) -> int:
    """Read a table as the commands do; return how many persons."""
    persons = 0
    for row in read_rows(path):
        if not isinstance(row, Row):
            raise SystemExit(f"{path}: {row.problems}")
        persons += 1
    return persons


def most_memory() -> float:
    """Return the most memory of this process in megabytes; on Linux, elsewhere 0."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    # getrusage would count what the process it was forked from had
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def alone(path: Path) -> tuple[float, float]:
    """Return the seconds and the megabytes of reading a table in a process of its own."""
    out = subprocess.run(
        [sys.executable, "-m", "benchmarks.tabellen", "lees", str(path)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = out.stdout.split()
    return float(seconds), float(megabytes)


def main(words: list[str]) -> None:
    """Print the figures of some sizes, or with ``lees`` those of reading one table."""
    collect_seldom()
    if words[:1] == ["lees"]:
        print(timed(lambda: read(words[1])), most_memory())
        return
    plan, _findings = read_plan()
    if plan is None:
        raise SystemExit("the distributions cannot be read")
    table = Table("inwoners", "rijen", "vorm", "schrijven (s)", "lezen (s)", "geheugen (MB)")
    with tempfile.TemporaryDirectory() as folder:
        for persons in [int(word) for word in words] or SIZES:
            rows = list(invented(plan, persons, 1, INCOMPLETE))
            for end in ENDS:
                path = Path(folder) / f"{persons}{end}"
                writing = timed(lambda path=path, rows=rows: write_table(path, plan.header, rows))  # type: ignore[misc]
                reading, megabytes = alone(path)
                table.add_row(str(persons), str(len(rows)), end, f"{writing:.2f}", f"{reading:.2f}", f"{megabytes:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
