"""A caseload in a table, in the Python interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from toetssteen.api.case import Zaak
from toetssteen.api.shown import ToetssteenFout
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.ops.caseload import Settings, TableCaseload
from toetssteen.parser.source import is_table


class Rij(NamedTuple):
    """One person of a table: the number of the first row, the case, and the groups outside the law by column."""

    nummer: int
    zaak: Zaak
    groepen: Mapping[str, str]


def lees_tabel(tabel: str | Path, *, peildatum: date | None = None, groep: Sequence[str] = (), negeer: Sequence[str] = (),
               blad: str = "", sla_over: bool = False) -> tuple[Rij, ...]:  # fmt: skip
    """Return the persons of a table (CSV, Parquet or Excel), each as a case.

    ``peildatum`` is for rows without one, ``groep`` and ``negeer`` name columns outside the law. Raises ``ToetssteenFout`` with
    every mistake in every row, unless ``sla_over`` leaves those rows out.
    """
    if not is_table(str(tabel)):
        raise ToetssteenFout([Finding(f"«{tabel}» is geen tabel", suggestion="geef een bestand op .csv, .parquet of .xlsx")])
    rows = TableCaseload(str(tabel), Settings(peildatum, tuple(groep), tuple(negeer), blad), skipping=sla_over)
    if not rows.sound:
        raise ToetssteenFout([one for one in rows.findings() if has_errors([one])])
    return tuple(Rij(row.number, Zaak(row.case), dict(row.groups)) for row in rows)
