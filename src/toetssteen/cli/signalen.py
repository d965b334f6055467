"""``toetssteen signalen``: where the ordinance clashes with the statute, or with itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, print_json, reference_date
from toetssteen.cli.main import OK

if TYPE_CHECKING:
    from toetssteen.ops.signals import Found


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("signalen", "Waar de verordening met de wet of met zichzelf botst: beide plaatsen, wie het raakt, een zaak.",
                       "signalen --over 7")  # fmt: skip
    parser.add_argument("--over", default="", metavar="PLAATS", help="alleen over deze plaats, zoals 7 of pw:10b")
    parser.add_argument("--peildatum", type=reference_date, default=date.today(), help="onder de wet van die dag")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.law import load_law
    from toetssteen.ops.signals import signals

    law = load_law(options.peildatum)
    found = signals(law, options.peildatum, options.over)
    if options.json:
        from toetssteen.explain.to_json import step_to_json

        print_json({"formaat": "toetssteen/signalen/1", "stand": law.statute_date.isoformat(), "signalen": [
            {"signaal": one.signal.key, "soort": one.signal.kind, "plaatsen": list(one.signal.places), "titel": one.signal.title,
             "raakt": one.signal.affected, "uitleg": one.signal.text, "lezingen": list(one.signal.readings),
             "zaak": one.signal.case or None, "bewijs": step_to_json(one.proof)} for one in found]})  # fmt: skip
        return OK
    _show(found, options.over)
    return OK


def _show(found: tuple[Found, ...], about: str) -> None:
    from toetssteen.explain.output import Text, output
    from toetssteen.explain.sentences import as_sentence
    from toetssteen.kb.citation import long_form

    out = output(sys.stdout)
    if not found:
        out.line(Text(f"Over {about} is niets te signaleren." if about else "Er is niets te signaleren."))
    for number, one in enumerate(found):
        signal = one.signal
        out.line(Text("" if not number else " "))
        out.line(Text(f"{signal.title}  ", "bold") + Text(f"[{'; '.join(map(long_form, signal.places))}]", "dim"))
        out.line(Text(as_sentence(one.proof.sentence)), indent=2)
        out.line(Text(signal.text), indent=2)
        out.line(Text(f"Raakt: {signal.affected}."), indent=2)
        if signal.readings:
            names = " en ".join("I-" + key[1:] for key in signal.readings)
            out.line(Text(f"Te kiezen met lezing {names}."), indent=2)
        shown = f"Zie: toetssteen toets {signal.case}" if signal.case else "Geen zaak: geen uitkomst verandert erdoor."
        out.line(Text(shown, "cyan" if signal.case else ""), indent=2)
    if found:
        out.line(Text(""))
        out.line(Text(f"{len(found)} {'signaal' if len(found) == 1 else 'signalen'}"))
