"""The report of scenarios as one page that needs nothing else: what was supposed, under which law, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.explain.document import Block, Item, Paragraph, Section, Table
from toetssteen.explain.layout import DASH
from toetssteen.explain.output import Text
from toetssteen.explain.to_html import to_html
from toetssteen.kb.dates import in_words


class Origin(NamedTuple):
    """Where a report comes from: the file of the caseload, the day it was made, and the hashes of the law by its state."""

    file: str
    made_on: date
    laws: tuple[tuple[str, str], ...]
    version: str


class Supposed(NamedTuple):
    """A scenario of the report: its name, its text as it was written (empty when it was typed), what it is, its hash."""

    name: str
    text: str
    words: tuple[str, ...]
    fingerprint: str


def shift_page(document: Section, scenarios: Sequence[Supposed], origin: Origin) -> str:
    """Return a document of a caseload as a page, with what was supposed before it and what it rests on behind it."""
    titles = ", ".join(one.name for one in scenarios)
    told = [_supposed(one) for one in scenarios]
    made = Paragraph(Text(f"Gemaakt op {in_words(origin.made_on)} over {origin.file}.", "dim"))
    # the first paragraph of the document is about the law, which the tables behind it say in full
    content: tuple[Block, ...] = (made, *told, *document.content[1:], _origin(scenarios, origin))
    return to_html(Section(Text(f"Wat als: {titles}", "bold"), content, 1), opened=True)


def _supposed(one: Supposed) -> Section:
    parts: list[Block] = [Item(Text(said), DASH) for said in one.words]
    lines = [line.rstrip() for line in one.text.splitlines() if line.strip()]
    if lines:
        parts.append(Section(Text("Het scenario zoals het is geschreven", "bold dim"),
                             tuple(Paragraph(Text(line.replace("  ", "  "))) for line in lines), 3, folded=True))  # fmt: skip
    return Section(Text(f"Het scenario «{one.name}»", "bold"), tuple(parts), 2)


def _origin(scenarios: Sequence[Supposed], origin: Origin) -> Section:
    rows = [(Text(f"scenario «{one.name}»"), Text(one.fingerprint)) for one in scenarios if one.fingerprint]
    rows += [(Text(name), Text(found)) for name, found in origin.laws]
    rows.append((Text("programma"), Text(f"Toetssteen {origin.version}")))
    said = Paragraph(Text("Een andere vingerafdruk betekent: een ander scenario, of ander recht."))
    return Section(
        Text("Waar dit op rust", "bold"), (said, Table("Vingerafdrukken (SHA-256)", ("wat", "vingerafdruk"), tuple(rows))), 2
    )
