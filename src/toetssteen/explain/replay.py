"""What replaying a receipt showed, as data, as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from toetssteen.explain.document import Item, Mark, Paragraph, Section
from toetssteen.explain.output import Text
from toetssteen.kb.dates import in_words

FORMAT = "toetssteen/herhaling/1"
CHANGED, GONE, ADDED = "veranderd", "verdwenen", "bijgekomen"
GOOD, BAD, NOTE = Mark("✓", "green", "in orde"), Mark("✗", "red", "niet in orde"), Mark("·", "dim", "opmerking")


class LawChange(NamedTuple):
    """A file of the law that is not what it was: ``veranderd``, ``verdwenen`` or ``bijgekomen``."""

    file: str
    change: str


class Replay(NamedTuple):
    """What replaying a receipt showed; it is confirmed when nothing differs.

    ``damage`` is what was changed in the receipt itself, ``law`` what changed in the law, ``differences`` what comes out
    otherwise, ``paths`` which conditions and proofs are no longer the same, ``remarks`` what differs and does no harm,
    ``other_case`` how another case differs from that of the receipt.
    ``same_outcomes`` is None when the case could not be decided.
    """

    name: str
    hash: str
    reference_date: str
    damage: tuple[str, ...] = ()
    law: tuple[LawChange, ...] = ()
    differences: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    other_case: tuple[str, ...] = ()
    outcomes: int = 0
    steps: int = 0
    files: int = 0
    same_outcomes: bool | None = None

    @property
    def confirmed(self) -> bool:
        """Whether receipt, law, outcomes and proofs are all what they were."""
        return not (self.damage or self.law or self.differences or self.paths or self.other_case)


def replay_document(found: Replay) -> Section:
    """Return what replaying showed as a document: what is as it was, what is not, and the verdict."""
    verdict = Text("BEVESTIGD", "bold green") if found.confirmed else Text("WEERLEGD", "bold red")
    why = ": hetzelfde recht, dezelfde uitkomsten en hetzelfde bewijs." if found.confirmed else f": {_refuted(found)}."
    heading = Text(
        f"Bewijsstuk van «{_printable(found.name)}», peildatum {in_words(date.fromisoformat(found.reference_date))}", "bold"
    )
    return Section(heading, (*_checks(found), Paragraph(verdict + Text(why))), 1, inset=0)


def _refuted(found: Replay) -> str:
    """Return why a receipt is refuted: what is not what it was, and what that does to the outcomes."""
    changed = ["de zaak is een andere"] * bool(found.other_case)
    changed += ["het bewijsstuk zelf is veranderd"] * bool(found.damage) + ["het recht is veranderd"] * bool(found.law)
    effect = ""
    if found.differences:
        effect = "er komt iets anders uit"
    elif found.paths:
        effect = "de uitkomsten zijn dezelfde, maar de weg erheen is anders"
    elif found.law:
        effect = "de uitkomsten zijn dezelfde"
    return "; ".join(part for part in (" en ".join(changed), effect) if part)


def _checks(found: Replay) -> Iterator[Item]:
    whole = f"Het bewijsstuk is ongeschonden; controlegetal {found.hash}."
    yield _result(whole, "Het bewijsstuk is veranderd.", found.damage)
    if found.other_case:
        yield _result("", "De zaak is een andere dan die in het bewijsstuk.", found.other_case)
    law = [f"{one.file}: {one.change}" for one in found.law]
    if found.same_outcomes is not None:
        yield _result(f"Alle {found.files} bestanden van het recht zijn dezelfde.", f"Het recht is veranderd ({len(law)}).", law)
    same = f"Alle {found.outcomes} uitkomsten zijn dezelfde, met en zonder artikel 20."
    yield _result(same, "Er komt iets anders uit.", found.differences)
    if found.same_outcomes is not None:
        yield _result(f"Het bewijs is hetzelfde ({found.steps} stappen).", "De weg erheen is anders.", found.paths)
    yield from (Item(Text(_sentence(one)), NOTE) for one in found.remarks)


def _result(good: str, bad: str, problems: tuple[str, ...] | list[str]) -> Item:
    if not problems:
        return Item(Text(good), GOOD)
    return Item(Text(bad), BAD, tuple(Item(Text(_printable(one)), NOTE) for one in problems))


def _sentence(text: str) -> str:
    return _printable(text[:1].upper() + text[1:] + ".")


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "·" for sign in text)


def replay_to_json(found: Replay) -> dict[str, Any]:
    """Return what replaying showed as JSON data."""
    return {
        "formaat": FORMAT, "bevestigd": found.confirmed, "zaak": found.name, "peildatum": found.reference_date,
        "controlegetal": found.hash, "schade": list(found.damage),
        "recht": [{"bestand": one.file, "verandering": one.change} for one in found.law],
        "verschillen": list(found.differences), "andere_weg": list(found.paths), "opmerkingen": list(found.remarks),
        "andere_zaak": list(found.other_case),
        "uitkomsten_gelijk": found.same_outcomes,
    }  # fmt: skip
