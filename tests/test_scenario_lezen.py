"""Reading scenarios, and naming one side of a comparison: what is said, and all that is wrong at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.test_scenario import overlay
from toetssteen.kb.case import Ceiling
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import FactChange, FactCondition, ParameterChange, Scenario, changed_parameters
from toetssteen.kb.vocabulary import Concept
from toetssteen.ops.sides import side_named, sides_shipped
from toetssteen.ops.trial import trial
from toetssteen.parser.scenario import read_scenario, read_scenario_bytes
from toetssteen.parser.scenario_writer import write_scenario

LAW = load_law(date.max)
HEAD = 'scenario "Proef"\nauteur "Afdeling beleid"\nreden "onderzoek"\ndatum 22 november 2026\n'


def read(text: str, file: Path = Path("proef.scenario")) -> tuple[Scenario | None, list[Finding]]:
    return read_scenario(HEAD + text, str(file))


def refused(text: str, file: Path = Path("proef.scenario")) -> str:
    found, findings = read(text, file)
    assert found is None
    return "\n".join(one.as_text() for one in findings)


def test_alle_zinnen_van_een_scenario(tmp_path: Path) -> None:
    overlay(tmp_path / "laag")
    found, findings = read("""
premie_bedrag wordt € 400 vanaf 1 januari 2026
premie_bedrag wordt € 350 vanaf 1 juli 2025
pp_max wordt 2 jaar % een jaar is twaalf maanden
lezing I-05: tot_en
6.3/maximum vervalt
Regels uit de map laag
de wet zoals op 1 januari 2026
plafond scholing 2025: hooguit 5 personen
voor alle inwoners: heeft een kleine kans op werk
voor inwoners van wie geldt "heeft een startkwalificatie" en "ontvangt algemene bijstand": heeft geen kleine kans op werk
dit scenario wijzigt de wet
""", tmp_path / "proef.scenario")  # fmt: skip
    assert found is not None
    assert [one.severity for one in findings] == []
    assert found[:4] == ("Proef", "Afdeling beleid", "onderzoek", date(2026, 11, 22))
    assert [one[:3] for one in found.parameters] == [
        ("pp_max", 24, None),
        ("premie_bedrag", 35_000, date(2025, 7, 1)), ("premie_bedrag", 40_000, date(2026, 1, 1))]  # fmt: skip
    assert found.readings == {"i05": "tot_en_met_27"}
    assert found.dropped == ("6.3/maximum",)
    assert found.overlays == (tmp_path / "laag",)
    assert (found.statute, found.changes_statute) == (date(2026, 1, 1), True)
    assert found.ceilings == (Ceiling("", "scholing", date(2025, 1, 1), date(2025, 12, 31), persons=5, line=13),)
    conditions = (FactCondition("heeft_startkwalificatie", value=True), FactCondition("ontvangt_algemene_bijstand", value=True))
    assert [one._replace(line=0) for one in found.facts] == [
        FactChange("heeft_kleine_kans", value=True),
        FactChange("heeft_kleine_kans", value=False, conditions=conditions)]  # fmt: skip


def test_een_heel_lid_vervalt_met_al_zijn_normen() -> None:
    found, _findings = read("6.3 vervalt")
    assert found is not None
    assert {"6.3/maximum", "6.3/eenmalig"} <= set(found.dropped)
    assert not any(one.startswith("6.4/") for one in found.dropped)


WRONG = {
    "premie_bdrag wordt € 400": "bedoelde u «premie_bedrag»?",
    "premie_bedrag wordt 3 maanden": "5:21: fout: «3 maanden» kan hier niet: premie_bedrag wordt gegeven zoals € 300",
    "premie_bedrag wordt € -5": "is negatief",
    "premie_bedrag wordt € 99.999.999.999": "is te groot",
    "pp_max wordt € 3": "pp_max wordt gegeven zoals 12 maanden",
    "pp_max wordt -3": "«-3» is negatief",
    "pp_max wordt 4294967296 maanden": "is te groot: hooguit 1.200 maanden",
    f"pp_max wordt {'9' * 500} maanden": "is te groot",
    "pp_max wordt 1,5 maanden": "kan hier niet",
    "ontw_pct wordt 45 euro": "ontw_pct wordt gegeven zoals 45 procent",
    "premie_bedrag wordt € 400 vanaf 31 juni 2026": "bestaat niet op de kalender",
    "premie_bedrag wordt € 400 vanaf ooit": "«ooit» is geen datum",
    "de wet zoals op 1 januari 199999999999": "bestaat niet op de kalender",
    "datum 5 mei 2026": "de datum staat al op regel 4",
    "lezing I-05: nee": "kies uit: tot_exclusief, tot_en_met_27",
    "lezing I-99: nee": "lezing «I-99» bestaat niet",
    "6.3/maximm vervalt": "bedoelde u «6.3/maximum»?",
    "99 vervalt": "«99» is geen norm met regels",
    "regels uit map ": "is niet te begrijpen",
    'regels uit map ""': "de map «» bestaat niet",
    "regels uit map nergens": "5:16: fout: de map «nergens» bestaat niet",
    f"regels uit map {'x' * 1500}": "bestaat niet",
    "verordening uit map nergens": "de map «nergens» bestaat niet",
    "de wet zoals op 1 januari 3026": "ligt buiten 1900 tot en met 2200",
    "plafond schooling 2025: hooguit 5 personen": "bedoelde u «scholing»?",
    "plafond scholing 2025": "verwacht wordt een dubbele punt",
    "plafond scholing 2025: hooguit 5 personen\nplafond scholing: hooguit 6 personen": "op regel 5 staat voor deze dagen al",
    "voor alle inwoners: heeft een kleine kas op werk": "bedoelde u «heeft een kleine kans op werk»?",
    "voor alle werkgevers: heeft een kleine kans op werk": "schrijf: voor alle inwoners",
    "voor inwoners die kast: heeft een kleine kans op werk": "«kast» is niet te begrijpen als feit",
    "voor alle inwoners voor scholing: heeft een kleine kans op werk": "alleen aanvragen en plaatsingen",
    "bouwt voort op nergens": "het scenario «nergens» bestaat niet",
    'bouwt voort op "': "dit aanhalingsteken wordt niet gesloten",
    "wat is dit": "is niet te begrijpen",
    "scenario": "is niet te begrijpen",
    "\x07": "onzichtbaar teken",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:50])
def test_wat_niet_kan_wordt_gezegd_met_plaats_en_raad(text: str, tmp_path: Path) -> None:
    message = refused(text, tmp_path / "proef.scenario")
    assert WRONG[text] in message
    assert "Traceback" not in message


def test_alle_fouten_komen_in_een_keer() -> None:
    message = refused("\n".join(text for text in WRONG if "\x07" not in text))
    assert len(re.findall(r": fout: ", message)) >= len(WRONG) - 2


def test_een_kring_van_scenarios_wordt_geweigerd(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.scenario").write_text(f'scenario "{name}"\nbouwt voort op {other}\n', encoding="utf-8")
    found, findings = read_scenario_bytes((tmp_path / "a.scenario").read_bytes(), str(tmp_path / "a.scenario"))
    assert found is None
    assert [(one.message, Path(one.file).name, one.line) for one in findings] == [
        ("zo bouwt dit scenario in een kring op zichzelf voort", "c.scenario", 2)]  # fmt: skip


def test_scenarios_bouwen_op_elkaar_voort_en_het_laatste_wint(tmp_path: Path) -> None:
    (tmp_path / "onder.scenario").write_text(
        'scenario "Onder"\npremie_bedrag wordt € 400\npp_max wordt 6 maanden\n', encoding="utf-8")  # fmt: skip
    found, _findings = read("bouwt voort op onder.scenario\npp_max wordt 9 maanden", tmp_path / "boven.scenario")
    assert found is not None
    assert found.name == "Proef"
    assert [one[:2] for one in found.parameters] == [("premie_bedrag", 40_000), ("pp_max", 6), ("pp_max", 9)]


@pytest.mark.parametrize(("data", "said"), [
    (b"", "het scenario is leeg"), (b"% alleen dit\n", "het scenario is leeg"), (b"scenario \xff", "geen UTF-8-tekst"),
    (b"PK\x03\x04\0", "geen tekstbestand"), (b"pp_max wordt 6 maanden", "dit scenario heeft geen naam"),
])  # fmt: skip
def test_onleesbare_en_lege_bestanden(data: bytes, said: str) -> None:
    found, findings = read_scenario_bytes(data, "x.scenario")
    assert found is None
    assert said in findings[0].message


def test_regeleinden_van_een_ander_systeem_maken_geen_verschil() -> None:
    text = (HEAD + "pp_max wordt 6 maanden\n").encode()
    assert read_scenario_bytes(text, "x") == read_scenario_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"), "x")


def test_een_scenario_zonder_zinnen_zegt_dat_het_niets_verandert() -> None:
    found, findings = read("")
    assert found is not None
    assert [(one.severity, one.message) for one in findings] == [
        ("let op", "dit scenario verandert niets aan het recht of aan zaken")]  # fmt: skip


def test_een_getal_dat_er_al_staat_wordt_gemeld() -> None:
    found, findings = read("premie_bedrag wordt € 300")
    assert found is not None
    assert [(one.severity, one.message) for one in findings] == [("let op", "premie_bedrag is al € 300")]


def test_een_kant_is_een_bestand_datum_lezing_map_of_zin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    overlay(Path("laag"))
    Path("mijn.scenario").write_text('scenario "Mijn"\npp_max wordt 6 maanden\n', encoding="utf-8")
    named = {
        "hogeland": Scenario(), "hog": Scenario(), "2026": Scenario("de wet op 1 januari 2026", statute=date(2026, 1, 1)),
        "1 juli 2024": Scenario("de wet op 1 juli 2024", statute=date(2024, 7, 1)),
        "i05:tot_en": Scenario("I-05 tot_en_met_27", readings={"i05": "tot_en_met_27"}),
        "laag": Scenario("laag", overlays=(Path("laag"),)),
        "mijn": Scenario("Mijn", file="mijn.scenario", parameters=(ParameterChange("pp_max", 6, None, 2),)),
        "pp_max wordt 6 maanden": Scenario("pp_max wordt 6 maanden", parameters=(ParameterChange("pp_max", 6, None, 1),)),
    }  # fmt: skip
    for text, scenario in named.items():
        assert side_named(text) == (scenario, [])
    both, findings = side_named('2026 + I-05:tot_en + "pp_max wordt 6 maanden"')
    assert both is not None
    assert not findings
    assert (both.statute, both.readings, len(both.parameters)) == (date(2026, 1, 1), {"i05": "tot_en_met_27"}, 1)


@pytest.mark.parametrize(
    "text", ["", " ", "quux", "2026+", "+", "+2026", "I-05:nee", "I-99:x", "31-31-2026", "x\0y", "/", "a" * 5000]
)
def test_een_kant_die_niet_bestaat_zegt_wat_er_kan(text: str) -> None:
    found, findings = side_named(text)
    assert found is None
    assert findings
    assert all(one.message and one.suggestion for one in findings)


def rewritten(scenario: Scenario) -> Scenario:
    found, findings = read_scenario(write_scenario(scenario), scenario.file)
    assert found is not None, findings
    return found


def plain(scenario: Scenario) -> tuple[object, ...]:
    return (*scenario[:7], [path.resolve() for path in scenario.overlays], scenario.dropped,
            changed_parameters(LAW.parameters, scenario.parameters), dict(scenario.readings),
            [one._replace(line=0) for one in scenario.ceilings], [one._replace(line=0) for one in scenario.facts],
            scenario.changes_statute)  # fmt: skip


def test_wat_geschreven_is_leest_als_hetzelfde_scenario(tmp_path: Path) -> None:
    file = str(tmp_path / "x.scenario")
    full = Scenario(
        'Met "aanhaling" en \\ % teken', "De Vries, b.v.", "één reden: twee", date(2026, 2, 28), file, None, date(2026, 1, 1),
        (overlay(tmp_path / "map met spatie"),), ("6.3/maximum",),
        (ParameterChange("pp_max", 6, date(2026, 1, 1)), ParameterChange("pp_max", 9, date(2025, 1, 1)),
         ParameterChange("premie_bedrag", 40_050)),
        {"i05": "tot_en_met_27"}, (Ceiling("", "scholing", budget=50_000, per_person=250_000),),
        (FactChange("heeft_kleine_kans", value=True, conditions=(FactCondition("heeft_startkwalificatie", value=False),)),), True,
    )  # fmt: skip
    assert plain(rewritten(full)) == plain(full)
    assert write_scenario(rewritten(full)) == write_scenario(full)


def test_elk_getal_elke_lezing_en_elk_feit_gaat_heen_en_weer() -> None:
    numbers = tuple(ParameterChange(name, one.values[-1][1] + 1) for name, one in LAW.parameters.items())
    assert plain(rewritten(Scenario("x", parameters=numbers, file="x.scenario")))[9] == changed_parameters(
        LAW.parameters, numbers
    )
    for key, reading in LAW.readings.items():
        for option in reading.options:
            assert rewritten(Scenario("x", readings={key: option}, file="x.scenario")).readings == {key: option}
    subjects = ("persoon", "werkgever", "zaak", "plaatsing", "gemeente")
    said = [FactChange(key, value) for key, one in LAW.concepts.items() if one.subject in subjects and not one.numbered
            and key != "duur" for value in _values(one)]  # fmt: skip
    assert len(said) > 300
    for change in said:
        assert [one._replace(line=0) for one in rewritten(Scenario("x", facts=(change,), file="x.scenario")).facts] == [change]


def _values(concept: Concept) -> list[bool | date | int | None]:
    denied: list[bool | date | int | None] = [False] if concept.negative else []
    if concept.kind == "datum":
        return [date(2024, 2, 29), None, *denied]
    return [concept.high if concept.is_number else True, None, *denied]


@pytest.mark.parametrize("name", sides_shipped())
def test_een_meegeleverd_scenario_is_in_orde_en_zegt_dat_het_verzonnen_is(name: str) -> None:
    scenario, findings = side_named(name)
    assert scenario is not None
    assert findings == []
    assert "verzonnen" in f"{scenario.name} {scenario.author} {scenario.reason}".lower()
    assert scenario.author
    assert scenario.made_on
    assert trial(scenario).changed
