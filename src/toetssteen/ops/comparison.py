"""Comparing two sides in layers: their texts, their norms, and for whom the outcome differs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.outcome_comparison import OutcomeComparison
from toetssteen.kb.law import HOGELAND, Law
from toetssteen.kb.scenario import Scenario, scenario_law
from toetssteen.kb.source_split import SourceText
from toetssteen.ops.compare_norms import LawSide, compare_norms
from toetssteen.ops.compare_text import compare_text
from toetssteen.ops.inherited import UNSETTLED, has_own_text, identity_table, own_fits
from toetssteen.ops.scenario_text import scenario_text

TEXT, NORMS, OUTCOMES = "tekst", "normen", "uitkomsten"
LAYERS = (TEXT, NORMS, OUTCOMES)


def compare(a: Scenario, b: Scenario, names: tuple[str, str], day: date, layers: Collection[str] = LAYERS,
            outcomes: OutcomeComparison | None = None) -> Comparison:  # fmt: skip
    """Return two sides compared in the layers asked for; ``names`` are what the person called them.

    The layer of ``outcomes`` takes longer and is made beforehand (``compare_outcomes``).
    """
    sides = [_Side(scenario, name, day) for scenario, name in zip((a, b), names, strict=True)]
    text = compare_text(sides[0].text, sides[1].text) if TEXT in layers else None
    norms = compare_norms(sides[0].norms, sides[1].norms) if NORMS in layers else None
    return Comparison(sides[0].named(), sides[1].named(), text, norms, outcomes)


class _Side:
    def __init__(self, scenario: Scenario, given: str, day: date) -> None:
        self.scenario, self.given, self.day = scenario, given, day
        self.law: Law = scenario_law(scenario, day)

    @property
    def text(self) -> SourceText:
        """The official text, with what the scenario makes of it."""
        return scenario_text(self.scenario, self.law)

    @property
    def norms(self) -> LawSide:
        """The norms, under the readings of the scenario."""
        return LawSide.of(self.law, self.day, self.scenario.readings)

    def named(self) -> ComparedSide:
        """Return what the side is called, and what is to be known about it."""
        name = self.law.identity.name
        if self.scenario.name and not (self.scenario.ordinance is not None and self.scenario.name == self.given):
            name = f"{name}: {self.scenario.name}"
        return ComparedSide(self.given, name, self.day, self.law.statute_date, tuple(self._notes()))

    def _notes(self) -> list[str]:
        unsettled = [one for one in own_fits(self.law) if one.state in UNSETTLED]
        notes = []
        if self.law.folder != HOGELAND and unsettled:
            places = "1 plaats is" if len(unsettled) == 1 else f"{len(unsettled)} plaatsen zijn"
            notes.append(
                f"{places} nog niet nagelopen: daar gelden geërfde regels die voor een andere tekst zijn gemaakt, of nog "
                f"geen regels; zie toetssteen dekking {self.given}"
            )
        if has_own_text(self.law):
            table = identity_table(self.law.folder)
            missing = [one for one in ("gemeente", "vastgesteld", "inwerkingtreding", "geldend_vanaf") if not table.get(one)]
            if missing:
                notes.append(f"nog niet ingevuld in verordening.toml: {', '.join(missing)}; zolang geldt wat geërfd is")
        notes += self.law.supposed
        if self.scenario.reason:
            notes.append(self.scenario.reason)
        return notes
