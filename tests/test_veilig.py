"""Text of a user never becomes program text, and an article file cannot bring in what it should not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toetssteen.cli.main import main
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.law import load_law
from toetssteen.kb.program import read_program
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import assess
from toetssteen.parser.json_form import read_any

HOSTILE = [
    '"). uitkomst(x). #script(python) import os; os.system("echo gehackt") #end.',
    '#include "/etc/passwd".',
    "uitkomst(met20,z1,verplicht).",
    ":- not geblokkeerd(z1).",
    '"}. {uitkomst(met20,z1,bevoegd)}. %',
    "%* alles weg *%",
    "\\",
    '\\"). noodzakelijk(z1). %',
    "p1). leeftijd(p1,40). x(",
    "#const parameter = 0.",
    "@f()",
    "[bold red]rood[/]",
    "[/]",
    "{P} en {Z}",
]
CASE = """casus {text}
bron: test
peildatum 1 oktober 2025

inwoner {text}
  geboren op 2 februari 1975
  woont in Het Hogeland

werkgever {other}
  geeft begeleiding op de werkplek

plaatsing van {text} op participatieplaats bij {other}
  van 1 januari 2025 tot en met 30 september 2025
  werkzaamheden {text}
  heeft voldoende meegewerkt

aanvraag van {text} voor proefplaats bij {other}
  vanaf 1 november 2025 voor 2 maanden
  werkzaamheden {text}

afwijking van 8.4 voor {text}, omdat {text}

verwacht premie voor {text}: verplicht op 6.4
  bron: {text}
"""
VALUE = re.compile(r"[a-z][a-z0-9_]*|\"[a-z0-9.:/_]*", re.ASCII)


def atoms_of(instance: Instance) -> list[GroundAtom]:
    """Return every atom of a case that the solver can get to see."""
    return [*instance.facts, *(atom for one in instance.opens for atoms in one.alternatives for atom in atoms)]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def case_text(text: str) -> str:
    return CASE.replace("bron: {text}", "bron: x").replace("{text}", quoted(text)).replace("{other}", quoted(text + " BV"))


def read(text: str) -> Case:
    case, findings = read_any(text.encode(), "zaak.feiten")
    assert case is not None, "\n".join(finding.as_text() for finding in findings)
    return case


# ---- a case


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_case_reaches_the_program(text: str) -> None:
    case = read(case_text(text))
    assert case.persons == (text,)
    law = load_law(case.reference_date)
    atoms = atoms_of(instantiate(case, law))
    assert atoms == atoms_of(instantiate(read(case_text("Anna")), law))
    assert not any(text in str(value) for atom in atoms for value in atom)


@pytest.mark.parametrize("text", ["Anna", *HOSTILE])
def test_a_case_is_numbers_and_names_of_the_law_to_the_solver(text: str) -> None:
    case = read(case_text(text))
    atoms = atoms_of(instantiate(case, load_law(case.reference_date)))
    assert len(atoms) > 50
    assert [atom for atom in atoms for value in atom if not isinstance(value, int) and not VALUE.fullmatch(value)] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_outcomes_do_not_depend_on_names(text: str) -> None:
    def outcomes(case: Case) -> list[tuple[str, str, str]]:
        return [(one.application.provision, one.outcome, one.outcome_without_20) for one in assess(case).outcomes]

    assert outcomes(read(case_text(text))) == outcomes(read(case_text("Anna")))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_shown_as_they_are(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "zaak.feiten"
    path.write_text(case_text(text), encoding="utf-8")
    assert main(["toets", str(path), "--volledig"]) in (0, 1)
    shown = capsys.readouterr().out
    assert "".join(text.split()) in "".join(shown.split())


@pytest.mark.parametrize("line", HOSTILE)
def test_a_loose_line_of_program_text_is_a_finding(line: str) -> None:
    case, findings = read_any(f"peildatum 1 februari 2025\ninwoner Anna\n{line}\n".encode(), "zaak.feiten")
    if line.startswith("%"):
        assert case is not None
        return
    assert case is None
    assert [one.line for one in findings] == [3]


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x08", "\x7f", "\x9b", "\u202e", "\u2066"])
@pytest.mark.parametrize("place", ["inwoner A{}nna", 'inwoner "A{}nna"', "inwoner Anna\nbron: x{}y", 'inwoner Anna\ncasus "x{}"'])
def test_signs_that_steer_a_terminal_are_findings(sign: str, place: str) -> None:
    case, findings = read_any(f"peildatum 1 februari 2025\n{place.replace('{}', sign)}\n".encode(), "zaak.feiten")
    assert case is None
    assert findings
    assert sign not in "\n".join(finding.as_text() for finding in findings)


def test_messages_do_not_repeat_signs_that_steer_a_terminal() -> None:
    _case, findings = read_any(b"peildatum 1 februari 2025\ninwoner Anna\n  woont \x1b[31mrood\n", "zaak.feiten")
    assert findings
    assert "\x1b" not in "\n".join(finding.as_text() for finding in findings)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("verwacht premie voor A: verplicht, bedrag € 20.000.000,01", "te groot"),
        ("verwacht premie voor A: verplicht, bedrag € 99999999999999999999999999", "te groot"),
        ("verwacht premie voor A: verplicht, bedrag € -1", "negatief"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 voor 601 maanden", "te lang"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 voor 2147483648 maanden", "te lang"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 voor 9999999 dagen", "te lang"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 voor 0 weken", "geen duur"),
        (f"aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 voor {'9' * 1500} jaar", "te lang"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 9999 voor 1 maand", "buiten 1900 tot en met 2200"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 0001 voor 1 maand", "buiten 1900 tot en met 2200"),
        ("aanvraag van A voor proefplaats\n  vanaf 1 maart 2025 tot en met 31 december 2100", "langer dan 60 maanden"),
        ("inwoner B\n  geboren op 31 december 1899", "buiten 1900 tot en met 2200"),
    ],
)  # fmt: skip
def test_values_beyond_range_are_findings(line: str, said: str) -> None:
    case, findings = read_any(f"peildatum 1 februari 2025\ninwoner A\n{line}\n".encode(), "zaak.feiten")
    assert case is None
    assert [said in finding.message for finding in findings if finding.severity == "fout"] == [True]


@pytest.mark.parametrize("number", ["99", "99999999999", "9" * 1500])
def test_half_year_beyond_range_is_a_finding(number: str) -> None:
    text = f"{CASE.split('aanvraag')[0]}  heeft onvoldoende meegewerkt in halfjaar {number}\n"
    case, findings = read_any(text.replace("{text}", "Anna").replace("{other}", "Firma").encode(), "zaak.feiten")
    assert case is None
    assert findings


# ---- an article file


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ('#include "/etc/passwd".', 1, 1),
        ("a(1).\n#script (python)\nimport os\n#end.", 2, 1),
        ("a(1). #const n = 3.", 1, 7),
        ("#show a/1.", 1, 1),
        ("#program base.", 1, 1),
        ("#external a(1).", 1, 1),
        ("#minimize { 1 }.", 1, 1),
        ("#maximize{1}.", 1, 1),
        ("#defined a/1.", 1, 1),
        ("#theory t {}.", 1, 1),
        ("#heuristic a(1). [1,true]", 1, 1),
        ("#project a/1.", 1, 1),
        ("#edge (1,2).", 1, 1),
        ("#false.", 1, 1),
        ("a(X) :- X = #min { 1 }.", 1, 13),
        ("a(X) :- X = #sup.", 1, 13),
        ('a("#sum") :- #include.', 1, 14),
        ("a(1).\n  é(1).", 2, 3),
        ("a(1).\nprovincié(1).", 2, 9),
        ("a(1). b\u00a0(2).", 1, 8),
        ("%* weg *%\na(1).", 1, 1),
        ("a(1). %*\nb(1).\n*%", 1, 7),
        ("a(@f()).", 1, 3),
        ("a(X) :- X = @f(1).", 1, 13),
        ("a(1).\nb(1)", 2, 5),
        ("a(1))", 1, 5),
        ("{a(1)}.", 1, 1),
        ("a(1); b(1).", 1, 1),
        (":- a(1).", 1, 1),
        (":~ a(1). [1]", 1, 1),
        ("-a(1).", 1, 1),
        ("a(f(1)).", 1, 1),
        ("a(1..3).", 1, 1),
        ("a(1;2).", 1, 1),
        ("a :- not not b.", 1, 1),
        ("\ufeffa(1).", 1, 1),
        ('a("é").', 1, 4),
    ],
)  # fmt: skip
def test_article_file_is_refused(source: str, line: int, column: int) -> None:
    found = read_program("artikel.lp", source)
    assert found.rules == ()
    first = found.findings[0]
    assert (first.file, first.line, first.column) == ("artikel.lp", line, column)
    assert first.source == source.split("\n")[line - 1]
    assert first.severity == "fout"


@pytest.mark.parametrize(
    "form", ["# include", "#INCLUDE", "#Script (python)", "#include", "#script(lua)", "#\tinclude", "#\u0131nclude"]
)
def test_spelling_does_not_let_a_directive_through(form: str) -> None:
    found = read_program("artikel.lp", f'a(1).\n{form} "/etc/passwd".\n')
    assert found.rules == ()
    assert found.findings


@pytest.mark.parametrize(
    "text",
    ['a("%*"). #include "x". %', 'a("x\\"). #script (python) print(1) #end. b("y").', 'a("x\\" % "). #include "/etc/passwd". %")',
     "a(1).\x0b#include \"/etc/passwd\".", "a(1).\x0c#script (python)", "a(1).\u2028#include \"/etc/passwd\"."],
)  # fmt: skip
def test_quotation_marks_and_odd_lines_hide_nothing(text: str) -> None:
    found = read_program("artikel.lp", text)
    assert found.rules == ()
    assert found.findings


def test_what_is_allowed_is_allowed() -> None:
    found = read_program(
        "artikel.lp", '%% #include é @f() in commentaar\n%@ 6.1/x eigen\na(X) :- b(X), X < 3, not c("6.1/x", X).\n'
    )
    assert found.findings == ()
    assert [(rule.predicate, rule.label, rule.line) for rule in found.rules] == [("a", "6.1/x", 3)]


def test_sum_and_count_are_allowed() -> None:
    found = read_program("artikel.lp", "a(S) :- S = #sum { D,T : b(T,D) }.\nc(N) :- N = #count { T : b(T,_) }.\n")
    assert found.findings == ()
    assert len(found.rules) == 2


def test_comment_after_a_quotation_mark_in_a_comment() -> None:
    found = read_program("artikel.lp", 'a(1). % een "halve aanhaling\nb(1). % é\n')
    assert found.findings == ()
    assert len(found.rules) == 2


def test_refused_before_clingo_reads_it(capfd: pytest.CaptureFixture[str]) -> None:
    read_program("artikel.lp", '#script (python)\nprint("gehackt")\n#end.\n#include "/etc/passwd".\n')
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_findings_of_an_article_file_are_shown_with_a_caret() -> None:
    (found,) = read_program("artikel.lp", "a(1).\n  b(1). #show a/1.\n").findings
    assert isinstance(found, Finding)
    assert found.as_text() == (
        "artikel.lp:2:9: fout: «#show» is in een artikelbestand niet toegestaan\n      b(1). #show a/1.\n"
        "            ^^^^^\n    gebruik alleen regels, #sum en #count"
    )
