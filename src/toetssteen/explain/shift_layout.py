"""From the counts of a caseload under scenarios to a document: what moved, by which norm, for whom and for how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from toetssteen.explain.document import Block, Item, Paragraph, Picture, Section, Table
from toetssteen.explain.layout import COLOURS, DASH, HINT, note
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import grouped
from toetssteen.explain.pictures.flows import Flow, flows_picture
from toetssteen.explain.pictures.histogram import histogram_picture
from toetssteen.explain.shift_report import DIRECTIONS, NOT_ASSESSED, ORDER, Cause, Counted, ShiftReport, SideShift, Total
from toetssteen.explain.what_if_layout import THEN
from toetssteen.explain.what_if_report import SideReport
from toetssteen.kb.dates import euro

MOST_CAUSES, MOST_GROUPS, SHOWN_ROWS = 10, 20, 4
BLANK = "–"


def shift_document(report: ShiftReport, names: Mapping[str, str], *, full: bool = False, hint: str = HINT, width: int = 72,
                   blocks: bool = False, told: bool = True) -> Section:  # fmt: skip
    """Return the document of a caseload under scenarios; ``names`` are those of the voorzieningen, ``full`` shows all groups.

    Without ``told`` it is left out what every scenario is.
    """
    content: list[Block] = [note(" · ".join((f"{grouped(report.rows)} rijen", *report.baseline.law)))]
    content += list(_remarks(report))
    for one in report.scenarios:
        shown = _Shift(report, one, names, full=full, hint=hint, width=width, blocks=blocks)
        content.append(shown.section(told=told))
    return Section(Text(report.title, "bold"), tuple(content), 1, inset=0)


def _remarks(report: ShiftReport) -> Iterator[Paragraph]:
    if report.stopped:
        yield Paragraph(Text(f"Afgebroken: dit gaat over de eerste {grouped(report.rows)} rijen.", "bold yellow"))
    if report.skipped:
        yield Paragraph(Text(f"{grouped(report.skipped)} inwoners zijn overgeslagen wegens fouten in hun rijen.", "yellow"))


def described(side: SideReport, baseline: SideReport) -> Iterator[Item]:
    """Yield what a scenario is: its words, its law where that is another, its fingerprint."""
    yield from (Item(Text(one), THEN) for one in side.words)
    if side.law != baseline.law:
        yield Item(Text(f"recht: {'; '.join(side.law)}"), DASH)
    if side.fingerprint:
        yield Item(Text(f"vingerafdruk {side.fingerprint[:16]}", "dim"), DASH)


class _Shift:
    """The part of the document about one scenario."""

    def __init__(self, report: ShiftReport, shift: SideShift, names: Mapping[str, str], *, full: bool, hint: str, width: int,
                 blocks: bool) -> None:  # fmt: skip
        self.report, self.shift, self.names = report, shift, names
        self.full, self.hint, self.width, self.blocks = full, hint, width, blocks

    def section(self, *, told: bool) -> Section:
        """Return the part, with what the scenario is when that is to be told."""
        shift = self.shift
        content: list[Block] = [*(described(shift.side, self.report.baseline) if told else ()), self._summary()]
        if shift.persons:
            content += [*self._pictures(), *self._matrices(), *self._causes(), *self._totals(), *self._columns()]
        return Section(Text(shift.side.name, "bold"), tuple(content), 2, apart=True)

    def _summary(self) -> Paragraph:
        shift = self.shift
        if not shift.persons:
            return Paragraph(Text("Dit scenario verandert voor niemand in dit bestand iets.", "bold"))
        total = shift.total
        moved = sum(number for (before, after), number in total.moves.items() if before != after)
        text = Text(f"Bij {_rows(shift.persons)} verandert er iets", "bold")
        others = f"{_number(moved, 'andere uitkomst', 'andere uitkomsten')} bij {_rows(shift.moved)}"
        text += Text(f": {others if moved else 'geen enkele uitkomst zelf, wel wat eruit volgt of waarop zij rust'}. ")
        said = [f"{direction} {grouped(number)}" for direction, number in total.directions.items()]
        return Paragraph(
            text + Text(f"{_number(total.changed, 'verandering', 'veranderingen')}: {', '.join(said)}.".capitalize())
        )

    def _pictures(self) -> Iterator[Picture]:
        total = self.shift.total
        flows = [Flow(before, after, number) for (before, after), number in total.moves.items()
                 if NOT_ASSESSED not in (before, after)]  # fmt: skip
        if any(one.moved for one in flows):
            yield flows_picture("Van uitkomst naar uitkomst", flows, sides=("nu", "dan"), width=self.width, blocks=self.blocks)
        if self.full:
            yield histogram_picture("Hoeveel van elke uitkomst", [("nu", total.before.outcomes), ("dan", total.after.outcomes)],
                                    width=self.width, blocks=self.blocks)  # fmt: skip

    def _matrices(self) -> Iterator[Block]:
        """Yield who went from what to what: in all, and for every voorziening in which an outcome is another."""
        moving = [one for one in self.shift.provisions if any(before != after for before, after in one.moves)]
        if not moving:
            return
        if len(self.shift.provisions) > 1:
            yield _matrix("alle voorzieningen samen", self.shift.total)
        for one in moving:
            yield _matrix(self.names.get(one.name, one.name), one)
        others = len(self.shift.provisions) - len(moving)
        if others:
            said = "1 andere voorziening" if others == 1 else f"{others} andere voorzieningen"
            yield note(f"Bij {said} is geen uitkomst anders.")

    def _causes(self) -> Iterator[Block]:
        causes = self.shift.causes if self.full else self.shift.causes[:MOST_CAUSES]
        several = len(self.shift.provisions) > 1
        heads = (
            "norm die het verschil maakt",
            *(("voorziening",) if several else ()),
            "van en naar",
            "aantal",
            "verschil",
            "rijen",
        )
        numeric = frozenset((len(heads) - 3, len(heads) - 2))
        yield Table("Wat het verschil maakt", heads, tuple(self._cause(one, several=several) for one in causes), numeric)
        if len(causes) < len(self.shift.causes):
            yield note(f"Er zijn nog {len(self.shift.causes) - len(causes)} groepen{self.hint}.")
        behind = dict.fromkeys(said for one in causes for said in one.behind)
        if behind:
            items = tuple(Item(Text(f"nu: {before}"), DASH, (Item(Text(after), THEN),)) for before, after in behind)
            yield Section(Text("Wat daar in het recht achter zit", "bold dim"), items, 3)

    def _cause(self, one: Cause, *, several: bool) -> tuple[Text, ...]:
        rows = ", ".join(map(str, one.rows[:SHOWN_ROWS])) + (", …" if one.number > SHOWN_ROWS else "")
        kinds = ", ".join(self.names.get(name, name) for name in one.provisions)
        norms = Text("; ".join(one.sources) or "geen norm: alleen een bedrag of een dag")
        way = _outcome(one.before) if one.before == one.after else _outcome(one.before) + Text(" → ") + _outcome(one.after)
        cents = Text(_difference(one.cents) if one.cents else BLANK)
        kind = (Text(kinds),) if several else ()
        return (norms, *kind, way + Text(f", {one.direction}"), Text(grouped(one.number)), cents, Text(rows, "dim"))

    def _totals(self) -> Iterator[Block]:
        """Yield money and duration, in all and per voorziening where they are."""
        counted = [(self.names.get(one.name, one.name), one) for one in self.shift.provisions]
        counted += [("samen", self.shift.total)] if len(counted) > 1 else []
        rows = [row for name, one in counted for row in _money(name, one, full=self.full)]
        if rows:
            yield Table(
                "Geld en duur van wat kan worden verleend", ("", "nu", "dan", "verschil"), tuple(rows), frozenset({1, 2, 3})
            )
            yield note(
                "«Moet» is wat volgt bij verplicht, «kan» bij bevoegd en weigerbaar: of het wordt verleend, is een besluit."
            )

    def _columns(self) -> Iterator[Block]:
        for name, groups in self.shift.columns:
            shown = groups if self.full else groups[:MOST_GROUPS]
            rows = tuple(_group(one) for one in shown)
            heads = (name.replace("_", " "), "aantal", "anders", "vooruit", "achteruit", "verschil")
            yield Table(f"Per {name.replace('_', ' ')}", heads, rows, frozenset(range(1, len(heads))))
            if len(shown) < len(groups):
                yield note(f"Er zijn nog {len(groups) - len(shown)} waarden{self.hint}.")


def _money(name: str, one: Counted, *, full: bool) -> Iterator[tuple[Text, ...]]:
    """Yield what is owed, what is possible and how long, where there is any; in short form where it changes."""
    parts: tuple[tuple[str, int, int, Callable[[int], str]], ...] = (
        ("moet", one.before.owed_cents, one.after.owed_cents, euro),
        ("kan", one.before.possible_cents, one.after.possible_cents, euro),
        ("gevraagde duur", one.before.months, one.after.months, _months),
    )
    for what, before, after, form in parts:
        if before != after or (full and before):
            less = "-" if after < before else "+"
            apart = f"{less} {form(abs(after - before))}" if after != before else "gelijk"
            yield (
                Text(f"{name}: {what}"),
                Text(form(before)),
                Text(form(after)),
                Text(apart, "bold" if after != before else "dim"),
            )


def _months(number: int) -> str:
    return f"{grouped(number)} {'maand' if number == 1 else 'maanden'}"


def _group(one: Counted) -> tuple[Text, ...]:
    counts = (one.number, one.changed, *(one.directions.get(direction, 0) for direction in DIRECTIONS[:2]))
    apart = _cents(one.after) - _cents(one.before)
    return tuple(map(Text, (one.name, *(grouped(number) if number else BLANK for number in counts),
                            _difference(apart) if apart else BLANK)))  # fmt: skip


def _cents(total: Total) -> int:
    return total.owed_cents + total.possible_cents


def _matrix(name: str, one: Counted) -> Table:
    """Return from which outcome (down) to which (across), with what moved in bold."""
    rows = [outcome for outcome in ORDER if any(before == outcome for before, _after in one.moves)]
    heads = [outcome for outcome in ORDER if any(after == outcome for _before, after in one.moves)]
    cells = tuple(
        (_outcome(before), *(_moved(before, after, one.moves.get((before, after), 0)) for after in heads)) for before in rows
    )
    return Table(f"Van nu (rijen) naar dan (kolommen): {name}", ("nu", *heads), cells, frozenset(range(1, len(heads) + 1)))


def _moved(before: str, after: str, number: int) -> Text:
    return Text(grouped(number), "bold" if before != after else "dim") if number else Text("")


def _outcome(outcome: str) -> Text:
    return Text(outcome, COLOURS.get(outcome, "dim"))


def _difference(cents: int) -> str:
    return f"{'+' if cents > 0 else '-'} {euro(abs(cents))}"


def _rows(number: int) -> str:
    return _number(number, "rij", "rijen")


def _number(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{grouped(number)} {several}"
