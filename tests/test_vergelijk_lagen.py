"""Comparing texts and norms: every change is seen, nothing else is, and each form shows the same."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.mutanten import ORIGIN, PARAMETER, READING, all_mutants, mutated
from toetssteen.cli.main import INPUT, OK, USAGE, main
from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.comparison_html import comparison_to_html
from toetssteen.explain.comparison_layout import in_ranges, marked
from toetssteen.explain.text_comparison import ADDED, BOTH, CHANGED, DROPPED, ONLY_A, ONLY_B, SAME
from toetssteen.kb.law import HOGELAND, load_law
from toetssteen.kb.source_split import split
from toetssteen.kb.terms import AtomLiteral
from toetssteen.ops.compare_norms import LawSide, compare_norms
from toetssteen.ops.compare_text import compare_text, compare_words
from toetssteen.ops.schemas import schemas

OFFICIAL = (HOGELAND / "bron.md").read_text(encoding="utf-8")
SOURCE = split(OFFICIAL, "bron.md")
BEFORE, AFTER = date(2025, 6, 1), date(2026, 6, 1)
EXAMPLE = "voorbeeld-ruimere-participatieplaats"
Output = pytest.CaptureFixture[str]


def compared(text: str) -> dict[str, tuple[str, str]]:
    """Return per place of the comparison of the official text with another: its state and its place before."""
    found = compare_text(SOURCE, split(text, "ander.md"))
    differing = [row for row in found.rows if (row.state != SAME or row.moved) and row.unit.kind != "artikel"]
    return {("" if row.b else "-") + row.unit.citation: (row.state, row.a.citation if row.a else "") for row in differing}


# ---- texts


def test_a_text_is_the_same_as_itself() -> None:
    found = compare_text(SOURCE, SOURCE)
    assert not found.differs
    assert len(found.rows) == len(SOURCE.units) + 2


def test_typography_is_no_difference() -> None:
    other = OFFICIAL.replace("«", '"').replace("  ", " ").replace(" - ", " – ").replace("'", "’")
    assert not compare_text(SOURCE, split(other, "ander.md")).differs


def test_only_the_words_that_changed_are_marked() -> None:
    found = compare_words("De inwoner moet 27 jaar of ouder zijn.", "De inwoner moet 25 jaar of ouder zijn.")
    assert [(one.side, one.text.strip()) for one in found] == [
        (BOTH, "De inwoner moet"), (ONLY_A, "27"), (ONLY_B, "25"), (BOTH, "jaar of ouder zijn.")]  # fmt: skip
    assert marked(found).plain == "De inwoner moet [was: 27; wordt: 25] jaar of ouder zijn."


@pytest.mark.parametrize("seed", range(200))
def test_the_words_of_both_sides_come_back(seed: int) -> None:
    """Whatever changed, what stands in A (or B) and in both is the text of A (or B), spaces included."""
    dice = random.Random(seed)
    texts = [one.text for one in SOURCE.units if one.kind == "lid"]
    a, b = dice.choice(texts), dice.choice(texts)
    if seed % 2:
        words = a.split()
        for _step in range(dice.randint(1, 6)):
            words[dice.randrange(len(words))] = dice.choice(("", "niet", "€ 1.250,50", "18", ", tenzij"))
        b = " ".join(" ".join(words).split()) or "leeg"
    found = compare_words(a, b)
    assert "".join(one.in_a or one.text for one in found if one.side != ONLY_B) == a
    assert "".join(one.text for one in found if one.side != ONLY_A) == b


def test_a_lid_put_in_between_moves_the_others() -> None:
    text = OFFICIAL.replace("2. Doel van de scholing", "2. Een gloednieuw lid over heel iets anders.\n3. Doel van de scholing")
    assert compared(text) == {"10.2": (ADDED, ""), "10.3": (SAME, "10.2")}


def test_a_dropped_lid_moves_the_others() -> None:
    text = re.sub(r"2\. Het doel van een werkervaringsplaats.*\n", "", OFFICIAL)
    text = text.replace("3. De inwoner krijgt begeleiding op de", "2. De inwoner krijgt begeleiding op de")
    text = text.replace("4. De werkervaringsplaats is", "3. De werkervaringsplaats is")
    assert compared(text) == {"-5.2": (DROPPED, "5.2"), "5.2": (SAME, "5.3"), "5.3": (SAME, "5.4")}


def test_a_lid_that_moved_to_another_article_is_found() -> None:
    lid = re.search(r"7\. De loonkostensubsidie wordt uitsluitend verstrekt.*\n", OFFICIAL)
    assert lid is not None
    text = OFFICIAL.replace(lid[0], "").replace("3. Als de werkgever loonkostensubsidie heeft", lid[0].replace("7.", "3.", 1)
                                                + "4. Als de werkgever loonkostensubsidie heeft")  # fmt: skip
    assert compared(text) == {"12.3": (SAME, "11.7"), "12.4": (SAME, "12.3")}


def test_onderdelen_and_definitions_are_aligned() -> None:
    text = OFFICIAL.replace("  - UWV: Uitvoeringsinstituut werknemersverzekeringen;\n", "")
    text = text.replace("  - werknemer: de inwoner die op grond van", "  - werknemer: de persoon die op grond van")
    text = re.sub(r"  - c\. welke voorzieningen beschikbaar en effectief zijn;\n", "", text)
    for old, new in zip("defg", "cdef", strict=True):
        text = re.sub(rf"(?m)^  - {old}\. (hoe de|dat de|wettelijke)", rf"  - {new}. \1", text)
    found = compared(text)
    assert found["-1.1.UWV"] == (DROPPED, "1.1.UWV")
    assert found["1.1.werknemer"] == (CHANGED, "1.1.werknemer")
    assert found["-3.2.c"] == (DROPPED, "3.2.c")
    assert [found[f"3.2.{one}"] for one in "cdef"] == [(SAME, f"3.2.{one}") for one in "defg"]
    assert len(found) == 7


@pytest.mark.parametrize("seed", range(25))
def test_every_seeded_change_of_a_lid_is_seen_and_no_other(seed: int) -> None:
    dice = random.Random(seed)
    lines = OFFICIAL.split("\n")
    units = {one.line: one.citation for one in SOURCE.units if one.kind != "artikel"}
    chosen = dice.sample(sorted(units), dice.randint(1, 4))
    for line in chosen:
        words = lines[line - 1].split(" ")
        place = dice.randrange(len(words) // 2, len(words))
        words[place] = "verzonnen"
        lines[line - 1] = " ".join(words)
    assert compared("\n".join(lines)) == {units[line]: (CHANGED, units[line]) for line in chosen}


def test_ranges_read_as_a_person_would_say_them() -> None:
    assert in_ranges(["6.1", "6.2", "6.3", "6.5", "7", "8", "3.2.a", "3.2.b", "3.2.c"]) == \
        "6.1 tot en met 6.3, 6.5, 7 en 8, 3.2.a tot en met 3.2.c"  # fmt: skip
    assert in_ranges(["2:1", "2:2.1"]) == "2.1, 2.2.1"


# ---- norms


def test_a_law_is_the_same_as_itself() -> None:
    for day in (BEFORE, AFTER):
        side = LawSide.of(load_law(day), day)
        assert not compare_norms(side, side).differs


MUTANTS = [one for one in all_mutants() if one.kind != READING]


@pytest.mark.parametrize("seed", range(200))
def test_every_mutant_of_the_law_is_seen(seed: int) -> None:
    """A rule, number or origin that is otherwise shows in the norms layer, at the norm that was changed."""
    mutant = random.Random(seed).choice(MUTANTS)
    law = load_law(AFTER)
    if mutant.kind == ORIGIN or (mutant.original is not None and mutant.original not in law.rules):
        law = load_law(BEFORE)  # where every condition still has the origin its label names
    day = AFTER if law is load_law(AFTER) else BEFORE
    # a condition of another reading than the default shows only where that is chosen
    rule = mutant.original or next((one for one in law.rules if one.label == mutant.name), None)
    body = rule.body if rule else ()
    chosen = {str(one.terms[0]): str(one.terms[1]) for one in body
              if isinstance(one, AtomLiteral) and one.predicate == "lezing" and isinstance(one.terms[1], str)}  # fmt: skip
    other = mutated(law, mutant)
    found = compare_norms(LawSide.of(law, day, chosen), LawSide.of(other, day, chosen))
    if mutant.kind == PARAMETER:
        assert [row.name for row in found.numbers] == [mutant.name]
    elif mutant.kind == ORIGIN:
        assert [row.label for row in found.norms] == [mutant.name]
        assert found.norms[0].aspects == ("herkomst",)
    elif mutant.original is not None and mutant.original.predicate in ("herhaalt_wet", "basis_vervallen", "signaal"):
        assert all(row.label == str(mutant.original.terms[0])[1:] for row in found.norms)
    elif not mutant.name.startswith("tekst/"):
        assert mutant.name in [row.label for row in found.norms]


def test_names_of_variables_and_the_order_of_conditions_do_not_matter() -> None:
    law = load_law(AFTER)
    rule = next(one for one in law.rules if one.label == "6.3/kans_groter")
    other = rule._replace(body=tuple(reversed(rule.body)), text="anders")
    rules = tuple(other if one is rule else one for one in law.rules)
    changed = type(law)(law.data._replace(rules=rules), law.statute_date, law.files, law.folder)
    assert not compare_norms(LawSide.of(law, AFTER), LawSide.of(changed, AFTER)).differs


def test_the_two_states_of_the_statute() -> None:
    found = compare_norms(LawSide.of(load_law(BEFORE), BEFORE), LawSide.of(load_law(AFTER), AFTER))
    rows = {row.label: row for row in found.norms}
    assert rows["9.a/leerplicht"].aspects == ("herkomst", "grondslag in de wet")
    assert (rows["9.a/leerplicht"].a.origin, rows["9.a/leerplicht"].b.origin) == ("wettelijk", "eigen")  # type: ignore[union-attr]
    assert rows["pw:7a.1.b/verzoek_van_de_school"].state == ADDED
    assert rows["pw:10f/geboden"].state == DROPPED
    assert [(row.name, row.a, row.b, row.rises) for row in found.numbers] == [
        ("pw_premie_vrij_bedrag", "€ 3.209", "€ 3.398", True)
    ]
    assert [(row.key, row.a, row.b) for row in found.readings] == [("i02", "uitsluitingen_gelden", "kale_verwijzing")]


def test_a_reading_that_makes_a_power_a_duty() -> None:
    law = load_law(AFTER)
    sides = [LawSide.of(law, AFTER, {"i20": option}) for option in ("discretionair", "gebonden")]
    found = compare_norms(*sides)
    assert [(row.provision, row.a, row.b) for row in found.modal] == [("premie", "de gemeente kan", "de gemeente moet")]
    assert {row.label: row.state for row in found.norms} == {"6.4/premie_discretionair": DROPPED, "6.4/premie_gebonden": ADDED}
    assert all(row.aspects == ("lezing",) for row in found.norms)


def test_every_norm_can_be_said_in_words() -> None:
    """No rule of the law leaves a place in a sentence open, or the name of a predicate in a condition."""
    for day in (BEFORE, AFTER):
        law = load_law(day)
        empty = type(law)(law.data._replace(rules=(), labels={}), law.statute_date, law.files, law.folder)
        for row in compare_norms(LawSide.of(empty, day), LawSide.of(law, day)).norms:
            for text in (row.side.sentence, *(one.text for one in row.conditions)):
                assert "{" not in text, (row.label, text)
                assert text.strip(), row.label
                assert not re.search(r"\b[a-z]+_[a-z_]+\b(?!:)", re.sub(r"lezing I-\w+ is \w+", "", text)), (row.label, text)


# ---- the command


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")


def run(*words: str) -> int:
    """Compare the texts and the norms, unless the layers are asked for; the outcomes have tests of their own."""
    return main(["vergelijk", *words, *(() if "--laag" in words else ("--laag", "tekst", "--laag", "normen"))])


def test_the_example_of_a_proposal(capsys: Output) -> None:
    assert run("hogeland", EXAMPLE, "--peildatum", "2026-06-01") == OK
    out = " ".join(capsys.readouterr().out.split())
    for part in ("VOORBEELD, geen bestaand voorstel", "[was: 27; wordt: 25] jaar of ouder", "[was: € 300; wordt: € 400]",
                 "[was: eenmalig; wordt: ten hoogste twee keer]", "Gewijzigd: 3 leden.", "25 jaar, sinds 1 januari 2026 (lager)",
                 "2 keer verlengen"):  # fmt: skip
        assert part in out
    assert "Gewijzigd: 2 normen; anders: 3 getallen." in out


def test_sides_that_are_the_same(capsys: Output) -> None:
    assert run("hogeland", "2026-01-01", "--peildatum", "2026-06-01") == OK
    out = capsys.readouterr().out
    assert "De teksten zijn gelijk." in out
    assert "De normen zijn gelijk." in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["hogeland"], USAGE, "dit ontbreekt: B"),
        (["hogeland", "bestaat-niet"], INPUT, "er is niets vergeleken"),
        (["hogeland", ""], INPUT, "ontbreekt een kant"),
        (["I-99:x", "I-22:zomaar"], INPUT, "2 fouten"),
        (["hogeland", "hogeland", "--laag", "alles"], USAGE, "kan niet; kies uit"),
        (["hogeland", "hogeland", "--vorm", "svg"], USAGE, "kan niet; kies uit"),
    ],
)  # fmt: skip
def test_wrong_sides(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert run(*words) == code
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["2024-07-01", "2026-01-01"],
        ["hogeland", EXAMPLE],
        ["hogeland", "I-22:wet_48", "--laag", "normen"],
        ["hogeland", "hogeland", "--laag", "tekst"],
    ],
)
def test_json_fits_its_schema(words: list[str], capsys: Output) -> None:
    assert run(*words, "--json") == OK
    data = json.loads(capsys.readouterr().out)
    schema = next(one.content for one in schemas().values() if one.form == data["formaat"])
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


def test_every_form_says_the_same(capsys: Output) -> None:
    for form in ("tekst", "voorlezen", "markdown", "html"):
        assert run("hogeland", EXAMPLE, "--vorm", form, "--peildatum", "2026-06-01") == OK
        out = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", capsys.readouterr().out).replace("\\", ""))
        for part in ("ten hoogste twee keer", "telkens", "laagste leeftijd voor een participatieplaats", "25 jaar"):
            assert part in out, (form, part)


class _Checked(HTMLParser):
    """Checks that what is opened is closed, and keeps the words that are marked."""

    VOID = ("meta", "br", "link")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: dict[str, list[str]] = {"del": [], "ins": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe")
        assert not [name for name, _value in attrs if name.startswith("on") or name == "src"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in ("del", "ins"):
            if tag in self.open:
                self.words[tag].append(data)


def page(a: str, b: str) -> _Checked:
    sides = [
        ComparedSide(name, f"Verordening <b>{name}</b>", BEFORE, BEFORE, ("<script>let op</script>",)) for name in ("a & b", "b")
    ]
    found = Comparison(sides[0], sides[1], compare_text(split(a, "a"), split(b, "b")), None)
    checked = _Checked()
    checked.feed(comparison_to_html(found))
    assert checked.open == []
    return checked


def test_html_marks_each_side_and_lets_no_markup_through() -> None:
    text = "# Verordening <x>\n\nArtikel 1. A & B\n1. De premie is € 300 <script>alert(1)</script>.\n2. Gelijk.\n"
    text += "3. Weg ermee, helemaal.\n"
    other = text.replace("€ 300", "€ 400").replace("3. Weg ermee, helemaal.\n", "3. Iets geheel nieuws dat nergens op lijkt.\n")
    words = page(text, other).words
    assert "€\u00a0300" in words["del"]
    assert "€\u00a0400" in words["ins"]
    assert any("Weg ermee" in one for one in words["del"])
    assert any("geheel nieuws" in one for one in words["ins"])
    assert not any("Gelijk" in one for one in (*words["del"], *words["ins"]))


def test_html_report_of_the_example_is_one_whole_page(tmp_path: Path, capsys: Output) -> None:
    target = tmp_path / "naast.html"
    assert run("hogeland", EXAMPLE, "--uit", str(target)) == OK
    assert run("hogeland", EXAMPLE, "--uit", str(target)) == INPUT
    capsys.readouterr()
    text = target.read_text(encoding="utf-8")
    checked = _Checked()
    checked.feed(text)
    assert checked.open == []
    assert "@page" in text
    assert {"27", "eenmalig"} <= {one.strip() for one in checked.words["del"]}
    assert {"25", "telkens"} <= {one.strip() for one in checked.words["ins"]}
