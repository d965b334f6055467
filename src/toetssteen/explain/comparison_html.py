"""A comparison side by side on one page that needs nothing else: for a screen, for paper, and for who cannot see colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.comparison_layout import (
    about,
    by_article,
    in_ranges,
    norm_name,
    norm_summary,
    only_renumbered,
    shown,
    text_summary,
)
from toetssteen.explain.norm_comparison import ModalRow, NormComparison, NormRow, NumberRow, ReadingRow
from toetssteen.explain.outcome_html import outcome_lines
from toetssteen.explain.outcome_layout import summary
from toetssteen.explain.text_comparison import (
    ADDED,
    BOTH,
    CHANGED,
    DROPPED,
    ONLY_A,
    ONLY_B,
    SAME,
    Piece,
    Row,
    TextComparison,
)
from toetssteen.explain.to_html import FOOT, PAGE, safe, style
from toetssteen.kb.citation import long_form
from toetssteen.kb.dates import in_words

STYLE = Path(__file__).with_name("vergelijking.css")
STATES = {CHANGED: ("anders", "≠", "gewijzigd"), ADDED: ("erbij", "+", "nieuw in B"), DROPPED: ("weg", "−", "vervallen in B"),
          SAME: ("gelijk", "→", "ander nummer, zelfde tekst")}  # fmt: skip
LEGEND = ('<p class="uitleg"><del>doorgehaald</del> staat alleen in A, <ins>onderstreept</ins> alleen in B. '
          "Wat gelijk is, is samengevouwen.</p>")  # fmt: skip


def comparison_to_html(found: Comparison) -> str:
    """Return a comparison as a page of its own."""
    title = f"{found.a.given} naast {found.b.given}"
    body = "\n".join(_body(found, title))
    return PAGE.format(title=safe(title), style=style() + STYLE.read_text(encoding="utf-8"), body=body, foot=FOOT)


def _body(found: Comparison, title: str) -> Iterator[str]:
    yield '<div class="vergelijking">'
    yield f"<h1>{safe(title)}</h1>"
    yield '<div class="zijden">'
    yield from (_side(letter, side) for letter, side in (("A", found.a), ("B", found.b)))
    yield "</div>"
    yield from _contents(found)
    if found.text is not None:
        yield from _text(found.text)
    if found.norms is not None:
        yield from _norms(found.norms)
    if found.outcomes is not None:
        yield from outcome_lines(found.outcomes)
    yield "</div>"


def _side(letter: str, side: ComparedSide) -> str:
    notes = "".join(f'<li><span class="teken vraag" aria-hidden="true">!</span>{safe(note)}</li>' for note in side.notes)
    return (f'<div class="zijde"><p class="letter">{letter}</p><p><strong>{safe(side.name)}</strong><br>'
            f"wet vanaf {in_words(side.statute)}<br>getallen van {in_words(side.day)}</p>"
            + (f'<ul role="list">{notes}</ul>' if notes else "") + "</div>")  # fmt: skip


def _contents(found: Comparison) -> Iterator[str]:
    """Yield what was found, layer by layer, each with a link to it."""
    yield '<ul class="overzicht" role="list">'
    if found.text is not None:
        yield f'<li><a href="#tekst">Tekst</a>: {safe(text_summary(found.text))}</li>'
    if found.norms is not None:
        yield f'<li><a href="#normen">Normen</a>: {safe(norm_summary(found.norms))}</li>'
    if found.outcomes is not None:
        yield f'<li><a href="#uitkomsten">Uitkomsten</a>: {safe(summary(found.outcomes))}</li>'
    yield "</ul>"


# ---- text


def _text(found: TextComparison) -> Iterator[str]:
    yield '<section id="tekst"><h2>Tekst</h2>'
    if not found.differs:
        yield "<p>De teksten zijn gelijk.</p></section>"
        return
    yield LEGEND
    alike: list[str] = []
    for heading, rows in by_article(found):
        if all(row.state == SAME and not row.moved for row in rows):
            alike.append(rows[0].unit.citation)
        elif only_renumbered(rows):
            yield f'<p class="vernummerd">{_sign(SAME)} {safe(heading)}: tekst gelijk</p>'
        else:
            yield from _article(heading, rows)
    if alike:
        yield f'<p class="uitleg">Geheel gelijk: {safe(in_ranges(alike))}.</p>'
    yield "</section>"


def _article(heading: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f'<section class="artikel"><h3>{safe(heading)}</h3>'
    alike: list[Row] = []
    for row in rows:
        if row.state == SAME and not row.moved:
            alike.append(row)
            continue
        yield from _folded(alike)
        alike = []
        if row.unit.kind != "artikel" or row.state == CHANGED:
            yield from _pair(row)
    yield from _folded(alike)
    yield "</section>"


def _folded(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the places that are alike, folded: their numbers, and below them their texts."""
    places = [row.unit for row in rows if row.unit.kind != "artikel"]
    if places:
        texts = "".join(f"<p><b>{safe(_number(one.citation))}</b> {safe(one.text)}</p>" for one in places)
        yield (f'<details class="gelijk"><summary>gelijk: {safe(in_ranges([one.citation for one in places]))}</summary>'
               f"{texts}</details>")  # fmt: skip


def _pair(row: Row) -> Iterator[str]:
    """Yield the two texts of a place beside each other."""
    kind = STATES[row.state][0]
    yield f'<div class="paar {kind}">'
    for side, unit in ((ONLY_A, row.a), (ONLY_B, row.b)):
        if unit is None:
            yield '<div class="tekst leeg"><span class="woord">staat er niet</span></div>'
            continue
        number = f'<span class="nummer">{safe(_number(unit.citation))}</span>'
        mark = _sign(row.state) if side == ONLY_B or row.b is None else ""
        words = _words(row.pieces, side) if row.state == CHANGED else _whole(unit.text, row.state)
        yield f'<div class="tekst" data-zijde="{side.upper()}">{mark}{number} {words}</div>'
    yield "</div>"


def _whole(text: str, state: str) -> str:
    tag = {ADDED: "ins", DROPPED: "del"}.get(state)
    return f"<{tag}>{safe(text)}</{tag}>" if tag else safe(text)


def _words(pieces: Sequence[Piece], side: str) -> str:
    """Return the words of one side, with those that the other side does not have marked."""
    tag = "del" if side == ONLY_A else "ins"
    parts = []
    for piece in pieces:
        if piece.side == BOTH:
            parts.append(safe(piece.in_a if side == ONLY_A and piece.in_a else piece.text))
        elif piece.side == side:
            words = piece.text.rstrip()
            shown_words = safe(words.replace("€ ", "€\u00a0"))
            parts.append(f"<{tag}>{shown_words}</{tag}>{piece.text[len(words) :]}")
    return "".join(parts)


def _number(citation: str) -> str:
    """Return how a text numbers a place within its article: ``lid 3``, ``onder b``, ``inwoner``."""
    article, _, rest = citation.partition(".")
    if not rest:
        return f"artikel {shown(article)}" if article[0].isdigit() else article
    return long_form(citation).partition(" ")[2].partition(" ")[2]


def _sign(state: str) -> str:
    _kind, sign, word = STATES[state]
    return f'<span class="merk" aria-hidden="true">{sign}</span><span class="woord">{word}: </span>'


# ---- norms


def _norms(found: NormComparison) -> Iterator[str]:
    yield f'<section id="normen"><h2>Normen</h2><p>{safe(norm_summary(found))}</p>'
    if found.modal:
        yield from _table("Kan of moet", ("voorziening", "A", "B"), (_modal_cells(row) for row in found.modal))
    if found.numbers:
        yield from _table("Getallen", ("getal", "A", "B"), (_number_cells(row) for row in found.numbers))
    if found.readings:
        yield from _table("Lezingen", ("lezing", "A", "B"), (_reading_cells(row) for row in found.readings))
    for title, own in (("Normen van de verordening", True), ("Normen van de wet", False)):
        rows = [row for row in found.norms if row.label[0].isdigit() == own]
        if rows:
            yield from _table(
                title, ("norm", "A", "B"), (_norm_cells(row) for row in rows), (STATES[row.state][0] for row in rows)
            )
    yield "</section>"


def _table(title: str, heads: Sequence[str], rows: Iterator[Sequence[str]], kinds: Iterator[str] | None = None) -> Iterator[str]:
    yield f'<h3>{safe(title)}</h3><table class="naast"><thead><tr>'
    yield "".join(f'<th scope="col">{safe(head)}</th>' for head in heads) + "</tr></thead><tbody>"
    for cells in rows:
        kind = f' class="{next(kinds)}"' if kinds is not None else ""
        yield f'<tr{kind}><th scope="row">{cells[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in cells[1:]) + "</tr>"
    yield "</tbody></table>"


def _modal_cells(row: ModalRow) -> Sequence[str]:
    return (safe(row.provision), *(f"{safe(words or 'niets')}<br><small>{safe(', '.join(map(norm_name, norms)))}</small>"
                                   for words, norms in ((row.a, row.norms_a), (row.b, row.norms_b))))  # fmt: skip


def _number_cells(row: NumberRow) -> Sequence[str]:
    used = (
        f"<br><small>in {safe(', '.join(map(norm_name, row.norms[:6])))}{' …' if len(row.norms) > 6 else ''}</small>"
        if row.norms
        else ""
    )
    name = f"{safe(row.title)}<br><small>{safe(long_form(row.place))}</small>{used}"
    values = [f"{safe(value)}<br><small>sinds {in_words(since)}</small>" if value and since else "geen waarde"
              for value, since in ((row.a, row.since_a), (row.b, row.since_b))]  # fmt: skip
    values[1] = f"<ins>{values[1].replace('<br>', '</ins><br>', 1)}" if row.b else values[1]
    values[0] = f"<del>{values[0].replace('<br>', '</del><br>', 1)}" if row.a else values[0]
    return (name, *values)


def _reading_cells(row: ReadingRow) -> Sequence[str]:
    extra = "".join(f"<br><small>{word}: {safe(', '.join(names))}</small>" for word, names in
                    (("nieuwe opties", row.added), ("vervallen opties", row.dropped)) if names)  # fmt: skip
    values = [safe(one) or "bestaat niet" for one in (row.a, row.b)]
    if row.a != row.b:
        values = [f"<del>{values[0]}</del>", f"<ins>{values[1]}</ins>"]
    means = (f"<br><small>{safe(one)}</small>" if one else "" for one in (row.says_a, row.says_b))
    return (f"{safe(row.display)}: {safe(row.question)}{extra}", *(value + one for value, one in zip(values, means, strict=True)))


def _norm_cells(row: NormRow) -> Sequence[str]:
    name = f"{_sign(row.state)}<strong>{safe(norm_name(row.label))}</strong><br><small>{safe(about(row))}</small>"
    cells = []
    for side, found in ((ONLY_A, row.a), (ONLY_B, row.b)):
        if found is None:
            cells.append('<span class="bij">geldt hier niet door een andere lezing</span>' if row.aspects else
                         '<span class="bij">staat er niet</span>')  # fmt: skip
            continue
        lines = [_words(row.words, side) if row.words else safe(found.sentence)]
        other = row.b if side == ONLY_A else row.a
        tag = "del" if side == ONLY_A else "ins"
        if other is not None:
            lines += [f"{name_}: <{tag}>{safe(mine or 'geen')}</{tag}>" for name_, mine, theirs in
                      (("aard", found.nature, other.nature), ("herkomst", found.origin, other.origin),
                       ("grondslag in de wet", found.basis, other.basis)) if mine != theirs]  # fmt: skip
        conditions = [one.text for one in row.conditions if one.side == side and one.text != found.sentence]
        text = "<br>".join(lines)
        if conditions:
            items = "".join(
                f"<li><{tag}>{safe(one)}</{tag}></li>" if other is not None else f"<li>{safe(one)}</li>" for one in conditions
            )
            text += f'<ul class="voorwaarden">{items}</ul>'
        cells.append(text)
    return (name, *cells)
