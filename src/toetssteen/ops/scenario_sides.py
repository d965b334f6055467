"""Scenarios as sides of a comparison: what each is in words, the law it has for a case, and the case as it supposes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toetssteen.explain.what_if_report import SideReport
from toetssteen.kb.case import Case
from toetssteen.kb.dates import euro, in_words
from toetssteen.kb.fingerprint import law_hash
from toetssteen.kb.law import HOGELAND, Law, statute_day, statute_states
from toetssteen.kb.numbers import UNITS, in_form
from toetssteen.kb.scenario import FactChange, Scenario, fingerprint, scenario_case, scenario_law
from toetssteen.ops.report import law_names
from toetssteen.ops.shift import Rule
from toetssteen.ops.what_if import Side

BASELINE_NAME = "nu"
LATEST = date(2099, 12, 31)


def named_scenario(scenario: Scenario) -> str:
    """Return what a scenario is called in a comparison."""
    return scenario.name or (BASELINE_NAME if scenario.is_baseline else "scenario")


def side_of(scenario: Scenario, case: Case) -> Side:
    """Return a scenario as a side for one case."""
    law = scenario_law(scenario, case)
    return Side(
        named_scenario(scenario), law, scenario_case(scenario, case, law), tuple(in_sentences(scenario)), _print(scenario)
    )


def rule_of(scenario: Scenario, name: str = "") -> Rule:
    """Return a scenario as a side for many cases."""
    laws: dict[date, Law] = {}

    def law_of(case: Case) -> Law:
        day = statute_day(case.reference_date, {**case.readings, **scenario.readings})
        if day not in laws:
            laws[day] = scenario_law(scenario, day)
        return laws[day]

    def case_of(case: Case) -> Case:
        return scenario_case(scenario, case, law_of(case)) if changes_cases else case

    changes_cases = bool(scenario.readings or scenario.ceilings or scenario.facts)
    return Rule(side_report(scenario, name), law_of, case_of)


def side_report(scenario: Scenario, name: str = "") -> SideReport:
    """Return what is told of a scenario beside its outcomes."""
    law = scenario_law(scenario, scenario.statute or LATEST)
    ordinance, statute = law_names(law)[:2]
    said = statute if scenario.statute else "Participatiewet zoals die geldt op de peildatum"
    return SideReport(name or named_scenario(scenario), tuple(in_sentences(scenario)), _print(scenario), (ordinance, said), False)


def _print(scenario: Scenario) -> str:
    return "" if scenario.is_baseline else fingerprint(scenario)


def law_prints(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return the hash of every state of the law as a scenario has it, by the name of the state."""
    days = statute_states(HOGELAND) if scenario.statute is None else [scenario.statute]
    laws = {law.statute_date: law for law in (scenario_law(scenario, day) for day in days)}
    return tuple((law_names(law)[1], law_hash(law)) for law in laws.values())


def in_sentences(scenario: Scenario) -> Iterator[str]:
    """Yield what a scenario supposes, part by part, and who made it why."""
    law = scenario_law(scenario, scenario.statute or LATEST)
    if scenario.ordinance is not None:
        yield f"de verordening uit de map {scenario.ordinance.name}"
    if scenario.statute is not None:
        yield f"de wet zoals op {in_words(scenario.statute)}"
    yield from (f"regels uit de map {one.name}" for one in scenario.overlays)
    yield from (f"{label} vervalt" for label in scenario.dropped)
    for change in scenario.parameters:
        parameter = law.parameters[change.name]
        start = f" vanaf {in_words(change.start)}" if change.start else ""
        yield f"{parameter.title} ({change.name}) wordt {in_form(change.value, UNITS[parameter.unit])}{start}"
    for key, option in scenario.readings.items():
        reading = law.readings[key]
        yield f"lezing {reading.display}: {option} ({reading.options.get(option, '')})"
    for ceiling in scenario.ceilings:
        rooms = ((ceiling.persons, "personen"), (ceiling.budget, "budget"))
        limits = [in_form(value, form) for value, form in rooms if value is not None]
        limits += [f"{euro(ceiling.per_person)} per persoon"] if ceiling.per_person is not None else []
        yield f"plafond voor {law.provisions[ceiling.provision].name}: hooguit {', hooguit '.join(limits)}"
    yield from (_fact(law, one) for one in scenario.facts)
    if scenario.changes_statute:
        yield "dit scenario wijzigt ook wat uit de wet volgt"
    made = [part for part in (f"opgesteld door {scenario.author}" if scenario.author else "",
                              f"op {in_words(scenario.made_on)}" if scenario.made_on else "") if part]  # fmt: skip
    if made:
        yield " ".join(made)
    if scenario.reason:
        yield f"reden: {scenario.reason}"


def _fact(law: Law, change: FactChange) -> str:
    concept = law.concepts[change.concept]
    whose = {"persoon": "inwoners", "werkgever": "werkgevers", "zaak": "aanvragen", "plaatsing": "plaatsingen",
             "gemeente": "de gemeente", "plafond": "plafonds"}[concept.subject]  # fmt: skip
    about = f" voor {law.provisions[change.provision].name}" if change.provision else ""
    conditions = (f"{'' if one.value else 'niet '}{one.concept.replace('_', ' ')}" for one in change.conditions)
    narrowed = "".join(f", waarvoor geldt: {one}" for one in conditions)
    return f"voor alle {whose}{about}{narrowed}: {_value(law, change)}"


def _value(law: Law, change: FactChange) -> str:
    concept = law.concepts[change.concept]
    name = change.concept.replace("_", " ")
    if change.value is None:
        return f"{name} onbekend"
    if isinstance(change.value, bool):
        return f"{name}: {'ja' if change.value else 'nee'}"
    if isinstance(change.value, date):
        return f"{name}: {in_words(change.value)}"
    return f"{name}: {in_form(change.value, concept.form or 'aantal')}"
