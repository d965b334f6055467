"""Scenarios and rules that are damaged at random: refused with findings, or decided with; never a broken program."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from tests.test_scenario import overlay, shipped
from toetssteen.kb.finding import has_errors
from toetssteen.kb.law import HOGELAND
from toetssteen.kb.lint_scenario import lint_scenario
from toetssteen.kb.scenario import Scenario, fingerprint, scenario_law
from toetssteen.ops.assess import assess
from toetssteen.ops.report import report_case
from toetssteen.ops.sides import side_named
from toetssteen.parser.scenario import read_scenario_bytes
from toetssteen.parser.scenario_writer import write_scenario
from toetssteen.parser.source import examples_folder

PIECES = [
    "(", ")", ",", ".", ":-", "not ", "Z", "V", "D", "M", '"6.3/x"', '"', "#sum", "{", "}", "<", "+", "*", "/", "1", "7", "%",
    "%@ ",
    "%- ", "%%% vervalt ", "\n", "_", "zaak", "duur", "parameter(pp_max,M)", "lezing(i22,wet_48)", "wet", "@x", "1..3", "|", "&",
    "é",
    "\t", "X", "K = #count { T : eerder(Z,T) }", "not not ", "voorziening(V)",
]  # fmt: skip
WORDS = [
    '"', "\\", "%", "\0", "\n", "+", ":", "vervalt", "wordt", " voor alle inwoners: ", "6.3", "-", "99999999999", "€ ", "vanaf ",
    "regels uit map ", "bouwt voort op ", "..", "/", "\t", "\r", "\x07",
]  # fmt: skip


def damaged(random: Random, text: str, pieces: list[str]) -> str:
    for _change in range(random.choice((1, 1, 2, 4))):
        place, what = random.randrange(len(text)), random.random()
        if what < 0.4:
            text = text[:place] + random.choice(pieces) + text[place:]
        elif what < 0.7:
            text = text[:place] + text[place + random.randrange(1, 9) :]
        elif what < 0.85:
            lines = text.split("\n")
            lines.insert(random.randrange(len(lines)), lines.pop(random.randrange(len(lines))))
            text = "\n".join(lines)
        else:
            one, other = (random.choice(list(re.finditer(r"\w+", text))) for _word in range(2))
            text = text[: one.start()] + other[0] + text[one.end() :]
    return text


def test_beschadigde_regels_worden_geweigerd_of_uitgevoerd(tmp_path: Path) -> None:
    random, verdicts = Random(3), set()
    sources = [path.read_text(encoding="utf-8") for path in sorted((HOGELAND / "2024-07-01").glob("artikel_0[5-8]*.lp"))]
    case = shipped("participatieplaats-te-jong")
    for number in range(16):
        folder = overlay(tmp_path / str(number), damaged(random, random.choice(sources), PIECES))
        scenario = Scenario(overlays=(folder,), changes_statute=True)
        findings = lint_scenario(scenario)
        assert all(one.as_text() for one in findings)
        verdicts.add(has_errors(findings))
        if not has_errors(findings):
            assert report_case(assess(case, scenario_law(scenario, case))).outcomes
    assert verdicts == {True, False}


def test_beschadigde_scenarios_worden_geweigerd_of_gaan_heen_en_weer(tmp_path: Path) -> None:
    random, file, read = Random(5), str(tmp_path / "x.scenario"), 0
    sources = [path.read_text(encoding="utf-8") for path in sorted(examples_folder().glob("*.scenario"))]
    for _number in range(250):
        text = damaged(random, random.choice(sources), WORDS)
        scenario, findings = read_scenario_bytes(text.encode(), file)
        assert all(one.as_text() for one in findings)
        assert (scenario is None) == has_errors(findings)
        if scenario is not None:
            read += 1
            assert len(fingerprint(scenario)) == 64
            again, _findings = read_scenario_bytes(write_scenario(scenario).encode(), file)
            assert again is not None
            assert write_scenario(again) == write_scenario(scenario)
        assert side_named(text[:60])[1] is not None
    assert read > 20
