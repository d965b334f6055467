"""Reading properties: what they mean, and every mistake of a file at once, with its place."""

from __future__ import annotations

import pytest

from toetssteen.kb.finding import has_errors
from toetssteen.kb.properties import (
    AllOf,
    AnyOf,
    FactHolds,
    Fires,
    HasOutcome,
    Known,
    Never,
    Norm,
    Not,
    NumberIs,
    OneOf,
    Property,
    ReadingIs,
    SameButFor,
)
from toetssteen.parser.properties import read_properties

HEAD = 'eigenschap "Proef"\n  bron: 6.1\n  voor participatieplaats\n'


def read(*lines: str) -> Property:
    found, findings = read_properties((HEAD + "".join(f"  {line}\n" for line in lines)).encode(), "proef.eigenschap")
    assert not has_errors(findings), [one.as_text() for one in findings]
    return found[0]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("uitkomst verplicht", HasOutcome(("verplicht",))),
        ("uitkomst zonder 20 toewijsbaar", HasOutcome(("verplicht", "bevoegd"), "zonder20")),
        ("uitkomst van leer-werktraject bevoegd", HasOutcome(("bevoegd",), provision="leer_werktraject")),
        ("6.1/leeftijd staat in de weg", Norm("belemmering", "6.1/leeftijd")),
        ("een wettelijke voorwaarde is vervuld", Not(Norm("belemmering", "", "wettelijk"))),
        ("plicht en niet bevoegdheid 6.1", AllOf((Norm("plicht"), Not(Norm("bevoegdheid", "6.1"))))),
        ("plicht of bevoegdheid en weigeringsgrond",
         AnyOf((Norm("plicht"), AllOf((Norm("bevoegdheid"), Norm("weigeringsgrond")))))),
        ("als plicht dan bevoegdheid", AnyOf((Not(Norm("plicht")), Norm("bevoegdheid")))),
        ("precies één van (plicht; bevoegdheid)", OneOf((Norm("plicht"), Norm("bevoegdheid")))),
        ('feit "ontvangt geen algemene bijstand"', Not(FactHolds("ontvangt_algemene_bijstand"))),
        ("leeftijd bij aanvang minstens 18 jaar", NumberIs("leeftijd_bij_aanvang", 18, 2**31 - 1)),
        ('getal "brutoloon" hooguit 250000', NumberIs("brutoloon", 1 - 2**31, 250000)),
        ("lezing I-05: tot_exclusief", ReadingIs("i05", "tot_exclusief")),
        ("lezing i05:tot_exclusief", ReadingIs("i05", "tot_exclusief")),
        ("regel 9.b/groep geldt", Fires("9.b/groep")),
        ("een andere voorwaarde dan 3.6 staat in de weg", Norm("belemmering", "3.6", "buiten")),
        ("afgeweken van 6.3", Norm("afgeweken", "6.3")),
    ],
)  # fmt: skip
def test_a_formula_means_what_it_says(text: str, formula: object) -> None:
    assert read(f"nooit: {text}").claims[0].claim == Never(formula)  # type: ignore[arg-type]
    assert read(f"Altijd: {text}").claims[0].claim == Never(Not(formula))  # type: ignore[arg-type]


def test_an_exception_belongs_to_the_claim_above_it() -> None:
    one = read('beter "ontvangt algemene bijstand": uitkomst niet slechter',
               'behalve "ontvangt algemene bijstand" voor proefplaats en scholing, omdat "zo is het"',
               "nooit: plicht")  # fmt: skip
    claim = SameButFor(("ontvangt_algemene_bijstand",), "niet_slechter", "waar")
    assert one.claims[0].claim == claim
    assert one.claims[0].known == (
        Known("ontvangt_algemene_bijstand", "proefplaats", "zo is het", 5),
        Known("ontvangt_algemene_bijstand", "scholing", "zo is het", 5),
    )
    assert one.claims[1].known == ()


@pytest.mark.parametrize(
    ("line", "place", "said", "hint"),
    [
        ("nooit: uitkomst verplich", "4:19", "«verplich» is geen uitkomst", "«verplicht»"),
        ("nooit:", "4:", "hier ontbreekt wat er geldt", "formule"),
        ("nooit: (plicht", "4:", "hier hoort «)»", ""),
        ("nooit: plicht plicht", "4:17", "«plicht» hoort hier niet", "en, of"),
        ("nooit: 6.1/leeftjd staat in de weg", "4:10", "geen plaats of norm", "6.1/leeftijd"),
        ("nooit: 99 staat in de weg", "4:10", "geen plaats of norm", ""),
        ("voor proefplats", "4:8", "geen voorziening", "proefplaats"),
        ('beter "ontvangt algemene bijstnd": uitkomst niet slechter', "4:9", "geen feit", "bijstand"),
        ('beter "woont in Het Hogeland": zelfde uitkomst', "4:", "hier hoort «uitkomst niet slechter»", ""),
        ("behalve voor scholing, omdat \"x\"", "4:3", "hoort onder een regel", ""),
        ("onder lezing I-05: zomaar", "4:22", "geen optie van lezing I-05", "tot_exclusief"),
        ("leeftijd is veel", "4:", "niet te begrijpen", ""),
        ("nooit: leeftijd minstens veel", "4:", "geen heel getal", ""),
        ("nooit: leeftijd minstens 99999999999", "4:", "geen heel getal", ""),
        ("nooit: volgt __import__", "4:", "niets dat uit de regels volgt", ""),
        ("nooit: " + "(" * 40 + "plicht" + ")" * 40, "4:", "te diep genest", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(line: str, place: str, said: str, hint: str) -> None:
    found, findings = read_properties((HEAD + f"  {line}\n").encode(), "proef.eigenschap")
    assert found == ()
    text = findings[0].as_text()
    assert text.startswith(f"proef.eigenschap:{place}"), text
    assert said in text
    assert hint in text


def test_all_mistakes_are_told_at_once() -> None:
    text = HEAD + "  nooit: uitkomst verplich\n  voor proefplats\n  zomaar wat\nook dit\n"
    _found, findings = read_properties(text.encode(), "proef.eigenschap")
    assert [one.line for one in findings] == [4, 5, 6, 7]


@pytest.mark.parametrize("data", [b"", b"% niets\n", b'eigenschap "Leeg"\n', b"\xff\xfe", b"\0", b'eigenschap ""\n'])
def test_what_is_no_property_is_a_finding(data: bytes) -> None:
    found, findings = read_properties(data, "proef.eigenschap")
    assert found == ()
    assert has_errors(findings)
