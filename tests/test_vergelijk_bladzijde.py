"""The page of a comparison with outcomes: whole, with names that occur once, and both explanations beside each other."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from toetssteen.cli.main import OK, main

Output = pytest.CaptureFixture[str]


class _Page(HTMLParser):
    """Keeps the names and links of a page, and the text per column of every case."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.columns: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in ("meta", "br"):
            self.open.append((tag, values.get("class", "")))
        if values.get("id"):
            self.names.append(values["id"])
        if values.get("href", "").startswith("#"):
            self.links.append(values["href"][1:])
        if values.get("class") == "tekst" and any(kind == "geval" for _tag, kind in self.open):
            self.columns.append((values["data-zijde"], ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.columns and any(kind == "tekst" for _tag, kind in self.open):
            letter, text = self.columns[-1]
            self.columns[-1] = (letter, text + data)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> _Page:
    target = tmp_path_factory.mktemp("bladzijde") / "naast.html"
    words = ["hogeland", "voorbeeld-ruimere-participatieplaats", "--voorziening", "participatieplaats", "--laag", "uitkomsten"]
    assert main(["vergelijk", *words, "--uit", str(target)]) == OK
    found = _Page()
    found.feed(Path(target).read_text(encoding="utf-8"))
    assert found.open == []
    return found


def test_names_occur_once_and_links_lead_somewhere(page: _Page) -> None:
    assert len(set(page.names)) == len(page.names)
    assert set(page.links) <= set(page.names)
    assert "over-participatieplaats" in page.links


def test_both_sides_are_explained_beside_each_other(page: _Page) -> None:
    assert [letter for letter, _text in page.columns] == ["A", "B"] * (len(page.columns) // 2)
    (_a, first), (_b, second) = page.columns[:2]
    assert "GEBLOKKEERD" in first
    assert "BEVOEGD" in second
    assert "Alleen onder A:" in first
    assert "jonger dan 27 jaar" in first
    assert "25 jaar of ouder" in second
    assert "Bewijs onder A" in first
    assert "Bewijs onder B" in second
