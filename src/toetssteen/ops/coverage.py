"""Which places of the official text have rules, which say why not, and which are still to do."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.kb.citation import citation_of, is_below
from toetssteen.kb.law import Law
from toetssteen.kb.source_text import Unit, read_source

RULES, NO_RULES, NOT_YET = "uitgewerkt", "geen regel nodig", "nog niet"
KINDS = {"artikel": "artikelen", "lid": "leden", "onderdeel": "onderdelen", "begrip": "begrippen"}


class Coverage(NamedTuple):
    """One place of the text: how many rules it has (those inside it included), its state and the reason."""

    citation: str
    kind: str
    text: str
    line: int
    state: str
    rules: int
    reason: str


def coverage(law: Law) -> tuple[Coverage, ...]:
    """Return the coverage of every article, lid, onderdeel and definition of the official text."""
    units = read_source(law.folder / "bron.md")
    reasons = stated_reasons(law)
    counts: dict[str, int] = {}
    for rule in law.rules:
        place = citation_of(rule.label)
        counts[place] = counts.get(place, 0) + 1
    return tuple(_covered(unit, units, counts, reasons) for unit in units)


def stated_reasons(law: Law) -> dict[str, str]:
    """Return the reasons the article files give for places without rules, by citation."""
    found = {}
    for headers in law.data.headers.values():
        for header in headers:
            if header.key == "niet_geformaliseerd":
                citation, _, reason = header.value.partition("|")
                found[citation.strip()] = reason.strip()
    return found


def _covered(unit: Unit, units: tuple[Unit, ...], counts: dict[str, int], reasons: dict[str, str]) -> Coverage:
    number = sum(count for place, count in counts.items() if is_below(place, unit.citation))
    reason = reasons.get(unit.citation, "")
    if number:
        state = RULES
    elif reason:
        state = NOT_YET if reason.startswith(NOT_YET) else NO_RULES
    else:
        parts = [one for one in units if one.citation != unit.citation and is_below(one.citation, unit.citation)]
        settled = [reasons.get(one.citation, NOT_YET) for one in parts]
        state = NO_RULES if settled and not any(one.startswith(NOT_YET) for one in settled) else NOT_YET
    return Coverage(unit.citation, unit.kind, unit.text, unit.line, state, number, reason)


def totals(items: tuple[Coverage, ...]) -> dict[str, dict[str, int]]:
    """Return per kind of place how many there are, and how many in each state."""
    table = {name: {"totaal": 0, RULES: 0, NO_RULES: 0, NOT_YET: 0} for name in KINDS.values()}
    for item in items:
        table[KINDS[item.kind]]["totaal"] += 1
        table[KINDS[item.kind]][item.state] += 1
    return table
