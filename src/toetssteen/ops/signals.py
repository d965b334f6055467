"""What the rules find in the text itself: where the ordinance clashes with the statute, or with itself.

The rules of ``signalen.lp`` derive the finds from facts about what provisions say; ``signalen.toml`` adds what
no rule can: a title, whom it touches, and a case that shows it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.explain.proof import Step
from toetssteen.explain.why import Explainer
from toetssteen.kb.case import Case
from toetssteen.kb.citation import is_below, sort_key
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import SIGNAL, Law, Signal
from toetssteen.kb.source_text import read_source
from toetssteen.kb.terms import plain
from toetssteen.kb.worlds import Worlds


class Found(NamedTuple):
    """A find: what the data says of it, the proof of the rule, and the official text of its places."""

    signal: Signal
    proof: Step
    texts: tuple[tuple[str, str], ...]


def signals(law: Law, day: date, about: str = "") -> tuple[Found, ...]:
    """Return what the rules find under a version of the law, in the order of the text; about a place when given."""
    worlds = Worlds(instantiate(Case(reference_date=day), law), roots=(SIGNAL,))
    explainer = Explainer(worlds)
    found = []
    for atom in worlds.grounding.by_predicate.get(SIGNAL, ()):
        kind, *places = (plain(value) for value in atom[1:])
        signal = law.signals.get((kind, *places))
        if signal is not None and (not about or any(is_below(place, about) for place in places)):
            found.append(Found(signal, explainer.explain(atom), _texts(law, signal)))
    return tuple(sorted(found, key=lambda one: (sort_key(one.signal.places[0]), one.signal.key)))


def _texts(law: Law, signal: Signal) -> tuple[tuple[str, str], ...]:
    units = {unit.citation: unit.text for unit in read_source(law.folder / "bron.md")}
    return tuple((place, units[place]) for place in signal.places if place in units)
