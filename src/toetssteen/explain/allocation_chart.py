"""An allocation drawn: how full every limit is, who is served per group, and what a limit that moves would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toetssteen.explain.allocation import AllocationReport, GroupServed, Point, Used, in_words
from toetssteen.explain.to_html import safe
from toetssteen.explain.to_svg import style
from toetssteen.kb.numbers import in_form

WIDTH, MARGIN, NAME, BAR, ROW, PLOT = 760.0, 20.0, 300.0, 250.0, 26.0, 220.0
SHAPES = """
.normen path.kromme { fill: none; stroke-width: 2.5; }
"""
COLOURS = """
.normen rect.baan { fill: {vlak}; stroke: {lijn}; }
.normen rect.vol { fill: {plaats}; }
.normen rect.krap { fill: {fout}; }
.normen path.kromme { stroke: {plaats}; }
.normen circle.stip { fill: {plaats}; }
.normen circle.nu { fill: {fout}; }
"""
DRAWING = """<svg class="normen" xmlns="http://www.w3.org/2000/svg" lang="nl" xml:lang="nl" role="img"
 viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"
 aria-labelledby="verdeling-titel verdeling-tekst">
<title id="verdeling-titel">{title}</title>
<desc id="verdeling-tekst">{words}</desc>
<style>{style}</style>
<rect class="achter" width="100%" height="100%"/>
{body}
</svg>
"""


class Line(NamedTuple):
    """A bar of the drawing: its name, how far it is filled (0 to 1), what it says, and whether nothing more fits."""

    name: str
    share: float
    said: str
    tight: bool


def allocation_svg(report: AllocationReport) -> str:
    """Return an allocation as one drawing that needs nothing else."""
    body: list[str] = []
    top = MARGIN
    for heading, lines in (("De grenzen", [_limit(one) for one in report.limits]),
                           ("Bediend per groep", [_group(one) for one in report.groups])):  # fmt: skip
        if lines:
            body += _bars(heading, lines, top)
            top += (len(lines) + 2) * ROW
    if report.frontier:
        body += _curve(report, top)
        top += PLOT + 3 * ROW
    return DRAWING.format(width=WIDTH, height=top + MARGIN, title=safe(report.title), words=safe(" ".join(in_words(report))),
                          style=style(SHAPES, COLOURS), body="\n".join(body))  # fmt: skip


def _limit(limit: Used) -> Line:
    share = min(1.0, limit.used / limit.room) if limit.room > 0 else 1.0
    return Line(limit.name, share, f"{in_form(limit.used, limit.form)} van {in_form(limit.room, limit.form)}", share >= 1)


def _group(group: GroupServed) -> Line:
    share = group.served / group.asked if group.asked else 0.0
    return Line(group.name, share, f"{group.served} van {in_form(group.asked, 'inwoners')}", tight=False)


def _bars(heading: str, lines: list[Line], top: float) -> Iterator[str]:
    yield f'<text class="kop" x="{MARGIN:.0f}" y="{top + ROW * 0.7:.1f}">{safe(heading)}</text>'
    for number, line in enumerate(lines, 1):
        y = top + number * ROW
        yield f'<text x="{MARGIN:.0f}" y="{y + 16:.1f}">{safe(_short(line.name))}<title>{safe(line.name)}</title></text>'
        yield f'<rect class="baan" x="{NAME:.0f}" y="{y + 4:.1f}" width="{BAR:.0f}" height="16" rx="3"/>'
        yield (f'<rect class="{"krap" if line.tight else "vol"}" x="{NAME:.0f}" y="{y + 4:.1f}" width="{BAR * line.share:.1f}" '
               'height="16" rx="3"/>')  # fmt: skip
        yield f'<text x="{NAME + BAR + 10:.0f}" y="{y + 16:.1f}">{safe(line.said)}</text>'


def _curve(report: AllocationReport, top: float) -> Iterator[str]:
    points = report.frontier
    most_served = max(1, *(one.served for one in points))
    most_room = max(1, *(one.room for one in points))
    left, bottom, wide = MARGIN + 60, top + PLOT, WIDTH - 2 * MARGIN - 80

    def place(one: Point) -> tuple[float, float]:
        return left + wide * one.room / most_room, bottom - (PLOT - 2 * ROW) * one.served / most_served

    heading = f"Bediende inwoners als deze grens verschuift: {report.moved}"
    yield f'<text class="kop" x="{MARGIN:.0f}" y="{top + ROW * 0.7:.1f}">{safe(heading)}</text>'
    yield f'<path class="lijn" d="M{left:.1f} {top + 1.5 * ROW:.1f}V{bottom:.1f}H{left + wide:.1f}"/>'
    yield f'<path class="kromme" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, points))}"/>'
    for one in points:
        x, y = place(one)
        said = f"{in_form(one.room, one.form)}: {in_form(one.served, 'inwoners')}, {in_form(one.euros, 'budget')}"
        kind = "nu" if one.now else "stip"
        yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{5 if one.now else 3.5}"><title>{safe(said)}</title></circle>'
    yield f'<text x="{left - 10:.1f}" y="{top + 1.5 * ROW + 4:.1f}" text-anchor="end">{most_served}</text>'
    yield f'<text x="{left - 10:.1f}" y="{bottom + 4:.1f}" text-anchor="end">0</text>'
    for one in (points[0], *(point for point in points if point.now), points[-1]):
        said = safe(in_form(one.room, one.form))
        yield f'<text x="{place(one)[0]:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">{said}</text>'


def _short(text: str, most: int = 42) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
