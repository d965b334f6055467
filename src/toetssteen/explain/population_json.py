"""The JSON form of a caseload decided; ``schema/bevolking.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.population import Part, PopulationReport
from toetssteen.explain.shift_json import total_to_json
from toetssteen.explain.what_if_json import side_to_json

FORMAT = "toetssteen/bevolking/1"


def population_to_json(report: PopulationReport) -> dict[str, Any]:
    """Return the counts of a caseload as JSON data: no names, rows by number alone."""
    return {
        "formaat": FORMAT, "titel": report.title, "rijen": report.rows, "inwoners": report.persons,
        "overgeslagen": report.skipped, "afgebroken": report.stopped, "recht": side_to_json(report.side),
        "samen": total_to_json(report.total), "voorzieningen": [_part(one) for one in report.provisions],
        "kolommen": [{"kolom": name, "groepen": [_part(one) for one in groups]} for name, groups in report.columns],
        "normen": [{"norm": one.norm, "vindplaats": one.source, "uitkomst": one.outcome, "aantal": one.number,
                    "rijen": list(one.rows)} for one in report.obstacles],
    }  # fmt: skip


def _part(one: Part) -> dict[str, Any]:
    return {"naam": one.name, "aantal": one.number, "totaal": total_to_json(one.total)}
