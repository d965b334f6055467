"""The Markdown form of a document: CommonMark, in which nothing a person wrote becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toetssteen.explain.document import Item, Paragraph, Picture, Section, Table, in_lists
from toetssteen.explain.output import Text
from toetssteen.explain.tables import in_markdown
from toetssteen.explain.to_text import SEE_ABOVE

# Signs that mean something wherever they stand (dollars and addresses do in notebooks and on GitHub).
ANYWHERE = re.compile(r"[\\`*<>\[\]&#~|$@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.IGNORECASE)
# Signs that begin a list, a heading or a rule when a line starts with them.
AT_START = re.compile(r"[-+=]|\d+(?=[.)])")
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def to_markdown(document: Section) -> str:
    """Return a document as CommonMark, with headings from level 1."""
    return "\n".join(_section(document)).rstrip("\n") + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"{'#' * section.level} {_escaped(section.heading.plain)}"
    yield ""
    for part in in_lists(section.content):
        if isinstance(part, Section):
            yield from _section(part)
        elif isinstance(part, Paragraph):
            yield _start(_inline(part.text))
            yield ""
        elif isinstance(part, Table):
            yield from in_markdown(part, _inline)
            yield ""
        elif isinstance(part, Picture):
            yield _start(_escaped(part.words))
            yield ""
        else:
            for item in part:
                yield from _item(item, 0)
            yield ""


def _item(item: Item, depth: int) -> Iterator[str]:
    mark = item.mark.sign if item.mark and item.mark.word else ""
    text = _start(_inline(item.text)) if not mark else f"{_start(mark)} {_inline(item.text)}"
    yield f"{'  ' * depth}- {text}{SEE_ABOVE if item.refers else ''}"
    for child in item.children:
        yield from _item(child, depth + 1)


def _inline(text: Text) -> str:
    """Return a text with its outcome words bold; citations are ours and keep their brackets."""
    return "".join(_part(part, style) for part, style in text.parts)


def _part(text: str, style: str) -> str:
    if style == "blue":
        return _cited(text)
    return f"**{_escaped(text)}**" if "bold" in style else _escaped(text)


def _cited(text: str) -> str:
    return _escaped(text).replace("\\[", "[").replace("\\]", "]")


def _escaped(text: str) -> str:
    return ANYWHERE.sub(lambda found: "\\" + found[0], BREAKS.sub(" ", text))


def _start(text: str) -> str:
    """Return the start of a line so that it begins no list or code: a sign gets its slash before it, a number behind it."""
    text = text.lstrip()
    found = AT_START.match(text)
    if found is None:
        return text
    return f"{found[0]}\\{text[found.end() :]}" if found[0].isdigit() else f"\\{text}"
