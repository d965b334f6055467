"""Matching a line of a case with the phrases of the vocabulary.

A phrase is looked up as a whole, with its values (dates, durations) taken out first; so reading costs
the same however many phrases there are, and what is not found is compared with what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.cache import signature, stored
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import COUNTED
from toetssteen.kb.vocabulary import SUBJECTS, VALUE_SLOT, Concept, Provision
from toetssteen.parser.lines import JOINER

NUMBER = r"(?<![\w.,€-])-?\d+(?:[.,]\d+)*"
LARGE = r"(?:duizend|miljoen|miljard|mln|mld)"
UNITS = "|".join(sorted({*chain.from_iterable(COUNTED.values()), "uren"}, key=len, reverse=True))
VALUES = re.compile(
    r"(?P<datum>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\s+[^\W\d_]{3,}\s+\d{4})"
    rf"|(?P<bedrag>(?:€\s*-?\d+(?:[.,]\d+)*(?:,-)?(?:\s*{LARGE})?|{NUMBER}\s*(?:{LARGE}\s*)?euro)(?!\w))"
    rf"|(?P<getal>{NUMBER})(?:\s*(?:{UNITS})\b)?",
    re.IGNORECASE,
)
BODY = re.compile(r",\s*volgens\s+(?P<body>[^,]+)$", re.IGNORECASE)
HALF_YEAR = re.compile(r"\s+in\s+(?P<words>halfjaar\s+(?P<index>\d+))$", re.IGNORECASE)
UNKNOWN = re.compile(r"^onbekend\s+(?:is\s+)?", re.IGNORECASE)
# Inside this module signs that no readable line can have stand for the subject of a sentence and for values.
PERSON, PROVISION, EMPLOYER, SLOT, UNKNOWN_MARK = "\x01", "\x02", "\x03", "\x04", "\x05"
MARKS = {"{P}": PERSON, "{Z}": PROVISION, "{W}": EMPLOYER}
OBJECT = re.compile(r"\b(met|voor|van|door|aan|plan|scholing) \{P\}")
# A placement has no pronoun: in its own block it is «de plaatsing».
PLACEMENT = "{T:plaatsing}"
# The one concept that is no fact: the lines of the term state it.
ASKED_TERM = "duur"
CEILING = "de grens"
# A stored table of phrases is made anew when what makes it changes.
OWN_FILE = Path(__file__)
# The words that part the names in a heading.
KEYWORDS = frozenset(("voor", "bij", "op", "verlenging", "voortzetting"))
# It parts a kind from its period, but stands in many names of persons, which need no quotation marks for it.
OF = "van"


class Phrase(NamedTuple):
    """A matched line: the concept, what it says (True, False, None for unknown), value, organ and half-year.

    ``half_year`` is how the line writes the half-year, ``number`` which one it is.
    """

    concept: Concept
    value: bool | None
    slot: str = ""
    body: str = ""
    half_year: str = ""
    number: int = 0


def with_pronouns(text: str, employer: str = "de werkgever") -> str:
    """Return a sentence of the vocabulary with words for its subjects: «hem» where something is done to a person."""
    text = OBJECT.sub(r"\1 hem", text).replace("{P}", "hij")
    return text.replace("{Z}", "de voorziening").replace("{W}", employer).replace("{F}", CEILING)


class PhraseTable:
    """The phrases of a version of the law, per kind of block a line can stand in."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.gemeente = law.identity.municipality
        self.provisions = _provision_pattern(list(law.provisions.values()))
        self.keyword_names = _joined_pattern(list(law.provisions.values()))
        self.table: dict[tuple[str, str], tuple[str, bool | None]]
        self.table = stored("zinnen", f"{law.stamp}\n{signature((OWN_FILE,))}", self._table) if law.stamp else self._table()

    def _table(self) -> dict[tuple[str, str], tuple[str, bool | None]]:
        """Return what every phrase says, by the kind of block and the phrase: the key of a concept and its value."""
        table: dict[tuple[str, str], tuple[str, bool | None]] = {}
        for concept, variant, value in self._variants():
            table.setdefault((concept.subject, self._key(variant)), (concept.key, value))
        return table

    @cached_property
    def examples(self) -> dict[str, dict[str, str]]:
        """The phrases as they are shown, by the kind of block; only messages need them."""
        found: dict[str, dict[str, str]] = {}
        for concept, variant, _value in self._variants():
            if concept.key != ASKED_TERM:
                shown = with_pronouns(variant.replace(UNKNOWN_MARK, "onbekend").replace(SLOT, "…"))
                found.setdefault(concept.subject, {}).setdefault(shown, self._key(variant))
        return found

    def _variants(self) -> Iterator[tuple[Concept, str, bool | None]]:
        """Yield every way to state, deny or leave open a fact."""
        for concept in self.law.concepts.values():
            said: list[tuple[str, bool | None]] = [(template, True) for template in (concept.positive, *concept.aliases)]
            if concept.negative:
                said.append((concept.negative, False))
            for template, value in (*said, (f"{UNKNOWN_MARK} {concept.clause}", None)):
                text = VALUE_SLOT.sub(SLOT, template).replace("{gemeente}", self.gemeente).replace(PLACEMENT, "de plaatsing")
                for variant in _without_subject(text, concept.subject):
                    yield concept, variant, value

    def _key(self, variant: str) -> str:
        return _canonical(_marked(self.provisions.sub("{Z}", variant)))

    def match(self, block: str, line: str, names: tuple[str, ...]) -> Phrase | None:
        """Return what an indented line of a block says, or None; ``names`` may stand for «hij» or «zij».

        A name can be a word of the language, so the line is read as it stands first.
        """
        text = line.strip()
        return self._match(block, text) or self._match(block, _with_marks(text, names))

    def _match(self, block: str, text: str) -> Phrase | None:
        body = half_year = ""
        index = 0
        found = BODY.search(text)
        if found:
            text, body = text[: found.start()], found["body"].strip()
        half = HALF_YEAR.search(text)
        if half:
            text, half_year, index = text[: half.start()], half["words"], int(half["index"])
        for start, end in ((0, 0), *_values(text)):
            slot = text[start:end]
            entry = self.table.get((block, self.normal(text[:start] + SLOT + text[end:] if slot else text)))
            if entry is not None and (half is None or self.law.concepts[entry[0]].numbered):
                return Phrase(self.law.concepts[entry[0]], entry[1], slot, body, half_year, index)
        return None

    def joined(self, text: str) -> str:
        """Return a heading in which a kind whose name holds a word of the language («bij», «voor») is one word."""
        return self.keyword_names.sub(lambda found: found[0].replace(" ", JOINER), text)

    def normal(self, text: str) -> str:
        """Return a line in the form phrases are stored in: spaces, case and the ways to name people levelled."""
        text = UNKNOWN.sub(UNKNOWN_MARK + " ", text)
        text = re.sub(r"\b(?:hij|zij|hem|haar)\b", PERSON, text, flags=re.IGNORECASE)
        text = self.provisions.sub(PROVISION, text)
        return _canonical(text)

    def nearest(self, block: str, line: str, names: tuple[str, ...]) -> str:
        """Return the phrase that was probably meant, or an empty text."""
        from difflib import get_close_matches

        by_key = {key: shown for shown, key in self.examples.get(block, {}).items()}
        for text in (line.strip(), _with_marks(line.strip(), names)):
            close = get_close_matches(self.normal(VALUES.sub(SLOT, text)), list(by_key), n=1, cutoff=0.6)
            if close:
                return by_key[close[0]].removeprefix("hij ")
        return ""

    def blocks_with(self, line: str, names: tuple[str, ...]) -> list[str]:
        """Return the kinds of block in which the line would be understood."""
        return [block for block in SUBJECTS if self.match(block, line, names)]


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where a value can stand in a line: a number with its unit, then without."""
    for found in VALUES.finditer(text):
        yield found.span()
        if found["getal"]:
            yield found.span("getal")


def _provision_pattern(provisions: list[Provision]) -> re.Pattern[str]:
    names = sorted({re.escape(name) for item in provisions for name in (item.name, item.spoken)}, key=len, reverse=True)
    return re.compile(rf"\bde\s+(?:voorziening|{'|'.join(names)})\b", re.IGNORECASE)


def _joined_pattern(provisions: list[Provision]) -> re.Pattern[str]:
    names = [item.name for item in provisions if {*KEYWORDS, OF} & set(item.name.split())]
    found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if found else r"(?!)", re.IGNORECASE)


def _without_subject(text: str, subject: str) -> list[str]:
    """Return the ways a sentence can stand in a block: without its subject, or with it."""
    own = "de plaatsing " if subject == "plaatsing" and text.startswith("de plaatsing ") else SUBJECTS[subject]
    if subject == "plafond":
        return [text.removeprefix(own), text.replace("{F}", CEILING)]
    variants = [text]
    if text.startswith(own):
        variants.insert(0, text[len(own) :])
    elif text.startswith("{P} "):
        variants.append(text[4:])
    if subject == "werkgever":
        variants += [one.replace("{W}", "{P}") for one in variants]
    return variants


def _with_marks(text: str, names: tuple[str, ...]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", PERSON, text)
    return text


def _marked(text: str) -> str:
    for written, mark in MARKS.items():
        text = text.replace(written, mark)
    return text


def _canonical(text: str) -> str:
    return " ".join(text.lower().split())
