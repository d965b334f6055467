"""The linter of the law: whatever would make a rule wrong silently is a finding here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from toetssteen.kb.article import SourceFile
from toetssteen.kb.citation import citation_of, is_below, is_citation
from toetssteen.kb.compiler import strata
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import REPORTED, SIGNAL, Law, statute_states, version_files
from toetssteen.kb.lint_bounds import bound_findings, calculations
from toetssteen.kb.lint_norms import norm_findings
from toetssteen.kb.lint_rules import rule_findings
from toetssteen.kb.lint_signals import signal_findings
from toetssteen.kb.lint_vocabulary import vocabulary_findings
from toetssteen.kb.program import read_program
from toetssteen.kb.source_text import article_texts, level, read_source
from toetssteen.kb.terms import Aggregate, AtomLiteral, Literal, Rule, Variable

MAX_LINES = 150
MAX_COLUMNS = 110
PLACE = re.compile(r"\{([^{}:]+)(?::([a-z]+))?\}")
# Second letters for things of a kind that has one already: amounts, days, numbers, employers.
SAME_KIND = {"C": "B", "E": "S", "Y": "X", "G": "W"}
LISTS = ("invoer", "uitvoer", "parameters", "lezingen")


def lint_law(law: Law) -> list[Finding]:
    """Return everything that is wrong with a version of the law, in the order of its files."""
    sources = [read_program(path.name, path.read_text(encoding="utf-8"))
               for path in version_files(law.folder, law.statute_date)]  # fmt: skip
    findings = [finding for source in sources for finding in source.findings]
    if findings:
        return findings
    for source in sources:
        findings += [*file_findings(source), *list_findings(source, law)]
    findings += duplicate_findings(sources)
    if any(rule.label not in law.labels or foreign_norm(rule) for rule in law.rules):
        return findings
    findings += [finding for rule in law.rules for finding in rule_findings(rule, law)]
    findings += [*bound_findings(law), *vocabulary_findings(law)]
    findings += [*connection_findings(law), *unused_findings(law), *statute_findings(law)]
    findings += [*_texts(law, sources), *_reasons(law, sources), *norm_findings(law), *signal_findings(law)]
    return findings


def file_findings(source: SourceFile) -> list[Finding]:
    """Return what is wrong with the form, the labels and the header of a file, whatever the other files are."""
    return [*_layout(source), *_labels(source), *_header(source)]


def connection_findings(law: Law) -> list[Finding]:
    """Return where the rules of a version do not fit together: what they name, what they say, what hangs on itself."""
    return [*_predicates(law), *_sentences(law), *_negative_cycles(law), *_endless(law)]


def _layout(source: SourceFile) -> Iterator[Finding]:
    last = max([rule.line + rule.text.count("\n") for rule in source.rules] + [line for line, _text in source.text] or [0])
    if last > MAX_LINES:
        yield Finding(f"dit bestand heeft {last} regels, hooguit {MAX_LINES}: splits het naar onderwerp", source.name)
    for rule in source.rules:
        for offset, line in enumerate(rule.text.split("\n")):
            if len(line) > MAX_COLUMNS:
                yield Finding(f"deze regel is langer dan {MAX_COLUMNS} tekens", source.name, rule.line + offset,
                              MAX_COLUMNS, 1, line)  # fmt: skip


def _labels(source: SourceFile) -> Iterator[Finding]:
    used = {rule.label for rule in source.rules}
    places = _places_of(source)
    for rule in source.rules:
        if not rule.label:
            yield Finding("boven deze regel staat geen etiket", source.name, rule.line, 1, 1, rule.text.split("\n")[0])
        elif foreign_norm(rule):
            yield _at(rule, f"deze regel staat onder etiket {rule.label}, maar geeft een andere norm")
    for label in source.labels:
        citation, _, name = label.norm.partition("/")
        if not is_citation(citation) or not re.fullmatch(r"[a-z0-9_]+", name):
            yield Finding(f"«{label.norm}» is geen citaat met naam", source.name, label.line)
        elif not any(is_below(citation, place) for place in places):
            yield Finding(f"etiket {label.norm} hoort niet in een bestand over {' en '.join(places)}", source.name, label.line)
        if label.norm not in used:
            yield Finding(f"onder etiket {label.norm} staat geen regel", source.name, label.line)
        if not label.positive:
            yield Finding(f"etiket {label.norm} heeft geen zin", source.name, label.line, suggestion="voeg %+ … toe")


def foreign_norm(rule: Rule) -> bool:
    """Return whether a condition, ground, power or duty carries another norm than its label."""
    norm = rule.terms[1] if len(rule.terms) == 2 else None
    named = rule.predicate in ("belemmering", "weigeringsgrond", "bevoegdheid", "plicht", "verplichting", "gevolg")
    return named and isinstance(norm, str) and norm != '"' + rule.label


def _places_of(source: SourceFile) -> list[str]:
    """Return the citations a file is about: the words before the title in its first header line."""
    value = next((one.value for one in source.headers if one.key in ("artikel", "wet", "onderdeel")), "")
    return list(takewhile(is_citation, value.split()))


def _header(source: SourceFile) -> Iterator[Finding]:
    if not _places_of(source):
        yield Finding("de kop zegt niet over welk artikel dit bestand gaat", source.name, 1)
    if any(one.key == "wet" for one in source.headers) and not any(one.key == "bron" for one in source.headers):
        yield Finding("een wetsbestand noemt zijn bron en datum", source.name, 1, suggestion="voeg %%% bron … toe")


def header_lists(source: SourceFile, law: Law) -> dict[str, list[str]]:
    """Return what the header of a file must list, found from its rules."""
    own = {rule.predicate for rule in source.rules}
    found: dict[str, list[str]] = {"invoer": [], "uitvoer": sorted(own), "parameters": [], "lezingen": []}
    for literal in (literal for rule in source.rules for literal in _atoms(rule.body)):
        if literal.predicate == "parameter":
            found["parameters"].append(str(literal.terms[0]))
        elif literal.predicate == "lezing":
            found["lezingen"].append(str(literal.terms[0]))
        elif literal.predicate in law.concepts:
            found["invoer"].append(literal.predicate)
    return {key: sorted(set(values)) for key, values in found.items()}


def list_findings(source: SourceFile, law: Law) -> Iterator[Finding]:
    """Return what the header of a file lists otherwise than its rules use."""
    stated: dict[str, list[str]] = {key: [] for key in LISTS}
    for header in source.headers:
        if header.key in LISTS:
            stated[header.key] += header.value.split()
    for key, wanted in header_lists(source, law).items():
        if sorted(stated[key]) != wanted:
            yield Finding(f"de kop noemt bij {key} niet wat de regels gebruiken", source.name, 1,
                          suggestion=f"schrijf: %%% {key} {' '.join(wanted)}")  # fmt: skip


def duplicate_findings(sources: list[SourceFile]) -> Iterator[Finding]:
    """Return the labels that stand in more than one place."""
    seen: dict[str, str] = {}
    for source in sources:
        for label in source.labels:
            if label.norm in seen:
                yield Finding(f"etiket {label.norm} bestaat al in {seen[label.norm]}", source.name, label.line)
            seen[label.norm] = source.name


def _atoms(body: tuple[Literal, ...]) -> Iterator[AtomLiteral]:
    for literal in body:
        if isinstance(literal, AtomLiteral):
            yield literal
        elif isinstance(literal, Aggregate):
            yield from (part for part in literal.condition if isinstance(part, AtomLiteral))


def _predicates(law: Law) -> Iterator[Finding]:
    known = set(law.by_head) | set(law.concepts) | set(law.structures)
    for rule in law.rules:
        for literal in _atoms(rule.body):
            if literal.predicate not in known:
                yield _at(rule, f"«{literal.predicate}» is geen begrip en wordt door geen regel afgeleid", literal.predicate)
        if rule.predicate in law.concepts or rule.predicate in law.structures:
            yield _at(rule, f"«{rule.predicate}» is invoer en kan niet worden afgeleid", rule.predicate)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", rule.predicate):
            yield _at(rule, f"«{rule.predicate}» is geen naam in kleine letters", rule.predicate)
    yield from _mixed_kinds(law)
    yield from _arities(law)


def _arities(law: Law) -> Iterator[Finding]:
    """Report predicates that stand with another number of arguments than elsewhere, where they do so least often."""
    places: dict[str, dict[int, list[Rule]]] = {}
    for rule in law.rules:
        for predicate, count in [(rule.predicate, len(rule.terms)),
                                 *((one.predicate, len(one.terms)) for one in _atoms(rule.body))]:  # fmt: skip
            places.setdefault(predicate, {}).setdefault(count, []).append(rule)
    given = _given_arities(law)
    for predicate, counts in places.items():
        usual = given.get(predicate) or max(counts, key=lambda count: len(counts[count]))
        for count, rules in counts.items():
            if count != usual:
                yield _at(rules[0], f"«{predicate}» heeft hier {count} argumenten en elders {usual}", predicate)


def _mixed_kinds(law: Law) -> Iterator[Finding]:
    """Report predicates that rules derive of different kinds of things: the letter in a place says which kind."""
    letters: dict[tuple[str, int], dict[str, Rule]] = {}
    for rule in law.rules:
        for place, term in enumerate(rule.terms):
            if isinstance(term, Variable):
                letters.setdefault((rule.predicate, place), {}).setdefault(SAME_KIND.get(term.name, term.name), rule)
    for (predicate, _place), used in letters.items():
        if len(used) > 1:
            first, second = list(used)[:2]
            yield _at(used[second], f"«{predicate}» wordt hier van een {second} afgeleid en elders van een {first}")


def _given_arities(law: Law) -> dict[str, int]:
    """Return the number of arguments of every input predicate."""
    concepts = {key: 1 + (one.has_value or bool(one.numbered)) for key, one in law.concepts.items()}
    return concepts | {key: len(one.arguments) for key, one in law.structures.items()}


def unused_findings(law: Law) -> Iterator[Finding]:
    """Return what is derived, listed or declared and used by nothing."""
    used = {literal.predicate for rule in law.rules for literal in _atoms(rule.body)}
    everywhere = [*(rule for state in statute_states(law.statutes) for rule in law.at(state).rules), *law.rules]
    elsewhere = {literal.predicate for rule in everywhere for literal in _atoms(rule.body)}
    for predicate, rules in law.by_head.items():
        if predicate not in used and predicate not in (*REPORTED, SIGNAL):
            yield _at(rules[0], f"«{predicate}» wordt afgeleid maar nergens gebruikt")
    for key in law.concepts:
        if key not in elsewhere and key != "geboren":
            yield Finding(f"begrip «{key}» wordt door geen regel gebruikt", "begrippen")
    parameters = {str(one.terms[0]) for rule in everywhere for one in _atoms(rule.body) if one.predicate == "parameter"}
    for name in law.parameters:
        if name not in parameters:
            yield Finding(f"parameter «{name}» wordt door geen regel gebruikt", "parameters.toml")
    options = {(str(one.terms[0]), str(one.terms[1])) for rule in everywhere for one in _atoms(rule.body)
               if one.predicate == "lezing"}  # fmt: skip
    for key, reading in law.readings.items():
        in_use = reading.engine or any(name == key for name, _option in options)
        if not in_use and not reading.no_effect:
            yield Finding(f"lezing {reading.display} wordt door geen regel gebruikt", "lezingen.toml",
                          suggestion='zeg waarom met zonder_gevolg = "…"')  # fmt: skip
        elif in_use and reading.no_effect:
            yield Finding(f"lezing {reading.display} heeft wel gevolg", "lezingen.toml", suggestion="laat zonder_gevolg weg")


def _sentences(law: Law) -> Iterator[Finding]:
    for predicate, rules in law.by_head.items():
        if not any(law.labels[rule.label].negative for rule in rules):
            yield _at(rules[0], f"voor «{predicate}» is er geen zin die zegt dat het niet zo is")
    for rule in law.rules:
        label = law.labels[rule.label]
        names = _variables(rule)
        for template in (label.positive, label.negative):
            for found in PLACE.finditer(template):
                missing = [name for name in found[1].split("+") if name not in names and not _shared(law, rule)]
                if missing:
                    yield Finding(f"de zin bij {rule.label} noemt {missing[0]}, maar de regel heeft die niet",
                                  rule.file, label.line + 1, 1, 1, template)  # fmt: skip


def _shared(law: Law, rule: Rule) -> bool:
    """Return whether the label stands above several rules, or above facts: then a name may be missing in one."""
    return not rule.body or sum(one.label == rule.label for one in law.rules) > 1


def _variables(rule: Rule) -> set[str]:
    return set(re.findall(r"\b[A-Z][A-Za-z0-9_]*\b", re.sub(r'"[^"]*"', "", rule.text)))


def statute_findings(law: Law) -> Iterator[Finding]:
    """Return where the labels and the statute layer disagree on what restates the statute."""
    conditions = {str(rule.terms[1])[1:]: rule for rule in law.by_head.get("belemmering", ())}
    for norm, rule in conditions.items():
        origin, restated, lapsed = law.labels[norm].origin, norm in law.restated, norm in law.lapsed
        if origin == "eigen" and (restated or lapsed):
            yield _at(rule, f"{norm} heet eigen, maar de wetslaag zegt dat zij de wet herhaalt")
        if origin == "wettelijk" and not (restated or lapsed):
            yield _at(rule, f"{norm} heet wettelijk, maar geen wetsbestand van deze datum zegt welke bepaling zij herhaalt")
        if restated and lapsed:
            yield _at(rule, f"de wetslaag zegt van {norm} zowel dat zij de wet herhaalt als dat die bepaling is vervallen")
    for norm in {**law.restated, **law.lapsed}:
        if norm not in conditions:
            yield Finding(f"de wetslaag noemt {norm}, maar die voorwaarde bestaat niet")


def _negative_cycles(law: Law) -> Iterator[Finding]:
    edges: dict[str, set[str]] = {}
    for rule in law.rules:
        edges.setdefault(rule.predicate, set()).update(literal.predicate for literal in _atoms(rule.body))
    for rule in law.rules:
        for literal in rule.body:
            parts = literal.condition if isinstance(literal, Aggregate) else (literal,)
            for part in parts:
                negative = isinstance(literal, Aggregate) or (isinstance(part, AtomLiteral) and part.negated)
                if negative and isinstance(part, AtomLiteral) and rule.predicate in _reach(edges, part.predicate):
                    yield _at(rule, f"«{rule.predicate}» hangt via een ontkenning van zichzelf af")


def _reach(edges: dict[str, set[str]], start: str) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for following in edges.get(todo.pop(), ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return seen


def _texts(law: Law, sources: list[SourceFile]) -> Iterator[Finding]:
    official = article_texts(law.folder / "bron.md")
    written: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for source in sources:
        place = next(iter(_places_of(source)), "")
        if place.isdigit():
            written.setdefault(place, []).extend(text for _line, text in source.text)
            places[place] = source.name
    for article, lines in written.items():
        mine, theirs = level(lines), official.get(article, "")
        if mine != theirs:
            at = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
            yield Finding(f"de tekst van artikel {article} wijkt af van bron.md, vanaf «{mine[max(0, at - 20):at + 30]}»",
                          places[article], suggestion=f"in bron.md staat «{theirs[max(0, at - 20):at + 30]}»")  # fmt: skip


def _reasons(law: Law, sources: list[SourceFile]) -> Iterator[Finding]:
    known = {unit.citation for unit in read_source(law.folder / "bron.md")}
    ruled = {citation_of(norm) for norm in law.labels}
    for source in sources:
        for header in source.headers:
            if header.key == "niet_geformaliseerd":
                citation, _, reason = (part.strip() for part in header.value.partition("|"))
                if ":" not in citation and citation not in known:
                    yield Finding(f"{citation} is geen plaats in de officiële tekst", source.name, header.line)
                if not reason:
                    yield Finding(f"bij {citation} ontbreekt de reden", source.name, header.line)
                if citation in ruled:
                    yield Finding(f"{citation} heeft wel degelijk regels", source.name, header.line)


def _endless(law: Law) -> Iterator[Finding]:
    """Report rules that calculate on with what they derive themselves: that need not end."""
    for numbers, loops in strata(law.rules):
        for rule in (law.rules[number] for number in numbers if loops):
            if any(isinstance(literal, Aggregate) for literal in rule.body) or any(calculations(rule)):
                yield _at(rule, f"«{rule.predicate}» rekent door op zichzelf, en dat hoeft niet te eindigen", rule.predicate)


def _at(rule: Rule, message: str, word: str = "") -> Finding:
    lines = rule.text.split("\n")
    for offset, line in enumerate(lines):
        if word and (found := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line)):
            return Finding(message, rule.file, rule.line + offset, found.start() + 1, len(word), line)
    return Finding(message, rule.file, rule.line, 1, 1, lines[0])
