"""«toets --alle-lezingen»: what a person and a program see of a case under every combination of readings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.zaken import ALL, case_of, name
from toetssteen import explain
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE, main
from toetssteen.explain.readings_json import readings_to_json
from toetssteen.kb.law import load_law
from toetssteen.ops.readings import every_reading
from toetssteen.ops.report_readings import report_readings

SCHEMA = json.loads((Path(str(explain.__file__)).parent / "schema/alle-lezingen.schema.json").read_text(encoding="utf-8"))
EXAMPLE = "proefplaats-zeven-maanden"
MOVING = "afwijken-van-de-startkwalificatie-2026"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def written(folder: Path, text: str) -> str:
    path = folder / "zaak.feiten"
    path.write_text(text, encoding="utf-8")
    return str(path)


def data(capsys: Output, *words: str) -> Any:
    assert main(["toets", *words, "--alle-lezingen", "--json"]) == OK
    return json.loads(capsys.readouterr().out)


def sets(outcome: Any, wanted: str) -> list[list[str]]:
    found = next(one for one in outcome["andere_uitkomsten"] if one["uitkomst"] == wanted)
    return [[f"{choice['naam']} {choice['optie']}" for choice in choices] for choices in found["keuzes"]]


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", ALL[::47], ids=name)
def test_output_fits_its_schema(path: Path) -> None:
    found = readings_to_json(report_readings(every_reading(case_of(path))))
    problems = [f"{one.json_path}: {one.message}" for one in Draft202012Validator(SCHEMA).iter_errors(found)]
    assert problems == []
    assert json.loads(json.dumps(found)) == found


def test_a_decisive_reading_is_named_with_what_it_asks(capsys: Output) -> None:
    (outcome,) = data(capsys, EXAMPLE)["uitkomsten"]
    assert (outcome["uitkomst"], outcome["onder_elke_lezing"]) == ("bevoegd", False)
    assert ["I-35 exact_6"] in sets(outcome, "geblokkeerd")
    assert ["I-35b garantie"] in sets(outcome, "onbepaald")
    (choice,) = next(one for one in outcome["andere_uitkomsten"][0]["keuzes"] if one[0]["naam"] == "I-35")
    assert choice["vraag"] == "Moet de verklaarde arbeidsovereenkomst precies of minstens 6 maanden zijn?"
    assert (choice["nu"], choice["vindplaatsen"]) == ("minstens_6", ["artikel 8 lid 4"])
    assert "I-35" in outcome["op_zichzelf"]


def test_every_set_shown_gives_its_outcome_when_written_in_the_case(capsys: Output, tmp_path: Path) -> None:
    text = next(path for path in ALL if path.stem == EXAMPLE).read_text(encoding="utf-8")
    for other in data(capsys, EXAMPLE)["uitkomsten"][0]["andere_uitkomsten"]:
        for choices in other["keuzes"]:
            lines = "\n".join(f"lezing {one['naam']}: {one['optie']}" for one in choices)
            expected = text.split("verwacht")[0].replace("\n\ninwoner", f"\n{lines}\n\ninwoner", 1)
            place = written(tmp_path, f"{expected}\nverwacht proefplaats voor Els: {other['uitkomst']}\n  bron: 8.4\n")
            assert main(["toets", place]) == OK, (lines, capsys.readouterr().out)


def test_an_outcome_that_holds_anyway_is_said_to(capsys: Output) -> None:
    assert main(["toets", "participatieplaats-te-jong", "--alle-lezingen"]) == OK
    out = capsys.readouterr().out
    assert "GEBLOKKEERD onder elke combinatie van lezingen." in out
    assert "Wordt" not in out


def test_a_kept_reading_is_not_chosen_otherwise(capsys: Output) -> None:
    found = data(capsys, EXAMPLE, "--behoud", "I-35", "--behoud", "i61")
    assert (found["lezingen"]["open"], found["lezingen"]["behouden"]) == (70, ["I-35", "I-61"])
    (outcome,) = found["uitkomsten"]
    assert {one["uitkomst"] for one in outcome["andere_uitkomsten"]} == {"onbepaald"} or ["I-35 exact_6"] not in sets(
        outcome, "geblokkeerd"
    )


def test_when_all_are_kept_nothing_is_claimed_of_others(capsys: Output) -> None:
    names = [f"I-{key[1:]}" for key in load_law(date(2025, 5, 1)).readings]
    assert main(["toets", EXAMPLE, "--alle-lezingen", *[word for one in names for word in ("--behoud", one)]]) == OK
    out = capsys.readouterr().out
    assert "BEVOEGD met de lezingen zoals zij zijn." in out
    assert "Alle lezingen zijn gehouden" in out


def test_what_the_case_chooses_can_be_kept(capsys: Output, tmp_path: Path) -> None:
    text = next(path for path in ALL if path.stem == EXAMPLE).read_text(encoding="utf-8").split("verwacht")[0]
    place = written(tmp_path, text.replace("\n\ninwoner", "\nlezing I-35: exact_6\n\ninwoner", 1))
    (outcome,) = data(capsys, place)["uitkomsten"]
    assert sets(outcome, "bevoegd") == [["I-35 minstens_6"]]
    found = data(capsys, place, "--behoud", "gekozen")
    assert found["lezingen"]["gekozen"] == ["I-35 exact_6"]
    assert found["uitkomsten"][0]["onder_elke_lezing"]


def test_a_default_that_moves_along_is_said(capsys: Output) -> None:
    place = str(next(path for path in ALL if path.stem == MOVING))
    (outcome,) = data(capsys, place)["uitkomsten"]
    assert ["I-68 statisch_2024_12_11"] in sets(outcome, "geblokkeerd")
    assert '"standaard_wordt_ook": ["I-02 uitsluitingen_gelden"]' in json.dumps(outcome)
    (kept,) = data(capsys, place, "--behoud", "I-02")["uitkomsten"]
    assert "uitsluitingen_gelden" not in json.dumps(kept)


def test_expectations_are_compared_as_ever(capsys: Output, tmp_path: Path) -> None:
    text = next(path for path in ALL if path.stem == EXAMPLE).read_text(encoding="utf-8")
    place = written(tmp_path, text.replace("Els: bevoegd op 8.1", "Els: verplicht"))
    assert main(["toets", place, "--alle-lezingen"]) == FAILED
    assert "✗ anders dan verwacht: proefplaats voor Els" in capsys.readouterr().out


def test_own_motion_is_left_out_unless_asked(capsys: Output) -> None:
    assert len(data(capsys, EXAMPLE)["uitkomsten"]) == 1
    assert len(data(capsys, EXAMPLE, "--ambtshalve")["uitkomsten"]) > 10
    assert main(["toets", EXAMPLE, "--alle-lezingen", "--ambtshalve"]) == OK
    assert "Zonder aanvraag beoordeeld, en onder elke lezing hetzelfde" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--behoud", "I-611"], "«I-611» is geen lezing van deze verordening; bedoelde u «I-61»?"),
        (["--behoud", "zomaar"], "«zomaar» is geen lezing van deze verordening; toetssteen lezingen noemt ze"),
        (["--behoud", ""], "«» is geen lezing van deze verordening; toetssteen lezingen noemt ze"),
    ],
)
def test_a_reading_that_is_not_there_is_refused(words: list[str], said: str, capsys: Output) -> None:
    assert main(["toets", EXAMPLE, "--alle-lezingen", *words]) == USAGE
    assert capsys.readouterr().err.strip() == said


@pytest.mark.parametrize("words", [["--behoud", "I-61"], ["--ambtshalve"]])
def test_options_of_all_readings_need_it(words: list[str], capsys: Output) -> None:
    assert main(["toets", EXAMPLE, *words]) == USAGE
    assert "horen bij --alle-lezingen" in capsys.readouterr().err


def test_a_case_that_is_not_there(capsys: Output) -> None:
    assert main(["toets", "bestaat-niet", "--alle-lezingen"]) == INPUT
    assert "bestaat niet" in capsys.readouterr().err


def test_a_case_in_which_nothing_is_asked_is_assessed_of_own_motion(capsys: Output, tmp_path: Path) -> None:
    text = "peildatum 1 februari 2025\n\ninwoner Anna\n  woont in Het Hogeland\n\nwerkgever Buurthuis\n"
    place = "\nplaatsing van Anna op vrijwilligerswerk bij Buurthuis\n  van 1 januari 2024 tot en met 31 maart 2024\n"
    for one in (text, text + place):
        assert len(data(capsys, written(tmp_path, one))["uitkomsten"]) > 10


@pytest.mark.parametrize("form", ["tekst", "voorlezen", "markdown", "html", "json"])
def test_every_form_names_the_decisive_reading(form: str, capsys: Output, tmp_path: Path) -> None:
    assert main(["toets", EXAMPLE, "--alle-lezingen", "--vorm", form]) == OK
    out = capsys.readouterr().out
    assert "exact_6" in out
    assert "minstens_6" in out
    target = tmp_path / "uit"
    assert main(["toets", EXAMPLE, "--alle-lezingen", "--vorm", form, "--uit", str(target)]) == OK
    assert target.read_text(encoding="utf-8") == out


@pytest.mark.parametrize("form", ["normen", "svg"])
def test_there_is_no_graph_of_readings(form: str, capsys: Output) -> None:
    assert main(["toets", EXAMPLE, "--alle-lezingen", "--vorm", form]) == USAGE
    assert f"--vorm {form} kan niet samen met --alle-lezingen" in capsys.readouterr().err
