"""Deciding a case: the outcome of every application, without and with art. 20, and what it rests on."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from toetssteen.explain.evaluate import TRUE
from toetssteen.explain.proof import Step
from toetssteen.explain.why import Explainer
from toetssteen.kb.applications import term_end
from toetssteen.kb.case import Application, Case, FactKey
from toetssteen.kb.citation import sort_key
from toetssteen.kb.dependence import Dependence
from toetssteen.kb.diagram import TooLarge
from toetssteen.kb.implicants import Answer, necessary, settling_answers
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.law import OUTCOMES, UNDETERMINED, Law, load_law, statute_day
from toetssteen.kb.terms import GroundAtom, plain
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.needs import in_order_of_law, needed_by

if TYPE_CHECKING:
    from toetssteen.kb.world_pair import WorldPair

# The outcomes with which something is granted, or can be without more.
GRANTED = ("verplicht", "bevoegd")
MET, BLOCKING, OPEN = "voldaan", "belemmert", "open"
# More sets of answers than this nobody reads.
MOST_SETS = 25
STATES = {False: MET, True: BLOCKING, None: OPEN}


class Condition(NamedTuple):
    """A condition (or ground to refuse) of an application: its norm and whether it is met, blocking or open."""

    norm: str
    state: str
    deviated: bool


class Obligation(NamedTuple):
    """A duty of procedure with an application: whether it applies and is met; None is not known."""

    norm: str
    applies: bool | None
    met: bool | None


class Way(NamedTuple):
    """Answers to missing facts that together make an outcome certain; ``necessary`` when there is no other way."""

    outcome: str
    answers: tuple[Answer, ...]
    necessary: bool


class Settled(NamedTuple):
    """The sets of answers that make an outcome certain, ordinary answers and first places of the law first.

    ``smallest`` when no set has fewer answers, ``all`` when there are no others of that size; ``necessary`` when the
    outcome needs every answer of the first set, which is then the only one.
    """

    outcome: str
    sets: tuple[tuple[Answer, ...], ...]
    necessary: bool
    all: bool
    smallest: bool


class Outcome:
    """What the law makes of one application; what costs time is computed when it is asked for."""

    def __init__(self, assessment: Assessment, application: Application) -> None:
        self.assessment = assessment
        self.application = application
        self.possible = self._possible("met20")
        self.possible_without_20 = self._possible("zonder20")

    def _possible(self, stand: str) -> tuple[str, ...]:
        worlds = self.assessment.worlds
        return tuple(one for one in OUTCOMES if worlds.holds(("uitkomst", stand, self.application.id, one)) is not False)

    @property
    def about(self) -> bool:
        """Whether the outcome is about a placement of the case, as a premium is."""
        return bool(self.assessment.law.provisions[self.application.provision].about)

    @property
    def outcome(self) -> str:
        """The outcome with art. 20: one of the four, or onbepaald."""
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED

    @property
    def outcome_without_20(self) -> str:
        """The outcome when deviations under art. 20 are left aside."""
        return self.possible_without_20[0] if len(self.possible_without_20) == 1 else UNDETERMINED

    @property
    def reachable(self) -> bool | None:
        """Whether art. 20 can reach the outcome: None when it is not blocked without it, or not known."""
        if "geblokkeerd" not in self.possible_without_20:
            return None
        return self.assessment.worlds.holds(("bereikbaar_met_20", self.application.id))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that the rules set for this kind of application, in the order of the law."""
        return self._norms("belemmering")

    @cached_property
    def grounds(self) -> tuple[Condition, ...]:
        """The grounds to refuse that exist for this kind of application."""
        return self._norms("weigeringsgrond")

    def _norms(self, predicate: str) -> tuple[Condition, ...]:
        worlds, law = self.assessment.worlds, self.assessment.law
        found = []
        for norm in law_norms(law, predicate, self.application.provision):
            state = STATES[worlds.holds((predicate, self.application.id, '"' + norm))]
            deviated = worlds.holds(("afgeweken", self.application.id, '"' + norm)) is True
            found.append(Condition(norm, state, deviated))
        return tuple(found)

    def step(self, predicate: str, norm: str) -> Step:
        """Return the proof of a condition or ground of this application."""
        return self.assessment.explainer.explain((predicate, self.application.id, '"' + norm))

    def proof(self, outcome: str, stand: str = "met20") -> Step:
        """Return the proof of an outcome of this application: why it holds, or why not."""
        return self.assessment.explainer.explain(("uitkomst", stand, self.application.id, outcome))

    @cached_property
    def bases(self) -> tuple[Step, ...]:
        """The proofs of the powers and duties that hold for this application."""
        explain = self.assessment.explainer.explain
        return tuple(explain(atom) for name in ("plicht", "bevoegdheid") for atom in self._certain(name))

    @cached_property
    def consequences(self) -> tuple[Step, ...]:
        """The proofs of what follows: amounts, latest dates, other routes."""
        explain = self.assessment.explainer.explain
        names = ("bedrag", "premie", "uiterste_duur", "gevolg", "verondersteld")
        return tuple(explain(atom) for name in names for atom in self._certain(name))

    def _certain(self, predicate: str) -> list[GroundAtom]:
        evaluator = self.assessment.explainer.evaluator
        return [atom for atom in evaluator.atoms(predicate, self.application.id) if evaluator.status(atom) == TRUE]

    @property
    def amount(self) -> int | None:
        """The amount that follows, in cents; None when none does, or more than one (per month, and what a limit leaves)."""
        found = self._certain("bedrag")
        return int(found[0][2]) if len(found) == 1 else None

    @property
    def until(self) -> date | None:
        """The last day of what was asked for."""
        return term_end(self.application, self.assessment.instance.month_days)

    @property
    def ultimately(self) -> date | None:
        """The last day that can be reached with extensions."""
        from toetssteen.kb.dates import last_day

        month_days = self.assessment.instance.month_days
        ends = [last_day(date.fromordinal(int(atom[2])), int(atom[3]), month_days) for atom in self._certain("uiterste_duur")]
        return max(ends, default=None)

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """The duties of procedure that belong to this application."""
        worlds, law = self.assessment.worlds, self.assessment.law
        found = []
        for norm in law_norms(law, "verplichting", self.application.provision):
            applies = worlds.holds(("verplichting", self.application.id, '"' + norm))
            if applies is not False:
                found.append(Obligation(norm, applies, worlds.holds(("nagekomen", self.application.id, '"' + norm))))
        return tuple(found)

    @cached_property
    def dependence(self) -> Dependence | None:
        """The outcome as a function of the unknown facts, or None when that is too large to work out."""
        try:
            return Dependence(self.assessment.worlds, self.application.id)
        except TooLarge:
            return None

    @property
    def relevant(self) -> tuple[FactKey, ...]:
        """The unknown facts that can still matter to the outcome, in the order of the law.

        Where the function of the outcome is too large, those in the answers that settle it.
        """
        if self.outcome != UNDETERMINED:
            return ()
        if self.dependence is not None:
            keys = self.dependence.relevant
        else:
            keys = tuple(dict.fromkeys(answer.key for one in self.settled for answers in one.sets for answer in answers))
        return tuple(sorted(keys, key=self._order))

    @cached_property
    def settled(self) -> tuple[Settled, ...]:
        """For an undetermined outcome: per possible outcome all smallest sets of answers that make it certain.

        Where the function of the outcome is too large, one set of which no answer can be left out.
        """
        if self.outcome != UNDETERMINED:
            return ()
        found = (self._smallest(one, self.dependence) if self.dependence else self._irredundant(one) for one in self.possible)
        return tuple(one for one in found if one is not None)

    @property
    def ways(self) -> tuple[Way, ...]:
        """For an undetermined outcome: per possible outcome the first of the smallest sets of answers."""
        return tuple(Way(one.outcome, one.sets[0], one.necessary) for one in self.settled)

    def _order(self, key: FactKey) -> tuple[object, ...]:
        return in_order_of_law(self.assessment.law, self.application.provision, key)

    def _smallest(self, outcome: str, dependence: Dependence) -> Settled:
        from toetssteen.kb.settling import Settling  # only undetermined outcomes need it, as the next

        settling = Settling(dependence, outcome)
        found = settling.smallest(MOST_SETS)
        sets = [tuple(sorted(answers, key=lambda one: self._order(one.key))) for answers in found.sets]
        keys = [
            (unusual, [self._order(one.key) for one in answers]) for unusual, answers in zip(found.unusual, sets, strict=True)
        ]
        ordered = tuple(sets[place] for place in sorted(range(len(sets)), key=keys.__getitem__))
        return Settled(outcome, ordered, settling.necessary(ordered[0]), all=found.all, smallest=True)

    def _irredundant(self, outcome: str) -> Settled | None:
        worlds = self.assessment.worlds
        goal: GroundAtom = ("uitkomst", "met20", self.application.id, outcome)
        answers = settling_answers(worlds, goal)
        if answers is None:
            return None
        ordered = tuple(sorted(answers, key=lambda one: self._order(one.key)))
        return Settled(outcome, (ordered,), necessary(worlds, goal, answers), all=False, smallest=False)

    @cached_property
    def pair(self) -> WorldPair | None:
        """For an undetermined outcome: two worlds that differ in one fact, in which it is granted and in which not.

        Where it is granted in all of them or in none, the worlds have the best outcome and another one.
        """
        if self.outcome != UNDETERMINED:
            return None
        from toetssteen.kb.world_pair import nearest_pair

        granted = [one for one in self.possible if one in GRANTED]
        if len(granted) in (0, len(self.possible)):
            granted = [self.possible[0]]
        ones, others = ([("uitkomst", "met20", self.application.id, one) for one in side]
                        for side in (granted, [one for one in self.possible if one not in granted]))  # fmt: skip
        return nearest_pair(self.assessment.worlds, ones, others, self._likely(granted))

    def _likely(self, outcomes: list[str]) -> list[int]:
        """Return the numbers of the missing facts that settle some outcomes, those of the own article first."""
        law, opens = self.assessment.law, self.assessment.instance.opens
        settling = {answer.key for way in self.ways if way.outcome in outcomes for answer in way.answers}
        own = law.provisions[self.application.provision].norm.split(".")[0]
        found = [number for number, one in enumerate(opens) if one.key in settling]
        return sorted(found, key=lambda number: (own not in self._articles(opens[number].key), self._order(opens[number].key)))

    def _articles(self, key: FactKey) -> frozenset[str]:
        norms = needed_by(self.assessment.law, self.application.provision, key.concept)
        return frozenset(norm.split(".")[0] for norm in norms)


def law_norms(law: Law, predicate: str, provision: str) -> tuple[str, ...]:
    """Return the norms that rules of a predicate derive for a provision, in the order of the law."""

    def find() -> tuple[str, ...]:
        norms = {plain(str(rule.terms[1])) for rule in law.by_head.get(predicate, ()) if law.can_concern(rule, provision)}
        return tuple(sorted(norms, key=sort_key))

    return law.kept(("norms", predicate, provision), find)


class Assessment:
    """A decided case: its instance, its worlds, and the outcome of every application."""

    def __init__(self, case: Case, law: Law, about: frozenset[str] | None = None, instance: Instance | None = None) -> None:
        self.case = case
        self.law = law
        self.instance: Instance = instance or instantiate(case, law, about=about)
        self.worlds = Worlds(self.instance)
        self.outcomes = tuple(Outcome(self, item) for item in self.instance.applications)

    @cached_property
    def explainer(self) -> Explainer:
        """The proof builder of this case."""
        return Explainer(self.worlds)

    def outcome(self, person: str, provision: str, employer: str = "") -> Outcome | None:
        """Return the outcome for a person and provision (at an employer), or None when there is none."""
        return next((one for one in self.outcomes if one.application.person == person
                     and one.application.provision == provision
                     and employer in ("", one.application.employer)), None)  # fmt: skip


def assess(case: Case, law: Law | None = None, *, about: frozenset[str] | None = None) -> Assessment:
    """Decide a case under the version of the law that its reference date (and reading I-68) selects.

    ``about`` names the kinds to assess besides what the case asks for; None is all, empty is none.
    """
    return Assessment(case, law or law_for(case), about)


def law_for(case: Case) -> Law:
    """Return the version of the law for a case: the statute of its reference date, or of the adoption (I-68)."""
    return load_law(statute_day(case.reference_date, case.readings))
