"""What the commands that read tables share: how a table is to be read, and what becomes of rows with a mistake."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toetssteen.cli.common import Arguments, reference_date
from toetssteen.cli.main import INPUT, OK
from toetssteen.kb.finding import FOUT, Finding

if TYPE_CHECKING:
    from toetssteen.ops.caseload import Settings, TableCaseload
    from toetssteen.parser.table_output import Cell

MOST_SHOWN = 40


def add_table_arguments(parser: Arguments) -> None:
    """Add how tables among the cases are to be read, and what becomes of rows with a mistake."""
    found = add_reading_arguments(parser)
    found.add_argument("--sla-over", action="store_true", help="laat rijen met een fout weg, en schrijf op welke dat zijn")
    found.add_argument("--fouten", default="", metavar="BESTAND", help="schrijf alle fouten naar dit bestand (.csv of .json)")


def add_reading_arguments(parser: Arguments) -> Any:
    """Add how tables among the cases are to be read; return the group of arguments."""
    found = parser.add_argument_group("bij een tabel (.csv, .parquet, .xlsx)")
    found.add_argument("--peildatum", type=reference_date, metavar="DATUM", help="van rijen zonder eigen peildatum")
    found.add_argument(
        "--groep", action="append", default=[], metavar="KOLOM", help="een kolom om naar in te delen, buiten het recht"
    )
    found.add_argument("--negeer", action="append", default=[], metavar="KOLOM", help="een kolom die niet wordt gelezen")
    found.add_argument("--blad", default="", metavar="NAAM", help="welk blad van een Excel-bestand")
    return found


def table_settings(options: Namespace) -> Settings:
    """Return how tables are to be read by the arguments."""
    from toetssteen.ops.caseload import Settings

    return Settings(options.peildatum, tuple(options.groep), tuple(options.negeer), options.blad)


def grouping_columns(names: list[str], options: Namespace) -> list[str]:
    """Return the columns that the tables among some names have to group by, marked in their header or by ``--groep``."""
    from toetssteen.parser.source import is_table
    from toetssteen.parser.table import groups_of

    return list(dict.fromkeys(one for name in names if is_table(name) for one in groups_of(name, table_settings(options))))


def open_tables(names: list[str], options: Namespace, done: Callable[[], None]) -> list[TableCaseload]:
    """Return the tables of some names, each read once to check every row."""
    from toetssteen.ops.caseload import TableCaseload

    settings = table_settings(options)
    return [TableCaseload(name, settings, skipping=options.sla_over, done=done) for name in names]


def shown_findings(tables: list[TableCaseload], options: Namespace) -> list[Finding]:
    """Return what is to be shown of what is wrong with tables: not more than a screen, and how many more there are.

    With ``--sla-over`` mistakes in rows are counted and written to a file instead.
    """
    found = []
    for table in tables:
        errors = [one for one in table.findings() if one.severity == FOUT]
        found += [one for one in table.findings() if one.severity != FOUT]
        if options.sla_over and table.sound:
            continue
        found += errors[:MOST_SHOWN]
        more = table.summary.problems - MOST_SHOWN
        if more > 0:
            found.append(Finding(f"en nog {more} {'fout' if more == 1 else 'fouten'}", table.name,
                                 suggestion="--fouten BESTAND geeft ze alle"))  # fmt: skip
    return found


def report_left_out(tables: list[TableCaseload], options: Namespace) -> int:
    """Write every mistake to the file asked for, or to one of its own when rows are left out; say how many were."""
    faulty = [one for one in tables if one.problems]
    if not faulty or not (options.fouten or options.sla_over):
        return OK
    path = Path(options.fouten) if options.fouten else _free_name(Path(faulty[0].name))
    code = _write(path, faulty, named=bool(options.fouten))
    if code == OK and options.sla_over:
        persons = sum(one.summary.left_out for one in faulty)
        rows = sum(one.summary.rows_left_out for one in faulty)
        print(f"{persons} {'inwoner' if persons == 1 else 'inwoners'} ({rows} {'rij' if rows == 1 else 'rijen'}) overgeslagen "
              f"wegens fouten; zie {path}.", file=sys.stderr)  # fmt: skip
    return code


def _write(path: Path, faulty: list[TableCaseload], *, named: bool) -> int:
    from toetssteen.cli.forms import write
    from toetssteen.explain.forms import as_json
    from toetssteen.ops.caseload import problems_csv, problems_json

    text = as_json(problems_json(faulty)) if path.suffix.lower() == ".json" else problems_csv(faulty)
    return INPUT if write(path, text, replace=named, beside=True) != OK else OK


def _free_name(table: Path) -> Path:
    """Return a file name for the mistakes of a table that is not taken yet, in the folder the command runs in."""
    number, path = 1, Path(f"{table.stem}-fouten.csv")
    while path.exists():
        number += 1
        path = Path(f"{table.stem}-fouten-{number}.csv")
    return path


def write_rows(options: Namespace, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write rows to the table of ``options.uit``, whole or not at all; say how many, or why not."""
    from toetssteen.parser.table_output import write_table

    path, count = Path(options.uit), [0]

    def write() -> None:
        count[0] = write_table(path, header, rows)

    if told_why(path, write, replace=options.overschrijf):
        return INPUT
    print(f"{path} is geschreven: {count[0]} {'rij' if count[0] == 1 else 'rijen'}")
    return OK


def told_why(path: Path, write: Callable[[], None], *, replace: bool) -> bool:
    """Write a file unless it should not or cannot be; return whether it was not, after saying why on standard error."""
    from toetssteen.cli.forms import objection
    from toetssteen.parser.source import reason
    from toetssteen.parser.table_files import Unreadable

    try:
        against = objection(path, replace=replace)
        if not against:
            write()
            return False
        print(f"«{path}» {against}", file=sys.stderr)
    except Unreadable as problem:
        print(f"«{path}» is niet te schrijven: {problem}; {problem.problem.suggestion}", file=sys.stderr)
    except (OSError, ValueError) as problem:
        print(f"«{path}» is niet te schrijven: {reason(problem)}", file=sys.stderr)
    return True
