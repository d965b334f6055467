"""Cases as the rows of a table: one row for every application, under the headers that ``table_columns.py`` reads.

What a table has no room for is told, never left out in silence; what is written reads back as the same case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from toetssteen.kb.case import Application, Case, Deviation, Fact, Placement
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.table_columns import APPLICATION, MOST_OF_A_KIND, PARTS, PERSON, PLACED
from toetssteen.parser.table_output import Cell
from toetssteen.parser.table_rows import Row
from toetssteen.parser.writer import asked_kind

GROUP_PLACE, READING_PLACE = 50, 60
# Sections of a table, from left to right.
SECTIONS = (PERSON, APPLICATION, PLACED)
MANY = "; "
# A spreadsheet would have this read as a hundred percent.
ONE_PERCENT = "1 procent"


class Head(NamedTuple):
    """A header with its place in the order of columns: section, number, and place in the section."""

    section: int
    number: int
    order: tuple[int, int, int]
    name: str


Line = dict[Head, Cell]


class CaseTable:
    """The cases of some rows as a table: its header, its rows, and what it has no room for, with how often.

    ``source`` is gone through once for the header and once more for the rows.
    """

    def __init__(self, source: Iterable[Row]) -> None:
        self.source = source
        self.left_out: Counter[str] = Counter()
        heads: set[Head] = set()
        for lines, left_out in self._lines():
            self.left_out.update(left_out)
            heads.update(*lines)
        self.heads = sorted(heads)

    @property
    def header(self) -> list[str]:
        """The headers of the columns that have something in them."""
        return [head.name for head in self.heads]

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the cells of every row, in the order of the header."""
        for lines, _left_out in self._lines():
            for line in lines:
                yield [line.get(head, "") for head in self.heads]

    def _lines(self) -> Iterator[tuple[list[Line], list[str]]]:
        used: dict[str, int] = {}
        for row in self.source:
            for person in row.case.persons:
                used[person] = used.get(person, 0) + 1
                alone = of_person(row.case, person)
                writer = _PersonLines(alone, person, row.groups, load_law(row.case.reference_date))
                yield writer.lines(person if used[person] == 1 else f"{person} ({used[person]})"), writer.left_out


def of_person(case: Case, person: str) -> Case:
    """Return what a case says of one person, with ids that count from 1 again."""
    if len(case.persons) == 1:
        return case
    applications = [one for one in case.applications if one.person == person]
    placements = [one for one in case.placements if one.person == person]
    ids = {one.id: f"z{number}" for number, one in enumerate(applications, 1)}
    ids |= {one.id: f"t{number}" for number, one in enumerate(placements, 1)}
    others = {*case.persons} - {person}
    gone = ({one.id for one in case.applications} | {one.id for one in case.placements}) - set(ids)
    used = {one.employer for one in applications} | {one.employer for one in placements}
    used |= {older for newer, older in case.successors if newer in used}
    return case._replace(
        persons=(person,), employers=tuple(one for one in case.employers if one in used),
        successors=tuple(pair for pair in case.successors if pair[0] in used),
        applications=tuple(one._replace(id=ids[one.id], extends=ids.get(one.extends, ""), continues=ids.get(one.continues, ""))
                           for one in applications),
        placements=tuple(one._replace(id=ids[one.id]) for one in placements),
        facts={key._replace(subject=ids.get(key.subject, key.subject)): fact for key, fact in case.facts.items()
               if key.subject not in others | gone and (key.subject not in case.employers or key.subject in used)},
        deviations=tuple(one for one in case.deviations if one.person == person),
        expectations=tuple(one for one in case.expectations if one.person == person),
    )  # fmt: skip


class _PersonLines:
    """The rows of one person: everything about the person on each, the placements on the first."""

    def __init__(self, case: Case, person: str, groups: Mapping[str, str], law: Law) -> None:
        self.case, self.person, self.groups, self.law = case, person, groups, law
        self.left_out: list[str] = []
        self.places = {key: place for place, key in enumerate(law.concepts)}
        self.told: set[str] = set()

    def lines(self, name: str) -> list[Line]:
        """Return the rows under a name."""
        shared = self._shared(name)
        applications = [self._application(item) for item in self.case.applications] or [{}]
        placed: Line = {}
        for number, item in enumerate(self.case.placements, 1):
            placed |= self._placement(number, item)
        self._check_room()
        return [shared | line | (placed if place == 0 else {}) for place, line in enumerate(applications)]

    def _check_room(self) -> None:
        case = self.case
        if case.ceilings:
            self.left_out.append("plafonds")
        if case.municipal:
            self.left_out.append("feiten over de gemeente")
        if case.expectations:
            self.left_out.append("verwachtingen")
        if {one.provision for one in case.deviations} - {"", *(one.provision for one in case.applications)}:
            self.left_out.append("afwijkingen bij iets dat niet is aangevraagd")
        if len(case.placements) > MOST_OF_A_KIND:
            self.left_out.append(f"plaatsingen boven de {MOST_OF_A_KIND}")
        used = {one.employer for one in case.applications} | {one.employer for one in case.placements}
        older = {old for new, old in case.successors if new in used}
        if {*case.employers} - used - older or {new for new, _old in case.successors} - used:
            self.left_out.append("werkgevers zonder aanvraag of plaatsing")

    def _shared(self, name: str) -> Line:
        case = self.case
        said: dict[str, Cell] = {
            "inwoner": name, "peildatum": case.reference_date, "casus": case.title, "bron": case.source,
            "overige_feiten": "" if case.closure == "onbekend" else case.closure, "aannamen": MANY.join(case.assumed),
            **self._deviation(""),
        }  # fmt: skip
        found = _parts(PERSON, 0, "", said)
        found |= {
            Head(0, 0, (GROUP_PLACE, place, 0), f"groep:{key}"): value for place, (key, value) in enumerate(self.groups.items())
        }
        found |= {Head(0, 0, (READING_PLACE, 0, 0), f"lezing {self.law.readings[key].display}"): option
                  for key, option in case.readings.items()}  # fmt: skip
        return found | self._facts(PERSON, 0, "", self.person, "persoon")

    def _deviation(self, provision: str) -> dict[str, Cell]:
        own = [one for one in self.case.deviations if one.provision == provision]
        if not own:
            return {}
        first = own[0]
        same = [one for one in own if one._replace(target="", line=0) == first._replace(target="", line=0)]
        if len(same) < len(own):
            self.left_out.append("afwijkingen met een andere reden, dag of beslisser bij dezelfde aanvraag")
        return _deviation_cells(same)

    def _application(self, item: Application) -> Line:
        extends, continues = bool(item.extends), bool(item.continues)
        said: dict[str, Cell] = {
            "voorziening": asked_kind(self.case, item), "werkgever": item.employer, "verlenging": "ja" if extends else "",
            "voortzetting": "ja" if continues else "", "vanaf": "" if extends or continues else item.start or "",
            "maanden": item.months or "", "tot_en_met": "" if continues else item.end or "", "ingediend": item.submitted or "",
            "ingediend_door": "werkgever" if item.by_employer else "", "werkzaamheden": item.work,
        }  # fmt: skip
        # an unnumbered column of a deviation is about all applications
        numbered = _parts(APPLICATION, 1, f"{APPLICATION}_1_", self._deviation(item.provision))
        found = _parts(APPLICATION, 1, "", said | self._successor(item.employer)) | numbered
        return found | self._employer(APPLICATION, 1, "", item.employer) | self._facts(APPLICATION, 1, "", item.id, "zaak")

    def _placement(self, number: int, item: Placement) -> Line:
        prefix = f"{PLACED}_{number}_"
        between = (f"{first.isoformat()} t/m {last.isoformat()}" for first, last in item.interruptions)
        said: dict[str, Cell] = {
            "soort": item.provision, "werkgever": item.employer, "van": item.start, "tot_en_met": item.end,
            "toegekend": item.granted or "", "verlengd": MANY.join(day.isoformat() for day in item.extensions),
            "onderbroken": MANY.join(between), "werkzaamheden": item.work,
        }  # fmt: skip
        found = _parts(PLACED, number, prefix, said | self._successor(item.employer))
        found |= self._facts(PLACED, number, prefix, item.id, "plaatsing")
        # said once: with the application when there is one at this employer
        asked = any(one.employer == item.employer for one in self.case.applications)
        return found if asked else found | self._employer(PLACED, number, prefix, item.employer)

    def _successor(self, employer: str) -> dict[str, Cell]:
        older = [old for new, old in self.case.successors if new == employer]
        if any(";" in name for name in older):
            self.left_out.append("rechtsvoorgangers met een puntkomma in hun naam")
        return {"rechtsopvolger_van": MANY.join(older)}

    def _employer(self, about: str, number: int, prefix: str, employer: str) -> Line:
        return self._facts(about, number, prefix, employer, "werkgever") if employer else {}

    def _facts(self, about: str, number: int, prefix: str, subject: str, kind: str) -> Line:
        found: Line = {}
        for key, fact in self.case.facts.items():
            concept = self.law.concepts[key.concept]
            if key.subject != subject or concept.subject != kind:
                continue
            name = f"{prefix}{key.concept}" + (f"_halfjaar_{key.number}" if key.number else "")
            order = (100 + self.places[key.concept], key.number, 0)
            found[Head(SECTIONS.index(about), number, order, name)] = fact_cell(fact, concept)
            if fact.body:
                found[Head(SECTIONS.index(about), number, (*order[:2], 1), f"{name}_volgens")] = fact.body
        return found


def fact_cell(fact: Fact, concept: Concept) -> Cell:
    """Return a fact as a cell: ja, nee or onbekend, a date, or a number in its own unit (euros for cents)."""
    if fact.value is None:
        return "onbekend"
    if isinstance(fact.value, bool):
        return "ja" if fact.value else "nee"
    if isinstance(fact.value, date):
        return fact.value
    if concept.kind == "bedrag":
        return Decimal(fact.value) / 100
    return ONE_PERCENT if concept.kind == "procent" and fact.value == 1 else fact.value


def _deviation_cells(own: Sequence[Deviation]) -> dict[str, Cell]:
    first = own[0]
    return {"afwijking_van": MANY.join(one.target for one in own), "afwijking_omdat": first.reason,
            "afwijking_op": first.decided_on or "", "afwijking_door": first.decided_by}  # fmt: skip


def _parts(about: str, number: int, prefix: str, said: Mapping[str, Cell]) -> Line:
    """Return the parts that say something under their headers."""
    order = list(PARTS[about])
    return {Head(SECTIONS.index(about), number, (order.index(name), 0, 0), f"{prefix}{name}"): cell
            for name, cell in said.items() if cell != ""}  # fmt: skip
