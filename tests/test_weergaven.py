"""The forms of one explanation: all say the same, none lets what a person wrote become markup, each can be read by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import toetssteen.explain.to_svg as drawing
from tests.test_opdrachten import terminal_output
from tests.test_rondreis import NAMES, hard_case
from tests.zaken import ALL, EXAMPLES, case_of, name
from toetssteen.cli.forms import write
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.forms import ALOUD, FORMS, HTML, JSON, MARKDOWN, NORMS, SVG, TEXT, render
from toetssteen.explain.layout import Layout
from toetssteen.explain.output import PlainOutput, RichOutput, Text, columns
from toetssteen.explain.report import CaseReport
from toetssteen.explain.to_aloud import to_aloud
from toetssteen.explain.to_html import STYLE, safe, to_fragment, to_html
from toetssteen.explain.to_markdown import to_markdown
from toetssteen.explain.to_text import TextWriter
from toetssteen.kb.case import Case
from toetssteen.ops.assess import assess
from toetssteen.ops.report import report_case
from toetssteen.parser.reader import read_case

EXAMPLE = "werkervaringsplaats-hardheid"
HOSTILE = [
    "<script>alert(1)</script>", "</style><b>", "'\"><img src=x onerror=alert(1)>", "&lt;b&gt; & Co", "*vet* _schuin_ `code`",
    "[link](https://voorbeeld.nl) ![x](y)", "# Kop", "1. Anna", "- Anna", "+ Anna", "=====", "~~~", "a|b", "$x$", "<https://x.nl>",
    "www.x.nl", "a@b.nl", "\\", "\\*", "[x]: /y", "&amp;copy;", "http://x.nl", "{{x}}", "${x}", "W" * 120, "李" * 80, "a" * 300,
]  # fmt: skip
NAMED = [one for one in NAMES if "\n" not in one] + HOSTILE
SAMPLE = [*EXAMPLES[:3], *EXAMPLES[-2:], *ALL[:: max(1, len(ALL) // 25)]]
VOID = {"meta"}
Output = pytest.CaptureFixture[str]


@lru_cache(maxsize=300)
def report_of(path: Path) -> CaseReport:
    return report_case(assess(case_of(path)))


@lru_cache(maxsize=100)
def hostile_report(hard: str) -> CaseReport:
    case, findings = read_case(hard_case(hard), "zaak.feiten")
    assert isinstance(case, Case), "\n".join(one.as_text() for one in findings)
    return report_case(assess(case), asked_only=True)


def document(report: CaseReport, *, full: bool = True) -> Section:
    return Layout(full=full, hint="").case(report)


def texts(block: Block) -> Iterator[str]:
    """Yield every text of a document in reading order."""
    if isinstance(block, Paragraph):
        yield block.text.plain
        return
    if isinstance(block, Section):
        yield block.heading.plain
        for part in block.content:
            yield from texts(part)
    elif isinstance(block, Item):
        yield block.text.plain
        for child in block.children:
            yield from texts(child)


def items(block: Block) -> Iterator[Item]:
    if isinstance(block, Item):
        yield block
    for child in block.content if isinstance(block, Section) else block.children if isinstance(block, Item) else ():
        yield from items(child)


def assert_in_order(pieces: Iterator[str], whole: str) -> None:
    """Check that texts stand in a whole, in their order, whatever the spaces."""
    place, whole = 0, "".join(whole.split())
    for piece in pieces:
        plain = "".join(piece.split())
        found = whole.find(plain, place)
        assert found >= 0, piece
        place = found + len(plain)


# ---- HTML


class Page(HTMLParser):
    """Reads a page strictly: every element closed in order, names used once."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.said, self.spoken, self.hidden = "", "", ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
            classes = dict(attrs).get("class") or ""
            self.hidden = "woord" if "woord" in classes else "teken" if "teken" in classes else self.hidden
        for key, value in attrs:
            self.attributes.append((key, value or ""))
        self.names += [value or "" for key, value in attrs if key == "id"]
        self.links += [value or "" for key, value in attrs if key == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self.hidden = ""

    def handle_data(self, data: str) -> None:
        if "style" in self.open or "title" in self.open:
            return
        if self.hidden != "woord":
            self.said += data
        if self.hidden != "teken":
            self.spoken += data

    @property
    def levels(self) -> list[int]:
        return [int(tag[1]) for tag in self.tags if re.fullmatch(r"h[1-6]", tag)]


def sound(page: Page, text: str, *, first: int = 1) -> None:
    assert len(set(page.names)) == len(page.names)
    assert all(link.startswith("#") and link[1:] in page.names for link in page.links)
    assert page.levels[0] == first
    assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert not {"script", "img", "link", "iframe", "object", "base", "form", "b"} & set(page.tags)
    assert not [key for key, _value in page.attributes if key.startswith("on") or key in ("src", "style")]
    markup = re.sub(r">[^<]*<", "><", text[text.index("</style>") :])
    assert not re.search(r"https?:|url\(|@import", markup + STYLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_page_is_sound_and_says_all(path: Path) -> None:
    whole = document(report_of(path))
    text = to_html(whole)
    page = Page(text)
    sound(page, text)
    assert text.startswith('<!doctype html>\n<html lang="nl">')
    assert_in_order(texts(whole), page.said)
    assert page.tags.count("summary") == page.tags.count("details")


@pytest.mark.parametrize("hard", NAMED)
def test_names_never_become_html(hard: str) -> None:
    whole = document(hostile_report(hard))
    text = to_html(whole)
    page = Page(text)
    sound(page, text)
    assert_in_order(texts(whole), page.said)


def test_page_starts_folded_and_opens_whole() -> None:
    whole = document(report_of(case_path()))
    closed, opened = Page(to_html(whole)), Page(to_html(whole, opened=True))
    assert closed.tags.count("details") == opened.tags.count("details") > 15
    assert sum(key == "open" for key, _value in opened.attributes) == opened.tags.count("details")
    assert sum(key == "open" for key, _value in closed.attributes) < 10


def test_only_the_first_steps_of_a_folded_proof_are_open() -> None:
    whole = document(report_of(case_path()))
    assert "<details open>\n<summary><h" not in to_html(whole)
    assert "<details>\n<summary><h" in to_html(whole)
    assert "<details>\n<summary><h" not in to_html(whole, opened=True)


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\x85"])
def test_signs_that_steer_a_page_are_left_out(sign: str) -> None:
    assert safe(f"a{sign}b") == "a·b"


def test_signs_have_words_for_who_does_not_see_them() -> None:
    page = Page(to_html(document(report_of(case_path()))))
    assert "✗" not in page.spoken
    assert "✓" not in page.spoken
    assert "opzij gezet: Dit zou verlenging nummer 2 zijn" in page.spoken
    assert "in orde: De gemeente kan Gerrit een werkervaringsplaats aanbieden" in page.spoken
    assert ("aria-hidden", "true") in page.attributes


def test_fragments_can_stand_in_one_page() -> None:
    one, other = (document(report_of(path)) for path in EXAMPLES[-2:])
    text = to_fragment(one) + to_fragment(other)
    page = Page(text)
    assert len(set(page.names)) == len(page.names) > 10
    assert all(link[1:] in page.names for link in page.links)
    assert min(page.levels) == 2


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


SHEET = STYLE.read_text(encoding="utf-8")
PALETTES = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", one)) for one in SHEET.split("}") if "--papier:" in one]


@pytest.mark.parametrize("palette", [*PALETTES, drawing.DAY, drawing.NIGHT], ids=["dag", "nacht", "papier", "svg", "svg-nacht"])
def test_colours_can_be_read_by_day_and_by_night(palette: dict[str, str]) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for text."""
    for kind in ("inkt", "bij", "goed", "fout", "vraag", "af", "plaats"):
        for ground in {"papier", "vlak"} & set(palette):
            assert contrast(palette[kind], palette[ground]) >= 4.5, kind


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_print_opens_what_is_folded() -> None:
    printed = STYLE.read_text(encoding="utf-8").split("@media print")[1]
    assert "details::details-content { content-visibility: visible" in printed


# ---- Markdown


def markdown_texts(text: str) -> tuple[list[str], int]:
    """Return the texts of a page as a reader of CommonMark sees them, and how deep its lists go."""
    found, depth, deepest = [], 0, 0
    for token in MarkdownIt("commonmark", {"maxNesting": 1000}).parse(text):
        assert token.type not in ("html_block", "fence", "code_block", "hr", "blockquote_open", "ordered_list_open")
        depth += token.nesting * (token.type in ("bullet_list_open", "bullet_list_close"))
        deepest = max(deepest, depth)
        for part in token.children or ():
            assert part.type in ("text", "strong_open", "strong_close", "text_special"), part
        if token.type == "inline":
            found.append("".join(part.content for part in token.children or ()))
    return found, deepest


def depth_of(item: Item) -> int:
    return 1 + max(map(depth_of, item.children), default=0)


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_markdown_says_all(path: Path) -> None:
    whole = document(report_of(path))
    found, deepest = markdown_texts(to_markdown(whole))
    assert_in_order(texts(whole), "\n".join(found))
    assert len(found) == len(list(texts(whole)))
    assert deepest == max(map(depth_of, items(whole)), default=0)


@pytest.mark.parametrize("hard", NAMED)
def test_names_never_become_markdown(hard: str) -> None:
    whole = document(hostile_report(hard))
    found, _depth = markdown_texts(to_markdown(whole))
    assert len(found) == len(list(texts(whole)))
    assert_in_order(texts(whole), "\n".join(found))


@pytest.mark.parametrize(
    "start", ["- a", "+ a", "1. a", "2) a", "# a", "> a", "=== a", "--- ", "* a", "~~~", "```", "    a", "[a]: b"]
)
def test_no_text_begins_a_block_of_its_own(start: str) -> None:
    whole = Section(Text(start), (Paragraph(Text(start)), Item(Text(start), None, (Item(Text(start)),))), 1)
    found, deepest = markdown_texts(to_markdown(whole))
    assert [one.strip() for one in found] == [start.strip()] * 4
    assert deepest == 2


# ---- read aloud


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_form_to_be_read_aloud_has_words_and_numbers(path: Path) -> None:
    whole = document(report_of(path))
    lines = to_aloud(whole).splitlines()
    numbers = [found[1] for line in lines if (found := re.match(r"(\d+(?:\.\d+)*) ", line))]
    assert len(set(numbers)) == len(numbers) >= sum(1 for _item in items(whole))
    assert not [line for line in lines if re.search(r"(^| )[✓✗↷·] ", line) or line.endswith(" ")]
    assert all(found in numbers for line in lines for found in re.findall(r", zie (\d[\d.]*\d)\.", line))
    # nothing but the headings and the dots between statutes is said in other words
    said = (one.replace(" · ", "; ") for one in texts(whole) if not one.startswith("Het bewijs"))
    assert_in_order(said, "\n".join(lines))


# ---- text at any width


def lines_at(report: CaseReport, width: int, *, full: bool) -> list[str]:
    stream = io.StringIO()
    TextWriter(PlainOutput(stream, width)).write(Layout(full=full).case(report))
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("hard", ["Anna", "a" * 300, "李" * 80, "Zoë-Anne 😀"], ids=["kort", "lang", "breed", "teken"])
def test_no_line_is_wider_than_the_terminal(width: int, hard: str) -> None:
    whole = hostile_report(hard)
    for full in (False, True):
        lines = lines_at(whole, width, full=full)
        narrow = [line for line in lines if len(line) - len(line.lstrip()) <= width - 22]
        assert max(map(columns, narrow)) <= width
        assert_in_order((one for one in texts(Layout(full=full).case(whole)) if one != "Andere voorwaarden"
                         and one != "Wat nog open is" and one != "Verwachtingen"), "".join(lines))  # fmt: skip


@pytest.mark.parametrize("text", ["abc", "é", "✓ ✗ ↷ – … «»", "李雷", "e\u0301", "😀", "مريم", "Zoë"])
def test_columns_are_those_of_a_terminal(text: str) -> None:
    from rich.cells import cell_len

    assert columns(text) == cell_len(text)


@pytest.mark.parametrize("width", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("text", ["", " ", "aan de slag", "李雷 voor 李雷李雷", "a" * 50, "e\u0301" * 20])
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    lines = [line.plain for line in Text(text).wrap(width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= max(width, 2) for line in lines)


@pytest.mark.parametrize("width", ["40", "80", "160"])
def test_colour_changes_no_letter(width: str) -> None:
    coloured = terminal_output("waarom", EXAMPLE, "--volledig", COLUMNS=width).decode().replace("\r\n", "\n")
    plain = terminal_output("waarom", EXAMPLE, "--volledig", COLUMNS=width, NO_COLOR="1").decode().replace("\r\n", "\n")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert terminal_output("waarom", EXAMPLE, "--volledig", COLUMNS=width, TERM="dumb").decode().replace("\r\n", "\n") == plain


def test_rich_writes_what_looks_like_its_markup_as_it_stands() -> None:
    from rich.console import Console

    stream = io.StringIO()
    TextWriter(RichOutput(Console(file=stream, width=80, force_terminal=True, color_system=None))).write(
        document(hostile_report("[bold]Anna[/]"), full=False))  # fmt: skip
    assert "[bold]Anna[/]" in stream.getvalue()


# ---- as a command


def case_path() -> Path:
    return next(path for path in EXAMPLES if path.stem == EXAMPLE)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", [["waarom", EXAMPLE], ["toets", EXAMPLE, "--volledig"]], ids=["waarom", "toets"])
def test_every_form_as_a_command(form: str, words: list[str], capsys: Output) -> None:
    assert main([*words, "--vorm", form]) == OK
    out, err = capsys.readouterr()
    assert err == ""
    assert out.endswith("\n")
    assert "Gerrit" in out


def test_json_is_a_form(capsys: Output) -> None:
    main(["waarom", EXAMPLE, "--json"])
    json_out = capsys.readouterr().out
    main(["waarom", EXAMPLE, "--vorm", "json"])
    assert capsys.readouterr().out == json_out
    assert main(["waarom", EXAMPLE, "--json", "--vorm", "html"]) == USAGE
    assert "--json kan niet samen met --vorm html" in capsys.readouterr().err


def test_form_that_is_not_there(capsys: Output) -> None:
    assert main(["waarom", EXAMPLE, "--vorm", "pdf"]) == USAGE
    assert "'pdf' kan niet; kies uit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("suffix", "form"), [(".html", HTML), (".md", MARKDOWN), (".json", JSON), (".svg", SVG), (".txt", TEXT), ("", TEXT)]
)
def test_file_gets_the_form_its_name_says(
    suffix: str, form: str, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / f"uitleg{suffix}"
    assert main(["waarom", EXAMPLE, "--uit", str(path)]) == OK
    assert capsys.readouterr().out == f"{path} is geschreven\n"
    report = report_case(assess(case_of(case_path())), asked_only=True)
    assert path.read_text(encoding="utf-8") == render(report, form, full=form == JSON, brief_others=False)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_for_a_form_that_a_command_does_not_give(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "besluit.svg"
    assert main(["besluit", "participatieplaats-te-jong", "--uit", str(path)]) == USAGE
    assert "een bestand op .svg is hier niet te maken; kies --vorm uit tekst" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("end", [".pdf", ".docx", ".PNG"])
def test_a_file_whose_name_would_not_say_what_is_in_it(end: str, tmp_path: Path, capsys: Output) -> None:
    target = tmp_path / f"uitleg{end}"
    assert main(["waarom", EXAMPLE, "--uit", str(target)]) == USAGE
    assert "is hier niet te maken; maak .html" in capsys.readouterr().err
    assert not target.exists()


def test_named_form_goes_before_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "uitleg.html"
    assert main(["waarom", EXAMPLE, "--uit", str(path), "--vorm", ALOUD]) == OK
    assert path.read_text(encoding="utf-8").startswith("Werkervaringsplaats: vier weken langer")


def test_a_file_is_not_overwritten_unasked(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "uitleg.md"
    path.write_text("van mij", encoding="utf-8")
    assert main(["toets", EXAMPLE, "--uit", str(path)]) == INPUT
    assert "bestaat al; met --overschrijf wordt het vervangen" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "van mij"
    assert main(["toets", EXAMPLE, "--uit", str(path), "--overschrijf"]) == OK
    assert path.read_text(encoding="utf-8").startswith("# Werkervaringsplaats")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (".", "is een map"),
        ("weg/uitleg.html", "die map bestaat niet"),
        ("x" * 300, "de naam is te lang"),
        ("a\0b", "de naam kan niet"),
    ],
)
def test_a_file_that_cannot_be_written(
    target: str, said: str, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["waarom", EXAMPLE, "--uit", target, "--overschrijf"]) == INPUT
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "uitleg.md"
    path.write_text("van mij", encoding="utf-8")
    assert write(path, "begin \ud800", replace=True) == INPUT
    assert "is niet te schrijven" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "van mij"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_not_replaced(capsys: Output) -> None:
    assert main(["waarom", EXAMPLE, "--uit", "/dev/null", "--overschrijf"]) == INPUT
    assert "is geen gewoon bestand" in capsys.readouterr().err


def test_tree_of_norms_in_text(capsys: Output) -> None:
    assert main(["waarom", EXAMPLE, "--vorm", NORMS]) == OK
    out = capsys.readouterr().out
    assert "  artikel 5 lid 4\n    ↷ Dit zou verlenging nummer 2 zijn; verlengen mag 1 keer.\n" in out
    assert "    zet opzij artikel 5 lid 4 (zie boven)\n" in out
    assert "    volgt uit artikel 10 lid 1 Pw\n" in out
