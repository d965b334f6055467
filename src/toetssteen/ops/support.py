"""Which facts a step of a proof, and an outcome, rest on: with those alone it holds, whatever else is so.

A proof shows of a rule that does not fire only what fails. Where a comparison fails (34 < 27), what gives its numbers is
needed too, and is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toetssteen.explain.evaluate import FALSE, value_of
from toetssteen.explain.proof import FACT, Step
from toetssteen.explain.why import Explainer
from toetssteen.kb.case import Application, Fact, FactKey
from toetssteen.kb.terms import AtomLiteral, Comparison, Literal, Term, Value, literal_variables
from toetssteen.ops.assess import Assessment, Outcome, assess

Leaves = tuple[Step, ...]


class Support:
    """Finds the facts below the steps of one case, each step once."""

    def __init__(self, explainer: Explainer) -> None:
        self.explainer = explainer
        self.known: dict[int, tuple[Step, Leaves]] = {}

    def of(self, step: Step) -> Leaves:
        """Return the fact leaves that a step needs; of several failing conditions those with the fewest assumptions."""
        found = self.known.get(id(step))
        if found is None:
            self.known[id(step)] = (step, ())  # a step below itself adds nothing
            found = self.known[id(step)] = (step, self._leaves(step))
        return found[1]

    def _leaves(self, step: Step) -> Leaves:
        if step.kind == FACT:
            return (step,)
        literals = _literals(step)
        parts = [self._child(step, child, literal) for child, literal in zip(step.children, literals, strict=False)]
        if step.status == FALSE and step.rule is not None and parts:
            return min(parts, key=lambda leaves: (sum(leaf.assumed for leaf in leaves), len(leaves)))
        return _different(parts)

    def _child(self, step: Step, child: Step, literal: Literal | None) -> Leaves:
        """Return the leaves of a child; with those that give a comparison its numbers, and of every rule that did not fire."""
        if isinstance(literal, Comparison):
            return _different([self.of(child), *(self.of(one) for one in self._givers(step, literal))])
        if isinstance(literal, AtomLiteral) and child.status == FALSE and child.kind != FACT and not child.children:
            return _different([self.of(one) for one in self._instances(step, literal)])
        return self.of(child)

    def _givers(self, step: Step, comparison: Comparison) -> list[Step]:
        """Return the steps of the literals of a rule that give the variables of a comparison their values."""
        wanted, body = literal_variables(comparison), step.rule.body if step.rule else ()
        return [self.explainer.pattern(one.predicate, _places(step, one), ()) for one in body
                if isinstance(one, AtomLiteral) and not one.negated and wanted & literal_variables(one)]  # fmt: skip

    def _instances(self, step: Step, literal: AtomLiteral) -> list[Step]:
        """Return the steps of a pattern with the constants that heads of rules have in its open places."""
        places, law = _places(step, literal), self.explainer.law
        provision = next((self.explainer.provisions[one] for one in places if one in self.explainer.provisions), "")
        heads = dict.fromkeys(_filled(places, rule.terms) for rule in law.by_head.get(literal.predicate, ())
                              if law.can_concern(rule, provision))  # fmt: skip
        return [self.explainer.pattern(literal.predicate, head, ()) for head in heads if head is not None and head != places]


def carrying_facts(assessment: Assessment, outcome: Outcome, named: Iterable[FactKey]) -> tuple[FactKey, ...]:
    """Return the facts that must be named besides others for the outcome to follow from those that are named alone.

    A proof tells of a rule that does not fire one instance; where there are more, their facts come out here: the case is
    decided again with only the facts that are named, and what is then missing is added until the outcome is the same.
    """
    known, found = given_facts(assessment), dict.fromkeys(named)
    added: list[FactKey] = []
    while True:
        facts = {key: known[key] for key in found if key in known}
        case = assessment.case._replace(facts=facts, assumed=())
        about = frozenset((outcome.application.provision,))
        again = counterpart(assess(case, assessment.law, about=about), outcome.application)
        if again is None or again.possible == outcome.possible:
            return tuple(added)
        missing = [answer.key for way in again.ways for answer in way.answers if answer.key in known and answer.key not in found]
        more = dict.fromkeys(missing or [key for key in known if key not in found])
        if not more:
            return tuple(added)
        added += more
        found |= more


def given_facts(assessment: Assessment) -> dict[FactKey, Fact]:
    """Return the facts that a case states, and those that are assumed with the value they are assumed to have."""
    concepts = assessment.law.concepts
    assumed = {key: Fact(concepts[key.concept].favourable) for key in assessment.instance.assumed}
    return assumed | dict(assessment.case.facts)


def counterpart(assessment: Assessment, item: Application) -> Outcome | None:
    """Return the outcome in another assessment of the same case that is about the same application."""
    return next((one for one in assessment.outcomes if one.application._replace(id="") == item._replace(id="")), None)


def _literals(step: Step) -> list[Literal | None]:
    """Return the literals that the children of a step are about: those of its rule, or of it those that fail."""
    if step.rule is None:
        return [None] * len(step.children)
    return [*step.failing] if step.status == FALSE else [*step.rule.body]


def _places(step: Step, literal: AtomLiteral) -> tuple[Value | None, ...]:
    binding = dict(step.binding)
    return tuple(value_of(term, binding) for term in literal.terms)


def _filled(places: Sequence[Value | None], terms: Sequence[Term]) -> tuple[Value | None, ...] | None:
    """Return places with the constants of a head where they are open, or None when that head cannot fit."""
    found: list[Value | None] = []
    for place, term in zip(places, terms, strict=True):
        constant = term if isinstance(term, int | str) else None
        if place is not None and constant is not None and place != constant:
            return None
        found.append(constant if place is None else place)
    return tuple(found)


def _different(parts: list[Leaves]) -> Leaves:
    return tuple({(leaf.fact, leaf.status, leaf.atom): leaf for part in parts for leaf in part}.values())
