"""Rules that are without fault and yet take more time or memory than there is are stopped, with a clear message."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_scenario import OVERLAY, overlay
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.kb.lint_scenario import lint_scenario
from toetssteen.kb.scenario import Scenario

HEAD = """%%% artikel     6.3  Participatieplaats: duur
%%% uitvoer     belemmering {0}

%@ 6.3/maximum eigen
%+ het is te lang
%- het is kort genoeg
belemmering(Z,"6.3/maximum") :- {1}.

%@ 6.3/keten eigen
%+ er is een keten
%- er is geen keten
{2}
"""
NAMES = ("V", "N", "O", "A", "F", "G", "W", "T", "I", "X")
# A product of ten lists of twenty kinds: it ends, in some thousands of years.
ENDLESS = HEAD.format("keten", "zaak(Z,P,participatieplaats), not keten(Z)", "keten(Z) :- zaak(Z,P,participatieplaats),\n    "
                      + ",\n    ".join(f"voorziening({name})" for name in NAMES) + ",\n    not voorziening(X).")  # fmt: skip
# The same, with every line of the product kept.
LARGE = HEAD.format("keten", "zaak(Z,P,participatieplaats), not keten(_,_,_,_,_,_,_)",
                    "keten(V,N,O,A,F,G,W) :- " + ",\n    ".join(f"voorziening({name})" for name in NAMES[:7]) + ".")  # fmt: skip


def program(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "TOETSSTEEN_BEWAAKT"}
    return subprocess.run(
        [sys.executable, "-m", "toetssteen", *words], capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.parametrize("text", [ENDLESS, LARGE])
def test_de_controle_ziet_er_niets_aan(text: str, tmp_path: Path) -> None:
    assert [one.as_text() for one in lint_scenario(Scenario(overlays=(overlay(tmp_path, text),)))] == []


def test_wat_te_veel_tijd_vraagt_wordt_gestopt(tmp_path: Path) -> None:
    found = program("controleer", str(overlay(tmp_path / "laag", ENDLESS)), "--tijd", "8")
    assert found.returncode == INPUT
    assert "de eigen regels zijn na 8 seconden gestopt: zij vragen te veel tijd" in found.stderr
    assert "--tijd" in found.stderr
    assert "Traceback" not in found.stderr


def test_wat_te_veel_geheugen_vraagt_wordt_gestopt(tmp_path: Path) -> None:
    found = program("controleer", str(overlay(tmp_path / "laag", LARGE)), "--geheugen", "400", "--tijd", "300")
    assert found.returncode == INPUT
    assert "te veel geheugen" in found.stderr
    assert "--geheugen" in found.stderr
    assert "Traceback" not in found.stderr


def test_stel_wordt_ook_bewaakt(tmp_path: Path) -> None:
    found = program("stel", "participatieplaats-te-jong", str(overlay(tmp_path / "laag", ENDLESS)), "--tijd", "6")
    assert found.returncode == INPUT
    assert "de eigen regels zijn na 6 seconden gestopt" in found.stderr
    shown = program("stel", "participatieplaats-te-jong", str(overlay(tmp_path / "goed", OVERLAY)))
    assert shown.returncode == OK, shown.stderr
    assert "regels uit de map goed" in shown.stdout


def test_wat_niet_te_veel_vraagt_loopt_gewoon_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controleer", str(overlay(tmp_path / "laag", OVERLAY))]) == OK
    out, err = capsys.readouterr()
    assert err == ""
    assert "meegeleverde" in out
    assert out.endswith("het recht en 1 scenario gecontroleerd: geen fouten\n")


def test_het_recht_zelf_wordt_niet_bewaakt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise AssertionError("er is een tweede proces gestart")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    path = tmp_path / "x.scenario"
    path.write_text('scenario "X"\npp_max wordt 6 maanden\n', encoding="utf-8")
    assert main(["controleer", str(path), "participatieplaats-te-jong"]) == OK


@pytest.mark.parametrize("words", [["--tijd", "0"], ["--tijd", "-1"], ["--tijd", "x"], ["--geheugen", "1"], ["--tijd", "9" * 30]])
def test_grenzen_die_niet_kunnen(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["controleer", *words]) == USAGE
    assert "geef een heel getal" in capsys.readouterr().err
