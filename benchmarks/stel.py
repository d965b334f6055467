"""Measure what if: a caseload under the baseline and a scenario, with who changed and why: ``python -m benchmarks.stel``.

The persons are those of ``benchmarks.bevolking``. Times are of the processor, in one process; «with explanations» also makes both
short explanations of everybody who changed, as ``--veranderd`` writes them.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

from rich.console import Console
from rich.table import Table

from benchmarks.bevolking import invented
from toetssteen.cli.main import collect_seldom
from toetssteen.explain.sweep_report import SweptAxis
from toetssteen.kb.case import Case
from toetssteen.kb.scenario import BASELINE, ParameterChange, Scenario
from toetssteen.ops.scenario_sides import rule_of
from toetssteen.ops.shift import CaseRow, shift
from toetssteen.ops.shift_export import Export
from toetssteen.ops.sweep import sweep
from toetssteen.ops.sweep_axes import rule_at

SCENARIO = Scenario("korter", parameters=(ParameterChange("pp_max", 6), ParameterChange("wep_max", 2)))
VALUES = tuple(range(1, 13))
# How many persons, and whether with what was not asked.
MEMORY_SIZES = ((2_000, False), (20_000, False), (1_000, True), (5_000, True))
ABOUT: dict[str, frozenset[str] | None] = {"aanvragen": frozenset(), "ook ambtshalve": None}


def people(cases: list[Case]) -> Iterator[CaseRow]:
    """Yield cases as rows."""
    return (CaseRow(number, case, {}) for number, case in enumerate(cases, 1))


def compared(cases: list[Case], about: frozenset[str] | None, *, explained: bool = False) -> tuple[float, int]:
    """Return the seconds that both sides and who changed and why take, and how many changed."""
    export = Export(io.StringIO(), ".csv", ()) if explained else None
    start = time.process_time()
    report = shift(people(cases), rule_of(BASELINE, "nu"), [rule_of(SCENARIO)], columns=("leeftijd",), about=about, watch=export)
    return time.process_time() - start, report.scenarios[0].total.changed


def swept(cases: list[Case]) -> tuple[float, int, int]:
    """Return the seconds of a sweep over twelve values, and how many decisions it took of how many."""
    axes = (SweptAxis("wep_max", "", "maanden", VALUES, 2),)
    rule = rule_of(BASELINE)
    start = time.process_time()
    found = sweep(people(cases), rule, lambda values: rule_at(rule, axes, values), axes)
    return time.process_time() - start, found.decided, found.every


def rows() -> Iterator[tuple[str, ...]]:
    """Yield a row per kind of caseload."""
    for count, unknown in ((1200, 0.0), (1200, 0.1), (10_000, 0.0), (10_000, 0.1)):
        cases = list(invented(count, unknown))
        for what, about in ABOUT.items():
            if about is None and count > 5000:
                continue
            spent, number = compared(cases, about)
            explained = compared(cases, about, explained=True)[0] if count <= 5000 else 0.0
            yield (str(count), f"{unknown:.0%}", what, f"{spent:.2f}", str(number), f"{explained:.2f}" if explained else "")


def peak(count: int, own_motion: bool) -> float:
    """Return the peak memory in MB of a fresh process that compares a stream of persons."""
    program = f"from benchmarks.stel import stream; stream({count}, own_motion={own_motion})"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return int(said) / 1024


def stream(count: int, *, own_motion: bool) -> None:
    """Compare so many persons, repeated from a thousand, and print the peak memory in kB."""
    some = list(invented(1000))
    endless = (CaseRow(number, some[number % len(some)], {}) for number in iter(lambda: 0, 1))
    about = None if own_motion else frozenset[str]()
    shift(islice(endless, count), rule_of(BASELINE, "nu"), [rule_of(SCENARIO)], about=about)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> None:
    """Print what was measured."""
    collect_seldom()
    # first: a process counts the memory of the one that started it as its own
    sizes = {f"{count} inwoners{', ook ambtshalve,' if own else ''}": peak(count, own) for count, own in MEMORY_SIZES}
    table = Table(title="het recht zoals het is en een scenario: een proces, processortijd, zonder lezen")
    for heading in ("inwoners", "onvolledig", "wat", "seconden", "veranderd", "met beide uitleggen"):
        table.add_column(heading, justify="right")
    for row in rows():
        table.add_row(*row)
    console = Console(width=130)
    console.print(table)
    spent, decided, every = swept(list(invented(1200)))
    console.print(f"vegen over {len(VALUES)} waarden, 1.200 inwoners: {spent:.2f} s, {decided} van {every} beslissingen")
    console.print("geheugen: " + ", ".join(f"{what} {megabytes:.0f} MB" for what, megabytes in sizes.items()))


if __name__ == "__main__":
    main()
