"""The layer of outcomes of a comparison as JSON; ``schema/vergelijking.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.outcome_comparison import CaseloadComparison, Clash, OutcomeComparison, ShownCase, ShownProvision
from toetssteen.explain.to_json import outcome_to_json


def outcomes_to_json(found: OutcomeComparison) -> dict[str, Any]:
    """Return for whom the outcome differs, per voorziening, with every case, both explanations and the bounds."""
    return {
        "volgorde": ["verplicht", "bevoegd", "weigerbaar", "geblokkeerd"],
        "voorzieningen": [_provision(one) for one in found.provisions],
        "caseload": _caseload(found.caseload) if found.caseload is not None else None,
    }


def _provision(one: ShownProvision) -> dict[str, Any]:
    return {"voorziening": one.provision, "naam": one.name, "oordeel": one.verdict, "bewezen_binnen": one.bounds,
            "alle_oorzaken": one.complete, "gezocht": one.searched, "gevallen": [_case(case) for case in one.cases]}  # fmt: skip


def _case(case: ShownCase) -> dict[str, Any]:
    return {
        "toont": case.shows, "bijzonder": list(case.particulars), "ongewone_feiten": case.unusual,
        "zaak": case.text, "bestand": case.file or None,
        "uitkomsten": [one.outcome for one in case.sides],
        "alleen_a": [_clash(one) for one in case.only[0]], "alleen_b": [_clash(one) for one in case.only[1]],
        "ook": [list(one) for one in case.also],
        "uitleg_a": outcome_to_json(case.sides[0], full=True), "uitleg_b": outcome_to_json(case.sides[1], full=True),
    }  # fmt: skip


def _clash(one: Clash) -> dict[str, Any]:
    return {"soort": one.kind, "norm": one.norm, "zin": one.sentence or None}


def _caseload(found: CaseloadComparison) -> dict[str, Any]:
    return {
        "personen": found.persons, "beslissingen": found.decisions,
        "verschillen": [{"over": one.who, "a": one.before, "b": one.after, "normen": list(one.norms)} for one in found.changed],
    }  # fmt: skip
