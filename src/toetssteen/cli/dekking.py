"""``toetssteen dekking``: which places of the official text have rules."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from toetssteen.cli.common import Arguments, console, print_json
from toetssteen.cli.main import OK


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("dekking", "Welke artikelen, leden, onderdelen en begrippen zijn uitgewerkt, en welke niet.",
                       "dekking --alles")  # fmt: skip
    parser.add_argument("--alles", action="store_true", help="toon elke plaats, niet alleen de artikelen")
    parser.add_argument("--json", action="store_true", help="geef JSON, met elke plaats")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.law import load_law
    from toetssteen.ops.coverage import NOT_YET, RULES, coverage, totals

    items = coverage(load_law(date.today()))
    table = totals(items)
    if options.json:
        print_json({"formaat": "toetssteen/dekking/1", "totalen": table, "plaatsen": [
            {"plaats": one.citation, "soort": one.kind, "stand": one.state, "regels": one.rules,
             "reden": one.reason or None, "regel": one.line} for one in items]})  # fmt: skip
        return OK
    from rich.text import Text

    out = console()
    signs = {RULES: ("✓", "green"), NOT_YET: ("·", "yellow")}
    for one in items:
        if one.kind != "artikel" and not options.alles:
            continue
        sign, colour = signs.get(one.state, ("–", "cyan"))
        title = one.text if one.kind == "artikel" else one.text[:60] + ("…" if len(one.text) > 60 else "")
        state = f"{one.rules} {'regel' if one.rules == 1 else 'regels'}" if one.state == RULES else one.state
        reason = f": {one.reason.removeprefix('nog niet: ')}" if one.reason else ""
        indent = "" if one.kind == "artikel" else "  "
        out.print(Text(f"{indent}{sign} ", colour) + Text(f"{one.citation:<{8 - len(indent)}} {title}  ")
                  + Text(f"[{state}{reason}]", "dim"), soft_wrap=True)  # fmt: skip
    out.print()
    for kind, counts in table.items():
        rest = ", ".join(f"{number} {state}" for state, number in counts.items() if state != "totaal" and number)
        out.print(Text(f"{counts['totaal']} {kind}: {rest}"), soft_wrap=True)
    return OK
