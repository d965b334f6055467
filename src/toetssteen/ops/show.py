"""Everything the program knows of one citation: text, norms, rules, readings, numbers, sentences, cases."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.article import Label
from toetssteen.kb.citation import citation_of, is_below
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import Law, Parameter, Reading
from toetssteen.kb.norms import Norm
from toetssteen.kb.numbers import UNITS, in_form
from toetssteen.kb.source_text import Unit, read_source
from toetssteen.kb.terms import AtomLiteral, Rule


class Shown(NamedTuple):
    """One citation with all that belongs to it; ``files`` gives the path of a rule file by its name."""

    citation: str
    units: tuple[Unit, ...]
    rules: tuple[tuple[Label, Rule], ...]
    readings: tuple[Reading, ...]
    parameters: tuple[Parameter, ...]
    concepts: tuple[str, ...]
    restates: dict[str, str]
    cases: tuple[tuple[str, int, str], ...]
    norms: tuple[Norm, ...]


def show(law: Law, citation: str, case_folders: tuple[Path, ...]) -> Shown | None:
    """Return what belongs to a citation (or a norm), or None when the law does not know it."""
    units = tuple(unit for unit in read_source(law.folder / "bron.md") if is_below(unit.citation, citation_of(citation)))
    restating = {norm for norm, basis in law.restated.items() if is_below(basis, citation)}
    chosen = [rule for rule in law.rules if is_below(rule.label, citation)]
    chosen += [rule for rule in law.rules if rule.label in restating]
    rules = tuple((law.labels[rule.label]._replace(origin=law.origin(rule.label)), rule) for rule in chosen)
    norms = tuple(norm for norm in law.norms if is_below(norm.place, citation) or citation in norm.rules)
    if not units and not rules and not norms:
        return None
    atoms = [one for _label, rule in rules for one in rule.body if isinstance(one, AtomLiteral)]
    used = {(one.predicate, str(one.terms[0])) for one in atoms if one.terms}
    readings = tuple(one for key, one in law.readings.items()
                     if ("lezing", key) in used or any(is_below(norm, citation) for norm in one.norms))  # fmt: skip
    parameters = tuple(one for name, one in law.parameters.items()
                       if ("parameter", name) in used or is_below(one.norm, citation))  # fmt: skip
    predicates = {one.predicate for one in atoms}
    concepts = tuple(key for key, one in law.concepts.items()
                     if any(is_below(norm, citation) for norm in one.norms) or key in predicates)  # fmt: skip
    restates = {label.norm: law.statutory_basis(label.norm) for label, _rule in rules if law.statutory_basis(label.norm)}
    return Shown(citation, units, rules, readings, parameters, concepts, restates, _cases(citation, case_folders), norms)


def _cases(citation: str, folders: tuple[Path, ...]) -> tuple[tuple[str, int, str], ...]:
    """Return the places in case files that name the citation or something inside it: file, line, text."""
    wanted = re.compile(rf"(?<![\w.:]){re.escape(citation)}(?=[./\s,;)]|$)")
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.feiten")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.lstrip().startswith("verwacht") and wanted.search(line):
                    found.append((path.relative_to(folder.parent).as_posix(), number, line.strip()))
    return tuple(found)


def value_in_words(parameter: Parameter, day: date) -> str:
    """Return a parameter's value on a day with its unit and first day."""
    found = parameter.on(day)
    if found is None:
        return "nog geen waarde"
    return f"{in_form(found[1], UNITS[parameter.unit])} (sinds {in_words(found[0])})"
