"""What a line «verwacht …» expects: the outcome with its norms, and the details behind the commas."""

from __future__ import annotations

from typing import Any

from toetssteen.kb.case import MUNICIPALITY, Expectation
from toetssteen.kb.citation import is_below
from toetssteen.kb.law import Law
from toetssteen.parser.draft import Draft
from toetssteen.parser.lines import Line, Mention, mention
from toetssteen.parser.messages import nearest
from toetssteen.parser.values import ValueProblem, read_amount, read_date

# The details that can be there once, with the words they begin with.
ONCE = {"bereikbaar": "bereikbaar", "onbereikbaar": "niet bereikbaar", "zonder": "zonder", "bedrag": "bedrag",
        "geen_bedrag": "geen bedrag", "tot_en_met": "tot en met", "uiterlijk": "uiterlijk", "mogelijk": "mogelijk",
        "hangt_af": "hangt af van"}  # fmt: skip
SAME = {"onbereikbaar": "bereikbaar", "geen_bedrag": "bedrag"}
MANY = {"volgt": "follows", "volgt_niet": "follows_not", "plicht": "duties"}


def add_expectation(draft: Draft, law: Law, names: list[Mention], provision: str, tree: Any, line: Line) -> None:
    """Add an expectation about a provision for a person, as its line states it."""
    details = _details(draft, law, tree, line)
    employer = names[2] if len(names) > 2 else None
    person = MUNICIPALITY if names[1].text.lower() == MUNICIPALITY else names[1].text
    expectation = Expectation(provision, person, employer=employer.text if employer else "", line=line.number,
                              **details)  # fmt: skip
    draft.expectations.append((expectation, names[1], employer))


def _details(draft: Draft, law: Law, tree: Any, line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: set[str] = set()
    start = 0
    for child in tree.children:
        kind = str(getattr(child, "data", getattr(child, "type", "")))
        if kind == "KOMMA":
            start = int(child.end_pos)
        elif kind == "UITKOMST":
            found["outcome"] = str(child).lower()
        else:
            _only_once(draft, kind, seen, line, start)
            _detail(draft, law, kind, [mention([part], line) for part in child.children], found)
    return found


def _only_once(draft: Draft, kind: str, seen: set[str], line: Line, start: int) -> None:
    group, words = SAME.get(kind, kind), ONCE.get(kind)
    if words and group in seen:
        rest = line.text[start:]
        begin = start + len(rest) - len(rest.lstrip())
        draft.report(f"«{words}» staat al eerder in deze verwachting", Mention("", line, begin, begin + len(words)))
    seen.add(group)


def _detail(draft: Draft, law: Law, kind: str, parts: list[Mention], found: dict[str, Any]) -> None:
    words = tuple(part.text.lower() for part in parts)
    if kind == "citaten":
        found["norms"] = tuple(_norm(draft, law, part) for part in parts)
    elif kind in MANY:
        norm = _norm(draft, law, parts[0])
        found[MANY[kind]] = (*found.get(MANY[kind], ()), (norm, words[1]) if kind == "plicht" else norm)
    elif kind in ("bereikbaar", "onbereikbaar", "zonder"):
        if parts[0].text != "20":
            draft.report("afwijken kan alleen op grond van artikel 20", parts[0])
        found["without_20" if kind == "zonder" else "reachable"] = words[1] if kind == "zonder" else kind == "bereikbaar"
    elif kind == "geen_bedrag":
        found["no_amount"] = True
    elif kind == "mogelijk":
        found["possible"] = words
    elif kind == "hangt_af":
        _facts(draft, law, parts)
        found["open_on"] = words
    else:
        _value(draft, kind, parts[0], found)


def _norm(draft: Draft, law: Law, place: Mention) -> str:
    norm = place.text.lower()
    if not any(is_below(label, norm) for label in law.labels):
        draft.report(f"«{norm}» is geen norm van deze verordening", place)
    return norm


def _facts(draft: Draft, law: Law, parts: list[Mention]) -> None:
    for part in parts:
        if part.text.lower() not in law.concepts and part.text.lower() not in law.structures:
            draft.report(f"«{part.text}» is geen feit uit de lijst van begrippen", part, nearest(part.text, law.concepts))


def _value(draft: Draft, kind: str, part: Mention, found: dict[str, Any]) -> None:
    try:
        if kind == "bedrag":
            found["amount"] = read_amount(part.text)
        else:
            found["until" if kind == "tot_en_met" else "ultimately"] = read_date(part.text)
    except ValueProblem as problem:
        draft.report(str(problem), part.narrowed(problem.word), problem.suggestion)
