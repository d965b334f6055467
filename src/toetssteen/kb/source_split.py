"""Splitting an official text into articles, leden and onderdelen, whatever the style it was published in.

A mark counts in its place: ``3.`` begins lid 3 after lid 2, but goes on with a sentence where the line before it is not
at an end. What cannot be placed for certain is a finding, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toetssteen.kb import source_lines as form
from toetssteen.kb.finding import LET_OP, Finding
from toetssteen.kb.source_article import ARTICLE, Article, Placer, Unit, settled
from toetssteen.kb.source_lines import Line
from toetssteen.kb.source_numbers import follows, how_to_allow, missing_between, number_order, shown_number, spread

# Of the headings of a table of contents this part at least has no text below it.
MOSTLY = 0.8
MOST_FINDINGS = 50
_EMPTY = re.compile(r"vervallen|gereserveerd|ingetrokken", re.IGNORECASE)


class SourceText(NamedTuple):
    """A text as split: its places, what stands around the articles (by kind), the lines per article and the findings."""

    units: tuple[Unit, ...]
    around: tuple[Unit, ...]
    bodies: dict[str, tuple[str, ...]]
    findings: tuple[Finding, ...]


def split(text: str, name: str, absent: Iterable[str] = ()) -> SourceText:
    """Split an official text; numbers of articles and leden in ``absent`` are known to be missing."""
    splitter = _Splitter(text, name, spread(absent))
    splitter.run()
    findings = sorted(splitter.findings, key=lambda one: one.line)
    if len(findings) > MOST_FINDINGS:
        more = Finding(
            f"en nog {len(findings) - MOST_FINDINGS} fouten", name, suggestion="begin met de eerste; vaak verdwijnt dan de rest"
        )
        findings = [*findings[:MOST_FINDINGS], more]
    return SourceText(
        tuple(splitter.units()), tuple(splitter.around), {one.number: tuple(one.body) for one in splitter.articles},
        tuple(findings),
    )  # fmt: skip


class _Splitter(Placer):
    def __init__(self, text: str, name: str, absent: frozenset[str]) -> None:
        super().__init__(text, name, absent)
        self.articles: list[Article] = []
        self.around: list[Unit] = []
        self.current: Article | None = None

    # ---- from lines to articles

    def run(self) -> None:
        """Read all lines."""
        where = "aanhef"
        for line in self._without_contents():
            if line.kind in (form.BLANK, form.RULE):
                self.previous = None
                continue
            where = self._line(line, where)
            untold = self.current is not None and not self.current.body
            self.previous = line._replace(kind=form.ARTICLE) if untold else line
        self._finish()

    def _line(self, line: Line, where: str) -> str:
        """Read one line; return what part of the text the next one is in."""
        if where == "bijlage":
            self._after_the_end(line)
            return where
        if line.kind == form.ARTICLE:
            self._open(line)
            return "artikel"
        if line.kind in (form.CHAPTER, form.ANNEX, form.CLOSING):
            self.current = self.waiting = None
            kind = {form.CHAPTER: "hoofdstuk", form.ANNEX: "bijlage", form.CLOSING: "slotformule"}[line.kind]
            kind = "aanhef" if kind == "hoofdstuk" and not line.number and not self.articles else kind
            if kind == "bijlage" and not self.articles:
                kind = "aanhef"
            self.around.append(Unit(kind, kind, line.text, line.line))
            return kind
        if self.current is not None:
            if self.is_title(self.current, line):
                self.current.title = f"{self.current.title} {line.text}".strip()
                return where
            self.current.body.append(self.raw[line.line - 1])
            self.place(self.current, line)
        elif line.kind != form.CONTENTS:
            self.around.append(Unit(where, where, line.text, line.line))
        return where

    def _open(self, line: Line) -> None:
        self.current, self.waiting = Article(line), None
        self.articles.append(self.current)
        if line.body:
            self.current.body.append(line.body)
            self.place(self.current, line._replace(kind=form.TEXT, text=line.body, body=""))

    def _after_the_end(self, line: Line) -> None:
        """Report an article that follows the explanatory notes and did not stand before them."""
        known = {one.number for one in self.articles}
        if line.kind == form.ARTICLE and line.number not in known and follows(max(known, key=number_order), line.number):
            self.error(f"artikel {shown_number(line.number)} staat achter de toelichting of bijlage, en niet ervoor", line,
                        "zet de toelichting en de bijlagen achteraan, of haal ze weg")  # fmt: skip
            known.add(line.number)
        self.around.append(Unit("bijlage", "bijlage", line.text, line.line))

    def _without_contents(self) -> Iterator[Line]:
        """Yield the lines without those of a table of contents: headings without a text that all come again."""
        first, last = self._contents()
        for index, line in enumerate(self.lines):
            if not first <= index <= last and (line.kind != form.CONTENTS or index > last):
                yield line

    def _contents(self) -> tuple[int, int]:
        """Return the first and last line of a table of contents made of headings (a first behind the last is none)."""
        headings = [index for index, line in enumerate(self.lines) if line.kind == form.ARTICLE]
        numbers = [self.lines[index].number for index in headings]
        again = numbers.index(numbers[0], 1) if numbers[:1] and numbers[0] in numbers[1:] else 0
        empty = [index for index in headings[: max(0, again - 1)] if self._is_empty(index)]
        if not again or len(empty) < MOSTLY * (again - 1) or (again == 1 and not self._is_empty(headings[0])):
            return len(self.lines), -1
        titles = [index for index in range(headings[0]) if self.lines[index].kind in (form.CONTENTS, form.CHAPTER, form.BLANK)]
        first = headings[0]
        while first - 1 in titles and not (self.lines[first - 1].kind == form.CHAPTER and not self.lines[first - 1].number):
            first -= 1
        return first, headings[again - 1]

    def _is_empty(self, index: int) -> bool:
        following = self.next_line(index + 1)
        return not self.lines[index].body and (following is None or following.kind != form.TEXT)

    # ---- what is wrong with the whole

    def _finish(self) -> None:
        if not self.articles:
            self._no_articles()
            return
        self._numbers()
        empty = [one for one in self.articles if not one.units and not _EMPTY.search(one.title)]
        if len(empty) == len(self.articles):
            self.error("dit is alleen een inhoudsopgave: geen enkel artikel heeft een tekst", self.lines[empty[0].line - 1],
                        "neem de hele tekst van de verordening op")  # fmt: skip
            return
        for article in empty:
            if article.number not in self.absent:
                self.error(f"artikel {shown_number(article.number)} heeft geen tekst", self.lines[article.line - 1],
                            "vul de tekst aan, of schrijf «(vervallen)» achter de kop")  # fmt: skip

    def _no_articles(self) -> None:
        at = next((line for line in self.lines if form.is_amendment(line.text)), None)
        if at is not None:
            self.error("dit lijkt een wijzigingsbesluit: de artikelen zijn met Romeinse cijfers genummerd", at,
                        "neem de tekst op zoals die na de wijziging luidt (de geconsolideerde tekst)")  # fmt: skip
            return
        first = next((line for line in self.lines if line.kind != form.BLANK), None)
        message, hint = (
            "in deze tekst staat geen artikel",
            "een artikel begint op een eigen regel, zoals: Artikel 6. Participatieplaats",
        )
        if any(line.kind == form.CONTENTS for line in self.lines):
            message, hint = "dit is alleen een inhoudsopgave", "neem de hele tekst van de verordening op"
        self.findings.append(Finding(message, self.name, first.line if first else 0, 1, len(first.text) if first else 1,
                                     first.text if first else "", hint))  # fmt: skip

    def _numbers(self) -> None:
        """Report articles that are doubled, missing or out of order."""
        seen: dict[str, int] = {}
        last = ""
        for article in self.articles:
            line, shown = self.lines[article.line - 1], shown_number(article.number)
            if article.number in seen:
                self.error(
                    f"artikel {shown} staat er twee keer (ook op regel {seen[article.number]})",
                    line,
                    "haal er een weg; een toelichting hoort achter de ondertekening, onder een kop «Toelichting»",
                )
            elif last and number_order(article.number) < number_order(last):
                self.error(f"artikel {shown} staat achter artikel {shown_number(last)}", line, "zet de artikelen in volgorde")
            else:
                missing = missing_between(last, article.number)
                if missing and not self.absent.issuperset(missing):
                    before = (
                        f"op artikel {shown_number(last)} volgt artikel {shown}"
                        if last
                        else f"het eerste artikel heeft nummer {shown}"
                    )
                    self.error(before, line, how_to_allow(missing, "artikel"))
            seen.setdefault(article.number, article.line)
            last = article.number

    def units(self) -> Iterator[Unit]:
        """Yield the places of the text in order."""
        for article in self.articles:
            yield Unit(article.number, ARTICLE, article.title, article.line)
            yield from settled(article)


def notices(source: SourceText, name: str) -> tuple[Finding, ...]:
    """Return what is noteworthy about a text that could be split: what stands outside its articles."""
    annex = next((one for one in source.around if one.kind == "bijlage"), None)
    if annex is None:
        return ()
    return (
        Finding(
            f"vanaf «{annex.text}» is de tekst toelichting of bijlage; daarin zijn geen artikelen gezocht",
            name,
            annex.line,
            1,
            1,
            "",
            severity=LET_OP,
        ),
    )
