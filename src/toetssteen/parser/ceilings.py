"""A heading «plafond …»: for which kind, over which period, and which limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from toetssteen.kb.case import Ceiling
from toetssteen.kb.dates import EARLIEST, LATEST, in_words
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import in_form
from toetssteen.kb.vocabulary import full_name
from toetssteen.parser.draft import Draft, DraftCeiling
from toetssteen.parser.lines import Line, Mention, mention
from toetssteen.parser.messages import nearest
from toetssteen.parser.values import ValueProblem, read_amount, read_budget, read_date, read_whole

MOST_PERSONS = 1_000_000
LIMITS: dict[str, tuple[str, Callable[[str], int]]] = {
    "grens_bedrag": ("budget", read_budget),
    "grens_personen": ("persons", lambda text: read_whole(text, 0, MOST_PERSONS)),
    "grens_per_persoon": ("per_person", read_amount),
}


def add_ceiling(draft: Draft, law: Law, children: list[Any], line: Line) -> str:
    """Add the limit a heading states and return its id; what is wrong with it is reported."""
    name = mention(list(_tokens(children[0])), line)
    identity = f"f{len(draft.ceilings) + 1}"
    provision = _limited(draft, law, name)
    period = [child for child in children if child.data == "tijdvak"]
    start, end = _period(draft, [mention([part], line) for part in period[0].children]) if period else (None, None)
    found: dict[str, int] = {}
    for child in children:
        if child.data in LIMITS:
            _limit(draft, str(child.data), mention(child.children, line), found)
    limits = (found.get("budget"), found.get("persons"), found.get("per_person"))
    draft.ceilings.append(DraftCeiling(Ceiling(identity, provision, start, end, *limits, line=line.number), name))
    return identity


def _tokens(tree: Any) -> Iterator[Any]:
    for child in getattr(tree, "children", (tree,)):
        yield from _tokens(child) if hasattr(child, "children") else (child,)


def _limited(draft: Draft, law: Law, name: Mention) -> str:
    """Return the key of what can be limited by its name: a voorziening, or what follows from one."""
    usable = {one.name: key for key, one in law.provisions.items() if one.is_provision or one.about}
    asked = full_name(law.provisions.values(), name.text)
    if asked not in usable:
        draft.report(f"voor «{name.text}» kan geen grens gelden", name,
                     nearest(name.text, usable) or "kies een voorziening, zoals scholing")  # fmt: skip
    return usable.get(asked, "")


def _period(draft: Draft, places: list[Mention]) -> tuple[date | None, date | None]:
    found = []
    for place in places:
        try:
            found.append(_year(place.text) if len(places) == 1 else (read_date(place.text),) * 2)
        except ValueProblem as problem:
            draft.report(str(problem), place.narrowed(problem.word), problem.suggestion)
            return None, None
    start, end = found[0][0], found[-1][1]
    if end < start:
        draft.report("de periode eindigt voordat zij begint", places[1], "controleer beide datums")
    return start, end


def _year(text: str) -> tuple[date, date]:
    if not EARLIEST.year <= int(text) <= LATEST.year:
        raise ValueProblem(f"«{text}» ligt buiten {EARLIEST.year} tot en met {LATEST.year}")
    return date(int(text), 1, 1), date(int(text), 12, 31)


def _limit(draft: Draft, kind: str, place: Mention, found: dict[str, int]) -> None:
    field, read = LIMITS[kind]
    if field in found:
        draft.report("zo'n grens staat al in deze regel", place)
    try:
        found[field] = read(place.text)
    except ValueProblem as problem:
        draft.report(str(problem), place.narrowed(problem.word), problem.suggestion)


def check_ceilings(draft: Draft) -> None:
    """Report a limit for a kind and days that another limit is for already."""
    for number, one in enumerate(draft.ceilings):
        for other in draft.ceilings[:number]:
            same = one.ceiling.provision == other.ceiling.provision != ""
            if same and _overlap(one.ceiling, other.ceiling):
                where = f"op regel {other.ceiling.line} staat voor deze dagen al een grens voor dezelfde voorziening"
                draft.report(where, one.place, "zet alle grenzen in één regel, of geef elk een eigen tijdvak")
                break


def _overlap(one: Ceiling, other: Ceiling) -> bool:
    first = max(one.start or EARLIEST, other.start or EARLIEST)
    return first <= min(one.end or LATEST, other.end or LATEST)


def ceiling_heading(item: Ceiling, name: str) -> str:
    """Return the heading of a limit as the fact language writes it."""
    limits = [f"hooguit {in_form(item.budget, 'budget')}"] if item.budget is not None else []
    limits += [f"hooguit {in_form(item.persons, 'personen')}"] if item.persons is not None else []
    limits += [f"hooguit {in_form(item.per_person, 'euro')} per persoon"] if item.per_person is not None else []
    return " ".join(["plafond", name, *_written(item)]) + ": " + ", ".join(limits)


def _written(item: Ceiling) -> Iterable[str]:
    if item.start is None or item.end is None:
        return ()
    whole_year = (item.start, item.end) == (date(item.start.year, 1, 1), date(item.start.year, 12, 31))
    return (str(item.start.year) if whole_year else f"van {in_words(item.start)} tot en met {in_words(item.end)}",)
