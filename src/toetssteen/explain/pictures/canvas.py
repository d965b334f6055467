"""What the pictures share: a drawing that needs nothing else, patterns that stay apart in black and white, whole-number axes.

Colour is never alone: every kind has its own pattern, every series its own dashes and sign, and both their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from math import ceil, floor, log10

from toetssteen.explain.to_html import safe
from toetssteen.explain.to_svg import style

WIDTH, MARGIN, ROW = 720.0, 16.0, 22.0
# Patterns in the order of the outcomes: the drawing of one tile of eight by eight, over a wash of colour.
PATTERNS = {
    "verplicht": ("goed", '<rect class="{ink}" width="8" height="8"/>'),
    "bevoegd": ("plaats", '<path class="streep {ink}" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>'),
    "weigerbaar": ("vraag", '<circle class="{ink}" cx="2" cy="2" r="1.4"/><circle class="{ink}" cx="6" cy="6" r="1.4"/>'),
    "geblokkeerd": ("fout", '<path class="streep {ink}" d="M0 0 8 8M8 0 0 8"/>'),
    "onbepaald": ("bij", '<path class="streep {ink}" d="M0 4H8"/>'),
}
# The same on a terminal, with blocks and in plain ASCII.
BLOCKS = {"verplicht": "█", "bevoegd": "▓", "weigerbaar": "▒", "geblokkeerd": "░", "onbepaald": "·"}
ASCII = {"verplicht": "#", "bevoegd": "=", "weigerbaar": "+", "geblokkeerd": "x", "onbepaald": "."}
DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 5")
SHAPES = """
.normen .streep { fill: none; stroke-width: 1.6; }
.normen path.kromme { fill: none; stroke-width: 2.2; }
.normen .rechts { text-anchor: end; }
.normen .midden { text-anchor: middle; }
.normen .klein { font-size: 11px; }
.normen .stroom { fill-opacity: 0.35; }
.normen .verhuisd { fill-opacity: 0.9; stroke-width: 1; }
"""
COLOURS = """
.normen .waas { fill: {vlak}; }
.normen .rand { fill: none; stroke: {inkt}; }
.normen rect.staaf { stroke: {inkt}; }
.normen path.as { fill: none; stroke: {lijn}; }
.normen path.raster { fill: none; stroke: {lijn}; stroke-opacity: 0.35; }
.normen path.kromme { stroke: {plaats}; }
.normen .stip { fill: {papier}; stroke: {plaats}; stroke-width: 2; }
.normen .blijft { fill: {lijn}; }
.normen .verhuisd { stroke: {inkt}; }
.normen .warm { fill: {plaats}; }
.normen .op_warm { fill: {papier}; }
.normen path.streep.goed { stroke: {goed}; }
.normen path.streep.plaats { stroke: {plaats}; }
.normen path.streep.fout { stroke: {fout}; }
.normen path.streep.bij { stroke: {bij}; }
.normen rect.plaats { fill: {plaats}; }
"""
DRAWING = """<svg class="normen" xmlns="http://www.w3.org/2000/svg" lang="nl" xml:lang="nl" role="img"
 viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"
 aria-labelledby="{name}-titel {name}-tekst">
<title id="{name}-titel">{title}</title>
<desc id="{name}-tekst">{words}</desc>
<style>{style}</style>
<defs>{patterns}</defs>
<rect class="achter" width="100%" height="100%"/>
{body}
</svg>
"""


class Canvas:
    """A drawing in the making: lines of SVG, with names of its own so that several fit on one page."""

    def __init__(self, title: str, words: Sequence[str]) -> None:
        self.title, self.words = title, tuple(words)
        self.name = "b" + sha256(repr((title, self.words)).encode()).hexdigest()[:8]
        self.lines: list[str] = []
        self.used: set[str] = set()
        self.text(MARGIN, MARGIN + 12, title, "kop")

    def text(self, x: float, y: float, said: str, kind: str = "") -> None:
        """Write a text; ``kind`` holds classes as ``rechts`` (ends there), ``midden``, ``klein``."""
        self.lines.append(f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{safe(said)}</text>')

    def bar(self, place: tuple[float, float, float, float], outcome: str, said: str = "") -> None:
        """Draw a bar (x, y, width, height) in the pattern of an outcome; ``said`` appears where one points at it."""
        x, y, width, height = place
        shape = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 1.0):.1f}" height="{max(height, 1.0):.1f}"'
        self.lines.append(f'<rect class="waas" {shape}/><rect class="staaf" {shape} fill="url(#{self.pattern(outcome)})">'
                          f"<title>{safe(said)}</title></rect>")  # fmt: skip

    def pattern(self, outcome: str) -> str:
        """Return the name of the pattern of an outcome, and see to it that it is there."""
        self.used.add(outcome)
        return f"{self.name}-{outcome}"

    def path(self, kind: str, d: str, *, dashes: str = "", said: str = "", fill: str = "") -> None:
        """Draw a path of a kind, with dashes, filled with a pattern; ``said`` appears where one points at it."""
        more = (f' stroke-dasharray="{dashes}"' if dashes else "") + (f' fill="url(#{self.pattern(fill)})"' if fill else "")
        self.lines.append(f'<path class="{kind}" d="{d}"{more}>' + (f"<title>{safe(said)}</title>" if said else "") + "</path>")

    def raw(self, line: str) -> None:
        """Add a line of SVG."""
        self.lines.append(line)

    def svg(self, height: float, width: float = WIDTH) -> str:
        """Return the drawing."""
        patterns = "".join(self._pattern(one) for one in PATTERNS if one in self.used)
        return DRAWING.format(width=width, height=height, name=self.name, title=safe(self.title),
                              words=safe(" ".join(self.words)), style=style(SHAPES, COLOURS), patterns=patterns,
                              body="\n".join(self.lines))  # fmt: skip

    def _pattern(self, outcome: str) -> str:
        ink, tile = PATTERNS[outcome]
        return (f'<pattern id="{self.name}-{outcome}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f"{tile.format(ink=ink)}</pattern>")  # fmt: skip


def grouped(number: float) -> str:
    """Return a number as Dutch people write it: whole where it is, with one decimal where not."""
    whole = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"
    return whole.replace(",", " ").replace(".", ",").replace(" ", ".")


def along(name: str, places: Sequence[str], values: Sequence[float], form: Callable[[float], str]) -> str:
    """Return a row of values as a sentence, each with its place."""
    return f"{name}: " + ", ".join(f"{form(value)} bij {place}" for place, value in zip(places, values, strict=True)) + "."


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers from at or below ``low`` to at or above ``high``, whole ones where the range is wide enough."""
    span = max(high - low, 1.0)
    rough = span / max(most - 1, 1)
    power = 10.0 ** floor(log10(rough))
    step = max(1.0, next(power * one for one in (1, 2, 5, 10) if power * one >= rough))
    return tuple(step * count for count in range(floor(low / step), ceil(high / step) + 1))


def legend(canvas: Canvas, y: float, outcomes: Iterable[str], x: float = MARGIN) -> None:
    """Write which pattern is which outcome, in one row."""
    for outcome in outcomes:
        canvas.bar((x, y, 16, 12), outcome, outcome)
        canvas.text(x + 22, y + 10, outcome, "klein")
        x += 46 + 6.8 * len(outcome)


def bars(lengths: Sequence[tuple[float, str]], room: int) -> Iterator[str]:
    """Yield bars of a terminal, in proportion: what is more than nothing gets at least one sign."""
    most = max((length for length, _sign in lengths), default=0)
    for length, sign in lengths:
        yield sign * (max(1, round(room * length / most)) if length and most else 0)
