"""``toetssteen dekking``: which places and norms of the official text have rules."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, console, norm_data, print_json
from toetssteen.cli.main import OK

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from toetssteen.ops.coverage import Coverage, NormCoverage


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("dekking", "Welke artikelen, leden, onderdelen, begrippen en normen zijn uitgewerkt, en welke niet.",
                       "dekking --alles")  # fmt: skip
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--alles", action="store_true", help="toon elke plaats, niet alleen de artikelen")
    shown.add_argument("--normen", action="store_true", help="toon elke norm, met zijn regels of waarom die er niet zijn")
    parser.add_argument("--json", action="store_true", help="geef JSON, met elke plaats en elke norm")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.law import load_law
    from toetssteen.ops.coverage import coverage, norm_coverage, totals

    law = load_law(date.today())
    items, norms = coverage(law), norm_coverage(law)
    table = totals(items, norms)
    if options.json:
        print_json({"formaat": "toetssteen/dekking/1", "totalen": table, "plaatsen": [
            {"plaats": one.citation, "soort": one.kind, "stand": one.state, "regels": one.rules,
             "reden": one.reason or None, "regel": one.line} for one in items],
            "normen": [norm_data(one.norm) | {"stand": one.state} for one in norms]})  # fmt: skip
        return OK
    out = console()
    if options.normen:
        _print_norms(norms, out)
    else:
        _print_places([one for one in items if options.alles or one.kind == "artikel"], out)
    out.print()
    for kind, counts in table.items():
        rest = ", ".join(f"{number} {state}" for state, number in counts.items() if state != "totaal" and number)
        out.print(f"{counts['totaal']} {kind}: {rest}", markup=False, highlight=False, soft_wrap=True)
    return OK


def _print_places(items: list[Coverage], out: Console) -> None:
    from rich.text import Text

    for one in items:
        title = one.text if one.kind == "artikel" else one.text[:60] + ("…" if len(one.text) > 60 else "")
        count = f"{one.rules} {'regel' if one.rules == 1 else 'regels'}" if one.rules else one.state
        reason = f": {one.reason.removeprefix('nog niet: ')}" if one.reason else ""
        indent = "" if one.kind == "artikel" else "  "
        out.print(Text(indent) + _sign(one.state) + Text(f"{one.citation:<{8 - len(indent)}} {title}  ")
                  + Text(f"[{count}{reason}]", "dim"), soft_wrap=True)  # fmt: skip


def _sign(state: str) -> Text:
    from rich.text import Text

    from toetssteen.ops.coverage import NOT_YET, RULES

    sign, colour = {RULES: ("✓", "green"), NOT_YET: ("·", "yellow")}.get(state, ("–", "cyan"))
    return Text(f"{sign} ", colour)


def _print_norms(norms: tuple[NormCoverage, ...], out: Console) -> None:
    from rich.text import Text

    for norm, state in norms:
        kind = f"{norm.kind} ({norm.addressee})" if norm.addressee else norm.kind
        grounds = f"geen regel: {norm.reason}" if norm.reason else ", ".join(norm.rules) or state
        out.print(_sign(state) + Text(f"{norm.number:>3}  {norm.place}  {kind}: {norm.content}  ")
                  + Text(f"[{grounds}]", "dim"), soft_wrap=True)  # fmt: skip
