"""Who changed, one line per outcome, with both short explanations: written as it comes, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from toetssteen.ops.groups import Grouping
from toetssteen.ops.row_lines import RowLines
from toetssteen.ops.shift_reasons import ChangedRow, short_explanation

FORMAT = "toetssteen/stel-veranderd/1"
FIELDS = ("rij", "inwoner", "voorziening", "scenario", "nu", "dan", "gevolg", "normen", "bedrag_nu", "bedrag_dan", "uitleg_nu",
          "uitleg_dan")  # fmt: skip


class Export:
    """Writes every change to a stream in a form."""

    def __init__(self, stream: TextIO, suffix: str, columns: Sequence[str]) -> None:
        self.groupings = [Grouping(one) for one in columns]
        fields = (*FIELDS, *(one.name for one in self.groupings))
        self.lines = RowLines(stream, suffix, fields, form=FORMAT, key="veranderd")

    def __call__(self, told: ChangedRow) -> None:
        """Write a change."""
        self.lines.write(self._row(told))

    @property
    def written(self) -> int:
        """How many changes were written."""
        return self.lines.written

    def close(self) -> None:
        """Write what ends the form; the stream stays open."""
        self.lines.close()

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
