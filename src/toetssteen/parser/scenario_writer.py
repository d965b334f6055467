"""Writing a scenario in the fact language, so that reading it again gives the same scenario."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from toetssteen.kb.case import Fact
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.scenario import FactChange, Scenario, beginning, changed_parameters, layered_data
from toetssteen.parser.ceilings import ceiling_heading
from toetssteen.parser.parameter_value import parameter_text
from toetssteen.parser.scenario import CHANGES_STATUTE
from toetssteen.parser.scenario_facts import SUBJECT
from toetssteen.parser.writer import fact_phrase, quoted


def write_scenario(scenario: Scenario, folder: Path | None = None) -> str:
    """Return a scenario as text; its folders are named as seen from a folder, by default that of its own file.

    What it builds on is written out in full.
    """
    law = load_law(date.max)
    home = folder if folder is not None else Path(scenario.file).parent
    parts = (_heading(scenario), _law(scenario, law, home), _cases(scenario, law))
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _heading(scenario: Scenario) -> Iterator[str]:
    for word, text in (("scenario", scenario.name or "zonder naam"), ("auteur", scenario.author), ("reden", scenario.reason)):
        if text:
            yield f"{word} {quoted(text)}"
    if scenario.made_on is not None:
        yield f"datum {in_words(scenario.made_on)}"


def _law(scenario: Scenario, law: Law, home: Path) -> Iterator[str]:
    if scenario.changes_statute:
        yield CHANGES_STATUTE
    if scenario.statute is not None:
        yield f"de wet zoals op {in_words(scenario.statute)}"
    if scenario.ordinance is not None:
        yield f"verordening uit map {quoted(_seen_from(home, scenario.ordinance))}"
    for path in scenario.overlays:
        yield f"regels uit map {quoted(_seen_from(home, path))}"
    for label in scenario.dropped:
        yield f"{label} vervalt"
    own = scenario.ordinance is not None
    parameters = layered_data(Scenario(ordinance=scenario.ordinance), law)[0].parameters if own else law.parameters
    changed = changed_parameters(parameters, scenario.parameters)
    for name in sorted({change.name for change in scenario.parameters}):
        first = beginning(parameters[name])
        for day, value in changed[name].values:
            if day in changed[name].supposed:
                since = f" vanaf {in_words(day)}" if day > first else ""
                yield f"{name} wordt {parameter_text(value, parameters[name])}{since}"


def _cases(scenario: Scenario, law: Law) -> Iterator[str]:
    for key, option in scenario.readings.items():
        yield f"lezing {law.readings[key].display}: {option}"
    for ceiling in scenario.ceilings:
        yield ceiling_heading(ceiling, law.provisions[ceiling.provision].name)
    for change in scenario.facts:
        yield f"{_whom(change, law)}: {_phrase(change.concept, change.value, law)}"


def _whom(change: FactChange, law: Law) -> str:
    subject = law.concepts[change.concept].subject
    who = next(word for word, kind in SUBJECT.items() if kind == subject)
    every = "" if who == "gemeente" else "alle " if not change.conditions else ""
    kind = f" {'op' if subject == 'plaatsing' else 'voor'} {law.provisions[change.provision].name}" if change.provision else ""
    held = " en ".join(quoted(_phrase(one.concept, one.value, law)) for one in change.conditions)
    return f"voor {'de ' if who == 'gemeente' else every}{who}{kind}" + (f" van wie geldt {held}" if held else "")


def _phrase(concept: str, value: bool | date | int | None, law: Law) -> str:
    return fact_phrase(law.concepts[concept], Fact(value), 0, law.identity.municipality)


def _seen_from(home: Path, path: Path) -> str:
    try:
        return os.path.relpath(path, home)
    except ValueError:  # on another drive
        return str(path)
