"""What article 20 can and cannot mend in a caseload, and how it reads."""

from __future__ import annotations

from typing import NamedTuple

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section, Table
from toetssteen.explain.output import Text
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import Deviation
from toetssteen.kb.numbers import in_form

MENDED, MENDABLE, BEYOND, UNKNOWN, FAIR = (
    "afgeweken",
    "af te wijken",
    "niet te bereiken",
    "nog vast te stellen",
    "niet onredelijk",
)
MARKS = {
    MENDED: Mark("↷", "cyan", "afgeweken"), MENDABLE: Mark("↷", "yellow", "af te wijken"), BEYOND: Mark("✗", "red", "kan niet"),
    UNKNOWN: Mark("?", "yellow", "open"), FAIR: Mark("·", "", ""),
}  # fmt: skip
TITLES = {
    MENDED: "Al afgeweken", MENDABLE: "Onredelijk, en met artikel 20 te herstellen",
    BEYOND: "Artikel 20 reikt niet zo ver", UNKNOWN: "Nog vast te stellen of de uitkomst onredelijk is",
    FAIR: "Geblokkeerd, en niet onredelijk",
}  # fmt: skip


class HardCase(NamedTuple):
    """A blocked outcome: for whom, what article 20 can do, from which norms one has to deviate, what then follows.

    ``cents`` is what granting it would cost, None when that is not stated; ``remarks`` say what else there is;
    ``proposed`` are the deviations that would have to be decided.
    """

    person: str
    provision: str
    state: str
    norms: tuple[str, ...]
    before: str
    after: str
    cents: int | None
    remarks: tuple[str, ...] = ()
    proposed: tuple[Deviation, ...] = ()


class Divided(NamedTuple):
    """An allocation in a few numbers: persons served, cents granted, and of every limit what is used (as it is said)."""

    served: int
    cents: int
    limits: tuple[tuple[str, str], ...]
    proven: bool


class UnderCeilings(NamedTuple):
    """The allocation under ceilings without the proposed deviations and with them: who then gets something, who no longer."""

    without: Divided
    mended: Divided
    gained: tuple[str, ...]
    displaced: tuple[str, ...]


class HardshipReport(NamedTuple):
    """The blocked outcomes of a caseload; ``decided`` is how many outcomes there are in all."""

    law: tuple[str, ...]
    decided: int
    cases: tuple[HardCase, ...]
    ceilings: UnderCeilings | None = None

    def of(self, state: str) -> tuple[HardCase, ...]:
        """Return the outcomes in a state."""
        return tuple(one for one in self.cases if one.state == state)


def hardship_document(report: HardshipReport) -> Section:
    """Return what article 20 does in a caseload as a document: without and with, per provision, then everybody."""
    content: list[Block] = [Paragraph(Text(" · ".join(report.law), "dim")), *_summary(report)]
    mendable = report.of(MENDABLE)
    if mendable:
        content.append(Section(Text("De minste afwijkingen die het herstellen", "bold"), _by_norm(mendable), 2, apart=True))
    if report.ceilings is not None:
        content.append(_under_ceilings(report.ceilings))
    for state, title in TITLES.items():
        if found := report.of(state):
            content.append(Section(Text(title, "bold"), tuple(map(_item, found)), 2, apart=True))
    return Section(Text("Hardheid: artikel 20 over een caseload", "bold"), tuple(content), 1)


def _summary(report: HardshipReport) -> list[Block]:
    blocked = len(report.cases)
    mended, mendable = len(report.of(MENDED)), len(report.of(MENDABLE))
    uitkomsten = "uitkomst" if report.decided == 1 else "uitkomsten"
    lines = [
        f"Zonder artikel 20 zijn van {report.decided} {uitkomsten} er {blocked} geblokkeerd.",
        f"Met de genomen besluiten zijn dat er {blocked - mended}; met de afwijkingen hieronder {blocked - mended - mendable}.",
    ]
    return [Paragraph(Text(one)) for one in lines]


def _under_ceilings(found: UnderCeilings) -> Section:
    """Return what the proposed deviations do under the ceilings, side by side with what there is without them."""
    one, other = found.without, found.mended
    pairs = [("inwoners die iets krijgen", str(one.served), str(other.served)),
             ("verleend", in_form(one.cents, "euro"), in_form(other.cents, "euro")),
             *((name, used, after) for (name, used), (_name, after) in zip(one.limits, other.limits, strict=True))]  # fmt: skip
    rows = tuple(tuple(map(Text, pair)) for pair in pairs)
    table = Table("", ("", "zonder", "met afwijkingen"), rows, frozenset({1, 2}))
    moved = [("krijgt er dan iets bij", found.gained), ("moet dan plaats maken", found.displaced)]
    items = tuple(Item(Text(f"{what}: {', '.join(who) or 'niemand'}"), Mark("·", "", "")) for what, who in moved)
    unproven = (
        ()
        if one.proven and other.proven
        else (Paragraph(Text("Niet bewezen: dit zijn de beste verdelingen die zijn gevonden.")),)
    )
    return Section(Text("Onder de plafonds: zonder en met deze afwijkingen", "bold"), (table, *items, *unproven), 2, apart=True)


def _by_norm(cases: tuple[HardCase, ...]) -> tuple[Item, ...]:
    counted: dict[str, list[HardCase]] = {}
    for one in cases:
        for norm in one.norms:
            counted.setdefault(norm, []).append(one)
    items = []
    for norm, found in sorted(counted.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        people = ", ".join(one.person for one in found)
        items.append(Item(Text(f"{norm}: {in_form(len(found), 'keer')} ({people}){_costs(found)}"), MARKS[MENDABLE]))
    return tuple(items)


def _costs(cases: list[HardCase]) -> str:
    known = sum(one.cents or 0 for one in cases)
    unknown = sum(one.cents is None for one in cases)
    parts = [f"kosten {in_form(known, 'euro')}"] if known else []
    parts += [f"{unknown} keer zonder kosten in de zaak"] if unknown and known else []
    return "; " + ", ".join(parts) if parts else ""


def _item(one: HardCase) -> Item:
    change = f": {one.before} wordt {one.after}" if one.after and one.after != one.before else f": {one.before}"
    amount = f", kosten {in_form(one.cents, 'euro')}" if one.cents is not None else ""
    lines = [f"{'afgeweken is' if one.state == MENDED else 'af te wijken'} van {', '.join(one.norms)}"] if one.norms else []
    children = tuple(Item(Text(as_sentence(line)), Mark("·", "", "")) for line in (*lines, *one.remarks))
    return Item(Text(f"{one.person}, {one.provision}{change}{amount}"), MARKS[one.state], children)
