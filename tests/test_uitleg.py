"""Golden explanations: what a person reads, as plain text; changed on purpose with ``python -m tests.uitleg_bijwerken``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.uitleg_bijwerken import FOLDER, explanation, golden_cases, golden_file
from tests.zaken import name


@pytest.mark.parametrize("path", golden_cases(), ids=name)
def test_explanation_reads_as_recorded(path: Path) -> None:
    recorded = golden_file(path).read_text(encoding="utf-8")
    assert explanation(path) == recorded


def test_no_golden_text_without_its_case() -> None:
    assert {golden_file(path) for path in golden_cases()} == set(FOLDER.glob("*.txt"))
