"""Mistakes in a case: every file of ``fout`` gives exactly the findings beside it, and no case."""

from __future__ import annotations

from pathlib import Path

import pytest

from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.parser.json_form import read_any

FOLDER = Path(__file__).with_name("fout")
FILES = sorted(FOLDER.glob("*.feiten"))
GOOD = 'casus "Een goede zaak"\npeildatum 1 februari 2025\n\ninwoner Anna\n  woont in Het Hogeland\n'


def read_file(path: Path) -> tuple[Case | None, list[Finding]]:
    return read_any(path.read_bytes(), path.name)


def messages(findings: list[Finding]) -> str:
    return "\n".join(finding.as_text() for finding in findings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mistake(path: Path) -> None:
    case, findings = read_file(path)
    assert messages(findings) == path.with_suffix(".melding").read_text(encoding="utf-8").removesuffix("\n")
    assert case is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_caret_is_under_a_word(path: Path) -> None:
    source = path.read_text(encoding="utf-8").split("\n")
    for finding in read_file(path)[1]:
        if finding.line:
            line = source[finding.line - 1]
            assert 1 <= finding.column <= len(line) + 1
            start = line[finding.column - 1 :]
            assert start == "" or not start[0].isspace()


def test_every_mistake_has_a_message_and_the_other_way_round() -> None:
    assert len(FILES) >= 25
    assert {path.stem for path in FILES} == {path.stem for path in FOLDER.glob("*.melding")}


def test_the_good_case_is_good() -> None:
    case, findings = read_any(GOOD.encode(), "goed.feiten")
    assert case is not None
    assert findings == []


def only(path: Path) -> Finding:
    case, findings = read_file(path)
    assert case is None
    assert len(findings) == 1, messages(findings)
    return findings[0]


def test_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "plaatje.feiten"
    path.write_bytes(bytes(range(256)) * 40)
    assert only(path).message == "dit is geen tekstbestand"


def test_binary_file_without_nul(tmp_path: Path) -> None:
    path = tmp_path / "plaatje.feiten"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 40)
    found = only(path)
    assert found.message == "dit bestand is geen UTF-8-tekst"
    assert found.suggestion == "bewaar het bestand opnieuw als UTF-8"


def test_file_of_ten_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "groot.feiten"
    path.write_bytes(GOOD.encode() + b"% commentaar\n" * 800_000)
    found = only(path)
    assert found.message == "het bestand is te groot: 10,4 MB, een zaak is hooguit 1 MB"
    assert found.suggestion == "geef elke zaak een eigen bestand"


def test_large_file_of_words_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "vol.feiten"
    path.write_text(GOOD + "  woont in Het Hogeland\n" * 20_000, encoding="utf-8")
    assert read_file(path)[0] is not None


def test_latin_1_file_names_line_and_word(tmp_path: Path) -> None:
    path = tmp_path / "oud.feiten"
    path.write_bytes(GOOD.replace("Anna", "Andrée").encode("latin-1"))
    found = only(path)
    assert found.message == "dit bestand is geen UTF-8-tekst"
    assert (found.line, found.column) == (4, len("inwoner Andr") + 1)


def test_file_with_nul(tmp_path: Path) -> None:
    path = tmp_path / "nul.feiten"
    path.write_bytes(GOOD.encode().replace(b"Anna", b"An\0na"))
    assert only(path).message == "dit is geen tekstbestand"


def test_byte_order_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "windows.feiten"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    case, findings = read_file(path)
    assert (case is not None, findings) == (True, [])


def test_tabs_and_hard_spaces_are_fine() -> None:
    for blank in ("\t", "\u00a0 ", " \u00a0"):
        case, findings = read_any(GOOD.replace("  ", blank).encode(), "zaak.feiten")
        assert (case is not None, findings) == (True, [])


def test_hard_space_in_a_heading_is_fine() -> None:
    case, findings = read_any(GOOD.replace("inwoner ", "inwoner\u00a0").encode(), "zaak.feiten")
    assert (case is not None, findings) == (True, [])


def test_old_mac_lines_are_fine_or_named() -> None:
    case, findings = read_any(GOOD.replace("\n", "\r").encode(), "mac.feiten")
    assert case is not None or any("regeleinde" in finding.message for finding in findings)


def test_no_message_has_a_name_of_the_grammar() -> None:
    for path in FILES:
        text = messages(read_file(path)[1])
        assert "end-of-file" not in text
        assert not any(name in text for name in ("WOORD", "CITAAT", "TEKST", "$END", "__"))


@pytest.mark.parametrize(
    "line",
    [
        "casus een twee: drie", "peildatum 1 maart 2025 nee", "neem aan dat", "lezing I-31: exact_3 nee",
        "aanvraag van Anna voor ondersteuning, nu", "inwoner Bram: man", "verwacht ondersteuning voor Anna: verplicht op",
        'casus "een" "twee"', "overige feiten ontkend graag", "afwijking van 5.4 voor Anna: omdat",
    ],
)  # fmt: skip
def test_messages_are_dutch_to_the_end(line: str) -> None:
    case, findings = read_any((GOOD + "\n" + line + "\n").encode(), "zaak.feiten")
    assert case is None
    text = messages(findings)
    assert "<" not in text
    assert "end" not in text.replace("einde", "").split()
