"""One person of a table as a case: the rows together, in the same draft and under the same checks as a case file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from toetssteen.kb.case import MUNICIPALITY, Case, Deviation, Fact, FactKey
from toetssteen.kb.dates import MONTHS, in_words
from toetssteen.kb.finding import FOUT, LET_OP, Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.parser.draft import Day, Draft, DraftApplication, DraftPlacement, Term
from toetssteen.parser.finish import finish
from toetssteen.parser.headings import assumed_place
from toetssteen.parser.lines import Line, Mention
from toetssteen.parser.reader import organ
from toetssteen.parser.table_ages import with_age
from toetssteen.parser.table_columns import APPLICATION, BODY, PERSON, PLACED, Column, TableProblem, letters
from toetssteen.parser.table_rows import MOST_REMEMBERED, Cells, Rejected, Row, body_part, problem

# A finding has one number for its line: row and column in one.
COLUMNS_PER_ROW = 4_096
A_DAY = re.compile(rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}")
# Advice on how to write a line says nothing about a cell.
ABOUT_LINES = ("voeg toe", "schrijf", "zet", "laat de regel", "neem")


class CaseBuilder:
    """Makes one case of the rows of one person."""

    def __init__(self, columns: Sequence[Column], file: str, reference_date: date | None) -> None:
        self.columns = {column.position: column for column in columns}
        self.first = {(one.about, one.number, one.concept.key if one.concept else one.part): one for one in reversed(columns)}
        self.has_bodies = any(one.part == BODY for one in columns)
        self.newest = load_law(date.max)
        self.file, self.reference_date = file, reference_date
        self.laws: dict[date, Law] = {}

    def build(self, name: str, rows: Sequence[Cells]) -> Row | Rejected:
        """Return the case of a person, or what is wrong with the rows."""
        number = rows[0].number
        one = _OnePerson(self, name, rows)
        day = one.reference_date()
        if day is None:
            return Rejected(number, len(rows), tuple(one.problems))
        one.fill()
        law = self._law(day)
        for place in one.assumed:
            assumed_place(one.draft, law, place)
        case, findings = finish(one.draft, law)
        problems = one.problems + [self._placed(finding, one, law) for finding in findings]
        if case is None or any(each.severity == FOUT for each in problems):
            return Rejected(number, len(rows), tuple(each for each in problems if each.severity == FOUT))
        case = case._replace(
            file=f"{self.file}, rij {number}",
            applications=tuple(item._replace(line=0) for item in case.applications),
            placements=tuple(item._replace(line=0) for item in case.placements),
            deviations=tuple(item._replace(line=0) for item in case.deviations),
        )
        return self._aged(number, case, one, law, problems)

    def _aged(self, number: int, case: Case, one: _OnePerson, law: Law, problems: list[TableProblem]) -> Row | Rejected:
        age, column = one.said(PERSON, 0, "leeftijd")
        if column is not None:
            aged, message = with_age(case, one.name, age, law)
            if message:
                problems.append(problem(number, column, message, "geef de kolom geboren", LET_OP if aged else FOUT))
            if aged is None:
                return Rejected(number, len(one.rows), tuple(problems))
            case = aged
        return Row(number, case, one.groups, tuple(problems))

    def _law(self, day: date) -> Law:
        known = self.laws.get(day)
        if known is None:
            if len(self.laws) > MOST_REMEMBERED:
                self.laws.clear()
            known = self.laws[day] = load_law(day)
        return known

    def _placed(self, finding: Finding, one: _OnePerson, law: Law) -> TableProblem:
        """Return a finding about a case as one about a row: without the names and days of the case."""
        row, index = divmod(finding.line, COLUMNS_PER_ROW)
        column = self.columns.get(index - 1)
        message = finding.message.replace(in_words(law.identity.in_force), "\x01")
        message = A_DAY.sub("…", message).replace("\x01", in_words(law.identity.in_force))
        for text in sorted({*one.draft.persons, *one.draft.employers}, key=len, reverse=True):
            message = message.replace(f"«{text}»", "…").replace(f"bij {text} ", "bij … ")
        about_lines = finding.suggestion.startswith(("«", "bedoelde", *ABOUT_LINES))
        return TableProblem(row or one.rows[0].number, letters(index - 1) if column else "", column.header if column else "",
                            message.removesuffix(", …"), "" if about_lines else finding.suggestion, finding.severity)  # fmt: skip


class _OnePerson:
    """The draft of one person, filled from the cells of the rows."""

    def __init__(self, builder: CaseBuilder, name: str, rows: Sequence[Cells]) -> None:
        self.builder, self.name, self.rows = builder, name, rows
        self.draft = Draft(builder.file)
        self.problems: list[TableProblem] = []
        self.groups: dict[str, str] = {}
        self.assumed: list[Mention] = []
        self.troubled: set[str] = set()
        self.row = rows[0]
        self.subjects: dict[tuple[str, int], str] = {}
        self.employers: dict[tuple[str, int], str] = {}
        self.placed: dict[tuple[object, ...], str] = {}

    def said(self, about: str, number: int, name: str) -> tuple[Any, Column | None]:
        """Return a part with its column from the first row that has it."""
        for row in self.rows:
            found = row.parts.get((about, number), {}).get(name)
            if found is not None:
                return found
        return None, None

    def place(self, column: Column | None, text: str = "") -> Mention:
        """Return the place of a cell of the row being read."""
        index = column.position + 1 if column is not None else 0
        return Mention(text, Line(self.row.number * COLUMNS_PER_ROW + index, True, "", ""), 0, 0)

    def report(self, column: Column | None, message: str, suggestion: str = "") -> None:
        """Note what is wrong with a cell of the row being read."""
        self.problems.append(TableProblem(self.row.number, column.letter if column else "", column.header if column else "",
                                          message, suggestion))  # fmt: skip

    def reference_date(self) -> date | None:
        """Return the reference date of the rows, which must agree; None when there is none."""
        found: date | None = None
        for row in self.rows:
            self.row = row
            stated = self.row.parts.get((PERSON, 0), {}).get("peildatum")
            day = stated[0] if stated else self.builder.reference_date
            if day is None:
                self.report(self.builder.first.get((PERSON, 0, "peildatum")), "er is geen peildatum",
                            "vul de kolom peildatum, of geef --peildatum")  # fmt: skip
                return None
            if found not in (None, day):
                self.report(stated[1] if stated else None, "deze inwoner heeft op een eerdere rij een andere peildatum",
                            "geef elke peildatum een eigen inwoner")  # fmt: skip
                return None
            found = day
            self.draft.reference_date = Day(day, self.place(stated[1] if stated else None))
        return found

    def fill(self) -> None:
        """Put what the rows say into the draft."""
        _value, column = self.said(PERSON, 0, "inwoner")
        if self.name.lower() == MUNICIPALITY:
            self.report(column, "zo kan een inwoner niet heten")
        self.draft.persons[self.name] = self.place(column).line
        for row in self.rows:
            self.row = row
            self._general()
            for about, number in sorted(self.row.parts):
                if about == PLACED:
                    self._placement(number)
            for about, number in sorted(self.row.parts):
                if about == APPLICATION:
                    self._application(number)
            self._facts()
            for key, option in self.row.readings.items():
                self._agree(self.draft.readings, key, option, "deze lezing")

    def _agree(self, known: dict[str, str], key: str, value: str, what: str) -> None:
        if known.setdefault(key, value) != value:
            self.report(None, f"{what} is op een eerdere rij van deze inwoner anders")

    def _general(self) -> None:
        draft = self.draft
        draft.title = draft.title or self.row.part(PERSON, 0, "casus", "")
        draft.source = draft.source or self.row.part(PERSON, 0, "bron", "")
        draft.closure = self.row.part(PERSON, 0, "overige_feiten", draft.closure)
        assumed, column = self.row.parts.get((PERSON, 0), {}).get("aannamen", ((), None))
        for one in assumed:
            if one in ("oordelen", "feiten"):
                draft.assumed.append(one)
            else:
                self.assumed.append(self.place(column, one))
        self._deviation(PERSON, 0, "")
        for key, value in self.row.groups.items():
            self._agree(self.groups, key, value, "deze groep")

    def _employer(self, about: str, number: int) -> Mention | None:
        found = self.row.parts.get((about, number), {}).get("werkgever")
        if found is None:
            return None
        name, column = found
        if name == self.name or name.lower() == MUNICIPALITY:
            self.report(column, "zo kan een werkgever hier niet heten", "geef de werkgever een andere naam dan de inwoner")
            return None
        self.employers[about, number] = name
        self.draft.employers.setdefault(name, self.place(column).line)
        for older in self.row.part(about, number, "rechtsopvolger_van", ()):
            self.draft.employers.setdefault(older, self.place(column).line)
            if (name, older) not in {(newer, one.text) for newer, one in self.draft.successors}:
                self.draft.successors.append((name, self.place(column, older)))
        return self.place(column, name)

    def _placement(self, number: int) -> None:
        parts = self.row.parts[PLACED, number]
        column = parts.get("soort", (None, None))[1] or next(iter(parts.values()))[1]
        missing = [name for name in ("soort", "werkgever", "van", "tot_en_met") if name not in parts]
        self.subjects.pop((PLACED, number), None)
        employer = self._employer(PLACED, number)
        if missing or employer is None:
            if missing:
                self.report(column, f"van plaatsing {number} ontbreekt: {', '.join(missing).replace('_', ' ')}")
            self.troubled.add(f"{PLACED} {number}")
            return
        signature = (number, *((name, value) for name, (value, _column) in parts.items() if not name.startswith(BODY)))
        if signature in self.placed:
            self.subjects[PLACED, number] = self.placed[signature]
            return
        found = DraftPlacement(f"t{len(self.draft.placements) + 1}", self.place(column, self.name), parts["soort"][0], employer)
        self.subjects[PLACED, number] = self.placed[signature] = found.id
        found.start, found.end = parts["van"][0], parts["tot_en_met"][0]
        if found.end < found.start:
            self.report(parts["tot_en_met"][1], "de periode eindigt voordat zij begint", "controleer beide datums")
        days, column = parts.get("verlengd", ((), column))
        found.extensions = [Day(day, self.place(column)) for day in days]
        pairs, column = parts.get("onderbroken", ((), column))
        found.interruptions = [(first, last, self.place(column).line) for first, last in pairs]
        if any(last < first for first, last in pairs):
            self.report(column, "de periode eindigt voordat zij begint", "controleer beide datums")
        if "toegekend" in parts:
            found.granted = Day(parts["toegekend"][0], self.place(parts["toegekend"][1]))
        found.work = self._work(parts)
        self.draft.placements.append(found)

    def _work(self, parts: dict[str, tuple[Any, Column]]) -> Mention | None:
        return self.place(parts["werkzaamheden"][1], parts["werkzaamheden"][0]) if "werkzaamheden" in parts else None

    def _application(self, number: int) -> None:
        parts = self.row.parts[APPLICATION, number]
        self.subjects.pop((APPLICATION, number), None)
        if "voorziening" not in parts:
            self.report(next(iter(parts.values()))[1], "deze cel hoort bij een aanvraag, maar er staat geen voorziening",
                        "vul de kolom voorziening, of maak de cel leeg")  # fmt: skip
            self.troubled.add(f"{APPLICATION} {number}")
            return
        kind, column = parts["voorziening"]
        employer = self._employer(APPLICATION, number)
        identity = f"z{len(self.draft.applications) + 1}"
        self.subjects[APPLICATION, number] = identity
        found = self._drafted(identity, kind, column, employer, parts)
        found.by_employer = parts.get("ingediend_door", ("",))[0] == "werkgever"
        if "ingediend" in parts:
            found.submitted = Day(parts["ingediend"][0], self.place(parts["ingediend"][1]))
        if "vanaf" in parts:
            found.start = Day(parts["vanaf"][0], self.place(parts["vanaf"][1]))
        if "tot_en_met" in parts:
            found.end = Day(parts["tot_en_met"][0], self.place(parts["tot_en_met"][1]))
        if "maanden" in parts:
            if "tot_en_met" in parts:
                self.report(parts["maanden"][1], "kies: een aantal maanden, of een laatste dag")
            found.duration = Term(parts["maanden"][0], self.place(parts["maanden"][1]))
        found.work = self._work(parts)
        self.draft.applications.append(found)
        self._deviation(APPLICATION, number, kind)

    def _drafted(self, identity: str, kind: str, column: Column, employer: Mention | None,
                 parts: dict[str, tuple[Any, Column]]) -> DraftApplication:  # fmt: skip
        law = self.builder.newest
        extends, continues = parts.get("verlenging", (False,))[0], parts.get("voortzetting", (False,))[0]
        person = self.place(column, self.name)
        if extends and continues:
            self.report(parts["voortzetting"][1], "kies: verlenging of voortzetting")
        if not continues:
            return DraftApplication(identity, person, kind, employer, extension=bool(extends))
        if not law.provisions[kind].is_place:
            self.report(column, "een voortzetting gaat over een plaatsing", "noem hier de soort van de plaatsing")
        continuing = next(key for key, one in law.provisions.items() if one.continuing)
        return DraftApplication(identity, person, continuing, employer, extension=False, continues=kind)

    def _deviation(self, about: str, number: int, provision: str) -> None:
        parts = self.row.parts.get((about, number), {})
        targets, column = parts.get("afwijking_van", ((), None))
        reason = self.row.part(about, number, "afwijking_omdat", "")
        if column is None:
            loose = next((found[1] for name, found in parts.items() if name.startswith("afwijking")), None)
            if loose is not None:
                self.report(loose, "er staat niet waarvan wordt afgeweken", "vul de kolom afwijking_van")
            return
        if not reason:
            self.report(column, "een afwijking heeft een reden nodig (artikel 20)", "vul de kolom afwijking_omdat")
        for target in targets:
            found = Deviation(target, self.name, reason, provision, 0, self.row.part(about, number, "afwijking_door", ""),
                              self.row.part(about, number, "afwijking_op"))  # fmt: skip
            if any(one == found for one, *_places in self.draft.deviations):
                continue
            self.draft.deviations.append((found, self.place(column, target), self.place(column, self.name)))

    def _facts(self) -> None:
        facts, bodies = self.draft.facts, self.builder.has_bodies
        for column, fact in self.row.facts:
            concept = column.concept
            subject = self.name if column.about == PERSON else self._subject(column)
            if concept is None or not subject:
                continue
            if bodies:
                fact = self._of_body(fact, column)
            key = FactKey(concept.key, subject, column.half_year)
            if facts.setdefault(key, fact) is not fact and facts[key] != fact:
                self.report(column, "een andere kolom of een eerdere rij van deze inwoner zegt iets anders")
            if column.half_year:
                self.draft.half_years.append((key, self.place(column)))
        born, day = facts.get(FactKey("geboren", self.name)), self.draft.reference_date
        if born is not None and day is not None and isinstance(born.value, date) and born.value > day.value:
            self.report(self.builder.first.get((PERSON, 0, "geboren")), "deze geboortedatum ligt na de peildatum")

    def _of_body(self, fact: Fact, column: Column) -> Fact:
        """Return a fact with whose judgement it is; one of another organ than the law names establishes nothing."""
        assessed = column.concept.body if column.concept is not None else ""
        body = self.row.part(column.about, column.number, body_part(column))
        if not body:
            return fact
        named = organ(body)
        if assessed and named != assessed:
            self.problems.append(problem(self.row.number, column, f"dit oordeel komt toe aan het {assessed}; een ander stelt het "
                                         "niet vast, dus het feit blijft onbekend", severity=LET_OP))  # fmt: skip
            return Fact(None)
        return Fact(fact.value, body=named)

    def _subject(self, column: Column) -> str:
        """Return whom or what a numbered fact is about; what is missing for it is reported once."""
        slot = column.about, column.number
        if column.concept is not None and column.concept.subject == "werkgever":
            found, missing = self.employers.get(slot, ""), "er staat geen werkgever"
        else:
            found = self.subjects.get(slot, "")
            missing = "er staat geen voorziening" if column.about == APPLICATION else "er staat geen plaatsing"
        if not found and f"{slot[0]} {slot[1]}" not in self.troubled:
            self.report(
                column, f"deze cel hoort bij {column.about} {column.number}, maar {missing}", "maak de cel leeg, of vul aan"
            )
        return found
