"""A caseload decided, as counts: how many of every outcome, what stands in the way, for how much, and how that reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from toetssteen.explain.document import Block, Item, Paragraph, Section, Table
from toetssteen.explain.layout import COLOURS, DASH, HINT, note
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import grouped
from toetssteen.explain.pictures.histogram import histogram_picture
from toetssteen.explain.shift_report import ORDER, Total
from toetssteen.explain.what_if_layout import THEN
from toetssteen.explain.what_if_report import SideReport
from toetssteen.kb.dates import euro

MOST_NORMS, MOST_GROUPS = 10, 20
BLANK = "–"


class Part(NamedTuple):
    """A part of the caseload (all of it, a voorziening, a group) with its totals."""

    name: str
    total: Total

    @property
    def number(self) -> int:
        """How many outcomes there are."""
        return sum(self.total.outcomes.values())


class Obstacle(NamedTuple):
    """A norm that decides outcomes that are not simply granted: which, of how many, in which rows (the first few)."""

    norm: str
    source: str
    outcome: str
    number: int
    rows: tuple[int, ...]


class PopulationReport(NamedTuple):
    """A caseload decided under one side; ``skipped`` persons had errors, ``stopped`` tells that it was broken off."""

    title: str
    rows: int
    persons: int
    skipped: int
    stopped: bool
    side: SideReport
    total: Total
    provisions: tuple[Part, ...]
    columns: tuple[tuple[str, tuple[Part, ...]], ...]
    obstacles: tuple[Obstacle, ...]


def population_document(report: PopulationReport, names: Mapping[str, str], *, full: bool = False, hint: str = HINT,
                        width: int = 72, blocks: bool = False) -> Section:  # fmt: skip
    """Return the document of a caseload; ``names`` are those of the voorzieningen, ``full`` shows every norm and group."""
    decided = sum(report.total.outcomes.values())
    counted = f"{_number(report.persons, 'inwoner', 'inwoners')}, {_number(decided, 'uitkomst', 'uitkomsten')}"
    content: list[Block] = [note(" · ".join((counted, *report.side.law)))]
    content += [Item(Text(one), THEN) for one in report.side.words]
    content += [Item(Text(f"vingerafdruk {report.side.fingerprint[:16]}", "dim"), DASH)] if report.side.fingerprint else []
    content += _remarks(report)
    content.append(histogram_picture("Hoeveel van elke uitkomst", [("", report.total.outcomes)], width=width, blocks=blocks))
    parts = [one._replace(name=names.get(one.name, one.name)) for one in report.provisions]
    whole = [Part("samen", report.total)] if len(parts) > 1 else []
    content.append(_outcomes("Per voorziening", "voorziening", [*parts, *whole], report.total))
    content += _obstacles(report, full=full, hint=hint)
    content += _money([*parts, *whole])
    for name, groups in report.columns:
        shown = groups if full else groups[:MOST_GROUPS]
        spoken = name.replace("_", " ")
        content.append(_outcomes(f"Per {spoken}", spoken, shown, report.total))
        if len(shown) < len(groups):
            content.append(note(f"Er zijn nog {len(groups) - len(shown)} waarden{hint}."))
    return Section(Text(report.title, "bold"), tuple(content), 1, inset=0)


def _remarks(report: PopulationReport) -> list[Paragraph]:
    found = []
    if report.stopped:
        found.append(Paragraph(Text(f"Afgebroken: dit gaat over de eerste {grouped(report.rows)} rijen.", "bold yellow")))
    if report.skipped:
        found.append(
            Paragraph(Text(f"{grouped(report.skipped)} inwoners zijn overgeslagen wegens fouten in hun rijen.", "yellow"))
        )
    return found


def _outcomes(caption: str, head: str, parts: list[Part] | tuple[Part, ...], total: Total) -> Table:
    outcomes = [one for one in ORDER if total.outcomes.get(one)]
    rows = tuple((Text(part.name), *(_count(part, one) for one in outcomes), Text(grouped(part.number))) for part in parts)
    return Table(caption, (head, *outcomes, "aantal"), rows, frozenset(range(1, len(outcomes) + 2)))


def _count(part: Part, outcome: str) -> Text:
    number = part.total.outcomes.get(outcome)
    return Text(grouped(number), COLOURS.get(outcome, "dim")) if number else Text(BLANK)


def _obstacles(report: PopulationReport, *, full: bool, hint: str) -> Iterator[Block]:
    shown = report.obstacles if full else report.obstacles[:MOST_NORMS]
    if not shown:
        return
    rows = tuple(map(_obstacle, shown))
    yield Table("Waarop het aankomt", ("norm", "uitkomst", "aantal", "rijen"), rows, frozenset({2}))
    if len(shown) < len(report.obstacles):
        yield note(f"Er zijn nog {len(report.obstacles) - len(shown)} normen{hint}.")


def _obstacle(one: Obstacle) -> tuple[Text, ...]:
    rows = ", ".join(map(str, one.rows)) + (", …" if one.number > len(one.rows) else "")
    return Text(one.source), Text(one.outcome, COLOURS.get(one.outcome, "dim")), Text(grouped(one.number)), Text(rows, "dim")


def _money(parts: list[Part]) -> Iterator[Block]:
    counted = [one for one in parts if one.total.owed_cents or one.total.possible_cents or one.total.months]
    if not counted:
        return
    rows = tuple(
        (Text(one.name), *(Text(euro(cents) if cents else BLANK) for cents in (one.total.owed_cents, one.total.possible_cents)),
         Text(_number(one.total.months, "maand", "maanden") if one.total.months else BLANK))
        for one in counted
    )  # fmt: skip
    yield Table("Geld en duur van wat kan worden verleend", ("", "moet", "kan", "gevraagde duur"), rows, frozenset({1, 2, 3}))
    yield note("«Moet» is wat volgt bij verplicht, «kan» bij bevoegd en weigerbaar: of het wordt verleend, is een besluit.")


def _number(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{grouped(number)} {several}"
