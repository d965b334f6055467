"""Smaller proofs: no deeper than asked, with what is left out counted; without definitions, with all their facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zaken import ALL, assessment, name
from toetssteen.cli.main import OK, USAGE, main
from toetssteen.explain.fold import folded
from toetssteen.explain.proof import CASES, FACT, RULE, Step, only_case
from toetssteen.explain.report import CaseReport
from toetssteen.explain.to_json import step_to_json
from toetssteen.kb.case import FactKey
from toetssteen.kb.law import HOGELAND, load_law, statute_states
from toetssteen.ops.report import report_case

SAMPLE = ALL[3::40]
DEPTH = 4


def report_of(path: Path) -> CaseReport:
    return report_case(assessment(path))


def proofs(report: CaseReport) -> list[Step]:
    return [proof for outcome in report.outcomes for proof in outcome.proofs]


def facts(step: Step) -> set[FactKey | None]:
    return {one.fact for one in step.walk() if one.kind == FACT}


def levels(step: Step) -> int:
    return 1 + max((levels(child) for child in only_case(step).children), default=0)


def ids_below(step: Step) -> set[int]:
    below = [only_case(child) for child in only_case(step).children]
    return {id(one) for one in below} | {one for child in below for one in ids_below(child)}


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_no_deeper_than_asked_and_the_rest_is_counted(path: Path) -> None:
    report = report_of(path)
    for whole, small in zip(proofs(report), proofs(folded(report, depth=DEPTH)), strict=True):
        assert levels(small) == min(levels(whole), DEPTH)
        _same_to_the_depth(whole, small, DEPTH)


def _same_to_the_depth(whole: Step, small: Step, depth: int) -> None:
    whole = only_case(whole)
    assert (small.kind, small.status, small.sentence) == (whole.kind, whole.status, whole.sentence)
    if depth == 1:
        assert small.children == ()
        assert small.folded == len(ids_below(whole))
        return
    assert small.folded == 0
    for child, other in zip(whole.children, small.children, strict=False):
        _same_to_the_depth(child, other, depth - 1)


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_without_definitions_no_fact_is_lost(path: Path) -> None:
    report, definitions = report_of(path), assessment(path).law.definitions
    for whole, small in zip(proofs(report), proofs(folded(report, definitions=definitions)), strict=True):
        assert facts(small) == facts(whole)
        assert not [one for one in small.walk() if one.norm in definitions and one.kind in (RULE, CASES)]


def test_some_definition_is_left_out() -> None:
    path = next(one for one in ALL if one.stem == "woont-elders-geen-enkele-voorziening")
    report, definitions = report_of(path), assessment(path).law.definitions
    before = sum(one.norm in definitions for proof in proofs(report) for one in proof.walk())
    after = [one for proof in proofs(folded(report, definitions=definitions)) for one in proof.walk()]
    assert before
    assert not any(one.norm in definitions for one in after)
    assert any(one.kind == FACT and one.fact is not None and one.fact.concept == "woont_in_gemeente" for one in after)


@pytest.mark.parametrize("path", SAMPLE[:10], ids=name)
def test_a_step_used_twice_stays_one_step(path: Path) -> None:
    report = report_of(path)
    for whole, small in zip(proofs(report), proofs(folded(report)), strict=True):
        assert len(ids_below(small)) == len(ids_below(whole))


@pytest.mark.parametrize("state", statute_states(HOGELAND), ids=str)
def test_definitions_are_of_words_and_never_conditions(state: object) -> None:
    law = load_law(state)  # type: ignore[arg-type]
    assert {"1.1.inwoner/inwoner", "1.1.uitkering/ioaw", "pw:6.d/startkwalificatie"} <= law.definitions
    assert not {"1.1.voorziening/noodzakelijk", "6.1/leeftijd", "pw:6.c/onbetaald"} & law.definitions
    for norm in law.definitions:
        assert all(rule.predicate not in ("belemmering", "weigeringsgrond", "plicht", "bevoegdheid")
                   for rule in law.rules if rule.label == norm)  # fmt: skip


def test_depth_in_json_counts_what_is_left_out() -> None:
    path = next(one for one in ALL if one.stem == "participatieplaats-te-jong")
    proof = proofs(folded(report_of(path), depth=2))[0]
    data = step_to_json(proof)
    assert any(one.get("ingeklapt") for one in data["stappen"])
    assert all(not one["stappen"] for one in data["stappen"])


@pytest.mark.parametrize("text", ["0", "-1", "drie", "2.5", "", "²", "99999", "1e2"])
def test_a_depth_that_is_none(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waarom", "werkervaringsplaats", f"--diepte={text}"]) == USAGE
    assert "geef een geheel aantal niveaus van 1 tot en met 9999" in capsys.readouterr().err


def test_depth_shows_the_proof_in_the_short_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waarom", "participatieplaats-te-jong", "--diepte", "3"]) == OK
    shown = capsys.readouterr().out
    assert "Het bewijs:" in shown
    assert "andere voorwaarden is voldaan (--volledig toont ze)" in shown
    assert "(daaronder nog " in shown


@pytest.mark.parametrize(
    ("asked", "named"), [("WEP", "Werkervaringsplaats"), ("pp", "Participatieplaats"), ("LKS", "Loonkosten")]
)
def test_abbreviations_people_use(asked: str, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waarom", "participatieplaats-te-jong", asked]) == OK
    assert f"\n{named}" in capsys.readouterr().out
