"""The JSON form of a case under every combination of readings; ``schema/alle-lezingen.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.readings_report import OtherReport, ReadingChoice, ReadingsOutcome, ReadingsReport
from toetssteen.explain.to_json import check_to_json

FORMAT = "toetssteen/alle-lezingen/1"


def readings_to_json(report: ReadingsReport) -> dict[str, Any]:
    """Return the report as JSON data."""
    return {
        "formaat": FORMAT, "casus": report.title, "peildatum": report.reference_date.isoformat(), "recht": list(report.law),
        "lezingen": {"aantal": report.total, "open": report.open, "gekozen": list(report.chosen), "behouden": list(report.kept)},
        "uitkomsten": [_outcome(one) for one in report.outcomes],
        "verwachtingen": [check_to_json(one) for one in report.checks],
    }  # fmt: skip


def _outcome(outcome: ReadingsOutcome) -> dict[str, Any]:
    return {
        "over": outcome.title, "persoon": outcome.person, "voorziening": outcome.provision, "werkgever": outcome.employer or None,
        "ambtshalve": outcome.own_motion, "uitkomst": outcome.outcome, "onder_elke_lezing": outcome.robust,
        "andere_uitkomsten": [{"uitkomst": one.outcome, **_sets(one)} for one in outcome.others],
        "bedrag": outcome.amount or None,
        "bedragen_vergeleken": outcome.amounts_compared,
        "andere_bedragen": [{"bedrag": one.outcome or None, **_sets(one)} for one in outcome.amounts],
        "op_zichzelf": list(outcome.alone), "alleen_naast_andere": list(outcome.together), "zonder_invloed": outcome.without,
    }  # fmt: skip


def _sets(other: OtherReport) -> dict[str, Any]:
    sets = [[_choice(choice) for choice in choices] for choices in other.sets]
    return {"aantal_lezingen": other.size, "aantal_keuzes": other.total, "keuzes": sets}


def _choice(choice: ReadingChoice) -> dict[str, Any]:
    return {
        "lezing": choice.reading, "naam": choice.name, "vraag": choice.question, "vindplaatsen": list(choice.places),
        "optie": choice.option, "betekenis": choice.text, "nu": choice.now, "nu_betekenis": choice.now_text,
        "standaard_wordt_ook": list(choice.entails),
    }  # fmt: skip
