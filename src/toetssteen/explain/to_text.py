"""The terminal form of a document: signs first, colour only beside them, at any width."""

from __future__ import annotations

from toetssteen.explain.document import Block, Item, Picture, Section, Table
from toetssteen.explain.output import PlainOutput, RichOutput, Text

LEAST_WIDTH = 20
SEE_ABOVE = " (zie boven)"


class TextWriter:
    """Writes a document as lines; what stands below something stands further in."""

    def __init__(self, out: PlainOutput | RichOutput) -> None:
        self.out = out

    def write(self, block: Block, indent: int = 0) -> None:
        """Write one part of a document."""
        if isinstance(block, Section):
            self._section(block, indent)
        elif isinstance(block, Item):
            self._item(block, indent)
        elif isinstance(block, Table):
            self._table(block, indent)
        elif isinstance(block, Picture):
            for line in block.lines:
                self.out.write(Text(" " * indent) + line)
        else:
            self._lines(block.text, indent)

    def _table(self, table: Table, indent: int) -> None:
        from toetssteen.explain.tables import in_columns

        if table.caption:
            self.out.write(Text())
            self._lines(Text(table.caption, "bold"), indent)
        for line in in_columns(table, max(LEAST_WIDTH, self.out.width - indent)):
            self.out.write(Text(" " * indent) + line)

    def _section(self, section: Section, indent: int) -> None:
        if section.apart:
            self.out.write(Text())
        if not section.quiet:
            self._lines(section.heading, indent)
        for block in section.content:
            self.write(block, indent + section.inset)

    def _item(self, item: Item, indent: int) -> None:
        sign = Text(f"{item.mark.sign} ", item.mark.style) if item.mark else Text()
        again = Text(SEE_ABOVE, "dim") if item.refers else Text()
        self._lines(sign + item.text + again, indent, hang=2)
        for child in item.children:
            self._item(child, indent + item.inset)

    def _lines(self, text: Text, indent: int, hang: int = 0) -> None:
        width = max(LEAST_WIDTH, self.out.width - indent)
        for number, line in enumerate(text.wrap(width - hang)):
            self.out.write(Text(" " * (indent + (hang if number else 0))) + line)
