"""Placing the lines of one article: which lid, onderdeel or definition each begins or goes on with.

A mark counts in its place: ``3.`` begins lid 3 after lid 2, but goes on with a sentence where the line before it is not
at an end. What cannot be placed for certain is a finding, never a guess.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

from toetssteen.kb import source_lines as form
from toetssteen.kb.finding import Finding
from toetssteen.kb.source_lines import Line
from toetssteen.kb.source_numbers import how_to_allow, shown_number

ARTICLE, LID, PART, TERM = "artikel", "lid", "onderdeel", "begrip"
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ENDS = re.compile(r"[.:;,!?»”\"')\]]$|[;,.]\s(?:of|en)$|\b(?:of|en)$")
_DEFINING = re.compile(r"begri|defini|beteken", re.IGNORECASE)
_CONCLUDING = re.compile(r"tenzij|mits|met dien verstande|voor zover|voorzover|met uitzondering|een en ander", re.IGNORECASE)


class Unit(NamedTuple):
    """A place in the text: its citation, kind (artikel, lid, onderdeel, begrip), heading or text, and line."""

    citation: str
    kind: str
    text: str
    line: int


class Article:
    """An article as it is read: where the next mark belongs follows from the last lid, letter and number in it."""

    def __init__(self, line: Line) -> None:
        self.number, self.title, self.line = line.number, line.title, line.line
        self.units: list[Unit] = []
        self.body: list[str] = []
        self.lid = (0, "")
        self.counted = False
        self.parent = line.number
        self.letter = ""
        self.letter_at = 0
        self.roman = False
        self.sub = 0
        self.sub_at = -1
        self.below = ""
        self.seen: dict[str, int] = {}

    @property
    def unnumbered(self) -> int:
        """How many leden without a number there are."""
        return sum(unit.kind == LID for unit in self.units)

    @property
    def expected_letter(self) -> str:
        """The letter of the next onderdeel."""
        if not self.letter:
            return "a"
        return chr(ord(self.letter[-1]) + 1) * len(self.letter) if self.letter[-1] != "z" else "aa"


class Placer:
    """Places the lines of articles; what is wrong with them is in ``findings``."""

    def __init__(self, text: str, name: str, absent: frozenset[str]) -> None:
        self.name, self.absent = name, absent
        self.raw = text.split("\n")
        self.lines = form.lines_of(text)
        self.findings: list[Finding] = []
        self.previous: Line | None = None
        self.waiting: Unit | None = None

    def is_title(self, article: Article, line: Line) -> bool:
        """Return whether a line goes on with the title of its article, or is that title on a line of its own."""
        if article.units or self.waiting or form.is_marked(line.text):
            return False
        if article.title:
            return self.previous is not None and self.previous.kind == form.ARTICLE and line.text[0].islower() \
                and not article.title.endswith(".") and not article.body  # fmt: skip
        if len(line.text) > form.LONGEST_HEADING or re.search(r"[.;:,]$", line.text) or article.body:
            return False
        following = self.next_line(line.line)
        return following is not None and following.kind == form.TEXT and not following.text[0].islower()

    def next_line(self, index: int) -> Line | None:
        """Return the first line from an index on that says something."""
        while index < len(self.lines):
            if self.lines[index].kind not in (form.BLANK, form.RULE):
                return self.lines[index]
            index += 1
        return None

    def place(self, article: Article, line: Line) -> None:
        """Place one line of an article."""
        if self.waiting is not None and not self._mark(article, line):
            self._extend(article, line.text)
            self.waiting = None
        elif not self._mark(article, line):
            self._plain(article, line)

    def _mark(self, article: Article, line: Line) -> bool:
        """Place a line that begins with a mark; return False when it does not."""
        if match := form.DEGREES.fullmatch(line.text):
            return self._number_below(article, line, int(match["number"]), match["text"])
        if match := form.NUMBERED.fullmatch(line.text):
            if match["word"] or match["mark"]:
                return self._numbered(article, line, match)
            if not match["text"]:
                return self._bare_number(article, line, match)
            return match["text"][0].isupper() and self._unmarked(article, line, match)
        if (match := form.GLUED.fullmatch(line.text)) and self._is_next(article, int(match["number"]), ""):
            return self._lid(article, line, int(match["number"]), "", match["text"])
        if match := form.LETTERED.fullmatch(line.text):
            return self._lettered(article, line, match)
        return False

    def _bare_number(self, article: Article, line: Line, match: re.Match[str]) -> bool:
        """Place a line that is a number and nothing else: the text of the lid is on the next."""
        number = int(match["number"])
        if not self._is_next(article, number, match["suffix"].lower()) or self._goes_on():
            return False
        return self._lid(article, line, number, match["suffix"].lower(), "")

    def _unmarked(self, article: Article, line: Line, match: re.Match[str]) -> bool:
        number, suffix = int(match["number"]), match["suffix"].lower()
        if not self._is_next(article, number, suffix) or self._goes_on():
            return False
        return self._lid(article, line, number, suffix, match["text"])

    def _numbered(self, article: Article, line: Line, match: re.Match[str]) -> bool:
        number, suffix, text = int(match["number"]), match["suffix"].lower(), match["text"] or ""
        if match["word"] and not match["mark"] and text and not text[0].isupper():
            return False
        if suffix and not match["word"] and (number, suffix) != (article.lid[0], _after(article.lid[1])):
            suffix = ""
        inside = article.letter and (line.indent > article.letter_at or (article.sub and line.indent == article.sub_at))
        as_lid = self._is_next(article, number, suffix)
        as_part = article.letter and number == article.sub + 1 and not match["word"]
        if as_part and ((inside and not (as_lid and line.indent == article.sub_at == 0)) or not as_lid):
            return self._number_below(article, line, number, text)
        if as_part and as_lid and article.sub:
            return self.error(
                f"het is niet zeker of dit lid {number} van artikel {shown_number(article.number)} is, of onderdeel "
                f"{number} onder {article.letter}",
                line,
                f"laat onderdelen inspringen of schrijf {number}°",
            )
        if as_lid:
            return self._lid(article, line, number, suffix, text)
        return False if self._goes_on() else self._misplaced(article, line, number, suffix, text)

    def _misplaced(self, article: Article, line: Line, number: int, suffix: str, text: str) -> bool:
        """Report a number that is not the next one, and go on from it."""
        last, shown = article.lid[0], shown_number(article.number)
        citation = f"{article.number}.{number}{suffix}"
        if number > 99 or (not article.counted and article.units and number != 1):
            return False
        if citation in article.seen:
            self.error(
                f"lid {number}{suffix} van artikel {shown} staat er twee keer (ook op regel {article.seen[citation]})",
                line,
                "ontbreekt hier de kop van een volgend artikel?",
            )
        elif number > last + 1:
            missing = [f"{article.number}.{one}" for one in range(last + 1, number)]
            if not self.absent.issuperset(missing):
                self.error(f"op lid {last} van artikel {shown} volgt lid {number}" if last else
                            f"het eerste lid van artikel {shown} heeft nummer {number}", line,
                            how_to_allow(missing, "lid"))  # fmt: skip
        else:
            self.error(f"lid {number} van artikel {shown} staat achter lid {last}", line, "zet de leden in volgorde")
        return self._lid(article, line, number, suffix, text)

    def _is_next(self, article: Article, number: int, suffix: str) -> bool:
        last, letter = article.lid
        return (number == last + 1 and suffix in ("", "a")) or (bool(suffix) and number == last and suffix == _after(letter))

    def _goes_on(self) -> bool:
        """Return whether the line goes on with the sentence of the line directly above it."""
        return self.previous is not None and self.previous.kind == form.TEXT and not _ENDS.search(self.previous.text)

    def _concludes(self, line: Line) -> bool:
        """Return whether a line is the end of a sentence that a list interrupts."""
        before = self.previous.text if self.previous is not None else ""
        return before.endswith((".", ";")) or (before.endswith(",") and _CONCLUDING.match(line.text) is not None)

    def _lid(self, article: Article, line: Line, number: int, suffix: str, text: str) -> bool:
        article.lid, article.counted = (number, suffix), True
        article.parent = f"{article.number}.{number}{suffix}"
        article.letter, article.sub, article.below = "", 0, ""
        return self._add(article, Unit(article.parent, LID, text, line.line))

    def _lettered(self, article: Article, line: Line, match: re.Match[str]) -> bool:
        letter, text = match["letter"], match["text"] or ""
        if match["mark"] == "°" and len(letter) > 1:
            return False
        if article.letter and letter != article.expected_letter and letter in ROMANS:
            number = ROMANS.index(letter) + 1
            if number == article.sub + 1:
                return self._number_below(article, line, number, text)
        if len(letter) > 1 and letter != article.expected_letter:
            return False
        if letter != article.expected_letter and (self._goes_on() or not text):
            return False
        if letter != article.expected_letter:
            self._wrong_letter(article, line, letter)
        article.letter, article.letter_at, article.sub, article.sub_at = letter, line.indent, 0, -1
        article.below = f"{article.parent}.{letter}"
        return self._add(article, Unit(article.below, PART, text, line.line))

    def _wrong_letter(self, article: Article, line: Line, letter: str) -> None:
        place = f"artikel {shown_number(article.number)}" + (f" lid {article.lid[0]}{article.lid[1]}" if article.counted else "")
        citation = f"{article.parent}.{letter}"
        if citation in article.seen:
            self.error(f"onderdeel {letter} van {place} staat er twee keer (ook op regel {article.seen[citation]})", line,
                        "ontbreekt hier het nummer van een volgend lid?")  # fmt: skip
        elif citation not in self.absent:
            before = f"op onderdeel {article.letter} van {place} volgt onderdeel {letter}" if article.letter else \
                f"het eerste onderdeel van {place} is {letter}"  # fmt: skip
            self.error(before, line, "vul aan wat ontbreekt, of zet de onderdelen in volgorde")

    def _number_below(self, article: Article, line: Line, number: int, text: str) -> bool:
        """Place a numbered onderdeel: under the letter before it, or straight under the lid."""
        if number != article.sub + 1:
            self.error(
                f"op onderdeel {article.sub} volgt onderdeel {number} in artikel {shown_number(article.number)}"
                if article.sub
                else f"het eerste onderdeel heeft nummer {number} in artikel {shown_number(article.number)}",
                line,
                "vul aan wat ontbreekt, of zet de onderdelen in volgorde",
            )
        article.sub, article.sub_at = number, line.indent
        above = f"{article.parent}.{article.letter}" if article.letter else article.parent
        return self._add(article, Unit(f"{above}.{number}", PART, text, line.line))

    def _add(self, article: Article, unit: Unit) -> bool:
        article.seen.setdefault(unit.citation, unit.line)
        article.units.append(unit)
        self.waiting = None if unit.text else unit
        return True

    def _plain(self, article: Article, line: Line) -> None:
        if (match := form.DEFINED.fullmatch(line.text)) and self._defines(article, line):
            term = f"{article.parent if article.counted else self._unnumbered_parent(article)}.{_key(match['term'])}"
            if term in article.seen:
                self.error(f"begrip «{match['term']}» staat er twee keer (ook op regel {article.seen[term]})", line,
                            "haal er een weg")  # fmt: skip
            self._add(article, Unit(term, TERM, match["text"], line.line))
        elif bullet := form.BULLET.fullmatch(line.text):
            self._bullet(article, line, bullet["text"])
        elif article.counted or (self.previous is not None and article.units):
            self._extend(article, line.text, apart=self.previous is None or self._concludes(line))
        else:
            self._unnumbered(article, line, line.text)

    def _defines(self, article: Article, line: Line) -> bool:
        bullet = form.BULLET.fullmatch(line.text) is not None
        if not _DEFINING.search(article.title):
            return False
        return bullet or not self._goes_on()

    def _unnumbered_parent(self, article: Article) -> str:
        return f"{article.number}.{article.unnumbered}" if article.unnumbered else article.number

    def _bullet(self, article: Article, line: Line, text: str) -> None:
        last = article.units[-1] if article.units else None
        listed = last is not None and last.kind in (LID, PART) and (line.indent > 0 or last.text.endswith(":") or article.sub)
        if (article.counted or article.letter) and listed:
            below_letter = article.letter and (line.indent > article.letter_at or (last is not None and last.text.endswith(":")))
            if not below_letter and article.letter:
                article.letter, article.sub = "", 0
            self._number_below(article, line, article.sub + 1, text)
        elif article.counted:
            self._extend(article, text)
        else:
            self._unnumbered(article, line, text)

    def _unnumbered(self, article: Article, line: Line, text: str) -> None:
        article.parent = f"{article.number}.{article.unnumbered + 1}"
        article.letter, article.sub = "", 0
        self._add(article, Unit(article.parent, LID, text, line.line))

    def _extend(self, article: Article, text: str, *, apart: bool = False) -> None:
        """Add a line to the text it goes on with; a sentence after the onderdelen belongs to the lid."""
        place = len(article.units) - 1
        if apart and place >= 0 and article.units[place].kind == PART:
            place = next((index for index in range(place, -1, -1) if article.units[index].kind == LID), place)
        if place < 0:
            return
        unit = article.units[place]
        between = " … " if place < len(article.units) - 1 else " "
        joined = (
            unit.text[:-1] + text
            if re.search(r"\w-$", unit.text[-2:]) and text[:1].islower()
            else f"{unit.text}{between}{text}".strip()
        )
        article.units[place] = unit._replace(text=joined)

    def error(self, message: str, line: Line, hint: str) -> bool:
        """Report what is wrong at a line; it is dealt with."""
        source = self.raw[line.line - 1] if line.line <= len(self.raw) else line.text
        start = len(source) - len(source.lstrip())
        self.findings.append(Finding(message, self.name, line.line, start + 1, max(1, len(source.strip())), source, hint))
        return True


def settled(article: Article) -> list[Unit]:
    """Return the units of an article; the only lid of an article without numbers is cited by the article alone."""
    units = article.units
    if article.counted:
        # a sentence before lid 1 is cited by the article
        return [one if one.kind != LID or (one.citation in article.seen and _has_number(one, article)) else
                one._replace(citation=article.number) for one in units]  # fmt: skip
    if article.unnumbered > 1:
        return units
    pattern = re.compile(rf"^{re.escape(article.number)}\.1(?=\.|$)")
    return [unit._replace(citation=pattern.sub(article.number, unit.citation)) for unit in units]


def _has_number(unit: Unit, article: Article) -> bool:
    return article.seen[unit.citation] == unit.line


def _key(term: str) -> str:
    ascii_term = normalize("NFKD", term).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "_", ascii_term).strip("_") or "begrip"


def _after(suffix: str) -> str:
    return chr(ord(suffix[-1]) + 1) if suffix else "a"
