"""The drawn form of the norms involved: one SVG that needs nothing else, with all it shows also in words."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from toetssteen.explain.layers import Box, Placed, place
from toetssteen.explain.layout import COLOURS
from toetssteen.explain.norm_graph import FOLLOWS_FROM, RESTS_ON, ROOT, SETS_ASIDE, Edge, Node, NormGraph
from toetssteen.explain.output import Text, columns
from toetssteen.explain.to_html import CLASSES, safe

WIDTH, FIRST_WIDTH, CHANNEL, GAP, MARGIN = 290.0, 130.0, 90.0, 16.0, 20.0
LINE, PADDING, SIGN, HEADING = 17.0, 9.0, 14.0, 52.0
COLUMNS, MAX_LINES = 41, 4
COLUMN, WIDEST = 6.2, 12.0
WIDE = "mwMWÆŒ@%—…"
CLASS_OF = {RESTS_ON: "rust", FOLLOWS_FROM: "wet", SETS_ASIDE: "opzij"}
LEGEND = ((RESTS_ON, "rust op"), (FOLLOWS_FROM, "volgt uit de wet"), (SETS_ASIDE, "zet opzij"))
# Word processors know no variables, so every colour stands where it is used, for day and for night.
DAY = {"papier": "#ffffff", "vlak": "#f6f6f6", "inkt": "#1b1b1b", "lijn": "#6b6b6b", "goed": "#1a6b2c", "fout": "#a81c1c",
       "vraag": "#7a5200", "af": "#0f6070", "bij": "#595959", "plaats": "#1f4fa3"}  # fmt: skip
NIGHT = {"papier": "#161616", "vlak": "#232323", "inkt": "#ececec", "lijn": "#a0a0a0", "goed": "#7fd992", "fout": "#ff9c94",
         "vraag": "#f0c46c", "af": "#7fd3e6", "bij": "#b3b3b3", "plaats": "#a3c2ff"}  # fmt: skip
SHAPES = """
.normen text { font: 12px system-ui, sans-serif; white-space: pre; }
.normen .kop { font-size: 15px; font-weight: bold; }
.normen .sterk { font-weight: bold; }
.normen .naam { font-weight: bold; }
.normen rect.uitkomst { stroke-width: 2; }
.normen path.lijn { fill: none; stroke-width: 1.3; }
.normen path.wet { stroke-dasharray: 2 4; }
.normen path.opzij { stroke-width: 2.2; stroke-dasharray: 9 5; }
"""
COLOURED = """
.normen .achter { fill: {papier}; }
.normen text { fill: {inkt}; }
.normen .naam { fill: {plaats}; }
.normen .goed { fill: {goed}; }
.normen .fout { fill: {fout}; }
.normen .vraag { fill: {vraag}; }
.normen .af { fill: {af}; }
.normen .bij { fill: {bij}; }
.normen rect.plek { fill: {vlak}; stroke: {lijn}; }
.normen rect.uitkomst { fill: {vlak}; stroke: {inkt}; }
.normen path.lijn { stroke: {lijn}; }
.normen path.opzij { stroke: {af}; }
.normen .punt { fill: {lijn}; }
"""
DRAWING = """<svg class="normen" xmlns="http://www.w3.org/2000/svg" lang="nl" xml:lang="nl" role="img"
 viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"
 aria-labelledby="{name}-titel {name}-tekst">
<title id="{name}-titel">{title}</title>
<desc id="{name}-tekst">{words}</desc>
<style>{style}</style>
<defs><marker id="{name}-punt" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9"
 markerUnits="userSpaceOnUse" orient="auto">
<path class="punt" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="achter" width="100%" height="100%"/>
{body}
</svg>
"""


def to_svg(graphs: tuple[NormGraph, ...], title: str) -> str:
    """Return graphs below each other as one drawing."""
    name = "t" + sha256(repr((title, graphs)).encode()).hexdigest()[:8]
    top, width = MARGIN, 0.0
    body: list[str] = []
    for graph in graphs:
        picture = _Picture(graph, name, top)
        body += picture.lines()
        top, width = picture.bottom + GAP, max(width, picture.right)
    body += _legend(top, name)
    words = " ".join(sentence for graph in graphs for sentence in in_words(graph))
    return DRAWING.format(width=max(width, 620.0) + MARGIN, height=top + 2 * LINE, name=name, style=style(),
                          title=safe(f"De normen bij: {title}"), words=safe(words), body="\n".join(body))  # fmt: skip


def style(shapes: str = "", colours: str = "") -> str:
    """Return the style sheet: shapes, and colours by day and by night; a drawing may add its own, colours by name."""
    day, night = (_coloured(COLOURED + colours, one) for one in (DAY, NIGHT))
    return f"{SHAPES}{shapes}{day}@media (prefers-color-scheme: dark) {{{night}}}\n"


def _coloured(sheet: str, palette: dict[str, str]) -> str:
    for name, colour in palette.items():
        sheet = sheet.replace(f"{{{name}}}", colour)
    return sheet


def in_words(graph: NormGraph) -> Iterator[str]:
    """Yield what a drawing shows as sentences."""
    yield f"{graph.title}: {graph.outcome}."
    for edge in graph.edges:
        yield f"{edge.source.capitalize() or 'De uitkomst'} {edge.kind} {edge.target}."
    for node in graph.nodes:
        for mark, sentence in node.sentences:
            yield f"{node.place.capitalize()}, {mark.word}: {sentence}"


class _Picture:
    """One graph with its heading, from a given height down."""

    def __init__(self, graph: NormGraph, name: str, top: float) -> None:
        self.graph, self.name, self.top = graph, name, top
        self.rows = {node.place: _rows(node, graph) for node in graph.nodes}
        heights = {one: len(rows) * LINE + 2 * PADDING for one, rows in self.rows.items()}
        self.placed: Placed = place(heights, [edge[:2] for edge in graph.edges], GAP)
        boxes = self.placed.boxes.values()
        self.bottom = top + HEADING + max(box.top + box.height for box in boxes)
        self.right = max(_right(box) for box in boxes)

    def lines(self) -> Iterator[str]:
        """Yield the drawing: heading, lines, and over them the boxes."""
        for number, part in enumerate(_wrapped(self.graph.title, 2 * COLUMNS)[:2]):
            yield f'<text class="kop" x="{MARGIN:.0f}" y="{self.top + LINE * (number + 1):.0f}">{safe(part)}</text>'
        for edge in self.graph.edges:
            yield self._edge(edge)
        for node in self.graph.nodes:
            yield from self._box(node)

    def _y(self, box: Box) -> float:
        return self.top + HEADING + box.middle

    def _edge(self, edge: Edge) -> str:
        start, end = self.placed.boxes[edge.source], self.placed.boxes[edge.target]
        backward = end.column <= start.column
        path = self._back(start, end) if backward else self._forth(start, end, self.placed.routes[edge.source, edge.target])
        return f'<path class="lijn {CLASS_OF[edge.kind]}" marker-end="url(#{self.name}-punt)" d="{path}"/>'

    def _forth(self, start: Box, end: Box, passing: tuple[Box, ...]) -> str:
        x, y = _right(start), self._y(start)
        path = f"M{x:.0f} {y:.1f}"
        for box in (*passing, end):
            to_x, to_y, half = _left(box), self._y(box), CHANNEL / 2
            path += f"C{x + half:.0f} {y:.1f} {to_x - half:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}"
            if box is not end:
                path += f"H{_right(box):.0f}"
            x, y = _right(box), to_y
        return path

    def _back(self, start: Box, end: Box) -> str:
        """Return a line that leaves and comes in at the left, for what stands in the same column or before it."""
        x, y, to_x, to_y = _left(start), self._y(start) + LINE / 2, _left(end), self._y(end) + LINE / 2
        return f"M{x:.0f} {y:.1f}C{x - CHANNEL / 2:.0f} {y:.1f} {to_x - CHANNEL / 2:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}"

    def _box(self, node: Node) -> Iterator[str]:
        box = self.placed.boxes[node.place]
        left, top = _left(box), self.top + HEADING + box.top
        kind = "plek" if node.place != ROOT else "uitkomst"
        yield (f'<g><title>{safe(_whole(node, self.graph))}</title><rect class="{kind}" x="{left:.0f}" y="{top:.1f}" '
               f'width="{_right(box) - left:.0f}" height="{box.height:.1f}" rx="4"/>')  # fmt: skip
        for number, row in enumerate(self.rows[node.place], 1):
            yield f'<text y="{top + PADDING + number * LINE - 4:.1f}">{_spans(row, left + PADDING)}</text>'
        yield "</g>"


def _left(box: Box) -> float:
    """Return the left side of a box; in the first column only the outcome stands, which needs less room."""
    return MARGIN + (FIRST_WIDTH + CHANNEL + (box.column - 1) * (WIDTH + CHANNEL) if box.column else 0.0)


def _right(box: Box) -> float:
    return _left(box) + (WIDTH if box.column else FIRST_WIDTH)


class Row(NamedTuple):
    """A line of a box: a sign with its class, if any, and a text with its own."""

    text: str
    kind: str = ""
    sign: str = ""
    colour: str = ""
    inset: float = 0.0


def _spans(row: Row, x: float) -> str:
    sign = f'<tspan class="{row.colour}" x="{x:.0f}">{safe(row.sign)}</tspan>' if row.sign else ""
    squeezed = _squeezed(row.text, WIDTH - 2 * PADDING - row.inset)
    return f'{sign}<tspan class="{row.kind}" x="{x + row.inset:.0f}"{squeezed}>{safe(row.text)}</tspan>'


def _rows(node: Node, graph: NormGraph) -> list[Row]:
    """Return the lines of a box: the place, then every sentence behind its sign."""
    if node.place == ROOT:
        return [Row(graph.outcome.upper(), f"sterk {CLASSES[COLOURS[graph.outcome].split()[-1]]}")]
    rows = [Row(part, "naam") for part in _wrapped(node.place, COLUMNS)]
    for mark, sentence in node.sentences:
        parts = _wrapped(sentence, COLUMNS - 2)
        if len(parts) > MAX_LINES:
            parts = [*parts[: MAX_LINES - 1], parts[MAX_LINES - 1][: COLUMNS - 4].rstrip() + " …"]
        rows.append(Row(parts[0], "", mark.sign, CLASSES.get(mark.style, "bij"), SIGN))
        rows += [Row(part, inset=SIGN) for part in parts[1:]]
    return rows


def _whole(node: Node, graph: NormGraph) -> str:
    """Return everything a box says, also what it has no room for."""
    if node.place == ROOT:
        return f"{graph.title}: {graph.outcome}"
    return " ".join([f"{node.place}:", *(f"{mark.word}: {sentence}" for mark, sentence in node.sentences)])


def _wrapped(text: str, width: int) -> list[str]:
    return [line.plain for line in Text(text).wrap(width)]


def _squeezed(text: str, room: float) -> str:
    """Return the attribute that holds a line of uncommonly wide letters inside its box."""
    estimate = sum(WIDEST if sign in WIDE else COLUMN * columns(sign) for sign in text)
    return f' textLength="{room:.0f}" lengthAdjust="spacingAndGlyphs"' if estimate > room else ""


def _legend(top: float, name: str) -> Iterator[str]:
    x, y = MARGIN, top + LINE
    for kind, words in LEGEND:
        yield f'<path class="lijn {CLASS_OF[kind]}" marker-end="url(#{name}-punt)" d="M{x:.0f} {y - 4:.1f}h40"/>'
        yield f'<text x="{x + 48:.0f}" y="{y:.1f}">{words}</text>'
        x += 190
