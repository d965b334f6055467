"""The points of limits that move, drawn: the cost to the right, what is reached upwards, the efficient ones joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import DRAWING
from toetssteen.explain.to_html import safe
from toetssteen.explain.to_svg import style
from toetssteen.kb.numbers import in_form

if TYPE_CHECKING:
    from toetssteen.explain.frontier import Frontier, Point

WIDE, HIGH, LABEL = 54, 12, 9
GOOD, OTHER, NOW = "●", "○", "◆"
WIDTH, MARGIN, ROW, PLOT = 760.0, 20.0, 26.0, 220.0
SHAPES = """
.normen path.kromme { fill: none; stroke-width: 2.5; }
.normen circle.leeg { fill: none; stroke-width: 1.5; }
"""
COLOURS = """
.normen path.kromme { stroke: {plaats}; }
.normen circle.stip { fill: {plaats}; }
.normen circle.leeg { stroke: {plaats}; }
.normen circle.nu { fill: {fout}; }
"""


def _scale(frontier: Frontier) -> tuple[int, int, int]:
    """Return the largest cost, and the lowest and highest value that the drawing has room for."""
    values = [0, *(one.value for one in frontier.points)]
    return max(1, *(one.euros for one in frontier.points)), min(values), max(1, *values)


def in_terminal(frontier: Frontier) -> Iterator[Text]:
    """Yield the points as lines of signs."""
    most, low, high = _scale(frontier)
    field = [[" "] * WIDE for _row in range(HIGH)]
    for one in sorted(frontier.points, key=lambda point: (point.now, point.efficient)):
        column, row = round((WIDE - 1) * one.euros / most), round((HIGH - 1) * (one.value - low) / (high - low))
        field[HIGH - 1 - row][column] = NOW if one.now else GOOD if one.efficient else OTHER
    yield Text(f"{frontier.against} (omhoog) bij de kosten (naar rechts)")
    for number, line in enumerate(field):
        label = high if number == 0 else low if number == HIGH - 1 else None
        said = "" if label is None else in_form(label, "aantal")
        yield Text(f"{said:>{LABEL}} │") + Text("".join(line).rstrip(), "cyan")
    end = in_form(most, "budget")
    yield Text(" " * LABEL + " └" + "─" * WIDE)
    yield Text(" " * (LABEL + 2) + f"€ 0{end:>{WIDE - 3}}")
    yield Text(f"{GOOD} doelmatig  {OTHER} niet doelmatig  {NOW} de ruimte van nu")


def frontier_svg(frontier: Frontier) -> str:
    """Return the points as a drawing that needs nothing else."""
    from toetssteen.explain.frontier import frontier_in_words

    if not frontier.points:
        return ""
    return DRAWING.format(
        name="grenslijn", patterns="", width=WIDTH, height=MARGIN + PLOT + 3 * ROW, title=safe(_heading(frontier)),
        words=safe(" ".join(frontier_in_words(frontier))), style=style(SHAPES, COLOURS),
        body="\n".join(curve(frontier, MARGIN)),
    )  # fmt: skip


def _heading(frontier: Frontier) -> str:
    if len(frontier.moved) > 1:
        return f"Kosten en {frontier.against}, als {len(frontier.moved)} grenzen samen verschuiven"
    return f"Kosten en {frontier.against}, als verschuift: {frontier.name}"


def curve(frontier: Frontier, top: float) -> Iterator[str]:
    """Yield the elements of the drawing, from a height down: the axes, the points, and the line through the efficient ones."""
    most, low, high = _scale(frontier)
    left, bottom, wide = MARGIN + 60, top + PLOT, WIDTH - 2 * MARGIN - 80

    def place(one: Point) -> tuple[float, float]:
        return left + wide * one.euros / most, bottom - (PLOT - 2 * ROW) * (one.value - low) / (high - low)

    yield f'<text class="kop" x="{MARGIN:.0f}" y="{top + ROW * 0.7:.1f}">{safe(_heading(frontier))}</text>'
    yield f'<path class="lijn" d="M{left:.1f} {top + 1.5 * ROW:.1f}V{bottom:.1f}H{left + wide:.1f}"/>'
    efficient = sorted(place(one) for one in frontier.points if one.efficient)
    if len(efficient) > 1:
        yield f'<path class="kromme" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in efficient)}"/>'
    for one in sorted(frontier.points, key=lambda point: point.now):
        x, y = place(one)
        kind = "nu" if one.now else "stip" if one.efficient else "leeg"
        yield (f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{5 if one.now else 4}">'
               f"<title>{safe(_said(frontier, one))}</title></circle>")  # fmt: skip
    for y, value in ((top + 2 * ROW + 4, high), (bottom + 4, low)):
        yield f'<text x="{left - 10:.1f}" y="{y:.1f}" text-anchor="end">{in_form(value, "aantal")}</text>'
    for x, euros, anchor in ((left, 0, "start"), (left + wide, most, "end")):
        yield f'<text x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="{anchor}">{safe(in_form(euros, "budget"))}</text>'
    yield (f'<text x="{left:.1f}" y="{bottom + 18 + ROW:.1f}">dicht: doelmatig; open: niet doelmatig; '
           "rood: de ruimte van nu</text>")  # fmt: skip


def _said(frontier: Frontier, one: Point) -> str:
    rooms = ", ".join(f"{each.name} {in_form(room, each.form)}" for room, each in zip(one.rooms, frontier.moved, strict=True))
    return f"{one.percent} procent ({rooms}): {one.said} voor {in_form(one.euros, 'budget')}"
