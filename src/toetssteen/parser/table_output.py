"""Rows written as CSV, Parquet or Excel: one at a time, whole or not at all, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from toetssteen.parser.table_files import BATCH, EXTRA, Unreadable, escaped

Cell: TypeAlias = str | int | date | Decimal
FORMATS = (".csv", ".parquet", ".xlsx")
MOST_EXCEL_ROWS, LONGEST_EXCEL_CELL = 1_048_576, 32_767
DAY_FORMAT, MONEY_FORMAT = "dd-mm-yyyy", '"€" #,##0.00'
SHEET = "zaken"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table in the form its name asks for, in place of one that is there; return how many rows.

    Unreadable when a library is missing or the form has no room; OSError when the file cannot be written.
    """
    writers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _excel}
    with in_place_of(path) as beside:
        return writers[path.suffix.lower()](beside, header, rows)


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """Give a file beside another, which takes its place when all went well and disappears when it did not."""
    beside = path.with_name(f".toetssteen-{os.getpid()}{path.suffix.lower()}")
    beside.open("xb").close()
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _counted(rows: Iterable[Sequence[Cell]], count: list[int]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        count[0] += 1
        yield row


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write as a Dutch Excel does, so that it opens there: semicolons, a mark for UTF-8, a comma before cents."""
    count = [0]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([escaped(one) for one in header])
        writer.writerows([_said(cell) for cell in row] for row in _counted(rows, count))
    return count[0]


def _said(cell: Cell) -> str:
    if isinstance(cell, str):
        return escaped(cell)
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _parquet(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write every column as text, which can also say «onbekend»; dates as 2025-03-01."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as problem:
        raise Unreadable("voor Parquet is een uitbreiding nodig", EXTRA) from problem
    count = [0]
    schema = pyarrow.schema([(name, pyarrow.string()) for name in header])
    source = _counted(rows, count)
    with ParquetWriter(path, schema) as writer:
        while batch := list(islice(source, BATCH)):
            columns = [[_text(cell) for cell in column] for column in zip(*batch, strict=True)]
            writer.write_table(pyarrow.table(dict(zip(header, columns, strict=True)), schema=schema))
    return count[0]


def _text(cell: Cell) -> str | None:
    return None if cell == "" else str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _excel(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    with excel_book(path, constant_memory=True) as book:
        sheet = book.add_worksheet(SHEET)
        put = excel_writer(book, sheet)
        head = book.add_format({"bold": True, "bg_color": "#DDE7EE", "border": 1})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(header) - 1, 18)
        for place, name in enumerate(header):
            sheet.write_string(0, place, name, head)
        number = 0
        for number, row in enumerate(rows, 1):
            if number >= MOST_EXCEL_ROWS:
                raise Unreadable(f"een Excel-blad heeft hooguit {MOST_EXCEL_ROWS:,} rijen".replace(",", "."),
                                 "kies een bestand op .csv of .parquet")  # fmt: skip
            for place, cell in enumerate(row):
                if cell != "":
                    put(number, place, cell)
    return number


@contextmanager
def excel_book(path: Path, **options: Any) -> Iterator[Any]:
    """Give a workbook to write, closed when all went well; its library is imported here."""
    try:
        from xlsxwriter import Workbook
    except ImportError as problem:
        raise Unreadable("voor Excel is een uitbreiding nodig", EXTRA) from problem
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, **options})
    # the same rows make the same file, whenever it is written
    book.set_properties({"created": datetime(2024, 7, 1), "title": "Toetssteen"})
    try:
        yield book
    except BaseException:
        # only so that its own temporary files are given back; what it writes is thrown away
        with suppress(Exception):
            book.close()
        raise
    book.close()


def excel_writer(book: Any, sheet: Any) -> Callable[[int, int, Cell], None]:
    """Return what writes a cell as what it is: text that is never a formula, a number, an amount, a day."""
    day, money = book.add_format({"num_format": DAY_FORMAT}), book.add_format({"num_format": MONEY_FORMAT})

    def put(row: int, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), day)
        elif isinstance(cell, Decimal):
            sheet.write_number(row, place, float(cell), money)
        elif isinstance(cell, int):
            sheet.write_number(row, place, cell)
        else:
            sheet.write_string(row, place, cell[:LONGEST_EXCEL_CELL])

    return put
