"""The indented lines that are no facts: dates, terms, work, sources and succession of employers."""

from __future__ import annotations

import re
from typing import Any

from toetssteen.parser.draft import Day, Draft, DraftApplication, DraftPlacement, Term
from toetssteen.parser.headings import Block, free_text, placed, placed_date
from toetssteen.parser.lines import Line, mention
from toetssteen.parser.values import read_duration

FIRST_WORDS = ("vanaf", "van", "tot", "voor", "ingediend", "verlengd", "onderbroken", "toegekend", "werkzaamheden", "bron")
HOME = {"bron": ("verwacht",), "rechtsopvolger": ("werkgever",), "verlengd": ("plaatsing",), "onderbroken": ("plaatsing",),
        "toegekend": ("plaatsing",), "van_tot": ("zaak", "plaatsing"), "werkzaamheden": ("zaak", "plaatsing")}  # fmt: skip
HEADINGS = {
    "persoon": "inwoner …", "werkgever": "werkgever …", "gemeente": "gemeente", "plafond": "plafond …",
    "zaak": "aanvraag …", "plaatsing": "plaatsing …", "verwacht": "verwacht …",
}  # fmt: skip


def is_term(text: str) -> bool:
    """Return whether an indented line begins as one that is no fact."""
    lowered = text.lower()
    if re.match(r"toegekend op (?!\d)", lowered):
        return False
    return lowered.split()[0].partition(":")[0] in FIRST_WORDS or lowered.startswith("is de rechtsopvolger")


def apply(draft: Draft, block: Block, tree: Any, line: Line) -> None:
    """Add what a structural line says to the block it stands in; a line of another block is reported."""
    kind, children = str(tree.data), tree.children
    homes = HOME.get(kind, ("zaak",))
    if block.kind not in homes:
        draft.report("dit kan niet in dit blok staan", line, f"zet het onder «{HEADINGS[homes[0]]}»")
    elif not block.sound:
        return
    elif kind == "bron":
        _source(draft, int(block.subject), line)
    elif kind == "rechtsopvolger":
        draft.successors.append((block.subject, mention(children[0].children, line)))
    elif block.kind == "zaak":
        _application(draft, next(one for one in draft.applications if one.id == block.subject), kind, children, line)
    else:
        _placement(draft, next(one for one in draft.placements if one.id == block.subject), kind, children, line)


def _source(draft: Draft, index: int, line: Line) -> None:
    expectation, person, employer = draft.expectations[index]
    source = free_text(draft, line)
    _only_once(draft, expectation.source or None, line)
    draft.expectations[index] = (expectation._replace(source=source), person, employer)


def _application(draft: Draft, item: DraftApplication, kind: str, children: list[Any], line: Line) -> None:
    if kind == "werkzaamheden":
        _only_once(draft, item.work, line)
        item.work = mention(children[0].children, line)
    elif kind.startswith("ingediend"):
        if children:
            _only_once(draft, item.submitted, line)
            item.submitted = placed_date(children[0], line)
        if kind == "ingediend_door":
            _only_once(draft, item.by_employer or None, line)
            item.by_employer = True
    else:
        if kind.startswith("van"):
            _only_once(draft, item.start, line)
            item.start = placed_date(children[0], line)
        if kind != "vanaf":
            _only_once(draft, item.end or item.duration, line)
        if kind in ("vanaf_duur", "duur"):
            item.duration = Term(*placed(read_duration, children[-1], line))
        elif kind in ("van_tot", "tot"):
            item.end = placed_date(children[-1], line)


def _only_once(draft: Draft, earlier: object, line: Line) -> None:
    if earlier is not None:
        draft.report("hiervoor staat in dit blok al iets anders", line)


def _placement(draft: Draft, item: DraftPlacement, kind: str, children: list[Any], line: Line) -> None:
    if kind == "werkzaamheden":
        _only_once(draft, item.work, line)
        item.work = mention(children[0].children, line)
        return
    days: list[Day] = [placed_date(child, line) for child in children]
    if kind == "verlengd":
        item.extensions.append(days[0])
    elif kind == "toegekend":
        _only_once(draft, item.granted, line)
        item.granted = days[0]
    elif days[1].value < days[0].value:
        draft.report("de periode eindigt voordat zij begint", days[1].place, "controleer beide datums")
        draft.troubled.add(item.id)
    elif kind == "onderbroken":
        item.interruptions.append((days[0].value, days[1].value, line))
    else:
        _only_once(draft, item.start, line)
        item.start, item.end = days[0].value, days[1].value
