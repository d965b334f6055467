"""From an assessment to what a person is shown: the decisive norms, what is missing, what art. 20 can do."""

from __future__ import annotations

from toetssteen.explain.evaluate import FALSE
from toetssteen.explain.evaluate import OPEN as OPEN_STATUS
from toetssteen.explain.proof import READING, Step
from toetssteen.explain.report import (
    DEVIATED,
    FAILED,
    MET,
    OPEN,
    CaseReport,
    Detail,
    OutcomeReport,
    Reason,
    WayReport,
)
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import MUNICIPALITY, Application, Case
from toetssteen.kb.citation import citation_of, is_below, long_form
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import UNDETERMINED, Law
from toetssteen.kb.terms import AtomLiteral
from toetssteen.ops.answers import cited_answer
from toetssteen.ops.assess import BLOCKING, Assessment, Condition, Outcome
from toetssteen.ops.assess import OPEN as OPEN_STATE
from toetssteen.ops.expect import check_expectations
from toetssteen.ops.headline import headline, subject
from toetssteen.ops.pair_report import pair_report

MAX_REASONS = 7
SINGULAR = {"eigen": "het is een eigen bepaling", "wet": "het is een bepaling van de wet", "volgt": "die voorwaarde volgt"}
PLURAL = {"eigen": "het zijn eigen bepalingen", "wet": "het zijn bepalingen van de wet", "volgt": "die voorwaarden volgen"}


def report_case(
    assessment: Assessment, *, person: str = "", provision: str = "", asked_only: bool = False, brief: bool = False
) -> CaseReport:
    """Return the report of a case, of all outcomes or of those of a person or provision.

    With ``asked_only`` what was assessed of the college's own motion is left out, unless nothing was asked.
    Expectations are compared in the report of a whole case only. With ``brief`` it is not worked out what would
    settle the outcomes assessed of the college's own motion.
    """
    chosen = chosen_outcomes(assessment, person, provision, asked_only=asked_only)
    case = assessment.case
    checks = () if asked_only or person or provision else check_expectations(assessment)
    return CaseReport(case.title, case.file, case.reference_date, law_names(assessment.law),
                      tuple(_Reporter(assessment, one, brief=brief).report() for one in chosen), checks)  # fmt: skip


def chosen_outcomes(assessment: Assessment, person: str, provision: str, *, asked_only: bool) -> list[Outcome]:
    """Return the outcomes of a person or provision, or all; with ``asked_only`` those asked for, if there are any."""
    chosen = [one for one in assessment.outcomes
              if person in ("", one.application.person) and provision in ("", one.application.provision)]  # fmt: skip
    if asked_only:
        chosen = [one for one in chosen if not one.application.own_motion or one.about] or chosen
    return chosen


def law_names(law: Law) -> tuple[str, ...]:
    """Return the ordinance and the state of the statute that a case is decided under, in words, and what of it is supposed."""
    return (law.identity.name, f"Participatiewet zoals die geldt sinds {in_words(law.statute_date)}", *law.supposed)


def source_of(law: Law, norm: str) -> str:
    """Return where a norm stands in words, and the statute it restates."""
    basis = law.statutory_basis(norm)
    return long_form(citation_of(norm)) + (f"; {long_form(basis)}" if basis else "")


def outcome_title(law: Law, case: Case, item: Application) -> str:
    """Return what is decided for whom: the heading of an outcome."""
    provision = law.provisions[item.provision]
    if item.person == MUNICIPALITY:
        return as_sentence(f"{provision.name} door {MUNICIPALITY}").rstrip(".")
    employer = f" bij {item.employer}" if item.employer else ""
    about = subject(law, case, item) or provision.spoken
    return as_sentence(f"{about} voor {item.person}{employer}").rstrip(".")


class _Reporter:
    def __init__(self, assessment: Assessment, outcome: Outcome, *, brief: bool) -> None:
        self.assessment, self.outcome = assessment, outcome
        self.brief = brief and outcome.application.own_motion and not outcome.about
        self.law = assessment.law
        self.speaker = assessment.explainer.speaker
        self.application = outcome.application

    def report(self) -> OutcomeReport:
        conditions = [(one, self.outcome.step("belemmering", one.norm)) for one in self.outcome.conditions]
        relevant = [(one, step) for one, step in conditions if one.state != "voldaan" or self._applies(step)]
        reasons, others = self._reasons(relevant)
        proofs = self._proofs()
        shown = [step for one, step in relevant if one.state != "voldaan"] + list(proofs)
        return OutcomeReport(
            outcome_title(self.law, self.assessment.case, self.application),
            self.application.person, self.application.provision, self.application.employer,
            self.application.own_motion, self.outcome.outcome, self._headline(), tuple(reasons), tuple(others),
            self._ways(), self._article_20(), self._before_20(), self._consequences(), self._obligations(),
            self._readings(shown),
            self._assumptions(shown, reasons if self.outcome.outcome == "geblokkeerd" else reasons + others),
            self.outcome.reachable,
            self.outcome.possible, self.outcome.amount, self.outcome.until, self.outcome.ultimately, proofs,
            None if self.brief else pair_report(self.assessment, self.outcome),
        )  # fmt: skip

    def _applies(self, step: Step) -> bool:
        """Return whether a condition that does not block applies at all (and is met)."""
        failing = step.failing or tuple(literal for child in step.children for literal in child.failing)
        return not any(isinstance(literal, AtomLiteral) and not literal.negated
                       and literal.predicate in self.law.circumstantial for literal in failing)  # fmt: skip

    def _proofs(self) -> tuple[Step, ...]:
        if self.outcome.outcome != UNDETERMINED:
            return (self.outcome.proof(self.outcome.outcome),)
        return tuple(self.outcome.proof(one) for one in self.outcome.possible)

    def _headline(self) -> str:
        outcome = self.outcome
        states = [one.state for one in outcome.conditions if not one.deviated]
        return headline(self.law, self.assessment.case, self.application, outcome.outcome, outcome.possible,
                        failed=states.count(BLOCKING), based=bool(outcome.bases),
                        grounds=sum(one.state == BLOCKING for one in outcome.grounds))  # fmt: skip

    # reasons

    def _reasons(self, relevant: list[tuple[Condition, Step]]) -> tuple[list[Reason], list[Reason]]:
        """Return the decisive reasons and the others: what blocks, is open or allows first, then what is met."""
        failing = sorted((one for one in relevant if one[0].state == BLOCKING), key=lambda one: one[0].deviated)
        blocking = [self._condition(one, step) for one, step in failing]
        met = [self._condition(one, step) for one, step in relevant if one.state == "voldaan"]
        # what is a duty cannot be refused, so no ground to refuse matters
        refusing = () if self.outcome.outcome == "verplicht" else self.outcome.grounds
        unsure = self._unsure([one for one in relevant if one[0].state == OPEN_STATE], refusing)
        grounds = [self._ground(one) for one in refusing if one.state == BLOCKING]
        if self.outcome.outcome == "geblokkeerd":
            decisive = blocking[:MAX_REASONS] or [self._basis_missing()]
            return decisive, blocking[MAX_REASONS:] + unsure + grounds + met
        bases = [self._basis(step) for step in self.outcome.bases]
        room = max(0, MAX_REASONS - len(bases))
        if self.outcome.outcome == UNDETERMINED:
            asked = [*blocking, *grounds, *unsure]
        else:
            asked = [*blocking, *grounds, *_most_specific(met, self.law.provisions[self.application.provision].norm)]
        first = asked[:room]
        rest = [reason for reason in (*blocking, *unsure, *grounds, *met) if reason not in first]
        return [*bases, *first], rest

    def _unsure(self, conditions: list[tuple[Condition, Step]], grounds: tuple[Condition, ...]) -> list[Reason]:
        """Return what is open, first what hangs on the answers that would settle the outcome."""
        answers = [] if self.brief else [answer for way in self.outcome.ways for answer in way.answers]
        decisive = {answer.key for answer in answers}
        steps = [*conditions, *((one, self.outcome.step("weigeringsgrond", one.norm))
                                for one in grounds if one.state == OPEN_STATE)]  # fmt: skip
        found = [(decisive.isdisjoint(leaf.fact for leaf in step.leaves(OPEN_STATUS)), self._condition(one, step))
                 for one, step in steps]  # fmt: skip
        return [reason for _other, reason in sorted(found, key=lambda pair: pair[0])]

    def _basis(self, step: Step) -> Reason:
        return Reason(MET, as_sentence(step.sentence), step.norm, source_of(self.law, step.norm))

    def _basis_missing(self) -> Reason:
        step = self.outcome.proof("bevoegd")
        return Reason(FAILED, as_sentence("de verordening kent hiervoor geen bevoegdheid en geen plicht"), step.norm)

    def _condition(self, condition: Condition, step: Step) -> Reason:
        mark = {BLOCKING: FAILED, OPEN_STATE: OPEN}.get(condition.state, MET)
        if condition.deviated:
            mark = DEVIATED
        sentence = as_sentence(step.sentence)
        if mark == OPEN:
            sentence = as_sentence(f"nog open: {self._question(step)}")
        return Reason(mark, sentence, condition.norm, source_of(self.law, condition.norm), self._details(step, mark))

    def _ground(self, condition: Condition) -> Reason:
        return self._condition(condition, self.outcome.step("weigeringsgrond", condition.norm))

    def _question(self, step: Step) -> str:
        leaves = step.leaves(OPEN_STATUS)
        return "onbekend is " + " en ".join(leaf.sentence for leaf in leaves[:3]) if leaves else step.sentence

    def _details(self, step: Step, mark: str) -> tuple[Detail, ...]:
        """Return the stated facts a reason rests on, leaving out those its sentence already says."""
        if mark == OPEN:
            return ()
        stated = self.assessment.case.facts
        told = [leaf for leaf in step.essential() if leaf.status != OPEN_STATUS and (
                leaf.fact in stated or leaf.line or leaf.assumed or leaf.sentence.endswith("(niet vermeld)"))]  # fmt: skip
        return tuple(Detail(leaf.sentence, leaf.line, leaf.assumed) for leaf in told)

    # what else there is to say

    def _ways(self) -> tuple[WayReport, ...]:
        if self.brief:
            return ()
        provision = self.application.provision
        return tuple(
            WayReport(way.outcome, tuple(cited_answer(self.assessment, provision, one) for one in way.answers), way.necessary)
            for way in self.outcome.ways
        )

    def _article_20(self) -> tuple[str, ...]:
        if self.application.person == MUNICIPALITY:
            return ()
        blocking = [one for one in self.outcome.conditions if one.state == BLOCKING]
        lines = [f"met artikel 20 wordt afgeweken van {self.speaker.norm(one.norm)}, omdat {self._reason(one.norm)}"
                 for one in blocking if one.deviated]  # fmt: skip
        if self.outcome.outcome == "geblokkeerd":
            grouped: dict[str, list[str]] = {}
            for one in blocking[:MAX_REASONS]:
                if not one.deviated:
                    grouped.setdefault(self._reach(one.norm), []).append(self.speaker.norm(one.norm))
            for said, norms in grouped.items():
                words = PLURAL if len(norms) > 1 else SINGULAR
                lines.append(said.format(norms=in_a_row(norms), **words))
            if self.outcome.reachable is False and any("{eigen}" in said for said in grouped):
                lines.append("omdat niet van alle voorwaarden kan worden afgeweken, helpt artikel 20 hier niet")
        lines += self._without_effect()
        if self.outcome.outcome == "geblokkeerd" and self.outcome.reachable:
            lines.append(self._unreasonable())
        return tuple(as_sentence(line) for line in lines)

    def _without_effect(self) -> list[str]:
        """Return a line for every decision to deviate that changes nothing for this application."""
        case, lines = self.assessment.case, []
        for one in case.deviations:
            conditions = [c for c in self.outcome.conditions if is_below(c.norm, one.target)]
            concerned = one.person == self.application.person and one.provision in ("", self.application.provision)
            if concerned and conditions and not any(c.deviated for c in conditions):
                blocking = [c for c in conditions if c.state == BLOCKING]
                why = "die voorwaarde staat niet in de weg" if not blocking else "daarvan kan hier niet worden afgeweken"
                lines.append(f"het besluit om af te wijken van {long_form(citation_of(one.target))} heeft geen gevolg: {why}")
        return lines

    def _reason(self, norm: str) -> str:
        return self.speaker.deviation_reason(self.application.id, norm) or "…"

    def _reach(self, norm: str) -> str:
        """Return what art. 20 can do about norms like this one, with places for their names and for one or several."""
        worlds = self.assessment.worlds
        if worlds.holds(("bereikbaar", '"' + norm)):
            if worlds.holds(("grondslag", self.application.id)) is False:
                return "afwijken van {norms} met artikel 20 baat niet: dat schept geen bevoegdheid"
            return "van {norms} kan met artikel 20 worden afgeweken: {eigen}"
        basis = self.law.statutory_basis(norm)
        why = "{volgt} uit " + long_form(basis) if basis else "{wet}"
        return "van {norms} kan met artikel 20 niet worden afgeweken: " + why

    def _unreasonable(self) -> str:
        step = self.assessment.explainer.pattern("onredelijk", (self.application.id,), ())
        if step.status == FALSE:
            return "niet is vastgesteld dat de uitkomst onredelijk is, dus afwijken kan hier niet"
        if step.status == OPEN_STATUS:
            return "daarvoor moet het college vaststellen dat de uitkomst onredelijk is; dat is nog onbekend"
        return f"aan de voorwaarde van artikel 20 is voldaan: {step.sentence}. De gemeente kan afwijken, maar hoeft dat niet"

    def _before_20(self) -> str:
        before, after = self.outcome.outcome_without_20, self.outcome.outcome
        return before if before != after else ""

    def _consequences(self) -> tuple[Reason, ...]:
        if self.outcome.outcome == "geblokkeerd":
            steps = [one for one in self.outcome.consequences if one.norm.endswith("/verwijzing")]
        else:
            beyond = bool(self._before_20())
            steps = [one for one in self.outcome.consequences if not (beyond and one.atom[0] == "uiterste_duur")]
        found = [Reason(MET, as_sentence(one.sentence), one.norm, source_of(self.law, one.norm)) for one in steps]
        if self.outcome.until and self.outcome.outcome != "geblokkeerd":
            found.insert(0, Reason(MET, f"Gevraagd tot en met {in_words(self.outcome.until)}."))
        return tuple(found)

    def _obligations(self) -> tuple[Reason, ...]:
        if self.outcome.outcome == "geblokkeerd":
            return ()
        found = []
        for one in self.outcome.obligations:
            step = self.outcome.step("verplichting", one.norm)
            mark = {True: MET, False: FAILED, None: OPEN}[one.met]
            state = {MET: "nagekomen", FAILED: "niet nagekomen", OPEN: "nog niet bekend of dit is nagekomen"}[mark]
            if mark == MET and any(leaf.assumed for leaf in self.outcome.step("nagekomen", one.norm).essential()):
                state = "aangenomen dat dit is nagekomen"
            found.append(Reason(mark, as_sentence(f"{step.sentence} ({state})"), one.norm, source_of(self.law, one.norm)))
        return tuple(found)

    def _readings(self, steps: list[Step]) -> tuple[str, ...]:
        """Return the readings the outcome rests on: those chosen by the case in full, defaults by name."""
        used = {str(step.atom[1]): step.sentence for root in steps for step in root.walk() if step.kind == READING}
        chosen = [self.speaker.reading(key, option) for key, option in self.assessment.instance.readings.items()
                  if key in self.assessment.case.readings]  # fmt: skip
        options = self.assessment.instance.readings
        defaults = [f"{self.law.readings[key].display} ({options[key]})" for key in sorted(used)
                    if key not in self.assessment.case.readings]  # fmt: skip
        if defaults:
            chosen.append(f"standaard gelezen: {', '.join(defaults)}")
        return tuple(chosen)

    def _assumptions(self, steps: list[Step], reasons: list[Reason]) -> tuple[str, ...]:
        found = [detail.sentence for reason in reasons for detail in reason.details if detail.assumed]
        found += [leaf.sentence for root in steps for leaf in root.essential() if leaf.assumed]
        return tuple(dict.fromkeys(found))


def in_a_row(parts: list[str]) -> str:
    """Return parts as one text, with commas and «en» before the last."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _most_specific(met: list[Reason], norm: str) -> list[Reason]:
    """Return the met conditions with those of the provision's own article first."""
    article = norm.split(".")[0]
    own = [one for one in met if one.norm.split(".")[0] == article]
    return [*own, *(one for one in met if one not in own)]
