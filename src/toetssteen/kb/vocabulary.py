"""The vocabulary of facts and the kinds of voorziening, read from ``begrippen/`` and ``voorzieningen.toml``.

Every part of the program that deals with facts reads these lists: the parser, the JSON form, the
questions, the sentences and the search for missing facts.
"""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.kb.dates import EARLIEST, LATEST
from toetssteen.kb.numbers import NUMBERS

VALUE_SLOT = re.compile(r"\{waarde:([a-z]+)\}")
# What a fact can be about, with how its sentences begin; a line of a case leaves that out.
SUBJECTS = {"persoon": "{P} ", "werkgever": "{W} ", "zaak": "{Z} ", "plaatsing": "{P} ", "gemeente": "de gemeente ",
            "plafond": "{F} "}  # fmt: skip
# Who can establish a fact, in words.
SOURCES = {"register": "register", "besluit": "eerder besluit", "oordeel": "oordeel", "open_norm": "open norm",
           "proces": "stap in het proces"}  # fmt: skip


class Concept(NamedTuple):
    """One kind of fact: an input predicate with its phrases.

    ``kind`` is ``vlag`` (predicate of the subject), ``datum`` or a kind of number (with ``low`` and
    ``high``); ``favourable`` is what «neem aan dat …» fills in (for a number: its value, or False when it is
    absent), or None; ``only_with`` the statement of a case's structure without which nobody needs to know the fact;
    ``only_amount`` says that a number only serves to calculate an amount: unknown, there is no amount;
    ``silence`` what a case that does not mention the fact says of it, or None: unknown.
    """

    key: str
    subject: str
    kind: str
    positive: str
    negative: str
    clause: str
    question: str
    norms: tuple[str, ...]
    source: str
    body: str
    favourable: bool | int | None
    changeable: bool
    weight: int
    aliases: tuple[str, ...]
    low: int
    high: int
    numbered: str
    absent: str
    implied_by: str
    only_with: str
    only_amount: bool
    silence: bool | None

    @property
    def is_number(self) -> bool:
        """Whether the fact is a number."""
        return self.kind in NUMBERS

    @property
    def has_value(self) -> bool:
        """Whether the atom of the fact has a value: a number, or a day. An age takes the place of a birth date."""
        return self.is_number or (self.kind == "datum" and self.key != "geboren")

    @property
    def form(self) -> str:
        """The form of the value in the sentences of the concept, or an empty text."""
        found = VALUE_SLOT.search(self.positive)
        return found[1] if found else ""


class Structure(NamedTuple):
    """A predicate that the structure of a case, the calendar or the law's own data provides.

    ``weight`` says how hard it is for a person to make it otherwise, where that can be asked; 0 is not at all.
    """

    name: str
    arguments: tuple[str, ...]
    origin: str
    derived_from: str
    positive: str
    negative: str
    clause: str
    question: str
    weight: int


class Provision(NamedTuple):
    """A kind of support a case can ask for, or a kind of work somebody can have done.

    ``name`` is what a case writes, ``spoken`` what sentences say after «de»; ``months_of`` the kind of
    placement whose worked months count for it; ``municipal`` is what is decided of the gemeente itself;
    ``aliases`` are other names by which people ask about it.
    """

    key: str
    name: str
    spoken: str
    with_article: str
    norm: str
    is_provision: bool
    is_place: bool
    own_motion: bool
    about: str
    only_placement: bool
    paid: bool
    continuing: bool
    months_of: str
    municipal: bool
    aliases: tuple[str, ...]


def full_name(provisions: Iterable[Provision], name: str) -> str:
    """Return the name of a kind that somebody calls by another name (``PP``, ``leerwerktraject``), else that name itself.

    Both in small letters.
    """
    lower = name.strip().lower()
    return next((one.name for one in provisions if lower in (alias.lower() for alias in one.aliases)), lower)


class Vocabulary(NamedTuple):
    """All concepts, structural predicates and provisions by key, in the order of the files."""

    concepts: dict[str, Concept]
    structures: dict[str, Structure]
    provisions: dict[str, Provision]


def vocabulary_files(folder: Path) -> list[Path]:
    """Return the files of the vocabulary of facts, in order."""
    return sorted((folder / "begrippen").glob("*.toml"))


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the vocabulary of a folder: the files of ``begrippen/`` in order of name, and ``voorzieningen.toml``."""
    import tomllib  # only needed when the cache is empty

    raw: dict[str, Any] = {}
    for path in vocabulary_files(folder):
        raw.update(tomllib.loads(path.read_text(encoding="utf-8")))
    structures = raw.pop("structuur")
    provisions = tomllib.loads((folder / "voorzieningen.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        {key: _concept(key, table) for key, table in raw.items()},
        {key: _structure(key, table) for key, table in structures.items()},
        {key: _provision(key, table) for key, table in provisions.items()},
    )


def _concept(key: str, table: dict[str, Any]) -> Concept:
    low, high = table.get("bereik", [0, 0])
    numeric = table.get("soort") in NUMBERS
    if table.get("soort") == "datum":
        low, high, numeric = EARLIEST.toordinal(), LATEST.toordinal(), True
    return Concept(
        key, table["onderwerp"], table.get("soort", "vlag"), table["ja"], table.get("nee", ""), table["bijzin"],
        table["vraag"], tuple(table["norm"]), table["bron"], table.get("orgaan", ""), table.get("gunstig"),
        table.get("veranderbaar", True), table.get("gewicht", 1), tuple(table.get("ook", ())),
        low if numeric else 0, high if numeric else 0, table.get("index", ""),
        table.get("ontbreekt") or table.get("nee") or f"het doet er niet toe {table['bijzin']}", table.get("volgt_uit", ""),
        table.get("alleen_bij", ""), table.get("alleen_bedrag", False), table.get("zwijgen"),
    )  # fmt: skip


def _structure(key: str, table: dict[str, Any]) -> Structure:
    return Structure(
        key, tuple(table["argumenten"]), table["herkomst"], table.get("uit", ""), table["ja"],
        table.get("nee", ""), table.get("bijzin", ""), table.get("vraag", ""), table.get("gewicht", 0),
    )  # fmt: skip


def _provision(key: str, table: dict[str, Any]) -> Provision:
    return Provision(
        key, table["naam"], table.get("voluit", table["naam"]), table["een"], table.get("norm", ""),
        table.get("voorziening", False),
        table.get("plaats", False), table.get("ambtshalve", False), table.get("over", ""),
        table.get("alleen_plaatsing", False), table.get("betaald", False), table.get("over_lopende_plaats", False),
        table.get("maanden_van", table.get("over", "")), table.get("onderwerp") == "gemeente",
        tuple(table.get("ook", ())),
    )  # fmt: skip
