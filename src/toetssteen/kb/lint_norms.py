"""The linter of the list of norms: it names every place of the text and every rule of the ordinance, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from toetssteen.kb.citation import citation_of, is_below
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law, known_labels
from toetssteen.kb.norms import KINDS, UNNUMBERED, Norm
from toetssteen.kb.source_text import read_source

FILE = "normen.toml"


def norm_findings(law: Law) -> list[Finding]:
    """Return everything that is wrong with the list of norms of an ordinance."""
    return [Finding(message, FILE) for message in (*_numbers(law), *_norms(law), *_left_out(law))]


def _numbers(law: Law) -> Iterator[str]:
    counts = Counter(norm.number for norm in law.norms)
    for number in range(1, len(law.norms) + 1):
        if counts[number] != 1:
            yield f"norm {number} staat er {counts[number]} keer"


def _norms(law: Law) -> Iterator[str]:
    places = {*UNNUMBERED, *(unit.citation for unit in read_source(law.folder / "bron.md"))}
    labels = known_labels(law)
    for norm in law.norms:
        if norm.place not in places:
            yield f"norm {norm.number}: {norm.place} is geen plaats in de officiële tekst"
        yield from _norm(norm)
        for label in norm.rules:
            if label not in labels:
                yield f"norm {norm.number}: geen versie van het recht heeft etiket {label}"


def _norm(norm: Norm) -> Iterator[str]:
    if norm.kind not in KINDS:
        yield f"norm {norm.number}: «{norm.kind}» is geen soort norm"
    if not norm.content:
        yield f"norm {norm.number} heeft geen inhoud"
    if norm.rules and norm.reason:
        yield f"norm {norm.number} heeft regels en toch een reden waarom die er niet zijn"
    if len(set(norm.rules)) < len(norm.rules):
        yield f"norm {norm.number} noemt een etiket twee keer"


def _left_out(law: Law) -> Iterator[str]:
    """Return the places of the text without a norm, and the rules of the ordinance that serve no norm."""
    for unit in read_source(law.folder / "bron.md"):
        if not any(is_below(norm.place, unit.citation) for norm in law.norms):
            yield f"bij {unit.citation} staat geen norm"
    serving = {label for norm in law.norms for label in norm.rules}
    for label in sorted(known_labels(law) - serving):
        if citation_of(label)[0].isdigit():
            yield f"etiket {label} hoort bij geen norm"
