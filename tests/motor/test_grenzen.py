"""The linter proves that every calculation has a value within 32 bits, and that facts and parameters are well declared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.motor.mini import FACTS, RULES, mini_law
from toetssteen.explain.sentences import Speaker
from toetssteen.kb.case import Case
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import Law, Parameter, load_law
from toetssteen.kb.lint_bounds import Intervals, bound_findings
from toetssteen.kb.lint_vocabulary import key_findings, vocabulary_findings
from toetssteen.kb.value_flow import Flow

HEAD = "\n%@ 16.1/proef eigen\n%+ x\n%- y\n"


def messages(rule: str, toml: str = FACTS) -> list[str]:
    return [one.message for one in bound_findings(mini_law(RULES + HEAD + rule, toml))]


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        ("proef(Z) :- reiskosten(Z,B), B * 100 > 0.", True),
        ("proef(Z) :- reiskosten(Z,B), mini_waarde(P,Q), X = B * Q / 100, X > 0.", True),
        ("proef(Z) :- reiskosten(Z,B), reisvergoeding(Z,C), B * C > 0.", False),
        ("proef(Z) :- reiskosten(Z,B), B * 100 * 100 > 0.", False),
        ("proef(Z) :- reiskosten(Z,B), B * 100 * 100 / 100 > 0.", False),
        ("proef(Z) :- reiskosten(Z,B), B / 100 * 100 * 100 > 0.", True),
        ("proef(Z,B * B) :- reiskosten(Z,B).", False),
        ("proef(Z) :- netto(Z,B), B * 1000 > 0.", True),
        ("proef(Z) :- netto(Z,B), B * B > 0.", False),
        ("proef(Z) :- zaak(Z,P,V), M = #sum { B,T : reiskosten(T,B) }, M > 0.", False),
        ("proef(Z) :- zaak(Z,P,V), M = #sum { U,T : werkuren(T,U) }, M > 0.", True),
        ("proef(Z) :- zaak(Z,P,V), M = #sum { X,T : reiskosten(T,B), X = B / 100 }, M > 0.", True),
        ("proef(Z) :- zaak(Z,P,V), M = #count { T : reiskosten(T,B) }, M * M > 0.", False),
        ("proef(Z) :- zaak(Z,P,V), M = #count { T : reiskosten(T,B) }, parameter(mini_max,X), M * X > 0.", True),
        ("proef(Z) :- werkuren(Z,U), X = 100 / U, X * 1000 > 0.", True),
        ("proef(Z) :- reiskosten(Z,B), X = 100 / B, X > 0.", False),
        ("proef(Z) :- reiskosten(Z,B), reisvergoeding(Z,C), X = 100 / (B - C), X > 0.", False),
    ],
)
def test_a_calculation_that_can_leave_32_bits_or_has_no_value(rule: str, right: bool) -> None:
    found = messages(rule)
    assert bool(found) != right, found
    assert all("32 bits" in one or "door nul" in one for one in found)


def test_the_declared_range_decides() -> None:
    rule = "proef(Z) :- reiskosten(Z,B), mini_waarde(P,Q), X = B * Q / 100, X > 0."
    assert messages(rule, FACTS.replace("bereik = [0, 500000]", "bereik = [0, 21474836]")) == []
    assert messages(rule, FACTS.replace("bereik = [0, 500000]", "bereik = [0, 21474837]")) != []


def test_the_real_law_is_within_bounds() -> None:
    law = load_law(date.max)
    assert list(bound_findings(law)) == []
    assert abs(Flow(law, Intervals(law)).derived["bedrag", 1][0]) < 2**31


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('soort = "uren"', 'soort = "uur"', "soort «uur» bestaat niet"),
        ('onderwerp = "werkgever"', 'onderwerp = "bedrijf"', "onderwerp «bedrijf» bestaat niet"),
        ("bereik = [1, 168]", "bereik = [168, 1]", "het bereik loopt"),
        ("bereik = [1, 168]", "bereik = [-1, 168]", "het bereik loopt"),
        ("bereik = [0, 500000]", "bereik = [0, 3000000000]", "het bereik loopt"),
        ("{waarde:uren}", "36 uur", "precies één plaats {waarde:uren}"),
        ("{waarde:uren}", "{waarde:maanden}", "precies één plaats {waarde:uren}"),
        ("{waarde:procent}", "{waarde:procent} of {waarde:procent}", "precies één plaats {waarde:procent}"),
        ('nee = "er zijn geen reiskosten"', 'nee = "er zijn geen {waarde:euro}"', "alleen de bevestigende zin"),
        ("gunstig = 10", "gunstig = true", "gunstig is een getal"),
        ("gunstig = 10", "gunstig = false", "gunstig is een getal"),
        ("gunstig = 10", "gunstig = 0", "buiten het bereik"),
        ('bron = "besluit"', 'bron = "raad"', "bron «raad» bestaat niet"),
        ("gunstig = 10", 'index = "jaar"', "een getal heeft geen index"),
    ],
)
def test_a_wrong_fact_is_named(old: str, new: str, message: str) -> None:
    assert old in FACTS
    found = [one.message for one in vocabulary_findings(mini_law(toml=FACTS.replace(old, new, 1)))]
    assert any(message in one for one in found), found


def test_the_invented_and_the_real_facts_are_right() -> None:
    assert [one.message for one in vocabulary_findings(mini_law())] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('nee = "er zijn geen reiskosten"', 'nee = "de werkgever vergoedt niets"', "«reiskosten» als van «reisvergoeding»"),
        ('ja = "het werk is voor {waarde:uren} per week"', 'ja = "de  reiskosten zijn {waarde:uren} per maand"', "«werkuren»"),
        ('"het werk is voor {waarde:uren} per week"', '"{P} is er voor {waarde:uren}"\nook = ["{Z} vergt {waarde:uren}"]', ""),
        ('"er zijn geen reiskosten"', '"{P} is noodzakelijk"', "«noodzakelijk»"),
    ],
)
def test_two_facts_with_one_phrase_are_named(old: str, new: str, message: str) -> None:
    assert old in FACTS
    found = [one.message for one in vocabulary_findings(mini_law(toml=FACTS.replace(old, new, 1)))]
    assert any(message in one and "zowel een zin" in one for one in found) if message else found == []


def test_a_fact_in_two_files_is_named(tmp_path: Path) -> None:
    for name in ("een.toml", "twee.toml"):
        (tmp_path / name).write_text("[zelfde]\n[alleen_" + name.removesuffix(".toml") + "]\n", encoding="utf-8")
    found = [*key_findings(sorted(tmp_path.glob("*.toml")))]
    assert [(one.message, one.file) for one in found] == [("begrip «zelfde» staat ook in een.toml", "twee.toml")]


# ---- units of parameters


def with_parameter(unit: str, value: int) -> Law:
    law = mini_law()
    parameter = Parameter("proef", "een getal", unit, "16.1", ((date(2024, 7, 1), value),))
    return Law(law.data._replace(parameters={**law.parameters, "proef": parameter}), law.statute_date, law.files, law.folder)


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("jaar", 27, "27 jaar"), ("maanden", 1, "1 maand"), ("weken", 8, "8 weken"), ("uren", 36, "36 uur"),
        ("keer", 3, "3 keer"), ("procent", 50, "50 procent"), ("cent", 125_050, "€ 1.250,50"),
        ("datum", date(2024, 12, 11).toordinal(), "11 december 2024"),
    ],
)  # fmt: skip
def test_every_unit_reads_as_dutch(unit: str, value: int, shown: str) -> None:
    law = with_parameter(unit, value)
    assert [one.message for one in vocabulary_findings(law)] == []
    speaker = Speaker(instantiate(Case(reference_date=date(2025, 2, 1), persons=("A",)), law))
    assert speaker.parameter("proef", value) == f"een getal: {shown} (artikel 16 lid 1, sinds 1 juli 2024)"


@pytest.mark.parametrize(("unit", "value"), [("dagen", 3), ("cent", 3_000_000_000), ("cent", -1), ("datum", 4_000_000)])
def test_a_wrong_parameter_is_named(unit: str, value: int) -> None:
    assert [one.message for one in vocabulary_findings(with_parameter(unit, value))] != []
