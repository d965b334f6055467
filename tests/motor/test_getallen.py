"""Numbers as facts: written as people do, kept whole and inside their range, unknown without being no."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.gegrond import consequences
from tests.motor.mini import mini_law
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import Law
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment
from toetssteen.ops.report import report_case
from toetssteen.parser.json_form import read_any
from toetssteen.parser.json_writer import case_to_json
from toetssteen.parser.writer import fact_phrase, write_case

CASE = """casus "Getallen"
peildatum 1 februari 2025
neem aan dat aan artikel 1 is voldaan
neem aan dat aan artikel 3 is voldaan
neem aan dat aan pw:7.3 is voldaan

inwoner Anna
  ontvangt algemene bijstand
  ontvangt geen uitkering van het UWV
  {anna}

werkgever Bakkerij
  {bakkerij}

plaatsing van Anna op betaald werk bij Bakkerij
  van 1 januari 2024 tot en met 31 december 2024
  {plaatsing}

aanvraag van Anna voor scholing bij Bakkerij
  vanaf 1 maart 2025 voor 3 maanden
  {aanvraag}
"""


@pytest.fixture(autouse=True)
def invented_law(monkeypatch: pytest.MonkeyPatch) -> Law:
    law = mini_law()
    for module in ("reader", "json_lines", "json_writer"):
        monkeypatch.setattr(f"toetssteen.parser.{module}.load_law", lambda _day: law)
    return law


def text(aanvraag: str = "", **lines: str) -> str:
    blocks = {"anna": "", "bakkerij": "", "plaatsing": "", "aanvraag": aanvraag, **lines}
    return CASE.format(**{key: value.replace("\n", "\n  ") for key, value in blocks.items()})


def read(aanvraag: str = "", **lines: str) -> Case:
    case, findings = read_any(text(aanvraag, **lines).encode(), "zaak.feiten")
    assert case is not None, "\n".join(one.as_text() for one in findings)
    return case


def stated(case: Case, concept: str) -> bool | date | int | None:
    return next(fact.value for key, fact in case.facts.items() if key.concept == concept)


@pytest.mark.parametrize(
    ("line", "concept", "value"),
    [
        ("de reiskosten zijn € 1.250,50 per maand", "reiskosten", 125_050),
        ("de reiskosten zijn €300 per maand", "reiskosten", 30_000),
        ("de reiskosten zijn € 300,- per maand", "reiskosten", 30_000),
        ("de reiskosten zijn 300 euro per maand", "reiskosten", 30_000),
        ("de reiskosten zijn 12,5 euro per maand", "reiskosten", 1_250),
        ("de reiskosten zijn € 0 per maand", "reiskosten", 0),
        ("de reiskosten zijn € 5.000 per maand", "reiskosten", 500_000),
        ("er zijn geen reiskosten", "reiskosten", False),
        ("onbekend hoe hoog de reiskosten zijn", "reiskosten", None),
        ("de reiskosten zijn € 260 per maand, volgens de inwoner", "reiskosten", 26_000),
        ("het werk is voor 36 uur per week", "werkuren", 36),
        ("het werk is voor 1 uren per week", "werkuren", 1),
    ],
)  # fmt: skip
def test_written_as_people_do(line: str, concept: str, value: int | bool | None) -> None:
    case = read(line)
    assert stated(case, concept) is value or stated(case, concept) == value
    again, _findings = read_any(write_case(case, mini_law()).encode(), "weer")
    assert again is not None
    assert {key: fact._replace(line=0) for key, fact in again.facts.items()} == {
        key: fact._replace(line=0) for key, fact in case.facts.items()}  # fmt: skip
    as_json, found = read_any(json.dumps(case_to_json(case)).encode(), "zaak.json")
    assert as_json is not None, found
    assert {key: fact._replace(line=0) for key, fact in as_json.facts.items()} == {
        key: fact._replace(line=0) for key, fact in case.facts.items()}  # fmt: skip


@pytest.mark.parametrize(
    ("block", "line", "concept", "value"),
    [
        ("anna", "heeft een loonwaarde van 45 procent", "mini_waarde", 45),
        ("anna", "Anna heeft een loonwaarde van 0 procent", "mini_waarde", 0),
        ("anna", "onbekend welke loonwaarde zij heeft", "mini_waarde", None),
        ("bakkerij", "heeft 12 werknemers", "deelnemers", 12),
        ("bakkerij", "Bakkerij heeft 1.250 werknemers", "deelnemers", 1250),
        ("plaatsing", "er waren 3 personen voor de begeleiding", "begeleiders", 3),
        ("plaatsing", "er waren 1 persoon voor de begeleiding", "begeleiders", 1),
        ("plaatsing", "er was geen begeleiding", "begeleiders", False),
    ],
)
def test_in_every_block(block: str, line: str, concept: str, value: int | None) -> None:
    case = read(**{block: line})
    assert stated(case, concept) == value
    again, findings = read_any(write_case(case, mini_law()).encode(), "weer")
    assert again is not None, findings
    assert stated(again, concept) == value


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("de reiskosten zijn € 1.25,5 per maand", "«€ 1.25,5» is geen bedrag; schrijf het als € 1.250,50"),
        ("de reiskosten zijn 300 per maand", "«300» is geen bedrag; schrijf het als € 1.250,50"),
        ("de reiskosten zijn € 300 euro per maand", "«de reiskosten zijn € 300 euro per maand» is niet te begrijpen"),
        ("de reiskosten zijn -300 euro per maand", "«-300 euro» is negatief"),
        ("de reiskosten zijn € -300 per maand", "«€ -300» is negatief"),
        ("de reiskosten zijn € 30.000.000.000 per maand", "is te groot; een bedrag is hooguit € 20.000.000"),
        ("de reiskosten zijn 30 miljard euro per maand", "«30 miljard euro» is geen bedrag"),
        ("de reiskosten zijn € 5.000,01 per maand", "«€ 5.000,01» kan hier niet: geef € 0 tot en met € 5.000"),
        ("de reiskosten zijn 45 procent per maand", "«45 procent» is geen bedrag"),
        ("de reiskosten zijn € 12,345 per maand", "is geen bedrag"),
        ("het werk is voor 36 per week", "«36» kan hier niet: verwacht wordt hele uren, zoals 36 uur"),
        ("het werk is voor 7,5 uur per week", "«7,5 uur» kan hier niet: verwacht wordt hele uren"),
        ("het werk is voor 169 uur per week", "«169 uur» kan hier niet: geef 1 tot en met 168 uur"),
        ("het werk is voor 0 uur per week", "kan hier niet: geef 1 tot en met 168 uur"),
        ("het werk is voor 3 maanden per week", "«3 maanden» kan hier niet: verwacht wordt hele uren"),
        ("het werk is voor € 36 per week", "«€ 36» kan hier niet: verwacht wordt hele uren"),
    ],
)
def test_a_wrong_number_is_named(line: str, message: str) -> None:
    case, findings = read_any(text(line).encode(), "zaak.feiten")
    assert case is None
    assert any(message in one.message for one in findings), [one.message for one in findings]
    (found,) = findings
    assert found.source[found.column - 1 :][: found.width].strip()


@pytest.mark.parametrize(
    ("block", "line", "message", "hint"),
    [
        ("anna", "heeft een loonwaarde van 45 %", "«45» kan hier niet: verwacht wordt een heel percentage",
         "schrijf «45 procent»; een procentteken begint commentaar"),
        ("anna", "heeft een loonwaarde van 45,5 procent", "«45,5 procent» kan hier niet", ""),
        ("anna", "heeft een loonwaarde van 101 procent", "geef 0 tot en met 100 procent", ""),
        ("bakkerij", "heeft 0 werknemers", "«0» kan hier niet: geef 1 tot en met 2.500", ""),
        ("bakkerij", "heeft 12,5 werknemers", "verwacht wordt een heel getal", ""),
        ("bakkerij", "heeft -12 werknemers", "«-12» is negatief", ""),
        ("bakkerij", "heeft " + "9" * 400 + " werknemers", "geef 1 tot en met 2.500", ""),
        ("bakkerij", "heeft € 12 werknemers", "verwacht wordt een heel getal", ""),
        ("plaatsing", "er waren 21 personen voor de begeleiding", "geef 0 tot en met 20 personen", ""),
        ("plaatsing", "er waren 3 maanden voor de begeleiding", "verwacht wordt een heel getal", ""),
    ],
)  # fmt: skip
def test_a_wrong_number_in_another_block(block: str, line: str, message: str, hint: str) -> None:
    case, findings = read_any(text(**{block: line}).encode(), "zaak.feiten")
    assert case is None
    assert any(message in one.message for one in findings), [one.message for one in findings]
    assert not hint or any(hint == one.suggestion for one in findings)


@pytest.mark.parametrize("value", [300, 300.0, "300", "€300", "€ 1.25,00", "€ 99.999.999.999", True, [], "€ 5.000,01"])
def test_json_has_amounts_as_they_are_written(value: object) -> None:
    data = case_to_json(read("de reiskosten zijn € 260 per maand"))
    data["aanvragen"][0]["feiten"]["reiskosten"] = value
    case, findings = read_any(json.dumps(data).encode(), "zaak.json")
    assert case is None
    assert findings[0].file.startswith("zaak.json/aanvragen/0")


@pytest.mark.parametrize("value", [45.5, "45", "45 procent", True, -1, 101, 10**12])
def test_json_has_other_numbers_whole(value: object) -> None:
    data = case_to_json(read(anna="heeft een loonwaarde van 45 procent"))
    assert data["inwoners"][0]["feiten"]["mini_waarde"] == 45
    data["inwoners"][0]["feiten"]["mini_waarde"] = value
    case, findings = read_any(json.dumps(data).encode(), "zaak.json")
    assert case is None
    assert findings[0].file.startswith("zaak.json/inwoners/0")


# ---- deciding


def outcome(case: Case) -> str:
    return Assessment(case, mini_law()).outcomes[0].outcome


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("de reiskosten zijn € 200 per maand\nde werkgever vergoedt niets", "bevoegd"),
        ("de reiskosten zijn € 200,01 per maand\nde werkgever vergoedt niets", "geblokkeerd"),
        ("de reiskosten zijn € 290 per maand\nde werkgever vergoedt € 90 per maand", "bevoegd"),
        ("de reiskosten zijn € 290 per maand\nde werkgever vergoedt € 89,99 per maand", "geblokkeerd"),
        ("de reiskosten zijn € 290 per maand\nonbekend hoeveel de werkgever vergoedt", "onbepaald"),
        ("de reiskosten zijn € 200 per maand\nonbekend hoeveel de werkgever vergoedt", "bevoegd"),
        ("er zijn geen reiskosten", "geblokkeerd"),
        ("onbekend hoe hoog de reiskosten zijn\nde werkgever vergoedt niets", "onbepaald"),
        ("", "onbepaald"),
    ],
)
def test_outcome_follows_the_number(lines: str, wanted: str) -> None:
    hours = "het werk is voor 32 uur per week"
    assert outcome(read(f"{lines}\n{hours}" if lines else hours)) == wanted


@pytest.mark.parametrize("lines", ["", "de reiskosten zijn € 290 per maand", "onbekend hoe hoog de reiskosten zijn\n"
                                   "de werkgever vergoedt € 90 per maand", "er zijn geen reiskosten"])  # fmt: skip
def test_worlds_are_what_clingo_makes_of_them(lines: str) -> None:
    found = Assessment(read(lines), mini_law(), frozenset())
    assert (found.worlds.certain, found.worlds.possible) == consequences(found.instance)


def test_what_would_settle_it_names_the_exact_amount() -> None:
    lines = "de reiskosten zijn € 290 per maand\nonbekend hoeveel de werkgever vergoedt\nhet werk is voor 32 uur per week"
    found = report_case(Assessment(read(lines), mini_law())).outcomes[0]
    said = {way.outcome: [one.partition(" [")[0] for one in way.answers] for way in found.ways}
    assert said == {
        "bevoegd": ["de werkgever vergoedt ten minste € 90 per maand"],
        "geblokkeerd": ["de werkgever vergoedt hooguit € 89,99 per maand, of de werkgever vergoedt niets"],
    }


def test_an_assumption_fills_in_a_number_and_says_so() -> None:
    case = read("de reiskosten zijn € 100 per maand\nhet werk is voor 32 uur per week")
    case = case._replace(assumed=(*case.assumed, "feiten"))
    instance = instantiate(case, mini_law())
    assert ("deelnemers", "w1", 10) in instance.facts
    assert FactKey("deelnemers", "Bakkerij") in instance.assumed
    assert FactKey("reisvergoeding", "z1") in instance.assumed
    assert not any(atom[0] == "reisvergoeding" for atom in instance.facts)
    assert outcome(case) == "bevoegd"


def test_closed_world_denies_only_what_can_be_denied() -> None:
    instance = instantiate(read()._replace(closure="ontkend"), mini_law())
    opened = {one.key.concept for one in instance.opens}
    assert {"deelnemers", "werkuren"} <= opened
    assert not {"reiskosten", "mini_waarde", "begeleiders"} & opened


def test_a_share_of_an_amount() -> None:
    case = read("de reiskosten zijn € 199,99 per maand\nde werkgever vergoedt niets", anna="heeft een loonwaarde van 45 procent")
    assert Assessment(case, mini_law()).outcomes[0].amount == 8_999


def test_sentences_show_numbers_as_people_write_them() -> None:
    case = read("de reiskosten zijn € 290 per maand\nde werkgever vergoedt € 1,50 per maand\nhet werk is voor 40 uur per week",
                bakkerij="heeft 1.250 werknemers", plaatsing="er waren 2 personen voor de begeleiding")  # fmt: skip
    found = Assessment(case, mini_law())
    report = report_case(found).outcomes[0]
    sentences = [one.sentence for one in (*report.reasons, *report.others, *report.consequences)]
    details = [detail.sentence for one in (*report.reasons, *report.others) for detail in one.details]
    assert "Na aftrek is € 288,50 nodig, meer dan € 200." in sentences
    assert "Het werk is voor 40 uur." in sentences
    assert {("gevolg", "z1", '"16.1/begeleid')} <= found.worlds.certain
    step = found.outcomes[0].step("gevolg", "16.1/begeleid")
    assert "er waren 2 personen voor de begeleiding" in [one.sentence for one in step.walk()]
    assert {"de reiskosten zijn € 290 per maand", "het werk is voor 40 uur per week"} <= set(details)


def test_every_kind_has_an_example_that_reads() -> None:
    law = mini_law()
    for key, value in (("reiskosten", 125_050), ("werkuren", 1), ("mini_waarde", 45), ("deelnemers", 2500), ("begeleiders", 1)):
        fact = next(iter(read("er zijn geen reiskosten").facts.values()))._replace(value=value, line=0, body="")
        assert str(value)[:1] in fact_phrase(law.concepts[key], fact, 0, "Het Hogeland")


def test_an_unnumbered_fact_of_a_placement_is_one_fact() -> None:
    instance = instantiate(read(plaatsing="er waren 2 personen voor de begeleiding"), mini_law())
    found: list[GroundAtom] = [atom for atom in instance.facts if atom[0] == "begeleiders"]
    assert found == [("begeleiders", "t1", 2)]
