"""``toetssteen opmaak``: write cases in their fixed form: one as text or JSON, many as a table."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.caseload import caseload_or_code
from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.main import INPUT, USAGE
from toetssteen.cli.tables import add_table_arguments, write_rows
from toetssteen.parser.source import is_table

if TYPE_CHECKING:
    from toetssteen.kb.case import Case


def arguments() -> Arguments:
    """Return the arguments of the command."""
    about = "Schrijf een zaak in vaste vorm naar standaarduitvoer, of veel zaken als tabel; de zaken zelf blijven gelijk."
    parser = Arguments("opmaak", about, "opmaak participatieplaats-te-jong --json")
    parser.add_argument(
        "zaak", help="een bestand, map of tabel, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld"
    )
    parser.add_argument("--json", action="store_true", help="geef de zaak als JSON")
    parser.add_argument("--rij", type=_row, default=0, metavar="NUMMER", help="de inwoner op deze rij van een tabel")
    parser.add_argument(
        "--uit", default="", metavar="BESTAND", help="schrijf naar een bestand; een tabel op .csv, .parquet of .xlsx"
    )
    parser.add_argument("--overschrijf", action="store_true", help="ook als dat bestand al bestaat")
    add_table_arguments(parser)
    return parser


def _row(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise ArgumentTypeError("geef het nummer van een rij")
    return int(text)


def run(options: Namespace) -> int:
    """Run the command."""
    options.zaken = [options.zaak]
    if is_table(options.uit):
        return _as_table(options)
    if is_table(options.zaak) and not options.rij:
        print("dit zijn meer zaken: kies er een met --rij, of schrijf een tabel met --uit", file=sys.stderr)
        return USAGE
    case, code = _row_or_code(options) if is_table(options.zaak) else case_or_code(options.zaak)
    return code if case is None else _give(case, options)


def _give(case: Case, options: Namespace) -> int:
    from toetssteen.cli.forms import give

    if options.json or options.uit.endswith(".json"):
        from toetssteen.explain.forms import as_json
        from toetssteen.parser.json_writer import case_to_json

        return give(as_json(case_to_json(case)), options)
    from toetssteen.ops.assess import law_for
    from toetssteen.parser.writer import write_case

    return give(write_case(case, law_for(case)), options)


def _row_or_code(options: Namespace) -> tuple[Case | None, int]:
    caseload, code = caseload_or_code(options)
    if caseload is None:
        return None, code
    case = None
    for row in caseload:
        if row.number > options.rij:
            break
        case = row.case
    if case is None:
        print(f"op rij {options.rij} staat geen inwoner", file=sys.stderr)
        return None, INPUT
    return case, code


def _as_table(options: Namespace) -> int:
    from toetssteen.parser.table_writer import CaseTable

    caseload, code = caseload_or_code(options)
    if caseload is None:
        return code
    table = CaseTable(caseload)
    for what, count in table.left_out.items():
        print(f"let op: {what} ({count} keer) passen niet in een tabel en staan er niet in", file=sys.stderr)
    return write_rows(options, table.header, table.rows())
