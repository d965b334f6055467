"""Every example of the manual is real: cases read, commands print what the page shows, fragments are understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.handleiding_bijwerken import ROOT, Block, agrees, blocks, outputs, pages, renewed, rewritten
from toetssteen.cli.main import COMMANDS
from toetssteen.kb.finding import has_errors
from toetssteen.parser.reader import read_case
from toetssteen.parser.scenario import read_scenario

PAGES = pages()
PERSON, EMPLOYER = "Anna", "Bakkerij Zeldenrust"


def page_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=page_name)
def test_commands_print_what_the_page_shows(path: Path, tmp_path: Path) -> None:
    for command, real in outputs(path.read_text(encoding="utf-8"), tmp_path):
        assert agrees(command.shown, real), f"{page_name(path)}:{command.line + 1}: {command.words}\n" + "\n".join(real)


@pytest.mark.parametrize("path", PAGES, ids=page_name)
def test_expectations_of_the_manual_come_true(path: Path, tmp_path: Path) -> None:
    """Rewriting the outputs must not hide that the law decides an example differently; «-anders» is meant to."""
    for command, real in outputs(path.read_text(encoding="utf-8"), tmp_path):
        differs = any("anders dan verwacht" in line for line in real)
        assert differs == ("-anders." in command.words and "toets " in command.words), command.words


def fragments() -> list[tuple[str, Block]]:
    found = [(page_name(path), block) for path in PAGES for block in blocks(path.read_text(encoding="utf-8"))]
    return [(page, block) for page, block in found if block.language == "feiten" and not block.name]


@pytest.mark.parametrize(("page", "block"), fragments(), ids=lambda part: part if isinstance(part, str) else str(part.start))
def test_fragments_are_understood(page: str, block: Block) -> None:
    text = block.text
    for word, line in (("peildatum", "peildatum 1 december 2025"), ("inwoner", f"inwoner {PERSON}")):
        if not any(one.startswith(word) for one in block.lines):
            text = f"{line}\n{text}"
    if EMPLOYER in text and f"werkgever {EMPLOYER}" not in text:
        text = f"werkgever {EMPLOYER}\n{text}"
    findings = read_case(text, page)[1]
    assert not has_errors(findings), "\n".join(finding.as_text() for finding in findings)


@pytest.mark.parametrize("path", PAGES, ids=page_name)
def test_fragments_of_scenarios_are_understood(path: Path, tmp_path: Path) -> None:
    for folder in ("soepel", "mijn-gemeente"):
        (tmp_path / folder).mkdir()
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.language == "scenario" and not block.name:
            findings = read_scenario(f'scenario "x"\n{block.text}', str(tmp_path / "x.scenario"))[1]
            assert not has_errors(findings), "\n".join(finding.as_text() for finding in findings)


def test_the_manual_has_all_its_chapters_and_commands() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert len(PAGES) >= 8
    for command in COMMANDS:
        assert f"$ toetssteen {command} " in text or f"$ toetssteen {command}\n" in text


def test_a_changed_output_is_noticed_and_rewritten() -> None:
    page = "```console\n$ toetssteen --version\ntoetssteen 99\n```\n"
    assert "toetssteen 99" not in rewritten(page)
    assert rewritten(rewritten(page)) == rewritten(page)


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ("a … c", "a b c", True),
        ("a … c", "a c", True),
        ("… c", "a b c", True),
        ("a …", "a b c", True),
        ("a … c", "a b d", False),
        ("a b", "a b c", False),
        ("…", "a b c", True),
    ],
)
def test_an_ellipsis_stands_for_any_number_of_lines(shown: str, real: str, expected: bool) -> None:
    assert agrees(tuple(shown.split()), real.split()) is expected


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ("a … d", "a b c D", "a … D"),
        ("a … d", "A b c d", "A … d"),
        ("a b … e", "a x c d e", "a x … e"),
        ("…  c", "a b c", "… c"),
        ("a …", "a b c", "a …"),
        ("a b", "x y z", "x y z"),
    ],
)
def test_rewriting_keeps_what_the_page_leaves_out(shown: str, real: str, expected: str) -> None:
    assert renewed(tuple(shown.split()), real.split()) == expected.split()
