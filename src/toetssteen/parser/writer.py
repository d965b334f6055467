"""Writing a case in the fact language, in its fixed form; what is written reads back as the same case."""

from __future__ import annotations

import re
from datetime import date

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Ceiling, Deviation, Expectation, Fact, Placement
from toetssteen.kb.dates import euro, in_words
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import in_form
from toetssteen.kb.vocabulary import SUBJECTS, VALUE_SLOT, Concept
from toetssteen.parser.ceilings import ceiling_heading
from toetssteen.parser.phrases import ASKED_TERM, KEYWORDS, PLACEMENT, with_pronouns

SIMPLE_NAME = re.compile(r"[\w'.()&/-]+(?: [\w'.()&/-]+)*")
FREE_TEXT = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^"%])+')


def write_case(case: Case, law: Law) -> str:
    """Return a case as text: heading, persons, employers, placements, applications, expectations."""
    return _Writer(case, law).text()


def quoted(text: str) -> str:
    """Return a text between quotation marks, with quotation marks and backslashes inside escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def free(text: str) -> str:
    """Return a source as it can stand behind «bron:»: quoted when it would otherwise be read differently."""
    plain = FREE_TEXT.fullmatch(text) and text == text.strip() and not (text[0] == '"' and text[-1] == '"')
    return text if plain else quoted(text)


def name(text: str) -> str:
    """Return a name as it can stand in a heading: quoted when it would otherwise be read differently."""
    simple = SIMPLE_NAME.fullmatch(text) is not None and not KEYWORDS & set(text.lower().split())
    return text if simple else quoted(text)


def fact_phrase(concept: Concept, fact: Fact, index: int, municipality: str) -> str:
    """Return the line that states a fact in the block of its subject."""
    if concept.key == ASKED_TERM:
        return f"voor {_value(fact.value, concept.form)}"
    said = concept.negative if fact.value is False else concept.positive
    text = said if fact.value is not None else f"onbekend {concept.clause}"
    text = text.removeprefix(SUBJECTS[concept.subject]).removeprefix(f"{PLACEMENT} ").replace("{gemeente}", municipality)
    text = text.replace(PLACEMENT, "de plaatsing")
    text = with_pronouns(text, "hij" if concept.subject == "werkgever" else "de werkgever")
    text = VALUE_SLOT.sub(lambda found: _value(fact.value, found[1]), text)
    if index:
        text += f" in halfjaar {index}"
    return text + (f", volgens {fact.body}" if fact.body else "")


def submission(item: Application) -> str:
    """Return the line that says when an application was submitted, and that the employer did."""
    day = f" op {in_words(item.submitted)}" if item.submitted else ""
    return f"ingediend{day}" + (" door de werkgever" if item.by_employer else "")


def asked_kind(case: Case, item: Application) -> str:
    """Return the kind an application is written with: of the running place when it asks for that to go on."""
    return next((one.provision for one in case.placements if one.id == item.continues), item.provision)


def _value(value: bool | date | int | None, form: str) -> str:
    return in_words(value) if isinstance(value, date) else in_form(int(value or 0), form)


class _Writer:
    def __init__(self, case: Case, law: Law) -> None:
        self.case, self.law = case, law

    def text(self) -> str:
        blocks = [self._heading()]
        if self.case.municipal:
            blocks.append(self._block("gemeente", self._facts("gemeente", MUNICIPALITY)))
        blocks += [self._ceiling(one) for one in self.case.ceilings]
        blocks += [self._block(f"inwoner {name(one)}", self._facts("persoon", one)) for one in self.case.persons]
        blocks += [self._employer(one) for one in self.case.employers]
        blocks += [self._placement(one) for one in self.case.placements]
        blocks += [self._application(one) for one in self.case.applications]
        if self.case.deviations:
            blocks.append("\n".join(self._deviation(one) for one in self.case.deviations))
        blocks += [self._expectation(one) for one in self.case.expectations]
        return "\n\n".join(blocks) + "\n"

    def _heading(self) -> str:
        lines = [f"casus {quoted(self.case.title)}"] if self.case.title else []
        if self.case.source:
            lines.append(f"bron: {free(self.case.source)}")
        lines.append(f"peildatum {in_words(self.case.reference_date)}")
        if self.case.closure == "ontkend":
            lines.append("overige feiten ontkend")
        for group in self.case.assumed:
            everything = group in ("oordelen", "feiten")
            lines.append(
                f"neem aan dat de overige {group} gunstig zijn" if everything else f"neem aan dat aan {group} is voldaan"
            )
        lines += [f"lezing {self.law.readings[key].display}: {option}" for key, option in self.case.readings.items()]
        return "\n".join(lines)

    @staticmethod
    def _block(heading: str, lines: list[str]) -> str:
        return "\n".join([heading, *(f"  {line}" for line in lines)])

    def _facts(self, kind: str, subject: str) -> list[str]:
        found = []
        for key, fact in self.case.facts.items():
            concept = self.law.concepts[key.concept]
            if concept.subject == kind and key.subject == subject:
                found.append(fact_phrase(concept, fact, key.number, self.law.identity.municipality))
        return found

    def _ceiling(self, item: Ceiling) -> str:
        heading = ceiling_heading(item, self.law.provisions[item.provision].name)
        return self._block(heading, self._facts("plafond", item.id))

    def _employer(self, employer: str) -> str:
        older = [f"is de rechtsopvolger van {name(old)}" for new, old in self.case.successors if new == employer]
        return self._block(f"werkgever {name(employer)}", [*self._facts("werkgever", employer), *older])

    def _placement(self, item: Placement) -> str:
        lines = [f"van {in_words(item.start)} tot en met {in_words(item.end)}"]
        if item.granted:
            lines.append(f"toegekend op {in_words(item.granted)}")
        lines += [f"verlengd tot en met {in_words(end)}" for end in item.extensions]
        lines += [f"onderbroken van {in_words(first)} tot en met {in_words(last)}" for first, last in item.interruptions]
        if item.work:
            lines.append(f"werkzaamheden {quoted(item.work)}")
        at = f" bij {name(item.employer)}" if item.employer else ""
        kind = self.law.provisions[item.provision].name
        return self._block(f"plaatsing van {name(item.person)} op {kind}{at}", lines + self._facts("plaatsing", item.id))

    def _application(self, item: Application) -> str:
        lines = [] if item.continues else self._term(item)
        if item.submitted or item.by_employer:
            lines.append(submission(item))
        if item.work:
            lines.append(f"werkzaamheden {quoted(item.work)}")
        at = f" bij {name(item.employer)}" if item.employer else ""
        extension = "verlenging van " if item.extends else "voortzetting van " if item.continues else ""
        kind = self.law.provisions[asked_kind(self.case, item)].name
        return self._block(f"aanvraag van {name(item.person)} voor {extension}{kind}{at}", lines + self._facts("zaak", item.id))

    @staticmethod
    def _term(item: Application) -> list[str]:
        length = f"voor {in_form(item.months, 'maanden')}" if item.months else ""
        until = f"tot en met {in_words(item.end)}" if item.end else ""
        if item.start is not None and not item.extends:
            return [" ".join(filter(None, (f"vanaf {in_words(item.start)}", length or until)))]
        return [part for part in (length or until,) if part]

    def _deviation(self, one: Deviation) -> str:
        provision = f" op {self.law.provisions[one.provision].name}" if one.provision else ""
        day = f" op {in_words(one.decided_on)}" if one.decided_on else ""
        body = f" door {name(one.decided_by)}" if one.decided_by else ""
        decided = f", besloten{day}{body}" if day or body else ""
        return f"afwijking van {one.target} voor {name(one.person)}{provision}{decided}, omdat {quoted(one.reason)}"

    def _expectation(self, one: Expectation) -> str:
        at = f" bij {name(one.employer)}" if one.employer else ""
        heading = f"verwacht {self.law.provisions[one.provision].name} voor {name(one.person)}{at}: {expectation_text(one)}"
        return self._block(heading, [f"bron: {free(one.source)}"] if one.source else [])


def expectation_text(expected: Expectation) -> str:
    """Return an expectation as the fact language writes it, without its heading."""
    parts = [expected.outcome + (f" op {' en '.join(expected.norms)}" if expected.norms else "")]
    if expected.without_20:
        parts.append(f"zonder 20 {expected.without_20}")
    if expected.reachable is not None:
        parts.append(("" if expected.reachable else "niet ") + "bereikbaar met 20")
    if expected.possible:
        parts.append("mogelijk " + " of ".join(expected.possible))
    parts += [f"volgt {norm}" for norm in expected.follows]
    parts += [f"niet volgt {norm}" for norm in expected.follows_not]
    parts += [f"plicht {norm} {state}" for norm, state in expected.duties]
    if expected.no_amount:
        parts.append("geen bedrag")
    if expected.open_on:
        parts.append("hangt af van " + " en ".join(expected.open_on))
    if expected.amount is not None:
        parts.append(f"bedrag {euro(expected.amount)}")
    if expected.until:
        parts.append(f"tot en met {in_words(expected.until)}")
    if expected.ultimately:
        parts.append(f"uiterlijk {in_words(expected.ultimately)}")
    return ", ".join(parts)
