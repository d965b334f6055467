"""The columns of a table: what every header stands for, by the vocabulary of facts and the structure of a case.

A column is called what the fact is called (its key, its sentence or its question), or what JSON calls that part of a case.
``aanvraag 2 …`` and ``plaatsing 1 …`` say which one of several it is about; without a number it is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from toetssteen.kb.finding import FOUT, LET_OP
from toetssteen.kb.law import Law
from toetssteen.kb.vocabulary import SUBJECTS, VALUE_SLOT, Concept
from toetssteen.parser.messages import nearest
from toetssteen.parser.phrases import ASKED_TERM, PLACEMENT, with_pronouns

PERSON, APPLICATION, PLACED, GROUP, IGNORED, NAMELESS = "inwoner", "aanvraag", "plaatsing", "groep", "negeer", "naamloos"
FACT, BODY, READING = "feit", "volgens", "lezing"
# The parts of a case that are no facts, as JSON calls them, with other names people give them.
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    PERSON: {
        "inwoner": ("naam", "persoon", "klant", "kandidaat"), "peildatum": (), "leeftijd": (), "casus": ("titel",),
        "bron": (), "overige_feiten": (), "aannamen": ("aanname",), "afwijking_van": (), "afwijking_omdat": (),
        "afwijking_op": (), "afwijking_door": (),
    },
    APPLICATION: {
        "voorziening": ("aanvraag",), "werkgever": (), "verlenging": (), "voortzetting": (),
        "vanaf": ("begindatum", "startdatum"), "maanden": ("duur", "duur in maanden"), "tot_en_met": ("einddatum",),
        "ingediend": ("aangevraagd", "aangevraagd op", "ingediend op", "aanvraagdatum"), "ingediend_door": ("aangevraagd door",),
        "werkzaamheden": (), "rechtsopvolger_van": (), "afwijking_van": (), "afwijking_omdat": (), "afwijking_op": (),
        "afwijking_door": (),
    },
    PLACED: {
        "soort": (), "werkgever": (), "van": (), "tot_en_met": (), "toegekend": ("toegekend op",), "verlengd": (),
        "onderbroken": (), "werkzaamheden": (), "rechtsopvolger_van": (),
    },
}  # fmt: skip
OTHER_NAMES = {"geboren": ("geboortedatum",)}
# Where the facts of a kind of subject stand.
HOMES = {"persoon": PERSON, "zaak": APPLICATION, "werkgever": APPLICATION, "plaatsing": PLACED}
NUMBERED = re.compile(r"(aanvraag|plaatsing)(?: (\d{1,2}))? (.+)")
HALF_YEAR = re.compile(r"(.+?)(?: in)? halfjaar (\d{1,2})")
MARKED = re.compile(r"\s*(groep|negeer)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
BETWEEN = re.compile(r"[\s_\-–:./?!]+")
READING_NAME = re.compile(r"lezing i ?(\d+[a-z]?)")
MOST_COLUMNS, LONGEST_HEADER, MOST_OF_A_KIND = 2_000, 300, 20


class Column(NamedTuple):
    """A column: its place from 0, its header, what it is about, which of those (0: not numbered) and what it says of it.

    ``part`` is a part of a case, ``feit`` or ``volgens`` with their ``concept``, the key of a reading, or the name of a group.
    """

    position: int
    header: str
    about: str
    number: int
    part: str
    concept: Concept | None = None
    half_year: int = 0

    @property
    def letter(self) -> str:
        """The letter of the column in a spreadsheet."""
        return letters(self.position)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What the column is about, the same for two columns that say the same."""
        return self.about, self.number, self.part, self.concept.key if self.concept else "", self.half_year


class TableProblem(NamedTuple):
    """What is wrong in a table, or to note: the row (0: none), the column by letter and name, and what belongs there."""

    row: int
    letter: str
    header: str
    message: str
    suggestion: str = ""
    severity: str = "fout"


def letters(index: int) -> str:
    """Return the letters of a column of a spreadsheet by its place from 0: A, …, Z, AA."""
    found, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        found = chr(ord("A") + place) + found
    return found


def normal(header: str) -> str:
    """Return a header as it is compared: small letters, and one space for everything between words."""
    return BETWEEN.sub(" ", header.lower()).strip()


def labels(concept: Concept, law: Law) -> Iterator[str]:
    """Yield the names a column of a fact can have: its key, its sentences without their subject, and its question."""
    yield concept.key
    yield from OTHER_NAMES.get(concept.key, ())
    for template in (concept.positive, *concept.aliases):
        text = VALUE_SLOT.sub("", template).removeprefix(SUBJECTS[concept.subject]).removeprefix(f"{PLACEMENT} ")
        yield _plain(text, law)
    yield question(concept, law)


def question(concept: Concept, law: Law) -> str:
    """Return the question a column answers, with words for whom it is about."""
    text = concept.question.replace("{P}", "de inwoner").replace("{F}", "de grens")
    return _plain(text[:1].upper() + text[1:], law)


def _plain(text: str, law: Law) -> str:
    return with_pronouns(text.replace("{gemeente}", law.identity.municipality).replace(PLACEMENT, "de plaatsing"))


class _Names(NamedTuple):
    """What every header stands for, without numbers: the facts, and the parts of each kind."""

    facts: dict[str, Concept]
    parts: dict[str, dict[str, str]]


@lru_cache(maxsize=8)
def _names(law: Law) -> _Names:
    facts: dict[str, Concept] = {}
    known = [one for one in law.concepts.values() if one.subject in HOMES and one.key != ASKED_TERM]
    for concept in known:
        facts[normal(concept.key)] = concept
    for concept in known:
        for label in labels(concept, law):
            facts.setdefault(normal(label), concept)
    parts = {about: {normal(name): key for key, others in table.items() for name in (key, *others)}
             for about, table in PARTS.items()}  # fmt: skip
    return _Names(facts, parts)


def column_of(index: int, header: str, law: Law, groups: Iterable[str] = (), ignored: Iterable[str] = ()) -> Column | None:
    """Return what a header stands for, or None; a group or what is ignored is marked in the header or by name."""
    written = " ".join(header.split())
    marked = MARKED.fullmatch(written)
    if marked and marked[2]:
        return Column(index, written, marked[1].lower(), 0, marked[2])
    text = normal(written)
    if not text:
        return Column(index, written, NAMELESS, 0, "")
    if text in {normal(one) for one in ignored}:
        return Column(index, written, IGNORED, 0, written)
    group = next((one for one in groups if normal(one) == text), "")
    if group:
        return Column(index, written, GROUP, 0, group)
    return _known(index, written, text, law)


def _known(index: int, written: str, text: str, law: Law) -> Column | None:
    reading = READING_NAME.fullmatch(text)
    if reading:
        return Column(index, written, READING, 0, f"i{reading[1]}")
    bare = _bare(text, law)
    if bare is not None:
        return Column(index, written, *bare)
    numbered = NUMBERED.fullmatch(text)
    if numbered is None:
        return None
    inner = _bare(numbered[3], law, numbered[1])
    if inner is None or inner[0] == PERSON or not 0 < int(numbered[2] or 1) <= MOST_OF_A_KIND:
        return None
    return Column(index, written, numbered[1], int(numbered[2] or 1), *inner[2:])


def _bare(text: str, law: Law, about: str = "") -> tuple[str, int, str, Concept | None, int] | None:
    """Return what a header without a number in front stands for; ``about`` says of which kind it must be."""
    names = _names(law)
    for kind in (about,) if about else (PERSON, APPLICATION):
        if text in names.parts[kind]:
            return kind, int(kind != PERSON), names.parts[kind][text], None, 0
    part, half_year = FACT, 0
    if text not in names.facts and text.endswith(" volgens"):
        text, part = text.removesuffix(" volgens"), BODY
    found = HALF_YEAR.fullmatch(text) if text not in names.facts else None
    if found:
        text, half_year = found[1], int(found[2])
    concept = names.facts.get(text)
    if concept is None or (half_year and not concept.numbered):
        return None
    home = about if about and concept.subject == "werkgever" else HOMES[concept.subject]
    return None if about and home != about else (home, int(home != PERSON), part, concept, half_year)


def read_header(cells: Sequence[object], law: Law, groups: Sequence[str] = (),
                ignored: Sequence[str] = ()) -> tuple[list[Column], list[TableProblem]]:  # fmt: skip
    """Return the columns of a header row with everything that is wrong with it."""
    headers = ["" if cell is None else str(cell) for cell in cells]
    while headers and not headers[-1].strip():
        headers.pop()
    if not headers:
        return [], [TableProblem(1, "", "", "de eerste rij is leeg; daar horen de namen van de kolommen", _TEMPLATE)]
    if len(headers) > MOST_COLUMNS:
        return [], [TableProblem(1, "", "", f"er zijn {len(headers)} kolommen; hooguit {MOST_COLUMNS} kunnen er worden gelezen")]
    found = [column_of(index, header, law, groups, ignored) if len(header) <= LONGEST_HEADER else None
             for index, header in enumerate(headers)]  # fmt: skip
    if not any(one is not None and one.about not in (NAMELESS, GROUP, IGNORED) for one in found):
        # without a header its first row holds what is said of a person, so nothing of it is repeated
        return [], [TableProblem(1, "", "", "geen enkele kolom heeft een naam die bekend is; de eerste rij hoort de namen van "
                                 "de kolommen te hebben", _TEMPLATE)]  # fmt: skip
    problems = [_unknown(index, headers[index], law) for index, one in enumerate(found) if one is None]
    columns = [one for one in found if one is not None]
    problems += _doubled(columns)
    problems += [_reading_problem(one, law) for one in columns if one.about == READING and one.part not in law.readings]
    names = {normal(one.header) for one in columns} | {normal(header) for header in headers}
    problems += [TableProblem(1, "", "", f"er is geen kolom «{_short(one)}»", nearest(one, headers), severity)
                 for wanted, severity in ((groups, FOUT), (ignored, LET_OP))
                 for one in wanted if normal(one) not in names]  # fmt: skip
    return columns, problems


_TEMPLATE = "toetssteen sjabloon maakt een leeg bestand met de goede namen"


def _doubled(columns: Sequence[Column]) -> list[TableProblem]:
    seen: dict[tuple[object, ...], Column] = {}
    problems = []
    for column in columns:
        if column.about in (NAMELESS, IGNORED):
            continue
        first = seen.setdefault(column.meaning, column)
        if first is not column:
            problems.append(TableProblem(1, column.letter, _short(column.header), f"kolom {first.letter} zegt al hetzelfde",
                                         "laat een van beide kolommen weg"))  # fmt: skip
    return problems


def _reading_problem(column: Column, law: Law) -> TableProblem:
    return TableProblem(1, column.letter, _short(column.header), "deze lezing bestaat niet",
                        nearest(column.part, law.readings) or "zie toetssteen lezingen")  # fmt: skip


def _unknown(index: int, header: str, law: Law) -> TableProblem:
    names = _names(law)
    known = [one for one in law.concepts if law.concepts[one].subject in HOMES and one != ASKED_TERM]
    known += [key for about in (PERSON, APPLICATION) for key in PARTS[about]]
    prefix = NUMBERED.fullmatch(normal(header))
    text = prefix[3] if prefix else header
    if prefix and prefix[1] == PLACED:
        known = [*PARTS[PLACED], *(key for key in known if key in law.concepts and law.concepts[key].subject == "plaatsing")]
    close = nearest(normal(text)[:LONGEST_HEADER].replace(" ", "_"), known) or nearest(normal(text)[:LONGEST_HEADER], names.facts)
    aside = f"zet er «groep:» of «negeer:» voor, of geef --groep {_short(header)}"
    hint = f"{close} Zo niet: {aside}" if close else f"hoort de kolom niet bij het recht, {aside.replace('zet er', 'zet er dan')}"
    return TableProblem(1, letters(index), _short(header), "deze kolom is onbekend", hint)


def _short(header: str) -> str:
    text = " ".join(header.split())
    return text if len(text) <= 60 else text[:59] + "…"
