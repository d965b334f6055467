"""What there is instead of a draft decision: what must be established first, and a draft request for it."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.decision import FactsNeeded, NeededFact
from toetssteen.explain.decision_text import FILL, JUDGED
from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.output import Text
from toetssteen.kb.dates import in_words

# Who is to establish a fact; what a person can be asked for is all but what the college judges itself.
BY = {"register": "na te gaan in een registratie", "besluit": "na te gaan in eerdere besluiten",
      "proces": "na te gaan bij wie erbij betrokken is"}  # fmt: skip
TO_FILL = ("aan wie dit wordt gevraagd, binnen welke termijn, en op welke grondslag; de regels over het aanvullen van een "
           "aanvraag zijn voor Toetssteen niet nagelezen")  # fmt: skip
WHY = " De uitkomst hangt af van feiten die nog niet bekend zijn; een besluit kan nog niet worden gemotiveerd."


def facts_needed_document(found: FactsNeeded, level: int = 1) -> Section:
    """Return what must be established first as a document."""
    title = found.heading.title
    named = title[:1].lower() + title[1:]
    parts: list[tuple[str, Sequence[Block]]] = [
        ("Wat eerst moet worden vastgesteld", _needed(found.needed)),
        ("Wat het dan wordt", [_route(outcome, answers, necessary=necessary) for outcome, answers, necessary in found.routes]),
        ("Concept-verzoek om gegevens", _request(found)),
    ]
    if found.assumed:
        parts.append(("Aangenomen, nog vast te stellen", [Item(Text(one)) for one in found.assumed]))
    intro = Text("NOG GEEN CONCEPT.", "bold") + Text(f"{WHY} Mogelijk is nog: {' of '.join(found.possible)}.")
    sections = (Section(Text(name, "bold"), tuple(content), level + 1, apart=True) for name, content in parts)
    return Section(Text(f"Eerst meer feiten nodig: {named}", "bold"), (Paragraph(intro), *sections), level, inset=0)


def _needed(needed: Sequence[NeededFact]) -> list[Block]:
    return [Item(Text(f"{one.question} ({'; '.join(one.places)}; {_by(one)})" if one.places else one.question)) for one in needed]


def _by(one: NeededFact) -> str:
    return f"vast te stellen door het {one.competent or 'college'}" if one.kind in JUDGED else BY[one.kind]


def _route(outcome: str, answers: Sequence[str], *, necessary: bool) -> Item:
    linking = ", mits:" if necessary else ", bijvoorbeeld als:"
    return Item(Text("Het wordt ") + Text(outcome, "bold") + Text(linking), children=tuple(Item(Text(one)) for one in answers))


def _request(found: FactsNeeded) -> list[Block]:
    """Return a draft request for what others can tell; what the college judges itself is not asked of anyone."""
    asked = [one for one in found.needed if one.kind not in JUDGED]
    own = [one for one in found.needed if one.kind in JUDGED]
    blocks: list[Block] = []
    if asked:
        day = in_words(found.heading.reference_date)
        blocks.append(Paragraph(Text(" ".join([*found.heading.request, "Daarover kan het college nog niet beslissen.",
                                               f"Daarvoor zijn deze gegevens nodig, zoals zij zijn op {day}:"]))))  # fmt: skip
        blocks += [Item(Text(one.question)) for one in asked]
        blocks.append(Item(Text(f"[{FILL}: {TO_FILL}]", "bold yellow")))
    else:
        blocks.append(Paragraph(Text("Er hoeft niemand om gegevens te worden gevraagd: wat ontbreekt is een oordeel.")))
    if own:
        words = "Dit wordt niet gevraagd, maar zelf vastgesteld:" if asked else "Dit moet worden vastgesteld:"
        blocks.append(Item(Text(words), children=tuple(Item(Text(f"{one.question} ({_by(one)})")) for one in own)))
    return blocks
