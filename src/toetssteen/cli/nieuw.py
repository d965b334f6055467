"""``toetssteen nieuw``: make a folder for another version or another municipality's ordinance from its official text."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, print_json, read_bytes, show_findings
from toetssteen.cli.main import INPUT, OK

if TYPE_CHECKING:
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.new_ordinance import NewOrdinance

NOTHING_MADE = "er is niets gemaakt"


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("nieuw", "Maak een map voor een andere versie of de verordening van een andere gemeente, uit haar "
                       "officiële tekst. Regels die u niet zelf schrijft, worden geërfd; dekking zegt wat nog na te lopen is.",
                       "nieuw mijn-versie --tekst hogeland --proef")  # fmt: skip
    parser.add_argument("naam", help="de naam van de map, zoals hogeland-2019")
    parser.add_argument("--tekst", required=True, metavar="BESTAND", help="de tekst (.md of .txt), of - voor de standaardinvoer")
    parser.add_argument(
        "--erft",
        default="hogeland",
        metavar="VERORDENING",
        help="van welke verordening de rest komt: hogeland, of een map met een eigen verordening",
    )
    parser.add_argument("--in", dest="map", type=Path, default=Path(), metavar="MAP", help="maak de map hierin (hier)")
    parser.add_argument("--ontbreekt", default="", metavar="NUMMERS", help="nummers die horen te ontbreken, zoals 5,12-14,6.2")
    parser.add_argument("--proef", action="store_true", help="splits alleen de tekst en maak niets")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.new_ordinance import new_ordinance, place_findings, write_folder

    text, shown, findings = _text(options.tekst)
    folder = options.map / options.naam
    if text is None:
        show_findings([*findings, *place_findings(folder, options.erft)], NOTHING_MADE)
        return INPUT
    absent = [one for one in options.ontbreekt.split(",") if one.strip()]
    new, more = new_ordinance(folder, text, shown, options.erft, absent)
    if new is not None and not options.proef and (problem := write_folder(new)) is not None:
        new, more = None, [*more, problem]
    show_findings([*findings, *more], NOTHING_MADE)
    if new is None:
        return INPUT
    if options.json:
        from toetssteen.explain.new_json import new_to_json

        print_json(new_to_json(new.folder, new.parent, new.source, new.comparison, new.unknown, made=not options.proef))
    else:
        _print(new, made=not options.proef)
    return OK


def _text(name: str) -> tuple[str | None, str, list[Finding]]:
    """Return the text of a file, of standard input or of an ordinance that ships, with the name to show."""
    from toetssteen.ops.new_ordinance import SHIPPED, TEXT_NAME
    from toetssteen.ops.official_text import official_text

    if name in SHIPPED and not Path(name).exists():
        return (SHIPPED[name] / TEXT_NAME).read_text(encoding="utf-8"), name, []
    shown, data, problem = read_bytes(name)
    if problem is not None:
        return None, shown, [problem._replace(suggestion="geef met --tekst het bestand met de officiële tekst")]
    text, findings = official_text(data, shown)
    return text, shown, findings


def _print(new: NewOrdinance, *, made: bool) -> None:
    from toetssteen.explain.comparison_layout import text_summary
    from toetssteen.ops.new_ordinance import FIELDS

    counts = {kind: sum(one.kind == kind for one in new.source.units) for kind in ("artikel", "lid", "onderdeel", "begrip")}
    words = {"artikel": "artikelen", "lid": "leden", "onderdeel": "onderdelen", "begrip": "begrippen"}
    told = ", ".join(f"{number} {kind if number == 1 else words[kind]}" for kind, number in counts.items() if number)
    lines = [f"{new.folder} is gemaakt: {told}" if made else f"{new.folder} zou bevatten: {told}",
             f"naast {new.parent}: {text_summary(new.comparison)}"]  # fmt: skip
    if new.unknown:
        lines.append("nog in te vullen in verordening.toml: " + ", ".join(f"{one} ({FIELDS[one]})" for one in new.unknown))
    if made:
        lines += [f"verder: toetssteen dekking {new.folder}", f"        toetssteen vergelijk {new.parent} {new.folder}"]
    else:
        lines.append("dit was een proef: er is niets gemaakt")
    sys.stdout.write("\n".join(lines) + "\n")
