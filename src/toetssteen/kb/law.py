"""One version of the law: the article files that hold on a reference date, indexed and cached.

A version is a list of files: the ordinance's own folder, and of every statute file the newest dated
one that is not later than the reference date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.kb.article import Header, Label
from toetssteen.kb.cache import packed, signature, stored, unpacked
from toetssteen.kb.citation import citation_of
from toetssteen.kb.finding import Finding
from toetssteen.kb.grounding import Compiled, Program
from toetssteen.kb.kinds import Kinds
from toetssteen.kb.norms import Norm, read_norms
from toetssteen.kb.terms import AtomLiteral, Literal, Rule, Value
from toetssteen.kb.vocabulary import Concept, Provision, Vocabulary, read_vocabulary, vocabulary_files

KB_FOLDER = Path(__file__).parent
HOGELAND = KB_FOLDER / "hogeland"
STATIC_STATUTE = date(2024, 12, 11)
OUTCOMES = ("verplicht", "bevoegd", "weigerbaar", "geblokkeerd")
UNDETERMINED = "onbepaald"
# The modules that make what is kept of a version.
BUILDERS = ("article", "compiler", "function_text", "grounding", "instance_compiler", "joins", "kinds", "law", "norms",
            "program", "terms", "vocabulary")  # fmt: skip
TABLES = ("verordening", "parameters", "lezingen", "normen", "signalen")
# What is found in the text itself, whatever the case.
SIGNAL = "signaal"
# What a case is asked about: everything reported is one of these predicates.
REPORTED = ("uitkomst", "bereikbaar_met_20", "gevolg", "bedrag", "uiterste_duur", "verplichting", "nagekomen",
            "verondersteld", "afwijkbaar", "afgeweken", "weigeringsgrond", "herhaalt_wet", "basis_vervallen")  # fmt: skip


class Parameter(NamedTuple):
    """A number of the law: its unit (one of ``UNITS``; of a date the ordinal) and its values by first day."""

    name: str
    title: str
    unit: str
    norm: str
    values: tuple[tuple[date, int], ...]

    def on(self, day: date) -> tuple[date, int] | None:
        """Return the value that holds on a day with its first day, or None before the first one."""
        return next((pair for pair in reversed(self.values) if pair[0] <= day), None)


class Reading(NamedTuple):
    """An interpretation switch: options by name, the default and dates from which it is another.

    ``engine`` marks one that the program itself applies, ``no_effect`` says why no outcome depends on it.
    """

    key: str
    norms: tuple[str, ...]
    question: str
    options: dict[str, str]
    default: str
    default_from: tuple[tuple[date, str], ...]
    reason: str
    effect: str
    starred: bool
    engine: bool
    no_effect: str

    @property
    def display(self) -> str:
        """The name people use: ``I-33b``."""
        return "I-" + self.key[1:]

    def default_on(self, day: date) -> str:
        """Return the default option on a reference date."""
        later = [option for start, option in self.default_from if start <= day]
        return later[-1] if later else self.default


class Signal(NamedTuple):
    """What is said of a find in the text itself: where the ordinance clashes with the statute, or with itself.

    ``kind`` and ``places`` tie it to what the rules of ``signalen.lp`` derive; ``case`` names a shipped case that
    shows it, ``readings`` the switches that settle it.
    """

    key: str
    kind: str
    places: tuple[str, ...]
    title: str
    affected: str
    text: str
    readings: tuple[str, ...]
    case: str


class Identity(NamedTuple):
    """Who made the ordinance, when, and from when it holds."""

    name: str
    municipality: str
    reference: str
    in_force: date
    published: date
    adopted: date


class LawData(NamedTuple):
    """What is cached of a version: plain data, no behaviour."""

    identity: Identity
    rules: tuple[Rule, ...]
    labels: dict[str, Label]
    headers: dict[str, tuple[Header, ...]]
    vocabulary: Vocabulary
    parameters: dict[str, Parameter]
    readings: dict[str, Reading]
    norms: tuple[Norm, ...]
    signals: dict[tuple[str, ...], Signal]
    findings: tuple[Finding, ...]
    compiled: Compiled
    concerns: tuple[frozenset[str], ...] = ()


class Law:
    """A version of the law with the indexes that solving and explaining need."""

    def __init__(self, data: LawData, statute_date: date, files: tuple[Path, ...], folder: Path, stamp: str = "") -> None:
        self.data = data
        # what is kept of this version elsewhere is trusted under this stamp; a law made otherwise has none
        self.stamp = stamp
        self.folder = folder
        self.statute_date = statute_date
        self.files = files
        self.identity = data.identity
        self.rules = data.rules
        self.labels = data.labels
        self.parameters = data.parameters
        self.readings = data.readings
        self.norms = data.norms
        self.signals = data.signals
        self.concepts = data.vocabulary.concepts
        self.structures = data.vocabulary.structures
        self.provisions = data.vocabulary.provisions
        self.cited: dict[str, frozenset[str]] = {}
        self.attention: dict[tuple[str, ...], tuple[tuple[Concept, tuple[int, ...]], ...]] = {}
        self.relevance: dict[str, frozenset[str]] = {}
        # what explanations found out about the rules, by readings
        self.candidates: dict[tuple[str, ...], Any] = {}
        self.body_orders: dict[tuple[int, frozenset[str]], list[Literal]] = {}

    @cached_property
    def program(self) -> Program:
        """The rules, ready to run."""
        return Program(self.data.compiled)

    @cached_property
    def rule_numbers(self) -> dict[int, int]:
        """The number of every rule, by identity."""
        return {id(rule): number for number, rule in enumerate(self.rules)}

    @cached_property
    def by_head(self) -> dict[str, list[Rule]]:
        """The rules by the predicate of their head."""
        index: dict[str, list[Rule]] = {}
        for rule in self.rules:
            index.setdefault(rule.predicate, []).append(rule)
        return index

    @cached_property
    def by_norm(self) -> dict[tuple[str, str], list[Rule]]:
        """The rules whose head names a norm in its second place, by predicate and norm, where every head does."""
        index: dict[tuple[str, str], list[Rule]] = {}
        open_heads = {rule.predicate for rule in self.rules if len(rule.terms) > 1 and not isinstance(rule.terms[1], str)}
        for rule in self.rules:
            if len(rule.terms) > 1 and isinstance(rule.terms[1], str) and rule.predicate not in open_heads:
                index.setdefault((rule.predicate, rule.terms[1]), []).append(rule)
        return index

    @cached_property
    def recursive(self) -> frozenset[str]:
        """The predicates that rules derive from themselves."""
        found = {rule.predicate for rule in self.rules for literal in rule.body
                 if isinstance(literal, AtomLiteral) and literal.predicate == rule.predicate}  # fmt: skip
        return frozenset(found)

    @cached_property
    def named_places(self) -> dict[str, tuple[tuple[int, frozenset[Value]], ...]]:
        """For every predicate the places where the head of some rule names a value itself, with those values."""
        found: dict[str, dict[int, set[Value]]] = {}
        for rule in self.rules:
            places = found.setdefault(rule.predicate, {})
            for place, term in enumerate(rule.terms):
                if isinstance(term, int | str):
                    places.setdefault(place, set()).add(term)
        return {predicate: tuple((place, frozenset(values)) for place, values in sorted(places.items()))
                for predicate, places in found.items() if places}  # fmt: skip

    def rules_for(self, predicate: str, places: Sequence[Value | None]) -> list[Rule]:
        """Return the rules whose head can be the given atom or pattern (None is an open place)."""
        norm = places[1] if len(places) > 1 else None
        if isinstance(norm, str) and norm[0] == '"' and (predicate, norm) in self.by_norm:
            return self.by_norm[predicate, norm]
        return self.by_head.get(predicate, [])

    def relevant(self, provision: str) -> frozenset[str]:
        """Return the predicates that can matter to a provision, found by following the rules backwards."""
        if provision not in self.relevance:
            self.relevance[provision] = self.reachable(provision, REPORTED)
        return self.relevance[provision]

    def concerned(self, provisions: tuple[str, ...]) -> tuple[tuple[Concept, tuple[int, ...]], ...]:
        """Return the concepts that can matter to applications for some provisions, each with which of them (by place)."""
        found = self.attention.get(provisions)
        if found is None:
            relevant = [self.relevant(provision) for provision in provisions]
            pairs = ((concept, tuple(place for place, one in enumerate(relevant) if concept.key in one))
                     for concept in self.concepts.values() if concept.key != "geboren")  # fmt: skip
            found = self.attention[provisions] = tuple((concept, places) for concept, places in pairs if places)
        return found

    def places(self, provision: str) -> frozenset[str]:
        """Return the citations of the rules that can matter to a provision."""
        if provision not in self.cited:
            relevant = self.relevant(provision)
            rules = (one for one in self.rules if one.predicate in relevant and self.can_concern(one, provision))
            self.cited[provision] = frozenset(citation_of(rule.label) for rule in rules)
        return self.cited[provision]

    def reachable(self, provision: str, roots: Sequence[str]) -> frozenset[str]:
        """Return the predicates that rules for a provision lead to, backwards from some predicates."""
        seen: set[str] = set()
        todo = list(roots)
        while todo:
            predicate = todo.pop()
            if predicate in seen:
                continue
            seen.add(predicate)
            for rule in self.by_head.get(predicate, ()):
                if self.can_concern(rule, provision):
                    todo.extend(_body_predicates(rule))
        return frozenset(seen)

    @cached_property
    def circumstantial(self) -> frozenset[str]:
        """The predicates that rest on the structure of a case, dates, readings and parameters alone.

        A condition whose rule fails on one of these is not met or unmet: it does not apply.
        """
        found = set(self.structures) | {"duur"}
        bodies = {name: {predicate for rule in rules for predicate in _body_predicates(rule)}
                  for name, rules in self.by_head.items()}  # fmt: skip
        while True:
            more = {name for name, needed in bodies.items() if name not in found and needed <= found}
            if not more:
                return frozenset(found)
            found |= more

    def can_concern(self, rule: Rule, provision: str) -> bool:
        """Return whether a rule can apply to an application for a provision."""
        return not provision or provision in (self._concerning.get(id(rule)) or self.kinds.of(rule))

    @cached_property
    def _concerning(self) -> dict[int, frozenset[str]]:
        # what is cached holds for the rules as they were read; a law made from it may have others
        known = self.data.concerns if len(self.data.concerns) == len(self.rules) else map(self.kinds.of, self.rules)
        return {id(rule): kinds for rule, kinds in zip(self.rules, known, strict=True)}

    @cached_property
    def named_readings(self) -> frozenset[Value]:
        """The readings that some rule names; the others the program itself applies, or they have no effect."""
        return frozenset(literal.terms[0] for rule in self.rules for literal in rule.body
                         if isinstance(literal, AtomLiteral) and literal.predicate == "lezing"
                         and isinstance(literal.terms[0], str))  # fmt: skip

    @cached_property
    def kinds(self) -> Kinds:
        """To which kinds of application the rules can apply."""
        return _kinds(self.rules, self.provisions)

    def origin(self, norm: str) -> str:
        """Return ``eigen``, ``wettelijk`` or ``wet`` for a norm in this version.

        A condition that restated a place in the statute is the ordinance's own once that place has lapsed.
        """
        return "eigen" if norm in self.lapsed else self.labels[norm].origin

    def statutory_basis(self, norm: str) -> str:
        """Return the citation of the statute a norm restates in this version, or an empty text."""
        return self.restated.get(norm, "")

    @cached_property
    def definitions(self) -> frozenset[str]:
        """The norms whose rules only say what a word means: those of the definitions of the text and of the statute.

        A rule that names its norm in its head is a condition, wherever it stands.
        """
        files = {name for name, headers in self.data.headers.items()
                 if any(one.key == "wet" and "begrip" in one.value.lower() for one in headers)}  # fmt: skip
        found = {label for norm in self.norms if norm.kind == "begrip" for label in norm.rules}
        found |= {norm for norm, label in self.labels.items() if label.file in files}
        return frozenset(rule.label for rule in self.rules if rule.label in found and not _names_norm(rule))

    @cached_property
    def restated(self) -> dict[str, str]:
        """The norms of the ordinance that restate the statute, with the citation, in this version."""
        return self._statute_facts("herhaalt_wet")

    @cached_property
    def lapsed(self) -> dict[str, str]:
        """The norms of the ordinance that restated a place in the statute that has lapsed, with that place."""
        return self._statute_facts("basis_vervallen")

    def _statute_facts(self, predicate: str) -> dict[str, str]:
        pairs = (rule.terms for rule in self.by_head.get(predicate, ()))
        return {str(norm)[1:]: str(citation)[1:] for norm, citation in pairs}


def _names_norm(rule: Rule) -> bool:
    return len(rule.terms) > 1 and isinstance(rule.terms[1], str) and rule.terms[1].startswith('"')


def _body_predicates(rule: Rule) -> list[str]:
    found = []
    for literal in rule.body:
        if isinstance(literal, AtomLiteral):
            found.append(literal.predicate)
        else:
            found += [part.predicate for part in getattr(literal, "condition", ()) if isinstance(part, AtomLiteral)]
    return found


def statute_day(reference_date: date, readings: Mapping[str, str]) -> date:
    """Return the day whose statute a case is decided under: its reference date, or the adoption (reading I-68)."""
    static = readings.get("i68") == "statisch_2024_12_11"
    return min(reference_date, STATIC_STATUTE) if static else reference_date


def version_files(folder: Path, day: date) -> tuple[Path, ...]:
    """Return the article files that make up the version of a reference date, in reading order."""
    ordinance = sorted(_newest(folder, day).values())
    statute = sorted(_newest(folder / "participatiewet", day).values())
    general = [KB_FOLDER / "gevolg.lp", KB_FOLDER / "reeks.lp", KB_FOLDER / "signalen.lp"]
    return (*ordinance, *statute, *general)


def data_files(folder: Path) -> list[Path]:
    """Return the tables that every version of an ordinance shares: facts, kinds of voorziening, numbers, readings, norms."""
    return [*vocabulary_files(KB_FOLDER), KB_FOLDER / "voorzieningen.toml", *(folder / f"{one}.toml" for one in TABLES)]


def statute_states(folder: Path) -> list[date]:
    """Return the first days of the states of the statute that are shipped, oldest first."""
    return sorted(date.fromisoformat(path.name) for path in (folder / "participatiewet").iterdir() if path.is_dir())


def _newest(folder: Path, day: date) -> dict[str, Path]:
    """Return per file name the file of the newest dated folder not later than the day.

    A name that only an earlier folder has is inherited; before the first folder the first one holds.
    """
    states = sorted(path for path in folder.iterdir() if path.is_dir() and path.name[:4].isdigit())
    usable = [path for path in states if date.fromisoformat(path.name) <= day] or states[:1]
    found: dict[str, Path] = {}
    for state in usable:
        found.update({path.name: path for path in state.glob("*.lp")})
    return found


def load_law(day: date, folder: Path = HOGELAND) -> Law:
    """Return the version of the law for a reference date (the state of the statute on that day)."""
    states = [state for state in statute_states(folder) if state <= day] or statute_states(folder)[:1]
    return _load(states[-1], folder)


def known_labels(law: Law) -> frozenset[str]:
    """Return the labels of a version and of every other version of the same ordinance."""
    return frozenset(law.labels).union(*(load_law(state, law.folder).labels for state in statute_states(law.folder)))


@lru_cache(maxsize=8)
def _load(state: date, folder: Path) -> Law:
    files = version_files(folder, state)
    stamp = signature([*files, *data_files(folder), *(KB_FOLDER / f"{one}.py" for one in BUILDERS)])
    parts = stored(f"law-{state}", stamp, lambda: packed(build(files, folder)))
    return Law(LawData(*unpacked(parts)), state, files, folder, stamp)


def build(files: tuple[Path, ...], folder: Path) -> LawData:
    """Read and index the files of a version; what is wrong with them is in ``findings``."""
    from toetssteen.kb.compiler import compile_rules  # only needed when the cache is empty, as the next
    from toetssteen.kb.program import read_program

    sources = [read_program(_short_name(path), path.read_text(encoding="utf-8")) for path in files]
    labels: dict[str, Label] = {}
    for source in sources:
        labels.update({label.norm: label for label in reversed(source.labels)})
    rules = tuple(rule for source in sources for rule in source.rules)
    vocabulary = read_vocabulary(KB_FOLDER)
    return LawData(
        _identity(folder),
        rules,
        labels,
        {source.name: source.headers for source in sources},
        vocabulary,
        _parameters(folder / "parameters.toml"),
        _readings(folder / "lezingen.toml"),
        read_norms(folder / "normen.toml"),
        _signals(folder / "signalen.toml"),
        tuple(finding for source in sources for finding in source.findings),
        compile_rules(rules),
        tuple(map(_kinds(rules, vocabulary.provisions).of, rules)),
    )


def _kinds(rules: tuple[Rule, ...], provisions: dict[str, Provision]) -> Kinds:
    marked = frozenset(key for key, one in provisions.items() if one.is_provision)
    return Kinds(rules, frozenset(provisions), {"voorziening": marked})


def _short_name(path: Path) -> str:
    return path.relative_to(KB_FOLDER).as_posix() if path.is_relative_to(KB_FOLDER) else str(path)


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # only needed when the cache is empty

    return tomllib.loads(path.read_text(encoding="utf-8"))


def _identity(folder: Path) -> Identity:
    raw = _toml(folder / "verordening.toml")
    return Identity(raw["naam"], raw["gemeente"], raw["kenmerk"], raw["inwerkingtreding"], raw["geldend_vanaf"],
                    raw["vastgesteld"])  # fmt: skip


def _parameters(path: Path) -> dict[str, Parameter]:
    found = {}
    for name, table in _toml(path).items():
        values = sorted((date.fromisoformat(day), _ordinal(value)) for day, value in table["waarden"].items())
        found[name] = Parameter(name, table["titel"], table["eenheid"], table["norm"], tuple(values))
    return found


def _ordinal(value: int | date) -> int:
    return value.toordinal() if isinstance(value, date) else value


def _readings(path: Path) -> dict[str, Reading]:
    found = {}
    for key, table in _toml(path).items():
        dated = sorted((date.fromisoformat(day), option) for day, option in table.get("standaard_vanaf", {}).items())
        found[key] = Reading(
            key, tuple(table["norm"]), table["vraag"], table["opties"], table["standaard"], tuple(dated),
            table["reden"], table["gevolg"], table["ster"], table.get("motor", False),
            table.get("zonder_gevolg", ""),
        )  # fmt: skip
    return found


def _signals(path: Path) -> dict[tuple[str, ...], Signal]:
    found = (
        Signal(key, table["soort"], tuple(table["plaatsen"]), table["titel"], table["wie"], table["uitleg"],
               tuple(table.get("lezingen", ())), table.get("zaak", ""))
        for key, table in _toml(path).items()
    )  # fmt: skip
    return {(one.kind, *one.places): one for one in found}
