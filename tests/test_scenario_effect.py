"""Every scenario changes something in some possible case, or it says that it does not: shown or proved, never sampled."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.test_scenario import overlay
from toetssteen.cli.main import OK, main
from toetssteen.kb.case import Case, Ceiling
from toetssteen.kb.law import HOGELAND, Law, load_law
from toetssteen.kb.scenario import BASELINE, ParameterChange, Scenario, scenario_case, scenario_law
from toetssteen.ops.assess import assess
from toetssteen.ops.effect import CHANGES, NOTHING, UNKNOWN, effect
from toetssteen.parser.json_form import read_any

Output = pytest.CaptureFixture[str]
HEAD = (
    "%%% artikel     6.3  Participatieplaats: duur\n%%% uitvoer     belemmering\n"
    "%%% parameters  pp_max{0}\n%%% invoer      duur\n"
)
LABEL = "\n%@ 6.3/maximum eigen\n%+ {D:maanden} is langer dan {M:maanden}\n%- {D:maanden} is niet langer dan {M:maanden}\n"
LONGER = HEAD.format(" pp_verl_max") + LABEL + (
    'belemmering(Z,"6.3/maximum") :- zaak(Z,P,participatieplaats), duur(Z,D),\n'
    "    parameter(pp_max,M), parameter(pp_verl_max,L), D > M + L.\n"
)  # fmt: skip


def outcomes(scenario: Scenario, case: Case) -> list[tuple[str, str, int | None]]:
    law: Law = scenario_law(scenario, case)
    return [(one.application.provision, one.outcome, one.amount)
            for one in assess(scenario_case(scenario, case, law), law).outcomes]  # fmt: skip


def test_wat_in_een_meegeleverde_zaak_verandert_is_getoond() -> None:
    found = effect(Scenario(parameters=(ParameterChange("premie_bedrag", 40_000, date(2025, 1, 1)),)))
    assert found.verdict == CHANGES
    assert "premie-negen-maanden" in found.tried.changed


def test_anders_zoekt_het_zelf_een_zaak_en_die_klopt(tmp_path: Path) -> None:
    scenario = Scenario(overlays=(overlay(tmp_path, LONGER),))
    found = effect(scenario)
    assert found.verdict == CHANGES
    assert found.tried.changed == ()
    assert found.provision == "participatieplaats"
    assert found.case is not None
    assert outcomes(BASELINE, found.case) != outcomes(scenario, found.case)


def test_dezelfde_regel_in_andere_woorden_verandert_bewezen_niets(tmp_path: Path) -> None:
    files = [path.read_text(encoding="utf-8") for path in (HOGELAND / "2024-07-01").glob("artikel_06*.lp")]
    rules = next(text for text in files if "%@ 6.3/maximum" in text).split("%@ 6.3/maximum")[1].split("\n\n")[0]
    own = "\n".join(line for line in rules.split("\n")[1:] if not line.startswith("%"))
    assert "pp_max" in own
    same = HEAD.format("").replace("%%% invoer", "%%% lezingen    i22\n%%% invoer") if "lezing(i22" in own else HEAD.format("")
    found = effect(Scenario(overlays=(overlay(tmp_path, f"{same}{LABEL}{own}\n"),)))
    assert found.verdict == NOTHING
    assert len(found.bounds) == len([one for one in load_law(date.max).provisions.values() if not one.only_placement])
    assert "op 1 september 2024 en 1 februari 2025 en 1 februari 2026" in found.why


def test_een_getal_of_lezing_die_er_niet_toe_doet_verandert_bewezen_niets() -> None:
    assert effect(Scenario(parameters=(ParameterChange("premie_bedrag", 30_000),))).verdict == NOTHING
    idle = next(key for key, one in load_law(date.max).readings.items() if one.no_effect)
    other = next(one for one in load_law(date.max).readings[idle].options if one != load_law(date.max).readings[idle].default)
    assert effect(Scenario(readings={idle: other})).verdict == NOTHING
    assert effect(BASELINE).verdict == NOTHING


def test_wat_buiten_de_nagegane_dagen_valt_wordt_niet_beweerd() -> None:
    late = effect(Scenario(parameters=(ParameterChange("premie_bedrag", 40_000, date(2030, 1, 1)),)))
    assert late.verdict == UNKNOWN
    assert "premie_bedrag telt op geen van de dagen" in late.why
    ceiling = Ceiling("", "scholing", date(2031, 1, 1), date(2031, 12, 31), persons=1)
    assert effect(Scenario(ceilings=(ceiling,))).verdict == UNKNOWN


def test_controleer_toont_de_zaak_of_zegt_dat_er_niets_verandert(tmp_path: Path, capsys: Output) -> None:
    assert main(["controleer", str(overlay(tmp_path / "langer", LONGER)), "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    shown = data["proef"][0]
    assert shown["oordeel"] == CHANGES
    case, findings = read_any(shown["zaak"].encode(), "x")
    assert case is not None
    assert not [one for one in findings if one.severity == "fout"]
    (tmp_path / "x.scenario").write_text('scenario "X"\npremie_bedrag wordt € 300\n', encoding="utf-8")
    assert main(["controleer", str(tmp_path / "x.scenario")]) == OK
    assert "verandert in geen enkele zaak iets; nagegaan voor elke voorziening" in capsys.readouterr().out
