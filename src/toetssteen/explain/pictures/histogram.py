"""How many of each outcome, before and after, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toetssteen.explain.document import Picture
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import ASCII, BLOCKS, MARGIN, ROW, WIDTH, Canvas, bars, grouped, legend
from toetssteen.explain.pictures.flows import ORDER

NAME, NUMBER = 150.0, 80.0


def histogram_picture(title: str, sides: Sequence[tuple[str, Mapping[str, int]]], *, width: int = 72,
                      blocks: bool = False) -> Picture:  # fmt: skip
    """Return how many of every outcome each side has; ``sides`` are names with counts by outcome."""
    outcomes = [one for one in ORDER if any(counts.get(one) for _name, counts in sides)]
    words = tuple(f"{outcome}: " + ", ".join(f"{name} {grouped(counts.get(outcome, 0))}" for name, counts in sides) + "."
                  for outcome in outcomes)  # fmt: skip
    return Picture(_drawing(title, outcomes, sides, words), _lines(title, outcomes, sides, width, blocks=blocks),
                   " ".join((f"{title}.", *words)))  # fmt: skip


def _lines(title: str, outcomes: Sequence[str], sides: Sequence[tuple[str, Mapping[str, int]]], width: int, *,
           blocks: bool) -> tuple[Text, ...]:  # fmt: skip
    signs = BLOCKS if blocks else ASCII
    rows = [(outcome if place == 0 else "", name, counts.get(outcome, 0), signs[outcome])
            for outcome in outcomes for place, (name, counts) in enumerate(sides)]  # fmt: skip
    first, second = max(map(len, outcomes), default=0), max((len(name) for name, _counts in sides), default=0)
    third = max((len(grouped(count)) for _outcome, _name, count, _sign in rows), default=0)
    room = max(8, width - first - second - third - 6)
    drawn = bars([(count, sign) for _outcome, _name, count, sign in rows], room)
    lines = [Text(f"{outcome:<{first}}  {name:<{second}}  {grouped(count):>{third}}  {bar}")
             for (outcome, name, count, _sign), bar in zip(rows, drawn, strict=True)]  # fmt: skip
    return (Text(title, "bold"), *lines)


def _drawing(title: str, outcomes: Sequence[str], sides: Sequence[tuple[str, Mapping[str, int]]], words: tuple[str, ...]) -> str:
    canvas = Canvas(title, words)
    second = NAME + 7.0 * max((len(name) for name, _counts in sides), default=0)
    most = max((count for _name, counts in sides for count in counts.values()), default=0) or 1
    y, room = MARGIN + 2 * ROW, WIDTH - second - NUMBER - MARGIN - 12
    legend(canvas, y - 8, outcomes)
    y += ROW
    for outcome in outcomes:
        canvas.text(MARGIN, y + 13, outcome, "sterk")
        for name, counts in sides:
            count = counts.get(outcome, 0)
            canvas.text(second, y + 13, name, "rechts klein")
            canvas.bar((second + 10, y, room * count / most, 16), outcome, f"{outcome}, {name}: {grouped(count)}")
            canvas.text(second + 18 + room * count / most, y + 13, grouped(count), "klein")
            y += ROW
        y += 6
    return canvas.svg(y + MARGIN)
