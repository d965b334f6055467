"""The short form: the outcome in one sentence with the person, and at most seven decisive norms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zaken import ALL, assessment, name, whole
from toetssteen.explain.report import CaseReport
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.ops.report import MAX_REASONS, report_case


def check(report: CaseReport) -> None:
    for one in report.outcomes:
        assert len(one.reasons) <= MAX_REASONS
        assert not set(one.reasons) & set(one.others)
        assert one.headline
        assert "{" not in one.headline
        assert "  " not in one.headline
        assert not one.headline.endswith(".")
        assert (one.person in one.headline) or one.person == MUNICIPALITY
        assert (one.pair is not None) == (one.outcome == "onbepaald")
        if one.pair is not None:
            assert one.pair.facts[0] != one.pair.facts[1]
            assert set(one.pair.outcomes) <= set(one.possible)


@pytest.mark.parametrize("path", ALL[::5], ids=name)
def test_short_form_of_what_is_expected(path: Path) -> None:
    check(report_case(assessment(path)))


@pytest.mark.parametrize("path", ALL[7::150], ids=name)
def test_short_form_of_all_that_is_assessed_at_once(path: Path) -> None:
    check(report_case(whole(path)))
