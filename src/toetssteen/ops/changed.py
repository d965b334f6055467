"""Deciding a changed case anew, from its facts and the answers alone, and what became otherwise by it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from toetssteen.kb.applications import NOTHING_ELSE
from toetssteen.kb.case import Case
from toetssteen.kb.changes import Loose, changed_case
from toetssteen.kb.citation import sort_key
from toetssteen.kb.fewest_answers import Settled
from toetssteen.kb.instance import Instance, Open, instantiate
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment, Outcome, law_norms

DEVIATES = "afgeweken"
EFFECTS = ("plicht", "bevoegdheid", "belemmering", DEVIATES, "weigeringsgrond")
Alternatives = tuple[tuple[GroundAtom, ...], ...]


class Effect(NamedTuple):
    """A power, duty, condition or ground that is otherwise after a change: whether it held before and holds after."""

    predicate: str
    norm: str
    before: bool | None
    after: bool | None


def decide_changed(case: Case, loose: Loose, settled: Settled, deviations: Sequence[str]) -> Outcome:
    """Return the outcome of a case with one application, changed and with what was answered, decided without the search."""
    law = loose.instance.law
    stated = {number: index for number, index in settled.answers.items() if _can_be_stated(loose, number)}
    changed = changed_case(case, loose, settled.changes | stated, deviations)
    instance = instantiate(changed, law, about=NOTHING_ELSE)
    given = {loose.instance.opens[number].key: number for number in settled.answers}
    opens = []
    for unknown in instance.opens:
        number = given.get(unknown.key)
        kept = unknown.alternatives if number is None else _answered(
            loose.instance.opens[number].alternatives, settled.allowed[number], unknown.alternatives)  # fmt: skip
        opens.append(unknown._replace(alternatives=kept))
    return Assessment(changed, law, instance=_with_opens(instance, opens)).outcomes[0]


def _norms_of_either(before: Outcome, after: Outcome, predicate: str) -> tuple[str, ...]:
    """Return the norms that the law of either side knows, in the order of the law."""
    ones, others = (law_norms(one.assessment.law, predicate, one.application.provision) for one in (before, after))
    return ones if ones == others else tuple(sorted({*ones, *others}, key=sort_key))


def _can_be_stated(loose: Loose, number: int) -> bool:
    unknown = loose.instance.opens[number]
    return unknown.is_flag and unknown.key.concept in loose.instance.law.concepts


def _with_opens(instance: Instance, opens: Sequence[Open]) -> Instance:
    """Return an instance with fewer alternatives; what has one left is a fact."""
    settled = [atom for one in opens if len(one.alternatives) == 1 for atom in one.alternatives[0]]
    left = tuple(one for one in opens if len(one.alternatives) > 1)
    return instance._replace(facts=(*instance.facts, *settled), opens=left)


def _answered(grid: Alternatives, allowed: tuple[int, ...], now: Alternatives) -> Alternatives:
    """Return the alternatives that an answer leaves; of a number also those between two neighbours that it allows."""
    same = {grid[index] for index in allowed}
    numbers = sorted((value, index) for index, one in enumerate(grid) if (value := _number(one)) is not None)
    spans = [(low, high) for (low, first), (high, second) in pairwise(numbers) if first in allowed and second in allowed]
    return tuple(one for one in now if one in same or (
        (value := _number(one)) is not None and any(low <= value <= high for low, high in spans)))  # fmt: skip


def _number(alternative: tuple[GroundAtom, ...]) -> int | None:
    """Return the number of an alternative that is one atom with a number, or None."""
    value = alternative[0][-1] if len(alternative) == 1 else None
    return value if isinstance(value, int) else None


def effects(before: Outcome, after: Outcome) -> tuple[Effect, ...]:
    """Return the norms of an application that are otherwise in one outcome than in another, in the order of the law."""
    found = []
    for predicate in EFFECTS:
        for norm in _norms_of_either(before, after, "belemmering" if predicate == DEVIATES else predicate):
            was, now = (one.assessment.worlds.holds((predicate, one.application.id, '"' + norm)) for one in (before, after))
            if was != now:
                found.append(Effect(predicate, norm, was, now))
    return tuple(found)
