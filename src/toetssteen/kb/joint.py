"""The law over many cases at once: every atom with the row of the worlds, of all those cases, in which it holds.

A case with nothing unknown has one world, one bit. One with unknown facts has a block of bits: worlds (all of them, or a
sample), and at its end two that bound all its worlds, as the statuses of ``grounding`` do: what holds for certain, and what may
hold. What is negated for the one is read from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from toetssteen.kb.grounding import Atoms, Signature
from toetssteen.kb.joins import checked
from toetssteen.kb.terms import GroundAtom, Value

# A lookup with more atoms than this is worth an index of the bits of their rows.
LONG = 24
Function: TypeAlias = Callable[["Joint", dict[GroundAtom, int]], None]

# The elements of an aggregate with the worlds in which each is there.
Elements: TypeAlias = Mapping[Atoms, int]


class JointInstance(NamedTuple):
    """An instance of a rule: where it may fire, and the atoms and aggregates it rests on."""

    possible: int
    used: Atoms
    unmet: Atoms
    totals: tuple[Elements, ...]


class Joint:
    """The atoms of many cases with their rows; ``certain`` are the bits of what holds whatever is unknown in a case.

    The bits of what may hold come after those. ``sparse`` tells that most atoms hold in few of the worlds.
    """

    def __init__(self, strata: Sequence[tuple[Sequence[Function], bool]], rows: dict[GroundAtom, int],
                 everything: int, certain: int = 0, *, sparse: bool = True) -> None:  # fmt: skip
        self.sparse = sparse
        self.everything, self.certain_bits, self.possible_bits = everything, certain, certain << 1
        self.world_bits = everything & ~(self.certain_bits | self.possible_bits)
        self.rows = rows
        self.by_predicate: dict[Value, list[GroundAtom]] = {}
        for atom in rows:
            self.by_predicate.setdefault(atom[0], []).append(atom)
        self.instances: dict[GroundAtom, list[JointInstance]] = {}
        self._undecided: dict[GroundAtom, int] = {}
        self._forget_indexes()
        self.grew = False
        for functions, loop in strata:
            self._run(functions, loop=loop)

    def _run(self, functions: Sequence[Function], *, loop: bool) -> None:
        self.grew = True
        while self.grew:
            self.grew = False
            for function in functions:
                function(self, self.rows)
            if not loop:
                return
            self._forget_indexes()

    def _forget_indexes(self) -> None:
        self.indexes: dict[Signature, dict[object, list[GroundAtom]]] = {}
        self.by_bit: dict[tuple[Signature, object], dict[int, list[GroundAtom]]] = {}

    # what the compiled rules call

    def look(self, worlds: int, places: Signature, key: object) -> Sequence[GroundAtom]:
        """Return the atoms of a lookup that have the key in its places; atoms that hold in none of the worlds may be left out."""
        index = self.indexes.get(places)
        if index is None:
            index = self.indexes[places] = self._index(*places)
        found = index.get(key, ())
        if not self.sparse or len(found) <= LONG or worlds.bit_count() * 2 > len(found):
            return found
        return self._of_bits(worlds, (places, key), found)

    def _of_bits(self, worlds: int, asked: tuple[Signature, object], atoms: Sequence[GroundAtom]) -> Sequence[GroundAtom]:
        by_bit = self.by_bit.get(asked)
        if by_bit is None:
            by_bit = self.by_bit[asked] = {}
            for atom in atoms:
                for bit in bits(self.rows[atom]):
                    by_bit.setdefault(bit, []).append(atom)
        groups = [by_bit[bit] for bit in bits(worlds) if bit in by_bit]
        return groups[0] if len(groups) == 1 else list(dict.fromkeys(atom for group in groups for atom in group))

    def _index(self, predicate: str, places: tuple[int, ...]) -> dict[object, list[GroundAtom]]:
        found: dict[object, list[GroundAtom]] = {}
        for atom in self.by_predicate.get(predicate, ()):
            key = atom[places[0] + 1] if len(places) == 1 else tuple([atom[place + 1] for place in places])
            found.setdefault(key, []).append(atom)
        return found

    def derive(self, head: GroundAtom, worlds: int, used: Atoms, unmet: Atoms, totals: tuple[Elements, ...]) -> None:
        """Let the head of an instance hold in some worlds; where it only may hold it is kept what it rests on."""
        if self.certain_bits and (undecided := worlds & self.possible_bits & ~((worlds & self.certain_bits) << 1)):
            self.instances.setdefault(head, []).append(JointInstance(undecided, used, unmet, totals))
        known = self.rows.get(head)
        if known is None:
            self.rows[head] = worlds
            self.by_predicate.setdefault(head[0], []).append(head)
            self.grew = True
        elif worlds | known != known:
            self.rows[head] = worlds | known
            self.grew = True

    def without(self, worlds: int, atoms: Iterable[GroundAtom]) -> int:
        """Return the worlds in which none of the atoms holds."""
        for atom in atoms:
            row = self.rows.get(atom)
            if row is not None:
                worlds &= self.absent(row)
        return worlds

    def absent(self, row: int) -> int:
        """Return where an atom does not hold: not for certain where it may hold, and perhaps where it does not for certain."""
        if self.certain_bits:
            row = row & self.world_bits | (row & self.certain_bits) << 1 | (row & self.possible_bits) >> 1
        return ~row

    def undecided(self, atom: GroundAtom) -> int:
        """Return the cases in which an atom may hold and may not, by their bits of what may hold; for when all is derived."""
        found = self._undecided.get(atom)
        if found is None:
            found = self._undecided[atom] = self.open_in(self.rows.get(atom, 0))
        return found

    def open_in(self, worlds: int) -> int:
        """Return the cases in which what holds in some worlds may hold and may not, by their bits of what may hold."""
        return worlds & self.possible_bits ^ (worlds & self.certain_bits) << 1

    def perhaps(self, worlds: int) -> int:
        """Return worlds, with for each bit of what may hold also that of what holds for certain."""
        return worlds | (worlds & self.possible_bits) >> 1

    def totals(self, elements: Elements, worlds: int, count: bool) -> Iterable[tuple[int, int]]:
        """Return the values an aggregate can have, each with the worlds in which it has it."""
        sums = {0: worlds}
        for key, there in elements.items():
            weight = 1 if count else key[0]
            if not isinstance(weight, int):
                continue
            elsewhere = self.absent(there)
            after: dict[int, int] = {}
            for value, left in sums.items():
                if without := left & elsewhere:
                    after[value] = after.get(value, 0) | without
                if within := left & there:
                    total = checked(value + weight)
                    after[total] = after.get(total, 0) | within
            sums = after
        return sums.items()


def bits(row: int) -> Iterator[int]:
    """Yield the numbers of the bits of a row, lowest first."""
    while row:
        lowest = row & -row
        yield lowest.bit_length() - 1
        row ^= lowest
