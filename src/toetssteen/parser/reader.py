"""Reading a case: every line by itself, all mistakes collected, nothing guessed.

Lines at the margin open a block (a person, an employer, an application, a placement, an expectation);
indented lines state facts and dates of that block.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from toetssteen.kb.case import Case, Deviation, Expectation, Fact, FactKey
from toetssteen.kb.finding import LET_OP, Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.finish import finish
from toetssteen.parser.lines import Line, decode, split
from toetssteen.parser.machine import machine
from toetssteen.parser.messages import nearest, syntax_finding
from toetssteen.parser.phrases import Phrase, PhraseTable
from toetssteen.parser.values import ValueProblem, read_amount, read_date, read_duration

PEILDATUM = re.compile(r"^peildatum\s+(.+?)\s*(?:%.*)?$", re.IGNORECASE | re.MULTILINE)
STRUCTURAL = ("vanaf", "van", "tot", "voor", "ingediend", "verlengd", "onderbroken", "werkzaamheden", "bron")
BLOCK_OF = {"inwoner": "persoon", "persoon": "persoon", "werkgever": "werkgever", "aanvraag": "zaak",
            "plaatsing": "plaatsing", "verwacht": "verwacht"}  # fmt: skip
_TABLES: dict[int, tuple[Law, PhraseTable]] = {}


class Block(NamedTuple):
    """The block the following indented lines belong to: its kind, its subject, and whether its heading was right."""

    kind: str = ""
    subject: str = ""
    sound: bool = True


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
        return None, [Finding("het bestand is leeg", file, suggestion='begin met: casus "…" en peildatum …')]
    reader = _Reader(file, _law_for(text))
    reader.draft.findings += findings
    for line in lines:
        reader.read(line)
    return finish(reader.draft, reader.law)


def phrase_table(law: Law) -> PhraseTable:
    """Return the phrases of a version of the law, made once per process."""
    known = _TABLES.get(id(law))
    if known is None or known[0] is not law:
        known = _TABLES[id(law)] = (law, PhraseTable(law))
    return known[1]


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
        if line.indented:
            self._indented(line)
            return
        self.block = Block()
        try:
            tree = self.parse(line.text, start="kop")
        except self.errors as error:
            self.block = Block(self._guess(line), "", sound=False)
            self._report_heading(error, line)
            return
        try:
            getattr(self, f"_kop_{tree.data}")(tree.children, line)
        except ValueProblem as problem:
            self._value_problem(problem, line)

    def _guess(self, line: Line) -> str:
        word = line.text.split()[0].lower()
        close = nearest(word, BLOCK_OF, "{}")
        return BLOCK_OF.get(word) or BLOCK_OF.get(close.removeprefix("bedoelde u ").rstrip("?"), "")

    def _report_heading(self, error: Any, line: Line) -> None:
        blocks = self.phrases.blocks_with(line.text, tuple(self.draft.persons))
        if blocks:
            self.draft.report("een feit hoort ingesprongen onder een kop te staan", line,
                              suggestion=f"zet spaties voor de regel, onder de {blocks[0]} waarover het gaat")  # fmt: skip
            return
        self.draft.findings.append(syntax_finding(error, line, self.draft.file))

    def _value_problem(self, problem: ValueProblem, line: Line) -> None:
        quoted = re.search(r"«([^»]*)»", str(problem))
        self.draft.report(str(problem), line, quoted[1] if quoted else "")

    # headings

    def _kop_casus(self, children: list[Any], line: Line) -> None:
        self._once(self.draft.title, "casus", line)
        self.draft.title = _words(children[0])

    def _kop_bron(self, children: list[Any], line: Line) -> None:
        self.draft.source = _free(children[0], line)

    def _kop_peildatum(self, children: list[Any], line: Line) -> None:
        self._once(self.draft.reference_date, "peildatum", line)
        self.draft.reference_date = read_date(str(children[0]))

    def _once(self, earlier: object, what: str, line: Line) -> None:
        if earlier:
            self.draft.report(f"«{what}» staat al eerder in deze zaak", line, what)

    def _kop_overige(self, children: list[Any], _line: Line) -> None:
        self.draft.closure = str(children[0]).lower()

    def _kop_aanname_alle(self, children: list[Any], _line: Line) -> None:
        self.draft.assumed.append(str(children[0]).lower())

    def _kop_aanname_plaats(self, children: list[Any], line: Line) -> None:
        citation = str(children[0].children[0]).lower()
        if not self._known_norm(citation) and not any(
            norm.split("/")[0].startswith(citation) for one in self.law.concepts.values() for norm in one.norms
        ):
            self.draft.report(f"«{citation}» is geen bepaling waarover feiten bestaan", line, citation)
        self.draft.assumed.append(citation)

    def _known_norm(self, target: str) -> bool:
        from toetssteen.kb.citation import is_below

        return any(is_below(norm, target) for norm in self.law.labels)

    def _kop_lezing(self, children: list[Any], line: Line) -> None:
        name, option = str(children[0]), str(children[1])
        key = name.lower().replace("-", "")
        reading = self.law.readings.get(key)
        if reading is None:
            names = [one.display for one in self.law.readings.values()]
            hint = nearest(name, names) or "zie toetssteen lezingen"
            self.draft.report(f"lezing «{name}» bestaat niet", line, name, hint)
        elif option.lower() not in reading.options:
            hint = nearest(option, reading.options) or "kies uit: " + ", ".join(reading.options)
            self.draft.report(f"lezing {reading.display} heeft geen optie «{option}»", line, option, hint)
        elif self.draft.readings.get(key, option.lower()) != option.lower():
            self.draft.report(f"lezing {reading.display} is al anders gekozen", line, option)
        else:
            self.draft.readings[key] = option.lower()

    def _kop_inwoner(self, children: list[Any], line: Line) -> None:
        self._subject("persoon", _words(children[0]), self.draft.persons, line)

    def _kop_werkgever(self, children: list[Any], line: Line) -> None:
        self._subject("werkgever", _words(children[0]), self.draft.employers, line)

    def _subject(self, kind: str, name: str, known: dict[str, Line], line: Line) -> None:
        self.block = Block(kind, name)
        if not name:
            self.draft.report("hier ontbreekt een naam", line)
        elif name in self.draft.persons or name in self.draft.employers:
            first = self.draft.persons.get(name) or self.draft.employers[name]
            self.draft.report(f"«{name}» staat al op regel {first.number}", line, name, "zet alle feiten onder één kop")
            return
        known[name] = line

    def _kop_aanvraag(self, children: list[Any], line: Line) -> None:
        self._application(children, line, extension=False)

    def _kop_verlenging(self, children: list[Any], line: Line) -> None:
        self._application(children, line, extension=True)

    def _application(self, children: list[Any], line: Line, *, extension: bool) -> None:
        person, provision, *employer = [_words(child) for child in children]
        key = self._provision(provision, line, placement=False)
        identity = f"z{len(self.draft.applications) + 1}"
        self.draft.applications.append(
            DraftApplication(identity, person, key, employer[0] if employer else "", line, extension=extension)
        )
        self.block = Block("zaak", identity)

    def _kop_plaatsing(self, children: list[Any], line: Line) -> None:
        person, provision, *employer = [_words(child) for child in children]
        key = self._provision(provision, line, placement=True)
        identity = f"t{len(self.draft.placements) + 1}"
        self.draft.placements.append(DraftPlacement(identity, person, key, employer[0] if employer else "", line))
        self.block = Block("plaatsing", identity)

    def _provision(self, name: str, line: Line, *, placement: bool) -> str:
        usable = {one.name: key for key, one in self.law.provisions.items()
                  if (one.is_place if placement else not one.only_placement)}  # fmt: skip
        if name.lower() in usable:
            return usable[name.lower()]
        self.draft.report(f"«{name}» is geen voorziening van deze verordening", line, name,
                          nearest(name, usable) or "kies uit: " + ", ".join(usable))  # fmt: skip
        return ""

    def _kop_afwijking(self, children: list[Any], line: Line) -> None:
        target = str(children[0].children[0]).lower()
        names = [_words(child) for child in children[1:-1]]
        provision = self._provision(names[1], line, placement=False) if len(names) > 1 else ""
        reason = _unquote(str(children[-1]))
        if not reason.strip():
            self.draft.report("een afwijking heeft een reden nodig (artikel 20)", line, str(children[-1]))
        self.draft.deviations.append((Deviation(target, names[0], reason, provision, line.number), line))

    def _kop_verwacht(self, children: list[Any], line: Line) -> None:
        names = [_words(child) for child in children[:-1]]
        details = self._details(children[-1], line)
        key = self._provision(names[0], line, placement=False)
        expectation = Expectation(key, names[1], employer=names[2] if len(names) > 2 else "", line=line.number, **details)
        self.draft.expectations.append((expectation, line))
        self.block = Block("verwacht", str(len(self.draft.expectations) - 1))

    def _details(self, tree: Any, line: Line) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in tree.children:
            kind = str(getattr(child, "data", "uitkomst"))
            parts = [str(part) for part in getattr(child, "children", [child])]
            if kind == "uitkomst":
                found["outcome"] = str(child).lower()
            elif kind == "citaten":
                found["norms"] = tuple(part.lower() for part in parts)
                for norm in found["norms"]:
                    if not self._known_norm(norm):
                        self.draft.report(f"«{norm}» is geen norm van deze verordening", line, norm)
            elif kind in ("volgt", "volgt_niet", "plicht", "geen_bedrag"):
                self._detail_of_norm(kind, parts, line, found)
            elif kind in ("bereikbaar", "onbereikbaar", "zonder"):
                self._detail_of_20(kind, parts, line, found)
            else:
                found.update(self._detail(kind, parts, line))
        return found

    def _detail_of_norm(self, kind: str, parts: list[str], line: Line, found: dict[str, Any]) -> None:
        if kind == "geen_bedrag":
            found["no_amount"] = True
            return
        norm = parts[0].lower()
        if not self._known_norm(norm):
            self.draft.report(f"«{norm}» is geen norm van deze verordening", line, norm)
        field = {"volgt": "follows", "volgt_niet": "follows_not", "plicht": "duties"}[kind]
        found[field] = (*found.get(field, ()), (norm, parts[1].lower()) if kind == "plicht" else norm)

    def _detail_of_20(self, kind: str, parts: list[str], line: Line, found: dict[str, Any]) -> None:
        if parts[0] != "20":
            self.draft.report("afwijken kan alleen op grond van artikel 20", line, parts[0])
        if kind == "zonder":
            found["without_20"] = parts[1].lower()
        else:
            found["reachable"] = kind == "bereikbaar"

    def _detail(self, kind: str, parts: list[str], line: Line) -> dict[str, Any]:
        if kind == "bedrag":
            return {"amount": read_amount(parts[0])}
        if kind == "tot_en_met":
            return {"until": read_date(parts[0])}
        if kind == "uiterlijk":
            return {"ultimately": read_date(parts[0])}
        if kind == "mogelijk":
            return {"possible": tuple(part.lower() for part in parts)}
        for part in parts:
            if part.lower() not in self.law.concepts and part.lower() not in self.law.structures:
                self.draft.report(f"«{part}» is geen feit uit de lijst van begrippen", line, part,
                                  nearest(part, self.law.concepts))  # fmt: skip
        return {"open_on": tuple(part.lower() for part in parts)}

    # indented lines

    def _indented(self, line: Line) -> None:
        if not self.block.kind:
            if self.block.sound:
                self.draft.report("deze ingesprongen regel hoort nergens bij", line,
                                  suggestion="zet er een kop boven, zoals «inwoner …»")  # fmt: skip
            return
        phrase = self.phrases.match(self.block.kind, line.text, self._names())
        try:
            if phrase is not None:
                self._fact(phrase, line)
            else:
                self._structural(line)
        except ValueProblem as problem:
            self._value_problem(problem, line)

    def _names(self) -> tuple[str, ...]:
        if self.block.kind in ("persoon", "werkgever"):
            return (self.block.subject,)
        drafts: list[DraftApplication | DraftPlacement] = [*self.draft.applications, *self.draft.placements]
        return tuple(one.person for one in drafts if one.id == self.block.subject)

    def _structural(self, line: Line) -> None:
        first = line.text.split()[0].lower().rstrip(":")
        known = first in STRUCTURAL or line.text.lower().startswith("is de rechtsopvolger")
        if known:
            try:
                tree = self.parse(line.text, start="onder")
            except self.errors as error:
                self.draft.findings.append(syntax_finding(error, line, self.draft.file))
                return
            self._apply(str(tree.data), tree.children, line)
            return
        self._unknown_phrase(line)

    def _unknown_phrase(self, line: Line) -> None:
        names = self._names()
        elsewhere = self.phrases.blocks_with(line.text, names)
        heading = {"persoon": "inwoner …", "werkgever": "werkgever …", "zaak": "aanvraag …", "plaatsing": "plaatsing …"}
        if elsewhere:
            self.draft.report("dit feit hoort niet in dit blok", line,
                              suggestion=f"zet het onder «{heading[elsewhere[0]]}»")  # fmt: skip
            return
        close = self.phrases.nearest(self.block.kind, line.text, names) or nearest(line.text.split()[0], STRUCTURAL, "{}")
        close = close.removeprefix("bedoelde u ").rstrip("?")
        hint = f"bedoelde u «{close}»?" if close else "zie toetssteen begrippen voor wat hier kan staan"
        self.draft.report(f"«{line.text[:80]}» is niet te begrijpen", line, line.text, hint)

    def _fact(self, phrase: Phrase, line: Line) -> None:
        concept = phrase.concept
        value: bool | date | int | None = phrase.value
        if phrase.value and concept.kind == "datum":
            value = read_date(phrase.slot)
            if value > (self.draft.reference_date or date.max):
                raise ValueProblem(f"«{phrase.slot}» ligt na de peildatum")
        elif phrase.value and concept.kind == "duur":
            value = self._months(phrase)
        body = _organ(phrase.body)
        if body and concept.body and body != concept.body:
            self.draft.report(f"dit oordeel komt toe aan het {concept.body}; een oordeel van {phrase.body} stelt het "
                              "niet vast, dus het feit blijft onbekend", line, phrase.body, severity=LET_OP)  # fmt: skip
            return
        if self.block.sound:
            self._store(FactKey(concept.key, self.block.subject, phrase.number), Fact(value, line.number, body), line)

    def _months(self, phrase: Phrase) -> int:
        duration = read_duration(phrase.slot)
        if duration.days or not phrase.concept.low <= duration.months <= phrase.concept.high:
            raise ValueProblem(f"«{phrase.slot}» kan hier niet: geef {phrase.concept.low} tot en met "
                               f"{phrase.concept.high} maanden")  # fmt: skip
        return duration.months

    def _store(self, key: FactKey, fact: Fact, line: Line) -> None:
        earlier = self.draft.facts.get(key)
        if earlier is not None and earlier.value != fact.value:
            where = f"regel {earlier.line}"
            if key.concept == "geboren":
                self.draft.report(f"{key.subject} heeft al een andere geboortedatum op {where}", line)
            else:
                self.draft.report(f"dit spreekt {where} tegen", line, suggestion="laat een van beide regels weg")
            return
        self.draft.facts.setdefault(key, fact)

    def _apply(self, kind: str, children: list[Any], line: Line) -> None:
        from toetssteen.parser.terms_of_block import apply

        apply(self.draft, self.block.kind, self.block.subject, kind, children, line)


def _organ(text: str) -> str:
    lowered = text.lower().removeprefix("het ").removeprefix("de ")
    return {"gemeente": "college", "college van burgemeester en wethouders": "college"}.get(lowered, lowered)


def _words(tree: Any) -> str:
    """Return a name or text as written: unquoted, or its words with single spaces."""
    parts = [str(part) for part in tree.children]
    return " ".join(_unquote(part) if part.startswith('"') else part for part in parts)


def _free(tree: Any, line: Line) -> str:
    """Return everything behind the word «bron» as it stands in the line."""
    return re.sub(r"^bron\s*:?\s*", "", line.text, flags=re.IGNORECASE)


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
