"""A case as JSON, in and out; ``schema/casus.schema.json`` is the published form.

Reading turns every value into the line of the fact language that says the same and reads those lines,
so there is one set of checks and messages; a finding then names the place in the JSON.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from toetssteen.kb.case import Application, Case, Fact, FactKey, Placement
from toetssteen.kb.dates import in_words
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.parser.lines import decode
from toetssteen.parser.messages import nearest
from toetssteen.parser.reader import read_case
from toetssteen.parser.values import ValueProblem, read_date
from toetssteen.parser.writer import expectation_text, fact_phrase, name, quoted

FORMAT = "toetssteen/casus/1"
FIELDS = {
    "": {"formaat", "titel", "bron", "peildatum", "overige_feiten", "aannamen", "lezingen", "inwoners", "werkgevers",
         "plaatsingen", "aanvragen", "afwijkingen", "verwachtingen"},
    "inwoners": {"naam", "feiten"},
    "werkgevers": {"naam", "feiten", "rechtsopvolger_van"},
    "plaatsingen": {"inwoner", "soort", "werkgever", "van", "tot_en_met", "verlengd", "onderbroken", "werkzaamheden",
                    "feiten"},
    "aanvragen": {"inwoner", "voorziening", "werkgever", "verlenging", "vanaf", "tot_en_met", "maanden", "ingediend",
                  "werkzaamheden", "feiten"},
    "afwijkingen": {"van", "inwoner", "voorziening", "omdat"},
    "verwachtingen": {"voorziening", "inwoner", "werkgever", "verwacht", "bron"},
}  # fmt: skip
REQUIRED = {
    "inwoners": ("naam",), "werkgevers": ("naam",), "plaatsingen": ("inwoner", "soort", "van", "tot_en_met"),
    "aanvragen": ("inwoner", "voorziening"), "afwijkingen": ("van", "inwoner", "omdat"),
    "verwachtingen": ("voorziening", "inwoner", "verwacht"), "": ("formaat", "peildatum"),
}  # fmt: skip
LISTS = ("inwoners", "werkgevers", "plaatsingen", "aanvragen", "afwijkingen", "verwachtingen")


def read_json(data: bytes, file: str) -> tuple[Case | None, list[Finding]]:
    """Read a case from JSON; the case is None when a finding is an error."""
    text, findings = decode(data, file)
    if findings:
        return None, findings
    try:
        raw = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 1), getattr(problem, "colno", 1)
        source = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
        return None, [Finding("dit is geen geldige JSON", file, line, column, 1, source)]
    if not isinstance(raw, dict):
        return None, [Finding("een zaak in JSON is een object", file)]
    lines = _Lines(raw, file)
    lines.build()
    if lines.findings:
        return None, lines.findings
    case, findings = read_case("\n".join(text for text, _path in lines.lines), file)
    placed = [_place(finding, lines.lines) for finding in findings]
    return (_without_lines(case) if case else None), placed


def _refuse(word: str) -> None:
    raise ValueError(word)


def _place(finding: Finding, lines: list[tuple[str, str]]) -> Finding:
    path = lines[finding.line - 1][1] if 0 < finding.line <= len(lines) else ""
    return finding._replace(file=f"{finding.file}{path}", line=0, column=0, source="")


def _without_lines(case: Case) -> Case:
    return case._replace(
        facts={key: fact._replace(line=0) for key, fact in case.facts.items()},
        applications=tuple(item._replace(line=0) for item in case.applications),
        placements=tuple(item._replace(line=0) for item in case.placements),
        deviations=tuple(item._replace(line=0) for item in case.deviations),
        expectations=tuple(item._replace(line=0) for item in case.expectations),
    )


class _Lines:
    """The lines of the fact language for a JSON case, each with the JSON pointer it comes from."""

    def __init__(self, raw: dict[str, Any], file: str) -> None:
        self.raw, self.file = raw, file
        self.law: Law = load_law(date.max)
        self.lines: list[tuple[str, str]] = []
        self.findings: list[Finding] = []

    def build(self) -> None:
        self._fields("", self.raw, "")
        if self.raw.get("formaat", FORMAT) != FORMAT:
            self._report(f"het formaat is «{self.raw['formaat']}»; dit programma leest {FORMAT}", "/formaat")
        self._heading()
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
        return " ".join(value.split())

    def _day(self, value: Any, path: str) -> str:
        try:
            return in_words(date.fromisoformat(value))
        except (TypeError, ValueError):
            self._report(f"«{value}» is geen datum; schrijf 2025-03-01", path)
            return "1 januari 2025"

    def _add(self, text: str, path: str) -> None:
        self.lines.append((text, path))

    def _heading(self) -> None:
        title, source = self._text(self.raw, "titel", ""), self._text(self.raw, "bron", "")
        if title:
            self._add(f"casus {quoted(title)}", "/titel")
        if source:
            self._add(f"bron: {source}", "/bron")
        if self.raw.get("peildatum"):
            self._add(f"peildatum {self._day(self.raw['peildatum'], '/peildatum')}", "/peildatum")
        if self.raw.get("overige_feiten"):
            self._add(f"overige feiten {self._text(self.raw, 'overige_feiten', '')}", "/overige_feiten")
        for index, group in enumerate(self._list(self.raw, "aannamen", "")):
            text = "de overige {} gunstig zijn" if group in ("oordelen", "feiten") else "aan {} is voldaan"
            self._add("neem aan dat " + text.format(group), f"/aannamen/{index}")
        readings = self.raw.get("lezingen", {})
        if not isinstance(readings, dict):
            self._report("hier hoort een object met lezing en optie", "/lezingen")
            return
        for key, option in readings.items():
            self._add(f"lezing {_one_line(key)}: {_one_line(option)}", f"/lezingen/{key}")

    def _list(self, item: dict[str, Any], key: str, path: str) -> list[str]:
        values = item.get(key, [])
        if not isinstance(values, list) or not all(isinstance(one, str) and one.isprintable() for one in values):
            self._report("hier hoort een lijst van teksten", f"{path}/{key}")
            return []
        return values

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
        for index, day in enumerate(self._list(item, "verlengd", path)):
            self._add(f"  verlengd tot en met {self._day(day, f'{path}/verlengd/{index}')}", f"{path}/verlengd/{index}")
        for index, pair in enumerate(item.get("onderbroken") or []):
            where = f"{path}/onderbroken/{index}"
            if not isinstance(pair, list) or len(pair) != 2:
                self._report("hier horen twee datums", where)
                continue
            self._add(f"  onderbroken van {self._day(pair[0], where)} tot en met {self._day(pair[1], where)}", where)
        self._work_and_facts("plaatsing", item, path)

    def _aanvragen(self, item: dict[str, Any], path: str) -> None:
        extension = "verlenging van " if item.get("verlenging") is True else ""
        kind = self._kind(item, "voorziening", path)
        person = name(self._text(item, "inwoner", path))
        self._add(f"aanvraag van {person} voor {extension}{kind}{self._at(item, path)}", path)
        if item.get("vanaf"):
            self._add(f"  vanaf {self._day(item['vanaf'], f'{path}/vanaf')}", f"{path}/vanaf")
        if item.get("maanden") is not None:
            self._add(f"  voor {_one_line(item['maanden'])} maanden", f"{path}/maanden")
        for key, words in (("tot_en_met", "tot en met"), ("ingediend", "ingediend op")):
            if item.get(key):
                self._add(f"  {words} {self._day(item[key], f'{path}/{key}')}", f"{path}/{key}")
        self._work_and_facts("zaak", item, path)

    def _work_and_facts(self, kind: str, item: dict[str, Any], path: str) -> None:
        work = self._text(item, "werkzaamheden", path)
        if work:
            self._add(f"  werkzaamheden {quoted(work)}", f"{path}/werkzaamheden")
        self._facts(kind, item, path)

    def _kind(self, item: dict[str, Any], key: str, path: str) -> str:
        value = self._text(item, key, path)
        return self.law.provisions[value].name if value in self.law.provisions else quoted(value)

    def _at(self, item: dict[str, Any], path: str) -> str:
        employer = self._text(item, "werkgever", path)
        return f" bij {name(employer)}" if employer else ""

    def _afwijkingen(self, item: dict[str, Any], path: str) -> None:
        provision = f" op {self._kind(item, 'voorziening', path)}" if item.get("voorziening") else ""
        person, reason = name(self._text(item, "inwoner", path)), quoted(self._text(item, "omdat", path))
        self._add(f"afwijking van {self._text(item, 'van', path)} voor {person}{provision}, omdat {reason}", path)

    def _verwachtingen(self, item: dict[str, Any], path: str) -> None:
        subject = f"{self._kind(item, 'voorziening', path)} voor {name(self._text(item, 'inwoner', path))}"
        self._add(f"verwacht {subject}{self._at(item, path)}: {self._text(item, 'verwacht', path)}", path)
        source = self._text(item, "bron", path)
        if source:
            self._add(f"  bron: {source}", f"{path}/bron")

    def _facts(self, kind: str, item: dict[str, Any], path: str) -> None:
        facts = item.get("feiten", {})
        if not isinstance(facts, dict):
            self._report("hier hoort een object met feiten", f"{path}/feiten")
            return
        for written, value in facts.items():
            where = f"{path}/feiten/{written}"
            key, _, index = written.rstrip("]").partition("[")
            concept = self.law.concepts.get(key)
            if concept is None or concept.subject != kind:
                known = [one.key for one in self.law.concepts.values() if one.subject == kind]
                self._report(f"«{key}» is geen feit van een {kind}", where, nearest(key, known))
                continue
            fact = self._value(concept.kind, value, where)
            if fact is not None:
                number = int(index) if index.isdigit() else 0
                self._add("  " + fact_phrase(concept, fact, number, self.law.identity.municipality), where)

    def _value(self, kind: str, value: Any, path: str) -> Fact | None:
        body = ""
        if isinstance(value, dict):
            body, value = str(value.get("volgens", "")), value.get("waarde")
        if value is None or (isinstance(value, bool) and (kind == "vlag" or value is False)):
            return Fact(value, body=_one_line(body) if body else "")
        if kind == "duur" and isinstance(value, int) and not isinstance(value, bool):
            return Fact(value, body=_one_line(body) if body else "")
        if kind == "datum" and isinstance(value, str):
            try:
                return Fact(read_date(value))
            except ValueProblem as problem:
                self._report(str(problem), path)
                return None
        wanted = {"vlag": "true, false of null", "duur": "een aantal maanden", "datum": "een datum als 2025-03-01"}[kind]
        self._report(f"hier hoort {wanted}", path)
        return None


def _one_line(value: Any) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split()) or '""'


def case_to_json(case: Case) -> dict[str, Any]:
    """Return a case as JSON data."""
    data = {
        "formaat": FORMAT, "titel": case.title, "bron": case.source, "peildatum": case.reference_date.isoformat(),
        "overige_feiten": case.closure, "aannamen": list(case.assumed), "lezingen": dict(case.readings),
        "inwoners": [{"naam": one, "feiten": _facts(case, one)} for one in case.persons],
        "werkgevers": [_employer(case, one) for one in case.employers],
        "plaatsingen": [_placement(case, one) for one in case.placements],
        "aanvragen": [_application(case, one) for one in case.applications],
        "afwijkingen": [{"van": one.target, "inwoner": one.person, "voorziening": one.provision, "omdat": one.reason}
                        for one in case.deviations],
        "verwachtingen": [{"voorziening": one.provision, "inwoner": one.person, "werkgever": one.employer,
                           "verwacht": expectation_text(one), "bron": one.source} for one in case.expectations],
    }  # fmt: skip
    return {key: value for key, value in data.items() if value or key in ("formaat", "peildatum")}


def _facts(case: Case, subject: str) -> dict[str, Any]:
    return {_key(key): _plain(fact) for key, fact in case.facts.items() if key.subject == subject}


def _key(key: FactKey) -> str:
    return f"{key.concept}[{key.number}]" if key.number else key.concept


def _plain(fact: Fact) -> Any:
    value = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
    return {"waarde": value, "volgens": fact.body} if fact.body else value


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, False)}


def _employer(case: Case, employer: str) -> dict[str, Any]:
    older = [old for new, old in case.successors if new == employer]
    return _kept({"naam": employer, "feiten": _facts(case, employer), "rechtsopvolger_van": older})


def _placement(case: Case, item: Placement) -> dict[str, Any]:
    return _kept({
        "inwoner": item.person, "soort": item.provision, "werkgever": item.employer, "van": item.start.isoformat(),
        "tot_en_met": item.end.isoformat(), "verlengd": [end.isoformat() for end in item.extensions],
        "onderbroken": [[first.isoformat(), last.isoformat()] for first, last in item.interruptions],
        "werkzaamheden": item.work, "feiten": _facts(case, item.id),
    })  # fmt: skip


def _application(case: Case, item: Application) -> dict[str, Any]:
    start = item.start.isoformat() if item.start and not item.extends else None
    return _kept({
        "inwoner": item.person, "voorziening": item.provision, "werkgever": item.employer,
        "verlenging": bool(item.extends), "vanaf": start, "maanden": item.months,
        "tot_en_met": item.end.isoformat() if item.end else None,
        "ingediend": item.submitted.isoformat() if item.submitted else None, "werkzaamheden": item.work,
        "feiten": _facts(case, item.id),
    })  # fmt: skip
