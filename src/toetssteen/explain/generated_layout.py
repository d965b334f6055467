"""The layout of generated cases: what they exercise; and the sheet to judge them on, which shows no outcome."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.output import Text

MOST_LISTED = 12


def generated_section(titles: Sequence[tuple[str, str]], always: Sequence[str], never: Sequence[str],
                      readings: Sequence[str]) -> Section:  # fmt: skip
    """Return what was generated as a document: title and file of every case, and what could not be exercised both ways."""
    content: list[Block] = [Paragraph(Text(f"{len(titles)} zaken, elk zonder verwachting: het oordeel is aan u."))]
    content += [Item(Text(title), None, (Item(Text(file, "dim")),) if file else ()) for title, file in titles]
    if readings:
        content.append(Paragraph(Text(f"Van {len(readings)} lezingen staan er twee opties naast elkaar: {', '.join(readings)}.")))
    if always:
        content.append(Paragraph(Text(f"{_rules(len(always))} in elk geval: {_listed(always)}.")))
    if never:
        content.append(Paragraph(Text(f"{_rules(len(never))} binnen de grenzen in geen enkel geval: {_listed(never)}.")))
    return Section(Text("Zaken om te beoordelen", "bold"), tuple(content), 1, inset=0)


def _rules(count: int) -> str:
    return f"{count} {'regel geldt' if count == 1 else 'regels gelden'}"


def _listed(names: Sequence[str]) -> str:
    rest = f" en nog {len(names) - MOST_LISTED}" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + rest


def sheet_section(rows: Sequence[Sequence[str]]) -> Section:
    """Return a sheet to be judged on paper: every case with its facts, and room for a judgement."""
    content: list[Block] = []
    for number, question, facts, *_rest in rows:
        lines = [Item(Text(line.strip())) for line in facts.splitlines()[1:] if line.strip()]
        room = [Paragraph(Text("Oordeel: ______________________")), Paragraph(Text("Opmerking: ______________________"))]
        content.append(Section(Text(f"Zaak {number}", "bold"), (Paragraph(Text(question)), *lines, *room), 2, apart=True))
    return Section(Text("Blad om te beoordelen", "bold"), tuple(content), 1, inset=0)
