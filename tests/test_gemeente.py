"""The gemeente as the one a case is about: its block, what is decided of it, and how that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.motor.mini import FACTS, RULES, mini_law
from toetssteen.cli.main import INPUT, OK, main
from toetssteen.kb.case import MUNICIPALITY, Case, FactKey
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import Law, load_law
from toetssteen.ops.assess import Assessment, assess
from toetssteen.parser import reader
from toetssteen.parser.json_form import read_any

HEAD = 'casus "Kort"\nbron: 2.1\npeildatum 1 februari 2025\nneem aan dat de overige feiten gunstig zijn\n\n'
ANNA = "inwoner Anna\n  geboren op 14 juni 1990\n  ontvangt algemene bijstand\n\n"
ASKED = "aanvraag van Anna voor ondersteuning\n\n"
BLOCK = "gemeente Het Hogeland\n  werkt samen met het UWV\n\n"
Output = pytest.CaptureFixture[str]


def read(text: str) -> Case:
    case, findings = read_any(text.encode(), "zaak.feiten")
    assert case is not None, "\n".join(one.as_text() for one in findings)
    return case


def written(folder: Path, text: str) -> str:
    path = folder / "zaak.feiten"
    path.write_text(text, encoding="utf-8")
    return str(path)


def decided(text: str) -> set[tuple[str, str]]:
    return {(one.application.person, one.application.provision) for one in assess(read(text)).outcomes}


def test_kinds_of_the_gemeente_are_decided_exactly_when_there_is_a_block() -> None:
    law = load_law(read(HEAD + BLOCK).reference_date)
    municipal = {(MUNICIPALITY, key) for key, one in law.provisions.items() if one.municipal}
    assert municipal
    assert decided(HEAD + BLOCK) == municipal
    assert decided(HEAD + ANNA + BLOCK) >= municipal
    assert not decided(HEAD + ANNA) & municipal
    assert {person for person, kind in decided(HEAD + ANNA + BLOCK) if (MUNICIPALITY, kind) not in municipal} == {"Anna"}


@pytest.mark.parametrize("heading", ["gemeente", "gemeente Het Hogeland", "Gemeente het hogeland", 'gemeente "Het Hogeland"'])
def test_the_name_may_be_there(heading: str) -> None:
    assert read(HEAD + heading + "\n").municipal


def test_facts_are_written_with_and_without_their_subject() -> None:
    for line in ("werkt samen met het UWV", "de gemeente werkt samen met het UWV", "De gemeente werkt samen met het UWV"):
        case = read(HEAD + f"gemeente\n  {line}\n")
        assert set(case.facts) == {FactKey("werkt_samen_met_uwv", MUNICIPALITY)}


def test_the_gemeente_has_no_age_and_no_benefit() -> None:
    instance = instantiate(read(HEAD + BLOCK), load_law(read(HEAD + BLOCK).reference_date))
    assert ("gemeente", "g1") in instance.facts
    assert not any(atom[0] in ("leeftijd", "persoon") for atom in instance.facts)
    assert not any(unknown.key.concept == "geboren" for unknown in instance.opens)


def test_a_fact_of_the_gemeente_is_unknown_for_a_person_too() -> None:
    facts = (
        FACTS
        + """
[beleid_klaar]
onderwerp = "gemeente"
ja = "de gemeente heeft haar beleid klaar"
nee = "de gemeente heeft haar beleid niet klaar"
bijzin = "of de gemeente haar beleid klaar heeft"
vraag = "Heeft de gemeente haar beleid klaar?"
norm = ["16.1"]
bron = "proces"
"""
    )
    rules = (
        RULES
        + """
%@ 16.1/zonder_beleid eigen
%+ er is geen beleid
%- er is beleid
belemmering(Z,"16.1/zonder_beleid") :- zaak(Z,P,ondersteuning), gemeente(G), not beleid_klaar(G).
"""
    )
    law = mini_law(rules, facts)
    (outcome,) = (one for one in Assessment(read(HEAD + ANNA + ASKED), law).outcomes if not one.application.own_motion)
    assert outcome.outcome == "onbepaald"
    assert [answer.key.concept for way in outcome.ways for answer in way.answers] == ["beleid_klaar", "beleid_klaar"]


# ---- shown


def test_it_is_named_beside_what_was_asked(tmp_path: Path, capsys: Output) -> None:
    assert main(["toets", written(tmp_path, HEAD + ANNA + ASKED + BLOCK)]) == OK
    shown = capsys.readouterr().out
    assert "Over de gemeente zelf\n  · Samenwerking door de gemeente: verplicht" in shown
    assert shown.index("Zonder aanvraag beoordeeld") < shown.index("Over de gemeente zelf")


def test_why_about_one_kind_and_one_person(tmp_path: Path, capsys: Output) -> None:
    path = written(tmp_path, HEAD + ANNA + ASKED + BLOCK)
    assert main(["waarom", path, "samenwerking"]) == OK
    shown = capsys.readouterr().out
    assert "Samenwerking door de gemeente\n  VERPLICHT: de samenwerking is een plicht van de gemeente." in shown
    assert "Anna" not in shown
    assert main(["waarom", path, "afstemming", "--voor", "de gemeente", "--volledig"]) == OK
    assert "artikel 20" not in capsys.readouterr().out.split("Het bewijs")[0]
    assert main(["waarom", path]) == OK
    assert "Samenwerking" not in capsys.readouterr().out


def test_what_blocks_the_gemeente_is_out_of_reach_of_article_20(tmp_path: Path, capsys: Output) -> None:
    lines = "gemeente\n  de uitvoeringsregels stellen een nieuwe weigeringsgrond\n"
    assert main(["waarom", written(tmp_path, HEAD + lines), "vaststelling van uitvoeringsregels"]) == OK
    shown = capsys.readouterr().out
    assert "GEBLOKKEERD" in shown
    assert "artikel 20" not in shown


def test_without_a_block_it_says_what_is_missing(tmp_path: Path, capsys: Output) -> None:
    path = written(tmp_path, HEAD + ANNA)
    assert main(["waarom", path, "samenwerking"]) == INPUT
    assert "voeg een regel «gemeente» toe" in capsys.readouterr().err
    assert main(["waarom", path, "--voor", "de gemeente"]) == INPUT
    assert "staat niet in deze zaak" in capsys.readouterr().err


def test_the_list_of_facts_has_a_part_for_it(capsys: Output) -> None:
    assert main(["begrippen", "--over", "7.3"]) == OK
    shown = capsys.readouterr().out
    assert shown.startswith("gemeente\n")
    assert "het ministerie schrijft voor het beoordeelde jaar 12 beschutte werkplekken voor" in shown


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("subsidie voor vervoer", "subsidie voor vervoer"),
        ("aanpassing bij scholing", "Aanpassing bij scholing"),
        ("ondersteuning op afstand", '"ondersteuning op afstand"'),
    ],
)
def test_a_kind_may_have_words_of_the_language_in_its_name(name: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law = mini_law()
    provisions = {**law.provisions, "scholing": law.provisions["scholing"]._replace(name=name)}
    data = law.data._replace(vocabulary=law.data.vocabulary._replace(provisions=provisions))
    monkeypatch.setattr(reader, "load_law", lambda _day: Law(data, law.statute_date, law.files, law.folder))
    case = read(f"{HEAD}{ANNA}werkgever Groen\n\naanvraag van Anna voor {written} bij Groen\n\n"
                f"verwacht {written} voor Anna bij Groen: onbepaald\n")  # fmt: skip
    assert (case.applications[0].provision, case.applications[0].employer) == ("scholing", "Groen")
    assert (case.expectations[0].provision, case.expectations[0].person) == ("scholing", "Anna")
