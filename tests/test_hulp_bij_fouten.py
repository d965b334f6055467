"""Wrong input of the later commands: what is meant is said, in words that fit the kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from toetssteen.cli.main import INPUT, main

Output = pytest.CaptureFixture[str]
ASKED = (
    'eigenschap "x"\n  bron: 6.1\n  voor participatieplaats\n  nooit: leeftijd bij aanvang {word} 26 jaar en uitkomst bevoegd\n'
)


@pytest.mark.parametrize(("word", "meant"), [("hoogut", "hooguit"), ("minsten", "minstens")])
def test_a_misspelt_comparison_is_understood(word: str, meant: str, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "x.eigenschap"
    file.write_text(ASKED.format(word=word), encoding="utf-8")
    assert main(["bewijs", str(file)]) == INPUT
    assert f"bedoelde u «{meant}»?" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2026-13-45", "31-2-2026", "2026-02-29"])
def test_a_day_that_does_not_exist_is_no_unknown_side(day: str, capsys: Output) -> None:
    assert main(["vergelijk", "2024-07-01", day]) == INPUT
    assert f"«{day}» bestaat niet op de kalender" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["scenario", "eigenschap", "beleid"])
def test_a_binary_file_is_not_called_a_case(end: str, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / f"x.{end}"
    file.write_bytes(bytes(range(256)))
    words = {"scenario": ["stel", "werkervaringsplaats", str(file)], "eigenschap": ["bewijs", str(file)],
             "beleid": ["verdeel", "scholing-verdelen", "--beleid", str(file)]}[end]  # fmt: skip
    assert main(words) == INPUT
    shown = capsys.readouterr()
    assert (shown.out, "bewaar het bestand als platte tekst" in shown.err) == ("", True)
