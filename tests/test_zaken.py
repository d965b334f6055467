"""Every case file: it reads without mistakes, says where its expectation comes from, and it comes true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zaken import ALL, assessment, name, read
from toetssteen.kb.decider import Decider
from toetssteen.kb.finding import has_errors
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import Law
from toetssteen.ops.expect import check_expectations

DECIDERS: dict[int, tuple[Law, Decider]] = {}


@pytest.mark.parametrize("path", ALL, ids=name)
def test_expectations_come_true(path: Path) -> None:
    case, findings = read(path)
    assert case is not None, "\n".join(finding.as_text() for finding in findings)
    assert not has_errors(findings)
    assert case.expectations, "deze zaak verwacht niets"
    for check in check_expectations(assessment(path)):
        assert not check.mismatches, f"{check.title}: {check.expected}\n" + "\n".join(check.mismatches)
        assert check.source, "deze verwachting noemt geen bron"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_fast_decision_agrees_with_the_worlds(path: Path) -> None:
    found = assessment(path)
    decider = DECIDERS.setdefault(id(found.law), (found.law, Decider(found.law)))[1]
    decisions = decider.decide(instantiate(found.case, found.law))
    for outcome, decision in zip(found.outcomes, decisions, strict=True):
        assert decision.possible == outcome.possible
        assert decision.possible_without_20 == outcome.possible_without_20
        assert decision.reachable == outcome.reachable
