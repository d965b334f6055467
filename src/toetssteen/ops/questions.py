"""What is still to be asked: the smallest sets of answers that settle an outcome, and the facts that can matter."""

from __future__ import annotations

from collections.abc import Iterable

from toetssteen.explain.questions import CaseQuestions, GivenAnswer, MissingFact, OutcomeQuestions, SettledOutcome
from toetssteen.kb.case import MUNICIPALITY, Application, FactKey
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import UNKNOWN_EMPLOYER
from toetssteen.ops.answers import answer_in_words
from toetssteen.ops.assess import Assessment, Outcome, Settled
from toetssteen.ops.assumptions import resting
from toetssteen.ops.needs import in_order_of_law, needed_by
from toetssteen.ops.report import chosen_outcomes, law_names, outcome_title


def questions(assessment: Assessment, person: str = "", provision: str = "", *, assumed: bool = False) -> CaseQuestions:
    """Return what is still to be asked for the outcomes of a case, or for those of a person or provision.

    Without a provision what was assessed of the college's own motion is left out, unless nothing was asked. With
    ``assumed`` it is worked out which assumed facts can matter too.
    """
    case = assessment.case
    chosen = chosen_outcomes(assessment, person, provision, asked_only=not provision)
    found = tuple(_Asker(assessment, one).questions(assumed=assumed) for one in chosen)
    return CaseQuestions(case.title, case.file, case.reference_date, law_names(assessment.law), found)


class _Asker:
    def __init__(self, assessment: Assessment, outcome: Outcome) -> None:
        self.assessment, self.outcome = assessment, outcome
        self.law, self.application = assessment.law, outcome.application
        self.speaker = assessment.explainer.speaker
        self.concerned = concerned(assessment, outcome.application)

    def questions(self, *, assumed: bool) -> OutcomeQuestions:
        item, instance = self.application, self.assessment.instance
        unknown = self._about_this(one.key for one in instance.opens)
        relevant = self.outcome.relevant
        idle = sorted(set(unknown) - set(relevant), key=self._order)
        return OutcomeQuestions(
            outcome_title(self.law, self.assessment.case, item), item.person, item.provision, item.employer, self.outcome.outcome,
            self.outcome.possible, tuple(map(self._settled, self.outcome.settled)), tuple(map(self.missing, relevant)),
            tuple(map(self.missing, idle)), len(self._about_this(instance.assumed)), self._assumed() if assumed else None,
        )  # fmt: skip

    def _order(self, key: FactKey) -> tuple[object, ...]:
        return in_order_of_law(self.law, self.application.provision, key)

    def _about_this(self, keys: Iterable[FactKey]) -> list[FactKey]:
        """Return the facts among some that the law can need for this application."""
        relevant = self.law.relevant(self.application.provision)
        return [key for key in keys if key.subject in self.concerned and (key.concept in relevant or key.concept == "geboren")]

    def missing(self, key: FactKey) -> MissingFact:
        """Return a fact as a question."""
        return missing_fact(self.assessment, self.application.provision, key)

    def _settled(self, one: Settled) -> SettledOutcome:
        sets = tuple(tuple(map(self._answer, answers)) for answers in one.sets)
        return SettledOutcome(one.outcome, sets, one.necessary, one.all, one.smallest)

    def _answer(self, answer: Answer) -> GivenAnswer:
        norms = needed_by(self.law, self.application.provision, answer.key.concept)
        return GivenAnswer(answer.key, answer.value, answer_in_words(self.assessment, answer), norms)

    def _assumed(self) -> tuple[MissingFact, ...]:
        found = resting(self.assessment, self.application)
        keys = sorted(found, key=self._order)
        return tuple(self.missing(key)._replace(sentence=self._sentence(key), alone=found[key]) for key in keys)

    def _sentence(self, key: FactKey) -> str:
        return self.speaker.fact(key, value=self.law.concepts[key.concept].favourable)


def missing_fact(assessment: Assessment, provision: str, key: FactKey) -> MissingFact:
    """Return a fact as a question that is asked for a provision."""
    concept, fact = assessment.law.concepts.get(key.concept), assessment.case.facts.get(key)
    return MissingFact(
        key, assessment.explainer.speaker.fact(key, value=None, form="question"),
        needed_by(assessment.law, provision, key.concept), concept.source if concept else "proces",
        concept.body if concept else "", fact is not None and fact.value is None,
    )  # fmt: skip


def concerned(assessment: Assessment, item: Application) -> frozenset[str]:
    """Return the subjects of facts that can concern an application: its person, employer, placements, the gemeente, limits."""
    case = assessment.case
    placements = (one for one in case.placements if one.person == item.person)
    employers = {item.employer or UNKNOWN_EMPLOYER}
    return frozenset({item.id, item.person, MUNICIPALITY, *employers, *(one.id for one in placements),
                      *(one.id for one in case.ceilings)})  # fmt: skip
