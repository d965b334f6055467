"""Where two sides of a comparison part: the least unusual cases with another outcome, one per cause, or the proof of none.

A cause is a pair of outcomes with the norms that count on one side only. What was found is excluded with everything that has
the same cause, so that near copies never come instead of another cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from toetssteen.kb.law import OUTCOMES
from toetssteen.kb.pair_solver import DECISIVE, FOLLOWING, STAND, PairSolver, World
from toetssteen.kb.terms import GroundAtom, plain

# What decides an outcome, for the question whether the same outcome rests on another ground.
GROUNDS = {"verplicht": ("plicht",), "bevoegd": ("bevoegdheid",), "weigerbaar": ("weigeringsgrond",),
           "geblokkeerd": ("belemmering",)}  # fmt: skip


# What only matters where something can be granted, and what only where there is a duty of procedure.
GRANTED_ONLY = ("bedrag", "uiterste_duur")
BOTH = 2


class Cause(NamedTuple):
    """The outcome on either side, and the decisive atoms that hold on the first side only, and on the second only."""

    outcomes: tuple[str, str]
    first: frozenset[GroundAtom]
    second: frozenset[GroundAtom]

    @property
    def is_outcome(self) -> bool:
        """Whether the outcomes differ, and not only the grounds."""
        return self.outcomes[0] != self.outcomes[1]


class Follow(NamedTuple):
    """Something that follows: of which kind, and for which norm where it has one."""

    kind: str
    norm: str = ""

    @classmethod
    def of(cls, atom: GroundAtom) -> Follow:
        """Return what an atom says that follows."""
        named = len(atom) > BOTH and isinstance(atom[2], str) and atom[2].startswith('"')
        return cls(str(atom[0]), plain(atom[2]) if named else "")


class Found(NamedTuple):
    """A least unusual case of a cause: the alternatives chosen, how many facts are unusual, and what else it can make."""

    cause: Cause
    world: World
    also: tuple[tuple[str, str], ...] = ()
    follow: Follow | None = None


class Differences:
    """The search for differences over one moment of the space."""

    def __init__(self, solver: PairSolver) -> None:
        self.solver = solver
        self.pairs = {pair: self._pair(pair) for pair in product(OUTCOMES, OUTCOMES)}
        self.open: list[tuple[str, str]] = [pair for pair, both in self.pairs.items() if both and pair[0] != pair[1]]

    def _pair(self, pair: tuple[str, str]) -> list[int] | None:
        """Return the literals of a pair of outcomes, or None when no world has it."""
        found = [self.solver.outcome(side, outcome) for side, outcome in enumerate(pair)]
        return None if None in found else [one for one in found if one is not None]

    @property
    def shared(self) -> bool:
        """Whether the outcomes are the same by the way they are derived."""
        return self.solver.same(("uitkomst", STAND, self.solver.identity, one) for one in OUTCOMES)

    def equal(self) -> bool:
        """Return whether the outcomes are the same in every case; proved."""
        return self.shared or not self.solver.possible([self._goal(self.open)])

    def possible(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Return whether some case that is not excluded yet has one of some pairs of outcomes."""
        return self.solver.possible([self._goal(pairs)])

    def _goal(self, pairs: Iterable[tuple[str, str]]) -> int:
        return self.solver.either([both for pair in pairs if (both := self.pairs[pair]) is not None])

    def exclude(self, cause: Cause) -> None:
        """Leave out every case with a cause from now on: its norms, or its outcomes when no norm is on one side only."""
        literals = self._literals(cause)
        if literals is None:
            return
        named = bool(cause.first or cause.second)
        for both in (both for pair in self._alike(cause.outcomes) if (both := self.pairs[pair]) is not None):
            if named or both == self.pairs[cause.outcomes]:
                self.solver.forbid([*both, *literals])

    def _alike(self, pair: tuple[str, str]) -> list[tuple[str, str]]:
        """Return the pairs of outcomes in which the same side is the more generous, or no side is."""
        return [one for one in self.pairs if direction(one) == direction(pair)]

    def _also(self, cause: Cause) -> tuple[tuple[str, str], ...]:
        """Return the other pairs of outcomes that the same norms can make."""
        literals = self._literals(cause)
        if literals is None or not (cause.first or cause.second):
            return ()
        return tuple(pair for pair in self._alike(cause.outcomes) if pair != cause.outcomes
                     and (both := self.pairs[pair]) is not None and self.solver.possible([*both, *literals]))  # fmt: skip

    def _literals(self, cause: Cause) -> list[int] | None:
        """Return the literals of the norms of a cause, or None when no world has them all."""
        found: list[int] = []
        for has, lacks, atoms in ((0, 1, cause.first), (1, 0, cause.second)):
            for atom in atoms:
                holds, fails = self.solver.literal(has, atom), self.solver.literal(lacks, atom)
                if holds is None or fails == self.solver.true:
                    return None
                found += [holds] if fails is None else [holds, -fails]
        return found

    def outcomes(self, pairs: Sequence[tuple[str, str]]) -> Iterator[Found]:
        """Yield the least unusual case of every cause by which the outcomes are one of some pairs."""
        if self.shared:
            return
        goal = self._goal(pairs)
        while (world := self.solver.smallest([goal])) is not None:
            cause = _cause(world)
            yield Found(cause, world, self._also(cause))
            self.exclude(cause)

    def grounds(self) -> Iterator[Found]:
        """Yield the least unusual case of every cause by which the same outcome rests on another ground."""
        goal = self.solver.either(self._other_grounds())
        while (world := self.solver.smallest([goal])) is not None:
            cause = _cause(world)
            predicates = GROUNDS[cause.outcomes[0]]
            cause = cause._replace(first=_of(cause.first, predicates), second=_of(cause.second, predicates))
            yield Found(cause, world)
            self.exclude(cause)

    def _other_grounds(self) -> Iterator[list[int]]:
        solver = self.solver
        for outcome, predicates in GROUNDS.items():
            both = self.pairs[outcome, outcome]
            if both is None:
                continue
            for atom in self._differing(predicates):
                for has, lacks in ((0, 1), (1, 0)):
                    holds, fails = solver.literal(has, atom), solver.literal(lacks, atom)
                    if holds is not None and fails != solver.true:
                        yield [*both, holds] if fails is None else [*both, holds, -fails]

    def follows(self, seen: Iterable[Follow] = ()) -> Iterator[Found]:
        """Yield the least unusual case of everything that follows on one side only, where the outcome is the same."""
        done = set(seen)
        for follow, atoms in self._following().items():
            if follow not in done:
                goal = self.solver.either(self._only_once(follow, atoms))
                world = self.solver.smallest([goal])
                if world is not None:
                    first, second = (_of(side, (follow.kind,)) for side in world.deciding)
                    cause = Cause((_outcome(world.deciding[0]), _outcome(world.deciding[1])), first - second, second - first)
                    yield Found(cause, world, follow=follow)

    def _following(self) -> dict[Follow, list[GroundAtom]]:
        """Return what can follow that is not the same on both sides."""
        found: dict[Follow, list[GroundAtom]] = {}
        for atom in self._differing(FOLLOWING):
            found.setdefault(Follow.of(atom), []).append(atom)
        return found

    def _only_once(self, follow: Follow, atoms: Sequence[GroundAtom]) -> Iterator[list[int]]:
        """Yield, for the same outcome on both sides, what makes one of some atoms hold on one side only."""
        solver = self.solver
        given = [both for (one, other), both in self.pairs.items() if both is not None and one == other
                 and (follow.kind not in GRANTED_ONLY or one != "geblokkeerd")]  # fmt: skip
        for atom in atoms:
            for has, lacks in ((0, 1), (1, 0)):
                holds, fails = solver.literal(has, atom), solver.literal(lacks, atom)
                if holds is not None and fails != solver.true:
                    yield from ([*both, holds] if fails is None else [*both, holds, -fails] for both in given)

    def _differing(self, predicates: Sequence[str]) -> Iterator[GroundAtom]:
        atoms = dict.fromkeys(atom for grounding in self.solver.groundings for predicate in predicates
                              for atom in grounding.by_predicate.get(predicate, ()))  # fmt: skip
        return (atom for atom in atoms if not self.solver.same((atom,)))


def direction(pair: tuple[str, str]) -> int:
    """Return which outcome of a pair is the more generous: -1 the first, 1 the second, 0 neither."""
    first, second = (OUTCOMES.index(one) for one in pair)
    return (first > second) - (first < second)


def _of(atoms: frozenset[GroundAtom], predicates: Sequence[str]) -> frozenset[GroundAtom]:
    return frozenset(atom for atom in atoms if atom[0] in predicates)


def _cause(world: World) -> Cause:
    first, second = world.deciding
    return Cause((_outcome(first), _outcome(second)), _of(first - second, DECISIVE), _of(second - first, DECISIVE))


def _outcome(atoms: frozenset[GroundAtom]) -> str:
    return next(str(atom[3]) for atom in atoms if atom[:2] == ("uitkomst", STAND))
