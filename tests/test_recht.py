"""The law itself: clean under the linter, covering the text, and every label decisive in some case."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.zaken import ALL, assessment
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import HOGELAND, Law, build, known_labels, load_law, statute_states, version_files
from toetssteen.kb.lint import lint_law
from toetssteen.kb.lint_norms import norm_findings
from toetssteen.kb.norms import Norm
from toetssteen.kb.source_text import read_source
from toetssteen.kb.terms import Aggregate, AtomLiteral, Rule
from toetssteen.ops.coverage import coverage, norm_coverage, totals

# Labels that cannot be both true and false in a case, with the reason.
NEVER_TRUE = {
    "gevolg/geblokkeerd_zonder_grondslag",  # the safe outcome when a version or overlay drops a power
    "gevolg/onbereikbaar_zonder_grondslag",  # the same
    "pw:31.2.j/te_hoog",  # needs more than ten premiums of € 300 in a year; a what-if on the amount can reach it
}
# Every case is assessed for support, which is a duty, and for kinds of voorziening that are hardly ever all free of conditions.
NEVER_IDLE = {
    "gevolg/grondslag_plicht",
    "gevolg/plichtmatig",
    "gevolg/blokkade_met_20",
    "gevolg/blokkade_zonder_20",
    "gevolg/geblokkeerd",
    "gevolg/geblokkeerd_door_belemmering",
}

# What is found in the text itself needs no case; tests/test_signalen.py breaks those rules one by one.
FOUND_WITHOUT_A_CASE = ("signaal/", "tekst/")


@pytest.mark.parametrize("state", statute_states(HOGELAND), ids=str)
def test_the_linter_finds_nothing(state: object) -> None:
    from datetime import date

    assert isinstance(state, date)
    assert [finding.as_text() for finding in lint_law(load_law(state))] == []


def test_the_official_text_is_complete() -> None:
    law = load_law(statute_states(HOGELAND)[0])
    counts = totals(coverage(law), norm_coverage(law))
    assert {kind: table["totaal"] for kind, table in counts.items()} == {
        "artikelen": 22, "leden": 71, "onderdelen": 25, "begrippen": 12, "normen": 147,
    }  # fmt: skip
    units = read_source(HOGELAND / "bron.md")
    assert len({unit.citation for unit in units}) == 22 + 71 + 25 + 12 - sum(
        unit.kind == "lid" and "." not in unit.citation for unit in units
    )


def test_articles_in_scope_are_all_settled() -> None:
    items = {item.citation: item for item in coverage(load_law(statute_states(HOGELAND)[0]))}
    for citation, item in items.items():
        lid = citation.split(".")[:2]
        if citation.split(".")[0] in ("5", "6", "8", "20") or (lid[0] == "3" and lid[1:] and int(lid[1]) <= 4):
            assert item.state != "nog niet", citation
        if item.state == "nog niet" and item.kind == "begrip":
            assert item.reason, citation


def test_every_norm_is_a_rule_or_says_why_not() -> None:
    law = load_law(statute_states(HOGELAND)[0])
    assert [one.norm.number for one in norm_coverage(law) if one.state == "nog niet"] == []
    assert not any(one.norm.reason.startswith("nog niet") for one in norm_coverage(law))


def _changed(number: int, /, **changes: Any) -> list[str]:
    law = load_law(statute_states(HOGELAND)[0])
    norms = tuple(norm._replace(**changes) if norm.number == number else norm for norm in law.norms)
    return [one.message for one in norm_findings(_with_norms(law, norms))]


def _with_norms(law: Law, norms: tuple[Norm, ...]) -> Law:
    return Law(law.data._replace(norms=norms), law.statute_date, law.files, law.folder)


@pytest.mark.parametrize(
    ("number", "changes", "message"),
    [
        (61, {"number": 62}, "norm 62 staat er 2 keer"),
        (147, {"number": 148}, "norm 147 staat er 0 keer"),
        (61, {"place": "6.9"}, "norm 61: 6.9 is geen plaats in de officiële tekst"),
        (48, {"place": "5.3"}, "bij 5.2 staat geen norm"),
        (48, {"kind": "wens"}, "norm 48: «wens» is geen soort norm"),
        (48, {"content": ""}, "norm 48 heeft geen inhoud"),
        (48, {"rules": ("5.2/doe",)}, "norm 48: geen versie van het recht heeft etiket 5.2/doe"),
        (48, {"rules": ("5.2/doel", "5.2/doel")}, "norm 48 noemt een etiket twee keer"),
        (48, {"rules": (), "reason": "een doel"}, "etiket 5.2/doel hoort bij geen norm"),
        (48, {"reason": "een doel"}, "norm 48 heeft regels en toch een reden"),
    ],
)
def test_the_linter_catches_a_wrong_norm(number: int, changes: dict[str, object], message: str) -> None:
    assert any(found.startswith(message) for found in _changed(number, **changes))


def test_only_rules_of_the_ordinance_must_serve_a_norm() -> None:
    law = load_law(statute_states(HOGELAND)[0])
    found = [one.message for one in norm_findings(_with_norms(law, ()))]
    without = {message.split()[1] for message in found if message.endswith("hoort bij geen norm")}
    assert without == {label for label in known_labels(law) if label[0].isdigit()}
    assert {label.split("/")[0].split(":")[0] for label in known_labels(law) - without} <= {
        "gevolg", "lezing", "signaal", "tekst", "pw", "ioaw", "ioaz", "awb", "gemw", "bmw", "lpw"}  # fmt: skip


def test_every_label_fires_in_a_case_and_not_in_another() -> None:
    fired: set[str] = set()
    idle: set[str] = set()
    rules = dict.fromkeys(rule for state in statute_states(HOGELAND) for rule in load_law(state).rules)
    labels = {rule.label for rule in rules if not rule.label.startswith(FOUND_WITHOUT_A_CASE)}
    law = load_law(statute_states(HOGELAND)[0])
    for path in ALL:
        found = assessment(path)
        certain, possible = found.worlds.certain, found.worlds.possible
        evaluator = found.explainer.evaluator
        for rule in found.law.rules:
            if rule.label in fired and rule.label in idle:
                continue
            statuses = {status for _binding, status in evaluator.solutions(rule.body, {})}
            if "waar" in statuses and any(atom[0] == rule.predicate for atom in certain):
                fired.add(rule.label)
            if not statuses:
                idle.add(rule.label)
        assert certain <= possible
    assert labels - fired - NEVER_TRUE == set(), "labels die in geen enkele zaak gelden"
    conditional = {rule.label for rule in rules if rule.label in labels and not _unconditional(rule, law)}
    assert conditional - idle - NEVER_IDLE == set(), "labels die in elke zaak gelden"


def _unconditional(rule: Rule, law: Law) -> bool:
    """Return whether a rule asks nothing but what kind of application it is: a power, a goal, a total."""
    return all(
        isinstance(one, Aggregate) or (isinstance(one, AtomLiteral) and one.predicate in law.circumstantial) for one in rule.body
    )


def _copy(tmp_path: Path, change: Callable[[Path], None]) -> list[Finding]:
    folder = tmp_path / "hogeland"
    shutil.copytree(HOGELAND, folder)
    change(folder)
    state = statute_states(folder)[0]
    files = version_files(folder, state)
    return lint_law(Law(build(files, folder), state, files, folder))


def _replace(folder: Path, name: str, old: str, new: str) -> None:
    path = next(folder.rglob(name))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


DUUR = "artikel_06_lid_3_duur.lp"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("D > M.", "D > 12.", "het getal 12 hoort in parameters.toml"),
        ("duur(Z,D)", "duurr(Z,D)", "«duurr» is geen begrip"),
        ("parameter(pp_max,M)", "parameter(pp_maxx,M)", "parameter «pp_maxx» bestaat niet"),
        ("lezing(i22,verordening_24)", "lezing(i22,verordening_25)", "heeft geen optie «verordening_25»"),
        ("lezing(i23,exact_12)", "lezing(i99,exact_12)", "lezing «i99» bestaat niet"),
        ("%@ 6.3/maximum eigen", "%@ 5.3/maximum eigen", "hoort niet in een bestand over 6"),
        ("%@ 6.3/maximum eigen", "%@ 6.3/maximum wettelijk", "geen wetsbestand van deze datum zegt"),
        ("%@ 6.3/maximum eigen\n", "", "boven deze regel staat geen etiket"),
        ("maximaal 12 maanden", "maximaal 13 maanden", "de tekst van artikel 6 wijkt af van bron.md"),
        ("{D:maanden} is langer", "{L:jaar} is langer", "de zin bij 6.3/maximum noemt L"),
        ("%%% parameters  pp_max ", "%%% parameters  ", "de kop noemt bij parameters niet"),
        ("eerste_periode(Z)", "eerste_periode(Zaak)", "«Zaak» is geen van de vaste letters"),
        ("D > M.", "D > M, D * D > M * M * M * M * M * M * M * M * M.", "32 bits"),
        ("not kans_wordt_groter(Z).", "not kans_wordt_groter(Z)", "geen geldige regel"),
        ("not kans_wordt_groter(Z).", "not kans_wordt_groter(Z,K).", "argumenten"),
        ('belemmering(Z,"6.3/maximum") :-', "duur(Z,D) :-", "is invoer en kan niet worden afgeleid"),
        ("not kans_wordt_groter(Z).", 'not belemmering(Z,"6.3/kans_groter").', "via een ontkenning van zichzelf"),
    ],
)
def test_the_linter_catches(tmp_path: Path, old: str, new: str, message: str) -> None:
    findings = _copy(tmp_path, lambda folder: _replace(folder, DUUR, old, new))
    assert any(message in finding.message for finding in findings), [finding.message for finding in findings]
