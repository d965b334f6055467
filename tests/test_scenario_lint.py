"""Rules that somebody brings are checked as strictly as those of the law, and can do no more than an ordinance can."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.test_scenario import OVERLAY, overlay
from toetssteen.kb.law import HOGELAND, load_law, statute_states
from toetssteen.kb.lint import lint_law
from toetssteen.kb.lint_powers import belongs_to
from toetssteen.kb.lint_scenario import lint_scenario
from toetssteen.kb.scenario import BrokenScenario, ParameterChange, Scenario, scenario_law
from toetssteen.ops.sides import side_named
from toetssteen.parser.scenario import read_scenario_bytes

HEAD = """%%% artikel     6.3  Participatieplaats: duur
%%% uitvoer     belemmering
%%% parameters  pp_max
%%% invoer      duur

%@ 6.3/maximum eigen
%+ {D:maanden} is te lang
%- {D:maanden} is kort genoeg
"""
RULE = 'belemmering(Z,"6.3/maximum") :- zaak(Z,P,participatieplaats),\n    duur(Z,D), parameter(pp_max,M), D > M.'
# What is wrong with a rule, with the place it is found at.
WRONG_RULES = {
    RULE.replace("duur(Z,D)", "duur(Z,D), bestaatniet(Z)"): "10:16: fout: «bestaatniet» is geen begrip",
    RULE.replace("D > M", "D > 6"): "10:41: fout: het getal 6 hoort in parameters.toml",
    RULE.replace("D > M", "D > M, Q > M"): "9:1: fout: Q krijgt in deze regel geen waarde",
    RULE.replace("D > M", "P > M"): "9:1: fout: met > worden hier geen twee getallen vergeleken",
    RULE.replace("D > M", "D > P + M"): "9:1: fout: met + wordt hier gerekend met iets dat geen getal is",
    RULE.replace("duur(Z,D)", "duur(P,D,Z)"): "10:5: fout: «duur» heeft hier 3 argumenten en elders 2",
    RULE.replace("duur(Z,D)", "duur(Z,P), D = M"): "op plaats 2 van «duur» hoort een getal, en P is dat niet",
    RULE.replace("duur(Z,D)", "duur(Z,D), lezing(i22,verordening_24)"): "een lezing staat vooraan in de regel",
    RULE.replace("belemmering(Z", "lezing(i22,verordening_24) :- lezing(i22,wet_48).\nbelemmering(Z"): "«lezing» is invoer",
    RULE.replace("pp_max", "pp_maxx"): "10:26: fout: parameter «pp_maxx» bestaat niet",
    RULE.replace("D > M", "D * M * M * M * M * M * M * M * M > M"): "groter worden dan 32 bits",
    RULE.replace("D > M", "D / (M - M) > M"): "deze berekening kan door nul delen",
    RULE.replace("P,part", "PP,part"): "9:40: fout: «PP» is geen van de vaste letters",
    RULE.replace("duur(Z,D)", "not belemmering(Z,N), duur(Z,D)"): "«belemmering» hangt via een ontkenning van zichzelf af",
    RULE.replace('"6.3/maximum"', '"6.3/ander"'): "9:1: fout: deze regel staat onder etiket 6.3/maximum, maar geeft een andere",
    RULE.replace("belemmering(Z", '{ belemmering(Z,"6.3/maximum") } :- zaak(Z,P,V). belemmering(Z'): "deze vorm kan een regel",
    RULE + '\n#script (python)\nimport os\n#end.': "11:1: fout: «#script» is in een artikelbestand niet toegestaan",
    RULE + '\n#include "/etc/passwd".': "11:1: fout: «#include» is in een artikelbestand niet toegestaan",
    RULE + "\n#show zaak/3.": "11:1: fout: «#show»",
    RULE.replace("duur(Z,D)", "duur(Z,@f())"): "«@f» is in een artikelbestand niet toegestaan",
    RULE.replace("duur", "duür"): "10:7: fout: «ü» kan niet in een regel staan",
    RULE[:-1]: "10:42: fout: de laatste regel is niet af",
    RULE.replace("), par", ") par"): "deze regel is geen geldige regel",
    RULE + "\n%* blok *%": "blokcommentaar is niet toegestaan",
    RULE.replace("belemmering(Z,", "uitkomst(zonder20,Z,bevoegd) :- zaak(Z,P,V).\nbelemmering(Z,"): "volgt uit de normen zelf",
    RULE.replace("belemmering(Z,", "startkwalificatie(P) :- persoon(P).\nbelemmering(Z,"): "is een begrip van de wet",
    RULE.replace("belemmering(Z,", "op(Z,D) :- duur(Z,D).\nop(Z,D+1) :- op(Z,D).\nbelemmering(Z,"): "rekent door op zichzelf",
    RULE.replace("D > M", "D > M" + "".join(", voorziening(_)" for _ in range(30))): "meer dan 18 voorwaarden",
    RULE.replace("D > M", "D > M" + "+1" * 5000): "deze regel is te diep genest",
}  # fmt: skip


def findings(folder: Path, **more: Any) -> str:
    return "\n".join(one.as_text() for one in lint_scenario(Scenario(overlays=(folder,))._replace(**more)))


@pytest.mark.parametrize("rule", WRONG_RULES, ids=lambda rule: WRONG_RULES[rule][:60])
def test_een_foute_regel_wordt_met_zijn_plaats_geweigerd(rule: str, tmp_path: Path) -> None:
    folder = overlay(tmp_path / "laag", HEAD + rule + "\n")
    message = findings(folder)
    assert WRONG_RULES[rule] in message
    assert str(folder / "artikel_06.lp") in message
    with pytest.raises(BrokenScenario):
        scenario_law(Scenario(overlays=(folder,)), date(2025, 2, 1))


WRONG_LABELS = {
    ("6.3/maximum eigen", "6.3/Maximum eigen"): "is geen citaat met naam",
    ("6.3/maximum eigen", "7.3/maximum eigen"): "etiket 7.3/maximum hoort niet in een bestand over 6.3",
    ("6.3/maximum eigen", "6.3/maximum zelf"): "6:1: fout: dit etiket is niet te lezen",
    ("6.3/maximum eigen", "6.3/maximum wet"): "de herkomst van 6.3/maximum is eigen of wettelijk, niet wet",
    ("%@ 6.3/maximum eigen\n", ""): "boven deze regel staat geen etiket",
    ("{D:maanden} is te lang", "{D:maanden} en {K:keer} is te lang"): "noemt K, maar de regel heeft die niet",
    ("{D:maanden} is te lang", "{P:maanden} is te lang"): "kan {P:maanden} niet",
    ("%+ {D:maanden} is te lang\n", ""): "heeft geen zin",
    ("%%% artikel     6.3  Participatieplaats: duur\n", ""): "de kop zegt niet over welk artikel",
    ("%%% invoer      duur\n", ""): "schrijf: %%% invoer duur",
    ("%%% invoer", "%%% vervalt 6.3/bestaatniet\n%%% invoer"): "6.3/bestaatniet vervalt hier, maar bestaat niet",
    ("%%% invoer", "%%% vervalt 6.3/maximum\n%%% invoer"): "vervalt hier, en staat er ook met een regel",
}


@pytest.mark.parametrize("change", WRONG_LABELS, ids=lambda change: WRONG_LABELS[change][:60])
def test_een_fout_etiket_of_een_foute_kop_wordt_geweigerd(change: tuple[str, str], tmp_path: Path) -> None:
    assert change[0] in HEAD
    assert WRONG_LABELS[change] in findings(overlay(tmp_path, (HEAD + RULE + "\n").replace(*change)))


def test_een_goede_laag_wordt_goed_bevonden(tmp_path: Path) -> None:
    assert findings(overlay(tmp_path, HEAD + RULE + "\n")) == ""
    assert findings(overlay(tmp_path / "twee", OVERLAY)) == ""
    assert findings(overlay(tmp_path / "drie", "%%% artikel 6.3  Duur\n%%% vervalt 6.3/maximum\n")) == ""


@pytest.mark.parametrize("state", statute_states(HOGELAND), ids=str)
def test_het_recht_zelf_doorstaat_dezelfde_controle(state: date) -> None:
    assert lint_law(load_law(state)) == []


def test_een_regel_die_zich_aaneenrijgt_zonder_te_rekenen_mag(tmp_path: Path) -> None:
    chain = "%@ 6.3/keten eigen\n%+ {P} hoort erbij\n%- {P} hoort er niet bij\nketen(P) :- zaak(Z,P,V).\nketen(P) :- keten(P).\n"
    head = HEAD.replace("uitvoer     belemmering", "uitvoer     belemmering keten")
    rule = RULE.replace("D > M.", "D > M, keten(P).")
    assert findings(overlay(tmp_path, f"{head}{rule}\n\n{chain}")) == ""


# the statute


def test_een_bepaling_die_uit_de_wet_volgt_vervalt_alleen_als_het_scenario_dat_zegt() -> None:
    for scenario in (Scenario(dropped=("6.1/leeftijd",)), Scenario(dropped=("pw:10a.10/uiterste_grens",)),
                     Scenario(parameters=(ParameterChange("pw_premie_vrij_bedrag", 1),)),
                     Scenario(parameters=(ParameterChange("pp_min_leeftijd", 21),)),
                     Scenario(parameters=(ParameterChange("leerplicht_tot", 21),))):  # fmt: skip
        messages = lint_scenario(scenario)
        assert messages
        assert all("dit scenario wijzigt de wet" in one.suggestion for one in messages)
        assert lint_scenario(scenario._replace(changes_statute=True)) == []
    assert lint_scenario(Scenario(dropped=("6.3/maximum",))) == []
    assert lint_scenario(Scenario(parameters=(ParameterChange("premie_bedrag", 1),))) == []


def test_hoe_uitkomsten_volgen_kan_niemand_wijzigen(tmp_path: Path) -> None:
    assert {belongs_to(one) for one in ("gevolg/bevoegd", "lezing:i32/zelfde_persoon")} == {"motor"}
    for changes in (False, True):
        found = lint_scenario(Scenario(dropped=("gevolg/bevoegd",), changes_statute=changes))
        assert any("dat kan niet vervallen" in one.message for one in found)
    text = "%%% onderdeel gevolg  Uitkomsten\n%%% uitvoer grondslag\n\n%@ gevolg/altijd eigen\n%+ het kan\n%- het kan niet\n"
    assert "dat is niet te wijzigen" in findings(overlay(tmp_path, text + "grondslag(Z) :- zaak(Z,P,V).\n"), changes_statute=True)


def test_een_getal_dat_een_berekening_breekt_wordt_geweigerd() -> None:
    found = lint_scenario(Scenario(parameters=(ParameterChange("premie_blok", 0),), changes_statute=True))
    assert any("door nul delen" in one.message for one in found)
    found = lint_scenario(Scenario(parameters=(ParameterChange("premie_bedrag", 2_000_000_001),)))
    assert any("te klein of te groot" in one.message for one in found)
    assert any("bestaat niet" in one.message for one in lint_scenario(Scenario(parameters=(ParameterChange("geen", 1),))))


def test_een_getal_mag_zo_groot_als_de_berekening_van_een_mens_het_toelaat() -> None:
    for value, allowed in ((99_000, True), (2_000_000, True), (2_200_000, False), (60_000, True)):
        found = lint_scenario(Scenario(parameters=(ParameterChange("premie_bedrag", value),)))
        assert any("32 bits" in one.message for one in found) != allowed, value


def test_een_fout_in_een_scenario_wijst_de_zin_aan(tmp_path: Path) -> None:
    path = tmp_path / "x.scenario"
    path.write_text('scenario "X"\n\n6.1/leeftijd vervalt\npp_min_leeftijd wordt 21 jaar\n', encoding="utf-8")
    scenario, _findings = read_scenario_bytes(path.read_bytes(), str(path))
    assert scenario is not None
    assert [(one.line, one.column) for one in lint_scenario(scenario)] == [(3, 1), (4, 1)]
    assert side_named(str(path))[0] is None


# folders


def test_mappen_waar_niets_mee_kan(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    assert "staan geen regels" in findings(tmp_path / "leeg")
    assert "bestaat niet" in findings(tmp_path / "nergens")
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    assert "geen map" in findings(tmp_path / "bestand")
    overlay(tmp_path / "bytes").joinpath("artikel_06.lp").write_bytes(b"%%% artikel 6.3\n\xff\xfe")
    assert "artikel_06.lp:2:1: fout: dit bestand is geen UTF-8-tekst" in findings(tmp_path / "bytes")
    overlay(tmp_path / "nul").joinpath("artikel_06.lp").write_bytes(b"%%% artikel 6.3\n\0\n")
    assert "onzichtbaar teken" in findings(tmp_path / "nul")
    overlay(tmp_path / "groot").joinpath("artikel_06.lp").write_bytes(b"%" * 1_000_001)
    assert "groter dan 1 MB" in findings(tmp_path / "groot")
    (tmp_path / "map" / "a.lp").mkdir(parents=True)
    assert "geen gewoon bestand" in findings(tmp_path / "map")
    (tmp_path / "buis").mkdir()
    os.mkfifo(tmp_path / "buis" / "a.lp")
    assert "geen gewoon bestand" in findings(tmp_path / "buis")


def test_verwijzingen_naar_buiten_of_naar_zichzelf_worden_geweigerd(tmp_path: Path) -> None:
    (tmp_path / "laag").mkdir()
    (tmp_path / "laag" / "a.lp").symlink_to("/etc/passwd")
    (tmp_path / "laag" / "b.lp").symlink_to(tmp_path / "laag" / "b.lp")
    message = findings(tmp_path / "laag")
    assert "wijst buiten de map" in message
    assert "b.lp: fout: dit bestand is niet te lezen" in message
    assert "root:" not in message


def test_regeleinden_van_een_ander_systeem_mogen(tmp_path: Path) -> None:
    overlay(tmp_path).joinpath("artikel_06.lp").write_bytes((HEAD + RULE + "\n").replace("\n", "\r\n").encode("utf-8-sig"))
    assert findings(tmp_path) == ""


def test_hetzelfde_etiket_in_twee_bestanden_wordt_geweigerd(tmp_path: Path) -> None:
    overlay(tmp_path)
    (tmp_path / "ander.lp").write_text(OVERLAY, encoding="utf-8")
    assert "bestaat al in" in findings(tmp_path)


def ordinance(folder: Path, parent: str, rules: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "verordening.toml").write_text(f'erft = "{parent}"\nnaam = "Verzonnen"\n', encoding="utf-8")
    if rules:
        overlay(folder / "regels", rules)
    return folder


def test_een_verordening_erft_van_een_andere_eigen_verordening_en_nooit_in_een_kring(tmp_path: Path) -> None:
    ordinance(tmp_path / "oud", "hogeland", OVERLAY)
    young = Scenario(ordinance=ordinance(tmp_path / "jong", "../oud"))
    assert lint_scenario(young) == []
    law = scenario_law(young, date(2025, 2, 1))
    assert law.labels["6.3/maximum"].file == str(tmp_path / "jong" / ".." / "oud" / "regels" / "artikel_06.lp")
    assert law.identity.name == "Verzonnen"
    (tmp_path / "oud" / "verordening.toml").write_text('erft = "../jong"\n', encoding="utf-8")
    assert any("in een kring" in one.message for one in lint_scenario(young))
    with pytest.raises(BrokenScenario):
        scenario_law(young, date(2025, 2, 1))


def test_een_gewijzigde_eigen_verordening_is_een_ander_recht(tmp_path: Path) -> None:
    scenario = Scenario(ordinance=ordinance(tmp_path / "eigen", "hogeland"))
    law = scenario_law(scenario, date(2025, 2, 1))
    assert scenario_law(scenario, date(2025, 2, 1)) is law
    (tmp_path / "eigen" / "parameters.toml").write_text("[pp_max]\nwaarden = { 2024-07-01 = 5 }\n", encoding="utf-8")
    assert scenario_law(scenario, date(2025, 2, 1)).parameters["pp_max"].values == ((date(2024, 7, 1), 5),)
    assert load_law(date(2025, 2, 1)).parameters["pp_max"].values[0][1] == 12
