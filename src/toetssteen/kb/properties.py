"""Properties of a law as data: what is claimed of every case, of some case, or of two cases that are alike.

The parser makes them, ``property_solver`` asks the solver. A formula names outcomes, norms, facts and readings; how those
are written is the parser's business.
"""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from typing import NamedTuple, TypeAlias, Union

OUTSIDE = "buiten"
MET20, ZONDER20 = "met20", "zonder20"
# From the best to the worst, as a person asking would see it.
RANKED = ("verplicht", "bevoegd", "weigerbaar", "geblokkeerd")


class HasOutcome(NamedTuple):
    """That an outcome is one of some, with art. 20 or without; of the kind named, or the only one there is."""

    outcomes: tuple[str, ...]
    stand: str = MET20
    provision: str = ""


class Norm(NamedTuple):
    """That a norm in or below a place has a role: ``belemmering``, ``weigeringsgrond``, ``plicht``, ``afgeweken`` …

    An empty place is any norm; ``origin`` narrows it to ``eigen`` or ``wettelijk`` conditions, or to those ``buiten`` the place.
    """

    predicate: str
    place: str = ""
    origin: str = ""


class Fires(NamedTuple):
    """That a rule with a label in or below a place fires."""

    place: str


class Derived(NamedTuple):
    """That a predicate of the rules, or of the structure of a case, holds of anything."""

    predicate: str


class FactHolds(NamedTuple):
    """That a yes-or-no fact of the vocabulary holds."""

    concept: str


class NumberIs(NamedTuple):
    """That a number (a fact, or an age) is at least ``low`` and at most ``high``."""

    concept: str
    low: int
    high: int


class ReadingIs(NamedTuple):
    """That a reading is chosen."""

    key: str
    option: str


class Not(NamedTuple):
    """That something is not so."""

    part: "Formula"


class AllOf(NamedTuple):
    """That all parts are so."""

    parts: tuple["Formula", ...]


class AnyOf(NamedTuple):
    """That some part is so."""

    parts: tuple["Formula", ...]


class OneOf(NamedTuple):
    """That exactly one of the parts is so."""

    parts: tuple["Formula", ...]


Formula: TypeAlias = Union[  # noqa: UP007 - the recursive names are not there yet
    HasOutcome, Norm, Fires, Derived, FactHolds, NumberIs, ReadingIs, Not, AllOf, AnyOf, OneOf
]


class Known(NamedTuple):
    """A place where a claim is known not to hold: a norm, fact, outcome or kind (or a fact of one kind), with the reason."""

    what: str
    provision: str
    reason: str
    line: int


class Never(NamedTuple):
    """That no case is as the formula says. «altijd» is this with the formula denied."""

    formula: Formula


class Sometimes(NamedTuple):
    """That of every kind some case is as the formula says."""

    formula: Formula


class SameButFor(NamedTuple):
    """That two cases that differ in one fact alone have a relation: ``zelfde`` outcome, or ``niet_slechter``.

    ``concepts`` are the facts, each taken by itself. For ``niet_slechter`` the better case is the one in which a fact
    ``better`` says so: ``gunstig``, ``waar``, ``hoger`` or ``lager``.
    """

    concepts: tuple[str, ...]
    relation: str
    better: str = ""


class NoFactAbout(NamedTuple):
    """That no fact of the vocabulary is about something, told by words."""

    words: tuple[str, ...]


class EveryNormMatters(NamedTuple):
    """That of every rule with a label in or below a place some case would be otherwise without it.

    Otherwise is another outcome, or another amount, duty or consequence that is reported with it.
    """

    place: str = ""


Claim: TypeAlias = Never | Sometimes | SameButFor | NoFactAbout | EveryNormMatters


class Stated(NamedTuple):
    """A claim as it is written, with the places where it is known not to hold."""

    claim: Claim
    text: str
    line: int
    known: tuple[Known, ...] = ()


class Property(NamedTuple):
    """A property: its name, in words, its source, the kinds it is about and what is claimed.

    ``provisions`` are kinds, each apart; more than one in a group are decided together for one person. Empty is every
    kind. ``readings`` are chosen for it; ``every_reading`` leaves all others open; ``given`` holds in every case looked at.
    """

    name: str
    words: str
    source: str
    claims: tuple[Stated, ...]
    provisions: tuple[tuple[str, ...], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    every_reading: bool = False
    given: tuple[Formula, ...] = ()
    file: str = ""
    line: int = 0
