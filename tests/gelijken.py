"""Every claim that two sides are equal for everybody, put to random cases: ``python -m tests.gelijken``.

The claims are those of the two states of the statute and of every starred reading against its rivals, per voorziening. A
case is drawn from the whole space, decided by itself under both sides, and must come out the same. A claim that rests on
rules that are the same needs no search and is left out, unless asked for (``--alle``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from time import monotonic
from typing import NamedTuple

from toetssteen.kb.case import Case
from toetssteen.kb.case_space import moments
from toetssteen.kb.joint_space import JointSpace, Side, joint_space
from toetssteen.kb.law import load_law
from toetssteen.kb.scenario import BASELINE, Scenario
from toetssteen.ops.compare import ROOTS, Compare, Spaces, compare_scenarios
from toetssteen.ops.population import decide

CASES, SEED = 10_000, 2026
# How often a fact is not as it usually is: from cases that are nearly usual to cases in which anything goes.
UNUSUAL = (0.05, 0.15, 0.3, 0.6)


class Claim(NamedTuple):
    """That two sides decide everybody the same about one voorziening; ``searched`` tells that it took a search to know."""

    name: str
    compare: Compare
    provision: str
    searched: bool


def comparisons() -> Iterator[tuple[str, Compare]]:
    """Yield the two states of the statute, and the default of every starred reading against each of its rivals."""
    spaces = Spaces()
    states = (Scenario(statute=date(2024, 7, 1)), Scenario(statute=date(2026, 1, 1)))
    yield "2024-07-01 en 2026-01-01", compare_scenarios(*states, spaces)
    for key, reading in load_law(date(2025, 1, 1)).readings.items():
        for option in reading.options if reading.starred else ():
            if option != reading.default:
                yield f"{reading.display}:{option}", compare_scenarios(BASELINE, Scenario(readings={key: option}), spaces)


def claims(*, every: bool, provisions: Sequence[str] = ()) -> Iterator[Claim]:
    """Yield what the comparisons say is equal for everybody."""
    for name, compare in comparisons():
        for provision in provisions or compare.provisions():
            searched = any(not compare.same_law(one, provision) for one in moments(provision, compare.laws))
            if (searched or every) and compare.witness(provision) is None:
                yield Claim(name, compare, provision, searched)


def random_cases(claim: Claim, count: int, random: Random) -> Iterator[Case]:
    """Yield random cases of the space of a claim, as many of every moment."""
    times = moments(claim.provision, claim.compare.laws)
    for number, moment in enumerate(times):
        space = joint_space(moment, claim.compare.sides, ROOTS)
        share = count // len(times) + (number < count % len(times))
        yield from (random_case(space, random) for _ in range(share))


def random_case(space: JointSpace, random: Random) -> Case:
    """Return a random case of a moment: some facts at random, the others as they usually are."""
    often = random.choice(UNUSUAL)
    return space.case_of([random.randrange(len(one.values)) if not number or random.random() < often
                          else one.weights.index(min(one.weights)) for number, one in enumerate(space.choices)])  # fmt: skip


def refuting(claim: Claim, cases: Iterator[Case]) -> Case | None:
    """Return a case that is decided otherwise under the second side, or None when all of them are decided the same."""
    first, second = claim.compare.sides
    about = frozenset((claim.provision,))
    listed = list(cases)
    both = [_outcomes(claim, side, listed, about) for side in (first, second)]
    return next((case for case, one, other in zip(listed, *both, strict=True) if one != other or not one), None)


def _outcomes(claim: Claim, side: Side, cases: Sequence[Case], about: frozenset[str]) -> list[list[str]]:
    """Return the outcomes of every case on a side, about the voorziening of a claim."""
    decided = decide((side.case_of(case) for case in cases), side.law_of, about=about)
    return [[result.outcome for result in one.results if result.provision == claim.provision] for one in decided]


def main() -> int:
    """Report every claim; exit code 1 when a random case refutes one."""
    parser = argparse.ArgumentParser(prog="python -m tests.gelijken", description=__doc__)
    parser.add_argument("--aantal", type=int, default=CASES, metavar="N", help="hoeveel gevallen per bewering")
    parser.add_argument("--zaad", type=int, default=SEED, metavar="N", help="een andere worp")
    parser.add_argument("--alle", action="store_true", help="ook wat gelijk is omdat de regels gelijk zijn")
    options = parser.parse_args()
    began, number, wrong = monotonic(), 0, 0
    for claim in claims(every=options.alle):
        number += 1
        case = refuting(claim, random_cases(claim, options.aantal, Random(f"{options.zaad} {claim.name} {claim.provision}")))
        wrong += case is not None
        said = "weerlegd door " + repr(case) if case is not None else f"houdt stand in {options.aantal} gevallen"
        print(f"{claim.name}, {claim.provision}: {said}", flush=True)
    print(f"{number} beweringen in {(monotonic() - began) / 60:.1f} minuten, {wrong} weerlegd")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
