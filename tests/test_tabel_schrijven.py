"""Cases written as tables and read back, templates filled in, and what a table has no room for."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.zaken import CASES
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.kb.case import MUNICIPALITY, Case
from toetssteen.kb.law import load_law
from toetssteen.ops.assess import assess
from toetssteen.ops.template import CHOICE, DAY, TemplateColumn, askable, template
from toetssteen.ops.template_file import write_template
from toetssteen.parser.reader import read_bytes, read_case
from toetssteen.parser.table import Rejected, Row, as_finding, read_rows
from toetssteen.parser.table_output import write_table
from toetssteen.parser.table_writer import CaseTable, of_person

Output = pytest.CaptureFixture[str]
DAY_OF_CASE = date(2025, 10, 1)
LOSES = {"werkgevers zonder aanvraag of plaatsing", "afwijkingen bij iets dat niet is aangevraagd",
         "afwijkingen met een andere reden, dag of beslisser bij dezelfde aanvraag"}  # fmt: skip


def read(path: Path) -> list[Row]:
    found = list(read_rows(str(path)))
    wrong = [as_finding(each, path.name).as_text() for one in found if isinstance(one, Rejected) for each in one.problems]
    assert not wrong, wrong[:3]
    return [one for one in found if isinstance(one, Row)]


def plain(case: Case) -> Case:
    """Return a case without what a table leaves out and says so."""
    bare = case.without_lines()
    facts = {key: fact for key, fact in bare.facts.items()
             if key.subject != MUNICIPALITY and key.subject not in {one.id for one in case.ceilings}}  # fmt: skip
    return bare._replace(facts=facts, ceilings=(), expectations=(), municipal=False, readings=dict(case.readings),
                         employers=tuple(sorted(case.employers)))  # fmt: skip


def there_and_back(case: Case, path: Path) -> tuple[list[Case], Counter[str]]:
    table = CaseTable([Row(1, case, {"map": "proef"})])
    write_table(path, table.header, table.rows())
    return [row.case for row in read(path)], table.left_out


@pytest.mark.parametrize(("end", "every"), [(".csv", 1), (".parquet", 9), (".xlsx", 23)])
def test_every_case_of_the_tests_reads_back_or_says_what_is_lost(tmp_path: Path, end: str, every: int) -> None:
    seen = 0
    for file in CASES[::every]:
        case = read_bytes(file.read_bytes(), str(file))[0]
        if case is None or not case.persons:
            continue
        found, left_out = there_and_back(case, tmp_path / f"x{end}")
        expected = [plain(of_person(case, person)) for person in case.persons]
        assert ([plain(one) for one in found] == expected) == (not LOSES & set(left_out)), file
        seen += 1
    assert seen > 50


def test_what_is_decided_of_a_row_is_what_is_decided_of_the_case(tmp_path: Path) -> None:
    for file in CASES[::40]:
        case = read_bytes(file.read_bytes(), str(file))[0]
        if case is None or len(case.persons) != 1 or case.ceilings or case.municipal:
            continue
        found, left_out = there_and_back(case, tmp_path / "x.csv")
        if not LOSES & set(left_out):
            said = [(one.application.provision, one.outcome) for one in assess(found[0]).outcomes]
            assert said == [(one.application.provision, one.outcome) for one in assess(case).outcomes], file


RISKY = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "name", [RISKY, "+31 6", "-1", "@SUM(A1)", "'=1", "''-x", "'Jan", 'Jan "de" Boer; c.s.', "Jan,Piet", "1", "ja"]
)
@pytest.mark.parametrize("end", [".csv", ".parquet", ".xlsx"])
def test_no_name_is_run_or_changed(tmp_path: Path, name: str, end: str) -> None:
    case = read_case("peildatum 1 februari 2025\ninwoner Anna\n  woont in Het Hogeland\n")[0]
    assert case is not None
    facts = {key._replace(subject=name): fact for key, fact in case.facts.items()}
    path = tmp_path / f"x{end}"
    found, _left_out = there_and_back(case._replace(persons=(name,), facts=facts), path)
    assert found[0].persons == (name,)
    if end == ".csv":
        cells = path.read_text(encoding="utf-8-sig").splitlines()[1]
        assert cells.lstrip('"')[0] not in "=+-@"
    if end == ".xlsx":
        with zipfile.ZipFile(path) as book:
            assert not any(b"<f>" in book.read(one) for one in book.namelist())


def test_many_persons_of_one_case_and_of_one_name(tmp_path: Path) -> None:
    text = "peildatum 1 februari 2025\ninwoner Anna\n  woont in Het Hogeland\ninwoner Bea\naanvraag van Bea voor scholing\n"
    case = read_case(text)[0]
    assert case is not None
    table = CaseTable([Row(1, case, {}), Row(2, case, {})])
    write_table(tmp_path / "x.csv", table.header, table.rows())
    found = read(tmp_path / "x.csv")
    assert [one.case.persons[0] for one in found] == ["Anna", "Bea", "Anna (2)", "Bea (2)"]
    assert [len(one.case.applications) for one in found] == [0, 1, 0, 1]


def test_opmaak_turns_folders_and_tables_into_each_other(tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "zaken"
    folder.mkdir()
    for name in ("Anna", "Bea"):
        (folder / f"{name}.feiten").write_text(
            f"peildatum 1 februari 2025\ninwoner {name}\n  geboren op 1 januari 1990\naanvraag van {name} voor scholing\n"
            f"  de kosten zijn € 1.250,50\nverwacht scholing voor {name}: onbepaald\n", encoding="utf-8")  # fmt: skip
    assert main(["opmaak", str(folder), "--uit", str(tmp_path / "a.xlsx")]) == OK
    assert "verwachtingen (2 keer)" in capsys.readouterr().err
    assert main(["opmaak", str(tmp_path / "a.xlsx"), "--uit", str(tmp_path / "b.parquet")]) == OK
    assert main(["opmaak", str(tmp_path / "b.parquet"), "--uit", str(tmp_path / "c.csv")]) == OK
    assert main(["opmaak", str(tmp_path / "c.csv"), "--uit", str(tmp_path / "d.xlsx")]) == OK
    capsys.readouterr()
    assert main(["opmaak", str(tmp_path / "d.xlsx"), "--rij", "3"]) == OK
    assert "  de kosten zijn € 1.250,50\n" in capsys.readouterr().out
    assert main(["opmaak", str(tmp_path / "c.csv"), "--rij", "3", "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["inwoners"][0]["naam"] == "Bea"
    assert main(["opmaak", str(tmp_path / "c.csv")]) == USAGE
    assert main(["opmaak", str(tmp_path / "c.csv"), "--rij", "1"]) == INPUT
    assert main(["opmaak", str(tmp_path / "c.csv"), "--uit", str(tmp_path / "a.xlsx")]) == INPUT
    assert main(["waarom", str(tmp_path / "c.csv")]) == INPUT
    assert "opmaak TABEL --rij NUMMER" in capsys.readouterr().err
    assert main(["controleer", str(tmp_path / "c.csv")]) == OK
    assert "2 zaken" in capsys.readouterr().out
    (tmp_path / "f.csv").write_text("inwoner;geboren\nAnna;morgen\n", encoding="utf-8")
    assert main(["controleer", str(tmp_path / "f.csv"), "--peildatum", "1-2-2025"]) == INPUT
    assert "f.csv, rij 2, kolom B (geboren): fout" in capsys.readouterr().err
    assert main(["opmaak", str(tmp_path / "er-niet.csv"), "--uit", str(tmp_path / "e.xlsx")]) == INPUT
    assert not (tmp_path / "e.xlsx").exists()


# templates


def filled(column: TemplateColumn, path_names: tuple[str, ...]) -> Any:
    if column.header == "voorziening":
        return path_names[0]
    if column.header in ("verlenging", "ingediend_door", "overige_feiten"):
        return {"verlenging": "nee", "ingediend_door": "inwoner", "overige_feiten": "onbekend"}[column.header]
    if column.header.startswith("plaatsing_1_") and column.kind in (DAY,):
        return date(2025, 1, 1) if column.header.endswith("van") else date(2025, 8, 31)
    if column.header == "plaatsing_1_verlengd":
        return ""
    if column.kind == DAY:
        return {"peildatum": DAY_OF_CASE, "geboren": date(1990, 1, 1)}.get(column.header, date(2025, 9, 1))
    if column.kind == CHOICE:
        return column.choices[0]
    return f"{column.header} x" if column.kind == "tekst" else max(column.low, 2)


@pytest.mark.parametrize("kind", askable(load_law(date.max)))
def test_a_filled_in_template_reads_back(tmp_path: Path, kind: str) -> None:
    law = load_law(DAY_OF_CASE)
    columns = template([kind], day=DAY_OF_CASE)
    empty = tmp_path / "leeg.xlsx"
    write_template(empty, columns, {key: one.name for key, one in law.provisions.items()})
    header = [str(one) for one in CalamineWorkbook.from_path(str(empty)).get_sheet_by_name("zaken").to_python()[0]]
    assert header == [one.header for one in columns]
    values = [filled(one, (law.provisions[kind].name,)) for one in columns]
    with xlsxwriter.Workbook(str(tmp_path / "vol.xlsx"), {"default_date_format": "dd-mm-yyyy"}) as book:
        book.add_worksheet("uitleg")
        sheet = book.add_worksheet("zaken")
        sheet.write_row(0, 0, header)
        for place, value in enumerate(values):
            sheet.write_datetime(1, place, value) if isinstance(value, date) else sheet.write(1, place, value)
    row = read(tmp_path / "vol.xlsx")[0]
    assert row.case.applications[0].provision == kind
    facts = [one for one in columns if one.header.removeprefix("plaatsing_1_").removesuffix("_halfjaar_1") in law.concepts]
    assert len(row.case.facts) == len(facts)


def test_a_template_has_the_facts_that_can_matter_and_no_others() -> None:
    for kind in ("scholing", "proefplaats", "participatieplaats"):
        headers = {one.header for one in template([kind], day=DAY_OF_CASE)}
        everything = {one.header for one in template([kind], everything=True, day=DAY_OF_CASE)}
        assert headers < everything
        assert "overlegd" in everything - headers
    assert "geschikt_verwacht" in {one.header for one in template(["proefplaats"], day=DAY_OF_CASE)}
    assert "geschikt_verwacht" not in {one.header for one in template(["scholing"], day=DAY_OF_CASE)}
    both = {one.header: one.provisions for one in template(["scholing", "proefplaats"], day=DAY_OF_CASE)}
    assert both["geschikt_verwacht"] == ("proefplaats",)
    assert both["noodzakelijk"] == ()


@lru_cache
def headers(kind: str, day: date) -> frozenset[str]:
    return frozenset(one.header for one in template([kind], day=day))


def test_what_cases_leave_open_on_a_fact_has_a_column() -> None:
    seen = 0
    for file in CASES:
        case = read_bytes(file.read_bytes(), str(file))[0]
        if case is None or case.readings:
            continue
        law = load_law(case.reference_date)
        for one in case.expectations:
            for concept in one.open_on if one.provision in askable(law) else ():
                if concept in law.concepts and law.concepts[concept].subject in ("zaak", "persoon") and concept != "duur":
                    assert concept in headers(one.provision, case.reference_date), (file, concept)
                    seen += 1
    assert seen > 100


def test_the_template_in_excel_has_drop_downs_and_an_explanation(tmp_path: Path) -> None:
    law = load_law(DAY_OF_CASE)
    path = tmp_path / "x.xlsx"
    columns = template(askable(law), day=DAY_OF_CASE)
    write_template(path, columns, {key: one.name for key, one in law.provisions.items()})
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["zaken", "uitleg", "lijsten"]
    explained = {row[0]: row[1] for row in book.get_sheet_by_name("uitleg").to_python()}
    assert all(explained[one.header] == one.question for one in columns)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<dataValidation ") == sum(one.kind != "tekst" for one in columns)
        assert '"ja,nee,onbekend"' in sheet
        assert "Woont de inwoner in Het Hogeland?" in archive.read("xl/comments1.xml").decode()


def test_sjabloon_shows_writes_and_refuses(tmp_path: Path, capsys: Output) -> None:
    assert main(["sjabloon", "Scholing", "Proefplaats"]) == OK
    assert "alleen voor proefplaats" in capsys.readouterr().out
    path = str(tmp_path / "x.csv")
    assert main(["sjabloon", "scholing", "--uit", path]) == OK
    assert Path(path).read_text(encoding="utf-8-sig").startswith("inwoner;peildatum;")
    assert main(["sjabloon", "scholing", "--uit", path]) == INPUT
    assert main(["sjabloon", "scholing", "--uit", str(tmp_path / "x.doc")]) == USAGE
    assert main(["sjabloon", "scholign"]) == USAGE
    assert "bedoelde u «scholing»?" in capsys.readouterr().err
    assert main(["hardheid", path]) == INPUT
    assert "er staan geen rijen onder de kop" in capsys.readouterr().err


def test_skipped_rows_are_counted_and_written_to_a_file_of_their_own(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("z.csv").write_text("inwoner;peildatum;geboren;voorziening\nAnna;1-2-2025;1-1-1990;scholing\nBea;1-2-2025;x;scholing\n")
    assert main(["hardheid", "z.csv"]) == INPUT
    assert main(["hardheid", "z.csv", "--sla-over"]) == OK
    assert main(["hardheid", "z.csv", "--sla-over"]) == OK
    assert "1 inwoner (1 rij) overgeslagen wegens fouten; zie z-fouten-2.csv." in capsys.readouterr().err
    assert "Bea" not in Path("z-fouten.csv").read_text(encoding="utf-8-sig")
    assert main(["hardheid", "z.csv", "--fouten", "f.json"]) == INPUT
    data = json.loads(Path("f.json").read_text(encoding="utf-8"))
    assert data["tabellen"][0]["fouten"][0]["rij"] == 3
    Path("slecht.csv").write_text("inwoner;peildatum;geboren\nBea;1-2-2025;x\n")
    assert main(["hardheid", "slecht.csv", "--sla-over"]) == INPUT
