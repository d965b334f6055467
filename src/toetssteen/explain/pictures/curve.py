"""A measure along a number of the law that is varied: what it is at every value, as a curve with a sign per value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from toetssteen.explain.document import Picture
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import DASHES, MARGIN, ROW, WIDTH, Canvas, along, grouped, ticks
from toetssteen.explain.to_html import safe

LEFT, RIGHT, TALL = 90.0, 170.0, 220.0
SIGNS, PLAIN_SIGNS = "●◆▲■○", "*o+x#"
LINES = 10


class Series(NamedTuple):
    """A measure by name, with its value at each place of the axis."""

    name: str
    values: tuple[float, ...]


def curve_picture(title: str, axis: tuple[str, Sequence[str]], series: Sequence[Series], *, now: int | None = None,
                  form: Callable[[float], str] = grouped, width: int = 72, blocks: bool = False) -> Picture:  # fmt: skip
    """Return curves over an axis: its name, and its values as they are written. ``now`` is the place of the law as it is."""
    words = _words(axis, series, now, form)
    return Picture(_drawing(title, axis, series, now, form, words), _lines(title, axis, series, now, form, width, blocks=blocks),
                   " ".join((f"{title}.", *words)))  # fmt: skip


def _words(axis: tuple[str, Sequence[str]], series: Sequence[Series], now: int | None,
           form: Callable[[float], str]) -> tuple[str, ...]:  # fmt: skip
    said = [f"Langs de as: {axis[0]}." + (f" Nu: {axis[1][now]}." if now is not None else "")]
    return (*said, *(along(one.name, axis[1], one.values, form) for one in series))


def _range(series: Sequence[Series]) -> tuple[float, ...]:
    values = [value for one in series for value in one.values] or [0.0]
    return ticks(min(0.0, *values), max(values) if max(values) > 0 else 1.0)


def _lines(title: str, axis: tuple[str, Sequence[str]], series: Sequence[Series], now: int | None,
           form: Callable[[float], str], width: int, *, blocks: bool) -> tuple[Text, ...]:  # fmt: skip
    scale, signs = _range(series), SIGNS if blocks else PLAIN_SIGNS
    low, high = scale[0], scale[-1]
    label = max(len(form(low)), len(form(high)))
    step = max(2, min(9, (width - label - 3) // max(1, len(axis[1]))))
    rows = [[" "] * (step * len(axis[1])) for _ in range(LINES + 1)]
    for number, one in enumerate(series):
        for place, value in enumerate(one.values):
            row = LINES - round((value - low) / (high - low) * LINES)
            at = place * step + step // 2
            rows[row][at] = signs[number % len(signs)] if rows[row][at] == " " else "&"
    side, corner, flat = ("│", "└", "─") if blocks else ("|", "+", "-")
    found = [Text(title, "bold")]
    for number, cells in enumerate(rows):
        said = form(high) if number == 0 else form(low) if number == LINES else ""
        found.append(Text(f"{said:>{label}} {side}" + "".join(cells)))
    found.append(Text(f"{'':>{label}} {corner}" + flat * (step * len(axis[1]))))
    first, last = axis[1][0], axis[1][-1]
    found.append(Text(f"{'':>{label + 2}}{first}{last:>{max(1, step * len(axis[1]) - len(first))}}"))
    here = f"; nu {axis[1][now]}" if now is not None else ""
    found.append(Text(f"{'':>{label + 2}}{axis[0]}{here}", "dim"))
    names = "   ".join(f"{signs[number % len(signs)]} {one.name}" for number, one in enumerate(series))
    return (*found, Text(f"{'':>{label + 2}}{names}" + ("   & = samen" if any("&" in one for one in rows) else ""), "dim"))


def _drawing(title: str, axis: tuple[str, Sequence[str]], series: Sequence[Series], now: int | None,
             form: Callable[[float], str], words: tuple[str, ...]) -> str:  # fmt: skip
    canvas, scale = Canvas(title, words), _range(series)
    top, bottom, wide = MARGIN + 2 * ROW, MARGIN + 2 * ROW + TALL, WIDTH - LEFT - RIGHT
    low, high, last = scale[0], scale[-1], max(1, len(axis[1]) - 1)

    def x(place: float) -> float:
        return LEFT + wide * place / last

    def y(value: float) -> float:
        return bottom - TALL * (value - low) / (high - low)

    for height in scale:
        canvas.path("raster", f"M{LEFT:.1f} {y(height):.1f}H{LEFT + wide:.1f}")
        canvas.text(LEFT - 8, y(height) + 4, form(height), "rechts klein")
    if now is not None:
        canvas.path("as", f"M{x(now):.1f} {top - 4:.1f}V{bottom:.1f}", dashes="3 3")
        canvas.text(x(now), top - 8, "nu", "midden klein")
    canvas.path("as", f"M{LEFT:.1f} {top:.1f}V{bottom:.1f}H{LEFT + wide:.1f}")
    every = -(-len(axis[1]) * 58 // int(wide))
    for place, said in enumerate(axis[1]):
        if place % every == 0 or place == len(axis[1]) - 1:
            canvas.text(x(place), bottom + 16, said, "midden klein")
    canvas.text(LEFT + wide / 2, bottom + 36, axis[0], "midden")
    ends = _apart([y(one.values[-1]) for one in series])
    for number, one in enumerate(series):
        points = [(x(place), y(value)) for place, value in enumerate(one.values)]
        canvas.path("kromme", "M" + " L".join(f"{a:.1f} {b:.1f}" for a, b in points), dashes=DASHES[number % len(DASHES)])
        for point, said, value in zip(points, axis[1], one.values, strict=True):
            _marker(canvas, number, point, f"{one.name} bij {said}: {form(value)}")
        _marker(canvas, number, (LEFT + wide + 14, ends[number]), one.name)
        canvas.text(LEFT + wide + 24, ends[number] + 4, one.name if len(one.name) <= 22 else one.name[:21] + "…", "klein")
    return canvas.svg(bottom + 36 + MARGIN)


def _apart(heights: Sequence[float], least: float = 15.0) -> list[float]:
    """Return heights moved so that no two texts at them overlap, in the same order from top to bottom."""
    found, last = list(heights), float("-inf")
    for place in sorted(range(len(heights)), key=lambda one: heights[one]):
        found[place] = last = max(heights[place], last + least)
    return found


def _marker(canvas: Canvas, number: int, place: tuple[float, float], said: str) -> None:
    x, y = place
    shape = (
        f'<circle class="stip" cx="{x:.1f}" cy="{y:.1f}" r="4">',
        f'<rect class="stip" x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7">',
        f'<path class="stip" d="M{x:.1f} {y - 5:.1f}L{x + 4.5:.1f} {y + 3.5:.1f}H{x - 4.5:.1f}Z">',
        f'<path class="stip" d="M{x:.1f} {y - 5:.1f}L{x + 5:.1f} {y:.1f} {x:.1f} {y + 5:.1f} {x - 5:.1f} {y:.1f}Z">',
    )[number % 4]
    canvas.raw(f"{shape}<title>{safe(said)}</title></{shape[1 : shape.index(' ')]}>")
