"""The published forms of JSON: where their schemas are and what they describe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

PACKAGE = Path(__file__).parent.parent


class Schema(NamedTuple):
    """A published form: its short name, its name with version as it stands in ``formaat``, what it is, and its schema."""

    name: str
    form: str
    description: str
    content: dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return the published schemas by their short names."""
    paths = sorted(PACKAGE.glob("*/schema/*.schema.json"), key=lambda path: path.name)
    return {one.name: one for one in map(_read, paths)}


def _read(path: Path) -> Schema:
    content = json.loads(path.read_text(encoding="utf-8"))
    form = content["properties"]["formaat"]["const"]
    return Schema(path.name.removesuffix(".schema.json"), form, content["description"], content)
