"""What needs a fact: the citations of the law that ask for it when a kind of application is decided."""

from __future__ import annotations

from toetssteen.kb.case import FactKey
from toetssteen.kb.citation import citation_of, is_below, sort_key
from toetssteen.kb.law import Law

LAST = (True, (9, 0, ""))


def needed_by(law: Law, provision: str, concept: str) -> tuple[str, ...]:
    """Return the citations that need a fact for a provision: those of the fact that its conditions and grounds stand on."""
    return law.kept(("needs", provision, concept), lambda: _needed_by(law, provision, concept))


def _needed_by(law: Law, provision: str, concept: str) -> tuple[str, ...]:
    if concept not in law.concepts:
        from toetssteen.kb.compiler import body_predicates  # seldom needed, and slow to load

        rules = (one for one in law.rules if concept in body_predicates(one.body) and law.can_concern(one, provision))
        return tuple(sorted({citation_of(one.label) for one in rules}, key=sort_key))
    norms = law.concepts[concept].norms
    places = law.places(provision)
    own = law.provisions[provision].norm.split(".")[0]
    foreign = {one.norm.split(".")[0] for one in law.provisions.values() if one.norm} - {own, "3"}
    found = (one for one in norms if one.split(".")[0] not in foreign and any(is_below(place, one) for place in places))
    return tuple(found) or norms[:1]


def in_order_of_law(law: Law, provision: str, key: FactKey) -> tuple[object, ...]:
    """Return a sort key that puts facts in the order of the citations that need them, and of the vocabulary."""
    norms = needed_by(law, provision, key.concept)
    first = min(map(sort_key, norms), default=LAST)
    return first, _places(law).get(key.concept, len(law.concepts)), key.subject, key.number


def _places(law: Law) -> dict[str, int]:
    return law.kept(("places of facts",), lambda: {one: number for number, one in enumerate(law.concepts)})
