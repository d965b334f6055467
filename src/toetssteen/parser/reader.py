"""Reading a case: every line by itself, all mistakes collected, nothing guessed.

Lines at the margin open a block (a person, an employer, an application, a placement, an expectation);
indented lines state facts and dates of that block.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from toetssteen.kb.case import Case, Fact, FactKey
from toetssteen.kb.finding import LET_OP, Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.finish import finish
from toetssteen.parser.headings import BLOCKS, Block, PlacedProblem, guess, heading
from toetssteen.parser.lines import Line, Mention, decode, split, unclosed
from toetssteen.parser.machine import machine
from toetssteen.parser.messages import nearest, syntax_finding
from toetssteen.parser.phrases import ASKED_TERM, Phrase, PhraseTable
from toetssteen.parser.terms_of_block import FIRST_WORDS, HEADINGS, apply, is_term
from toetssteen.parser.values import ValueProblem, read_date, read_number

PEILDATUM = re.compile(r"^peildatum\s+(.+?)\s*(?:%.*)?\r?$", re.IGNORECASE | re.MULTILINE)
IN_LETTERS = re.compile(
    r"\b(?:nul|één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien"
    r"|achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend)\b",
    re.IGNORECASE,
)


def read_bytes(data: bytes, file: str) -> tuple[Case | None, list[Finding]]:
    """Read a case from the bytes of a file; the case is None when a finding is an error."""
    text, findings = decode(data, file)
    if findings:
        return None, findings
    return read_case(text, file)


def read_case(text: str, file: str = "") -> tuple[Case | None, list[Finding]]:
    """Read a case in the fact language; the case is None when a finding is an error."""
    lines, findings = split(text, file)
    if not lines and not findings:
        empty = "het bestand bevat alleen commentaar" if text.strip() else "het bestand is leeg"
        return None, [Finding(empty, file, suggestion='begin met: casus "…" en peildatum …')]
    reader = _Reader(file, _law_for(text))
    reader.draft.findings += findings
    for line in lines:
        reader.read(line)
    return finish(reader.draft, reader.law)


def phrase_table(law: Law) -> PhraseTable:
    """Return the phrases of a version of the law, made once per process."""
    return law.kept(("phrases",), lambda: PhraseTable(law))


def _law_for(text: str) -> Law:
    match = PEILDATUM.search(text)
    try:
        return load_law(read_date(match[1])) if match else load_law(date.max)
    except ValueProblem:
        return load_law(date.max)


class _Reader:
    def __init__(self, file: str, law: Law) -> None:
        self.law = law
        self.draft = Draft(file)
        self.phrases = phrase_table(law)
        self.block = Block()
        self.parse: Any = machine()["parse"]
        self.errors: Any = machine()["UnexpectedInput"]

    def read(self, line: Line) -> None:
        """Read one line into the draft."""
        opened = unclosed(line.text) if line.readable else -1
        if opened >= 0:
            self.draft.report("dit aanhalingsteken wordt niet gesloten", Mention("", line, opened, opened + 1),
                              'zet " aan het einde van de tekst')  # fmt: skip
        sound = line.readable and opened < 0
        if line.indented:
            if sound:
                self._indented(line)
            else:
                self.draft.troubled.add(self.block.subject)
        elif sound:
            self._heading(line)
        else:
            self._broken(line)

    def _broken(self, line: Line) -> None:
        """Note a heading that cannot be read: its block is there, but what it is about is not known."""
        kind = guess(line.text)
        self.draft.broken.add(kind)
        self.block = Block(kind, "", sound=False)

    def _heading(self, line: Line) -> None:
        try:
            tree = self.parse(self.phrases.joined(line.text), start="kop")
        except self.errors as error:
            if is_term(line.text):
                self.draft.troubled.add(self.block.subject)
            self._broken(line)
            self._report_heading(error, line)
            return
        try:
            self.block = heading(self.draft, self.law, tree, line)
        except PlacedProblem as problem:
            self.draft.report(str(problem), problem.place, problem.suggestion)
            self._broken(line)

    def _report_heading(self, error: Any, line: Line) -> None:
        blocks = self.phrases.blocks_with(line.text, tuple(self.draft.persons))
        if blocks:
            about = HEADINGS[blocks[0]].removesuffix(" …")
            self.draft.report("een feit hoort ingesprongen onder een kop te staan", line,
                              f"zet spaties voor de regel, onder de {about} waarover het gaat")  # fmt: skip
            return
        if is_term(line.text) and not guess(line.text):
            self.draft.report("deze regel hoort ingesprongen onder een kop te staan", line, "zet spaties voor de regel")
            return
        self.draft.findings.append(syntax_finding(error, line, self.draft.file))

    # indented lines

    def _indented(self, line: Line) -> None:
        if self.block.kind not in BLOCKS:
            if self.block.sound:
                self.draft.report("deze ingesprongen regel hoort nergens bij", line,
                                  "zet er een kop boven, zoals «inwoner …»")  # fmt: skip
            return
        phrase = self.phrases.match(self.block.kind, line.text, self._names())
        try:
            if phrase is not None:
                self._fact(phrase, line)
            elif is_term(line.text):
                apply(self.draft, self.block, self.parse(line.text, start="onder"), line)
            else:
                self._unknown_phrase(line)
        except self.errors as error:
            self.draft.troubled.add(self.block.subject)
            self.draft.findings.append(syntax_finding(error, line, self.draft.file))
        except PlacedProblem as problem:
            self.draft.troubled.add(self.block.subject)
            self.draft.report(str(problem), problem.place, problem.suggestion)

    def _names(self) -> tuple[str, ...]:
        if self.block.kind in ("persoon", "werkgever"):
            return (self.block.subject,)
        drafts: list[DraftApplication | DraftPlacement] = [*self.draft.applications, *self.draft.placements]
        return tuple(one.person.text for one in drafts if one.id == self.block.subject)

    def _unknown_phrase(self, line: Line) -> None:
        names = self._names()
        elsewhere = [block for block in self.phrases.blocks_with(line.text, names) if block != self.block.kind]
        if elsewhere:
            self.draft.report("dit feit hoort niet in dit blok", line, f"zet het onder «{HEADINGS[elsewhere[0]]}»")
            return
        if self.phrases.match(self.block.kind, IN_LETTERS.sub("1", line.text), names) is not None:
            self.draft.report("een getal staat in cijfers", line.find(IN_LETTERS.findall(line.text)[0]))
            return
        close = self.phrases.nearest(self.block.kind, line.text, names) or nearest(line.text.split()[0], FIRST_WORDS, "{}")
        close = close.removeprefix("bedoelde u ").rstrip("?")
        hint = f"bedoelde u «{close}»?" if close else "zie toetssteen begrippen voor wat hier kan staan"
        self.draft.report(f"«{line.text[:80]}» is niet te begrijpen", line, hint)

    def _fact(self, phrase: Phrase, line: Line) -> None:
        concept = phrase.concept
        if concept.key == ASKED_TERM:
            hint = f"schrijf: voor {phrase.slot}" if phrase.slot else "laat de regel weg: zonder termijn is de duur onbekend"
            self.draft.report("de gevraagde duur is geen feit: zij staat in de termijn", line, hint)
            return
        value = self._value(phrase, line)
        body = organ(phrase.body)
        if body and concept.body and body != concept.body:
            self.draft.report(f"dit oordeel komt toe aan het {concept.body}; een oordeel van {phrase.body} stelt het "
                              "niet vast, dus het feit blijft onbekend", line.last(len(_name_of(phrase.body))),
                              severity=LET_OP)  # fmt: skip
            value, body = None, ""
        if self.block.sound:
            key = FactKey(concept.key, self.block.subject, phrase.number)
            if phrase.half_year:
                self.draft.half_years.append((key, line.find(phrase.half_year)))
            self._store(key, Fact(value, line.number, body), line)

    def _value(self, phrase: Phrase, line: Line) -> bool | date | int | None:
        if not phrase.value or phrase.concept.kind == "vlag":
            return phrase.value
        try:
            if phrase.concept.is_number:
                return read_number(phrase.slot, phrase.concept)
            found = read_date(phrase.slot)
            reference = self.draft.reference_date
            if reference is not None and found > reference.value:
                raise ValueProblem(f"«{phrase.slot}» ligt na de peildatum")
        except ValueProblem as problem:
            raise PlacedProblem(problem, line.find(phrase.slot)) from problem
        return found

    def _store(self, key: FactKey, fact: Fact, line: Line) -> None:
        earlier = self.draft.facts.get(key)
        if earlier is None:
            self.draft.facts[key] = fact
            return
        where = f"regel {earlier.line}"
        if earlier.value != fact.value and key.concept == "geboren":
            self.draft.report(f"{key.subject} heeft al een andere geboortedatum op {where}", line)
        elif earlier.value != fact.value:
            self.draft.report(f"dit spreekt {where} tegen", line, "laat een van beide regels weg")
        elif earlier.body and fact.body not in ("", earlier.body):
            self.draft.report(f"op {where} is dit volgens een ander", line, "laat een van beide regels weg")
        elif fact.body and not earlier.body:
            self.draft.facts[key] = earlier._replace(body=fact.body)


def _name_of(body: str) -> str:
    return re.sub(r"^(?:het|de)\s+", "", body, flags=re.IGNORECASE)


def organ(text: str) -> str:
    """Return the name of an organ as the vocabulary has it: «de gemeente» is its college."""
    lowered = " ".join(_name_of(text).lower().split())
    return {"gemeente": "college", "college van burgemeester en wethouders": "college", "uwv": "UWV"}.get(lowered, lowered)
