"""Certain, possible and settling answers, compared with trying every combination of answers."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from tests.gegrond import consequences
from tests.zaken import ALL, assessment, case_of, name, whole
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.assess import Outcome, law_for

LIMIT = 300


def combinations(instance: Instance) -> int:
    return math.prod(len(one.alternatives) for one in instance.opens)


def instance_of(path: Path) -> Instance:
    case = case_of(path)
    return instantiate(case, law_for(case), about=frozenset(one.provision for one in case.expectations) or None)


SMALL = [path for path in ALL if 1 < combinations(instance_of(path)) <= LIMIT]


def settled(instance: Instance, chosen: tuple[tuple[GroundAtom, ...], ...]) -> frozenset[GroundAtom]:
    facts = (*instance.facts, *(atom for atoms in chosen for atom in atoms))
    return Worlds(instance._replace(facts=facts, opens=())).certain


def every_world(instance: Instance) -> list[tuple[tuple[tuple[GroundAtom, ...], ...], frozenset[GroundAtom]]]:
    choices = itertools.product(*(one.alternatives for one in instance.opens))
    return [(chosen, settled(instance, chosen)) for chosen in choices]


def test_there_are_small_cases_to_try() -> None:
    assert len(SMALL) >= 4


@pytest.mark.parametrize("path", SMALL, ids=name)
def test_certain_and_possible_are_what_all_and_some_worlds_have(path: Path) -> None:
    found = assessment(path)
    worlds = [atoms for _chosen, atoms in every_world(found.instance)]
    assert found.worlds.certain == frozenset.intersection(*worlds)
    assert found.worlds.possible == frozenset.union(*worlds)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_certain_and_possible_are_what_clingo_makes_of_the_rules_alone(path: Path) -> None:
    found = assessment(path)
    assert (found.worlds.certain, found.worlds.possible) == consequences(found.instance)


@pytest.mark.parametrize("path", ALL[::25], ids=name)
def test_the_same_for_all_that_is_assessed_at_once(path: Path) -> None:
    found = whole(path)
    assert (found.worlds.certain, found.worlds.possible) == consequences(found.instance)


@pytest.mark.parametrize("path", SMALL, ids=name)
def test_settling_answers_settle_and_none_is_too_many(path: Path) -> None:
    found = assessment(path)
    worlds = every_world(found.instance)
    for outcome in found.outcomes:
        for way in outcome.ways:
            assert _outcomes(found.instance, worlds, outcome, way.answers) == {way.outcome}
            for answer in way.answers:
                rest = tuple(one for one in way.answers if one is not answer)
                assert len(_outcomes(found.instance, worlds, outcome, rest)) > 1
            others = [atoms for chosen, atoms in worlds if not _agrees(found.instance, chosen, way.answers)]
            elsewhere = {one for atoms in others for one in _of(outcome, atoms)}
            if way.necessary:
                assert way.outcome not in elsewhere


def _of(outcome: Outcome, atoms: frozenset[GroundAtom]) -> set[str]:
    return {str(atom[3]) for atom in atoms if atom[:3] == ("uitkomst", "met20", outcome.application.id)}


def _outcomes(
    instance: Instance,
    worlds: list[tuple[tuple[tuple[GroundAtom, ...], ...], frozenset[GroundAtom]]],
    outcome: Outcome,
    answers: tuple[Answer, ...],
) -> set[str]:
    return {one for chosen, atoms in worlds if _agrees(instance, chosen, answers) for one in _of(outcome, atoms)}


def _agrees(instance: Instance, chosen: tuple[tuple[GroundAtom, ...], ...], answers: tuple[Answer, ...]) -> bool:
    for answer in answers:
        index = next(number for number, one in enumerate(instance.opens) if one.key == answer.key)
        alternative = instance.opens[index].alternatives.index(chosen[index])
        if answer.value is not None and (alternative == 0) != answer.value:
            return False
        if answer.value is None and alternative not in answer.allowed:
            return False
    return True
