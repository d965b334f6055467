"""The bounded space of cases: every world of it is the case it says it is, decided as that case is decided by itself."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from toetssteen.kb.applications import NOTHING_ELSE
from toetssteen.kb.case_space import ASKED, OUTCOME, bounds, moments
from toetssteen.kb.instance import instantiate
from toetssteen.kb.joint_space import JointSpace, plain_side, spaces, with_term
from toetssteen.kb.law import HOGELAND, load_law, statute_states
from toetssteen.kb.pair_solver import PairSolver
from toetssteen.kb.space_case import shaped
from toetssteen.ops.assess import assess

LAWS = [load_law(state) for state in statute_states(HOGELAND)]
SIDES = [plain_side(law) for law in LAWS]
KINDS = [key for key, one in LAWS[0].provisions.items() if not one.only_placement]
UNUSUAL, WORLDS = 0.3, 4


def chosen(space: JointSpace, random: Random) -> list[int]:
    """Return a random alternative of some choices, the least unusual one of the others."""
    return [
        random.randrange(len(one.values)) if random.random() < UNUSUAL else one.weights.index(min(one.weights))
        for one in space.choices
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_world_of_the_space_is_decided_as_its_case_is(kind: str) -> None:
    random = Random(kind)
    for space in spaces(kind, SIDES, LAWS):
        solver = PairSolver(space, OUTCOME)
        for _ in range(WORLDS):
            world = solver.world(drawn := chosen(space, random))
            assert world is not None
            assert world.chosen == tuple(drawn)
            case = space.case_of(drawn)
            for side, law in enumerate(LAWS):
                found = assess(case, law, about=frozenset((kind,)))
                outcomes = {atom[3] for atom in world.deciding[side] if atom[:2] == ("uitkomst", "met20")}
                assert [{one.outcome} for one in found.outcomes if one.application.provision == kind] == [outcomes], case


@pytest.mark.parametrize("kind", [key for key in KINDS if LAWS[0].provisions[key].is_place])
def test_another_term_changes_nothing_else(kind: str) -> None:
    moment = moments(kind, LAWS)[0]
    place = next((number for number, part in enumerate(moment.parts) if part.name == ASKED), None)
    if place is None:
        return
    first = instantiate(shaped(moment, {}), LAWS[0], about=NOTHING_ELSE, wide=True)
    for form in range(1, len(moment.parts[place].forms), 7):
        case = shaped(moment, {place: form})
        whole = instantiate(case, LAWS[0], about=NOTHING_ELSE, wide=True)
        quick = with_term(first, case)
        assert set(quick.facts) == set(whole.facts)
        assert quick.opens == whole.opens


def test_the_bounds_are_said() -> None:
    said = bounds("participatieplaats", LAWS)
    for words in (
        "één persoon en een participatieplaats",
        "1 tot en met 60 maanden",
        "€ 10.000",
        "20 januari 2025",
        "ambtshalve",
    ):
        assert words in said
    assert "de gemeente" in bounds("samenwerking", LAWS)
    assert date(2025, 2, 1) in {one.case.reference_date for one in moments("premie", LAWS)}
