"""Why the one voorziening and not the other: the comparison as data, as a document and as JSON."""

from __future__ import annotations

from typing import Any, NamedTuple

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section
from toetssteen.explain.layout import ARTICLE_20, DASH, HINT, MOST, note, reason_item
from toetssteen.explain.output import Text
from toetssteen.explain.report import CaseReport, OutcomeReport, Reason
from toetssteen.explain.to_json import reason_to_json
from toetssteen.kb.dates import in_words

FORMAT = "toetssteen/contrast/1"
NOT_ASKED = Mark("–", "dim", "geldt niet")


class Demand(NamedTuple):
    """One demand of the law and how it turns out for either voorziening; None where the law does not make it there."""

    first: Reason | None
    second: Reason | None


class Contrast(NamedTuple):
    """Two outcomes of one person side by side.

    ``names`` is what either is called, ``summary`` says both in one sentence and ``premise`` what is wrong with asking why
    the one and not the other, if anything. ``bases`` are the powers and duties of either, ``differences`` the demands that
    turn out differently, ``shared`` the names of the demands that both meet, ``own`` how many more each meets alone.
    """

    first: OutcomeReport
    second: OutcomeReport
    names: tuple[str, str]
    summary: str
    premise: str
    bases: tuple[tuple[Reason, ...], tuple[Reason, ...]]
    differences: tuple[Demand, ...]
    shared: tuple[str, ...]
    own: tuple[int, int]


def contrast_document(report: CaseReport, found: tuple[Contrast, ...], *, full: bool = False, hint: str = HINT) -> Section:
    """Return comparisons of one case as a document; ``full`` names what is only counted otherwise."""
    content: list[Block] = [note(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law))]
    content += [_contrast(one, full=full, hint=hint) for one in found]
    return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)


def _contrast(one: Contrast, *, full: bool, hint: str) -> Section:
    content: list[Block] = [Paragraph(Text(one.summary))]
    if one.premise:
        content.append(Paragraph(Text(one.premise, "yellow")))
    content.append(Section(Text("Waar elk op rust", "bold dim"), tuple(_bases(one)), 3))
    if one.differences:
        shown = one.differences if full else one.differences[:MOST]
        items = tuple(item for demand in shown for item in _demand(one.names, demand))
        content.append(Section(Text("Wat het verschil maakt", "bold dim"), items, 3))
        if len(shown) < len(one.differences):
            content.append(note(f"Er zijn nog {len(one.differences) - len(shown)} verschillen{hint}."))
    content += [Item(Text(sentence), ARTICLE_20) for side in (one.first, one.second) for sentence in side.article_20]
    content += _ways(one, full=full, hint=hint)
    if one.shared:
        asked = "1 eis geldt" if len(one.shared) == 1 else f"{len(one.shared)} eisen gelden"
        names = f": {', '.join(one.shared)}" if full or len(one.shared) <= MOST else hint
        content.append(note(f"{asked} voor beide, en daaraan is voldaan{names}."))
    for name, count in zip(one.names, one.own, strict=True):
        if count:
            others = "geldt nog 1 andere eis" if count == 1 else f"gelden nog {count} andere eisen"
            content.append(note(f"Alleen voor de {name} {others}, waaraan is voldaan."))
    return Section(Text(f"{one.first.title}, tegenover {one.names[1]}", "bold"), tuple(content), 2, apart=True)


def _bases(one: Contrast) -> list[Item]:
    items = []
    for name, reasons in zip(one.names, one.bases, strict=True):
        items += [reason_item(reason, before=f"{name}: ") for reason in reasons]
        if not reasons:
            items.append(Item(Text(f"{name}: nu geen bevoegdheid en geen plicht."), NOT_ASKED))
    return items


def _demand(names: tuple[str, str], demand: Demand) -> list[Item]:
    """Return a demand as one line for either side, what fails first."""
    sides = sorted(zip(names, demand, strict=True), key=lambda side: side[1] is None or side[1].mark == "ja")
    return [
        reason_item(reason, before=f"{name}: ", details=True) if reason
        else Item(Text(f"{name}: deze eis geldt hier niet.", "dim"), NOT_ASKED)
        for name, reason in sides
    ]  # fmt: skip


def _ways(one: Contrast, *, full: bool, hint: str) -> list[Block]:
    """Return for what is still open under which answers it would become what."""
    found: list[Block] = []
    for name, side in zip(one.names, (one.first, one.second), strict=True):
        for way in side.ways[:1]:
            linking = f"wordt {way.outcome}, mits" if way.necessary else f"wordt bijvoorbeeld {way.outcome} als"
            answers = [Item(Text(answer), DASH) for answer in (way.answers if full else way.answers[:MOST])]
            if len(answers) < len(way.answers):
                answers.append(Item(Text(f"en nog {len(way.answers) - len(answers)} feiten{hint}", "dim"), DASH))
            found.append(Item(Text(f"De {name} {linking}:"), None, tuple(answers)))
    return found


def contrast_to_json(report: CaseReport, found: tuple[Contrast, ...]) -> dict[str, Any]:
    """Return comparisons of one case as JSON data; ``schema/contrast.schema.json`` describes it."""
    return {
        "formaat": FORMAT, "casus": report.title, "peildatum": report.reference_date.isoformat(), "recht": list(report.law),
        "vergelijkingen": [_to_json(one) for one in found],
    }  # fmt: skip


def _to_json(one: Contrast) -> dict[str, Any]:
    return {
        "persoon": one.first.person, "samenvatting": one.summary, "opmerking": one.premise or None,
        "uitkomsten": [_side_to_json(one.first), _side_to_json(one.second)],
        "grondslag": [[reason_to_json(reason) for reason in side] for side in one.bases],
        "verschillen": [[reason_to_json(side) if side else None for side in demand] for demand in one.differences],
        "gedeeld": list(one.shared), "alleen": list(one.own),
    }  # fmt: skip


def _side_to_json(side: OutcomeReport) -> dict[str, Any]:
    ways = [{"uitkomst": way.outcome, "antwoorden": list(way.answers), "noodzakelijk": way.necessary} for way in side.ways]
    return {
        "over": side.title, "voorziening": side.provision, "werkgever": side.employer or None,
        "ambtshalve": side.own_motion, "uitkomst": side.outcome, "kop": side.headline, "mits": ways,
        "artikel_20": list(side.article_20),
    }  # fmt: skip
