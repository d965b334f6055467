"""What would change an outcome: the smallest changes of facts that give another one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.document import Section
from toetssteen.explain.flip_json import flips_to_json
from toetssteen.explain.flip_layout import flips_section
from toetssteen.explain.flip_report import ChangeReport, FlipCaseReport, FlipReport
from toetssteen.kb.finding import Finding
from toetssteen.ops.flip import DEFAULT_LIMIT, GOALS
from toetssteen.ops.flip_report import flipped


class Verandering(NamedTuple):
    """One fact that would have to be otherwise: how it is, how it would have to be, and who that is up to."""

    nu: str
    dan: str
    bron: str


class Kanteling(NamedTuple):
    """What would change one outcome: the smallest sets of facts, each of which would do.

    ``bereikt`` when nothing has to change; ``veranderingen`` is empty when no change of facts does it. The JSON of the
    whole has also what art. 20 can do and what stands in the way.
    """

    over: str
    persoon: str
    voorziening: str
    uitkomst: str
    doel: str
    bereikt: bool
    veranderingen: tuple[tuple[Verandering, ...], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Kantelingen(Getoond):
    """The smallest changes of facts that would give another outcome, and what art. 20 could do."""

    _report: FlipCaseReport

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._report.title

    @property
    def uitkomsten(self) -> tuple[Kanteling, ...]:
        """What was asked about, each with what would change it."""
        return tuple(map(_flip, self._report.flips))

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/kantel/1``."""
        return flips_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return flips_section(self._report)

    def __repr__(self) -> str:
        said = ", ".join(f"{one.provision} van {one.outcome} naar {one.goal}" for one in self._report.flips)
        return f"<Kantelingen {self.titel!r}: {said}>"


def kantel(
    zaak: Zaak | str | Path, voorziening: str = "", *, voor: str = "", naar: str = "", hooguit: int = DEFAULT_LIMIT
) -> Kantelingen:
    """Find the smallest changes of facts that give another outcome.

    ``naar`` is toewijsbaar, verplicht, bevoegd, weigerbaar or geblokkeerd; without it toewijsbaar, or geblokkeerd for what is
    already. At most ``hooguit`` proposals are worked out. Raises ``ToetssteenFout`` when there is nothing to change.
    """
    if naar and naar not in GOALS:
        raise ToetssteenFout([Finding(f"«{naar}» is geen uitkomst om naar te zoeken; kies uit: {', '.join(GOALS)}")])
    if hooguit < 1:
        raise ToetssteenFout([Finding(f"{hooguit} voorstellen kan niet; vraag er ten minste 1")])
    found = flipped(case_of(zaak), naar, voorziening, voor, hooguit)
    if isinstance(found, Finding):
        raise ToetssteenFout([found])
    return Kantelingen(found)


def _flip(one: FlipReport) -> Kanteling:
    proposals = one.by_facts.proposals if one.by_facts else ()
    changes = tuple(
        tuple(Verandering(part.before, part.after, part.source) for part in proposal.changes) for proposal in proposals
    )
    return Kanteling(one.title, one.person, one.provision, one.outcome, one.goal, one.reached, changes)


def _change(one: ChangeReport) -> Verandering:
    return Verandering(one.before, one.after, one.source)
