"""Golden explanations: what a person reads, as plain text; changed on purpose with ``python -m tests.uitleg_bijwerken``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.uitleg_bijwerken import FOLDER, IN_FULL, MARK, explanation, golden_cases, golden_file
from tests.zaken import name


@pytest.mark.parametrize("path", golden_cases(), ids=name)
def test_explanation_reads_as_recorded(path: Path) -> None:
    recorded = golden_file(path).read_text(encoding="utf-8")
    assert explanation(path) == recorded


def test_no_golden_text_without_its_case() -> None:
    assert {golden_file(path) for path in golden_cases()} == set(FOLDER.glob("*.txt"))


def test_every_worked_case_of_the_dossier_is_recorded() -> None:
    recorded = {mark["case"] for path in golden_cases() for mark in MARK.finditer(path.read_text(encoding="utf-8"))}
    assert recorded >= {*(f"T{n}" for n in range(1, 13)), *(f"V{n}" for n in range(1, 7)), *(f"X{n}" for n in range(1, 4))}


def test_those_in_full_are_there() -> None:
    assert {path.stem for path in golden_cases()} >= set(IN_FULL)
