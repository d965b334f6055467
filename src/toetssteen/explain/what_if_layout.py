"""From the comparison of one case to a document: outcomes beside each other, what made the difference, and what stayed."""

from __future__ import annotations

from collections.abc import Iterator

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section, Table
from toetssteen.explain.layout import COLOURS, DASH, HINT, note
from toetssteen.explain.output import Text
from toetssteen.explain.parting import LAW, Parting
from toetssteen.explain.report import OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.explain.what_if_report import Difference, OutcomeWhatIf, SideReport, WhatIfReport
from toetssteen.kb.citation import citation_of, long_form, name_of
from toetssteen.kb.dates import in_words

THEN = Mark("→", "bold", "wordt")
PARTS = Mark("≠", "bold yellow", "hier gaan de bewijzen uiteen")
# How the law of outcomes itself is cited: of interest to who checks the program, not the law.
PLUMBING = "gevolg"
NOT_THERE = "niet beoordeeld"
WORKS = {"belemmering": "voorwaarde", "weigeringsgrond": "grond om te weigeren", "plicht": "plicht", "bevoegdheid": "bevoegdheid",
         "afgeweken": "afwijking"}  # fmt: skip


def what_if_document(report: WhatIfReport, *, full: bool = False, hint: str = HINT) -> Section:
    """Return the document of one case under several scenarios; ``full`` shows whole proofs and names what stayed."""
    content: list[Block] = [note(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.sides[0].law))]
    content += [_side(one, report.sides[0]) for one in report.sides[1:]]
    changed = [one for one in report.outcomes if any(other.changed for other in one.differences)]
    shown = [one for one in report.outcomes if one in changed or not one.own_motion]
    if shown:
        content.append(_overview(report, shown))
    content += [_outcome(report, one, full=full, hint=hint) for one in changed]
    content += _unchanged([one for one in report.outcomes if one not in changed], changed=bool(changed), full=full, hint=hint)
    return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)


def _side(side: SideReport, baseline: SideReport) -> Item:
    text = Text(side.name, "bold") + Text(": ") + Text("; ".join(side.words) or "geen omschrijving")
    children = []
    if side.law != baseline.law:
        children.append(Item(Text(f"recht: {'; '.join(side.law)}", "dim"), DASH))
    if side.fingerprint:
        children.append(Item(Text(f"vingerafdruk {side.fingerprint[:16]}", "dim"), DASH))
    if side.untouched:
        children.append(Item(Text("verandert in deze zaak niets"), DASH))
    return Item(text, THEN, tuple(children))


def _overview(report: WhatIfReport, outcomes: list[OutcomeWhatIf]) -> Table:
    rows = []
    for one in outcomes:
        before = one.baseline
        cells = [Text(before.outcome, COLOURS[before.outcome]) if before else Text(NOT_THERE, "dim")]
        cells += [_cell(other) for other in one.differences]
        rows.append((Text(one.title), *cells))
    return Table("Uitkomsten", ("over", *(side.name for side in report.sides)), tuple(rows))


def _cell(one: Difference) -> Text:
    if one.outcome is None:
        return Text(NOT_THERE, "dim")
    if not one.changed:
        return Text("gelijk", "dim")
    return Text(one.outcome.outcome, COLOURS[one.outcome.outcome]) + Text("" if one.moved else " (op andere grond)" if one.norms
                                                                          else " (anders van inhoud)")  # fmt: skip


def _outcome(report: WhatIfReport, one: OutcomeWhatIf, *, full: bool, hint: str) -> Section:
    content: list[Block] = [Paragraph(_summary(one, other)) for other in one.differences]
    content.append(_side_by_side(report, one, full=full))
    several = sum(other.changed for other in one.differences) > 1
    for difference in one.differences:
        if difference.changed:
            content += _difference(difference, several=several, full=full, hint=hint)
    return Section(Text(one.title, "bold"), tuple(content), 2, apart=True)


def _side_by_side(report: WhatIfReport, one: OutcomeWhatIf, *, full: bool) -> Table:
    """Return the short explanations of all sides beside each other, norm by norm; in short form where they differ."""
    reports = [one.baseline, *(other.outcome for other in one.differences)]
    columns = [_looked_at(other) for other in reports]
    for place, other in enumerate(one.differences, 1):
        for change in other.norms:
            columns[0] |= {change.norm: change.before} if change.before else {}
            columns[place] |= {change.norm: change.after} if change.after else {}
    made = {change.norm for other in one.differences for change in other.norms[: other.decisive]}
    shown = dict.fromkeys((*made, *(reason.norm for other in reports for reason in (other.reasons if other else ()))))
    rows = [(Text("uitkomst", "bold"), *(Text(as_sentence(other.headline)) if other else Text(NOT_THERE) for other in reports))]
    for norm in shown:
        said = [column[norm].sentence if norm in column else "" for column in columns]
        if full or norm in made or len({one for one in said if one}) > 1:
            rows.append((Text(_named(norm)), *map(Text, said)))
    return Table("De uitleg naast elkaar", ("", *(side.name for side in report.sides)), tuple(rows))


def _looked_at(report: OutcomeReport | None) -> dict[str, Reason]:
    """Return the norms of an outcome with what it says of them, the decisive ones and the others."""
    return {one.norm: one for one in (*report.others, *report.reasons) if one.norm} if report else {}


def _named(norm: str) -> str:
    return f"{long_form(citation_of(norm))} ({name_of(norm)})"


def _difference(other: Difference, *, several: bool, full: bool, hint: str) -> Iterator[Block]:
    """Yield what one scenario changes about an outcome besides."""
    scenario = f" bij {other.scenario}" if several else ""
    if other.parting is not None:
        yield _parting(other.parting, f"Waar de bewijzen uiteengaan{scenario}", full=full, hint=hint)
    items = [
        Item(Text(f"{value.name}: {value.before}"), None, (Item(Text(value.after, "bold"), THEN),)) for value in other.values
    ]
    if items:
        yield Section(Text(f"Wat daardoor ook anders is{scenario}", "bold dim"), tuple(items), 3)
    if other.same:
        yield note(as_sentence(f"niet veranderd{scenario}: " + ", ".join(other.same)))


def _summary(one: OutcomeWhatIf, other: Difference) -> Text:
    before, after = one.baseline, other.outcome
    if not other.changed:
        return Text(f"{other.scenario}: ", "bold") + Text("hier verandert niets.", "dim")
    text = Text(f"{other.scenario}: ", "bold")
    if before is None or after is None:
        there = "alleen hier beoordeeld" if before is None else "hier niet meer beoordeeld"
        return text + Text(as_sentence(there))
    text += Text(before.outcome, COLOURS[before.outcome])
    if other.moved:
        text += Text(" wordt ") + Text(after.outcome, COLOURS[after.outcome])
        if before.outcome == after.outcome:
            text += Text(f" (mogelijk {' of '.join(before.possible)} wordt mogelijk {' of '.join(after.possible)})")
    else:
        text += Text(" blijft ") + Text(after.outcome, COLOURS[after.outcome])
        text += Text(", op een andere grond" if other.norms else ", maar anders van inhoud")
    made = [f"{_named(change.norm)}, als {WORKS[change.predicate]}" for change in other.norms[: other.decisive]]
    return text + Text(f". Het verschil maakt: {'; '.join(made)}." if made else ".")


def _parting(parting: Parting, title: str, *, full: bool, hint: str) -> Section:
    """Return where the proofs part: the last norm and the first point; in full every way and every point."""
    heading = Text(title, "bold dim")
    if full:
        return Section(heading, (_tree(parting),), 3)
    chain = parting.chain()
    items = [_two_sides(one, None) for one in [one for one in chain if one.below and not _plumbing(one)][-1:]]
    items.append(_two_sides(chain[-1], PARTS))
    more = len(list(parting.ends())) - 1
    if more:
        said = "er is nog 1 ander verschil" if more == 1 else f"er zijn nog {more} andere verschillen"
        items.append(Item(Text(f"{said} waaruit dit volgt{hint}", "dim"), DASH))
    return Section(heading, tuple(items), 3)


def _plumbing(one: Parting) -> bool:
    return all(citation_of(norm) == PLUMBING for norm in one.norms if norm)


def _two_sides(one: Parting, mark: Mark | None, children: tuple[Item, ...] = (), *, tree: bool = False) -> Item:
    norm = next((norm for norm in one.norms if norm), "")
    text = Text(_kind(one)) + (Text(f" [{_named(norm)}]", "blue") if norm and not _plumbing(one) else Text())
    sides = (Item(Text(f"nu: {one.said[0]}"), DASH), Item(Text(f"dan: {one.said[1]}"), DASH))
    return Item(text, mark, (*sides, *children), tree=tree)


def _kind(one: Parting) -> str:
    if one.kind == LAW:
        return "een regel van het recht is hier anders"
    if one.below:
        return "de norm"
    return {"feit": "het feit", "parameter": "het getal", "lezing": "de lezing"}.get(one.kind, "het gegeven")


def _tree(one: Parting) -> Item:
    return _two_sides(one, None if one.below else PARTS, tuple(map(_tree, one.below)), tree=True)


def _unchanged(outcomes: list[OutcomeWhatIf], *, changed: bool, full: bool, hint: str) -> Iterator[Block]:
    """Yield what no scenario changes."""
    if not changed:
        yield Paragraph(Text("Geen enkele uitkomst verandert.", "bold"))
    if not outcomes:
        return
    said = [Item(Text(f"{one.title}: {one.baseline.outcome if one.baseline else NOT_THERE}", "dim"), DASH) for one in outcomes]
    if full:
        yield Section(Text("Niet veranderd", "bold"), tuple(said), 2, apart=True)
    else:
        number = "1 uitkomst verandert" if len(said) == 1 else f"{len(said)} uitkomsten veranderen"
        yield note(f"{'De andere ' if changed and len(said) > 1 else ''}{number} niet{hint}.")
