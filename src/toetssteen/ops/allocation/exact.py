"""Choosing and checking under ceilings with clingo: whole numbers, and the sets of limits that cannot hold together.

The check is independent of what made the choice. Without HiGHS clingo also looks for the best choice; its first ones are
good and come at once, but beyond some sixteen persons it proves none of them best.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.ops.allocation.optimise import Found, Progress, Reached
from toetssteen.ops.allocation.problem import Aim, Problem, check_sizes

if TYPE_CHECKING:
    from clingo import Control, Model

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


def search(problem: Problem, *, seconds: float = 30.0, progress: Progress | None = None) -> Found:
    """Return the best choice clingo finds within a time in seconds; ``proven`` only where it searched everything.

    Aims are strictly in order here: a tolerance is not used.
    """
    began = time.perf_counter()
    control = _control(problem, [*SEARCH, "0"])
    control.add("doelen", [], "\n".join(_aims(problem)))
    control.ground([("base", []), ("vast", []), ("vrij", []), ("doelen", [])])
    best: list[tuple[int, ...]] = []

    def on_model(model: Model) -> None:
        best.append(tuple(sorted(_options(model))))
        if progress is not None and problem.aims:
            progress(problem.aims[0].key, problem.value(problem.aims[0], best[-1]), _most(problem, problem.aims[0]))

    with control.solve(on_model=on_model, async_=True) as handle:
        done = handle.wait(seconds)
        if not done:
            handle.cancel()
        result = handle.get()
    spent = time.perf_counter() - began
    if not best:
        return Found(None, (), impossible=bool(result.unsatisfiable))
    reached = tuple(Reached(aim.key, problem.value(aim, best[-1]), _most(problem, aim) if not done else
                            problem.value(aim, best[-1]), done, spent) for aim in problem.aims)  # fmt: skip
    return Found(best[-1], reached)


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


def _most(problem: Problem, aim: Aim) -> int:
    """Return a value that no choice can pass: what all options would reach, or none of them."""
    if aim.least:
        return 0
    return 1000 if aim.groups else sum(max(score, 0) for score in aim.scores.values())


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
