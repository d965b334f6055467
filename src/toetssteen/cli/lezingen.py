"""``toetssteen lezingen``: the readings that can be chosen."""

from __future__ import annotations

from argparse import Namespace

from toetssteen.cli.common import Arguments, add_list_arguments, console, place_is_known, print_json
from toetssteen.cli.main import OK, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("lezingen", "De lezingen die te kiezen zijn: vraag, opties, standaard, reden en gevolg.",
                       "lezingen --over 6")  # fmt: skip
    add_list_arguments(parser, "lezingen over", "6 of 8.4", "voor de standaard op die dag")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.citation import is_below
    from toetssteen.kb.law import load_law

    law = load_law(options.peildatum)
    if not place_is_known(law, options.over):
        return USAGE
    chosen = [one for one in law.readings.values()
              if not options.over or any(is_below(norm, options.over) for norm in one.norms)]  # fmt: skip
    if options.json:
        print_json({"formaat": "toetssteen/lezingen/1", "lezingen": [
            {"lezing": one.key, "naam": one.display, "normen": list(one.norms), "vraag": one.question,
             "opties": one.options, "standaard": one.default_on(options.peildatum), "reden": one.reason,
             "gevolg": one.effect, "ster": one.starred} for one in chosen]})  # fmt: skip
        return OK
    from rich.text import Text

    out = console()
    for one in chosen:
        default = one.default_on(options.peildatum)
        out.print(Text(f"{one.display} {'★ ' if one.starred else ''}{one.question}", "bold"), soft_wrap=True)
        for option, text in one.options.items():
            out.print(Text(f"  {'→' if option == default else ' '} {option}: {text}"), soft_wrap=True)
        out.print(Text(f"    over {', '.join(one.norms)}; standaard, want: {one.reason}; raakt {one.effect}", "dim"),
                  soft_wrap=True)  # fmt: skip
    if not chosen:
        out.print(Text(f"Over {options.over} is er geen lezing te kiezen."))
    return OK
