"""The HTML form of a document: one file that needs nothing else, to be read with eyes, ears, a keyboard or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from toetssteen.explain.document import Item, Paragraph, Picture, Section, Table, in_lists
from toetssteen.explain.output import Text
from toetssteen.explain.tables import in_rows
from toetssteen.explain.to_text import SEE_ABOVE

STYLE = Path(__file__).with_name("stijl.css")
CLASSES = {"blue": "plaats", "dim": "bij", "cyan": "af", "green": "goed", "red": "fout", "yellow": "vraag"}
# Signs that turn the direction of all text behind them, and what no HTML may hold.
UNFIT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(32), *range(0x7F, 0xA0)], "·")
OPEN_DEPTH = 2
FOOT = "Gemaakt met Toetssteen. Dit laat zien wat uit de opgeschreven feiten volgt; het is geen advies en geen besluit."
PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main class="toetssteen">
{body}
</main>
<footer class="toetssteen"><p>{foot}</p></footer>
</body>
</html>
"""
FRAGMENT = """<div class="toetssteen tex2jax_ignore mathjax_ignore" lang="nl">
<style>
{style}</style>
{body}
</div>
"""


def to_html(document: Section, *, opened: bool = False) -> str:
    """Return a document as a page of its own; what is folded starts open with ``opened``."""
    body = "\n".join(_Writer(opened=opened).section(document))
    return PAGE.format(title=safe(document.heading.plain), style=style(), body=body, foot=FOOT)


def to_fragment(document: Section) -> str:
    """Return a document as a part of a page, as a notebook shows it; its names differ from those of other parts."""
    prefix = sha256(repr(document).encode()).hexdigest()[:8] + "-"
    return FRAGMENT.format(style=style(), body="\n".join(_Writer(prefix=prefix, deeper=1).section(document)))


def section_lines(section: Section, *, headed: bool = True, prefix: str = "") -> Iterator[str]:
    """Return the lines of a section that stands in a page made elsewhere; its content alone when it is not ``headed``.

    ``prefix`` keeps its names apart from those of other sections on the page.
    """
    writer = _Writer(prefix=prefix)
    return writer.section(section) if headed else writer.content(section)


def style() -> str:
    """Return the style sheet."""
    return STYLE.read_text(encoding="utf-8")


def safe(text: str) -> str:
    """Return a text that holds no markup, no control signs and nothing that turns the direction of what follows."""
    return escape(text.translate(UNFIT))


def safe_lines(text: str) -> str:
    """Return a text of lines as ``safe`` does, with its lines as they are."""
    return "\n".join(map(safe, text.split("\n")))


class _Writer:
    def __init__(self, *, prefix: str = "", opened: bool = False, deeper: int = 0) -> None:
        self.prefix, self.opened, self.deeper = prefix, opened, deeper

    def section(self, section: Section) -> Iterator[str]:
        """Yield the lines of a section: its heading, in a summary when it can be folded, and its content."""
        level = section.level + self.deeper
        heading = f"<h{level}>{_inline(section.heading, plain=True)}</h{level}>"
        kind = "details" if section.folded else "section"
        yield f"<{kind}{' open' if section.folded and self.opened else ''}>"
        yield f"<summary>{heading}</summary>" if section.folded else heading
        yield from self.content(section)
        yield f"</{kind}>"

    def content(self, section: Section) -> Iterator[str]:
        """Yield the lines of what is below the heading of a section."""
        for part in in_lists(section.content):
            if isinstance(part, Section):
                yield from self.section(part)
            elif isinstance(part, Paragraph):
                yield f"<p>{_inline(part.text)}</p>"
            elif isinstance(part, Table):
                yield from in_rows(part, _inline)
            elif isinstance(part, Picture):
                yield f"<figure>{part.svg}</figure>"
            else:
                yield from self._list(part, 0)

    def _list(self, items: tuple[Item, ...], depth: int) -> Iterator[str]:
        # Safari forgets that a list without bullets is one, unless it is said
        yield '<ul role="list">'
        for item in items:
            yield from self._item(item, depth)
        yield "</ul>"

    def _item(self, item: Item, depth: int) -> Iterator[str]:
        text = _mark(item) + f"<span>{_inline(item.text)}{self._link(item)}</span>"
        name = f' id="{self.prefix}{item.anchor}"' if item.anchor else ""
        if not item.children:
            yield f"<li{name}>{text}</li>"
        elif item.tree:
            yield f"<li{name}><details{' open' if self.opened or depth < OPEN_DEPTH else ''}><summary>{text}</summary>"
            yield from self._list(item.children, depth + 1)
            yield "</details></li>"
        else:
            yield f"<li{name}>{text}"
            yield from self._list(item.children, depth + 1)
            yield "</li>"

    def _link(self, item: Item) -> str:
        return f' <a href="#{self.prefix}{item.refers}">{SEE_ABOVE.strip()}</a>' if item.refers else ""


def _mark(item: Item) -> str:
    """Return the sign for the eye and the word for who does not see it."""
    if item.mark is None:
        return ""
    sign = f'<span class="teken {CLASSES.get(item.mark.style, "bij")}" aria-hidden="true">{safe(item.mark.sign)}</span>'
    return sign + (f'<span class="woord">{item.mark.word}: </span>' if item.mark.word else "")


def _inline(text: Text, *, plain: bool = False) -> str:
    return "".join(safe(part) if plain or not style else _styled(safe(part), style) for part, style in text.parts)


def _styled(text: str, style: str) -> str:
    kind = next((CLASSES[word] for word in style.split() if word in CLASSES), "")
    tag = "strong" if "bold" in style else "span"
    return f'<{tag} class="{kind}">{text}</{tag}>' if kind else f"<{tag}>{text}</{tag}>"
