"""Tables and pictures of a document: every form says the same, nothing in them becomes markup, nothing is too wide."""

from __future__ import annotations

import io

import pytest
from markdown_it import MarkdownIt

from tests.test_weergaven import HOSTILE, Page
from toetssteen.explain.document import Picture, Section, Table
from toetssteen.explain.output import PlainOutput, Text, columns
from toetssteen.explain.to_aloud import to_aloud
from toetssteen.explain.to_html import to_html
from toetssteen.explain.to_markdown import to_markdown
from toetssteen.explain.to_text import TextWriter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 1 1"><title>een lijn</title></svg>'


def table(*cells: str) -> Section:
    rows = tuple((Text(cell), Text("12"), Text("verplicht", "bold green")) for cell in cells)
    found = Table("Uitkomsten", ("Voorziening", "aantal", "uitkomst"), rows, frozenset({1}))
    return Section(Text("Rapport"), (found, Picture(SVG, (Text("██░░"),), "De helft is vol.")), 1)


def as_text(document: Section, width: int = 80) -> str:
    stream = io.StringIO()
    TextWriter(PlainOutput(stream, width)).write(document)
    return stream.getvalue()


def test_text_has_columns_and_the_picture_in_signs() -> None:
    lines = as_text(table("scholing", "proefplaats")).splitlines()
    assert lines[:4] == ["Rapport", "", "  Uitkomsten", "  Voorziening   aantal   uitkomst"]
    assert [line.split() for line in lines[5:7]] == [["scholing", "12", "verplicht"], ["proefplaats", "12", "verplicht"]]
    assert lines[5].index("12") + 2 == lines[3].index("aantal") + len("aantal")
    assert lines[-1] == "  ██░░"


@pytest.mark.parametrize("width", [24, 40, 80])
@pytest.mark.parametrize("hard", HOSTILE)
def test_no_line_is_wider_than_the_terminal(width: int, hard: str) -> None:
    text = as_text(table(hard, "scholing"), width)
    assert max(map(columns, text.splitlines())) <= max(width, 26)


def test_aloud_every_row_is_a_sentence_and_the_picture_has_words() -> None:
    said = to_aloud(table("scholing", "proefplaats"))
    assert said == ("Rapport.\n1 Uitkomsten.\n1.1 scholing: aantal: 12; uitkomst: verplicht.\n"
                    "1.2 proefplaats: aantal: 12; uitkomst: verplicht.\nDe helft is vol.\n")  # fmt: skip


@pytest.mark.parametrize("hard", HOSTILE)
def test_cells_never_become_html(hard: str) -> None:
    page = Page(to_html(table(hard)))
    assert page.tags.count("tr") == 2
    assert page.tags.count("svg") == 1
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "".join(hard.split()) in "".join(page.said.split())


@pytest.mark.parametrize("hard", HOSTILE)
def test_cells_never_become_markdown(hard: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(to_markdown(table(hard)))
    page = Page(html)
    assert page.tags.count("td") == 3
    assert not {"a", "em", "code", "img", "script"} & set(page.tags)
    assert "".join(hard.split()) in "".join(page.said.split())
