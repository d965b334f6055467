"""Rows written as they come, so that memory does not grow with them: CSV for a spreadsheet, JSON, or a line of JSON for each."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

CSV, LINES, JSON = ".csv", ".jsonl", ".json"
SUFFIXES = (CSV, LINES, JSON)
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = tuple("=+-@\t\r")


class RowLines:
    """Writes rows of the same fields to a stream in the form that the end of a file's name says.

    In JSON they stand under ``key``, with ``form`` as the name of the form.
    """

    def __init__(self, stream: TextIO, suffix: str, fields: Sequence[str], *, form: str, key: str) -> None:
        self.stream, self.suffix = stream, suffix
        self.written = 0
        if suffix == CSV:
            self.writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
            self.writer.writerow(fields)
        elif suffix == JSON:
            stream.write(f'{{"formaat": {json.dumps(form)}, {json.dumps(key)}: [\n')

    def write(self, row: Mapping[str, Any]) -> None:
        """Write a row; its values in the order of the fields."""
        if self.suffix == CSV:
            self.writer.writerow([_cell(value) for value in row.values()])
        else:
            between = ",\n" if self.suffix == JSON and self.written else ""
            self.stream.write(between + json.dumps(row, ensure_ascii=False) + ("\n" if self.suffix == LINES else ""))
        self.written += 1

    def close(self) -> None:
        """Write what ends the form; the stream stays open."""
        if self.suffix == JSON:
            self.stream.write("\n]}\n")


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
