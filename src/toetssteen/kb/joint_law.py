"""The rules of a version made ready for many cases: those that matter to what is asked, compiled over rows, in strata."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import NamedTuple, TypeAlias

from toetssteen.kb.cache import signature, stored
from toetssteen.kb.joins import checked, divide
from toetssteen.kb.joint import Function
from toetssteen.kb.joint_compiler import compile_joint
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.terms import GroundAtom, Rule
from toetssteen.kb.worlds import chosen_by, origin_facts

_SPACE: dict[str, object] = {"checked": checked, "divide": divide}
# The functions of rules by what the rule says: another version of the law has most of them too.
_FUNCTIONS: dict[tuple[object, ...], Function] = {}
MOST_FUNCTIONS = 20_000
Strata: TypeAlias = tuple[tuple[tuple[Function, ...], bool], ...]


class JointLaw(NamedTuple):
    """The strata of rules over rows, and the facts that hold whatever the case."""

    strata: Strata
    origins: tuple[GroundAtom, ...]


def joint_law(law: Law, readings: Mapping[str, str], roots: tuple[str, ...]) -> JointLaw:
    """Return the rules of a version under some readings that lead to some predicates, for any kind of application."""
    return law.kept(("joint", tuple(readings.items()), roots), lambda: _made(law, readings, roots))


def _made(law: Law, readings: Mapping[str, str], roots: tuple[str, ...]) -> JointLaw:
    relevant = law.reachable("", roots)
    fires = [rule.predicate in relevant and chosen_by(rule, readings) for rule in law.rules]
    functions = _functions(law)
    strata = []
    for numbers, loop in law.data.compiled.strata:
        firing = tuple(functions[one] for one in numbers if fires[one])
        if firing:
            strata.append((firing, loop))
    rules = [rule for rule, fire in zip(law.rules, fires, strict=True) if fire]
    return JointLaw(tuple(strata), origin_facts(law, rules))


def _functions(law: Law) -> list[Function]:
    """Return the function of every rule of a version, in order."""
    return law.kept(("joint functions",), lambda: _compiled(law))


def _compiled(law: Law) -> list[Function]:
    shipped = load_law(law.statute_date)
    if law is not shipped:
        _functions(shipped)  # which has most of the rules of any other law, and is kept on disk
    keys = [(rule.predicate, rule.terms, rule.body) for rule in law.rules]
    if len(_FUNCTIONS) > MOST_FUNCTIONS:
        _FUNCTIONS.clear()
    new = {key: rule for key, rule in zip(keys, law.rules, strict=True) if key not in _FUNCTIONS}
    if new:
        _FUNCTIONS.update(zip(new, map(_function, _code(law, list(new.values()))), strict=True))
    return [_FUNCTIONS[key] for key in keys]


def _code(law: Law, rules: Sequence[Rule]) -> tuple[bytes, ...]:
    if load_law(law.statute_date) is not law:
        return compile_joint(rules)
    own = signature([Path(__file__).with_name(f"{one}.py") for one in ("joint_compiler", "compiler", "function_text")])
    every = stored(f"samen-{law.statute_date}", law.stamp + own, lambda: compile_joint(law.rules))
    places = law.rule_numbers
    return tuple(every[places[id(rule)]] for rule in rules)


def _function(code: bytes) -> Function:
    return FunctionType(marshal.loads(code), _SPACE)
