"""The lines at the margin: who and what a case is about, what is assumed, and the blocks they open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from toetssteen.kb.case import MUNICIPALITY, Deviation
from toetssteen.kb.citation import is_below
from toetssteen.kb.law import Law
from toetssteen.kb.vocabulary import full_name
from toetssteen.parser.ceilings import add_ceiling
from toetssteen.parser.draft import Day, Draft, DraftApplication, DraftPlacement
from toetssteen.parser.expectations import add_expectation
from toetssteen.parser.lines import Line, Mention, mention, unquoted
from toetssteen.parser.messages import nearest
from toetssteen.parser.values import ValueProblem, read_date

Read = TypeVar("Read")
WORDS = {
    "inwoner": "persoon", "persoon": "persoon", "werkgever": "werkgever", "gemeente": "gemeente", "plafond": "plafond",
    "aanvraag": "zaak", "plaatsing": "plaatsing", "verwacht": "verwacht", "peildatum": "peildatum", "casus": "casus",
    "afwijking": "afwijking", "lezing": "lezing", "neem": "neem", "overige": "overige", "bron": "bron",
}  # fmt: skip
BLOCKS = ("persoon", "werkgever", "gemeente", "plafond", "zaak", "plaatsing", "verwacht")
WELL_NAMED = re.compile(r"i-?\d+[a-z]?", re.IGNORECASE)


class Block(NamedTuple):
    """The block the following indented lines belong to: its kind, its subject, and whether its heading was right."""

    kind: str = ""
    subject: str = ""
    sound: bool = True


def guess(text: str) -> str:
    """Return the kind of heading a line probably was meant to be, or an empty text."""
    word = re.split(r"[\s,:\"]", text, maxsplit=1)[0].lower()
    close = nearest(word, WORDS, "{}").removeprefix("bedoelde u ").rstrip("?")
    return WORDS.get(word) or WORDS.get(close, "")


def placed_date(token: Any, line: Line) -> Day:
    """Return the date a token states, with its place."""
    return Day(*placed(read_date, token, line))


def placed(read: Callable[[str], Read], token: Any, line: Line) -> tuple[Read, Mention]:
    """Return the value a token states, with its place; a ValueProblem gets the place it is about."""
    place = mention([token], line)
    try:
        return read(place.text), place
    except ValueProblem as problem:
        raise PlacedProblem(problem, place) from problem


class PlacedProblem(Exception):
    """A value that cannot be, with the place where it stands."""

    def __init__(self, problem: ValueProblem, place: Mention) -> None:
        super().__init__(str(problem))
        self.place, self.suggestion = place.narrowed(problem.word), problem.suggestion


def heading(draft: Draft, law: Law, tree: Any, line: Line) -> Block:
    """Add what a line at the margin says to the draft and return the block it opens."""
    kind, children = str(tree.data), tree.children
    if kind == "casus":
        draft.once("casus", line.find("casus"))
        draft.title = mention(children[0].children, line).text
    elif kind == "bron":
        draft.once("bron", line.find(line.text[:4]))
        draft.source = free_text(draft, line)
    elif kind == "peildatum":
        draft.once("peildatum", line.find(line.text[: len("peildatum")]))
        draft.reference_date = placed_date(children[0], line)
    elif kind == "overige":
        draft.once("overige feiten", Mention("", line, 0, children[0].start_pos - 1))
        draft.closure = str(children[0]).lower()
    elif kind == "aanname_alle":
        draft.assumed.append(str(children[0]).lower())
    elif kind == "aanname_plaats":
        assumed_place(draft, law, mention(children[0].children, line))
    elif kind == "lezing":
        _reading(draft, law, mention([children[0]], line), mention([children[1]], line))
    elif kind == "afwijking":
        _deviation(draft, law, children, line)
    else:
        return _block(draft, law, kind, children, line)
    return Block()


def free_text(draft: Draft, line: Line) -> str:
    """Return everything behind the word «bron» as it stands in the line, or what is inside quotation marks."""
    text = re.sub(r"^bron\s*:?\s*", "", line.text, flags=re.IGNORECASE)
    text = unquoted(text) if re.fullmatch(r'"(\\.|[^"\\])*"', text) else text
    if not text.strip():
        draft.report("hier is de regel niet af: verwacht wordt een bron, zoals 6.1", line.end())
    return text


def assumed_place(draft: Draft, law: Law, place: Mention) -> None:
    """Note a place in the law whose conditions are assumed to be met; one about which there are no facts is reported."""
    citation = place.text.lower()
    if not any(is_below(norm, citation) for one in law.concepts.values() for norm in one.norms):
        draft.report(f"«{citation}» is geen bepaling waarover feiten bestaan", place)
    draft.assumed.append(citation)


def _reading(draft: Draft, law: Law, name: Mention, option: Mention) -> None:
    key, chosen = name.text.lower().replace("-", ""), option.text.lower()
    reading = law.readings.get(key)
    if reading is None:
        names = () if WELL_NAMED.fullmatch(name.text) else [one.display for one in law.readings.values()]
        draft.report(f"lezing «{name.text}» bestaat niet", name, nearest(name.text, names) or "zie toetssteen lezingen")
    elif chosen not in reading.options:
        hint = nearest(chosen, reading.options) or "kies uit: " + ", ".join(reading.options)
        draft.report(f"lezing {reading.display} heeft geen optie «{option.text}»", option, hint)
    elif draft.readings.get(key, chosen) != chosen:
        draft.report(f"lezing {reading.display} is al anders gekozen", option)
    else:
        draft.readings[key] = chosen


def _deviation(draft: Draft, law: Law, children: list[Any], line: Line) -> None:
    target = mention(children[0].children, line)
    names = [mention(child.children, line) for child in children[1:-1] if child.data == "naam"]
    provision = find_provision(draft, law, names[1]) if len(names) > 1 else ""
    body, day = _decision(next((child.children for child in children[1:-1] if child.data == "besloten"), []), line)
    reason = mention([children[-1]], line)
    if not reason.text.strip():
        draft.report("een afwijking heeft een reden nodig (artikel 20)", reason)
    deviation = Deviation(target.text.lower(), names[0].text, reason.text, provision, line.number, body, day)
    draft.deviations.append((deviation, target, names[0]))


def _decision(parts: list[Any], line: Line) -> tuple[str, date | None]:
    """Return by whom and when it was decided, as far as the line says."""
    names = [mention(part.children, line).text for part in parts if hasattr(part, "children")]
    days = [placed_date(part, line).value for part in parts if not hasattr(part, "children")]
    return (names[0] if names else ""), (days[0] if days else None)


def _block(draft: Draft, law: Law, kind: str, children: list[Any], line: Line) -> Block:
    if kind == "verwacht":
        names = [mention(child.children, line) for child in children[:-1]]
        add_expectation(draft, law, names, find_provision(draft, law, names[0], of_all=True), children[-1], line)
        return Block("verwacht", str(len(draft.expectations) - 1))
    if kind in ("inwoner", "werkgever"):
        persons = kind == "inwoner"
        return _subject(draft, "persoon" if persons else kind, mention(children[0].children, line),
                        draft.persons if persons else draft.employers)  # fmt: skip
    if kind == "gemeente":
        return _municipality(draft, law, children, line)
    if kind == "plafond":
        return Block("plafond", add_ceiling(draft, law, children, line))
    person, provision, *rest = [mention(child.children, line) for child in children]
    employer = rest[0] if rest else None
    if kind == "plaatsing":
        identity = f"t{len(draft.placements) + 1}"
        key = find_place(draft, law, provision)
        draft.placements.append(DraftPlacement(identity, person, key, employer))
        return Block("plaatsing", identity)
    identity = f"z{len(draft.applications) + 1}"
    continuing = next(key for key, one in law.provisions.items() if one.continuing)
    if kind == "voortzetting":
        place = find_place(draft, law, provision)
        draft.applications.append(DraftApplication(identity, person, continuing, employer, extension=False, continues=place))
        return Block("zaak", identity)
    key = find_provision(draft, law, provision)
    if key == continuing:
        draft.report("een voortzetting gaat over een plaatsing", provision, "schrijf: voor voortzetting van …")
        draft.troubled.add(identity)
    draft.applications.append(DraftApplication(identity, person, key, employer, extension=kind == "verlenging"))
    return Block("zaak", identity)


def _municipality(draft: Draft, law: Law, children: list[Any], line: Line) -> Block:
    draft.once("gemeente", line.find(line.text[: len("gemeente")]))
    if children:
        name = mention(children[0].children, line)
        if name.text.lower() != law.identity.municipality.lower():
            draft.report(f"deze verordening is van de gemeente {law.identity.municipality}", name,
                         "laat de naam weg, of gebruik een werkgever")  # fmt: skip
    draft.municipal = True
    return Block("gemeente", MUNICIPALITY)


def _subject(draft: Draft, kind: str, name: Mention, known: dict[str, Line]) -> Block:
    if not name.text.strip():
        draft.report("hier ontbreekt een naam", name)
        draft.broken.add(kind)
        return Block(kind, "", sound=False)
    if name.text.lower() == MUNICIPALITY:
        draft.report(f"«{name.text}» kan geen {'inwoner' if kind == 'persoon' else kind} zijn", name,
                     "een blok «gemeente» gaat over de gemeente zelf; noem anders het onderdeel")  # fmt: skip
    first = draft.persons.get(name.text) or draft.employers.get(name.text)
    if first is not None:
        draft.report(f"«{name.text}» staat al op regel {first.number}", name, "zet alle feiten onder één kop")
    else:
        known[name.text] = name.line
    return Block(kind, name.text)


def find_provision(draft: Draft, law: Law, name: Mention, *, of_all: bool = False) -> str:
    """Return the key of what can be asked for by its name, or report that there is no such thing.

    With ``of_all`` also what is decided of the gemeente itself, which nobody asks for.
    """
    decided = {one.name: key for key, one in law.provisions.items() if not one.only_placement}
    usable = {text: key for text, key in decided.items() if of_all or not law.provisions[key].municipal}
    asked = full_name(law.provisions.values(), name.text)
    if asked in decided.keys() - usable.keys():
        draft.report(f"«{name.text}» is geen voorziening: dit wordt over de gemeente zelf beslist", name,
                     "zet de feiten onder «gemeente»")  # fmt: skip
    elif asked not in usable:
        continued = [f"voortzetting van {one.name}" for one in law.provisions.values() if one.is_place]
        draft.report(f"«{name.text}» is geen voorziening van deze verordening", name,
                     nearest(name.text, [*usable, *continued]) or "kies uit: " + ", ".join(usable))  # fmt: skip
    return usable.get(asked, "")


def find_place(draft: Draft, law: Law, name: Mention) -> str:
    """Return the key of what somebody can be placed on by its name, or report that there is no such thing."""
    usable = {one.name: key for key, one in law.provisions.items() if one.is_place}
    asked = full_name(law.provisions.values(), name.text)
    if asked not in usable:
        draft.report(f"op «{name.text}» kan niemand worden geplaatst", name,
                     nearest(name.text, usable) or "kies uit: " + ", ".join(usable))  # fmt: skip
    return usable.get(asked, "")
