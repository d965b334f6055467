"""What takes long to build is kept: trusted only while it is the same, and removed when nothing has read it for long."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

import pytest

from toetssteen.kb.cache import DAY, KEPT, REFRESHED, stored


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path))
    return tmp_path


def kept(name: str, stamp: str, value: str) -> str:
    return stored(name, stamp, lambda: value)


def age(folder: Path, name: str, days: float) -> Path:
    (entry,) = folder.glob(f"{name}-*.pickle")
    os.utime(entry, (time() - days * DAY,) * 2)
    return entry


def test_an_entry_is_read_again_under_its_stamp_alone(folder: Path) -> None:
    assert kept("wet", "een", "eerst") == "eerst"
    assert kept("wet", "een", "later") == "eerst"
    assert kept("wet", "twee", "anders") == "anders"
    assert kept("wet", "een", "later") == "eerst"


@pytest.mark.parametrize("damage", [b"", b"geen pickle", b"\x80\x05."])
def test_a_damaged_entry_is_built_anew(folder: Path, damage: bytes) -> None:
    kept("wet", "een", "eerst")
    (entry,) = folder.iterdir()
    entry.write_bytes(damage)
    assert kept("wet", "een", "opnieuw") == "opnieuw"
    assert kept("wet", "een", "later") == "opnieuw"


@pytest.mark.parametrize(("days", "left"), [(KEPT - 1, True), (KEPT + 1, False)])
def test_what_nothing_has_read_for_long_goes_when_something_is_written(folder: Path, days: float, left: bool) -> None:
    kept("oud", "een", "eerst")
    entry = age(folder, "oud", days)
    kept("nieuw", "een", "ander")
    assert entry.exists() is left


def test_reading_an_entry_keeps_it(folder: Path) -> None:
    kept("oud", "een", "eerst")
    entry = age(folder, "oud", KEPT + 1)
    assert kept("oud", "een", "later") == "eerst"
    assert entry.stat().st_mtime > time() - DAY
    kept("nieuw", "een", "ander")
    assert entry.exists()


def test_an_entry_read_lately_is_not_written_to(folder: Path) -> None:
    kept("vers", "een", "eerst")
    entry = age(folder, "vers", REFRESHED - 1)
    before = entry.stat().st_mtime
    assert kept("vers", "een", "later") == "eerst"
    assert entry.stat().st_mtime == before
