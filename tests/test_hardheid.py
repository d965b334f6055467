"""``hardheid``: the fewest deviations over a caseload, what the statute holds, and what decisions lack (art. 20)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.test_rondreis import problems
from tests.zaken import ALL, case_of, name
from toetssteen.cli.main import INPUT, OK, main
from toetssteen.explain.hardship import BEYOND, FAIR, MENDABLE, MENDED, UNKNOWN, HardCase
from toetssteen.kb.case import Case, Deviation
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.hardship import hardship
from toetssteen.ops.schemas import schemas
from toetssteen.parser.reader import read_case

Output = pytest.CaptureFixture[str]
CASE = """peildatum 1 februari 2025
neem aan dat de overige feiten gunstig zijn

inwoner Gerrit
  geboren op {born}
  ontvangt algemene bijstand

werkgever Bakkerij

aanvraag van Gerrit voor {kind} bij Bakkerij
  vanaf 1 maart 2025 voor {months} maanden
  {unreasonable}
"""
UNREASONABLE = "toepassing van de regels heeft een onredelijke uitkomst"
DECIDED = '\nafwijking van 5.4 voor Gerrit{more}, omdat "er volgt een contract"\n'


def judged(kind: str = "werkervaringsplaats", months: int = 5, born: str = "1 januari 1980", unreasonable: str = UNREASONABLE,
           more: str = "") -> HardCase:  # fmt: skip
    text = CASE.format(kind=kind, months=months, born=born, unreasonable=unreasonable) + more
    case, findings = read_case(text, "zaak")
    assert case is not None, "\n".join(one.as_text() for one in findings)
    report = hardship([case])
    assert report.decided == 1
    assert len(report.cases) == 1
    return report.cases[0]


def test_an_own_limit_can_be_set_aside() -> None:
    """5.4: a werkervaringsplaats lasts three months; the limit is the ordinance's own."""
    found = judged()
    assert (found.state, found.norms, found.before, found.after) == (
        MENDABLE,
        ("artikel 5 lid 4 (duur)",),
        "geblokkeerd",
        "bevoegd",
    )


def test_a_statutory_condition_cannot() -> None:
    """6.1 restates art. 7 lid 8 Pw: the age of a participatieplaats."""
    found = judged("participatieplaats", born="1 januari 2004")
    assert (found.state, found.norms) == (BEYOND, ())
    assert any("dat volgt uit artikel 7 lid 8 Pw" in one for one in found.remarks)


@pytest.mark.parametrize(("fact", "state"), [
    ("onbekend of toepassing van de regels een onredelijke uitkomst heeft", UNKNOWN),
    ("toepassing van de regels heeft geen onredelijke uitkomst", FAIR),
])  # fmt: skip
def test_without_an_unreasonable_outcome_nothing_is_proposed(fact: str, state: str) -> None:
    more = "  door de regels toe te passen wordt het doel wel gehaald\n"
    assert judged(unreasonable=fact, more=more).state == state


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ("", "nog vermelden: wie besloot en wanneer"),
        (", besloten door het college", "nog vermelden: wanneer"),
        (", besloten op 1 februari 2025", "nog vermelden: wie besloot"),
        (", besloten op 1 februari 2025 door het college", ""),
    ],
)
def test_a_decision_says_who_and_when_or_is_said_to_lack_it(more: str, missing: str) -> None:
    found = judged(more=DECIDED.format(more=more))
    assert (found.state, found.after) == (MENDED, "bevoegd")
    assert "grond: «er volgt een contract»" in found.remarks[0]
    assert found.remarks[1:] == ((missing,) if missing else ())


def test_costs_are_told_when_the_case_has_them() -> None:
    limit = "\nplafond werkervaringsplaats 2025: hooguit 9 personen\n  er is al verleend aan 0 personen\n"
    assert judged(more="  de kosten zijn € 1.200\n" + limit).cents == 120_000
    assert judged().cents is None


def proposals(case: Case) -> list[tuple[Case, HardCase]]:
    return [(case, one) for one in hardship([case]).cases if one.state == MENDABLE]


@pytest.mark.parametrize(
    "path", [one for one in ALL if "artikel_20" in one.as_posix() or "artikel_05" in one.as_posix()], ids=name
)
def test_every_proposal_works_and_none_can_be_left_out(path: Path) -> None:
    """By brute force: all blocking norms together mend the outcome, any smaller set does not."""
    case = case_of(path)
    for _case, one in proposals(case):
        law = law_for(case)
        wanted = (one.person, one.provision, "geblokkeerd")
        outcomes = assess(case, law, about=frozenset()).outcomes
        outcome = next(two for two in outcomes if (
            two.application.person, law.provisions[two.application.provision].name, two.outcome) == wanted)  # fmt: skip
        norms = [two.norm for two in outcome.conditions if two.state == "belemmert" and not two.deviated]
        assert len(norms) == len(one.norms)
        for left_out in (None, *norms):
            kept = tuple(
                Deviation(norm, one.person, "proef", outcome.application.provision) for norm in norms if norm != left_out
            )
            again = assess(case._replace(deviations=(*case.deviations, *kept)), law, about=frozenset())
            after = next(two.outcome for two in again.outcomes if two.application.id == outcome.application.id)
            assert (after == "geblokkeerd") == (left_out is not None)


def test_the_command_counts_what_it_shows(capsys: Output) -> None:
    folder = str(Path(__file__).parent / "casus" / "hogeland" / "artikel_20")
    assert main(["hardheid", folder, "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    states = Counter(one["stand"] for one in data["geblokkeerd"])
    assert set(states) <= {MENDED, MENDABLE, BEYOND, UNKNOWN, FAIR}
    assert states[MENDED] > 5
    assert main(["hardheid", folder]) == OK
    out = " ".join(capsys.readouterr().out.split())
    total = len(data["geblokkeerd"])
    assert f"zijn van {data['beslist']} uitkomsten er {total} geblokkeerd" in out
    assert f"Met de genomen besluiten zijn dat er {total - states[MENDED]}" in out


def test_a_file_that_is_not_there(capsys: Output) -> None:
    assert main(["hardheid", "er-is-niets"]) == INPUT
    assert "bestaat niet" in capsys.readouterr().err


CEILING = """peildatum 1 februari 2025
neem aan dat de overige feiten gunstig zijn

{people}
werkgever Bakkerij

{asked}
plafond werkervaringsplaats 2025: hooguit {places} personen
  er is al verleend aan 0 personen
"""
PERSON = "inwoner {name}\n  geboren op 1 januari 1980\n  ontvangt algemene bijstand\n"
ASKED = """aanvraag van {name} voor werkervaringsplaats bij Bakkerij
  vanaf 1 maart 2025 voor {months} maanden
  de kosten zijn € {euros}
"""
POLICY = 'beleid "Aantal"\ndoelen\n  zoveel mogelijk inwoners\n  zo laag mogelijke kosten\n'


def ceiling_case(folder: Path, places: int) -> list[str]:
    """Write Gerrit (five months, unreasonable, € 400), Hilda (€ 900) and Iris (€ 300), and a policy; return the words for it."""
    people = "\n".join(PERSON.format(name=name) for name in ("Gerrit", "Hilda", "Iris"))
    hard = ASKED.format(name="Gerrit", months=5, euros=400) + f"  {UNREASONABLE}\n"
    asked = "\n".join([hard, ASKED.format(name="Hilda", months=3, euros=900), ASKED.format(name="Iris", months=2, euros=300)])
    (folder / "zaak.feiten").write_text(CEILING.format(people=people, asked=asked, places=places), encoding="utf-8")
    (folder / "aantal.beleid").write_text(POLICY, encoding="utf-8")
    return ["hardheid", str(folder / "zaak.feiten"), "--beleid", str(folder / "aantal.beleid")]


@pytest.mark.parametrize(("places", "gained", "displaced", "before", "after"), [
    (2, ["Gerrit (werkervaringsplaats)"], ["Hilda (werkervaringsplaats)"], (2, 120_000), (2, 70_000)),
    (3, ["Gerrit (werkervaringsplaats)"], [], (2, 120_000), (3, 160_000)),
    (1, [], [], (1, 30_000), (1, 30_000)),
])  # fmt: skip
def test_what_mending_costs_under_a_ceiling(places: int, gained: list[str], displaced: list[str], before: tuple[int, int],
                                            after: tuple[int, int], tmp_path: Path, capsys: Output) -> None:  # fmt: skip
    """3.5.b, 5.4 and 20: who is let in by a deviation may take the place of another."""
    assert main([*ceiling_case(tmp_path, places), "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    assert problems(schemas()["hardheid"].content, data) == []
    found = data["onder_plafonds"]
    assert (found["krijgt_erbij"], found["maakt_plaats"]) == (gained, displaced)
    sides = [(found[side]["inwoners"], found[side]["centen"]) for side in ("zonder", "met_afwijkingen")]
    assert sides == [before, after]


def test_without_knowing_what_is_left_nothing_is_divided(tmp_path: Path, capsys: Output) -> None:
    words = ceiling_case(tmp_path, 2)
    file = tmp_path / "zaak.feiten"
    file.write_text(file.read_text(encoding="utf-8").replace("  er is al verleend aan 0 personen\n", ""), encoding="utf-8")
    assert main(words) == INPUT
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Aan hoeveel personen is al verleend?" in shown.err
