"""The invented caseload: the same for a seed, varied, readable, stated with its sources, and in no way somebody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

import toetssteen
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.ops.assess import assess
from toetssteen.ops.invent import SHIPPED, Plan, invented, read_plan
from toetssteen.parser.table import Row, read_rows
from toetssteen.parser.table_output import write_table

Output = pytest.CaptureFixture[str]


def plan() -> Plan:
    found, findings = read_plan()
    assert found is not None, findings
    return found


def table(folder: Path, persons: int, seed: int = 1, incomplete: float = 0.0, end: str = ".csv") -> list[Row]:
    path = folder / f"verzonnen{end}"
    write_table(path, plan().header, invented(plan(), persons, seed, incomplete))
    found = list(read_rows(str(path)))
    assert all(isinstance(one, Row) for one in found), [one for one in found if not isinstance(one, Row)][:3]
    return [one for one in found if isinstance(one, Row)]


def test_the_same_seed_is_the_same_caseload_on_every_machine() -> None:
    rows = [list(map(str, row)) for row in invented(plan(), 50, 7, 0.2)]
    assert rows == [list(map(str, row)) for row in invented(plan(), 50, 7, 0.2)]
    assert rows != [list(map(str, row)) for row in invented(plan(), 50, 8, 0.2)]
    # what Python promises of its generator; a change of the distributions changes this too
    sample = plan()._replace(columns=plan().columns[:2])
    text = "\n".join(";".join(map(str, row)) for row in invented(sample, 20, 1))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "094c630b3060106c"


def test_a_longer_caseload_begins_as_a_shorter_one() -> None:
    assert list(invented(plan(), 60, 1))[:30] == list(invented(plan(), 30, 1))[:30]


def test_unknowns_change_nothing_else() -> None:
    complete, gaps = list(invented(plan(), 200, 1)), list(invented(plan(), 200, 1, 0.5))
    assert len(complete) == len(gaps)
    different = [(one, other) for whole, holes in zip(complete, gaps, strict=True)
                 for one, other in zip(whole, holes, strict=True) if one != other]  # fmt: skip
    assert different
    assert {other for _one, other in different} == {"onbekend"}
    touched = {holes[0] for whole, holes in zip(complete, gaps, strict=True) if whole != holes}
    assert 70 <= len(touched) <= 130


def test_every_row_can_be_read_and_all_outcomes_occur(tmp_path: Path) -> None:
    rows = table(tmp_path, 600, incomplete=0.15)
    assert len(rows) == 600
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for outcome in assess(row.case, about=frozenset()).outcomes:
            if not outcome.application.own_motion:
                found[outcome.application.provision][outcome.outcome] += 1
    assert set().union(*found.values()) == {*OUTCOMES, UNDETERMINED}
    for kind in ("werkervaringsplaats", "participatieplaats", "proefplaats", "scholing", "sociale_activering"):
        assert {"bevoegd", "weigerbaar", "geblokkeerd", UNDETERMINED} <= set(found[kind]), kind
    for kind in ("loonkostensubsidie", "beschut_werk", "persoonlijke_ondersteuning"):
        assert {"verplicht", "geblokkeerd"} <= set(found[kind]), kind


def test_a_complete_caseload_leaves_nothing_open(tmp_path: Path) -> None:
    for row in table(tmp_path, 150):
        assert all(one.outcome != UNDETERMINED for one in assess(row.case).outcomes)


def test_groups_are_villages_ages_and_benefits(tmp_path: Path) -> None:
    rows = table(tmp_path, 200)
    assert set(rows[0].groups) == {"dorp", "leeftijdsgroep", "uitkering"}
    assert len({row.groups["dorp"] for row in rows}) > 8
    assert len({row.groups["uitkering"] for row in rows}) > 4


@pytest.mark.parametrize("end", [".csv", ".parquet", ".xlsx"])
def test_all_forms_say_the_same(tmp_path: Path, end: str) -> None:
    expected = table(tmp_path, 40, incomplete=0.3)
    found = table(tmp_path, 40, incomplete=0.3, end=end)
    assert [one.case.without_lines() for one in found] == [one.case.without_lines() for one in expected]
    assert [one.groups for one in found] == [one.groups for one in expected]


def test_every_distribution_says_where_it_comes_from() -> None:
    raw = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    assert all(one.get("bron") or one["verzonnen"] is True for one in raw["kolom"].values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("formaat = 3", "het formaat is niet"), ("x = [", "geen geldige TOML"),
     ('[kolom.geboren]\nper="inwoner"\njaren=[18,20]', "er staat niet waar deze verdeling vandaan komt"),
     ('[kolom.gebooren]\nper="inwoner"\nverzonnen=true', "deze kolom bestaat niet"),
     ('[kolom.geboren]\nper="dorp"\nverzonnen=true', "per is inwoner of aanvraag"),
     ('[kolom.geboren]\nper="inwoner"\nverzonnen=true\njaren=[20,18]', "bij jaren hoort een laagste"),
     ('[kolom.geboren]\nper="inwoner"\nverzonnen=true\njaren=[18,20]\nvast="x"', "kies een van"),
     ('[kolom.geboren]\nper="inwoner"\nverzonnen=true\nals=[{bij={in_zoektijd="ja"},vast=""}]', "wordt niet eerder getrokken"),
     ('[kolom.in_zoektijd]\nper="inwoner"\nverzonnen=true\nkansen={ja=-1}', "kansen zijn gehele gewichten"),
     ('[kolom.in_zoektijd]\nper="inwoner"\nverzonnen=true\nkans={ja=1}', "«kans» is hier onbekend")],
)  # fmt: skip
def test_wrong_distributions_are_refused(tmp_path: Path, text: str, expected: str, capsys: Output) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["verzin", "--verdeling", str(path)]) == INPUT
    assert expected in capsys.readouterr().err


def test_own_distributions(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(
        'formaat="toetssteen/verzin/1"\npeildatum=2025-01-01\n[kolom."groep:wijk"]\nper="inwoner"\nbron="CBS"\n'
        'kansen={Noord=1}\n[kolom.loonwaarde_procent]\nper="aanvraag"\nverzonnen=true\ngetal=[10,10,1]\n',
        encoding="utf-8",
    )
    assert main(["verzin", "--n", "1", "--verdeling", str(path)]) == OK
    assert capsys.readouterr().out == "inwoner;peildatum;groep:wijk;loonwaarde_procent\nInwoner 0001;2025-01-01;Noord;10\n"


def test_the_command_prints_or_writes_and_never_overwrites(tmp_path: Path, capsys: Output) -> None:
    assert main(["verzin", "--n", "3", "--peildatum", "1 januari 2026"]) == OK
    printed = list(csv.reader(io.StringIO(capsys.readouterr().out), delimiter=";"))
    assert {row[1] for row in printed[1:]} == {"2026-01-01"}
    path = tmp_path / "x.csv"
    assert main(["verzin", "--n", "3", "--uit", str(path)]) == OK
    assert main(["verzin", "--n", "3", "--uit", str(path)]) == INPUT
    assert "bestaat al" in capsys.readouterr().err
    assert main(["verzin", "--n", "4", "--uit", str(path), "--overschrijf"]) == OK
    assert main(["verzin", "--uit", str(tmp_path / "x.doc")]) == USAGE
    assert main(["verzin", "--uit", str(tmp_path / "geen" / "x.csv")]) == INPUT
    assert "die map bestaat niet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--n", "0"], ["--n", "2000000"], ["--n", "x"], ["--onvolledig", "110%"], ["--onvolledig", "half"]]
)
def test_wrong_numbers(words: list[str]) -> None:
    assert main(["verzin", *words]) == USAGE


def test_no_caseload_of_before_the_ordinance(capsys: Output) -> None:
    assert main(["verzin", "--peildatum", "1 januari 2020"]) == INPUT
    assert "geldt deze verordening nog niet" in capsys.readouterr().err


def test_shares(tmp_path: Path) -> None:
    for share in ("10%", "10 %", "0,1", "0.1"):
        assert main(["verzin", "--n", "2", "--onvolledig", share, "--uit", str(tmp_path / "x.csv"), "--overschrijf"]) == OK


def test_the_distributions_as_json(capsys: Output) -> None:
    assert main(["verzin", "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    assert all(one["verzonnen"] != bool(one["bron"]) for one in data["kolommen"])


@pytest.mark.parametrize("end", [".csv", ".parquet", ".xlsx"])
def test_an_interrupted_write_leaves_nothing_behind(tmp_path: Path, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"x{end}"
    assert main(["verzin", "--n", "2", "--uit", str(path)]) == OK
    before = path.read_bytes()

    def stops(*_words: Any) -> Any:
        yield from invented(plan(), 3, 1)
        raise KeyboardInterrupt

    monkeypatch.setattr("toetssteen.ops.invent.invented", stops)
    assert main(["verzin", "--n", "2", "--uit", str(path), "--overschrijf"]) == INTERRUPTED
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("groups", [["--per", "dorp"], ["--groep", "leeftijdsgroep", "--per", "uitkering"]])
def test_an_invented_caseload_can_be_grouped_by_its_columns(tmp_path: Path, groups: list[str], capsys: Output) -> None:
    path = tmp_path / "x.csv"
    assert main(["verzin", "--n", "60", "--uit", str(path)]) == OK
    if "--groep" in groups:
        path.write_text(path.read_text(encoding="utf-8-sig").replace("groep:leeftijdsgroep", "leeftijdsgroep"), encoding="utf-8")
    assert main(["stel", str(path), "voorbeeld-langere-werkervaring", *groups]) == OK
    assert "Winsum" in capsys.readouterr().out or "--groep" in groups
    assert main(["stel", str(path), "voorbeeld-langere-werkervaring", "--per", "wijk"]) == INPUT
    assert "geen kolom om naar in te delen" in capsys.readouterr().err


def test_damaged_tables_are_refused_and_never_break_the_program(tmp_path: Path) -> None:
    random = Random(3)
    for end in (".csv", ".parquet", ".xlsx"):
        path = tmp_path / f"x{end}"
        write_table(path, plan().header, invented(plan(), 4, 1))
        whole = path.read_bytes()
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(random.randrange(1, 8)):
                place = random.randrange(len(data))
                if random.random() < 0.6:
                    data[place] = random.randrange(256)
                else:
                    del data[place : place + random.randrange(1, 200)]
                data = data or bytearray(b"x")
            path.write_bytes(data)
            for one in read_rows(str(path)):
                assert isinstance(one, Row) or one.problems


def test_without_the_extra_every_form_but_csv_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                    capsys: Output) -> None:  # fmt: skip
    for end in (".csv", ".parquet", ".xlsx"):
        assert main(["verzin", "--n", "2", "--uit", str(tmp_path / f"x{end}")]) == OK
    for name in ("python_calamine", "pyarrow", "pyarrow.parquet", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, name, None)
    for end in (".parquet", ".xlsx"):
        assert main(["hardheid", str(tmp_path / f"x{end}")]) == INPUT
        assert main(["verzin", "--n", "2", "--uit", str(tmp_path / f"y{end}")]) == INPUT
        assert capsys.readouterr().err.count("toetssteen[bevolking]") == 2
    assert main(["hardheid", str(tmp_path / "x.csv")]) == OK
    assert not list(tmp_path.glob("y*"))
    assert not list(tmp_path.glob(".toetssteen*"))


def test_ceilings_stand_in_a_file_beside_the_table(tmp_path: Path, capsys: Output) -> None:
    table, ceilings = tmp_path / "x.csv", tmp_path / "plafonds.feiten"
    assert main(["verzin", "--n", "60", "--uit", str(table)]) == OK
    text = "peildatum 1 oktober 2025\ngemeente\nplafond scholing 2025: hooguit {} personen\n  er is al verleend aan 0 personen\n"
    given = []
    for room in (1, 5):
        ceilings.write_text(text.format(room), encoding="utf-8")
        capsys.readouterr()
        assert main(["verdeel", str(table), str(ceilings), "--json"]) == OK
        granted = json.loads(capsys.readouterr().out)["verleend"]
        given.append(sum(one["voorziening"] == "scholing" for one in granted))
    assert given == [1, 5]


def test_tables_from_python(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_table(path, plan().header, invented(plan(), 30, 1))
    rows = toetssteen.lees_tabel(path)
    assert [row.zaak.personen[0] for row in rows] == [f"Inwoner {number:04d}" for number in range(1, 31)]
    assert set(rows[0].groepen) == {"dorp", "leeftijdsgroep", "uitkering"}
    assert toetssteen.stel_tabel(path, "voorbeeld-langere-werkervaring", per=["dorp"])
    path.write_text("inwoner;geboren\nAnna;1-1-1990\nBea;morgen\n", encoding="utf-8")
    with pytest.raises(toetssteen.ToetssteenFout, match="er is geen peildatum"):
        toetssteen.lees_tabel(path)
    kept = toetssteen.lees_tabel(path, peildatum=date(2025, 2, 1), sla_over=True)
    assert [row.nummer for row in kept] == [2]
    with pytest.raises(toetssteen.ToetssteenFout, match="geen tabel"):
        toetssteen.lees_tabel(tmp_path / "x.feiten")
