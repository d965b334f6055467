"""Measure what a scenario costs before anything is decided: its check, its law, a sweep: ``python -m benchmarks.scenarios``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from toetssteen.kb import lint_scenario, scenario
from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import ParameterChange, Scenario, fingerprint, scenario_law
from toetssteen.ops.effect import effect

DAY = date(2025, 2, 1)
ROUNDS = 7
OVERLAY = """%%% artikel     6.3  Participatieplaats: duur
%%% uitvoer     belemmering
%%% parameters  pp_max
%%% invoer      duur

%@ 6.3/maximum eigen
%+ {D:maanden} is langer dan {M:maanden}
%- {D:maanden} is niet langer dan {M:maanden}
belemmering(Z,"6.3/maximum") :- zaak(Z,P,participatieplaats), duur(Z,D), parameter(pp_max,M), D > M.
"""


def forget() -> None:
    """Let nothing that was found or made before count."""
    scenario._LAWS.clear()
    scenario._LATEST.clear()
    lint_scenario._CLEAN.clear()


def milliseconds(run: Callable[[], object]) -> float:
    """Return the median time of a run from nothing, after one warm-up."""
    times = []
    for _round in range(ROUNDS + 1):
        forget()
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[1:])


def sweep() -> None:
    """Make the laws of a hundred values of one number."""
    for value in range(100):
        scenario_law(Scenario(parameters=(ParameterChange("premie_bedrag", 1_000 * value),)), DAY)


def main() -> None:
    """Print a line per measurement."""
    load_law(DAY)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "artikel_06.lp").write_text(OVERLAY, encoding="utf-8")
        number, rules = Scenario(parameters=(ParameterChange("pp_max", 9),)), Scenario(overlays=(folder,))
        same = Scenario(parameters=(ParameterChange("premie_bedrag", 30_000),))
        measured: dict[str, Callable[[], object]] = {
            "check and make the law of another number": lambda: scenario_law(number, DAY),
            "check and make the law of a rule of one's own": lambda: scenario_law(rules, DAY),
            "the same law once more": lambda: [scenario_law(rules, DAY) for _time in range(100)],
            "fingerprint": lambda: fingerprint(rules), "a sweep over a hundred numbers": sweep,
            "prove that nothing changes, the shipped cases included": lambda: effect(same),
        }  # fmt: skip
        for what, run in measured.items():
            print(f"{what:<58}{milliseconds(run):>9.1f} ms")


if __name__ == "__main__":
    main()
