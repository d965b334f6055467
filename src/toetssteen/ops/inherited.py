"""Whether inherited rules still represent the text of an ordinance of one's own: a rule may not silently claim to.

A rule formalises its place: the lid with what stands above and below it. Where that text differs from the text the rule was
made for, the rule must be replaced, or somebody must have gone through it and said so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.explain.text_comparison import ADDED, CHANGED, DROPPED, SAME, Row, TextComparison
from toetssteen.kb.citation import citation_of, is_below, sort_key
from toetssteen.kb.law import HOGELAND, Law, load_law
from toetssteen.kb.source_article import Unit
from toetssteen.kb.source_text import source_of
from toetssteen.ops.compare_text import compare_text

FITS, CHECKED, OWN, TO_CHECK, GONE, WITHOUT = (
    "past", "nagelopen", "eigen regels", "nog na te lopen", "tekst vervallen", "nieuw, zonder regel")  # fmt: skip
UNSETTLED = (TO_CHECK, GONE, WITHOUT)


class Fit(NamedTuple):
    """A place with rules, or a new one without: the labels inherited and the own ones, its state and what differs in the text.

    ``place`` is where the rules stand in what is inherited, ``own_place`` where that text is now; ``mark`` names the own
    text as it is, to be put under ``[nagelopen]``.
    """

    place: str
    own_place: str
    state: str
    inherited: tuple[str, ...]
    own: tuple[str, ...]
    differences: tuple[Row, ...]
    line: int
    mark: str


def has_own_text(law: Law) -> bool:
    """Return whether a law has an official text of its own, and inherits its rules from another."""
    return law.folder != HOGELAND and (law.folder / "verordening.toml").is_file()


def own_fits(law: Law) -> tuple[Fit, ...]:
    """Return for a law with a text of its own whether what it inherits fits that text; nothing without one.

    Every rule is held against the text it was made for, also when it comes by way of another ordinance: that somebody
    went through it there says nothing of the text here.
    """
    if not has_own_text(law):
        return ()
    table = identity_table(law.folder)
    checked = {str(place): str(mark) for place, mark in dict(table.get("nagelopen", {})).items()}
    own, inherited = _origins(law)
    found: list[Fit] = []
    for text, labels in inherited.items():
        comparison = compare_text(source_of(text), source_of(law.folder / "bron.md"))
        first = text == HOGELAND / "bron.md"
        told = fits(comparison, frozenset(labels), frozenset(own) if first else frozenset(), checked)
        found += [one for one in told if first or one.state != WITHOUT]
    ruled = {one.own_place for one in found if one.inherited}
    kept = (one for one in found if one.state != WITHOUT or not any(is_below(place, one.own_place) for place in ruled))
    return tuple(sorted(kept, key=_order))


def _origins(law: Law) -> tuple[set[str], dict[Path, set[str]]]:
    """Return the norms of a law that are its own, and the others by the text their rules were made for."""
    shipped = load_law(law.statute_date).labels
    chain = ancestors(law.folder)
    own: set[str] = set()
    inherited: dict[Path, set[str]] = {HOGELAND / "bron.md": set()}
    for norm, label in law.labels.items():
        if not norm[0].isdigit():
            continue
        above = next((one for one in chain if Path(label.file).is_relative_to(one)), None)
        if norm in shipped and shipped[norm].file == label.file:
            inherited[HOGELAND / "bron.md"].add(norm)
        elif above is not None:
            inherited.setdefault(text_of(above), set()).add(norm)
        else:
            own.add(norm)
    return own, inherited


def places_now(law: Law) -> dict[str, str]:
    """Return where the places of the shipped text are in the own text of a law; those that were dropped are left out."""
    comparison = compare_text(source_of(HOGELAND / "bron.md"), source_of(law.folder / "bron.md"))
    return {row.a.citation: row.b.citation for row in comparison.rows if row.a is not None and row.b is not None}


def ancestors(folder: Path) -> list[Path]:
    """Return the folders an own ordinance inherits from, the nearest first; what ships is not among them."""
    found: list[Path] = []
    name = str(identity_table(folder).get("erft", ""))
    while name != "hogeland" and folder / name not in found:
        folder = folder / name
        found.append(folder)
        name = str(identity_table(folder).get("erft", ""))
    return found


def text_of(folder: Path) -> Path:
    """Return the official text of an ordinance in a folder: its own, or that of what it inherits from."""
    own = (one / "bron.md" for one in (folder, *ancestors(folder)) if (one / "bron.md").is_file())
    return next(own, HOGELAND / "bron.md")


def identity_table(folder: Path) -> dict[str, Any]:
    """Return what ``verordening.toml`` of an own ordinance says."""
    return tomllib.loads((folder / "verordening.toml").read_text(encoding="utf-8"))


def fits(
    comparison: TextComparison, inherited: frozenset[str], own: frozenset[str], checked: Mapping[str, str]
) -> tuple[Fit, ...]:
    """Return per place with inherited rules whether they fit the own text, and the new places without a rule.

    ``inherited`` and ``own`` are labels of the law as it is loaded, ``checked`` the marks somebody has confirmed.
    """
    places = {citation_of(label) for label in (*inherited, *own) if label[0].isdigit()}
    found = [_fit(place, comparison, inherited, own, checked) for place in places]
    own_places = {citation_of(label) for label in own}
    for row in comparison.rows:
        if _is_new(row) and not any(is_below(place, row.unit.citation) for place in own_places):
            found.append(_new(row, comparison, checked))
    return tuple(sorted(found, key=_order))


def _order(one: Fit) -> tuple[object, ...]:
    return sort_key(one.own_place or one.place), one.place


def _is_new(row: Row) -> bool:
    return row.state == ADDED and row.unit.kind != "artikel" and _is_place(row.unit)


def _is_place(unit: Unit) -> bool:
    return unit.citation[0].isdigit()


def _fit(
    place: str, comparison: TextComparison, inherited: frozenset[str], own: frozenset[str], checked: Mapping[str, str]
) -> Fit:
    """Return the state of one place with inherited rules."""
    labels = tuple(sorted(one for one in inherited if citation_of(one) == place))
    rows = [row for row in comparison.rows if row.a is not None and _concerns(row.a, place)]
    counterpart = _counterpart(place, comparison)
    differences = tuple(row for row in rows if row.state != SAME or row.moved)
    if counterpart is not None:
        differences += tuple(row for row in comparison.rows if row.state == ADDED and _concerns(row.unit, counterpart.citation))
    own_place = counterpart.citation if counterpart is not None else ""
    mark = mark_of(own_place, comparison) if own_place else ""
    replacing = tuple(sorted(one for one in own if citation_of(one) in (place, own_place)))
    if not labels:
        return Fit(place, place, OWN, (), replacing, (), _line_of(place, comparison), mark_of(place, comparison))
    if not own_place:
        state = GONE
    elif not differences:
        state = FITS
    else:
        state = CHECKED if checked.get(own_place) == mark else TO_CHECK
    return Fit(place, own_place, state, labels, replacing, differences, counterpart.line if counterpart else 0, mark)


def _line_of(place: str, comparison: TextComparison) -> int:
    return next((row.b.line for row in comparison.rows if row.b is not None and row.b.citation == place), 0)


def _new(row: Row, comparison: TextComparison, checked: Mapping[str, str]) -> Fit:
    mark = mark_of(row.unit.citation, comparison)
    state = CHECKED if checked.get(row.unit.citation) == mark else WITHOUT
    return Fit("", row.unit.citation, state, (), (), (row,), row.unit.line, mark)


def _concerns(unit: Unit, place: str) -> bool:
    """Return whether a text belongs to what a rule at a place formalises: the place, what is in it, and the lid above it."""
    if unit.kind == "artikel":
        return False
    return is_below(unit.citation, place) or is_below(place, unit.citation)


def _counterpart(place: str, comparison: TextComparison) -> Unit | None:
    """Return where the text of an inherited place is in the own text, or None when it was dropped."""
    exact = [row for row in comparison.rows if row.a is not None and row.a.citation == place]
    found = next((row.b for row in exact if row.b is not None and row.a is not None and row.a.kind != "artikel"), None)
    if found is None and all(row.a is not None and row.a.kind == "artikel" for row in exact):
        found = next((row.b for row in exact if row.b is not None), None)
    return found


def mark_of(place: str, comparison: TextComparison) -> str:
    """Return the mark of the own text at a place: it is another as soon as that text, or what is above or in it, changes."""
    texts = [" ".join(row.b.text.split()) for row in comparison.rows if row.b is not None and _concerns(row.b, place)]
    return sha256("\n".join(texts).encode()).hexdigest()[:8]


def counts(found: tuple[Fit, ...]) -> dict[str, int]:
    """Return how many places are in each state, every state named."""
    return {state: sum(one.state == state for one in found) for state in (FITS, CHECKED, OWN, TO_CHECK, GONE, WITHOUT)}


def difference_in_words(fit: Fit) -> str:
    """Return in one line what differs: which text changed, is new, was dropped or has another number."""
    words = []
    for state, verb in ((CHANGED, "gewijzigd"), (ADDED, "nieuw"), (DROPPED, "vervallen")):
        places = [row.unit.citation for row in fit.differences if row.state == state]
        if places:
            words.append(f"{verb}: {', '.join(dict.fromkeys(places))}")
    moved = [f"{row.a.citation} is nu {row.b.citation}" for row in fit.differences
             if row.state == SAME and row.a is not None and row.b is not None]  # fmt: skip
    return "; ".join([*words, *dict.fromkeys(moved)])
