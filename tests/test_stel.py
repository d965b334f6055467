"""What if: what is told to change is what two decisions differ in, whatever the batches and the order; names stay out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.zaken import ALL, case_of
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.explain.shift_json import shift_to_json
from toetssteen.explain.shift_report import ShiftReport
from toetssteen.explain.sweep_json import sweep_to_json
from toetssteen.explain.sweep_report import SweptAxis
from toetssteen.explain.what_if_json import what_if_to_json
from toetssteen.explain.what_if_report import WhatIfReport
from toetssteen.kb.case import Case, Fact, FactKey
from toetssteen.kb.law import Law
from toetssteen.kb.scenario import BASELINE, ParameterChange, Scenario, scenario_case, scenario_law
from toetssteen.ops.assess import Outcome, assess, law_for
from toetssteen.ops.results import results_of
from toetssteen.ops.scenario_sides import rule_of, side_of
from toetssteen.ops.schemas import schemas
from toetssteen.ops.shift import CaseRow, shift
from toetssteen.ops.shift_export import Export
from toetssteen.ops.shift_reasons import ChangedRow
from toetssteen.ops.sweep import sweep
from toetssteen.ops.sweep_axes import axes_of, rule_at, with_numbers
from toetssteen.ops.touched import touched
from toetssteen.ops.what_if import what_if

YOUNGER = Scenario("jonger", parameters=(ParameterChange("pp_min_leeftijd", 23),), changes_statute=True)
DEARER = Scenario("hoger", parameters=(ParameterChange("premie_bedrag", 40_000),))
SHORTER = Scenario("korter", parameters=(ParameterChange("pp_max", 6), ParameterChange("wep_max", 1)))
READ = Scenario("gelezen", readings={"i22": "wet_48"})
UNTOUCHED = Scenario("niets", parameters=(ParameterChange("wep_max", 9),))
SWEPT = Scenario(changes_statute=True)
AGED = "pp_min_leeftijd wordt 25+dit scenario wijzigt de wet"
PEOPLE = 40
Output = pytest.CaptureFixture[str]


def example(stem: str) -> Case:
    return case_of(next(path for path in ALL if path.stem == stem))


@lru_cache(maxsize=1)
def people() -> tuple[CaseRow, ...]:
    """Return invented rows of two kinds, some with facts left out."""
    draw, place, premium = Random(5), example("participatieplaats-te-jong"), example("premie-negen-maanden")
    found = []
    for number in range(2, PEOPLE + 2):
        village = draw.choice(["Uithuizen", "Winsum", "Bedum"])
        if draw.random() < 0.3:
            found.append(CaseRow(number, premium, {"dorp": village}))
            continue
        facts = dict(place.facts)
        facts[FactKey("geboren", place.persons[0])] = Fact(date(draw.randrange(1960, 2004), draw.randrange(1, 13), 5))
        if draw.random() < 0.25:
            facts.pop(draw.choice(list(facts)))
        found.append(CaseRow(number, place._replace(facts=facts), {"dorp": village}))
    return tuple(found)


def shifted(*scenarios: Scenario, rows: tuple[CaseRow, ...] | None = None, batch: int = 500, **more: Any) -> ShiftReport:
    return shift(people() if rows is None else rows, rule_of(BASELINE, "nu"), [rule_of(one) for one in scenarios],
                 columns=("dorp", "leeftijd"), batch=batch, **more)  # fmt: skip


def schema_problems(data: Any) -> list[str]:
    published = {one.form: one.content for one in schemas().values()}
    checker = Draft202012Validator(published[data["formaat"]], format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [one.message for one in checker.iter_errors(data)]


# ---- one case


def compared(case: Case, *scenarios: Scenario) -> WhatIfReport:
    return what_if(side_of(BASELINE, case), [side_of(one, case) for one in scenarios])


def found_by(case: Case, law: Law) -> dict[tuple[object, ...], Outcome]:
    return {(one.application.person, one.application.provision, one.application.employer, one.application.id): one
            for one in assess(case, law).outcomes}  # fmt: skip


@pytest.mark.parametrize("path", ALL[::150], ids=lambda path: path.stem)
@pytest.mark.parametrize("scenario", [YOUNGER, DEARER, SHORTER, READ, UNTOUCHED], ids=lambda one: one.name)
def test_differences_are_those_of_two_decisions(path: Path, scenario: Scenario) -> None:
    case = case_of(path)
    report = compared(case, scenario)
    before = found_by(case, law_for(case))
    after = found_by(scenario_case(scenario, case), scenario_law(scenario, case))
    assert list(before) == list(after)
    for one, was, now in zip(report.outcomes, before.values(), after.values(), strict=True):
        (difference,) = one.differences
        assert one.baseline is not None
        assert difference.outcome is not None
        assert one.baseline.outcome == was.outcome
        assert difference.outcome.outcome == now.outcome
        assert difference.moved == (was.possible != now.possible)
        values = {value.name for value in difference.values}
        assert ("bedrag" in values) == (was.amount != now.amount)
        assert ("uiterlijk tot en met" in values) == (was.ultimately != now.ultimately)
        states = [{(kind, each.norm): each.state for kind in ("conditions", "grounds") for each in getattr(side, kind)}
                  for side in (was, now)]  # fmt: skip
        changed = {key for key in states[0].keys() | states[1].keys() if states[0].get(key) != states[1].get(key)}
        told = {({"belemmering": "conditions", "weigeringsgrond": "grounds"}[each.predicate], each.norm)
                for each in difference.norms if each.predicate in ("belemmering", "weigeringsgrond")}  # fmt: skip
        assert told == changed
        assert (difference.parting is not None) or not difference.moved
        assert schema_problems(what_if_to_json(report)) == []


def test_a_scenario_that_changes_nothing_says_so(capsys: Output) -> None:
    assert main(["stel", "participatieplaats-te-jong", "wep_max wordt 9 maanden", "--over", "participatieplaats"]) == OK
    said = capsys.readouterr().out
    assert "verandert in deze zaak niets" in said
    assert "Geen enkele uitkomst verandert." in said


def test_one_case_shows_both_sides_the_norm_and_the_number(capsys: Output) -> None:
    assert main(["stel", "participatieplaats-te-jong", AGED, "premie_bedrag wordt € 400"]) == OK
    said = " ".join(capsys.readouterr().out.split())
    assert "geblokkeerd wordt bevoegd. Het verschil maakt: artikel 6 lid 1 (leeftijd)" in said
    assert "nu: laagste leeftijd voor een participatieplaats: 27 jaar" in said
    assert "dan: laagste leeftijd voor een participatieplaats: 25 jaar" in said
    assert "premie_bedrag wordt € 400: hier verandert niets." in said


def test_scenarios_stack_in_one_column() -> None:
    case = example("participatieplaats-te-jong")
    both = Scenario("samen", parameters=(*YOUNGER.parameters, *SHORTER.parameters), changes_statute=True)
    alone, together = compared(case, YOUNGER), compared(case, both)
    assert alone.outcomes[0].differences[0].outcome is not None
    assert together.outcomes[0].differences[0].outcome is not None
    assert alone.outcomes[0].differences[0].outcome.outcome == "bevoegd"
    assert together.outcomes[0].differences[0].outcome.outcome == "geblokkeerd"
    assert [one.norm for one in together.outcomes[0].differences[0].norms][:1] == ["6.3/duur"] or together.outcomes[
        0
    ].differences[0].norms


@pytest.mark.parametrize("form", ["tekst", "voorlezen", "markdown", "html", "json"])
@pytest.mark.parametrize("target", ["participatieplaats-te-jong", "tests/casus/hogeland/artikel_06"])
def test_every_form_tells_the_difference(form: str, target: str, capsys: Output) -> None:
    assert main(["stel", target, AGED, "--vorm", form]) == OK
    said = capsys.readouterr().out
    assert "leeftijd" in said
    assert "bevoegd" in said


# ---- many


def direct(scenario: Scenario, about: frozenset[str] | None = frozenset()) -> dict[tuple[str, str, str], int]:
    """Return how many went from what to what, from decisions of one case at a time."""
    found: dict[tuple[str, str, str], int] = {}
    for row in people():
        sides = [results_of(assess(case, law, about=about)) for case, law in (
            (row.case, law_for(row.case)), (scenario_case(scenario, row.case), scenario_law(scenario, row.case)))]  # fmt: skip
        for was, now in zip(*sides, strict=True):
            key = (was.provision, was.outcome, now.outcome)
            found[key] = found.get(key, 0) + 1
    return found


@pytest.mark.parametrize("scenario", [YOUNGER, DEARER, SHORTER, READ, UNTOUCHED], ids=lambda one: one.name)
def test_counts_are_those_of_deciding_both_sides(scenario: Scenario) -> None:
    (found,) = shifted(scenario).scenarios
    told = {(one.name, *move): number for one in found.provisions for move, number in one.moves.items()}
    assert told == direct(scenario)
    assert found.total.number == sum(told.values())
    for _name, groups in found.columns:
        assert sum(one.number for one in groups) == found.total.number
        assert sum(one.changed for one in groups) == found.total.changed
        assert sum(one.after.owed_cents for one in groups) == found.total.after.owed_cents
    assert sum(one.number for one in found.causes) == found.total.changed
    before, after = (side.owed_cents + side.possible_cents for side in (found.total.before, found.total.after))
    assert sum(one.cents for one in found.causes) == after - before


@pytest.mark.parametrize("scenario", [YOUNGER, SHORTER, READ], ids=lambda one: one.name)
def test_what_was_not_asked_is_counted_and_explained_too(scenario: Scenario) -> None:
    stream = io.StringIO()
    export = Export(stream, ".jsonl", ())
    (found,) = shifted(scenario, about=None, watch=export).scenarios
    told = {(one.name, *move): number for one in found.provisions for move, number in one.moves.items()}
    assert told == direct(scenario, None)
    assert export.written == found.total.changed
    assert all(json.loads(line)["uitleg_dan"] for line in stream.getvalue().splitlines())


def test_a_kind_that_a_number_cannot_touch_is_left_out_and_the_others_are_not() -> None:
    law = law_for(people()[0].case)
    with_premium = touched(law, with_numbers(law, DEARER.parameters))
    assert with_premium is not None
    assert "premie" in with_premium
    assert "scholing" not in with_premium
    assert touched(law, law) == frozenset()
    other = scenario_law(Scenario(dropped=("5.4/duur",)), people()[0].case)
    assert touched(law, other) is None


def test_money_goes_up_with_the_amount_and_the_norm_of_the_amount_is_named() -> None:
    (found,) = shifted(DEARER).scenarios
    premiums = sum(row.case.applications[0].provision == "premie" if row.case.applications else True for row in people())
    assert found.persons == premiums > 0
    assert found.moved == 0
    assert found.total.after.owed_cents - found.total.before.owed_cents == 10_000 * premiums
    assert [one.norms for one in found.causes] == [("6.4/bedrag",)]
    assert [[after for _before, after in one.behind] for one in found.causes] == [
        ["premie na iedere zes maanden participatieplaats: € 400 (artikel 6 lid 4, volgens het scenario)"]
    ]


@pytest.mark.parametrize("batch", [1, 7, 1000])
def test_batches_and_order_make_no_difference(batch: int) -> None:
    expected = shift_to_json(shifted(YOUNGER, SHORTER))
    rows = list(people())
    Random(batch).shuffle(rows)
    assert shift_to_json(shifted(YOUNGER, SHORTER, rows=tuple(rows), batch=batch)) == expected
    assert schema_problems(expected) == []


def test_scenarios_do_not_touch_each_other() -> None:
    one, other = shifted(YOUNGER).scenarios + shifted(SHORTER).scenarios
    assert shifted(SHORTER, YOUNGER).scenarios == (other, one)


def test_nothing_changed_says_so() -> None:
    (found,) = shifted(UNTOUCHED).scenarios
    assert found.side.untouched
    assert (found.persons, found.moved, found.causes) == (0, 0, ())


def interrupted(after: int) -> Iterator[CaseRow]:
    yield from islice(people(), after)
    raise KeyboardInterrupt


def test_what_is_finished_is_kept_when_it_is_broken_off() -> None:
    found = shift(interrupted(13), rule_of(BASELINE, "nu"), [rule_of(YOUNGER)], batch=5)
    assert found.stopped
    assert found.rows == 10
    expected = shift(people()[:10], rule_of(BASELINE, "nu"), [rule_of(YOUNGER)])
    assert found.scenarios == expected.scenarios


def test_broken_off_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    from toetssteen.cli.caseload import Caseload  # replaced for this test alone

    rows = Caseload.__iter__
    monkeypatch.setattr(Caseload, "__iter__", lambda self: _breaking(rows(self)))
    assert main(["stel", "tests/casus/hogeland/artikel_06", AGED]) == INTERRUPTED
    out, err = capsys.readouterr()
    assert "Afgebroken: dit gaat over de eerste 0 rijen." in out
    assert "afgebroken na 0 rijen; wat klaar was, is getoond" in err


def _breaking(rows: Iterator[Any]) -> Iterator[Any]:
    yield from islice(rows, 3)
    raise KeyboardInterrupt


# ---- who changed


def exported(suffix: str, batch: int = 500) -> str:
    stream = io.StringIO()
    export = Export(stream, suffix, ("dorp",))
    shifted(YOUNGER, SHORTER, batch=batch, watch=export)
    export.close()
    return stream.getvalue()


@pytest.mark.parametrize("suffix", [".csv", ".json", ".jsonl"])
def test_the_changed_are_written_the_same_in_any_batches(suffix: str) -> None:
    assert exported(suffix, 3) == exported(suffix)


def test_everybody_who_changed_is_written_with_both_explanations() -> None:
    seen: list[ChangedRow] = []
    report = shifted(YOUNGER, SHORTER, watch=seen.append)
    data = json.loads(exported(".json"))
    assert schema_problems(data) == []
    rows = data["veranderd"]
    assert len(rows) == len(seen) == sum(one.total.changed for one in report.scenarios)
    assert {row["dorp"] for row in rows} <= {"Uithuizen", "Winsum", "Bedum"}
    aged = next(row for row in rows if row["normen"] == ["6.1/leeftijd"] and row["dan"] == "bevoegd")
    assert re.search(r"is \d\d jaar en dus jonger dan 27 jaar \(6\.1/leeftijd\)", aged["uitleg_nu"])
    assert "kan een participatieplaats worden verleend" in aged["uitleg_dan"]
    assert [json.loads(line) for line in exported(".jsonl").splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(exported(".csv")), delimiter=";"))
    assert [row["uitleg_nu"] for row in table] == [row["uitleg_nu"] for row in rows]


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    row = next(one for one in people() if shift([one], rule_of(BASELINE), [rule_of(YOUNGER)]).scenarios[0].moved)
    stream = io.StringIO()
    export = Export(stream, ".csv", ("dorp",))
    shift([row._replace(groups={"dorp": "=1+1"})], rule_of(BASELINE), [rule_of(YOUNGER)], watch=export)
    (found,) = csv.DictReader(io.StringIO(stream.getvalue()), delimiter=";")
    assert found["dorp"] == "'=1+1"


def test_counts_and_report_have_no_names(tmp_path: Path, capsys: Output) -> None:
    report = tmp_path / "rapport.html"
    for words in ([], ["--volledig"], ["--json"], ["--rapport", str(report)]):
        assert main(["stel", "tests/casus/hogeland/artikel_06", AGED, *words]) == OK
        out, err = capsys.readouterr()
        names = {one for path in Path("tests/casus/hogeland/artikel_06").glob("*.feiten") for one in case_of(path).persons}
        page = report.read_text(encoding="utf-8") if report.exists() else ""
        assert not [one for one in names if re.search(rf"\b{one}\b", out + page)]
        assert not [line for line in err.splitlines() if "geschreven" in line and any(one in line for one in names)]


def test_the_report_says_what_was_supposed_and_needs_nothing_else(tmp_path: Path, capsys: Output) -> None:
    scenario, report, changed = tmp_path / "jonger.scenario", tmp_path / "rapport.html", tmp_path / "wie.csv"
    told = ['scenario "Jonger <b>beginnen</b>"', 'auteur "Beleid"', 'reden "meer plaatsen"', "pp_min_leeftijd wordt 25",
            "dit scenario wijzigt de wet"]  # fmt: skip
    scenario.write_text("\n".join(told) + "\n", encoding="utf-8")
    words = ["stel", "tests/casus/hogeland/artikel_06", str(scenario), "--rapport", str(report), "--veranderd", str(changed)]
    assert main(words) == OK
    page = report.read_text(encoding="utf-8")
    assert "Jonger &lt;b&gt;beginnen&lt;/b&gt;" in page
    assert "opgesteld door Beleid" in page
    assert "pp_min_leeftijd wordt 25" in page
    assert len(re.findall(r"\b[0-9a-f]{64}\b", page)) >= 3
    assert page.count("<svg") == 2
    assert not re.findall(r"(?:src|href)=\"(?!#)", page)
    assert changed.read_text(encoding="utf-8-sig").startswith("rij;inwoner;")
    capsys.readouterr()
    assert main(words) == INPUT
    assert "bestaat al" in capsys.readouterr().err


# ---- a range of values


def axis(name: str, *values: int) -> SweptAxis:
    parameter = law_for(people()[0].case).parameters[name]
    return SweptAxis(name, parameter.title, "jaar", values, None)


def test_every_point_of_a_sweep_is_the_scenario_with_those_values() -> None:
    axes = (axis("pp_min_leeftijd", 21, 25, 29), axis("premie_bedrag", 20_000, 40_000))
    found = sweep(people(), rule_of(SWEPT), lambda values: rule_at(rule_of(SWEPT), axes, values), axes, batch=9)
    assert schema_problems(sweep_to_json(found)) == []
    assert len(found.points) == 6
    for place, point in found.points.items():
        values = [one.values[at] for one, at in zip(axes, place, strict=True)]
        changes = tuple(ParameterChange(one.name, value) for one, value in zip(axes, values, strict=True))
        (direct_side,) = shifted(Scenario("punt", parameters=changes, changes_statute=True)).scenarios
        assert point.total == direct_side.total.after
        assert point.changed == direct_side.total.changed


def test_who_cannot_change_is_decided_once() -> None:
    axes = (axis("premie_bedrag", *range(20_000, 40_001, 2_500)),)
    found = sweep(people(), rule_of(SWEPT), lambda values: rule_at(rule_of(SWEPT), axes, values), axes)
    premiums = sum(not row.case.applications for row in people())
    assert found.decided == PEOPLE + premiums * 9
    assert found.decided < found.every == PEOPLE * 9


def test_a_broken_off_sweep_keeps_what_is_finished() -> None:
    axes = (axis("pp_min_leeftijd", 21, 29),)
    found = sweep(interrupted(13), rule_of(SWEPT), lambda values: rule_at(rule_of(SWEPT), axes, values), axes, batch=5)
    assert (found.stopped, found.rows) == (True, 10)
    whole = sweep(people()[:10], rule_of(SWEPT), lambda values: rule_at(rule_of(SWEPT), axes, values), axes)
    assert found.points == whole.points


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["premie_bedrag=€ 200..€ 400/€ 50"], ""),
        (["premie_bedrag=200..600"], "kan hier niet"),
        (["premie_bedrag"], "is geen reeks waarden"),
        (["premie=€ 1..€ 2"], "is geen getal van het recht"),
        (["pp_max=24..6"], "loopt niet op"),
        (["pp_max=1..24/0"], "loopt niet op"),
        (["pp_max=1..1000/1"], "hooguit 60 kan"),
        (["pp_max=1..24", "pp_max=1..24"], "twee keer hetzelfde getal"),
        (["pp_max=1..24", "wep_max=1..24"], ""),
        (["pp_max=1..60/1", "wep_max=1..60/1"], "3600 punten; hooguit 400"),
        (["premie_bedrag=€ 200..€ 900.000/€ 50.000"], "kan groter worden dan 32 bits"),
        (["proef_basis=1..5"], "dat volgt uit artikel 8a lid 2"),
        (["pp_max=1..5", "wep_max=1..5", "premie_bedrag=€ 1..€ 2"], "hooguit twee getallen"),
    ],
)
def test_axes_are_read_as_people_type_them(texts: list[str], said: str) -> None:
    axes, findings = axes_of(texts, BASELINE)
    assert bool(findings) == bool(said)
    assert said in " ".join(one.message for one in findings)
    assert said or len(axes) == len(texts)


def test_an_axis_has_its_values_as_written_and_the_place_of_now() -> None:
    ((one,), _findings) = axes_of(["premie_bedrag=€200..€400/€50"], BASELINE)
    assert one.said == ("€ 200", "€ 250", "€ 300", "€ 350", "€ 400")
    assert one.now == 2


def test_a_sweep_draws_a_curve_and_two_a_map(capsys: Output) -> None:
    folder = "tests/casus/hogeland/artikel_06"
    assert main(["stel", folder, "--veeg", "pp_max=6..14", "--maat", "bevoegd", "--vorm", "html"]) == OK
    assert capsys.readouterr().out.count('class="kromme"') == 1
    words = ["stel", folder, "--veeg", "wep_max=1..5", "--veeg", "pp_max=6..12/6", "--vorm", "html"]
    assert main(words) == OK
    assert capsys.readouterr().out.count('class="warm"') == 10


# ---- wrong use


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["stel", "participatieplaats-te-jong"], USAGE, "er is niets gesteld"),
        (["stel", "participatieplaats-te-jong", "pp_mn_leeftijd wordt 25"], INPUT, "pp_min_leeftijd"),
        (["stel", "bestaat-niet", "hogeland"], INPUT, "bestaat-niet"),
        (["stel", "participatieplaats-te-jong", "hogeland", "--over", "proefplek"], INPUT, "proefpla"),
        (["stel", "participatieplaats-te-jong", "hogeland", "--voor", "Nijntje"], INPUT, "Nijntje"),
        (["stel", "participatieplaats-te-jong", "hogeland", "--per", "kleur"], INPUT, "geen kolom om naar in te delen"),
        (["stel", "participatieplaats-te-jong", "--veeg", "x"], INPUT, "is geen reeks waarden"),
        (["stel", "participatieplaats-te-jong", "--veeg", "pp_max=1..3", "--maat", "geluk"], INPUT, "is geen maat"),
        (["stel", "participatieplaats-te-jong", "hogeland", "--veranderd", "x.doc"], INPUT, "eindigt niet op .csv"),
    ],
)
def test_wrong_use_is_told_in_dutch(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("target", ["werkervaringsplaats", "scholing-verdelen"])
@pytest.mark.parametrize(
    "said",
    ["voorbeeld-krappe-scholing", "voorbeeld-hogere-premie+2026-01-01", "plafond scholing 2025: hooguit 1 personen",
     "voor alle inwoners: woont niet in Het Hogeland", "6.3/maximum vervalt", "I-22:wet_48", "hogeland"],
)  # fmt: skip
def test_every_sort_of_scenario_can_be_compared(said: str, target: str, capsys: Output) -> None:
    for words in ([], ["--volledig"], ["--json"]):
        assert main(["stel", target, said, *words]) == OK
        out = capsys.readouterr().out
    assert schema_problems(json.loads(out)) == []


def test_a_table_to_write_to_is_for_who_changed(tmp_path: Path, capsys: Output) -> None:
    target = tmp_path / "wie.csv"
    assert main(["stel", "tests/casus/hogeland/artikel_06", AGED, "--uit", str(target)]) == OK
    assert target.read_text(encoding="utf-8-sig").startswith("rij;inwoner;")
    assert "Wat het verschil maakt" in capsys.readouterr().out


def test_pictures_are_one_drawing(tmp_path: Path, capsys: Output) -> None:
    folder, target = "tests/casus/hogeland/artikel_06", tmp_path / "veeg.svg"
    assert (
        main(["stel", folder, "--veeg", "pp_max=6..12/3", "--maat", "bevoegd", "--maat", "maanden", "--uit", str(target)]) == OK
    )
    root = ElementTree.fromstring(target.read_text(encoding="utf-8"))  # noqa: S314 (our own)
    inner = [one for one in root if one.tag.endswith("svg")]
    assert [one.attrib["y"] for one in inner] == ["0", inner[0].attrib["height"]]
    assert int(root.attrib["height"]) == sum(int(one.attrib["height"]) for one in inner)
    assert main(["stel", folder, AGED, "--vorm", "svg"]) == OK
    assert "Van uitkomst naar uitkomst" in capsys.readouterr().out
    assert main(["stel", "werkervaringsplaats", "wep_max wordt 2 maanden", "--vorm", "svg"]) == INPUT
    assert "niets te tekenen" in capsys.readouterr().err
