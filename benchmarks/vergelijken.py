"""Measure comparing over all cases: the states of the statute, every starred reading: ``python -m benchmarks.vergelijken``.

For every pair and voorziening a witness is sought or equality proved, as ``vergelijk`` does for its first case; for the two
states also everything that is shown by default. Time of the processor and of the clock, in milliseconds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.ops.compare import Compare, Spaces, compare_scenarios

STATES = (Scenario(statute=date(2024, 7, 1)), Scenario(statute=date(2026, 1, 1)))
DAY = date(2025, 1, 1)


class Timed(NamedTuple):
    """How long a comparison about one voorziening took, and whether the sides differ."""

    name: str
    provision: str
    processor: float
    clock: float
    differs: bool


def timed(name: str, provision: str, run: Callable[[], bool]) -> Timed:
    """Return how long a comparison takes."""
    processor, clock = time.process_time(), time.perf_counter()
    differs = run()
    return Timed(name, provision, 1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - clock), differs)


def witnesses(name: str, compare: Compare) -> list[Timed]:
    """Return the times of a first witness, or the proof that there is none, for every voorziening."""
    return [timed(name, one, lambda one=one: compare.witness(one) is not None) for one in compare.provisions()]  # type: ignore[misc]


def everything(name: str, compare: Compare) -> list[Timed]:
    """Return the times of all causes, other grounds and what follows, for every voorziening."""
    return [timed(name, one, lambda one=one: compare.compare(one).verdict != "gelijk") for one in compare.provisions()]  # type: ignore[misc]


def starred() -> list[Timed]:
    """Return the times of every starred reading against each of its rivals, in one process that shares the spaces."""
    spaces, found = Spaces(), []
    for key, reading in load_law(DAY).readings.items():
        for option in reading.options if reading.starred else ():
            if option != reading.default:
                found += witnesses(
                    f"{reading.display}:{option}", compare_scenarios(BASELINE, Scenario(readings={key: option}), spaces)
                )
    return found


def main() -> None:
    """Print the times."""
    load_law(DAY).program  # noqa: B018 - reading the law is not part of what is measured
    groups = {
        "twee standen van de wet: geval of bewijs": witnesses("standen", compare_scenarios(*STATES)),
        "twee standen van de wet: alle oorzaken, gronden en gevolgen": everything("standen", compare_scenarios(*STATES)),
        "alle lezingen met een ster: geval of bewijs": starred(),
    }
    table = Table("wat", "paren", "verschillen", "mediaan ms", "langste ms", "samen s (processor)", "samen s (klok)")
    for what, found in groups.items():
        times = [one.processor for one in found]
        longest = max(found, key=lambda one: one.processor)
        table.add_row(what, str(len(found)), str(sum(one.differs for one in found)), f"{statistics.median(times):.1f}",
                      f"{longest.processor:.0f} ({longest.name}, {longest.provision})", f"{sum(times) / 1000:.1f}",
                      f"{sum(one.clock for one in found) / 1000:.1f}")  # fmt: skip
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
