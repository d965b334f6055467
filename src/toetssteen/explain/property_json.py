"""The JSON form of what proving properties showed; ``schema/bewijs.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.property_report import CaseShown, ClaimReport, ProofsReport, PropertyReport

FORMAT = "toetssteen/bewijs/1"


def proofs_to_json(report: ProofsReport) -> dict[str, Any]:
    """Return the report as JSON data."""
    return {
        "formaat": FORMAT, "onder": report.under or None, "recht": list(report.law),
        "eigenschappen": [_property(one) for one in report.properties],
        "grenzen": [{"voorziening": kind, "ruimte": text} for kind, text in report.bounds],
    }  # fmt: skip


def _property(one: PropertyReport) -> dict[str, Any]:
    return {
        "sleutel": one.key, "naam": one.name, "betekenis": one.words or None, "bron": one.source, "oordeel": one.verdict,
        "voorzieningen": list(one.kinds), "momenten": one.spaces, "seconden": round(one.seconds, 2),
        "beweringen": [_claim(claim) for claim in one.claims],
    }  # fmt: skip


def _claim(one: ClaimReport) -> dict[str, Any]:
    return {
        "tekst": one.text, "oordeel": one.verdict, "tegenvoorbeelden": [_case(case) for case in one.against],
        "uitzonderingen": [{"waar": known.where, "omdat": known.reason, "zaak": _case(known.shown) if known.shown else None}
                           for known in one.excused],
        "niet_nodig": list(one.idle), "opmerkingen": list(one.notes), "aangetoond": one.shown,
    }  # fmt: skip


def _case(one: CaseShown) -> dict[str, Any]:
    return {
        "voorziening": one.kind, "over": one.about or None, "moment": one.moment, "verschil": list(one.differs),
        "uitkomsten": list(one.outcomes), "koppen": list(one.headlines),
        "redenen": [list(reasons) for reasons in one.reasons], "zaken": list(one.texts), "bestanden": list(one.files),
    }  # fmt: skip
