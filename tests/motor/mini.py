"""Invented articles laid over the real law: a few facts of every kind of number and rules that use them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache

from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.law import Law, Parameter, load_law
from toetssteen.kb.program import read_program
from toetssteen.kb.vocabulary import Concept, _concept

FACTS = """
[reiskosten]
onderwerp = "zaak"
soort = "bedrag"
bereik = [0, 500000]
ja = "de reiskosten zijn {waarde:euro} per maand"
nee = "er zijn geen reiskosten"
bijzin = "hoe hoog de reiskosten zijn"
vraag = "Hoe hoog zijn de reiskosten per maand?"
norm = ["16.1"]
bron = "proces"

[reisvergoeding]
onderwerp = "zaak"
soort = "bedrag"
bereik = [0, 500000]
ja = "de werkgever vergoedt {waarde:euro} per maand"
nee = "de werkgever vergoedt niets"
bijzin = "hoeveel de werkgever vergoedt"
vraag = "Hoeveel vergoedt de werkgever per maand?"
norm = ["16.3"]
bron = "proces"
gunstig = false

[deelnemers]
onderwerp = "werkgever"
soort = "aantal"
bereik = [1, 2500]
ja = "{W} heeft {waarde:aantal} werknemers"
bijzin = "hoeveel werknemers {W} heeft"
vraag = "Hoeveel werknemers heeft {W}?"
norm = ["16.1"]
bron = "proces"
gunstig = 10

[mini_waarde]
onderwerp = "persoon"
soort = "procent"
bereik = [0, 100]
ja = "{P} heeft een loonwaarde van {waarde:procent}"
nee = "van {P} is geen loonwaarde vastgesteld"
bijzin = "welke loonwaarde {P} heeft"
vraag = "Welke loonwaarde heeft {P}?"
norm = ["16.1"]
bron = "besluit"

[werkuren]
onderwerp = "zaak"
soort = "uren"
bereik = [1, 168]
ja = "het werk is voor {waarde:uren} per week"
bijzin = "voor hoeveel uren het werk is"
vraag = "Voor hoeveel uren per week is het werk?"
norm = ["16.1"]
bron = "proces"

[begeleiders]
onderwerp = "plaatsing"
soort = "aantal"
bereik = [0, 20]
ja = "er waren {waarde:personen} voor de begeleiding"
nee = "er was geen begeleiding"
bijzin = "hoeveel personen er voor de begeleiding waren"
vraag = "Hoeveel personen waren er voor de begeleiding?"
norm = ["16.1"]
bron = "proces"
"""
RULES = """
%@ 16.1/vervoer eigen
%+ {P} kan vervoer krijgen
%- {P} kan geen vervoer krijgen
bevoegdheid(Z,"16.1/vervoer") :- zaak(Z,P,scholing).

%@ 16.1/te_duur eigen
%+ na aftrek is {B:euro} nodig, meer dan {M:euro}
%- het vervoer is niet te duur
belemmering(Z,"16.1/te_duur") :- zaak(Z,P,scholing), netto(Z,B), parameter(mini_max,M), B > M.

%@ 16.1/geen_kosten eigen
%+ er zijn geen kosten
%- er zijn kosten
belemmering(Z,"16.1/geen_kosten") :- zaak(Z,P,scholing), not heeft_kosten(Z).

%@ 16.1/kosten eigen
%+ er zijn kosten van {B:euro}
%- er zijn geen kosten
heeft_kosten(Z) :- reiskosten(Z,B).

%@ 16.3/aftrek eigen
%+ {B:euro} min {C:euro}
%- er valt niets af te trekken
netto(Z,B - C) :- reiskosten(Z,B), reisvergoeding(Z,C).

%@ 16.3/zonder_aftrek eigen
%+ {B:euro} zonder aftrek
netto(Z,B) :- reiskosten(Z,B), not vergoed(Z).

%@ 16.3/vergoed eigen
%+ de werkgever vergoedt
%- de werkgever vergoedt niets
vergoed(Z) :- reisvergoeding(Z,B).

%@ 16.2/deel eigen
%+ {Q:procent} van {B:euro} is {C:euro}
%- er is geen bedrag
bedrag(Z,C) :- zaak(Z,P,scholing), reiskosten(Z,B), mini_waarde(P,Q), C = B * Q / 100.

%@ 16.1/kleine_werkgever eigen
%+ {W} heeft {K:personen}, hooguit {M:keer}
%- {W} is te groot
gevolg(Z,"16.1/kleine_werkgever") :- zaak(Z,P,scholing), bij(Z,W), deelnemers(W,K),
    parameter(mini_werknemers,M), K <= M.

%@ 16.1/veel_uren eigen
%+ het werk is voor {U:uren}
%- het werk is voor weinig uren
weigeringsgrond(Z,"16.1/veel_uren") :- zaak(Z,P,scholing), werkuren(Z,U), parameter(mini_uren,M), U > M.

%@ 16.1/begeleid eigen
%+ er waren {K:personen} voor de begeleiding
%- er was geen begeleiding
gevolg(Z,"16.1/begeleid") :- zaak(Z,P,scholing), plaatsing(T,P,V), begeleiders(T,K), K > 1.
"""
FIRST = date(2024, 7, 1)
PARAMETERS = (
    Parameter("mini_max", "hoogste vervoerskosten", "cent", "16.1", ((FIRST, 20_000),)),
    Parameter("mini_werknemers", "meeste werknemers", "keer", "16.1", ((FIRST, 50),)),
    Parameter("mini_uren", "meeste uren", "uren", "16.1", ((FIRST, 32),)),
)


def concepts(toml: str = FACTS) -> dict[str, Concept]:
    """Return the facts of a text in the form of ``begrippen/``."""
    return {key: _concept(key, table) for key, table in tomllib.loads(toml).items()}


@lru_cache(maxsize=8)
def mini_law(rules: str = RULES, toml: str = FACTS) -> Law:
    """Return the real law with the invented facts, numbers and rules added."""
    law = load_law(FIRST)
    source = read_program("mini.lp", rules)
    assert source.findings == ()
    vocabulary = law.data.vocabulary._replace(concepts={**law.concepts, **concepts(toml)})
    provision = vocabulary.provisions["scholing"]._replace(is_place=True)
    vocabulary = vocabulary._replace(provisions={**vocabulary.provisions, "scholing": provision})
    together = (*law.rules, *source.rules)
    data = law.data._replace(
        rules=together, compiled=compile_rules(together), labels={**law.labels, **{one.norm: one for one in source.labels}},
        vocabulary=vocabulary, parameters={**law.parameters, **{one.name: one for one in PARAMETERS}},
    )  # fmt: skip
    return Law(data, law.statute_date, law.files, law.folder)
