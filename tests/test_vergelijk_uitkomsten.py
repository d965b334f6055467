"""vergelijk: the layer of outcomes, from the command line: every case it gives really differs, as a file of its own too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.kb.case import Ceiling, FactKey
from toetssteen.kb.finding import has_errors
from toetssteen.kb.scenario import BASELINE, FactChange, ParameterChange, Scenario, scenario_case, scenario_law
from toetssteen.ops.assess import assess
from toetssteen.ops.compare import Spaces, compare_scenarios
from toetssteen.ops.expect import checked
from toetssteen.ops.schemas import schemas
from toetssteen.ops.sides import side_named
from toetssteen.parser.reader import read_case

Output = pytest.CaptureFixture[str]
PAIRS = [
    ("hogeland", "I-22:wet_48", "participatieplaats"), ("hogeland", "I-13:cumulatief", "sociale activering"),
    ("2024-07-01", "2026-01-01", "leer-werktraject"), ("hogeland", "I-32:per_persoon", "WEP"),
    ("hogeland", "I-57:alles", "vervoersvoorziening"),
]  # fmt: skip


def run(*words: str) -> int:
    return main(["vergelijk", *words])


@pytest.mark.parametrize(("a", "b", "kind"), PAIRS)
def test_every_case_differs_as_a_file_of_its_own(a: str, b: str, kind: str, tmp_path: Path, capsys: Output) -> None:
    assert run(a, b, "--voorziening", kind, "--gevallen", str(tmp_path), "--json") == OK
    data = json.loads(capsys.readouterr().out)
    Draft202012Validator(schemas()["vergelijking"].content).validate(data)
    (found,) = data["uitkomsten"]["voorzieningen"]
    assert found["oordeel"] != "gelijk"
    sides = [side_named(text)[0] for text in (a, b)]
    files = list(tmp_path.glob("*.feiten"))
    assert len(files) == len(found["gevallen"]) > 0
    for case_data in found["gevallen"]:
        text = Path(case_data["bestand"]).read_text(encoding="utf-8")
        assert text == case_data["zaak"]
        case, findings = read_case(text, case_data["bestand"])
        assert case is not None
        assert not has_errors(findings)
        outcomes = []
        for side in sides:
            assert side is not None
            supposed = scenario_case(side, case, scenario_law(side, case))
            decided = assess(supposed, scenario_law(side, supposed), about=frozenset((found["voorziening"],)))
            outcomes += [one.outcome for one in decided.outcomes if one.application.provision == found["voorziening"]]
        assert outcomes == case_data["uitkomsten"]
        if case_data["toont"] == "uitkomst":
            assert outcomes[0] != outcomes[1]
        else:
            assert outcomes[0] == outcomes[1]
            assert case_data["alleen_a"] or case_data["alleen_b"]
        assert sides[0] is not None
        law = scenario_law(sides[0], scenario_case(sides[0], case))
        assert not any(one.mismatches for one in checked(case, law))


def test_what_cannot_differ_is_equal_at_once(capsys: Output) -> None:
    assert run("hogeland", "I-22:wet_48", "--laag", "uitkomsten", "--voorziening", "sociale_activering") == OK
    out = capsys.readouterr().out
    assert "voor iedereen gelijk" in out
    assert "binnen deze grenzen" in out


def test_the_bounds_stand_with_every_claim(capsys: Output) -> None:
    assert run("hogeland", "I-50:alle", "--voorziening", "vervoersvoorziening", "--json") == OK
    data = json.loads(capsys.readouterr().out)
    for one in data["uitkomsten"]["voorzieningen"]:
        assert "op deze momenten" in one["bewezen_binnen"]
    assert run("hogeland", "I-50:alle", "--voorziening", "vervoersvoorziening") == OK
    out = " ".join(capsys.readouterr().out.split())
    assert "B is ruimer: niemand is onder A beter af (bewezen)" in out
    assert "geblokkeerd onder A, bevoegd onder B" in out
    assert "alle feiten die kunnen meetellen" in out


def test_a_proof_of_either_side_can_be_opened(tmp_path: Path, capsys: Output) -> None:
    page = tmp_path / "vergelijking.html"
    assert run("hogeland", "I-50:alle", "--voorziening", "vervoersvoorziening", "--uit", str(page)) == OK
    html = page.read_text(encoding="utf-8")
    assert html.count("Bewijs onder A") >= 1
    assert html.count("Bewijs onder B") >= 1
    capsys.readouterr()


def test_a_caseload_tells_who_it_is_about(capsys: Output) -> None:
    words = ("hogeland", "I-13:cumulatief", "--voorziening", "WEP", "--caseload", "tests/casus/hogeland/artikel_05")
    assert run(*words, "--json") == OK
    data = json.loads(capsys.readouterr().out)["uitkomsten"]["caseload"]
    assert data["personen"] > 5
    assert data["beslissingen"] >= len(data["verschillen"])
    for one in data["verschillen"]:
        assert one["a"] != one["b"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["hogeland", "2026", "--voorziening", "bestaat niet"], INPUT, "«bestaat niet» is geen voorziening"),
        (["hogeland", "2026", "--voorziening", "particpatieplaats"], INPUT, "participatieplaats"),
        (["hogeland", "2026", "--hoogstens", "0"], USAGE, "geef een heel getal van 1"),
        (["hogeland", "2026", "--laag", "tekst", "--voorziening", "WEP"], USAGE, "gaan over de uitkomsten"),
        (["hogeland", "2026", "--voorziening", "WEP", "--gevallen", "README.md"], INPUT, "is geen map"),
        (["hogeland", "2026", "--voorziening", "WEP", "--caseload", "bestaat-niet"], INPUT, "bestaat-niet"),
    ],
)
def test_what_is_asked_wrongly(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert run(*words) == code
    assert said in capsys.readouterr().err


def test_a_case_that_is_there_is_not_replaced(tmp_path: Path, capsys: Output) -> None:
    words = ("hogeland", "I-50:alle", "--voorziening", "vervoersvoorziening", "--gevallen", str(tmp_path))
    assert run(*words) == OK
    capsys.readouterr()
    assert run(*words) == OK
    assert "bestaat al" in capsys.readouterr().err
    assert run(*words, "--overschrijf") == OK
    assert "bestaat al" not in capsys.readouterr().err


def test_the_same_sides_are_equal() -> None:
    side = side_named("hogeland")[0]
    assert side is not None
    compare = compare_scenarios(side, side, Spaces())
    assert all(one.verdict == "gelijk" and not one.searched for one in compare.all())


def test_a_fact_that_a_side_supposes_of_everybody() -> None:
    supposed = Scenario(facts=(FactChange("reist_niet_zelfstandig", False),))
    found = compare_scenarios(BASELINE, supposed).compare("vervoersvoorziening")
    assert found.witnesses[0].outcomes == ("bevoegd", "geblokkeerd")
    for witness in found.witnesses:
        assert witness.case.facts[FactKey("reist_niet_zelfstandig", "z1")].value is True
    assert compare_scenarios(BASELINE, supposed).compare("scholing").verdict == "gelijk"


def test_a_limit_that_a_side_supposes() -> None:
    supposed = Scenario(ceilings=(Ceiling("f1", "sociale_activering", persons=0),))
    found = compare_scenarios(BASELINE, supposed).compare("sociale_activering")
    assert found.verdict in ("a_ruimer", "beide")
    assert any(one.norm == "3.6/grond_grens" for witness in found.witnesses for one in witness.second)


def test_a_number_that_a_side_changes_is_tried_on_both_sides_of_it() -> None:
    """The maximum goes from 3 to 5 months: the smallest case asks for 4."""
    supposed = Scenario(parameters=(ParameterChange("wep_max", 5),))
    found = compare_scenarios(BASELINE, supposed).compare("werkervaringsplaats")
    first = found.witnesses[0]
    assert first.outcomes == ("geblokkeerd", "bevoegd")
    assert first.case.applications[0].months == 4 or first.case.applications[0].end is not None
    assert [one.norm for one in first.first] == ["5.4/duur"]
