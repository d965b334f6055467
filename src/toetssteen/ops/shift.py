"""A caseload under the baseline and under scenarios, in one pass: what moved, counted as it comes along.

Memory grows with the batch and with how many different norms, outcomes and groups there are, not with the caseload.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from signal import SIGINT, signal
from threading import current_thread, main_thread
from typing import NamedTuple

from toetssteen.explain.shift_report import (
    DIRECTIONS,
    GAINS,
    LOSES,
    NOT_ASSESSED,
    ORDER,
    OTHER_GROUND,
    OTHERWISE,
    Cause,
    Counted,
    Move,
    ShiftReport,
    SideShift,
    Total,
)
from toetssteen.explain.what_if_report import SideReport
from toetssteen.kb.case import Case
from toetssteen.kb.citation import citation_of, long_form, name_of, sort_key
from toetssteen.kb.law import Law
from toetssteen.ops.groups import Grouping
from toetssteen.ops.population import decide
from toetssteen.ops.results import NO_BASIS, Changed, Decided, Result, changed
from toetssteen.ops.shift_reasons import ChangedRow, Person, behind, explained, without_idle_amount
from toetssteen.ops.touched import touched

BATCH = 500
# More norms than this of one cause are not told apart, nor more rows of it remembered.
MOST_NORMS, MOST_ROWS = 4, 8
# Of how many causes, the largest first, it is worked out what in the law is behind them.
MOST_EXPLAINED = 25
RANK = {"verplicht": 4, "bevoegd": 3, "weigerbaar": 2, "geblokkeerd": 1}
# What can be granted, so that its amount and its term count.
COUNTING = ("verplicht", "bevoegd", "weigerbaar")


class CaseRow(NamedTuple):
    """A case of a file of its own, as a row."""

    number: int
    case: Case
    groups: Mapping[str, str]


class Rule(NamedTuple):
    """One side: its report, the law it has for a case, and the case as it supposes it."""

    report: SideReport
    law: Callable[[Case], Law]
    case: Callable[[Case], Case] = lambda case: case


Watch = Callable[[ChangedRow], None]


def shift(people: Iterable[Person], baseline: Rule, scenarios: Sequence[Rule], *, title: str = "",
          columns: Sequence[str] = (), over: str = "",
          about: frozenset[str] | None = frozenset(), batch: int = BATCH, watch: Watch | None = None,
          step: Callable[[int], None] = lambda _rows: None) -> ShiftReport:  # fmt: skip
    """Return what scenarios make of a caseload; ``watch`` is told every change, ``step`` how many rows are done.

    Interrupted by the user it returns what is finished, ``stopped``. ``columns`` are grouping columns of the rows or keys of
    facts; ``over`` is the one kind of voorziening to count, ``about`` those assessed of the college's own motion, as
    ``decide`` says.
    """
    tallies = [_Tally(one, [Grouping(column) for column in columns], over) for one in scenarios]
    rows, stopped = 0, False
    try:
        for group in in_batches(people, batch):
            before = _decided(group, baseline, about)
            others = [_again(group, before, baseline, one, about) for one in scenarios]
            with finishing():
                for place, person in enumerate(group):
                    for tally, after in zip(tallies, others, strict=True):
                        _add(tally, person, _Sides(baseline, tally.rule, before[place], after[place]), watch)
                rows += len(group)
                step(len(group))
    except KeyboardInterrupt:
        stopped = True
    return ShiftReport(title, rows, 0, stopped, baseline.report, tuple(one.result() for one in tallies))


@contextmanager
def finishing() -> Iterator[None]:
    """Let what is within be finished before an interruption of the user counts, so that no batch is half counted."""
    if current_thread() is not main_thread():
        yield
        return
    asked: list[int] = []
    before = signal(SIGINT, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        signal(SIGINT, before)
    if asked:
        raise KeyboardInterrupt


def in_batches(people: Iterable[Person], batch: int) -> Iterator[list[Person]]:
    """Yield rows in batches."""
    left = iter(people)
    while group := list(islice(left, max(1, batch))):
        yield group


class _Sides(NamedTuple):
    """A row decided on both sides, with the rules of either."""

    baseline: Rule
    rule: Rule
    before: Decided
    after: Decided

    def told(self, person: Person, change: Changed, direction: str) -> ChangedRow:
        """Return a change with the law and the case of both sides."""
        sides = tuple((rule.law(one.case), one.case) for rule, one in ((self.baseline, self.before), (self.rule, self.after)))
        return ChangedRow(person, self.rule.report.name, explained(change, *sides), direction, sides[0], sides[1])


def _add(tally: _Tally, person: Person, sides: _Sides, watch: Watch | None) -> None:
    """Count one row, and tell of its changes."""
    changed_here = moved_here = False
    for was, now in matched(*(tuple(map(without_idle_amount, one.results)) for one in (sides.before, sides.after))):
        if tally.over and tally.over != (now or was).provision:  # type: ignore[union-attr]  # one of them is there
            continue
        change = changed(was, now)
        direction = direction_of(change) if change is not None else ""
        tally.count(person, was, now, direction)
        if change is not None:
            told = sides.told(person, change, direction)
            tally.cause(told)
            changed_here, moved_here = True, moved_here or change.moved
            if watch is not None:
                watch(told)
    tally.persons += changed_here
    tally.moved += moved_here


def _decided(group: Sequence[Person], rule: Rule, about: frozenset[str] | None) -> list[Decided]:
    return list(decide((rule.case(one.case) for one in group), rule.law, about=about, batch=max(1, len(group))))


def _again(group: list[Person], before: list[Decided], baseline: Rule, rule: Rule, about: frozenset[str] | None) -> list[Decided]:
    """Return the rows of a batch under a scenario; what it cannot change is not decided again."""
    kinds = [_may_change(one.case, baseline, rule) for one in group]
    wanted = [place for place, (one, found) in enumerate(zip(before, kinds, strict=True))
              if found is None or any(result.provision in found for result in one.results)]  # fmt: skip
    limited = about is None and all(found is not None for found in kinds)
    some = frozenset().union(*(found for found in kinds if found)) if limited else about
    found = dict(zip(wanted, _decided([group[place] for place in wanted], rule, some), strict=True))
    return [_completed(one, found[place], kinds[place] if limited else None) if place in found else one
            for place, one in enumerate(before)]  # fmt: skip


def _may_change(case: Case, baseline: Rule, rule: Rule) -> frozenset[str] | None:
    """Return the kinds of voorziening a scenario can decide otherwise in a case; None when that can be any."""
    return touched(baseline.law(case), rule.law(case)) if rule.case(case) is case else None


def _completed(before: Decided, after: Decided, kinds: frozenset[str] | None) -> Decided:
    """Return a row decided again for some kinds alone, with the results of the others as they were."""
    if kinds is None:
        return after
    pairs = matched(before.results, after.results)
    results = (now if now is not None and now.provision in kinds else was for was, now in pairs)
    return after._replace(results=tuple(one for one in results if one is not None))


class Sum:
    """The totals of one side of a group, as they grow."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.owed = self.possible = self.months = 0

    def add(self, one: Result | None) -> None:
        """Add an outcome, or that there is none."""
        self.outcomes[one.outcome if one else NOT_ASSESSED] += 1
        if one is not None and one.outcome in COUNTING:
            self.months += one.months or 0
            if one.outcome == "verplicht":
                self.owed += one.amount or 0
            else:
                self.possible += one.amount or 0

    def result(self) -> Total:
        """Return the totals."""
        return Total(_in_order(self.outcomes), self.owed, self.possible, self.months)


class _Count:
    """A group as it grows."""

    def __init__(self) -> None:
        self.moves: Counter[Move] = Counter()
        self.directions: Counter[str] = Counter()
        self.before, self.after = Sum(), Sum()

    def add(self, was: Result | None, now: Result | None, direction: str) -> None:
        self.moves[_outcome(was), _outcome(now)] += 1
        self.before.add(was)
        self.after.add(now)
        if direction:
            self.directions[direction] += 1

    def result(self, name: str) -> Counted:
        moves = dict(sorted(self.moves.items(), key=lambda pair: tuple(map(ORDER.index, pair[0]))))
        return Counted(name, moves, self.before.result(), self.after.result(),
                       {one: self.directions[one] for one in DIRECTIONS if self.directions[one]})  # fmt: skip


def _counted(counts: dict[str, _Count], name: str) -> _Count:
    """Return the group with a name, a new one when there is none."""
    found = counts.get(name)
    if found is None:
        found = counts[name] = _Count()
    return found


class _CauseCount:
    """The changes that one set of norms made, as they come."""

    def __init__(self) -> None:
        self.number = self.cents = 0
        self.rows: list[int] = []
        self.provisions: Counter[str] = Counter()
        self.first: tuple[int, ChangedRow] | None = None

    def add(self, told: ChangedRow) -> None:
        row, change = told.person.number, told.change
        self.number += 1
        self.cents += _counting_cents(change.after) - _counting_cents(change.before)
        self.provisions[change.either.provision] += 1
        if row not in self.rows:
            # the first rows, whatever the order in which they come
            self.rows = sorted([*self.rows, row])[:MOST_ROWS]
        if self.first is None or row < self.first[0]:
            self.first = (row, told)


class _Tally:
    """Everything counted of one scenario."""

    def __init__(self, rule: Rule, groupings: list[Grouping], over: str) -> None:
        self.rule, self.groupings, self.over = rule, groupings, over
        self.total = _Count()
        self.provisions: dict[str, _Count] = {}
        self.columns: list[dict[str, _Count]] = [{} for _ in groupings]
        self.causes: dict[tuple[tuple[str, ...], str, str, str], _CauseCount] = {}
        self.persons = self.moved = 0

    def count(self, person: Person, was: Result | None, now: Result | None, direction: str) -> None:
        """Count an outcome of a row in all its groups."""
        one = now or was
        assert one is not None
        self.total.add(was, now, direction)
        _counted(self.provisions, one.provision).add(was, now, direction)
        for grouping, counts in zip(self.groupings, self.columns, strict=True):
            value = grouping.value(person.case, person.groups, one)
            _counted(counts, value).add(was, now, direction)

    def cause(self, told: ChangedRow) -> None:
        """Count a change under the norms that made it."""
        change = told.change
        key = (change.norms[:MOST_NORMS], _outcome(change.before), _outcome(change.after), told.direction)
        self.causes.setdefault(key, _CauseCount()).add(told)

    def result(self) -> SideShift:
        """Return what was counted, in an order that does not depend on that of the rows."""
        causes = sorted(
            self.causes.items(), key=lambda pair: (-pair[1].number, [sort_key(one) for one in pair[0][0]], pair[0][1:])
        )
        columns = tuple((grouping.name, tuple(count.result(value) for value, count in sorted(counts.items(), key=grouping.order)))
                        for grouping, counts in zip(self.groupings, self.columns, strict=True))  # fmt: skip
        side = self.rule.report._replace(untouched=not self.persons)
        provisions = tuple(count.result(name) for name, count in sorted(self.provisions.items()))
        return SideShift(side, self.total.result("alles"), provisions, columns, tuple(_causes(causes)), self.persons, self.moved)


def _causes(causes: Iterable[tuple[tuple[tuple[str, ...], str, str, str], _CauseCount]]) -> Iterator[Cause]:
    """Yield what made a difference as it is reported."""
    for place, ((norms, before, after, direction), one) in enumerate(causes):
        found = behind(one.first[1]) if one.first is not None and place < MOST_EXPLAINED else ()
        yield Cause(norms, tuple(map(named, norms)), before, after, direction, one.number, one.cents, tuple(one.rows),
                    dict(sorted(one.provisions.items())), found)  # fmt: skip


def named(norm: str) -> str:
    """Return a norm in words: its place, and what it is about."""
    if norm == NO_BASIS:
        return "geen bevoegdheid en geen plicht"
    return f"{long_form(citation_of(norm))} ({name_of(norm)})"


def matched(before: Sequence[Result], after: Sequence[Result]) -> Iterator[tuple[Result | None, Result | None]]:
    """Yield the results of both sides that are about the same, whatever their ids."""
    others = dict(_keyed(after))
    for key, one in _keyed(before):
        yield one, others.pop(key, None)
    yield from ((None, one) for one in others.values())


def _keyed(results: Sequence[Result]) -> Iterator[tuple[tuple[object, ...], Result]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for one in results:
        key = (one.person, one.provision, one.employer)
        seen[key] += 1
        yield (*key, seen[key]), one


def direction_of(change: Changed) -> str:
    """Return whether a change is to the applicant's good: by the outcomes that are possible, then by the amount and the term."""
    was, now = change.before, change.after
    if was is None or now is None:
        return OTHERWISE
    ones, others = ([RANK[one] for one in side.possible] for side in (was, now))
    found = _compare((min(ones), max(ones)), (min(others), max(others)))
    if not found and was.outcome == now.outcome:
        found = _compare((was.amount or 0,), (now.amount or 0,))
        if not found and was.until and now.until:
            found = _compare((was.until.toordinal(),), (now.until.toordinal(),))
        if not found and was.norms != now.norms:
            return OTHER_GROUND
        # what stays blocked can come within reach of art. 20, and what art. 20 carried can come to stand by itself
        if not found:
            found = _compare((bool(was.reachable),), (bool(now.reachable),)) or _compare(
                (RANK.get(was.without_20, 0),), (RANK.get(now.without_20, 0),)
            )
    return found or OTHERWISE


def _compare(ones: tuple[int, ...], others: tuple[int, ...]) -> str:
    steps = {(other > one) - (other < one) for one, other in zip(ones, others, strict=True)} - {0}
    return {frozenset({1}): GAINS, frozenset({-1}): LOSES}.get(frozenset(steps), "")


def _counting_cents(one: Result | None) -> int:
    return one.amount or 0 if one is not None and one.outcome in COUNTING else 0


def _outcome(one: Result | None) -> str:
    return one.outcome if one is not None else NOT_ASSESSED


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    return {one: counts[one] for one in ORDER if counts.get(one)}
