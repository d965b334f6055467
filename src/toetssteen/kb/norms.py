"""The norms of the ordinance: what each sentence of the text says, and which rules formalise it or why none does.

The list is data (``normen.toml``), so that what is not formalised is visible too and can be counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

KINDS = ("begrip", "plicht", "bevoegdheid", "voorwaarde", "doel", "grens", "uitsluiting", "procedure", "uitzondering",
         "overgang", "inwerkingtreding", "grondslag", "gevolg")  # fmt: skip
# The places of norms that the official text does not number.
UNNUMBERED = ("aanhef", "besluit", "slotformule")


class Norm(NamedTuple):
    """One norm: its number, place, kind, addressee and content; the labels of its rules, or why there are none."""

    number: int
    place: str
    kind: str
    addressee: str
    content: str
    rules: tuple[str, ...]
    reason: str


def read_norms(path: Path) -> tuple[Norm, ...]:
    """Return the norms of a file in its order."""
    import tomllib  # only needed when the cache is empty

    tables = tomllib.loads(path.read_text(encoding="utf-8"))["norm"]
    return tuple(
        Norm(one["nummer"], one["plaats"], one["soort"], one.get("geadresseerde", ""), one["inhoud"],
             tuple(one.get("regels", ())), one.get("geen_regel", ""))
        for one in tables
    )  # fmt: skip
