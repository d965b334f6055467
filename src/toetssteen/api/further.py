"""Further questions about a case: one voorziening against another, every reading, a draft of the reasons for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.contrast import Contrast, contrast_document, contrast_to_json
from toetssteen.explain.decision import Decision
from toetssteen.explain.decision_json import drafts_to_json
from toetssteen.explain.document import Section
from toetssteen.explain.drafts import drafts_document
from toetssteen.explain.readings_json import readings_to_json
from toetssteen.explain.readings_layout import readings_document
from toetssteen.explain.readings_report import ReadingsOutcome, ReadingsReport
from toetssteen.explain.report import CaseReport
from toetssteen.kb.finding import Finding
from toetssteen.ops.asked import reading_keys
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.contrast import contrasted
from toetssteen.ops.decision import Draft, asked_drafts
from toetssteen.ops.readings import every_reading
from toetssteen.ops.report_readings import report_readings

# How many smallest sets of readings are worked out per other outcome; each of them is decided anew.
MOST_SETS = 50


class ElkeLezing(NamedTuple):
    """One outcome under every combination of readings.

    ``andere_uitkomsten`` are those that other readings give; ``lezingen`` the readings that can change it by themselves.
    """

    over: str
    persoon: str
    voorziening: str
    uitkomst: str
    onder_elke_lezing: bool
    andere_uitkomsten: tuple[str, ...]
    lezingen: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class AlleLezingen(Getoond):
    """What a case comes to under every combination of readings."""

    _report: ReadingsReport

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._report.title

    @property
    def uitkomsten(self) -> tuple[ElkeLezing, ...]:
        """What was asked for, each under every combination of readings."""
        return tuple(map(_every, self._report.outcomes))

    @property
    def onder_elke_lezing(self) -> bool:
        """Whether no reading changes any of the outcomes."""
        return all(one.robust for one in self._report.outcomes)

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/alle-lezingen/1``."""
        return readings_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return readings_document(self._report, hint="")

    def __repr__(self) -> str:
        robust = sum(one.robust for one in self._report.outcomes)
        return f"<AlleLezingen {self.titel!r}: {robust} van {len(self._report.outcomes)} onder elke lezing hetzelfde>"


@dataclass(frozen=True, slots=True, repr=False)
class Concepten(Getoond):
    """Drafts of the reasons for decisions, for a person to complete; where facts are needed first, which."""

    titel: str
    _drafts: tuple[Draft, ...]

    @property
    def eerst_feiten_nodig(self) -> bool:
        """Whether for one of them facts must be established before anything can be decided."""
        return not all(isinstance(one, Decision) for one in self._drafts)

    def json(self) -> dict[str, Any]:
        """Return the drafts as data in the form ``toetssteen/besluit/1``."""
        return drafts_to_json(self._drafts)

    def _document(self, *, full: bool) -> Section:
        return drafts_document(self._drafts, title=self.titel)

    def __repr__(self) -> str:
        said = ", ".join(f"{one.heading.provision} {one.outcome if isinstance(one, Decision) else 'eerst feiten nodig'}"
                         for one in self._drafts)  # fmt: skip
        return f"<Concepten {self.titel!r}: {said}>"


@dataclass(frozen=True, slots=True, repr=False)
class Vergelijking(Getoond):
    """Two voorzieningen side by side: why the one and not the other, demand by demand."""

    _report: CaseReport
    _found: tuple[Contrast, ...]

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._report.title

    @property
    def samenvatting(self) -> tuple[str, ...]:
        """Per person both outcomes in one sentence."""
        return tuple(one.summary for one in self._found)

    def json(self) -> dict[str, Any]:
        """Return the comparison as data in the form its ``formaat`` names."""
        return contrast_to_json(self._report, self._found)

    def _document(self, *, full: bool) -> Section:
        return contrast_document(self._report, self._found, full=full, hint="")

    def __repr__(self) -> str:
        said = ", ".join(f"{one.first.provision} {one.first.outcome}, {one.second.provision} {one.second.outcome}"
                         for one in self._found)  # fmt: skip
        return f"<Vergelijking {self.titel!r}: {said}>"


def alle_lezingen(zaak: Zaak | str | Path, *, behoud: Iterable[str] = (), ambtshalve: bool = False) -> AlleLezingen:
    """Decide what a case asks under every combination of readings.

    ``behoud`` are readings that stay as they are, such as ``I-61``, or ``gekozen`` for those the case chooses. With
    ``ambtshalve`` also what the college assesses of its own motion. Raises ``ToetssteenFout`` when there is no such reading.
    """
    case = case_of(zaak)
    law = law_for(case)
    kept = reading_keys(behoud, case, law)
    if isinstance(kept, Finding):
        raise ToetssteenFout([kept])
    return AlleLezingen(report_readings(every_reading(case, law, kept=kept, own_motion=ambtshalve, most=MOST_SETS)))


def tegenover(zaak: Zaak | str | Path, voorziening: str, niet: str, *, voor: str = "") -> Vergelijking:
    """Compare two voorzieningen for everybody of a case, or for one person: why the one and not the other.

    Raises ``ToetssteenFout`` when they cannot be compared.
    """
    found = contrasted(case_of(zaak), voorziening, niet, voor)
    if isinstance(found, Finding):
        raise ToetssteenFout([found])
    return Vergelijking(*found)


def besluit(zaak: Zaak | str | Path, voorziening: str = "", *, voor: str = "", bekendmaking: date | None = None) -> Concepten:
    """Draft the reasons for the decisions a case asks for, or about one voorziening or person.

    ``bekendmaking`` is the day the decision is made known, when that is known already. Raises ``ToetssteenFout`` when there is
    no such voorziening or person, or nothing to decide about them.
    """
    case = case_of(zaak)
    found = asked_drafts(assess(case), voorziening, voor, announced=bekendmaking)
    if isinstance(found, Finding):
        raise ToetssteenFout([found])
    return Concepten(case.title, tuple(found))


def _every(one: ReadingsOutcome) -> ElkeLezing:
    others = tuple(other.outcome for other in one.others)
    return ElkeLezing(one.title, one.person, one.provision, one.outcome, one.robust, others, one.alone)
