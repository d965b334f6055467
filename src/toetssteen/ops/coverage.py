"""Which places and norms of the official text have rules, which say why not, and which are still to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.citation import citation_of, is_below
from toetssteen.kb.law import Law, known_labels
from toetssteen.kb.norms import Norm
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


class NormCoverage(NamedTuple):
    """One norm and its state; a norm whose rules do not all exist yet is still to do."""

    norm: Norm
    state: str


def coverage(law: Law, became: Mapping[str, str] | None = None) -> tuple[Coverage, ...]:
    """Return the coverage of every article, lid, onderdeel and definition of the official text.

    ``became`` says where the places that inherited rules cite are in a text of one's own; a place that is not in it is
    gone, and its rules cover nothing.
    """
    units = read_source(law.folder / "bron.md")
    moved = {label.norm for label in law.labels.values() if became is not None and not _is_own(label.file, law)}
    reasons = {place: reason for cited, reason in stated_reasons(law).items() if (place := (became or {}).get(cited, cited))}
    counts: dict[str, int] = {}
    for rule in law.rules:
        cited = citation_of(rule.label)
        place = became.get(cited, "") if became is not None and rule.label in moved else cited
        counts[place] = counts.get(place, 0) + 1
    return tuple(_covered(unit, units, counts, reasons) for unit in units)


def _is_own(file: str, law: Law) -> bool:
    """Return whether a rule file belongs to the folder whose text a law has."""
    return Path(file).is_relative_to(law.folder)


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


def norm_coverage(law: Law) -> tuple[NormCoverage, ...]:
    """Return the coverage of every norm, in the order of the text."""
    labels = known_labels(law)
    return tuple(NormCoverage(norm, _state(norm, labels)) for norm in law.norms)


def _state(norm: Norm, labels: frozenset[str]) -> str:
    if norm.rules:
        return RULES if labels.issuperset(norm.rules) else NOT_YET
    return NO_RULES if norm.reason else NOT_YET


def totals(items: tuple[Coverage, ...], norms: tuple[NormCoverage, ...]) -> dict[str, dict[str, int]]:
    """Return per kind of place, and of the norms, how many there are and how many in each state."""
    table = {name: {"totaal": 0, RULES: 0, NO_RULES: 0, NOT_YET: 0} for name in (*KINDS.values(), "normen")}
    for name, state in [*((KINDS[one.kind], one.state) for one in items), *(("normen", one.state) for one in norms)]:
        table[name]["totaal"] += 1
        table[name][state] += 1
    return table
