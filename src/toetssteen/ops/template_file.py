"""A template as a file to fill in: CSV with the headers, or Excel with drop-down values, formats and an explanation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from toetssteen.ops.template import AMOUNT, CHOICE, DAY, NUMBER, TemplateColumn
from toetssteen.parser.table_columns import letters
from toetssteen.parser.table_files import EXPLANATION
from toetssteen.parser.table_output import DAY_FORMAT, MONEY_FORMAT, SHEET, excel_book, in_place_of, write_table

# The rows that get drop-down values; more can be filled in without.
ROWS = 5_000
LISTS = "lijsten"
LONGEST_LIST, LONGEST_MESSAGE, LONGEST_NOTE = 255, 255, 1_000
EXPLAINED = ("kolom", "vraag", "wat er kan staan", "wie het vaststelt", "bepalingen", "alleen voor")


def write_template(path: Path, columns: Sequence[TemplateColumn], names: Mapping[str, str]) -> None:
    """Write a template as CSV, Parquet or Excel, whole or not at all; ``names`` are those of voorzieningen by key."""
    if path.suffix.lower() != ".xlsx":
        write_table(path, [one.header for one in columns], ())
        return
    with in_place_of(path) as beside, excel_book(beside) as book:
        sheet = book.add_worksheet(SHEET)
        _explanation(book, columns, names)
        lists = book.add_worksheet(LISTS)
        lists.hide()
        head = book.add_format({"bold": True, "bg_color": "#DDE7EE", "border": 1, "text_wrap": True, "valign": "top"})
        formats = {DAY: book.add_format({"num_format": DAY_FORMAT}), AMOUNT: book.add_format({"num_format": MONEY_FORMAT}),
                   NUMBER: book.add_format({"num_format": "0"})}  # fmt: skip
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.header, head)
            sheet.write_comment(0, place, f"{column.question}\n\nHier kan staan: {column.allowed}"[:LONGEST_NOTE], {"x_scale": 2})
            sheet.set_column(place, place, max(14, min(30, len(column.header) + 2)), formats.get(column.kind))
            rule = _validation(column, lists, place)
            if rule:
                sheet.data_validation(1, place, ROWS, place, rule)


def _validation(column: TemplateColumn, lists: Any, place: int) -> dict[str, Any]:
    """Return what Excel checks of the cells of a column; it warns, since a cell can also say «onbekend»."""
    shared = {
        "error_type": "warning", "error_title": "Toetssteen",
        "error_message": f"Hier kan staan: {column.allowed}"[:LONGEST_MESSAGE],
        "input_title": column.header[:32], "input_message": column.question[:LONGEST_MESSAGE],
    }  # fmt: skip
    if column.kind == CHOICE:
        source: Any = list(column.choices)
        if len(",".join(column.choices)) > LONGEST_LIST:
            for row, choice in enumerate(column.choices):
                lists.write_string(row, place, choice)
            letter = letters(place)
            source = f"={LISTS}!${letter}$1:${letter}${len(column.choices)}"
        return {"validate": "list", "source": source, **shared}
    if column.kind == DAY:
        ends = {"minimum": date.fromordinal(column.low), "maximum": date.fromordinal(column.high)}
        return {"validate": "date", "criteria": "between", **ends, **shared}
    if column.kind == AMOUNT:
        return {"validate": "decimal", "criteria": "between", "minimum": column.low / 100, "maximum": column.high / 100, **shared}
    if column.kind == NUMBER:
        return {"validate": "integer", "criteria": "between", "minimum": column.low, "maximum": column.high, **shared}
    return {}


def _explanation(book: Any, columns: Sequence[TemplateColumn], names: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(EXPLANATION)
    head = book.add_format({"bold": True, "bg_color": "#DDE7EE", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (title, width) in enumerate(zip(EXPLAINED, (30, 70, 45, 28, 28, 40), strict=True)):
        sheet.write_string(0, place, title, head)
        sheet.set_column(place, place, width, text)
    sheet.freeze_panes(1, 1)
    for row, one in enumerate(columns, 1):
        only = ", ".join(names[key] for key in one.provisions)
        for place, cell in enumerate((one.header, one.question, one.allowed, one.source, ", ".join(one.norms), only)):
            sheet.write_string(row, place, cell)
    for row, line in enumerate(REMARKS, len(columns) + 2):
        sheet.write_string(row, 0, line)


REMARKS = (
    "Een lege cel zegt niets, en is onbekend tenzij u iets aanneemt; «onbekend» zegt dat het onbekend is.",
    "Een kolom om naar in te delen, zoals het dorp, begint met «groep:».",
    "Meer aanvragen van één inwoner: zet rijen onder elkaar met dezelfde inwoner.",
)
