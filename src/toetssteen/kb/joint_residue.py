"""What is left to find out of one atom of one case among many: the open instances beneath it, and whether they can hold.

What is certain has gone from those instances, so cases that differ elsewhere often leave the same ones, and the answer is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from toetssteen.kb.case import FactKey
from toetssteen.kb.grounding import Instance
from toetssteen.kb.instance import Open
from toetssteen.kb.joint import Joint
from toetssteen.kb.rows import every_world
from toetssteen.kb.solver import Solver
from toetssteen.kb.terms import GroundAtom

NO_KEY = FactKey("", "")
Alternatives: TypeAlias = tuple[tuple[GroundAtom, ...], ...]
Giving: TypeAlias = Callable[[GroundAtom], Iterable[tuple[Alternatives, int]]]


class Status(NamedTuple):
    """Whether an atom holds in all worlds, and whether it holds in some."""

    always: bool
    sometimes: bool


def settled(joint: Joint, bit: int, atom: GroundAtom, giving: Giving) -> tuple[Status | None, int]:
    """Return the status of an atom in the case whose possibility a bit tells, None when its instances do not tell enough.

    With it come the bits of all cases that leave the same instances, so of which the same is true. ``giving`` tells the
    alternatives of the unknown facts that can give an atom, with the bits of the cases in which they are unknown.
    """
    found = _Residue(joint, bit)
    if not found.visit(atom):
        return None, found.alike
    needed = {id(alternatives): alternatives for part in found.open for alternatives, cases in giving(part)
              if found.test(cases)}  # fmt: skip
    return _status(atom, tuple(found.instances), tuple(needed.values())), found.alike


class _Residue:
    """The open instances beneath an atom in one case, each after those it rests on; ``alike`` are the cases with the same."""

    def __init__(self, joint: Joint, bit: int) -> None:
        self.joint = joint
        self.possible = 1 << bit
        self.alike = joint.possible_bits
        self.instances: list[Instance] = []
        self.open: dict[GroundAtom, bool] = {}
        self.above: set[GroundAtom] = set()

    def test(self, cases: int) -> bool:
        """Return whether the case is among some, and keep of the others those of which the same is true."""
        if cases & self.possible:
            self.alike &= cases
            return True
        self.alike &= ~cases
        return False

    def visit(self, atom: GroundAtom) -> bool:
        """Add the instances of an open atom; return whether those of all beneath it could be found."""
        if atom in self.above:
            return False  # rules that feed themselves are for the solver of a single case
        if atom in self.open:
            return True
        self.open[atom] = True
        self.above.add(atom)
        for one in self.joint.instances.get(atom, ()):
            if not self.test(one.possible):
                continue
            holding = tuple([part for part in one.used if self._is_open(part)])
            failing = tuple([part for part in one.unmet if self._is_open(part)])
            fixed = not any(self.test(self.joint.open_in(worlds)) for elements in one.totals for worlds in elements.values())
            if not fixed or not all(map(self.visit, (*holding, *failing))):
                return False
            self.instances.append(Instance(atom, holding, failing, ()))
        self.above.discard(atom)
        return True

    def _is_open(self, atom: GroundAtom) -> bool:
        return self.test(self.joint.undecided(atom))


@lru_cache(maxsize=20_000)
def _status(atom: GroundAtom, instances: tuple[Instance, ...], alternatives: tuple[Alternatives, ...]) -> Status:
    opens = [Open(NO_KEY, one) for one in alternatives]
    rows = every_world(instances, opens)
    if rows is not None:
        return Status(rows.rows[atom] == rows.everything, bool(rows.rows[atom]))
    always, sometimes = Solver(instances, opens, (atom,)).consequences()
    return Status(atom in always, atom in sometimes)
