"""The JSON form of what is still to be asked; ``schema/vragen.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.questions import CaseQuestions, GivenAnswer, MissingFact, OutcomeQuestions, SettledOutcome
from toetssteen.kb.case import FactKey

FORMAT = "toetssteen/vragen/1"


def questions_to_json(report: CaseQuestions) -> dict[str, Any]:
    """Return the questions of a case as JSON data."""
    return {
        "formaat": FORMAT, "casus": report.title, "peildatum": report.reference_date.isoformat(), "recht": list(report.law),
        "uitkomsten": [_outcome(one) for one in report.outcomes],
    }  # fmt: skip


def _outcome(one: OutcomeQuestions) -> dict[str, Any]:
    return {
        "over": one.title, "persoon": one.person, "voorziening": one.provision, "werkgever": one.employer or None,
        "uitkomst": one.outcome, "mogelijk": list(one.possible), "zeker_met": [_settled(settled) for settled in one.settled],
        "vragen": [fact_to_json(fact) for fact in one.relevant],
        "onbekend_zonder_gevolg": [fact_to_json(fact) for fact in one.idle],
        "aantal_aannamen": one.assumptions,
        "aannamen": None if one.assumed is None else [
            {**fact_to_json(fact), "zin": fact.sentence, "alleen_beslissend": fact.alone} for fact in one.assumed],
    }  # fmt: skip


def _settled(one: SettledOutcome) -> dict[str, Any]:
    return {
        "uitkomst": one.outcome, "aantal": len(one.sets[0]), "kleinste": one.smallest, "alle_reeksen": one.all,
        "noodzakelijk": one.necessary, "reeksen": [[_answer(answer) for answer in answers] for answers in one.sets],
    }  # fmt: skip


def _answer(one: GivenAnswer) -> dict[str, Any]:
    return {**_key(one.key), "waarde": one.value, "zin": one.sentence, "normen": list(one.norms)}


def fact_to_json(fact: MissingFact) -> dict[str, Any]:
    """Return a fact as a question in JSON data."""
    return {**_key(fact.key), "vraag": fact.question, "normen": list(fact.norms), "bron": fact.source,
            "orgaan": fact.body or None, "uitdrukkelijk_onbekend": fact.stated}  # fmt: skip


def _key(key: FactKey) -> dict[str, Any]:
    return {"begrip": key.concept, "onderwerp": key.subject, "nummer": key.number or None}
