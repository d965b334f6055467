"""Where proofs part: every difference that is told is one, every way ends at what is really otherwise, and none is missed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tests.mutanten import all_mutants, mutated
from tests.zaken import ALL, case_of, name
from toetssteen.explain.parting import LAW, Parting, Partings, rules_of
from toetssteen.kb.case import Case
from toetssteen.kb.law import Law
from toetssteen.kb.scenario import ParameterChange, Scenario, scenario_law
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment, assess, law_for

CHANGES = (
    ("pp_min_leeftijd", 23),
    ("pp_max", 6),
    ("wep_max", 1),
    ("premie_bedrag", 40_000),
    ("premie_blok", 4),
    ("proef_basis", 1),
)
STEP = 19


def other_law(case: Case) -> Law:
    return scenario_law(Scenario(parameters=tuple(ParameterChange(*one) for one in CHANGES), changes_statute=True), case)


def atoms(one: Assessment, other: Assessment) -> list[GroundAtom]:
    found = [("uitkomst", "met20", item.application.id, outcome) for item in one.outcomes
             for outcome in ("verplicht", "bevoegd", "weigerbaar", "geblokkeerd")]  # fmt: skip
    return [atom for atom in found if one.worlds.holds(atom) != other.worlds.holds(atom)]


def checked(parting: Parting, one: Assessment, other: Assessment) -> None:
    """Check a difference and all below it against the worlds of both sides."""
    states = {True: "waar", False: "onwaar", None: "open"}
    assert parting.statuses == (states[one.worlds.holds(parting.atom)], states[other.worlds.holds(parting.atom)])
    assert parting.statuses[0] != parting.statuses[1]
    assert all(parting.said)
    if parting.kind == LAW:
        assert not parting.below
        assert rules_of(one.law) != rules_of(other.law)
    elif not parting.below:
        assert parting.atom[0] not in one.law.by_head
    for part in parting.below:
        checked(part, one, other)


@lru_cache(maxsize=1)
def moved() -> list[Path]:
    """Return some cases of which an outcome changes."""
    return [path for path in ALL[::STEP] if atoms(assess(case_of(path)), assess(case_of(path), other_law(case_of(path))))]


@pytest.mark.parametrize("path", ALL[::STEP], ids=name)
def test_other_numbers_are_found_where_they_work(path: Path) -> None:
    case = case_of(path)
    one, other = assess(case), assess(case, other_law(case))
    partings = Partings(one.explainer, other.explainer)
    for atom in atoms(one, other):
        found = partings.of(atom)
        assert found is not None, atom
        checked(found, one, other)
        ends = list(found.ends())
        assert {end.kind for end in ends} == {"parameter"}, [end.said for end in ends]
        assert {str(end.atom[1]) for end in ends} <= {change for change, _value in CHANGES}
        assert found.chain()[-1] == ends[0]


def test_the_changes_do_change_outcomes() -> None:
    assert len(moved()) > 2


@pytest.mark.parametrize("path", ALL[3 :: 2 * STEP], ids=name)
def test_unknown_facts_are_the_difference_where_facts_are_left_out(path: Path) -> None:
    case = case_of(path)
    less = case._replace(facts={key: fact for number, (key, fact) in enumerate(case.facts.items()) if number % 3})
    one, other = assess(case), assess(less, law_for(case))
    partings = Partings(one.explainer, other.explainer)
    for atom in atoms(one, other):
        found = partings.of(atom)
        assert found is not None, atom
        checked(found, one, other)
        assert all(end.kind in ("feit", "gegeven") for end in found.ends()), [(end.kind, end.said) for end in found.ends()]


def test_a_rule_that_only_one_side_has_is_the_difference() -> None:
    case = case_of(next(path for path in ALL if path.stem == "participatieplaats-te-jong"))
    law = law_for(case)
    gone = next(one for one in all_mutants() if one.name == "6.1/leeftijd" and one.what == "regel weg")
    one, other = assess(case, law), assess(case, mutated(law, gone))
    (first, *_others) = atoms(one, other)
    found = Partings(one.explainer, other.explainer).of(first)
    assert found is not None
    checked(found, one, other)
    assert [(end.kind, end.norms[0]) for end in found.ends()] == [(LAW, "6.1/leeftijd")]


def test_where_nothing_differs_there_is_no_parting() -> None:
    case = case_of(ALL[0])
    one, other = assess(case), assess(case)
    partings = Partings(one.explainer, other.explainer)
    assert all(partings.of(("uitkomst", "met20", item.application.id, outcome)) is None
               for item in one.outcomes for outcome in item.possible)  # fmt: skip
