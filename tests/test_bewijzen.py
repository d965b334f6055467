"""Every step of every proof is checked again by an independent evaluation of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.herbeoordeling import surely, surely_not
from tests.zaken import ALL, assessment, name
from toetssteen.explain.proof import COMPARISON, FACT, RULE, Step
from toetssteen.kb.terms import literal_variables
from toetssteen.ops.assess import Assessment


def proofs(found: Assessment) -> list[Step]:
    steps = []
    for outcome in found.outcomes:
        steps += [outcome.proof(one, stand) for one in outcome.possible for stand in ("met20", "zonder20")]
        steps += [outcome.step("belemmering", condition.norm) for condition in outcome.conditions]
        steps += [outcome.step("weigeringsgrond", condition.norm) for condition in outcome.grounds]
        steps += list(outcome.consequences)
    return steps


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_step_holds(path: Path) -> None:
    found = assessment(path)
    seen: set[int] = set()
    for proof in proofs(found):
        _check(proof, found, seen, ())


def _check(step: Step, found: Assessment, seen: set[int], above: tuple[object, ...]) -> None:
    assert step.sentence, step
    assert "{" not in step.sentence, step.sentence
    if step.kind == RULE and step.status == "waar":
        assert step.atom not in above, f"rondlopend bewijs: {step.atom}"
    if id(step) in seen:
        return
    seen.add(id(step))
    certain, possible = found.worlds.certain, found.worlds.possible
    binding = dict(step.binding)
    if step.kind == RULE and step.status == "waar":
        assert step.rule is not None
        assert step.atom in certain
        assert len(step.children) == len(step.rule.body), "een voorwaarde zonder stap"
        for literal in step.rule.body:
            assert surely(literal, binding, certain, possible), (step.norm, literal)
    if step.kind == RULE and step.status == "onwaar":
        if step.atom:
            assert step.atom not in possible
        if step.rule is not None and step.failing:
            assert len(step.children) == len(step.failing)
            judged = [one for one in step.failing if literal_variables(one) <= set(binding)]
            for literal in judged:
                assert surely_not(literal, binding, certain, possible), (step.norm, literal)
    if step.kind == FACT:
        assert step.status != "waar" or step.atom in certain
        assert step.status != "onwaar" or step.atom not in possible
        assert step.status != "open" or (step.atom in possible and step.atom not in certain)
    if step.kind == COMPARISON and step.status == "waar":
        assert all(surely(one, binding, certain, possible) for one in step.failing)
    for child in step.children:
        _check(child, found, seen, (*above, step.atom) if step.atom else above)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_sentences_are_dutch_not_code(path: Path) -> None:
    found = assessment(path)
    predicates = {predicate for predicate in found.law.by_head if "_" in predicate}
    for proof in proofs(found):
        for step in proof.walk():
            words = set(step.sentence.replace("(", " ").replace(")", " ").split())
            assert not words & predicates, step.sentence
