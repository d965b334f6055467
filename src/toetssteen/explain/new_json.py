"""A new ordinance as JSON: how its text was split and what differs from the text it inherits from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from toetssteen.explain.comparison_json import text_to_json
from toetssteen.explain.text_comparison import TextComparison
from toetssteen.kb.source_split import SourceText

FORM = "toetssteen/nieuw/1"


def new_to_json(folder: Path, parent: str, source: SourceText, comparison: TextComparison, unknown: Sequence[str], *,
                made: bool) -> dict[str, Any]:  # fmt: skip
    """Return a new ordinance as JSON; ``made`` tells a folder that is there from a trial."""
    return {
        "formaat": FORM, "map": str(folder), "gemaakt": made, "erft": parent, "nog_in_te_vullen": list(unknown),
        "plaatsen": [{"plaats": one.citation, "soort": one.kind, "tekst": one.text, "regel": one.line} for one in source.units],
        "vergelijking": text_to_json(comparison),
    }  # fmt: skip
