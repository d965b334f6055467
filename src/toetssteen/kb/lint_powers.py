"""What the rules of somebody's own may not do: more than an ordinance can.

An ordinance cannot set aside the statute. A scenario can suppose that it is otherwise, when it says so in so many words;
how outcomes follow from norms is no law at all, and nobody changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toetssteen.kb.article import Label
from toetssteen.kb.citation import CITATION, citation_of, long_form
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.layers import Layer
from toetssteen.kb.scenario_data import ParameterChange, Scenario
from toetssteen.kb.terms import AtomLiteral, Rule

ORDINANCE, STATUTE, TEXT, ENGINE = "verordening", "wet", "tekst", "motor"
ABOUT_TEXT = ("tekst", "signaal")
LINE = "dit scenario wijzigt de wet"
SAY_SO = f"schrijf in het scenario «{LINE}» als u wilt zien wat er dan gebeurt"


def belongs_to(label: str) -> str:
    """Return where a label belongs: the ordinance, the statute, what is found in the text, or how outcomes follow."""
    citation = citation_of(label)
    found = CITATION.fullmatch(citation)
    if found is None or found["other"]:
        return TEXT if citation in ABOUT_TEXT else ENGINE
    return STATUTE if found["law"] else ORDINANCE


def power_findings(scenario: Scenario, layers: Iterable[Layer], base: Law, law: Law) -> Iterator[Finding]:
    """Return where a scenario goes further than it may under one state of the statute."""
    for layer in layers:
        own = scenario.ordinance is not None and layer.folder.is_relative_to(scenario.ordinance)
        for label in layer.labels.values():
            for message, hint in _label(label, base, scenario, own=own):
                yield Finding(message, label.file, label.line, 1, suggestion=hint)
        for lapse in layer.lapses:
            for message, hint in _lapsed(lapse.label, base, scenario, own=own):
                yield Finding(message, lapse.file, lapse.line, 1, suggestion=hint)
    for dropped in scenario.dropped:
        for message, hint in _lapsed(dropped, base, scenario, own=scenario.ordinance is not None):
            yield Finding(message, scenario.file, suggestion=hint)
    for rule in law.rules:
        if id(rule) not in base.rule_numbers:
            for message, hint in _head(rule, base, scenario):
                yield Finding(message, rule.file, rule.line, 1, 1, rule.text.split("\n")[0], hint)
    for change in scenario.parameters:
        reason = "" if scenario.changes_statute else statutory_number(change, base)
        if reason:
            yield Finding(reason, scenario.file, change.line, 1, suggestion=SAY_SO)


def statute_changes(scenario: Scenario, layers: Iterable[Layer], base: Law) -> tuple[str, ...]:
    """Return what a scenario changes of the statute: labels and parameters, in order."""
    labels = [label for layer in layers for label in (*layer.labels, *(one.label for one in layer.lapses))]
    found = [label for label in (*labels, *scenario.dropped) if belongs_to(label) == STATUTE or _restates(label, base)]
    found += [change.name for change in scenario.parameters if statutory_number(change, base)]
    return tuple(dict.fromkeys(found))


def _restates(label: str, base: Law) -> str:
    return base.restated.get(label, "") if base.labels.get(label) else ""


def _label(label: Label, base: Law, scenario: Scenario, *, own: bool) -> Iterator[tuple[str, str]]:
    place = belongs_to(label.norm)
    if place == ENGINE or (place == TEXT and not own):
        yield f"{label.norm} gaat over hoe uitkomsten volgen of over de tekst zelf; dat is niet te wijzigen", ""
    elif place != TEXT and (place == STATUTE) != (label.origin == "wet"):
        kind = "wet" if place == STATUTE else "eigen of wettelijk"
        yield f"de herkomst van {label.norm} is {kind}, niet {label.origin}", ""
    elif place == STATUTE and not scenario.changes_statute:
        yield f"{label.norm} is een bepaling van de wet; een verordening kan haar niet wijzigen", SAY_SO
    elif _restates(label.norm, base) and not scenario.changes_statute:
        where = long_form(_restates(label.norm, base))
        yield f"{label.norm} volgt uit {where}; een verordening kan daarvan niet afwijken", SAY_SO


def _lapsed(label: str, base: Law, scenario: Scenario, *, own: bool) -> Iterator[tuple[str, str]]:
    place = belongs_to(label)
    if place == ENGINE or (place == TEXT and not own):
        yield f"{label} gaat over hoe uitkomsten volgen of over de tekst zelf; dat kan niet vervallen", ""
    elif scenario.changes_statute:
        return
    elif place == STATUTE:
        yield f"{label} is een bepaling van de wet; een verordening kan haar niet laten vervallen", SAY_SO
    elif _restates(label, base):
        yield f"{label} volgt uit {long_form(_restates(label, base))}; die eis blijft gelden als {label} vervalt", SAY_SO


def _head(rule: Rule, base: Law, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Say when a rule derives what only the statute, or only the way outcomes follow, derives."""
    places = {belongs_to(other.label) for other in base.by_head.get(rule.predicate, ())}
    if places and places <= {ENGINE} and belongs_to(rule.label) != ENGINE:
        yield f"«{rule.predicate}» volgt uit de normen zelf; een regel kan het niet geven", ""
    elif places == {STATUTE} and belongs_to(rule.label) != STATUTE and not scenario.changes_statute:
        yield f"«{rule.predicate}» is een begrip van de wet; een verordening kan het niet ruimer maken", SAY_SO


def statutory_number(change: ParameterChange, base: Law) -> str:
    """Return why a number is the statute's, or an empty text: it stands there, or a condition with it restates the statute."""
    parameter = base.parameters.get(change.name)
    if parameter is None:
        return ""
    if ":" in parameter.norm:
        return f"{change.name} staat in {long_form(parameter.norm)}; een verordening kan het niet wijzigen"
    rules = [rule for rule in base.rules if any(isinstance(one, AtomLiteral) and one.predicate == "parameter"
             and one.terms[0] == change.name for one in rule.body)]  # fmt: skip
    for rule in rules:
        if _restates(rule.label, base):
            return f"{change.name} telt mee in {rule.label}, en dat volgt uit {long_form(_restates(rule.label, base))}"
    if rules and all(belongs_to(rule.label) == STATUTE for rule in rules):
        return f"{change.name} telt alleen mee in bepalingen van de wet; een verordening kan het niet wijzigen"
    return ""
