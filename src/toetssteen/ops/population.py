"""Deciding many persons: what becomes of every application of every case, by which norms, for how much and how long.

One case after the other comes in, one answer after the other goes out, so a caseload may be larger than the memory. The
answers are those of ``assess``; proofs are not made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from toetssteen.kb.case import Case
from toetssteen.kb.law import Law
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.results import Changed, Decided, Result, changed, compare, results_of

__all__ = ["Changed", "Decided", "LawOf", "Result", "changed", "compare", "decide"]
# How many cases are decided together: enough to share the work, few enough for the memory.
BATCH = 1000
LawOf: TypeAlias = Law | Callable[[Case], Law] | None


def decide(cases: Iterable[Case], law: LawOf = None, *, about: frozenset[str] | None = frozenset(),
           batch: int = BATCH) -> Iterator[Decided]:  # fmt: skip
    """Yield every case of a caseload decided, in order; no answer depends on the other cases or on the size of a batch.

    ``law`` is one for all, or gives that of a case; without it the reference date of each case chooses. ``about`` names
    the kinds to assess of the college's own motion as ``all_applications`` says: None is all, empty is none. Memory grows
    with the batch, not with the caseload.
    """
    numbered = iter(enumerate(cases, 1))
    while group := list(islice(numbered, max(1, batch))):
        for (number, case), results in zip(group, _together([case for _number, case in group], law, about), strict=True):
            yield Decided(number, case, results)


def _together(cases: list[Case], law: LawOf, about: frozenset[str] | None) -> Iterator[tuple[Result, ...]]:
    for case in cases:
        yield results_of(assess(case, law_of(case, law), about=about))


def law_of(case: Case, law: LawOf) -> Law:
    """Return the law of a case: the one given, that which a function gives, or that of its reference date."""
    if law is None:
        return law_for(case)
    return law if isinstance(law, Law) else law(case)
