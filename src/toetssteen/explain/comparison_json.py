"""A comparison of two versions as JSON, with the form its schema publishes."""

from __future__ import annotations

from datetime import date
from typing import Any

from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.norm_comparison import NormComparison, NormRow, Side
from toetssteen.explain.outcome_comparison_json import outcomes_to_json
from toetssteen.explain.text_comparison import CHANGED, TextComparison
from toetssteen.kb.source_article import Unit

FORM = "toetssteen/vergelijking/1"


def comparison_to_json(found: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON; a layer that was not compared is null."""
    return {
        "formaat": FORM, "a": _compared(found.a), "b": _compared(found.b),
        "tekst": text_to_json(found.text) if found.text is not None else None,
        "normen": norms_to_json(found.norms) if found.norms is not None else None,
        "uitkomsten": outcomes_to_json(found.outcomes) if found.outcomes is not None else None,
    }  # fmt: skip


def _compared(side: ComparedSide) -> dict[str, Any]:
    return {"gegeven": side.given, "naam": side.name, "peildatum": side.day.isoformat(), "wet_sinds": side.statute.isoformat(),
            "opmerkingen": list(side.notes)}  # fmt: skip


def text_to_json(found: TextComparison) -> dict[str, Any]:
    """Return the comparison of two texts: every place of both, and of what changed every word."""
    return {
        "gelijk": not found.differs,
        "plaatsen": [
            {"stand": row.state, "soort": row.unit.kind, "a": _unit(row.a), "b": _unit(row.b), "vernummerd": row.moved,
             "gelijkenis": round(row.likeness, 3),
             "woorden": [{"kant": one.side, "tekst": one.text} for one in row.pieces] if row.state == CHANGED else []}
            for row in found.rows
        ],
    }  # fmt: skip


def _unit(unit: Unit | None) -> dict[str, Any] | None:
    return {"plaats": unit.citation, "tekst": unit.text, "regel": unit.line} if unit is not None else None


def norms_to_json(found: NormComparison) -> dict[str, Any]:
    """Return the comparison of two laws: what must and may be done, numbers, readings, and norm by norm."""
    return {
        "gelijk": not found.differs,
        "kan_of_moet": [{"soort": row.provision, "a": row.a or None, "b": row.b or None, "normen_a": list(row.norms_a),
                         "normen_b": list(row.norms_b)} for row in found.modal],
        "getallen": [{"naam": row.name, "titel": row.title, "plaats": row.place, "stand": row.state, "a": row.a or None,
                      "b": row.b or None, "sinds_a": _day(row.since_a), "sinds_b": _day(row.since_b), "normen": list(row.norms)}
                     for row in found.numbers],
        "lezingen": [{"lezing": row.key, "vraag": row.question, "a": row.a or None, "b": row.b or None,
                      "nieuwe_opties": list(row.added), "vervallen_opties": list(row.dropped)} for row in found.readings],
        "normen": [_norm(row) for row in found.norms],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _norm(row: NormRow) -> dict[str, Any]:
    return {
        "norm": row.label,
        "stand": row.state,
        "verschil": list(row.aspects),
        "a": _side(row.a),
        "b": _side(row.b),
        "soorten": list(row.provisions),
        "voorwaarden": [{"kant": one.side, "tekst": one.text} for one in row.conditions],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"aard": side.nature, "herkomst": side.origin, "grondslag": side.basis or None, "zin": side.sentence}
