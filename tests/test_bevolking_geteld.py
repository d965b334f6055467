"""``bevolking``: the counts are those of deciding every case by itself, in any batches; the list has everybody."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_rondreis import problems
from tests.zaken import ALL, case_of
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.explain.population import PopulationReport
from toetssteen.explain.population_json import population_to_json
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.ops.assess import assess
from toetssteen.ops.caseload import Row
from toetssteen.ops.population_report import PopulationList, population
from toetssteen.ops.results import Result, results_of
from toetssteen.ops.scenario_sides import rule_of
from toetssteen.ops.schemas import schemas

Output = pytest.CaptureFixture[str]
PEOPLE = [Row(number, case_of(path), {"dorp": ("Winsum", "Bedum", "")[number % 3]}) for number, path in enumerate(ALL[::23], 1)]


def counted(batch: int = 500, people: list[Row] = PEOPLE, over: str = "") -> PopulationReport:
    return population(people, rule_of(BASELINE), title="Bevolking", columns=["dorp", "leeftijd"], batch=batch, over=over)


def by_itself() -> list[Result]:
    return [one for row in PEOPLE for one in results_of(assess(row.case, about=frozenset()))]


def test_counts_are_those_of_deciding_every_case_by_itself() -> None:
    report, alone = counted(), by_itself()
    assert report.total.outcomes == Counter(one.outcome for one in alone)
    assert {one.name: one.number for one in report.provisions} == Counter(one.provision for one in alone)
    norms = Counter((norm, one.outcome) for one in alone if one.outcome in ("weigerbaar", "geblokkeerd", "onbepaald")
                    for norm in one.norms)  # fmt: skip
    assert {(one.norm, one.outcome): one.number for one in report.obstacles} == norms
    assert report.total.owed_cents == sum(one.amount or 0 for one in alone if one.outcome == "verplicht")
    assert report.persons == sum(len(row.case.persons) for row in PEOPLE)


def test_groups_add_up_to_the_whole() -> None:
    report = counted()
    for _name, groups in report.columns:
        assert sum((Counter(one.total.outcomes) for one in groups), Counter()) == Counter(report.total.outcomes)
    assert [one.name for one in dict(report.columns)["dorp"]] == ["Bedum", "Winsum", "onbekend"]


@pytest.mark.parametrize("batch", [1, 7, 1000])
def test_neither_batch_nor_order_matters(batch: int) -> None:
    whole = counted()
    assert counted(batch) == whole
    assert counted(batch, PEOPLE[::-1]) == whole


def test_one_kind_only() -> None:
    report = counted(over="participatieplaats")
    assert [one.name for one in report.provisions] == ["participatieplaats"]
    assert report.total == report.provisions[0].total


def test_another_law_gives_other_counts() -> None:
    people = [row for row in PEOPLE if any(one.provision == "werkervaringsplaats" for one in row.case.applications)]
    other = population(people, rule_of(Scenario(dropped=("5.4/duur",))))
    blocked = [{one.norm for one in report.obstacles} for report in (counted(people=people), other)]
    assert blocked[0] - blocked[1] == {"5.4/duur"}


def listed(suffix: str, batch: int = 500) -> str:
    stream = io.StringIO()
    rows = PopulationList(stream, suffix, ("dorp",))
    population(PEOPLE, rule_of(BASELINE), batch=batch, watch=rows)
    rows.close()
    return stream.getvalue()


def test_the_list_has_everybody_in_every_form() -> None:
    data = json.loads(listed(".json"))
    assert problems(schemas()["bevolking-lijst"].content, data) == []
    rows = data["uitkomsten"]
    assert Counter(one["uitkomst"] for one in rows) == Counter(one.outcome for one in by_itself())
    assert [json.loads(line) for line in listed(".jsonl", 3).splitlines()] == rows
    table = list(csv.DictReader(io.StringIO(listed(".csv")), delimiter=";"))
    assert [one["uitkomst"] for one in table] == [one["uitkomst"] for one in rows]


def test_what_is_finished_is_kept_when_it_is_broken_off() -> None:
    def people() -> Iterator[Row]:
        yield from PEOPLE[:20]
        raise KeyboardInterrupt

    report = population(people(), rule_of(BASELINE), title="Bevolking", columns=["dorp", "leeftijd"], batch=10)
    assert report.stopped
    assert report == counted(people=PEOPLE[:20])._replace(stopped=True)
    assert problems(schemas()["bevolking"].content, population_to_json(report)) == []


# ---- the command


def test_the_command_counts_a_table_and_writes_the_list(tmp_path: Path, capsys: Output) -> None:
    table, target = tmp_path / "zaken.csv", tmp_path / "lijst.csv"
    assert main(["verzin", "--n", "30", "--uit", str(table)]) == OK
    capsys.readouterr()
    assert main(["bevolking", str(table), "--per", "dorp", "--lijst", str(target), "--json"]) == OK
    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert problems(schemas()["bevolking"].content, data) == []
    assert data["inwoners"] == 30
    assert sum(one["aantal"] for one in data["kolommen"][0]["groepen"]) == sum(data["samen"]["uitkomsten"].values())
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + sum(data["samen"]["uitkomsten"].values())
    assert lines[0].endswith(";dorp")
    assert main(["bevolking", str(table), "--lijst", str(target)]) == INPUT
    assert "bestaat al" in capsys.readouterr().err


def test_under_another_law(capsys: Output) -> None:
    assert main(["bevolking", "participatieplaats-te-jong", "--onder", "I-06:bij_aanvraag"]) == OK
    assert "I-06" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "code", "said"), [
    (["er-is-niets"], INPUT, "bestaat niet"),
    (["scholing-verdelen", "--per", "kleur"], INPUT, "geen kolom om naar in te delen"),
    (["scholing-verdelen", "--over", "scholling"], INPUT, "bedoelde u «scholing»?"),
    (["scholing-verdelen", "--onder", "hogelandd"], INPUT, "bedoelde u «hogeland»?"),
    (["scholing-verdelen", "--lijst", "x.doc"], INPUT, "eindigt niet op .csv"),
    (["scholing-verdelen", "--lijst", "er-is/niets/x.csv"], INPUT, "is niet te schrijven"),
    ([], USAGE, "dit ontbreekt"),
], ids=str)  # fmt: skip
def test_wrong_use(words: list[str], code: int, said: str, capsys: Output) -> None:
    try:
        found = main(["bevolking", *words])
    except SystemExit as stopped:
        found = int(str(stopped.code))
    shown = capsys.readouterr()
    assert (found, shown.out) == (code, "")
    assert said in shown.err


def test_broken_off_shows_what_was_done(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def broken(*_given: object, **_named: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("toetssteen.ops.population_report.decide", broken)
    assert main(["bevolking", "participatieplaats-te-jong"]) == INTERRUPTED
    shown = capsys.readouterr()
    assert "Afgebroken" in shown.out
    assert "afgebroken na 0 rijen" in shown.err
