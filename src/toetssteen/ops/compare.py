"""Comparing two laws, readings or scenarios over all cases: equal for everybody, or for whom not, with the smallest cases.

A claim is made per voorziening and proved within the bounds of ``kb/case_space.py``. Every witness is a case, and is
decided by itself under both sides before it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.case_space import Moment, bounds, moments
from toetssteen.kb.citation import sort_key
from toetssteen.kb.dates import month_days
from toetssteen.kb.difference import Cause, Differences, Follow, Found, direction
from toetssteen.kb.grounding import Grounding
from toetssteen.kb.instance import Instance, chosen_readings
from toetssteen.kb.joint_space import JointSpace, Side, joint_space, plain_side, with_readings
from toetssteen.kb.law import REPORTED, Law, statute_states
from toetssteen.kb.law_reach import reach
from toetssteen.kb.pair_solver import DECISIVE, FOLLOWING, PairSolver
from toetssteen.kb.scenario import Scenario, scenario_case, scenario_law
from toetssteen.kb.space_case import shaped
from toetssteen.kb.terms import GroundAtom, plain
from toetssteen.kb.worlds import grounded
from toetssteen.ops.assess import Outcome, assess

EQUAL, FIRST, SECOND, EITHER = "gelijk", "a_ruimer", "b_ruimer", "beide"
ROOTS = ("uitkomst",)
SAME = ("geblokkeerd", "geblokkeerd")
MOST_WITNESSES = 5
# How many groundings are kept: of a law under many readings one side is always the same.
MOST_GROUNDED = 400
_ANY_DAY = date(2025, 1, 1)


class NotReproduced(Exception):
    """A witness that is decided by itself does not come out as the proof says: a fault of the program."""


class Reason(NamedTuple):
    """A norm that counts, and as what: a duty, a power, a condition that fails, a ground, or what is deviated from."""

    kind: str
    norm: str


class Witness(NamedTuple):
    """A smallest case of a cause: as a case, what either side makes of it, and the norms that count on one side only.

    ``unusual`` is the number of facts that are not as they usually are; ``also`` the other pairs of outcomes that the same
    norms can make; ``shape`` says in words what shape the case has.
    """

    case: Case
    moment: str
    outcomes: tuple[str, str]
    first: tuple[Reason, ...]
    second: tuple[Reason, ...]
    unusual: int
    also: tuple[tuple[str, str], ...] = ()
    shape: tuple[str, ...] = ()


class Compared(NamedTuple):
    """What a comparison found for one voorziening.

    ``searched`` is how many moments had to be searched: on the others no rule that can matter differs. ``complete`` tells
    that every cause is among the witnesses; ``grounds`` are cases with the same outcome on another ground, ``follows`` cases
    with the same outcome from which something else follows.
    """

    provision: str
    verdict: str
    witnesses: tuple[Witness, ...]
    grounds: tuple[Witness, ...]
    follows: tuple[Witness, ...]
    complete: bool
    searched: int
    bounds: str


class Spaces:
    """The spaces made so far; comparisons of the same law under several readings share them."""

    def __init__(self) -> None:
        self.made: dict[tuple[object, ...], JointSpace] = {}
        self.ground: dict[tuple[object, ...], Grounding] = {}
        self.times: dict[tuple[object, ...], tuple[Moment, ...]] = {}

    def moments(self, provision: str, laws: Sequence[Law], roots: Sequence[str] = ROOTS) -> tuple[Moment, ...]:
        """Return the moments of the space of a voorziening that does for some laws."""
        key = (provision, *laws, *roots)
        if key not in self.times:
            self.times[key] = moments(provision, laws, roots)
        return self.times[key]

    def solver(self, compare: Compare, moment: Moment, provision: str, roots: Sequence[str] = ROOTS) -> PairSolver:
        """Return the solver over a moment for both sides of a comparison."""
        cases = [side.case_of(shaped(moment, {})) for side in compare.sides]
        laws = [side.law_of(case) for side, case in zip(compare.sides, cases, strict=True)]
        chosen = [chosen_readings(case, law) for case, law in zip(cases, laws, strict=True)]
        if not compare.as_it_is or laws[0] is not laws[1] or len({month_days(one) for one in chosen}) > 1:
            return PairSolver(joint_space(moment, compare.sides, roots), roots)
        key = (laws[0], provision, moment.name, month_days(chosen[0]), *roots)
        if key not in self.made:
            self.made[key] = joint_space(moment, [plain_side(laws[0])] * len(laws), roots)
        space = self.made[key]
        instances = [with_readings(instance, own) for instance, own in zip(space.instances, chosen, strict=True)]
        ground = [self._grounding(key, one, roots) for one in instances]
        return PairSolver(space._replace(instances=tuple(instances)), roots, ground)

    def _grounding(self, key: tuple[object, ...], instance: Instance, roots: Sequence[str]) -> Grounding:
        own = (*key, *instance.readings.values())
        if own not in self.ground:
            if len(self.ground) > MOST_GROUNDED:
                del self.ground[next(reversed(self.ground))]
            self.ground[own] = grounded(instance, tuple(roots))
        return self.ground[own]


class Compare:
    """A comparison of two sides; ``laws`` are all laws they can decide under.

    ``as_it_is`` tells that the sides change nothing of a case but its readings, so that they share what is made of it.
    """

    def __init__(
        self, sides: Sequence[Side], laws: Sequence[Law], spaces: Spaces | None = None, *, as_it_is: bool = True
    ) -> None:
        self.sides, self.laws, self.as_it_is = tuple(sides), tuple(laws), as_it_is
        self.spaces = spaces or Spaces()

    def provisions(self) -> list[str]:
        """Return every kind of voorziening that can be asked for or decided, in the order of the law."""
        first = self.laws[0].provisions
        return [key for key, one in first.items() if not one.only_placement]

    def all(self, provisions: Sequence[str] = (), most: int = MOST_WITNESSES) -> Iterator[Compared]:
        """Yield what the comparison finds for every voorziening, or some."""
        return (self.compare(one, most) for one in (provisions or self.provisions()))

    def compare(self, provision: str, most: int = MOST_WITNESSES) -> Compared:
        """Return what the comparison finds for one voorziening, with at most a number of witnesses."""
        return _Search(self, provision, most).compare()

    def witness(self, provision: str) -> Witness | None:
        """Return a case about one voorziening in which the outcomes differ, or None: there is none, proved."""
        search = _Search(self, provision, 1)
        return next((search.found[0] for moment in search.moments() if search.first(moment)), None)

    def same_law(self, moment: Moment, provision: str, roots: Sequence[str] = ROOTS) -> bool:
        """Return whether nothing that can matter at a moment differs: the same rules, numbers and readings for the same case."""
        if not self.as_it_is:
            return False
        found = []
        for side in self.sides:
            case = side.case_of(shaped(moment, {}))
            law = side.law_of(case)
            found.append((reach(law, provision, roots, chosen_readings(case, law), case.reference_date), law.data.vocabulary))
        return found[0] == found[1]


def compare_scenarios(first: Scenario, second: Scenario, spaces: Spaces | None = None) -> Compare:
    """Return the comparison of two scenarios."""
    both = (first, second)
    as_it_is = not any(one.facts or one.ceilings for one in both)
    return Compare([side_of(one) for one in both], _laws(both), spaces, as_it_is=as_it_is)


def side_of(scenario: Scenario) -> Side:
    """Return a scenario as a side: what it makes of a case, and the law it decides that under."""
    return Side(lambda case: scenario_case(scenario, case, scenario_law(scenario, case)),
                lambda case: scenario_law(scenario, case))  # fmt: skip


def _laws(scenarios: Sequence[Scenario]) -> tuple[Law, ...]:
    """Return every law that a side can decide under, each once."""
    found: list[Law] = []
    for scenario in scenarios:
        for state in statute_states(scenario_law(scenario, scenario.statute or _ANY_DAY).statutes):
            law = scenario_law(scenario, state)
            if all(law is not one for one in found):
                found.append(law)
    return tuple(found)


class _Search:
    """The search for differences about one voorziening, over all moments."""

    def __init__(self, compare: Compare, provision: str, most: int) -> None:
        self.compare_sides, self.provision, self.most = compare, provision, most
        self.found: list[Witness] = []
        self.grounds: list[Witness] = []
        self.causes: list[Cause] = []
        self.ground_causes: list[Cause] = []
        self.followed: dict[Follow, Witness] = {}
        self.directions: set[str] = set()
        self.complete = True
        self.searched = 0

    def moments(self, roots: Sequence[str] = ROOTS) -> Iterator[Moment]:
        """Yield the moments at which something that can matter differs."""
        sides = self.compare_sides
        for moment in sides.spaces.moments(self.provision, sides.laws, roots):
            if not sides.same_law(moment, self.provision, roots):
                yield moment

    def first(self, moment: Moment) -> bool:
        """Return whether there is a difference at a moment; its least unusual case is then the witness."""
        differences = self._differences(moment)
        found = next(differences.outcomes(differences.open), None)
        if found is not None:
            self.found.append(self._witness(differences.solver.space, found))
        return found is not None

    def _differences(self, moment: Moment, roots: Sequence[str] = ROOTS) -> Differences:
        return Differences(self.compare_sides.spaces.solver(self.compare_sides, moment, self.provision, roots))

    def compare(self) -> Compared:
        for moment in self.moments():
            self._moment(moment)
        for moment in self.moments(REPORTED):
            self._follows(moment)
        verdict = EITHER if len(self.directions) > 1 else next(iter(self.directions), EQUAL)
        ordered = sorted(self.found, key=lambda one: one.unusual)
        said = bounds(self.provision, self.compare_sides.laws)
        return Compared(self.provision, verdict, tuple(ordered), tuple(self.grounds), tuple(self.followed.values()),
                        self.complete, self.searched, said)  # fmt: skip

    def _moment(self, moment: Moment) -> None:
        self.searched += 1
        differences = self._differences(moment)
        space = differences.solver.space
        if not differences.equal():
            for cause in self.causes:
                differences.exclude(cause)
            self._outcomes(space, differences)
        self._grounds(space, differences)

    def _outcomes(self, space: JointSpace, differences: Differences) -> None:
        for side in (FIRST, SECOND):
            pairs = [pair for pair in differences.open if _direction(pair) == side]
            own = sum(1 for one in self.found if _direction(one.outcomes) == side)
            for found in differences.outcomes(pairs):
                self.directions.add(side)
                if own >= self.most:
                    self.complete = False
                    break
                own += 1
                self.causes.append(found.cause)
                self.found.append(self._witness(space, found))

    def _grounds(self, space: JointSpace, differences: Differences) -> None:
        if len(self.grounds) >= self.most:
            return
        # another ground that made another outcome elsewhere is shown already
        known = [one._replace(outcomes=SAME) for one in self.causes if one.first or one.second]
        for cause in (*known, *self.ground_causes):
            differences.exclude(cause)
        for found in differences.grounds():
            self.ground_causes.append(found.cause)
            self.grounds.append(self._witness(space, found))
            if len(self.grounds) >= self.most:
                return

    def _follows(self, moment: Moment) -> None:
        if len(self.followed) >= self.most:
            return
        differences = self._differences(moment, REPORTED)
        for found in differences.follows(list(self.followed)):
            if found.follow is not None and len(self.followed) < self.most:
                self.followed[found.follow] = self._witness(differences.solver.space, found)

    def _witness(self, space: JointSpace, found: Found) -> Witness:
        case = self._smaller(space.case_of(found.world.chosen), found.cause)
        first, second = (_norms(atoms) for atoms in (found.cause.first, found.cause.second))
        return Witness(case, space.moment.words, found.cause.outcomes, first, second, found.world.weight, found.also,
                       space.shape_of(found.world.chosen))  # fmt: skip

    # checking

    def _smaller(self, case: Case, cause: Cause) -> Case:
        """Return the case without the facts that make no difference; raise NotReproduced when it does not come out so."""
        if not self._shows(case, cause):
            raise NotReproduced(f"{self.provision}: {cause} in {case}")
        for key in _idle(case, self.compare_sides.laws):
            less = case._replace(facts={one: fact for one, fact in case.facts.items() if one != key})
            if self._shows(less, cause):
                case = less
        return case

    def _shows(self, case: Case, cause: Cause) -> bool:
        """Return whether a case, decided by itself under both sides, has the outcomes and the norms of a cause."""
        first, second = decided(self.compare_sides.sides, case, self.provision)
        if (first.outcome, second.outcome) != cause.outcomes:
            return False
        both = (first.assessment.worlds, second.assessment.worlds)
        wanted = ((cause.first, both), (cause.second, both[::-1]))
        return all(has.holds(atom) is True and lacks.holds(atom) is False for atoms, (has, lacks) in wanted for atom in atoms)


def decided(sides: Sequence[Side], case: Case, provision: str) -> Iterator[Outcome]:
    """Yield what every side makes of a case about one voorziening."""
    for side in sides:
        supposed = side.case_of(case)
        found = assess(supposed, side.law_of(supposed), about=frozenset((provision,)))
        yield next(one for one in found.outcomes if one.application.provision == provision)


def _idle(case: Case, laws: Sequence[Law]) -> list[FactKey]:
    """Return the facts that may be left out: those that are stated because nothing is assumed of them."""
    concepts = laws[0].concepts
    return [key for key in case.facts if key.concept == "geboren" or concepts[key.concept].has_value]


def _direction(pair: tuple[str, str]) -> str:
    return FIRST if direction(pair) < 0 else SECOND


def _norms(atoms: frozenset[GroundAtom]) -> tuple[Reason, ...]:
    found = (Reason(str(atom[0]), ":".join(plain(one) for one in atom[2:])) for atom in atoms)
    order = (*DECISIVE, *FOLLOWING)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), sort_key(one.norm))))
