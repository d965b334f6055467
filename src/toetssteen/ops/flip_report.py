"""From the changes that would give another outcome to what a person is shown of them: sentences and citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toetssteen.explain.evaluate import OPEN as OPEN_STATUS
from toetssteen.explain.flip_report import (
    ChangeReport,
    FlipCaseReport,
    FlipReport,
    HindranceReport,
    ProposalReport,
    ProposalsReport,
)
from toetssteen.explain.proof import Step
from toetssteen.explain.report import DEVIATED, FAILED, MET, OPEN, Detail, Reason
from toetssteen.explain.sentences import Speaker, as_sentence
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.obstacles import A_DUTY, BLOCKED, NO_BASIS, NO_DUTY, NO_GROUND, REFUSABLE
from toetssteen.ops.answers import cited_answer, spoken_values
from toetssteen.ops.asked import person_problem, provision_key
from toetssteen.ops.assess import BLOCKING, Outcome, law_for
from toetssteen.ops.changed import DEVIATES, Effect, effects
from toetssteen.ops.flip import DEFAULT_LIMIT, Change, Flip, Hindrance, Proposal, Ranked, flip_application, kinds
from toetssteen.ops.report import law_names, outcome_title

GOALS_IN_WORDS = {
    "toewijsbaar": "toewijsbaar (verplicht of bevoegd)", "verplicht": "verplicht", "bevoegd": "bevoegd",
    "weigerbaar": "weigerbaar", "geblokkeerd": "geblokkeerd",
}  # fmt: skip
# What stands in the way, where that is no condition of its own.
IN_THE_WAY = {
    NO_BASIS: "de verordening geeft hiervoor geen bevoegdheid en geen plicht", NO_DUTY: "er is hier geen plicht",
    A_DUTY: "dit is een plicht, en dan is er geen keuze", REFUSABLE: "er blijft een grond om te weigeren",
    NO_GROUND: "er is hier geen grond om te weigeren",
}  # fmt: skip
# Which way every kind of norm has to go to help an outcome that can be granted, and one that is blocked.
HELPS = {"plicht": True, "bevoegdheid": True, "belemmering": False, "weigeringsgrond": False, DEVIATES: True}


def flipped(case: Case, goal: str = "", provision: str = "", person: str = "", limit: int = DEFAULT_LIMIT) -> (
        FlipCaseReport | Finding):  # fmt: skip
    """Return the report of what would change what is asked of a case, or of one voorziening or person; or why there is none."""
    law = law_for(case)
    key, problem = provision_key(provision, law)
    problem = problem or person_problem(person, case)
    if problem is not None:
        return problem
    items = kinds(case, law, person, key)
    if not items:
        municipal = bool(key) and law.provisions[key].municipal and not case.municipal
        hint = " Dit gaat over de gemeente zelf: voeg een regel «gemeente» toe." if municipal else ""
        return Finding(f"Over {provision or person or 'deze zaak'} is in deze zaak niets te beslissen.{hint}")
    return report_flips(case, law, (flip_application(case, law, item, goal, limit=limit) for item in items))


def report_flips(case: Case, law: Law, flips: Iterable[Flip]) -> FlipCaseReport:
    """Return the report of what would change the outcomes of a case."""
    return FlipCaseReport(case.title, case.file, case.reference_date, law_names(law), tuple(report_flip(one) for one in flips))


def report_flip(flip: Flip) -> FlipReport:
    """Return the report of what would change one outcome."""
    return _Reporter(flip).report()


class _Reporter:
    def __init__(self, flip: Flip) -> None:
        self.flip, self.before = flip, flip.before
        self.assessment = flip.before.assessment
        self.law = self.assessment.law

    def report(self) -> FlipReport:
        item, flip = self.flip.application, self.flip
        return FlipReport(
            outcome_title(self.law, self.assessment.case, item), item.person, item.provision, item.employer, item.own_motion,
            self.before.outcome, self.before.possible, flip.goal, GOALS_IN_WORDS[flip.goal], flip.reached,
            self._proposals(flip.by_facts), self._proposals(flip.by_deviating),
            tuple(self._hindrance(one) for one in flip.hindrances), tuple(self._firm(norm) for norm in flip.firm),
        )  # fmt: skip

    def _proposals(self, ranked: Ranked | None) -> ProposalsReport | None:
        if ranked is None:
            return None
        return ProposalsReport(
            ranked.weight, ranked.total, ranked.counted, tuple(self._proposal(one) for one in ranked.proposals)
        )

    def _proposal(self, proposal: Proposal) -> ProposalReport:
        decisive = self._helpful(effects(self.before, proposal.outcome), proposal)
        owned = self._owned(decisive, proposal)
        changes = tuple(self._change(change, proposal, own) for change, own in zip(proposal.changes, owned, strict=True))
        shown = {one.norm for own in owned for one in own}
        shared = tuple(self._effect(one, proposal.outcome) for one in decisive if one.norm not in shown)
        deviations = tuple(self._condition(norm, DEVIATED, proposal.outcome) for norm in proposal.deviations)
        return ProposalReport(proposal.outcome.possible, changes, deviations, self._answers(proposal), shared)

    def _helps(self, effect: Effect) -> bool:
        """Return whether an effect brings the goal nearer, and is no condition that is deviated from."""
        wanted = HELPS[effect.predicate] is not (self.flip.goal == "geblokkeerd")
        if self.flip.goal == "weigerbaar" and effect.predicate == "weigeringsgrond":
            wanted = True
        if self.flip.goal == "bevoegd" and effect.predicate == "plicht":
            wanted = False
        return effect.after is wanted

    def _helpful(self, found: Iterable[Effect], proposal: Proposal) -> list[Effect]:
        return [one for one in found if self._helps(one)
                and not (one.predicate == DEVIATES and one.norm in proposal.deviations)]  # fmt: skip

    def _owned(self, decisive: list[Effect], proposal: Proposal) -> list[list[Effect]]:
        """Return for every change the norms it works through: those that would be otherwise without it."""
        if len(proposal.changes) < 2:
            return [decisive for _change in proposal.changes]
        case = self.assessment.case
        return [self._helpful(effects(proposal.without(change, case), proposal.outcome), proposal)
                for change in proposal.changes]  # fmt: skip

    @staticmethod
    def _step(outcome: Outcome, effect: Effect) -> Step:
        return outcome.step(effect.predicate, effect.norm)

    def _change(self, change: Change, proposal: Proposal, own: Sequence[Effect]) -> ChangeReport:
        stated = self.assessment.case.facts.get(change.key) or self.assessment.case.facts.get(
            FactKey(change.key.concept, change.key.subject))  # fmt: skip
        concept = self.law.concepts.get(change.key.concept)
        assumed = change.key in self.assessment.instance.assumed
        before = self._said(self.assessment.explainer.speaker, change, (change.now,))
        unsaid = stated is None and not assumed and concept is not None and concept.key != "duur"
        return ChangeReport(
            before + (" (niet vermeld)" if unsaid else ""),
            self._said(proposal.outcome.assessment.explainer.speaker, change, self._with_the_rest(change)),
            change.source, concept.body if concept is not None else "", change.weight, assumed, stated.line if stated else 0,
            tuple(self._effect(one, proposal.outcome) for one in own),
        )  # fmt: skip

    @staticmethod
    def _with_the_rest(change: Change) -> tuple[int, ...]:
        """Return the alternatives of a change that go with the chosen one: of a length those from the same first day."""
        rest = set(change.choice.alternatives[change.then][3:])
        if change.key.concept != "duur":
            return change.allowed
        return tuple(index for index in change.allowed if set(change.choice.alternatives[index][3:]) == rest)

    def _said(self, speaker: Speaker, change: Change, indices: Sequence[int]) -> str:
        """Return in words the alternatives of a choice; of the first day and the work always the one."""
        choice, key = change.choice, change.key
        one = choice.alternatives[change.then if change.then in indices else indices[0]]
        if key.concept == "begindag":
            return speaker.structure(next(atom for atom in one if atom[0] == "begindag"), holds=True)
        if key.concept not in self.law.concepts:
            same = next((atom for atom in one if atom[0] == key.concept), None)
            return speaker.structure(same or (key.concept, key.subject, f"t{key.number}"), holds=same is not None)
        if choice.is_flag:
            return speaker.fact(key, value=bool(one))
        return spoken_values(speaker, key, choice.alternatives, indices)

    def _effect(self, effect: Effect, after: Outcome) -> Reason:
        step = self._step(after, effect)
        mark = {True: MET, False: FAILED, None: OPEN}[effect.after if HELPS[effect.predicate] else _other(effect.after)]
        return Reason(mark, as_sentence(step.sentence), effect.norm, self._place(effect.norm))

    def _answers(self, proposal: Proposal) -> tuple[str, ...]:
        provision = self.flip.application.provision
        return tuple(cited_answer(self.assessment, provision, one) for one in proposal.answers)

    def _condition(self, norm: str, mark: str, outcome: Outcome | None = None) -> Reason:
        step = (outcome or self.before).step("belemmering", norm)
        return Reason(mark, as_sentence(step.sentence), norm, self._place(norm))

    def _firm(self, norm: str) -> Reason:
        return self._condition(norm, FAILED)

    def _hindrance(self, one: Hindrance) -> HindranceReport:
        kind, norm = one.obstacle
        if kind == BLOCKED:
            reason = self._condition(norm, FAILED)
            return HindranceReport(reason._replace(details=self._fixed(norm)), one.met_from)
        places = ""
        if kind == REFUSABLE:
            places = "; ".join(self._place(ground.norm) for ground in self.before.grounds if ground.state == BLOCKING)
        return HindranceReport(Reason(FAILED, as_sentence(IN_THE_WAY[kind]), "", places), one.met_from)

    def _fixed(self, norm: str) -> tuple[Detail, ...]:
        """Return the facts that do not change on which a condition rests."""
        leaves = self.before.step("belemmering", norm).essential()
        concepts = self.law.concepts
        changeless = [leaf for leaf in leaves if leaf.fact is not None and leaf.status != OPEN_STATUS
                      and leaf.fact.concept in concepts and not concepts[leaf.fact.concept].changeable]  # fmt: skip
        return tuple(Detail(leaf.sentence, leaf.line, leaf.assumed) for leaf in changeless)

    def _place(self, norm: str) -> str:
        basis = self.law.statutory_basis(norm)
        return long_form(citation_of(norm)) + (f"; {long_form(basis)}" if basis else "")


def _other(value: bool | None) -> bool | None:
    return None if value is None else not value
