"""Two cases that differ in one missing fact, in words."""

from __future__ import annotations

from toetssteen.explain.report import PairReport
from toetssteen.kb.citation import long_form
from toetssteen.kb.implicants import Answer
from toetssteen.ops.answers import answer_in_words, cited_answer
from toetssteen.ops.assess import Assessment, Outcome
from toetssteen.ops.needs import needed_by


def pair_report(assessment: Assessment, outcome: Outcome) -> PairReport | None:
    """Return the two nearest worlds of an undetermined outcome in words; None of another one."""
    pair = outcome.pair
    if pair is None:
        return None
    provision = outcome.application.provision
    one, other = (str(atom[-1]) for atom in pair.outcomes)
    source = "; ".join(map(long_form, needed_by(assessment.law, provision, pair.first.key.concept)))
    facts = (_in_a_world(assessment, pair.first), _in_a_world(assessment, pair.second))
    return PairReport((one, other), facts, source, tuple(cited_answer(assessment, provision, one) for one in pair.shared))


def _in_a_world(assessment: Assessment, answer: Answer) -> str:
    """Return a fact as one world has it: a birth date is one day, not a period."""
    if answer.key.concept != "geboren":
        return answer_in_words(assessment, answer)
    born = assessment.instance.births[answer.key.subject][answer.allowed[0]]
    return assessment.explainer.speaker.fact(answer.key, value=born)
