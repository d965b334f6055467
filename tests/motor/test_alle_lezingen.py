"""Every combination of readings: what the solver says of them, compared with deciding each combination plainly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

import pytest

from tests.motor.mini import concepts
from tests.zaken import ALL, case_of, name
from toetssteen.kb.case import Case, Fact, FactKey
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.instance import chosen_readings
from toetssteen.kb.law import UNDETERMINED, Law, Reading, load_law
from toetssteen.kb.program import read_program
from toetssteen.ops import readings
from toetssteen.ops.assess import Outcome, assess, law_for
from toetssteen.ops.readings import EveryReading, WrongAnswer, every_reading
from toetssteen.parser.reader import read_case

FLAG = """
[mini_{letter}]
onderwerp = "zaak"
ja = "{letter} is zo"
nee = "{letter} is niet zo"
bijzin = "of {letter} zo is"
vraag = "Is {letter} zo?"
norm = ["16.1"]
bron = "proces"
"""
FACTS = ("mini_a", "mini_b", "mini_c")
READINGS = {"m1": ("p", "q", "r"), "m2": ("p", "q"), "m3": ("p", "q", "r"), "m4": ("p", "q")}
HEADS = ("belemmering", "belemmering", "weigeringsgrond", "plicht", "hulp", "hulp")
FIXED = """
%@ 16.1/kan eigen
%+ het kan
%- het kan niet
bevoegdheid(Z,"16.1/kan") :- zaak(Z,P,scholing).

%@ 16.1/grond eigen
%+ er is een grond
%- er is geen grond
weigerbaar(Z) :- weigeringsgrond(Z,N).

%@ 16.1/ruim eigen
%+ {B:euro}
%- er is geen bedrag
bedrag(Z,B) :- lezing(m1,p), zaak(Z,P,scholing), parameter(pp_max,B).

%@ 16.1/krap eigen
%+ {B:euro}
bedrag(Z,B) :- lezing(m1,q), zaak(Z,P,scholing), parameter(wep_max,B), mini_a(Z).
"""
CASE = "peildatum 1 februari 2025\n\ninwoner Anna\n  woont in Het Hogeland\n\naanvraag van Anna voor scholing\n"
SEEDS = range(40)
Combination: TypeAlias = tuple[tuple[str, str], ...]


class Decided(NamedTuple):
    outcome: str
    amount: int | None


def rule_text(number: int, random: Random) -> str:
    head = random.choice(HEADS)
    body = ["zaak(Z,P,scholing)"]
    for key in random.sample(sorted(READINGS), random.choice((0, 1, 1, 2))):
        body.insert(0, f"lezing({key},{random.choice(READINGS[key])})")
    below = [*FACTS, *([] if head == "hulp" else ["hulp", "hulp"])]
    body += [f"{random.choice(('', 'not '))}{fact}(Z)" for fact in random.sample(below, random.choice((0, 1, 2)))]
    norm = "" if head == "hulp" else f',"16.1/n{number}"'
    return f"%@ 16.1/n{number} eigen\n%+ {number} geldt\n%- {number} geldt niet\n{head}(Z{norm}) :- {', '.join(body)}.\n\n"


def reading(key: str, default: str) -> Reading:
    return Reading(key, ("16.1",), key, dict.fromkeys(READINGS[key], ""), default, (), "", "", False, False, "")


@lru_cache(maxsize=200)
def ordinance(seed: int) -> tuple[Case, Law]:
    """Return an invented ordinance with four readings of its own, and a case of which some facts are unknown."""
    random = Random(seed)
    base = load_law(date(2025, 2, 1))
    source = read_program("mini.lp", FIXED + "".join(rule_text(number, random) for number in range(random.randint(4, 9))))
    assert source.findings == ()
    rules = (*(rule for rule in base.rules if rule.label.startswith("gevolg/")), *source.rules)
    facts = concepts("".join(FLAG.format(letter=fact[-1]) for fact in FACTS))
    own = {key: reading(key, random.choice(options)) for key, options in READINGS.items()}
    data = base.data._replace(
        rules=rules, compiled=compile_rules(rules), labels={**base.labels, **{one.norm: one for one in source.labels}},
        vocabulary=base.data.vocabulary._replace(concepts=facts), readings={**own, "i67": base.readings["i67"]},
    )  # fmt: skip
    case, _findings = read_case(CASE)
    assert case is not None
    known = {FactKey(fact, "z1"): Fact(random.random() < 0.5) for fact in FACTS if random.random() < 0.6}
    return case._replace(facts=known), Law(data, base.statute_date, base.files, base.folder)


def decided(case: Case, law: Law, chosen: Combination, found: Outcome | None = None) -> Decided:
    with_readings = case._replace(readings={**case.readings, **dict(chosen)})
    law = law_for(with_readings) if "i68" in dict(chosen) else law
    item = found.application if found else None
    assessment = assess(with_readings, law, about=frozenset((item.provision,) if item else ()))
    outcome = next(one for one in assessment.outcomes if item is None or one.application._replace(id=item.id) == item)
    return Decided(outcome.outcome, outcome.amount)


def distance(case: Case, law: Law, combination: Combination) -> Combination:
    """Return which readings of a combination the case must choose itself: those that are not what they are anyway."""
    chosen = dict(combination)
    now = chosen_readings(case, law)
    state = {key: chosen[key] for key in ("i68",) if key in chosen}
    shifted = chosen_readings(case._replace(readings={**case.readings, **state}), law)
    start = shifted | {key: now[key] for key in ("i65", "i67", "i68") if key in now}
    return tuple((key, option) for key, option in combination if start[key] != option)


def brute(case: Case, law: Law, keys: list[str], found: Outcome | None = None) -> dict[Combination, Decided]:
    options = [[(key, option) for option in law.readings[key].options] for key in keys]
    return {one: decided(case, law, one, found) for one in itertools.product(*options)}


def smallest(case: Case, law: Law, every: dict[Combination, Decided], wanted: set[Combination]) -> set[Combination]:
    sets = {distance(case, law, one) for one in every if one in wanted}
    least = min(map(len, sets), default=0)
    return {one for one in sets if len(one) == least}


def matters(every: dict[Combination, Decided], keys: list[str]) -> set[str]:
    """Return the readings that change some combination when only they are chosen otherwise."""
    found = set()
    for place, key in enumerate(keys):
        groups: dict[Combination, set[str]] = {}
        for one, answer in every.items():
            groups.setdefault(one[:place] + one[place + 1 :], set()).add(answer.outcome)
        found |= {key} if any(len(outcomes) > 1 for outcomes in groups.values()) else set()
    return found


def compare(case: Case, law: Law, result: EveryReading, every: dict[Combination, Decided], keys: list[str]) -> None:
    others = {one.outcome: set(one.smallest) for one in result.others}
    outcomes = {answer.outcome for answer in every.values()} - {result.outcome}
    assert set(others) == outcomes
    for outcome in outcomes:
        assert others[outcome] == smallest(case, law, every, {one for one, got in every.items() if got.outcome == outcome})
    amounts = {one.amount: set(one.smallest) for one in result.amounts or ()}
    same = {one: got.amount for one, got in every.items() if got.outcome == result.outcome}
    if result.outcome not in ("geblokkeerd", UNDETERMINED) and result.amounts is not None:
        assert set(amounts) == set(same.values()) - {result.amount}
    for amount, sets in amounts.items():
        assert sets == smallest(case, law, every, {one for one, got in same.items() if got == amount})
    singles = {distance(case, law, one): got.outcome for one, got in every.items() if len(distance(case, law, one)) == 1}
    assert set(result.alone) == {one[0][0] for one, outcome in singles.items() if outcome != result.outcome}
    assert set(result.together) == matters(every, keys) - set(result.alone)


# ---- invented ordinances: all combinations


@pytest.mark.parametrize("seed", SEEDS)
def test_invented_ordinance_is_what_every_combination_gives(seed: int) -> None:
    case, law = ordinance(seed)
    keys = list(law.readings)
    (result,) = every_reading(case, law).results
    every = brute(case, law, keys)
    compare(case, law, result, every, keys)
    for one, answer in every.items():
        chosen = dict(one)
        inside = {region.outcome for region in result.regions
                  if all(chosen[key] in allowed for key, allowed in region.options.items())}  # fmt: skip
        assert inside == {answer.outcome}


def test_invented_ordinances_differ_enough() -> None:
    found = [result for seed in SEEDS for result in every_reading(*ordinance(seed)).results]
    assert sum(one.robust for one in found) >= 5
    assert sum(any(len(other.smallest[0]) > 1 for other in one.others) for one in found) >= 5
    assert {one.outcome for one in found} == {"verplicht", "bevoegd", "weigerbaar", "geblokkeerd", UNDETERMINED}
    assert sum(bool(one.together) for one in found) >= 10
    assert sum(bool(one.amounts) for one in found) >= 10


@pytest.mark.parametrize("kept", [("m1",), ("i67", "m3"), ("m1", "m2", "m3", "m4", "i67")])
def test_a_reading_that_is_kept_does_not_vary(kept: tuple[str, ...]) -> None:
    for seed in range(12):
        case, law = ordinance(seed)
        keys = [key for key in law.readings if key not in kept]
        found = every_reading(case, law, kept=kept)
        compare(case, law, found.results[0], brute(case, law, keys), keys)
        assert (found.kept, found.open) == (tuple(key for key in law.readings if key in kept), len(keys))


# ---- real cases: all combinations of the readings that matter, and a sample of all combinations


SAMPLE = ALL[::41]


def readings_to_try(result: EveryReading, law: Law, random: Random) -> list[str]:
    """Return some of the readings that matter to an outcome, and one that does not."""
    wanted = [*result.alone, *result.together][:5]
    rest = [key for key in law.readings if key not in (*result.alone, *result.together)]
    chosen = {*wanted, random.choice(rest)}
    return [key for key in law.readings if key in chosen]


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_real_case_is_what_every_combination_of_some_readings_gives(path: Path) -> None:
    case = case_of(path)
    law = law_for(case)
    for number, result in enumerate(every_reading(case, law).results[:2]):
        keys = readings_to_try(result, law, Random(number))
        found = every_reading(case, law, kept=[key for key in law.readings if key not in keys])
        pinned = case._replace(readings={key: option for key, option in chosen_readings(case, law).items()
                                         if key not in keys or key in case.readings})  # fmt: skip
        narrowed = next(one for one in found.results if one.application == result.application)
        outcome = next(one for one in found.assessment.outcomes if one.application == result.application)
        compare(pinned, law, narrowed, brute(pinned, law, keys, outcome), keys)


# of these the default of I-02 moves with I-68, and that decides
MOVING = ("2026-statische-verwijzing-volgt-oude-standaard", "2026-jongere-in-de-kale-verwijzing", "onderwijs-niet-passend")


@pytest.mark.parametrize("stem", MOVING)
@pytest.mark.parametrize("keys", [["i68"], ["i02", "i68"], ["i01", "i61", "i68"]], ids=" ".join)
def test_a_default_that_moves_with_another_reading_moves_unless_it_is_kept(stem: str, keys: list[str]) -> None:
    case = case_of(next(path for path in ALL if path.stem == stem))
    law = law_for(case)
    every = list(law.readings)
    for kept in ([key for key in every if key not in keys], [key for key in every if key not in {*keys, "i02"}]):
        undecided = [key for key in every if key not in kept]
        pinned = case._replace(readings={**case.readings, **{key: chosen_readings(case, law)[key] for key in kept}})
        found = every_reading(case, law, kept=kept)
        outcome = next(one for one in found.assessment.outcomes if one.application == found.results[0].application)
        compare(pinned, law, found.results[0], brute(pinned, law, undecided, outcome), undecided)


def test_under_another_law_the_reading_that_chooses_the_law_stays() -> None:
    case = case_of(next(path for path in ALL if path.stem == MOVING[1]))
    assert every_reading(case).kept == ()
    assert every_reading(case, law_for(case)).kept == ()
    found = every_reading(case, load_law(date(2025, 6, 1)))
    assert found.kept == ("i68",)
    assert all("i68" not in region.options for result in found.results for region in result.regions)


def random_combinations(law: Law, random: Random, count: int) -> Iterator[Combination]:
    for _ in range(count):
        yield tuple((key, random.choice(list(one.options))) for key, one in law.readings.items())


@pytest.mark.parametrize("path", ALL[::19], ids=name)
def test_any_combination_of_all_readings_lies_in_a_region_with_its_outcome(path: Path) -> None:
    case = case_of(path)
    law = law_for(case)
    found = every_reading(case, law)
    outcomes = {one.application.id: one for one in found.assessment.outcomes}
    for combination in random_combinations(law, Random(path.stem), 6):
        chosen = dict(combination)
        for result in found.results:
            inside = {region.outcome for region in result.regions
                      if all(chosen[key] in allowed for key, allowed in region.options.items())}  # fmt: skip
            assert inside == {decided(case, law, combination, outcomes[result.application.id]).outcome}


# ---- nothing is shown that deciding does not confirm


def test_a_set_that_deciding_does_not_confirm_is_refused() -> None:
    for seed in SEEDS[:8]:
        case, law = ordinance(seed)
        found = assess(case, law)
        check = readings._Check(case, law, None)
        question = readings._Question(found.outcomes[0], found.instance, [], check, 2)
        every = brute(case, law, ["m1", "m2"])
        for choices, answer in every.items():
            assert question._confirmed((choices,), answer.outcome, answer.amount) == (choices,)
            for other in {one.outcome for one in every.values()} - {answer.outcome}:
                with pytest.raises(WrongAnswer):
                    question._confirmed((choices,), other)
            with pytest.raises(WrongAnswer):
                question._confirmed((choices,), answer.outcome, 1)


def test_only_so_many_sets_are_shown_and_all_are_counted() -> None:
    for seed in SEEDS:
        (result,) = every_reading(*ordinance(seed), most=1).results
        (whole,) = every_reading(*ordinance(seed), most=99).results
        assert [one.smallest for one in result.others] == [one.smallest for one in whole.others]
        assert all(one.shown == one.smallest[:1] for one in result.others)
        assert all(one.shown == one.smallest for one in whole.others)
