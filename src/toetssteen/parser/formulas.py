"""Reading the formal part of a property: outcomes, norms, facts and readings, joined with «en», «of», «niet» and «als … dan».

A line is cut into words; every word that cannot be is told with what was probably meant. Nothing of it reaches the
solver as text: a formula is data that names what the law already knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from toetssteen.kb.citation import is_below
from toetssteen.kb.law import OUTCOMES, Law, known_labels
from toetssteen.kb.properties import (
    OUTSIDE,
    AllOf,
    AnyOf,
    Derived,
    FactHolds,
    Fires,
    Formula,
    HasOutcome,
    Norm,
    Not,
    NumberIs,
    OneOf,
    ReadingIs,
)
from toetssteen.kb.vocabulary import SUBJECTS, Concept
from toetssteen.parser.lines import unquoted
from toetssteen.parser.messages import nearest
from toetssteen.parser.reader import phrase_table

WORD = re.compile(r'"(?:\\.|[^"\\])*"|[(),;]|[^\s(),;"]+|"')
# What is meant as a place in the law, whether there is such a place or not.
CITED = re.compile(r"\d|[a-z]+:\d|\w+/\w")
GRANTED = ("verplicht", "bevoegd")
NORMS = {"plicht": "plicht", "bevoegdheid": "bevoegdheid", "weigeringsgrond": "weigeringsgrond", "gevolg": "gevolg",
         "verplichting": "verplichting", "belemmering": "belemmering"}  # fmt: skip
AGES = {"leeftijd bij aanvang": "leeftijd_bij_aanvang", "leeftijd bij aanvraag": "leeftijd_bij_aanvraag", "leeftijd": "leeftijd"}
MOST = 2**31 - 1
STARTS = ("uitkomst", "plicht", "bevoegdheid", "weigeringsgrond", "belemmering", "gevolg", "verplichting", "afgeweken",
          "bereikbaar", "regel", "feit", "getal", "lezing", "leeftijd", "volgt", "niet", "als", "precies")  # fmt: skip
EXAMPLES = ("uitkomst bevoegd; 6.1/leeftijd staat in de weg; regel 9.b/groep geldt; feit \"ontvangt algemene bijstand\"; "
            "leeftijd minstens 27; lezing I-05: tot_exclusief")  # fmt: skip
# Deeper than this nobody reads a formula.
DEEPEST = 20


class Word(NamedTuple):
    """A word of a line, with from where to where it stands."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()


class Problem(Exception):
    """What is wrong with a line: a Dutch message, from where to where, and what was probably meant."""

    def __init__(self, message: str, start: int, end: int, suggestion: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.suggestion = start, end, suggestion


class Words:
    """The words of a line, taken from left to right."""

    def __init__(self, text: str, law: Law, start: int = 0) -> None:
        self.law, self.line = law, text
        self.words = [Word(one[0], one.start(), one.end()) for one in WORD.finditer(text, start)]
        self.place, self.depth = 0, 0

    # words

    @property
    def next(self) -> Word:
        """The next word; an empty one behind the last."""
        end = len(self.line)
        return self.words[self.place] if self.place < len(self.words) else Word("", end, end + 1)

    def take(self) -> Word:
        """Return the next word and go on."""
        word = self.next
        self.place += 1
        return word

    def ahead(self, *words: str) -> bool:
        """Return whether the next words are these, and go past them when they are."""
        found = [one.lower for one in self.words[self.place : self.place + len(words)]]
        if found != list(words):
            return False
        self.place += len(words)
        return True

    def after_is(self, word: str) -> bool:
        """Return whether the word after the next one is this."""
        return [one.lower for one in self.words[self.place + 1 : self.place + 2]] == [word]

    def expect(self, *words: str) -> None:
        """Go past some words, which must come next."""
        for word in words:
            if not self.ahead(word):
                raise self.wrong(f"hier hoort «{' '.join(words)}»")

    def wrong(self, message: str, word: Word | None = None, suggestion: str = "") -> Problem:
        """Return a problem with a word, the next one unless it is given."""
        word = word or self.next
        return Problem(message, word.start, word.end, suggestion)

    def end(self) -> None:
        """Raise a problem when anything is left."""
        if self.next.text:
            raise self.wrong(f"«{self.next.text[:60]}» hoort hier niet", suggestion="verbind delen met en, of, als … dan")

    # formulas

    def formula(self) -> Formula:
        """Return the formula that comes next."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("deze formule is te diep genest", suggestion="splits haar in meer regels")
        try:
            if self.ahead("als"):
                condition = self._any()
                self.expect("dan")
                return AnyOf((Not(condition), self.formula()))
            return self._any()
        finally:
            self.depth -= 1

    def _any(self) -> Formula:
        parts = [self._all()]
        while self.ahead("of"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Formula:
        parts = [self._not()]
        while self.ahead("en"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _not(self) -> Formula:
        negated = False
        while self.ahead("niet"):
            negated = not negated
        found = self._part()
        return Not(found) if negated else found

    def _part(self) -> Formula:
        if self.ahead("("):
            found = self.formula()
            self.expect(")")
            return found
        if self.ahead("precies", "één", "van") or self.ahead("precies", "een", "van"):
            self.expect("(")
            parts = [self.formula()]
            while self.ahead(";"):
                parts.append(self.formula())
            self.expect(")")
            return OneOf(tuple(parts))
        return self._simple()

    def _simple(self) -> Formula:
        word = self.next
        if self.ahead("uitkomst"):
            return self._outcome()
        if word.lower in NORMS:
            self.take()
            place = self.take().text if self._is_place(self.next.text) else ""
            return Norm(NORMS[word.lower], place)
        if self.ahead("afgeweken"):
            return self._deviated()
        if self.ahead("bereikbaar", "met", "20"):
            return Derived("bereikbaar_met_20")
        if self.ahead("regel"):
            place = self.norm()
            self.expect("geldt")
            return Fires(place)
        return self._fact(word)

    def _fact(self, word: Word) -> Formula:
        if self.ahead("feit"):
            concept, value = self.concept()
            if concept.has_value:
                raise self.wrong("dit feit is een getal", word, 'schrijf: getal "…" minstens …')
            return FactHolds(concept.key) if value else Not(FactHolds(concept.key))
        if self.ahead("getal"):
            concept, _value = self.concept()
            return self._number(concept.key)
        if self.ahead("lezing"):
            return self.reading()
        if self.ahead("volgt"):
            return self._derived()
        if word.lower == "leeftijd":
            name = next(name for name in AGES if self.ahead(*name.split()))
            found = self._number(AGES[name])
            self.ahead("jaar")
            return found
        if self.ahead("een", "andere", "voorwaarde", "dan"):
            place = self.norm()
            self.expect("staat", "in", "de", "weg")
            return Norm("belemmering", place, OUTSIDE)
        if (origin := self._origin()) or CITED.match(word.text):
            place = "" if origin else self.norm()
            if self.ahead("is", "vervuld"):
                return Not(Norm("belemmering", place, origin))
            self.expect("staat", "in", "de", "weg")
            return Norm("belemmering", place, origin)
        hint = nearest(word.text, STARTS) if word.text else ""
        what = f"«{word.text[:60]}» is hier niet te begrijpen" if word.text else "hier ontbreekt een deel van de formule"
        raise self.wrong(what, word, hint or f"schrijf bijvoorbeeld: {EXAMPLES}")

    def _origin(self) -> str:
        for word, origin in (("wettelijke", "wettelijk"), ("eigen", "eigen")):
            if self.ahead("een", word, "voorwaarde"):
                return origin
        return ""

    def _outcome(self) -> Formula:
        stand = "zonder20" if self.ahead("zonder", "20") else "met20"
        kind = self.kind() if self.ahead("van") else ""
        word = self.take()
        if word.lower == "toewijsbaar":
            return HasOutcome(GRANTED, stand, kind)
        if word.lower not in OUTCOMES:
            raise self.wrong(f"«{word.text[:60]}» is geen uitkomst", word, nearest(word.text, (*OUTCOMES, "toewijsbaar"))
                             or "kies uit: " + ", ".join((*OUTCOMES, "toewijsbaar")))  # fmt: skip
        return HasOutcome((word.lower,), stand, kind)

    def _deviated(self) -> Formula:
        if not self.ahead("van"):
            return Norm("afgeweken")
        origin = self._origin()
        return Norm("afgeweken", "" if origin else self.norm(), origin)

    def _number(self, key: str) -> Formula:
        if self.ahead("minstens"):
            return NumberIs(key, self._whole(), MOST)
        if self.ahead("hooguit"):
            return NumberIs(key, -MOST, self._whole())
        if self.ahead("is"):
            value = self._whole()
            return NumberIs(key, value, value)
        meant = nearest(self.next.text, ("minstens", "hooguit", "is"))
        raise self.wrong("hier hoort «minstens», «hooguit» of «is» met een getal", suggestion=meant)

    def _whole(self) -> int:
        word = self.take()
        if not word.text.isascii() or not word.text.isdigit() or len(word.text) > 9:
            raise self.wrong(f"«{word.text[:60]}» is geen heel getal", word, "schrijf het in cijfers, een bedrag in centen")
        return int(word.text)

    def _derived(self) -> Formula:
        word = self.take()
        known = [*self.law.by_head, *self.law.structures, *self.law.concepts]
        if word.text not in known:
            raise self.wrong(f"«{word.text[:60]}» is niets dat uit de regels volgt", word, nearest(word.text, known))
        return Derived(word.text)

    # what the law knows

    def reading(self) -> ReadingIs:
        """Return the reading with its option that comes next: ``I-05: tot_exclusief``."""
        word = self.take()
        name, _colon, said = word.text.partition(":")
        names = {one.display.lower(): key for key, one in self.law.readings.items()} | {key: key for key in self.law.readings}
        key = names.get(name.lower(), "")
        if not key:
            raise self.wrong(f"«{name[:60]}» is geen lezing", word,
                             nearest(name, [one.display for one in self.law.readings.values()]))  # fmt: skip
        self.ahead(":")
        option = Word(said, word.end - len(said), word.end) if said else self.take()
        options = self.law.readings[key].options
        if option.text not in options:
            raise self.wrong(f"«{option.text[:60]}» is geen optie van lezing {self.law.readings[key].display}", option,
                             nearest(option.text, options) or "kies uit: " + ", ".join(options))  # fmt: skip
        return ReadingIs(key, option.text)

    def norm(self) -> str:
        """Return the place or norm that comes next."""
        word = self.take()
        if not self._is_place(word.text):
            close = nearest(word.text, known_labels(self.law)) if word.text else ""
            hint = close or "zie toetssteen dekking --alles"
            raise self.wrong(f"«{word.text[:60]}» is geen plaats of norm met regels", word, hint)
        return word.text

    def _is_place(self, text: str) -> bool:
        return bool(text) and any(is_below(one, text) for one in known_labels(self.law))

    def kind(self) -> str:
        """Return the key of the kind of voorziening that comes next, by the longest name that fits."""
        names = {name.lower(): key for key, one in self.law.provisions.items() if not one.only_placement
                 for name in (one.name, one.spoken, key, *one.aliases)}  # fmt: skip
        for count in range(min(8, len(self.words) - self.place), 0, -1):
            said = " ".join(one.lower for one in self.words[self.place : self.place + count])
            if unquoted(said) in names:
                self.place += count
                return names[unquoted(said)]
        raise self.wrong(f"«{self.next.text[:60]}» is geen voorziening", suggestion=nearest(self.next.text, names))

    def concept(self) -> tuple[Concept, bool]:
        """Return the fact that comes next, by its phrase or key between quotation marks, and whether it is said to be so."""
        word = self.take()
        if not word.text.startswith('"') or len(word.text) < 2:
            hint = 'schrijf bijvoorbeeld: "ontvangt algemene bijstand"'
            raise self.wrong("hier hoort een feit tussen aanhalingstekens", word, hint)
        text = unquoted(word.text)
        if text in self.law.concepts:
            return self.law.concepts[text], True
        table = phrase_table(self.law)
        for block in SUBJECTS:
            phrase = table.match(block, text, ())
            if phrase is not None and phrase.value is not None:
                return phrase.concept, phrase.value
        raise self.wrong(f"«{text[:60]}» is geen feit dat een zaak kan noemen", word, self._nearest_fact(text))

    def _nearest_fact(self, text: str) -> str:
        table = phrase_table(self.law)
        close = next((found for block in SUBJECTS if (found := table.nearest(block, text, ()))), "") or ""
        return f"bedoelde u «{close}»?" if close else nearest(text, self.law.concepts) or "zie toetssteen begrippen"

    def texts(self) -> Iterable[str]:
        """Yield texts between quotation marks, parted by commas."""
        while True:
            word = self.take()
            if not word.text.startswith('"') or len(word.text) < 3:
                raise self.wrong("hier hoort een woord tussen aanhalingstekens", word)
            yield unquoted(word.text)
            if not self.ahead(","):
                return
