"""What is asked as something that could be asked otherwise: for how long, from which day, and for which work.

A later first day is how a person can wait for a birthday: a birth date itself never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from toetssteen.kb.applications import NOTHING_ELSE, asked_months, term_end
from toetssteen.kb.case import Application, FactKey
from toetssteen.kb.dates import add_months, completed_months
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.terms import GroundAtom

# The facts that follow from the asked term, and those that other files need not look at for that reason.
LENGTH, FIRST = "duur", "begindag"
TERM = (LENGTH, "volle_duur", "na_einde")
TERM_PREDICATES = frozenset((LENGTH, "geboren"))
SAME_WORK = "zelfde_werk"
# How far ahead a first day is still worth proposing, in months.
HORIZON = 12


class Asked(NamedTuple):
    """A choice about what is asked: its alternatives (the present one first) with the application under each of them.

    ``taken`` are the facts that now follow from the choice; for every key its weight and, per alternative, how far it is
    from how it is now.
    """

    keys: tuple[FactKey, ...]
    weights: tuple[int, ...]
    steps: tuple[tuple[int, ...], ...]
    alternatives: tuple[tuple[GroundAtom, ...], ...]
    applications: tuple[Application, ...]
    taken: tuple[GroundAtom, ...]


class _Start(NamedTuple):
    """A first day, with the atoms that lapse and appear when the application starts on it."""

    day: date
    lapse: frozenset[GroundAtom]
    appear: tuple[GroundAtom, ...]


def term_choice(instance: Instance, needed: frozenset[str]) -> Asked | None:
    """Return the choice of length and first day of the application, or None when nothing of it can be otherwise."""
    item = instance.applications[0]
    months = asked_months(item, instance.month_days)
    term = _term_atoms(instance, item)
    starts = [_Start(item.start or instance.case.reference_date, frozenset(), ()), *_starts(instance, item, needed)]
    moving = tuple(atom for atom in instance.facts if any(atom in one.lapse for one in starts))
    found = [(item, (*term.values(), *moving), 0, 0)]
    for start in starts:
        still = tuple(atom for atom in moving if atom not in start.lapse)
        later = abs((start.day - starts[0].day).days)
        for asked in _lengths(instance, item, start, months if LENGTH in needed and LENGTH in term else None):
            atoms = (*new_term(asked, instance.month_days, term), *still, *start.appear)
            if atoms != found[0][1] and not _overlaps(instance, asked):
                found.append((asked, atoms, _longer(asked.months, months, later), later))
    law = instance.law
    return None if len(found) == 1 else Asked(
        (FactKey(LENGTH, item.id), FactKey(FIRST, item.id)), (law.concepts[LENGTH].weight, law.structures[FIRST].weight),
        (tuple(one[2] for one in found), tuple(one[3] for one in found)),
        tuple(one[1] for one in found), tuple(one[0] for one in found), found[0][1],
    )  # fmt: skip


def _longer(months: int | None, now: int | None, later: int) -> int:
    """Return how far a length is from the present one; an incomplete month made whole counts too, unless all moves."""
    apart = abs(months - now) if months is not None and now is not None else 0
    return apart if later else max(1, apart)


def _term_atoms(instance: Instance, item: Application) -> dict[str, GroundAtom]:
    """Return the facts about the asked term, its length first."""
    found = {str(atom[0]): atom for atom in instance.facts if atom[0] in TERM and atom[1] == item.id}
    return {name: found[name] for name in TERM if name in found}


def new_term(item: Application, month_days: int, now: Mapping[str, GroundAtom]) -> tuple[GroundAtom, ...]:
    """Return the facts about a new term, those of them that matter."""
    end = term_end(item, month_days)
    months = asked_months(item, month_days)
    if end is None or months is None or item.start is None:
        return ()
    values = (months, item.months or completed_months(item.start, end, month_days), end.toordinal() + 1)
    return tuple((name, item.id, value) for name, value in zip(TERM, values, strict=True) if name in now)


def _lengths(instance: Instance, item: Application, start: _Start, months: int | None) -> list[Application]:
    """Return the application from a first day, for every length that can be asked; an end day moves along."""
    moved = item._replace(start=start.day)
    if months is None and item.end is not None and item.start is not None:
        return [moved._replace(end=item.end + (start.day - item.start))]
    if months is None:
        return [moved]
    concept = instance.law.concepts[LENGTH]
    lengths = range(concept.low, concept.high + 1) if concept.changeable else (months,)
    return [moved._replace(months=length, end=None) for length in lengths]


def _starts(instance: Instance, item: Application, needed: frozenset[str]) -> list[_Start]:
    """Return the first days around a birthday that a rule asks for, near enough to wait for (or still to come before)."""
    born = instance.case.facts.get(FactKey("geboren", item.person))
    fixed = item.own_motion or item.extends or item.continues or not instance.law.structures[FIRST].weight
    if fixed or item.start is None or born is None or not isinstance(born.value, date):
        return []
    if not needed & {"leeftijd_bij_aanvang"}:
        return []
    day, found = instance.case.reference_date, []
    for turned in birthdays(instance, born.value):
        if item.start < turned <= add_months(item.start, HORIZON):
            found.append(turned)
        elif day < turned <= item.start:
            found.append(turned - timedelta(days=1))
    shifted = (_shifted(instance, item, one) for one in dict.fromkeys(found))
    return [one for one in shifted if one is not None]


def birthdays(instance: Instance, born: date) -> list[date]:
    """Return the days on which somebody reaches an age that a parameter names, or has passed it, in order."""
    day = instance.case.reference_date
    law = instance.law
    limits = {value[1] for one in law.parameters.values() if one.unit == "jaar" and (value := law.value_on(one, day))}
    return sorted(_turned(born, years) for years in limits | {one + 1 for one in limits})


def _turned(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _shifted(instance: Instance, item: Application, day: date) -> _Start | None:
    """Return what another first day makes of the facts; None when it also makes other facts matter."""
    whole = item._replace(start=day)
    other = instantiate(instance.case._replace(applications=(whole,)), instance.law, about=NOTHING_ELSE)
    if [one.key for one in other.opens] != [one.key for one in instance.opens]:
        return None
    before, after = frozenset(instance.facts), frozenset(other.facts)
    own = {atom for atom in before | after if atom[0] in TERM}
    appear = tuple(atom for atom in other.facts if atom not in before and atom not in own)
    return _Start(day, before - after - own, appear)


def _overlaps(instance: Instance, item: Application) -> bool:
    """Return whether a new application would be for a time in which somebody has the same place already."""
    end = term_end(item, instance.month_days) or item.start
    if item.extends or item.start is None or end is None:
        return False
    return any(
        (one.person, one.provision, one.employer) == (item.person, item.provision, item.employer)
        and item.start <= one.last_day and one.start <= end
        for one in instance.case.placements
    )  # fmt: skip


def work_choice(instance: Instance, needed: frozenset[str]) -> Asked | None:
    """Return the choice of the work: as it is, other work than ever before, or that of an earlier placement."""
    item, weight = instance.applications[0], instance.law.structures[SAME_WORK].weight
    own = [one for one in instance.case.placements if one.person == item.person and one.id != item.extends and one.work]
    if SAME_WORK not in needed or not item.work or not own or not weight:
        return None
    works = list(dict.fromkeys((_bare(item.work), f"ander werk dan {_bare(item.work)}", *(_bare(one.work) for one in own))))
    alternatives = tuple(tuple((SAME_WORK, item.id, one.id) for one in own if _bare(one.work) == work) for work in works)
    steps = tuple(int(place > 0) for place in range(len(works)))
    applications = tuple(item if not place else item._replace(work=work) for place, work in enumerate(works))
    number = next((one for one in own if _bare(one.work) == works[0]), own[0]).id
    return Asked((FactKey(SAME_WORK, item.id, int(number[1:])),), (weight,), (steps,), alternatives, applications,
                 alternatives[0])  # fmt: skip


def _bare(work: str) -> str:
    return " ".join(work.lower().split())
