"""The JSON form of a caseload under scenarios; ``schema/stel-bestand.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.shift_report import Cause, Counted, ShiftReport, SideShift, Total
from toetssteen.explain.what_if_json import side_to_json

FORMAT = "toetssteen/stel-bestand/1"


def shift_to_json(report: ShiftReport) -> dict[str, Any]:
    """Return the counts of a caseload as JSON data: no names, rows by number alone."""
    return {
        "formaat": FORMAT, "titel": report.title, "rijen": report.rows, "overgeslagen": report.skipped,
        "afgebroken": report.stopped, "nu": side_to_json(report.baseline),
        "scenarios": [_shift(one) for one in report.scenarios],
    }  # fmt: skip


def _shift(one: SideShift) -> dict[str, Any]:
    return {
        "scenario": side_to_json(one.side), "rijen_veranderd": one.persons, "rijen_andere_uitkomst": one.moved,
        "samen": _counted(one.total), "voorzieningen": [_counted(each) for each in one.provisions],
        "kolommen": [{"kolom": name, "groepen": [_counted(each) for each in groups]} for name, groups in one.columns],
        "oorzaken": [_cause(each) for each in one.causes],
    }  # fmt: skip


def _counted(one: Counted) -> dict[str, Any]:
    return {
        "naam": one.name, "uitkomsten": one.number, "veranderd": one.changed, "richtingen": dict(one.directions),
        "verschuivingen": [{"nu": before, "dan": after, "aantal": number} for (before, after), number in one.moves.items()],
        "nu": total_to_json(one.before), "dan": total_to_json(one.after),
    }  # fmt: skip


def total_to_json(one: Total) -> dict[str, Any]:
    """Return totals as JSON data."""
    return {
        "uitkomsten": dict(one.outcomes),
        "moet_centen": one.owed_cents,
        "kan_centen": one.possible_cents,
        "maanden": one.months,
    }


def _cause(one: Cause) -> dict[str, Any]:
    return {
        "normen": list(one.norms), "vindplaatsen": list(one.sources), "nu": one.before, "dan": one.after, "gevolg": one.direction,
        "aantal": one.number, "centen": one.cents, "rijen": list(one.rows), "voorzieningen": dict(one.provisions),
        "erachter": [{"nu": before, "dan": after} for before, after in one.behind],
    }  # fmt: skip
