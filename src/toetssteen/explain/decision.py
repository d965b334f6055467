"""The draft of the reasons for a decision, as data: a person completes it and decides; the renderings only lay it out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toetssteen.kb.case import FactKey

STATED, DERIVED, SILENT, ASSUMED, UNKNOWN = "vermeld", "volgt uit de zaak", "niet vermeld", "aangenomen", "onbekend"


class LawVersion(NamedTuple):
    """Which text decides: the ordinance with its number and days, and since when the statute is as it is used."""

    name: str
    reference: str
    adopted: date
    in_force: date
    published: date
    statute_since: date


class UsedFact(NamedTuple):
    """A fact the decision rests on: how it is known, where the case says it, whose it is to establish.

    ``key`` is the fact itself, where it is one of the vocabulary.

    ``kind`` is register, besluit, oordeel, open_norm or proces (empty for what the structure of the case gives), ``body``
    the organ the case names, ``competent`` the organ that the vocabulary names.
    """

    sentence: str
    state: str
    line: int = 0
    kind: str = ""
    body: str = ""
    competent: str = ""
    key: FactKey | None = None


class UsedRule(NamedTuple):
    """A place in the law with its text: literal, or in our own words with where those come from."""

    citation: str
    place: str
    text: str
    literal: bool
    source: str


class Consideration(NamedTuple):
    """One step of the decisive path: its mark, sentence and place; ``rests_on`` are sentences of facts.

    ``assumed`` is whether one of those facts is assumed.
    """

    mark: str
    sentence: str
    norm: str
    place: str
    rests_on: tuple[str, ...] = ()
    assumed: bool = False


class OtherReading(NamedTuple):
    """Another option of a reading, what it says, and what the outcome would be under it."""

    option: str
    meaning: str
    outcome: str


class UsedReading(NamedTuple):
    """A reading the path leans on: the question, the option, whether the case chose it, why it is the default."""

    display: str
    question: str
    option: str
    meaning: str
    chosen: bool
    is_default: bool
    reason: str
    others: tuple[OtherReading, ...]


class Alternative(NamedTuple):
    """Another voorziening for the same person: what it would come to and, when blocked, why not."""

    title: str
    outcome: str
    possible: tuple[str, ...]
    reason: str
    place: str


class DeviatedNorm(NamedTuple):
    """A provision that is deviated from under art. 20, with the outcome before and after and the reason the case gives."""

    norm: str
    place: str
    reason: str
    before: str
    after: str


class Requirement(NamedTuple):
    """What general administrative law asks of the decision, and whether that text was read."""

    key: str
    place: str
    text: str
    read: bool


class Objection(NamedTuple):
    """How to object: requirements, the day of announcement when given, and the last day that follows from it."""

    requirements: tuple[Requirement, ...]
    announced: date | None = None
    last_day: date | None = None


class Heading(NamedTuple):
    """What a draft is about: title, person, provision (key and name), employer, request in sentences, day, law, engine."""

    title: str
    person: str
    provision: str
    name: str
    employer: str
    request: tuple[str, ...]
    own_motion: bool
    reference_date: date
    law: LawVersion
    engine: str
    file: str


class Decision(NamedTuple):
    """A draft of the reasons for one decision, in the order of the draft.

    ``considerations`` are the decisive path, ``met`` the conditions that are met besides; ``grounds`` to refuse are there,
    ``no_grounds`` are not. ``amount_needs`` are clauses of facts without which an amount cannot be told.
    """

    heading: Heading
    outcome: str
    headline: str
    facts: tuple[UsedFact, ...]
    numbers: tuple[str, ...]
    rules: tuple[UsedRule, ...]
    considerations: tuple[Consideration, ...]
    met: tuple[Consideration, ...]
    consequences: tuple[Consideration, ...]
    amount_needs: tuple[str, ...]
    powers: tuple[str, ...]
    grounds: tuple[Consideration, ...]
    no_grounds: tuple[Consideration, ...]
    obligations: tuple[Consideration, ...]
    readings: tuple[UsedReading, ...]
    deviations: tuple[DeviatedNorm, ...]
    article_20: tuple[str, ...]
    reachable: bool | None
    alternatives: tuple[Alternative, ...]
    objection: Objection


class NeededFact(NamedTuple):
    """A fact that must be established first: the question, why (places), and who establishes it, as with ``UsedFact``."""

    question: str
    clause: str
    places: tuple[str, ...]
    kind: str
    competent: str


class Route(NamedTuple):
    """What an outcome becomes on which answers; ``necessary`` when there is no other way."""

    outcome: str
    answers: tuple[str, ...]
    necessary: bool


class FactsNeeded(NamedTuple):
    """Instead of a draft decision, where the outcome depends on facts that are not known: what to establish first."""

    heading: Heading
    possible: tuple[str, ...]
    routes: tuple[Route, ...]
    needed: tuple[NeededFact, ...]
    assumed: tuple[str, ...]
