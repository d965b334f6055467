"""Why the one voorziening and not the other: every demand that turns out differently, and the same demands side by side."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types

from tests.zaken import ALL, EXAMPLES, case_of, name
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.contrast import Contrast, contrast_document, contrast_to_json
from toetssteen.explain.forms import PLAIN_FORMS, in_form
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.kb.finding import Finding
from toetssteen.ops.assess import BLOCKING, OPEN, assess
from toetssteen.ops.contrast import contrasted
from toetssteen.ops.schemas import schemas
from toetssteen.parser.reader import read_case

SAMPLE = [*EXAMPLES, *ALL[11::90]]
KINDS = ("werkervaringsplaats", "participatieplaats", "scholing", "beschut_werk", "loonkostensubsidie", "werkervaringsplaats")
Output = pytest.CaptureFixture[str]
TWICE = """casus "Twee plaatsen, elk voor vijf maanden"
peildatum 1 februari 2025
neem aan dat de overige feiten gunstig zijn

inwoner Anna
  geboren op 5 mei 1988
  woont in Het Hogeland
  ontvangt algemene bijstand

werkgever Bakkerij Zeldenrust

aanvraag van Anna voor werkervaringsplaats bij Bakkerij Zeldenrust
  vanaf 1 maart 2025 voor 5 maanden

aanvraag van Anna voor participatieplaats bij Bakkerij Zeldenrust
  vanaf 1 maart 2025 voor 5 maanden
"""


def compared(text: str, first: str, second: str) -> Contrast:
    case, findings = read_case(text, "zaak")
    assert case is not None, findings
    found = contrasted(case, first, second)
    assert not isinstance(found, Finding), found
    return found[1][0]


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_every_demand_that_fails_or_is_open_is_a_difference(path: Path) -> None:
    case = case_of(path)
    for first, second in pairwise(KINDS):
        found = contrasted(case, first, second)
        if isinstance(found, Finding):
            continue
        report, contrasts = found
        assessed = assess(case, about=frozenset((first, second)))
        for one in contrasts:
            told = [{reason.norm for demand in one.differences if (reason := demand[place]) is not None} for place in (0, 1)]
            for place, side in enumerate((one.first, one.second)):
                outcome = assessed.outcome(side.person, side.provision, side.employer)
                assert outcome is not None
                failing = {part.norm for part in outcome.conditions if part.state in (BLOCKING, OPEN)}
                assert failing <= told[place], side.title
            assert all(any(reason is not None and reason.mark != "ja" for reason in demand) for demand in one.differences)
        data = contrast_to_json(report, contrasts)
        Draft202012Validator(schemas()["contrast"].content).validate(data)
        for form in PLAIN_FORMS[:-1]:
            assert in_form(contrast_document(report, contrasts), form)


def test_the_same_demand_stands_side_by_side_with_its_numbers() -> None:
    one = compared(TWICE, "PP", "WEP")
    assert one.summary == "Voor Anna kan een participatieplaats worden verleend, maar geen werkervaringsplaats."
    assert one.premise == ""
    demand = one.differences[0]
    assert demand.first is not None
    assert demand.second is not None
    assert (demand.first.norm, demand.second.norm) == ("6.3/maximum", "5.4/duur")
    assert (demand.first.mark, demand.second.mark) == ("ja", "nee")
    assert "12 maanden" in demand.first.sentence
    assert "3 maanden" in demand.second.sentence
    assert {"inwoner", "noodzakelijk", "zinvol"} <= set(one.shared)


def test_a_question_the_wrong_way_round_is_answered_and_said() -> None:
    one = compared(TWICE, "WEP", "PP")
    assert one.premise == "De vraag veronderstelt het omgekeerde van wat de uitkomst is."
    assert (
        one.summary == "Voor Anna kan geen werkervaringsplaats worden verleend, maar kan een participatieplaats worden verleend."
    )


def test_the_same_outcome_is_said() -> None:
    one = compared(TWICE.replace("5 maanden\n\naanvraag", "3 maanden\n\naanvraag"), "WEP", "PP")
    assert one.premise.startswith("De uitkomst is voor beide dezelfde")
    assert one.differences == ()


def test_a_duty_against_a_power() -> None:
    path = next(one for one in ALL if one.stem == "t9-jelle-aantal-bereikt")
    found = contrasted(case_of(path), "overbrugging", "beschut werk")
    assert not isinstance(found, Finding)
    one = found[1][0]
    assert [[reason.norm.partition("/")[0] for reason in side] for side in one.bases] == [["7.5"], ["7.1"]]
    assert one.summary.endswith("worden verleend, en kan een beschutte werkplek worden verleend.")


def test_without_a_first_one_what_is_asked_is_compared(capsys: Output) -> None:
    assert main(["waarom", "participatieplaats-te-jong", "--en-niet", "WEP"]) == OK
    shown = " ".join(capsys.readouterr().out.split())
    assert "Participatieplaats voor Bilal bij Bakkerij de Jong, tegenover werkervaringsplaats" in shown


def test_of_several_persons_each_is_compared_once(capsys: Output) -> None:
    extra = "inwoner Bram\n  geboren op 5 mei 2000\n\n"
    case, _findings = read_case(TWICE.replace("werkgever", extra + "werkgever", 1), "zaak")
    assert case is not None
    found = contrasted(case, "WEP", "PP")
    assert not isinstance(found, Finding)
    assert [one.first.person for one in found[1]] == ["Anna", "Bram"]
    only = contrasted(case, "WEP", "PP", "Bram")
    assert not isinstance(only, Finding)
    assert [one.first.person for one in only[1]] == ["Bram"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["WEP", "--en-niet", "WEP"], INPUT, "niet met zichzelf te vergelijken"),
        (["WEP", "--en-niet", "zwemles"], INPUT, "«zwemles» is geen voorziening van deze verordening"),
        (["zwemles", "--en-niet", "WEP"], INPUT, "«zwemles» is geen voorziening van deze verordening"),
        (["WEP", "--en-niet", "jobcoaching in natura"], INPUT, "over jobcoaching in natura is in deze zaak niets te beslissen"),
        (["WEP", "--en-niet", "samenwerking"], INPUT, "gaat over de gemeente zelf"),
        (["WEP", "--en-niet", "PP", "--voor", "Niemand"], INPUT, "«Niemand» staat niet in deze zaak"),
        (["WEP", "--en-niet", "PP", "--voor", MUNICIPALITY], INPUT, "staat niet in deze zaak"),
        (["WEP", "--en-niet", "PP", "--vorm", "svg"], USAGE, "--vorm svg kan niet samen met --en-niet"),
        (["WEP", "--en-niet", "PP", "--diepte", "2"], USAGE, "kan niet samen met --en-niet"),
        (["WEP", "--en-niet"], USAGE, "hier hoort een waarde bij"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert main(["waarom", "participatieplaats-te-jong", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_nothing_asked_and_nothing_named(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "zaak.feiten"
    path.write_text('casus "Kort"\npeildatum 1 februari 2025\n\ninwoner Anna\n', encoding="utf-8")
    assert main(["waarom", str(path), "--en-niet", "PP"]) == INPUT
    assert "noem twee voorzieningen" in capsys.readouterr().err


def test_json(capsys: Output) -> None:
    assert main(["waarom", "participatieplaats-te-jong", "WEP", "--tegenover", "PP", "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    assert data["formaat"] == "toetssteen/contrast/1"
    assert [one["uitkomst"] for one in data["vergelijkingen"][0]["uitkomsten"]] == ["onbepaald", "geblokkeerd"]
