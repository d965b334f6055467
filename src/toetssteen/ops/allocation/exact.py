"""Choosing and checking under ceilings with clingo: whole numbers, and the sets of limits that cannot hold together.

The check is independent of what made the choice. Without HiGHS clingo also looks for the best choice (``without.py``); by
itself it proves none best beyond some sixteen persons.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toetssteen.ops.allocation.problem import Problem, check_sizes

if TYPE_CHECKING:
    from clingo import Control, Model


TICK = 0.2


class Solved(NamedTuple):
    """What clingo found: a choice, whether it searched everything, and whether there is none at all."""

    chosen: tuple[int, ...] | None
    exhausted: bool
    impossible: bool


RULES = Path(__file__).with_name("verdeling.lp")
SEARCH = ["--opt-strategy=bb,lin", "--opt-heuristic=sign,model", "--restart-on-model"]


def broken(problem: Problem, chosen: Sequence[int]) -> tuple[str, ...]:
    """Return the limits and choices a set of options does not keep, as clingo derives them."""
    control = _control(problem, [])
    _facts(control, [("verleend", (one,)) for one in chosen])
    control.ground([("base", [])])
    names = _names(problem)
    with control.solve(yield_=True) as handle:
        model = handle.model()
        if model is None:
            raise RuntimeError("the rules of an allocation allow no answer")
        atoms = model.symbols(atoms=True)
        wrong = {atom.arguments[0].number for atom in atoms if atom.name in ("overschreden", "dubbel", "onvervuld")}
    return tuple(names[one] for one in sorted(wrong))


def solve(problem: Problem, *, seconds: float, steps: int | None = None,
          heard: Callable[[tuple[int, ...]], None] | None = None) -> Solved:  # fmt: skip
    """Return the best choice clingo finds within a time in seconds, or a number of conflicts.

    Aims are strictly in order here: a tolerance is not used. ``heard`` is told of every choice that is better.
    """
    control = _control(problem, [*SEARCH, "0"])
    control.add("doelen", [], "\n".join(_aims(problem)))
    control.ground([("base", []), ("vast", []), ("vrij", []), ("doelen", [])])
    if steps is not None:
        control.configuration.solve.solve_limit = str(steps)  # type: ignore[union-attr]
    best: list[tuple[int, ...]] = []

    def on_model(model: Model) -> None:
        best.append(tuple(sorted(_options(model))))
        if heard is not None:
            heard(best[-1])

    end = time.perf_counter() + seconds
    with control.solve(on_model=on_model, async_=True) as handle:
        while not handle.wait(min(TICK, max(0.0, end - time.perf_counter()))):  # between waits an interruption is heard
            if time.perf_counter() >= end:
                handle.cancel()
                break
        result = handle.get()
    return Solved(best[-1] if best else None, bool(result.exhausted), bool(result.unsatisfiable))


def conflicts(problem: Problem, most: int = 10) -> tuple[tuple[str, ...], ...]:
    """Return all smallest sets of limits and owed choices that cannot hold together, by key, up to a number.

    Smallest in number (Ignatiev and others, 2015: smallest unsatisfiable subsets by hitting sets): sets to hit are
    what must be given up for the rest to hold.
    """
    names = _names(problem)
    control = _control(problem, ["1"])
    control.ground([("base", []), ("los", []), ("vrij", [])])
    literals = {atom.symbol.arguments[0].number: atom.literal for atom in control.symbolic_atoms.by_signature("geldt", 1)}
    found: list[frozenset[int]] = []
    to_hit: list[frozenset[int]] = []
    size = 0
    while len(found) < most:
        candidate = _hitting(to_hit, found, sorted(literals))
        if candidate is None or (found and len(candidate) > size):
            break
        kept = _extend(control, literals, candidate)
        if kept is None:
            size = len(candidate)
            found.append(candidate)
        else:
            to_hit.append(frozenset(literals) - kept)
            if not to_hit[-1]:
                return ()
    return tuple(sorted((tuple(names[one] for one in sorted(group)) for group in found), key=lambda group: (len(group), group)))


def _extend(control: Control, literals: dict[int, int], wanted: frozenset[int]) -> frozenset[int] | None:
    """Return a largest set of demands with the wanted ones that can hold together, or None when those cannot."""
    if not _holds(control, [literals[one] for one in wanted]):
        return None
    kept = set(wanted)
    for one in literals:
        if one not in kept and _holds(control, [literals[key] for key in (*kept, one)]):
            kept.add(one)
    return frozenset(kept)


def _holds(control: Control, assumptions: list[int]) -> bool:
    return bool(control.solve(assumptions=assumptions).satisfiable)


def _hitting(to_hit: Iterable[frozenset[int]], found: Iterable[frozenset[int]], demands: Sequence[int]) -> frozenset[int] | None:
    """Return a smallest set that has something of every set to hit and holds none of those found, or None."""
    from clingo import Control

    control = Control(["--warn=none", "--opt-strategy=usc", "0"])
    lines = ["{ in(D) : eis(D) }. #minimize { 1,D : in(D) }.", *(f"eis({one})." for one in demands)]
    lines += [":- " + ", ".join(f"not in({one})" for one in sorted(group)) + "." for group in to_hit]
    lines += [":- " + ", ".join(f"in({one})" for one in sorted(group)) + "." for group in found]
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    best: list[frozenset[int]] = []
    control.solve(on_model=lambda model: best.append(frozenset(
        atom.arguments[0].number for atom in model.symbols(atoms=True) if atom.name == "in")))  # fmt: skip
    return best[-1] if best else None


def _options(model: Model) -> Iterator[int]:
    return (atom.arguments[0].number for atom in model.symbols(atoms=True) if atom.name == "verleend")


def _aims(problem: Problem) -> Iterator[str]:
    """Yield the aims as program text: only numbers are put into it."""
    for place, aim in enumerate(problem.aims):
        priority = len(problem.aims) - place
        word = "#minimize" if aim.least else "#maximize"
        if aim.groups:
            for options, size in aim.groups:
                counted = "; ".join(f"{1000 * aim.scores.get(one, 1)},{one} : verleend({one})" for one in options)
                yield f":- deel({place},D), #sum {{ {counted} }} < D * {size}."
            yield f"1 {{ deel({place},0..1000) }} 1. {word} {{ D@{priority} : deel({place},D) }}."
        else:
            scored = "; ".join(f"{score}@{priority},{one} : verleend({one})" for one, score in aim.scores.items())
            yield f"{word} {{ {scored} }}."


def _names(problem: Problem) -> list[str]:
    return [*(one.key for one in problem.limits), *(one.key for one in problem.choices)]


def _control(problem: Problem, options: list[str]) -> Control:
    from clingo import Control

    check_sizes(problem)
    control = Control(["--warn=none", *options], logger=lambda _code, _message: None)
    control.load(str(RULES))
    _facts(control, _problem_facts(problem))
    return control


def _facts(control: Control, facts: Iterable[tuple[str, tuple[int, ...]]]) -> None:
    from clingo import Function, Number

    with control.backend() as backend:
        for name, numbers in facts:
            backend.add_rule([backend.add_atom(Function(name, [Number(one) for one in numbers]))])


def _problem_facts(problem: Problem) -> Iterator[tuple[str, tuple[int, ...]]]:
    for option in range(problem.size):
        yield "optie", (option,)
    for number, limit in enumerate(problem.limits):
        yield "grens", (number, limit.room)
        for option, weight in limit.weights.items():
            yield "telt", (number, option, weight)
    for number, choice in enumerate(problem.choices, len(problem.limits)):
        yield "keuze", (number,)
        if choice.owed:
            yield "verschuldigd", (number,)
        for option in choice.options:
            yield "hoort_bij", (number, option)
