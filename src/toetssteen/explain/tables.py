"""Tables of a document in every form: laid out for a terminal, as rows of HTML and Markdown, and row by row to be heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toetssteen.explain.document import Table
from toetssteen.explain.output import Text, columns

# So many columns the name of a row has at least.
LEAST, GAP = 14, 3
Inline = Callable[[Text], str]


def in_columns(table: Table, width: int) -> Iterator[Text]:
    """Yield the lines of a table that fits a width; long cells go on below."""
    from rich import box  # only where there is a table
    from rich.console import Console
    from rich.table import Table as Laid
    from rich.text import Text as Styled

    laid = Laid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, (head, least) in enumerate(zip(table.heads, _least(table, width), strict=True)):
        right = place in table.numeric
        laid.add_column(Styled(head, "bold"), justify="right" if right else "left", width=least if right else None,
                        min_width=least, overflow="fold")  # fmt: skip
    for row in table.rows:
        laid.add_row(*(Styled.assemble(*cell.parts) for cell in row))
    console = Console(width=width, color_system=None, highlight=False, legacy_windows=False)
    for line in console.render_lines(laid, console.options.update(width=width), pad=False):
        found = Text()
        for part in line:
            found.append(part.text, str(part.style or ""))
        yield found


def _least(table: Table, width: int) -> list[int | None]:
    """Return how wide every column has to be: a number stays whole, the name of a row keeps some room; else None."""
    widest = [max((columns(row[place].plain) for row in table.rows), default=0) for place in range(len(table.heads))]
    # the words of a head stay whole too, as far as they are not longer than its numbers by much
    words = [max((columns(word) for word in head.split()), default=0) for head in table.heads]
    numbers = {place: max(widest[place], min(words[place], LEAST)) for place in table.numeric}
    for least in ({0: min(widest[0], LEAST), **numbers}, {0: min(widest[0], LEAST // 2), **numbers}, numbers):
        if sum(least.get(place, 1) for place in range(len(widest))) + GAP * (len(widest) - 1) <= width:
            return [least.get(place) for place in range(len(widest))]
    return [None] * len(widest)


def in_sentences(table: Table) -> Iterator[str]:
    """Yield every row as one sentence, with the head before each cell."""
    for row in table.rows:
        cells = [f"{head}: {cell.plain}" for head, cell in zip(table.heads[1:], row[1:], strict=True) if cell.plain]
        yield f"{row[0].plain}: {'; '.join(cells)}" if cells else row[0].plain


def in_markdown(table: Table, inline: Inline) -> Iterator[str]:
    """Yield the lines of a table of GitHub's Markdown, its caption before it."""
    yield from (inline(Text(table.caption)), "") if table.caption else ()
    yield f"| {' | '.join(inline(Text(head)) for head in table.heads)} |"
    yield f"| {' | '.join('---:' if place in table.numeric else '---' for place in range(len(table.heads)))} |"
    for row in table.rows:
        yield f"| {' | '.join(map(inline, row))} |"


def in_rows(table: Table, inline: Inline) -> Iterator[str]:
    """Yield the lines of a table of HTML; a wide one scrolls by itself."""

    def aligned(place: int) -> str:
        return ' class="getal"' if place in table.numeric else ""

    yield '<div class="tabel" tabindex="0"><table>'
    yield from (f"<caption>{inline(Text(table.caption))}</caption>",) if table.caption else ()
    heads = (f'<th scope="col"{aligned(place)}>{inline(Text(head))}</th>' for place, head in enumerate(table.heads))
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = (f"<td{aligned(place)}>{inline(cell)}</td>" for place, cell in enumerate(row[1:], 1))
        yield f'<tr><th scope="row"{aligned(0)}>{inline(row[0])}</th>{"".join(cells)}</tr>'
    yield "</tbody></table></div>"
