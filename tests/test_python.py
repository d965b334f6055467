"""The Python interface: light to import, the same answers as the commands, results that show themselves and do not change."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

import toetssteen
from tests.handleiding_bijwerken import ROOT, blocks
from tests.notebook_bijwerken import notebooks, produced, stored
from tests.test_rondreis import OUTCOME_SCHEMA, PACKAGE, problems
from tests.test_weergaven import Page, assert_in_order, markdown_texts, sound, texts
from tests.zaken import ALL, EXAMPLES, name
from toetssteen.cli.main import main
from toetssteen.parser.source import examples

EXAMPLE = "participatieplaats-te-jong"
TEXT = next(path for path in EXAMPLES if path.stem == EXAMPLE).read_text(encoding="utf-8")
NORMS_SCHEMA = json.loads((PACKAGE / "explain/schema/normen.schema.json").read_text(encoding="utf-8"))
CHAPTER = ROOT / "handleiding" / "10-python.md"
Shown = toetssteen.Uitslag | toetssteen.Concepten | toetssteen.AlleLezingen | toetssteen.Kantelingen | toetssteen.Vragen
QUESTIONS = [toetssteen.waarom, toetssteen.vragen, toetssteen.kantel, toetssteen.alle_lezingen, toetssteen.besluit]
Output = pytest.CaptureFixture[str]


def command(capsys: Output, *words: str) -> str:
    main(list(words))
    return capsys.readouterr().out


# ---- what is there


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import sys, toetssteen; print(*sorted(one for one in sys.modules if one.split('.')[0] in " \
             "('clingo', 'lark', 'rich', 'toetssteen', 'dataclasses', 'typing', 'json')))"  # fmt: skip
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(PACKAGE.parent)})  # fmt: skip
    assert done.stdout.split() == ["toetssteen"]


def test_every_name_is_there_and_explained() -> None:
    for one in toetssteen.__all__:
        assert getattr(toetssteen, one).__doc__, one
        assert one in dir(toetssteen)
    assert sorted(toetssteen.__all__) == list(toetssteen.__all__)
    assert (PACKAGE / "py.typed").exists()
    with pytest.raises(AttributeError, match="has no attribute 'bestaat_niet'"):
        toetssteen.bestaat_niet  # noqa: B018 - reading it is the point


def test_the_example_of_the_package_itself() -> None:
    assert doctest.testmod(toetssteen).attempted == 3
    assert doctest.testmod(toetssteen).failed == 0


# ---- reading


def test_a_case_is_read_from_a_file_an_example_a_text_and_json(tmp_path: Path) -> None:
    path = tmp_path / "zaak.feiten"
    path.write_text(TEXT, encoding="utf-8")
    first = toetssteen.lees(EXAMPLE)
    assert first.titel == "Participatieplaats: een maand te jong"
    assert first.personen == ("Bilal",)
    assert repr(first) == "<Zaak 'Participatieplaats: een maand te jong', peildatum 2025-02-01>"
    for source in (path, str(path), TEXT, json.dumps(first.json())):
        assert toetssteen.lees(source).tekst() == first.tekst() == str(first)


@pytest.mark.parametrize("hint", [one for one in examples() if not one.startswith("signaal")])
def test_a_case_written_reads_back(hint: str) -> None:
    zaak = toetssteen.lees(hint)
    assert toetssteen.lees(zaak.tekst()).json() == zaak.json()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "een bestand zonder naam bestaat niet"),
        ("bestaat-niet", "het bestand «bestaat-niet» bestaat niet"),
        ("a\0b", "de naam kan niet"),
        ("{", "dit is geen geldige JSON"),
        ("casus x\n\ud800", "geen UTF-8-tekst"),
        ("\n", "het bestand is leeg"),
        (TEXT + "\n  woont\n", "«woont» is niet te begrijpen"),
        (Path(), "is een map"),
    ],
)
def test_what_is_wrong_is_raised_with_every_finding(source: str | Path, said: str) -> None:
    with pytest.raises(toetssteen.ToetssteenFout) as caught:
        toetssteen.lees(source)
    assert said in str(caught.value)
    assert any(said in one.message for one in caught.value.bevindingen)


def test_all_mistakes_at_once() -> None:
    with pytest.raises(toetssteen.ToetssteenFout) as caught:
        toetssteen.lees(TEXT + "  woont\n  loopt\n")
    assert len(caught.value.bevindingen) == 2
    assert all(one.line for one in caught.value.bevindingen)


# ---- the same as the commands


@pytest.mark.parametrize("given", ["toets", "waarom"])
def test_the_same_answers_as_the_commands(given: str, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = getattr(toetssteen, given)(toetssteen.lees(EXAMPLE))
    assert result.tekst() == str(result)
    short, hinted = result.tekst().split(), command(capsys, given, EXAMPLE).replace(" (--volledig toont ze)", "").split()
    assert short == hinted
    assert result.tekst(volledig=True) == command(capsys, given, EXAMPLE, "--volledig")
    assert result.markdown() == command(capsys, given, EXAMPLE, "--vorm", "markdown")
    assert result.voorlezen(volledig=True) == command(capsys, given, EXAMPLE, "--volledig", "--vorm", "voorlezen")
    assert result.html() == command(capsys, given, EXAMPLE, "--vorm", "html")
    assert result.html(volledig=True) == command(capsys, given, EXAMPLE, "--volledig", "--vorm", "html")
    assert result.json(volledig=True) == json.loads(command(capsys, given, EXAMPLE, "--volledig", "--json"))
    assert result.normen().svg() == command(capsys, given, EXAMPLE, "--vorm", "svg")
    assert result.normen().tekst() == command(capsys, given, EXAMPLE, "--vorm", "normen")


def test_every_reading_as_the_command_gives_it(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    example = "proefplaats-zeven-maanden"
    words = ["toets", example, "--alle-lezingen"]
    result = toetssteen.alle_lezingen(example)
    assert result.json() == json.loads(command(capsys, *words, "--json"))
    assert result.tekst() == command(capsys, *words, "--volledig")
    assert result.html() == command(capsys, *words, "--vorm", "html").replace("<details open>", "<details>")
    (one,) = result.uitkomsten
    assert (one.uitkomst, one.onder_elke_lezing, result.onder_elke_lezing) == ("bevoegd", False, False)
    assert "geblokkeerd" in one.andere_uitkomsten
    kept = toetssteen.alle_lezingen(example, behoud=one.lezingen)
    assert kept.json() == json.loads(command(capsys, *words, *(f"--behoud={key}" for key in one.lezingen), "--json"))
    assert toetssteen.alle_lezingen(EXAMPLE).onder_elke_lezing
    with pytest.raises(toetssteen.ToetssteenFout, match="«I-999» is geen lezing van deze verordening"):
        toetssteen.alle_lezingen(EXAMPLE, behoud=["I-999"])


def test_one_against_the_other_as_the_command_gives_it(capsys: Output) -> None:
    words = ["waarom", EXAMPLE, "participatieplaats", "--en-niet", "werkervaringsplaats"]
    result = toetssteen.tegenover(EXAMPLE, "participatieplaats", "werkervaringsplaats")
    assert result.json() == json.loads(command(capsys, *words, "--json"))
    assert result.markdown() == command(capsys, *words, "--vorm", "markdown")
    assert len(result.samenvatting) == 1
    with pytest.raises(toetssteen.ToetssteenFout, match="is niet met zichzelf te vergelijken"):
        toetssteen.tegenover(EXAMPLE, "scholing", "scholing")


def test_smallest_changes_as_the_command_gives_them(capsys: Output) -> None:
    result = toetssteen.kantel(EXAMPLE)
    assert result.json() == json.loads(command(capsys, "kantel", EXAMPLE, "--json"))
    assert result.markdown() == command(capsys, "kantel", EXAMPLE, "--vorm", "markdown")
    (one,) = result.uitkomsten
    assert (one.uitkomst, one.doel, one.bereikt) == ("geblokkeerd", "toewijsbaar", False)
    assert all(change.nu != change.dan for changes in one.veranderingen for change in changes)
    assert one.veranderingen
    blocked = toetssteen.kantel(EXAMPLE, naar="geblokkeerd").uitkomsten[0]
    assert (blocked.bereikt, blocked.veranderingen) == (True, ())
    for wrong, said in (({"naar": "onbepaald"}, "kies uit: toewijsbaar"), ({"hooguit": 0}, "ten minste 1"),
                        ({"voor": "Bill"}, "staat niet in deze zaak")):  # fmt: skip
        with pytest.raises(toetssteen.ToetssteenFout, match=said):
            toetssteen.kantel(EXAMPLE, **wrong)


def test_questions_as_the_command_gives_them(capsys: Output) -> None:
    example = "proefplaats-nog-veel-onbekend"
    result = toetssteen.vragen(example)
    assert result.json() == json.loads(command(capsys, "vragen", example, "--json"))
    assert result.markdown() == command(capsys, "vragen", example, "--vorm", "markdown")
    assert result.tekst(volledig=True).split()[:50] == command(capsys, "vragen", example, "--alles").split()[:50]
    (one,) = result.uitkomsten
    assert one.uitkomst == "onbepaald"
    assert set(one.mogelijk) == {"bevoegd", "geblokkeerd"}
    assert all(question.vraag.endswith("?") and question.normen for question in one.vragen)
    assert not set(one.vragen) & set(one.zonder_gevolg)
    assumed = toetssteen.vragen(EXAMPLE, aannamen=True)
    assert assumed.json() == json.loads(command(capsys, "vragen", EXAMPLE, "--aannamen", "--json"))
    assert "--" not in str(result) + str(assumed)
    with pytest.raises(toetssteen.ToetssteenFout, match="staat niet in deze zaak"):
        toetssteen.vragen(example, voor="Bill")


@pytest.mark.parametrize("example", [EXAMPLE, "proefplaats-nog-veel-onbekend"])
def test_drafts_as_the_command_gives_them(example: str, capsys: Output) -> None:
    result = toetssteen.besluit(example)
    assert result.json() == json.loads(command(capsys, "besluit", example, "--json"))
    assert result.markdown() == command(capsys, "besluit", example, "--vorm", "markdown")
    assert result.eerst_feiten_nodig == (example != EXAMPLE)
    dated = toetssteen.besluit(example, bekendmaking=date(2025, 3, 1))
    assert dated.json() == json.loads(command(capsys, "besluit", example, "--bekendmaking", "1 maart 2025", "--json"))
    with pytest.raises(toetssteen.ToetssteenFout, match="«Bill» staat niet in deze zaak"):
        toetssteen.besluit(example, voor="Bill")


def test_what_is_not_there_is_said_as_the_command_says_it(capsys: Output) -> None:
    for words, arguments in ((["werkervaringplaats"], {}), (["premie"], {}), ([], {"voor": "Bill"})):
        with pytest.raises(toetssteen.ToetssteenFout) as caught:
            toetssteen.waarom(EXAMPLE, *words, **arguments)
        (finding,) = caught.value.bevindingen
        main(["waarom", EXAMPLE, *words, *(part for key, value in arguments.items() for part in (f"--{key}", value))])
        assert capsys.readouterr().err == f"{finding.message}\n"


# ---- results


def test_an_outcome_is_found_by_name_and_person() -> None:
    uitslag = toetssteen.toets(EXAMPLE)
    uitkomst = uitslag.uitkomst("participatieplaats", voor="Bilal", bij="Bakkerij de Jong")
    assert (uitkomst.uitkomst, uitkomst.mogelijk, uitkomst.ambtshalve) == ("geblokkeerd", ("geblokkeerd",), False)
    assert (uitkomst.zonder_artikel_20, uitkomst.bereikbaar_met_artikel_20) == ("geblokkeerd", False)
    (reden,) = uitkomst.redenen
    assert (reden.teken, reden.norm, reden.feiten[0].regel) == ("nee", "6.1/leeftijd", 7)
    assert len(uitkomst.overige_voorwaarden) == 12
    assert uitslag.uitkomst("Sociale activering").uitkomst == "onbepaald"
    assert uitslag.klopt
    assert [one.bron for one in uitslag.verwachtingen] == ["6.1, tweede volzin; artikel 7 lid 8 van de wet; dossier T2"]
    for wrong in ({"voorziening": "premie"}, {"voorziening": "participatieplaats", "voor": "Bil"}, {"voorziening": ""}):
        with pytest.raises(toetssteen.ToetssteenFout, match="is er geen uitkomst; er is: participatieplaats voor Bilal"):
            uitslag.uitkomst(**wrong)


def test_an_expectation_that_fails() -> None:
    uitslag = toetssteen.toets(TEXT.replace("geblokkeerd op", "bevoegd op").replace(", niet bereikbaar met 20", ""))
    assert not uitslag.klopt
    assert "de uitkomst is geblokkeerd, verwacht was bevoegd" in uitslag.verwachtingen[0].verschillen


def test_results_do_not_change() -> None:
    uitslag = toetssteen.waarom(EXAMPLE)
    results = (toetssteen.lees(EXAMPLE), uitslag, uitslag.uitkomsten[0], uitslag.normen(), toetssteen.besluit(EXAMPLE))
    for result in results:
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            result.titel = "anders"  # type: ignore[misc, union-attr]
    with pytest.raises(AttributeError):
        uitslag.uitkomsten[0].redenen[0].teken = "ja"  # type: ignore[misc]


@pytest.mark.parametrize("path", [*EXAMPLES[:3], *ALL[::60]], ids=name)
def test_every_result_shows_itself_and_fits_its_schema(path: Path) -> None:
    uitslag = toetssteen.toets(path)
    shown: list[toetssteen.Zaak | toetssteen.Uitslag | toetssteen.Uitkomst | toetssteen.Normen] = [
        toetssteen.lees(path), uitslag, uitslag.normen(), *uitslag.uitkomsten[:2]]  # fmt: skip
    for result in shown:
        assert Page(result._repr_html_()).tags
        assert result._repr_markdown_().endswith("\n")
        assert str(result)
        assert json.loads(json.dumps(result.json())) == result.json()
    assert problems(OUTCOME_SCHEMA, uitslag.json(volledig=True)) == []
    assert problems(NORMS_SCHEMA, uitslag.normen().json()) == []
    assert uitslag.uitkomsten[0].json() == uitslag.json()["uitkomsten"][0]


@pytest.mark.parametrize("example", [EXAMPLE, "proefplaats-nog-veel-onbekend", "werkervaringsplaats-hardheid"])
@pytest.mark.parametrize(
    "question", [toetssteen.waarom, toetssteen.besluit, toetssteen.alle_lezingen, toetssteen.kantel, toetssteen.vragen]
)
def test_every_answer_is_a_sound_page_and_markdown(example: str, question: Callable[[str], Shown]) -> None:
    result = question(example)
    whole = result._document(full=True)
    page = Page(result.html())
    sound(page, result.html())
    assert_in_order(texts(whole), page.said)
    assert len(markdown_texts(result.markdown(volledig=True))[0]) == len(list(texts(whole)))
    fragment = Page(result._repr_html_())
    assert len(set(fragment.names)) == len(fragment.names)
    assert result.voorlezen().endswith("\n")


# ---- the chapter of the manual and the notebook


def test_the_examples_of_the_chapter_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    runner, parser, tried = doctest.DocTestRunner(), doctest.DocTestParser(), 0
    for block in blocks(CHAPTER.read_text(encoding="utf-8")):
        if block.name:
            Path(block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            test = parser.get_doctest(block.text, names, "10-python", str(CHAPTER), block.start)
            tried += len(test.examples)
            runner.run(test, clear_globs=False)
            names = test.globs
    assert tried > 10
    assert runner.summarize().failed == 0


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_stored(path: Path) -> None:
    book = json.loads(path.read_text(encoding="utf-8"))
    found = produced(book)
    assert found == stored(book)
    assert sum(bool(outputs) for outputs in found) >= 5
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in book["cells"]}) == len(book["cells"])


def test_there_is_a_notebook() -> None:
    assert notebooks()


# ---- what if


def test_what_if_is_that_of_the_command(capsys: Output) -> None:
    found = toetssteen.stel("werkervaringsplaats", "wep_max wordt 2 maanden", "kortere-werkervaringsplaats")
    said = command(capsys, "stel", "werkervaringsplaats", "wep_max wordt 2 maanden", "kortere-werkervaringsplaats", "--json")
    assert found.json() == json.loads(said)
    assert found.scenarios == ("wep_max wordt 2 maanden", "Kortere werkervaringsplaats")
    assert {(one.nu, one.dan, one.normen) for one in found.verschillen if one.anders} == {
        ("bevoegd", "geblokkeerd", ("5.4/duur",))
    }
    assert "artikel 5 lid 4" in found.tekst()


def test_what_if_over_a_table_is_that_of_the_command(capsys: Output, tmp_path: Path) -> None:
    table = tmp_path / "inwoners.csv"
    command(capsys, "verzin", "--n", "30", "--uit", str(table))
    found = toetssteen.stel_tabel(table, "pp_max wordt 6 maanden", per=["leeftijd"])
    said = command(capsys, "stel", str(table), "pp_max wordt 6 maanden", "--per", "leeftijd", "--json")
    assert found.json() == json.loads(said)
    (one,) = found.verschuivingen
    assert sum(number for _norms, number in one.normen) >= one.rijen_veranderd > 0
    assert sum(one.van_naar.values()) >= found.rijen == 30
    assert "leeftijd" in found.tekst()


def test_what_if_raises_with_everything_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(toetssteen.ToetssteenFout, match="niets gesteld"):
        toetssteen.stel("werkervaringsplaats")
    with pytest.raises(toetssteen.ToetssteenFout, match="geen scenario"):
        toetssteen.stel("werkervaringsplaats", "onzin")
    with pytest.raises(toetssteen.ToetssteenFout, match="komt in deze zaak niet voor"):
        toetssteen.stel("werkervaringsplaats", "wep_max wordt 2 maanden", voor="Nijntje")
    with pytest.raises(toetssteen.ToetssteenFout, match=r"(?s)kleur.*geen tabel"):
        toetssteen.stel_tabel("werkervaringsplaats", "wep_max wordt 2 maanden", per=["kleur"])
    broken = tmp_path / "stuk.csv"
    broken.write_text("inwoner;aanvraag\nAnna;maanreis\n", encoding="utf-8")
    with pytest.raises(toetssteen.ToetssteenFout, match=r"stuk\.csv"):
        toetssteen.stel_tabel(broken, "wep_max wordt 2 maanden")


def test_two_sides_compared() -> None:
    found = toetssteen.vergelijk("hogeland", "I-50:alle", voorzieningen=["vervoersvoorziening"])
    (only,) = found.voorzieningen
    assert only.oordeel == "b_ruimer"
    case = only.gevallen[0]
    assert (case.onder_a, case.onder_b) == ("geblokkeerd", "bevoegd")
    assert case.alleen_a == ("16.1/visuele_beperking",)
    assert toetssteen.toets(case.zaak).klopt
    assert "op deze momenten" in only.grenzen
    assert "Bewijs onder A" in found.html()
    assert "B is ruimer" in str(found)
    with pytest.raises(toetssteen.ToetssteenFout, match="geen voorziening"):
        toetssteen.vergelijk("hogeland", "2026", voorzieningen=["bestaat niet"])
    with pytest.raises(toetssteen.ToetssteenFout):
        toetssteen.vergelijk("hogeland", "bestaat-niet")
