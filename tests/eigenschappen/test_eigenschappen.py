"""What holds in every world of a case of which nothing is known; each claim is proved, not sampled."""

from __future__ import annotations

import itertools
from datetime import date
from functools import lru_cache

import pytest

from toetssteen.kb.case import Application, Case, Deviation, Placement
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import HOGELAND, OUTCOMES, load_law, statute_states
from toetssteen.kb.terms import GroundAtom
from toetssteen.kb.worlds import Worlds

STATES = statute_states(HOGELAND)
KINDS = ("werkervaringsplaats", "participatieplaats", "proefplaats")


@lru_cache(maxsize=8)
def wide_open(state: date, readings: tuple[tuple[str, str], ...] = ()) -> Worlds:
    """Return the worlds of a case of which only the shape is known: a first request and an extension of each kind."""
    applications, placements = [], []
    for number, kind in enumerate(KINDS):
        start = date(state.year + 1, 3, 1)
        applications.append(Application(f"z{2 * number + 1}", "A", kind, "W", start))
        placements.append(Placement(f"t{number + 1}", "B", kind, "W", date(state.year, 7, 1), date(state.year, 9, 30)))
        applications.append(Application(f"z{2 * number + 2}", "B", kind, "W", extends=f"t{number + 1}"))
    deviations = tuple(Deviation(str(article), person, "reden") for article in (1, 3, 5, 6, 8) for person in ("A", "B"))
    case = Case(
        reference_date=date(state.year + 1, 2, 1), persons=("A", "B"), employers=("W",), applications=tuple(applications),
        placements=tuple(placements), deviations=deviations, readings=dict(readings),
    )  # fmt: skip
    return Worlds(instantiate(case, load_law(state)))


def literals(worlds: Worlds, atoms: list[GroundAtom]) -> list[int]:
    return [literal for atom in atoms if (literal := worlds.literal(atom)) is not None]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_world_has_exactly_one_outcome(state: date) -> None:
    worlds = wide_open(state)
    for item in worlds.instance.applications:
        for stand in ("met20", "zonder20"):
            found = literals(worlds, [("uitkomst", stand, item.id, one) for one in OUTCOMES])
            assert worlds.world([-literal for literal in found]) is None
            for one, other in itertools.combinations(found, 2):
                assert worlds.world([one, other]) is None


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_outcome_of_a_power_is_reachable(state: date) -> None:
    worlds = wide_open(state)
    for item in worlds.instance.applications:
        if item.provision in KINDS and not (item.provision == "participatieplaats" and item.extends):
            for one in ("bevoegd", "weigerbaar", "geblokkeerd"):
                assert ("uitkomst", "met20", item.id, one) in worlds.possible, (item.provision, one)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_article_20_never_reaches_the_statute(state: date) -> None:
    worlds = wide_open(state)
    law = worlds.instance.law
    deviated = {atom[2] for atom in worlds.possible if atom[0] == "afgeweken"}
    assert deviated, "zonder afwijkingen bewijst dit niets"
    for norm in deviated:
        assert law.origin(str(norm)[1:]) == "eigen", norm


def test_with_the_other_reading_it_does() -> None:
    worlds = wide_open(STATES[0], (("i57", "alles"),))
    deviated = {str(atom[2])[1:] for atom in worlds.possible if atom[0] == "afgeweken"}
    assert "6.1/leeftijd" in deviated
    assert not any(norm.startswith("pw:") for norm in deviated)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_deviating_never_makes_an_outcome_worse(state: date) -> None:
    worlds = wide_open(state)
    for item in worlds.instance.applications:
        without = worlds.literal(("uitkomst", "zonder20", item.id, "geblokkeerd"))
        after = worlds.literal(("uitkomst", "met20", item.id, "geblokkeerd"))
        if without is not None and after is not None:
            assert worlds.world([after, -without]) is None


@pytest.mark.parametrize("state", STATES, ids=str)
def test_nobody_younger_than_27_gets_a_participatieplaats(state: date) -> None:
    worlds = wide_open(state)
    limit = worlds.instance.law.parameters["pp_min_leeftijd"].values[0][1]
    for item in worlds.instance.applications:
        if item.provision != "participatieplaats":
            continue
        ages = [atom for atom in worlds.possible if atom[0] == "leeftijd_bij_aanvang" and atom[1] == item.id]
        assert ages
        for atom in ages:
            granted = [worlds.literal(("uitkomst", "met20", item.id, one)) for one in ("bevoegd", "weigerbaar")]
            age = worlds.literal(atom)
            assert age is not None
            if int(atom[2]) < limit:
                assert all(worlds.world([age, one]) is None for one in granted if one is not None)


def test_a_ground_to_refuse_never_blocks() -> None:
    worlds = wide_open(STATES[0])
    for item in worlds.instance.applications:
        if item.provision in KINDS:
            ground = worlds.literal(("weigeringsgrond", item.id, '"3.4.d/niet_geschikt'))
            blocked = worlds.literal(("uitkomst", "met20", item.id, "weigerbaar"))
            assert ground is not None
            assert blocked is not None
            assert worlds.world([ground, blocked]) is not None
