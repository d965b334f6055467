"""``toetssteen dekking``: which places and norms of the official text have rules."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from toetssteen.cli.common import Arguments, console, norm_data, print_json, show_findings
from toetssteen.cli.main import INPUT, OK

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from toetssteen.kb.finding import Finding
    from toetssteen.kb.law import Law
    from toetssteen.ops.coverage import Coverage, NormCoverage
    from toetssteen.ops.inherited import Fit


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("dekking", "Welke artikelen, leden, onderdelen, begrippen en normen zijn uitgewerkt, en welke niet.",
                       "dekking --alles")  # fmt: skip
    parser.add_argument(
        "verordening", nargs="?", default="", help="een map met een eigen verordening; zonder: die van Het Hogeland"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--alles", action="store_true", help="toon elke plaats, niet alleen de artikelen")
    shown.add_argument("--normen", action="store_true", help="toon elke norm, met zijn regels of waarom die er niet zijn")
    parser.add_argument("--json", action="store_true", help="geef JSON, met elke plaats en elke norm")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.coverage import coverage, norm_coverage, totals
    from toetssteen.ops.inherited import has_own_text, own_fits, places_now

    law, findings = _law(options.verordening)
    if law is None:
        show_findings(findings, "er is niets getoond")
        return INPUT
    items, norms = coverage(law, places_now(law) if has_own_text(law) else None), norm_coverage(law)
    table, fits = totals(items, norms), own_fits(law)
    if options.json:
        print_json(
            {
                "formaat": "toetssteen/dekking/1",
                "verordening": options.verordening or None,
                "totalen": table,
                "plaatsen": [
                    {
                        "plaats": one.citation,
                        "soort": one.kind,
                        "stand": one.state,
                        "regels": one.rules,
                        "reden": one.reason or None,
                        "regel": one.line,
                    }
                    for one in items
                ],
                "normen": [norm_data(one.norm) | {"stand": one.state} for one in norms],
                "geerfd": [_fit_data(one) for one in fits],
            }
        )
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
    if fits:
        _print_fits(fits, out)
    return OK


def _law(name: str) -> tuple[Law | None, list[Finding]]:
    if not name:
        from toetssteen.kb.law import load_law

        return load_law(date.today()), []
    from toetssteen.ops.own_law import law_named

    return law_named(name, date.today())


def _fit_data(fit: Fit) -> dict[str, Any]:
    from toetssteen.ops.inherited import difference_in_words

    return {
        "plaats": fit.place or None,
        "eigen_plaats": fit.own_place or None,
        "stand": fit.state,
        "geerfde_regels": fit.inherited,
        "eigen_regels": fit.own,
        "verschil": difference_in_words(fit),
        "kenmerk": fit.mark or None,
    }


def _print_fits(fits: tuple[Fit, ...], out: Console) -> None:
    """Print whether inherited rules fit the own text, and what to do where they may not."""
    from rich.text import Text

    from toetssteen.ops.inherited import UNSETTLED, counts, difference_in_words

    def say(text: str | Text) -> None:
        out.print(Text(text) if isinstance(text, str) else text, soft_wrap=True)

    told = ", ".join(f"{number} {state}" for state, number in counts(fits).items() if number)
    out.print()
    say(f"plaatsen met regels: {told}")
    for fit in fits:
        if fit.state in UNSETTLED:
            rules = (
                f"{len(fit.inherited)} geërfde {'regel' if len(fit.inherited) == 1 else 'regels'}"
                if fit.inherited
                else "geen regel"
            )
            say(Text("! ", "yellow") + Text(f"{fit.own_place or fit.place}  {fit.state}: {difference_in_words(fit)} ({rules})"))
            if fit.own_place:
                say(Text(f'  nagelopen? zet in verordening.toml onder [nagelopen]: "{fit.own_place}" = "{fit.mark}"', "dim"))
            else:
                say(Text(f"  schrijf in een bestand in regels/: %%% vervalt {' '.join(fit.inherited)}", "dim"))


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
