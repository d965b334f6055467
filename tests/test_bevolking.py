"""Many persons at once: the same answers as case by case, whatever the batch, and which norm made a difference."""

from __future__ import annotations

import itertools

import pytest

from tests.zaken import ALL, case_of
from toetssteen.kb.case import Case
from toetssteen.kb.citation import sort_key
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.assess import BLOCKING, OPEN, Assessment, Outcome, assess
from toetssteen.ops.population import Decided, Result, compare, decide
from toetssteen.parser.reader import read_case

SLICES = 40
PERSON = """peildatum 1 oktober 2025
neem aan dat de overige feiten gunstig zijn

inwoner Anna
  geboren op 14 juni {year}
  ontvangt {benefit} bijstand
  heeft een kleine kans op werk

aanvraag van Anna voor participatieplaats
  vanaf 1 november 2025 voor {months} maanden
"""


def person(year: int = 1990, benefit: str = "algemene", months: int = 6) -> Case:
    case, findings = read_case(PERSON.format(year=year, benefit=benefit, months=months), "")
    assert case is not None, findings
    return case


def norms_of(outcome: Outcome) -> tuple[str, ...]:
    """Return the deciding norms of an outcome as the conditions, grounds and proofs of its assessment tell them."""
    conditions = [one for one in outcome.conditions if not one.deviated]
    status = outcome.assessment.worlds.status
    identity = outcome.application.id
    bases = {(atom[0], str(atom[2])[1:]): status[atom] == 0
             for atom in status if atom[0] in ("plicht", "bevoegdheid") and atom[1] == identity}  # fmt: skip
    if outcome.outcome == UNDETERMINED:
        found = [one.norm for one in (*conditions, *outcome.grounds) if one.state == OPEN]
        found += [norm for (_kind, norm), sure in bases.items() if not sure]
    elif outcome.outcome == "geblokkeerd":
        found = [one.norm for one in conditions if one.state == BLOCKING]
        if not bases:
            found.append("gevolg/geblokkeerd_zonder_grondslag")
        found = found or [one.norm for one in conditions if one.state == OPEN]
    elif outcome.outcome == "weigerbaar":
        found = [one.norm for one in outcome.grounds if one.state == BLOCKING]
        found = found or [one.norm for one in outcome.grounds if one.state == OPEN]
    else:
        own = {norm: sure for (kind, norm), sure in bases.items() if (kind == "plicht") is (outcome.outcome == "verplicht")}
        found = [norm for norm, sure in own.items() if sure] or list(own)
    return tuple(sorted(set(found), key=sort_key))


def expected(assessment: Assessment) -> tuple[Result, ...]:
    """Return the results of a case, taken from its assessment one property at a time."""
    return tuple(
        Result(one.application.person, one.application.provision, one.application.employer, one.application.id,
               one.application.own_motion, one.outcome, one.outcome_without_20, one.possible, norms_of(one), one.amount,
               one.until, months_of(one), one.reachable)
        for one in assessment.outcomes
    )  # fmt: skip


def months_of(outcome: Outcome) -> int | None:
    from toetssteen.kb.applications import asked_months

    return asked_months(outcome.application, outcome.assessment.instance.month_days)


def told(found: Decided) -> tuple[Result, ...]:
    """Return results by application, whatever the order."""
    return tuple(sorted(found.results, key=lambda one: int(one.application[1:])))


@pytest.mark.parametrize("part", range(SLICES))
def test_results_are_those_of_assess(part: int) -> None:
    cases = [case_of(path) for path in ALL[part::SLICES]]
    for about in (None,) if part % 5 == 0 else (frozenset[str](),):
        for case, found in zip(cases, decide(cases, about=about), strict=True):
            assert told(found) == expected(assess(case, about=about)), case.file


def test_no_answer_depends_on_batch_or_order() -> None:
    cases = [case_of(path) for path in ALL[::25]]
    whole = [one.results for one in decide(cases)]
    assert [one.number for one in decide(cases)] == list(range(1, len(cases) + 1))
    for batch in (1, 7, 10_000):
        assert [one.results for one in decide(cases, batch=batch)] == whole
    assert [one.results for one in decide(cases[::-1], batch=11)] == whole[::-1]


def test_cases_are_read_as_they_are_needed() -> None:
    endless = (person() for _ in itertools.count())
    found = list(itertools.islice(decide(endless, batch=3), 7))
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6, 7]


def test_the_norm_that_made_the_difference() -> None:
    before, young, long, same = decide([person(), person(year=2006), person(months=25), person()])
    assert compare(before, same) == ()
    (change,) = compare(before, young)
    assert change.moved
    assert change.norms == ("6.1/leeftijd",)
    (back,) = compare(young, before)
    assert back.norms == change.norms
    (other,) = compare(young, long)
    assert not other.moved
    assert "6.1/leeftijd" in other.norms
    assert "6.3/maximum" in other.norms


def test_what_one_side_does_not_know() -> None:
    (found,) = decide([person()])
    (change,) = compare(found, found._replace(results=()))
    assert (change.after, change.moved) == (None, True)
    assert compare((), found.results)[0].before is None
