"""A comparison of two versions as a document: what changed in the text, in the norms, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from toetssteen.explain.comparison import ComparedSide, Comparison
from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section, Table
from toetssteen.explain.norm_comparison import ModalRow, NormComparison, NormRow, NumberRow, ReadingRow
from toetssteen.explain.outcome_layout import outcome_section
from toetssteen.explain.output import Text
from toetssteen.explain.sentences import as_sentence
from toetssteen.explain.text_comparison import ADDED, BOTH, CHANGED, DROPPED, ONLY_A, SAME, Piece, Row, TextComparison
from toetssteen.kb.citation import citation_of, is_below, long_form, name_of
from toetssteen.kb.dates import in_words
from toetssteen.kb.source_article import Unit

MARKS = {
    CHANGED: Mark("≠", "yellow", "gewijzigd"), ADDED: Mark("+", "green", "nieuw"), DROPPED: Mark("−", "red", "vervallen"),
    SAME: Mark("→", "cyan", "vernummerd"),
}  # fmt: skip
PLACES = {"lid": ("lid", "leden"), "onderdeel": ("onderdeel", "onderdelen"), "begrip": ("begrip", "begrippen"),
          "artikel": ("artikelkop", "artikelkoppen")}  # fmt: skip
WORDS_MARKED = "Wat tussen haken staat is anders: was is de tekst van A, wordt die van B."


def comparison_document(found: Comparison) -> Section:
    """Return a comparison as a document."""
    blocks: list[Block] = [Paragraph(Text(f"{letter}: {side_in_words(side)}"))
                           for letter, side in (("A", found.a), ("B", found.b))]  # fmt: skip
    blocks += [Item(Text(note), Mark("!", "yellow", "let op")) for side in (found.a, found.b) for note in side.notes]
    if found.text is not None:
        blocks.append(text_section(found.text))
    if found.norms is not None:
        blocks.append(norm_section(found.norms))
    if found.outcomes is not None:
        blocks.append(outcome_section(found.outcomes))
    return Section(Text(f"Vergelijking van {found.a.given} (A) met {found.b.given} (B)", "bold"), tuple(blocks), 1, inset=0)


def side_in_words(side: ComparedSide) -> str:
    """Return what a side is: its name and the state of the statute."""
    return f"{side.name}, onder de wet zoals die gold vanaf {in_words(side.statute)}, getallen van {in_words(side.day)}"


# ---- text


def text_section(found: TextComparison) -> Section:
    """Return the comparison of the texts: a summary, the articles that differ, and which are alike."""
    blocks: list[Block] = [Paragraph(Text(text_summary(found)))]
    if found.count(CHANGED):
        blocks.append(Paragraph(Text(WORDS_MARKED, "dim")))
    alike: list[str] = []
    renumbered: list[str] = []
    for heading, rows in by_article(found):
        if all(row.state == SAME and not row.moved for row in rows):
            alike.append(rows[0].unit.citation)
        elif only_renumbered(rows):
            renumbered.append(_renumbered(rows))
        else:
            blocks.append(Section(Text(heading, "bold"), tuple(_text_items(rows)), 3, apart=True))
    if renumbered:
        blocks.append(Item(Text(f"alleen een ander nummer: {', '.join(renumbered)}"), MARKS[SAME]))
    if alike and found.differs:
        blocks.append(Paragraph(Text(f"Geheel gelijk: {in_ranges(alike)}.", "dim")))
    return Section(Text("Tekst", "bold"), tuple(blocks), 2, inset=0, apart=True)


def only_renumbered(rows: Sequence[Row]) -> bool:
    """Return whether an article has another number and is the same otherwise, the order of its leden included."""
    return all(row.state == SAME and row.a is not None and row.b is not None
               and row.a.citation.partition(".")[2] == row.b.citation.partition(".")[2] for row in rows)  # fmt: skip


def _renumbered(rows: Sequence[Row]) -> str:
    before, after = (unit.citation.partition(".")[0] for unit in (rows[0].a, rows[0].b) if unit is not None)
    return f"artikel {shown(after)} (was {shown(before)})"


def text_summary(found: TextComparison) -> str:
    """Return in one sentence how many places of each kind differ."""
    parts = []
    for state in (CHANGED, ADDED, DROPPED):
        counts = [_counted(sum(row.state == state and row.unit.kind == kind for row in found.rows), kind) for kind in PLACES]
        named = [one for one in counts if one]
        if named:
            parts.append(f"{state}: {', '.join(named)}")
    if found.moved:
        parts.append(f"vernummerd: {found.moved} {'plaats' if found.moved == 1 else 'plaatsen'}")
    around = [row.unit.citation for row in found.rows if row.unit.kind in ("aanhef", "slotformule") and row.state != SAME]
    if around:
        parts.append(f"ook anders: {' en '.join(around)}")
    return as_sentence("; ".join(parts)) if parts else "De teksten zijn gelijk."


def _counted(number: int, kind: str) -> str:
    return f"{number} {PLACES[kind][number != 1]}" if number else ""


def by_article(found: TextComparison) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows per article, each with its heading; what stands around the articles by itself."""
    became = {row.a.citation: row.b.citation for row in found.rows
              if row.unit.kind == "artikel" and row.a is not None and row.b is not None}  # fmt: skip

    def article_of(row: Row) -> tuple[bool, str]:
        article = row.unit.citation.partition(".")[0]
        return (False, article) if row.b is not None else (article not in became, became.get(article, article))

    for _key, group in groupby(found.rows, key=article_of):
        rows = list(group)
        yield _heading(rows), rows


def _heading(rows: Sequence[Row]) -> str:
    unit = rows[0].unit
    if not unit.citation[0].isdigit():
        return unit.citation.capitalize()
    article = next((row for row in rows if row.unit.kind == "artikel"), None)
    number = unit.citation.partition(".")[0]
    if article is None:
        return f"Artikel {shown(number)}"
    before = f" (was artikel {shown(article.a.citation)})" if article.moved and article.a is not None else ""
    gone = " (vervallen)" if article.state == DROPPED else " (nieuw)" if article.state == ADDED else ""
    title = f". {article.unit.text}" if article.unit.text else ""
    return f"Artikel {shown(number)}{title}{before}{gone}"


def shown(citation: str) -> str:
    """Return a number of an article as the text writes it: 2:3 stands for 2.3."""
    return citation.replace(":", ".")


def _text_items(rows: Sequence[Row]) -> Iterator[Item]:
    """Yield an item for every place that differs; unchanged places are folded into one line."""
    alike: list[Unit] = []
    for row in rows:
        if row.unit.kind == "artikel" and row.state in (ADDED, DROPPED):
            continue
        if row.state == SAME and (not row.moved or row.unit.kind == "artikel"):
            alike += [row.unit] if row.unit.kind != "artikel" else []
            continue
        yield _text_item(row)
    if alike:
        yield Item(Text(f"gelijk: {in_ranges([one.citation for one in alike])}", "dim"))


def _text_item(row: Row) -> Item:
    place = f"{long_form(row.unit.citation)}" if row.unit.kind != "artikel" else "de kop"
    if row.moved and row.a is not None:
        place += f" (was {long_form(row.a.citation)})"
    if row.state == SAME:
        return Item(Text(f"{place}: tekst gelijk"), MARKS[SAME])
    return Item(Text(f"{place}: ", "bold") + marked(row.pieces if row.state == CHANGED else (Piece(row.unit.text, BOTH),)),
                MARKS[row.state])  # fmt: skip


def marked(pieces: Sequence[Piece]) -> Text:
    """Return words with what differs between brackets: ``[was: 27; wordt: 25]``, ``[vervalt: …]``, ``[nieuw: …]``."""
    text = Text()
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        before = pieces[index - 1] if index else None
        if piece.side == BOTH:
            text.append(piece.text)
            continue
        words, space = piece.text.rstrip(), " " if piece.text.endswith(" ") else ""
        if text.plain and not text.plain.endswith((" ", "; ", "(")):
            text.append(" ")
        if piece.side == ONLY_A:
            replaced = following is not None and following.side not in (BOTH, ONLY_A)
            text.append(f"[was: {words}; " if replaced else f"[vervalt: {words}]{space}", "red")
        elif before is not None and before.side == ONLY_A:
            text.append(f"wordt: {words}]{space}", "green")
        else:
            text.append(f"[nieuw: {words}]{space}", "green")
    return text


def in_ranges(citations: Sequence[str]) -> str:
    """Return citations with those that follow each other as a range: ``6.1 tot en met 6.3, 6.5``."""
    groups: list[list[str]] = []
    for one in dict.fromkeys(citations):
        if groups and _next(groups[-1][-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return ", ".join(shown(group[0]) if len(group) == 1 else f"{shown(group[0])} en {shown(group[1])}" if len(group) == 2
                     else f"{shown(group[0])} tot en met {shown(group[-1])}" for group in groups)  # fmt: skip


def _next(one: str, other: str) -> bool:
    head, _, last = one.rpartition(".")
    other_head, _, other_last = other.rpartition(".")
    if head != other_head:
        return False
    if last.isdigit() and other_last.isdigit():
        return int(other_last) == int(last) + 1
    return len(last) == len(other_last) == 1 and ord(other_last) == ord(last) + 1


# ---- norms


def norm_section(found: NormComparison) -> Section:
    """Return the comparison of the norms: may and must, numbers, readings, and norm by norm."""
    blocks: list[Block] = [Paragraph(Text(norm_summary(found)))]
    blocks += [_modal_item(row) for row in found.modal]
    if found.numbers:
        blocks.append(number_table(found.numbers))
    blocks += [_reading_item(row) for row in found.readings]
    for title, own in (("Verordening", True), ("Wet", False)):
        rows = [row for row in found.norms if row.label[0].isdigit() == own]
        if rows:
            blocks.append(Section(Text(title, "bold"), tuple(map(_norm_item, rows)), 3, apart=True, folded=not own))
    return Section(Text("Normen", "bold"), tuple(blocks), 2, inset=0, apart=True)


def norm_summary(found: NormComparison) -> str:
    """Return in one sentence how many norms, numbers and readings differ."""
    parts = [f"{state}: {number} {'norm' if number == 1 else 'normen'}" for state in (CHANGED, ADDED, DROPPED)
             if (number := found.count(state))]  # fmt: skip
    for number, one, more in ((len(found.numbers), "getal", "getallen"), (len(found.readings), "lezing", "lezingen"),
                              (len(found.modal), "keer kan of moet", "keer kan of moet")):  # fmt: skip
        if number:
            parts.append(f"anders: {number} {one if number == 1 else more}")
    return as_sentence("; ".join(parts)) if parts else "De normen zijn gelijk."


def number_table(rows: Sequence[NumberRow]) -> Table:
    """Return the numbers that differ as a table."""
    cells = []
    for row in rows:
        direction = "" if row.rises is None else " (hoger)" if row.rises else " (lager)"
        cells.append(
            (
                Text(row.title),
                Text(long_form(row.place)),
                _value(row.a, row.since_a),
                _value(row.b, row.since_b) + Text(direction),
            )
        )
    return Table("Getallen", ("getal", "plaats", "A", "B"), tuple(cells))


def _value(value: str, since: object) -> Text:
    from datetime import date

    return Text(f"{value}, sinds {in_words(since)}" if value and isinstance(since, date) else value or "geen waarde")


def _modal_item(row: ModalRow) -> Item:
    what = [words or "niets" for words in (row.a, row.b)]
    norms = [", ".join(one) or "geen norm" for one in (row.norms_a, row.norms_b)]
    return Item(Text(f"{row.provision}: [was: {what[0]}; wordt: {what[1]}]"), Mark("!", "yellow", "kan of moet"),
                (Item(Text(f"A: {norms[0]}")), Item(Text(f"B: {norms[1]}"))))  # fmt: skip


def _reading_item(row: ReadingRow) -> Item:
    chosen = f"[was: {row.a}; wordt: {row.b}]" if row.a and row.b and row.a != row.b else row.b or row.a
    if not row.a:
        return Item(Text(f"lezing {row.display}: {row.question} {row.b}"), MARKS[ADDED])
    if not row.b:
        return Item(Text(f"lezing {row.display}: {row.question} {row.a}"), MARKS[DROPPED])
    options = [Item(Text(one), MARKS[state]) for state, names in ((ADDED, row.added), (DROPPED, row.dropped)) for one in names]
    if row.a != row.b:
        options = [Item(Text(f"A: {row.says_a}")), Item(Text(f"B: {row.says_b}")), *options]
    return Item(Text(f"lezing {row.display}: {row.question} {chosen}"), MARKS[CHANGED], tuple(options))


def _norm_item(row: NormRow) -> Item:
    head = Text(f"{norm_name(row.label)} ", "bold") + Text(f"({about(row)}): ", "dim")
    sentence = marked(row.words) if row.words else Text(row.side.sentence)
    return Item(head + sentence, MARKS[row.state], tuple(_aspects(row)), tree=False)


def norm_name(label: str) -> str:
    """Return a norm as it is shown: ``6.3 (eenmalig)``."""
    return f"{citation_of(label)} ({name_of(label)})" if name_of(label) else label


def about(row: NormRow) -> str:
    """Return what kind of norm it is, where it comes from, and which kinds of application it is about when they are few."""
    return ", ".join([row.side.nature, row.side.origin, *(row.provisions if len(row.provisions) <= 3 else ())])


def _aspects(row: NormRow) -> Iterator[Item]:
    if row.a is not None and row.b is not None:
        for name, left, right in (("aard", row.a.nature, row.b.nature), ("herkomst", row.a.origin, row.b.origin),
                                  ("grondslag in de wet", row.a.basis, row.b.basis)):  # fmt: skip
            if left != right:
                yield Item(Text(f"{name}: [was: {left or 'geen'}; wordt: {right or 'geen'}]"))
    elif "lezing" in row.aspects:
        yield Item(Text("deze norm hangt van een lezing af die in A en B anders is", "dim"))
    both = row.a is not None and row.b is not None
    for one in row.conditions:
        if one.text == row.side.sentence:
            continue
        where = "alleen in A: " if one.side == ONLY_A else "alleen in B: "
        sign = MARKS[DROPPED] if one.side == ONLY_A else MARKS[ADDED]
        yield Item(Text(f"{where if both else 'voorwaarde: '}{one.text}"), sign if both else None)


def rows_below(rows: Sequence[Row], place: str) -> list[Row]:
    """Return the rows at a place or inside it, on either side."""
    return [row for row in rows if any(unit is not None and is_below(unit.citation, place) for unit in (row.a, row.b))]
