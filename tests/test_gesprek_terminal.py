"""The interview as a program: at a terminal and with answers from a file, interrupted and resumed, with wrong answers."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.test_gesprek import World, new
from tests.zaken import EXAMPLES
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE, main
from toetssteen.explain.document import Item, Paragraph
from toetssteen.kb.law import load_law
from toetssteen.ops.interview import Interview
from toetssteen.ops.new_case import NewCase
from toetssteen.ops.schemas import schemas
from toetssteen.ops.session import Reply, Session
from toetssteen.parser.reader import read_case
from toetssteen.parser.values import ValueProblem
from toetssteen.parser.writer import write_case

EXAMPLE = "proefplaats-nog-veel-onbekend"
WAIT = 60
Output = pytest.CaptureFixture[str]


class Terminal:
    """The program on a pseudo terminal, as somebody who types meets it."""

    def __init__(self, folder: Path, *words: str) -> None:
        pty = pytest.importorskip("pty")
        self.parent, child = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toetssteen", "gesprek", *words], stdin=child, stdout=child, stderr=child, cwd=folder,
            start_new_session=True, env=os.environ | {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "200"},
            preexec_fn=_controls_terminal,
        )  # fmt: skip
        os.close(child)
        self.shown = ""

    def read_until(self, wanted: str) -> str:
        """Return what the program shows up to a text."""
        found = ""
        while wanted not in found:
            ready, _, _ = select.select([self.parent], [], [], WAIT)
            assert ready, f"nothing came; shown so far: {self.shown}"
            try:
                part = os.read(self.parent, 65_536).decode("utf-8", "replace")
            except OSError:
                part = ""
            if not part:
                break
            found += part
            self.shown += part
        return found

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self.parent, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, once the program is waiting for a line."""
        time.sleep(0.3)
        os.write(self.parent, b"\x03")

    def end(self) -> int:
        """Return the exit code, after reading everything."""
        self.read_until("\0")
        os.close(self.parent)
        return self.process.wait(WAIT)


def _controls_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def begun(folder: Path, kind: str = "werkervaringsplaats") -> Path:
    """Write a case in which nearly nothing is known."""
    path = folder / "anna.feiten"
    path.write_text(write_case(new(kind), load_law(new(kind).reference_date)), encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def said_in(reply: Reply) -> str:
    return " ".join(block.text.plain for block in reply.blocks if isinstance(block, Paragraph | Item))


def session_of(path: Path) -> Session:
    case, findings = read_case(path.read_text(encoding="utf-8"), str(path))
    assert case is not None, findings
    return Session(case)


def program(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toetssteen", *words], input=typed, capture_output=True, text=True, cwd=folder, check=False,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
    )  # fmt: skip


# ---- at a terminal


@pytest.mark.parametrize("seed", [1, 4])
def test_interrupted_and_resumed_it_ends_as_without_interruption(tmp_path: Path, seed: int) -> None:
    source = begun(tmp_path)
    mirror, world = session_of(source), World(seed)
    world.lean = 0.99
    terminal = Terminal(tmp_path, source.name)
    typed = 0
    while typed < 4 and mirror.asking is not None:
        terminal.read_until("> ")
        answer = world.answer(mirror.asking, mirror.interview.assessment.instance)
        terminal.type(answer)
        assert mirror.answer(answer).changed
        typed += 1
    terminal.read_until("> ")
    terminal.interrupt()
    assert terminal.end() == INTERRUPTED
    kept = tmp_path / "anna.gesprek.feiten"
    assert f"Bewaard in {kept.name}" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert kept.read_text(encoding="utf-8") == write_case(mirror.case, mirror.interview.law)

    terminal = Terminal(tmp_path, kept.name)
    while mirror.asking is not None:
        shown = terminal.read_until("> ")
        assert mirror.interview.question(mirror.asking).question in shown.replace("\r\n", " ")
        answer = world.answer(mirror.asking, mirror.interview.assessment.instance)
        terminal.type(answer)
        mirror.answer(answer)
    assert terminal.end() == OK
    assert kept.read_text(encoding="utf-8") == write_case(mirror.case, mirror.interview.law)
    outcome = mirror.interview.outcomes[0].outcome
    assert outcome.upper() in terminal.shown
    assert outcome.upper() in program(tmp_path, "toets", kept.name).stdout
    assert not [one for one in names(tmp_path) if one.startswith(".")]


def test_interrupted_before_the_first_answer(tmp_path: Path) -> None:
    source = begun(tmp_path)
    terminal = Terminal(tmp_path, source.name)
    terminal.read_until("> ")
    terminal.interrupt()
    assert terminal.end() == INTERRUPTED
    assert "nog niets te bewaren" in terminal.shown
    assert names(tmp_path) == ["anna.feiten"]


def test_a_new_case_at_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "nieuw")
    for line in ("scholing", "1 juni 2025", "Wia de Boer-Ça", "geen datum", "12 maart 1990"):
        terminal.read_until("> ")
        terminal.type(line)
    shown = terminal.read_until("> ")
    assert "Woont Wia de Boer-Ça in Het Hogeland?" in shown
    terminal.type("nee")
    assert terminal.end() == OK
    assert "GEBLOKKEERD" in terminal.shown
    assert "«geen datum» is geen datum" in terminal.shown
    assert (tmp_path / "wia-de-boer-ça.gesprek.feiten").is_file()


# ---- with answers from a file


def test_answers_from_a_file_are_shown(tmp_path: Path) -> None:
    done = program(tmp_path, "gesprek", EXAMPLE, typed="nee\nja\n6\nja\n")
    assert (done.returncode, done.stderr) == (OK, "")
    assert "> 6" in done.stdout
    assert "BEVOEGD" in done.stdout
    assert "BEVOEGD" in program(tmp_path, "toets", f"{EXAMPLE}.gesprek.feiten").stdout


@pytest.mark.parametrize(
    "typed", ["", "ja", "stop\n", "\n\n\n", "weet niet\nstop\n", "\udcff\n", "x" * 100_000, "\0\x1b[2J\nterug\n"]
)
def test_any_input_ends_well(tmp_path: Path, typed: str) -> None:
    source = begun(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "toetssteen", "gesprek", source.name], input=typed.encode("utf-8", "surrogateescape"),
        capture_output=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (OK, b"")
    assert b"Gestopt" in done.stdout
    assert b"\x1b" not in done.stdout


def test_json_goes_to_standard_output_and_the_rest_elsewhere(tmp_path: Path) -> None:
    source = begun(tmp_path)
    done = program(tmp_path, "gesprek", source.name, "--json", typed="ja\nweet niet\n")
    data = json.loads(done.stdout)
    Draft202012Validator(schemas()["gesprek"].content).validate(data)
    assert (data["klaar"], data["beantwoord"], data["bewaard_in"]) == (False, 1, "anna.gesprek.feiten")
    assert data["volgende_vraag"] in data["nog_te_vragen"]
    assert len(data["weet_niet"]) == 1
    assert "Woont Anna in Het Hogeland?" in done.stderr


# ---- wrong answers, and words


@pytest.mark.parametrize(
    ("concept", "kind", "wrong", "said"),
    [
        ("woont_in_gemeente", "werkervaringsplaats", "misschien", "Verwacht wordt ja of nee."),
        ("woont_in_gemeente", "werkervaringsplaats", "3 maanden", "«3 maanden» is geen antwoord op deze vraag."),
        ("geboren", "participatieplaats", "ja", "«ja» is hier niet genoeg."),
        ("geboren", "participatieplaats", "31-2-1990", "«31-2-1990» bestaat niet op de kalender."),
        ("geboren", "participatieplaats", "1 mei 2030", "«1 mei 2030» ligt na de peildatum."),
        ("geboren", "participatieplaats", "12 maert 1998", "Bedoelde u «maart»?"),
        ("duur", "jobcoaching in natura", "nee", "«nee» is geen duur"),
        ("duur", "jobcoaching in natura", "900 maanden", "is te lang"),
        ("duur", "jobcoaching in natura", "61 maanden", "langer dan 60 maanden"),
        ("duur", "jobcoaching in natura", "tot en met 1 mei 2020", "de periode eindigt voordat zij begint"),
        ("gevraagde_subsidie", "ontwikkelbaan", "heel veel", "is geen bedrag"),
        ("gevraagde_subsidie", "ontwikkelbaan", "-5", "Verwacht wordt een bedrag"),
        ("verklaarde_duur", "proefplaats", "12 euro", "is geen duur"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_explained_and_asked_again(concept: str, kind: str, wrong: str, said: str) -> None:
    session = asking(concept, kind)
    before = session.case
    reply = session.answer(wrong)
    shown = said_in(reply)
    assert said.lower() in shown.lower()
    assert "Verwacht wordt" in shown
    assert not reply.changed
    assert session.case is before
    assert session.asking is not None
    assert session.asking.concept == concept


@pytest.mark.parametrize(
    ("concept", "kind", "typed", "line"),
    [
        ("geboren", "participatieplaats", "1998-03-12", "is geboren op 12 maart 1998"),
        ("duur", "jobcoaching in natura", "6", "voor 6 maanden"),
        ("duur", "jobcoaching in natura", "1 jaar", "voor 12 maanden"),
        ("duur", "jobcoaching in natura", "t/m 31 augustus 2025", "tot en met 31 augustus 2025"),
        ("gevraagde_subsidie", "ontwikkelbaan", "1.250,50", "€ 1.250,50"),
        ("gevraagde_subsidie", "ontwikkelbaan", "300 euro", "€ 300"),
        ("verklaarde_duur", "proefplaats", "8", "8 maanden"),
        ("verklaarde_duur", "proefplaats", "nee", "verklaart niet dat een arbeidsovereenkomst kan volgen"),
        ("woont_in_gemeente", "werkervaringsplaats", " J ", "woont in Het Hogeland"),
        ("woont_in_gemeente", "werkervaringsplaats", "Weet  niet", "onbekend of hij in Het Hogeland woont"),
    ],
)  # fmt: skip
def test_answers_as_people_type_them(concept: str, kind: str, typed: str, line: str) -> None:
    session = asking(concept, kind)
    assert session.answer(typed).changed
    assert line in write_case(session.case, session.interview.law)


def asking(concept: str, kind: str) -> Session:
    """Return a conversation that has come to the question of a concept."""
    session = Session(new(kind))
    while session.asking is not None and session.asking.concept != concept:
        now = session.interview
        key = next(one for one in now.left if one.concept == concept)
        skipped = frozenset(now.left) - {key}
        session.moments.append(session.moments[-1]._replace(interview=Interview(now.case, "", "", skipped)))
    assert session.asking is not None
    return session


def test_a_term_that_nobody_knows_is_not_asked_twice() -> None:
    session = Session(new("jobcoaching in natura"))
    others = frozenset(one for one in session.interview.relevant if one.concept != "duur")
    session.moments.append(session.moments[-1]._replace(interview=Interview(session.case, "", "", others)))
    assert session.asking is not None
    assert session.answer("weet niet").changed
    assert session.asking is None
    assert "duur" in {one.concept for one in session.interview.unanswered}


def test_answers_about_a_new_case_are_checked_one_by_one() -> None:
    start = NewCase(date(2025, 6, 1), "premie")
    for step, wrong, said, right in (
        ("peildatum", "1 juni 2020", "geldt deze verordening nog niet", ""),
        ("naam", "De Gemeente", "zo kan een inwoner niet heten", 'Jan "van" bij Het % op'),
        ("geboren", "2 juni 2025", "ligt na de peildatum", "weet niet"),
        ("werkgever", 'Jan "van" bij Het % op', "zo heet de inwoner al", "Bakker voor Brood"),
        ("van", "weet niet", "is geen datum", "1 mei 2024"),
        ("tot", "1 april 2024", "de periode eindigt voordat zij begint", "30 juni 2025"),
    ):
        assert start.step is not None
        assert start.step.name == step
        with pytest.raises(ValueProblem, match=said):
            start.answer(wrong)
        assert start.step.name == step
        start.answer(right)
        assert start.back()
        assert start.step.name == step
        start.answer(right)
    assert start.step is None
    assert start.case().placements[0].employer == "Bakker voor Brood"


def test_words_of_the_conversation() -> None:
    session = Session(new("werkervaringsplaats"))
    first, before = session.asking, session.case
    words = ("waarom vraagt u dit?", "hulp", "stand", "terug", "opnieuw", "")
    shown = {word: said_in(session.answer(word)) for word in words}
    assert session.asking == first
    assert "«" in shown["waarom vraagt u dit?"]
    assert "Anna woont niet in Het Hogeland: zeker geblokkeerd" in shown["waarom vraagt u dit?"]
    assert "weet niet" in shown["hulp"]
    assert "bevoegd, weigerbaar of geblokkeerd" in shown["stand"]
    assert "geen antwoord om terug te nemen" in shown["terug"]
    session.answer("ja")
    assert session.asking != first
    assert session.answer("terug").changed
    assert (session.asking, session.case) == (first, before)


def about_work(*, known: bool) -> Session:
    """Return a conversation that asks whether it is the same work as before, and nothing else."""
    text = (
        "peildatum 1 mei 2025\nlezing I-34: zelfde_werk_alle_onbeloond\n\ninwoner Anna\n\nwerkgever Bakkerij\n\n"
        "plaatsing van Anna op proefplaats bij Bakkerij\n  van 1 januari 2024 tot en met 28 februari 2024\n"
        + ("  werkzaamheden brood bakken\n" if known else "")
        + "\naanvraag van Anna voor proefplaats bij Bakkerij\n  vanaf 1 juni 2025 voor 2 maanden\n"
    )
    case, findings = read_case(text)
    assert case is not None, findings
    session = Session(case)
    relevant = session.interview.relevant
    others = frozenset(one for one in relevant if one.concept != "zelfde_werk")
    assert len(others) < len(relevant)
    session.moments.append(session.moments[-1]._replace(interview=Interview(case, "", "", others)))
    return session


def test_work_is_described_in_words() -> None:
    session = about_work(known=True)
    assert not session.answer("nee").changed
    assert session.answer("ja").changed
    assert 'werkzaamheden "brood bakken"' in write_case(session.case, session.interview.law).split("aanvraag")[1]
    assert session.asking is None


def test_work_that_is_nowhere_described_takes_two_answers() -> None:
    session = about_work(known=False)
    assert not session.answer("ja").changed
    assert session.answer("brood bakken").changed
    assert session.asking is not None
    assert session.answer("de winkel").changed
    assert session.asking is None
    written = write_case(session.case, session.interview.law).split("aanvraag")
    assert 'werkzaamheden "de winkel"' in written[0]
    assert 'werkzaamheden "brood bakken"' in written[1]


# ---- where it is kept


def test_an_earlier_conversation_is_not_overwritten(tmp_path: Path) -> None:
    source = begun(tmp_path)
    first = program(tmp_path, "gesprek", source.name, typed="ja\n")
    second = program(tmp_path, "gesprek", source.name, typed="nee\n")
    assert "Er is al een gesprek bewaard in anna.gesprek.feiten; dit komt in anna.gesprek-2.feiten" in second.stdout
    assert "bewaard in anna.gesprek.feiten" in first.stdout.lower()
    assert "woont in Het Hogeland" in (tmp_path / "anna.gesprek.feiten").read_text(encoding="utf-8")
    assert "woont niet in Het Hogeland" in (tmp_path / "anna.gesprek-2.feiten").read_text(encoding="utf-8")
    program(tmp_path, "gesprek", "anna.gesprek.feiten", typed="ja\n")
    assert names(tmp_path) == ["anna.feiten", "anna.gesprek-2.feiten", "anna.gesprek.feiten"]


def test_the_case_itself_is_only_overwritten_when_asked(tmp_path: Path) -> None:
    source = begun(tmp_path)
    before = source.read_text(encoding="utf-8")
    program(tmp_path, "gesprek", source.name, typed="ja\n")
    assert source.read_text(encoding="utf-8") == before
    (tmp_path / "ander.feiten").write_text("iets anders", encoding="utf-8")
    refused = program(tmp_path, "gesprek", source.name, "--bewaar", "ander.feiten", typed="ja\n")
    assert (refused.returncode, refused.stdout) == (INPUT, "")
    assert "bestaat al" in refused.stderr
    assert (tmp_path / "ander.feiten").read_text(encoding="utf-8") == "iets anders"
    assert program(tmp_path, "gesprek", source.name, "--bewaar", source.name, typed="ja\n").returncode == OK
    assert "woont in Het Hogeland" in source.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-"], USAGE, "geef de zaak als bestand"),
        (["bestaat-niet"], INPUT, "bestaat niet"),
        ([EXAMPLE, "proefplats"], INPUT, "bedoelde u «proefplaats»?"),
        ([EXAMPLE, "proefplaats", "--voor", "Bill"], INPUT, "«Bill» staat niet in deze zaak"),
        ([EXAMPLE, "--bewaar", "weg/zaak.feiten"], INPUT, "De map «weg» bestaat niet"),
        ([EXAMPLE, "--bewaar", "."], INPUT, "kan geen bestand zijn"),
        ([EXAMPLE, "voortzetting"], INPUT, "begint met de aanvraag in de zaak"),
        (["nieuw", "voortzetting"], INPUT, "gaat over een lopende plaatsing"),
        (["nieuw", "proefplats"], INPUT, "bedoelde u «proefplaats»?"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_once(words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        capsys: Output) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["gesprek", *words]) == code
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert names(tmp_path) == []


def test_an_application_that_is_missing_is_added_and_said(tmp_path: Path) -> None:
    done = program(tmp_path, "gesprek", EXAMPLE, "werkervaringsplaats", typed="ja\n")
    assert "Er stond nog geen aanvraag van Hanna voor werkervaringsplaats in de zaak; die is toegevoegd." in done.stdout
    kept = (tmp_path / f"{EXAMPLE}.gesprek.feiten").read_text(encoding="utf-8")
    assert "aanvraag van Hanna voor werkervaringsplaats" in kept
    assert "verwacht proefplaats" not in kept


@pytest.mark.parametrize("path", EXAMPLES[::4], ids=lambda path: path.stem)
def test_every_example_can_be_talked_about(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["gesprek", path.stem]) in (OK, INPUT)
    out, err = capsys.readouterr()
    assert re.search(r"Er is niets gevraagd|Gestopt|In deze zaak wordt niets gevraagd", out + err)
