"""What would be reached as limits move together: the cost against what is served, and which points are efficient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toetssteen.explain.document import Block, Paragraph, Picture, Section, Table
from toetssteen.explain.frontier_chart import frontier_svg, in_terminal
from toetssteen.explain.output import Text
from toetssteen.kb.numbers import in_form

SERVED = "bediende inwoners"
EFFICIENT = "Doelmatig is een punt als voor hetzelfde geld of minder nergens meer wordt bereikt."
EFFICIENT_LEAST = "Doelmatig is een punt als voor hetzelfde geld of minder nergens een lagere uitkomst wordt bereikt."


class Moved(NamedTuple):
    """A limit that moves: its name, the form of its numbers, and the room it leaves now."""

    name: str
    form: str
    room: int


class Point(NamedTuple):
    """What is reached when every limit that moves leaves this part (in hundredths) of the room it leaves now.

    ``value`` is what is set against the cost, ``said`` the same in words; ``efficient`` when no other point costs no more
    and reaches more, or costs less and reaches as much.
    """

    percent: int
    rooms: tuple[int, ...]
    euros: int
    served: int
    value: int
    said: str
    proven: bool
    efficient: bool = False

    @property
    def now(self) -> bool:
        """Whether this is the room there is."""
        return self.percent == 100


class Frontier(NamedTuple):
    """The points of some limits that move; ``asked`` is how many there would be had nobody interrupted it.

    At the parts in ``impossible`` no allocation keeps all limits and duties; ``open`` are those without any found in time.
    """

    moved: tuple[Moved, ...]
    against: str
    least: bool
    points: tuple[Point, ...]
    impossible: tuple[int, ...]
    open: tuple[int, ...]
    asked: int

    @property
    def complete(self) -> bool:
        """Whether every point has been computed."""
        return len(self.points) + len(self.impossible) + len(self.open) == self.asked

    @property
    def name(self) -> str:
        """The limits that move, in words."""
        return " en ".join(filter(None, (", ".join(one.name for one in self.moved[:-1]), self.moved[-1].name)))


def marked(points: Iterable[Point], *, least: bool) -> tuple[Point, ...]:
    """Return points in the order of the room with the efficient ones marked."""
    found = sorted(points)

    def better(other: Point, one: Point) -> bool:
        gain = (one.value - other.value) * (1 if least else -1)
        return other.euros <= one.euros and gain >= 0 and (other.euros < one.euros or gain > 0)

    return tuple(one._replace(efficient=not any(better(other, one) for other in found)) for one in found)


def frontier_section(frontier: Frontier) -> Section:
    """Return the points as a drawing and a table."""
    one = len(frontier.moved) == 1
    title = f"Als {'deze grens verschuift' if one else 'deze grenzen samen verschuiven'}: {frontier.name}"
    content: list[Block] = [Paragraph(Text(line)) for line in _remarks(frontier)]
    if frontier.points:
        other = [frontier.against] if frontier.against != SERVED else []
        heads = ("ruimte (procent)", *(["is dan"] if one else []), "kosten", SERVED, *other, "doelmatig")
        rows = tuple(tuple(map(Text, _row(frontier, point))) for point in frontier.points)
        words = f"Een tekening met de kosten en {frontier.against}; dezelfde punten staan in de tabel."
        content.append(Picture(frontier_svg(frontier), tuple(in_terminal(frontier)), words))
        content.append(Table("Wat er bij elke ruimte wordt bereikt", heads, rows, frozenset(range(1, 4 if one else 3))))
        content.append(Paragraph(Text(EFFICIENT_LEAST if frontier.least else EFFICIENT)))
    return Section(Text(title, "bold"), tuple(content), 2, apart=True)


def _row(frontier: Frontier, point: Point) -> Iterator[str]:
    yield f"{point.percent}" + (" (nu)" if point.now else "")
    if len(frontier.moved) == 1:
        yield in_form(point.rooms[0], frontier.moved[0].form)
    yield in_form(point.euros, "budget")
    yield in_form(point.served, "aantal")
    if frontier.against != SERVED:
        yield point.said
    yield ("ja" if point.efficient else "nee") + ("" if point.proven else " (niet bewezen)")


def _remarks(frontier: Frontier) -> Iterator[str]:
    if len(frontier.moved) > 1:
        yield "De ruimte van nu: " + "; ".join(f"{one.name} {in_form(one.room, one.form)}" for one in frontier.moved) + "."
    if not frontier.complete:
        done = len(frontier.points) + len(frontier.impossible) + len(frontier.open)
        yield f"Onderbroken: {done} van de {frontier.asked} punten zijn berekend; wat doelmatig is, geldt alleen daarbinnen."
    if frontier.impossible:
        said = ", ".join(map(str, frontier.impossible))
        yield f"Bij {said} procent van de ruimte houdt geen verdeling alle grenzen en plichten in acht."
    if frontier.open:
        yield f"Bij {', '.join(map(str, frontier.open))} procent van de ruimte is in de tijd geen verdeling gevonden."


def frontier_in_words(frontier: Frontier) -> Iterator[str]:
    """Yield what the drawing shows as sentences."""
    for point in frontier.points:
        rooms = " en ".join(in_form(room, each.form) for room, each in zip(point.rooms, frontier.moved, strict=True))
        now = " (nu)" if point.now else ""
        said = "" if frontier.against == SERVED else f", {frontier.against} {point.said}"
        efficient = "" if point.efficient else ", niet doelmatig"
        served = in_form(point.served, "inwoners")
        yield f"{rooms}{now}: {served} bediend voor {in_form(point.euros, 'budget')}{said}{efficient}."
