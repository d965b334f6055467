"""The pictures of a document as one drawing, below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toetssteen.explain.document import Block, Picture, Section
from toetssteen.explain.to_html import safe

SIZE = re.compile(r'width="(?P<width>\d+)" height="(?P<height>\d+)"')
SHEET = """<svg xmlns="http://www.w3.org/2000/svg" lang="nl" xml:lang="nl" viewBox="0 0 {width} {height}"
 width="{width}" height="{height}">
<title>{title}</title>
{body}
</svg>
"""


def pictures_of(block: Block) -> Iterator[Picture]:
    """Yield the pictures of a document in order."""
    if isinstance(block, Picture):
        yield block
    elif isinstance(block, Section):
        for part in block.content:
            yield from pictures_of(part)


def sheet(document: Section) -> str:
    """Return the pictures of a document as one drawing that needs nothing else; an empty text when it has none."""
    drawings = [one.svg for one in pictures_of(document)]
    placed, top, width = [], 0, 0
    for one in drawings:
        size = SIZE.search(one)
        if size is None:
            continue
        placed.append(one.replace("<svg ", f'<svg y="{top}" ', 1))
        top, width = top + int(size["height"]), max(width, int(size["width"]))
    return SHEET.format(width=width, height=top, title=safe(document.heading.plain), body="\n".join(placed)) if placed else ""
