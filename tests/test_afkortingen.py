"""Names people use for a voorziening: a case may be written with them, and is written back with the name in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.handleiding_bijwerken import ROOT
from toetssteen.kb.law import load_law
from toetssteen.kb.vocabulary import Provision
from toetssteen.parser.reader import read_case
from toetssteen.parser.writer import write_case

LAW = load_law(date.max)
CASE = """peildatum 1 februari 2025

inwoner Anna

werkgever Bakkerij

plaatsing van Anna op {place} bij Bakkerij
  van 1 januari 2024 tot en met 31 maart 2024

aanvraag van Anna voor {name}{employer}
  vanaf 1 maart 2025 voor 3 maanden

verwacht {name} voor Anna: onbepaald
"""
LIMIT = "\nplafond {name} 2025: hooguit 3 personen\n"
ASKED = [(alias, one) for one in LAW.provisions.values() if not one.municipal and not one.only_placement and not one.continuing
         for alias in one.aliases]  # fmt: skip


@pytest.mark.parametrize(("alias", "provision"), ASKED, ids=[alias for alias, _one in ASKED])
@pytest.mark.parametrize("written", [str, str.lower, str.upper], ids=["zoals in de lijst", "klein", "groot"])
def test_a_case_may_use_another_name(alias: str, provision: Provision, written: Callable[[str], str]) -> None:
    one, said = provision, written(alias)
    employer = " bij Bakkerij" if one.is_place else ""
    place = one.name if one.is_place else "participatieplaats"
    limit = LIMIT if one.is_provision or one.about else ""
    called = said if one.is_place else "pp"
    short, _findings = read_case((CASE + limit).format(name=said, place=called, employer=employer), "zaak")
    full, findings = read_case((CASE + limit).format(name=one.name, place=place, employer=employer), "zaak")
    assert full is not None, "\n".join(each.as_text() for each in findings)
    assert short is not None
    assert short.without_lines() == full.without_lines()
    assert f"voor {one.name}" in write_case(short, LAW)


def test_no_other_name_is_the_name_of_another_kind() -> None:
    names = [one.name for one in LAW.provisions.values()]
    others = [alias.lower() for one in LAW.provisions.values() for alias in one.aliases]
    assert not set(names) & set(others)
    assert len(set(others)) == len(others)


def test_the_manual_names_everything_that_can_be_asked_for() -> None:
    chapter = (ROOT / "handleiding" / "02-een-zaak-schrijven.md").read_text(encoding="utf-8")
    (listed,) = [one for one in chapter.split("\n\n") if one.startswith("Gevraagd kan worden:")]
    asked = [one.name for one in LAW.provisions.values() if not one.municipal and not one.only_placement and not one.continuing]
    assert [one for one in asked if f"`{one}`" not in " ".join(listed.split())] == []
