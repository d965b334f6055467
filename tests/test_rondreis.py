"""Round trips: a case written as text or as JSON reads back as the same case, and JSON fits its schema."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import toetssteen
from toetssteen.explain.to_json import case_to_json as outcome_to_json
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import load_law
from toetssteen.ops.assess import assess
from toetssteen.ops.report import report_case
from toetssteen.parser.json_case import read_json
from toetssteen.parser.json_form import read_any
from toetssteen.parser.json_lines import FIELDS
from toetssteen.parser.json_writer import case_to_json
from toetssteen.parser.writer import name, write_case

PACKAGE = Path(toetssteen.__file__).parent
CASES = Path(__file__).with_name("casus")
FILES = sorted(CASES.rglob("*.feiten")) + sorted((PACKAGE / "voorbeelden").glob("*.feiten"))
DECIDED = FILES[::9] + FILES[-5:]
CASE_SCHEMA = json.loads((PACKAGE / "parser/schema/casus.schema.json").read_text(encoding="utf-8"))
OUTCOME_SCHEMA = json.loads((PACKAGE / "explain/schema/uitkomst.schema.json").read_text(encoding="utf-8"))

NAMES = [
    'Jan "de kok" Bos', '"', "C:\\temp", "\\", '\\"', "Anna (groep 2)", "((", "voor", "Voor Bij Op", "bij", "op", "van",
    "verlenging van", "😀 Anna", "Zoë-Anne d'Arc", "O'Brien", "#script (python)", "uitkomst(X) :- zaak(X,_,_).", "%|", "100%",
    "Anna, de oudste", "Anna: zus", "woont in Het Hogeland", "is noodzakelijk", "ontvangt algemene bijstand", "hij", "zij",
    "haar", "Het Hogeland", "Rijk", "UWV", "werkgever", "de werkgever", "het college", "onbekend", "z1", "t1", "p1", "w1", "z2",
    "premie", "de werkervaringsplaats", "1 maart 2025", "3 maanden", "20", "6.1", "{P}", "{Z}", "‹waarde›", "verplicht", "omdat",
    "«Anna»", "“Anna”", "a" * 200, "李雷", "مريم", "inwoner", "volgens het college", "Anna, volgens het college",
    "Anna in halfjaar 2",
]  # fmt: skip
TEMPLATE = """casus "Een naam die lastig is"
bron: {name}
peildatum 1 oktober 2025

inwoner {quoted}
  geboren op 14 juni 1990
  woont in Het Hogeland
  ontvangt algemene bijstand
  ontvangt geen uitkering van het UWV
  kan geen door het Rijk bekostigd onderwijs volgen
  voor hem is loonkostensubsidie verleend

inwoner Ander
  woont niet in Het Hogeland

werkgever "Firma {inside}"
  geeft begeleiding op de werkplek
  is de rechtsopvolger van "Oude {inside}"

werkgever "Oude {inside}"

plaatsing van {quoted} op participatieplaats bij "Oude {inside}"
  van 1 januari 2025 tot en met 30 september 2025
  werkzaamheden {quoted}
  heeft voldoende meegewerkt in halfjaar 1, volgens het college

aanvraag van {quoted} voor proefplaats bij "Firma {inside}"
  vanaf 1 november 2025 voor 2 maanden
  werkzaamheden {quoted}
  is noodzakelijk, volgens het college
  er is met hem overlegd
  de gemeente verwacht dat hij geschikt is voor het werk
  de verklaring is vooraf gegeven

afwijking van 8.4 voor {quoted} op proefplaats, besloten op 1 februari 2025 door {quoted}, omdat {quoted}

verwacht premie voor {quoted}: verplicht op 6.4, bedrag € 300
  bron: 6.4
"""


def messages(findings: list[Finding]) -> str:
    return "\n".join(finding.as_text() for finding in findings)


def read(text: str) -> Case:
    case, findings = read_any(text.encode(), "zaak")
    assert case is not None, messages(findings)
    return case


def as_text(case: Case) -> str:
    return write_case(case, load_law(case.reference_date))


def as_json(case: Case) -> str:
    return json.dumps(case_to_json(case), ensure_ascii=False)


def problems(schema: Any, data: Any) -> list[str]:
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(data)]


def file_id(path: Path) -> str:
    return path.stem


# ---- every case


def test_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(CASE_SCHEMA)
    Draft202012Validator.check_schema(OUTCOME_SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_round_trip_of_a_file(path: Path) -> None:
    case = read(path.read_text(encoding="utf-8"))
    assert read(as_text(case)).without_lines() == case.without_lines()
    assert read(as_json(case)).without_lines() == case.without_lines()
    assert as_text(read(as_text(case))) == as_text(case)
    assert problems(CASE_SCHEMA, case_to_json(case)) == []


@pytest.mark.parametrize("path", DECIDED, ids=file_id)
def test_output_fits_its_schema(path: Path) -> None:
    report = report_case(assess(read(path.read_text(encoding="utf-8"))))
    brief, full = outcome_to_json(report), outcome_to_json(report, full=True)
    assert json.loads(json.dumps(brief)) == brief
    assert problems(OUTCOME_SCHEMA, brief) == []
    assert problems(OUTCOME_SCHEMA, full) == []
    assert all("bewijzen" in one for one in full["uitkomsten"])


def test_schema_has_exactly_the_fields_the_reader_knows() -> None:
    assert set(CASE_SCHEMA["properties"]) == FIELDS[""]
    for group, fields in FIELDS.items():
        if group:
            place = CASE_SCHEMA["properties"][group]
            kind = place.get("items", place)["$ref"].rpartition("/")[2]
            assert set(CASE_SCHEMA["$defs"][kind]["properties"]) == fields, group


def test_schema_has_exactly_the_kinds_there_are() -> None:
    kinds = load_law(date.max).provisions
    decided = [key for key, one in kinds.items() if not one.only_placement]
    asked = [key for key in decided if not kinds[key].municipal]
    defined = CASE_SCHEMA["$defs"]
    assert defined["voorziening"]["enum"] == ["", *asked]
    # that a place goes on is asked with a field of its own
    assert defined["aanvraag"]["properties"]["voorziening"]["enum"] == [key for key in asked if not kinds[key].continuing]
    assert defined["verwachting"]["properties"]["voorziening"]["enum"] == decided
    limited = [key for key, one in kinds.items() if one.is_provision or one.about]
    assert defined["plafond"]["properties"]["soort"]["enum"] == limited
    assert OUTCOME_SCHEMA["$defs"]["uitkomst"]["properties"]["voorziening"]["enum"] == decided
    assert defined["plaatsing"]["properties"]["soort"]["enum"] == [key for key, one in kinds.items() if one.is_place]


def test_every_object_of_the_schemas_is_closed_and_described() -> None:
    def walk(node: Any, path: str) -> None:
        if isinstance(node, dict) and node.get("type") == "object":
            assert "additionalProperties" in node, path
            for key, part in node.get("properties", {}).items():
                assert "description" in part or "$ref" in part, f"{path}/{key}"
        for key, part in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            walk(part, f"{path}/{key}")

    walk(CASE_SCHEMA, "casus")
    walk(OUTCOME_SCHEMA, "uitkomst")


def test_every_concept_fits_the_pattern_of_the_schema() -> None:
    (pattern,) = CASE_SCHEMA["$defs"]["feiten"]["patternProperties"]
    facts = dict.fromkeys(load_law(date.max).concepts)
    data = {"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01", "inwoners": [{"naam": "Anna", "feiten": facts}]}
    assert pattern
    assert problems(CASE_SCHEMA, data) == []


# ---- names that are hard


def hard_case(hard: str) -> str:
    quoted = '"' + hard.replace("\\", "\\\\").replace('"', '\\"') + '"'
    shown = "".join(sign for sign in hard if sign not in '%"')
    return TEMPLATE.replace("{quoted}", quoted).replace("{inside}", quoted[1:-1]).replace("{name}", shown or "x")


@pytest.mark.parametrize("hard", NAMES)
def test_hard_name_is_read(hard: str) -> None:
    case = read(hard_case(hard))
    assert case.persons[0] == hard
    assert case.employers == (f"Firma {hard}", f"Oude {hard}")
    assert case.successors == ((f"Firma {hard}", f"Oude {hard}"),)
    assert case.applications[0].work == case.placements[0].work == hard
    assert case.deviations[0].reason == hard
    assert len(case.facts) == 13


@pytest.mark.parametrize("hard", NAMES)
def test_hard_name_round_trips_as_text(hard: str) -> None:
    case = read(hard_case(hard))
    assert read(as_text(case)).without_lines() == case.without_lines()
    assert as_text(read(as_text(case))) == as_text(case)


@pytest.mark.parametrize("hard", NAMES)
def test_hard_name_round_trips_as_json(hard: str) -> None:
    case = read(hard_case(hard))
    assert problems(CASE_SCHEMA, case_to_json(case)) == []
    assert read(as_json(case)).without_lines() == case.without_lines()


@pytest.mark.parametrize("hard", NAMES)
def test_a_written_name_is_one_name(hard: str) -> None:
    case = read(f"peildatum 1 februari 2025\ninwoner {name(hard)}\naanvraag van {name(hard)} voor ondersteuning\n")
    assert case.persons == (hard,)
    assert case.applications[0].person == hard


def test_written_facts_are_dutch() -> None:
    text = as_text(read(hard_case("Anna")))
    assert "met hem overlegd" in text or "met haar overlegd" in text or "met Anna overlegd" in text
    assert "voor hij" not in text


def test_who_judged_a_date_or_a_term_is_kept() -> None:
    stated = "  de werkgever verklaart dat een arbeidsovereenkomst van 6 maanden kan volgen, volgens Anna"
    text = hard_case("Anna").replace("14 juni 1990", "14 juni 1990, volgens de basisregistratie")
    text = text.replace("  de verklaring is", stated + "\n  de verklaring is")
    case = read(text)
    assert {fact.body for fact in case.facts.values()} >= {"basisregistratie", "anna"}
    assert read(as_text(case)).without_lines() == case.without_lines()
    assert read(as_json(case)).without_lines() == case.without_lines()


def test_json_keeps_facts_with_their_own_subject() -> None:
    data = case_to_json(read(hard_case("z1")))
    assert "noodzakelijk" not in data["inwoners"][0]["feiten"]
    assert "geboren" not in data["aanvragen"][0]["feiten"]


# ---- JSON that is wrong

GOOD: dict[str, Any] = {
    "formaat": "toetssteen/casus/1",
    "peildatum": "2025-02-01",
    "gemeente": {"feiten": {"werkt_samen_met_uwv": True, "plekken_gerealiseerd": 12, "plekken_van_raad": False}},
    "plafonds": [{"soort": "proefplaats", "van": "2025-01-01", "tot_en_met": "2025-12-31", "bedrag": "€ 50.000",
                  "personen": 5, "per_persoon": "€ 2.500,50",
                  "feiten": {"subsidieplafond": True, "bekendgemaakt": "2024-12-10", "verleend_bedrag": "€ 10.000"}}],
    "inwoners": [{"naam": "Anna", "feiten": {"geboren": "1990-06-14", "woont_in_gemeente": True}}],
    "werkgevers": [{"naam": "Firma Oost", "feiten": {"geeft_begeleiding": None}}],
    "plaatsingen": [
        {"inwoner": "Anna", "soort": "participatieplaats", "werkgever": "Firma Oost", "van": "2024-01-01",
         "tot_en_met": "2024-09-30", "verlengd": ["2024-12-31"], "onderbroken": [["2024-03-01", "2024-03-31"]],
         "feiten": {"voldoende_meegewerkt[2]": {"waarde": False, "volgens": "college"}}}
    ],
    "aanvragen": [
        {"inwoner": "Anna", "voorziening": "proefplaats", "werkgever": "Firma Oost", "vanaf": "2025-03-01", "maanden": 2,
         "feiten": {"verklaarde_duur": 6, "kosten": "€ 1.250,50", "noodzakelijk": {"waarde": True, "volgens": "college"}}}
    ],
    "afwijkingen": [{"van": "8.4", "inwoner": "Anna", "omdat": "het contract volgt"}],
    "verwachtingen": [{"voorziening": "premie", "inwoner": "Anna", "verwacht": "verplicht op 6.4"}],
}  # fmt: skip
ANY: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3.5,
    10**30,
    "",
    "x",
    "\n",
    "a\u0000b",
    "\ud800",
    [],
    [1],
    [[]],
    {},
    {"a": 1},
    "2025-02-31",
)


def test_the_good_json_is_good() -> None:
    case, findings = read_json(json.dumps(GOOD).encode(), "zaak.json")
    assert case is not None, messages(findings)
    assert findings == []
    assert problems(CASE_SCHEMA, GOOD) == []
    assert read(as_json(case)).without_lines() == case.without_lines()


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, part in parts for found in places(part, (*path, key)))]


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


PLACES = places(GOOD)


@pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path)) or "alles")
def test_wrong_value_at_any_place_is_a_finding_or_a_case(path: tuple[Any, ...]) -> None:
    for value in ANY:
        data = json.dumps(replaced(GOOD, path, value)).encode()
        case, findings = read_any(data if data.startswith(b"{") else b"{" + data, "zaak.json")
        if case is None:
            assert findings
            assert all(one.message for one in findings)
        else:
            assert read(as_json(case)).without_lines() == case.without_lines(), (path, value)


@pytest.mark.parametrize("path", [path for path in PLACES if path], ids=lambda path: "/".join(map(str, path)))
def test_what_the_reader_takes_fits_the_schema(path: tuple[Any, ...]) -> None:
    taken = []
    for value in ANY[1:]:
        data = replaced(GOOD, path, value)
        if problems(CASE_SCHEMA, data) and read_json(json.dumps(data).encode(), "zaak.json")[0] is not None:
            taken.append(value)
    assert taken == []


@pytest.mark.parametrize("path", [path for path in PLACES if path], ids=lambda path: "/".join(map(str, path)))
def test_every_place_can_be_left_out(path: tuple[Any, ...]) -> None:
    parent: Any = GOOD
    for key in path[:-1]:
        parent = parent[key]
    rest = [one for index, one in enumerate(parent) if index != path[-1]] if isinstance(parent, list) else {
        key: value for key, value in parent.items() if key != path[-1]}  # fmt: skip
    case, findings = read_json(json.dumps(replaced(GOOD, path[:-1], rest)).encode(), "zaak.json")
    assert case is not None or findings


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("peildatum",), "2025-02-31", "/peildatum"),
        (("peildatum",), 20250201, "/peildatum"),
        (("peildatum",), "2024-06-30", "/peildatum"),
        (("formaat",), "toetssteen/casus/2", "/formaat"),
        (("inwoners",), {"naam": "Anna"}, "/inwoners"),
        (("inwoners", 0), "Anna", "/inwoners/0"),
        (("gemeente",), "Het Hogeland", "/gemeente"),
        (("plafonds",), {"soort": "scholing"}, "/plafonds"),
        (("plafonds", 0), {"soort": "scholing"}, "/plafonds/0"),
        (("plafonds", 0, "soort"), "ondersteuning", "/plafonds/0"),
        (("plafonds", 0, "van"), None, "/plafonds/0"),
        (("plafonds", 0, "van"), "2026-01-01", "/plafonds/0"),
        (("plafonds", 0, "bedrag"), 50000, "/plafonds/0/bedrag"),
        (("plafonds", 0, "bedrag"), "€ 50.000,50", "/plafonds/0"),
        (("plafonds", 0, "personen"), "5", "/plafonds/0/personen"),
        (("plafonds", 0, "personen"), 5_000_000, "/plafonds/0"),
        (("plafonds", 0, "per_persoon"), 2500.5, "/plafonds/0/per_persoon"),
        (("plafonds", 0, "feiten", "verleend_bedrag"), 10000, "/plafonds/0/feiten/verleend_bedrag"),
        (("plafonds", 0, "feiten", "bekendgemaakt"), "2025-02-02", "/plafonds/0/feiten/bekendgemaakt"),
        (("aanvragen", 0, "feiten", "kosten"), 1250.5, "/aanvragen/0/feiten/kosten"),
        (("gemeente", "naam"), "Het Hogeland", "/gemeente/naam"),
        (("gemeente", "feiten"), {"geboren": "1990-06-14"}, "/gemeente/feiten/geboren"),
        (("gemeente", "feiten", "plekken_gerealiseerd"), "12", "/gemeente/feiten/plekken_gerealiseerd"),
        (("gemeente", "feiten", "plekken_gerealiseerd"), 5001, "/gemeente/feiten/plekken_gerealiseerd"),
        (("gemeente", "feiten", "plekken_gerealiseerd"), False, "/gemeente/feiten/plekken_gerealiseerd"),
        (("inwoners", 0, "naam"), 3, "/inwoners/0/naam"),
        (("inwoners", 0, "naam"), "An\nna", "/inwoners/0/naam"),
        (("inwoners", 0, "feiten"), ["geboren"], "/inwoners/0/feiten"),
        (("inwoners", 0, "feiten"), {"noodzakelijk": True}, "/inwoners/0/feiten/noodzakelijk"),
        (("inwoners", 0, "feiten", "geboren"), "1990-02-30", "/inwoners/0/feiten/geboren"),
        (("inwoners", 0, "feiten", "geboren"), "2025-02-02", "/inwoners/0/feiten/geboren"),
        (("inwoners", 0, "feiten", "woont_in_gemeente"), "ja", "/inwoners/0/feiten/woont_in_gemeente"),
        (("werkgevers", 0, "rechtsopvolger"), ["x"], "/werkgevers/0/rechtsopvolger"),
        (("plaatsingen", 0, "soort"), "premie", "/plaatsingen/0"),
        (("plaatsingen", 0, "verlengd", 0), "morgen", "/plaatsingen/0/verlengd/0"),
        (("plaatsingen", 0, "onderbroken"), "2024-03-01", "/plaatsingen/0/onderbroken"),
        (("plaatsingen", 0, "onderbroken", 0), ["2024-03-01"], "/plaatsingen/0/onderbroken/0"),
        (("plaatsingen", 0, "feiten"), {"voldoende_meegewerkt[x]": True}, "/plaatsingen/0/feiten/voldoende_meegewerkt[x]"),
        (("plaatsingen", 0, "feiten"), {"voldoende_meegewerkt[0]": True}, "/plaatsingen/0/feiten/voldoende_meegewerkt[0]"),
        (("plaatsingen", 0, "feiten"), {"voldoende_meegewerkt[9]": True}, "/plaatsingen/0/feiten/voldoende_meegewerkt[9]"),
        (("aanvragen", 0, "voorziening"), "vrijwilligerswerk", "/aanvragen/0"),
        (("aanvragen", 0, "maanden"), 61, "/aanvragen/0/maanden"),
        (("aanvragen", 0, "maanden"), "twee", "/aanvragen/0/maanden"),
        (("aanvragen", 0, "verlenging"), "ja", "/aanvragen/0/verlenging"),
        (("aanvragen", 0, "inwoner"), "Bob", "/aanvragen/0"),
        (("aanvragen", 0, "feiten", "verklaarde_duur"), 10**30, "/aanvragen/0/feiten/verklaarde_duur"),
        (("aanvragen", 0, "feiten", "verklaarde_duur"), True, "/aanvragen/0/feiten/verklaarde_duur"),
        (("aanvragen", 0, "feiten"), {"noodzakelijk[1]": True}, "/aanvragen/0/feiten/noodzakelijk[1]"),
        (("aanvragen", 0, "feiten", "noodzakelijk"), {"waarde": True, "door": "x"}, "/aanvragen/0/feiten/noodzakelijk/door"),
        (("aanvragen", 0, "feiten", "noodzakelijk"), {"volgens": "college"}, "/aanvragen/0/feiten/noodzakelijk"),
        (("aanvragen", 0, "feiten", "noodzakelijk", "volgens"), ["x"], "/aanvragen/0/feiten/noodzakelijk"),
        (("afwijkingen", 0, "van"), "99.9", "/afwijkingen/0"),
        (("afwijkingen", 0, "omdat"), "", "/afwijkingen/0"),
        (("verwachtingen", 0, "verwacht"), "toegewezen", "/verwachtingen/0"),
        (("verwachtingen", 0, "verwacht"), "verplicht op 6.4\nbron: x", "/verwachtingen/0/verwacht"),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)  # fmt: skip
def test_finding_names_the_place_in_the_json(path: tuple[Any, ...], value: Any, where: str) -> None:
    parent: Any = GOOD
    for key in path[:-1]:
        parent = parent[key]
    changed = {**parent, path[-1]: value} if isinstance(parent, dict) else replaced(parent, path[-1:], value)
    case, findings = read_json(json.dumps(replaced(GOOD, path[:-1], changed)).encode(), "zaak.json")
    assert case is None
    assert any(one.file == f"zaak.json{where}" for one in findings), messages(findings)


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"formaat": ', '{"a": NaN}', '{"a": 1,}', "{" * 100_000, '{"a":' * 100_000, '{"a": "\\ud800"}', "{'a': 1}",
     '{"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01", "inwoners": [' + "[" * 50_000,
     '{"peildatum": 1' + "0" * 5000 + "}"],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_text_that_is_no_json_is_a_finding(text: str) -> None:
    case, findings = read_any(text.encode(), "zaak.json")
    assert case is None
    assert findings
    assert messages(findings)


def test_json_that_breaks_off_has_line_and_column() -> None:
    _case, findings = read_any(b'{\n  "formaat": "toetssteen/casus/1",\n  "peildatum" "2025-02-01"\n}', "zaak.json")
    assert [(one.line, one.column) for one in findings] == [(3, 15)]
    assert "Expecting" not in messages(findings)


def test_a_key_that_is_there_twice_is_a_finding() -> None:
    text = '{"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01", "peildatum": "2026-02-01", "inwoners": [{"naam": "A"}]}'
    case, findings = read_any(text.encode(), "zaak.json")
    assert case is None
    assert "peildatum" in messages(findings)


def test_a_case_about_the_gemeente_alone_needs_no_person() -> None:
    case = read("peildatum 1 februari 2025\ngemeente Het Hogeland\n  werkt samen met het UWV\n")
    assert (case.municipal, case.persons) == (True, ())
    assert read(as_text(case)).without_lines() == read(as_json(case)).without_lines() == case.without_lines()
    assert problems(CASE_SCHEMA, case_to_json(case)) == []
    assert problems(CASE_SCHEMA, {"formaat": "toetssteen/casus/1", "peildatum": "2025-02-01"}) != []


def test_json_with_byte_order_mark_is_read() -> None:
    case, findings = read_any(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), "zaak.json")
    assert case is not None, messages(findings)


def test_unknown_field_is_suggested() -> None:
    _case, findings = read_json(json.dumps({**GOOD, "inwoner": []}).encode(), "zaak.json")
    assert messages(findings) == "zaak.json/inwoner: fout: «inwoner» is hier onbekend\n    bedoelde u «inwoners»?"
