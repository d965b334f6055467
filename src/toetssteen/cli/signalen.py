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
    parser = Arguments("signalen", "Waar de verordening met de wet of met zichzelf botst, wie dat raakt en met welke zaak.",
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
        out.write(Text(f"Over {long_form(about)} is niets te signaleren." if about else "Er is niets te signaleren."))

    def line(text: Text, indent: int = 2) -> None:
        for piece in text.wrap(out.width - indent):
            out.write(Text(" " * indent) + piece)

    for one in found:
        signal = one.signal
        line(Text(f"{signal.title}  ", "bold") + Text(f"[{'; '.join(map(long_form, signal.places))}]", "dim"), 0)
        line(Text(as_sentence(one.proof.sentence)))
        line(Text(signal.text))
        line(Text(f"Raakt {signal.affected}."))
        if signal.readings:
            line(Text(f"Te kiezen met lezing {' en '.join('I-' + key[1:] for key in signal.readings)}."))
        shown = f"Zie: toetssteen toets {signal.case}" if signal.case else "Er is geen zaak bij: geen uitkomst verandert erdoor."
        line(Text(shown, "cyan" if signal.case else ""))
        out.write(Text())
    if found:
        line(Text(f"{len(found)} {'signaal' if len(found) == 1 else 'signalen'}"), 0)
