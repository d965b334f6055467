"""How far a lawyer and the program agree on cases judged apart: counts, Cohen's kappa, and every disagreement with its proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section, Table
from toetssteen.explain.output import Text

FORMAT = "toetssteen/oordelen/1"
DIFFERENT = Mark("≠", "yellow", "anders")


class Judged(NamedTuple):
    """A case that was judged: where it stands, what it asks, both outcomes, the remark, and why the program has its outcome."""

    number: str
    asked: str
    article: str
    judged: str
    outcome: str
    remark: str
    reasons: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both have the same outcome."""
        return self.judged == self.outcome


class Agreement(NamedTuple):
    """The judged cases of a sheet, and how many were left open."""

    cases: tuple[Judged, ...]
    unjudged: int


def kappa(cases: Sequence[Judged]) -> float | None:
    """Return Cohen's kappa: agreement beyond what chance gives (Cohen 1960); None where chance leaves nothing to agree on."""
    count = len(cases)
    if not count:
        return None
    same = sum(one.agrees for one in cases) / count
    mine, theirs = Counter(one.outcome for one in cases), Counter(one.judged for one in cases)
    chance = sum(mine[outcome] * theirs[outcome] for outcome in mine) / count**2
    return None if chance == 1 else (same - chance) / (1 - chance)


def agreement_section(report: Agreement) -> Section:
    """Return the agreement as a document."""
    cases = report.cases
    same = sum(one.agrees for one in cases)
    content: list[Block] = [Paragraph(Text(f"{same} van de {len(cases)} beoordeelde zaken komen overeen; "
                                           f"{report.unjudged} zijn niet beoordeeld."))]  # fmt: skip
    found = kappa(cases)
    if found is not None:
        said = f"{found:.2f}".replace(".", ",")
        content.append(Paragraph(Text(f"Cohens kappa is {said} (1 is altijd eens, 0 is niet meer dan toeval).")))
    rows = tuple((Text(article), Text(str(len(own))), Text(str(sum(one.agrees for one in own))))
                 for article in dict.fromkeys(one.article for one in cases)
                 for own in [[one for one in cases if one.article == article]])  # fmt: skip
    if rows:
        content.append(Table("Per artikel", ("artikel", "beoordeeld", "eens"), rows, frozenset((1, 2))))
    differing = [one for one in cases if not one.agrees]
    if differing:
        content.append(Section(Text("Waar het oordeel anders is", "bold"), tuple(map(_different, differing)), 2, apart=True))
    return Section(Text("Overeenstemming", "bold"), tuple(content), 1, inset=0)


def _different(one: Judged) -> Item:
    below = [Item(Text(f"opmerking: {one.remark}"))] if one.remark else []
    below += [Item(Text(reason)) for reason in one.reasons]
    said = f"zaak {one.number}, {one.asked}: oordeel {one.judged}, het programma {one.outcome}"
    return Item(Text(said), DIFFERENT, tuple(below))


def agreement_to_json(report: Agreement) -> dict[str, Any]:
    """Return the agreement as JSON data."""
    return {
        "formaat": FORMAT, "beoordeeld": len(report.cases), "eens": sum(one.agrees for one in report.cases),
        "niet_beoordeeld": report.unjudged, "kappa": kappa(report.cases),
        "zaken": [{"zaak": one.number, "vraag": one.asked, "artikel": one.article, "oordeel": one.judged,
                   "programma": one.outcome, "opmerking": one.remark or None, "redenen": list(one.reasons)}
                  for one in report.cases],
    }  # fmt: skip
