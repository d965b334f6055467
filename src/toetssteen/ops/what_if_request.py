"""What is asked of ``stel``, checked: the scenarios with everything that is wrong with them, and the columns to group by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toetssteen.explain.shift_page import Supposed
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import Scenario
from toetssteen.ops.groups import AGE, EMPLOYER, PROVISION
from toetssteen.ops.scenario_sides import named_scenario, side_report
from toetssteen.ops.sides import side_named
from toetssteen.parser.messages import nearest


def scenarios_named(names: Sequence[str]) -> tuple[list[Scenario], list[Finding]]:
    """Return the scenarios of some names, each with a name of its own, and all findings."""
    found: list[Scenario] = []
    findings: list[Finding] = []
    for name in names:
        scenario, problems = side_named(name)
        findings += problems
        if scenario is not None:
            found.append(scenario if scenario.name else scenario._replace(name=name))
    return ([] if has_errors(findings) else _distinct(found)), findings


def _distinct(scenarios: list[Scenario]) -> list[Scenario]:
    """Return scenarios of which no two have the same name."""
    seen: dict[str, int] = {}
    found = []
    for one in scenarios:
        seen[one.name] = number = seen.get(one.name, 0) + 1
        found.append(one if number == 1 else one._replace(name=f"{one.name} ({number})"))
    return found


def wrong_columns(names: Sequence[str], known: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the columns to group by: one is a column of the caseload, a kind of group, or a fact."""
    concepts = load_law(date.max).concepts
    possible = [*known, AGE, PROVISION, EMPLOYER, *concepts]
    shown = ", ".join((*known, AGE, PROVISION, EMPLOYER))
    return [Finding(f"«{name[:80]}» is geen kolom om naar in te delen",
                    suggestion=nearest(name, possible) or f"kies uit {shown}, of een begrip (toetssteen begrippen)")
            for name in names if name not in possible]  # fmt: skip


def supposed(scenario: Scenario) -> Supposed:
    """Return what a report says of a scenario, with its text where it stands in a file."""
    report = side_report(scenario)
    try:
        text = Path(scenario.file).read_text(encoding="utf-8") if scenario.file else ""
    except (OSError, ValueError):
        text = ""
    return Supposed(named_scenario(scenario), text, report.words, report.fingerprint)
