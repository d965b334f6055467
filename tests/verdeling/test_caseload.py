"""A caseload decided person by person: what is said of one person is all that is looked at, whoever else is in the file."""

from __future__ import annotations

from tests.verdeling.test_verdeel import CEILING, case_of, caseload_text
from toetssteen.ops.allocation.caseload import COMPETES, Candidate, each_person, read_caseload
from toetssteen.ops.assess import assess

AT_WORK = """
inwoner {name}
  geboren op {day} juni 1990
  ontvangt algemene bijstand
  heeft een kleine kans op werk

werkgever {employer}
  {fact}

aanvraag van {name} voor werkervaringsplaats bij {employer}
  vanaf 1 november 2025 voor 6 maanden
"""
PERSONS = [("Anna", 1, "Bakkerij Smit", "geeft begeleiding op de werkplek"),
           ("Bea", 2, "Kwekerij Oost", "geeft geen begeleiding op de werkplek"),
           ("Cor", 3, "Drukkerij West", "geeft begeleiding op de werkplek")]  # fmt: skip
PEILDATUM = "peildatum 1 oktober 2025\n"


def said(candidate: Candidate) -> object:
    return candidate.person, candidate.standing, candidate.outcome.possible, candidate.outcome.conditions, candidate.rooms


def together(head: str) -> str:
    return head + "".join(AT_WORK.format(name=one, day=day, employer=at, fact=fact) for one, day, at, fact in PERSONS)


def test_who_else_is_in_the_file_changes_nothing() -> None:
    found = [said(one) for one in read_caseload([case_of(together(PEILDATUM))]).candidates]
    alone = []
    for name, day, employer, fact in PERSONS:
        text = PEILDATUM + AT_WORK.format(name=name, day=day, employer=employer, fact=fact)
        alone += [said(one) for one in read_caseload([case_of(text)]).candidates]
    assert found == alone
    assert len({repr(one[1:]) for one in alone}) == 2  # type: ignore[index]  # Bea's employer makes a difference


def test_only_the_employers_of_others_are_left_out() -> None:
    case = case_of(together(PEILDATUM) + "\nwerkgever Los BV\n  geeft begeleiding op de werkplek\n")
    alone = each_person(case)
    assert [alone(one).employers for one in ("Anna", "Bea")] == [("Bakkerij Smit", "Los BV"), ("Kwekerij Oost", "Los BV")]
    subjects = {key.subject for key in alone("Anna").facts}
    assert "Kwekerij Oost" not in subjects
    assert {"Anna", "Los BV", "Bakkerij Smit"} <= subjects
    assert assess(alone("Anna")).outcomes[0].possible == assess(case).outcomes[0].possible


def test_limits_for_other_kinds_leave_no_room_and_take_none() -> None:
    """3.5.a: a ceiling is per kind; one for something nobody in the file asks for changes nobody."""
    text = caseload_text(("Anna", 1, 500), ("Bea", 2, 700))
    other = CEILING.format(limits="hooguit 0 personen", spent="0", served=0).replace("scholing", "werkervaringsplaats")
    found = read_caseload([case_of(text + other)])
    assert [said(one) for one in found.candidates] == [said(one) for one in read_caseload([case_of(text)]).candidates]
    assert [(one.standing, [room.left for room in one.rooms]) for one in found.candidates] == [(COMPETES, [2])] * 2
    assert len(found.ceilings) == 2
