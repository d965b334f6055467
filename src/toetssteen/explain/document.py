"""A report as a small tree of headings, paragraphs and items; text, Markdown and HTML are short renderings of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypeAlias

from toetssteen.explain.output import Text


class Mark(NamedTuple):
    """A sign before an item, its style, and the word that says the same to who cannot see it."""

    sign: str
    style: str
    word: str


class Paragraph(NamedTuple):
    """A text of its own."""

    text: Text


class Item(NamedTuple):
    """A line of a list with what belongs below it.

    ``inset`` is how many columns the items below stand in on a terminal; a ``tree`` item can be folded. ``anchor`` names
    an item that others refer to; one that ``refers`` repeats it without what is below it.
    """

    text: Text
    mark: Mark | None = None
    children: tuple[Item, ...] = ()
    inset: int = 2
    tree: bool = False
    anchor: str = ""
    refers: str = ""


class Section(NamedTuple):
    """A heading with what is below it.

    A ``quiet`` heading is left out on a terminal, where its place says enough; a ``folded`` section starts closed where
    it can be opened. ``inset`` is how many columns its content stands in on a terminal, and ``apart`` asks for an empty
    line above it. ``spoken`` is the heading where words stand for signs.
    """

    heading: Text
    content: tuple[Block, ...]
    level: int
    inset: int = 2
    quiet: bool = False
    folded: bool = False
    apart: bool = False
    spoken: str = ""


class Table(NamedTuple):
    """Rows under heads; ``numeric`` are the columns (from 0) whose cells stand to the right. The first column names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()


class Picture(NamedTuple):
    """A drawing: ``svg`` where it can be drawn, ``lines`` on a terminal, ``words`` where it cannot be seen.

    The drawing needs nothing else; its ids are its own, so that several fit on one page.
    """

    svg: str
    lines: tuple[Text, ...]
    words: str


Block: TypeAlias = Paragraph | Item | Section | Table | Picture


def in_lists(blocks: Iterable[Block]) -> Iterator[Paragraph | Section | Table | Picture | tuple[Item, ...]]:
    """Yield blocks with items that follow each other joined to one list."""
    for are_items, group in groupby(blocks, lambda one: isinstance(one, Item)):
        if are_items:
            yield tuple(one for one in group if isinstance(one, Item))
        else:
            yield from (one for one in group if not isinstance(one, Item))
