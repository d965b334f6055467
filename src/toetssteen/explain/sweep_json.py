"""The JSON form of a sweep; ``schema/stel-veeg.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.shift_json import total_to_json
from toetssteen.explain.sweep_report import SweepReport

FORMAT = "toetssteen/stel-veeg/1"


def sweep_to_json(report: SweepReport) -> dict[str, Any]:
    """Return a sweep as JSON data."""
    return {
        "formaat": FORMAT, "titel": report.title, "rijen": report.rows, "afgebroken": report.stopped,
        "vergeleken_met": report.scenario,
        "assen": [{"getal": axis.name, "titel": axis.title, "waarden": list(axis.values), "geschreven": list(axis.said),
                   "nu": axis.now} for axis in report.axes],
        "punten": [{"plaats": list(place), "waarden": [axis.values[one] for axis, one in zip(report.axes, place, strict=True)],
                    "veranderd": point.changed, **total_to_json(point.total)} for place, point in report.points.items()],
        "beslissingen": report.decided, "zonder_besparing": report.every,
    }  # fmt: skip
