"""What a person may name as one side of a comparison: a scenario, a state of the statute, a reading, a folder, or several.

``hogeland`` is the baseline. Parts are joined with ``+``, and what a later part says, wins.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from toetssteen.kb.dates import in_words
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import load_law
from toetssteen.kb.lint_scenario import lint_scenario
from toetssteen.kb.scenario import BASELINE, Scenario, stacked
from toetssteen.parser.messages import nearest
from toetssteen.parser.scenario import SUFFIX, read_scenario_bytes, read_sentences, reading_option, scenario_file
from toetssteen.parser.source import examples_folder, reason
from toetssteen.parser.values import ValueProblem, read_date

BASELINE_NAMES = ("hogeland", "basis", "recht")
PART = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^+"])+')
READING = re.compile(r"(?:lezing\s+)?(?P<key>i-?\d+[a-z]?)\s*[:=]\s*(?P<option>\S+)", re.IGNORECASE)
LIKE_A_DAY = re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}")
POSSIBLE = ("een kant is een bestand dat op .scenario eindigt, een datum (de stand van de wet), een lezing zoals I-22:optie, "
            "een map (een eigen verordening, of regels), een regel van een scenario tussen aanhalingstekens, of hogeland; "
            "verbind er meer met +")  # fmt: skip


def side_named(text: str) -> tuple[Scenario | None, list[Finding]]:
    """Return the scenario a person named, read and checked; None when a finding is an error."""
    if not text.strip():
        return None, [Finding("hier ontbreekt een kant van de vergelijking", suggestion=POSSIBLE)]
    parts = [text.strip()] if _is_path(text.strip()) else [one.strip() for one in PART.findall(text)]
    findings: list[Finding] = []
    found: list[Scenario] = []
    for part in parts:
        one, problems = _part(part)
        findings += problems
        if one is not None:
            found.append(one)
    if has_errors(findings) or text.strip().startswith("+") or text.strip().endswith("+"):
        missing = [] if has_errors(findings) else [Finding("bij + ontbreekt een deel", suggestion=POSSIBLE)]
        return None, [*findings, *missing]
    scenario = stacked(found)
    findings += lint_scenario(scenario)
    return (None if has_errors(findings) else scenario), findings


def sides_shipped() -> list[str]:
    """Return the names of the shipped scenarios."""
    return sorted(path.stem for path in examples_folder().glob(f"*{SUFFIX}"))


def _is_path(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _part(text: str) -> tuple[Scenario | None, list[Finding]]:
    """Return what one part of a side stands for."""
    if any(one == text.lower() or (len(text) >= 3 and one.startswith(text.lower())) for one in BASELINE_NAMES):
        return BASELINE, []
    file = scenario_file(text, Path())
    if file is not None:
        return _file(file)
    if _is_path(text):
        return _folder(Path(text)) if Path(text).is_dir() else (None, [_unknown(text)])
    day = _day(text)
    if day is not None:
        return Scenario(f"de wet op {in_words(day)}", statute=day), []
    reading = READING.fullmatch(text)
    if reading is not None:
        return _reading(reading)
    if LIKE_A_DAY.fullmatch(text):
        return None, [Finding(f"«{text}» bestaat niet op de kalender", suggestion="schrijf een datum als 2026-01-31")]
    if " " in text:
        sentence, findings = read_sentences(text.strip('"'), Path())
        return (None if sentence is None else sentence._replace(name=text.strip('"'))), findings
    return None, [_unknown(text)]


def _file(path: Path) -> tuple[Scenario | None, list[Finding]]:
    try:
        return read_scenario_bytes(path.read_bytes(), str(path))
    except OSError as problem:
        return None, [Finding(f"het scenario «{path}» is niet te lezen: {reason(problem)}")]


def _folder(path: Path) -> tuple[Scenario | None, list[Finding]]:
    if (path / "verordening.toml").is_file():
        return Scenario(path.name, ordinance=path), []
    if any(path.glob("*.lp")):
        return Scenario(path.name, overlays=(path,)), []
    hint = "een eigen verordening heeft een bestand verordening.toml, een laag heeft bestanden die op .lp eindigen"
    return None, [Finding(f"in de map «{path}» staat geen verordening en staan geen regels", suggestion=hint)]


def _day(text: str) -> date | None:
    """Return the day a text means; a year alone is its first day."""
    try:
        return read_date(f"1-1-{text}" if re.fullmatch(r"\d{4}", text) else text)
    except ValueProblem:
        return None


def _reading(found: re.Match[str]) -> tuple[Scenario | None, list[Finding]]:
    law = load_law(date.max)
    key, option, shown, hint = reading_option(law, found["key"], found["option"])
    if not hint:
        return Scenario(f"{shown} {option}", readings={key: option}), []
    what = f"lezing {shown} heeft geen optie «{option}»" if shown else f"lezing «{found['key']}» bestaat niet"
    return None, [Finding(what, suggestion=hint)]


def _unknown(text: str) -> Finding:
    hint = nearest(text, [*sides_shipped(), *BASELINE_NAMES])
    return Finding(f"«{text[:80]}» is geen scenario, datum, lezing of map", suggestion=hint or POSSIBLE)
