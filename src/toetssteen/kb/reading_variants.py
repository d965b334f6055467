"""The readings that the program itself applies while it makes a case ready (I-65, I-67, I-68), in every combination.

They change the facts of an instance, or the version of the law, and so cannot be left open in one program.
There are few of them, and of most cases only one or none makes a difference; those that make none are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from typing import NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.instance import Instance, chosen_readings, instantiate
from toetssteen.kb.law import Law, statute_day
from toetssteen.kb.terms import GroundAtom

# The reading that chooses the state of the statute.
STATE = "i68"


class Variant(NamedTuple):
    """A case under a choice of the readings that the program applies; its other readings are undecided.

    ``chosen`` holds the readings of the choice that can make a difference to this case.
    """

    chosen: Mapping[str, str]
    instance: Instance


def variants(case: Case, law: Law, about: frozenset[str] | None, undecided: Collection[str]) -> list[Variant]:
    """Return a case under every choice of the undecided readings that the program applies; the case's own comes first.

    The law is the one of the case's own date, unless I-68, which chooses the law, is decided.
    """
    now = chosen_readings(case, law)
    keys = [key for key in now if law.readings[key].engine and key in undecided and (key != STATE or _has_states(case, law))]
    found: dict[tuple[str, ...], Instance] = {}
    for options in product(*([now[key], *(one for one in law.readings[key].options if one != now[key])] for key in keys)):
        found[options] = _instance(case, law, dict(zip(keys, options, strict=True)), about, undecided)
    differing = [place for place, key in enumerate(keys) if _differs(found, place, now[key])]
    return [Variant({keys[place]: options[place] for place in differing}, instance) for options, instance in found.items()
            if all(place in differing or options[place] == now[key] for place, key in enumerate(keys))]  # fmt: skip


def _has_states(case: Case, law: Law) -> bool:
    """Return whether another choice of I-68 decides the case under another state of the statute, or from other defaults."""
    cases = [case._replace(readings={**case.readings, STATE: option}) for option in law.readings[STATE].options]
    laws = [law.at(statute_day(case.reference_date, one.readings)) for one in cases]
    starts = [{**chosen_readings(one, law), STATE: ""} for one in cases]
    return any(one is not law for one in laws) or any(one != starts[0] for one in starts)


def _instance(case: Case, law: Law, chosen: dict[str, str], about: frozenset[str] | None,
              undecided: Collection[str]) -> Instance:  # fmt: skip
    case = case._replace(readings={**case.readings, **chosen})
    law = law.at(statute_day(case.reference_date, case.readings)) if STATE in chosen else law
    return instantiate(case, law, about=about, undecided=undecided)


def _differs(found: dict[tuple[str, ...], Instance], place: int, now: str) -> bool:
    """Return whether a reading, as the place of its option, makes a difference beside some choice of the others."""
    pairs = ((one, found[(*options[:place], now, *options[place + 1 :])]) for options, one in found.items())
    return any(not _same(one, other) for one, other in pairs)


def _same(one: Instance, other: Instance) -> bool:
    """Return whether two instances have the same worlds and start from the same options."""
    if one is other:
        return True
    start, begin = ({key: option for key, option in each.readings.items() if not each.law.readings[key].engine}
                    for each in (one, other))  # fmt: skip
    return one.law is other.law and start == begin and one.opens == other.opens and _facts(one) == _facts(other)


def _facts(instance: Instance) -> list[GroundAtom]:
    """Return the facts of an instance, but for the readings that no rule names."""
    named = instance.law.named_readings
    return [atom for atom in instance.facts if atom[0] != "lezing" or atom[1] in named]
