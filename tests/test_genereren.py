"""Generated cases: each exercises what it says, both ways; the sheet shows no outcome and reads back what was judged."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

import pytest

from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.judged import Judged, kappa
from toetssteen.kb.finding import has_errors
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import OUTCOMES
from toetssteen.kb.traced import traced
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.generate import Cases, generate
from toetssteen.ops.judgement import HEADER, read_back, sheet_rows
from toetssteen.ops.prove import as_it_is
from toetssteen.ops.prove_cases import outcomes
from toetssteen.parser.reader import read_case

Output = pytest.CaptureFixture[str]
KIND = "leer_werktraject"


@lru_cache(maxsize=1)
def found() -> Cases:
    return generate((KIND,), "9", as_it_is())


def fires(text: str, label: str) -> bool:
    """Return whether a rule with a label certainly fires in a case, seen by its condition or ground being there."""
    case, findings = read_case(text, "zaak")
    assert case is not None
    assert not has_errors(findings)
    law = law_for(case)
    worlds = assess(case, law, about=frozenset((KIND,))).worlds
    heads = {one.rests.head for one in traced(instantiate(case, law, about=frozenset((KIND,)))).fired if one.label == label}
    return any(worlds.holds(head) is True for head in heads)


def test_every_condition_of_the_article_is_exercised_both_ways() -> None:
    conditions = {one.norm for one in outcomes(found().cases[0].case, found().cases[0].law, (KIND,))[0].conditions
                  if one.norm.startswith("9")}  # fmt: skip
    usual = {one for one in conditions if one not in ("9/inwoner", "9.b/leeftijd_tot_en_met")}  # those of other readings
    assert usual <= {label for one in found().cases for label in one.fires}
    assert usual <= {label for one in found().cases for label in one.just_not}


def test_a_case_exercises_what_it_says() -> None:
    for one in found().cases:
        for label in (label for label in one.fires if "/leeftijd" in label or "/nodig" in label or "/startkwal" in label):
            assert fires(one.text, label), (one.title, label)
        for label in (label for label in one.just_not if "/leeftijd" in label or "/nodig" in label or "/startkwal" in label):
            assert not fires(one.text, label), (one.title, label)


def test_a_case_is_decided_and_expects_nothing() -> None:
    for one in found().cases:
        case, findings = read_case(one.text, "zaak")
        assert not findings
        assert case is not None
        assert case.expectations == ()
        assert case.assumed == ()
        assert outcomes(case, one.law, (KIND,))[0].outcome in OUTCOMES


def test_no_case_is_there_twice_and_two_options_of_a_reading_decide_differently() -> None:
    texts = [one.text.split("\n", 1)[1] for one in found().cases]
    assert len(set(texts)) == len(texts)
    assert {"I-05", "I-07"} <= set(found().readings)
    pair = [one for one in found().cases if one.reading == "I-07"]
    assert len({outcomes(one.case, one.law, (KIND,))[0].outcome for one in pair}) == 2


def test_the_sheet_shows_no_outcome_and_no_norm() -> None:
    for row in sheet_rows(found().cases):
        text = " ".join(row).replace("verplicht, bevoegd, weigerbaar of geblokkeerd?", "")
        assert not any(outcome in text for outcome in OUTCOMES)
        assert "9." not in text.replace("2009.", "")
        assert row[3:] == ("", "")


def filled(path: Path, judgements: list[str]) -> Path:
    rows = sheet_rows(found().cases)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for row, said in zip(rows, judgements, strict=False):
            writer.writerow((*row[:3], said, "gezien"))
    return path


def truth() -> list[str]:
    cases = [read_case(row[2], "zaak")[0] for row in sheet_rows(found().cases)]
    return [outcomes(case, law_for(case), (KIND,))[0].outcome for case in cases if case is not None]


def test_a_sheet_reads_back(tmp_path: Path) -> None:
    said = truth()
    report, findings = read_back(filled(tmp_path / "blad.csv", said))
    assert not findings
    assert report is not None
    assert all(one.agrees for one in report.cases)
    assert kappa(report.cases) == 1
    other = ["geblokkeerd" if said[0] != "geblokkeerd" else "moet", "", *said[2:]]
    report, _findings = read_back(filled(tmp_path / "anders.csv", other))
    assert report is not None
    assert report.unjudged == 1
    differing = [one for one in report.cases if not one.agrees]
    assert [one.number for one in differing] == ["1"]
    assert differing[0].remark == "gezien"
    assert differing[0].reasons


def test_what_is_no_judgement_is_told_by_its_row(tmp_path: Path) -> None:
    report, findings = read_back(filled(tmp_path / "blad.csv", ["verplich", "zomaar"]))
    assert report is None
    assert [one.message.split(":")[0] for one in findings] == ["rij 2", "rij 3"]
    assert "«verplicht»" in findings[0].as_text()


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"zaak;vraag;feiten;oordeel\n1;x;onzin;kan\n", b"\xff\xfe\x00"])
def test_a_sheet_that_is_none_is_a_finding(tmp_path: Path, data: bytes, capsys: Output) -> None:
    path = tmp_path / "blad.csv"
    path.write_bytes(data)
    assert main(["genereer", "--lees-terug", str(path)]) == INPUT
    assert "Traceback" not in capsys.readouterr().err


def test_kappa_is_cohens() -> None:
    def judged(mine: str, theirs: str) -> Judged:
        return Judged("1", "", "", theirs, mine, "", ())

    # Cohen's own kind of table: 20 + 15 agreed of 50, with marginals 25/25 and 30/20
    cases = [*[judged("a", "a")] * 20, *[judged("a", "b")] * 5, *[judged("b", "a")] * 10, *[judged("b", "b")] * 15]
    assert kappa(cases) == pytest.approx(0.4)
    assert kappa([]) is None
    assert kappa([judged("a", "a")]) is None


def test_the_command_writes_files_and_sheets(tmp_path: Path, capsys: Output) -> None:
    folder, sheet = tmp_path / "zaken", tmp_path / "blad.html"
    assert main(["genereer", "leer-werktraject", "--over", "9.b", "--uit", str(folder), "--blad", str(sheet)]) == OK
    files = sorted(folder.glob("*.feiten"))
    assert files
    assert "Oordeel" in sheet.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["genereer", "leer-werktraject", "--over", "9.b", "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    assert [one["bestand"] for one in data["zaken"]] == [path.name for path in files]
    assert main(["genereer", "leer-werktraject", "--over", "9.b", "--uit", str(folder)]) == INPUT


@pytest.mark.parametrize(
    ("words", "code"),
    [(["proefplats"], INPUT), (["--over", "99"], USAGE), (["--blad", "x.pdf"], USAGE), (["--lees-terug", "er-niet.csv"], INPUT),
     (["--onder", "zomaar"], INPUT)],
)  # fmt: skip
def test_wrong_words_are_told(words: list[str], code: int, capsys: Output) -> None:
    assert main(["genereer", *words]) == code
    assert capsys.readouterr().err
