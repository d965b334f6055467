"""The commands: help in Dutch with an example that runs, exit codes, plain output, and JSON that says its form."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from toetssteen import __version__
from toetssteen.cli import toets
from toetssteen.cli.main import COMMANDS, FAILED, INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.ops.schemas import schemas

ENGLISH = ("usage", "positional", "options", "show this help", "optional", "arguments", "default", "example", "error")
EXAMPLE = "participatieplaats-te-jong"
WITH_JSON = {
    "toets": [EXAMPLE], "waarom": [EXAMPLE, "werkervaringsplaats"], "toon": ["6.3"], "lezingen": [], "begrippen": [],
    "kantel": [EXAMPLE], "dekking": [], "signalen": [], "controleer": [EXAMPLE], "opmaak": [EXAMPLE], "test": [EXAMPLE],
    "verdeel": ["scholing-verdelen"], "hardheid": [EXAMPLE], "bevolking": [EXAMPLE],
    "schema": [], "stel": [EXAMPLE, "pp_max wordt 6 maanden"], "verzin": [], "sjabloon": ["scholing"],
    "nieuw": ["mijn-versie", "--tekst", "hogeland", "--proef"], "vergelijk": ["2024-07-01", "2026-01-01", "--laag", "normen"],
    "bewijs": ["geen-gat-6-9"], "genereer": ["--over", "9.b"],
    "besluit": [EXAMPLE],
    "vragen": ["proefplaats-nog-veel-onbekend", "--aannamen"], "gesprek": [EXAMPLE],
}  # fmt: skip
GOOD = 'casus "Kort"\nbron: 3.1\npeildatum 1 februari 2025\n\ninwoner Anna\n  woont in Het Hogeland\n'
WRONG = GOOD + "  woont niet in Het Hogeland\n"
DISAPPOINTED = GOOD + "\nverwacht ondersteuning voor Anna: geblokkeerd\n"
PLACED = GOOD + "\nplaatsing van Anna op vrijwilligerswerk\n  van 1 januari 2024 tot en met 31 maart 2024\n"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def run(*words: str) -> int:
    return main(list(words))


def written(folder: Path, text: str) -> str:
    path = folder / "zaak.feiten"
    path.write_text(text, encoding="utf-8")
    return str(path)


def typed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def program(*words: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toetssteen", *words], input=data, capture_output=True, env=os.environ | environment, check=False
    )


# ---- help


def test_every_command_is_tested_for_json() -> None:
    assert set(WITH_JSON) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_dutch(command: str, flag: str, capsys: Output) -> None:
    assert run(command, flag) == OK
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"gebruik: toetssteen {command}")
    assert "opties:" in out
    assert "voorbeeld:" in out
    assert not [word for word in ENGLISH if re.search(rf"\b{word}\b", out.lower())]


@pytest.mark.parametrize("command", COMMANDS)
def test_example_of_the_help_runs(command: str, capsys: Output) -> None:
    run(command, "--help")
    examples = re.findall(r"^  toetssteen (.+)$", capsys.readouterr().out.split("voorbeeld:")[1], re.MULTILINE)
    assert len(examples) == 1
    assert examples[0].split()[0] == command
    assert run(*examples[0].split()) == OK
    out, err = capsys.readouterr()
    assert out
    assert err == ""


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--hulp"]])
def test_overview_names_every_command(words: list[str], capsys: Output) -> None:
    assert run(*words) == OK
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in COMMANDS)
    assert not [word for word in ENGLISH if re.search(rf"\b{word}\b", out.lower())]


def test_without_words_the_overview_is_shown(capsys: Output) -> None:
    assert run() == USAGE
    assert "gebruik: toetssteen" in capsys.readouterr().out


def test_version(capsys: Output) -> None:
    assert run("--version") == OK
    assert capsys.readouterr().out == f"toetssteen {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["toetz", "x"], "Bedoelde u «toets»?"),
        (["zzz"], "«zzz» is geen opdracht. Zie toetssteen --help."),
        (["toets"], "dit ontbreekt: zaak"),
        (["toets", EXAMPLE, "--zo"], "onbekend: --zo"),
        (["toets", EXAMPLE, "nog"], "onbekend: nog"),
        (["toets", EXAMPLE, "--json=ja"], "is hier te veel"),
        (["lezingen", "--over"], "hier hoort een waarde bij"),
        (["lezingen", "--peildatum", "31 februari 2025"], "bestaat niet op de kalender"),
        (["toon", "6.9.z"], "«6.9.z» is geen plaats in deze verordening"),
        (["toon", "6", "--peildatum", "morgen"], "«morgen» is geen datum"),
        (["schema", "uitkomts"], "bedoelde u «uitkomst»?"),
        (["schema", "zzz"], "kies uit: alle-lezingen, begrippen"),
    ],
)  # fmt: skip
def test_wrong_use_is_said_in_dutch(words: list[str], said: str, capsys: Output) -> None:
    assert run(*words) == USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert not [word for word in (*ENGLISH, "argument", "required") if re.search(rf"\b{word}\b", err.lower())]


# ---- exit codes


@pytest.mark.parametrize(
    ("text", "code"), [(GOOD, OK), (DISAPPOINTED, FAILED), (WRONG, INPUT), ("", INPUT)], ids=["goed", "anders", "fout", "leeg"]
)
def test_exit_code_of_toets(text: str, code: int, tmp_path: Path, capsys: Output) -> None:
    assert run("toets", written(tmp_path, text)) == code
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["toets", "waarom", "opmaak", "controleer"])
def test_mistakes_go_to_standard_error_with_exit_code_3(command: str, tmp_path: Path, capsys: Output) -> None:
    assert run(command, written(tmp_path, WRONG)) == INPUT
    out, err = capsys.readouterr()
    assert "dit spreekt regel 6 tegen" in err
    assert "tegen" not in out


def test_number_of_mistakes_is_said(tmp_path: Path, capsys: Output) -> None:
    run("toets", written(tmp_path, WRONG))
    assert capsys.readouterr().err.endswith("1 fout; er is niets beslist.\n")
    run("toets", written(tmp_path, WRONG + "  woont\n"))
    assert capsys.readouterr().err.endswith("2 fouten; er is niets beslist.\n")


def test_one_mistake_is_singular_in_controleer(tmp_path: Path, capsys: Output) -> None:
    assert run("controleer", written(tmp_path, WRONG)) == INPUT
    assert "1 fouten" not in capsys.readouterr().out


def test_unknown_provision_and_person_of_waarom(capsys: Output) -> None:
    assert run("waarom", EXAMPLE, "werkervaringplaats") == INPUT
    assert "bedoelde u «werkervaringsplaats»?" in capsys.readouterr().err
    assert run("waarom", EXAMPLE, "--voor", "Bill") == INPUT
    assert "«Bill» staat niet in deze zaak; wel: Bilal" in capsys.readouterr().err


def test_nothing_to_decide_is_said(capsys: Output) -> None:
    assert run("waarom", EXAMPLE, "premie") == INPUT
    assert capsys.readouterr().err == "Over premie is in deze zaak niets te beslissen.\n"


@pytest.mark.parametrize("command", ["toets", "waarom", "opmaak", "controleer"])
@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["tekst", "json"])
def test_placement_without_employer_is_no_crash(command: str, extra: list[str], tmp_path: Path, capsys: Output) -> None:
    assert run(command, written(tmp_path, PLACED), *extra) in (OK, INPUT)
    capsys.readouterr()


# ---- where a case comes from


@pytest.mark.parametrize("command", ["toets", "waarom", "opmaak", "controleer"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bestaat-niet.feiten", "het bestand «bestaat-niet.feiten» bestaat niet"),
        ("a\0b", "is niet te lezen"),
        ("x" * 5000, "is niet te lezen"),
        ("", "bestaat niet"),
    ],
    ids=["weg", "nul", "lang", "leeg"],
)
def test_name_that_cannot_be_read(command: str, name: str, said: str, capsys: Output) -> None:
    assert run(command, name) == INPUT
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["toets", "waarom", "opmaak"])
def test_folder_instead_of_a_file(command: str, tmp_path: Path, capsys: Output) -> None:
    assert run(command, str(tmp_path)) == INPUT
    assert "is een map" in capsys.readouterr().err


def test_missing_file_suggests_the_examples(capsys: Output) -> None:
    run("toets", "participatieplaats-te-jon")
    assert "participatieplaats-te-jong" in capsys.readouterr().err


def test_reasons_of_the_system_are_dutch(capsys: Output) -> None:
    run("toets", "x" * 5000)
    assert "too long" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["toets", "waarom", "opmaak", "controleer"])
def test_case_from_standard_input(command: str, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    typed(monkeypatch, GOOD.encode())
    assert run(command, "-") == OK
    assert capsys.readouterr().err == ""


def test_mistake_from_standard_input_has_a_place(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    typed(monkeypatch, WRONG.encode())
    assert run("toets", "-") == INPUT
    assert capsys.readouterr().err.startswith("<invoer>:7:3: fout: dit spreekt regel 6 tegen")


def test_json_case_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    run("opmaak", EXAMPLE, "--json")
    typed(monkeypatch, capsys.readouterr().out.encode())
    assert run("toets", "-") == OK
    assert "GEBLOKKEERD" in capsys.readouterr().out


def test_layout_of_a_layout_is_the_same(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    run("opmaak", EXAMPLE)
    first = capsys.readouterr().out
    typed(monkeypatch, first.encode())
    assert run("opmaak", "-") == OK
    assert capsys.readouterr().out == first


def test_controleer_reads_a_folder(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "onder").mkdir()
    (tmp_path / "onder" / "goed.feiten").write_text(GOOD, encoding="utf-8")
    written(tmp_path, WRONG)
    assert run("controleer", str(tmp_path)) == INPUT
    out, err = capsys.readouterr()
    assert "2 zaken" in out
    assert "zaak.feiten:7:3" in err


# ---- JSON


@pytest.mark.parametrize("command", WITH_JSON)
def test_json_says_its_form(command: str, capsys: Output) -> None:
    assert run(command, *WITH_JSON[command], "--json") == OK
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert re.fullmatch(r"toetssteen/[a-z]+/\d+", data["formaat"])
    assert err == ""
    assert "\\u00" not in out


def test_forms_are_different(capsys: Output) -> None:
    found = []
    for command, words in WITH_JSON.items():
        run(command, *words, "--json")
        found.append(json.loads(capsys.readouterr().out)["formaat"])
    assert len(set(found)) == len(found) - 1  # waarom gives the same as toets


def test_json_of_a_wrong_case_is_findings(tmp_path: Path, capsys: Output) -> None:
    assert run("controleer", written(tmp_path, WRONG), "--json") == INPUT
    (found,) = json.loads(capsys.readouterr().out)["bevindingen"]
    assert (found["regel"], found["kolom"], found["ernst"]) == (7, 3, "fout")


def test_schemas_are_published_and_are_schemas(capsys: Output) -> None:
    assert run("schema", "--json") == OK
    listed = json.loads(capsys.readouterr().out)["schemas"]
    assert {"casus", "uitkomst", "normen"} <= {one["naam"] for one in listed}
    assert len({one["vorm"] for one in listed}) == len(listed)
    for one in listed:
        assert run("schema", one["naam"]) == OK
        schema = json.loads(capsys.readouterr().out)
        Draft202012Validator.check_schema(schema)
        assert schema["properties"]["formaat"]["const"] == one["vorm"]
        assert schema["additionalProperties"] is False


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "schema"])
def test_output_fits_the_schema_of_its_form(command: str, capsys: Output) -> None:
    assert run(command, *WITH_JSON[command], "--json") == OK
    data = json.loads(capsys.readouterr().out)
    published = {one.form: one.content for one in schemas().values()}
    assert list(Draft202012Validator(published[data["formaat"]]).iter_errors(data)) == []


@pytest.mark.parametrize("words", [
    ["toon", "3.6"], ["toon", "pw:10a.6"], ["toon", "22"], ["test", "tests/casus/hogeland/artikel_06"],
    ["controleer", "tests/fout"], ["lezingen", "--over", "3"], ["begrippen", "--over", "8"],
], ids=" ".join)  # fmt: skip
def test_more_output_fits_the_schema_of_its_form(words: list[str], capsys: Output) -> None:
    run(*words, "--json")
    data = json.loads(capsys.readouterr().out)
    published = {one.form: one.content for one in schemas().values()}
    assert list(Draft202012Validator(published[data["formaat"]]).iter_errors(data)) == []


def dekking(capsys: Output) -> Any:
    run("dekking", "--json")
    return json.loads(capsys.readouterr().out)


def test_dekking_has_the_whole_ordinance(capsys: Output) -> None:
    totals = dekking(capsys)["totalen"]
    assert {kind: counts["totaal"] for kind, counts in totals.items()} == {
        "artikelen": 22, "leden": 71, "onderdelen": 25, "begrippen": 12, "normen": 147}  # fmt: skip
    assert all(sum(counts.values()) == 2 * counts["totaal"] for counts in totals.values())


def test_dekking_lists_what_it_counts(capsys: Output) -> None:
    data = dekking(capsys)
    places = [(one["plaats"], one["soort"]) for one in data["plaatsen"]]
    assert len(set(places)) == len(places)
    assert sum(one["soort"] == "artikel" for one in data["plaatsen"]) == 22
    assert len(places) + 147 == sum(counts["totaal"] for counts in data["totalen"].values())
    assert [one["nummer"] for one in data["normen"]] == list(range(1, 148))
    for one in data["normen"]:
        assert one["stand"] == "nog niet" or bool(one["regels"]) != bool(one["geen_regel"])


def test_dekking_lists_norms_with_their_rules_or_the_reason(capsys: Output) -> None:
    assert run("dekking", "--normen") == 0
    out = capsys.readouterr().out
    assert re.search(r"^✓  48  5\.2  doel: .*\[5\.2/doel\]$", out, re.MULTILINE)
    assert re.search(r"^–  10  1\.1\.UWV  begrip: .*\[geen regel: .*afkorting van een orgaan\]$", out, re.MULTILINE)
    assert "147 normen: " in out


def test_toon_shows_the_norms_of_a_place(capsys: Output) -> None:
    assert run("toon", "6.4") == 0
    assert "Normen\n  61 bevoegdheid: De inwoner kan na iedere zes maanden" in capsys.readouterr().out
    assert run("toon", "5.2/doel", "--json") == 0
    assert [one["nummer"] for one in json.loads(capsys.readouterr().out)["normen"]] == [48]
    assert run("toon", "slotformule") == 0
    assert "147 procedure" in capsys.readouterr().out


# ---- plain output


@pytest.mark.parametrize("command", COMMANDS)
def test_no_colour_codes_without_a_terminal(command: str, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert run(command, *WITH_JSON[command]) == OK
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err


def terminal_output(*words: str, **environment: str) -> bytes:
    """Run the program with its output on a pseudo terminal."""
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "toetssteen", *words], stdout=child, stderr=child, stdin=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm-256color"} | environment,
    )  # fmt: skip
    os.close(child)
    found = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        found += part
    os.close(parent)
    assert process.wait() == OK
    return found


def test_colour_on_a_terminal_but_not_with_no_color() -> None:
    assert b"\x1b[3" in terminal_output("toets", EXAMPLE)
    plain = terminal_output("toets", EXAMPLE, NO_COLOR="1")
    assert not re.search(rb"\x1b\[(?:3|4|9)\d", plain)


@pytest.mark.parametrize("width", ["1", "20", "40", "80", "300"])
def test_any_width(width: str, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert run("toets", EXAMPLE, "--volledig") == OK
    assert "26 jaar" in " ".join(capsys.readouterr().out.split()) or width == "1"


# ---- interruptions, and the program as it is started


def test_interruption(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def interrupt(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(toets, "run", interrupt)
    assert run("toets", EXAMPLE) == INTERRUPTED == 130
    assert capsys.readouterr().err == "afgebroken\n"


def test_program_decides() -> None:
    done = program("toets", EXAMPLE)
    assert (done.returncode, done.stderr) == (OK, b"")
    assert "GEBLOKKEERD" in done.stdout.decode()
    assert b"\x1b" not in done.stdout


def test_program_reads_standard_input_and_reports() -> None:
    done = program("toets", "-", data=WRONG.encode())
    assert done.returncode == INPUT
    assert done.stdout == b""
    assert "fout: dit spreekt regel 6 tegen" in done.stderr.decode()


def test_program_with_an_output_that_cannot_show_every_sign() -> None:
    done = program("toets", EXAMPLE, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert b"Traceback" not in done.stderr


def test_program_without_a_cache_to_write(tmp_path: Path) -> None:
    nowhere = tmp_path / "bestand"
    nowhere.write_text("geen map", encoding="utf-8")
    done = program("toets", EXAMPLE, TOETSSTEEN_CACHE=str(nowhere))
    assert (done.returncode, done.stderr) == (OK, b"")


def test_program_when_nobody_reads_on() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "toetssteen", "toets", EXAMPLE], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


# ---- test


def test_a_folder_of_cases_is_tested(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "goed.feiten").write_text(GOOD + "\nverwacht ondersteuning voor Anna: onbepaald\n", encoding="utf-8")
    assert run("test", str(tmp_path)) == OK
    assert capsys.readouterr().out.startswith("1 zaak, 1 verwachting, alles komt uit (")


def test_what_does_not_come_true_is_shown_and_written_as_junit(tmp_path: Path, capsys: Output) -> None:
    written(tmp_path, DISAPPOINTED)
    report = tmp_path / "uitslag.xml"
    assert run("test", str(tmp_path), "--junit", str(report)) == FAILED
    out = capsys.readouterr().out
    assert "✗ de uitkomst is onbepaald, verwacht was geblokkeerd" in out
    assert "1 verwachting komt niet uit" in out
    suites = ElementTree.parse(report).getroot()  # noqa: S314 - written by the program itself
    assert [(suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in suites] == [("1", "1", "0")]
    assert suites[0][0][0].get("message") == "de uitkomst is onbepaald, verwacht was geblokkeerd"


def test_a_case_that_cannot_be_read_stops_no_other(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "a.feiten").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.feiten").write_bytes(b"\x00\xff")
    written(tmp_path, DISAPPOINTED)
    report = tmp_path / "uitslag.xml"
    assert run("test", str(tmp_path), "--junit", str(report)) == INPUT
    out, err = capsys.readouterr()
    assert "2 zaken zijn niet te lezen" in out
    assert "dit spreekt regel 6 tegen" in err
    suites = ElementTree.parse(report).getroot()  # noqa: S314 - written by the program itself
    assert [suite.get("errors") for suite in suites] == ["2"]


@pytest.mark.parametrize(
    ("given", "said"), [("nergens", "«nergens» bestaat niet"), ("", "«» bestaat niet"), ("\x00", "bestaat niet")]
)
def test_a_folder_that_is_not_there(given: str, said: str, capsys: Output) -> None:
    assert run("test", given) == INPUT
    assert said in capsys.readouterr().err


def test_nothing_comes_true_of_a_case_that_expects_nothing(tmp_path: Path, capsys: Output) -> None:
    written(tmp_path, GOOD)
    assert run("test", str(tmp_path)) == OK
    out = capsys.readouterr().out
    assert "1 zaak verwacht niets" in out
    assert "komt uit" not in out


@pytest.mark.parametrize("command", ["signalen", "lezingen", "begrippen"])
def test_a_list_about_a_place_that_is_not_there(command: str, capsys: Output) -> None:
    assert run(command, "--over", "99") == USAGE
    assert "«99» is geen plaats in deze verordening" in capsys.readouterr().err


def test_a_folder_without_cases(tmp_path: Path, capsys: Output) -> None:
    assert run("test", str(tmp_path)) == INPUT
    assert "hier staan geen zaken" in capsys.readouterr().err


def test_junit_that_cannot_be_written(tmp_path: Path, capsys: Output) -> None:
    written(tmp_path, GOOD)
    assert run("test", str(tmp_path), "--junit", str(tmp_path / "weg" / "uitslag.xml")) == INPUT
    assert "is niet te schrijven" in capsys.readouterr().err
