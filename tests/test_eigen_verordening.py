"""An ordinance of one's own: its text is split in any style or refused with a reason, and what it inherits is watched."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from toetssteen.cli.main import INPUT, OK, main
from toetssteen.kb.citation import is_citation, long_form, sort_key
from toetssteen.kb.law import HOGELAND, KB_FOLDER
from toetssteen.kb.source_split import SourceText, split
from toetssteen.ops import new_ordinance as making
from toetssteen.ops.inherited import CHECKED, FITS, GONE, OWN, TO_CHECK, WITHOUT, own_fits
from toetssteen.ops.new_ordinance import files_of, known_of, new_ordinance, write_folder
from toetssteen.ops.official_text import official_text
from toetssteen.ops.own_law import law_named, ordinance_findings
from toetssteen.ops.schemas import schemas

OFFICIAL = (HOGELAND / "bron.md").read_text(encoding="utf-8")
INVENTED = (Path(__file__).parent / "teksten" / "verzonnen-verordening.txt").read_text(encoding="utf-8")
DAY = date(2026, 2, 1)
Output = pytest.CaptureFixture[str]
Style = Callable[[str], str]


# ---- the same text in other styles


def plain(text: str) -> str:
    """Return a text as it is copied from a page: no marks of Markdown."""
    lines = (re.sub(r"^#+\s+", "", line).replace("**", "") for line in text.split("\n"))
    return "\n".join(re.sub(r"^(\s*)- ([a-z]\. )", r"\1\2", line) for line in lines)


def flush(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def wrapped(text: str) -> str:
    lines = ("\n".join(textwrap.wrap(line, 78, subsequent_indent=re.match(r"\s*", line)[0])) for line in text.split("\n"))  # type: ignore[index]
    return "\n".join(lines)


def leden(form: str) -> Style:
    return lambda text: re.sub(r"(?m)^(\d+)\. ", form, text)


def parts(form: str) -> Style:
    return lambda text: re.sub(r"(?m)^(\s*)([a-z])\. ", form, text)


def headings(form: str) -> Style:
    return lambda text: re.sub(r"(?m)^Artikel (\d+)\. (.*)$", form, text)


def tight(text: str) -> str:
    return re.sub(r"\n\n+", "\n", text)


def wide(text: str) -> str:
    return re.sub(r"\n+", "\n\n", text)


def contents(form: str) -> Style:
    def listed(text: str) -> str:
        found = re.findall(r"(?m)^((?:Artikel|Hoofdstuk) \d+\..*)$", text)
        return "Inhoudsopgave\n\n" + "\n".join(form.format(one) for one in found) + "\n\n" + text

    return listed


def explained(text: str) -> str:
    return (
        text
        + "\n\nToelichting\n\nAlgemeen\nEen woord vooraf.\n\nArtikel 6. Participatieplaats\nDit artikel.\n\nArtikel 8\nEn dit.\n"
    )


STYLES: dict[str, tuple[Style, ...]] = {
    "kopij": (plain,),
    "zonder inspringen": (plain, flush),
    "gebroken regels": (plain, wrapped),
    "markdown gebroken": (wrapped,),
    "alles gebroken": (plain, flush, wrapped, tight),
    "lid 1": (plain, leden(r"Lid \1. ")),
    "lid op een regel": (plain, leden(r"Lid \1\n")),
    "nummer op een regel": (plain, leden(r"\1.\n")),
    "letter op een regel": (plain, flush, leden(r"\1.\n"), parts(r"\2.\n")),
    "nummer zonder punt": (plain, leden(r"\1 ")),
    "nummer vast": (plain, leden(r"\1")),
    "haakje": (plain, parts(r"\1\2) ")),
    "vet nummer": (leden(r"**\1.** "),),
    "zonder witregels": (plain, flush, tight),
    "veel witregels": (plain, flush, wide),
    "hoofdletters": (plain, headings("ARTIKEL \\1\n\\2\n")),
    "kop eronder": (plain, headings("Artikel \\1\n\\2\n"), flush, tight),
    "dubbele punt": (plain, headings(r"Artikel \1: \2")),
    "streep": (plain, headings(r"Artikel \1 – \2")),
    "zonder punt": (plain, headings(r"Artikel \1 \2")),
    "vaste spaties": (lambda text: text.replace(". ", ".\u00a0"),),
    "inhoudsopgave": (plain, contents("{}")),
    "inhoudsopgave met bladzijden": (plain, contents("{} ........ 3")),
    "toelichting": (plain, explained),
    "alles tegelijk": (plain, contents("{}"), explained, flush, leden(r"\1 "), wrapped, tight),
}


def in_style(text: str, style: tuple[Style, ...]) -> str:
    for change in style:
        text = change(text)
    return text


def told(source: SourceText) -> list[tuple[str, str, str]]:
    return [(one.citation, one.kind, " ".join(one.text.split())) for one in source.units]


@pytest.mark.parametrize("style", STYLES)
def test_the_official_text_is_the_same_in_every_style(style: str) -> None:
    found = split(in_style(OFFICIAL, STYLES[style]), "tekst.txt")
    assert [one.as_text() for one in found.findings] == []
    assert told(found) == told(split(OFFICIAL, "bron.md"))


def test_places_of_an_invented_text() -> None:
    found = split(INVENTED, "verzonnen.txt")
    assert found.findings == ()
    texts = {one.citation: one.text for one in found.units if one.kind != "artikel"}
    assert len({one.citation for one in found.units if one.kind == "artikel"}) == 31
    assert texts["2.2.b.2"] == "werk bij ondernemers;"
    assert texts["3.2"].endswith("van voor 1 januari 2019. Wie toen al een voorziening had, houdt die.")
    assert texts["5"] == "Het college kan een voorziening weigeren als: … tenzij weigeren onredelijk is."
    assert texts["5a.2a"] == "Het college hoort de inwoner voordat het beëindigt."
    assert next(one.text for one in found.around if one.kind == "bijlage") == "Toelichting"


def test_what_a_text_says_of_itself() -> None:
    found = known_of(INVENTED)
    assert {name: one.value for name, one in found.items()} == {
        "naam": "Verzonnen re-integratieverordening Verzonnenstad 2019", "gemeente": "Verzonnenstad",
        "vastgesteld": date(2018, 11, 8), "inwerkingtreding": date(2019, 1, 1),
    }  # fmt: skip
    lines = INVENTED.split("\n")
    for one in found.values():
        shown = one.value if isinstance(one.value, str) else str(one.value.year)
        assert shown in lines[one.line - 1]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_text_never_breaks_the_reader(seed: int) -> None:
    """Whatever is lost or moved, the text is split or refused, and every finding says where."""
    dice = random.Random(seed)
    lines = in_style(OFFICIAL, dice.choice(list(STYLES.values()))).split("\n")
    for _step in range(dice.randint(1, 25)):
        place = dice.randrange(len(lines))
        dice.choice((lambda: lines.pop(place), lambda: lines.insert(dice.randrange(len(lines)), lines[place]),  # noqa: B023
                     lambda: lines.__setitem__(place, lines[place][: dice.randint(0, 12)])))()  # noqa: B023  # fmt: skip
    found = split("\n".join(lines), "stuk.txt")
    for finding in found.findings:
        assert 1 <= finding.line <= len(lines)
        assert finding.suggestion
        assert finding.as_text()
    if not found.findings:
        places = [(one.citation, one.kind) for one in found.units]
        assert len(set(places)) == len(places)


# ---- texts that cannot be split

WRONG = {
    "leeg": ("", "in deze tekst staat geen artikel", 0),
    "brief": ("Beste collega,\n\nHierbij de tekst.\n", "in deze tekst staat geen artikel", 1),
    "wijziging": (
        "Besluit\n\nArtikel I\nArtikel 6 komt te luiden: x.\n\nArtikel II\nDit treedt in werking.\n",
        "wijzigingsbesluit",
        3,
    ),
    "inhoud": ("Inhoudsopgave\nArtikel 1 Begrippen\nArtikel 2 Doel\n", "alleen een inhoudsopgave", 2),
    "inhoud met bladzijden": ("Artikel 1 Begrippen ..... 2\nArtikel 2 Doel ...... 3\n", "alleen een inhoudsopgave", 1),
    "artikel dubbel": (
        "Artikel 1. A\n1. Een.\n\nArtikel 2. B\n1. Een.\n\nArtikel 2. C\n1. Drie.\n",
        "artikel 2 staat er twee keer (ook op regel 4)",
        7,
    ),
    "lid dubbel": ("Artikel 1. A\n1. Een.\n2. Twee.\n2. Drie.\n", "lid 2 van artikel 1 staat er twee keer (ook op regel 3)", 4),
    "onderdeel dubbel": ("Artikel 1. A\n1. Een:\na. x;\na. y.\n", "onderdeel a van artikel 1 lid 1 staat er twee keer", 4),
    "gat in leden": ("Artikel 1. A\n1. Een.\n3. Drie.\n", "op lid 1 van artikel 1 volgt lid 3", 3),
    "gat in artikelen": ("Artikel 1. A\n1. Een.\n\nArtikel 4. B\n1. Een.\n", "op artikel 1 volgt artikel 4", 4),
    "gat in onderdelen": ("Artikel 1. A\n1. Een:\na. x;\nc. y.\n", "op onderdeel a van artikel 1 lid 1 volgt onderdeel c", 4),
    "niet zeker": ("Artikel 1. A\n1. Een:\na. x:\n1. p;\n2. q;\nb. y.\n2. Twee.\n", "het is niet zeker of dit lid 2", 5),
    "achter de toelichting": (
        "Artikel 1. A\n1. Een.\n\nToelichting\nBla.\n\nArtikel 2. B\n1. Twee.\n",
        "artikel 2 staat achter de toelichting",
        7,
    ),
    "zonder tekst": ("Artikel 1. A\n\nArtikel 2. B\n1. Twee.\n", "artikel 1 heeft geen tekst", 1),
    "volgorde": ("Artikel 1. A\nEen.\n\nArtikel 3. B\nDrie.\n\nArtikel 2. C\nTwee.\n", "artikel 2 staat achter artikel 3", 7),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_text_that_cannot_be_split_says_where_and_what_to_do(name: str) -> None:
    text, message, line = WRONG[name]
    findings = split(text, "tekst.txt").findings
    found = next(one for one in findings if message in one.message)
    assert found.line == line
    assert found.suggestion


def test_all_mistakes_are_told_at_once() -> None:
    text = "Artikel 1. A\n1. Een.\n1. Nog een.\n\nArtikel 3. B\na. x;\nc. y.\n\nArtikel 3. C\nTekst.\n"
    assert len(split(text, "tekst.txt").findings) == 4


@pytest.mark.parametrize(
    ("absent", "left"),
    [((), 2), (("2-3",), 1), (("2-3", "4.2"), 0), (("2", "3", "4.2"), 0), (("2",), 2), (("4.1-4.9", "2-3"), 0)],
)
def test_numbers_that_are_missing_rightly(absent: tuple[str, ...], left: int) -> None:
    text = "Artikel 1. A\nEen.\n\nArtikel 4. B\n1. Een.\n3. Drie.\n"
    assert len(split(text, "tekst.txt", absent).findings) == left


def test_the_hint_about_missing_numbers_works() -> None:
    text = "Artikel 1. A\nEen.\n\nArtikel 9. B\n1. Een.\n3. Drie.\n\nArtikel 10.C\nX.\n"
    hints = [re.search(r"--ontbreekt (\S+) ", one.suggestion) for one in split(text, "tekst.txt").findings]
    assert split(text, "tekst.txt", [one[1] for one in hints if one]).findings == ()


NOT_TEXT = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "een PDF"),
    "docx": (b"PK\x03\x04\x14\x00", "Word-"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "png": (b"\x89PNG\r\n", "afbeelding"),
    "html": (b"<!DOCTYPE html>\n<html><body>Artikel 1", "HTML"),
    "xml": (b"<?xml version='1.0'?>\n<artikel>", "HTML of XML"),
    "leeg": (b"", "leeg"),
    "wit": (b" \n\t\n", "leeg"),
    "nul": (b"Artikel 1\x00\x01 A", "teken dat niet"),
    "ruis": (bytes(range(256)) * 4, "geen tekst"),
    "groot": (b"Artikel 1. A\n" * 200_000, "te groot"),
}


@pytest.mark.parametrize("name", NOT_TEXT)
def test_what_is_no_text_is_refused(name: str) -> None:
    data, message = NOT_TEXT[name]
    text, findings = official_text(data, "bestand")
    assert text is None
    assert message in findings[0].message
    assert findings[0].suggestion


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts_of_other_programs_are_read(encoding: str) -> None:
    given = "Artikel 1. Cliëntenraad\r\n1. De premie is € 300.\r\n"
    text, findings = official_text(given.encode(encoding), "bestand")
    assert text == given.replace("\r\n", "\n")
    assert [one.severity for one in findings] == (["let op"] if encoding == "cp1252" else [])


def test_articles_numbered_per_chapter_have_citations() -> None:
    found = split("Artikel 1.1 A\n1. Een.\n\nArtikel 1.2 B\nTwee.\n\nArtikel 2.1 C\n1. Drie.\n", "tekst.txt")
    assert found.findings == ()
    citations = [one.citation for one in found.units if one.kind == "lid"]
    assert citations == ["1:1.1", "1:2", "2:1.1"]
    assert all(map(is_citation, citations))
    assert long_form("2:1.1") == "artikel 2:1 lid 1"
    assert sorted([*citations, "awb:4:13.2", "6.3"], key=sort_key) == ["1:1.1", "1:2", "2:1.1", "6.3", "awb:4:13.2"]


# ---- the folder


def folder_of(place: Path, text: str = OFFICIAL, name: str = "mijn-versie") -> Path:
    new, findings = new_ordinance(place / name, text, "tekst.txt", "hogeland")
    assert new is not None, findings
    assert write_folder(new) is None
    return place / name


def test_a_folder_has_all_its_files_and_says_what_is_unknown(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, INVENTED)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "bron.md", "lezingen.toml", "parameters.toml", "regels/LEESMIJ.md", "verordening.toml"]  # fmt: skip
    assert (folder / "bron.md").read_text(encoding="utf-8") == INVENTED
    table = (folder / "verordening.toml").read_text(encoding="utf-8")
    assert "# nog in te vullen: kenmerk" in table
    assert 'gemeente = "Verzonnenstad"   # uit regel 40' in table


def test_a_text_is_not_presented_under_the_name_or_number_of_another(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "Artikel 1. A\n1. Een.\n")
    law, findings = law_named(str(folder), DAY)
    assert law is not None, findings
    assert (law.identity.name, law.identity.reference) == ("mijn-versie", "")


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mijn-versie").mkdir()
    new, findings = new_ordinance(tmp_path / "mijn-versie", OFFICIAL, "tekst.txt", "hogeland")
    assert new is None
    assert "bestaat al" in findings[0].message
    assert list((tmp_path / "mijn-versie").iterdir()) == []


@pytest.mark.parametrize("name", ["hogeland", "2026-01-01", "i22", "..", "Mijn", "a+b", "a b", ".x", "x" * 80, "zaak.scenario"])
def test_names_that_cannot_be(name: str, tmp_path: Path) -> None:
    new, findings = new_ordinance(tmp_path / name, OFFICIAL, "tekst.txt", "hogeland")
    assert new is None
    assert any("kan geen naam" in one.message or "heeft al een betekenis" in one.message for one in findings)


def test_no_folder_inside_the_program() -> None:
    new, findings = new_ordinance(KB_FOLDER / "eigen", OFFICIAL, "tekst.txt", "hogeland")
    assert new is None
    assert "binnen het programma" in findings[0].message


def test_a_folder_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, _findings = new_ordinance(tmp_path / "mijn-versie", OFFICIAL, "tekst.txt", "hogeland")
    assert new is not None
    files = files_of(new)
    monkeypatch.setattr(making, "files_of", lambda _new: files | {"x/y/z": "kan niet"})
    problem = write_folder(new)
    assert problem is not None
    assert "niet te maken" in problem.message
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, _findings = new_ordinance(tmp_path / "mijn-versie", OFFICIAL, "tekst.txt", "hogeland")
    assert new is not None

    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_folder(new)
    assert list(tmp_path.iterdir()) == []


# ---- what is inherited

CHANGES: dict[str, tuple[str, str]] = {
    "getal": ("De inwoner moet 27 jaar", "De inwoner moet 25 jaar"),
    "onderdeel": ("de inwoner geen gebruik maakt van die voorziening", "de inwoner weinig gebruik maakt van die voorziening"),
}


def changed(text: str, *names: str) -> str:
    for name in names:
        before, after = CHANGES[name]
        assert before in text
        text = text.replace(before, after)
    return text


def states(folder: Path) -> dict[str, str]:
    law, findings = law_named(str(folder), DAY)
    assert law is not None, findings
    return {one.place or one.own_place: one.state for one in own_fits(law)}


def test_the_same_text_fits_every_inherited_rule(tmp_path: Path) -> None:
    found = states(folder_of(tmp_path))
    assert len(found) > 90
    assert set(found.values()) == {FITS}


def test_a_changed_text_must_be_gone_through(tmp_path: Path) -> None:
    found = states(folder_of(tmp_path, changed(OFFICIAL, "getal", "onderdeel")))
    assert {place for place, state in found.items() if state != FITS} == {"6.1", "3.4", "3.4.a"}
    assert {found["6.1"], found["3.4"], found["3.4.a"]} == {TO_CHECK}


def confirmed(folder: Path, place: str) -> None:
    law, _findings = law_named(str(folder), DAY)
    assert law is not None
    mark = next(one.mark for one in own_fits(law) if one.own_place == place)
    path = folder / "verordening.toml"
    path.write_text(path.read_text(encoding="utf-8") + f'"{place}" = "{mark}"\n', encoding="utf-8")


def test_what_was_gone_through_is_so_until_the_text_changes_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, changed(OFFICIAL, "getal"))
    confirmed(folder, "6.1")
    assert states(folder)["6.1"] == CHECKED
    text = (folder / "bron.md").read_text(encoding="utf-8")
    (folder / "bron.md").write_text(text.replace("25 jaar of ouder", "24 jaar of ouder"), encoding="utf-8")
    assert states(folder)["6.1"] == TO_CHECK


def test_renumbered_dropped_and_new_leden(tmp_path: Path) -> None:
    text = OFFICIAL.replace(
        "1. De gemeente kan een inwoner scholing aanbieden.\n",
        "1. De gemeente kan een inwoner scholing aanbieden.\n2. Een gloednieuw lid over iets heel anders.\n",
    ).replace("2. Doel van de scholing", "3. Doel van de scholing")
    text = re.sub(r"3\. De werkervaringsplaats.*\n|3\. De inwoner krijgt begeleiding op de werkplek.*\n", "", text)
    text = text.replace("4. De werkervaringsplaats is met behoud", "3. De werkervaringsplaats is met behoud")
    found = states(folder_of(tmp_path, text))
    assert (found["10.2"], found["5.3"], found["5.4"]) == (TO_CHECK, GONE, TO_CHECK)
    law, _findings = law_named(str(tmp_path / "mijn-versie"), DAY)
    assert law is not None
    fits = {(one.place, one.own_place): one.state for one in own_fits(law)}
    assert fits["", "10.2"] == WITHOUT
    assert fits["10.2", "10.3"] == TO_CHECK
    assert fits["5.4", "5.3"] == TO_CHECK


def test_own_rules_take_the_place_of_inherited_ones(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, changed(OFFICIAL, "onderdeel"))
    rule = next(path for path in (HOGELAND / "2024-07-01").glob("*.lp") if "3.4.a/" in path.read_text(encoding="utf-8"))
    text = rule.read_text(encoding="utf-8")
    label = re.search(r"(?ms)^%@ 3\.4\.a/.*?(?=^%@|^%\||\Z)", text)
    assert label is not None
    heading = "%%% artikel 3 Eigen\n%%% invoer geen_gebruik\n%%% uitvoer weigeringsgrond\n"
    (folder / "regels" / "eigen.lp").write_text(f"{heading}\n{label[0]}", encoding="utf-8")
    found = states(folder)
    assert found["3.4.a"] == OWN
    assert found["3.4"] == TO_CHECK


def test_controleer_says_where_and_how(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, changed(OFFICIAL, "getal"))
    found = [one for one in ordinance_findings(folder, DAY) if one.severity == "fout"]
    assert len(found) == 1
    lines = (folder / "bron.md").read_text(encoding="utf-8").split("\n")
    assert "25 jaar" in lines[found[0].line - 1]
    assert "[nagelopen]" in found[0].suggestion
    confirmed(folder, "6.1")
    assert [one for one in ordinance_findings(folder, DAY) if one.severity == "fout"] == []


def test_controleer_of_a_text_that_was_damaged_later(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    text = (folder / "bron.md").read_text(encoding="utf-8")
    (folder / "bron.md").write_text(text.replace("### Artikel 6. Participatieplaats\n", ""), encoding="utf-8")
    messages = [one.message for one in ordinance_findings(folder, DAY) if one.severity == "fout"]
    assert any("artikel 5 volgt artikel 7" in one for one in messages)


def test_partial_tables_keep_the_rest(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "parameters.toml").write_text("[pp_min_leeftijd]\nwaarden = { 2024-07-01 = 25 }\n", encoding="utf-8")
    (folder / "lezingen.toml").write_text('[i22]\nstandaard = "wet_48"\n', encoding="utf-8")
    law, findings = law_named(str(folder), DAY)
    assert law is not None, findings
    assert law.parameters["pp_min_leeftijd"].values == ((date(2024, 7, 1), 25),)
    assert law.parameters["pp_min_leeftijd"].norm == "6.1"
    assert law.readings["i22"].default == "wet_48"
    assert set(law.readings["i22"].options) == {"verordening_24", "wet_48"}


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("parameters.toml", "[pp_min_leeftyd]\nwaarden = { 2024-07-01 = 25 }\n", "ontbreekt"),
        ("parameters.toml", "[pp_min_leeftijd\n", "geen geldige tabel"),
        ("lezingen.toml", '[i22]\nstandaard = "zomaar"\n', "zomaar"),
        ("verordening.toml", 'erft = "nergens"\n', "bestaat niet"),
        ("verordening.toml", 'erft = "hogeland"\ninwerkingtreding = "ooit"\n', "hoort een datum"),
        ("verordening.toml", 'erft = "hogeland"\nnagelopen = 3\n', "een kenmerk tussen aanhalingstekens"),
        ("verordening.toml", 'erft = "hogeland"\nontbreekt = "5"\n', "een lijst van nummers"),
        ("bron.md", "", "geen artikel"),
        ("bron.md", "Artikel 1. A\n1. Een.\n3. Drie.\n", "volgt lid 3"),
    ],
)  # fmt: skip
def test_wrong_tables_are_told(table: str, text: str, message: str, tmp_path: Path, capsys: Output) -> None:
    folder = folder_of(tmp_path)
    (folder / table).write_text(text, encoding="utf-8")
    assert main(["dekking", str(folder)]) == INPUT
    err = capsys.readouterr().err
    assert message in err
    assert table in err


def test_what_comes_by_way_of_another_ordinance_is_held_against_its_own_text(tmp_path: Path) -> None:
    """Nobody went through 6.1 in the parent: that the texts are alike must not make its rules fit."""
    parent = folder_of(tmp_path, changed(OFFICIAL, "getal"), "ouder")
    new, findings = new_ordinance(tmp_path / "kind", changed(OFFICIAL, "getal", "onderdeel"), "tekst.txt", str(parent))
    assert new is not None, findings
    assert [row.unit.citation for row in new.comparison.rows if row.state != "gelijk"] == ["3.4.a"]
    assert write_folder(new) is None
    assert 'erft = "../ouder"' in (tmp_path / "kind" / "verordening.toml").read_text(encoding="utf-8")
    found = states(tmp_path / "kind")
    assert {place for place, state in found.items() if state != FITS} == {"3.4", "3.4.a", "6.1"}
    confirmed(parent, "6.1")
    assert states(tmp_path / "kind")["6.1"] == TO_CHECK


@pytest.mark.parametrize("parent", ["nergens", "", "tests"])
def test_an_ordinance_that_is_not_there_cannot_be_inherited_from(parent: str, tmp_path: Path) -> None:
    new, findings = new_ordinance(tmp_path / "kind", OFFICIAL, "tekst.txt", parent)
    assert new is None
    assert "geen verordening om van te erven" in findings[0].message


@pytest.mark.parametrize("command", [["dekking"], ["controleer"], ["toon", "6.3", "--verordening"], ["vergelijk", "hogeland"]])
def test_a_text_that_is_no_text_is_told_by_every_command(command: list[str], tmp_path: Path, capsys: Output) -> None:
    folder = folder_of(tmp_path)
    (folder / "bron.md").write_bytes(b"Artikel 1. A\nTekst \xff\xfe.\n")
    layer = ["--laag", "tekst"] if command[0] == "vergelijk" else []
    assert main([*command, str(folder), *layer]) == INPUT
    assert "bron.md:2:1: fout: dit bestand is geen UTF-8-tekst" in capsys.readouterr().err


# ---- the commands


def test_nieuw_makes_a_folder_that_the_other_commands_read(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tekst.txt").write_text(in_style(changed(OFFICIAL, "getal"), STYLES["alles tegelijk"]), encoding="utf-8")
    assert main(["nieuw", "mijn", "--tekst", "tekst.txt"]) == OK
    out = capsys.readouterr().out
    assert "22 artikelen, 71 leden, 25 onderdelen, 12 begrippen" in out
    assert "Gewijzigd: 1 lid." in out
    assert main(["dekking", "mijn"]) == OK
    out = capsys.readouterr().out
    assert "1 nog na te lopen" in out
    assert "! 6.1  nog na te lopen: gewijzigd: 6.1" in out
    assert main(["toon", "6.1", "--verordening", "mijn"]) == OK
    assert "voor een andere tekst gemaakt" in capsys.readouterr().out
    assert main(["controleer", "mijn"]) == INPUT
    assert "van 6.1 zijn voor een andere tekst gemaakt" in capsys.readouterr().err
    assert main(["vergelijk", "hogeland", "mijn", "--laag", "tekst"]) == OK
    out = " ".join(capsys.readouterr().out.split())
    assert "[was: 27; wordt: 25]" in out
    assert "1 plaats is nog niet nagelopen" in out
    assert "nog niet ingevuld in verordening.toml: geldend_vanaf; zolang geldt wat geërfd is" in out


def test_nieuw_of_a_wrong_text_makes_nothing(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tekst.txt").write_bytes(NOT_TEXT["pdf"][0])
    assert main(["nieuw", "Mijn", "--tekst", "tekst.txt", "--in", "nergens"]) == INPUT
    err = capsys.readouterr().err
    assert "een PDF" in err
    assert "kan geen naam" in err
    assert "de map" in err
    assert err.endswith("3 fouten; er is niets gemaakt.\n")
    assert list(tmp_path.iterdir()) == [tmp_path / "tekst.txt"]


@pytest.mark.parametrize("command", [["nieuw", "mijn", "--tekst", "tekst.txt"], ["dekking", "mijn"]])
def test_json_fits_its_schema(command: list[str], tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tekst.txt").write_text(INVENTED, encoding="utf-8")
    if command[0] == "dekking":
        folder_of(tmp_path, INVENTED, "mijn")
    assert main([*command, "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    schema = next(one.content for one in schemas().values() if one.form == data["formaat"])
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


def test_dekking_counts_rules_where_their_text_is_now(tmp_path: Path, capsys: Output) -> None:
    start, end = OFFICIAL.index("#### **Artikel 17."), OFFICIAL.index("#### **Artikel 18.")
    text = OFFICIAL[:start] + OFFICIAL[end:]
    for number in range(18, 23):
        text = text.replace(f"Artikel {number}.", f"Artikel {number - 1}.")
    folder = folder_of(tmp_path, text)
    main(["dekking", "--json"])
    before = {
        one["plaats"]: one["regels"] for one in json.loads(capsys.readouterr().out)["plaatsen"] if one["soort"] == "artikel"
    }
    main(["dekking", str(folder), "--json"])
    after = {one["plaats"]: one["regels"] for one in json.loads(capsys.readouterr().out)["plaatsen"] if one["soort"] == "artikel"}
    assert after == {str(number): before[str(number + (number > 16))] for number in range(1, 22)}
