"""What a line of an official text is by its form alone: a heading, the end of the articles, a list mark or plain text.

Texts are published in many styles; what a mark means in its place (the next lid, or a year that begins a broken line) is
for ``source_split.py`` to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BLANK, ARTICLE, CHAPTER, ANNEX, CLOSING, CONTENTS, RULE, TEXT = (
    "leeg", "artikel", "hoofdstuk", "bijlage", "slot", "inhoud", "streep", "tekst")  # fmt: skip
LONGEST_TITLE, LONGEST_HEADING = 160, 110
# Beyond this many signs a line is text, whatever it looks like.
LONGEST_LINE = 20_000
SENTENCE_WORDS = 6

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = {ord(sign): " " for sign in "\u00a0\u2007\u2009\u202f\t"}
_ARTICLE = re.compile(r"(?:artikel|art\.)\s+(?P<number>\d{1,3}(?:[.:]\d{1,3})?[a-z]{0,2})(?!\w)\)?(?P<rest>.*)", re.IGNORECASE)
_ROMAN_ARTICLE = re.compile(r"artikel\s+[IVX]+\b\.?\s*$|artikel\s+[IVX]+\b[.:]?\s+[A-Z]", re.IGNORECASE)
_CHAPTER = re.compile(
    r"(?P<word>hoofdstuk|paragraaf|afdeling|titel|deel|§)\s*(?P<number>\d[\d.]*[a-z]?|[IVXLC]+)(?!\w)(?P<rest>.*)", re.IGNORECASE
)
_ANNEX = re.compile(r"(?:(?:algemene|artikelsgewijze|nota\s+van)\s+)?(?:toelichting|bijlagen?)\b(?P<rest>.*)", re.IGNORECASE)
_CLOSING = re.compile(r"(?:aldus\s+(?:vastgesteld|besloten|gedaan)|ondertekening\s*$)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:inhoud|inhoudsopgave|inhoudsopgaaf)\s*:?$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.{3,}|…+|(?:\s\.){3,}|\s{3,})\s*\d{1,3}$")
_LINK = re.compile(r"^(?:[-*+]\s+)?\[[^]]*\]\([^)]*\)$")
_BARS = re.compile(r"[-=_*~|]{3,}$")
_SEPARATOR = re.compile(r"\s*[.:)\u2013\u2014-]+\s*|\s+")
_BULLET = r"(?:[-\u2013\u2014\u2022\u25aa\u25e6*+]\s+)?"
NUMBERED = re.compile(
    _BULLET + r"\(?(?P<word>lid\s+)?(?P<number>\d{1,3})(?P<suffix>[a-z]?)(?P<mark>[.):]*)(?:\s+(?P<text>\S.*)|$)", re.I
)
GLUED = re.compile(r"(?P<number>\d{1,2})(?P<text>[A-Z][a-z]*\s.*)")
DEGREES = re.compile(_BULLET + r"(?P<number>\d{1,2})\s?[°º˚][.)]?\s*(?P<text>.*)")
LETTERED = re.compile(_BULLET + r"\(?(?P<letter>[a-z]{1,4})(?P<mark>[.)]+|°)(?:\s+(?P<text>\S.*)|$)")
BULLET = re.compile(r"[-\u2013\u2014\u2022\u25aa\u25e6*+]\s+(?P<text>\S.*)")
DEFINED = re.compile(_BULLET + r"(?P<term>[^\W\d_][\w'’/()-]*(?:\s[\w'’/()-]+){0,7}?)\s?:\s+(?P<text>\S.*)")


class Line(NamedTuple):
    """A line by its form: number from 1, kind, indent in columns, clean text, and of a heading its number and title.

    ``body`` is text that stands on the line of a heading.
    """

    line: int
    kind: str
    indent: int
    text: str
    number: str = ""
    title: str = ""
    body: str = ""
    marked: bool = False


def clean(text: str) -> str:
    """Return a line without invisible signs, emphasis and escapes, its spaces levelled."""
    text = text.translate(_INVISIBLE).translate(_SPACES)
    text = re.sub(r"\*\*|__|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)", "", text)
    text = re.sub(r"\\([.()*_#-])", r"\1", text)
    return " ".join(text.split())


def lines_of(text: str) -> list[Line]:
    """Return every line of a text by its form."""
    found: list[Line] = []
    blank = True
    for number, raw in enumerate(text.split("\n"), 1):
        line = _line(number, raw, after_blank=blank)
        blank = line.kind in (BLANK, RULE)
        found.append(line)
    return found


def _line(number: int, raw: str, *, after_blank: bool) -> Line:
    level = raw.translate(_INVISIBLE).translate(_SPACES)
    indent = len(level) - len(level.lstrip())
    marked = level.lstrip().startswith("#")
    text = clean(level.lstrip().lstrip("#")) if marked else clean(level)
    emphasised = not marked and re.fullmatch(r"\*[^*\s][^*]*\*", text) is not None
    bare = text.strip("*").strip()
    if not text:
        return Line(number, BLANK, indent, "")
    if len(level) > LONGEST_LINE:
        return Line(number, TEXT, indent, text)
    if _BARS.match(text):
        return Line(number, RULE, indent, text)
    if (_LEADER.search(level.rstrip()) and (_ARTICLE.match(bare) or _CHAPTER.match(bare))) or _LINK.match(text):
        return Line(number, CONTENTS, indent, text)
    if _CONTENTS.match(bare):
        return Line(number, CONTENTS, indent, text, marked=marked)
    heading = _heading(number, bare, indent, marked=marked, after_blank=after_blank)
    if heading is not None:
        return heading
    if _CLOSING.match(bare):
        return Line(number, CLOSING, indent, bare)
    return Line(number, TEXT, indent, bare if emphasised else text, marked=marked)


def _heading(number: int, text: str, indent: int, *, marked: bool, after_blank: bool) -> Line | None:
    if match := _ARTICLE.match(text):
        return _article(number, match, indent, marked=marked, after_blank=after_blank)
    if (match := _CHAPTER.match(text)) and _is_title(match["rest"], marked=marked, after_blank=False):
        return Line(number, CHAPTER, indent, text, match["number"], _titled(match["rest"]), marked=marked)
    if (match := _ANNEX.match(text)) and len(text) <= LONGEST_HEADING and (marked or _stands_alone(text, match["rest"])):
        return Line(number, ANNEX, indent, text, marked=marked)
    if marked:
        return Line(number, CHAPTER, indent, text, "", text, marked=True)
    return None


def _stands_alone(text: str, rest: str) -> bool:
    """Return whether a line that begins with ``Toelichting`` is a heading: short, with a capital, no sentence."""
    return text[0].isupper() and not text.endswith((".", ";", ",")) and len(rest.split()) <= SENTENCE_WORDS + 2


def _article(number: int, match: re.Match[str], indent: int, *, marked: bool, after_blank: bool) -> Line | None:
    rest = match["rest"].rstrip("# ")
    if not _is_title(rest, marked=marked, after_blank=after_blank):
        return None
    title = _titled(rest)
    key = match["number"].lower().replace(".", ":")
    if not marked and title.endswith((".", ";", ":")) and len(title.split()) >= SENTENCE_WORDS:
        return Line(number, ARTICLE, indent, match[0], key, "", title, marked=marked)
    return Line(number, ARTICLE, indent, match[0], key, title, marked=marked)


def _titled(rest: str) -> str:
    return (_SEPARATOR.sub("", rest, count=1) if _SEPARATOR.match(rest) else rest).strip().strip("*").strip()


def _is_title(rest: str, *, marked: bool, after_blank: bool) -> bool:
    """Return whether what follows a number is a title and not the rest of a sentence that begins with a reference."""
    title = _titled(rest)
    if marked or not title:
        return marked or not rest.strip() or rest.strip(" .:)\u2013\u2014-*") == ""
    if rest.lstrip().startswith((",", ";", "/")):
        return False
    if title[0].isupper() or title[0] in "([«\"'‘“":
        return True
    separated = rest[:1] in ".:" or rest.lstrip()[:1] in "\u2013\u2014-"
    short = len(title) <= LONGEST_TITLE // 2 and not title.endswith((".", ";", ","))
    return short and (separated or (after_blank and title.split()[0] not in _JOINING))


# Words that go on with a sentence after a reference: «artikel 7 van de wet».
_JOINING = frozenset((
    "van", "en", "of", "tot", "is", "zijn", "lid", "leden", "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "onder",
    "onderdeel", "onderdelen", "wordt", "worden", "blijft", "blijven", "geldt", "gelden", "juncto", "jo", "aanhef", "t/m",
))  # fmt: skip


def is_marked(text: str) -> bool:
    """Return whether a line begins as a lid, an onderdeel, an item of a list or a definition does."""
    return any(form.match(text) for form in (NUMBERED, GLUED, DEGREES, LETTERED, BULLET))


def is_amendment(text: str) -> bool:
    """Return whether a line is a heading of an amending decision: ``Artikel II``."""
    return _ROMAN_ARTICLE.match(clean(text.lstrip("# "))) is not None
