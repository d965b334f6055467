"""Measure allocation: HiGHS's proven optimum, clingo's first answer, CP-SAT beside them: ``python -m benchmarks.verdelen``.

Invented caseloads over six kinds with every sort of ceiling. CP-SAT (the extra ``vergelijken``) runs in a process of its own:
it cannot be loaded beside HiGHS. Where both prove the optimum of one aim, the optima have to be equal.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from importlib.util import find_spec
from random import Random

from rich.console import Console
from rich.table import Table

from toetssteen.ops.allocation.exact import broken
from toetssteen.ops.allocation.optimise import optimise
from toetssteen.ops.allocation.problem import Aim, Limit, Problem
from toetssteen.ops.allocation.without import search

KINDS = (3000, 9000, 2500, 6000, 4000, 3500)
SIZES = {1000: 10.0, 5000: 30.0}
SEED = 11


def invented(persons: int, seed: int = SEED) -> Problem:
    """Return a problem of many persons: about three kinds each, ceilings on money, persons, money and grants per person."""
    draw = Random(seed)  # noqa: S311 - nothing secret
    asked = []
    for person in range(persons):
        need, early = draw.choice((1, 1, 2, 2, 3, 5)), int(draw.random() < 0.05)
        for kind, price in enumerate(KINDS):
            if draw.random() < 0.5:
                asked.append((person, kind, max(100, int(draw.gauss(price, price * 0.3))), need, early, draw.randrange(400)))
    options = range(len(asked))
    limits: list[Limit] = []
    of_person: dict[int, list[int]] = {}
    for kind in range(len(KINDS)):
        own = [one for one in options if asked[one][1] == kind]
        limits.append(Limit(f"bedrag{kind}", int(sum(asked[one][2] for one in own) * draw.uniform(0.2, 0.4)),
                            {one: asked[one][2] for one in own}))  # fmt: skip
        limits.append(Limit(f"personen{kind}", int(len(own) * draw.uniform(0.25, 0.5)), dict.fromkeys(own, 1)))
    for one in options:
        of_person.setdefault(asked[one][0], []).append(one)
    for person, own in of_person.items():
        limits.append(Limit(f"per_persoon{person}", 10_000, {one: asked[one][2] for one in own}))
        limits.append(Limit(f"voorzieningen{person}", 2, dict.fromkeys(own, 1)))
    aims = (
        Aim("voorrang", {one: asked[one][4] for one in options if asked[one][4]}),
        Aim("behoefte", {one: asked[one][3] for one in options}, tolerance=10),
        Aim("aantal", dict.fromkeys(options, 1)),
    )
    return Problem(len(asked), tuple(limits), (), aims)


def cp_sat(persons: int, seconds: float) -> tuple[str, int, float]:
    """Return what CP-SAT makes of the need of a caseload: status, value and seconds."""
    from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # an extra of its own

    problem = invented(persons)
    began = time.perf_counter()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(problem.size)]
    for limit in problem.limits:
        model.add(sum(weight * taken[one] for one, weight in limit.weights.items()) <= limit.room)
    model.maximize(sum(score * taken[one] for one, score in problem.aims[1].scores.items()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    return solver.status_name(status), int(solver.objective_value), time.perf_counter() - began


def in_order(problem: Problem, most: float) -> tuple[str, ...]:
    """Return a row for the three aims in their order, checked by clingo."""
    began = time.perf_counter()
    found = optimise(problem, seconds=3 * most)
    spent = time.perf_counter() - began
    assert found.chosen is not None
    assert not broken(problem, found.chosen)
    reached = ", ".join(f"{one.key} {one.value}{'' if one.proven else ' (niet bewezen)'}" for one in found.reached)
    return "HiGHS, drie doelen op volgorde", f"{spent:.1f}", reached, f"≤ {most:.0f} s, bewezen"


def clingo_alone(need: Problem, best: int) -> tuple[str, ...]:
    """Return a row for clingo's first answer and the one after five seconds."""
    first: list[tuple[float, int]] = []
    began = time.perf_counter()
    search(need, seconds=5, progress=lambda _aim, value, _bound: first.append((time.perf_counter() - began, value)))
    said = f"{first[0][1]}; na 5 s {100 * first[-1][1] / best:.1f} % van het beste"
    return "clingo alleen, eerste", f"{first[0][0]:.2f}", said, "≤ 1 s, binnen 4 %"


def main() -> None:
    """Print a row per caseload and solver."""
    table = Table(title="verdelen over zes voorzieningen")
    for heading in ("inwoners", "wat", "seconden", "uitkomst", "doel"):
        table.add_column(heading)
    for persons, most in SIZES.items():
        problem = invented(persons)
        table.add_row(str(persons), *in_order(problem, most))
        need = problem._replace(aims=problem.aims[1:2])
        began = time.perf_counter()
        best = optimise(need, seconds=3 * most).reached[0].value
        table.add_row("", "HiGHS, alleen behoefte", f"{time.perf_counter() - began:.1f}", str(best), "")
        table.add_row("", *clingo_alone(need, best))
        if find_spec("ortools"):
            program = f"import json; from benchmarks.verdelen import cp_sat; print(json.dumps(cp_sat({persons}, {most})))"
            said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
            status, value, seconds = json.loads(said.splitlines()[-1])
            table.add_row("", f"CP-SAT, alleen behoefte ({status})", f"{seconds:.1f}", str(value), "")
            assert status != "OPTIMAL" or value == best
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
