"""Every case file: it reads without mistakes, says where its expectation comes from, and it comes true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zaken import ALL, assessment, name, read, whole
from toetssteen.kb.finding import has_errors
from toetssteen.ops.expect import check_expectations


@pytest.mark.parametrize("path", ALL, ids=name)
def test_expectations_come_true(path: Path) -> None:
    case, findings = read(path)
    assert case is not None, "\n".join(finding.as_text() for finding in findings)
    assert not has_errors(findings)
    assert case.expectations, "deze zaak verwacht niets"
    for check in check_expectations(assessment(path)):
        assert not check.mismatches, f"{check.title}: {check.expected}\n" + "\n".join(check.mismatches)
        assert check.source, "deze verwachting noemt geen bron"


@pytest.mark.parametrize("path", ALL[::12], ids=name)
def test_no_outcome_depends_on_what_else_is_assessed(path: Path) -> None:
    everything = {
        (one.application.person, one.application.provision, one.application.employer): one for one in whole(path).outcomes
    }
    for one in assessment(path).outcomes:
        same = everything[one.application.person, one.application.provision, one.application.employer]
        assert (one.possible, one.possible_without_20, one.reachable) == (same.possible, same.possible_without_20, same.reachable)
        assert (one.conditions, one.grounds, one.obligations) == (same.conditions, same.grounds, same.obligations)
