"""Cases that put every rule to the test: one in which it fires, and one that differs in a single fact in which it does not.

Found by the solver over all cases: the most ordinary one in which a rule fires, then the fact that makes it fire. A pair
exercises every rule that fires in one of its cases only, so few pairs do for many rules. Of a number the two values lie next
to each other, on either side of a boundary. Of a reading two options are shown that decide the same facts differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.citation import is_below, sort_key
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.properties import Fires
from toetssteen.kb.property_solver import Chosen, PropertySolver
from toetssteen.kb.property_space import READING, Scope, Space, spaces
from toetssteen.ops.prove import OUTCOME, Under, every_kind
from toetssteen.ops.prove_cases import explicit, file_name, named, text_of
from toetssteen.ops.prove_witness import outcome_literals
from toetssteen.parser.messages import nearest

# What is assessed without an application is judged by the same rules, and the days of the transition are unusual.
OWN_MOTION, MOST_UNUSUAL = "ambtshalve", 4
FORMAT = "toetssteen/genereer/1"
ENGINE = "gevolg/"
BOUNDARY = "@"
# What a rule says of a case, the most telling first.
TELLING = ("belemmering", "weigeringsgrond", "plicht", "bevoegdheid")

World = tuple[int, ...]


class Generated(NamedTuple):
    """A case to be judged: its kind, what it exercises (labels that fire, that just do not, a reading), and its text."""

    kind: str
    title: str
    fires: tuple[str, ...]
    just_not: tuple[str, ...]
    reading: str
    case: Case
    text: str
    law: Law


class Cases(NamedTuple):
    """The cases of a run; ``always`` are rules that fire in every case, ``never`` those that no case makes fire."""

    cases: tuple[Generated, ...]
    always: tuple[str, ...]
    never: tuple[str, ...]
    readings: tuple[str, ...]


class _Pair(NamedTuple):
    """Two worlds of a space that differ in one fact, with the labels that fire in the first and not in the second."""

    space: Space
    with_it: World
    without: World
    flipped: frozenset[str]
    boundaries: frozenset[str] = frozenset()


def generate(kinds: Sequence[str], place: str, under: Under, step: Callable[..., None] = lambda *_one: None) -> Cases:
    """Return cases that exercise every rule of some kinds (all without any) with a label in or below a place."""
    wanted = kinds or [group[0] for group in every_kind(under.laws[0])]
    found: list[Generated] = []
    never: set[str] = set()
    always: set[str] = set()
    # what one kind has exercised is not exercised again by another
    covered: set[str] = set()
    readings: dict[str, None] = {}
    for kind in wanted:
        if place and not any(is_below(label, place) for law in under.laws for label in law.places(kind)):
            continue
        search = _Search(kind, place, under, covered | always, set(readings))
        found += search.cases()
        covered |= search.covered
        never |= search.never
        always |= search.always
        readings |= dict.fromkeys(search.readings)
        step(kind)
    fired = {label for one in found for label in one.fires} | always
    idle = tuple(sorted(never - fired, key=sort_key))
    names = tuple(under.laws[0].readings[key].display for key in readings)
    return Cases(_once(found), tuple(sorted(always, key=sort_key)), idle, names)


def kinds_named(names: Sequence[str], law: Law) -> tuple[tuple[str, ...], Finding | None]:
    """Return the kinds of voorziening that some names mean (all without any), or what is wrong with one."""
    every = [group[0] for group in every_kind(law)]
    known = {name.lower(): key for key in every for one in [law.provisions[key]] for name in (one.name, key, *one.aliases)}
    for name in names:
        if name.lower() not in known:
            return (), Finding(f"«{name[:80]}» is geen voorziening", suggestion=nearest(name, known))
    return tuple(dict.fromkeys(known[name.lower()] for name in names)) or tuple(every), None


def file_names(found: Cases) -> list[str]:
    """Return a name for the file of every case, no two the same."""
    names: dict[str, None] = {}
    for number, one in enumerate(found.cases, 1):
        names[f"{number:03d}-{file_name(one.title)[:60].strip('-')}.feiten"] = None
    return list(names)


def generated_json(found: Cases) -> dict[str, Any]:
    """Return generated cases as JSON data; ``schema/genereer.schema.json`` describes it."""
    return {
        "formaat": FORMAT, "altijd": list(found.always), "nooit": list(found.never), "lezingen": list(found.readings),
        "zaken": [{"bestand": name, "titel": one.title, "voorziening": one.kind, "geldt": list(one.fires),
                   "net_niet": list(one.just_not), "lezing": one.reading or None, "zaak": one.text}
                  for name, one in zip(file_names(found), found.cases, strict=True)],
    }  # fmt: skip


def _once(found: Sequence[Generated]) -> tuple[Generated, ...]:
    """Return every case once, with all that it exercises."""
    by_text: dict[str, Generated] = {}
    for one in found:
        key = one.text.split("\n", 1)[1]
        known = by_text.get(key)
        if known is not None:
            fires, just_not = dict.fromkeys((*known.fires, *one.fires)), dict.fromkeys((*known.just_not, *one.just_not))
            one = known._replace(fires=tuple(fires), just_not=tuple(just_not), reading=known.reading or one.reading)
        by_text[key] = one
    return tuple(map(_explicit, by_text.values()))


def _explicit(one: Generated) -> Generated:
    """Return a case with the facts that decide it written out, instead of assumed to be in order."""
    case = explicit(one.case, one.law, (one.kind,))
    return one._replace(case=case, text=text_of(case, one.law))


class _Search:
    """The search for the cases of one kind."""

    def __init__(self, kind: str, place: str, under: Under, covered: set[str], readings: set[str]) -> None:
        self.kind, self.place, self.under, self.shown = kind, place, under, readings
        self.never: set[str] = set()
        self.always: set[str] = set()
        self.covered = set(covered)
        self.pairs: list[_Pair] = []
        self.readings: dict[str, list[Generated]] = {}

    def cases(self) -> list[Generated]:
        for space in self._spaces(()):
            self._look(space)
        undecided = tuple(key for key, one in self.under.laws[0].readings.items() if not one.engine and not one.no_effect)
        for space in self._spaces(undecided):
            self._look_at_readings(space)
        kept = _needed(self.pairs)
        return [*(one for pair in kept for one in self._of_pair(pair)), *(one for pair in self.readings.values() for one in pair)]

    def _spaces(self, undecided: tuple[str, ...]) -> Iterator[Space]:
        scope = Scope(self.under.side, self.under.laws, {}, undecided, (OUTCOME,))
        return (one for one in spaces((self.kind,), scope) if not one.words.startswith(OWN_MOTION) and one.weight <= MOST_UNUSUAL)

    # rules

    def _look(self, space: Space) -> None:
        solver = PropertySolver(space)
        labels = [label for label in solver.labels if is_below(label, self.place) or not self.place]
        with solver.adding():
            fires = {label: solver.formula(Fires(label)) for label in labels}
        for label, literal in fires.items():
            # how outcomes follow from norms is exercised by every case
            if label in self.covered or label.startswith(ENGINE):
                continue
            chosen = solver.find([literal], smallest=True)
            if chosen is None:
                self.never.add(label)
            elif solver.find([-literal]) is None:
                self.always.add(label)
            else:
                self._pair(solver, label, literal, chosen, fires)

    def _pair(self, solver: PropertySolver, label: str, literal: int, chosen: Chosen, fires: dict[str, int]) -> None:
        """Look for the case that differs in one fact and in which the rule does not fire."""
        space = solver.space
        choices = [literals[index] for literals, index in zip(solver.alternatives, chosen.world, strict=True)]
        core = solver.core([*choices, -literal])
        numbers = [number for number, one in enumerate(choices) if core is not None and one in core]
        done = False
        for number in sorted(numbers, key=lambda one: _unlike(space, one)):
            counted = len(choices) > number and len(solver.alternatives[number]) > 2
            if done and not counted:
                continue
            pair = _adjacent(solver, chosen.world, number, choices[:number] + choices[number + 1 :], literal)
            if pair is not None:
                flipped = _flipped(solver, pair, fires)
                boundary = frozenset((f"{label}{BOUNDARY}{space.choices[number].key.concept}",) if counted else ())
                self.covered |= flipped
                self.pairs.append(_Pair(space, *pair, flipped, boundary))
                done = True
        if not done:
            self.covered.add(label)
            self.pairs.append(_Pair(space, chosen.world, chosen.world, frozenset((label,))))

    def _of_pair(self, pair: _Pair) -> list[Generated]:
        law = pair.space.instance.law
        labels = tuple(sorted(pair.flipped, key=lambda label: (_telling(law, label), sort_key(label))))
        said = f"{labels[0]}" + (f" en {len(labels) - 1} andere" if len(labels) > 1 else "")
        found = [self._generated(pair.space, pair.with_it, f"{said}: net wel", fires=labels)]
        if pair.with_it != pair.without:
            found.append(self._generated(pair.space, pair.without, f"{said}: net niet", just_not=labels))
        return found

    def _generated(self, space: Space, world: World, title: str, *, fires: tuple[str, ...] = (), just_not: tuple[str, ...] = (),
                   reading: str = "") -> Generated:  # fmt: skip
        law = space.instance.law
        name = law.provisions[self.kind].name
        case = named(space.case_of(world), law, (self.kind,), f"{name}, {title}", "", expecting=False)
        return Generated(self.kind, case.title, fires, just_not, reading, case, text_of(case, law), law)

    # readings

    def _look_at_readings(self, space: Space) -> None:
        """Look for facts that two options of a reading decide differently, all other readings being the usual ones."""
        solver = PropertySolver(space)
        law = space.instance.law
        for number, unknown in enumerate(solver.opens):
            key = unknown.key.subject
            if unknown.key.concept != READING or key in self.readings or key in self.shown or not self._is_about(law, key):
                continue
            usual = [literals[one.weights.index(0)] for literals, one in zip(solver.alternatives, space.choices, strict=True)
                     if one.key.concept == READING]  # fmt: skip
            with solver.adding():
                variant = solver.otherwise(number)
                differs = solver.any_of(solver.all_of([here, -there]) for here, there in zip(
                    outcome_literals(solver), outcome_literals(solver, variant), strict=True))  # fmt: skip
            chosen = solver.find([differs, *usual], variant.choices, smallest=True)
            if chosen is not None:
                index = next(place for place, one in enumerate(variant.choices) if one in chosen.watched)
                other = (*chosen.world[:number], index, *chosen.world[number + 1 :])
                shown = law.readings[key].display
                self.readings[key] = [self._generated(space, world, f"lezing {shown}: {option}", reading=shown)
                                      for world, option in ((chosen.world, _option(unknown.alternatives, chosen.world[number])),
                                                            (other, _option(unknown.alternatives, index)))]  # fmt: skip

    def _is_about(self, law: Law, key: str) -> bool:
        return not self.place or any(is_below(norm, self.place) for norm in law.readings[key].norms)


def _telling(law: Law, label: str) -> int:
    """Return how far down a label stands among those that say what a pair of cases is about."""
    heads = [rule.predicate for rule in law.rules if rule.label == label]
    return min((TELLING.index(one) for one in heads if one in TELLING), default=len(TELLING)) + (
        9 if label.startswith(ENGINE) else 0
    )


def _option(alternatives: Sequence[Sequence[Sequence[object]]], index: int) -> str:
    return str(alternatives[index][0][2])


def _unlike(space: Space, number: int) -> tuple[bool, bool]:
    """Return a key that puts first the facts that a person would change first: no deviation, no shape of the case."""
    concept = space.choices[number].key.concept
    return concept == "afwijking", concept == "structuur"


def _adjacent(solver: PropertySolver, world: World, number: int, fixed: list[int], literal: int) -> tuple[World, World] | None:
    """Return the two nearest worlds that differ in one fact alone, of which the rule fires in the first only."""
    count = len(solver.alternatives[number])
    fires = {index: solver.find([*fixed, solver.alternatives[number][index], literal]) is not None for index in range(count)} \
        if count <= 130 else {}  # fmt: skip
    best = None
    for yes, no in ((one, other) for one in fires if fires[one] for other in fires if not fires[other]):
        distance = (abs(yes - no), abs(yes - world[number]))
        if best is None or distance < best[0]:
            best = (distance, yes, no)
    if best is None:
        return None
    changed = [(*world[:number], index, *world[number + 1 :]) for index in best[1:]]
    return changed[0], changed[1]


def _flipped(solver: PropertySolver, pair: tuple[World, World], fires: dict[str, int]) -> frozenset[str]:
    """Return the labels that fire in the first world and not in the second."""
    held = []
    for world in pair:
        found = solver.find([literals[index] for literals, index in zip(solver.alternatives, world, strict=True)], fires.values())
        held.append(found.watched if found is not None else frozenset())
    return frozenset(label for label, one in fires.items() if one in held[0] and one not in held[1])


def _needed(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return pairs without those whose labels all others exercise as well, looked at from the last."""
    kept = list(pairs)
    for pair in sorted(pairs, key=lambda one: len(one.flipped)):
        rest = [one for one in kept if one is not pair]
        if pair.flipped | pair.boundaries <= frozenset().union(*(one.flipped | one.boundaries for one in rest)):
            kept = rest
    return kept
