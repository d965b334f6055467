"""Instantiating the law for one case: which atoms are certain, which open, and the rules between the open ones.

Without unknown facts everything is certain and this is the whole decision: the rules are stratified, so
they have one answer set. With unknown facts an atom is certain when it follows whatever they are,
open when it could not be settled here; for those ``worlds`` asks the solver.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import FunctionType, MappingProxyType
from typing import NamedTuple, TypeAlias

from toetssteen.kb.joins import checked, divide
from toetssteen.kb.terms import GroundAtom, Value

CERTAIN, OPEN = 0, 1
Atoms: TypeAlias = tuple[GroundAtom, ...]
# A lookup of atoms: their predicate and the places of which the value is known.
Signature: TypeAlias = tuple[str, tuple[int, ...]]
# The ways an element of an aggregate can be there: open atoms that hold, and open atoms that do not.
Ways: TypeAlias = list[tuple[Atoms, Atoms]]


class Compiled(NamedTuple):
    """The compiled rules: the marshalled code of their functions, the lookups those use, and the strata.

    ``firing`` has for each rule the function that finds its instances, ``instances`` by rule and known variables of its
    head the one that says what is missing for the one instance there is. A stratum lists the numbers of rules that may
    be run together, with whether they feed themselves.
    """

    firing: tuple[bytes, ...]
    instances: dict[tuple[int, tuple[str, ...]], bytes]
    signatures: tuple[Signature, ...]
    strata: tuple[tuple[tuple[int, ...], bool], ...]


class Total(NamedTuple):
    """That the open elements of an aggregate, each with its weight, add up to a value."""

    elements: tuple[tuple[int, tuple[tuple[Atoms, Atoms], ...]], ...]
    value: int


class Instance(NamedTuple):
    """An instance of a rule that is not certain: it fires when its open atoms hold, or do not, as it needs."""

    head: GroundAtom
    holding: Atoms
    failing: Atoms
    totals: tuple[Total, ...]


def atoms_of(one: Instance) -> Iterator[GroundAtom]:
    """Yield the open atoms an instance rests on, whether they must hold or not."""
    yield from one.holding
    yield from one.failing
    for total in one.totals:
        for _weight, ways in total.elements:
            for holding, failing in ways:
                yield from holding
                yield from failing


RuleFunction: TypeAlias = Callable[["Grounding", dict[GroundAtom, int]], None]


# The literals that fail, whether the others are certain, the values, and those that are the same in all worlds.
Found: TypeAlias = tuple[list[int], bool, dict[str, Value], dict[str, Value]]
InstanceFunction: TypeAlias = Callable[..., Found | None]
_SPACE: dict[str, object] = {"checked": checked, "divide": divide}


def _function(code: bytes) -> FunctionType:
    return FunctionType(marshal.loads(code), _SPACE)


class Program:
    """The compiled rules of a version of the law, ready to run; a function is made when it is first needed."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.signatures = compiled.signatures
        self.strata = compiled.strata
        self._firing: dict[int, RuleFunction] = {}
        self._numbers: dict[RuleFunction, int] = {}
        self._instances: dict[tuple[int, tuple[str, ...]], InstanceFunction | None] = {}

    def firing(self, number: int) -> RuleFunction:
        """Return the function that finds the instances of a rule."""
        if number not in self._firing:
            function = self._firing[number] = _function(self.compiled.firing[number])
            self._numbers[function] = number
        return self._firing[number]

    def instance(self, number: int, known: tuple[str, ...]) -> InstanceFunction | None:
        """Return the function that follows the one instance of a rule for the known values of its head, if there is one."""
        variant = (number, known)
        if variant not in self._instances:
            code = self.compiled.instances.get(variant)
            self._instances[variant] = None if code is None else _function(code)
        return self._instances[variant]

    def number_of(self, function: RuleFunction) -> int:
        """Return the number of the rule that a function finds the instances of."""
        return self._numbers[function]

    @cached_property
    def looping(self) -> frozenset[int]:
        """The numbers of the rules that feed themselves, directly or by way of others."""
        return frozenset(number for numbers, loop in self.strata if loop for number in numbers)

    def selected(self, wanted: Callable[[int], bool]) -> tuple[tuple[tuple[RuleFunction, ...], bool], ...]:
        """Return the strata with only the wanted rules, as functions; strata that do not feed themselves are joined."""
        found: list[tuple[tuple[RuleFunction, ...], bool]] = []
        for numbers, loop in self.strata:
            functions = tuple(self.firing(one) for one in numbers if wanted(one))
            if found and not loop and not found[-1][1]:
                found[-1] = (found[-1][0] + functions, False)
            elif functions:
                found.append((functions, loop))
        return tuple(found)


class Grounding:
    """The atoms of one case by status, and the instances of rules between open atoms."""

    def __init__(self, program: Program, strata: Sequence[tuple[Sequence[RuleFunction], bool]],
                 facts: Iterable[GroundAtom], opens: Iterable[GroundAtom], given: Iterable[Instance] = (),
                 exclusive: Mapping[GroundAtom, int] = MappingProxyType({})) -> None:  # fmt: skip
        self.status: dict[GroundAtom, int] = dict.fromkeys(facts, CERTAIN)
        self.by_predicate: dict[Value, list[GroundAtom]] = {}
        for atom in opens:
            self.status.setdefault(atom, OPEN)
        for atom in self.status:
            self.by_predicate.setdefault(atom[0], []).append(atom)
        self.signatures = program.signatures
        self.indexes: list[dict[object, list[GroundAtom]] | None] = [None] * len(program.signatures)
        self.instances: list[Instance] = list(given)
        self.looping: dict[Value, int] = {}  # the predicates that feed themselves, with the stratum they belong to
        self.grew = False
        # atoms with a group: no world has atoms of two groups, so no total has elements of two
        self.exclusive = exclusive
        # whether an atom that seemed open turned out certain by another rule
        self.settled = False
        if not any(self.status.values()):
            self.derive = self._derive_certain  # type: ignore[assignment]  # nothing is open, so nothing becomes so
        for functions, loop in strata:
            self._run(functions, loop=loop)
        if self.looping:
            self.instances = [simplified for one in self.instances if (simplified := self._simplified(one))]
        elif self.settled:
            self.instances = [one for one in self.instances if self.status[one.head] != CERTAIN]

    def _run(self, functions: Sequence[RuleFunction], *, loop: bool) -> None:
        """Run the rules of a stratum, and again while they feed themselves."""
        before = len(self.instances)
        for function in functions:
            function(self, self.status)
        while loop and self.grew:
            self.grew, self.indexes = False, [None] * len(self.indexes)
            for function in functions:
                function(self, self.status)
        self.grew = False
        if loop:
            self.indexes = [None] * len(self.indexes)
            self.looping |= {one.head[0]: before for one in self.instances[before:]}

    def _simplified(self, one: Instance) -> Instance | None:
        """Return an instance without what turned out certain after it was found, or None when its head did."""
        if self.status[one.head] == CERTAIN:
            return None
        return one._replace(holding=tuple(atom for atom in one.holding if self.status[atom] == OPEN))

    def forget(self, atoms: Iterable[GroundAtom]) -> None:
        """Take out atoms that turn out to hold in no world."""
        for atom in atoms:
            del self.status[atom]
            self.by_predicate[atom[0]].remove(atom)
        self.indexes = [None] * len(self.indexes)

    def beneath(self, atoms: Iterable[GroundAtom]) -> list[Instance]:
        """Return the instances that some atoms rest on, at any depth, in their own order."""
        needed = set(atoms)
        while True:
            before = len(needed)
            found = []
            for one in reversed(self.instances):
                if one.head in needed:
                    found.append(one)
                    needed.update(atoms_of(one))
            # an instance comes after those it rests on, but for rules that feed themselves
            if not self.looping or len(needed) == before:
                return found[::-1]

    @property
    def certain(self) -> Iterator[GroundAtom]:
        """The atoms that hold whatever the unknown facts are."""
        return (atom for atom, status in self.status.items() if status == CERTAIN)

    # what the compiled rules call

    def look(self, number: int, key: object) -> Sequence[GroundAtom]:
        """Return the atoms of a lookup that have the key in its places."""
        index = self.indexes[number]
        if index is None:
            index = self.indexes[number] = self._index(*self.signatures[number])
        return index.get(key, ())

    def _index(self, predicate: str, places: tuple[int, ...]) -> dict[object, list[GroundAtom]]:
        atoms = self.by_predicate.get(predicate, ())
        found: dict[object, list[GroundAtom]] = {}
        if len(places) == 1:
            place = places[0] + 1
            for atom in atoms:
                group = found.get(atom[place])
                if group is None:
                    found[atom[place]] = [atom]
                else:
                    group.append(atom)
        else:
            for atom in atoms:
                found.setdefault(tuple([atom[place + 1] for place in places]), []).append(atom)
        return found

    def derive(self, head: GroundAtom, used: Atoms, unmet: Atoms, totals: tuple[Total | None, ...]) -> None:
        """Add the head of an instance whose positive atoms are there and whose negated ones are not certain."""
        status = self.status
        known = status.get(head)
        if known == CERTAIN:
            return
        holding = tuple([atom for atom in used if status[atom]])
        failing = tuple([atom for atom in unmet if atom in status]) if unmet else ()
        open_totals = tuple([one for one in totals if one is not None]) if totals else ()
        if known is None:
            group = self.by_predicate.get(head[0])
            if group is None:
                self.by_predicate[head[0]] = [head]
            else:
                group.append(head)
        if holding or failing or open_totals:
            if known is None:
                self.grew = True
                status[head] = OPEN
            self.instances.append(Instance(head, holding, failing, open_totals))
        else:
            self.grew = True
            self.settled |= known is not None
            status[head] = CERTAIN

    def _derive_certain(self, head: GroundAtom, _used: Atoms, _unmet: Atoms, _totals: tuple[Total | None, ...]) -> None:
        """Add the head of an instance where every atom there is is certain."""
        if head not in self.status:
            self.status[head] = CERTAIN
            self.by_predicate.setdefault(head[0], []).append(head)
            self.grew = True

    def element(self, elements: dict[Atoms, Ways | None], key: Atoms, used: Atoms, unmet: Atoms) -> None:
        """Add an element to an aggregate: None when it is certain, else the ways it can be there."""
        holding = tuple(atom for atom in used if self.status[atom])
        failing = tuple(atom for atom in unmet if atom in self.status)
        if not (holding or failing):
            elements[key] = None
            return
        ways = elements.setdefault(key, [])
        if ways is not None:
            ways.append((holding, failing))

    def totals(self, elements: dict[Atoms, Ways | None], count: bool) -> list[tuple[int, Total | None]]:
        """Return the values an aggregate can have, each with what it takes; None takes nothing."""
        fixed, loose = 0, []
        for key, ways in elements.items():
            weight = 1 if count else key[0]
            if not isinstance(weight, int):
                continue
            if ways is None:
                fixed = checked(fixed + weight)
            else:
                loose.append((weight, tuple(ways)))
        if not loose:
            return [(fixed, None)]
        together = tuple(loose)
        sums = self._grouped_sums(loose) if self.exclusive else _sums({0}, [weight for weight, _ways in loose])
        return [(checked(fixed + one), Total(together, one)) for one in sorted(sums)]

    def _grouped_sums(self, loose: list[tuple[int, tuple[tuple[Atoms, Atoms], ...]]]) -> set[int]:
        """Return the sums that open elements can have where those of different groups are never there together."""
        groups: dict[int | None, list[int]] = {None: []}
        for weight, ways in loose:
            found = {
                next((self.exclusive[atom] for atom in holding if atom in self.exclusive), None) for holding, _failing in ways
            }
            groups.setdefault(found.pop() if len(found) == 1 else None, []).append(weight)
        always = _sums({0}, groups.pop(None))
        return always.union(*(_sums(always, weights) for weights in groups.values()))


def _sums(sums: set[int], weights: Iterable[int]) -> set[int]:
    """Return some sums with each of the weights added or not."""
    for weight in weights:
        sums = sums | {checked(one + weight) for one in sums}
    return sums
