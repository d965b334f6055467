"""Every step of every proof is checked again by an independent evaluation of the rules, which does object to a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bewijscontrole import FALSE, OPEN, TRUE, Checker
from tests.zaken import ALL, assessment, name
from toetssteen.explain.proof import CASES, COMPARISON, FACT, RULE, Step
from toetssteen.kb.terms import Aggregate, AtomLiteral, GroundAtom
from toetssteen.ops.assess import Assessment

STATUS = {True: TRUE, False: FALSE, None: OPEN}
Claim = tuple[Step, GroundAtom, str]


def proofs(found: Assessment) -> Iterator[Claim]:
    """Yield every proof that can be shown of a case, with the atom it is about and the status that atom has."""
    holds = found.worlds.holds
    for outcome in found.outcomes:
        item = outcome.application.id
        for stand, possible in (("met20", outcome.possible), ("zonder20", outcome.possible_without_20)):
            for one in possible:
                atom: GroundAtom = ("uitkomst", stand, item, one)
                yield outcome.proof(one, stand), atom, STATUS[holds(atom)]
        parts = [("belemmering", one.norm) for one in outcome.conditions]
        parts += [("weigeringsgrond", one.norm) for one in outcome.grounds]
        parts += [(predicate, one.norm) for one in outcome.obligations for predicate in ("verplichting", "nagekomen")]
        for predicate, norm in parts:
            atom = (predicate, item, '"' + norm)
            yield outcome.step(predicate, norm), atom, STATUS[holds(atom)]
        for step in (*outcome.bases, *outcome.consequences):
            yield step, step.atom, TRUE


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_step_holds(path: Path) -> None:
    found = assessment(path)
    checker = Checker(found)
    objections = [one for proof, atom, status in proofs(found) for one in checker.objections(proof, atom, status)]
    assert not objections
    assert checker.counts[RULE]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_sentences_are_dutch_not_code(path: Path) -> None:
    found = assessment(path)
    predicates = {predicate for predicate in found.law.by_head if "_" in predicate}
    for proof, _atom, _status in proofs(found):
        for step in proof.walk():
            assert step.sentence, step
            assert "{" not in step.sentence, step.sentence
            words = set(step.sentence.replace("(", " ").replace(")", " ").split())
            assert not words & predicates, step.sentence


# ---- a wrong proof is objected to


def changed(step: Step, wanted: Callable[[Step], bool], change: Callable[[Step], Step]) -> Step | None:
    """Return a proof with the first step that is wanted changed, or None when there is none."""
    if wanted(step):
        return change(step)
    for place, child in enumerate(step.children):
        found = changed(child, wanted, change)
        if found is not None:
            return step._replace(children=(*step.children[:place], found, *step.children[place + 1 :]))
    return None


def objections_to(wanted: Callable[[Step], bool], change: Callable[[Step], Step]) -> tuple[list[str], str]:
    """Return what is objected to the first proof in which a step can be changed, and the name of its case."""
    for path in ALL:
        found = assessment(path)
        for proof, atom, status in proofs(found):
            wrong = changed(proof, wanted, change)
            if wrong is not None:
                assert not Checker(found).objections(proof, atom, status)
                return Checker(found).objections(wrong, atom, status), name(path)
    raise AssertionError("er is geen bewijs om te vervalsen")


def is_rule(status: str, *, children: int = 1) -> Callable[[Step], bool]:
    return lambda step: step.kind == RULE and step.status == status and step.rule is not None and len(step.children) >= children


def other_value(step: Step) -> Step:
    """Return a step with another value for one variable."""
    (variable, bound), *rest = step.binding
    return step._replace(binding=((variable, bound + 1 if isinstance(bound, int) else bound + "x"), *rest))


def on_itself(step: Step) -> Step:
    """Return a step below which it stands again."""
    return step._replace(children=(step._replace(children=step.children), *step.children[1:]))


def on_itself_without_end(step: Step) -> Step:
    """Return a step that is its own child: a circle that could be walked for ever."""
    children: list[Step] = list(step.children)
    circle = step._replace(children=children)  # type: ignore[arg-type]
    children[0] = circle
    return circle


def with_other_children(step: Step) -> Step:
    return step._replace(children=tuple(reversed(step.children)))


def has_met_condition(step: Step) -> bool:
    return is_rule(FALSE)(step) and step.rule is not None and len(step.rule.body) > len(step.failing)


def with_met_condition(step: Step) -> Step:
    """Return a step that names as failing a condition that does not fail."""
    body = step.rule.body if step.rule else ()
    return step._replace(failing=tuple(one for one in body if one not in step.failing)[:1], children=step.children[:1])


def compares(status: str) -> Callable[[Step], bool]:
    return lambda step: step.kind == COMPARISON and step.status == status and not step.children


def adds_up(step: Step) -> bool:
    return step.kind == COMPARISON and len(step.children) > 0 and isinstance(step.failing[0], Aggregate)


def is_fact(status: str) -> Callable[[Step], bool]:
    return lambda step: step.kind == FACT and step.status == status


def several_rules(step: Step) -> bool:
    """Return whether a step names several rules, the first of which is for the readings of the case."""
    if step.kind != RULE or step.status != FALSE or step.rule is not None or len(step.children) < 2:
        return False
    return not any(isinstance(one, AtomLiteral) and one.predicate == "lezing" for one in step.children[0].failing)


def two_literals(step: Step) -> bool:
    predicates = [one.predicate for one in step.rule.body if isinstance(one, AtomLiteral)] if step.rule else []
    return step.status == TRUE and len(predicates) > 1 and predicates[0] != predicates[-1]


def dropped(step: Step) -> Step:
    return step._replace(children=step.children[1:])


def said_to_be(status: str) -> Callable[[Step], Step]:
    return lambda step: step._replace(status=status)


WRONG: dict[str, tuple[Callable[[Step], bool], Callable[[Step], Step]]] = {
    "een regel met een andere waarde": (lambda step: is_rule(TRUE)(step) and bool(step.binding), other_value),
    "een regel zonder waarden": (is_rule(TRUE), lambda step: step._replace(binding=())),
    "een regel zonder een voorwaarde": (is_rule(TRUE, children=2), dropped),
    "een regel met de voorwaarden verwisseld": (two_literals, with_other_children),
    "een andere regel": (is_rule(TRUE), lambda step: step._replace(rule=step.rule._replace(body=()) if step.rule else None)),
    "een andere norm": (is_rule(TRUE), lambda step: step._replace(norm="6.1/verzonnen")),
    "een ander atoom": (is_rule(TRUE), lambda step: step._replace(atom=("inwoner", "p9"))),
    "een regel die op zichzelf rust": (is_rule(TRUE), on_itself),
    "een kring": (is_rule(TRUE), on_itself_without_end),
    "een kring in wat niet geldt": (is_rule(FALSE), on_itself_without_end),
    "waar in plaats van onwaar": (is_rule(FALSE), said_to_be(TRUE)),
    "onwaar in plaats van waar": (is_rule(TRUE), said_to_be(FALSE)),
    "open in plaats van waar": (is_rule(TRUE), said_to_be(OPEN)),
    "een voorwaarde die niet faalt": (has_met_condition, with_met_condition),
    "niets dat faalt": (is_rule(FALSE), lambda step: step._replace(failing=(), children=())),
    "een regel verzwegen": (several_rules, dropped),
    "een vergelijking die niet klopt": (compares(TRUE), said_to_be(FALSE)),
    "een vergelijking die wel klopt": (compares(FALSE), said_to_be(TRUE)),
    "een vergelijking met een ander getal": (
        lambda step: compares(TRUE)(step) and bool(step.binding),
        lambda step: step._replace(binding=tuple((name, -1 if isinstance(one, int) else one) for name, one in step.binding)),
    ),
    "een optelling met een deel te weinig": (adds_up, dropped),
    "een optelling met een andere som": (
        lambda step: adds_up(step) and step.status == TRUE,
        lambda step: step._replace(binding=tuple((name, one + 1 if isinstance(step.failing[0], Aggregate)
                                                  and name == step.failing[0].variable.name and isinstance(one, int) else one)
                                                 for name, one in step.binding)),
    ),
    "een verzonnen feit": (is_fact(TRUE), lambda step: step._replace(atom=("ontvangt_ioaw", "p9"))),
    "een feit dat wel geldt": (is_fact(FALSE), said_to_be(TRUE)),
    "een feit dat niet geldt": (is_fact(TRUE), said_to_be(FALSE)),
    "een feit dat vaststaat als open": (is_fact(TRUE), said_to_be(OPEN)),
    "een open feit dat vast zou staan": (is_fact(OPEN), said_to_be(TRUE)),
    "een open feit dat niet zou gelden": (is_fact(OPEN), said_to_be(FALSE)),
    "een feit voor een afgeleid gegeven": (
        is_rule(FALSE), lambda step: step._replace(kind=FACT, children=(), rule=None, failing=())),
    "geen enkel geval": (lambda step: step.kind == CASES, lambda step: step._replace(children=())),
    "een geval dat zeker is": (
        lambda step: step.kind == CASES, lambda step: step._replace(children=(step.children[0]._replace(status=TRUE),))),
    "een geval zonder zijn voorwaarden": (
        lambda step: step.kind == CASES, lambda step: step._replace(children=(dropped(step.children[0]),))),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_proof_is_objected_to(kind: str) -> None:
    objections, case = objections_to(*WRONG[kind])
    assert objections, case
