"""Golden explanations: what a person reads, as plain text; changed on purpose with ``python -m tests.uitleg_bijwerken``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.uitleg_bijwerken import FOLDER, explanation, golden_cases
from tests.zaken import name


@pytest.mark.parametrize("path", golden_cases(), ids=name)
def test_explanation_reads_as_recorded(path: Path) -> None:
    recorded = (FOLDER / f"{path.stem}.txt").read_text(encoding="utf-8")
    assert explanation(path) == recorded


def test_no_golden_text_without_its_case() -> None:
    assert {path.stem for path in golden_cases()} == {path.stem for path in FOLDER.glob("*.txt")}
