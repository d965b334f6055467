"""An allocation drawn: how full every limit is, who is served per group, and what a limit that moves would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toetssteen.explain.allocation import AllocationReport, GroupServed, Used, in_words
from toetssteen.explain.frontier_chart import COLOURS, MARGIN, PLOT, ROW, SHAPES, WIDTH, curve
from toetssteen.explain.pictures.canvas import DRAWING
from toetssteen.explain.to_html import safe
from toetssteen.explain.to_svg import style
from toetssteen.kb.numbers import in_form

NAME, BAR = 300.0, 250.0
BAR_COLOURS = """
.normen rect.baan { fill: {vlak}; stroke: {lijn}; }
.normen rect.vol { fill: {plaats}; }
.normen rect.krap { fill: {fout}; }
"""


class Line(NamedTuple):
    """A bar of the drawing: its name, how far it is filled (0 to 1), what it says, and whether nothing more fits."""

    name: str
    share: float
    said: str
    tight: bool


def allocation_svg(report: AllocationReport, *, line: bool = True) -> str:
    """Return an allocation as one drawing that needs nothing else; without ``line`` not what a limit that moves would do."""
    body: list[str] = []
    top = MARGIN
    for heading, lines in (("De grenzen", [_limit(one) for one in report.limits]),
                           ("Bediend per groep", [_group(one) for one in report.groups])):  # fmt: skip
        if lines:
            body += _bars(heading, lines, top)
            top += (len(lines) + 2) * ROW
    if line and report.frontier and report.frontier.points:
        body += curve(report.frontier, top)
        top += PLOT + 3 * ROW
    return DRAWING.format(name="verdeling", patterns="", width=WIDTH, height=top + MARGIN, title=safe(report.title),
                          words=safe(" ".join(in_words(report))), style=style(SHAPES, COLOURS + BAR_COLOURS),
                          body="\n".join(body))  # fmt: skip


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


def _short(text: str, most: int = 42) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
