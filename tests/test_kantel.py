"""What would change an outcome, over real cases: every proposal can be written down, read again, and gives the outcome."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.zaken import CASES, EXAMPLES, case_of, name
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.flip_json import flips_to_json
from toetssteen.explain.flip_layout import BY_WHOM
from toetssteen.kb.applications import NOTHING_ELSE
from toetssteen.kb.case import Case, Deviation, FactKey
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import UNKNOWN_EMPLOYER
from toetssteen.kb.vocabulary import SOURCES
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.flip import EASE, GOALS, Flip, Proposal, flip, flip_application, kinds
from toetssteen.ops.flip_report import report_flips
from toetssteen.ops.schemas import schemas
from toetssteen.parser.reader import read_case
from toetssteen.parser.writer import write_case

SAMPLE = [*EXAMPLES, *CASES[::45]]
YOUNG = next(path for path in EXAMPLES if path.stem == "participatieplaats-te-jong")
SIX_MONTHS = """casus "Te lang gevraagd"
bron: 5.4
peildatum 1 februari 2025
neem aan dat de overige oordelen gunstig zijn

inwoner Anna
  geboren op 3 mei 1980
  woont in Het Hogeland
  ontvangt algemene bijstand
  ontvangt geen uitkering van het UWV

werkgever Bakkerij
  geeft {guidance} op de werkplek

aanvraag van Anna voor werkervaringsplaats bij Bakkerij
  vanaf 1 maart 2025 voor {months} maanden
"""


def written(*, months: int = 6, guidance: str = "begeleiding") -> Case:
    case, findings = read_case(SIX_MONTHS.format(months=months, guidance=guidance), "zaak.feiten")
    assert case is not None, findings
    return case


def flips(path: Path, goal: str = "") -> list[tuple[Case, Flip]]:
    case = case_of(path)
    law = law_for(case)
    return [(case, flip_application(case, law, item, goal, limit=4)) for item in kinds(case, law)]


def proposals(result: Flip) -> list[Proposal]:
    return [one for ranked in (result.by_facts, result.by_deviating) if ranked for one in ranked.proposals]


def can_be_written(result: Flip, one: Proposal) -> bool:
    """Return whether a proposal can be a case: of nobody known nothing can be said, and of a span of values only one."""
    nobody = any(change.key.subject == UNKNOWN_EMPLOYER for change in one.changes)
    return not (result.application.own_motion or nobody or any(answer.value is None for answer in one.answers))


# ---- every proposal


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_a_proposal_can_be_written_read_and_decided(path: Path) -> None:
    for _case, result in flips(path):
        for one in proposals(result):
            if not can_be_written(result, one):
                continue
            deviations = tuple(item._replace(reason=item.reason or "proef") for item in one.case.deviations)
            law = law_for(one.case)
            case, findings = read_case(write_case(one.case._replace(deviations=deviations), law), "voorstel.feiten")
            assert case is not None, [finding.message for finding in findings]
            outcome = assess(case, law, about=NOTHING_ELSE).outcomes[0]
            assert set(outcome.possible) <= set(GOALS[result.goal])


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_no_change_can_be_left_out(path: Path) -> None:
    for _case, result in flips(path):
        for one in proposals(result):
            for change in one.changes:
                left = one.without(change, result.before.assessment.case)
                assert not set(left.possible) <= set(GOALS[result.goal])


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_output_fits_its_schema_and_goes_with_every_goal(path: Path) -> None:
    checker = Draft202012Validator(schemas()["kantel"].content, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for goal in GOALS:
        found = flips(path, goal)
        report = report_flips(found[0][0], law_for(found[0][0]), [one for _case, one in found])
        data = flips_to_json(report)
        assert json.loads(json.dumps(data)) == data
        assert [error.message for error in checker.iter_errors(data)] == []
        for one, (_same, result) in zip(report.flips, found, strict=True):
            assert one.reached == (set(result.before.possible) <= set(GOALS[goal]))
            assert one.reached or one.by_facts or one.by_deviating or one.hindrances or goal in ("geblokkeerd", "weigerbaar")


def test_the_sample_has_everything() -> None:
    found = [result for path in SAMPLE for _case, result in flips(path)]
    every = [one for result in found for one in proposals(result)]
    assert any(len(one.changes) > 1 for one in every)
    assert any(one.answers for one in every)
    assert any(one.deviations for one in every)
    assert any(result.hindrances for result in found)
    assert any(result.firm for result in found)


# ---- what is asked


def test_a_shorter_term_with_the_longest_that_may() -> None:
    case = written()
    result = flip(case, law_for(case), "Anna", "werkervaringsplaats")
    assert result is not None
    assert result.goal == "toewijsbaar"
    assert result.by_facts is not None
    (one,) = result.by_facts.proposals
    assert [change.key.concept for change in one.changes] == ["duur"]
    assert one.case.applications[0].months == 3
    allowed = {one.changes[0].choice.alternatives[index][0][2] for index in one.changes[0].allowed}
    assert allowed == {1, 2, 3}


def test_what_the_person_can_do_comes_first() -> None:
    case = written(months=3)
    result = flip(case, law_for(case), "Anna", "werkervaringsplaats")
    assert result is not None
    assert result.goal == "geblokkeerd"
    assert result.by_facts is not None
    sources = [one.changes[0].source for one in result.by_facts.proposals]
    assert sources[:2] == ["proces", "proces"]
    assert sources == sorted(sources, key=["proces", "register", "besluit", "oordeel", "open_norm"].index)


def test_every_source_of_a_fact_has_its_place_and_its_words() -> None:
    assert set(EASE) == set(BY_WHOM) == set(SOURCES)


def test_waiting_for_a_birthday_is_a_later_first_day() -> None:
    (pair,) = flips(YOUNG)
    assert pair[1].by_facts is not None
    (one,) = pair[1].by_facts.proposals
    assert one.case.applications[0].start == date(2025, 3, 12)
    assert one.case.facts[FactKey("geboren", "Bilal")] == pair[0].facts[FactKey("geboren", "Bilal")]
    assert pair[1].firm == ("6.1/leeftijd",)


def test_who_is_much_too_young_hears_from_when() -> None:
    case = case_of(YOUNG)
    facts = {**case.facts, FactKey("geboren", "Bilal"): case.facts[FactKey("geboren", "Bilal")]._replace(value=date(2001, 3, 12))}
    result = flip(case._replace(facts=facts), law_for(case), "Bilal", "participatieplaats")
    assert result is not None
    assert result.by_facts is None
    assert result.by_deviating is None
    assert [(one.obstacle.norm, one.met_from) for one in result.hindrances] == [("6.1/leeftijd", date(2028, 3, 12))]


def test_article_20_spares_facts() -> None:
    case = written(guidance="geen begeleiding")
    result = flip(case, law_for(case), "Anna", "werkervaringsplaats")
    assert result is not None
    assert result.by_facts is not None
    assert result.by_facts.weight == 2
    assert result.by_deviating is not None
    assert result.by_deviating.weight == 0
    (one,) = result.by_deviating.proposals
    assert one.deviations == ("5.3/begeleiding", "5.4/duur")
    assert one.answers == (Answer(FactKey("onredelijke_uitkomst", "z1"), True, ()),)
    assert [item.target for item in one.case.deviations] == ["5.3/begeleiding", "5.4/duur"]
    assert all(isinstance(item, Deviation) for item in one.case.deviations)


def test_a_missing_fact_is_a_condition_and_no_change() -> None:
    known = written(months=3)
    facts = {key: fact for key, fact in known.facts.items() if key.concept != "woont_in_gemeente"}
    result = flip(known._replace(facts=facts), law_for(known), "Anna", "werkervaringsplaats")
    assert result is not None
    assert result.before.outcome == "onbepaald"
    assert result.by_facts is not None
    assert result.by_facts.weight == 0
    assert [one.key.concept for one in result.by_facts.proposals[0].answers] == ["woont_in_gemeente"]


def test_nothing_to_do_when_the_outcome_is_there() -> None:
    case = written(months=3)
    result = flip(case, law_for(case), "Anna", "werkervaringsplaats", "bevoegd")
    assert result is not None
    assert result.reached
    assert (result.by_facts, result.by_deviating, result.hindrances) == (None, None, ())


def test_other_applications_change_nothing() -> None:
    for path in SAMPLE[::3]:
        case = case_of(path)
        whole = {one.application: one.possible for one in assess(case, about=frozenset()).outcomes}
        for _case, result in flips(path):
            assert result.before.possible == whole[result.application]


def test_an_application_that_is_not_there() -> None:
    case = written()
    assert flip(case, law_for(case), "Piet", "werkervaringsplaats") is None
    assert flip(case, law_for(case), "Anna", "werkervaringsplaats", employer="Elders") is None


# ---- the command


def run(*words: str) -> int:
    return main(["kantel", *words])


def output(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(*words, "--json") == OK
    return json.loads(capsys.readouterr().out)


def test_text_says_now_then_and_through_what(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(YOUNG.stem) == OK
    out = " ".join(capsys.readouterr().out.split())
    assert "Nu: GEBLOKKEERD. Gezocht: toewijsbaar (verplicht of bevoegd)." in out
    assert "nu: de gevraagde periode begint op 1 maart 2025 → de gevraagde periode begint op 12 maart 2025" in out
    assert "[artikel 6 lid 1; artikel 7 lid 8 Pw]" in out
    assert "Hiervan kan niet worden afgeweken (het volgt uit de wet)" in out


def test_the_number_of_proposals_is_bounded_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = output(capsys, "werkervaringsplaats", "--hooguit", "2")["kantelpunten"][0]["met_feiten"]
    assert len(found["voorstellen"]) == 2 < found["aantal"]
    assert run("werkervaringsplaats", "--hooguit", "2") == OK
    assert f"Er zijn {found['aantal']} kleinste veranderingen, elk van 1 feit; de eerste 2 zijn:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["werkervaringsplaats", "--hooguit", "0"], USAGE, "geef een getal van 1 tot en met 500"),
        (["werkervaringsplaats", "--hooguit", "veel"], USAGE, "geef een getal van 1 tot en met 500"),
        (["werkervaringsplaats", "--hooguit", "²"], USAGE, "geef een getal van 1 tot en met 500"),
        (["werkervaringsplaats", "--naar", "onbepaald"], USAGE, "kies uit"),
        (["werkervaringsplaats", "proefplek"], INPUT, "proefplaats"),
        (["werkervaringsplaats", "--voor", "Piet"], INPUT, "«Piet» staat niet in deze zaak"),
        (["werkervaringsplaats", "samenwerking"], INPUT, "voeg een regel «gemeente» toe"),
        (["bestaat-niet"], INPUT, "bestaat niet"),
    ],
)
def test_wrong_use_says_what_to_do(words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
