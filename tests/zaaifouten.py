"""Seeded faults: of a number of mutants of the ordinance, a case that comes out otherwise, or the proof that none does.

``python -m tests.zaaifouten`` compares the law with each of 50 mutants over all cases. A mutant that is known to be
equivalent must come out equal; one that comes out equal in everything is named, for somebody to look at.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random
from time import monotonic
from types import MappingProxyType
from typing import NamedTuple

from tests.mutanten import READING, Mutant, all_mutants, mutated
from tests.mutatie import equivalent
from toetssteen.kb.joint_space import Side
from toetssteen.kb.law import HOGELAND, Law, load_law, statute_states
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.kb.terms import AtomLiteral
from toetssteen.ops.assess import law_for
from toetssteen.ops.compare import Compare, Spaces, Witness, compare_scenarios, side_of

SEED, FAULTS = 2026, 50


class Verdict(NamedTuple):
    """What the comparison with a mutant gives: the first voorziening that shows it, with its smallest case; or nothing."""

    mutant: Mutant
    provision: str = ""
    witness: Witness | None = None


def sample(count: int, seed: int = SEED) -> list[Mutant]:
    """Return mutants spread over the articles: in turn one of each, by chance within it."""
    found: dict[str, list[Mutant]] = {}
    random = Random(seed)
    for mutant in all_mutants():
        found.setdefault(_article(mutant), []).append(mutant)
    for group in found.values():
        random.shuffle(group)
    groups = [found[key] for key in sorted(found)]
    random.shuffle(groups)
    turns = [group[turn] for turn in range(max(map(len, groups))) for group in groups if turn < len(group)]
    return turns[:count]


def _article(mutant: Mutant) -> str:
    return mutant.original.file if mutant.original is not None else mutant.kind


@lru_cache(maxsize=4)
def _states() -> tuple[Law, ...]:
    return tuple(load_law(state) for state in statute_states(HOGELAND))


def comparison(mutant: Mutant, readings: Mapping[str, str] = MappingProxyType({})) -> Compare:
    """Return the comparison of the law with a mutant of it, under some readings; another reading is a scenario."""
    if mutant.kind == READING:
        return compare_scenarios(BASELINE, Scenario(readings={mutant.name: mutant.value}), Spaces())
    made = {id(law): mutated(law, mutant) for law in _states()}
    read = side_of(Scenario(readings=readings))
    other = Side(read.case_of, lambda case: made[id(law_for(case))])
    return Compare([read, other], [*_states(), *made.values()])


def judged(mutant: Mutant, provisions: Sequence[str] = ()) -> Verdict:
    """Return the first voorziening about which a mutant makes a difference: in an outcome, its ground, or what follows."""
    for compare in (comparison(mutant), *under_other_readings(mutant)):
        found = _shown(compare, provisions or compare.provisions())
        if found is not None:
            return Verdict(mutant, *found)
    return Verdict(mutant)


def under_other_readings(mutant: Mutant) -> Iterator[Compare]:
    """Yield the comparisons with a mutant under the readings that its rule names, and under their rivals."""
    if mutant.original is None:
        return
    law = _states()[-1]
    for literal in mutant.original.body:
        if isinstance(literal, AtomLiteral) and literal.predicate == "lezing":
            key = str(literal.terms[0])
            yield from (comparison(mutant, {key: option}) for option in law.readings[key].options)


def _shown(compare: Compare, names: Sequence[str]) -> tuple[str, Witness] | None:
    """Return the first voorziening with a difference and its case: in an outcome first, else in a ground or what follows."""
    for name in names:
        witness = compare.witness(name)
        if witness is not None:
            return name, witness
    for name in names:
        found = compare.compare(name, 1)
        for witness in (*found.grounds, *found.follows):
            return name, witness
    return None


def told(verdict: Verdict) -> str:
    """Return a verdict as one line."""
    witness = verdict.witness
    if witness is None:
        known = equivalent().get(verdict.mutant.key, "")
        return f"gelijk: {verdict.mutant.key}" + (f" ({known})" if known else "")
    norms = ", ".join(dict.fromkeys(f"{one.kind} {one.norm}".strip() for one in (*witness.first, *witness.second)))
    outcomes = " tegen ".join(witness.outcomes)
    return f"verschil: {verdict.mutant.key}: {verdict.provision}, {outcomes}{f' ({norms})' if norms else ''}"


def main() -> int:
    """Report every mutant; exit code 1 when one that is known to be equivalent shows a difference in an outcome."""
    parser = argparse.ArgumentParser(prog="python -m tests.zaaifouten", description=__doc__)
    parser.add_argument("--aantal", type=int, default=FAULTS, metavar="N", help="hoeveel mutanten")
    parser.add_argument("--zaad", type=int, default=SEED, metavar="N", help="welke mutanten: een andere worp")
    options = parser.parse_args()
    wrong = 0
    began = monotonic()
    for number, mutant in enumerate(sample(options.aantal, options.zaad), 1):
        verdict = judged(mutant)
        witness = verdict.witness
        wrong += witness is not None and witness.outcomes[0] != witness.outcomes[1] and mutant.key in equivalent()
        print(f"{number:3} {told(verdict)}", flush=True)
    minutes = (monotonic() - began) / 60
    print(f"{options.aantal} mutanten in {minutes:.1f} minuten, {wrong} tegen de lijst van gelijkwaardige")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
