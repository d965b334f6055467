"""Proving properties: every space of cases is laid out once, and all properties look at it.

What holds in every space is proved within the bounds of the space; one case against it refutes. When the time is up
before everything was looked at, nothing is claimed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from toetssteen.kb.case_space import bounds, moments
from toetssteen.kb.joint_space import Side
from toetssteen.kb.law import HOGELAND, REPORTED, Law, load_law, statute_states
from toetssteen.kb.properties import Derived, EveryNormMatters, Formula, Never, NoFactAbout, Norm, Property, Sometimes
from toetssteen.kb.property_solver import PropertySolver, TimeUp
from toetssteen.kb.property_space import Scope, Space, spaces
from toetssteen.kb.scenario import Scenario, scenario_case, scenario_law
from toetssteen.ops.prove_claims import OPEN, PROVED, REFUTED, Check, Checked, check_of, simple

OUTCOME = "uitkomst"
NOWHERE = "er is binnen de grenzen geen moment waarop dit (samen) wordt beoordeeld, dus hierover is niets te zeggen"
TOO_LATE = "de tijd was om voordat alle gevallen bekeken waren; geef meer tijd met --tijd"


class Under(NamedTuple):
    """Under what law properties are proved: a side of the space, all versions it can decide under, and its name."""

    side: Side
    laws: tuple[Law, ...]
    name: str = ""


class Verdict(NamedTuple):
    """What became of a property: of each of its claims, over which kinds and how many spaces, and how long it took."""

    about: Property
    checks: tuple[Checked, ...]
    kinds: tuple[tuple[str, ...], ...]
    spaces: int
    seconds: float
    complete: bool

    @property
    def verdict(self) -> str:
        """``bewezen`` when every claim is, ``weerlegd`` when one is refuted, else ``niet bewezen``."""
        found = {one.verdict for one in self.checks}
        return REFUTED if REFUTED in found else OPEN if OPEN in found or not self.complete else PROVED


def as_it_is() -> Under:
    """Return the law as it is: every state of the statute decides the cases of its own days."""
    laws = tuple(load_law(state) for state in statute_states(HOGELAND))
    return Under(Side(lambda case: case, lambda case: load_law(case.reference_date)), laws)


def under_side(scenario: Scenario, name: str) -> Under:
    """Return the law that a side of a comparison supposes, for every state of the statute that it does not fix itself."""
    states = statute_states(HOGELAND)
    days = [scenario.statute] if scenario.statute is not None else states
    laws = tuple(dict.fromkeys(scenario_law(scenario, day) for day in days))
    return Under(Side(lambda case: scenario_case(scenario, case), lambda case: scenario_law(scenario, case)), laws, name)


def bounds_of(kinds: Iterable[tuple[str, ...]], under: Under) -> dict[str, str]:
    """Return in words what the space of every kind holds."""
    return {kind: bounds(kind, under.laws) for group in kinds for kind in group[:1]}


def prove(properties: Sequence[Property], under: Under, seconds: float = float("inf"),
          step: Callable[..., None] = lambda *_one, **_said: None) -> tuple[Verdict, ...]:  # fmt: skip
    """Return the verdict on some properties, in their order; ``step`` is called for every space that is done."""
    deadline = time.monotonic() + seconds
    running = [_Running(one, under) for one in properties]
    for key, group in _by_scope(running).items():
        for kinds in dict.fromkeys(kinds for one in group for kinds in one.kinds):
            looking = [one for one in group if kinds in one.kinds]
            _look(kinds, looking, _scope_of(key, looking, under), deadline, step)
    return tuple(one.verdict() for one in running)


def moments_of(properties: Sequence[Property], under: Under) -> int:
    """Return how many spaces there are to look at."""
    groups = _by_scope([_Running(one, under) for one in properties])
    wanted = [
        (key, kinds) for key, group in groups.items() for kinds in dict.fromkeys(kinds for one in group for kinds in one.kinds)
    ]
    return sum(len(moments(kinds[0], under.laws)) for _key, kinds in wanted)


# Readings that are chosen, and whether all others are open.
_Key = tuple[tuple[tuple[str, str], ...], bool]


def _scope_of(key: _Key, group: Sequence[_Running], under: Under) -> Scope:
    readings, every = key
    law = under.laws[0]
    undecided = tuple(one for one, reading in law.readings.items()
                      if every and not reading.engine and not reading.no_effect and one not in dict(readings))  # fmt: skip
    roots = tuple(dict.fromkeys(root for one in group for root in one.roots))
    return Scope(under.side, under.laws, dict(readings), undecided, roots)


def _by_scope(running: Sequence[_Running]) -> dict[_Key, list[_Running]]:
    found: dict[_Key, list[_Running]] = {}
    for one in running:
        if one.needs_cases:
            found.setdefault((tuple(sorted(one.about.readings)), one.about.every_reading), []).append(one)
    return found


def _look(kinds: tuple[str, ...], looking: Sequence[_Running], scope: Scope, deadline: float,
          step: Callable[..., None]) -> None:  # fmt: skip
    """Let properties look at every space of a kind."""
    start = time.perf_counter()
    if time.monotonic() > deadline:
        for one in looking:
            one.complete = False
        return
    for space in spaces(kinds, scope):
        solver = PropertySolver(space)
        solver.deadline = deadline
        shared = (time.perf_counter() - start) / len(looking)
        for one in looking:
            one.look(space, solver, shared)
        step(scope.laws[0].provisions[kinds[0]].name)
        start = time.perf_counter()


class _Running:
    """A property being proved."""

    def __init__(self, about: Property, under: Under) -> None:
        self.about = about
        self.checks: list[Check] = [check_of(one, about.given, under.laws[0]) for one in about.claims]
        self.kinds = about.provisions or every_kind(under.laws[0])
        self.seconds, self.spaces, self.complete = 0.0, 0, True
        self.late: set[int] = set()
        self.needs_cases = not all(isinstance(one.claim, NoFactAbout) for one in about.claims)
        self.roots = roots_of(about)

    def look(self, space: Space, solver: PropertySolver, shared: float) -> None:
        start = time.perf_counter()
        for number, one in enumerate(self.checks):
            try:
                one.visit(space, solver)
            except TimeUp:
                self.late.add(number)
        self.spaces += 1
        self.seconds += shared + time.perf_counter() - start

    def verdict(self) -> Verdict:
        checks = [self._checked(number, one) for number, one in enumerate(self.checks)]
        return Verdict(self.about, tuple(checks), self.kinds, self.spaces, self.seconds, self.complete)

    def _checked(self, number: int, check: Check) -> Checked:
        """Return the verdict on a claim; what not every space was looked at for, is not claimed."""
        checked = check.finish() if check.ready else Checked(check.stated, OPEN, notes=(NOWHERE,))
        if isinstance(check.stated.claim, NoFactAbout) or not check.ready or (self.complete and number not in self.late):
            return checked
        refuted = checked.verdict == REFUTED and checked.against
        return checked._replace(verdict=REFUTED if refuted else OPEN, idle=(), notes=(TOO_LATE,))


def every_kind(law: Law) -> tuple[tuple[str, ...], ...]:
    """Return every kind of voorziening by itself."""
    return tuple((key,) for key, one in law.provisions.items() if not one.only_placement)


def roots_of(about: Property) -> tuple[str, ...]:
    """Return the predicates a property asks about: the outcome, and what it names besides."""
    if any(isinstance(one.claim, EveryNormMatters) for one in about.claims):
        return REPORTED
    formulas = [*about.given, *(one.claim.formula for one in about.claims if isinstance(one.claim, Never | Sometimes))]
    named = {_root(part) for formula in formulas for part in simple(formula)}
    return (OUTCOME, *sorted(named - {"", OUTCOME}))


def _root(formula: Formula) -> str:
    if isinstance(formula, Norm | Derived):
        return formula.predicate
    return ""
