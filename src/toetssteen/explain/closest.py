"""The search for the instance of a rule that comes closest to firing, where there is more than one."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.evaluate import FALSE, Binding, Evaluator, compare
from toetssteen.kb.terms import Comparison, Literal

SEARCH_BUDGET = 200


class Closest:
    """Depth-first search with branch and bound for the instance with the fewest failing literals."""

    def __init__(self, evaluator: Evaluator, body: Sequence[Literal]) -> None:
        self.evaluator, self.body = evaluator, body
        self.failing: list[Literal] = []
        self.binding: Binding = {}
        self.found = False
        self.budget = SEARCH_BUDGET

    def run(self, position: int, binding: Binding, failing: list[Literal]) -> None:
        """Go on from a position in the body with what is bound and what has failed so far."""
        if self.found and (len(failing) >= len(self.failing) or self.budget <= 0):
            return
        if position == len(self.body):
            if failing or not self.found:
                self.found, self.failing, self.binding = True, list(failing), binding
            return
        self.budget -= 1
        literal = self.body[position]
        extended_any = False
        for extended, status in self.evaluator.extend(literal, binding):
            if status != FALSE:
                extended_any = True
                self.run(position + 1, extended, failing)
        if extended_any:
            return
        # a comparison without values cannot be judged, so it does not count as failing
        failed = not isinstance(literal, Comparison) or compare(literal, binding) is not None
        self.run(position + 1, binding, [*failing, literal] if failed else failing)
