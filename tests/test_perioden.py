"""Periods: those that clash, in both forms of a case; weeks up to a working day; months of thirty days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from toetssteen.kb.dates import begun_months, completed_months, last_day, month_days
from toetssteen.kb.working_days import begun_weeks, easter, is_working_day
from toetssteen.parser.json_form import read_any

PLACE = {"inwoner": "Fatma", "soort": "werkervaringsplaats", "werkgever": "Kwekerij Noord",
         "van": "2024-10-01", "tot_en_met": "2025-03-31"}  # fmt: skip


def findings(**parts: Any) -> list[tuple[str, str]]:
    data = {"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01", "inwoners": [{"naam": "Fatma"}],
            "werkgevers": [{"naam": "Kwekerij Noord"}], "plaatsingen": [PLACE], **parts}  # fmt: skip
    case, found = read_any(json.dumps(data).encode(), "zaak.json")
    assert case is None
    return [(one.file, one.message) for one in found if one.severity == "fout"]


def asked(**fields: Any) -> list[tuple[str, str]]:
    return findings(
        aanvragen=[{"inwoner": "Fatma", "voorziening": "werkervaringsplaats", "werkgever": "Kwekerij Noord"} | fields]
    )


def test_overlap_in_json() -> None:
    later = PLACE | {"van": "2025-03-01", "tot_en_met": "2025-05-31"}
    assert findings(plaatsingen=[PLACE, later]) == [
        ("zaak.json/plaatsingen/1", "deze plaatsing overlapt met die van 1 oktober 2024 tot en met 31 maart 2025: "
                                    "zelfde inwoner, soort en werkgever"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"vanaf": "2025-03-01", "maanden": 3}, "vanaf",
         "de gevraagde periode overlapt met de plaatsing van 1 oktober 2024 tot en met 31 maart 2025"),
        ({"verlenging": True, "tot_en_met": "2024-09-30"}, "tot_en_met",
         "de verlenging ligt voor de plaatsing, die op 1 oktober 2024 begint"),
        ({"verlenging": True, "maanden": 1, "ingediend": "2024-09-01"}, "ingediend",
         "de verlenging is gevraagd voordat de plaatsing op 1 oktober 2024 begon"),
        ({"voortzetting": True, "tot_en_met": "2025-05-31"}, "tot_en_met",
         "een voortzetting heeft geen eigen periode: zij duurt tot het einde van de plaatsing"),
        ({"vanaf": "2025-04-01", "maanden": 1, "ingediend": "2025-02-02"}, "ingediend",
         "de aanvraag is na de peildatum ingediend"),
        ({"vanaf": "2025-04-01", "maanden": 1, "ingediend_door": "buurman"}, "ingediend_door", "hier hoort inwoner of werkgever"),
        ({"voorziening": "voortzetting"}, "voorziening", "noem hier de soort van de plaatsing, met voortzetting: true"),
        ({"voortzetting": 1}, "voortzetting", "hier hoort true of false"),
    ],
)  # fmt: skip
def test_the_same_messages_in_json(fields: dict[str, Any], path: str, message: str) -> None:
    assert (f"zaak.json/aanvragen/0/{path}", message) in asked(**fields)


def test_extension_and_continuation_exclude_each_other() -> None:
    assert asked(verlenging=True, voortzetting=True) == [("zaak.json/aanvragen/0", "kies: verlenging of voortzetting")]


def test_places_at_two_employers_may_overlap() -> None:
    other = PLACE | {"werkgever": "Kwekerij Zuid"}
    data = {"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01", "inwoners": [{"naam": "Fatma"}],
            "werkgevers": [{"naam": "Kwekerij Noord"}, {"naam": "Kwekerij Zuid"}], "plaatsingen": [PLACE, other]}  # fmt: skip
    assert read_any(json.dumps(data).encode(), "zaak.json")[0] is not None


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2000, (4, 23))]
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_public_holidays_are_no_working_days() -> None:
    # Good Friday, Easter Monday, King's day, 5 May, Ascension, Whit Monday, Christmas and New Year of 2026
    for month, day in ((4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25), (12, 26), (1, 1)):
        assert not is_working_day(date(2026, month, day))
    assert not is_working_day(date(2025, 4, 26))  # the king's birthday on a Sunday is celebrated the day before
    assert is_working_day(date(2026, 4, 28))


def test_begun_weeks_count_from_the_day_after_receipt() -> None:
    received = date(2025, 3, 3)
    assert begun_weeks(received, received) == 0
    assert begun_weeks(received, received + timedelta(days=1)) == 1
    assert begun_weeks(received, received + timedelta(days=56)) == 8
    assert begun_weeks(received, received + timedelta(days=57)) == 9


def test_a_week_that_ends_on_a_saturday_runs_on() -> None:
    received = date(2025, 3, 1)
    assert [begun_weeks(received, date(2025, 4, day)) for day in (26, 27, 28, 29)] == [8, 8, 8, 9]


def test_months_of_thirty_days() -> None:
    thirty = month_days({"i65": "dertig_dagen"})
    assert (thirty, month_days({}), month_days({"i65": "kalendermaanden_dag_op_dag"})) == (30, 0, 0)
    start = date(2025, 3, 1)
    for months in range(1, 61):
        end = last_day(start, months, thirty)
        assert (end - start).days == 30 * months - 1
        assert completed_months(start, end, thirty) == begun_months(start, end, thirty) == months
        assert begun_months(start, end + timedelta(days=1), thirty) == months + 1
        assert completed_months(start, end - timedelta(days=1), thirty) == months - 1
