"""Two sides compared over all cases from Python: for whom the outcome differs, with the smallest cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, lees
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.comparison import Comparison
from toetssteen.explain.comparison_html import comparison_to_html
from toetssteen.explain.comparison_json import comparison_to_json
from toetssteen.explain.comparison_layout import comparison_document
from toetssteen.explain.document import Section
from toetssteen.explain.outcome_comparison import OutcomeComparison, ShownCase
from toetssteen.explain.outcome_layout import without_proofs
from toetssteen.kb.finding import has_errors
from toetssteen.kb.scenario import scenario_law
from toetssteen.ops.compare_outcomes import kinds_named, outcome_comparison
from toetssteen.ops.comparison import LAYERS, OUTCOMES, compare
from toetssteen.ops.sides import side_named

MOST = 3


class KleinsteGeval(NamedTuple):
    """A smallest case: the case, the outcome on either side, and the norms that count on one side only.

    ``toont`` is ``uitkomst``, ``grond`` (the same outcome on another ground) or ``gevolg`` (something else follows).
    """

    zaak: Zaak
    toont: str
    onder_a: str
    onder_b: str
    alleen_a: tuple[str, ...]
    alleen_b: tuple[str, ...]


class VoorIedereen(NamedTuple):
    """What holds for everybody about one voorziening: ``gelijk``, ``a_ruimer``, ``b_ruimer`` or ``beide``.

    ``grenzen`` are the bounds within which that is proved.
    """

    voorziening: str
    oordeel: str
    gevallen: tuple[KleinsteGeval, ...]
    grenzen: str


@dataclass(frozen=True, slots=True, repr=False)
class Verschillen(Getoond):
    """Two sides compared, in the layers asked for."""

    _found: Comparison
    _outcomes: OutcomeComparison | None

    @property
    def voorzieningen(self) -> tuple[VoorIedereen, ...]:
        """Per voorziening what holds for everybody, with the smallest cases; empty without the layer of outcomes."""
        if self._outcomes is None:
            return ()
        return tuple(VoorIedereen(one.provision, one.verdict, tuple(map(_smallest, one.cases)), one.bounds)
                     for one in self._outcomes.provisions)  # fmt: skip

    def json(self) -> dict[str, Any]:
        """Return the comparison as data in the form its ``formaat`` names."""
        return comparison_to_json(self._found)

    def html(self, *, volledig: bool = False) -> str:
        """Return the comparison as a page that needs nothing else, side by side."""
        return comparison_to_html(self._found)

    def _document(self, *, full: bool) -> Section:
        document = comparison_document(self._found)
        return document if full else without_proofs(document)

    def __repr__(self) -> str:
        said = ", ".join(f"{one.voorziening} {one.oordeel}" for one in self.voorzieningen if one.oordeel != "gelijk")
        return f"<Verschillen {self._found.a.given} en {self._found.b.given}: {said or 'geen'}>"


def _smallest(case: ShownCase) -> KleinsteGeval:
    first, second = (one.outcome for one in case.sides)
    only_first, only_second = (tuple(one.norm for one in only) for only in case.only)
    return KleinsteGeval(lees(case.text), case.shows, first, second, only_first, only_second)


def vergelijk(a: str, b: str, *, voorzieningen: Iterable[str] = (), lagen: Iterable[str] = (OUTCOMES,), hoogstens: int = MOST,
              peildatum: date | None = None) -> Verschillen:  # fmt: skip
    """Compare two sides: a state of the statute, a reading, a scenario, an ordinance, or several joined with ``+``.

    ``lagen`` are ``tekst``, ``normen`` and ``uitkomsten``; ``hoogstens`` limits the causes per voorziening and side. Raises
    ``ToetssteenFout`` when a side, a layer or a voorziening is not known.
    """
    named = [side_named(text) for text in (a, b)]
    findings = [finding for _side, found in named for finding in found]
    (one, _), (other, _) = named
    if one is None or other is None or has_errors(findings):
        raise ToetssteenFout(findings)
    day, layers = peildatum or date.today(), tuple(lagen)
    if not layers or set(layers) - set(LAYERS):
        raise ValueError(f"lagen zijn {', '.join(LAYERS)}")
    kinds, problems = kinds_named(list(voorzieningen), scenario_law(one, day))
    if problems:
        raise ToetssteenFout(problems)
    outcomes = None
    if OUTCOMES in layers:
        outcomes = outcome_comparison((one, other), (a, b), kinds, max(1, hoogstens), lambda _person="", **_said: None)
    return Verschillen(compare(one, other, (a, b), day, layers, outcomes), outcomes)
