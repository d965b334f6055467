"""The spaces of cases that a property is about, with the rules of the law laid out over them.

The space itself is that of ``case_space``; here its readings can be left open too, and every instance of a rule is traced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.case_space import Moment, moments
from toetssteen.kb.instance import Instance, Open
from toetssteen.kb.joint_space import JointSpace, Side, joint_space
from toetssteen.kb.law import REPORTED, Law
from toetssteen.kb.space_case import Choice
from toetssteen.kb.traced import Trace, traced

READING = "lezing"
# Another reading than the default is farther from the ordinary case than any fact.
READING_WEIGHT = 20


class Space(NamedTuple):
    """All cases of a moment about one kind (or more kinds of one person): what is open in them, and every rule's instances."""

    kinds: tuple[str, ...]
    words: str
    weight: int
    choices: tuple[Choice, ...]
    instance: Instance
    trace: Trace
    joint: JointSpace
    side: Side

    def case_of(self, chosen: Sequence[int]) -> Case:
        """Return the case of a world: what is unusual is stated, all other facts are favourable, or not so."""
        case = self.joint.case_of(chosen[: len(self.joint.choices)])
        readings = dict(case.readings)
        for choice, index in zip(self.choices, chosen, strict=True):
            if choice.key.concept == READING and choice.weights[index]:
                unknown = self.instance.opens[self.choices.index(choice)]
                readings[choice.key.subject] = str(unknown.alternatives[index][0][2])
        return self.side.case_of(case._replace(readings=readings))


class Scope(NamedTuple):
    """Under which law and readings a property is looked at; ``undecided`` readings are left open with every option."""

    side: Side
    laws: tuple[Law, ...]
    readings: Mapping[str, str]
    undecided: tuple[str, ...] = ()
    roots: tuple[str, ...] = REPORTED


def spaces(kinds: Sequence[str], scope: Scope) -> Iterator[Space]:
    """Yield the spaces of a kind of voorziening, or of several kinds that are assessed together for one person.

    There is none where the kinds are never assessed together.
    """
    for moment in moments(kinds[0], scope.laws, scope.roots):
        if len(kinds) > 1 and not moment.kinds:
            continue
        together = moment._replace(kinds=frozenset(kinds)) if len(kinds) > 1 else moment
        joint = joint_space(together, [_with_readings(scope)], scope.roots)
        if {item.provision for item in joint.instances[0].applications} >= set(kinds):
            yield _opened(tuple(kinds), together, joint, scope)


def _with_readings(scope: Scope) -> Side:
    return Side(lambda case: scope.side.case_of(case._replace(readings={**case.readings, **scope.readings})), scope.side.law_of)


def _opened(kinds: tuple[str, ...], moment: Moment, joint: JointSpace, scope: Scope) -> Space:
    """Return a space with its undecided readings open."""
    instance, law = joint.instances[0], joint.instances[0].law
    keys = [key for key in scope.undecided if key in law.readings and not law.readings[key].engine]
    opens, choices = list(instance.opens), list(joint.choices)
    for key in keys:
        options = tuple(law.readings[key].options)
        opens.append(Open(FactKey(READING, key), tuple(((READING, key, one),) for one in options)))
        weights = tuple(0 if one == instance.readings[key] else READING_WEIGHT for one in options)
        choices.append(Choice(FactKey(READING, key), tuple(range(len(options))), weights, (0,) * len(options), frozenset()))
    facts = tuple(fact for fact in instance.facts if fact[0] != READING or fact[1] not in keys)
    instance = instance._replace(facts=facts, opens=tuple(opens), open_readings=tuple(keys))
    return Space(kinds, moment.words, moment.weight, tuple(choices), instance, traced(instance, scope.roots), joint,
                 _with_readings(scope))  # fmt: skip
