"""``toetssteen signalen``: where the ordinance clashes with the statute, or with itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, add_list_arguments, place_is_known, print_json
from toetssteen.cli.main import OK, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.law import Law
    from toetssteen.ops.signals import Found


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("signalen", "Waar de verordening met de wet of met zichzelf botst, wie dat raakt en met welke zaak.",
                       "signalen --over 7")  # fmt: skip
    add_list_arguments(parser, "over", "7 of pw:10b", "onder de wet van die dag")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.law import load_law
    from toetssteen.ops.signals import signals

    law = load_law(options.peildatum)
    if not place_is_known(law, options.over):
        return USAGE
    found = signals(law, options.peildatum, options.over)
    if options.json:
        from toetssteen.explain.to_json import step_to_json

        print_json({"formaat": "toetssteen/signalen/1", "stand": law.statute_date.isoformat(), "signalen": [
            {"signaal": one.signal.key, "soort": one.signal.kind, "plaatsen": list(one.signal.places), "titel": one.signal.title,
             "raakt": one.signal.affected, "uitleg": one.signal.text, "lezingen": list(one.signal.readings),
             "zaak": one.signal.case or None, "bewijs": step_to_json(one.proof)} for one in found]})  # fmt: skip
        return OK
    _show(found, options.over, law)
    return OK


def _show(found: tuple[Found, ...], about: str, law: Law) -> None:
    from toetssteen.explain.output import Text, output
    from toetssteen.explain.sentences import as_sentence
    from toetssteen.kb.citation import long_form
    from toetssteen.kb.dates import in_words

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
        state = f"onder de Participatiewet zoals die geldt sinds {in_words(law.statute_date)}"
        line(Text(f"{len(found)} {'signaal' if len(found) == 1 else 'signalen'}, {state}"), 0)
