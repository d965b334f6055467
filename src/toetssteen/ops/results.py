"""What becomes of an application, as plain data: the outcome with the norms that decide, and what changed between two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from toetssteen.kb.applications import asked_months, term_end
from toetssteen.kb.case import Application, Case
from toetssteen.kb.citation import sort_key
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.kb.terms import GroundAtom, Value, plain
from toetssteen.ops.assess import Assessment

NO_BASIS = "gevolg/geblokkeerd_zonder_grondslag"
CONDITION, GROUND, DUTY, POWER, AMOUNT = "belemmering", "weigeringsgrond", "plicht", "bevoegdheid", "bedrag"
BASES = (DUTY, POWER)
# The predicates of which the norm in their second place can decide.
DECIDING = (CONDITION, GROUND, DUTY, POWER)
OUTCOME, REACHED, DEVIATED = "uitkomst", "bereikbaar_met_20", "afgeweken"
# The predicates that results are read from.
READ = (*DECIDING, AMOUNT, OUTCOME, REACHED, DEVIATED)
# What a norm does for an application: (predicate, norm).
Working: TypeAlias = tuple[str, str]


class Finding(NamedTuple):
    """What holds for one application: the outcomes it can have, and the norms that work for certain or perhaps.

    Conditions that are set aside under art. 20 are left out. ``reached`` is whether art. 20 can reach it.
    """

    with_20: tuple[str, ...]
    without_20: tuple[str, ...]
    certain: frozenset[Working]
    perhaps: frozenset[Working]
    amount: int | None
    reached: bool | None


class Result(NamedTuple):
    """What becomes of one application; ``norms`` are those that decide, in the order of the law.

    Those are the conditions that block and are not set aside, the grounds to refuse, or the basis of the duty or power; of an
    outcome that is open those that are open. ``possible`` are the outcomes it can have. ``amount`` is in cents, ``until``
    the last day and ``months`` the begun months of what was asked; ``reachable`` tells whether art. 20 can reach what is
    blocked without it, and is None where nothing blocks or where that is not known.
    """

    person: str
    provision: str
    employer: str
    application: str
    own_motion: bool
    outcome: str
    without_20: str
    possible: tuple[str, ...]
    norms: tuple[str, ...]
    amount: int | None
    until: date | None
    months: int | None
    reachable: bool | None


class Decided(NamedTuple):
    """A case of a caseload, by its place in it (from 1), with what becomes of its applications."""

    number: int
    case: Case
    results: tuple[Result, ...]


class Changed(NamedTuple):
    """An application that one side decides otherwise than the other; a side that does not know it is None.

    ``norms`` are those that made the difference: what blocks or refuses on one side only, or the basis that one side
    has and the other has not.
    """

    before: Result | None
    after: Result | None
    norms: tuple[str, ...]

    @property
    def either(self) -> Result:
        """One of the two results, for who and what it is about."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def moved(self) -> bool:
        """Whether the outcome itself is another, not just its norms, its amount or its term."""
        return self.before is None or self.after is None or self.before.outcome != self.after.outcome


def result(item: Application, found: Finding, days_of_month: int) -> Result:
    """Return the result of an application; for ``days_of_month`` see ``kb/dates.py``."""
    outcome, without_20, norms, reachable = _decided(found.with_20, found.without_20, found.certain, found.perhaps, found.reached)
    return Result(item.person, item.provision, item.employer, item.id, item.own_motion, outcome, without_20, found.with_20,
                  norms, found.amount, term_end(item, days_of_month), asked_months(item, days_of_month), reachable)  # fmt: skip


@lru_cache(maxsize=20_000)
def _decided(with_20: tuple[str, ...], without_20: tuple[str, ...], certain: frozenset[Working], perhaps: frozenset[Working],
             reached: bool | None) -> tuple[str, str, tuple[str, ...], bool | None]:  # fmt: skip
    outcome, before = (one[0] if len(one) == 1 else UNDETERMINED for one in (with_20, without_20))
    norms = tuple(sorted(_deciding(outcome, certain, perhaps), key=sort_key))
    return outcome, before, norms, reached if "geblokkeerd" in without_20 else None


def _deciding(outcome: str, certain: frozenset[Working], perhaps: frozenset[Working]) -> set[str]:
    """Return the norms that decide an outcome; where it holds in every world by another norm, all of those."""
    if outcome == UNDETERMINED:
        return {norm for _kind, norm in perhaps}
    kind = {"verplicht": DUTY, "bevoegd": POWER, "weigerbaar": GROUND, "geblokkeerd": CONDITION}[outcome]
    found = {norm for one, norm in certain if one == kind}
    if outcome == "geblokkeerd" and not any(one in BASES for one, _norm in (*certain, *perhaps)):
        return found | {NO_BASIS}
    return found or {norm for one, norm in perhaps if one == kind}


def results_of(assessment: Assessment) -> tuple[Result, ...]:
    """Return what becomes of every application of a decided case."""
    status, by_predicate = assessment.worlds.status, assessment.worlds.grounding.by_predicate
    atoms: dict[Value, tuple[list[GroundAtom], list[GroundAtom]]] = {}
    for name in READ:
        for atom in by_predicate.get(name, ()):
            atoms.setdefault(application_of(atom), ([], []))[status[atom]].append(atom)
    days = assessment.instance.month_days
    return tuple(result(item, finding(item.id, *atoms.get(item.id, ((), ()))), days)
                 for item in assessment.instance.applications)  # fmt: skip


def application_of(atom: GroundAtom) -> Value:
    """Return the id of the application that an atom of ``READ`` is about."""
    return atom[2] if atom[0] == OUTCOME else atom[1]


def _outcomes(identity: str, stand: str, always: Collection[GroundAtom], sometimes: Collection[GroundAtom]) -> tuple[str, ...]:
    pairs = ((one, (OUTCOME, stand, identity, one)) for one in OUTCOMES)
    return tuple([one for one, atom in pairs if atom in always or atom in sometimes])


def finding(identity: str, always: Collection[GroundAtom], sometimes: Collection[GroundAtom]) -> Finding:
    """Return what holds for an application, from the atoms about it that hold in all worlds and those that hold in some."""
    with_20, without_20 = (_outcomes(identity, stand, always, sometimes) for stand in ("met20", "zonder20"))
    deviated = {atom[2] for atom in always if atom[0] == DEVIATED}
    certain, perhaps = (frozenset([(str(atom[0]), plain(atom[2])) for atom in atoms
                                   if atom[0] in DECIDING and not (atom[0] == CONDITION and atom[2] in deviated)])
                        for atoms in (always, sometimes))  # fmt: skip
    amounts = [int(atom[2]) for atom in always if atom[0] == AMOUNT]
    reach = (REACHED, identity)
    return Finding(with_20, without_20, certain, perhaps, amounts[0] if len(amounts) == 1 else None,
                   True if reach in always else None if reach in sometimes else False)  # fmt: skip


# Of two different outcomes, the norms of which explain the difference: what blocks weighs more than what allows.
WEIGHT = {"geblokkeerd": 4, "weigerbaar": 3, "verplicht": 2, UNDETERMINED: 1, "bevoegd": 0}


def compare(before: Decided | tuple[Result, ...], after: Decided | tuple[Result, ...]) -> tuple[Changed, ...]:
    """Return what became otherwise between two decisions of the same case: outcome, norms, amount, term or reach of art. 20."""
    ones, others = ({_about(one, number): one for number, one in _numbered(side)} for side in (before, after))
    pairs = [(one, others.get(key)) for key, one in ones.items()] + [
        (None, one) for key, one in others.items() if key not in ones
    ]
    return tuple(change for one, other in pairs if (change := changed(one, other)) is not None)


def _numbered(side: Decided | tuple[Result, ...]) -> list[tuple[int, Result]]:
    """Return results, each with how many earlier ones are for the same person, kind and employer."""
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for one in side.results if isinstance(side, Decided) else side:
        key = (one.person, one.provision, one.employer)
        seen[key] = seen.get(key, 0) + 1
        found.append((seen[key], one))
    return found


def _about(one: Result, number: int) -> tuple[object, ...]:
    return (one.person, one.provision, one.employer, number)


def changed(before: Result | None, after: Result | None) -> Changed | None:
    """Return how a result differs from another for the same application, or None when it does not."""
    if before is None or after is None:
        only = before or after
        return None if only is None else Changed(before, after, only.norms)
    if before == after or before._replace(application="") == after._replace(application=""):
        return None
    if before.outcome == after.outcome:
        apart = set(before.norms) ^ set(after.norms)
        return Changed(before, after, tuple(sorted(apart, key=sort_key)) or after.norms)
    side, other = sorted((before, after), key=lambda one: -WEIGHT[one.outcome])
    own = tuple(norm for norm in side.norms if norm not in other.norms)
    return Changed(before, after, own or side.norms)
