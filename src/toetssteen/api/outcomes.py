"""Deciding and explaining: outcomes with their reasons, and the norms they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.document import Section
from toetssteen.explain.layout import Layout
from toetssteen.explain.norm_graph import NormGraph, graphs_to_json, norm_graph, norm_graphs, tree
from toetssteen.explain.report import CaseReport, Check, OutcomeReport, Reason
from toetssteen.explain.to_json import case_to_json, outcome_to_json
from toetssteen.explain.to_svg import to_svg
from toetssteen.kb.finding import Finding
from toetssteen.ops.asked import explained
from toetssteen.ops.assess import assess
from toetssteen.ops.report import report_case


class Feit(NamedTuple):
    """A fact under a reason: its sentence, its line in the case (None when it is not there), whether it is assumed."""

    zin: str
    regel: int | None
    aangenomen: bool


class Reden(NamedTuple):
    """A norm that counts: ``teken`` is ja, nee, open or afgeweken; ``norm`` its label, ``vindplaats`` its place in words."""

    teken: str
    zin: str
    norm: str
    vindplaats: str
    feiten: tuple[Feit, ...]


class Verwachting(NamedTuple):
    """What the case expects, and in what the outcome differs from it; no differences means it came true."""

    over: str
    verwacht: str
    bron: str
    verschillen: tuple[str, ...]

    @property
    def klopt(self) -> bool:
        """Whether it came true."""
        return not self.verschillen


@dataclass(frozen=True, slots=True, repr=False)
class Uitkomst(Getoond):
    """What the law makes of one application, and why; the attributes are called as in the JSON."""

    _report: OutcomeReport

    @property
    def over(self) -> str:
        """What it is about, in words."""
        return self._report.title

    @property
    def persoon(self) -> str:
        """The name of the person."""
        return self._report.person

    @property
    def voorziening(self) -> str:
        """The key of the kind of voorziening."""
        return self._report.provision

    @property
    def werkgever(self) -> str:
        """The name of the employer, or an empty text."""
        return self._report.employer

    @property
    def ambtshalve(self) -> bool:
        """Whether nobody asked for it: assessed of the college's own motion (art. 18.2)."""
        return self._report.own_motion

    @property
    def uitkomst(self) -> str:
        """One of verplicht, bevoegd, weigerbaar, geblokkeerd and onbepaald."""
        return self._report.outcome

    @property
    def mogelijk(self) -> tuple[str, ...]:
        """The outcomes that are still possible; one, unless the outcome is onbepaald."""
        return self._report.possible

    @property
    def zonder_artikel_20(self) -> str:
        """The outcome when deviations under art. 20 are left aside."""
        return self._report.before_20 or self._report.outcome

    @property
    def bereikbaar_met_artikel_20(self) -> bool | None:
        """Whether art. 20 can take away what blocks; None when nothing does or it is not known."""
        return self._report.reachable

    @property
    def bedrag_in_centen(self) -> int | None:
        """The amount that follows, in cents."""
        return self._report.amount

    @property
    def tot_en_met(self) -> date | None:
        """The last day of what was asked for."""
        return self._report.until

    @property
    def redenen(self) -> tuple[Reden, ...]:
        """The norms that decide."""
        return tuple(map(_reason, self._report.reasons))

    @property
    def overige_voorwaarden(self) -> tuple[Reden, ...]:
        """The other norms that apply."""
        return tuple(map(_reason, self._report.others))

    @property
    def aannamen(self) -> tuple[str, ...]:
        """What was assumed and not established."""
        return self._report.assumptions

    def json(self, *, volledig: bool = False) -> dict[str, Any]:
        """Return the outcome as data, as it stands in ``toetssteen/uitkomst/1``; with ``volledig`` its proofs too."""
        return outcome_to_json(self._report, full=volledig)

    def normen(self) -> Normen:
        """Return the norms involved, as a graph that can be drawn."""
        return Normen(self.over, (norm_graph(self._report),))

    def _document(self, *, full: bool) -> Section:
        return Layout(full=full, hint="").outcome(self._report)

    def __repr__(self) -> str:
        return f"<Uitkomst {self.over}: {self.uitkomst}>"


@dataclass(frozen=True, slots=True, repr=False)
class Uitslag(Getoond):
    """A decided case: its outcomes, and how they compare with what the case expects."""

    _report: CaseReport
    _brief_others: bool = True

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._report.title

    @property
    def peildatum(self) -> date:
        """The day on which the law was applied."""
        return self._report.reference_date

    @property
    def recht(self) -> tuple[str, ...]:
        """The law that was applied."""
        return self._report.law

    @property
    def uitkomsten(self) -> tuple[Uitkomst, ...]:
        """The outcomes, first of what was asked for, in the order of the case."""
        return tuple(map(Uitkomst, self._report.outcomes))

    @property
    def verwachtingen(self) -> tuple[Verwachting, ...]:
        """What the case expects."""
        return tuple(map(_expectation, self._report.checks))

    @property
    def klopt(self) -> bool:
        """Whether everything the case expects came true."""
        return all(one.klopt for one in self.verwachtingen)

    def uitkomst(self, voorziening: str, *, voor: str = "", bij: str = "") -> Uitkomst:
        """Return the outcome about a voorziening (for a person, at an employer); it must be the only one."""
        wanted = voorziening.strip().lower().replace(" ", "_").replace("-", "_")
        found = [one for one in self.uitkomsten if one.voorziening == wanted
                 and voor in ("", one.persoon) and bij in ("", one.werkgever)]  # fmt: skip
        if len(found) != 1:
            named = ", ".join(f"{one.voorziening} voor {one.persoon}" for one in found or self.uitkomsten)
            count = "geen uitkomst" if not found else f"{len(found)} uitkomsten"
            raise ToetssteenFout([Finding(f"over «{voorziening}» is er {count}; er is: {named}")])
        return found[0]

    def json(self, *, volledig: bool = False) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/uitkomst/1``; with ``volledig`` the proofs too."""
        return case_to_json(self._report, full=volledig)

    def normen(self) -> Normen:
        """Return the norms involved in what was asked, as graphs that can be drawn."""
        return Normen(self.titel, norm_graphs(self._report))

    def _document(self, *, full: bool) -> Section:
        return Layout(full=full, hint="").case(self._report, brief_others=self._brief_others)

    def __repr__(self) -> str:
        said = ", ".join(f"{one.voorziening} {one.uitkomst}" for one in self.uitkomsten if not one.ambtshalve)
        return f"<Uitslag {self.titel!r}: {said or f'{len(self.uitkomsten)} uitkomsten'}>"


@dataclass(frozen=True, slots=True)
class Normen(Getoond):
    """Which norms outcomes rest on and which set others aside; a notebook draws them."""

    titel: str
    grafen: tuple[NormGraph, ...] = field(repr=False)

    def svg(self) -> str:
        """Return the graphs as one drawing that needs nothing else."""
        return to_svg(self.grafen, self.titel)

    def json(self) -> dict[str, Any]:
        """Return the graphs as data in the form ``toetssteen/normen/1``."""
        return graphs_to_json(self.grafen, self.titel)

    def _repr_html_(self) -> str:
        # a notebook prefers HTML, and this is what is to be seen
        return f'<div lang="nl">{self.svg()}</div>'

    def _repr_svg_(self) -> str:
        return self.svg()

    def _document(self, *, full: bool) -> Section:
        return tree(self.grafen, self.titel)


def toets(zaak: Zaak | str | Path) -> Uitslag:
    """Decide a case: everything asked for, and what the college assesses of its own motion; compare with what it expects.

    Anything but a ``Zaak`` is read first, as ``lees`` does.
    """
    return Uitslag(report_case(assess(case_of(zaak))))


def waarom(zaak: Zaak | str | Path, voorziening: str = "", *, voor: str = "") -> Uitslag:
    """Explain what is asked for in a case, or one kind of voorziening, or what concerns one person.

    Raises ``ToetssteenFout`` when there is no such voorziening or person, or nothing to decide about them.
    """
    found = explained(case_of(zaak), voorziening, voor)
    if isinstance(found, Finding):
        raise ToetssteenFout([found])
    return Uitslag(found, _brief_others=False)


def _reason(reason: Reason) -> Reden:
    facts = tuple(Feit(one.sentence, one.line or None, one.assumed) for one in reason.details)
    return Reden(reason.mark, reason.sentence, reason.norm, reason.source, facts)


def _expectation(check: Check) -> Verwachting:
    return Verwachting(check.title, check.expected, check.source, check.mismatches)
