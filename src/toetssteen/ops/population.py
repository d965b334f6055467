"""Deciding many persons: what becomes of every application of every case, by which norms, for how much and how long.

One case after the other comes in, one answer after the other goes out, so a caseload may be larger than the memory. The
answers are those of ``assess``; proofs are not made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeAlias

from toetssteen.kb.applications import NOTHING_ELSE, all_applications
from toetssteen.kb.case import Case
from toetssteen.kb.joint_facts import Member, member
from toetssteen.kb.joint_unknown import Size, size_of
from toetssteen.kb.law import Law, load_law, statute_day
from toetssteen.kb.separate import cases_of_persons
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.results import Changed, Decided, Result, changed, compare, results_of
from toetssteen.ops.together import MemberResults, results_together

__all__ = ["Changed", "Decided", "LawOf", "Result", "changed", "compare", "decide"]
# How many cases are decided together: enough to share the work, few enough for the memory.
BATCH = 1000
# Cases of several persons that a rule ties share few atoms with others.
MOST_PERSONS = 4
LawOf: TypeAlias = Law | Callable[[Case], Law] | None


def decide(cases: Iterable[Case], law: LawOf = None, *, about: frozenset[str] | None = frozenset(),
           batch: int = BATCH) -> Iterator[Decided]:  # fmt: skip
    """Yield every case of a caseload decided, in order; no answer depends on the other cases or on the size of a batch.

    ``law`` is one for all, or gives that of a case; without it the reference date of each case chooses. ``about`` names
    the kinds to assess of the college's own motion as ``all_applications`` says: None is all, empty is none. Memory grows
    with the batch, not with the caseload; interrupted, what was yielded stands.
    """
    numbered = iter(enumerate(cases, 1))
    while group := list(islice(numbered, max(1, batch))):
        for (number, case), results in zip(group, _together([case for _number, case in group], law, about), strict=True):
            yield Decided(number, case, results)


class _Part(NamedTuple):
    """A case, or what concerns one person of it, to be decided: the place of the case in its batch."""

    place: int
    case: Case
    law: Law
    about: frozenset[str] | None


def _together(cases: list[Case], law: LawOf, about: frozenset[str] | None) -> list[tuple[Result, ...]]:
    """Return the results of each case of a batch; what cannot be decided together is decided alone."""
    laws = _laws(cases, law)
    parts = [part for place, case in enumerate(cases) for part in _parts(place, case, laws[place], about)]
    found: list[list[Result]] = [[] for _case in cases]
    for part, results in zip(parts, _decided(parts), strict=True):
        found[part.place] += alone(part.case, part.law, part.about) if results is None else results
    return [_in_order(results, case, one, about) for results, case, one in zip(found, cases, laws, strict=True)]


def _parts(place: int, case: Case, law: Law, about: frozenset[str] | None) -> list[_Part]:
    """Return a case as it is when it is of one person, else what concerns each of them, as far as that can be told apart."""
    apart = cases_of_persons(case, law, about) if len(case.persons) + case.municipal > 1 else None
    if apart is None:
        return [_Part(place, case, law, about)]
    return [_Part(place, one, law, NOTHING_ELSE) for one in apart]


def _in_order(results: list[Result], case: Case, law: Law, about: frozenset[str] | None) -> tuple[Result, ...]:
    if len(case.persons) + case.municipal < 2:
        return tuple(results)
    places = {item.id: place for place, item in enumerate(all_applications(case, law, about))}
    return tuple(sorted(results, key=lambda one: places[one.application]))


def _decided(parts: list[_Part]) -> list[MemberResults]:
    """Return the results of cases in groups of one setting and size, None for one that has to be decided alone."""
    found: list[MemberResults] = [None] * len(parts)
    groups: dict[tuple[int, Size], list[Member]] = {}
    for number, part in enumerate(parts):
        if len(part.case.persons) <= MOST_PERSONS:
            one = member(number, part.case, part.law, part.about)
            groups.setdefault((id(one.setting), size_of(one)), []).append(one)
    for (_setting, size), members in groups.items():
        for start in range(0, len(members), size.cases):
            some = members[start : start + size.cases]
            for one, results in zip(some, _if_possible(some, size), strict=True):
                found[one.place] = results
    return found


def _if_possible(members: list[Member], size: Size) -> list[MemberResults]:
    """Return the results of cases decided together, or none where a number does not fit: the case itself will tell."""
    try:
        return results_together(members, size)
    except (OverflowError, ZeroDivisionError):
        return [None] * len(members)


def _laws(cases: list[Case], law: LawOf) -> list[Law]:
    """Return the law of each case; the version of a day is looked up once."""
    if law is not None:
        return [law_of(case, law) for case in cases]
    known: dict[date, Law] = {}
    days = [statute_day(case.reference_date, case.readings) for case in cases]
    for day in days:
        if day not in known:
            known[day] = load_law(day)
    return [known[day] for day in days]


def alone(case: Case, law: Law, about: frozenset[str] | None) -> tuple[Result, ...]:
    """Return the results of a case decided by itself."""
    return results_of(assess(case, law, about=about))


def law_of(case: Case, law: LawOf) -> Law:
    """Return the law of a case: the one given, that which a function gives, or that of its reference date."""
    if law is None:
        return law_for(case)
    return law if isinstance(law, Law) else law(case)
