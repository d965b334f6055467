"""Who changed, one line per outcome, with both short explanations: written as it comes, so that memory does not grow with it."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import Any, TextIO

from toetssteen.ops.groups import Grouping
from toetssteen.ops.shift_reasons import ChangedRow, short_explanation

CSV, LINES, JSON = ".csv", ".jsonl", ".json"
SUFFIXES = (CSV, LINES, JSON)
FORMAT = "toetssteen/stel-veranderd/1"
FIELDS = ("rij", "inwoner", "voorziening", "scenario", "nu", "dan", "gevolg", "normen", "bedrag_nu", "bedrag_dan", "uitleg_nu",
          "uitleg_dan")  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = tuple("=+-@\t\r")


class Export:
    """Writes every change to a stream in a form: CSV for a spreadsheet, JSON, or a line of JSON for each."""

    def __init__(self, stream: TextIO, suffix: str, columns: Sequence[str]) -> None:
        self.stream, self.suffix = stream, suffix
        self.groupings = [Grouping(one) for one in columns]
        self.written = 0
        if suffix == CSV:
            self.writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
            self.writer.writerow([*FIELDS, *(one.name for one in self.groupings)])
        elif suffix == JSON:
            stream.write(f'{{"formaat": {json.dumps(FORMAT)}, "veranderd": [\n')

    def __call__(self, told: ChangedRow) -> None:
        """Write a change."""
        row = self._row(told)
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

    def _row(self, told: ChangedRow) -> dict[str, Any]:
        was, now = told.change.before, told.change.after
        one = told.change.either
        row = {
            "rij": told.person.number, "inwoner": one.person, "voorziening": one.provision, "scenario": told.scenario,
            "nu": was.outcome if was else None, "dan": now.outcome if now else None, "gevolg": told.direction,
            "normen": list(told.change.norms), "bedrag_nu": was.amount if was else None,
            "bedrag_dan": now.amount if now else None,
            "uitleg_nu": short_explanation(*told.before, was) if was else "",
            "uitleg_dan": short_explanation(*told.after, now) if now else "",
        }  # fmt: skip
        return row | {each.name: each.value(told.person.case, told.person.groups, one) for each in self.groupings}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
