"""``toetssteen begrippen``: the facts a case can state, as they are written."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, add_list_arguments, console, place_is_known, print_json
from toetssteen.cli.main import OK, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.vocabulary import Concept

HEADINGS = {
    "persoon": "inwoner …", "werkgever": "werkgever …", "gemeente": "gemeente", "plafond": "plafond …: hooguit …",
    "zaak": "aanvraag van … voor …", "plaatsing": "plaatsing van … op …",
}  # fmt: skip


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("begrippen", "De feiten die een zaak kan noemen, zoals ze worden geschreven.",
                       "begrippen --over 8.4")  # fmt: skip
    add_list_arguments(parser, "feiten voor", "8.4")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.case import Fact
    from toetssteen.kb.citation import is_below
    from toetssteen.kb.law import load_law
    from toetssteen.kb.vocabulary import SOURCES
    from toetssteen.parser.writer import fact_phrase

    law = load_law(date.max)
    if not place_is_known(law, options.over):
        return USAGE
    place = law.identity.municipality
    chosen = [one for one in law.concepts.values()
              if not options.over or any(is_below(norm, options.over) for norm in one.norms)]  # fmt: skip
    if options.json:
        print_json({"formaat": "toetssteen/begrippen/1", "begrippen": [
            {"begrip": one.key, "onderwerp": one.subject, "soort": one.kind, "ja": one.positive, "nee": one.negative,
             "vraag": one.question, "normen": list(one.norms), "bron": one.source, "orgaan": one.body or None,
             "gunstig": one.favourable, "veranderbaar": one.changeable,
             "bereik": [one.low, one.high] if one.is_number else None} for one in chosen]})  # fmt: skip
        return OK
    from rich.text import Text

    out = console()
    for subject, heading in HEADINGS.items():
        concepts = [one for one in chosen if one.subject == subject]
        if concepts:
            out.print(Text(heading, "bold"))
        for one in concepts:
            out.print(Text(f"  {fact_phrase(one, Fact(_example(one)), 0, place)}"), soft_wrap=True)
            if one.negative:
                out.print(Text(f"  {fact_phrase(one, Fact(False), 0, place)}", "dim"), soft_wrap=True)
            source = SOURCES[one.source] + (f" van het {one.body}" if one.body else "")
            out.print(Text(f"      {one.key}; voor {', '.join(one.norms)}; {source}", "dim"), soft_wrap=True)
    return OK


def _example(concept: Concept) -> bool | date | int:
    """Return a value a fact of a concept can have."""
    from toetssteen.kb.numbers import NUMBERS

    if not concept.is_number:
        return True if concept.kind == "vlag" else date(1998, 3, 12)
    return min(max(NUMBERS[concept.kind].example, concept.low), concept.high)
