"""Measure start-up, deciding, explaining and reading; print a table and write JSON: ``python -m benchmarks``.

Whole processes are measured in turn with a bare import of the three packages, so that the ratio holds
on a machine whose speed drifts. Medians are what counts.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from toetssteen.cli.main import collect_seldom
from toetssteen.kb.case import Case, Fact
from toetssteen.kb.instance import instantiate
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.flip import flip_application, kinds
from toetssteen.ops.flip_report import report_flip
from toetssteen.ops.interview import Interview
from toetssteen.ops.questions import questions
from toetssteen.ops.readings import every_reading
from toetssteen.ops.report import report_case
from toetssteen.ops.suite import run_suite
from toetssteen.parser.reader import read_case

HERE = Path(__file__).parent
ROOT = HERE.parent
CASE = "participatieplaats-te-jong"
EVERY, FILES = 12, 500
TENTH = 10
BARE = [sys.executable, "-c", "import clingo, lark, rich"]
EXPLAIN = [str(Path(sys.executable).with_name("toetssteen")), "waarom", CASE]


class Measure(NamedTuple):
    """One figure: what, median and 95th percentile in milliseconds, the target in words."""

    what: str
    median: float
    p95: float
    target: str


def milliseconds(run: Callable[[], object], rounds: int) -> list[float]:
    """Return the times of a number of runs after one warm-up."""
    run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return times


def measure(what: str, times: list[float], target: str) -> Measure:
    """Return the figures of a list of times."""
    ordered = sorted(times)
    return Measure(what, statistics.median(ordered), ordered[int(len(ordered) * 0.95)], target)


def process(command: list[str]) -> float:
    """Return the wall time of a whole process in milliseconds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
    return (time.perf_counter() - start) * 1000


def processes(rounds: int = 20) -> tuple[list[Measure], float]:
    """Return the figures of a fresh process against the bare import, pair by pair, and their median ratio."""
    process(EXPLAIN)
    process(BARE)
    pairs = [(process(EXPLAIN), process(BARE)) for _ in range(rounds)]
    ratio = statistics.median(one / other for one, other in pairs)
    return [
        measure("nieuw proces: zaak lezen, beslissen en uitleggen", [one for one, _ in pairs], "≤ 300 ms"),
        measure("nieuw proces: alleen import clingo, lark, rich", [other for _, other in pairs], "ter vergelijking"),
    ], ratio


def sampled_cases() -> list[Path]:
    """Return every Nth case file of the tests."""
    return sorted((ROOT / "tests" / "casus").rglob("*.feiten"))[::EVERY]


def known_and_unknown() -> tuple[list[Case], list[Case]]:
    """Return cases of the tests with every fact known (what they leave open is filled in), and as they are."""
    found = [read_case(path.read_text(encoding="utf-8"), path.name)[0] for path in sampled_cases()]
    cases = [case for case in found if case is not None]
    known = [case for case in map(filled, cases) if not instantiate(case, law_for(case)).opens]
    return known, [case for case in cases if instantiate(case, law_for(case)).opens]


def filled(case: Case) -> Case:
    """Return a case in which what it leaves open is favourable, else denied, and a number the lowest it can be."""
    case = case._replace(closure="ontkend", assumed=("feiten",))
    law = law_for(case)
    numbers = [one.key for one in instantiate(case, law).opens if law.concepts[one.key.concept].is_number]
    return case._replace(facts={**case.facts, **{key: Fact(law.concepts[key.concept].low) for key in numbers}})


def deciding(cases: list[Case], what: str, target: str) -> Measure:
    """Return the figures of deciding all voorzieningen of each case, with and without art. 20."""
    times: list[float] = []

    def decide(case: Case) -> None:
        for outcome in assess(case).outcomes:
            assert outcome.outcome
            assert outcome.outcome_without_20

    for case in cases:
        times += milliseconds(partial(decide, case), 1)
    return measure(f"beslissen, {what}", times, target)


def prove_all(case: Case) -> None:
    """Decide a case and prove every possible outcome, every condition and every consequence."""
    for outcome in assess(case).outcomes:
        for one in outcome.possible:
            outcome.proof(one)
        for condition in outcome.conditions:
            outcome.step("belemmering", condition.norm)
        assert outcome.consequences is not None


def report(case: Case) -> None:
    """Decide a case and make the report a person sees."""
    report_case(assess(case), brief=True)


def explaining(cases: list[Case]) -> list[Measure]:
    """Return the figures of deciding with all proofs, and of the whole report with what would settle it."""
    proofs: list[float] = []
    reports: list[float] = []
    for case in cases:
        proofs += milliseconds(partial(prove_all, case), 1)
        reports += milliseconds(partial(report, case), 1)
    return [
        measure("beslissen met alle bewijzen", proofs, "≤ 20 ms"),
        measure("beslissen met het verslag (wat beslist, wat ontbreekt)", reports, "geen doel"),
    ]


def every_combination(cases: list[Case]) -> list[Measure]:
    """Return the figures of finding what holds under every combination of readings, and that of the slowest case."""
    times: list[float] = []
    for case in cases:
        times += milliseconds(partial(every_reading, case), 1)
    return [
        measure("onder elke combinatie van lezingen", times, "≤ 50 ms"),
        measure("onder elke combinatie van lezingen: de traagste zaak", [max(times)], "≤ 1 000 ms"),
    ]


def ask(case: Case) -> None:
    """Decide a case and find the smallest sets of answers that settle each outcome."""
    questions(assess(case, about=frozenset()))


def choose(case: Case) -> None:
    """Decide a case and choose the question an interview asks first."""
    interview = Interview(case)
    assert interview.next in (None, *interview.left)


def asking(cases: list[Case]) -> list[Measure]:
    """Return the figures of what is still to be asked of each case, and of the first question when hardly anything is known."""
    sets: list[float] = []
    first: list[float] = []
    for case in cases:
        sets += milliseconds(partial(ask, case), 1)
        if not case.ceilings:
            first += milliseconds(partial(choose, case._replace(assumed=(), facts={})), 1)
    return [
        measure("vragen: beslissen en de kleinste reeksen antwoorden", sets, "≤ 50 ms"),
        measure("gesprek: de eerste vraag, bijna niets bekend", first, "geen doel"),
    ]


def testing() -> Measure:
    """Return the figure of testing 500 case files in one process, after a first round."""
    files = sorted((ROOT / "tests" / "casus").rglob("*.feiten"))
    step = max(1, len(files) // FILES)
    times = milliseconds(partial(run_suite, files[::step][:FILES]), 3)
    return measure(f"{FILES} zaken testen in één proces", times, "≤ 2 000 ms")


def flipping() -> list[Measure]:
    """Return the figures of finding the smallest changes of every tenth case, with their report."""
    searches: list[float] = []
    reports: list[float] = []
    for path in sorted((ROOT / "tests" / "casus").rglob("*.feiten"))[::TENTH]:
        case = read_case(path.read_text(encoding="utf-8"), path.name)[0]
        if case is not None:
            law = law_for(case)
            for item in kinds(case, law):
                start = time.perf_counter()
                found = flip_application(case, law, item)
                searches.append((time.perf_counter() - start) * 1000)
                report_flip(found)
                reports.append((time.perf_counter() - start) * 1000)
    return [
        measure(f"kleinste verandering ({len(searches)} aanvragen, langste {max(searches):.0f} ms)", searches, "≤ 50 ms"),
        measure(f"kleinste verandering met verslag (langste {max(reports):.0f} ms)", reports, "≤ 1 s hooguit"),
    ]


def reading() -> list[Measure]:
    """Return the figures of reading one case, and a long one per thousand lines."""
    text = next((ROOT / "src/toetssteen/voorbeelden").glob(f"{CASE}.feiten")).read_text(encoding="utf-8")
    persons = "\n\n".join(
        f"inwoner Persoon {number}\n  geboren op 1 maart 1990\n  ontvangt algemene bijstand\n  woont in Het Hogeland"
        for number in range(250)
    )
    long = f"peildatum 1 februari 2025\n\n{persons}\n"
    lines = long.count("\n")
    return [
        measure("een zaak lezen", milliseconds(lambda: read_case(text), 100), "enkele ms"),
        measure(f"lezen, per 1 000 regels ({lines} regels)",
                [one * 1000 / lines for one in milliseconds(lambda: read_case(long), 10)], "geen doel"),
    ]  # fmt: skip


def main() -> None:
    """Print the table and write ``benchmarks/uitslag/laatste.json``."""
    collect_seldom()  # as in every command
    figures, ratio = processes()
    known, unknown = known_and_unknown()
    figures.append(deciding(known, "feiten bekend", "≤ 2 ms"))
    figures.append(deciding(unknown, "met onbekende feiten", "≤ 10 ms"))
    figures += [
        *explaining(unknown),
        *every_combination([*known, *unknown]),
        *asking(unknown),
        testing(),
        *flipping(),
        *reading(),
    ]
    table = Table(title=f"Python {platform.python_version()}, {os.cpu_count()} processors")
    for heading in ("wat", "mediaan ms", "95 % ms", "doel"):
        table.add_column(heading, justify="right" if "ms" in heading else "left")
    for figure in figures:
        table.add_row(figure.what, f"{figure.median:.2f}", f"{figure.p95:.2f}", figure.target)
    table.add_row("verhouding uitleg / kale import", f"{ratio:.2f}", "", "≤ 1,6")
    Console().print(table)
    target = HERE / "uitslag" / "laatste.json"
    target.parent.mkdir(exist_ok=True)
    data = {"verhouding": ratio, "zaken": len(known) + len(unknown), "metingen": [one._asdict() for one in figures]}
    target.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
