"""A trial run of a scenario over the shipped cases: that its rules can be run at all, and in how many cases they matter."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.law import Law
from toetssteen.kb.scenario import Scenario, scenario_case, scenario_law
from toetssteen.ops.assess import Assessment, law_for
from toetssteen.parser.json_form import read_any
from toetssteen.parser.source import examples, read_named

# A caseload is left out: the same rules run for every person of it.
MOST_PERSONS = 3


class Trial(NamedTuple):
    """How many shipped cases were decided, and the names of those with another outcome, amount or last day."""

    cases: int
    changed: tuple[str, ...]


def trial(scenario: Scenario) -> Trial:
    """Decide the shipped cases with and without a scenario; raises BrokenScenario when it is not without fault."""
    names, changed = 0, []
    for name in examples():
        case, _findings = read_any(read_named(name)[0], name)
        if case is None or len(case.persons) > MOST_PERSONS:
            continue
        names += 1
        if _outcomes(case, law_for(case)) != _outcomes(scenario_case(scenario, case), scenario_law(scenario, case)):
            changed.append(name)
    return Trial(names, tuple(changed))


def _outcomes(case: Case, law: Law) -> list[tuple[object, ...]]:
    return [(one.application.id, one.application.provision, one.outcome, one.possible, one.amount, one.ultimately)
            for one in Assessment(case, law).outcomes]  # fmt: skip
