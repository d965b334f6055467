"""A proof is data: an immutable tree of steps, of which text, colour and JSON are renderings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from toetssteen.kb.case import FactKey
from toetssteen.kb.terms import GroundAtom, Literal, Rule, Value

RULE, FACT, COMPARISON, READING, PARAMETER, STRUCTURE, CASES = (
    "regel", "feit", "vergelijking", "lezing", "parameter", "gegeven", "gevallen",
)  # fmt: skip


class Step(NamedTuple):
    """One step of a proof.

    ``status`` is waar, onwaar or open; ``norm`` the label of the rule used; ``rule`` and ``binding`` its
    instance (for a step that is onwaar: the instance that came closest, with ``failing`` its literals
    that do not hold); ``fact`` the stated or unknown fact of a leaf; ``said`` its sentence, or what makes it: most
    steps of a proof are never shown; ``folded`` how many steps below it were left out.
    """

    kind: str
    status: str
    said: str | Callable[[], str]
    norm: str = ""
    children: tuple[Step, ...] = ()
    atom: GroundAtom = ()
    rule: Rule | None = None
    binding: tuple[tuple[str, Value], ...] = ()
    failing: tuple[Literal, ...] = ()
    fact: FactKey | None = None
    line: int = 0
    assumed: bool = False
    body: str = ""
    folded: int = 0

    @property
    def sentence(self) -> str:
        """What the step says."""
        return self.said if isinstance(self.said, str) else self.said()

    def walk(self) -> Iterator[Step]:
        """Yield this step and all below it, depth first; a shared step as often as it is used."""
        yield self
        for child in self.children:
            yield from child.walk()

    def essential(self) -> tuple[Step, ...]:
        """Return the fact leaves this step needs, with as few assumptions as possible.

        Where a rule fails on several conditions any one of them is enough.
        """
        if self.kind == FACT:
            return (self,)
        parts = [child.essential() for child in self.children]
        if self.status == "onwaar" and self.rule is not None and parts:
            return min(parts, key=lambda leaves: sum(leaf.assumed for leaf in leaves))
        return tuple({leaf.fact: leaf for part in parts for leaf in part}.values())

    def leaves(self, status: str) -> tuple[Step, ...]:
        """Return the different fact leaves below with a status, in order of appearance."""
        found = (step for step in self.walk() if step.kind == FACT and step.status == status)
        return tuple({step.fact: step for step in found}.values())


def only_case(step: Step) -> Step:
    """Return what a step by cases comes down to: where one case is left that is as open as the step itself, that case."""
    while step.kind == CASES and len(step.children) == 1 and step.children[0].status == step.status:
        step = step.children[0]
    return step
