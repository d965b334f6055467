"""Measure allocation: HiGHS's proven optimum, clingo alone, CP-SAT beside them: ``python -m benchmarks.verdelen [INWONERS …]``.

Invented caseloads over six kinds with every sort of ceiling. CP-SAT (the extra ``meten``) runs in a process of its own: it
cannot be loaded beside HiGHS. Where both prove the optimum of one aim, the optima have to be equal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from random import Random
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from toetssteen.cli.main import collect_seldom
from toetssteen.ops.allocation.caseload import read_caseload
from toetssteen.ops.allocation.exact import broken
from toetssteen.ops.allocation.optimise import Found, Reached, optimise
from toetssteen.ops.allocation.problem import Aim, Limit, Problem
from toetssteen.ops.allocation.without import search
from toetssteen.parser.reader import read_case

KINDS = (3000, 9000, 2500, 6000, 4000, 3500)
SIZES = {50: 2.0, 200: 5.0, 1000: 10.0, 5000: 30.0}
SEED, SEEDS = 11, (11, 12, 13, 14, 15)
ALONE = 5.0
# What CP-SAT recommends, also on fewer cores: its workers search in different ways.
WORKERS = 8


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


CASE = """peildatum 1 oktober 2025
neem aan dat de overige feiten gunstig zijn

plafond scholing 2025: hooguit 50 personen, hooguit € 90.000, hooguit € 2.500 per persoon
  is geen subsidieplafond
  er is al € 0 verleend
  er is al verleend aan 0 personen
"""
PERSON = """
inwoner Inwoner {number}
  geboren op {day} juni {year}
  ontvangt algemene bijstand
  heeft een kleine kans op werk

aanvraag van Inwoner {number} voor scholing
  ingediend op {day} september 2025
  de kosten zijn € {euros}
"""
DECIDED = 1000


class Spent(NamedTuple):
    """Seconds on the clock and of computing since it was begun."""

    clock: float
    computing: float

    @classmethod
    def begin(cls) -> Spent:
        """Begin to count."""
        return cls(time.perf_counter(), time.process_time())

    def said(self) -> str:
        """Return what has passed since, in words."""
        return f"{time.perf_counter() - self.clock:.1f} ({time.process_time() - self.computing:.1f})"


def cp_sat(persons: int, seconds: float) -> list[tuple[str, int, int, bool]]:
    """Return what CP-SAT makes of the aims in order: key, value, bound and whether it proved it; evenly shared time as ours."""
    from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # an extra of its own

    problem = invented(persons)
    began = time.perf_counter()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(problem.size)]
    for limit in problem.limits:
        model.add(sum(weight * taken[one] for one, weight in limit.weights.items()) <= limit.room)
    reached = []
    for place, aim in enumerate(problem.aims):
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = (seconds - (time.perf_counter() - began)) / (len(problem.aims) - place)
        solver.parameters.num_workers = WORKERS
        total = sum(score * taken[one] for one, score in aim.scores.items())
        model.maximize(total)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break  # out of time without any answer
        value = int(solver.objective_value)
        reached.append((aim.key, value, int(solver.best_objective_bound), status == cp_model.OPTIMAL))
        model.add(total >= value - abs(value) * aim.tolerance // 1000)
        model.clear_hints()
        for one in taken:
            model.add_hint(one, solver.value(one))
    return reached


def other_process(persons: int, seconds: float) -> tuple[list[Reached], str]:
    """Return what CP-SAT reached in a process of its own, and the seconds that took."""
    program = f"import json; from benchmarks.verdelen import cp_sat; print(json.dumps(cp_sat({persons}, {seconds})))"
    spent = Spent.begin()
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    reached = [Reached(key, value, bound, proven, 0.0) for key, value, bound, proven in json.loads(said.splitlines()[-1])]
    return reached, spent.said().split(" ", maxsplit=1)[0]


def in_words(reached: list[Reached] | tuple[Reached, ...]) -> str:
    """Return what was reached per aim, with the bound where it is not proven best."""
    return ", ".join(f"{one.key} {one.value}{'' if one.proven else f' (hooguit {one.bound})'}" for one in reached)


def in_order(persons: int, most: float, seed: int) -> tuple[Found, str]:
    """Return what HiGHS makes of the aims in order within a time, checked by clingo, and the seconds it took."""
    problem, spent = invented(persons, seed), Spent.begin()
    found = optimise(problem, seconds=most)
    said = spent.said()
    assert found.chosen is not None
    assert not broken(problem, found.chosen)
    return found, said


def clingo_alone(need: Problem, best: int) -> tuple[str, ...]:
    """Return a row for clingo's first answer to one aim and the one after some seconds."""
    first: list[tuple[str, int]] = []
    spent = Spent.begin()
    found = search(need, seconds=ALONE, progress=lambda _aim, value, _bound: first.append((spent.said(), value)))
    assert found.chosen is not None
    assert not broken(need, found.chosen)
    last = found.reached[0]
    said = (f"{100 * first[0][1] / best:.1f} % van het beste; na {ALONE:.0f} s {100 * last.value / best:.1f} %, "
            f"en hooguit {last.bound} kan (het beste is {best})")  # fmt: skip
    return "clingo alleen, behoefte, eerste", first[0][0], said, "≤ 1 s, binnen 4 %"


def deciding() -> tuple[str, ...]:
    """Return a row for what comes first: deciding every person, without and under the limits."""
    draw = Random(SEED)  # noqa: S311 - nothing secret
    persons = [(one, 1 + one % 28, draw.randint(1960, 2000), draw.randint(300, 3000)) for one in range(DECIDED)]
    text = CASE + "".join(PERSON.format(number=one, day=day, year=year, euros=euros) for one, day, year, euros in persons)
    case, _findings = read_case(text)
    assert case is not None
    collect_seldom()
    spent = Spent.begin()
    found = read_caseload([case])
    said = spent.said()
    assert not found.findings
    return str(DECIDED), "vooraf beslissen, een aanvraag per inwoner", said, f"{len(found.candidates)} aanvragen", "≤ 3 s"


def main() -> None:
    """Print a row per caseload and solver."""
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    table = Table(title=f"verdelen over zes voorzieningen (drukte bij het begin: {load:.1f})")
    for heading in ("inwoners", "wat", "seconden (rekentijd)", "uitkomst", "doel"):
        table.add_column(heading)
    table.add_row(*deciding())
    for persons in sizes:
        most = SIZES.get(persons, 30.0)
        for seed in SEEDS:
            found, spent = in_order(persons, most, seed)
            table.add_row(str(persons), f"HiGHS, drie doelen, zaad {seed}", spent, in_words(found.reached),
                          f"≤ {most:.0f} s, {'bewezen' if found.proven else 'NIET bewezen'}")  # fmt: skip
            if seed == SEED:
                ours = found
        if find_spec("ortools"):
            theirs, spent = other_process(persons, most)
            more = "" if len(theirs) == len(ours.reached) else ", verder niets gevonden in de tijd"
            table.add_row("", f"CP-SAT, drie doelen, zaad {SEED}", spent, in_words(theirs) + more, "")
            for one, other in zip(ours.reached, theirs, strict=False):
                if not one.proven or not other.proven:
                    break
                assert one.value == other.value, (persons, one, other)
        need = invented(persons)
        need = need._replace(aims=need.aims[1:2])
        table.add_row("", *clingo_alone(need, optimise(need, seconds=most).reached[0].value))
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
