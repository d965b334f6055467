"""The form to be read aloud: words for signs, a number for every place, one sentence on a line, no layout to be seen."""

from __future__ import annotations

from collections.abc import Iterator

from toetssteen.explain.document import Block, Item, Picture, Section, Table
from toetssteen.explain.tables import in_sentences


def to_aloud(document: Section) -> str:
    """Return a document as lines in reading order; a line below another has its number with one more part."""
    return "\n".join(_Speaker().section(document, "")).replace("\n\n\n", "\n\n") + "\n"


class _Speaker:
    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def section(self, section: Section, number: str) -> Iterator[str]:
        """Yield the lines of a section; what has a number of its own is counted through."""
        if section.level == 2:
            yield ""
        heading = section.spoken or section.heading.plain
        yield f"{number} {_ended(heading)}" if number else _ended(heading)
        count = 0
        for block in section.content:
            count += isinstance(block, Item | Section | Table)
            yield from self._block(block, f"{number}.{count}" if number else f"{count}")

    def _block(self, block: Block, number: str) -> Iterator[str]:
        if isinstance(block, Section):
            yield from self.section(block, number)
        elif isinstance(block, Item):
            yield from self._item(block, number)
        elif isinstance(block, Table):
            yield f"{number} {_ended(block.caption or 'tabel')}"
            yield from (f"{number}.{place} {_ended(row)}" for place, row in enumerate(in_sentences(block), 1))
        elif isinstance(block, Picture):
            yield _ended(block.words)
        else:
            yield _ended(block.text.plain.replace(" · ", "; "))

    def _item(self, item: Item, number: str) -> Iterator[str]:
        self.places[item.anchor] = number
        word = f"{item.mark.word}: " if item.mark and item.mark.word else ""
        again = f", zie {self.places[item.refers]}" if item.refers else ""
        yield f"{number} {word}{_ended(item.text.plain + again)}"
        for count, child in enumerate(item.children, 1):
            yield from self._item(child, f"{number}.{count}")


def _ended(text: str) -> str:
    return text if text.endswith((".", ":", "?", "!")) else text + "."
