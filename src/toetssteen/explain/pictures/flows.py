"""Who went from which outcome to which: bands between before and after, the ones that moved on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toetssteen.explain.document import Picture
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import ASCII, BLOCKS, MARGIN, ROW, WIDTH, Canvas, bars, grouped
from toetssteen.kb.law import OUTCOMES, UNDETERMINED

ORDER = (*OUTCOMES, UNDETERMINED)
LEFT, BOX, TALL, SPACE = 150.0, 26.0, 300.0, 10.0


class Flow(NamedTuple):
    """How many applications have one outcome before and one after."""

    before: str
    after: str
    number: int

    @property
    def moved(self) -> bool:
        """Whether the outcome is another one."""
        return self.before != self.after


def flows_picture(title: str, flows: Sequence[Flow], *, sides: tuple[str, str] = ("nu", "dan"), width: int = 72,
                  blocks: bool = False) -> Picture:  # fmt: skip
    """Return flows between outcomes as a picture; flows of nothing are left out."""
    shown = sorted((one for one in flows if one.number), key=lambda one: (ORDER.index(one.before), ORDER.index(one.after)))
    words = _words(shown, sides)
    return Picture(
        _drawing(title, shown, sides, words), _lines(title, shown, width, blocks=blocks), " ".join((f"{title}.", *words))
    )


def _words(flows: Sequence[Flow], sides: tuple[str, str]) -> tuple[str, ...]:
    total, moved = sum(one.number for one in flows), sum(one.number for one in flows if one.moved)
    found = [
        f"Van {grouped(total)} uitkomsten is er {'geen' if not moved else grouped(moved)} anders ({sides[0]} en {sides[1]})."
    ]
    for one in flows:
        how = f"van {one.before} naar {one.after}" if one.moved else f"blijft {one.after}"
        found.append(f"{grouped(one.number)} {how}.")
    return tuple(found)


def _lines(title: str, flows: Sequence[Flow], width: int, *, blocks: bool) -> tuple[Text, ...]:
    signs, arrow = (BLOCKS, "→") if blocks else (ASCII, "->")
    names = [f"{one.before} {arrow} {one.after}" for one in flows]
    counts = [grouped(one.number) for one in flows]
    name, count = (max(map(len, texts), default=0) for texts in (names, counts))
    room = max(8, width - name - count - 6)
    found = [Text(title, "bold")]
    drawn = bars([(one.number, signs[one.after]) for one in flows], room)
    for one, said, number, bar in zip(flows, names, counts, drawn, strict=True):
        mark = "*" if one.moved else " "
        found.append(Text(f"{mark} {said:<{name}}  {number:>{count}}  {bar}", "bold" if one.moved else ""))
    return (*found, Text("* = een andere uitkomst", "dim"))


def _drawing(title: str, flows: Sequence[Flow], sides: tuple[str, str], words: tuple[str, ...]) -> str:
    canvas = Canvas(title, words)
    total = sum(one.number for one in flows)
    if not total:
        return canvas.svg(MARGIN + 2 * ROW)
    top, right = MARGIN + 3 * ROW, WIDTH - LEFT - BOX
    canvas.text(LEFT + BOX, top - 12, sides[0], "rechts sterk")
    canvas.text(right, top - 12, sides[1], "sterk")
    scale = TALL / total
    starts = [_boxes(canvas, flows, side, (LEFT, right)[side], top, scale) for side in (0, 1)]
    bottom = max(begin + max(scale * sum(one.number for one in flows if one[side] == outcome), 14.0)
                 for side, begins in enumerate(starts) for outcome, begin in begins.items())  # fmt: skip
    # what moved is drawn last, so that it lies on top
    for one in sorted(_bands(flows, starts, scale), key=lambda band: band[0].moved):
        _band(canvas, one, right)
    return canvas.svg(bottom + MARGIN)


def _boxes(canvas: Canvas, flows: Sequence[Flow], side: int, x: float, top: float, scale: float) -> dict[str, float]:
    """Draw the outcomes of one side below each other; return where each begins."""
    begins, y = {}, top
    for outcome in ORDER:
        count = sum(one.number for one in flows if one[side] == outcome)
        if count:
            begins[outcome] = y
            canvas.bar((x, y, BOX, count * scale), outcome, f"{outcome}: {grouped(count)}")
            middle = y + max(count * scale, 1) / 2 + 4
            canvas.text(x - 8 if side == 0 else x + BOX + 8, middle, f"{outcome} {grouped(count)}", "rechts" if side == 0 else "")
            y += max(count * scale, 14.0) + SPACE
    return begins


def _bands(flows: Sequence[Flow], starts: list[dict[str, float]], scale: float) -> list[tuple[Flow, float, float, float]]:
    """Return for every flow where it begins left and right, and how thick it is."""
    left, right = (dict(one) for one in starts)
    found = []
    for one in flows:
        thick = one.number * scale
        found.append((one, left[one.before], right[one.after], thick))
        left[one.before] += thick
        right[one.after] += thick
    return found


def _band(canvas: Canvas, band: tuple[Flow, float, float, float], right: float) -> None:
    flow, begin, end, thick = band
    thick = max(thick, 1.5)
    start, middle = LEFT + BOX, (LEFT + BOX + right) / 2
    d = (f"M{start:.1f} {begin:.1f}C{middle:.1f} {begin:.1f} {middle:.1f} {end:.1f} {right:.1f} {end:.1f}V{end + thick:.1f}"
         f"C{middle:.1f} {end + thick:.1f} {middle:.1f} {begin + thick:.1f} {start:.1f} {begin + thick:.1f}Z")  # fmt: skip
    said = f"{flow.before} naar {flow.after}: {grouped(flow.number)}"
    if not flow.moved:
        canvas.path("stroom blijft", d, said=said)
        return
    canvas.path("verhuisd", d, said=said, fill=flow.after)
    at = 0.25
    y = begin + (end - begin) * (3 * at**2 - 2 * at**3) + thick / 2 + 4
    x = start + (right - start) * at
    canvas.raw(f'<rect class="achter" x="{x - 3:.1f}" y="{y - 12:.1f}" width="{7.2 * len(grouped(flow.number)) + 6:.1f}" '
               'height="15" rx="3"/>')  # fmt: skip
    canvas.text(x, y, grouped(flow.number), "sterk")
