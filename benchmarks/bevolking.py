"""Measure deciding many persons against case by case: ``python -m benchmarks.bevolking``.

The persons are invented: one to three applications each, some with earlier places, with every fact that matters stated
(complete) or some of them unknown (incomplete). Times are of the processor, in one process, without reading files. The
results are compared with those of the engine for one case.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

from rich.console import Console
from rich.table import Table

from toetssteen.cli.main import collect_seldom
from toetssteen.kb.case import Application, Case, Fact, FactKey, Placement
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import Law, load_law
from toetssteen.ops.assess import assess
from toetssteen.ops.population import compare, decide
from toetssteen.ops.results import results_of

DAY = date(2025, 10, 1)
SEED = 1
EMPLOYERS = tuple(f"Werkgever {number}" for number in range(1, 41))
ORDINARY = 0.9
SAMPLED = 100
MEMORY_SIZES = (2000, 20_000)
ABOUT: dict[str, frozenset[str] | None] = {"aanvragen": frozenset(), "ook ambtshalve": None}


def invented(count: int, unknown: float = 0.0, seed: int = SEED, day: date = DAY) -> Iterator[Case]:
    """Yield cases of one person; of a share of them a few facts are unknown."""
    draw = Random(seed)  # noqa: S311 - nothing secret
    law = load_law(day)
    for number in range(count):
        case = _asking(draw, f"Inwoner {number}", law, day)
        facts = {one.key: _stated(draw, one.key, law, day) for one in instantiate(case, law, about=frozenset()).opens}
        if draw.random() < unknown:
            for key in draw.sample(sorted(facts), min(len(facts), draw.choice((1, 1, 2, 3, 5, 8)))):
                facts[key] = Fact(None)
        yield case._replace(facts=facts)


def _asking(draw: Random, person: str, law: Law, day: date) -> Case:
    kinds = [key for key, one in law.provisions.items()
             if not (one.municipal or one.about or one.only_placement or one.continuing)]  # fmt: skip
    places = [key for key, one in law.provisions.items() if one.is_place]
    applications = []
    employer = draw.choice(EMPLOYERS)
    for number, kind in enumerate(draw.sample(kinds, draw.choice((1, 1, 1, 2, 2, 3))), 1):
        start = day + timedelta(days=draw.randrange(-20, 90))
        where = employer if law.provisions[kind].is_place else ""
        applications.append(Application(f"z{number}", person, kind, where, start, months=draw.choice((None, 3, 6, 6, 12, 24, 30)),
                                        submitted=day - timedelta(days=draw.randrange(0, 60)), work="kassa"))  # fmt: skip
    placements = []
    for number in range(1, draw.choice((0, 0, 0, 1, 1, 2)) + 1):
        start = day - timedelta(days=draw.randrange(60, 900))
        end = start + timedelta(days=draw.randrange(30, 700))
        placements.append(Placement(f"t{number}", person, draw.choice(places), employer, start, end, work="magazijn"))
    return Case(reference_date=day, persons=(person,), employers=(employer,), applications=tuple(applications),
                placements=tuple(placements))  # fmt: skip


def _stated(draw: Random, key: FactKey, law: Law, day: date) -> Fact:
    concept = law.concepts[key.concept]
    if concept.key == "geboren":
        return Fact(day - timedelta(days=draw.randrange(17 * 365, 67 * 365)))
    if concept.kind == "datum":
        return Fact(day - timedelta(days=draw.randrange(0, 700)))
    if concept.is_number or concept.kind == "duur":
        return Fact(draw.randint(concept.low, min(concept.high, draw.choice((10, 100, 40_000, concept.high)))))
    return Fact((draw.random() < ORDINARY) is (concept.favourable is not False))


def seconds(cases: list[Case], about: frozenset[str] | None) -> float:
    """Return how long deciding takes."""
    start = time.process_time()
    for _found in decide(cases, about=about):
        pass
    return time.process_time() - start


def against_one_by_one(cases: list[Case], about: frozenset[str] | None) -> float:
    """Return the seconds per case of the engine for one case, over a sample; its results have to be the same."""
    sample = cases[:: max(1, len(cases) // SAMPLED)]
    law = load_law(DAY)
    start = time.process_time()
    alone = [results_of(assess(case, law, about=about)) for case in sample]
    spent = time.process_time() - start
    assert alone == [found.results for found in decide(sample, about=about)]
    return spent / len(sample)


def rows() -> Iterator[tuple[str, ...]]:
    """Yield a row per kind of caseload."""
    for count, unknown in ((1200, 0.0), (10_000, 0.0), (10_000, 0.1), (500, 1.0)):
        cases = list(invented(count, unknown))
        for what, about in ABOUT.items():
            if about is None and count > 5000:
                continue
            spent = min(seconds(cases, about) for _ in range(2))
            alone = against_one_by_one(cases, about)
            yield (str(count), f"{unknown:.0%}", what, f"{spent:.2f}", f"{count / spent:.0f}", f"{alone * count / spent:.1f}")


def pair() -> float:
    """Return how many seconds it takes to decide 1 200 persons twice and to compare what became of them."""
    cases = list(invented(1200))
    later = [case._replace(readings={"i05": "tot_en_met_27"}) for case in cases]
    start = time.process_time()
    for before, after in zip(decide(cases), decide(later), strict=True):
        compare(before, after)
    return time.process_time() - start


def peak(count: int) -> float:
    """Return the peak memory in MB of a fresh process that decides a stream of persons, invented as they are needed."""
    program = f"from benchmarks.bevolking import stream; stream({count})"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    return int(said) / 1024


def stream(count: int) -> None:
    """Decide so many persons, repeated from a thousand, and print the peak memory in kB."""
    import resource

    some = list(invented(1000))
    endless = (case for _ in iter(int, 1) for case in some)
    for _found in decide(islice(endless, count)):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main() -> None:
    """Print what was measured."""
    sizes = {count: peak(count) for count in MEMORY_SIZES}  # first: a process begins with the peak of the one that starts it
    collect_seldom()
    table = Table(title="veel inwoners: een proces, processortijd, zonder lezen")
    for heading in ("inwoners", "onvolledig", "wat", "seconden", "per seconde", "× sneller dan één voor één"):
        table.add_column(heading, justify="right")
    for row in rows():
        table.add_row(*row)
    console = Console(width=130)
    console.print(table)
    console.print(f"1.200 inwoners tweemaal beslist en vergeleken: {pair():.2f} s (doel: ≤ 2 s op twee kernen, met lezen)")
    console.print("geheugen: " + ", ".join(f"{count} inwoners {megabytes:.0f} MB" for count, megabytes in sizes.items()))


if __name__ == "__main__":
    main()
