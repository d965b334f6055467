"""Many persons at once: the same answers as case by case, whatever the batch, and which norm made a difference."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from tests.mutaties import joined, mutated
from tests.zaken import ALL, case_of
from toetssteen.kb.case import Case, Ceiling, Fact, FactKey
from toetssteen.kb.citation import sort_key
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.law import HOGELAND, UNDETERMINED, Law, load_law, statute_states
from toetssteen.kb.program import read_program
from toetssteen.kb.separate import keeps_persons_apart
from toetssteen.ops import population
from toetssteen.ops.assess import BLOCKING, OPEN, Assessment, Outcome, assess, law_for
from toetssteen.ops.population import Decided, Result, compare, decide
from toetssteen.ops.results import results_of
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


@pytest.mark.parametrize("seed", range(8))
def test_results_of_changed_cases_are_those_of_assess(seed: int) -> None:
    draw = Random(seed)
    some = [case_of(path) for path in draw.sample(ALL, 60)]
    cases = [mutated(draw.choice(some), draw) for _ in range(30 if seed % 4 == 0 else 120)]
    about = None if seed % 4 == 0 else frozenset[str]()
    for case, found in zip(cases, decide(cases, about=about, batch=draw.choice((30, 1000))), strict=True):
        assert found.results == results_of(assess(case, about=about)), case


def test_cases_of_many_persons_are_decided_as_a_whole_would_be() -> None:
    draw = Random(4)
    some = [mutated(case_of(path), draw) for path in draw.sample(ALL, 150)]
    cases = [joined(draw.sample(some, draw.choice((2, 3, 6)))) for _ in range(25)]
    cases += [case for path in ALL if len((case := case_of(path)).persons) > 1]
    for case, found in zip(cases, decide(cases), strict=True):
        assert found.results == results_of(assess(case, about=frozenset())), case
    for case, found in zip(cases[:3], decide(cases[:3], about=None), strict=True):
        assert found.results == results_of(assess(case)), case


@pytest.mark.parametrize("state", statute_states(HOGELAND))
def test_no_shipped_rule_ties_one_person_to_another(state: date) -> None:
    assert keeps_persons_apart(load_law(state))


@pytest.mark.parametrize(
    ("rule", "apart"),
    [
        ("dubbel(Z) :- zaak(Z,P,V), zaak(Y,Q,V), P != Q.", False),
        ("dubbel(Z) :- zaak(Z,P,V), K = #count { Y : zaak(Y,_,V) }, K > 1.", False),
        ("dubbel(Z) :- zaak(Z,P,V), not plaatsing(_,_,V).", False),
        ("dubbel(V) :- zaak(Z,P,V).", False),
        ("dubbel(Z) :- plaatsing_bij_werkgever(Z,T,W), onbeloond(T).", False),
        ("dubbel(Z) :- plaatsing_bij_werkgever(Z,T,W), zelfde_werk(Z,T).", True),
        ("dubbel(Z) :- zaak(Z,P,V), not leeftijd(P,_).", True),
    ],
)
def test_a_rule_that_ties_persons_is_found(rule: str, apart: bool) -> None:
    law = law_for(person())
    rules = (*law.rules, *read_program("eigen.lp", f"%@ 6.1/dubbel eigen\n%+ dubbel\n{rule}\n").rules)
    own = Law(law.data._replace(rules=rules, compiled=compile_rules(rules), concerns=()), law.statute_date, law.files, law.folder)
    assert len(rules) == len(law.rules) + 1
    assert keeps_persons_apart(own) is apart


def test_a_rule_over_all_persons_counts_them_all() -> None:
    law = law_for(person())
    text = '%@ 6.1/druk eigen\n%+ druk\nbelemmering(Z,"6.1/druk") :- zaak(Z,P,V), K = #count { Y : zaak(Y,_,V) }, K > 2.\n'
    rules = (*law.rules, *read_program("eigen.lp", text).rules)
    labels = law.labels | {"6.1/druk": law.labels["6.1/leeftijd"]._replace(norm="6.1/druk")}
    data = law.data._replace(rules=rules, labels=labels, compiled=compile_rules(rules), concerns=())
    own = Law(data, law.statute_date, law.files, law.folder)
    for count, blocked in ((2, False), (3, True), (7, True)):
        (found,) = decide([joined([person()] * count)], own)
        assert found.results == results_of(assess(found.case, own, about=frozenset()))
        assert all(("6.1/druk" in one.norms) is blocked for one in found.results)


def test_few_cases_need_to_be_decided_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[Case] = []

    def decided_alone(case: Case, law: Law, about: frozenset[str] | None) -> tuple[Result, ...]:
        alone.append(case)
        return results_of(assess(case, law, about=about))

    monkeypatch.setattr(population, "alone", decided_alone)
    cases = [case_of(path) for path in ALL[::10]]
    assert len(list(decide(cases))) == len(cases)
    assert len(alone) <= len(cases) // 50


def test_an_altered_law_does_not_leak_into_another() -> None:
    law = law_for(person())
    rules = tuple(rule for rule in law.rules if rule.label != "6.1/leeftijd")
    other = Law(
        law.data._replace(rules=rules, compiled=compile_rules(rules), concerns=()), law.statute_date, law.files, law.folder
    )
    young = [person(year=2006), person()]
    before, there, after = ([one.results for one in decide(young, which)] for which in (law, other, law))
    assert before == after
    assert [one.results for one in decide(young, lambda case: other)] == there
    assert "6.1/leeftijd" in before[0][0].norms
    assert "6.1/leeftijd" not in there[0][0].norms
    assert before[1] == there[1]


def test_a_number_that_does_not_fit_spoils_its_own_case_only() -> None:
    large = person()._replace(title="groot")
    key = FactKey("kosten", "z1")
    ceiling = Ceiling("f1", "participatieplaats", budget=2_000_000_000)
    large = large._replace(ceilings=(ceiling,), facts={**large.facts, key: Fact(2**31 - 1)})
    with pytest.raises(OverflowError):
        assess(large, about=frozenset())
    found = decide([person(), large, person()], batch=1)
    assert next(found).results == next(decide([person()])).results
    with pytest.raises(OverflowError):
        next(found)


def test_no_answer_depends_on_batch_or_order() -> None:
    cases = [case_of(path) for path in ALL[::25]]
    whole = [one.results for one in decide(cases)]
    assert [one.number for one in decide(cases)] == list(range(1, len(cases) + 1))
    for batch in (1, 7, 10_000):
        assert [one.results for one in decide(cases, batch=batch)] == whole
    assert [one.results for one in decide(cases[::-1], batch=11)] == whole[::-1]


def test_what_was_not_asked_does_not_depend_on_batch_or_order_either() -> None:
    draw = Random(9)
    some = [mutated(case_of(path), draw) for path in draw.sample(ALL, 40)]
    # the same persons closed and open, with and without assumptions: their shapes are others, many of their facts the same
    cases = [case._replace(closure=closure, assumed=assumed) for case in some if len(case.persons) == 1
             for closure, assumed in (("onbekend", ()), ("ontkend", ()), ("onbekend", ("feiten",)))]  # fmt: skip
    whole = [one.results for one in decide(cases, about=None)]
    assert [one.results for one in decide(cases, about=None, batch=9)] == whole
    assert [one.results for one in decide(cases[::-1], about=None, batch=50)] == whole[::-1]
    for case, found in list(zip(cases, whole, strict=True))[::7]:
        assert found == results_of(assess(case, about=None)), case


def test_cases_are_read_as_they_are_needed() -> None:
    endless = (person() for _ in itertools.count())
    found = list(itertools.islice(decide(endless, batch=3), 7))
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6, 7]


def test_an_interruption_keeps_what_is_finished() -> None:
    def interrupted() -> Iterator[Case]:
        yield from (person(year=1960 + number) for number in range(7))
        raise KeyboardInterrupt

    kept: list[Decided] = []
    with pytest.raises(KeyboardInterrupt):
        kept.extend(decide(interrupted(), batch=3))
    assert [one.results for one in kept] == [one.results for one in decide(person(year=1960 + number) for number in range(6))]


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
