"""Whether a scenario changes anything at all: a case in which it does, or the proof that there is none within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.case_space import bounds
from toetssteen.kb.dates import in_words
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.ops.compare import ROOTS, Compare, Compared, compare_scenarios
from toetssteen.ops.trial import Trial, trial

CHANGES, NOTHING, UNKNOWN = "verandert_iets", "verandert_niets", "niet_nagegaan"


class Effect(NamedTuple):
    """What was found: a verdict, the shipped cases that change, and else a case that shows a change, or why there is none.

    ``provision`` is the kind of voorziening the case is about; ``bounds`` say of every kind what a proof holds for.
    """

    verdict: str
    tried: Trial
    case: Case | None = None
    provision: str = ""
    why: str = ""
    bounds: tuple[str, ...] = ()


def effect(scenario: Scenario) -> Effect:
    """Return whether a scenario changes an outcome, a ground or something that follows, for anybody."""
    if scenario.is_baseline:
        return Effect(NOTHING, Trial(0, ()), why="het scenario zegt niets anders dan het recht")
    tried = trial(scenario)
    if tried.changed:
        return Effect(CHANGES, tried)
    compare = compare_scenarios(BASELINE, scenario)
    later = _later(scenario, compare)
    if later:
        return Effect(UNKNOWN, tried, why=later)
    found = next(_witnesses(compare), None)
    if found is not None:
        return Effect(CHANGES, tried, found[1], found[0])
    return Effect(NOTHING, tried, why=_summary(compare), bounds=tuple(bounds(one, compare.laws) for one in compare.provisions()))


def _witnesses(compare: Compare) -> Iterator[tuple[str, Case]]:
    """Yield a case for every kind of voorziening for which something changes, those with another outcome first."""
    provisions = compare.provisions()
    for provision in provisions:
        witness = compare.witness(provision)
        if witness is not None:
            yield provision, witness.case
    for provision in provisions:
        found: Compared = compare.compare(provision, 1)
        for witness in (*found.witnesses, *found.grounds, *found.follows):
            yield provision, witness.case


def _days(compare: Compare) -> set[date]:
    """Return the days on which the cases of the space are decided."""
    return {moment.case.reference_date for provision in compare.provisions()
            for moment in compare.spaces.moments(provision, compare.laws, ROOTS)}  # fmt: skip


def _later(scenario: Scenario, compare: Compare) -> str:
    """Say when something only counts on days for which no claim can be made."""
    days = _days(compare)
    late = [change.name for change in scenario.parameters if change.start is not None and change.start > max(days)]
    late += [f"het plafond voor {compare.laws[0].provisions[one.provision].name}" for one in scenario.ceilings
             if not any(one.covers(day) for day in days)]  # fmt: skip
    if not late:
        return ""
    shown = " en ".join(in_words(day) for day in sorted(days))
    return f"{', '.join(dict.fromkeys(late))} telt op geen van de dagen waarvoor dit wordt nagegaan: {shown}"


def _summary(compare: Compare) -> str:
    days = " en ".join(in_words(day) for day in sorted(_days(compare)))
    return (
        f"nagegaan voor elke voorziening, één persoon of de gemeente, en elke combinatie van feiten die kan meetellen, op {days}"
    )
