"""Whether a condition is the ordinance's own depends on the state of the statute: its basis there can lapse."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from toetssteen.kb.law import HOGELAND, Law, build, load_law, version_files
from toetssteen.kb.lint import lint_law

BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)
STATE_2026 = date(2026, 1, 1)
FILE = "participatiewet/2026-01-01/pw_10f_leer_werktraject.lp"


def test_what_restated_a_lapsed_place_is_the_ordinances_own() -> None:
    before, after = load_law(BEFORE), load_law(AFTER)
    assert (before.origin("9.b/leeftijd"), before.statutory_basis("9.b/leeftijd")) == ("wettelijk", "pw:10f.b")
    assert (after.origin("9.b/leeftijd"), after.statutory_basis("9.b/leeftijd")) == ("eigen", "")
    assert after.lapsed["9.b/leeftijd"] == "pw:10f.b"


def test_what_moved_to_another_place_stays_statutory() -> None:
    before, after = load_law(BEFORE), load_law(AFTER)
    assert before.statutory_basis("6.1/leeftijd") == "pw:7.8"
    assert after.statutory_basis("6.1/leeftijd") == "pw:7.3.a"
    assert before.origin("6.1/leeftijd") == after.origin("6.1/leeftijd") == "wettelijk"


def _lint_after(tmp_path: Path, old: str, new: str) -> str:
    folder = tmp_path / "hogeland"
    shutil.copytree(HOGELAND, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), encoding="utf-8")
    files = version_files(folder, STATE_2026)
    return "\n".join(finding.message for finding in lint_law(Law(build(files, folder), STATE_2026, files, folder)))


def test_the_linter_wants_to_know_what_became_of_a_basis(tmp_path: Path) -> None:
    fact = 'basis_vervallen("9.b/leeftijd","pw:10f.b").\n'
    assert "9.b/leeftijd heet wettelijk, maar geen wetsbestand" in _lint_after(tmp_path, fact, "")


def test_the_linter_catches_a_lapse_that_cannot_be(tmp_path: Path) -> None:
    last = 'basis_vervallen("9.b/startkwalificatie","pw:10f.b").\n'
    added = "".join(f'basis_vervallen("{norm}","pw:10f.b").\n' for norm in ("6.1/leeftijd", "9.b/nodig", "9.b/niets"))
    messages = _lint_after(tmp_path, last, last + added)
    assert "van 6.1/leeftijd zowel dat zij de wet herhaalt als dat die bepaling is vervallen" in messages
    assert "9.b/nodig heet eigen, maar de wetslaag zegt" in messages
    assert "de wetslaag noemt 9.b/niets, maar die voorwaarde bestaat niet" in messages
