"""From the report of changes to a document: how it is, how it would have to be, and what that works through."""

from __future__ import annotations

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section
from toetssteen.explain.flip_report import (
    ChangeReport,
    FlipCaseReport,
    FlipReport,
    HindranceReport,
    ProposalReport,
    ProposalsReport,
)
from toetssteen.explain.layout import ARTICLE_20, COLOURS, DASH, DOT, MARKS
from toetssteen.explain.output import Text
from toetssteen.explain.report import Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.dates import in_words

THEN = Mark("→", "bold", "wordt")
# Who a change is up to, by the source of the fact.
BY_WHOM = {
    "proces": "te regelen door de betrokkenen", "register": "omstandigheid",
    "besluit": "vraagt een besluit", "oordeel": "oordeel", "open_norm": "oordeel over een open norm",
}  # fmt: skip


def flips_section(report: FlipCaseReport) -> Section:
    """Return the document of what would change the outcomes of a case."""
    about = Paragraph(Text(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law), "dim"))
    content: list[Block] = [about, *(flip_section(one) for one in report.flips)]
    return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)


def flip_section(report: FlipReport) -> Section:
    """Return what would change one outcome."""
    now = Text(report.outcome.upper(), COLOURS[report.outcome])
    if report.outcome == "onbepaald":
        now += Text(f" (mogelijk {' of '.join(report.possible)})")
    content: list[Block] = [Paragraph(Text("Nu: ") + now + Text(f". Gezocht: {report.goal_in_words}."))]
    if report.reached:
        content.append(Paragraph(Text("Dat is de uitkomst al: er hoeft niets te veranderen.")))
    else:
        content += _by_facts(report)
        content += _by_deviating(report)
        content += _firm(report)
    return Section(Text(report.title, "bold"), tuple(content), 2, apart=True)


def _by_facts(report: FlipReport) -> list[Block]:
    found = report.by_facts
    if found is None:
        nothing = Text(f"Geen verandering van feiten maakt dit {report.goal}.", "bold")
        if not report.hindrances:
            return [Paragraph(nothing)]
        together = "Samen staan in de weg" if len(report.hindrances) > 1 else "In de weg staat"
        return [Paragraph(nothing + Text(f" {together}:")), *(_hindrance(one) for one in report.hindrances)]
    if found.weight == 0:
        heading = "Daarvoor hoeft geen feit te veranderen, mits:"
        return [Paragraph(Text(heading)), *(_answers(found.proposals[0]))]
    return [_heading(found), *_proposals(found)]


def _heading(found: ProposalsReport) -> Paragraph:
    facts = {len(one.changes) for one in found.proposals}
    size = "" if len(facts) > 1 else f" van {_count(next(iter(facts)), 'feit', 'feiten')}"
    if found.total == 1:
        return Paragraph(Text(f"De kleinste verandering is er een{size}:"))
    shown = "" if len(found.proposals) == found.total else f"; de eerste {len(found.proposals)} zijn"
    least = "" if found.counted else "ten minste "
    each = f", elk{size}" if size else ""
    return Paragraph(Text(f"Er zijn {least}{found.total} kleinste veranderingen{each}{shown}:"))


def _count(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {several}"


def _proposals(found: ProposalsReport) -> list[Item]:
    """Return the proposals, with what they all have in common said once."""
    several = len(found.proposals) > 1
    common = [one for one in found.proposals[0].changes if several and all(one in other.changes for other in found.proposals)]
    items = []
    if common:
        items.append(Item(Text("In elk voorstel:"), None, tuple(_change(one, several=len(common) > 1) for one in common)))
    for number, one in enumerate(found.proposals, 1):
        own = one._replace(changes=tuple(change for change in one.changes if change not in common))
        items.append(_proposal(own, Mark(f"{number}.", "bold", "") if several else DASH, also=bool(common)))
    return items


def _proposal(proposal: ProposalReport, mark: Mark, *, also: bool) -> Item:
    outcome = Text()
    for place, one in enumerate(proposal.outcomes):
        outcome += Text(" of " if place else "") + Text(one, COLOURS[one])
    several = len(proposal.changes) + len(proposal.deviations) > 1
    children = [*(_change(one, several=several) for one in proposal.changes), *(_deviation(one) for one in proposal.deviations)]
    children += [_effect(one) for one in proposal.effects]
    if proposal.answers:
        children.append(Item(Text("mits:"), None, tuple(_answers(proposal))))
    linking = ", als ook:" if also else ", als:"
    return Item(Text("wordt ") + outcome + Text(linking), mark, tuple(children), inset=len(mark.sign) + 1)


def _change(change: ChangeReport, *, several: bool) -> Item:
    body = f" van het {change.body}" if change.body else ""
    who = BY_WHOM[change.source] + (body if change.source in ("oordeel", "open_norm") else "")
    text = Text(f"nu: {change.before}") + Text(_where(change.line, assumed=change.assumed), "dim")
    then = Item(Text(change.after, "bold") + Text(f" ({who})", "dim"), THEN, tuple(_effect(one) for one in change.effects))
    return Item(text, DOT if several else None, (then,), inset=2 if several else 0)


def _where(line: int, *, assumed: bool) -> str:
    return " (aangenomen)" if assumed else f" (regel {line})" if line else ""


def _effect(reason: Reason) -> Item:
    return Item(Text(reason.sentence) + Text(f" [{reason.source}]", "blue"), MARKS[reason.mark])


def _deviation(reason: Reason) -> Item:
    text = Text(f"afwijken van {reason.source.partition(';')[0]}: ", "bold") + Text(reason.sentence)
    return Item(text, ARTICLE_20)


def _answers(proposal: ProposalReport) -> list[Item]:
    return [Item(Text(one), DASH) for one in proposal.answers]


def _by_deviating(report: FlipReport) -> list[Block]:
    found = report.by_deviating
    if found is None or not found.proposals:
        return []
    fewer = "hoeven er minder feiten te veranderen" if found.weight else "hoeft er geen feit te veranderen"
    title = f"Met artikel 20 {fewer}; dit zijn de minste afwijkingen"
    return [Section(Text(title, "bold dim"), tuple(_proposals(found)), 3)]


def _firm(report: FlipReport) -> list[Block]:
    if not report.firm or report.goal == "geblokkeerd":
        return []
    items = tuple(_effect(one) for one in report.firm)
    return [Section(Text("Hiervan kan niet worden afgeweken (het volgt uit de wet)", "bold dim"), items, 3)]


def _hindrance(one: HindranceReport) -> Item:
    below = [Item(Text(f"dat verandert niet: {fact.sentence}{_where(fact.line, assumed=fact.assumed)}", "dim"))
             for fact in one.reason.details]  # fmt: skip
    if one.met_from is not None:
        below.append(Item(Text(as_sentence(f"wat de leeftijd betreft kan het vanaf {in_words(one.met_from)}"), "dim")))
    place = Text(f" [{one.reason.source}]", "blue") if one.reason.source else Text()
    return Item(Text(one.reason.sentence) + place, MARKS[one.reason.mark], tuple(below))
