"""Checking a scenario before anything is decided with it."""

from __future__ import annotations

from toetssteen.kb.finding import Finding
from toetssteen.kb.scenario import Scenario, layers_of


def lint_scenario(scenario: Scenario) -> list[Finding]:
    """Return what is wrong with the rules a scenario brings and with what it makes of the law."""
    if not scenario.has_rules:
        return []
    return [finding for layer in layers_of(scenario) for finding in layer.findings]
