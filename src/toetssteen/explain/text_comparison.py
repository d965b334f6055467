"""Two texts side by side, as data: which place became which, and the words in both, in A alone and in B alone."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.kb.source_article import Unit

SAME, CHANGED, ADDED, DROPPED = "gelijk", "gewijzigd", "nieuw", "vervallen"
BOTH, ONLY_A, ONLY_B = "beide", "a", "b"


class Piece(NamedTuple):
    """Words that stand in both texts, in A alone or in B alone, with the space after them.

    ``in_a`` is how A writes what stands in both: typography and spaces can differ.
    """

    text: str
    side: str
    in_a: str = ""


class Row(NamedTuple):
    """A place of A beside the place of B it became; one of them is missing when it is new or dropped."""

    state: str
    a: Unit | None
    b: Unit | None
    likeness: float
    pieces: tuple[Piece, ...]

    @property
    def unit(self) -> Unit:
        """The place as it stands in B, or in A when it was dropped."""
        found = self.b or self.a
        assert found is not None
        return found

    @property
    def moved(self) -> bool:
        """Whether the place has another citation in B than in A."""
        return self.a is not None and self.b is not None and self.a.citation != self.b.citation


class TextComparison(NamedTuple):
    """All places of two texts, in the order of B with what was dropped in its old place."""

    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        """Return how many places are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def moved(self) -> int:
        """How many places have another citation."""
        return sum(row.moved for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return any(row.state != SAME or row.moved for row in self.rows)
