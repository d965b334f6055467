"""The state of an interview: which facts can still matter, which of them to ask next, and what each answer would do.

The next question is the one whose worst answer leaves the fewest facts that can still matter: that number is the most
there can be left to ask. Among equals that whose answers leave the fewest on average, then the order of the law.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from toetssteen.explain.questions import MissingFact
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.dependence import Dependence
from toetssteen.kb.implicants import Answer
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.answers import answer_in_words
from toetssteen.ops.assess import Assessment, Outcome, assess, law_for
from toetssteen.ops.needs import in_order_of_law
from toetssteen.ops.questions import missing_fact
from toetssteen.ops.report import chosen_outcomes, outcome_title


class Effect(NamedTuple):
    """What one answer (or one range of them) does: what is then still possible, and how many facts can then matter."""

    answer: str
    possible: tuple[tuple[str, tuple[str, ...]], ...]
    left: int


class _Part(NamedTuple):
    """What is left of an outcome after some of the alternatives of a fact: what is possible, and which facts can matter."""

    possible: tuple[str, ...]
    keys: frozenset[FactKey]


class Interview:
    """One state of an interview about the outcomes of a person and provision, or about what the case asks for.

    ``skipped`` are facts somebody does not know that a case has no words for; ``reopened`` facts the case says are
    unknown that are to be asked all the same.
    """

    def __init__(self, case: Case, person: str = "", provision: str = "", skipped: frozenset[FactKey] = frozenset(),
                 reopened: frozenset[FactKey] = frozenset()) -> None:  # fmt: skip
        self.case, self.person, self.provision = case, person, provision
        self.skipped, self.reopened = skipped, reopened
        about = frozenset((provision,)) if provision else frozenset()
        self.assessment: Assessment = assess(case, law_for(case), about=about)
        self.law = self.assessment.law
        chosen = chosen_outcomes(self.assessment, person, provision, asked_only=True)
        self.outcomes = [one for one in chosen if not one.application.own_motion] or chosen
        self.own_motion = frozenset(one.id for one in self.assessment.instance.applications if one.own_motion)
        self.undetermined = [one for one in self.outcomes if one.outcome == UNDETERMINED]

    @property
    def possible(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What every outcome can still be, by its title."""
        return tuple((outcome_title(self.law, self.case, one.application), one.possible) for one in self.outcomes)

    @cached_property
    def relevant(self) -> tuple[FactKey, ...]:
        """The unknown facts that can still matter, in the order of the law."""
        keys = dict.fromkeys(key for one in self.undetermined for key in one.relevant)
        return tuple(sorted(keys, key=self._order))

    def unsure(self, key: FactKey) -> bool:
        """Return whether nobody knows a fact, or a case has no place for it (nothing was asked): then it is not asked."""
        fact = self.case.facts.get(key)
        return (
            key in self.skipped
            or key.subject in self.own_motion
            or (fact is not None and fact.value is None and key not in self.reopened)
        )

    @property
    def left(self) -> tuple[FactKey, ...]:
        """The facts that can still be asked."""
        return tuple(key for key in self.relevant if not self.unsure(key))

    @property
    def unanswered(self) -> tuple[FactKey, ...]:
        """The facts that can still matter and that nobody knows."""
        return tuple(key for key in self.relevant if self.unsure(key))

    @cached_property
    def next(self) -> FactKey | None:
        """The fact to ask next, or None when the outcome is certain or nothing is left that can be asked."""
        if not self.left:
            return None
        if any(one.dependence is None for one in self.undetermined):
            return self.left[0]
        return min(self.left, key=self._weight)

    def question(self, key: FactKey) -> MissingFact:
        """Return a fact as a question."""
        return missing_fact(self.assessment, self._outcome_of(key).application.provision, key)

    def effects(self, key: FactKey) -> tuple[Effect, ...]:
        """Return what each answer to the question of a fact would do."""
        number = next(place for place, one in enumerate(self.assessment.instance.opens) if one.key == key)
        flag = self.assessment.instance.opens[number].is_flag
        titles = [outcome_title(self.law, self.case, one.application) for one in self.undetermined]
        found = []
        for alternatives, parts in self._parts(key):
            answer = Answer(key, alternatives == [0] if flag else None, () if flag else tuple(alternatives))
            possible = tuple((title, part.possible) for title, part in zip(titles, parts, strict=True))
            found.append(Effect(answer_in_words(self.assessment, answer), possible, self._count(parts, key)))
        return tuple(found)

    # choosing

    def _order(self, key: FactKey) -> tuple[object, ...]:
        return in_order_of_law(self.law, self._outcome_of(key).application.provision, key)

    def _outcome_of(self, key: FactKey) -> Outcome:
        return next((one for one in self.undetermined if key in one.relevant), self.outcomes[0])

    def _weight(self, key: FactKey) -> tuple[object, ...]:
        left = [self._count(parts, key) for _alternatives, parts in self._parts(key)]
        return max(left), sum(left) / len(left), self._order(key)

    def _count(self, parts: tuple[_Part, ...], key: FactKey) -> int:
        """Return how many facts can be asked after an answer."""
        keys = frozenset[FactKey]().union(*(part.keys for part in parts))
        return sum(one != key and not self.unsure(one) for one in keys)

    def _parts(self, key: FactKey) -> list[tuple[list[int], tuple[_Part, ...]]]:
        """Return the alternatives of a fact in groups that leave the same, with what they leave of every outcome."""
        number = next(place for place, one in enumerate(self.assessment.instance.opens) if one.key == key)
        count = len(self.assessment.instance.opens[number].alternatives)
        groups: dict[tuple[int, ...], list[int]] = {}
        tables = [_left_after(one.dependence, number, count) for one in self.undetermined if one.dependence is not None]
        for alternative in range(count):
            groups.setdefault(tuple(function[alternative] for function, _parts in tables), []).append(alternative)
        return [(group, tuple(parts[function[group[0]]] for function, parts in tables)) for group in groups.values()]


def _left_after(dependence: Dependence, number: int, count: int) -> tuple[list[int], dict[int, _Part]]:
    """Return for every alternative of a fact the function that is left of an outcome, and what each such function says."""
    diagram = dependence.diagram
    if number not in dependence.order:
        functions = [dependence.outcome] * count
    else:
        level = dependence.order.index(number)
        functions = [0] * count
        for group in diagram.classes(dependence.outcome, level, count):
            after = diagram.given(dependence.outcome, level, group[0])
            for alternative in group:
                functions[alternative] = after
    return functions, {one: _part(dependence, one) for one in set(functions)}


def _part(dependence: Dependence, function: int) -> _Part:
    names = list(dependence.goals)
    leaves = tuple(names[place] for place in dependence.diagram.leaves(function))
    return _Part(leaves, frozenset(dependence.key(level) for level in dependence.diagram.support([function])))
