"""The command ``verdeel``: what it prints, writes and refuses, in every form."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.test_rondreis import problems
from tests.verdeling.test_verdeel import FENNA, HEAD, WITHOUT_LIST, Output, caseload_text
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE, main
from toetssteen.ops.schemas import schemas


def test_the_shipped_example(capsys: Output) -> None:
    assert main(["verdeel", "scholing-verdelen", "--beleid", "scholing-verdelen", "--over", "Bea"]) == OK
    out = " ".join(capsys.readouterr().out.split())
    assert "3 van de 4 inwoners krijgen iets toegewezen (bewezen: geen andere verdeling is beter; nagerekend door clingo)" in out
    assert "✗ Bea: scholing, € 2.400 · Plafond scholing 2025: nodig is € 2.400, over is € 500." in out
    assert "Ging voor om «de grootste behoefte»: Jelmer." in out
    assert "? Dirk: scholing · Onbepaald" in out
    assert "Plaats maakt dan: Cor (scholing)." in out


def test_clingo_alone_gives_the_same_on_a_small_caseload(capsys: Output) -> None:
    found = []
    for more in ([], ["--clingo"]):
        assert main(["verdeel", "scholing-verdelen", "--json", *more]) == OK
        found.append({one["inwoner"] for one in json.loads(capsys.readouterr().out)["verleend"]})
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["scholing-verdelen", "--over", "Piet"], INPUT, "«Piet» staat niet in deze zaken"),
        (["scholing-verdelen", "--beleid", "er-is-niets"], INPUT, "is niet te lezen"),
        (["er-is-niets"], INPUT, "bestaat niet"),
        (["scholing-verdelen", "--tijd", "0"], USAGE, "geef meer dan 0"),
        (["scholing-verdelen", "--tijd", "veel"], USAGE, "is geen aantal seconden"),
    ],
)
def test_wrong_words_are_refused(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert main(["verdeel", *words]) == code
    assert said in capsys.readouterr().err


def test_one_bad_line_refuses_the_whole_run(tmp_path: Path, capsys: Output) -> None:
    persons = [(f"Persoon {number}", 1 + number % 28, 500) for number in range(40)]
    text = caseload_text(*persons)
    path = tmp_path / "groot.feiten"
    path.write_text(text.replace("de kosten zijn € 500", "de kosten zijn € vijfhonderd", 1), encoding="utf-8")
    assert main(["verdeel", str(path)]) == INPUT
    out, err = capsys.readouterr()
    assert out == ""
    assert "de kosten zijn € vijfhonderd" in err
    assert "1 fout; er is niets beslist." in err


def test_every_form_says_the_same_and_the_drawing_needs_nothing_else(tmp_path: Path, capsys: Output) -> None:
    policy = tmp_path / "x.beleid"
    groups = 'groep "<script>": ontvangt algemene bijstand\ngroep "IOAW": ontvangt een IOAW-uitkering\n'
    aims = 'beleid "<b>A & B"\ndoelen\n  zoveel mogelijk inwoners\n  evenwicht over de groepen\n'
    policy.write_text(aims + groups, encoding="utf-8")
    for form in ("tekst", "voorlezen", "markdown", "html", "svg"):
        assert main(["verdeel", "scholing-verdelen", "--beleid", str(policy), "--grens", "plafond", "--vorm", form]) == OK
        out = capsys.readouterr().out
        assert ("<script>" in out) == (form in ("tekst", "voorlezen"))
        assert "2 van 2 inwoners" in " ".join(out.split())
        if form == "svg":
            root = ElementTree.fromstring(out)  # noqa: S314 - our own
            assert root.find("{http://www.w3.org/2000/svg}title") is not None
            assert "href" not in out


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path, capsys: Output) -> None:
    target = tmp_path / "verdeling.svg"
    words = ["verdeel", "scholing-verdelen", "--uit", str(target)]
    assert main(words) == OK
    before = target.read_text(encoding="utf-8")
    assert before.startswith("<svg")
    assert main(words) == INPUT
    assert "bestaat al" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == before


def test_the_same_name_in_two_files_is_refused(tmp_path: Path, capsys: Output) -> None:
    for name in ("een", "twee"):
        (tmp_path / f"{name}.feiten").write_text(caseload_text(("Anna", 1, 500)), encoding="utf-8")
    assert main(["verdeel", str(tmp_path)]) == INPUT
    err = capsys.readouterr().err
    assert "«Anna» staat ook in" in err
    assert "er al een grens" in err


def test_no_allocation_is_exit_1_with_what_does_not_go_together(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "zaak.feiten"
    text = HEAD + WITHOUT_LIST + FENNA
    path.write_text(text, encoding="utf-8")
    assert main(["verdeel", str(path)]) == FAILED
    assert "Wat niet samengaat" in capsys.readouterr().out


@pytest.mark.parametrize("words", [
    ["verdeel", "scholing-verdelen", "--beleid", "scholing-verdelen", "--over", "Bea", "--grens", "plafond"],
    ["verdeel", "participatieplaats-te-jong"], ["hardheid", "werkervaringsplaats-hardheid", "participatieplaats-te-jong"],
    ["hardheid", str(Path(__file__).parents[1] / "casus" / "hogeland" / "artikel_20")],
])  # fmt: skip
def test_the_json_has_the_published_form(words: list[str], capsys: Output) -> None:
    assert main([*words, "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    form = next(one for one in schemas().values() if one.form == data["formaat"])
    assert problems(form.content, data) == []


def test_the_json_of_a_conflict_has_the_published_form(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "zaak.feiten"
    path.write_text(HEAD + WITHOUT_LIST + FENNA, encoding="utf-8")
    assert main(["verdeel", str(path), "--json"]) == FAILED
    data = json.loads(capsys.readouterr().out)
    assert data["gaat_niet_samen"]
    assert problems(schemas()["verdeling"].content, data) == []
