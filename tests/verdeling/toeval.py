"""Small random choices under limits, and what is best and what conflicts by trying everything."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

from toetssteen.ops.allocation.problem import Aim, Choice, Limit, Problem


def random_problem(seed: int, persons: int = 4, kinds: int = 3) -> Problem:
    """Return a problem of a few persons who ask for a few kinds, with ceilings on money and persons, and duties."""
    draw = Random(seed)
    asked = [(person, kind, draw.randint(1, 9) * 10_000 + draw.randint(0, 99), draw.choice((1, 2, 3, 5)))
             for person in range(persons) for kind in range(kinds) if draw.random() < 0.7]  # fmt: skip
    options = range(len(asked))
    limits = []
    for kind in range(kinds):
        of_kind = [one for one in options if asked[one][1] == kind]
        money = int(sum(asked[one][2] for one in of_kind) * draw.uniform(0.2, 0.8))
        limits.append(Limit(f"geld{kind}", money, {one: asked[one][2] for one in of_kind}))
        limits.append(Limit(f"personen{kind}", draw.randint(0, 3), dict.fromkeys(of_kind, 1)))
    own = [tuple(one for one in options if asked[one][0] == person) for person in range(persons)]
    choices = tuple(Choice(f"keuze{person}", group, owed=draw.random() < 0.3) for person, group in enumerate(own) if group)
    halves = [tuple(one for one in options if asked[one][0] % 2 == half) for half in (0, 1)]
    aims = [Aim("behoefte", {one: asked[one][3] for one in options}, tolerance=draw.choice((0, 0, 50)))]
    if all(halves):
        sizes = [len({asked[one][0] for one in half}) for half in halves]
        aims.append(Aim("evenwicht", {}, groups=tuple(zip(halves, sizes, strict=True))))
    aims += [Aim("aantal", dict.fromkeys(options, 1)), Aim("kosten", {one: asked[one][2] for one in options}, least=True)]
    return Problem(len(asked), tuple(limits), choices, tuple(aims))


def every_choice(problem: Problem) -> list[tuple[int, ...]]:
    """Return every set of options."""
    return [tuple(one for one, taken in enumerate(row) if taken) for row in product((False, True), repeat=problem.size)]


def best_values(problem: Problem, *, tolerant: bool = True) -> list[int] | None:
    """Return what the best choice reaches for each aim in turn, or None when no choice keeps all limits."""
    left = [one for one in every_choice(problem) if not problem.broken(one)]
    values = []
    for aim in problem.aims:
        if not left:
            return None
        reached = {one: problem.value(aim, one) for one in left}
        best = min(reached.values()) if aim.least else max(reached.values())
        values.append(best)
        room = abs(best) * aim.tolerance / 1000 if tolerant else 0
        left = [one for one in left if (reached[one] <= best + room if aim.least else reached[one] >= best - room)]
    return values


def smallest_conflicts(problem: Problem) -> list[tuple[str, ...]]:
    """Return all smallest sets of limits and choices of which every choice breaks at least one."""
    keys = [*(one.key for one in problem.limits), *(one.key for one in problem.choices)]
    broken = [set(problem.broken(one)) for one in every_choice(problem)]
    for size in range(1, len(keys) + 1):
        found = [group for group in combinations(keys, size) if all(set(group) & one for one in broken)]
        if found:
            return sorted(tuple(sorted(one)) for one in found)
    return []
