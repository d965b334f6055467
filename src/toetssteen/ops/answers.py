"""Answers to missing facts in words: what a fact must turn out to be, and which values a date or number may have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toetssteen.explain.sentences import Speaker
from toetssteen.kb.case import FactKey
from toetssteen.kb.citation import long_form
from toetssteen.kb.dates import in_words
from toetssteen.kb.implicants import Answer
from toetssteen.kb.numbers import in_form, span
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment
from toetssteen.ops.needs import needed_by


def cited_answer(assessment: Assessment, provision: str, answer: Answer) -> str:
    """Return an answer as a sentence, with the citations that need it for a provision."""
    norms = needed_by(assessment.law, provision, answer.key.concept)
    cited = f" [{'; '.join(map(long_form, norms))}]" if norms else ""
    return answer_in_words(assessment, answer) + cited


def answer_in_words(assessment: Assessment, answer: Answer) -> str:
    """Return an answer as a sentence."""
    if answer.value is not None:
        return assessment.explainer.speaker.fact(answer.key, value=answer.value)
    return allowed_values(assessment, answer)


def allowed_values(assessment: Assessment, answer: Answer) -> str:
    """Return in words which values of a missing date or duration an answer allows."""
    instance, speaker = assessment.instance, assessment.explainer.speaker
    unknown = next(one for one in instance.opens if one.key == answer.key)
    if answer.key.concept == "geboren":
        return _allowed_births(assessment, answer)
    return spoken_values(speaker, answer.key, unknown.alternatives, answer.allowed)


def spoken_values(speaker: Speaker, key: FactKey, alternatives: Sequence[Sequence[GroundAtom]], allowed: Sequence[int]) -> str:
    """Return in words which values of a number, date or duration are allowed, among the alternatives that were tried."""
    concept = speaker.law.concepts[key.concept]
    numbers = [int(alternatives[index][0][-1]) for index in allowed if alternatives[index]]
    if not numbers:
        return speaker.fact(key, value=False)
    every = sorted({int(one[0][-1]) for one in alternatives if one})
    spans = " of ".join(_spans(numbers, every, concept.form))
    values = speaker.subject(concept, key.subject)
    sentence = speaker.fill(concept.positive, values, {"waarde": spans, "gemeente": speaker.law.identity.municipality}) or ""
    without = any(not alternatives[index] for index in allowed)
    return f"{sentence}, of {speaker.fact(key, value=False)}" if without else sentence


def _spans(numbers: list[int], every: list[int], form: str) -> list[str]:
    """Return the allowed numbers as spans: neighbours among all that were tried belong together."""
    places = sorted({every.index(number) for number in numbers})
    starts = [place for place in places if place - 1 not in places]
    ends = [place for place in places if place + 1 not in places]
    return [_span(every, start, end, form) for start, end in zip(starts, ends, strict=True)]


def _span(every: list[int], start: int, end: int, form: str) -> str:
    first, last = in_form(every[start], form), in_form(every[end], form)
    if start == end:
        return first
    if start == 0:
        return f"{last} of eerder" if form == "datum" else f"hooguit {last}"
    if end == len(every) - 1:
        return f"{first} of later" if form == "datum" else f"ten minste {first}"
    return span(every[start], every[end], form)


def _allowed_births(assessment: Assessment, answer: Answer) -> str:
    births = assessment.instance.births[answer.key.subject]
    lows = [one for one in answer.allowed if one - 1 not in answer.allowed]
    highs = [one for one in answer.allowed if one + 1 not in answer.allowed]
    spans = " of ".join(_birth_span(births, low, high) for low, high in zip(lows, highs, strict=True))
    return f"{answer.key.subject} is geboren {spans}"


def _birth_span(births: tuple[date, ...], low: int, high: int) -> str:
    if low == 0 and high + 1 < len(births):
        return f"voor {in_words(births[high + 1])}"
    if high + 1 == len(births):
        return f"op of na {in_words(births[low])}"
    return f"vanaf {in_words(births[low])} en voor {in_words(births[high + 1])}"
