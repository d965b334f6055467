"""What if: a case, or many rows of a table, under the law as it is and under scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.document import Section
from toetssteen.explain.shift_json import shift_to_json
from toetssteen.explain.shift_layout import shift_document
from toetssteen.explain.shift_report import ShiftReport, SideShift
from toetssteen.explain.what_if_json import what_if_to_json
from toetssteen.explain.what_if_layout import what_if_document
from toetssteen.explain.what_if_report import Difference, OutcomeWhatIf, WhatIfReport
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.ops.scenario_sides import rule_of, side_of
from toetssteen.ops.shift import shift
from toetssteen.ops.what_if import what_if
from toetssteen.ops.what_if_request import scenarios_named, wrong_columns
from toetssteen.parser.source import is_table


class Verschil(NamedTuple):
    """One outcome under one scenario: what it is now and then (None where a side has none), and by which norms.

    ``uiteen`` is what either side says at the first point where they part; empty where nothing is otherwise.
    """

    over: str
    scenario: str
    nu: str | None
    dan: str | None
    anders: bool
    normen: tuple[str, ...]
    uiteen: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class WatAls(Getoond):
    """One case under the law as it is and under scenarios."""

    _report: WhatIfReport

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios."""
        return tuple(one.name for one in self._report.sides[1:])

    @property
    def verschillen(self) -> tuple[Verschil, ...]:
        """Every outcome under every scenario, also where nothing is otherwise."""
        return tuple(_difference(one, other) for one in self._report.outcomes for other in one.differences)

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/stel/1``."""
        return what_if_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return what_if_document(self._report, full=full, hint="")

    def __repr__(self) -> str:
        changed = sum(one.anders for one in self.verschillen)
        said = "1 verschil" if changed == 1 else f"{changed} verschillen"
        return f"<WatAls {self._report.title!r}: {said} bij {', '.join(self.scenarios)}>"


class Verschuiving(NamedTuple):
    """What one scenario does to many rows: how many are otherwise, how many have another outcome, and by which norms how many.

    ``van_naar`` counts outcomes by what they are now and then; ``centen`` is what it makes in all, in cents.
    """

    scenario: str
    rijen_veranderd: int
    rijen_andere_uitkomst: int
    van_naar: dict[tuple[str, str], int]
    normen: tuple[tuple[tuple[str, ...], int], ...]
    centen: int


@dataclass(frozen=True, slots=True, repr=False)
class WatAlsVelen(Getoond):
    """Many rows under the law as it is and under scenarios: counts, without names."""

    _report: ShiftReport

    @property
    def rijen(self) -> int:
        """How many rows were compared."""
        return self._report.rows

    @property
    def verschuivingen(self) -> tuple[Verschuiving, ...]:
        """What every scenario does."""
        return tuple(map(_shift, self._report.scenarios))

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/stel-bestand/1``."""
        return shift_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        names = {key: one.name for key, one in load_law(date.max).provisions.items()}
        return shift_document(self._report, names, full=full, hint="")

    def __repr__(self) -> str:
        said = ", ".join(f"{one.rijen_veranderd} bij {one.scenario}" for one in self.verschuivingen)
        return f"<WatAlsVelen {self.rijen} rijen: {said}>"


def stel(zaak: Zaak | str | Path, *scenarios: str | Path, voor: str = "") -> WatAls:
    """Compare what scenarios make of a case with what the law as it is makes of it.

    A scenario is a file, a shipped one, a sentence («premie_bedrag wordt € 400»), a reading, a date or a folder; ``+``
    joins them.
    ``voor`` is the one person to compare. Raises ``ToetssteenFout`` with everything that is wrong.
    """
    found, case = _scenarios(scenarios), case_of(zaak)
    if voor and voor not in (*case.persons, MUNICIPALITY):
        raise ToetssteenFout([Finding(f"«{voor}» komt in deze zaak niet voor")])
    return WatAls(what_if(side_of(BASELINE, case), [side_of(one, case) for one in found], person=voor))


def stel_tabel(
    tabel: str | Path, *scenarios: str | Path, per: Sequence[str] = (), groep: Sequence[str] = (), ambtshalve: bool = False
) -> WatAlsVelen:
    """Compare what scenarios make of every row of a table (CSV, Parquet or Excel), a batch at a time.

    ``groep`` are columns of the table outside the law, ``per`` by what to group: those, ``leeftijd``, ``werkgever`` or facts;
    with ``ambtshalve`` also what was not asked. Raises ``ToetssteenFout`` with everything that is wrong, rows included.
    """
    from toetssteen.ops.caseload import Settings, TableCaseload  # only who has a table needs what reads it
    from toetssteen.parser.table import groups_of

    found = _scenarios(scenarios)
    settings = Settings(groups=tuple(groep))
    problems = wrong_columns(per, (*groep, *(groups_of(str(tabel), settings) if is_table(str(tabel)) else ())))
    if not is_table(str(tabel)):
        problems.append(Finding(f"«{tabel}» is geen tabel", suggestion="geef een bestand op .csv, .parquet of .xlsx"))
    if problems:
        raise ToetssteenFout(problems)
    rows = TableCaseload(str(tabel), settings)
    if not rows.sound:
        raise ToetssteenFout([one for one in rows.findings() if has_errors([one])])
    columns = tuple(dict.fromkeys((*groep, *per)))
    return WatAlsVelen(shift(rows, rule_of(BASELINE, "nu"), [rule_of(one) for one in found], title=f"Wat als: {Path(tabel).name}",
                             columns=columns, about=None if ambtshalve else frozenset()))  # fmt: skip


def _scenarios(names: Sequence[str | Path]) -> list[Scenario]:
    if not names:
        raise ToetssteenFout([Finding("er is niets gesteld", suggestion="noem een scenario, zoals «premie_bedrag wordt € 400»")])
    found, findings = scenarios_named([str(one) for one in names])
    if has_errors(findings):
        raise ToetssteenFout(findings)
    return found


def _difference(one: OutcomeWhatIf, other: Difference) -> Verschil:
    ends: Iterator[str] = iter(other.parting.chain()[-1].said if other.parting else ())
    return Verschil(one.title, other.scenario, one.baseline.outcome if one.baseline else None,
                    other.outcome.outcome if other.outcome else None, other.changed,
                    tuple(change.norm for change in other.norms[: other.decisive]), tuple(ends))  # fmt: skip


def _shift(one: SideShift) -> Verschuiving:
    before, after = one.total.before, one.total.after
    cents = after.owed_cents + after.possible_cents - before.owed_cents - before.possible_cents
    return Verschuiving(one.side.name, one.persons, one.moved, dict(one.total.moves),
                        tuple((cause.norms, cause.number) for cause in one.causes), cents)  # fmt: skip
