"""``verdeel`` from cases and a policy to who gets what: what the law makes of everybody, limits, reasons, messages."""

from __future__ import annotations

import pytest

from toetssteen.kb.case import Case
from toetssteen.kb.policy import Goal, Policy
from toetssteen.ops.allocation.caseload import BLOCKED, COMPETES, OPEN, OUTSIDE, OWED, REFUSABLE, Caseload, read_caseload
from toetssteen.ops.allocation.division import divide
from toetssteen.ops.allocation.report import allocate
from toetssteen.ops.assess import law_for
from toetssteen.parser.policy import read_policy
from toetssteen.parser.reader import read_case

Output = pytest.CaptureFixture[str]
HEAD = "peildatum 1 oktober 2025\nneem aan dat de overige feiten gunstig zijn\n"
CEILING = """
plafond scholing 2025: {limits}
  is geen subsidieplafond
  er is al € {spent} verleend
  er is al verleend aan {served} personen
"""
PERSON = "\ninwoner {name}\n  geboren op 14 juni 1990\n  ontvangt algemene bijstand\n  {fact}\n"
FENNA = """
plafond loonkostensubsidie 2025: hooguit 0 personen, hooguit € 0
  is geen subsidieplafond
  er is al € 0 verleend
  er is al verleend aan 0 personen

inwoner Fenna
  geboren op 9 mei 1994
  ontvangt algemene bijstand
  behoort tot de doelgroep loonkostensubsidie, volgens het college

werkgever Kwekerij Oosternieland

aanvraag van Fenna voor loonkostensubsidie bij Kwekerij Oosternieland
  vanaf 1 november 2025
  ingediend op 1 oktober 2025
  de werkgever is van plan haar met loonkostensubsidie in dienst te nemen
  de loonwaarde is vastgesteld, volgens het college
  kosten € 12.000
"""
WITHOUT_LIST = "lezing I-18: geen\n"
ASKED = "\naanvraag van {name} voor scholing\n  ingediend op {day} september 2025\n  de kosten zijn € {cost}\n"


def caseload_text(*persons: tuple[str, int, int], limits: str = "hooguit 2 personen", spent: str = "0", served: int = 0) -> str:
    """Return a caseload of persons by name, day of the application and cost in euros."""
    text = HEAD + CEILING.format(limits=limits, spent=spent, served=served)
    for name, day, cost in persons:
        text += PERSON.format(name=name, fact="heeft een kleine kans op werk") + ASKED.format(name=name, day=day, cost=cost)
    return text


def case_of(text: str) -> Case:
    case, findings = read_case(text, "zaak.feiten")
    assert case is not None, "\n".join(one.as_text() for one in findings)
    return case


def caseload_of(text: str) -> Caseload:
    found = read_caseload([case_of(text)])
    assert found.findings == ()
    return found


def policy_of(text: str) -> Policy:
    policy, findings = read_policy(text.encode(), "beleid")
    assert policy is not None, "\n".join(one.as_text() for one in findings)
    return policy


def granted(text: str, policy: Policy | None = None) -> list[str]:
    case = case_of(text)
    report, _found = allocate(read_caseload([case]), policy or Policy(), law_for(case))
    assert report.checked
    assert report.proven
    return [one.person for one in report.granted]


# ---- who takes part (3.5, 3.6, I-18)


def standings(text: str) -> dict[str, str]:
    return {one.person: one.standing for one in caseload_of(text).candidates}


def test_what_the_law_makes_of_everybody_comes_first() -> None:
    text = caseload_text(("Anna", 1, 500))
    text += PERSON.format(name="Bea", fact="woont niet in Het Hogeland") + ASKED.format(name="Bea", day=2, cost=500)
    text += PERSON.format(name="Cor", fact="onbekend of hij in Het Hogeland woont") + ASKED.format(name="Cor", day=2, cost=500)
    text += PERSON.format(name="Dirk", fact="woont in Het Hogeland") + ASKED.format(name="Dirk", day=2, cost=500)
    text += "  de kosten staan niet in verhouding tot het verwachte effect\n"
    assert standings(text) == {"Anna": COMPETES, "Bea": BLOCKED, "Cor": OPEN, "Dirk": REFUSABLE}


def test_what_the_statute_owes_is_outside_every_limit() -> None:
    """Wettelijke loonkostensubsidie (10d Pw, I-18; dossier T8): no ceiling, however empty, refuses it."""
    text = HEAD + FENNA
    assert standings(text) == {"Fenna": OUTSIDE}
    case = case_of(text)
    report, _found = allocate(read_caseload([case]), Policy(), law_for(case))
    assert [one.person for one in report.outside] == ["Fenna"]
    assert report.refused == report.granted == ()
    assert standings(HEAD + WITHOUT_LIST + FENNA) == {"Fenna": OWED}


PREMIUM = """
inwoner Jan
  geboren op 1 januari 1980
  ontvangt algemene bijstand

werkgever De Winkel

plaatsing van Jan op participatieplaats bij De Winkel
  van 1 januari 2025 tot en met 31 oktober 2025

aanvraag van Jan voor premie
  de kosten zijn € 300

plafond premie 2025: hooguit 0 personen
  er is al verleend aan 0 personen
"""


@pytest.mark.parametrize(("readings", "standing", "served"), [
    ("lezing I-20: discretionair\nlezing I-18: lijst\n", COMPETES, ["Jan"]),
    ("lezing I-20: discretionair\nlezing I-18: geen\n", COMPETES, []),
    ("lezing I-20: gebonden\nlezing I-18: lijst\n", OUTSIDE, []),
])  # fmt: skip
def test_a_power_that_no_limit_holds_is_still_chosen(readings: str, standing: str, served: list[str]) -> None:
    """6.4 and art. 10a lid 6 Pw (I-18, I-20): what the college may give is no grant, also where no ceiling may refuse it."""
    assert standings(HEAD + readings + PREMIUM) == {"Jan": standing}
    assert granted(HEAD + readings + PREMIUM) == served


def test_a_duty_that_a_limit_does_not_hold_is_a_conflict_by_name() -> None:
    text = HEAD + WITHOUT_LIST + FENNA
    case = case_of(text)
    report, found = allocate(read_caseload([case]), Policy(), law_for(case))
    assert found.impossible
    duty = "de gemeente is loonkostensubsidie aan Fenna verplicht (€ 12.000)"
    limits = ["plafond loonkostensubsidie 2025: hooguit € 0", "aantal personen voor loonkostensubsidie 2025: hooguit 0 personen"]
    assert sorted(report.conflicts) == sorted((one, duty) for one in limits)


def test_who_can_be_refused_takes_part_only_when_the_policy_says_so() -> None:
    text = caseload_text(("Anna", 1, 500)) + "  de kosten staan niet in verhouding tot het verwachte effect\n"
    assert granted(text) == []
    assert granted(text, policy_of("doelen\n  zoveel mogelijk inwoners\nwie geweigerd kan worden dingt mee\n")) == ["Anna"]


# ---- the limits, both sides of each


@pytest.mark.parametrize(
    ("limits", "spent", "served", "wanted"),
    [
        ("hooguit 2 personen", "0", 0, 2), ("hooguit 2 personen", "0", 1, 1), ("hooguit 2 personen", "0", 2, 0),
        ("hooguit € 1.500", "0", 0, 3), ("hooguit € 1.499", "0", 0, 2), ("hooguit € 1.500", "1.000", 0, 1),
        ("hooguit € 1.500", "1.001", 0, 0), ("hooguit € 1.500, hooguit 2 personen", "500", 1, 1),
    ],
)  # fmt: skip
def test_room_is_what_is_left_of_a_limit(limits: str, spent: str, served: int, wanted: int) -> None:
    persons = (("Anna", 1, 500), ("Bea", 2, 500), ("Cor", 3, 500))
    assert len(granted(caseload_text(*persons, limits=limits, spent=spent, served=served))) == wanted


@pytest.mark.parametrize(("most", "cents"), [("500", 50000), ("499", 49900), ("0", 0)])
def test_what_goes_beyond_the_limit_of_a_person_is_not_granted(most: str, cents: int) -> None:
    """3.5.c and 3.6 under I-16: only what goes beyond the limit is refused."""
    case = case_of(caseload_text(("Anna", 1, 500), limits=f"hooguit € {most} per persoon"))
    report, _found = allocate(read_caseload([case]), Policy(), law_for(case))
    assert [one.cents for one in report.granted] == ([cents] if cents else [])


def test_under_a_whole_refusal_the_limit_of_a_person_refuses_all() -> None:
    text = caseload_text(("Anna", 1, 500), limits="hooguit € 499 per persoon")
    assert granted(text.replace("\nplafond", "lezing I-16: prospectief_geheel\n\nplafond", 1)) == []


def test_a_running_grant_is_not_touched() -> None:
    text = caseload_text(("Anna", 1, 500), limits="hooguit 0 personen") + "  is al verleend en loopt nog\n"
    assert granted(text) == ["Anna"]


def test_unknown_spending_keeps_everybody_waiting() -> None:
    text = caseload_text(("Anna", 1, 500)).replace("  er is al verleend aan 0 personen\n", "")
    case, _findings = read_case(
        text.replace("neem aan dat de overige feiten gunstig zijn\n", "neem aan dat aan artikel 3.1 is voldaan\n")
    )
    assert case is not None
    found = read_caseload([case])
    assert found.candidates[0].standing == OPEN or "is niet bekend" in found.findings[0].message


def test_a_budget_spans_several_kinds() -> None:
    persons = (("Anna", 1, 500), ("Bea", 2, 500))
    text = caseload_text(*persons)
    policy = 'doelen\n  zoveel mogelijk inwoners\nbudget "samen" 2025 voor scholing en sociale activering: hooguit € {}\n'
    assert [len(granted(text, policy_of(policy.format(euros)))) for euros in ("999", "1.000")] == [1, 2]


# ---- the aims


PERSONS = (("Anna", 3, 900), ("Bea", 2, 500), ("Cor", 1, 800))


@pytest.mark.parametrize(
    ("aims", "wanted"),
    [("vroegste aanvraag eerst", ["Bea", "Cor"]), ("zo laag mogelijke kosten", []),
     ("zoveel mogelijk inwoners\n  zo laag mogelijke kosten", ["Bea", "Cor"]),
     ("zoveel mogelijk inwoners\n  vroegste aanvraag eerst", ["Bea", "Cor"])],
)  # fmt: skip
def test_the_first_aim_goes_before_the_next(aims: str, wanted: list[str]) -> None:
    assert granted(caseload_text(*PERSONS), policy_of(f"doelen\n  {aims}\n")) == wanted


def test_need_is_counted_from_facts() -> None:
    text = caseload_text(*PERSONS, limits="hooguit 1 personen")
    text = text.replace("inwoner Anna\n", "inwoner Anna\n  heeft een arbeidsbeperking\n")
    policy = "doelen\n  de grootste behoefte\nbehoefte\n  2 punten: heeft een arbeidsbeperking\n"
    assert granted(text, policy_of(policy)) == ["Anna"]
    other = policy.replace("heeft een arbeidsbeperking", "heeft geen arbeidsbeperking")
    assert granted(text.replace("inwoner Bea\n", "inwoner Bea\n  heeft geen arbeidsbeperking\n"), policy_of(other)) == ["Bea"]


def test_what_is_unknown_of_a_person_gives_no_points() -> None:
    needs = "  2 punten: ontvangt een IOAW-uitkering\n  1 punt: ontvangt algemene bijstand\n"
    policy = policy_of(f"doelen\n  de grootste behoefte\nbehoefte\n{needs}")
    division = divide(caseload_of(caseload_text(*PERSONS)), policy)
    assert set(division.problem.aims[0].scores.values()) == {1}


def test_balance_serves_the_group_that_has_least() -> None:
    text = caseload_text(("Anna", 1, 100), ("Bea", 2, 100), ("Cor", 3, 900), limits="hooguit 2 personen")
    text = text.replace("inwoner Cor\n", "inwoner Cor\n  heeft een arbeidsbeperking\n")
    for name in ("Anna", "Bea"):
        text = text.replace(f"inwoner {name}\n", f"inwoner {name}\n  heeft geen arbeidsbeperking\n")
    policy = ("doelen\n  evenwicht over de groepen\n  vroegste aanvraag eerst\n"
              'groep "met": heeft een arbeidsbeperking\ngroep "zonder": heeft geen arbeidsbeperking\n')  # fmt: skip
    assert granted(text, policy_of(policy)) == ["Anna", "Cor"]


def test_the_default_aims_are_those_of_the_program() -> None:
    assert [one.key for one in Policy().goals] == ["voorrang", "aantal", "aanvraagdatum"]


def test_weighed_aims_are_added_up() -> None:
    policy = "doelen\n  1 punt: zoveel mogelijk inwoners\n  {} punten: zo laag mogelijke kosten\n"
    text = caseload_text(("Anna", 1, 900), ("Bea", 2, 500), limits="hooguit 2 personen")
    assert granted(text, policy_of(policy.format(1))) == ["Anna", "Bea"]  # each inwoner is worth a thousand euros
    assert granted(text, policy_of(policy.format(2))) == []
    assert granted(text.replace("€ 500", "€ 499"), policy_of(policy.format(2))) == ["Bea"]


# ---- several periods

NEXT_YEAR = """
plafond scholing 2026: hooguit {persons} personen, hooguit € {euros}
  is geen subsidieplafond
  er is al € 0 verleend
  er is al verleend aan 0 personen
"""
WAITING = "doelen\n  zoveel mogelijk inwoners\nwie niets krijgt wacht op een later tijdvak\n"


def outcomes(text: str, policy: str) -> dict[str, str]:
    case = case_of(text)
    chosen = policy_of(policy)
    report, _found = allocate(read_caseload([case], waiting=chosen.waiting), chosen, law_for(case))
    assert report.checked
    return {one.person: "later" if any("na wachten" in why for why in one.reasons) else "nu" for one in report.granted}


def test_who_gets_nothing_can_wait_for_the_next_period() -> None:
    text = caseload_text(("Anna", 1, 500), ("Bea", 2, 500), limits="hooguit 1 personen")
    assert outcomes(text + NEXT_YEAR.format(persons=1, euros="900"), WAITING.replace("\nwie niets", "\n% wie niets")) == {
        "Anna": "nu"
    }
    assert sorted(outcomes(text + NEXT_YEAR.format(persons=1, euros="900"), WAITING).values()) == ["later", "nu"]
    assert sorted(outcomes(text + NEXT_YEAR.format(persons=0, euros="900"), WAITING).values()) == ["nu"]
    assert sorted(outcomes(text + NEXT_YEAR.format(persons=1, euros="499"), WAITING).values()) == ["nu"]


def test_nobody_waits_without_need() -> None:
    text = caseload_text(("Anna", 1, 500), limits="hooguit 1 personen") + NEXT_YEAR.format(persons=9, euros="9.000")
    assert outcomes(text, WAITING) == {"Anna": "nu"}


def test_money_that_is_left_goes_to_the_next_period_when_the_policy_says_so() -> None:
    text = caseload_text(("Anna", 1, 500), ("Bea", 2, 700), limits="hooguit € 900") + NEXT_YEAR.format(persons=9, euros="300")
    assert sorted(outcomes(text, WAITING).values()) == ["nu"]
    carry = WAITING + "wat overblijft gaat naar het volgende tijdvak\n"
    assert sorted(outcomes(text, carry).values()) == ["later", "nu"]
    assert sorted(outcomes(text.replace("hooguit € 900", "hooguit € 899"), carry).values()) == ["nu"]


def test_a_reading_in_which_limits_work_afterwards_leaves_nothing_to_divide() -> None:
    text = caseload_text(("Anna", 1, 500)).replace("\nplafond", "lezing I-16: pas_na_overschrijding\n\nplafond", 1)
    found = read_caseload([case_of(text)])
    assert "valt er niets te verdelen" in found.findings[0].message


# ---- reading a policy


def test_a_policy_is_read_whole() -> None:
    policy = policy_of(
        'beleid "Proef"\ndoelen\n  zo laag mogelijke kosten, met 5 procent ruimte\nhooguit 2 voorzieningen per inwoner\n'
    )
    assert (policy.title, policy.goals, policy.per_person) == ("Proef", (Goal("kosten", 50),), 2)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "er staan geen doelen in", "begin met: doelen"),
        ("doelen\n  zoveel mogelijk inwonners\n", "is geen doel", "bedoelde u «zoveel mogelijk inwoners»?"),
        ("doelen\n  zoveel mogelijk inwoners\n  zoveel mogelijk inwoners\n", "dit doel staat er al", ""),
        ("doelen\n  de grootste behoefte\n", "heeft niets om mee te rekenen", "behoefte, met daaronder"),
        ("doelen\n  evenwicht over de groepen\n", "heeft niets om mee te rekenen", 'groep "…"'),
        ("doelen\n  zo laag mogelijke kosten, met 101 procent ruimte\n", "hooguit 100 procent", ""),
        ("behoefte\n  2 punten: heeft een arbeidsbeperkin\n", "is geen feit over een inwoner", "«heeft een arbeidsbeperking»?"),
        ("behoefte\n  heel veel\n", "is geen behoefte", "2 punten"),
        ("  losse regel\n", "hoort nergens bij", "doelen"),
        ('budget "x" 2025 voor scholin: hooguit € 5\n', "voor «scholin» kan geen grens gelden", "bedoelde u «scholing»?"),
        ('budget "x" 2025 voor scholing: hooguit € -5\n', "is negatief", ""),
        ('budget "x" 2025 voor scholing: hooguit € 30.000.000.000\n', "is te groot", ""),
        ('budget "x" van 1 mei 2025 tot en met 1 maart 2025 voor scholing: hooguit € 5\n', "eindigt voordat", "datums"),
        ('budget "x" van 31 februari 2025 tot en met 1 maart 2025 voor scholing: hooguit € 5\n', "niet op de kalender", ""),
        ('budget "x" 0000 voor scholing: hooguit € 5\n', "«0000» ligt buiten", ""),
        ('groep "a": heeft een arbeidsbeperking\ngroep "a": heeft een arbeidsbeperking\n', "staat er al", ""),
        ("hoguit 2 voorzieningen per inwoner\n", "is niet te begrijpen", "«hooguit 2 voorzieningen per inwoner»?"),
        ("doelen\n  2 punten: evenwicht over de groepen\n", "kan zo geen punten krijgen", "te tellen"),
        ("doelen\n  0 punten: zoveel mogelijk inwoners\n", "kan zo geen punten krijgen", "meer dan 0"),
        ("doelen\n  2 punten: zoveel mogelijk inwoners\n  zo laag mogelijke kosten\n", "geef alle doelen punten", ""),
        ("doelen\x00", "geen tekstbestand", "UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_policy_is_said_where_it_is(text: str, message: str, hint: str) -> None:
    policy, findings = read_policy(text.encode(), "x.beleid")
    assert policy is None
    said = "\n".join(one.as_text() for one in findings)
    assert message in said
    assert hint in said
