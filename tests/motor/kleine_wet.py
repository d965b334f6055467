"""Small random ordinances and cases under them: few facts, so that every change can be tried."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from random import Random

from toetssteen.kb.case import Application, Case, Fact, FactKey
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.law import Law, Parameter, load_law
from toetssteen.kb.program import read_program
from toetssteen.kb.terms import Rule
from toetssteen.kb.vocabulary import Concept, _concept

FIRST = date(2024, 7, 1)
PERSON, EMPLOYER, KIND, CASE_ID = "Anna", "Bakkerij", "werkervaringsplaats", "z1"
FLAGS = ("vlag_a", "vlag_b", "vlag_c", "vlag_d", "vlag_e")
NUMBER, LENGTH = "telling", "duur"
MOST_MONTHS, MOST_COUNTED = 5, 4
GENERAL = ("gevolg.lp", "hogeland/2024-07-01/artikel_20_hardheidsclausule.lp")
REFUSABLE = """
%@ 16.1/weigerbaar eigen
%+ er is een grond
%- er is geen grond
weigerbaar(Z) :- zaak(Z,P,V), weigeringsgrond(Z,N).
"""


@dataclass(frozen=True)
class Small:
    """A random ordinance with a case under it."""

    law: Law
    case: Case
    origins: dict[str, str]


def small(seed: int) -> Small:
    """Return the ordinance and case of a seed."""
    random = Random(seed)
    concepts = _concepts(random)
    text, origins = _rules(random)
    return Small(_law(text, concepts), _case(random, concepts), origins)


def _concepts(random: Random) -> dict[str, Concept]:
    tables = []
    for key in FLAGS:
        subject = random.choice(("persoon", "zaak"))
        tables.append(
            f'[{key}]\nonderwerp = "{subject}"\nja = "{{P}} heeft {key}"\nnee = "{{P}} heeft geen {key}"\n'
            f'gunstig = {str(random.random() < 0.5).lower()}\n'
        )  # fmt: skip
    absent = 'nee = "er is geen telling"\n' if random.random() < 0.5 else ""
    tables.append(
        f'[{NUMBER}]\nonderwerp = "zaak"\nsoort = "aantal"\nbereik = [0, {MOST_COUNTED}]\n'
        f'ja = "er zijn {{waarde:aantal}} geteld"\n{absent}'
    )  # fmt: skip
    rest = 'bijzin = "of dat zo is"\nvraag = "Is dat zo?"\nnorm = ["16.1"]\n'
    found = {}
    for table in tables:
        more = f'bron = "{random.choice(("proces", "register", "oordeel"))}"\n'
        more += f"veranderbaar = {str(random.random() < 0.8).lower()}\ngewicht = {random.choice((1, 1, 1, 1, 2, 3))}\n"
        found.update({key: _concept(key, value) for key, value in tomllib.loads(table + rest + more).items()})
    return found


def _rules(random: Random) -> tuple[str, dict[str, str]]:
    """Return the text of random rules, and for every condition whether it is the ordinance's own."""
    subjects = iter(range(99))
    rules, origins = [REFUSABLE], {}

    def add(head: str, body: str, origin: str = "eigen", name: str = "") -> None:
        name = name or f"n{next(subjects)}"
        rules.append(f"%@ 16.1/{name} {origin}\n%+ het is zo\n%- het is niet zo\n{head} :- zaak(Z,P,V){body}.\n")

    for _rule in range(random.randint(1, 3)):
        add("deel(Z)", _literals(random, 2))
    add('bevoegdheid(Z,"16.1/bevoegd")', _literals(random, random.choice((0, 0, 1))), name="bevoegd")
    if random.random() < 0.4:
        add('plicht(Z,"16.1/moet")', _literals(random, 2), name="moet")
    for number in range(random.randint(2, 5)):
        origins[f"16.1/hard_{number}"] = random.choice(("eigen", "eigen", "wettelijk"))
        body = _literals(random, random.randint(1, 2), derived=True)
        add(f'belemmering(Z,"16.1/hard_{number}")', body, origins[f"16.1/hard_{number}"], f"hard_{number}")
    for number in range(random.randint(0, 2)):
        add(f'weigeringsgrond(Z,"16.1/grond_{number}")', _literals(random, 1, derived=True), name=f"grond_{number}")
    return "\n".join(rules), origins


def _literals(random: Random, count: int, *, derived: bool = False) -> str:
    found = []
    for place in range(count):
        what = random.random()
        if what < 0.15:
            found.append(f", {NUMBER}(Z,K{place}), parameter(mini_telling,M{place}), K{place} {random.choice('<>')} M{place}")
        elif what < 0.3:
            found.append(f", {LENGTH}(Z,D{place}), parameter(mini_duur,L{place}), D{place} {random.choice('<>')} L{place}")
        elif derived and what < 0.5:
            found.append(random.choice((", deel(Z)", ", not deel(Z)")))
        else:
            found.append(", " + random.choice(("", "not ", "not ")) + f"@{random.choice(FLAGS)}@")
    return "".join(found)


def _law(text: str, concepts: dict[str, Concept]) -> Law:
    law = load_law(FIRST)
    for key, concept in concepts.items():
        text = text.replace(f"@{key}@", f"{key}({'P' if concept.subject == 'persoon' else 'Z'})")
    source = read_program("klein.lp", text)
    assert source.findings == ()
    general: tuple[Rule, ...] = tuple(rule for rule in law.rules if rule.file in GENERAL)
    assert {rule.file for rule in general} == set(GENERAL)
    length = law.concepts[LENGTH]._replace(low=1, high=MOST_MONTHS)
    vocabulary = law.data.vocabulary._replace(concepts={**law.concepts, LENGTH: length, **concepts})
    numbers = (Parameter("mini_telling", "meeste", "keer", "16.1", ((FIRST, 2),)),
               Parameter("mini_duur", "langste", "maanden", "16.1", ((FIRST, 3),)))  # fmt: skip
    rules = (*general, *source.rules)
    data = law.data._replace(
        rules=rules, compiled=compile_rules(rules), labels={**law.labels, **{one.norm: one for one in source.labels}},
        vocabulary=vocabulary, parameters={**law.parameters, **{one.name: one for one in numbers}}, concerns=(),
    )  # fmt: skip
    return Law(data, law.statute_date, law.files, law.folder)


def _case(random: Random, concepts: dict[str, Concept]) -> Case:
    facts = {}
    unknown = 0
    for key, concept in concepts.items():
        subject = PERSON if concept.subject == "persoon" else CASE_ID
        value: bool | int | None = random.random() < 0.35
        if key == NUMBER:
            value = random.randint(0, MOST_COUNTED) if not concept.negative or random.random() < 0.8 else False
        if random.random() < 0.3 and unknown < 3:
            unknown, value = unknown + 1, None
        facts[FactKey(key, subject)] = Fact(value)
    said = random.choice((True, False, None, ...))
    if not isinstance(said, type(...)):
        facts[FactKey("onredelijke_uitkomst", CASE_ID)] = Fact(said)
    facts[FactKey("doel_wordt_gemist", CASE_ID)] = Fact(False)
    facts[FactKey("geboren", PERSON)] = Fact(date(1980, 1, 1))
    months = random.randint(1, MOST_MONTHS)
    item = Application(CASE_ID, PERSON, KIND, EMPLOYER, date(2025, 3, 1), months=months)
    return Case(title="klein", reference_date=date(2025, 2, 1), persons=(PERSON,), employers=(EMPLOYER,),
                applications=(item,), facts=facts)  # fmt: skip
