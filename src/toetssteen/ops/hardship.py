"""Article 20 over a caseload: the fewest deviations that remove unreasonable outcomes, and which ones it cannot reach.

Every condition that blocks has to be set aside, so the fewest deviations for an outcome are the blocking conditions not yet set
aside; it can be done only when all of them are the ordinance's own. Each proposal is decided anew before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from toetssteen.explain.hardship import BEYOND, FAIR, MENDABLE, MENDED, UNKNOWN, HardCase, HardshipReport
from toetssteen.kb.case import Case, Deviation, FactKey
from toetssteen.kb.citation import citation_of, is_below, long_form
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.assess import BLOCKING, Assessment, Condition, Outcome, assess, law_for
from toetssteen.ops.report import law_names

PROPOSED = "voorstel"
TO_ESTABLISH = "het college stelt vast of de uitkomst onredelijk is"
NO_DECISION = "er is nog geen besluit: dat vraagt een grond, wie besluit, en een datum"
DEPENDS = "of de afwijking kan, hangt af van feiten die nog niet bekend zijn"


def hardship(cases: Iterable[Case], done: Callable[[str], None] = lambda _person: None) -> HardshipReport:
    """Return what article 20 can do for the blocked outcomes that were asked for in some cases."""
    found: list[HardCase] = []
    decided, law = 0, None
    for case in cases:
        law = law_for(case)
        assessment = assess(case, law, about=frozenset())
        for outcome in assessment.outcomes:
            if not outcome.application.own_motion:
                decided += 1
                if outcome.outcome_without_20 == "geblokkeerd":
                    found.append(_Judge(assessment, outcome).judged())
        for person in case.persons:
            done(person)
    state = () if law is None else law_names(law)
    return HardshipReport(state, decided, tuple(found))


def with_proposals(cases: Iterable[Case], report: HardshipReport) -> list[Case]:
    """Return the cases as they would be if everything proposed were decided; what is not proposed stays as it is."""
    proposed = [deviation for one in report.of(MENDABLE) for deviation in one.proposed]
    return [case._replace(deviations=(*case.deviations, *(one for one in proposed if one.person in case.persons)))
            for case in cases]  # fmt: skip


class _Judge:
    def __init__(self, assessment: Assessment, outcome: Outcome) -> None:
        self.assessment, self.outcome, self.law = assessment, outcome, assessment.law
        self.blocking = [one for one in outcome.conditions if one.state == BLOCKING]
        self.left = [one for one in self.blocking if not one.deviated]
        self.item = outcome.application

    def judged(self) -> HardCase:
        if self.outcome.outcome == UNDETERMINED:
            return self._case(UNKNOWN, self.left, "", [DEPENDS])
        if self.outcome.outcome != "geblokkeerd":
            norms = [one for one in self.blocking if one.deviated]
            return self._case(MENDED, norms, self.outcome.outcome, self._decisions())
        unreasonable = self.assessment.worlds.holds(("onredelijk", self.item.id))
        if unreasonable is False:
            return self._case(FAIR, [], "", [])
        if not self.outcome.reachable:
            more = [] if unreasonable else ["of de uitkomst onredelijk is, is niet vastgesteld"]
            return self._case(BEYOND, [], "", [*self._beyond(), *more])
        if unreasonable is None:
            return self._case(UNKNOWN, self.left, "", [TO_ESTABLISH])
        after = self._after()
        if after == "geblokkeerd":
            return self._case(BEYOND, [], "", ["afwijken zou in het nadeel van een betrokkene zijn (lezing I-56)"])
        return self._case(MENDABLE, self.left, after, [NO_DECISION])

    def _case(self, state: str, norms: list[Condition], after: str, remarks: list[str]) -> HardCase:
        fact = self.assessment.case.facts.get(FactKey("kosten", self.item.id))
        cents = fact.value if fact is not None and type(fact.value) is int else None
        names = tuple(self.assessment.explainer.speaker.norm(one.norm) for one in norms)
        provision = self.law.provisions[self.item.provision].name
        proposed = self._proposed() if state == MENDABLE else ()
        return HardCase(self.item.person, provision, state, names, self.outcome.outcome_without_20, after, cents,
                        tuple(remarks), proposed)  # fmt: skip

    def _proposed(self) -> tuple[Deviation, ...]:
        return tuple(Deviation(one.norm, self.item.person, PROPOSED, self.item.provision) for one in self.left)

    def _after(self) -> str:
        """Return the outcome when all that blocks is set aside, decided anew."""
        case = self.assessment.case
        again = assess(case._replace(deviations=(*case.deviations, *self._proposed())), self.law, about=frozenset())
        return next(one.outcome for one in again.outcomes if one.application.id == self.item.id)

    def _beyond(self) -> list[str]:
        """Return why article 20 cannot reach the outcome: what the statute holds, or that there is no power."""
        lines = []
        for one in self.blocking:
            if not self.assessment.worlds.holds(("bereikbaar", '"' + one.norm)):
                basis = self.law.statutory_basis(one.norm)
                source = long_form(basis) if basis else long_form(citation_of(one.norm))
                lines.append(
                    f"van {self.assessment.explainer.speaker.norm(one.norm)} kan niet worden afgeweken: dat volgt uit {source}"
                )
        return lines or ["er is geen bevoegdheid, en afwijken schept die niet"]

    def _decisions(self) -> list[str]:
        """Return every decision that took effect, with its ground and who took it when; what is not there is named."""
        lines = []
        for one in self.assessment.case.deviations:
            used = any(c.deviated and is_below(c.norm, one.target) for c in self.blocking)
            if one.person == self.item.person and one.provision in ("", self.item.provision) and used:
                missing = [word for word, there in (("wie besloot", one.decided_by), ("wanneer", one.decided_on)) if not there]
                body = one.decided_by or "onbekend"
                day = in_words(one.decided_on) if one.decided_on else "een onbekende dag"
                lines.append(f"grond: «{one.reason}»; besloten door {body} op {day}")
                lines += [f"nog vermelden: {' en '.join(missing)}"] if missing else []
        return lines
