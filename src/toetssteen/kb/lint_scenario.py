"""Checking a scenario before anything is decided with it: its rules as strictly as those of the law, and what they may do.

The checks of the law run on the law as the scenario makes it, under every state of the statute it can meet. What is found
in a rule of the law itself is told as a consequence of what lapsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from toetssteen.kb import lint
from toetssteen.kb.article import SourceFile
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import HOGELAND, Law, Parameter, load_law, statute_states
from toetssteen.kb.layers import Layer
from toetssteen.kb.lint_bounds import bound_findings
from toetssteen.kb.lint_powers import power_findings
from toetssteen.kb.lint_rules import rule_findings
from toetssteen.kb.lint_vocabulary import parameter_messages
from toetssteen.kb.scenario import Scenario, changed_parameters, law_key, layered_data, layers_of
from toetssteen.kb.source_text import article_texts, level
from toetssteen.kb.terms import Rule

MOST_KNOWN = 1_000
# How many things a rule of the law itself counts of one person, when a scenario changes its numbers: half-years of a
# premium, for one. The law is proved for 50 000; past what is proved a calculation stops, it never wraps.
PERSONAL_TERMS = 1_000
# The laws that were found without fault, by their fingerprint.
_CLEAN: dict[str, None] = {}


def lint_scenario(scenario: Scenario) -> list[Finding]:
    """Return what is wrong with the rules a scenario brings and with what it makes of the law."""
    if not scenario.changes_law:
        return []
    key = law_key(scenario)
    if key not in _CLEAN:
        findings = _findings(scenario)
        if has_errors(findings):
            return _placed(findings, scenario.file)
        _CLEAN[key] = None
        if len(_CLEAN) > MOST_KNOWN:
            _CLEAN.pop(next(iter(_CLEAN)))
    return []


def _placed(findings: list[Finding], file: str) -> list[Finding]:
    """Return findings about a scenario with the line that brings them about, where its file has one that names it."""
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines() if file else []
    except (OSError, ValueError):
        lines = []
    found = []
    for one in findings:
        if one.file == file and lines and not one.source:
            word = one.message.split(" ")[0].rstrip(":")
            places = [place for place in (word, word.partition("/")[0]) if place]
            number = one.line or next((at for place in places for at, line in enumerate(lines, 1) if place in line), 0)
            source = lines[number - 1] if 0 < number <= len(lines) else ""
            inside = next((place for place in places if place in source), "")
            one = one._replace(line=number, source=source, column=source.find(inside) + 1 if inside else 1,
                               width=len(inside) or len(source))  # fmt: skip
        found.append(one)
    return found


def _states(scenario: Scenario) -> list[date]:
    states = statute_states(HOGELAND)
    if scenario.statute is None:
        return states
    return [max((one for one in states if one <= scenario.statute), default=states[0])]


def _findings(scenario: Scenario) -> list[Finding]:
    if not (scenario.has_rules or scenario.dropped):
        return _distinct(finding for state in _states(scenario) for finding in _numbers(scenario, load_law(state)))
    layers = layers_of(scenario)
    first = _states(scenario)[0]
    data = layered_data(scenario, load_law(first))[0]
    findings = list(data.findings)
    for layer in layers:
        findings += _layer(layer)
    if not data.findings and all(rule.label in data.labels and not lint.foreign_norm(rule) for rule in data.rules):
        for state in _states(scenario):
            findings += _under(scenario, layers, load_law(state))
    return _distinct(findings)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that are the same under another state of the statute, with another place of it."""
    found: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        found.setdefault((one.file, one.line, one.column, one.suggestion, one.message.partition(" ")[0]), one)
    return list(found.values())


def _numbers(scenario: Scenario, base: Law) -> Iterator[Finding]:
    """Check a scenario that changes numbers and no rules: only what is calculated with them can go wrong."""
    law = _with_numbers(base, changed_parameters(base.parameters, scenario.parameters))
    yield from power_findings(scenario, (), base, law)
    yield from _parameters(scenario, law)
    names = {change.name for change in scenario.parameters} & set(law.parameters)
    if len(names) != 1 or not _is_safe(base, law.parameters[names.pop()]):
        yield from (_consequence(one, scenario) for one in bound_findings(law, PERSONAL_TERMS))


def _with_numbers(base: Law, parameters: dict[str, Parameter]) -> Law:
    law = Law(base.data._replace(parameters=parameters), base.statute_date, base.files, base.folder)
    law.share_rules(base)
    return law


def _is_safe(base: Law, changed: Parameter) -> bool:
    """Return whether one number can be changed so, all others being as they are; it is tried wider, for a sweep over it."""
    known: dict[str, tuple[int, int]] = base.kept(("safe numbers",), dict)
    low, high = min(value for _day, value in changed.values), max(value for _day, value in changed.values)
    if changed.name in known and known[changed.name][0] <= low and high <= known[changed.name][1]:
        return True
    wide = changed._replace(values=((changed.values[0][0], low), (changed.values[-1][0], 2 * high)))
    if any(bound_findings(_with_numbers(base, {**base.parameters, changed.name: wide}), PERSONAL_TERMS)):
        return False
    known[changed.name] = (low, 2 * high)
    return True


def _layer(layer: Layer) -> Iterator[Finding]:
    """Check the files of a layer by themselves: their form, their labels, and that no label stands there twice."""
    for source in layer.sources:
        if not source.findings:
            yield from lint.file_findings(source)
    yield from lint.duplicate_findings(list(layer.sources))
    for lapse in layer.lapses:
        if lapse.label in layer.labels:
            yield Finding(f"{lapse.label} vervalt hier, en staat er ook met een regel", lapse.file, lapse.line, 1)


def _under(scenario: Scenario, layers: list[Layer], base: Law) -> Iterator[Finding]:
    """Check the law that a scenario makes of one state of the statute."""
    data, files, folder = layered_data(scenario, base)
    law = Law(
        data, base.statute_date, (*base.files, *files), folder, made=base.at, fixed=scenario.statute, statutes=base.statutes
    )
    own = {source.name for layer in layers for source in layer.sources}
    yield from power_findings(scenario, layers, base, law)
    yield from _lapses(layers, base)
    yield from _parameters(scenario, law)
    rules = [rule for rule in law.rules if rule.file in own]
    bounds = [one for one in bound_findings(law) if one.file in own]
    bounds += [one for one in bound_findings(law, PERSONAL_TERMS) if one.file not in own]
    found = [*lint.connection_findings(law), *bounds, *(one for rule in rules for one in rule_findings(rule, law))]
    found += [one for one in (*lint.unused_findings(law), *lint.statute_findings(law)) if one.file in own]
    for finding in found:
        yield finding if finding.file in own else _consequence(finding, scenario)
    for source in (source for layer in layers for source in layer.sources):
        yield from lint.list_findings(source, law)
        yield from _literal_text(source, folder, base)
    if not found:
        yield from (finding for rule in rules for finding in _compiled(rule))


def _consequence(finding: Finding, scenario: Scenario) -> Finding:
    """Return what a scenario brings about in a rule it does not bring itself."""
    where = f"zie {finding.file}:{finding.line}" if finding.line else ""
    return Finding(f"door dit scenario: {finding.message}", scenario.file, suggestion=where)


def _lapses(layers: list[Layer], base: Law) -> Iterator[Finding]:
    """Report what lapses and is not there, in this version or in another."""
    known = {label for state in statute_states(HOGELAND) for label in load_law(state).labels}
    for layer in layers:
        for lapse in layer.lapses:
            if lapse.label not in known:
                yield Finding(f"{lapse.label} vervalt hier, maar bestaat niet", lapse.file, lapse.line, 1)
        known |= set(layer.labels)


def _parameters(scenario: Scenario, law: Law) -> Iterator[Finding]:
    for change in scenario.parameters:
        if change.name not in law.parameters:
            yield Finding(f"het getal «{change.name}» bestaat niet", scenario.file, change.line, 1)
    for name, parameter in law.parameters.items():
        for message in parameter_messages(parameter):
            yield Finding(f"{name}: {message}", scenario.file)


def _compiled(rule: Rule) -> Iterator[Finding]:
    """Report a rule that cannot be made to run, such as one with too many conditions."""
    try:
        compile_rules([rule])
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        yield Finding("deze regel is te ingewikkeld om uit te voeren", rule.file, rule.line, 1, 1, rule.text.split("\n")[0],
                      "splits hem in regels met een tussenstap")  # fmt: skip


def _literal_text(source: SourceFile, folder: Path, base: Law) -> Iterator[Finding]:
    """Report literal text that does not stand in the official text of somebody's own ordinance."""
    if folder == base.folder or not Path(source.name).is_relative_to(folder):
        return  # an overlay quotes the text as it would be
    official = " ".join(article_texts(folder / "bron.md").values())
    for number, text in source.text:
        if level([text]) not in official:
            yield Finding("deze tekst staat niet in bron.md", source.name, number, 1, len(text), f"%| {text}")
