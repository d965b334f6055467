"""Limits that move together: what is reached at every room, which points are efficient, what an interruption leaves."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.test_rondreis import problems
from tests.verdeling.test_verdeel import ASKED, CEILING, FENNA, HEAD, WITHOUT_LIST, Output, case_of, caseload_text, policy_of
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.explain.document import Paragraph
from toetssteen.explain.frontier import Frontier, Moved, Point, frontier_section, marked
from toetssteen.explain.frontier_chart import GOOD, NOW, OTHER, frontier_svg, in_terminal
from toetssteen.kb.policy import Policy
from toetssteen.ops.allocation.caseload import read_caseload
from toetssteen.ops.allocation.frontier import percentages
from toetssteen.ops.allocation.report import Progress, Settings, allocate
from toetssteen.ops.assess import law_for
from toetssteen.ops.schemas import schemas

WORDS = ["verdeel", "scholing-verdelen", "--beleid", "scholing-verdelen"]
PERSONS = (("Anna", 1, 500), ("Bea", 2, 700), ("Cor", 3, 900), ("Dirk", 4, 1100))
AIMS = "doelen\n  zoveel mogelijk inwoners\n  zo laag mogelijke kosten\n"


def line_of(text: str, settings: Settings, policy: Policy, progress: Progress | None = None) -> Frontier:
    case = case_of(text)
    report, _found = allocate(read_caseload([case]), policy, law_for(case), settings, progress)
    assert report.frontier is not None
    return report.frontier


# ---- the points


@pytest.mark.parametrize("points", [3, 4, 5, 10, 11, 50, 101])
def test_the_parts_begin_at_the_ends_and_have_that_of_now(points: int) -> None:
    found = percentages(points)
    assert found[:2] == [0, 200]
    assert 100 in found
    assert len(found) == len(set(found)) in (points, points + 1)
    assert all(0 <= one <= 200 for one in found)


def test_every_point_is_what_verdeel_gives_at_that_room() -> None:
    """The same caseload with the ceiling of the point gives the same, and all of it is proven."""
    text = caseload_text(*PERSONS, limits="hooguit € 2.000")
    line = line_of(text, Settings(moved=("plafond",)), policy_of(AIMS))
    assert line.complete
    assert [one.percent for one in line.points] == list(range(0, 201, 20))
    for point in line.points:
        euros = 2000 * point.percent // 100
        assert point.rooms == (euros,)
        case = case_of(text.replace("€ 2.000", f"€ {euros}"))
        report, found = allocate(read_caseload([case]), policy_of(AIMS), law_for(case))
        assert found.proven
        assert point.proven
        assert (point.served, 100 * point.euros) == (len(report.granted), sum(one.cents or 0 for one in report.granted))
    assert [(one.served, one.euros) for one in line.points if one.now] == [(2, 1200)]


def test_limits_with_the_same_text_move_together() -> None:
    text = caseload_text(*PERSONS, limits="hooguit € 1.200, hooguit 1 personen")
    one = line_of(text, Settings(moved=("plafond",), points=3), policy_of(AIMS))
    both = line_of(text, Settings(moved=("alle",), points=3), policy_of(AIMS))
    assert [each.name for each in both.moved] == ["plafond scholing 2025", "aantal personen voor scholing 2025"]
    assert [each.served for each in one.points] == [0, 1, 1]
    assert [(each.rooms, each.served) for each in both.points] == [((0, 0), 0), ((1200, 1), 1), ((2400, 2), 2)]


def test_an_aim_of_the_policy_can_be_set_against_the_cost() -> None:
    text = caseload_text(*PERSONS, limits="hooguit 2 personen").replace(
        "inwoner Dirk\n", "inwoner Dirk\n  heeft een arbeidsbeperking\n"
    )
    policy = policy_of(
        "doelen\n  de grootste behoefte\n  zoveel mogelijk inwoners\nbehoefte\n  4 punten: heeft een arbeidsbeperking\n"
    )
    line = line_of(text, Settings(moved=("personen",), against="behoefte", points=3), policy)
    assert [(one.value, one.said, one.served) for one in line.points] == [
        (0, "0 punten", 0), (4, "4 punten", 2), (4, "4 punten", 4)]  # fmt: skip
    assert [one.efficient for one in line.points] == [True, True, False]


def test_where_a_duty_does_not_fit_there_is_no_point() -> None:
    text = (HEAD + WITHOUT_LIST + FENNA).replace("hooguit 0 personen, hooguit € 0", "hooguit € 12.000")
    line = line_of(text, Settings(moved=("alle",), points=5), policy_of(AIMS))
    assert line.impossible == (0, 50)
    assert [one.percent for one in line.points] == [100, 150, 200]
    assert line.complete


def test_a_limit_that_is_exceeded_already_leaves_nothing_and_stops_nothing_else() -> None:
    text = caseload_text(*PERSONS, limits="hooguit € 1.000", spent="1.500")
    other = CEILING.format(limits="hooguit 2 personen", spent="0", served=0).replace("scholing", "sociale activering")
    asked = ASKED.format(name="Anna", day=5, cost=100).replace("scholing", "sociale activering")
    text = (text + other).replace("\ninwoner Bea", f"{asked}\ninwoner Bea")
    case = case_of(text)
    report, found = allocate(read_caseload([case]), policy_of(AIMS), law_for(case))
    assert not found.impossible
    assert [(one.person, one.cents) for one in report.granted] == [("Anna", 10000)]
    assert [one.room for one in report.limits] == [0, 2]
    line = line_of(text, Settings(moved=("plafond",), points=3), policy_of(AIMS))
    assert [(one.rooms, one.served) for one in line.points] == [((0,), 1)] * 3


# ---- which points are efficient


def point(percent: int, euros: int, value: int) -> Point:
    return Point(percent, (percent,), euros, value, value, f"{value}", proven=True)


def test_efficient_is_what_no_other_point_beats() -> None:
    found = marked([point(100, 20, 2), point(0, 0, 0), point(50, 10, 2), point(200, 30, 3), point(150, 30, 2)], least=False)
    assert [(one.percent, one.efficient) for one in found] == [(0, True), (50, True), (100, False), (150, False), (200, True)]
    fewer = marked([point(0, 0, 5), point(50, 10, 5), point(100, 20, 1)], least=True)
    assert [one.efficient for one in fewer] == [True, False, True]


def test_points_that_are_the_same_are_equally_efficient() -> None:
    assert [one.efficient for one in marked([point(100, 5, 1), point(200, 5, 1)], least=False)] == [True, True]


def test_the_drawings_have_every_point() -> None:
    points = marked([point(0, 0, 0), point(50, 10, 2), point(100, 30, 4), point(150, 40, 3)], least=False)
    line = Frontier((Moved("plafond «<x>»", "budget", 100),), "bediende inwoners", False, points, (), (), 4)
    drawn = "\n".join(one.plain for one in in_terminal(line))
    field = drawn.split("└")[0]
    assert [field.count(sign) for sign in (GOOD, OTHER, NOW)] == [2, 1, 1]
    assert all(len(one) <= 72 for one in drawn.splitlines())
    root = ElementTree.fromstring(frontier_svg(line))  # noqa: S314 - our own
    kinds = [one.get("class") for one in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert sorted(filter(None, kinds)) == ["leeg", "nu", "stip", "stip"]
    assert "<x>" not in frontier_svg(line)


# ---- interrupted


def test_an_interruption_keeps_what_is_finished() -> None:
    heard: list[str] = []

    def progress(aim: str, _value: int, _bound: int) -> None:
        heard.append(aim)
        if "(4 van 11)" in aim and threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    line = line_of(caseload_text(*PERSONS, limits="hooguit € 2.000"), Settings(moved=("plafond",)), policy_of(AIMS), progress)
    assert not line.complete
    assert [one.percent for one in line.points] == [0, 100, 200]
    said = " ".join(one.text.plain for one in frontier_section(line).content if isinstance(one, Paragraph))
    assert "Onderbroken: 3 van de 11 punten zijn berekend" in said
    assert any("(2 van 11)" in one for one in heard)


def test_an_interrupted_line_is_shown_and_is_exit_130(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    from toetssteen.ops.allocation import report

    search, rounds = report._search, iter(range(100))

    def some(*given: object) -> object:
        if next(rounds) > 6:
            raise KeyboardInterrupt
        return search(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(report, "_search", some)
    assert main([*WORDS, "--grens", "plafond", "--json"]) == INTERRUPTED
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert data["grenslijn"]["volledig"] is False
    assert 1 <= len(data["grenslijn"]["punten"]) < data["grenslijn"]["gevraagd"]
    assert data["verleend"]
    assert "onderbroken" in err
    assert problems(schemas()["verdeling"].content, data) == []


# ---- the command


def test_a_limit_that_moves_serves_never_fewer(capsys: Output) -> None:
    assert main([*WORDS, "--grens", "plafond", "--json"]) == OK
    line = json.loads(capsys.readouterr().out)["grenslijn"]
    assert [one["grens"] for one in line["grenzen"]] == ["plafond scholing 2025"]
    assert line["volledig"]
    points = line["punten"]
    assert [one["bediend"] for one in points] == sorted(one["bediend"] for one in points)
    assert all(one["euro"] <= one["ruimtes"][0] for one in points)
    assert [one["ruimtes"] for one in points if one["nu"]] == [[6000]]


def test_without_a_limit_that_moves_there_is_no_line(capsys: Output) -> None:
    assert main([*WORDS, "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["grenslijn"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--grens", "plafond taart"], INPUT, "kies uit: plafond scholing 2025, aantal personen voor scholing 2025, of alle"),
        (["--grens", "plafond", "--grens", "taart"], INPUT, "«taart» is geen grens van deze verdeling"),
        (["--tegen", "behoefte"], USAGE, "--tegen hoort bij --grens"),
        (["--grens", "alle", "--tegen", "kosten"], USAGE, "«kosten» is geen doel van dit beleid; kies uit: behoefte"),
        (["--grens", "alle", "--punten", "2"], USAGE, "geef 3 tot en met 101 punten"),
        (["--grens", "alle", "--punten", "veel"], USAGE, "geef 3 tot en met 101 punten"),
    ],
)
def test_what_cannot_move_is_refused_before_anything_is_searched(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert main([*WORDS, *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_aims_with_points_are_not_set_apart(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "punten.beleid"
    path.write_text("doelen\n  2 punten: zoveel mogelijk inwoners\n  1 punt: zo laag mogelijke kosten\n", encoding="utf-8")
    words = ["verdeel", "scholing-verdelen", "--beleid", str(path), "--grens", "alle"]
    assert main([*words, "--tegen", "aantal"]) == USAGE
    assert "tellen de doelen samen met punten" in capsys.readouterr().err
    assert main([*words, "--punten", "3"]) == OK


def test_every_form_tells_the_points(tmp_path: Path, capsys: Output) -> None:
    wanted = {"tekst": "100 (nu)", "voorlezen": "100 (nu): is dan: € 6.000", "markdown": "| 100 (nu) | € 6.000 |",
              "html": "100 (nu)", "svg": "€ 6.000 (nu)"}  # fmt: skip
    for form, said in wanted.items():
        target = tmp_path / f"verdeling-{form}"
        assert main([*WORDS, "--grens", "plafond", "--punten", "3", "--vorm", form, "--uit", str(target)]) == OK
        text = target.read_text(encoding="utf-8")
        assert said in text
        assert text.count("grenslijn-titel") == (2 if form == "html" else 0)
        assert text.count('class="nu"') == (1 if form in ("html", "svg") else 0)
    capsys.readouterr()


def test_a_ceiling_for_another_kind_can_move_too(capsys: Output, tmp_path: Path) -> None:
    path = tmp_path / "zaak.feiten"
    other = CEILING.format(limits="hooguit 3 personen", spent="0", served=0).replace("scholing", "werkervaringsplaats")
    path.write_text(caseload_text(*PERSONS) + other, encoding="utf-8")
    assert main(["verdeel", str(path), "--grens", "werkervaringsplaats"]) == INPUT
    assert "kies uit: aantal personen voor scholing 2025" in capsys.readouterr().err
