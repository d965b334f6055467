"""A draft of the reasons for a decision: what a report shows of one outcome, put in the order of a decision.

A draft never says why a power is used: that is left open for the person who decides. Where the outcome depends on facts
that are not known there is no draft, but what must be established first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import TypeAlias

from toetssteen import __version__
from toetssteen.explain.decision import (
    Alternative,
    Consideration,
    Decision,
    DeviatedNorm,
    FactsNeeded,
    Heading,
    LawVersion,
    NeededFact,
    Objection,
    Requirement,
    Route,
)
from toetssteen.explain.evaluate import OPEN as UNSETTLED
from toetssteen.explain.proof import Step
from toetssteen.explain.report import DEVIATED, FAILED, MET, OPEN, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.kb.citation import citation_of, long_form, sort_key
from toetssteen.kb.dates import in_words
from toetssteen.kb.decision_law import objection_ends, requirements
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.ops.asked import person_problem, provision_key
from toetssteen.ops.assess import Assessment, Outcome
from toetssteen.ops.decision_parts import NOT_STATED, used_facts, used_numbers, used_readings, used_rules
from toetssteen.ops.needs import needed_by
from toetssteen.ops.report import report_case
from toetssteen.ops.support import Support

Draft: TypeAlias = Decision | FactsNeeded
BLOCKED = "geblokkeerd"
SUPPOSED = "gevolg/verondersteld"


def decision(assessment: Assessment, person: str, provision: str, employer: str = "", *, announced: date | None = None) -> Draft:
    """Return the draft for a person and provision (at an employer).

    ``announced`` is the day the decision is made known, when that is known already. Raises LookupError when the case has
    nothing to decide about them.
    """
    found = assessment.outcome(person, provision, employer)
    if found is None or person == MUNICIPALITY:
        raise LookupError(f"over {provision} voor {person} is in deze zaak niets te beslissen")
    return draft(assessment, found, announced=announced)


def asked_drafts(assessment: Assessment, provision: str = "", person: str = "", *, announced: date | None = None
                 ) -> list[Draft] | Finding:  # fmt: skip
    """Return the drafts of what a case asks, or of one voorziening or person, by the names people use; or why there are none."""
    key, problem = provision_key(provision, assessment.law)
    problem = problem or person_problem(person, assessment.case)
    if problem is not None:
        return problem
    chosen = [one for one in assessment.outcomes if person in ("", one.application.person)
              and key in ("", one.application.provision) and one.application.person != MUNICIPALITY
              and (key or one.about or not one.application.own_motion)]  # fmt: skip
    if chosen:
        return [draft(assessment, one, announced=announced) for one in chosen]
    if person == MUNICIPALITY or (key and assessment.law.provisions[key].municipal):
        return Finding("over de gemeente zelf is er geen besluit om te motiveren")
    if key:
        return Finding(f"over {assessment.law.provisions[key].name} is in deze zaak niets te beslissen")
    return Finding("in deze zaak is niets gevraagd", suggestion="noem een voorziening, zoals: toetssteen besluit ZAAK scholing")


def draft(assessment: Assessment, outcome: Outcome, *, announced: date | None = None) -> Draft:
    """Return the draft for one outcome of a decided case."""
    return _Drafter(assessment, outcome).draft(announced)


class _Drafter:
    def __init__(self, assessment: Assessment, outcome: Outcome) -> None:
        self.assessment, self.outcome = assessment, outcome
        self.law, self.case = assessment.law, assessment.case
        self.application = outcome.application
        self.speaker = assessment.explainer.speaker
        self.support = Support(assessment.explainer)
        self.report = self._report()

    def _report(self) -> OutcomeReport:
        """Return what a person is shown of the outcome, worked out in full."""
        item = self.application
        same = [one for one in self.assessment.outcomes if one.application.person == item.person
                and one.application.provision == item.provision]  # fmt: skip
        reports = report_case(self.assessment, person=item.person, provision=item.provision).outcomes
        return reports[same.index(self.outcome)]

    def draft(self, announced: date | None) -> Draft:
        if self.outcome.outcome == UNDETERMINED:
            return self._facts_needed()
        blocked = self.outcome.outcome == BLOCKED
        reasons, others = self.report.reasons, self.report.others
        grounds = [one for one in (*reasons, *others) if self._is_ground(one) and one.mark == FAILED]
        failed = [one for one in others if one.mark in (FAILED, DEVIATED)]  # a draft names every condition that is not met
        path = [one for one in (*reasons, *failed) if one.mark != OPEN and not self._is_ground(one) and not self._is_basis(one)]
        path = [*self._bases(), *sorted(path, key=lambda one: sort_key(one.norm))]
        absent = self._absent_grounds()
        steps = self._steps(path if blocked else [*path, *(one for one in others if one.mark == MET)], grounds)
        steps += [step for _norm, step in absent]
        waiting = [step for one in (*reasons, *others) if one.mark == OPEN for step in [self._step(one)]]
        deviations = self._deviations()
        norms = [one.norm for one in (*path, *grounds, *self._consequences())] + [_lid(norm) for norm, _step in absent]
        norms += ["20"] if deviations or (blocked and self.outcome.reachable) else []
        return Decision(
            self._heading(), self.outcome.outcome, self.report.headline,
            used_facts(self.assessment, self.outcome, self._leaves(steps), waiting), used_numbers(steps),
            used_rules(self.assessment, [norm for norm in norms if norm], steps),
            self._considered(path), self._considered([one for one in others if one.mark == MET]),
            _considerations(self._consequences()), self._amount_needs(),
            tuple(long_form(citation_of(step.norm)) for step in self.outcome.bases if step.atom[0] == "bevoegdheid"),
            self._considered(grounds), tuple(self._absent(norm, step) for norm, step in absent),
            _considerations(self.report.obligations),
            used_readings(self.assessment, self.outcome, [*steps, *self.report.proofs]), deviations,
            self.report.article_20, self.outcome.reachable, self._alternatives(), _objection(self.case.reference_date, announced),
        )  # fmt: skip

    def _heading(self) -> Heading:
        identity, item = self.law.identity, self.application
        version = LawVersion(identity.name, identity.reference, identity.adopted, identity.in_force, identity.published,
                             self.law.statute_date)  # fmt: skip
        name = self.law.provisions[item.provision].name
        return Heading(self.report.title, item.person, item.provision, name, item.employer, self._request(), item.own_motion,
                       self.case.reference_date, version, __version__, PurePath(self.case.file).name)  # fmt: skip

    def _request(self) -> tuple[str, ...]:
        """Return in sentences who asked for what, for when, and since when that is asked."""
        item = self.application
        if item.own_motion:
            what = self.law.provisions[item.provision].with_article
            return (f"Een aanvraag is er niet. Het college beoordeelt uit eigen beweging of {item.person} {what} kan krijgen "
                    "(artikel 18 lid 2).",)  # fmt: skip
        who = item.employer or "De werkgever" if item.by_employer else item.person
        at = f" bij {item.employer}" if item.employer and not item.by_employer else ""
        provision = self.law.provisions[item.provision]
        kind = f"verlenging van de {provision.spoken}" if item.extends else provision.with_article
        for_whom = f" voor {item.person}" if item.by_employer else ""
        start = f", vanaf {in_words(item.start)}" if item.start and not item.continues else ""
        end = f", tot en met {in_words(self.outcome.until)}" if self.outcome.until else ""
        lines = [f"{who} vraagt {kind}{at}{for_whom}{start}{end}."]
        lines += [as_sentence(f"het werk: {item.work}")] if item.work else []
        lines += [f"De aanvraag is ingediend op {in_words(item.submitted)}."] if item.submitted else []
        return tuple(lines)

    def _consequences(self) -> list[Reason]:
        """Return what follows, without what a reading supposes of how the college uses its power (I-66): nobody decided that."""
        return [one for one in self.report.consequences if not one.norm.startswith(SUPPOSED)]

    def _amount_needs(self) -> tuple[str, ...]:
        """Return what must be known before an amount can be told, where there is none for want of facts."""
        if self.outcome.amount is not None or self.outcome.outcome == BLOCKED:
            return ()
        leaves = self.support.of(self.assessment.explainer.pattern("bedrag", (self.application.id, None), ()))
        keys = dict.fromkeys(leaf.fact for leaf in leaves if leaf.fact is not None and leaf.fact not in self.case.facts)
        wanting = [key for key in keys if key.concept in self.law.concepts and self.law.concepts[key.concept].only_amount
                   and key not in self.assessment.instance.assumed]  # fmt: skip
        return tuple(self.speaker.fact(key, value=None, form="clause") for key in wanting)

    # the decisive path

    def _is_basis(self, reason: Reason) -> bool:
        return reason.norm in {step.norm for step in self.outcome.bases}

    def _is_ground(self, reason: Reason) -> bool:
        return reason.norm in {one.norm for one in self.outcome.grounds}

    def _bases(self) -> list[Reason]:
        return [Reason(MET, as_sentence(step.sentence), step.norm, self._place(step.norm)) for step in self.outcome.bases]

    def _place(self, norm: str) -> str:
        basis = self.law.statutory_basis(norm)
        return long_form(citation_of(norm)) + (f"; {long_form(basis)}" if basis else "")

    def _step(self, reason: Reason) -> Step:
        """Return the proof of a reason: of a power or duty, of a ground to refuse, or of a condition."""
        basis = next((step for step in self.outcome.bases if step.norm == reason.norm), None)
        if basis is not None:
            return basis
        return self.outcome.step("weigeringsgrond" if self._is_ground(reason) else "belemmering", reason.norm)

    def _steps(self, path: Sequence[Reason], grounds: Sequence[Reason]) -> list[Step]:
        """Return the proofs that the path rests on, those of what follows included."""
        conditions = [self._step(one) for one in (*path, *grounds) if one.norm and not self._is_basis(one)]
        following = () if self.outcome.outcome == BLOCKED else self.outcome.consequences
        return [self.outcome.proof(self.outcome.outcome), *self.outcome.bases, *conditions, *following, *self._deviating()]

    def _absent_grounds(self) -> list[tuple[str, Step]]:
        """Return the grounds to refuse that are not there, where that makes the outcome what it is."""
        if self.outcome.outcome != "bevoegd":
            return []
        return [(one.norm, self.outcome.step("weigeringsgrond", one.norm)) for one in self.outcome.grounds
                if one.state == "voldaan"]  # fmt: skip

    def _considered(self, reasons: Sequence[Reason]) -> tuple[Consideration, ...]:
        """Return reasons with all facts they rest on."""
        found = []
        for one in reasons:
            leaves = self._leaves([self._step(one)]) if one.norm else []
            found.append(Consideration(one.mark, one.sentence, one.norm, one.source, _sentences(leaves), _any_assumed(leaves)))
        return tuple(found)

    def _absent(self, norm: str, step: Step) -> Consideration:
        leaves = self._leaves([step])
        place = long_form(citation_of(norm))
        return Consideration(MET, as_sentence(step.sentence), norm, place, _sentences(leaves), _any_assumed(leaves))

    def _leaves(self, steps: Sequence[Step]) -> list[Step]:
        """Return the facts that steps rest on, without those that are not known."""
        return [leaf for step in steps for leaf in self.support.of(step) if leaf.status != UNSETTLED]

    def _deviating(self) -> list[Step]:
        """Return the proofs of what is deviated from, or, where that is possible, of why applying the rules is unreasonable."""
        explain, found = self.assessment.explainer.explain, ("onredelijk", self.application.id)
        if self.outcome.outcome == BLOCKED and self.outcome.reachable and self.assessment.worlds.holds(found):
            return [explain(found)]
        return [explain(("afgeweken", self.application.id, '"' + one.norm)) for one in self.outcome.conditions if one.deviated]

    def _deviations(self) -> tuple[DeviatedNorm, ...]:
        before, after = self.outcome.outcome_without_20, self.outcome.outcome
        return tuple(DeviatedNorm(one.norm, self.speaker.norm(one.norm), self._reason(one.norm), before, after)
                     for one in self.outcome.conditions if one.deviated)  # fmt: skip

    def _reason(self, norm: str) -> str:
        return self.speaker.deviation_reason(self.application.id, norm)

    # what else is weighed

    def _alternatives(self) -> tuple[Alternative, ...]:
        """Return what else there is for the person, first what must or can, then what is open, then what cannot."""
        order = (*OUTCOMES[:3], UNDETERMINED, BLOCKED)
        reports = report_case(self.assessment, person=self.application.person, brief=True).outcomes
        others = [one for one in reports if one.title != self.report.title and one.provision != self.application.provision]
        return tuple(sorted((_alternative(one) for one in others), key=lambda one: order.index(one.outcome)))

    # what must be established first

    def _facts_needed(self) -> FactsNeeded:
        routes = sorted(self.report.ways, key=lambda one: OUTCOMES.index(one.outcome))
        keys = [answer.key for way in sorted(self.outcome.ways, key=lambda one: OUTCOMES.index(one.outcome))
                for answer in way.answers]  # fmt: skip
        needed = []
        for key in dict.fromkeys(keys):
            concept = self.law.concepts.get(key.concept)
            places = tuple(map(long_form, needed_by(self.law, self.application.provision, key.concept)))
            needed.append(NeededFact(as_sentence(self.speaker.fact(key, value=None, form="question")),
                                     self.speaker.fact(key, value=None, form="clause"), places,
                                     concept.source if concept else "proces", concept.body if concept else ""))  # fmt: skip
        return FactsNeeded(self._heading(), self.outcome.possible, tuple(Route(*one) for one in routes), tuple(needed),
                           self.report.assumptions)  # fmt: skip


def _considerations(reasons: Sequence[Reason]) -> tuple[Consideration, ...]:
    return tuple(Consideration(one.mark, one.sentence, one.norm, one.source, tuple(part.sentence for part in one.details),
                               any(part.assumed for part in one.details)) for one in reasons)  # fmt: skip


def _lid(norm: str) -> str:
    """Return the lid that a norm stands in, of one in an onderdeel: 3.4.a/geen_gebruik stands in 3.4."""
    return ".".join(citation_of(norm).split(".")[:2])


def _sentences(leaves: Sequence[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.sentence.removesuffix(NOT_STATED) for leaf in leaves))


def _any_assumed(leaves: Sequence[Step]) -> bool:
    return any(leaf.assumed for leaf in leaves)


def _alternative(report: OutcomeReport) -> Alternative:
    against = next((one for one in report.reasons if one.mark == FAILED), None)
    return Alternative(report.title, report.outcome, report.possible, against.sentence if against else "",
                       against.source if against else "")  # fmt: skip


def _objection(reference_date: date, announced: date | None) -> Objection:
    day = announced or reference_date
    found = tuple(Requirement(one.key, long_form(one.norm), one.said(day), one.read) for one in requirements().values())
    return Objection(found, announced, objection_ends(announced) if announced else None)
