"""For whom two sides come to another outcome, as a part of a document: claims, smallest cases, and the bounds of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section, Table
from toetssteen.explain.layout import COLOURS, Layout
from toetssteen.explain.outcome_comparison import (
    EITHER,
    EQUAL,
    FIRST,
    OTHER_FOLLOWS,
    OTHER_GROUND,
    OTHER_OUTCOME,
    SECOND,
    CaseloadComparison,
    Clash,
    OutcomeComparison,
    ShownCase,
    ShownProvision,
)
from toetssteen.explain.output import Text
from toetssteen.explain.report import OutcomeReport
from toetssteen.kb.citation import citation_of, long_form, name_of
from toetssteen.kb.dates import euro

LETTERS = ("A", "B")
VERDICTS = {
    EQUAL: "gelijk voor iedereen", FIRST: "A is ruimer: niemand is onder B beter af",
    SECOND: "B is ruimer: niemand is onder A beter af", EITHER: "beide: de een is onder A beter af, de ander onder B",
}  # fmt: skip
MARKS = {EQUAL: Mark("=", "green", "gelijk"), FIRST: Mark("A", "yellow", "A ruimer"), SECOND: Mark("B", "yellow", "B ruimer"),
         EITHER: Mark("≠", "yellow", "beide")}  # fmt: skip
SHOWS = {
    OTHER_OUTCOME: "Kleinste geval", OTHER_GROUND: "Zelfde uitkomst op een andere grond",
    OTHER_FOLLOWS: "Zelfde uitkomst, maar er volgt iets anders uit",
}  # fmt: skip
KINDS = {
    "plicht": "plicht", "bevoegdheid": "bevoegdheid", "belemmering": "staat in de weg", "afgeweken": "daarvan wordt afgeweken",
    "weigeringsgrond": "grond om te weigeren", "gevolg": "gevolg", "verplichting": "plicht daarbij",
    "nagekomen": "plicht daarbij nagekomen",
}  # fmt: skip
ORDER = ("Ruimer is wie een betere uitkomst krijgt, in deze volgorde: verplicht, bevoegd, weigerbaar, geblokkeerd. "
         "Onbepaald komt hier niet voor: in een geval zijn alle feiten bekend.")  # fmt: skip
MOST_CHANGED = 20


def outcome_section(found: OutcomeComparison) -> Section:
    """Return the layer of outcomes as a section."""
    blocks: list[Block] = [Paragraph(Text(summary(found))), Paragraph(Text(ORDER, "dim"))]
    differing = [one for one in found.provisions if one.verdict != EQUAL or one.cases]
    blocks += [_provision(one) for one in differing]
    equal = [one for one in found.provisions if one not in differing]
    if equal:
        blocks.append(Item(Text(f"gelijk voor iedereen: {', '.join(one.name for one in equal)}"), MARKS[EQUAL]))
    blocks.append(bounds_section(found.provisions))
    if found.caseload is not None:
        blocks.append(caseload_section(found.caseload))
    return Section(Text("Uitkomsten", "bold"), tuple(blocks), 2, inset=0, apart=True)


def summary(found: OutcomeComparison) -> str:
    """Return in one sentence for how many voorzieningen the outcome differs."""
    differing, total = sum(one.verdict != EQUAL for one in found.provisions), len(found.provisions)
    if not differing:
        return "De uitkomst is voor iedereen gelijk; dat is bewezen."
    if total == 1:
        return "Er zijn gevallen waarin de uitkomst anders is."
    return f"Bij {differing} van de {total} soorten beslissingen zijn er gevallen waarin de uitkomst anders is."


def _provision(one: ShownProvision) -> Section:
    verdict = Text(VERDICTS[one.verdict] + (" (bewezen)" if one.verdict in (EQUAL, FIRST, SECOND) else ""))
    blocks: list[Block] = [Item(verdict, MARKS[one.verdict])]
    blocks += [_case(case, number) for number, case in enumerate(one.cases, 1) if case.shows != OTHER_FOLLOWS]
    follows = tuple(_following(case) for case in one.cases if case.shows == OTHER_FOLLOWS)
    if follows:
        blocks.append(Section(Text("Waar de uitkomst gelijk is, maar er iets anders uit volgt"), follows, 4))
    if not one.complete:
        blocks.append(Paragraph(Text("Er zijn meer oorzaken dan hier staan; met --hoogstens ziet u er meer.", "dim")))
    return Section(Text(one.name[:1].upper() + one.name[1:], "bold"), tuple(blocks), 3, apart=True)


def _case(case: ShownCase, number: int) -> Section:
    before, after = case.sides
    head = Text(f"{number}. {SHOWS[case.shows]}: ") + _outcome(before)
    if case.shows == OTHER_OUTCOME:
        head += Text(" onder A, ") + _outcome(after) + Text(" onder B")
    items: list[Block] = [Item(Text(f"{letter}: {side.headline}.")) for letter, side in zip(LETTERS, case.sides, strict=True)]
    for letter, clashes in zip(LETTERS, case.only, strict=True):
        items += [Item(Text(f"alleen {letter}: {clash_in_words(one)}")) for one in clashes]
    items += [Item(Text(one, "dim")) for one in case.particulars]
    if case.also:
        pairs = ", ".join(f"{one} onder A en {other} onder B" for one, other in case.also)
        items.append(Item(Text(f"dezelfde normen maken in andere gevallen: {pairs}", "dim")))
    if case.file:
        items.append(Item(Text(f"als zaak: {case.file}", "dim")))
    items += list(_proofs(case))
    return Section(head, tuple(items), 4)


def _following(case: ShownCase) -> Item:
    """Return a case with the same outcome as one item: what follows on either side, and in which case."""
    said = [
        f"alleen {letter}: {clash_in_words(one)}" for letter, clashes in zip(LETTERS, case.only, strict=True) for one in clashes
    ]
    file = (f"als zaak: {case.file}",) if case.file else ()
    children = tuple(Item(Text(one, "dim")) for one in (*case.particulars, *file))
    return Item(Text("; ".join(said)) + Text(" (bij de uitkomst ") + _outcome(case.sides[0]) + Text(")"), None, children)


def _proofs(case: ShownCase) -> Iterator[Section]:
    """Yield the proofs of both outcomes, closed where they can be opened; a terminal leaves them to a form that folds."""
    layout = Layout(full=True)
    for letter, side in zip(LETTERS, case.sides, strict=True):
        for proof in side.proofs[:1]:
            whole = layout.proof(proof)
            yield whole._replace(heading=Text(f"Bewijs onder {letter}", "bold dim"), spoken=f"Bewijs onder {letter}")


def without_proofs(section: Section) -> Section:
    """Return a section without the proofs that stand in it closed, for a form that cannot fold."""
    kept = tuple(without_proofs(one) if isinstance(one, Section) else one for one in section.content
                 if not (isinstance(one, Section) and one.spoken.startswith("Bewijs onder")))  # fmt: skip
    return section._replace(content=kept)


def _outcome(side: OutcomeReport) -> Text:
    return Text(side.outcome, COLOURS[side.outcome])


def clash_in_words(one: Clash) -> str:
    """Return in words a norm that counts on one side only."""
    if one.kind == "bedrag":
        return f"een bedrag van {euro(int(one.norm))}"
    if one.kind in KINDS:
        place = f"{long_form(citation_of(one.norm))} ({name_of(one.norm)})" if name_of(one.norm) else one.norm
        said = f": {one.sentence}" if one.sentence else ""
        return f"{place}, {KINDS[one.kind]}{said}"
    return one.sentence or one.norm or one.kind.replace("_", " ")


def bounds_section(provisions: Sequence[ShownProvision]) -> Section:
    """Return within what bounds the claims hold, each bound once with what it is about."""
    groups: dict[str, list[str]] = {}
    for one in provisions:
        groups.setdefault(one.bounds, []).append(one.name)
    items = tuple(Item(Text(f"{', '.join(names)}: {said}.")) for said, names in groups.items())
    return Section(
        Text("Waarover dit gaat: alle gevallen binnen deze grenzen, elke kant onder haar eigen lezingen", "bold dim"),
        items,
        3,
        folded=True,
        apart=True,
    )


def caseload_section(found: CaseloadComparison) -> Section:
    """Return what changes for the persons of a caseload."""
    if not found.changed:
        text = Text(f"Van de {found.decisions} beslissingen over {found.persons} personen verandert er geen.")
        return Section(Text("Uw caseload", "bold"), (Paragraph(text),), 3, apart=True)
    moved = f"Van de {found.decisions} beslissingen over {found.persons} personen veranderen er {len(found.changed)}."
    rows = tuple((Text(one.who), Text(one.before), Text(one.after), Text(", ".join(one.norms)))
                 for one in found.changed[:MOST_CHANGED])  # fmt: skip
    table = Table("Wie een andere uitkomst krijgt", ("wie en wat", "A", "B", "norm"), rows)
    more = len(found.changed) - MOST_CHANGED
    rest = (Paragraph(Text(f"En nog {more}; met --json staan ze er allemaal.", "dim")),) if more > 0 else ()
    return Section(Text("Uw caseload", "bold"), (Paragraph(Text(moved)), table, *rest), 3, apart=True)
