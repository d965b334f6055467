"""An allocation in words: who gets what, why who did not, what a little more room would do, what cannot go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from toetssteen.explain.allocation import AimReached, AllocationReport, Effect, Entry, GroupServed, Used
from toetssteen.explain.frontier import SERVED, Frontier, Moved
from toetssteen.kb.case import Ceiling
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import in_form
from toetssteen.kb.policy import AIMS, Group, Policy
from toetssteen.ops.allocation import exact
from toetssteen.ops.allocation.caseload import BLOCKED, MONEY, OPEN, OUTSIDE, OWED, PERSONS, REFUSABLE, Candidate, Caseload
from toetssteen.ops.allocation.division import PER_THOUSAND, WEIGHED, Division, Share, divide, has_trait
from toetssteen.ops.allocation.frontier import Axis, frontier
from toetssteen.ops.allocation.optimise import Found, optimise
from toetssteen.ops.allocation.problem import Aim, Choice, Limit, Problem, check_sizes
from toetssteen.ops.allocation.without import search
from toetssteen.ops.assess import BLOCKING
from toetssteen.ops.report import law_names

NAMES_SHOWN, POINTS, ALL = 3, 11, "alle"
STEP = {MONEY: 1000, "budget": 1000, PERSONS: 1}
FORMS = {MONEY: "budget", "budget": "budget", PERSONS: "personen", "per_persoon": "euro", "per_inwoner": "aantal"}
# Working out what a little more room would do takes a whole search per limit: only where one took less than this (seconds).
QUICK = 1.0
Progress = Callable[[str, int, int], None]


class Settings(NamedTuple):
    """How to look for the best choice: how long (seconds), from which seed, with clingo alone, who to ask about,
    and which limits move (by a part of their names), against which aim the cost is then set ('' is who is served), in
    how many points.
    """

    seconds: float = 30.0
    seed: int = 1
    clingo: bool = False
    about: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    against: str = ""
    points: int = POINTS


def allocate(caseload: Caseload, policy: Policy, law: Law, settings: Settings | None = None,
             progress: Progress | None = None) -> tuple[AllocationReport, Found]:  # fmt: skip
    """Return the best allocation of a caseload with its reasons, and what the search found.

    TooLarge is raised when amounts leave 32 bits; nothing has been chosen then.
    """
    settings = settings or Settings()
    division = divide(caseload, policy)
    found = _search(division.problem, settings, progress)
    return _Reporter(caseload, policy, law, division, found, settings, progress).report(), found


def has_optimiser() -> bool:
    """Return whether HiGHS is installed: with it the best choice can be proven."""
    from importlib.util import find_spec

    return find_spec("highspy") is not None


def _search(problem: Problem, settings: Settings, progress: Progress | None = None,
            start: tuple[int, ...] | None = None) -> Found:  # fmt: skip
    if settings.clingo or not has_optimiser():
        return search(problem, seconds=settings.seconds, seed=settings.seed, progress=progress)
    check_sizes(problem)
    return optimise(problem, seconds=settings.seconds, seed=settings.seed, progress=progress, start=start)


def movable_limits(caseload: Caseload, policy: Policy, law: Law) -> tuple[str, ...]:
    """Return the names of the limits of an allocation that can move, before anything is searched."""
    division = divide(caseload, policy)
    reporter = _Reporter(caseload, policy, law, division, Found((), ()), Settings(), None)
    return tuple(reporter._limit_name(key) for key, info in division.limits.items() if info.sort in STEP)


def matching(asked: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of limits that a text stands for: those it is a part of, or all of them."""
    return tuple(one for one in names if asked == ALL or asked.lower() in one.lower())


class _Reporter:
    def __init__(self, caseload: Caseload, policy: Policy, law: Law, division: Division, found: Found, settings: Settings,
                 progress: Progress | None) -> None:  # fmt: skip
        self.progress = progress
        self.caseload, self.policy, self.law, self.division = caseload, policy, law, division
        self.found, self.settings = found, settings
        self.problem = division.problem
        self.chosen = set(found.chosen or ())
        self.limits = {one.key: one for one in self.problem.limits if one.key in division.limits}
        self.left = {one.key: one.room - sum(weight for option, weight in one.weights.items() if option in self.chosen)
                     for one in self.limits.values()}  # fmt: skip
        self.under: dict[int, list[Limit]] = {}
        for limit in self.limits.values():
            for option in limit.weights:
                self.under.setdefault(option, []).append(limit)
        self.served = {id(one.candidate) for one in division.shares if one.option in self.chosen}

    def report(self) -> AllocationReport:
        title = self.policy.title or "Verdeling"
        law = law_names(self.law)
        if self.found.chosen is None:
            groups = exact.conflicts(self.problem) if self.found.impossible else ()
            named = tuple(tuple(self._demand(key) for key in group) for group in groups)
            return AllocationReport(title, law, (), (), (), (), (), (), conflicts=named)
        shares = self.division.shares
        return AllocationReport(
            title, law, tuple(map(self._aim, range(len(self.problem.aims)))),
            tuple(self._granted(one) for one in shares if one.option in self.chosen),
            tuple(self._entry(one, one.cost) for one in self.caseload.candidates if one.standing == OUTSIDE),
            tuple(self._refused(one) for one in shares if not one.waits and not self._gets(one)),
            (*(self._entry(one, one.cost, why) for one, why in self.division.left_out), *self._aside()),
            tuple(self._used(one) for one in self.limits.values() if not self.division.limits[one.key].person),
            tuple(self._effect(share) for share in shares
                  if share.candidate.person in self.settings.about and not share.waits and not self._gets(share)),
            groups=tuple(self._group(one) for one in self.policy.groups),
            checked=not exact.broken(self.problem, sorted(self.chosen)),
            frontier=self._frontier(),  # last: it can be interrupted
        )  # fmt: skip

    # persons

    def _gets(self, share: Share) -> bool:
        """Return whether an application is granted, now or in a later period."""
        return id(share.candidate) in self.served

    def _entry(self, candidate: Candidate, cents: int | None, *reasons: str) -> Entry:
        return Entry(candidate.person, self.law.provisions[candidate.application.provision].name, cents, reasons)

    def _granted(self, share: Share) -> Entry:
        reasons = []
        if share.candidate.standing == OWED:
            reasons.append("de gemeente is dit verplicht: eerst wat moet")
        if share.waits:
            reasons.append(f"na wachten: vanaf {in_words(share.day)}, en dan opnieuw te beslissen")
        if share.candidate.cost is not None and share.cents < share.candidate.cost:
            asked = in_form(share.candidate.cost, "euro")
            reasons.append(f"gevraagd is {asked}; wat boven het maximum per persoon gaat wordt niet verleend")
        return self._entry(share.candidate, share.cents, *reasons)

    def _refused(self, share: Share) -> Entry:
        reasons, changes = [], []
        for limit in self._binding(share):
            left, needed = self._left(limit), limit.weights[share.option]
            form = FORMS[self.division.limits[limit.key].sort]
            reasons.append(f"{self._limit_name(limit.key)}: nodig is {in_form(needed, form)}, over is {in_form(left, form)}")
            changes.append(f"{in_form(needed - left, form)} meer ruimte ({self._limit_name(limit.key)})")
        if not reasons:
            return self._entry(share.candidate, share.cents, "zonder dit te verlenen worden de doelen beter bereikt")
        reasons += self._before(share)
        reasons.append("zonder iemand te verdringen paste het met " + " en ".join(changes))
        return self._entry(share.candidate, share.cents, *reasons)

    def _binding(self, share: Share) -> list[Limit]:
        """Return the limits that leave too little for an application next to what is granted."""
        return [one for one in self.under.get(share.option, ()) if one.weights[share.option] > self._left(one)]

    def _left(self, limit: Limit) -> int:
        return self.left[limit.key]

    def _before(self, share: Share) -> list[str]:
        """Return who under the same limits went before, by which aim."""
        rivals = dict.fromkeys(option for limit in self._binding(share) for option in limit.weights if option in self.chosen)
        by_aim: dict[str, list[str]] = {}
        for option in rivals:
            if option < len(self.division.shares):
                rival = self.division.shares[option]
                by_aim.setdefault(self._first_difference(rival, share), []).append(rival.candidate.person)
        lines = [
            f"ging voor om «{_aim_name(key)}»: {_names(names)}" for key, names in by_aim.items() if key in AIMS or key == WEIGHED
        ]
        if ties := by_aim.get("gelijk"):
            lines.append(f"staat gelijk met {_names(ties)}: een andere keuze was even goed")
        if behind := by_aim.get("samen"):
            lines.append(f"stond zelf niet achter bij {_names(behind)}, maar samen worden de doelen zo beter bereikt")
        return lines

    def _first_difference(self, rival: Share, share: Share) -> str:
        """Return the first aim in which two applications differ, when it speaks for the rival."""
        for aim in self.problem.aims:
            one, other = aim.scores.get(rival.option, 0), aim.scores.get(share.option, 0)
            if aim.groups or one == other:
                continue
            return aim.key if (one < other if aim.least else one > other) else "samen"
        return "gelijk"

    def _aside(self) -> list[Entry]:
        found = []
        for one in self.caseload.candidates:
            if one.standing == BLOCKED:
                norms = [c.norm for c in one.outcome.conditions if c.state == BLOCKING]
                why = ", ".join(dict.fromkeys(long_form(citation_of(norm)) for norm in norms)) or "er is geen bevoegdheid"
                found.append(self._entry(one, None, f"kan niet verleend worden: {why}"))
            elif one.standing == OPEN:
                found.append(self._entry(one, None, "onbepaald: stel eerst de ontbrekende feiten vast (toetssteen vragen)"))
            elif one.standing == REFUSABLE and not self.policy.refusable:
                found.append(self._entry(one, None, "er is een grond om te weigeren, en het beleid laat dan niet meedingen"))
        return found

    # aims and limits

    def _aim(self, place: int) -> AimReached:
        aim, reached = self.problem.aims[place], self.found.reached[place]
        return AimReached(_aim_name(aim.key), self._value(aim, reached.value), reached.proven, self._value(aim, reached.bound))

    def _value(self, aim: Aim, value: int) -> str:
        if aim.key == "evenwicht":
            percentage = f"{value / 10:.1f}".replace(".", ",")
            return f"van de groep die het minst krijgt {percentage} procent"
        if aim.key == WEIGHED:
            return f"{value / PER_THOUSAND:.1f} punten".replace(".", ",")
        if aim.key == "wachten":
            return in_form(value, "aantal") + (" tijdvak" if value == 1 else " tijdvakken")
        if aim.key == "kosten":
            return in_form(value, "budget")
        if aim.key == "aantal":
            return in_form(value, "aantal") + (" inwoner" if value == 1 else " inwoners")
        if aim.key == "aanvraagdatum":
            return f"samen {in_form(value, 'dagen')} eerder dan de laatste aanvraag"
        return f"{in_form(value, 'aantal')} " + {"voorrang": "met voorrang", "behoefte": "punten"}[aim.key]

    def _used(self, limit: Limit) -> Used:
        info = self.division.limits[limit.key]
        used = limit.room - self._left(limit)
        return Used(self._limit_name(limit.key), FORMS[info.sort], limit.room, used, self._more(limit))

    def _more(self, limit: Limit) -> str:
        """Return what one more place, or a thousand euros more, would do for the first aim that gains by it."""
        step = STEP.get(self.division.limits[limit.key].sort)
        spent = sum(one.seconds for one in self.found.reached)
        if step is None or spent > QUICK or not self.found.proven or not self._would_matter(limit):
            return ""
        wider = tuple(one._replace(room=one.room + step) if one.key == limit.key else one for one in self.problem.limits)
        after = _search(self.problem._replace(limits=wider), self.settings)
        said = "één plaats" if step == 1 else "€ 1.000"
        for aim, one, other in zip(self.problem.aims, self.found.reached, after.reached, strict=False):
            if one.value != other.value:
                return f"met {said} meer: {_aim_name(aim.key)} {self._value(aim, other.value)} (nu {self._value(aim, one.value)})"
        return f"met {said} meer verandert er niets"

    def _would_matter(self, limit: Limit) -> bool:
        return any(option not in self.chosen and weight > self._left(limit) for option, weight in limit.weights.items())

    def _can_move(self, limit: Limit) -> bool:
        if self.division.limits[limit.key].sort not in STEP:
            return False
        return any(matching(one, [self._limit_name(limit.key)]) for one in self.settings.moved)

    def _group(self, group: Group) -> GroupServed:
        asked = {one.candidate.person for one in self.division.shares if has_trait(one.candidate, group.trait)}
        served = {one.candidate.person for one in self.division.shares if one.option in self.chosen}
        return GroupServed(group.name, len(asked), len(asked & served))

    def _frontier(self) -> Frontier | None:
        """Return what would be reached with rooms from nothing to twice what there is, when limits are to move."""
        keys = [one.key for one in self.limits.values() if self._can_move(one)]
        if not keys:
            return None
        moved = {key: Moved(self._limit_name(key), FORMS[self.division.limits[key].sort], self.limits[key].room) for key in keys}
        return frontier(self.division, self.found, moved, self._axis(), self.settings.points, self._look)

    def _axis(self) -> Axis:
        aim = next((one for one in self.problem.aims if one.key == self.settings.against), None)
        if aim is None:
            return Axis(SERVED, False, self._served, lambda value: in_form(value, "inwoners"))
        return Axis(_aim_name(aim.key), aim.least, lambda chosen: self.problem.value(aim, chosen),
                    lambda value: self._value(aim, value))  # fmt: skip

    def _served(self, chosen: tuple[int, ...]) -> int:
        return len({one.candidate.person for one in self.division.of(chosen)})

    def _look(self, problem: Problem, start: tuple[int, ...] | None, point: str) -> Found:
        def told(aim: str, value: int, bound: int) -> None:
            if self.progress is not None:
                self.progress(f"{point}, {aim}", value, bound)

        return _search(problem, self.settings, told, start)

    def _effect(self, share: Share) -> Effect:
        """Return what granting one application would cost the aims, and who would have to give way."""
        name = self.law.provisions[share.candidate.application.provision].name
        forced = Choice("gevraagd", (share.option,), owed=True)
        after = _search(self.problem._replace(choices=(*self.problem.choices, forced)), self.settings)
        if after.chosen is None:
            return Effect(share.candidate.person, name, (), (), impossible=True)
        costs = tuple(
            f"{_aim_name(aim.key)}: {self._value(aim, other.value)} in plaats van {self._value(aim, one.value)}"
            for aim, one, other in zip(self.problem.aims, self.found.reached, after.reached, strict=True)
            if one.value != other.value
        )
        gone = self.chosen - set(after.chosen)
        displaced = tuple(f"{one.candidate.person} ({self.law.provisions[one.candidate.application.provision].name})"
                          for one in self.division.shares if one.option in gone)  # fmt: skip
        return Effect(share.candidate.person, name, costs, displaced)

    # names

    def _limit_name(self, key: str) -> str:
        info = self.division.limits[key]
        if info.sort in ("budget", "per_inwoner"):
            return f"budget «{info.source}»" if info.sort == "budget" else "voorzieningen per inwoner (beleid)"
        ceiling = next(one for one in self.caseload.ceilings if one.id == info.source)
        period = f" {ceiling.start.year}" if ceiling.start and ceiling.end and ceiling.start.year == ceiling.end.year else ""
        if self.policy.carry and info.sort == MONEY and self._earlier(ceiling):
            period += " (met wat eerder overbleef)"
        what = {MONEY: "plafond", PERSONS: "aantal personen voor", "per_persoon": "bedrag per persoon voor"}[info.sort]
        return f"{what} {self.law.provisions[ceiling.provision].name}{period}"

    def _earlier(self, ceiling: Ceiling) -> bool:
        return any(one.provision == ceiling.provision and one.start and ceiling.start and one.start < ceiling.start
                   for one in self.caseload.ceilings)  # fmt: skip

    def _demand(self, key: str) -> str:
        if key in self.division.limits:
            limit, info = self.limits[key], self.division.limits[key]
            return f"{self._limit_name(key)}: hooguit {in_form(limit.room, FORMS[info.sort])}"
        option = next(one for one in self.problem.choices if one.key == key).options[0]
        share = next(one for one in self.division.shares if one.option == option)
        name = self.law.provisions[share.candidate.application.provision].name
        return f"de gemeente is {name} aan {share.candidate.person} verplicht ({in_form(share.cents, 'euro')})"


def _aim_name(key: str) -> str:
    return AIMS.get(key, "de doelen samen, naar hun punten")


def _names(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    rest = len(shown) - NAMES_SHOWN
    return ", ".join(shown[:NAMES_SHOWN]) + (f" en {rest} anderen" if rest > 1 else " en 1 ander" if rest == 1 else "")
