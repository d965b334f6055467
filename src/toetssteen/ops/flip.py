"""What would have to be otherwise for another outcome: the smallest changes of facts, and the fewest deviations of art. 20.

The search is exact: every proposal has the least weight there is. And no proposal is returned unless the case, changed as
proposed, gives the outcome when it is decided anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from toetssteen.kb.applications import NOTHING_ELSE, all_applications
from toetssteen.kb.case import MUNICIPALITY, Application, Case, FactKey
from toetssteen.kb.changed_terms import birthdays
from toetssteen.kb.changes import Loose, loosened
from toetssteen.kb.dates import age_on
from toetssteen.kb.fewest_answers import Settled, settle
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import Open
from toetssteen.kb.law import Law
from toetssteen.kb.obstacles import Obstacle, obstacles
from toetssteen.kb.smallest import ChangeSolver, Smallest
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.assess import BLOCKING, Assessment, Outcome, law_norms
from toetssteen.ops.changed import decide_changed

# What can be asked for, with the outcomes that are it.
GOALS = {
    "toewijsbaar": ("verplicht", "bevoegd"), "verplicht": ("verplicht",), "bevoegd": ("bevoegd",),
    "weigerbaar": ("weigerbaar",), "geblokkeerd": ("geblokkeerd",),
}  # fmt: skip
GRANTED = ("toewijsbaar", "verplicht", "bevoegd")
# Who has to act, easiest first: those involved, how things are, a body that decided, somebody's judgement, an open norm.
EASE = ("proces", "register", "besluit", "oordeel", "open_norm")
ASKED = "proces"
MOST_SETS = 500
DEFAULT_LIMIT = 10


class UnsoundProposal(Exception):
    """A proposal that does not give the outcome when the case is decided anew: a fault of the program."""


class Change(NamedTuple):
    """A fact that changes: its choice, the alternative that holds now, the nearest one that works, and all that do."""

    key: FactKey
    place: int
    choice: Open
    now: int
    then: int
    allowed: tuple[int, ...]
    weight: int
    source: str


class Proposal(NamedTuple):
    """Changes of facts and deviations that give the outcome, with what must turn out how of what is not known.

    ``case`` is the case so changed; ``outcome`` what it was decided to be, anew.
    """

    changes: tuple[Change, ...]
    deviations: tuple[str, ...]
    answers: tuple[Answer, ...]
    case: Case
    outcome: Outcome
    loose: Loose
    settled: Settled

    def without(self, change: Change, before: Case) -> Outcome:
        """Return what the case would be decided to be without one of the changes."""
        one = self.loose.alterables[change.place]
        others = [self.loose.alterables[other.place] for other in self.changes
                  if other.place != change.place and self.loose.alterables[other.place].number == one.number]  # fmt: skip
        then = self.settled.changes[one.number]
        undone = next((index for index in sorted(one.same) if all(it.steps[index] == it.steps[then] for it in others)),
                      self.loose.present[one.number])  # fmt: skip
        choices = self.settled.changes | {one.number: undone}
        return decide_changed(before, self.loose, self.settled._replace(changes=choices), self.deviations)


class Ranked(NamedTuple):
    """All proposals of the least weight, or the first of them; ``total`` says how many there are, or as far as was counted."""

    weight: int
    total: int
    counted: bool
    proposals: tuple[Proposal, ...]


class Hindrance(NamedTuple):
    """Something in the way that no changeable fact takes away; ``met_from`` is the birthday that does, if one does."""

    obstacle: Obstacle
    met_from: date | None


class Flip(NamedTuple):
    """What would change the outcome of one application into the goal.

    ``before`` is how it is decided now; ``by_facts`` the smallest changes of facts alone, or None when there are none, and
    then ``hindrances`` says what stands in the way. ``by_deviating`` are the fewest deviations of art. 20, with as few
    changes of facts as deviating leaves necessary, where that takes fewer than without. ``firm`` are the blocking
    conditions that cannot be deviated from.
    """

    application: Application
    goal: str
    before: Outcome
    by_facts: Ranked | None
    by_deviating: Ranked | None
    hindrances: tuple[Hindrance, ...]
    firm: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether the outcome is the goal already."""
        return set(self.before.possible) <= set(GOALS[self.goal])


def default_goal(outcome: Outcome) -> str:
    """Return what is asked when nothing is said: what can be granted, or what would block that which can."""
    return "geblokkeerd" if set(outcome.possible) <= set(GOALS["toewijsbaar"]) else "toewijsbaar"


def flip(case: Case, law: Law, person: str, provision: str, goal: str = "", *, employer: str = "",
         limit: int = DEFAULT_LIMIT) -> Flip | None:  # fmt: skip
    """Return what would change an outcome into the goal (see ``GOALS``), or None when the case has no such application.

    Without a goal ``default_goal`` says what is asked; at most ``limit`` proposals of each kind are worked out.
    """
    asked = all_applications(case, law, frozenset((provision,)))
    fitting = [one for one in asked if (one.person, one.provision) == (person, provision) and employer in ("", one.employer)]
    return flip_application(case, law, fitting[0], goal, limit=limit) if fitting else None


def flip_application(case: Case, law: Law, item: Application, goal: str = "", *, limit: int = DEFAULT_LIMIT) -> Flip:
    """Return what would change the outcome of one application of a case into the goal."""
    alone = case._replace(applications=(item,), expectations=())
    before = Assessment(alone, law, NOTHING_ELSE)
    return _Flipper(before, goal or default_goal(before.outcomes[0]), limit).flip()


class _Flipper:
    def __init__(self, before: Assessment, goal: str, limit: int) -> None:
        self.before, self.goal, self.limit = before, goal, limit
        self.law, self.outcome = before.law, before.outcomes[0]
        self.item = self.outcome.application
        self.conditions = law_norms(self.law, "belemmering", self.item.provision)

    def flip(self) -> Flip:
        firm = tuple(one.norm for one in self.outcome.conditions if one.state == BLOCKING and not self._can_deviate(one.norm))
        found = Flip(self.item, self.goal, self.outcome, None, None, (), firm)
        if found.reached:
            return found
        loose = loosened(self.before.instance)
        solver = ChangeSolver(loose, GOALS[self.goal])
        by_facts = self._ranked(solver)
        hindrances: tuple[Hindrance, ...] = ()
        if by_facts is None:
            hindrances = tuple(Hindrance(one, self._met_from(one.norm)) for one in obstacles(solver, self.goal, self.conditions))
        return found._replace(by_facts=by_facts, by_deviating=self._by_deviating(by_facts), hindrances=hindrances)

    def _can_deviate(self, norm: str) -> bool:
        return self.before.worlds.holds(("bereikbaar", '"' + norm)) is True

    def _by_deviating(self, by_facts: Ranked | None) -> Ranked | None:
        """Return the fewest deviations, when they spare changes of facts."""
        able = self.goal in GRANTED and self.item.person != MUNICIPALITY and "geblokkeerd" in self.outcome.possible
        taken = {one.norm for one in self.outcome.conditions if one.deviated}
        norms = [norm for norm in self.conditions if self._can_deviate(norm) and norm not in taken]
        if not able or not norms or (by_facts is not None and by_facts.weight == 0):
            return None
        found = self._ranked(ChangeSolver(loosened(self.before.instance, norms), GOALS[self.goal]), by_facts)
        return found if found is None or by_facts is None or found.weight < by_facts.weight else None

    def _ranked(self, solver: ChangeSolver, other: Ranked | None = None) -> Ranked | None:
        """Return the smallest changes in order, each decided anew; none when another kind needs no more."""
        found = solver.smallest(MOST_SETS)
        if found is None:
            return None
        weight, sets = found
        if other is not None and weight >= other.weight:
            return Ranked(weight, len(sets), len(sets) < MOST_SETS, ())
        first = sorted(sets, key=lambda one: self._place(solver.loose, one))[: self.limit]
        return Ranked(weight, len(sets), len(sets) < MOST_SETS, tuple(self._proposal(solver, one) for one in first))

    def _place(self, loose: Loose, one: Smallest) -> tuple[object, ...]:
        """Return the place of a set of changes: what those involved can do themselves first, then in the order of the law."""
        ease = sorted((EASE.index(self._source(loose.alterables[place].key)) for place in one.moved), reverse=True)
        return (ease, one.moved, len(one.deviated), one.deviated)

    def _source(self, key: FactKey) -> str:
        concept = self.law.concepts.get(key.concept)
        return concept.source if concept is not None else ASKED

    def _proposal(self, solver: ChangeSolver, one: Smallest) -> Proposal:
        loose, settled = solver.loose, settle(solver, one)
        changes = tuple(self._change(loose, settled, place) for place in one.moved)
        deviations = tuple(loose.deviations[number] for number in one.deviated)
        after = decide_changed(self.before.case, loose, settled, deviations)
        if not set(after.possible) <= set(GOALS[self.goal]):
            raise UnsoundProposal(f"{[change.key for change in changes]} geeft {after.possible}")
        return Proposal(changes, deviations, settled.as_answers(loose), after.assessment.case, after, loose, settled)

    def _change(self, loose: Loose, settled: Settled, place: int) -> Change:
        one = loose.alterables[place]
        now, then = loose.present[one.number], settled.changes[one.number]
        return Change(one.key, place, loose.instance.opens[one.number], now, then, settled.allowed[one.number], one.weight,
                      self._source(one.key))  # fmt: skip

    def _met_from(self, norm: str) -> date | None:
        """Return the birthday from which a condition that rests on age no longer blocks, all else being equal."""
        fact = self.before.case.facts.get(FactKey("geboren", self.item.person))
        if not norm or fact is None or not isinstance(fact.value, date):
            return None
        instance = self.before.instance
        for day in birthdays(instance, fact.value):
            if day > self.before.case.reference_date:
                older = tuple((*atom[:-1], age_on(fact.value, day)) if instance.origins.get(atom) == FactKey(
                    "geboren", self.item.person) else atom for atom in instance.facts)  # fmt: skip
                if Worlds(instance._replace(facts=older)).holds(("belemmering", self.item.id, '"' + norm)) is False:
                    return day
        return None


def kinds(case: Case, law: Law, person: str = "", provision: str = "") -> list[Application]:
    """Return the applications of a case to look at: what was asked, or what is asked about."""
    found = all_applications(case, law, frozenset((provision,)) if provision else frozenset())
    fitting = [one for one in found if person in ("", one.person) and provision in ("", one.provision)]
    about: Mapping[str, str] = {key: one.about for key, one in law.provisions.items()}
    return [one for one in fitting if provision or not one.own_motion or about[one.provision]] or fitting
