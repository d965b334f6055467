"""From a caseload and a policy to a problem, and from what was chosen back to persons.

Money counts in whole euros, rounded up as the rules of art. 3 lid 5 do it, so that a thousand grants stay in 32 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from toetssteen.kb.case import FactKey
from toetssteen.kb.policy import Policy, Trait
from toetssteen.ops.allocation.caseload import (
    COMPETES,
    MONEY,
    OWED,
    PER_PERSON,
    PERSONS,
    REFUSABLE,
    Candidate,
    Caseload,
    Room,
)
from toetssteen.ops.allocation.problem import Aim, Choice, Limit, Problem

PRIORITY = ("gevolg", '"7.4/voorrang')
PARTIAL = "prospectief_deels"
# Sums of large numbers have many near ties: a best choice is proven up to this part of all that could be counted.
EXACT_TO = 10_000
# Weighed aims are counted in thousandths, so that one point of the aim for costs is for a thousand euros.
PER_THOUSAND, WEIGHED = 1000, "punten"


class Share(NamedTuple):
    """An application that takes part: what it would get in euros and cents, under which limits from which day, its option.

    ``waits`` counts the periods it would wait: an application that can wait takes part once per period.
    """

    option: int
    candidate: Candidate
    euros: int
    cents: int
    day: date
    rooms: tuple[Room, ...]
    waits: int = 0


class LimitInfo(NamedTuple):
    """What a limit of the problem is: its sort, the ceiling or budget it comes from, and for whom (a person, or all)."""

    sort: str
    source: str
    person: str = ""


class Division(NamedTuple):
    """A problem with what its options and limits stand for; ``left_out`` are applications that cannot take part."""

    problem: Problem
    shares: tuple[Share, ...]
    limits: dict[str, LimitInfo]
    left_out: tuple[tuple[Candidate, str], ...]

    def of(self, chosen: Sequence[int]) -> tuple[Share, ...]:
        """Return the applications that a choice grants."""
        taken = set(chosen)
        return tuple(one for one in self.shares if one.option in taken)


def divide(caseload: Caseload, policy: Policy) -> Division:
    """Return the problem of granting the applications of a caseload under its limits, in the order of a policy's aims."""
    return _Builder(caseload, policy).build()


class _Builder:
    def __init__(self, caseload: Caseload, policy: Policy) -> None:
        self.caseload, self.policy = caseload, policy
        self.shares: list[Share] = []
        self.left_out: list[tuple[Candidate, str]] = []
        self.limits: list[Limit] = []
        self.choices: list[Choice] = []
        self.about: dict[str, LimitInfo] = {}
        self.count = 0

    def build(self) -> Division:
        for candidate in self.caseload.candidates:
            if candidate.standing in (COMPETES, OWED) or (candidate.standing == REFUSABLE and self.policy.refusable):
                self._share(candidate)
        self.count = len(self.shares)
        self._ceilings()
        self._budgets()
        served = self._served()
        aims = tuple(self._aim(goal.key, goal.tolerance, served) for goal in self.policy.goals)
        if self.policy.weighed:
            aims = (self._added(aims),)
        if self.policy.waiting and "wachten" not in {one.key for one in self.policy.goals}:
            aims = (*aims, self._aim("wachten", 0, served))
        return Division(Problem(self.count, tuple(self.limits), tuple(self.choices), aims), tuple(self.shares), self.about,
                        tuple(self.left_out))  # fmt: skip

    def _share(self, candidate: Candidate) -> None:
        money = [one for one in candidate.rooms if one.kind in (MONEY, PER_PERSON)] or self._budgets_of(candidate)
        if candidate.cost is None and money:
            self.left_out.append((candidate, "de kosten zijn niet bekend"))
            return
        first = len(self.shares)
        for waits, (day, rooms) in enumerate(((candidate.day, candidate.rooms), *candidate.later)):
            cents = candidate.cost or 0
            most = min((one.left for one in rooms if one.kind == PER_PERSON), default=cents)
            if 0 < most < cents and candidate.assessment.instance.readings["i16"] == PARTIAL:
                cents = most  # what goes beyond the limit of a person can be refused, the rest is granted
            self.shares.append(Share(len(self.shares), candidate, -(-cents // 100), cents, day, rooms, waits))
        options, owed = tuple(range(first, len(self.shares))), candidate.standing == OWED
        if owed or len(options) > 1:
            self.choices.append(
                Choice(f"{'plicht' if owed else 'tijdvak'}:{candidate.application.id}:{candidate.person}", options, owed)
            )

    def _ceilings(self) -> None:
        lefts: dict[tuple[str, str, str], int] = {}
        weights: dict[tuple[str, str, str], dict[int, int]] = {}
        for share in self.shares:
            for room in share.rooms:
                key = (room.ceiling, room.kind, share.candidate.person if room.kind == PER_PERSON else "")
                lefts[key] = min(lefts.get(key, room.left), room.left)
                weights.setdefault(key, {})[share.option] = {MONEY: share.euros, PERSONS: 1, PER_PERSON: share.cents}[room.kind]
        if self.policy.carry:
            self._carry(lefts, weights)
        for (ceiling, kind, person), left in lefts.items():
            # a limit that is exceeded already leaves nothing; what was granted stands, and other limits still have room
            self._limit(LimitInfo(kind, ceiling, person), max(0, left), weights[ceiling, kind, person])

    def _carry(self, lefts: dict[tuple[str, str, str], int], weights: dict[tuple[str, str, str], dict[int, int]]) -> None:
        """Let money of a period that is left be used in the next: the limit of a period is then on all up to it."""
        for provision in dict.fromkeys(one.provision for one in self.caseload.ceilings):
            dated = sorted((one.start, one.id) for one in self.caseload.ceilings if one.provision == provision and one.start)
            keys = [(identity, MONEY, "") for _start, identity in dated if (identity, MONEY, "") in lefts]
            for earlier, later in pairwise(keys):
                lefts[later] += lefts[earlier]
                weights[later] = {**weights[earlier], **weights[later]}

    def _budgets_of(self, candidate: Candidate) -> list[str]:
        return [one.name for one in self.policy.budgets if candidate.application.provision in one.provisions]

    def _budgets(self) -> None:
        for budget in self.policy.budgets:
            weights = {one.option: one.euros for one in self.shares if budget.start <= one.day <= budget.end
                       and one.candidate.application.provision in budget.provisions}  # fmt: skip
            self._limit(LimitInfo("budget", budget.name), budget.euros, weights)
        if self.policy.per_person is not None:
            for person, options in self._of_persons().items():
                self._limit(LimitInfo("per_inwoner", "beleid", person), self.policy.per_person, dict.fromkeys(options, 1))

    def _limit(self, info: LimitInfo, room: int, weights: dict[int, int]) -> None:
        key = ":".join(filter(None, (info.sort, info.source, info.person)))
        self.about[key] = info
        self.limits.append(Limit(key, room, weights))

    def _of_persons(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for share in self.shares:
            found.setdefault(share.candidate.person, []).append(share.option)
        return found

    def _served(self) -> dict[str, int]:
        """Return per person the option that says whether anything is granted; of its own when there are several."""
        found = {}
        for person, options in self._of_persons().items():
            if len(options) == 1:
                found[person] = options[0]
                continue
            found[person] = self.count
            self.limits.append(Limit(f"bediend:{person}", 0, {self.count: 1, **dict.fromkeys(options, -1)}))
            self.count += 1
        return found

    def _aim(self, key: str, tolerance: int, served: dict[str, int]) -> Aim:
        if key == "aantal":
            return Aim(key, dict.fromkeys(served.values(), 1), tolerance=tolerance)
        if key == "evenwicht":
            members = [[served[one] for one in served if self._has(one, group.trait)] for group in self.policy.groups]
            groups = tuple((tuple(group), len(group)) for group in members if group)
            return Aim(key, {}, tolerance=tolerance, groups=groups)
        if key == "kosten":
            return _nearly(Aim(key, {one.option: one.euros for one in self.shares}, least=True, tolerance=tolerance))
        if key == "aanvraagdatum":
            last = max((one.candidate.day for one in self.shares), default=None)
            waited = {one.option: (last - one.candidate.day).days for one in self.shares if last}
            return _nearly(Aim(key, waited, tolerance=tolerance))
        if key == "wachten":
            return Aim(key, {one.option: one.waits for one in self.shares if one.waits}, least=True, tolerance=tolerance)
        score = self._priority if key == "voorrang" else self._need
        return Aim(key, {one.option: score(one.candidate) for one in self.shares}, tolerance=tolerance)

    def _added(self, aims: tuple[Aim, ...]) -> Aim:
        """Return the aims added up by their points: per inwoner, point of need, day and period, and per thousand euros."""
        total: dict[int, int] = {}
        for aim, goal in zip(aims, self.policy.goals, strict=True):
            step = goal.points * (1 if aim.key == "kosten" else PER_THOUSAND) * (-1 if aim.least else 1)
            for option, score in aim.scores.items():
                total[option] = total.get(option, 0) + step * score
        return Aim(WEIGHED, total, precision=max(1, sum(map(abs, total.values())) // EXACT_TO))

    @staticmethod
    def _priority(candidate: Candidate) -> int:
        predicate, norm = PRIORITY
        return int(candidate.assessment.worlds.holds((predicate, candidate.application.id, norm)) is True)

    def _need(self, candidate: Candidate) -> int:
        return sum(points for points, trait in self.policy.needs if has_trait(candidate, trait))

    def _has(self, person: str, trait: Trait) -> bool:
        return next(has_trait(one.candidate, trait) for one in self.shares if one.candidate.person == person)


def has_trait(candidate: Candidate, trait: Trait) -> bool:
    """Return whether the case says that the person of an application has a trait; what is unknown is not there."""
    instance = candidate.assessment.instance
    stated = instance.case.facts.get(FactKey(trait.concept, candidate.person))
    if stated is not None:
        return stated.value is trait.value
    atom = (trait.concept, instance.ids[candidate.person])
    return atom in (instance.facts if trait.value else instance.denied)


def _nearly(aim: Aim) -> Aim:
    return aim._replace(precision=max(1, sum(aim.scores.values()) // EXACT_TO))
