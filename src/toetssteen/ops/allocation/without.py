"""The best choice that can be found without HiGHS: begun at prices, then made better by clingo in one small part after another.

Every part is searched under the rules of the whole, with the rest of the choice held (large neighbourhood search; Shaw, 1998).
Nothing is proven best this way, except where clingo searched everything, or where the bound that prices give is reached.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random

from toetssteen.ops.allocation.blocks import Blocks, blocks_of
from toetssteen.ops.allocation.exact import solve
from toetssteen.ops.allocation.optimise import Found, Progress, Reached
from toetssteen.ops.allocation.parts import Parts
from toetssteen.ops.allocation.prices import begin, bound_of, gains_of, prices_of, sharper
from toetssteen.ops.allocation.problem import Aim, Problem

# With no more options than this clingo searches the whole at once, and often proves the best.
WHOLE = 50
# A part is so many blocks, and takes at most so many conflicts; it stops after so many parts in a row without gain.
PART, STEPS, PATIENCE = 14, 3000, 150


def search(problem: Problem, *, seconds: float = 30.0, seed: int = 1, progress: Progress | None = None) -> Found:
    """Return the best choice found within a time in seconds; ``proven`` only where nothing can be better.

    Aims are strictly in order here: a tolerance is not used.
    """
    return _Search(problem, seconds, seed, progress).run()


class _Search:
    def __init__(self, problem: Problem, seconds: float, seed: int, progress: Progress | None) -> None:
        self.problem, self.progress = problem, progress
        self.draw = Random(seed)  # noqa: S311 - nothing secret
        self.began = time.perf_counter()
        self.end = self.began + seconds
        self.bounds = [aim.furthest for aim in problem.aims]
        self.best: tuple[int, ...] | None = None

    def run(self) -> Found:
        if self.problem.size <= WHOLE:
            return self._whole()
        blocks = blocks_of(self.problem)
        if not all(blocks.ways):
            return self._whole()
        prices = prices_of(blocks)
        start = begin(blocks, prices)
        if start is None:
            return self._whole()
        self._heard(start)
        self._bound(blocks, prices)
        self._improve(blocks, prices)
        return self._found(exhausted=False)

    def _whole(self) -> Found:
        done = solve(self.problem, seconds=self._left(), heard=self._heard)
        if done.chosen is None:
            return Found(None, (), impossible=done.impossible)
        self.best = done.chosen
        return self._found(exhausted=done.exhausted)

    def _left(self) -> float:
        return max(0.0, self.end - time.perf_counter())

    def _heard(self, chosen: tuple[int, ...]) -> None:
        self.best = chosen
        if self.progress is not None and self.problem.aims:
            aim = self.problem.aims[0]
            self.progress(aim.key, self.problem.value(aim, chosen), self.bounds[0])

    def _found(self, *, exhausted: bool) -> Found:
        chosen, spent = self.best or (), time.perf_counter() - self.began
        reached, sure = [], True
        for aim, bound in zip(self.problem.aims, self.bounds, strict=True):
            value = self.problem.value(aim, chosen)
            sure = exhausted or (sure and value == bound)  # an aim is proven only when those before it are
            reached.append(Reached(aim.key, value, value if sure else bound, sure, spent))
        return Found(chosen, tuple(reached))

    def _bound(self, blocks: Blocks, prices: Sequence[float]) -> None:
        """Sharpen what can at most be reached for the first aim, and begin again at the prices that gives."""
        aim = self.problem.aims[0] if self.problem.aims else Aim("", {})
        most = max(map(abs, aim.scores.values()), default=0)
        if not most or aim.groups or self.best is None:
            return
        alone = blocks
        if len(self.problem.aims) > 1:
            alone = blocks_of(self.problem._replace(aims=(aim,)))
            prices = prices_of(alone)
        reached = self.problem.value(aim, self.best) * (-1 if aim.least else 1)
        sharp = sharper(alone, prices, reached / most)
        bound = bound_of(alone, [price * most for price in sharp], aim)
        self.bounds[0] = max(bound, self.bounds[0]) if aim.least else min(bound, self.bounds[0])
        self._better(begin(blocks, sharp))

    def _improve(self, blocks: Blocks, prices: Sequence[float]) -> None:
        """Choose again in one small part after another, where it matters most at the prices."""
        close, parts, idle = _by_closeness(blocks, prices), Parts(self.problem), 0
        reach = min(len(close), max(4 * PART, len(close) // 3))
        while idle < PATIENCE and self._left() > 0 and self.best is not None:
            some = self.draw.sample(close[:reach], min(PART, reach))
            idle = 0 if self._again(parts, [option for one in some for option in blocks.options(one)]) else idle + 1

    def _again(self, parts: Parts, free: Sequence[int]) -> bool:
        """Let clingo choose anew among some options; return whether that is better."""
        assert self.best is not None
        found = solve(parts.part(free, self.best), seconds=self._left(), steps=STEPS).chosen
        held = set(self.best).difference(free)
        return found is not None and self._better((*held, *(free[one] for one in found)))

    def _better(self, chosen: Sequence[int] | None) -> bool:
        """Take a choice when it is better for an aim and not worse for any before it."""
        if chosen is None or self.best is None or self._rank(chosen) <= self._rank(self.best):
            return False
        self._heard(tuple(sorted(chosen)))
        return True

    def _rank(self, chosen: Sequence[int]) -> list[int]:
        return [self.problem.value(aim, chosen) * (-1 if aim.least else 1) for aim in self.problem.aims]


def _by_closeness(blocks: Blocks, prices: Sequence[float]) -> list[int]:
    """Return the blocks, first those whose two best ways differ least at the prices."""
    margins = []
    for number, block in enumerate(blocks.ways):
        gains = sorted(gains_of(block, prices), reverse=True)[:2]
        if len(gains) > 1:
            margins.append((gains[0] - gains[1], number))
    return [number for _margin, number in sorted(margins)]
