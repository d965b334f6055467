"""An open outcome shows two cases that differ in one fact: decided anew, they have the outcomes that are said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.motor.test_werelden import settled
from tests.zaken import ALL, assessment, case_of, name, whole
from toetssteen.kb.case import Case, Fact
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import Instance
from toetssteen.kb.law import UNDETERMINED
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.world_pair import WorldPair
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.assess import GRANTED, Assessment, Outcome, assess

UNDECIDED = [path for path in ALL if any(one.outcome == UNDETERMINED for one in case_of(path).expectations)]


def pairs(found: Assessment) -> list[tuple[Outcome, WorldPair]]:
    return [(one, one.pair) for one in found.outcomes if one.pair is not None]


def completed(found: Assessment, choices: tuple[int, ...]) -> Case | None:
    """Return the case with every open fact stated as one world has it, or None when a fact is not one to state."""
    facts, case = dict(found.case.facts), found.case
    for unknown, index in zip(found.instance.opens, choices, strict=True):
        concept, chosen = found.law.concepts.get(unknown.key.concept), unknown.alternatives[index]
        if concept is None or concept.key == "duur":
            return None
        if unknown.is_flag:
            facts[unknown.key] = Fact(index == 0)
        elif concept.key == "geboren":
            facts[unknown.key] = Fact(found.instance.births[unknown.key.subject][index])
        else:
            number = int(chosen[0][-1]) if chosen else False
            facts[unknown.key] = Fact(date.fromordinal(number) if concept.kind == "datum" and chosen else number)
    return case._replace(facts=facts)


def test_there_are_cases_to_try() -> None:
    assert len(UNDECIDED) > 150
    assert sum(len(one.shared) for path in UNDECIDED for _outcome, one in pairs(assessment(path))) >= 40


@pytest.mark.parametrize("path", UNDECIDED, ids=name)
def test_two_cases_differ_in_one_fact_and_in_outcome(path: Path) -> None:
    _check_pairs(assessment(path))


@pytest.mark.parametrize("path", ALL[::200], ids=name)
def test_the_same_for_all_that_is_assessed_at_once(path: Path) -> None:
    _check_pairs(whole(path))


def _check_pairs(found: Assessment) -> None:
    for outcome, pair in pairs(found):
        assert sum(one != other for one, other in zip(*pair.choices, strict=True)) == 1
        assert pair.first.key == pair.second.key
        for world, atom in zip(pair.choices, pair.outcomes, strict=True):
            assert atom in settled(found.instance, _chosen(found.instance, world))
        one, other = (str(atom[-1]) for atom in pair.outcomes)
        assert one != other
        if {one in GRANTED for one in outcome.possible} == {True, False}:
            assert one in GRANTED
            assert other not in GRANTED


@pytest.mark.parametrize("path", UNDECIDED, ids=name)
def test_the_case_completed_either_way_is_decided_so(path: Path) -> None:
    found = assessment(path)
    about = frozenset(one.application.provision for one in found.outcomes)
    for outcome, pair in pairs(found):
        for world, atom in zip(pair.choices, pair.outcomes, strict=True):
            case = completed(found, world)
            if case is None:
                pytest.skip("een termijn of soort werk staat in de aanvraag, niet bij de feiten")
            again = next(one for one in assess(case, about=about).outcomes if one.application == outcome.application)
            assert again.outcome == atom[-1]


@pytest.mark.parametrize("path", UNDECIDED, ids=name)
def test_what_both_share_is_enough_and_none_of_it_too_much(path: Path) -> None:
    found = assessment(path)
    for _outcome, pair in pairs(found):
        ends = tuple(zip((pair.first, pair.second), pair.outcomes, strict=True))
        assert all(_certain(found.instance, (*pair.shared, fact), atom) for fact, atom in ends)
        for left_out in pair.shared:
            rest = tuple(one for one in pair.shared if one is not left_out)
            assert not all(_certain(found.instance, (*rest, fact), atom) for fact, atom in ends)


def _certain(instance: Instance, answers: tuple[Answer, ...], atom: GroundAtom) -> bool:
    """Return whether an atom holds in every world with some answers, with the case instantiated anew for them."""
    allowed = {one.key: one.allowed if one.value is None else (0 if one.value else 1,) for one in answers}
    facts, opens = list(instance.facts), []
    for unknown in instance.opens:
        left = tuple(unknown.alternatives[index] for index in allowed.get(unknown.key, range(len(unknown.alternatives))))
        if len(left) == 1:
            facts += left[0]
        else:
            opens.append(unknown._replace(alternatives=left))
    return Worlds(instance._replace(facts=tuple(facts), opens=tuple(opens))).holds(atom) is True


def _chosen(instance: Instance, world: tuple[int, ...]) -> tuple[tuple[tuple[str | int, ...], ...], ...]:
    return tuple(unknown.alternatives[index] for unknown, index in zip(instance.opens, world, strict=True))
