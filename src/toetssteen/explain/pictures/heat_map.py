"""A measure over two numbers of the law that are varied: a cell for every pair, darker where it is more, with its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toetssteen.explain.document import Picture
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import MARGIN, ROW, WIDTH, Canvas, along, grouped
from toetssteen.explain.to_html import safe

LEFT, CELL = 130.0, 34.0
SHADES, PLAIN_SHADES = " ░▒▓█", " .:*#"
Axis = tuple[str, Sequence[str]]


def heat_map_picture(title: str, down: Axis, across: Axis, cells: Sequence[Sequence[float]], *,
                     now: tuple[int, int] | None = None, form: Callable[[float], str] = grouped,
                     blocks: bool = False) -> Picture:  # fmt: skip
    """Return a measure per pair of values: rows go ``down`` the first axis. ``now`` is the place of the law as it is."""
    words = [f"Naar beneden: {down[0]}. Naar rechts: {across[0]}."]
    words += [along(f"{down[0]} {name}", across[1], row, form) for name, row in zip(down[1], cells, strict=True)]
    if now is not None:
        words.append(f"Nu: {down[0]} {down[1][now[0]]} en {across[0]} {across[1][now[1]]}.")
    lines = _lines(title, down, across, cells, now, form, blocks=blocks)
    return Picture(_drawing(title, down, across, cells, now, form, words), lines, " ".join((f"{title}.", *words)))


def _shares(cells: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return how far each value lies between the least and the most, from 0 to 1."""
    low, high = min(map(min, cells)), max(map(max, cells))
    return [[(value - low) / (high - low) if high > low else 0.0 for value in row] for row in cells]


def _lines(title: str, down: Axis, across: Axis, cells: Sequence[Sequence[float]], now: tuple[int, int] | None,
           form: Callable[[float], str], *, blocks: bool) -> tuple[Text, ...]:  # fmt: skip
    shades = SHADES if blocks else PLAIN_SHADES
    room = max(len(form(value)) for row in cells for value in row)
    wide = max(room + 4, *(len(one) + 1 for one in across[1]))
    name = max(len(down[0]), *map(len, down[1]))
    found = [Text(title, "bold"), Text(f"{down[0]:<{name}} " + "".join(f"{one:>{wide}}" for one in across[1]), "dim")]
    for number, (said, row, shares) in enumerate(zip(down[1], cells, _shares(cells), strict=True)):
        line = Text(f"{said:<{name}} ")
        for place, (value, share) in enumerate(zip(row, shares, strict=True)):
            shade = shades[round(share * (len(shades) - 1))] * 2
            mark = "*" if now == (number, place) else " "
            line.append(f"{shade + mark + form(value):>{wide}}", "bold" if mark == "*" else "")
        found.append(line)
    star = "; * = zoals het recht nu is" if now is not None else ""
    return (*found, Text(f"naar rechts: {across[0]}; donkerder is meer{star}", "dim"))


def _drawing(title: str, down: Axis, across: Axis, cells: Sequence[Sequence[float]], now: tuple[int, int] | None,
             form: Callable[[float], str], words: Sequence[str]) -> str:  # fmt: skip
    canvas = Canvas(title, words)
    wide = min(90.0, (WIDTH - LEFT - MARGIN) / max(1, len(across[1])))
    top = MARGIN + 3 * ROW + 10
    canvas.text(LEFT, top - 28, across[0])
    canvas.text(MARGIN, top - 8, down[0] if len(down[0]) <= 18 else down[0][:17] + "…")
    for place, said in enumerate(across[1]):
        canvas.text(LEFT + wide * (place + 0.5), top - 8, said, "midden klein")
    for number, (said, row, shares) in enumerate(zip(down[1], cells, _shares(cells), strict=True)):
        y = top + CELL * number
        canvas.text(LEFT - 8, y + CELL / 2 + 4, said, "rechts klein")
        for place, (value, share) in enumerate(zip(row, shares, strict=True)):
            x = LEFT + wide * place
            here = now == (number, place)
            shape = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{CELL:.1f}"'
            told = safe(f"{down[0]} {said}, {across[0]} {across[1][place]}: {form(value)}")
            canvas.raw(f'<rect class="warm" {shape} fill-opacity="{0.06 + 0.94 * share:.2f}"><title>{told}</title></rect>')
            canvas.raw(f'<rect class="rand" {shape} stroke-width="{3 if here else 0.5}"/>')
            canvas.text(x + wide / 2, y + CELL / 2 + 4, form(value), "midden klein" + (" op_warm" if share > 0.5 else ""))
    if now is not None:
        canvas.text(LEFT, top + CELL * len(cells) + 18, "dikke rand: zoals het recht nu is", "klein")
    return canvas.svg(top + CELL * len(cells) + 24 + MARGIN)
