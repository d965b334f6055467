"""A comparison of two versions in layers, as data: text, norms, and what is found of the outcomes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.explain.norm_comparison import NormComparison
from toetssteen.explain.outcome_comparison import OutcomeComparison
from toetssteen.explain.text_comparison import TextComparison


class ComparedSide(NamedTuple):
    """One side of a comparison: what the person called it, its full name, the day its numbers and statute are taken on.

    ``notes`` say what is to be known about it, such as inherited rules that nobody has gone through.
    """

    given: str
    name: str
    day: date
    statute: date
    notes: tuple[str, ...] = ()


class Comparison(NamedTuple):
    """Two sides and the layers compared; a layer that was not asked for is None."""

    a: ComparedSide
    b: ComparedSide
    text: TextComparison | None
    norms: NormComparison | None
    outcomes: OutcomeComparison | None = None
