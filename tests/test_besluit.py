"""Drafts of decisions: what they say, that their facts carry the outcome, and that they never decide what a person must."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.besluit_bijwerken import FOLDER, drafted, golden_cases, golden_file
from tests.zaken import ALL, case_of, name, whole
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.decision import ASSUMED, SILENT, UNKNOWN, Decision, FactsNeeded
from toetssteen.explain.decision_json import drafts_to_json
from toetssteen.explain.decision_text import CHECK, ESTABLISH, FILL, DecisionLayout
from toetssteen.explain.drafts import drafts_document
from toetssteen.explain.forms import in_form
from toetssteen.explain.report import FAILED
from toetssteen.kb.case import MUNICIPALITY, Case, Fact, FactKey
from toetssteen.kb.citation import is_below, is_citation
from toetssteen.kb.decision_law import objection_ends, requirements
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.assess import Assessment, Outcome, assess
from toetssteen.ops.decision import decision, draft
from toetssteen.ops.schemas import schemas
from toetssteen.ops.support import counterpart
from toetssteen.parser.reader import read_case

EXAMPLE = "participatieplaats-te-jong"
SAMPLE = [*golden_cases(), *ALL[7::60]]
Output = pytest.CaptureFixture[str]
DISCRETION = "hoe het college deze ruimte gebruikt, en waarom"


def asked(found: Assessment) -> list[Outcome]:
    return [one for one in found.outcomes if one.application.person != MUNICIPALITY
            and (one.about or not one.application.own_motion)]  # fmt: skip


def in_text(one: Decision | FactsNeeded) -> str:
    return " ".join(in_form(drafts_document([one]), "tekst").split())


def read(text: str) -> Assessment:
    case, findings = read_case(text, "zaak")
    assert case is not None, findings
    return assess(case)


# ---- what a draft says


@pytest.mark.parametrize("path", golden_cases(), ids=name)
def test_draft_reads_as_recorded(path: Path) -> None:
    assert drafted(path) == golden_file(path).read_text(encoding="utf-8")


def test_no_golden_draft_without_its_case() -> None:
    assert {golden_file(path) for path in golden_cases()} == set(FOLDER.glob("*.txt"))


def test_the_golden_drafts_show_every_outcome() -> None:
    outcomes = {one.outcome for path in golden_cases() for one in asked(whole(path))}
    assert outcomes == {"verplicht", "bevoegd", "weigerbaar", "geblokkeerd", UNDETERMINED}


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_only_a_person_says_how_a_power_is_used(path: Path) -> None:
    found = whole(path)
    for outcome in asked(found):
        one = draft(found, outcome)
        assert isinstance(one, FactsNeeded) == (outcome.outcome == UNDETERMINED)
        if isinstance(one, FactsNeeded):
            assert one.needed
            continue
        layout = DecisionLayout(one)
        layout.document()
        left = [text for text in layout.to_do if DISCRETION in text]
        assert bool(left) == (outcome.outcome in ("bevoegd", "weigerbaar"))
        assert "CONCEPT, GEEN BESLUIT" in in_text(one)
        assert ("Het besluit kan luiden" in in_text(one)) == (
            outcome.outcome == "verplicht" or (outcome.outcome == "geblokkeerd" and not outcome.reachable)
        )


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_the_facts_of_a_draft_carry_its_outcome(path: Path) -> None:
    """With nothing but the facts that a draft names, and everything else unknown, the outcome is the same."""
    found = whole(path)
    for outcome in asked(found):
        one = draft(found, outcome)
        if isinstance(one, Decision):
            case = found.case._replace(facts=_named(found, one), assumed=())
            again = counterpart(assess(case, found.law), outcome.application)
            assert again is not None
            assert again.outcome == outcome.outcome, [way.answers for way in again.ways]


def _named(found: Assessment, one: Decision) -> dict[FactKey, Fact]:
    facts = {}
    for fact in one.facts:
        if fact.key is None or fact.state == UNKNOWN:
            continue
        if fact.key in found.case.facts:
            facts[fact.key] = found.case.facts[fact.key]
        elif fact.state == ASSUMED:
            facts[fact.key] = Fact(found.law.concepts[fact.key.concept].favourable)
    return facts


@pytest.mark.parametrize("path", golden_cases(), ids=name)
def test_every_assumption_is_marked_and_listed(path: Path) -> None:
    found = whole(path)
    for outcome in asked(found):
        one = draft(found, outcome)
        if not isinstance(one, Decision):
            continue
        assumed = [fact for fact in one.facts if fact.state == ASSUMED]
        text = in_text(one)
        assert (f"[{ESTABLISH}: " in text) == bool(assumed or one.amount_needs)
        assert text.count("aangenomen, nog vast te stellen") == len(assumed)
        stated = {fact.key for fact in one.facts if fact.line and fact.key}
        assert stated <= set(found.case.facts) | {FactKey("geboren", outcome.application.person)}


def test_a_stated_fact_tells_its_line_organ_and_kind() -> None:
    found = read(GERRIT)
    one = draft(found, asked(found)[0])
    assert isinstance(one, Decision)
    fact = next(fact for fact in one.facts if fact.key and fact.key.concept == "doel_wordt_gemist")
    assert (fact.line, fact.kind, fact.body, fact.competent) == (17, "open_norm", "college", "college")
    assert "de invulling van een open norm, gegeven door het college." in in_text(one)


@pytest.mark.parametrize("name_of_case", ["kan-default-verlenen-weigerbaar", "kan-veronderstel-verlenen"])
def test_what_a_reading_supposes_is_no_reason(name_of_case: str) -> None:
    found = whole(next(path for path in ALL if path.stem == name_of_case))
    assert found.instance.readings["i66"] == "default_verlenen"
    text = in_text(draft(found, asked(found)[0]))
    assert "bij wijze van veronderstelling" not in text.lower()
    assert f"[{FILL}: {DISCRETION}]" in text


def test_another_route_is_looked_at_before_refusing() -> None:
    found = whole(next(path for path in ALL if path.stem == "signaal-participatieplaats-ioaw"))
    blocked = next(one for one in asked(found) if one.outcome == "geblokkeerd")
    text = in_text(draft(found, blocked))
    assert "artikel 38a IOAW" in text
    assert f"[{CHECK}: of wat hieronder staat, voor de afwijzing iets betekent]" in text


def test_a_deviation_is_told_with_its_reason_before_and_after() -> None:
    found = whole(next(path for path in ALL if path.stem == "werkervaringsplaats-hardheid"))
    one = decision(found, "Gerrit", "werkervaringsplaats")
    assert isinstance(one, Decision)
    (deviated,) = one.deviations
    assert (deviated.norm, deviated.before, deviated.after) == ("5.4/eenmalig", "geblokkeerd", "bevoegd")
    assert "over vier weken volgt een jaarcontract" in deviated.reason
    assert f"[{FILL}: waarom toepassing van deze bepaling een onredelijke uitkomst heeft" in in_text(one)


def test_a_condition_of_the_statute_leaves_no_room_to_deviate() -> None:
    one = decision(whole(next(path for path in ALL if path.stem == EXAMPLE)), "Bilal", "participatieplaats")
    assert isinstance(one, Decision)
    assert [step.norm for step in one.considerations if step.mark == FAILED] == ["6.1/leeftijd"]
    assert "of het college afwijkt" not in in_text(one)
    assert {"scholing", "ondersteuning"} <= {other.title.split(" voor ")[0].lower() for other in one.alternatives
                                             if other.outcome in ("verplicht", "bevoegd")}  # fmt: skip


def test_another_reading_is_told_with_what_it_would_decide() -> None:
    path = next(path for path in ALL if path.stem == "verklaring-van-zeven-maanden-bij-exact-6")
    one = decision(whole(path), "Els", "proefplaats")
    assert isinstance(one, Decision)
    reading = next(reading for reading in one.readings if reading.display == "I-35")
    assert (reading.chosen, reading.is_default, [(other.option, other.outcome) for other in reading.others]) == (
        True, False, [("minstens_6", "bevoegd")])  # fmt: skip
    expected = assess(case_of(path)._replace(readings={"i35": "minstens_6"})).outcome("Els", "proefplaats")
    assert expected is not None
    assert expected.outcome == "bevoegd"


def test_the_texts_of_a_draft_are_those_of_the_law() -> None:
    found = whole(golden_cases()[0])
    source = " ".join((found.law.folder / "bron.md").read_text(encoding="utf-8").split())
    one = draft(found, asked(found)[0])
    assert isinstance(one, Decision)
    literal = [rule for rule in one.rules if rule.literal]
    assert {"5.1", "5.3", "5.4", "3.1", "3.4"} <= {rule.citation for rule in literal}
    assert all(rule.text.split(" a. ")[0] in source for rule in literal)
    assert all("dossier" in rule.source for rule in one.rules if not rule.literal)


def test_facts_that_are_not_mentioned_are_not_called_stated() -> None:
    found = whole(next(path for path in ALL if path.stem == "werkervaringsplaats-hardheid"))
    one = decision(found, "Gerrit", "werkervaringsplaats")
    assert isinstance(one, Decision)
    silent = [fact.key.concept for fact in one.facts if fact.state == SILENT and fact.key]
    assert silent == ["afwijking_nadelig"]


def test_an_amount_that_cannot_be_told_is_said_to_be_open() -> None:
    found = whole(next(path for path in ALL if path.stem == "kosten-van-de-bus-onbekend"))
    one = decision(found, "Tamme", "vervoersvoorziening")
    assert isinstance(one, Decision)
    assert len(one.amount_needs) == 1
    assert (
        f"[{ESTABLISH}: een bedrag is nog niet te bepalen; onbekend is in elk geval wat het goedkoopste andere passende"
        in in_text(one)
    )
    known = decision(whole(next(path for path in ALL if path.stem.startswith("x1-"))), "Tamme", "vervoersvoorziening")
    assert isinstance(known, Decision)
    assert known.amount_needs == ()


# ---- facts that must be established first


def test_what_is_a_judgement_of_the_college_is_not_asked_of_the_applicant() -> None:
    path = next(path for path in ALL if path.stem == "t12-hanna-leerwerktraject")
    one = decision(whole(path), "Hanna", "leer_werktraject")
    assert isinstance(one, FactsNeeded)
    assert {need.kind for need in one.needed} == {"register", "oordeel"}
    text = in_text(one)
    request = text[text.index("Concept-verzoek") :]
    asks, judges = request.split("Dit wordt niet gevraagd, maar zelf vastgesteld:")
    assert "startkwalificatie" in asks
    assert "startkwalificatie" not in judges.split("Aangenomen")[0]
    assert "nodig om betaald werk te krijgen" not in asks
    assert f"[{FILL}: aan wie dit wordt gevraagd, binnen welke termijn, en op welke grondslag" in text


def test_where_only_a_judgement_is_missing_nobody_is_asked() -> None:
    text = GERRIT.replace("  is zinvol\n", "  onbekend of de voorziening zinvol is\n")
    found = read(text)
    assert isinstance(draft(found, asked(found)[0]), Decision)  # blocked all the same
    plain = read(text.replace("  verlengd tot en met 30 juni 2025\n", ""))
    needed = draft(plain, asked(plain)[0])
    assert isinstance(needed, FactsNeeded)
    assert [need.kind for need in needed.needed] == ["oordeel"]
    assert "Er hoeft niemand om gegevens te worden gevraagd" in in_text(needed)


# ---- general administrative law


def test_requirements_are_places_that_no_rule_rests_on() -> None:
    law = whole(golden_cases()[0]).law
    for one in requirements().values():
        assert is_citation(one.norm)
        assert one.content
        assert not one.content.endswith(".")
        assert ("{termijn}" in one.content) == bool(one.weeks)
        assert not any(is_below(norm, one.norm) for norm in law.labels)
        assert "{" not in one.said(date(2025, 1, 1)) + one.said(date(1990, 1, 1))


def test_what_was_not_read_is_said_not_to_be_read() -> None:
    found = whole(golden_cases()[0])
    one = draft(found, asked(found)[0])
    assert isinstance(one, Decision)
    assert {part.key for part in one.objection.requirements} == set(requirements())
    text = in_text(one)
    for part in one.objection.requirements:
        assert not part.read
        assert f"{part.place[0].upper()}{part.place[1:]}: {part.text} (niet nagelezen)." in text


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        (date(2025, 3, 20), date(2025, 5, 1)),  # six weeks, counted from the day after
        (date(2025, 3, 14), date(2025, 4, 25)),
        (date(2025, 3, 15), date(2025, 4, 28)),  # the 26th of April is a Saturday, on which King's Day was celebrated
        (date(2025, 11, 13), date(2025, 12, 29)),  # Christmas Day, Boxing Day and a weekend
        (date(2020, 1, 1), None),  # before the first day of the value nothing is claimed
        (date(2200, 12, 30), None),
    ],
)
def test_last_day_to_object(announced: date, last: date | None) -> None:
    assert objection_ends(announced) == last


# ---- the command


def run(*words: str) -> int:
    return main(["besluit", *words])


def test_unknown_outcome_is_no_mistake(capsys: Output) -> None:
    assert run("proefplaats-nog-veel-onbekend") == OK
    out = capsys.readouterr().out
    assert out.startswith("Eerst meer feiten nodig")
    assert "CONCEPT, GEEN BESLUIT" not in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([EXAMPLE, "premie"], INPUT, "over premie is in deze zaak niets te beslissen"),
        ([EXAMPLE, "scholingg"], INPUT, "bedoelde u «scholing»?"),
        ([EXAMPLE, "--voor", "Bil"], INPUT, "«Bil» staat niet in deze zaak"),
        (["signaal-aantal-van-de-raad", "samenwerking"], INPUT, "over de gemeente zelf is er geen besluit om te motiveren"),
        ([EXAMPLE, "--bekendmaking", "31 februari 2025"], USAGE, "bestaat niet op de kalender"),
        ([EXAMPLE, "--vorm", "svg"], USAGE, "kan niet; kies uit"),
    ],
)
def test_wrong_use_is_said_in_dutch(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert run(*words) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_case_that_asks_nothing(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "niets.feiten"
    path.write_text("peildatum 1 februari 2025\n\ninwoner Anna\n  woont in Het Hogeland\n", encoding="utf-8")
    assert run(str(path)) == INPUT
    assert "in deze zaak is niets gevraagd" in capsys.readouterr().err
    assert run(str(path), "premie") == INPUT
    assert run(str(path), "scholing") == OK
    assert "Het college beoordeelt uit eigen beweging" in capsys.readouterr().out


def test_announcement_gives_the_last_day(capsys: Output) -> None:
    assert run(EXAMPLE, "--bekendmaking", "20 maart 2025") == OK
    assert "Bij bekendmaking op 20 maart 2025 is 1 mei 2025" in " ".join(capsys.readouterr().out.split())


def test_json_says_the_same(capsys: Output) -> None:
    assert run(EXAMPLE, "--json") == OK
    data = json.loads(capsys.readouterr().out)
    assert data["formaat"] == "toetssteen/besluit/1"
    (found,) = data["concepten"]
    assert (found["soort"], found["uitkomst"], found["persoon"]) == ("concept", "geblokkeerd", "Bilal")
    assert [one["norm"] for one in found["overwegingen"] if one["teken"] == "nee"] == ["6.1/leeftijd"]
    assert run("proefplaats-nog-veel-onbekend", "--json") == OK
    (found,) = json.loads(capsys.readouterr().out)["concepten"]
    assert (found["soort"], found["mogelijk"]) == ("eerst_feiten_nodig", ["bevoegd", "geblokkeerd"])


@pytest.mark.parametrize("path", SAMPLE[::2], ids=name)
def test_json_fits_its_schema(path: Path) -> None:
    found = whole(path)
    drafts = [draft(found, one) for one in asked(found) or found.outcomes if one.application.person != MUNICIPALITY]
    data = drafts_to_json(drafts, receipt="0" * 64)
    if drafts:  # a case about the gemeente alone has none
        Draft202012Validator(schemas()["besluit"].content).validate(data)


def test_names_become_no_markup(tmp_path: Path, capsys: Output) -> None:
    nasty = "<b>*Anna*</b> [x](y) # `z`"
    path, out = tmp_path / "zaak.feiten", tmp_path / "uit.md"
    path.write_text(GERRIT.replace(" Gerrit", f' "{nasty}"'), encoding="utf-8")
    assert run(str(path), "--uit", str(out)) == OK
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Concept-motivering")
    assert "<b>" not in re.sub(r"\\<", "", text)
    assert run(str(path), "--uit", str(out)) == INPUT
    assert "bestaat al" in capsys.readouterr().err


def test_several_applications_give_several_drafts(capsys: Output) -> None:
    assert run("signaal-scholing-kan-of-moet", "--vorm", "markdown") == OK
    out = capsys.readouterr().out
    assert len(re.findall(r"^## (?:Concept-motivering|Eerst meer feiten)", out, re.MULTILINE)) == 4
    assert out.startswith("# 4 concepten")


def test_nobody_but_the_gemeente_is_an_error() -> None:
    found = whole(next(path for path in ALL if path.stem == "signaal-aantal-van-de-raad"))
    with pytest.raises(LookupError):
        decision(found, MUNICIPALITY, "samenwerking")
    with pytest.raises(LookupError):
        decision(found, "Niemand", "scholing")


def test_case_without_file_or_lines() -> None:
    case = case_of(golden_cases()[0])._replace(file="")
    found = assess(Case(**{**case._asdict(), "applications": tuple(one._replace(line=0) for one in case.applications)}))
    assert "uit de zaak «" not in in_text(draft(found, asked(found)[0]))


GERRIT = """casus "Gerrit"
peildatum 16 juni 2025
neem aan dat de overige feiten gunstig zijn

inwoner Gerrit
  geboren op 3 mei 1980
  ontvangt algemene bijstand

werkgever Transport Wierda

plaatsing van Gerrit op werkervaringsplaats bij Transport Wierda
  van 1 januari 2025 tot en met 31 maart 2025
  verlengd tot en met 30 juni 2025

aanvraag van Gerrit voor verlenging van werkervaringsplaats bij Transport Wierda
  voor 4 weken
  door de regels toe te passen wordt het doel niet gehaald, volgens het college
  is zinvol
"""
