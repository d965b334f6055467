"""The JSON form of one case under scenarios; ``schema/stel.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.parting import Parting
from toetssteen.explain.report import OutcomeReport
from toetssteen.explain.to_json import reason_to_json
from toetssteen.explain.what_if_report import Difference, NormChange, OutcomeWhatIf, SideReport, WhatIfReport

FORMAT = "toetssteen/stel/1"


def what_if_to_json(report: WhatIfReport) -> dict[str, Any]:
    """Return the comparison of one case as JSON data."""
    return {
        "formaat": FORMAT, "casus": report.title, "peildatum": report.reference_date.isoformat(),
        "kanten": [side_to_json(one) for one in report.sides], "uitkomsten": [_outcome(one) for one in report.outcomes],
    }  # fmt: skip


def side_to_json(side: SideReport) -> dict[str, Any]:
    """Return one side as JSON data."""
    return {
        "naam": side.name, "omschrijving": list(side.words), "vingerafdruk": side.fingerprint or None,
        "recht": list(side.law), "verandert_niets": side.untouched,
    }  # fmt: skip


def _outcome(one: OutcomeWhatIf) -> dict[str, Any]:
    return {
        "over": one.title, "persoon": one.person, "voorziening": one.provision, "ambtshalve": one.own_motion,
        "nu": _report(one.baseline), "scenarios": [_difference(other) for other in one.differences],
    }  # fmt: skip


def _report(report: OutcomeReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {
        "uitkomst": report.outcome, "mogelijk": list(report.possible), "kop": report.headline,
        "redenen": [reason_to_json(one) for one in report.reasons], "bedrag": report.amount,
        "tot_en_met": report.until.isoformat() if report.until else None,
        "uiterlijk": report.ultimately.isoformat() if report.ultimately else None,
    }  # fmt: skip


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "scenario": one.scenario, "dan": _report(one.outcome), "verhuisd": one.moved, "anders": one.changed,
        "normen": [_norm(change, decisive=place < one.decisive) for place, change in enumerate(one.norms)],
        "waarden": [{"naam": value.name, "nu": value.before, "dan": value.after} for value in one.values],
        "uiteen": [_parting(step) for step in one.parting.chain()] if one.parting else [],
        "oorzaken": [_parting(step) for step in one.parting.ends()] if one.parting else [], "gelijk": list(one.same),
    }  # fmt: skip


def _norm(change: NormChange, *, decisive: bool) -> dict[str, Any]:
    return {
        "norm": change.norm, "werking": change.predicate, "vindplaats": change.source, "beslissend": decisive,
        "nu": reason_to_json(change.before) if change.before else None,
        "dan": reason_to_json(change.after) if change.after else None,
    }  # fmt: skip


def _parting(step: Parting) -> dict[str, Any]:
    return {
        "soort": step.kind, "nu": step.said[0], "dan": step.said[1], "stand_nu": step.statuses[0], "stand_dan": step.statuses[1],
        "norm_nu": step.norms[0] or None, "norm_dan": step.norms[1] or None, "hier_uiteen": not step.below,
    }  # fmt: skip
