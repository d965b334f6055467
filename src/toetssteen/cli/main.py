"""The entry point: finds the command, keeps start-up small, turns interruptions into exit codes."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

COMMANDS = {
    "toets": "beslis een zaak en vergelijk met wat zij verwacht",
    "waarom": "leg een uitkomst uit, ook waarom iets niet kan",
    "besluit": "stel een concept op van de motivering van een besluit",
    "vragen": "welke ontbrekende feiten beslissen, de minste eerst",
    "gesprek": "stel de vragen een voor een, tot de uitkomst vaststaat",
    "kantel": "welke kleinste verandering een andere uitkomst geeft",
    "stel": "wat als: scenario's naast het recht zoals het is",
    "toon": "toon een artikel: tekst, regels, lezingen, getallen, zinnen en zaken",
    "lezingen": "de lezingen die te kiezen zijn",
    "begrippen": "de feiten die een zaak kan noemen",
    "signalen": "waar de tekst met de wet of met zichzelf botst",
    "dekking": "welke artikelen, leden en begrippen zijn uitgewerkt",
    "vergelijk": "zet twee versies, scenario's of lezingen naast elkaar",
    "nieuw": "maak een map voor een andere versie of verordening uit haar tekst",
    "bevolking": "beslis veel inwoners: hoeveel van elke uitkomst, en waarop het aankomt",
    "verdeel": "verdeel voorzieningen onder plafonds, met de reden per inwoner",
    "bewijs": "wat voor iedereen geldt: bewezen, of weerlegd met een geval",
    "genereer": "zaken die elke regel op de proef stellen, om te laten beoordelen",
    "hardheid": "wat artikel 20 in veel zaken kan herstellen, en wat niet",
    "sjabloon": "een lege tabel met de kolommen die voorzieningen nodig hebben",
    "verzin": "verzin een caseload, om alles zonder echte gegevens te proberen",
    "test": "beslis mappen met zaken en vergelijk met wat zij verwachten",
    "controleer": "controleer het recht en zaken op fouten",
    "opmaak": "zet een zaak in vaste vorm, of in JSON",
    "schema": "de vormen van JSON, elk met een schema",
}
# Reading the law makes a few hundred thousand objects that all stay; looking through them for garbage costs a tenth of
# a command.
OBJECTS_BETWEEN_COLLECTIONS = 200_000
OK, FAILED, USAGE, INPUT, BROKEN, INTERRUPTED = 0, 1, 2, 3, 70, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 ok, 1 unmet expectation, 2 wrong usage, 3 wrong input, 70 a fault of the program, 130 interrupted.
    """
    words = sys.argv[1:] if arguments is None else arguments
    collect_seldom()
    try:
        return _run(words)
    except KeyboardInterrupt:
        print("afgebroken", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return OK
    except Exception as problem:  # the last resort: a person must never see a traceback
        if os.environ.get("TOETSSTEEN_SPOOR"):
            raise
        print(
            f"Er ging iets mis in het programma zelf ({type(problem).__name__}: {problem}).\n"
            "Er is niets beslist. Meld dit met de zaak erbij; TOETSSTEEN_SPOOR=1 toont de plaats.",
            file=sys.stderr,
        )
        return BROKEN


def collect_seldom() -> None:
    """Let Python look for garbage seldom, as every command does."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "--hulp"):
        print(overview())
        return OK if words else USAGE
    if words[0] == "--version":
        from toetssteen import __version__

        print(f"toetssteen {__version__}")
        return OK
    if words[0] not in COMMANDS:
        from difflib import get_close_matches

        close = get_close_matches(words[0], COMMANDS, n=1)
        hint = f" Bedoelde u «{close[0]}»?" if close else ""
        print(f"«{words[0]}» is geen opdracht.{hint} Zie toetssteen --help.", file=sys.stderr)
        return USAGE
    command = import_module(f"toetssteen.cli.{words[0]}")
    try:
        options = command.arguments().parse_args(words[1:])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    options.words = words
    return int(command.run(options))


def overview() -> str:
    """Return the list of commands."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()]
    return "\n".join(["gebruik: toetssteen OPDRACHT [...]", "", "opdrachten:", *lines, "",
                      "toetssteen OPDRACHT --help legt een opdracht uit, met een voorbeeld."])  # fmt: skip
