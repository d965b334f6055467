"""Applying a scenario: the law it supposes, and the case as it supposes it. The shipped law and the case stay as they are.

A law that a scenario makes is another object, kept under a fingerprint of everything in it: two scenarios in one process
never share what differs, and never with the shipped law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from toetssteen.kb.case import Case
from toetssteen.kb.dates import EARLIEST, in_words
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import HOGELAND, Law, LawData, Parameter, load_law, statute_day, statute_states
from toetssteen.kb.scenario_case import overlapping, scenario_case
from toetssteen.kb.scenario_data import BASELINE, FactChange, FactCondition, ParameterChange, Scenario

if TYPE_CHECKING:
    from toetssteen.kb.layers import Layer
    from toetssteen.kb.own_ordinance import Inherited

__all__ = [
    "BASELINE", "BrokenScenario", "FactChange", "FactCondition", "ParameterChange", "Scenario", "fingerprint", "overlapping",
    "scenario_case", "scenario_law", "stacked",
]  # fmt: skip

MOST_KEPT = 4
MOST_NAMED = 6
_LAWS: WeakValueDictionary[tuple[str, date], Law] = WeakValueDictionary()
# The last few are kept although nobody uses them at the moment; the other ones go.
_LATEST: list[Law] = []


class BrokenScenario(Exception):
    """A law is asked of a scenario that is not without fault; ``findings`` say what is wrong."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].message)
        self.findings = tuple(findings)


def stacked(scenarios: Sequence[Scenario]) -> Scenario:
    """Return scenarios laid over each other as one: what a later one says, wins."""
    found = BASELINE
    for one in scenarios:
        found = one if found is BASELINE else _stacked(found, one)
    return found


def _stacked(lower: Scenario, upper: Scenario) -> Scenario:
    named = tuple(label for label in lower.dropped if label not in _labels(upper))
    days = [one.made_on for one in (lower, upper) if one.made_on is not None]
    return Scenario(
        _joined(lower.name, upper.name, " + "), _joined(lower.author, upper.author, ", "),
        _joined(lower.reason, upper.reason, "; "), max(days, default=None), upper.file or lower.file,
        upper.ordinance or lower.ordinance, upper.statute or lower.statute,
        tuple(dict.fromkeys((*lower.overlays, *upper.overlays))), tuple(dict.fromkeys((*named, *upper.dropped))),
        (*lower.parameters, *upper.parameters), {**lower.readings, **upper.readings},
        (*(one for one in lower.ceilings if not any(overlapping(one, other) for other in upper.ceilings)), *upper.ceilings),
        (*lower.facts, *upper.facts), lower.changes_statute or upper.changes_statute,
    )  # fmt: skip


def _joined(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(text for text in (one, other) if text))


def _labels(scenario: Scenario) -> frozenset[str]:
    """Return the labels that a scenario brings rules for: they are there again, whatever lapsed below it."""
    found: set[str] = set()
    if scenario.has_rules:
        for layer in layers_of(scenario):
            found |= set(layer.labels)
    return frozenset(found)


def fingerprint(scenario: Scenario) -> str:
    """Return the SHA-256 of everything in a scenario, the files of its folders included; not of where its lines stand."""
    facts = [(*one[:-1],) for one in scenario.facts]
    ceilings = [one._replace(id="", line=0) for one in scenario.ceilings]
    told = (scenario.name, scenario.author, scenario.reason, scenario.made_on, sorted(scenario.readings.items()), ceilings, facts)
    return sha256(f"{law_key(scenario)}\n{told!r}".encode()).hexdigest()


def law_key(scenario: Scenario) -> str:
    """Return the SHA-256 of what a scenario makes of the law."""
    parts: list[object] = [scenario.statute, scenario.dropped, [one[:-1] for one in scenario.parameters],
                           scenario.changes_statute]  # fmt: skip
    if scenario.has_rules:
        inherited = _inherited(scenario)
        parts += [inherited.digest if inherited else "", *(layer.digest for layer in _overlays(scenario))]
    return sha256(repr(parts).encode()).hexdigest()


def _inherited(scenario: Scenario) -> Inherited | None:
    from toetssteen.kb.own_ordinance import read_ordinance  # only when somebody brings one

    return read_ordinance(scenario.ordinance) if scenario.ordinance is not None else None


def _overlays(scenario: Scenario) -> list[Layer]:
    from toetssteen.kb.layers import read_layer  # only when somebody brings rules

    return [read_layer(folder) for folder in scenario.overlays]


def layers_of(scenario: Scenario) -> list[Layer]:
    """Return the layers of rules of a scenario, the lowest first."""
    inherited = _inherited(scenario)
    return [*(inherited.layers if inherited else ()), *_overlays(scenario)]


def scenario_law(scenario: Scenario, about: Case | date) -> Law:
    """Return the law a scenario supposes, for a case (under its readings and the scenario's) or for a day.

    Without a change of the law it is the shipped one itself. Nothing is decided with what was not checked: raises
    BrokenScenario when the linter of scenarios finds fault with it.
    """
    day = about if isinstance(about, date) else statute_day(about.reference_date, {**about.readings, **scenario.readings})
    if not scenario.changes_law:
        return load_law(day)
    return _law(scenario, law_key(scenario), day)


def _law(scenario: Scenario, key: str, day: date) -> Law:
    states = statute_states(HOGELAND)
    state = max((one for one in states if one <= (scenario.statute or day)), default=states[0])
    found = _LAWS.get((key, state))
    if found is None:
        found = _LAWS[key, state] = _made(scenario, key, load_law(state))
        _LATEST.append(found)
        del _LATEST[:-MOST_KEPT]
    return found


def _made(scenario: Scenario, key: str, base: Law) -> Law:
    from toetssteen.kb.lint_scenario import lint_scenario  # which makes laws to look at, too

    findings = lint_scenario(scenario)
    if has_errors(findings):
        raise BrokenScenario(findings)
    data, files, folder = base.data, base.files, base.folder
    if scenario.has_rules or scenario.dropped:
        data, more, folder = _with_rules(scenario, base)
        files = (*files, *more)
    data = data._replace(parameters=changed_parameters(data.parameters, scenario.parameters))
    law = Law(data, base.statute_date, files, folder, f"{base.stamp}\nscenario {key}", lambda day: _law(scenario, key, day),
              scenario.statute, base.statutes)  # fmt: skip
    law.supposed = tuple(_supposed(scenario, base))
    if data.rules is base.rules:
        law.share_rules(base)
    return law


def _supposed(scenario: Scenario, base: Law) -> Iterator[str]:
    """Say what of a law is no law but a scenario's; an ordinance of somebody's own is not supposed."""
    from toetssteen.kb.lint_powers import statute_changes

    if scenario.overlays or scenario.dropped or scenario.parameters:
        yield "verondersteld recht: dit geldt niet"
    changed = statute_changes(scenario, layers_of(scenario), base) if scenario.changes_statute else ()
    if changed:
        named = ", ".join(changed[:MOST_NAMED]) + (" en meer" if len(changed) > MOST_NAMED else "")
        yield f"ook de wet is verondersteld: {named}"
    if scenario.statute is not None:
        yield f"verondersteld: de wet van {in_words(scenario.statute)} geldt op elke datum"


def _with_rules(scenario: Scenario, base: Law) -> tuple[LawData, list[Path], Path]:
    """Return the data of a law with the layers of a scenario, the files of those, and the folder of the official text."""
    from toetssteen.kb.compiler import recompiled
    from toetssteen.kb.indexed_law import kinds_of

    data, files, folder = layered_data(scenario, base)
    compiled = recompiled(base.data.compiled, base.rules, data.rules)
    concerns = tuple(map(kinds_of(data.rules, base.provisions).of, data.rules))
    return data._replace(compiled=compiled, concerns=concerns), files, folder


def layered_data(scenario: Scenario, base: Law) -> tuple[LawData, list[Path], Path]:
    """Return the data of a law with the layers of a scenario, not compiled yet; what cannot be read is in ``findings``."""
    from toetssteen.kb.layers import Layered, laid_over
    from toetssteen.kb.own_ordinance import with_tables

    inherited = _inherited(scenario)
    layers = [*(inherited.layers if inherited else ()), *_overlays(scenario)]
    rules = laid_over(Layered(base.rules, base.labels, base.data.headers), layers, scenario.dropped)
    findings = (*(inherited.findings if inherited else ()), *(finding for layer in layers for finding in layer.findings))
    data = base.data._replace(rules=rules.rules, labels=rules.labels, headers=rules.headers, concerns=(),
                              findings=tuple(dict.fromkeys(findings)))  # fmt: skip
    folder = base.folder
    if inherited and not findings:
        data = with_tables(data, inherited.folders, base.folder)
        folder = next((one for one in reversed(inherited.folders) if (one / "bron.md").is_file()), folder)
    data = data._replace(parameters=changed_parameters(data.parameters, scenario.parameters))
    files = [Path(source.name) for layer in layers for source in layer.sources]
    return data, files, folder


def changed_parameters(parameters: dict[str, Parameter], changes: Sequence[ParameterChange]) -> dict[str, Parameter]:
    """Return parameters with changes, in their order: from its day on a change leaves no other value."""
    found = dict(parameters)
    for change in changes:
        old = found.get(change.name)
        if old is None or not old.values:
            continue
        start = change.start or beginning(old)
        values = (*((day, value) for day, value in old.values if day < start), (start, change.value))
        supposed = (*(day for day in old.supposed if day < start), start)
        found[change.name] = old._replace(values=values, supposed=supposed)
    return found


def beginning(parameter: Parameter) -> date:
    """Return the day from which a change without a day holds: before every day there can be."""
    return min(EARLIEST, parameter.values[0][0])
