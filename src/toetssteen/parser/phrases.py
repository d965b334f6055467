"""Matching a line of a case with the phrases of the vocabulary.

A phrase is looked up as a whole, with its values (dates, durations) taken out first; so reading costs
the same however many phrases there are, and what is not found is compared with what was probably meant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toetssteen.kb.law import Law
from toetssteen.kb.vocabulary import Concept, Provision

VALUES = re.compile(
    r"(?P<datum>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\s+[a-zéû]{3,}\s+\d{4})"
    r"|(?P<duur>\d+\s*(?:maanden|maand|weken|week|dagen|dag|jaar)\b)",
    re.IGNORECASE,
)
BODY = re.compile(r",\s*volgens\s+(?:het\s+|de\s+)?(?P<body>[^,]+)$", re.IGNORECASE)
HALF_YEAR = re.compile(r"\s+in\s+halfjaar\s+(?P<index>\d+)$", re.IGNORECASE)
UNKNOWN = re.compile(r"^onbekend\s+(?:is\s+)?", re.IGNORECASE)
SLOT = "‹waarde›"
UNKNOWN_MARK = "‹onbekend›"


class Phrase(NamedTuple):
    """A matched line: the concept, what it says (True, False, None for unknown), value, organ and half-year."""

    concept: Concept
    value: bool | None
    slot: str = ""
    slot_column: int = 0
    body: str = ""
    number: int = 0


class PhraseTable:
    """The phrases of a version of the law, per kind of block a line can stand in."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.gemeente = law.identity.municipality
        self.provisions = _provision_pattern(list(law.provisions.values()))
        self.table: dict[tuple[str, str], tuple[Concept, bool | None]] = {}
        self.examples: dict[str, dict[str, str]] = {}
        for concept in law.concepts.values():
            self._add(concept)

    def _add(self, concept: Concept) -> None:
        for template in (concept.positive, *concept.aliases):
            self._enter(concept, template, value=True)
        if concept.negative:
            self._enter(concept, concept.negative, value=False)
        self._enter(concept, f"{UNKNOWN_MARK} {concept.clause}", value=None)

    def _enter(self, concept: Concept, template: str, *, value: bool | None) -> None:
        text = re.sub(r"\{waarde:[a-z]+\}", SLOT, template).replace("{gemeente}", self.gemeente)
        for variant in _without_subject(text, concept.subject):
            key = _canonical(self.provisions.sub("{Z}", variant))
            self.table.setdefault((concept.subject, key), (concept, value))
            shown = variant.replace(UNKNOWN_MARK, "onbekend").replace(SLOT, "…")
            shown = shown.replace("{Z}", "de voorziening").replace("{P}", "hij").replace("{W}", "de werkgever")
            self.examples.setdefault(concept.subject, {}).setdefault(shown, key)

    def match(self, block: str, line: str, names: tuple[str, ...]) -> Phrase | None:
        """Return what an indented line of a block says, or None; ``names`` may stand for «hij» or «zij»."""
        text, body, index = line.strip(), "", 0
        found = BODY.search(text)
        if found:
            text, body = text[: found.start()], found["body"].strip()
        half = HALF_YEAR.search(text)
        if half:
            text, index = text[: half.start()], int(half["index"])
        slot, column = "", 0
        value = VALUES.search(text)
        if value:
            slot, column = value[0], value.start()
            text = text[: value.start()] + SLOT + text[value.end() :]
        entry = self.table.get((block, self.normal(text, names)))
        if entry is None or (half is not None and not entry[0].numbered):
            return None
        return Phrase(entry[0], entry[1], slot, column, body, index)

    def normal(self, text: str, names: tuple[str, ...]) -> str:
        """Return a line in the form phrases are stored in: spaces, case and the ways to name people levelled."""
        text = UNKNOWN.sub(UNKNOWN_MARK + " ", text)
        for name in sorted(names, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "{P}", text)
        text = re.sub(r"\b(?:hij|zij|hem|haar)\b", "{P}", text, flags=re.IGNORECASE)
        text = self.provisions.sub("{Z}", text)
        return _canonical(text)

    def nearest(self, block: str, line: str, names: tuple[str, ...]) -> str:
        """Return the phrase that was probably meant, or an empty text."""
        from difflib import get_close_matches

        examples = self.examples.get(block, {})
        wanted = self.normal(VALUES.sub(SLOT, line.strip()), names)
        by_key = {key: shown for shown, key in examples.items()}
        close = get_close_matches(wanted, list(by_key), n=1, cutoff=0.6)
        return by_key[close[0]] if close else ""

    def blocks_with(self, line: str, names: tuple[str, ...]) -> list[str]:
        """Return the kinds of block in which the line would be understood."""
        return [block for block in ("persoon", "werkgever", "zaak", "plaatsing") if self.match(block, line, names)]


def _provision_pattern(provisions: list[Provision]) -> re.Pattern[str]:
    names = sorted((re.escape(item.name) for item in provisions), key=len, reverse=True)
    return re.compile(rf"\bde\s+(?:voorziening|{'|'.join(names)})\b", re.IGNORECASE)


def _without_subject(text: str, subject: str) -> list[str]:
    """Return the ways a sentence can stand in a block: without its subject, or with it."""
    own = {"persoon": "{P} ", "werkgever": "{W} ", "zaak": "{Z} ", "plaatsing": "{P} "}[subject]
    variants = [text]
    if text.startswith(own):
        variants.insert(0, text[len(own) :])
    elif text.startswith("{P} "):
        variants.append(text[4:])
    if subject == "werkgever":
        variants += [one.replace("{W}", "{P}") for one in variants]
    return variants


def _canonical(text: str) -> str:
    return " ".join(text.lower().replace("{p}", "{P}").replace("{z}", "{Z}").replace("{w}", "{W}").split())
