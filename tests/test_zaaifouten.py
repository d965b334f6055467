"""A few seeded faults: the comparison over all cases shows each of them, or proves what the list of equivalent mutants says."""

from __future__ import annotations

import pytest

from tests.mutanten import Mutant, all_mutants
from tests.mutatie import equivalent
from tests.zaaifouten import judged, sample
from toetssteen.ops.compare import Witness

KNOWN = ("6.3/maximum: regel weg", "wep_max: een stap hoger", "5.1/inwoner: not inwoner(P) omgekeerd")
SAME = ("5.4/te_lange_basis: zonder zaak(Z,P,werkervaringsplaats)", "8.5/verlenging_gebruikt: zonder vervolgperiode(Z,I)")


def named(key: str) -> Mutant:
    return next(one for one in all_mutants() if one.key == key)


@pytest.mark.parametrize("key", KNOWN)
def test_a_fault_comes_out(key: str) -> None:
    found = judged(named(key), ("werkervaringsplaats", "participatieplaats"))
    assert isinstance(found.witness, Witness)
    assert found.witness.outcomes[0] != found.witness.outcomes[1]


@pytest.mark.parametrize("key", SAME)
def test_an_equivalent_mutant_is_equal(key: str) -> None:
    assert key in equivalent()
    found = judged(named(key), ("werkervaringsplaats", "proefplaats"))
    assert found.witness is None


def test_the_sample_is_spread() -> None:
    mutants = sample(50)
    assert len({one.original.file for one in mutants if one.original is not None}) > 30
    assert len({one.identity for one in mutants}) == 50
