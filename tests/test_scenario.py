"""Scenarios: another law and another case, while the shipped law and the case itself stay what they are."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from pathlib import Path

from toetssteen.explain.sentences import Speaker
from toetssteen.kb.case import Case, Ceiling, Fact, FactKey
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.scenario import (
    BASELINE,
    FactChange,
    FactCondition,
    ParameterChange,
    Scenario,
    fingerprint,
    scenario_case,
    scenario_law,
    stacked,
)
from toetssteen.ops.assess import assess
from toetssteen.ops.report import report_case
from toetssteen.parser.json_form import read_any
from toetssteen.parser.source import read_named

YOUNG = "participatieplaats-te-jong"
DROPPED = Scenario("jonger", dropped=("6.1/leeftijd",), changes_statute=True)
LOWERED = Scenario("21 jaar", parameters=(ParameterChange("pp_min_leeftijd", 21),), changes_statute=True)
OVERLAY = """%%% artikel     6.3  Participatieplaats: duur
%%% uitvoer     belemmering
%%% parameters  pp_max
%%% invoer      duur

%@ 6.3/maximum eigen
%+ {D:maanden} is langer dan een half jaar minder dan {M:maanden}
%- {D:maanden} is kort genoeg
belemmering(Z,"6.3/maximum") :- zaak(Z,P,participatieplaats), duur(Z,D), parameter(pp_max,M), D > M - 1.
"""


def shipped(name: str) -> Case:
    case = read_any(read_named(name)[0], name)[0]
    assert case is not None
    return case


def outcomes(case: Case, law: Law | None = None) -> dict[str, str]:
    return {one.application.provision: one.outcome for one in assess(case, law).outcomes}


def overlay(folder: Path, text: str = OVERLAY) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "artikel_06.lp").write_text(text, encoding="utf-8")
    return folder


def test_zonder_iets_is_het_scenario_het_recht_zelf() -> None:
    case = shipped(YOUNG)
    assert BASELINE.is_baseline
    assert scenario_law(BASELINE, case) is load_law(case.reference_date)
    assert scenario_case(BASELINE, case) is case
    assert scenario_law(Scenario(readings={"i22": "begint"}), case) is load_law(case.reference_date)


def test_vervallen_voorwaarde_maakt_de_weg_vrij_en_laat_het_recht_met_rust() -> None:
    case = shipped(YOUNG)
    before = outcomes(case)
    assert before["participatieplaats"] == "geblokkeerd"
    law = scenario_law(DROPPED, case)
    assert outcomes(case, law)["participatieplaats"] == "bevoegd"
    assert "6.1/leeftijd" not in law.labels
    assert "6.1/leeftijd" not in law.restated
    assert outcomes(case) == before
    assert "6.1/leeftijd" in load_law(case.reference_date).labels


def test_twee_scenarios_lekken_niet_in_elkaar_of_in_het_recht_in_beide_volgorden() -> None:
    case = shipped(YOUNG)
    longer = Scenario(parameters=(ParameterChange("pp_max", 1),))
    alone = {"a": outcomes(case, scenario_law(DROPPED, case)), "b": outcomes(case, scenario_law(longer, case)),
             "": outcomes(case)}  # fmt: skip
    for order in ("ab", "ba", "a b", "b a", " ab", " ba"):
        for name in order:
            law = {"a": scenario_law(DROPPED, case), "b": scenario_law(longer, case), " ": None}[name]
            assert outcomes(case, law) == alone[name.strip()]
    assert alone["a"] != alone[""]


def test_een_getal_geldt_vanaf_zijn_dag(tmp_path: Path) -> None:
    scenario = Scenario(parameters=(ParameterChange("premie_bedrag", 40_000, date(2026, 1, 1)),))
    law = scenario_law(scenario, date(2026, 1, 1))
    parameter = law.parameters["premie_bedrag"]
    assert parameter.on(date(2025, 12, 31)) == (date(2024, 7, 1), 30_000)
    assert parameter.on(date(2026, 1, 1)) == (date(2026, 1, 1), 40_000)
    assert parameter.supposed == (date(2026, 1, 1),)
    assert load_law(date(2026, 1, 1)).parameters["premie_bedrag"].supposed == ()


def test_wat_later_komt_wint() -> None:
    first = Scenario(
        "een", parameters=(ParameterChange("pp_max", 6),), readings={"i22": "a", "i05": "b"}, dropped=("6.3/maximum",)
    )
    later = Scenario("twee", parameters=(ParameterChange("pp_max", 9, date(2025, 1, 1)),), readings={"i22": "c"})
    both = stacked((first, later))
    assert both.name == "een + twee"
    assert both.readings == {"i22": "c", "i05": "b"}
    assert both.dropped == ("6.3/maximum",)
    values = scenario_law(both, date(2025, 1, 1)).parameters["pp_max"]
    assert values.on(date(2024, 12, 31)) == (date(1900, 1, 1), 6)
    assert values.on(date(2025, 1, 1)) == (date(2025, 1, 1), 9)
    assert stacked((BASELINE, later)) == later
    assert stacked(()) == BASELINE


def test_een_regel_van_een_laag_vervangt_alle_regels_met_het_etiket(tmp_path: Path) -> None:
    scenario = Scenario(overlays=(overlay(tmp_path / "laag"),))
    law = scenario_law(scenario, date(2025, 2, 1))
    rules = [rule for rule in law.rules if rule.label == "6.3/maximum"]
    assert [rule.file for rule in rules] == [str(tmp_path / "laag" / "artikel_06.lp")]
    assert law.labels["6.3/maximum"].positive.startswith("{D:maanden} is langer dan een half jaar")
    base = load_law(date(2025, 2, 1))
    assert len(law.rules) == len(base.rules) - sum(rule.label == "6.3/maximum" for rule in base.rules) + 1


def test_wat_onder_een_laag_verviel_is_er_weer_als_de_laag_het_heeft(tmp_path: Path) -> None:
    drop, own = Scenario(dropped=("6.3/maximum",)), Scenario(overlays=(overlay(tmp_path / "laag"),))
    assert "6.3/maximum" in scenario_law(stacked((drop, own)), date(2025, 2, 1)).labels
    assert "6.3/maximum" not in scenario_law(stacked((own, drop)), date(2025, 2, 1)).labels


def test_een_gewijzigd_bestand_is_een_ander_recht(tmp_path: Path) -> None:
    folder = overlay(tmp_path / "laag")
    scenario = Scenario(overlays=(folder,))
    before, law = fingerprint(scenario), scenario_law(scenario, date(2025, 2, 1))
    overlay(folder, OVERLAY.replace("M - 1", "M"))
    assert fingerprint(scenario) != before
    assert scenario_law(scenario, date(2025, 2, 1)) is not law


def test_een_vaste_stand_van_de_wet_geldt_op_elke_peildatum() -> None:
    scenario = Scenario(statute=date(2026, 1, 1))
    law = scenario_law(scenario, date(2024, 8, 1))
    assert law.statute_date == load_law(date(2026, 1, 1)).statute_date
    assert law.at(date(2024, 8, 1)) is law
    free = law.value_on(law.parameters["pw_premie_vrij_bedrag"], date(2024, 8, 1))
    assert free is not None
    assert free[1] == 339_800


def test_hetzelfde_recht_op_een_andere_dag_houdt_de_wijziging() -> None:
    law = scenario_law(DROPPED, date(2024, 8, 1))
    assert "6.1/leeftijd" not in law.at(date(2026, 8, 1)).labels
    assert law.at(date(2024, 9, 1)) is law


def test_een_recht_dat_niemand_meer_gebruikt_verdwijnt_uit_het_geheugen() -> None:
    gone = weakref.ref(scenario_law(Scenario(parameters=(ParameterChange("pp_max", 7),)), date(2025, 2, 1)))
    case = shipped(YOUNG)
    for number in range(8, 14):
        outcomes(case, scenario_law(Scenario(parameters=(ParameterChange("pp_max", number),)), case))
    gc.collect()
    assert gone() is None


def test_feiten_voor_iedereen_en_voor_wie_aan_een_voorwaarde_voldoet() -> None:
    case = Case(reference_date=date(2025, 2, 1), persons=("Ja", "Nee", "Open"), facts={
        FactKey("heeft_startkwalificatie", "Ja"): Fact(value=True), FactKey("heeft_startkwalificatie", "Nee"): Fact(value=False),
    })  # fmt: skip
    condition = (FactCondition("heeft_startkwalificatie", value=True),)
    scenario = Scenario(facts=(FactChange("heeft_kleine_kans", value=True, conditions=condition),))
    found = scenario_case(scenario, case)
    assert found.facts[FactKey("heeft_kleine_kans", "Ja")] == Fact(value=True)
    assert FactKey("heeft_kleine_kans", "Nee") not in found.facts
    assert found.facts[FactKey("heeft_kleine_kans", "Open")] == Fact(None)
    everybody = scenario_case(Scenario(facts=(FactChange("heeft_kleine_kans", value=False),)), case)
    assert [everybody.facts[FactKey("heeft_kleine_kans", one)].value for one in case.persons] == [False] * 3
    assert FactKey("heeft_kleine_kans", "Ja") not in case.facts


def test_een_plafond_komt_in_de_plaats_van_dat_voor_dezelfde_dagen() -> None:
    year = (date(2025, 1, 1), date(2025, 12, 31))
    old = Case(ceilings=(Ceiling("f1", "scholing", *year, persons=5), Ceiling("f2", "jobcoach", *year, persons=2)),
               facts={FactKey("budget_uitgegeven", "f1"): Fact(3), FactKey("budget_uitgegeven", "f2"): Fact(1)})  # fmt: skip
    found = scenario_case(Scenario(ceilings=(Ceiling("", "scholing", *year, persons=9),)), old)
    assert [(one.id, one.provision, one.persons) for one in found.ceilings] == [("f1", "jobcoach", 2), ("f2", "scholing", 9)]
    assert found.facts == {FactKey("budget_uitgegeven", "f2"): Fact(3), FactKey("budget_uitgegeven", "f1"): Fact(1)}


def test_bij_elke_uitkomst_staat_wat_verondersteld_is() -> None:
    case = shipped(YOUNG)
    law = scenario_law(DROPPED, case)
    assert report_case(assess(case, law)).law[2:] == (
        "verondersteld recht: dit geldt niet", "ook de wet is verondersteld: 6.1/leeftijd")  # fmt: skip
    assert report_case(assess(case)).law[2:] == ()
    fixed = scenario_law(Scenario(statute=date(2026, 1, 1)), case)
    assert fixed.supposed == ("verondersteld: de wet van 1 januari 2026 geldt op elke datum",)


def test_een_bewijs_zegt_welk_getal_van_het_scenario_is() -> None:
    case = shipped("premie-negen-maanden")
    law = scenario_law(Scenario(parameters=(ParameterChange("premie_bedrag", 40_000, date(2024, 9, 1)),)), case)
    decided, before = assess(case, law), assess(case)
    assert [one.amount for one in report_case(decided).outcomes] != [one.amount for one in report_case(before).outcomes]
    words = "premie na iedere zes maanden participatieplaats: € {} (artikel 6 lid 4, {})"
    said = Speaker(decided.instance).parameter("premie_bedrag", 40_000)
    assert said == words.format(400, "volgens het scenario vanaf 1 september 2024")
    assert Speaker(before.instance).parameter("premie_bedrag", 30_000) == words.format(300, "sinds 1 juli 2024")
