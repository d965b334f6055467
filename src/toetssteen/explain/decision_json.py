"""The JSON form of drafts: a draft decision, or what must be established first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toetssteen.explain.decision import Consideration, Decision, FactsNeeded, Heading, UsedFact, UsedReading
from toetssteen.explain.decision_text import DecisionLayout

FORMAT = "toetssteen/besluit/1"
DRAFT, FIRST = "concept", "eerst_feiten_nodig"


def drafts_to_json(drafts: Sequence[Decision | FactsNeeded], *, receipt: str = "") -> dict[str, Any]:
    """Return drafts as JSON data; ``receipt`` is the hash of the receipt that belongs to them, when there is one."""
    return {
        "formaat": FORMAT, "bewijsstuk_sha256": receipt or None,
        "concepten": [_decision(one) if isinstance(one, Decision) else _facts_needed(one) for one in drafts],
    }  # fmt: skip


def _heading(heading: Heading, kind: str) -> dict[str, Any]:
    law = heading.law
    return {
        "soort": kind, "over": heading.title, "persoon": heading.person, "voorziening": heading.provision,
        "werkgever": heading.employer or None, "ambtshalve": heading.own_motion, "verzoek": list(heading.request),
        "peildatum": heading.reference_date.isoformat(), "motor": heading.engine,
        "recht": {"verordening": law.name, "kenmerk": law.reference, "vastgesteld": law.adopted.isoformat(),
                  "in_werking": law.in_force.isoformat(), "bekendgemaakt": law.published.isoformat(),
                  "wet_sinds": law.statute_since.isoformat()},
    }  # fmt: skip


def _decision(one: Decision) -> dict[str, Any]:
    layout = DecisionLayout(one)
    layout.document()
    return {
        **_heading(one.heading, DRAFT), "uitkomst": one.outcome, "nog_te_doen": layout.to_do,
        "feiten": [_fact(fact) for fact in one.facts], "getallen": list(one.numbers),
        "regels": [{"plaats": rule.citation, "vindplaats": rule.place, "tekst": rule.text or None, "letterlijk": rule.literal,
                    "bron": rule.source or None} for rule in one.rules],
        "overwegingen": _path(one.considerations), "gronden": _path(one.grounds), "geen_grond": _path(one.no_grounds),
        "ook_voldaan": _path(one.met),
        "gevolgen": _path(one.consequences), "onbekend_voor_het_bedrag": list(one.amount_needs),
        "verplichtingen": _path(one.obligations), "bevoegdheden": list(one.powers),
        "lezingen": [_reading(reading) for reading in one.readings],
        "afwijkingen": [{"norm": part.norm, "reden": part.reason, "zonder": part.before, "met": part.after}
                        for part in one.deviations],
        "artikel_20": list(one.article_20), "bereikbaar_met_artikel_20": one.reachable,
        "alternatieven": [{"over": part.title, "uitkomst": part.outcome, "mogelijk": list(part.possible),
                           "reden": part.reason or None, "vindplaats": part.place or None} for part in one.alternatives],
        "bezwaar": _objection(one),
    }  # fmt: skip


def _objection(one: Decision) -> dict[str, Any]:
    found = one.objection
    return {
        "eisen": [{"vindplaats": part.place, "inhoud": part.text, "nagelezen": part.read} for part in found.requirements],
        "bekendgemaakt": found.announced.isoformat() if found.announced else None,
        "laatste_dag": found.last_day.isoformat() if found.last_day else None,
    }  # fmt: skip


def _fact(fact: UsedFact) -> dict[str, Any]:
    return {"zin": fact.sentence, "stand": fact.state, "regel": fact.line or None, "bron": fact.kind or None,
            "volgens": fact.body or None, "orgaan": fact.competent or None,
            "begrip": fact.key.concept if fact.key else None}  # fmt: skip


def _path(found: Sequence[Consideration]) -> list[dict[str, Any]]:
    return [{"teken": one.mark, "zin": one.sentence, "norm": one.norm or None, "vindplaats": one.place or None,
             "rust_op": list(one.rests_on)} for one in found]  # fmt: skip


def _reading(one: UsedReading) -> dict[str, Any]:
    return {
        "lezing": one.display, "vraag": one.question, "gekozen": one.option, "betekenis": one.meaning,
        "in_de_zaak_gekozen": one.chosen, "standaard": one.is_default, "reden_van_de_standaard": one.reason,
        "anders": [{"optie": other.option, "betekenis": other.meaning, "uitkomst": other.outcome or None}
                   for other in one.others],
    }  # fmt: skip


def _facts_needed(one: FactsNeeded) -> dict[str, Any]:
    return {
        **_heading(one.heading, FIRST), "uitkomst": "onbepaald", "mogelijk": list(one.possible),
        "wegen": [{"uitkomst": route.outcome, "antwoorden": list(route.answers), "noodzakelijk": route.necessary}
                  for route in one.routes],
        "nodig": [{"vraag": fact.question, "bijzin": fact.clause, "vindplaatsen": list(fact.places), "bron": fact.kind,
                   "orgaan": fact.competent or None} for fact in one.needed],
        "aannamen": list(one.assumed),
    }  # fmt: skip
