"""The layout of what proving properties showed: the verdict first, then the cases, and the bounds of every claim."""

from __future__ import annotations

from collections.abc import Iterator

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section
from toetssteen.explain.output import Text
from toetssteen.explain.property_report import CaseShown, ClaimReport, Excused, ProofsReport, PropertyReport

MARKS = {"bewezen": Mark("✓", "green", "bewezen"), "weerlegd": Mark("✗", "red", "weerlegd"),
         "niet bewezen": Mark("?", "yellow", "niet bewezen")}  # fmt: skip
STYLES = {"bewezen": "bold green", "weerlegd": "bold red", "niet bewezen": "bold yellow"}
UNSEEN = ("hiervoor is geen geval nodig", "er is geen geval bekeken")
# More cases against one claim than this nobody reads at once; the files and JSON have all of them.
MOST_SHOWN = 5


def proofs_section(report: ProofsReport, *, bounds: bool = False) -> Section:
    """Return the report as a document; with ``bounds`` what the space of every kind holds is written out."""
    content: list[Block] = [_property(one) for one in report.properties]
    content.append(_bounds(report, whole=bounds))
    under = f", onder {report.under}" if report.under else ""
    return Section(Text(f"Eigenschappen{under}", "bold"), tuple(content), 1, inset=0)


def _property(one: PropertyReport) -> Section:
    excused = sum(len(claim.excused) for claim in one.claims)
    verdict = one.verdict + (f", op {excused} genoemde {'plaats' if excused == 1 else 'plaatsen'} na" if excused else "")
    heading = Text(one.name, "bold") + Text("  ") + Text(verdict, STYLES[one.verdict])
    content: list[Block] = []
    if one.words:
        content.append(Paragraph(Text(one.words)))
    for claim in one.claims:
        content += _claim(claim)
    kinds = f"{len(one.kinds)} voorzieningen" if len(one.kinds) != 1 else one.kinds[0]
    looked = f"bekeken: {kinds}, {one.spaces} momenten{one.readings}" if one.spaces else UNSEEN[one.verdict == "niet bewezen"]
    content.append(Paragraph(Text(f"Bron: {one.source}; {looked}.", "dim")))
    return Section(heading, tuple(content), 2, apart=True, spoken=f"{one.name}: {verdict}")


def _claim(claim: ClaimReport) -> Iterator[Block]:
    below = [_case(one) for one in claim.against[:MOST_SHOWN]]
    if len(claim.against) > MOST_SHOWN:
        below.append(Item(Text(f"en nog {len(claim.against) - MOST_SHOWN} andere tegenvoorbeelden")))
    below += [_excused(one) for one in claim.excused]
    below += [Item(Text(f"de uitzondering voor {one} is niet nodig: er is geen geval voor gevonden", "yellow"))
              for one in claim.idle]  # fmt: skip
    below += [Item(Text(one)) for one in claim.notes]
    if claim.shown and claim.text.lower().startswith(("iemand", "soms")):
        below.append(
            Item(Text(f"voor {claim.shown} {'voorziening' if claim.shown == 1 else 'voorzieningen'} met een geval aangetoond"))
        )
    yield Item(Text(claim.text), MARKS[claim.verdict], tuple(below))


def _case(one: CaseShown) -> Item:
    about = f"{one.kind}, {one.moment}"
    children = []
    for place, headline in enumerate(one.headlines):
        differs = f"{one.differs[place]}: " if one.differs else ""
        why = one.reasons[place] if one.reasons else ()
        children.append(Item(Text(differs + headline), None, tuple(Item(Text(reason, "dim")) for reason in why)))
    children += [Item(Text(line.strip(), "dim")) for line in facts_of(one)]
    children += [Item(Text(f"zaak: {name}")) for name in one.files]
    return Item(Text(f"tegenvoorbeeld: {about}"), None, tuple(children))


def facts_of(one: CaseShown) -> list[str]:
    """Return the lines of the (first) case that say something of it: no head, no expectation, no assumption."""
    found: list[str] = []
    for block in one.texts[0].strip().split("\n\n")[1:]:
        if not block.startswith("verwacht"):
            lines = block.split("\n")
            found.append("; ".join([lines[0], *(line.strip() for line in lines[1:])]))
    return found


def _excused(one: Excused) -> Item:
    shown = _case(one.shown).children if one.shown is not None else ()
    return Item(
        Text(f"behalve voor {one.where}, omdat {one.reason}"), None, shown[: len(one.shown.headlines) if one.shown else 0]
    )


def _bounds(report: ProofsReport, *, whole: bool) -> Section:
    said = (
        "Bewezen is wat hier staat binnen deze grenzen: één persoon (of de gemeente) met één voorziening, alle feiten die "
        "kunnen meetellen in elke combinatie, getallen aan weerszijden van elke grens van de regels, wel of geen eerdere plaats, "
        "plafond en afwijking, op elk moment dat de ruimte kent. Over gevallen daarbuiten is niets beweerd. Elk geval dat "
        "hier staat is nog eens gewoon beslist."
    )
    content: list[Block] = [Paragraph(Text(said))]
    if whole:
        content += [Item(Text(f"{kind}: {text}")) for kind, text in report.bounds]
    elif report.bounds:
        content.append(Paragraph(Text("Met --grenzen staat hier voor elke voorziening wat de ruimte bevat.", "dim")))
    content += [Paragraph(Text(line, "dim")) for line in report.law]
    return Section(Text("Grenzen", "bold"), tuple(content), 2, apart=True)
