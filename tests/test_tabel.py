"""Caseloads in tables: what a cell says, one person on several rows, every mistake with its place, and nothing of a person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from toetssteen.kb.case import Case, Fact, FactKey
from toetssteen.kb.law import load_law
from toetssteen.ops.assess import assess
from toetssteen.ops.caseload import KEPT, TableCaseload, problems_csv
from toetssteen.parser.reader import read_case
from toetssteen.parser.table import Rejected, Row, Settings, as_finding, read_rows
from toetssteen.parser.table_columns import labels, letters, question

HEADER = "inwoner;peildatum;geboren;voorziening;werkgever;vanaf;maanden;ontvangt_algemene_bijstand"
PLAIN = Settings()
GOOD = "Anna;1-2-2025;1-1-1990;werkervaringsplaats;Bakker;1-3-2025;3;ja"


def written(folder: Path, data: str | bytes, name: str = "zaken.csv") -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def rows(folder: Path, *lines: str, settings: Settings = PLAIN) -> list[Row | Rejected]:
    return list(read_rows(written(folder, "\n".join(lines) + "\n"), settings))


def only(folder: Path, *lines: str, settings: Settings = PLAIN) -> Row:
    found = rows(folder, *lines, settings=settings)
    assert len(found) == 1
    assert isinstance(found[0], Row), found
    return found[0]


def mistakes(found: Sequence[Row | Rejected]) -> list[str]:
    return [
        as_finding(one, "f").as_text().replace("\n   ", "") for row in found if isinstance(row, Rejected) for one in row.problems
    ]


def value(case: Case, concept: str, subject: str | None = None) -> Any:
    return case.facts[FactKey(concept, subject or case.persons[0])].value


def test_a_row_is_the_case_a_file_would_be(tmp_path: Path) -> None:
    row = only(tmp_path, HEADER + ";geeft_begeleiding;noodzakelijk;groep:dorp", GOOD + ";ja;onbekend;Winsum")
    text = """peildatum 1 februari 2025
inwoner Anna
  geboren op 1 januari 1990
  ontvangt algemene bijstand
werkgever Bakker
  geeft begeleiding op de werkplek
aanvraag van Anna voor werkervaringsplaats bij Bakker
  vanaf 1 maart 2025 voor 3 maanden
  onbekend of de werkervaringsplaats noodzakelijk is
"""
    case, findings = read_case(text)
    assert case is not None, findings
    assert row.case == case.without_lines()._replace(file="zaken.csv, rij 2")
    assert row.groups == {"dorp": "Winsum"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [("ja", True), ("NEE", False), ("waar", True), ("Onwaar", False), ("1", True), ("0", False), ("onbekend", None), ("?", None)],
)
def test_yes_and_no(tmp_path: Path, said: str, expected: bool | None) -> None:
    row = only(tmp_path, "peildatum;woont_in_gemeente", f"2025-02-01;{said}")
    assert value(row.case, "woont_in_gemeente") is expected


def test_an_empty_cell_is_not_said_and_an_unknown_one_is(tmp_path: Path) -> None:
    row = only(tmp_path, "peildatum;aannamen;woont_in_gemeente;in_zoektijd", "2025-02-01;feiten;onbekend; ")
    # an assumption fills in what is not said, never what is said to be unknown
    assert dict(row.case.facts) == {FactKey("woont_in_gemeente", "rij 2"): Fact(None)}
    assert row.case.assumed == ("feiten",)


@pytest.mark.parametrize("said", ["12-3-1998", "12 maart 1998", "1998-03-12", "12 mrt 1998", "1998-03-12 00:00:00"])
def test_dates_as_people_and_programs_write_them(tmp_path: Path, said: str) -> None:
    row = only(tmp_path, "peildatum;geboren", f"1-2-2025;{said}")
    assert value(row.case, "geboren") == date(1998, 3, 12)


@pytest.mark.parametrize("said", ["€ 1.250,50", "1250,50", "1250.5", "1.250,50", "1250,50 euro"])
def test_amounts(tmp_path: Path, said: str) -> None:
    row = only(tmp_path, "peildatum;voorziening;kosten", f"1-2-2025;scholing;{said}")
    assert value(row.case, "kosten", "z1") == 125_050


@pytest.mark.parametrize(
    ("column", "said"),
    [("geboren", "13/3/1998"), ("geboren", "31-2-1998"), ("geboren", "1-1-" + "9" * 40),
     ("geboren", "45000"), ("in_zoektijd", "misschien"), ("in_zoektijd", "x"),
     ("kosten", "1,250.50"), ("kosten", "veel"), ("kosten", "-5"), ("kosten", "9" * 5000), ("loonwaarde_procent", "101"),
     ("loonwaarde_procent", "45,5"), ("uren_per_week", "2147483648"), ("maanden", "0"), ("maanden", "61"),
     ("maanden", "99999999999"),
     ("vanaf", "morgen"), ("voorziening", "scholling"), ("voorziening", "samenwerking"), ("lezing I-22", "zomaar"),
     ("ingediend_door", "buurman"), ("verlenging", "soms"), ("leeftijd", "-3"), ("leeftijd", "200")],
)  # fmt: skip
def test_what_cannot_be_names_the_place_and_what_belongs_there_not_the_value(tmp_path: Path, column: str, said: str) -> None:
    asked = "" if column == "voorziening" else ";scholing"
    header = "inwoner;peildatum" + (";voorziening" if asked else "") + f";{column}"
    found = mistakes(rows(tmp_path, header, f"Anna;1-2-2025{asked};{said}"))
    letter = letters(header.count(";"))
    assert len(found) == 1
    assert found[0].startswith(f"f, rij 2, kolom {letter} ({column}): fout: ")
    assert "Anna" not in found[0]
    assert len(said) < 4 or said not in found[0]


def test_all_mistakes_of_all_rows_are_found(tmp_path: Path) -> None:
    bad = GOOD.replace("Anna", "Bea").replace("1-1-1990", "gisteren").replace(";3;", ";drie;")
    found = rows(tmp_path, HEADER, GOOD, bad, GOOD.replace("Anna", "Cor"))
    assert [isinstance(one, Row) for one in found] == [True, False, True]
    assert [one.split(":")[0] for one in mistakes(found)] == ["f, rij 3, kolom C (geboren)", "f, rij 3, kolom G (maanden)"]


def test_columns_are_called_what_the_vocabulary_calls_them(tmp_path: Path) -> None:
    law = load_law(date.max)
    concept = law.concepts["ontvangt_algemene_bijstand"]
    names = [*labels(concept, law), "Ontvangt Algemene Bijstand", "ontvangt-algemene-bijstand"]
    assert question(concept, law) in names
    for name in names:
        row = only(tmp_path, f'peildatum;"{name}"', "1-2-2025;ja")
        assert value(row.case, concept.key) is True


def test_every_fact_of_a_person_employer_application_and_placement_has_a_column(tmp_path: Path) -> None:
    law = load_law(date.max)
    keys = [
        key for key, one in law.concepts.items() if one.subject in ("persoon", "werkgever", "zaak", "plaatsing") and key != "duur"
    ]
    placed = "plaatsing_1_soort;plaatsing_1_werkgever;plaatsing_1_van;plaatsing_1_tot_en_met"
    row = only(
        tmp_path,
        f"peildatum;voorziening;werkgever;{placed};" + ";".join(keys),
        "1-2-2025;participatieplaats;Bakker;participatieplaats;Bakker;1-1-2024;31-5-2024;" + ";".join(["onbekend"] * len(keys)),
    )
    assert {key.concept for key in row.case.facts} == set(keys)


def test_unknown_headers_are_suggested_and_others_can_be_groups(tmp_path: Path) -> None:
    lines = ("peildatum;gebooren;Dorp", "1-2-2025;1-1-1990;Winsum")
    found = mistakes(rows(tmp_path, *lines))
    assert "bedoelde u «geboren»?" in found[0]
    assert "--groep Dorp" in found[1]
    row = only(tmp_path, *lines, settings=Settings(groups=("dorp",), ignored=("gebooren",)))
    assert row.groups == {"dorp": "Winsum"}
    assert not row.case.facts
    assert "geen kolom «wijk»" in mistakes(rows(tmp_path, *lines, settings=Settings(groups=("wijk",))))[-1]


def test_a_column_to_ignore_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    found = rows(tmp_path, "peildatum;in_zoektijd", "1-2-2025;ja", settings=Settings(ignored=("opmerking",)))
    assert [type(one) for one in found] == [Rejected, Row]
    assert mistakes(found)[0].startswith("f, rij 1: let op: er is geen kolom «opmerking»")


def test_a_group_never_reaches_the_law(tmp_path: Path) -> None:
    plain = only(tmp_path, HEADER, GOOD)
    grouped = only(tmp_path, HEADER + ";groep:in_zoektijd;negeer:noodzakelijk", GOOD + ";ja;ja")
    assert grouped.case == plain.case
    assert grouped.groups == {"in_zoektijd": "ja"}


def test_headers_twice_under_two_names(tmp_path: Path) -> None:
    found = mistakes(rows(tmp_path, "peildatum;geboren;geboortedatum", "1-2-2025;1-1-1990;1-1-1990"))
    assert found == ["f, rij 1, kolom C (geboortedatum): fout: kolom B zegt al hetzelfde laat een van beide kolommen weg"]


def test_rows_of_one_person_below_each_other_are_one_case(tmp_path: Path) -> None:
    second = "Anna;1-2-2025;;scholing;;;;ja"
    row = only(tmp_path, HEADER + ";kosten", GOOD + ";", second + ";1000")
    assert [one.provision for one in row.case.applications] == ["werkervaringsplaats", "scholing"]
    assert value(row.case, "kosten", "z2") == 100_000
    assert FactKey("kosten", "z1") not in row.case.facts


def test_rows_of_one_person_must_agree_and_stand_together(tmp_path: Path) -> None:
    assert "een eerdere rij van deze inwoner zegt iets anders" in mistakes(rows(tmp_path, HEADER, GOOD, GOOD[:-2] + "nee"))[0]
    assert "andere peildatum" in mistakes(rows(tmp_path, HEADER, GOOD, GOOD.replace("1-2-2025", "2-2-2025")))[0]
    found = rows(tmp_path, HEADER, GOOD, GOOD.replace("Anna", "Bea"), GOOD)
    assert mistakes(found)[0].startswith("f, rij 4, kolom A (inwoner): fout: deze inwoner staat ook op een eerdere rij")


def test_a_place_with_extensions_interruptions_and_half_years(tmp_path: Path) -> None:
    header = (
        "peildatum;voorziening;plaatsing_1_soort;plaatsing_1_werkgever;plaatsing_1_van;plaatsing_1_tot_en_met;"
        "plaatsing_1_verlengd;plaatsing_1_onderbroken;voldoende_meegewerkt halfjaar 2;voldoende_meegewerkt volgens"
    )
    row = only(tmp_path, header.replace(" volgens", " halfjaar 2 volgens") + ";aanvraag 2 voorziening;aanvraag_2_kosten",
               '1-2-2025;premie;participatieplaats;Molen;1-1-2024;30-6-2024;"30-9-2024;31-12-2024";1-3-2024 t/m 14-3-2024;ja;'
               "college;scholing;€ 500")  # fmt: skip
    place = row.case.placements[0]
    assert place.extensions == (date(2024, 9, 30), date(2024, 12, 31))
    assert place.interruptions == ((date(2024, 3, 1), date(2024, 3, 14)),)
    assert row.case.facts[FactKey("voldoende_meegewerkt", "t1", 2)].value is True
    assert value(row.case, "kosten", "z2") == 50_000


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [("voorziening;kosten", ";5", "kolom C (kosten): fout: deze cel hoort bij aanvraag 1, maar er staat geen voorziening"),
     ("voorziening;geeft_begeleiding", "werkervaringsplaats;ja", "kolom C (geeft_begeleiding): fout: deze cel hoort bij"),
     ("plaatsing_1_soort", "participatieplaats", "van plaatsing 1 ontbreekt: werkgever, van, tot en met"),
     ("voorziening;maanden;tot_en_met", "scholing;3;1-5-2025", "kies: een aantal maanden, of een laatste dag"),
     ("afwijking_omdat", "zomaar", "er staat niet waarvan wordt afgeweken"), ("afwijking_van", "5.4", "heeft een reden nodig"),
     ("aannamen", "99.9", "geen bepaling waarover feiten bestaan")],
)  # fmt: skip
def test_cells_that_hang_in_the_air(tmp_path: Path, header: str, cells: str, expected: str) -> None:
    found = mistakes(rows(tmp_path, "peildatum;" + header, "1-2-2025;" + cells))
    assert expected in found[0]


def test_checks_of_the_case_name_no_person_employer_or_day(tmp_path: Path) -> None:
    header = "inwoner;peildatum;voorziening;werkgever;vanaf;maanden;{}soort;{}werkgever;{}van;{}tot_en_met".replace(
        "{}", "plaatsing_1_"
    )
    row = "Zuster Anna;1-2-2025;werkervaringsplaats;Bakker;1-12-2024;3;werkervaringsplaats;Bakker;1-10-2024;31-12-2024"
    found = mistakes(rows(tmp_path, header, row))
    assert found == ["f, rij 2, kolom E (vanaf): fout: de gevraagde periode overlapt met de plaatsing van … tot en met … "
                     "vraag verlenging van de plaatsing, of begin later"]  # fmt: skip


def test_no_message_holds_what_a_cell_says(tmp_path: Path) -> None:
    qzx = "Qzx geheim 73"
    header = (
        "inwoner;peildatum;geboren;voorziening;werkgever;vanaf;maanden;ingediend;ingediend_door;woont_in_gemeente;kosten;"
        "lezing I-22;aannamen;overige_feiten;plaatsing_1_soort;plaatsing_1_werkgever;plaatsing_1_van;plaatsing_1_verlengd;"
        "plaatsing_1_onderbroken;afwijking_van;leeftijd;noodzakelijk volgens;noodzakelijk"
    )
    for place in range(header.count(";") + 1):
        cells = ["Anna", "1-2-2025", "1-1-1990", "werkervaringsplaats", "Bakker", "1-3-2025", "3", "1-1-2025", "inwoner", "ja",
                 "5", "verordening_24", "oordelen", "onbekend", *[""] * 6, "35", "college", "ja"]  # fmt: skip
        cells[place] = qzx
        said = " ".join(mistakes(rows(tmp_path, header, ";".join(cells))))
        assert "Qzx" not in said
        assert "Anna" not in said
    assert "Qzx" not in " ".join(mistakes(rows(tmp_path, f"{qzx};{qzx}x", f"{qzx};ja")))


# ages


def test_an_age_is_taken_where_no_birthday_can_matter(tmp_path: Path) -> None:
    row = only(
        tmp_path, "peildatum;leeftijd;voorziening;werkgever;vanaf;maanden", "1-2-2025;45;participatieplaats;Bakker;1-3-2025;6"
    )
    assert value(row.case, "geboren") == date(1980, 2, 1)
    assert not row.remarks


def test_an_age_near_a_limit_is_unknown_and_says_so(tmp_path: Path) -> None:
    row = only(
        tmp_path, "peildatum;leeftijd;voorziening;werkgever;vanaf;maanden", "1-2-2025;26;participatieplaats;Bakker;1-3-2025;6"
    )
    assert value(row.case, "geboren") is None
    assert row.remarks[0].severity == "let op"
    outcome = next(one for one in assess(row.case).outcomes if one.application.id == "z1")
    assert outcome.outcome in ("onbepaald", "geblokkeerd")
    same_day = only(
        tmp_path, "peildatum;leeftijd;voorziening;werkgever;vanaf;maanden", "1-2-2025;26;participatieplaats;B;1-2-2025;6"
    )
    assert value(same_day.case, "geboren") == date(1999, 2, 1)


def test_an_age_must_fit_the_birth_date(tmp_path: Path) -> None:
    assert "past niet bij" in mistakes(rows(tmp_path, "peildatum;geboren;leeftijd", "1-2-2025;2-2-1990;35"))[0]
    assert value(only(tmp_path, "peildatum;geboren;leeftijd", "1-2-2025;2-2-1990;34").case, "geboren") == date(1990, 2, 2)


# files


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_separators_encodings_and_line_ends(tmp_path: Path, separator: str, encoding: str, newline: str) -> None:
    text = newline.join([HEADER, GOOD.replace("Anna", "Renée"), ""]).replace(";", separator)
    found = list(read_rows(written(tmp_path, text.encode(encoding))))
    assert [one.case.persons for one in found if isinstance(one, Row)] == [("Renée",)]
    notes = [one.severity for row in found if isinstance(row, Rejected) for one in row.problems]
    assert notes == (["let op"] if encoding == "cp1252" else [])


def test_excel_can_name_the_separator(tmp_path: Path) -> None:
    assert only(tmp_path, "sep=,", HEADER.replace(";", ","), GOOD.replace(";", ",")).number == 3


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [("leeg.csv", b"", "het bestand is leeg"), ("wit.csv", b"\n \n", "de eerste rij is leeg"),
     ("kop.csv", HEADER.encode(), "er staan geen rijen onder de kop"),
     ("nul.csv", b"inwoner\nA\0B\n", "dit is geen tekstbestand"),
     ("raar.csv", b"inwoner\nA\n\x81\xff\n", "f, rij 3: fout: de tekens van dit bestand zijn niet te lezen"),
     ("kapot.xlsx", b"PK\x03\x04", "geen leesbaar Excel-bestand"), ("kapot.parquet", b"PAR1", "geen leesbaar Parquet-bestand"),
     ("naam.csv", b"k" * 1_000_000 + b";inwoner\nx;y\n", "niet te lezen"),
     ("breed.csv", b";".join(b"k%d" % n for n in range(100_000)), "hooguit 2000"),
     ("zonderkop.csv", f"{GOOD}\n{GOOD}\n".encode(), "geen enkele kolom heeft een naam die bekend is")],
)  # fmt: skip
def test_files_that_are_no_tables(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    found = list(read_rows(written(tmp_path, data, name)))
    assert len(found) == 1
    assert expected in mistakes(found)[0]


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert "bestaat niet" in mistakes(list(read_rows(str(tmp_path / "er-niet.csv"))))[0]
    (tmp_path / "map.csv").mkdir()
    assert "is een map" in mistakes(list(read_rows(str(tmp_path / "map.csv"))))[0]


def test_lines_that_are_no_rows_do_not_hide_the_others(tmp_path: Path) -> None:
    found = rows(tmp_path, HEADER, GOOD.replace("1-2-2025", '"1-2-2025"x'), GOOD.replace("Anna", "Bea"), "kort;1", ";" * 7,
                 GOOD.replace("Anna", "Cor"))  # fmt: skip
    assert [one.number for one in found if isinstance(one, Row)] == [3, 6]
    assert ["niet te lezen" in mistakes(found)[0], "2 cellen, de eerste rij 8" in mistakes(found)[1]] == [True, True]


def test_one_bad_row_among_a_thousand(tmp_path: Path) -> None:
    lines = [GOOD.replace("Anna", f"P{n}").replace("1-1-1990", "1-13-1990" if n == 500 else "1-1-1990") for n in range(1000)]
    path = written(tmp_path, "\n".join([HEADER, *lines]))
    refused = TableCaseload(path, Settings())
    assert not refused.sound
    assert list(refused) == []
    assert [(one.row, one.letter) for one in refused.problems] == [(502, "C")]
    skipping = TableCaseload(path, Settings(), skipping=True)
    assert skipping.summary == (999, 1, 1, 1)
    assert len(list(skipping)) == len(list(skipping)) == 999
    assert (
        problems_csv([skipping]).splitlines()[1]
        == "zaken.csv;502;C;geboren;hier hoort een datum, zoals 1 maart 2025 of 2025-03-01;"
    )


def test_a_table_that_is_not_kept_is_read_again_the_same(tmp_path: Path) -> None:
    lines = [f"P{n};1-2-2025;ja" for n in range(KEPT + 10)]
    caseload = TableCaseload(written(tmp_path, "\n".join(["inwoner;peildatum;in_zoektijd", *lines])), Settings())
    assert caseload._kept is None
    assert [row.number for row in caseload] == [row.number for row in caseload] == list(range(2, KEPT + 12))


# Excel and Parquet


def sheet(folder: Path, cells: Sequence[Sequence[Any]], formats: dict[int, str] | None = None) -> str:
    path = folder / "zaken.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("zaken")
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                style = book.add_format({"num_format": (formats or {}).get(place, "General")})
                if isinstance(cell, date):
                    page.write_datetime(number, place, datetime.datetime(cell.year, cell.month, cell.day), style)
                else:
                    page.write(number, place, cell, style)
    return str(path)


def test_cells_of_excel(tmp_path: Path) -> None:
    header = ["inwoner", "peildatum", "geboren", "voorziening", "kosten", "in_zoektijd", "loonwaarde_procent", "maanden", "vanaf"]
    row = ["Anna", date(2025, 2, 1), "12 maart 1998", "werkervaringsplaats", 1250.5, True, 45, 3, date(2025, 3, 1)]
    found = list(read_rows(sheet(tmp_path, [header, row], {1: "d mmmm yyyy", 8: "dd-mm-yyyy"})))
    assert isinstance(found[0], Row), mistakes(found)
    case = found[0].case
    assert (case.reference_date, value(case, "geboren")) == (date(2025, 2, 1), date(1998, 3, 12))
    assert (value(case, "kosten", "z1"), value(case, "loonwaarde_procent", "z1")) == (125_050, 45)
    assert (value(case, "in_zoektijd"), case.applications[0].months) == (True, 3)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [("peildatum", 45689, "geef de cel de opmaak datum"), ("loonwaarde_procent", 0.45, "een spreadsheet bewaart 45% als 0,45"),
     ("loonwaarde_procent", 1.0, "een spreadsheet bewaart 45% als 0,45"), ("kosten", 12.345, "hier hoort een bedrag"),
     ("kosten", 3e9, "hier hoort een bedrag"), ("kosten", 1e300, "hier hoort een bedrag"),
     ("kosten", True, "hier hoort een bedrag"),
     ("in_zoektijd", 2.0, "hier hoort ja, nee of onbekend"), ("kosten", "=1/0", "deze formule"),
     ("kosten", "=A1", "deze formule")],
)  # fmt: skip
def test_cells_of_excel_that_cannot_be(tmp_path: Path, column: str, cell: Any, expected: str) -> None:
    cells = {"peildatum": date(2025, 2, 1), "voorziening": "loonkostensubsidie", column: cell}
    path = tmp_path / "zaken.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for place, (name, one) in enumerate(cells.items()):
            page.write(0, place, name)
            if isinstance(one, date):
                page.write_datetime(1, place, datetime.datetime(2025, 2, 1), book.add_format({"num_format": "dd-mm-yyyy"}))
            elif isinstance(one, str) and one.startswith("="):
                page.write_formula(1, place, one, None, "#DIV/0!" if "/0" in one else "")
            else:
                page.write(1, place, one)
    assert expected in mistakes(list(read_rows(str(path))))[0]


def test_merged_cells_and_sheets(tmp_path: Path) -> None:
    path = tmp_path / "zaken.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Blad1")
        for place, name in enumerate(("inwoner", "peildatum", "in_zoektijd")):
            page.write(0, place, name)
        for number in (1, 2, 3):
            page.write_row(number, 0, (f"P{number}", "1-2-2025", "ja"))
        page.merge_range(1, 2, 2, 2, "ja")
        other = book.add_worksheet("Twee")
        other.write_row(3, 1, ("peildatum", "in_zoektijd"))
        other.write_row(4, 1, ("1-2-2025", "nee"))
    found = list(read_rows(str(path)))
    assert "er zijn 2 bladen; gelezen is het eerste" in mistakes(found)[0]
    assert "f, rij 2, kolom C: fout: de cellen C2 tot en met C3 zijn samengevoegd" in mistakes(found)[1]
    other_found = list(read_rows(str(path), Settings(sheet="twee")))
    assert [(one.number, value(one.case, "in_zoektijd")) for one in other_found if isinstance(one, Row)] == [(5, False)]
    assert "kies met --blad uit: Blad1, Twee" in mistakes(list(read_rows(str(path), Settings(sheet="drie"))))[0]


def test_columns_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "zaken.parquet"
    table = pa.table({
        "inwoner": ["Anna", "Bea"], "peildatum": [date(2025, 2, 1)] * 2,
        "geboren": pa.array([datetime.datetime(1990, 1, 1), None]),
        "voorziening": pa.array(["scholing", "premie"]).dictionary_encode(), "kosten": [Decimal("1250.50"), None],
        "in_zoektijd": [True, None], "loonwaarde_procent": pa.array([45.0, float("nan")]), "groep:dorp": ["Winsum", "Bedum"],
    })  # fmt: skip
    parquet.write_table(table, path)
    found = [one for one in read_rows(str(path)) if isinstance(one, Row)]
    assert [one.number for one in found] == [1, 2]
    case = found[0].case
    assert (value(case, "geboren"), value(case, "kosten", "z1"), value(case, "in_zoektijd")) == (date(1990, 1, 1), 125_050, True)
    assert value(case, "loonwaarde_procent", "z1") == 45
    assert not found[1].case.facts


def test_a_list_in_a_cell_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "zaken.parquet"
    parquet.write_table(pa.table({"peildatum": ["1-2-2025"], "in_zoektijd": [["ja"]]}), path)
    assert "een cel heeft één waarde" in mistakes(list(read_rows(str(path))))[0]
