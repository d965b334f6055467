"""Why the one voorziening and not the other: two outcomes of one person, demand by demand."""

from __future__ import annotations

from toetssteen.explain.contrast import Contrast, Demand
from toetssteen.explain.report import MET, CaseReport, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import Case
from toetssteen.kb.citation import name_of
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import OUTCOMES, UNDETERMINED, Law
from toetssteen.kb.terms import AtomLiteral, Rule
from toetssteen.ops.asked import person_problem, provision_key
from toetssteen.ops.assess import Assessment, Outcome, assess, law_for
from toetssteen.ops.headline import side_by_side, subject
from toetssteen.ops.report import report_case, source_of

# What a rule says of the kind of application or of the reading is not what it demands.
SETTING = frozenset(("zaak", "lezing", "parameter"))


def contrasted(case: Case, first: str, second: str, person: str = "") -> tuple[CaseReport, tuple[Contrast, ...]] | Finding:
    """Compare two voorzieningen for everybody of a case, or for one person; or say why that cannot be done.

    Without a first one what the case asks for is compared; the second need not be asked for.
    """
    law = law_for(case)
    one, problem = provision_key(first, law)
    other, second_problem = provision_key(second, law)
    problem = problem or second_problem or person_problem(person, case)
    asked = [item for item in case.applications if person in ("", item.person)]
    one = one or (asked[0].provision if asked else "")
    if problem is None and not one:
        problem = Finding("er is niets gevraagd om mee te vergelijken; noem twee voorzieningen")
    municipal = [law.provisions[kind].name for kind in (one, other) if kind and law.provisions[kind].municipal]
    if problem is None and municipal:
        problem = Finding(f"{' en '.join(municipal)} gaat over de gemeente zelf; vergelijk twee voorzieningen voor een inwoner")
    if problem is None and one == other:
        problem = Finding(f"een {law.provisions[one].name} is niet met zichzelf te vergelijken; noem een andere voorziening")
    if problem is not None:
        return problem
    assessment = assess(case, law, about=frozenset((one, other)))
    pairs = _pairs(assessment, one, other, person)
    if not pairs:
        return Finding(_missing(law, assessment, (one, other)))
    report = report_case(assessment, person=person)
    shown = {id(outcome): side for outcome, side in zip(_of(assessment, person), report.outcomes, strict=True)}
    return report, tuple(_Comparison(assessment, pair, (shown[id(pair[0])], shown[id(pair[1])])).contrast() for pair in pairs)


def _of(assessment: Assessment, person: str) -> list[Outcome]:
    return [one for one in assessment.outcomes if person in ("", one.application.person)]


def _pairs(assessment: Assessment, one: str, other: str, person: str) -> list[tuple[Outcome, Outcome]]:
    """Return for each person the outcome about the one and about the other, what was asked for first."""
    found = []
    for name in dict.fromkeys(item.application.person for item in _of(assessment, person)):
        sides = [next((outcome for outcome in sorted(_of(assessment, name), key=lambda one: one.application.own_motion)
                       if outcome.application.provision == kind), None) for kind in (one, other)]  # fmt: skip
        if sides[0] is not None and sides[1] is not None:
            found.append((sides[0], sides[1]))
    return found


def _missing(law: Law, assessment: Assessment, kinds: tuple[str, str]) -> str:
    """Return which of the two is not assessed in a case."""
    there = {item.application.provision for item in assessment.outcomes}
    missing = [law.provisions[kind].name for kind in kinds if kind not in there]
    if not missing:
        return "over deze twee is niet bij één persoon te beslissen; er is dus niets te vergelijken"
    return f"over {' en '.join(missing)} is in deze zaak niets te beslissen: vraag het aan, of noem een andere voorziening"


class _Comparison:
    def __init__(
        self, assessment: Assessment, outcomes: tuple[Outcome, Outcome], reports: tuple[OutcomeReport, OutcomeReport]
    ) -> None:
        self.assessment, self.outcomes, self.reports = assessment, outcomes, reports
        self.law = assessment.law
        self.reasons = tuple(self._conditions(*pair) for pair in zip(outcomes, reports, strict=True))

    @staticmethod
    def _conditions(outcome: Outcome, report: OutcomeReport) -> dict[str, Reason]:
        """Return the conditions and grounds of an outcome that apply to it, by norm."""
        norms = {one.norm for one in (*outcome.conditions, *outcome.grounds)}
        return {one.norm: one for one in (*report.reasons, *report.others) if one.norm in norms}

    def contrast(self) -> Contrast:
        first, second = self.reports
        demands = self._demands()
        differing = tuple(one for one in demands if any(side is not None and side.mark != MET for side in one))
        both = [one for one in demands if one not in differing and None not in one]
        alone = [one for one in demands if one not in differing and None in one]
        return Contrast(
            first, second, (self._name(0), self._name(1)), self._summary(), self._premise(), (self._bases(0), self._bases(1)),
            differing, tuple(dict.fromkeys(name_of(one[0].norm) for one in both if one[0])),
            (sum(one.first is not None for one in alone), sum(one.second is not None for one in alone)),
        )  # fmt: skip

    def _demands(self) -> list[Demand]:
        """Return the conditions of both, those that demand the same side by side, what fails for the second first."""
        first, second = self.reasons
        left, demands = dict(first), []
        for norm, reason in second.items():
            same = norm if norm in left else next((one for one in left if self._same(one, norm)), "")
            demands.append(Demand(left.pop(same, None), reason))
        demands += [Demand(reason, None) for reason in left.values()]
        order = ("nee", "open", "afgeweken", "ja")
        return sorted(demands, key=lambda one: min(order.index(side.mark) for side in one if side is not None))

    def _same(self, one: str, other: str) -> bool:
        """Return whether two norms demand the same: their rules look at the same things, whatever the numbers."""
        return bool(self._looked_at(one, 0) & self._looked_at(other, 1))

    def _looked_at(self, norm: str, side: int) -> frozenset[frozenset[tuple[str, bool]]]:
        kind = self.outcomes[side].application.provision
        heads = ('"' + norm,)
        return frozenset(
            _content(rule) for rule in self.law.rules if rule.terms[1:2] == heads and self.law.can_concern(rule, kind)
        )

    def _bases(self, side: int) -> tuple[Reason, ...]:
        return tuple(Reason(MET, as_sentence(step.sentence), step.norm, source_of(self.law, step.norm))
                     for step in self.outcomes[side].bases)  # fmt: skip

    def _name(self, side: int) -> str:
        item = self.outcomes[side].application
        return subject(self.law, self.assessment.case, item) or self.law.provisions[item.provision].spoken

    def _summary(self) -> str:
        one, other = ((side.application, side.outcome) for side in self.outcomes)
        return as_sentence(side_by_side(self.law, self.assessment.case, one, other))

    def _rank(self, side: int) -> int:
        outcome = self.outcomes[side].outcome
        return len(OUTCOMES) if outcome == UNDETERMINED else OUTCOMES.index(outcome)

    def _premise(self) -> str:
        """Return what is wrong with the question why the one and not the other, or an empty text."""
        if UNDETERMINED in (self.outcomes[0].outcome, self.outcomes[1].outcome):
            return ""
        if self._rank(0) == self._rank(1):
            return "De uitkomst is voor beide dezelfde; het verschil zit in waar elk op rust en in de eisen."
        if self._rank(0) > self._rank(1):
            return "De vraag veronderstelt het omgekeerde van wat de uitkomst is."
        return ""


def _content(rule: Rule) -> frozenset[tuple[str, bool]]:
    """Return what a rule looks at: the predicates in its conditions, without its setting."""
    return frozenset((one.predicate, one.negated) for one in rule.body
                     if isinstance(one, AtomLiteral) and one.predicate not in SETTING)  # fmt: skip
