"""From a sweep to a document: a curve or a heat map for every measure asked for, and the counts at every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toetssteen.explain.document import Block, Paragraph, Picture, Section, Table
from toetssteen.explain.layout import note
from toetssteen.explain.output import Text
from toetssteen.explain.pictures.canvas import grouped
from toetssteen.explain.pictures.curve import Series, curve_picture
from toetssteen.explain.pictures.heat_map import heat_map_picture
from toetssteen.explain.shift_report import ORDER
from toetssteen.explain.sweep_report import CHANGED, EUROS, MONTHS, SweepReport, SweptAxis
from toetssteen.kb.dates import euro

TITLES = {CHANGED: "anders dan zonder deze verandering", EUROS: "euro (moet en kan samen)", MONTHS: "maanden gevraagde duur"}


def sweep_document(report: SweepReport, *, width: int = 72, blocks: bool = False) -> Section:
    """Return the document of a sweep: pictures of its measures, and every point in numbers."""
    said = f"{grouped(report.rows)} rijen · {len(report.points)} punten · vergeleken met: {report.scenario}"
    content: list[Block] = [note(said)]
    if report.stopped:
        content.append(Paragraph(Text(f"Afgebroken: dit gaat over de eerste {grouped(report.rows)} rijen.", "bold yellow")))
    content += list(_pictures(report, width, blocks=blocks))
    content += list(_table(report))
    if report.decided < report.every:
        saved = report.every - report.decided
        content.append(note(f"Van {grouped(report.every)} beslissingen zijn er {grouped(report.decided)} genomen: de andere "
                            f"{grouped(saved)} kan geen van deze waarden veranderen."))  # fmt: skip
    return Section(Text(report.title, "bold"), tuple(content), 1, inset=0)


def title_of(measure: str) -> str:
    """Return what a measure is, in words."""
    return TITLES.get(measure, f"aantal {measure}")


def form_of(measure: str) -> Callable[[float], str]:
    """Return how the values of a measure are written."""
    return _euros if measure == EUROS else grouped


def _euros(value: float) -> str:
    return euro(round(value * 100))


def _pictures(report: SweepReport, width: int, *, blocks: bool) -> Iterator[Picture]:
    if len(report.axes) == 1:
        axis = report.axes[0]
        # what has the same measure goes in one picture: numbers together, euros and months by themselves
        counts = [one for one in report.measures if one not in (EUROS, MONTHS)]
        for group in [counts, *([one] for one in report.measures if one not in counts)]:
            if group:
                series = [Series(title_of(one), tuple(report.points[place,].measure(one) for place in range(len(axis.values))))
                          for one in group]  # fmt: skip
                title = title_of(group[0]) if len(group) == 1 else "aantallen"
                yield curve_picture(f"{title[:1].upper()}{title[1:]} bij elke waarde", (_named(axis), axis.said), series,
                                    now=axis.now, form=form_of(group[0]), width=width, blocks=blocks)  # fmt: skip
        return
    down, across = report.axes
    here = (down.now, across.now) if down.now is not None and across.now is not None else None
    for one in report.measures:
        cells = [
            [report.points[row, column].measure(one) for column in range(len(across.values))] for row in range(len(down.values))
        ]
        title = title_of(one)
        yield heat_map_picture(f"{title[:1].upper()}{title[1:]}", (down.name, down.said), (_named(across), across.said), cells,
                               now=here, form=form_of(one), blocks=blocks)  # fmt: skip


def _named(axis: SweptAxis) -> str:
    return f"{axis.title} ({axis.name})"


def _table(report: SweepReport) -> Iterator[Block]:
    """Yield every point in numbers: what differs between points in a table, the rest once."""
    points = list(report.points.items())
    asked = (MONTHS,) if MONTHS in report.measures else ()
    known = [one for one in (*ORDER, EUROS, *asked) if any(point.measure(one) for _place, point in points)]
    shown = [one for one in known if len({point.measure(one) for _place, point in points}) > 1]
    shown.append(CHANGED)
    heads = [axis.name for axis in report.axes] + ["anders" if one == CHANGED else one for one in shown]
    rows = []
    for place, point in points:
        values = [axis.said[one] + (" *" if axis.now == one else "") for axis, one in zip(report.axes, place, strict=True)]
        rows.append(tuple(map(Text, [*values, *(form_of(one)(point.measure(one)) for one in shown)])))
    yield Table("Elk punt in getallen", tuple(heads), tuple(rows), frozenset(range(len(report.axes), len(heads))))
    if any(axis.now is not None for axis in report.axes):
        yield note("* = zoals het recht nu is")
    same = [f"{one} {form_of(one)(points[0][1].measure(one))}" for one in known if one not in shown]
    if same:
        yield note(f"Bij elk punt gelijk: {', '.join(same)}.")
