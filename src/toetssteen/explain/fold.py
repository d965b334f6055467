"""Smaller proofs: to a depth, and without the steps that only unfold a definition. Every rendering can show them."""

from __future__ import annotations

from collections.abc import Iterator

from toetssteen.explain.proof import CASES, READING, RULE, STRUCTURE, Step, only_case
from toetssteen.explain.report import CaseReport


def folded(report: CaseReport, *, depth: int = 0, definitions: frozenset[str] = frozenset()) -> CaseReport:
    """Return a report with smaller proofs: of at most ``depth`` levels (0 is all), without some definitions.

    ``definitions`` are the norms whose steps are left out; the facts, numbers and other norms below them take their place.
    """
    fold = _Fold(definitions)
    outcomes = (one._replace(proofs=tuple(fold.step(proof, depth) for proof in one.proofs)) for one in report.outcomes)
    return report._replace(outcomes=tuple(outcomes))


class _Fold:
    def __init__(self, definitions: frozenset[str]) -> None:
        self.definitions = definitions
        # a step that is used twice stays one step, so that it is written out once; its own step keeps the key alive
        self.memory: dict[tuple[int, int], tuple[Step, Step]] = {}

    def step(self, step: Step, depth: int) -> Step:
        """Return a step with ``depth`` levels, its own included; 0 is all."""
        step = only_case(step)
        known = self.memory.get((id(step), depth))
        if known is None:
            children = tuple(self._below(step))
            if depth == 1:
                small = step._replace(children=(), folded=self._count(children))
            else:
                small = step._replace(children=tuple(self.step(child, max(0, depth - 1)) for child in children))
            known = self.memory[id(step), depth] = (step, small)
        return known[1]

    def _below(self, step: Step) -> Iterator[Step]:
        """Yield the steps below one; in the place of a definition what it comes down to."""
        seen = set()
        for child in step.children:
            for one in self._unfolded(child):
                if id(one) not in seen:
                    seen.add(id(one))
                    yield one

    def _unfolded(self, step: Step) -> Iterator[Step]:
        step = only_case(step)
        if step.norm not in self.definitions or step.kind not in (RULE, CASES):
            yield step
            return
        yield from (one for one in self._below(step) if one.kind not in (STRUCTURE, READING))

    def _count(self, steps: tuple[Step, ...]) -> int:
        """Return how many different steps there are, with all below them."""
        seen: set[int] = set()
        todo = list(steps)
        while todo:
            step = todo.pop()
            if id(step) not in seen:
                seen.add(id(step))
                todo.extend(self._below(step))
        return len(seen)
