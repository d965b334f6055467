"""The lines of the fact language that say what a JSON case says, each with the place it comes from."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from toetssteen.kb.case import Fact
from toetssteen.kb.dates import in_words
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.json_writer import FORMAT
from toetssteen.parser.messages import nearest
from toetssteen.parser.phrases import ASKED_TERM
from toetssteen.parser.values import ValueProblem, read_amount, read_budget, read_date
from toetssteen.parser.writer import fact_phrase, free, name, quoted

FIELDS = {
    "": {"formaat", "titel", "bron", "peildatum", "overige_feiten", "aannamen", "lezingen", "gemeente", "plafonds",
         "inwoners", "werkgevers", "plaatsingen", "aanvragen", "afwijkingen", "verwachtingen"},
    "gemeente": {"feiten"},
    "plafonds": {"soort", "van", "tot_en_met", "bedrag", "personen", "per_persoon", "feiten"},
    "inwoners": {"naam", "feiten"},
    "werkgevers": {"naam", "feiten", "rechtsopvolger_van"},
    "plaatsingen": {"inwoner", "soort", "werkgever", "van", "tot_en_met", "toegekend", "verlengd", "onderbroken", "werkzaamheden",
                    "feiten"},
    "aanvragen": {"inwoner", "voorziening", "werkgever", "verlenging", "voortzetting", "vanaf", "tot_en_met", "maanden",
                  "ingediend", "ingediend_door", "werkzaamheden", "feiten"},
    "afwijkingen": {"van", "inwoner", "voorziening", "omdat", "besloten_op", "besloten_door"},
    "verwachtingen": {"voorziening", "inwoner", "werkgever", "verwacht", "bron"},
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "": ("formaat", "peildatum"), "gemeente": (), "plafonds": ("soort",), "inwoners": ("naam",), "werkgevers": ("naam",),
    "plaatsingen": ("inwoner", "soort", "werkgever", "van", "tot_en_met"), "aanvragen": ("inwoner", "voorziening"),
    "afwijkingen": ("van", "inwoner", "omdat"), "verwachtingen": ("voorziening", "inwoner", "verwacht"),
}  # fmt: skip
SUBJECTS = {"persoon": "inwoner", "werkgever": "werkgever", "gemeente": "gemeente", "plafond": "plafond", "zaak": "aanvraag",
            "plaatsing": "plaatsing"}  # fmt: skip
WANTED = {
    "vlag": "true, false of null", "duur": "een aantal maanden", "datum": "een datum als 2025-03-01",
    "bedrag": "een tekst met een bedrag, zoals € 1.250,50", "budget": "een tekst met een bedrag, zoals € 50.000",
    "aantal": "een heel getal", "procent": "een heel getal, in procenten", "uren": "een heel getal, in uren",
}  # fmt: skip
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
AMOUNT = re.compile(r"€ [0-9.]{1,15}(,[0-9]{2})?")
FACT = re.compile(r"(?P<key>[a-z0-9_]+)(?:\[(?P<number>[1-9][0-9]*)\])?")
PLACE = re.compile(r"((pw|ioaw|ioaz|lpw|bmw|gemw):|awb:[0-9]+:)?[0-9]+[a-z]{0,2}(\.[0-9a-z_]+)*(/[a-z0-9_]+)?")
LISTS = ("plafonds", "inwoners", "werkgevers", "plaatsingen", "aanvragen", "afwijkingen", "verwachtingen")


class JsonLines:
    """The lines of the fact language for a JSON case, each with the JSON pointer it comes from."""

    def __init__(self, raw: dict[str, Any], file: str) -> None:
        self.raw, self.file = raw, file
        self.law: Law = load_law(date.max)
        self.lines: list[tuple[str, str]] = []
        self.findings: list[Finding] = []

    def build(self) -> None:
        """Fill ``lines``; what cannot be a line is in ``findings``."""
        self._fields("", self.raw, "")
        if self.raw.get("formaat", FORMAT) != FORMAT:
            self._report(f"het formaat is «{self.raw['formaat']}»; dit programma leest {FORMAT}", "/formaat")
        self._heading()
        self._gemeente()
        for group in LISTS:
            items = self.raw.get(group, [])
            if not isinstance(items, list):
                self._report("hier hoort een lijst", f"/{group}")
                continue
            for index, item in enumerate(items):
                path = f"/{group}/{index}"
                if not isinstance(item, dict):
                    self._report("hier hoort een object", path)
                elif self._fields(group, item, path):
                    getattr(self, f"_{group}")(item, path)

    def _report(self, message: str, path: str, suggestion: str = "") -> None:
        self.findings.append(Finding(message, f"{self.file}{path}", suggestion=suggestion))

    def _fields(self, group: str, item: dict[str, Any], path: str) -> bool:
        for key in item:
            if key not in FIELDS[group]:
                self._report(f"«{key}» is hier onbekend", f"{path}/{key}", nearest(key, FIELDS[group]))
        missing = [key for key in REQUIRED[group] if item.get(key) in (None, "")]
        if missing:
            self._report(f"hier ontbreekt {', '.join(missing)}", path or "/")
        return not missing

    def _text(self, item: dict[str, Any], key: str, path: str) -> str:
        value = item.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.isprintable():
            self._report("hier hoort een tekst op één regel", f"{path}/{key}")
            return ""
        return value

    def _day(self, value: Any, path: str) -> str:
        try:
            if not DAY.fullmatch(value):
                raise ValueError
            return in_words(date.fromisoformat(value))
        except (TypeError, ValueError):
            self._report(f"«{str(value)[:40]}» is geen datum; schrijf 2025-03-01", path)
            return "1 januari 2025"

    def _spot(self, value: str, path: str) -> str:
        """Return a place in the law as it stands in a line; anything else would be read as part of the sentence."""
        if not PLACE.fullmatch(value):
            self._report(f"«{value[:40]}» is geen plaats in het recht, zoals 3.4 of 5.4/basisduur", path)
            return "3.4"
        return value

    def _add(self, text: str, path: str) -> None:
        self.lines.append((text, path))

    def _heading(self) -> None:
        title, source = self._text(self.raw, "titel", ""), self._text(self.raw, "bron", "")
        if title:
            self._add(f"casus {quoted(title)}", "/titel")
        if source:
            self._add(f"bron: {free(source)}", "/bron")
        if self.raw.get("peildatum"):
            self._add(f"peildatum {self._day(self.raw['peildatum'], '/peildatum')}", "/peildatum")
        if self.raw.get("overige_feiten") is not None:
            self._add(f"overige feiten {self._text(self.raw, 'overige_feiten', '')}", "/overige_feiten")
        for index, group in enumerate(self._list(self.raw, "aannamen", "")):
            text = "de overige {} gunstig zijn" if group in ("oordelen", "feiten") else "aan {} is voldaan"
            where = f"/aannamen/{index}"
            self._add("neem aan dat " + text.format(group if text[:2] == "de" else self._spot(group, where)), where)
        readings = self.raw.get("lezingen", {})
        if not isinstance(readings, dict):
            self._report("hier hoort een object met lezing en optie", "/lezingen")
            return
        for key, option in readings.items():
            if not isinstance(option, str):
                self._report("hier hoort de naam van een optie", f"/lezingen/{key}")
                continue
            self._add(f"lezing {_one_line(key)}: {_one_line(option)}", f"/lezingen/{key}")

    def _list(self, item: dict[str, Any], key: str, path: str) -> list[str]:
        values = item.get(key)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(one, str) and one.isprintable() for one in values):
            self._report("hier hoort een lijst van teksten", f"{path}/{key}")
            return []
        return values

    def _gemeente(self) -> None:
        item = self.raw.get("gemeente")
        if isinstance(item, dict):
            self._fields("gemeente", item, "/gemeente")
            self._add("gemeente", "/gemeente")
            self._facts("gemeente", item, "/gemeente")
        elif item is not None:
            self._report("hier hoort een object", "/gemeente")

    def _plafonds(self, item: dict[str, Any], path: str) -> None:
        period = [self._day(item[key], f"{path}/{key}") for key in ("van", "tot_en_met") if item.get(key) is not None]
        if len(period) == 1:
            self._report("hier horen een eerste en een laatste dag, of geen van beide", path)
        limits = [self._limit(item, key, path) for key in ("bedrag", "personen", "per_persoon") if item.get(key) is not None]
        if not limits:
            self._report("hier ontbreekt een grens: bedrag, personen of per_persoon", path)
        over = f" van {period[0]} tot en met {period[-1]}" if period else ""
        self._add(f"plafond {self._kind(item, 'soort', path)}{over}: {', '.join(limits)}", path)
        self._facts("plafond", item, path)

    def _limit(self, item: dict[str, Any], key: str, path: str) -> str:
        value = item[key]
        if key == "personen" and (type(value) is not int or not 0 <= value < 10**9):
            self._report("hier hoort een heel getal", f"{path}/{key}")
            return "hooguit 0 personen"
        if key != "personen" and not (isinstance(value, str) and AMOUNT.fullmatch(value)):
            self._report(f"hier hoort {WANTED['bedrag']}", f"{path}/{key}")
            return "hooguit € 0"
        return f"hooguit {value}" + {"personen": " personen", "per_persoon": " per persoon"}.get(key, "")

    def _inwoners(self, item: dict[str, Any], path: str) -> None:
        self._add(f"inwoner {name(self._text(item, 'naam', path))}", path)
        self._facts("persoon", item, path)

    def _werkgevers(self, item: dict[str, Any], path: str) -> None:
        self._add(f"werkgever {name(self._text(item, 'naam', path))}", path)
        self._facts("werkgever", item, path)
        for index, older in enumerate(self._list(item, "rechtsopvolger_van", path)):
            self._add(f"  is de rechtsopvolger van {name(older)}", f"{path}/rechtsopvolger_van/{index}")

    def _plaatsingen(self, item: dict[str, Any], path: str) -> None:
        kind = self._kind(item, "soort", path)
        self._add(f"plaatsing van {name(self._text(item, 'inwoner', path))} op {kind}{self._at(item, path)}", path)
        start, end = self._day(item["van"], f"{path}/van"), self._day(item["tot_en_met"], f"{path}/tot_en_met")
        self._add(f"  van {start} tot en met {end}", path)
        if item.get("toegekend") is not None:
            self._add(f"  toegekend op {self._day(item['toegekend'], f'{path}/toegekend')}", f"{path}/toegekend")
        for index, day in enumerate(self._list(item, "verlengd", path)):
            self._add(f"  verlengd tot en met {self._day(day, f'{path}/verlengd/{index}')}", f"{path}/verlengd/{index}")
        for index, pair in enumerate(self._pairs(item, path)):
            where = f"{path}/onderbroken/{index}"
            if not isinstance(pair, list) or len(pair) != 2:
                self._report("hier horen twee datums", where)
                continue
            self._add(f"  onderbroken van {self._day(pair[0], where)} tot en met {self._day(pair[1], where)}", where)
        self._work_and_facts("plaatsing", item, path)

    def _pairs(self, item: dict[str, Any], path: str) -> list[Any]:
        pairs = item.get("onderbroken")
        if pairs is None or isinstance(pairs, list):
            return pairs or []
        self._report("hier hoort een lijst van onderbrekingen, elk met twee datums", f"{path}/onderbroken")
        return []

    def _aanvragen(self, item: dict[str, Any], path: str) -> None:
        for key in ("verlenging", "voortzetting"):
            if not isinstance(item.get(key, False), bool | None):
                self._report("hier hoort true of false", f"{path}/{key}")
        if item.get("verlenging") is True and item.get("voortzetting") is True:
            self._report("kies: verlenging of voortzetting", path)
        asked = self.law.provisions.get(str(item.get("voorziening")))
        if asked is not None and asked.continuing:
            self._report("noem hier de soort van de plaatsing, met voortzetting: true", f"{path}/voorziening")
            return
        extension = next((f"{key} van " for key in ("verlenging", "voortzetting") if item.get(key) is True), "")
        kind = self._kind(item, "voorziening", path)
        person = name(self._text(item, "inwoner", path))
        self._add(f"aanvraag van {person} voor {extension}{kind}{self._at(item, path)}", path)
        if item.get("vanaf") is not None:
            self._add(f"  vanaf {self._day(item['vanaf'], f'{path}/vanaf')}", f"{path}/vanaf")
        months = item.get("maanden")
        if isinstance(months, int) and not isinstance(months, bool) and 0 < months < 10**6:
            self._add(f"  voor {months} {'maand' if months == 1 else 'maanden'}", f"{path}/maanden")
        elif months is not None:
            self._report("hier hoort een aantal maanden", f"{path}/maanden")
        if item.get("tot_en_met") is not None:
            self._add(f"  tot en met {self._day(item['tot_en_met'], f'{path}/tot_en_met')}", f"{path}/tot_en_met")
        self._submission(item, path)
        self._work_and_facts("zaak", item, path)

    def _submission(self, item: dict[str, Any], path: str) -> None:
        by = item.get("ingediend_door")
        if by not in (None, "inwoner", "werkgever"):
            self._report("hier hoort inwoner of werkgever", f"{path}/ingediend_door")
        day = f" op {self._day(item['ingediend'], f'{path}/ingediend')}" if item.get("ingediend") is not None else ""
        if day or by == "werkgever":
            where = f"{path}/ingediend" if day else f"{path}/ingediend_door"
            self._add(f"  ingediend{day}" + (" door de werkgever" if by == "werkgever" else ""), where)

    def _work_and_facts(self, kind: str, item: dict[str, Any], path: str) -> None:
        work = self._text(item, "werkzaamheden", path)
        if work:
            self._add(f"  werkzaamheden {quoted(work)}", f"{path}/werkzaamheden")
        self._facts(kind, item, path)

    def _kind(self, item: dict[str, Any], key: str, path: str) -> str:
        value = self._text(item, key, path)
        if value not in self.law.provisions and any(value.lower() == one.name for one in self.law.provisions.values()):
            self._report(f"«{value}» heet in JSON «{value.lower().replace(' ', '_')}»", f"{path}/{key}")
        return self.law.provisions[value].name if value in self.law.provisions else quoted(value)

    def _at(self, item: dict[str, Any], path: str) -> str:
        employer = self._text(item, "werkgever", path)
        return f" bij {name(employer)}" if employer else ""

    def _afwijkingen(self, item: dict[str, Any], path: str) -> None:
        provision = f" op {self._kind(item, 'voorziening', path)}" if self._text(item, "voorziening", path) else ""
        person, reason = name(self._text(item, "inwoner", path)), quoted(self._text(item, "omdat", path))
        target = self._spot(self._text(item, "van", path), f"{path}/van")
        day = f" op {self._day(item['besloten_op'], f'{path}/besloten_op')}" if item.get("besloten_op") else ""
        body = f" door {name(self._text(item, 'besloten_door', path))}" if item.get("besloten_door") else ""
        decided = f", besloten{day}{body}" if day or body else ""
        self._add(f"afwijking van {target} voor {person}{provision}{decided}, omdat {reason}", path)

    def _verwachtingen(self, item: dict[str, Any], path: str) -> None:
        subject = f"{self._kind(item, 'voorziening', path)} voor {name(self._text(item, 'inwoner', path))}"
        expected = self._text(item, "verwacht", path)
        if "%" in expected:
            self._report("hier kan geen % staan", f"{path}/verwacht")
        elif expected[:11] != expected[:11].lower():
            self._report("schrijf de uitkomst met kleine letters", f"{path}/verwacht")
        self._add(f"verwacht {subject}{self._at(item, path)}: {expected}", path)
        source = self._text(item, "bron", path)
        if source:
            self._add(f"  bron: {free(source)}", f"{path}/bron")

    def _facts(self, kind: str, item: dict[str, Any], path: str) -> None:
        facts = item.get("feiten")
        if facts is None:
            return
        if not isinstance(facts, dict):
            self._report("hier hoort een object met feiten", f"{path}/feiten")
            return
        for written, value in facts.items():
            where = f"{path}/feiten/{written}"
            parts = FACT.fullmatch(written)
            concept = self.law.concepts.get(parts["key"] if parts else written)
            if concept is None or concept.subject != kind:
                self._unknown_fact(kind, written, concept, where)
            elif parts and parts["number"] and not concept.numbered:
                self._report(f"«{concept.key}» heeft geen nummer", where)
            elif concept.key == ASKED_TERM:
                self._report("de gevraagde duur is geen feit: zij staat in «maanden» of «tot_en_met»", where)
            else:
                fact = self._fact(concept, value, where)
                number = int(parts["number"][:6]) if parts and parts["number"] else 0
                if fact is not None:
                    self._add("  " + fact_phrase(concept, fact, number, self.law.identity.municipality), where)

    def _unknown_fact(self, kind: str, written: str, concept: Concept | None, where: str) -> None:
        key, bracket, _rest = written.partition("[")
        if bracket and concept is None and key in self.law.concepts:
            self._report(f"«{written}» is niet te begrijpen: een nummer staat erachter als [2]", where)
            return
        known = [one.key for one in self.law.concepts.values() if one.subject == kind and one.key != ASKED_TERM]
        self._report(f"«{key}» is geen feit van een {SUBJECTS[kind]}", where, nearest(key, known))

    def _fact(self, concept: Concept, value: Any, path: str) -> Fact | None:
        """Return the fact a JSON value states, or report what should stand there."""
        body: Any = ""
        if isinstance(value, dict):
            for key in value:
                if key not in ("waarde", "volgens"):
                    self._report(f"«{key}» is hier onbekend", f"{path}/{key}", nearest(key, ("waarde", "volgens")))
            body = value.get("volgens")
            if "waarde" not in value or not _is_body(body):
                self._report("hier horen een waarde en wie het oordeel gaf, zonder komma, % of aanhalingsteken", path)
                return None
            value = value["waarde"]
        if value is None or (isinstance(value, bool) and concept.kind == "vlag") or (value is False and concept.negative):
            return Fact(value, body=body)
        if concept.kind not in ("vlag", "datum", "bedrag", "budget") and type(value) is int and 0 <= value < 10**9:
            return Fact(value, body=body)
        try:
            if concept.kind == "datum" and isinstance(value, str) and DAY.fullmatch(value):
                return Fact(read_date(value), body=body)
            if concept.kind in ("bedrag", "budget") and isinstance(value, str) and AMOUNT.fullmatch(value):
                return Fact(read_amount(value) if concept.kind == "bedrag" else read_budget(value), body=body)
        except ValueProblem as problem:
            self._report(str(problem), path)
            return None
        self._report(f"hier hoort {WANTED[concept.kind]}", path)
        return None


def _is_body(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(value.strip()) and not set(value) & set(',%"')


def _one_line(value: Any) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split()) or '""'
