"""The norms of two laws beside each other, as data."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.explain.text_comparison import Piece


class Condition(NamedTuple):
    """A condition in words that only A or only B has."""

    side: str
    text: str


class Side(NamedTuple):
    """A norm on one side: what it does, where it comes from, the citation of the statute it restates, and its sentence."""

    nature: str
    origin: str
    basis: str
    sentence: str


class NormRow(NamedTuple):
    """A norm that differs: its label, state, what differs about it, both sides and the conditions that differ.

    ``provisions`` are the kinds of application it is about, none meaning all.
    """

    label: str
    state: str
    aspects: tuple[str, ...]
    a: Side | None
    b: Side | None
    conditions: tuple[Condition, ...]
    words: tuple[Piece, ...]
    provisions: tuple[str, ...]

    @property
    def side(self) -> Side:
        """The norm as it is in B, or in A when it is gone."""
        found = self.b or self.a
        assert found is not None
        return found


class NumberRow(NamedTuple):
    """A number that differs: its value in each law on its day with the day it holds from; empty where there is none.

    ``norms`` are those whose rules use it."""

    name: str
    title: str
    place: str
    a: str
    b: str
    since_a: date | None
    since_b: date | None
    state: str
    rises: bool | None
    norms: tuple[str, ...]


class ModalRow(NamedTuple):
    """A voorziening that the gemeente may give in one law and must give in the other, with the norms that say so."""

    provision: str
    a: str
    b: str
    norms_a: tuple[str, ...]
    norms_b: tuple[str, ...]


class ReadingRow(NamedTuple):
    """A reading that is chosen or offered otherwise: its options on each side (empty: there is no such reading).

    ``says_a`` and ``says_b`` are what those options mean.
    """

    key: str
    display: str
    question: str
    a: str
    b: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    says_a: str = ""
    says_b: str = ""


class NormComparison(NamedTuple):
    """Everything that differs between the norms of two laws."""

    norms: tuple[NormRow, ...]
    numbers: tuple[NumberRow, ...]
    modal: tuple[ModalRow, ...]
    readings: tuple[ReadingRow, ...]

    def count(self, state: str) -> int:
        """Return how many norms are in a state."""
        return sum(row.state == state for row in self.norms)

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(self.norms or self.numbers or self.modal or self.readings)
