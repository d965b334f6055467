"""The indented lines that are no facts: dates, terms, work, sources and succession of employers."""

from __future__ import annotations

from datetime import date
from typing import Any

from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.lines import Line
from toetssteen.parser.values import read_date, read_duration


def apply(draft: Draft, block: str, subject: str, kind: str, children: list[Any], line: Line) -> None:
    """Add what a structural line says to the block it stands in; a line of another block is reported."""
    values = [str(child) for child in children]
    if kind == "bron" and block == "verwacht":
        index = int(subject)
        expectation, where = draft.expectations[index]
        source = line.text.split(":", 1)[-1].strip() if ":" in line.text else line.text[4:].strip()
        draft.expectations[index] = (expectation._replace(source=source), where)
    elif kind == "rechtsopvolger" and block == "werkgever":
        draft.successors.append((subject, " ".join(part.strip('"') for part in children[0].children), line))
    elif block == "zaak" and kind not in ("verlengd", "onderbroken", "bron", "rechtsopvolger"):
        _application(draft, _find(draft.applications, subject), kind, children, values, line)
    elif block == "plaatsing" and kind in ("van_tot", "verlengd", "onderbroken", "werkzaamheden"):
        _placement(draft, _find(draft.placements, subject), kind, children, values, line)
    else:
        draft.report("dit kan niet in dit blok staan", line)


def _find(items: list[Any], identity: str) -> Any:
    return next((item for item in items if item.id == identity), None)


def _text(tree: Any) -> str:
    parts = [str(part) for part in tree.children]
    return " ".join(part[1:-1] if part.startswith('"') else part for part in parts)


def _application(draft: Draft, item: DraftApplication | None, kind: str, children: list[Any], values: list[str],
                 line: Line) -> None:  # fmt: skip
    if item is None:
        return
    if kind == "werkzaamheden":
        item.work = _text(children[0])
    elif kind == "ingediend":
        item.submitted = read_date(values[0])
    else:
        if kind.startswith("van"):
            _only_once(draft, item.start, line)
            item.start = read_date(values[0])
        if kind in ("vanaf_duur", "duur"):
            _only_once(draft, item.end or item.duration, line)
            item.duration = read_duration(values[-1])
        elif kind in ("van_tot", "tot"):
            _only_once(draft, item.end or item.duration, line)
            item.end = read_date(values[-1])


def _only_once(draft: Draft, earlier: object, line: Line) -> None:
    if earlier is not None:
        draft.report("hiervoor staat in dit blok al iets anders", line)


def _placement(draft: Draft, item: DraftPlacement | None, kind: str, children: list[Any], values: list[str],
               line: Line) -> None:  # fmt: skip
    if item is None:
        return
    if kind == "werkzaamheden":
        item.work = _text(children[0])
        return
    days: list[date] = [read_date(value) for value in values]
    if kind == "verlengd":
        item.extensions.append((days[0], line))
    elif days[1] < days[0]:
        draft.report("de periode eindigt voordat zij begint", line, values[1], "controleer beide datums")
    elif kind == "onderbroken":
        item.interruptions.append((days[0], days[1]))
    else:
        _only_once(draft, item.start, line)
        item.start, item.end = days
