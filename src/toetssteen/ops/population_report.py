"""A caseload counted as it is decided: outcomes per voorziening and group, the norms that decide, money and duration.

Memory grows with the batch and with how many different norms and groups there are, not with the caseload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from toetssteen.explain.population import Obstacle, Part, PopulationReport
from toetssteen.kb.citation import sort_key
from toetssteen.ops.groups import Grouping
from toetssteen.ops.population import decide
from toetssteen.ops.results import Decided, Result
from toetssteen.ops.row_lines import RowLines
from toetssteen.ops.shift import BATCH, Rule, Sum, finishing, in_batches, named
from toetssteen.ops.shift_reasons import Person, without_idle_amount

FORMAT = "toetssteen/bevolking-lijst/1"
FIELDS = ("rij", "inwoner", "voorziening", "werkgever", "ambtshalve", "uitkomst", "zonder_20", "mogelijk", "normen",
          "bereikbaar_met_20", "bedrag", "tot_en_met")  # fmt: skip
MOST_ROWS = 4
# The outcomes of which it is told what they come down to.
TOLD = ("weigerbaar", "geblokkeerd", "onbepaald")
Watch = Callable[[Person, Result], None]


def population(people: Iterable[Person], rule: Rule, *, title: str = "", columns: Sequence[str] = (), over: str = "",
               about: frozenset[str] | None = frozenset(), batch: int = BATCH, watch: Watch | None = None,
               step: Callable[[int], None] = lambda _rows: None) -> PopulationReport:  # fmt: skip
    """Return what becomes of a caseload under a law; ``watch`` is told every outcome, ``step`` how many rows are done.

    Interrupted by the user it returns what is finished, ``stopped``. ``columns``, ``over`` and ``about`` are as for ``shift``.
    """
    tally, rows, stopped = _Tally([Grouping(column) for column in columns], over), 0, False
    try:
        for group in in_batches(people, batch):
            decided = list(decide((rule.case(one.case) for one in group), rule.law, about=about, batch=len(group)))
            with finishing():
                for person, one in zip(group, decided, strict=True):
                    tally.add(person, one, watch)
                rows += len(group)
                step(len(group))
    except KeyboardInterrupt:
        stopped = True
    return tally.report(title, rows, rule)._replace(stopped=stopped)


class _Tally:
    def __init__(self, groupings: list[Grouping], over: str) -> None:
        self.groupings, self.over = groupings, over
        self.total = Sum()
        self.persons = 0
        self.provisions: dict[str, Sum] = {}
        self.columns: list[dict[str, Sum]] = [{} for _ in groupings]
        self.norms: dict[tuple[str, str], tuple[int, list[int]]] = {}

    def add(self, person: Person, decided: Decided, watch: Watch | None) -> None:
        """Count a row."""
        self.persons += len(decided.case.persons)
        for result in decided.results:
            if self.over in ("", result.provision):
                one = without_idle_amount(result)
                self._count(person, one)
                if watch is not None:
                    watch(person, one)

    def _count(self, person: Person, one: Result) -> None:
        self.total.add(one)
        self.provisions.setdefault(one.provision, Sum()).add(one)
        for grouping, sums in zip(self.groupings, self.columns, strict=True):
            sums.setdefault(grouping.value(person.case, person.groups, one), Sum()).add(one)
        for norm in one.norms if one.outcome in TOLD else ():
            number, rows = self.norms.get((norm, one.outcome), (0, []))
            # the first rows, whatever the order in which they come
            rows = rows if person.number in rows else sorted([*rows, person.number])[:MOST_ROWS]
            self.norms[norm, one.outcome] = (number + 1, rows)

    def report(self, title: str, rows: int, rule: Rule) -> PopulationReport:
        """Return what was counted, in an order that does not depend on that of the rows."""
        norms = sorted(self.norms.items(), key=lambda pair: (-pair[1][0], sort_key(pair[0][0]), pair[0][1]))
        obstacles = tuple(
            Obstacle(norm, named(norm), outcome, number, tuple(found)) for (norm, outcome), (number, found) in norms
        )
        columns = tuple(
            (grouping.name, tuple(Part(value, one.result()) for value, one in sorted(sums.items(), key=grouping.order)))
            for grouping, sums in zip(self.groupings, self.columns, strict=True)
        )
        provisions = tuple(Part(name, one.result()) for name, one in sorted(self.provisions.items()))
        return PopulationReport(
            title, rows, self.persons, 0, False, rule.report, self.total.result(), provisions, columns, obstacles
        )


class PopulationList:
    """Writes every outcome to a stream in a form, with the columns it is grouped by."""

    def __init__(self, stream: TextIO, suffix: str, columns: Sequence[str]) -> None:
        self.groupings = [Grouping(one) for one in columns]
        fields = (*FIELDS, *(one.name for one in self.groupings))
        self.lines = RowLines(stream, suffix, fields, form=FORMAT, key="uitkomsten")

    def __call__(self, person: Person, one: Result) -> None:
        """Write an outcome."""
        row: dict[str, Any] = {
            "rij": person.number, "inwoner": one.person, "voorziening": one.provision, "werkgever": one.employer or None,
            "ambtshalve": one.own_motion, "uitkomst": one.outcome, "zonder_20": one.without_20, "mogelijk": list(one.possible),
            "normen": list(one.norms), "bereikbaar_met_20": one.reachable, "bedrag": one.amount,
            "tot_en_met": one.until.isoformat() if one.until else None,
        }  # fmt: skip
        self.lines.write(row | {each.name: each.value(person.case, person.groups, one) for each in self.groupings})

    @property
    def written(self) -> int:
        """How many outcomes were written."""
        return self.lines.written

    def close(self) -> None:
        """Write what ends the form; the stream stays open."""
        self.lines.close()
