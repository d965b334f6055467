"""``toetssteen gesprek``: ask the next best question until an outcome is certain, and keep the answers as a case."""

from __future__ import annotations

import os
import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from toetssteen.cli.common import Arguments, case_or_code, print_json
from toetssteen.cli.main import INPUT, INTERRUPTED, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.document import Block
    from toetssteen.kb.case import Case
    from toetssteen.ops.new_case import NewCase, Prepared
    from toetssteen.ops.session import Session

NEW, STOP, BACK, HELP = "nieuw", ("stop", "einde", "klaar"), "terug", ("hulp", "help", "waarom")
KEPT = re.compile(r"\.gesprek(-\d+)?\.feiten$")
MOST_TYPED = 1_000


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("gesprek", "Stel de vragen een voor een, de beste eerst, tot de uitkomst vaststaat.\n"
                       "Na elk antwoord wordt de zaak bewaard; met dat bestand gaat u later verder.",
                       "gesprek proefplaats-nog-veel-onbekend")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, de naam van een meegeleverd voorbeeld, of: nieuw")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument(
        "--bewaar", default="", metavar="BESTAND", help="waarin de zaak wordt bewaard (anders: ZAAK.gesprek.feiten)"
    )
    parser.add_argument("--opnieuw", action="store_true", help="vraag ook wat volgens de zaak nog onbekend is")
    parser.add_argument("--overschrijf", action="store_true", help="ook als dat bestand al bestaat")
    parser.add_argument("--json", action="store_true", help="geef aan het einde JSON; de vragen gaan naar de foutuitvoer")
    return parser


def run(options: Namespace) -> int:
    """Run the command: exit code 130 when interrupted, and then too everything answered has been kept."""
    if options.zaak == "-":
        print("Een gesprek leest uw antwoorden van de standaardinvoer; geef de zaak als bestand.", file=sys.stderr)
        return USAGE
    talk = _Talk(options)
    try:
        return talk.run()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        print(f"Afgebroken. {talk.whereabouts()}", file=sys.stderr)
        return INTERRUPTED


class _Talk:
    """One conversation at a terminal, or with answers from a file."""

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.out: TextIO = sys.stderr if options.json else sys.stdout
        self.path: Path | None = None
        self.session: Session | None = None
        self.kept: Case | None = None
        self.failed = False

    def run(self) -> int:
        objection = self._objection()
        if objection:
            print(objection, file=sys.stderr)
            return INPUT
        begun = self._new() if self.options.zaak == NEW else self._existing()
        if isinstance(begun, int):
            return begun
        from toetssteen.ops.session import Session

        self.session = Session(begun.case, begun.person, begun.provision, str(self.path), again=self.options.opnieuw)
        if self.options.zaak == NEW:
            self._keep()
        elif begun.remark:
            self._say(begun.remark)
        ended = self._talk(self.session)
        return self._close(self.session, ended=ended)

    # where it begins

    def _objection(self) -> str:
        """Return why the file that was asked for cannot be used to keep the case in."""
        name = self.options.bewaar
        if not name:
            return ""
        path, source = Path(name), Path(self.options.zaak)
        if "\0" in name or path.is_dir():
            return f"«{name}» kan geen bestand zijn om in te bewaren; geef een andere naam."
        own = source.exists() and path.exists() and path.samefile(source)
        if path.exists() and not own and not self.options.overschrijf:
            return f"«{name}» bestaat al; met --overschrijf wordt het vervangen, of kies een andere naam."
        return _no_room(path)

    def _existing(self) -> Prepared | int:
        case, code = case_or_code(self.options.zaak)
        if case is None:
            return code
        from toetssteen.kb.finding import Finding
        from toetssteen.ops.new_case import prepared

        found = prepared(case, self.options.voorziening, self.options.voor)
        if isinstance(found, Finding):
            print(found.message, file=sys.stderr)
            return INPUT
        source = Path(self.options.zaak)
        if self.options.bewaar or (KEPT.search(source.name) and source.is_file()):
            self.path = Path(self.options.bewaar or source)
            return found
        folder = source.parent if source.is_file() else Path()
        self.path = self._free(folder, source.name.removesuffix(source.suffix) if source.is_file() else source.name)
        objection = _no_room(self.path)
        if objection:
            print(objection, file=sys.stderr)
            return INPUT
        return found

    def _free(self, folder: Path, name: str) -> Path:
        """Return a name for the file that nothing has yet, and say so when an earlier conversation has been kept."""
        first = path = folder / f"{name}.gesprek.feiten"
        number = 1
        while path.exists():
            number += 1
            path = folder / f"{name}.gesprek-{number}.feiten"
        if path != first:
            self._say(f"Er is al een gesprek bewaard in {first}; dit komt in {path}. Met het eerdere verder: {_go_on(first)}")
        return path

    def _new(self) -> Prepared | int:
        from toetssteen.kb.case import MUNICIPALITY
        from toetssteen.kb.law import load_law
        from toetssteen.ops.asked import provision_key
        from toetssteen.ops.new_case import NewCase, Prepared

        start = NewCase(date.today())
        key, problem = provision_key(self.options.voorziening, load_law(date.today()))
        objection = problem.message if problem else start.objection(key) if key else ""
        if objection:
            print(objection, file=sys.stderr)
            return INPUT
        start = NewCase(date.today(), self.options.voorziening)
        if not self._begin(start):
            return OK
        case = start.case()
        person = MUNICIPALITY if case.municipal else case.persons[0]
        name = re.sub(r"[^\w-]+", "-", person.lower()).strip("-") or "zaak"
        self.path = Path(self.options.bewaar) if self.options.bewaar else self._free(Path(), name)
        return Prepared(case, person, start.key)

    def _begin(self, start: NewCase) -> bool:
        """Ask who and what a new case is about; return whether all was answered."""
        from toetssteen.ops.session import said_problem
        from toetssteen.parser.values import ValueProblem

        while (step := start.step) is not None:
            self._say(f"{step.question} ({step.expected})")
            typed = self._typed()
            if typed is None or typed.lower() in STOP:
                self._say("Gestopt; er was nog niets te bewaren.")
                return False
            if typed.lower() in HELP:
                self._say("Dit begint een nieuwe zaak. Typ het antwoord, terug voor de vorige vraag, of stop.")
            elif typed.lower() == BACK:
                start.back()
            else:
                try:
                    start.answer(typed)
                except ValueProblem as problem:
                    self._say(said_problem(problem))
        return True

    # question and answer

    def _talk(self, session: Session) -> bool:
        """Ask until there is nothing more to ask; return False when somebody stopped before."""
        again = False
        while session.asking is not None:
            self._show(session.prompt(again=again))
            typed = self._typed()
            if typed is None or typed.lower() in STOP:
                return False
            reply = session.answer(typed)
            self._show(reply.blocks)
            again = bool(reply.blocks) and not reply.changed
            if reply.changed:
                self._keep()
        return True

    def _typed(self) -> str | None:
        """Return what was typed, or None at the end of the input; answers from a file are shown as if typed."""
        self.out.write("> ")
        self.out.flush()
        try:
            data = sys.stdin.buffer.readline()
        except OSError:
            data = b""
        text = _clean(data.decode("utf-8", "replace"))
        if not data or not _is_terminal(sys.stdin):
            self.out.write(f"{text}\n")
        return text if data else None

    def _show(self, blocks: Iterable[Block]) -> None:
        from toetssteen.explain.output import output
        from toetssteen.explain.to_text import TextWriter

        writer = TextWriter(output(self.out))
        for block in blocks:
            writer.write(block)

    def _say(self, text: str) -> None:
        from toetssteen.explain.document import Paragraph
        from toetssteen.explain.output import Text

        self._show((Paragraph(Text(text)),))

    # keeping

    def _keep(self) -> None:
        """Write the case with all answers, whole or not at all."""
        from toetssteen.cli.forms import write_whole
        from toetssteen.parser.source import reason
        from toetssteen.parser.writer import write_case

        if self.session is None or self.path is None or self.kept is self.session.case:
            return
        case = self.session.case
        try:
            write_whole(self.path, write_case(case, self.session.interview.law))
            self.kept, self.failed = case, False
        except (OSError, ValueError) as problem:
            self.failed = True
            print(f"«{self.path}» is niet te schrijven: {reason(problem)}. Dit antwoord is nog niet bewaard.", file=sys.stderr)

    def whereabouts(self) -> str:
        """Return where the answers are, after trying to keep those that are not."""
        if self.session is None or self.path is None or (self.kept is None and not self.session.answered):
            return "Er was nog niets te bewaren."
        self._keep()
        if self.failed:
            return f"De laatste antwoorden zijn niet bewaard in {self.path}."
        return f"Bewaard in {self.path}. Verder gaan: {_go_on(self.path)}"

    def _afterwards(self, session: Session) -> str:
        """Return where the answers are, and how to answer later what nobody knew."""
        if self.kept is None or self.path is None:
            return "Er is niets gevraagd: zonder antwoord verandert de zaak niet."
        later = f" Weet u later meer: {_go_on(self.path)} --opnieuw" if session.interview.unanswered else ""
        return f"Bewaard in {self.path}.{later}"

    def _close(self, session: Session, *, ended: bool) -> int:
        if self.options.json:
            from toetssteen.ops.session import session_to_json

            where = self.whereabouts() and self.kept is not None
            print_json(session_to_json(session, str(self.path) if where else "", ended=ended))
        elif ended:
            self._show((session.conclusion(),))
            self._say(self._afterwards(session))
        else:
            self._say(f"Gestopt. {self.whereabouts()}")
        return INPUT if self.failed else OK


def _is_terminal(stream: object) -> bool:
    check = getattr(stream, "isatty", None)
    return bool(check and check())


def _clean(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:MOST_TYPED]).strip()


def _go_on(path: Path) -> str:
    return f"toetssteen gesprek {shlex.quote(str(path))}"


def _no_room(path: Path) -> str:
    """Return why a file cannot be written where it should come, or an empty text."""
    if not path.parent.is_dir():
        return f"De map «{path.parent}» bestaat niet; kies met --bewaar een andere plaats."
    if not os.access(path.parent, os.W_OK):
        return f"In de map «{path.parent}» kan niets worden bewaard; kies met --bewaar een andere plaats."
    return ""
