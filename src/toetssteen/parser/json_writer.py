"""A case written as JSON; what is written reads back as the same case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Ceiling, Deviation, Fact, FactKey, Placement
from toetssteen.kb.law import load_law
from toetssteen.kb.numbers import in_form
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.writer import asked_kind, expectation_text

FORMAT = "toetssteen/casus/1"


def case_to_json(case: Case) -> dict[str, Any]:
    """Return a case as JSON data."""
    concepts = load_law(case.reference_date).concepts
    data = {
        "formaat": FORMAT, "titel": case.title, "bron": case.source, "peildatum": case.reference_date.isoformat(),
        "overige_feiten": case.closure, "aannamen": list(case.assumed), "lezingen": dict(case.readings),
        "gemeente": {"feiten": _facts(case, concepts, "gemeente", MUNICIPALITY)} if case.municipal else None,
        "plafonds": [_ceiling(case, concepts, one) for one in case.ceilings],
        "inwoners": [{"naam": one, "feiten": _facts(case, concepts, "persoon", one)} for one in case.persons],
        "werkgevers": [_employer(case, concepts, one) for one in case.employers],
        "plaatsingen": [_placement(case, concepts, one) for one in case.placements],
        "aanvragen": [_application(case, concepts, one) for one in case.applications],
        "afwijkingen": [_deviation(one) for one in case.deviations],
        "verwachtingen": [{"voorziening": one.provision, "inwoner": one.person, "werkgever": one.employer,
                           "verwacht": expectation_text(one), "bron": one.source} for one in case.expectations],
    }  # fmt: skip
    return {key: value for key, value in data.items() if value or key in ("formaat", "peildatum")}


def _deviation(one: Deviation) -> dict[str, Any]:
    data = {"van": one.target, "inwoner": one.person, "voorziening": one.provision, "omdat": one.reason}
    data |= {"besloten_op": one.decided_on.isoformat()} if one.decided_on else {}
    return data | ({"besloten_door": one.decided_by} if one.decided_by else {})


def _facts(case: Case, concepts: Mapping[str, Concept], kind: str, subject: str) -> dict[str, Any]:
    """Return the facts of one subject; a person may be called what an application is called, so its kind counts too."""
    return {_key(key): _plain(fact, concepts[key.concept]) for key, fact in case.facts.items()
            if key.subject == subject and concepts[key.concept].subject == kind}  # fmt: skip


def _key(key: FactKey) -> str:
    return f"{key.concept}[{key.number}]" if key.number else key.concept


def _plain(fact: Fact, concept: Concept) -> Any:
    value: Any = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
    if concept.kind in ("bedrag", "budget") and type(value) is int:
        value = in_form(value, concept.form)
    return {"waarde": value, "volgens": fact.body} if fact.body else value


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, False)}


def _ceiling(case: Case, concepts: Mapping[str, Concept], item: Ceiling) -> dict[str, Any]:
    limits = {
        "bedrag": None if item.budget is None else in_form(item.budget, "budget"), "personen": item.persons,
        "per_persoon": None if item.per_person is None else in_form(item.per_person, "euro"),
    }  # fmt: skip
    found = {
        "soort": item.provision, "van": item.start.isoformat() if item.start else None,
        "tot_en_met": item.end.isoformat() if item.end else None, **limits,
        "feiten": _facts(case, concepts, "plafond", item.id) or None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value is not None}


def _employer(case: Case, concepts: Mapping[str, Concept], employer: str) -> dict[str, Any]:
    older = [old for new, old in case.successors if new == employer]
    return _kept({"naam": employer, "feiten": _facts(case, concepts, "werkgever", employer), "rechtsopvolger_van": older})


def _placement(case: Case, concepts: Mapping[str, Concept], item: Placement) -> dict[str, Any]:
    return _kept({
        "inwoner": item.person, "soort": item.provision, "werkgever": item.employer, "van": item.start.isoformat(),
        "tot_en_met": item.end.isoformat(), "toegekend": item.granted.isoformat() if item.granted else None,
        "verlengd": [end.isoformat() for end in item.extensions],
        "onderbroken": [[first.isoformat(), last.isoformat()] for first, last in item.interruptions],
        "werkzaamheden": item.work, "feiten": _facts(case, concepts, "plaatsing", item.id),
    })  # fmt: skip


def _application(case: Case, concepts: Mapping[str, Concept], item: Application) -> dict[str, Any]:
    start = item.start.isoformat() if item.start and not item.extends else None
    return _kept({
        "inwoner": item.person, "voorziening": asked_kind(case, item), "werkgever": item.employer,
        "verlenging": bool(item.extends), "voortzetting": bool(item.continues), "vanaf": start, "maanden": item.months,
        "tot_en_met": item.end.isoformat() if item.end and not item.continues else None,
        "ingediend_door": "werkgever" if item.by_employer else None,
        "ingediend": item.submitted.isoformat() if item.submitted else None, "werkzaamheden": item.work,
        "feiten": _facts(case, concepts, "zaak", item.id),
    })  # fmt: skip
