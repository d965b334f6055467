"""``vragen``: on which assumptions an outcome rests, what is told of a fact, and what is said when there is nothing to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zaken import CASES, case_of, name
from toetssteen.cli.main import INPUT, OK, main
from toetssteen.explain.forms import in_text
from toetssteen.explain.questions_layout import document_of
from toetssteen.kb.case import Fact
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.assess import assess
from toetssteen.ops.assumptions import resting
from toetssteen.ops.questions import questions
from toetssteen.parser.reader import read_case

EXAMPLE = "proefplaats-nog-veel-onbekend"
ASSUMING = [path for path in CASES if case_of(path).assumed][::25]
Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("path", ASSUMING, ids=name)
def test_an_outcome_rests_on_an_assumption_when_the_opposite_changes_it(path: Path) -> None:
    case = case_of(path)
    found = assess(case, about=frozenset())
    for outcome in found.outcomes:
        item = outcome.application
        if item.own_motion or outcome.outcome == UNDETERMINED:
            continue
        rests = resting(found, item)
        assert set(rests) <= found.instance.assumed
        for key in found.instance.assumed:
            concept = found.law.concepts[key.concept]
            if concept.kind != "vlag":
                continue
            opposite = case._replace(facts={**case.facts, key: Fact(not concept.favourable)})
            other = assess(opposite, found.law, about=frozenset()).outcome(item.person, item.provision, item.employer)
            assert other is not None
            assert (other.possible != outcome.possible) == rests.get(key, False), key


def test_there_are_assumptions_that_carry_an_outcome_and_others() -> None:
    found = [resting(assessed, one.application) for path in ASSUMING for assessed in (assess(case_of(path), about=frozenset()),)
             for one in assessed.outcomes]  # fmt: skip
    assert any(alone for one in found for alone in one.values())
    assert any(not alone for one in found for alone in one.values())


def test_all_sets_and_facts_are_shown_on_request() -> None:
    case, findings = read_case("peildatum 1 juni 2025\n\ninwoner Anna\n\naanvraag van Anna voor loonkostensubsidie\n")
    assert case is not None, findings
    report = questions(assess(case, about=frozenset()))
    short, full = (in_text(document_of(report, full=full), 100) for full in (False, True))
    (outcome,) = report.outcomes
    assert f"Wat ertoe kan doen: {len(outcome.relevant)} vragen" in short
    assert "(--alles toont ze)" in short
    assert "(--alles toont ze)" not in full
    for fact in outcome.idle:
        assert fact.question.split()[0] in full
    assert all(len(one) == len(settled.sets[0]) for settled in outcome.settled for one in settled.sets)


def test_what_is_certain_asks_nothing(capsys: Output) -> None:
    assert main(["vragen", "participatieplaats-te-jong"]) == OK
    out = capsys.readouterr().out
    assert "dit staat vast; er is niets meer te vragen" in out
    assert "Wat ertoe kan doen" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["proefplats"], "bedoelde u «proefplaats»?"),
        (["--voor", "Bill"], "«Bill» staat niet in deze zaak"),
        (["premie"], "Over premie is in deze zaak niets te beslissen."),
        (["samenwerking"], "voeg een regel «gemeente» toe"),
    ],
)
def test_what_cannot_be_asked_is_said(words: list[str], said: str, capsys: Output) -> None:
    assert main(["vragen", EXAMPLE, *words]) == INPUT
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
