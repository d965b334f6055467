"""The linter of what is found in the text itself: every find is described in the data, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toetssteen.kb.case import Case
from toetssteen.kb.citation import is_citation
from toetssteen.kb.finding import Finding
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import SIGNAL, Law, Signal, statute_states
from toetssteen.kb.terms import plain
from toetssteen.kb.worlds import Worlds

FILE = "signalen.toml"


def signal_keys(law: Law, day: date) -> set[tuple[str, ...]]:
    """Return kind and places of everything the rules find in the text, described in the data or not."""
    worlds = Worlds(instantiate(Case(reference_date=day), law), roots=(SIGNAL,))
    return {tuple(plain(value) for value in atom[1:]) for atom in worlds.grounding.by_predicate.get(SIGNAL, ())}


def signal_findings(law: Law) -> list[Finding]:
    """Return the finds of a version that are not described, and the descriptions that are wrong or of no find."""
    return [Finding(message, FILE) for message in _messages(law)]


def _messages(law: Law) -> Iterator[str]:
    found = signal_keys(law, law.statute_date)
    for key in sorted(found - set(law.signals)):
        yield f"dit volgt uit de regels maar staat hier niet: {' '.join(key)}"
    others = [state for state in statute_states(law.statutes) if state != law.statute_date]
    found = found.union(*(signal_keys(law.at(state), state) for state in others))
    for key, signal in law.signals.items():
        if key not in found:
            yield f"«{signal.key}» volgt in geen versie van het recht uit de regels"
        yield from _signal(signal, law)


def _signal(signal: Signal, law: Law) -> Iterator[str]:
    for place in signal.places:
        if not is_citation(place):
            yield f"«{signal.key}»: {place} is geen citaat"
    for key in signal.readings:
        if key not in law.readings:
            yield f"«{signal.key}»: lezing {key} bestaat niet"
    if signal.readings and not signal.case:
        yield f"«{signal.key}» noemt een lezing maar geen zaak waarin die verschil maakt"
