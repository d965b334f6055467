"""What is proved equal for everybody survives random cases; ``python -m tests.gelijken`` tries ten thousand of each."""

from __future__ import annotations

from random import Random

import pytest

from tests.gelijken import Claim, comparisons, random_cases, refuting
from toetssteen.kb.case import Case

CASES = 120
# Readings whose rules can reach the voorziening and yet change no outcome, found by searching.
CLAIMS = (("I-01:open_vrij", "leer_werktraject"), ("I-08:letterlijk", "participatieplaats"), ("I-13:cumulatief", "premie"))
DIFFERENT = ("I-50:alle", "vervoersvoorziening")


def claim(name: str, provision: str) -> Claim:
    return Claim(name, dict(comparisons())[name], provision, searched=True)


@pytest.mark.parametrize(("name", "provision"), CLAIMS)
def test_a_proof_survives(name: str, provision: str) -> None:
    found = claim(name, provision)
    assert found.compare.witness(provision) is None
    assert refuting(found, random_cases(found, CASES, Random(name))) is None


def test_random_cases_would_refute_what_is_not_so() -> None:
    found = claim(*DIFFERENT)
    assert found.compare.witness(found.provision) is not None
    assert isinstance(refuting(found, random_cases(found, 1000, Random(1))), Case)
