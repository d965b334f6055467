"""Reading properties: small files in Dutch that say what must hold for everybody, each with a formal part.

    eigenschap "Niemand heeft recht op wat ook geblokkeerd is"
      bron: 16
      voor elke voorziening
      nooit: uitkomst verplicht en uitkomst geblokkeerd

Every line is read by itself, so all mistakes of a file are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.properties import (
    Claim,
    EveryNormMatters,
    Known,
    Never,
    NoFactAbout,
    Not,
    Property,
    SameButFor,
    Sometimes,
    Stated,
)
from toetssteen.parser.formulas import Problem, Words
from toetssteen.parser.lines import Line, decode, split, unquoted
from toetssteen.parser.messages import nearest

HEADING = re.compile(r'eigenschap\s+("(?:\\.|[^"\\])+")', re.IGNORECASE)
NAMED = re.compile(r"(bron|betekenis)\s*:\s*(.+)", re.IGNORECASE)
NEVER, ALWAYS, SOMETIMES = ("nooit", "niemand"), ("altijd", "iedereen"), ("soms", "iemand")
BETTER = {"beter": "waar", "hoger": "hoger", "lager": "lager"}
LINES = ("bron: …", "betekenis: …", "voor elke voorziening", "voor … en …", "voor … samen met …", "onder elke lezing",
         "onder lezing I-05: tot_exclusief", "neem aan: …", "nooit: …", "altijd: …", "iemand: …",
         'vergelijk gevallen die alleen verschillen in "…": zelfde uitkomst', 'beter "…": uitkomst niet slechter',
         "beter elk gunstig feit: uitkomst niet slechter", 'hoger "…": uitkomst niet slechter', 'geen feit over "…"',
         "elke norm doet ertoe", "norm … doet ertoe", 'behalve …, omdat "…"')  # fmt: skip


def read_properties(data: bytes, file: str, law: Law | None = None) -> tuple[tuple[Property, ...], list[Finding]]:
    """Read the properties of a file; none of them when a finding is an error."""
    text, findings = decode(data, file)
    if findings:
        return (), findings
    lines, findings = split(text, file)
    reader = _Reader(file, law or load_law(date.max))
    reader.findings += findings
    for line in lines:
        if line.readable:
            reader.read(line)
    found = reader.finish()
    return ((), reader.findings) if has_errors(reader.findings) else (found, reader.findings)


class _Reader:
    def __init__(self, file: str, law: Law) -> None:
        self.file, self.law = file, law
        self.findings: list[Finding] = []
        self.found: list[Property] = []
        self.kinds: list[tuple[str, ...]] = []
        self.claims: list[Stated] = []

    def read(self, line: Line) -> None:
        """Read one line; what is wrong with it is a finding."""
        try:
            if line.indented and self.found:
                self._below(line)
            elif line.indented:
                self._report("deze ingesprongen regel hoort nergens bij", line, hint='zet er een kop boven: eigenschap "…"')
            else:
                self._heading(line)
        except Problem as problem:
            column = problem.start + line.offset + 1
            self.findings.append(Finding(str(problem), self.file, line.number, column, max(1, problem.end - problem.start),
                                         line.source, problem.suggestion))  # fmt: skip

    def finish(self) -> tuple[Property, ...]:
        """Return the properties, and note what is missing."""
        wrong = {max((one.line for one in self.found if one.line <= finding.line), default=0) for finding in self.findings}
        for one in self.found:
            if one.line in wrong:
                continue  # what is missing may be what could not be read
            line = Line(one.line, indented=False, text=f'eigenschap "{one.name}"', source=f'eigenschap "{one.name}"')
            if not one.claims:
                self._report("deze eigenschap zegt niets", line, hint="voeg een regel toe zoals: nooit: …")
            if not one.source:
                self._report("deze eigenschap heeft geen bron", line, hint="voeg toe: bron: …")
        if not self.found and not self.findings:
            self.findings.append(Finding("hier staat geen eigenschap", self.file, suggestion='begin met: eigenschap "…"'))
        return tuple(self.found)

    def _report(self, message: str, line: Line, word: str = "", hint: str = "") -> None:
        place = line.find(word)
        self.findings.append(Finding(message, self.file, line.number, place.start + line.offset + 1,
                                     max(1, place.end - place.start), line.source, hint))  # fmt: skip

    def _heading(self, line: Line) -> None:
        found = HEADING.fullmatch(line.text)
        if found is None:
            self._report(f"«{line.text[:80]}» is geen kop van een eigenschap", line, hint='schrijf: eigenschap "…"')
            return
        name = unquoted(found[1])
        if any(one.name == name for one in self.found):
            self._report(f"de eigenschap «{name}» staat er al", line, found[1])
        self.found.append(Property(name, "", "", (), file=self.file, line=line.number))

    def _change(self, **changes: Any) -> None:
        self.found[-1] = self.found[-1]._replace(**changes)

    def _below(self, line: Line) -> None:
        now = self.found[-1]
        words = Words(line.text, self.law)
        if named := NAMED.fullmatch(line.text):
            self._change(**{"source" if named[1].lower() == "bron" else "words": named[2].strip()})
        elif words.ahead("voor", "elke", "voorziening"):
            words.end()
        elif words.ahead("voor"):
            self._change(provisions=(*now.provisions, *self._kinds(words)))
        elif words.ahead("onder", "elke", "lezing"):
            words.end()
            self._change(every_reading=True)
        elif words.ahead("onder", "lezing"):
            reading = words.reading()
            words.end()
            self._change(readings=(*now.readings, (reading.key, reading.option)))
        elif words.ahead("behalve"):
            self._known(words, line)
        elif line.text.lower().startswith("neem aan:"):
            words = Words(line.text, self.law, len("neem aan:"))
            formula = words.formula()
            words.end()
            self._change(given=(*now.given, formula))
        else:
            self._change(claims=(*now.claims, Stated(self._claim(line), " ".join(line.text.split()), line.number)))

    @staticmethod
    def _kinds(words: Words) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = [(words.kind(),)]
        while words.next.text:
            if words.ahead("samen", "met"):
                found[-1] = (*found[-1], words.kind())
            elif words.ahead(",") or words.ahead("en"):
                found.append((words.kind(),))
            else:
                words.end()
        return found

    # claims

    def _claim(self, line: Line) -> Claim:
        start, _colon, rest = line.text.partition(":")
        begin = start.strip().lower()
        words = Words(line.text, self.law, len(start) + 1) if rest else Words(line.text, self.law)
        if begin in (*NEVER, *ALWAYS, *SOMETIMES) and not rest.strip():
            raise words.wrong("hier ontbreekt wat er geldt", suggestion="schrijf achter de dubbele punt een formule")
        if begin in (*NEVER, *ALWAYS, *SOMETIMES):
            formula = words.formula()
            words.end()
            return Sometimes(formula) if begin in SOMETIMES else Never(Not(formula) if begin in ALWAYS else formula)
        words = Words(line.text, self.law)
        found = self._of_pairs(words) or self._of_law(words)
        if found is None:
            hint = nearest(line.text, LINES) or "een eigenschap heeft regels zoals: " + "; ".join(LINES[8:12])
            raise words.wrong(f"«{line.text[:60]}» is niet te begrijpen", suggestion=hint)
        return found

    def _of_pairs(self, words: Words) -> Claim | None:
        if words.ahead("vergelijk", "gevallen", "die", "alleen", "verschillen", "in"):
            concepts = self._concepts(words)
            if not self._relation(words, "zelfde", "uitkomst"):
                words.expect("uitkomst", "niet", "slechter")
                raise words.wrong("zonder «beter», «hoger» of «lager» is niet te zeggen welke zaak de betere is",
                                  words.words[0], 'schrijf: beter "…": uitkomst niet slechter')  # fmt: skip
            return SameButFor(concepts, "zelfde")
        for word, better in BETTER.items():
            if not words.ahead(word):
                continue
            every = word == "beter" and words.ahead("elk", "gunstig")
            if every and not (words.ahead("feit") or words.ahead("feit:")):
                raise words.wrong("hier hoort «feit»")
            concepts = () if every else self._concepts(words)
            if not self._relation(words, "uitkomst", "niet", "slechter"):
                raise words.wrong("hier hoort «uitkomst niet slechter»")
            return SameButFor(concepts, "niet_slechter", "gunstig" if every else better)
        return None

    @staticmethod
    def _relation(words: Words, *relation: str) -> bool:
        words.ahead(":")
        if not words.ahead(*relation):
            return False
        words.end()
        return True

    @staticmethod
    def _concepts(words: Words) -> tuple[str, ...]:
        found = [words.concept()[0].key]
        while words.ahead(",") or words.ahead("en"):
            found.append(words.concept()[0].key)
        return tuple(found)

    def _of_law(self, words: Words) -> Claim | None:
        if words.ahead("geen", "feit", "over"):
            found = tuple(words.texts())
            words.end()
            return NoFactAbout(found)
        place = ""
        if not words.ahead("elke", "norm"):
            if not words.ahead("norm"):
                return None
            place = words.norm()
        words.expect("doet", "ertoe")
        words.end()
        return EveryNormMatters(place)

    def _known(self, words: Words, line: Line) -> None:
        """Read a place where the claim above is known not to hold."""
        now = self.found[-1]
        if not now.claims:
            raise words.wrong("«behalve» hoort onder een regel die iets zegt", words.words[0])
        claim = now.claims[-1].claim
        found = [] if words.ahead("voor") else self._listed(words, lambda: self._place_of(claim, words))
        kinds = self._listed(words, words.kind) if not found or words.ahead("voor") else []
        reason = self._reason(words)
        known = tuple(Known(what, kind, reason, line.number) for what in found or [""] for kind in kinds or [""])
        self._change(claims=(*now.claims[:-1], now.claims[-1]._replace(known=(*now.claims[-1].known, *known))))

    @staticmethod
    def _place_of(claim: Claim, words: Words) -> str:
        if isinstance(claim, EveryNormMatters):
            return words.norm()
        if isinstance(claim, SameButFor):
            return words.concept()[0].key
        raise words.wrong("hier hoort «voor» met een voorziening")

    @staticmethod
    def _listed(words: Words, read: Callable[[], str]) -> list[str]:
        found = [read()]
        while words.ahead("en") or (words.next.text == "," and not words.after_is("omdat") and words.ahead(",")):
            found.append(read())
        return found

    @staticmethod
    def _reason(words: Words) -> str:
        words.ahead(",")
        if not words.ahead("omdat"):
            raise words.wrong("een uitzondering heeft een reden nodig", suggestion='voeg toe: , omdat "…"')
        reason = next(iter(words.texts()))
        words.end()
        return reason
