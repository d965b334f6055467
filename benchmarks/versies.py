"""Measure the layers of a comparison: splitting a text, aligning two, comparing norms: ``python -m benchmarks.versies``."""

from __future__ import annotations

from datetime import date

from benchmarks.__main__ import Measure, measure, milliseconds
from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.comparison_html import comparison_to_html
from toetssteen.kb.law import HOGELAND, load_law
from toetssteen.kb.source_split import split
from toetssteen.ops.compare_norms import LawSide, compare_norms
from toetssteen.ops.compare_text import compare_text

BEFORE, AFTER = date(2025, 6, 1), date(2026, 6, 1)
ROUNDS = 20


def measures(rounds: int = ROUNDS) -> list[Measure]:
    """Return the figures of every layer, on the shipped ordinance and a copy with changed leden."""
    text = (HOGELAND / "bron.md").read_text(encoding="utf-8")
    other = text.replace("27 jaar", "25 jaar").replace("eenmalig", "tweemaal").replace("de inwoner", "de burger")
    sources = split(text, "a"), split(other, "b")
    sides = LawSide.of(load_law(BEFORE), BEFORE), LawSide.of(load_law(AFTER), AFTER)
    named = ComparedSide("a", "A", BEFORE, BEFORE), ComparedSide("b", "B", AFTER, AFTER)
    found = Comparison(*named, compare_text(*sources), compare_norms(*sides))
    return [
        measure("splitting the official text", milliseconds(lambda: split(text, "a"), rounds), "—"),
        measure("aligning two texts, words marked", milliseconds(lambda: compare_text(*sources), rounds), "—"),
        measure("comparing the norms of two statute states", milliseconds(lambda: compare_norms(*sides), rounds), "—"),
        measure("the page of a comparison", milliseconds(lambda: comparison_to_html(found), rounds), "—"),
    ]


def main() -> None:
    """Print the figures."""
    for one in measures():
        print(f"{one.what:<45} {one.median:8.1f} ms (p95 {one.p95:.1f})")


if __name__ == "__main__":
    main()
