"""No ceiling ever refuses what the law grants by right: proved for every fact of a case, within these bounds.

One person, a year of participatieplaats behind them, one application per kind; a ceiling of every sort, empty, published in
time or not, a subsidieplafond or not; every fact unknown, numbers over their whole range cut where a rule changes; every
option of I-15, I-16 and I-19.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import product

import pytest

from toetssteen.kb.case import Application, Case, Ceiling, Placement
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import HOGELAND, load_law, statute_states
from toetssteen.kb.worlds import Worlds

STATES = statute_states(HOGELAND)
LAW = load_law(STATES[0])
KINDS = [
    key for key, one in LAW.provisions.items() if (one.is_provision or one.about) and not one.municipal and not one.continuing
]
# What the statute does not let limit under I-18 «lijst», each with the kind it is about (dossier B.2).
EXEMPT = ("loonkostensubsidie", "scholing", "beschut_werk", "persoonlijke_ondersteuning", "jobcoach_in_natura")
READINGS = [dict(zip(("i15", "i16", "i19"), one, strict=True))
            for one in product(*(LAW.readings[key].options for key in ("i15", "i16", "i19")))]  # fmt: skip
BLOCKS = ("3.6/grens", "3.6/subsidieplafond")
GROUND = "3.6/grond_grens"


@lru_cache(maxsize=4)
def limited(kind: str, state: date, readings: tuple[tuple[str, str], ...]) -> Worlds:
    """Return the worlds of an application for a kind under an empty ceiling of every sort, of which nothing else is known."""
    day = date(state.year + 1, 2, 1)
    about = (Application("z1", "A", kind, "W", day, submitted=day),)
    ceiling = Ceiling("f1", kind, date(day.year, 1, 1), date(day.year, 12, 31), budget=0, persons=0, per_person=0)
    worked = (Placement("t1", "A", "participatieplaats", "W", date(state.year, 1, 1), date(state.year, 12, 31)),)
    case = Case(
        reference_date=day, persons=("A",), employers=("W",), applications=about, placements=worked, ceilings=(ceiling,),
        readings=dict(readings),
    )  # fmt: skip
    return Worlds(instantiate(case, load_law(state), about=frozenset()))


def both(worlds: Worlds, *atoms: tuple[str, ...]) -> bool:
    """Return whether some world has all of the atoms."""
    found = [worlds.literal(atom) for atom in atoms]
    return None not in found and worlds.world([one for one in found if one is not None]) is not None


@pytest.mark.parametrize("kind", EXEMPT)
def test_without_the_list_a_ceiling_could(kind: str) -> None:
    """Under I-18 «geen» a ceiling is a ground to refuse, so what «grens-en-plicht» proves is not empty."""
    readings = (("i15", "kan_weigeren"), ("i18", "geen"))
    assert both(limited(kind, STATES[0], readings), ("weigeringsgrond", "z1", f'"{GROUND}'))


@pytest.mark.parametrize("kind", KINDS)
def test_a_duty_is_blocked_by_a_ceiling_only_where_it_must(kind: str) -> None:
    """Where a ceiling may only be a ground to refuse (I-15 «kan_weigeren») it never blocks anything."""
    for state in STATES:
        worlds = limited(kind, state, (("i15", "kan_weigeren"),))
        for norm in BLOCKS:
            assert ("belemmering", "z1", f'"{norm}') not in worlds.possible
