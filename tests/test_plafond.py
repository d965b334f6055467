"""Limits on voorzieningen (3.5, 3.6): which one is for which application, and what may still be granted under it."""

from __future__ import annotations

import random
from datetime import date

import pytest

from toetssteen.kb.applications import all_applications
from toetssteen.kb.case import Application, Case, Ceiling, Fact, FactKey
from toetssteen.kb.ceilings import application_day, ceiling_atoms
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import load_law
from toetssteen.ops.assess import Assessment
from toetssteen.parser.json_form import read_any
from toetssteen.parser.reader import read_case
from toetssteen.parser.writer import write_case

DAY = date(2025, 10, 1)
LAW = load_law(DAY)
KIND = "werkervaringsplaats"


def case(*ceilings: Ceiling, application: Application, **facts: bool | int | date | None) -> Case:
    """Return a case in which nothing but the limits stands in the way; facts are about the application or the limit."""
    about = {key: "f1" if LAW.concepts[key].subject == "plafond" else "z1" for key in facts}
    stated = {FactKey(key, about[key]): Fact(value) for key, value in facts.items()}
    stated |= {FactKey("ontvangt_algemene_bijstand", "A"): Fact(value=True), FactKey("geboren", "A"): Fact(date(1990, 6, 14))}
    return Case(reference_date=DAY, assumed=("feiten",), persons=("A",), employers=("W",), applications=(application,),
                ceilings=ceilings, facts=stated)  # fmt: skip


def asked(submitted: date | None = None, start: date | None = date(2025, 11, 1)) -> Application:
    return Application("z1", "A", KIND, "W", start, months=3, submitted=submitted)


YEAR = Ceiling("f1", KIND, date(2025, 1, 1), date(2025, 12, 31), 100_000)


@pytest.mark.parametrize(
    ("application", "day"),
    [
        (asked(submitted=date(2025, 3, 1)), date(2025, 3, 1)),
        (asked(), date(2025, 11, 1)),
        (asked(start=None), DAY),
    ],
)
def test_the_day_of_an_application_is_that_of_its_submission_then_its_start(application: Application, day: date) -> None:
    assert application_day(application, case(application=application)) == day


@pytest.mark.parametrize(
    ("ceiling", "submitted", "holds"),
    [
        (YEAR, date(2025, 1, 1), True), (YEAR, date(2025, 12, 31), True), (YEAR, date(2024, 12, 31), False),
        (YEAR, date(2026, 1, 1), False), (YEAR._replace(provision="proefplaats"), date(2025, 3, 1), False),
        (YEAR._replace(start=None, end=None), date(2030, 1, 1), True),
    ],
)  # fmt: skip
def test_a_limit_is_for_applications_of_its_kind_and_period(ceiling: Ceiling, submitted: date, *, holds: bool) -> None:
    given = case(ceiling, application=asked(submitted=submitted))
    atoms = list(ceiling_atoms(given, all_applications(given, LAW)))
    assert (("plafond_van", "z1", "f1") in atoms) == holds
    assert (("grensdag", "z1", submitted.toordinal()) in atoms) == holds
    assert ("plafond", "f1", ceiling.provision) in atoms
    assert (("zonder_tijdvak", "f1") in atoms) == (ceiling.start is None)


def test_facts_about_costs_only_matter_under_a_limit() -> None:
    keys = ("kosten", "loopt_al", "ontvangen_in_tijdvak", "ontvangen_dit_jaar", "ontvangen_ooit")
    without = instantiate(case(application=asked(), kosten=100)._replace(assumed=()), LAW)
    under = instantiate(case(YEAR, application=asked(submitted=DAY))._replace(assumed=()), LAW)
    assert not {one.key.concept for one in without.opens} & set(keys)
    assert not any(atom[0] in keys for atom in without.facts)
    assert {one.key.concept for one in under.opens if one.key.subject == "z1"} >= set(keys)


def test_own_motion_assessments_are_limited_too() -> None:
    given = case(YEAR, application=Application("z1", "A", "proefplaats", "W", start=DAY, months=2))
    found = {atom[1] for atom in ceiling_atoms(given, all_applications(given, LAW)) if atom[0] == "plafond_van"}
    assert len(found) == 1
    assert found.isdisjoint({"z1"})


READINGS = [(nature, moment) for nature in ("kan_weigeren", "moet_weigeren", "naar_aard")
            for moment in ("prospectief_deels", "prospectief_geheel", "pas_na_overschrijding")]  # fmt: skip


@pytest.mark.parametrize(("nature", "moment"), READINGS)
@pytest.mark.parametrize("subsidy", [True, False])
def test_amounts_against_an_independent_calculation(nature: str, moment: str, *, subsidy: bool) -> None:
    draw = random.Random(f"{nature}{moment}{subsidy}")
    for _number in range(25):
        limit, granted = draw.choice((0, 1, 50_000, 1_000_000_000)), draw.choice((0, 1, 49_999, 50_000, 50_001, 1_000_000_000))
        cost = draw.choice((0, 1, 99, 100, 101, 4_999_999, 5_000_000, 5_000_001, 2_000_000_000))
        room = (limit - granted) * 100
        passed = room < 0 or (moment != "pas_na_overschrijding" and cost > room)
        part = room if moment == "prospectief_deels" and 0 < room < cost else 0
        must = nature == "moet_weigeren" or (nature == "naar_aard" and subsidy)
        wanted = "bevoegd" if not passed or (must and part) else "geblokkeerd" if must else "weigerbaar"
        given = case(YEAR._replace(budget=limit), application=asked(submitted=DAY), kosten=cost, verleend_bedrag=granted,
                     subsidieplafond=subsidy, bekendgemaakt=date(2024, 12, 10))  # fmt: skip
        (found, *_others) = Assessment(given._replace(readings={"i15": nature, "i16": moment}), LAW, frozenset()).outcomes
        assert (found.outcome, found.amount) == (wanted, part if passed and must and part else None), (limit, granted, cost)


def test_the_exact_amount_that_would_settle_it_is_named() -> None:
    text = ("peildatum 1 oktober 2025\nneem aan dat de overige feiten gunstig zijn\nlezing I-16: prospectief_geheel\n\n"
            "plafond werkervaringsplaats 2025: hooguit € 120.000\n  is een subsidieplafond\n"
            "  bekendgemaakt op 10 december 2024\n  al verleend € 110.000\n\ninwoner Anna\n  ontvangt algemene bijstand\n"
            "  geboren op 14 juni 1990\n\naanvraag van Anna voor werkervaringsplaats\n"
            "  vanaf 1 november 2025 voor 3 maanden\n  ingediend op 1 oktober 2025\n")  # fmt: skip
    found, findings = read_any(text.encode(), "zaak.feiten")
    assert found is not None, findings
    instance = instantiate(found, LAW)
    unknown = next(one for one in instance.opens if one.key == FactKey("kosten", "z1"))
    values = {atoms[0][-1] for atoms in unknown.alternatives if atoms}
    assert {1_000_000, 1_000_001} <= values
    assert len(values) < 200


@pytest.mark.parametrize("kind", [one.name for one in LAW.provisions.values() if one.is_provision or one.about])
def test_a_limit_for_every_kind_that_can_have_one(kind: str) -> None:
    for period in ("", " 2025", " van 1 maart 2025 tot en met 31 mei 2025"):
        case, findings = read_case(f"peildatum 1 oktober 2025\n\nplafond {kind}{period}: hooguit 5 personen\n\ninwoner Anna\n")
        assert case is not None, findings
        assert read_case(write_case(case, LAW))[0] is not None
