"""What is told of an allocation, and how it reads: who gets what, who does not and why, and what the limits still leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Picture, Section
from toetssteen.explain.frontier import Frontier, frontier_in_words, frontier_section
from toetssteen.explain.output import Text
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.numbers import in_form

GRANTED, REFUSED, ASIDE = Mark("✓", "green", "verleend"), Mark("✗", "red", "niet verleend"), Mark("?", "yellow", "doet niet mee")
DOT, FULL_BAR, EMPTY_BAR, BAR = Mark("·", "", ""), "█", "░", 20


class Entry(NamedTuple):
    """An application in an allocation: for whom, what, for how much (cents), and what there is to say of it."""

    person: str
    provision: str
    cents: int | None = None
    reasons: tuple[str, ...] = ()


class Used(NamedTuple):
    """A limit: its name, the form of its numbers, how much room there was and is used, and what a little more would do."""

    name: str
    form: str
    room: int
    used: int
    more: str = ""


class AimReached(NamedTuple):
    """What was reached for an aim, in words, and whether nothing better is possible."""

    name: str
    reached: str
    proven: bool
    bound: str = ""


class Effect(NamedTuple):
    """What would happen when one application were granted: what it costs the aims, and who would have to give way."""

    person: str
    provision: str
    costs: tuple[str, ...]
    displaced: tuple[str, ...]
    impossible: bool = False


class GroupServed(NamedTuple):
    """Of a group of the policy: how many asked for something that can be granted, and how many get something."""

    name: str
    asked: int
    served: int


class AllocationReport(NamedTuple):
    """An allocation as people are told of it; ``conflicts`` are the smallest sets of demands that cannot hold together.

    ``frontier`` tells what would be reached if some limits left more room or less.
    """

    title: str
    law: tuple[str, ...]
    aims: tuple[AimReached, ...]
    granted: tuple[Entry, ...]
    outside: tuple[Entry, ...]
    refused: tuple[Entry, ...]
    aside: tuple[Entry, ...]
    limits: tuple[Used, ...]
    effects: tuple[Effect, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    groups: tuple[GroupServed, ...] = ()
    frontier: Frontier | None = None
    checked: bool = True

    @property
    def proven(self) -> bool:
        """Whether it is proven that no other allocation is better in the order of the aims."""
        return bool(self.aims) and all(one.proven for one in self.aims)


def allocation_document(report: AllocationReport, *, drawing: str = "") -> Section:
    """Return an allocation as a document: the choice and its aims first, then everybody with the reason, then the limits.

    ``drawing`` is the same as a picture (SVG), for where one can be shown.
    """
    content: list[Block] = [Paragraph(Text(" · ".join(report.law), "dim"))]
    if report.conflicts:
        content += _conflicts(report)
        return Section(Text(report.title, "bold"), tuple(content), 1)
    content.append(Paragraph(Text(_summary(report))))
    content += [Picture(drawing, (), " ".join(in_words(report)))] if drawing else []
    content.append(_section("Doelen, in deze volgorde", (_aim(number, one) for number, one in enumerate(report.aims, 1))))
    content.append(_section("Verleend", (_entry(GRANTED, one) for one in report.granted)))
    if report.outside:
        content.append(_section("Buiten de grenzen om, want de wet staat geen grens toe",
                                (_entry(GRANTED, one) for one in report.outside)))  # fmt: skip
    content.append(_section("Niet verleend", (_entry(REFUSED, one) for one in report.refused)))
    if report.aside:
        content.append(_section("Dingt niet mee", (_entry(ASIDE, one) for one in report.aside)))
    content.append(_section("De grenzen", map(_limit, report.limits)))
    if report.groups:
        content.append(_section("Bediend per groep", map(_group, report.groups)))
    if report.frontier:
        content.append(frontier_section(report.frontier))
    content += [_effect(one) for one in report.effects]
    return Section(Text(report.title, "bold"), tuple(content), 1)


def _summary(report: AllocationReport) -> str:
    served = len({one.person for one in (*report.granted, *report.outside)})
    asked = len({one.person for one in (*report.granted, *report.outside, *report.refused)})
    proof = "bewezen: geen andere verdeling is beter" if report.proven else "het beste dat is gevonden; niet bewezen"
    check = "nagerekend door clingo" if report.checked else "niet nagerekend"
    gets = "krijgt" if served == 1 else "krijgen"
    return f"{served} van de {in_form(asked, 'inwoners')} {gets} iets toegewezen ({proof}; {check})."


def _section(title: str, items: Iterable[Item]) -> Section:
    found = tuple(items) or (Item(Text("niemand" if title != "De grenzen" else "geen"), DOT),)
    return Section(Text(title, "bold"), found, 2, apart=True)


def _aim(number: int, aim: AimReached) -> Item:
    proof = "" if aim.proven else f" (niet bewezen; beter dan {aim.bound} kan niet)"
    return Item(Text(f"{aim.name}: {aim.reached}{proof}"), Mark(f"{number}.", "", f"{number}."))


def _entry(mark: Mark, entry: Entry) -> Item:
    amount = f", {in_form(entry.cents, 'euro')}" if entry.cents else ""
    children = tuple(Item(Text(as_sentence(one)), DOT) for one in entry.reasons)
    return Item(Text(f"{entry.person}: {entry.provision}{amount}"), mark, children)


def _limit(limit: Used) -> Item:
    share = min(BAR, BAR * limit.used // limit.room) if limit.room > 0 else BAR
    bar = FULL_BAR * share + EMPTY_BAR * (BAR - share)
    left = max(0, limit.room - limit.used)
    said = f"{in_form(limit.used, limit.form)} van {in_form(limit.room, limit.form)}, nog {in_form(left, limit.form)}"
    children = (Item(Text(as_sentence(limit.more)), DOT),) if limit.more else ()
    return Item(Text(f"{limit.name}: {said}  ") + Text(bar, "cyan"), DOT, children)


def _group(group: GroupServed) -> Item:
    share = BAR * group.served // group.asked if group.asked else 0
    said = Text(f"{group.name}: {group.served} van {in_form(group.asked, 'inwoners')}  ")
    return Item(said + Text(FULL_BAR * share + EMPTY_BAR * (BAR - share), "cyan"), DOT)


def _effect(effect: Effect) -> Section:
    if effect.impossible:
        lines = ["dat kan niet: geen verdeling houdt alle grenzen in acht"]
    else:
        who = ", ".join(effect.displaced) or "niemand"
        lines = [*(effect.costs or ("geen enkel doel wordt minder: de keuze was een gelijke stand",)), f"plaats maakt dan: {who}"]
    items = tuple(Item(Text(as_sentence(one)), DOT) for one in lines)
    return Section(Text(f"Als {effect.person} {effect.provision} wel kreeg", "bold"), items, 2, apart=True)


def _conflicts(report: AllocationReport) -> list[Block]:
    said = "Dit kan niet allemaal: er is geen verdeling die alle grenzen en alle plichten in acht neemt."
    sets = [Item(Text("kunnen niet samen:"), REFUSED, tuple(Item(Text(one), DOT) for one in group)) for group in report.conflicts]
    return [Paragraph(Text(said)), _section("Wat niet samengaat (de kleinste groepen)", sets)]


def in_words(report: AllocationReport) -> Iterator[str]:
    """Yield what a drawing of an allocation shows as sentences."""
    yield _summary(report)
    for limit in report.limits:
        yield f"{limit.name}: {in_form(limit.used, limit.form)} van {in_form(limit.room, limit.form)}."
    for group in report.groups:
        yield f"{group.name}: {group.served} van {in_form(group.asked, 'inwoners')} bediend."
    if report.frontier:
        yield from frontier_in_words(report.frontier)
