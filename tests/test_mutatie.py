"""The mutation of the law: what it changes, who notices it, and that an interrupted run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutanten import ORIGIN, PARAMETER, READING, RULE, Mutant, all_mutants, mutated
from tests.mutatie import Results, equivalent
from tests.opmerken import CASE, FINDS, LINTER, NOBODY, Notice, cases, laws, noticed
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.law import Law
from toetssteen.ops.expect import checked

MUTANTS = {one.identity: one for one in all_mutants()}


def mutant_of(key: str) -> Mutant:
    return next(one for one in MUTANTS.values() if one.key == key)


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len(MUTANTS) == len(all_mutants())
    assert {one.kind for one in MUTANTS.values()} == {RULE, PARAMETER, ORIGIN, READING}


def test_what_changes_no_answer_is_a_mutant_and_has_a_reason() -> None:
    assert set(equivalent()) - {one.key for one in MUTANTS.values()} == set()
    assert all(len(reason.split()) > 3 for reason in equivalent().values())


@pytest.mark.parametrize(
    ("key", "by"),
    [
        ("5.4/duur: D > M een stap verschoven", CASE),
        ("6.1/kleine_kans: not heeft_kleine_kans(P) omgekeerd", CASE),
        ("3.4.d/niet_geschikt: regel weg", CASE),
        ("11.4/eerdere_contracten: in de telling zonder telt_mee(Z,T)", CASE),
        ("pp_max: een stap lager", CASE),
        ("i05: standaard tot_en_met_27", CASE),
        ("6.1/leeftijd: eigen in plaats van wettelijk", CASE),
        ("signaal/andere_naam: zonder X != Y", FINDS),
        ("tekst/kring_7_1: geldt_voor(\"7.1\",\"inwoners\") weg", FINDS),
        ("16.3/in_mindering: X < C een stap verschoven", NOBODY),
    ],
)  # fmt: skip
def test_who_notices_a_mutant(key: str, by: str) -> None:
    assert noticed(mutant_of(key)).by == by


def test_what_no_case_sees_of_the_statute_layer_the_linter_does() -> None:
    facts = [one for one in MUTANTS.values() if one.original is not None and one.original.predicate == "herhaalt_wet"]
    assert {noticed(one).by for one in facts[:3]} <= {CASE, LINTER}


@pytest.mark.parametrize("key", ["5.4/eenmalig: regel weg", "6.2/additioneel_werk: not werk_speciaal_bedacht(Z) omgekeerd"])
def test_a_law_with_one_rule_changed_decides_as_one_compiled_anew(key: str) -> None:
    mutant = mutant_of(key)
    law = laws()[0]
    rules = tuple(rule for one in law.rules if (rule := mutant.changed if one == mutant.original else one) is not None)
    data = law.data._replace(rules=rules, compiled=compile_rules(rules), concerns=())
    anew, patched = Law(data, law.statute_date, law.files, law.folder), mutated(law, mutant)
    near = [one for one in cases() if one.law is law and one.path.parent.name in ("artikel_05", "artikel_06")][::6]
    assert [checked(one.case, patched) for one in near] == [checked(one.case, anew) for one in near]
    assert any(check.mismatches for one in near for check in checked(one.case, patched))


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "uitslag" / "mutatie.jsonl"
    first = Results(path, "stand een")
    assert first.start(keep=True) == {}
    first.add("a", Notice(CASE, "een-zaak"))
    first.add("b", Notice(NOBODY))
    known = {"a": Notice(CASE, "een-zaak"), "b": Notice(NOBODY)}
    assert Results(path, "stand een").start(keep=True) == known
    assert Results(path, "stand een").before == known
    assert Results(path, "stand twee").start(keep=True) == {}
    assert Results(path, "stand twee").before == {}
