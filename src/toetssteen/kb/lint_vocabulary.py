"""Checks on the vocabulary of facts and the parameters: kinds, ranges, units, and the places in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import KB_FOLDER, REPORTED, Law, Parameter
from toetssteen.kb.numbers import COUNTED, NUMBERS, UNITS
from toetssteen.kb.terms import AtomLiteral
from toetssteen.kb.vocabulary import SOURCES, SUBJECTS, VALUE_SLOT, Concept, vocabulary_files

# The forms that the place of a value can have; things are counted with any word.
FORMS: dict[str, tuple[str, ...]] = {"vlag": (), "datum": ("datum",), "aantal": ("aantal", *COUNTED)}
FORMS |= {kind: (number.form,) for kind, number in NUMBERS.items() if kind not in FORMS}


def vocabulary_findings(law: Law) -> Iterator[Finding]:
    """Return what is wrong with the facts and the parameters of a version of the law."""
    for concept in law.concepts.values():
        for message in (*_concept(concept), *_only_amount(concept, law)):
            yield Finding(f"begrip «{concept.key}»: {message}", "begrippen")
    for parameter in law.parameters.values():
        for message in parameter_messages(parameter):
            yield Finding(f"parameter «{parameter.name}»: {message}", "parameters.toml")
    for message in _same_phrases(law.concepts.values()):
        yield Finding(message, "begrippen")
    yield from key_findings(vocabulary_files(KB_FOLDER))


def key_findings(files: Iterable[Path]) -> Iterator[Finding]:
    """Return the facts that two files of the vocabulary both describe: the last would silently win."""
    import tomllib  # only needed when the law is checked

    first: dict[str, str] = {}
    for path in files:
        for key in tomllib.loads(path.read_text(encoding="utf-8")):
            if first.setdefault(key, path.name) != path.name:
                yield Finding(f"begrip «{key}» staat ook in {first[key]}", path.name)


def _same_phrases(concepts: Iterable[Concept]) -> Iterator[str]:
    """Say which facts of one kind of subject are written the same: a line of a case would be only one of them."""
    meant: dict[tuple[str, str], str] = {}
    for concept in concepts:
        own = SUBJECTS.get(concept.subject, "")
        for text in filter(None, (concept.positive, *concept.aliases, concept.negative)):
            line = " ".join(VALUE_SLOT.sub("…", text).removeprefix(own).removeprefix("{P} ").lower().split())
            other = meant.setdefault((concept.subject, line), concept.key)
            if other != concept.key:
                yield f"«{line}» is zowel een zin van «{other}» als van «{concept.key}»"


def _concept(concept: Concept) -> Iterator[str]:
    if concept.subject not in SUBJECTS:
        yield f"onderwerp «{concept.subject}» bestaat niet"
    if concept.source not in SOURCES:
        yield f"bron «{concept.source}» bestaat niet"
    if concept.kind not in FORMS:
        yield f"soort «{concept.kind}» bestaat niet"
        return
    for text in (concept.positive, *concept.aliases):
        forms = VALUE_SLOT.findall(text)
        if len(forms) != (concept.kind != "vlag") or not set(forms) <= set(FORMS[concept.kind]):
            wanted = f"precies één plaats {{waarde:{FORMS[concept.kind][0]}}}" if FORMS[concept.kind] else "geen waarde"
            yield f"in «{text}» hoort {wanted}"
    if VALUE_SLOT.search(concept.negative + concept.clause):
        yield "alleen de bevestigende zin heeft een waarde"
    if concept.is_number:
        yield from _number(concept)


def _number(concept: Concept) -> Iterator[str]:
    limit = NUMBERS[concept.kind].limit
    if not 0 <= concept.low < concept.high <= limit:
        yield f"het bereik loopt van ten minste 0 tot en met hooguit {limit}"
    if concept.numbered:
        yield "een getal heeft geen index"
    usual = concept.favourable
    if usual is True or (usual is False and not concept.negative):
        yield "gunstig is een getal, of false als er een ontkenning is"
    elif type(usual) is int and not concept.low <= usual <= concept.high:
        yield "wat gunstig is ligt buiten het bereik"


def _only_amount(concept: Concept, law: Law) -> Iterator[str]:
    """Hold that a number which is left out while it is unknown can change an amount and nothing else."""
    if not concept.only_amount:
        return
    if not concept.is_number or concept.negative or concept.favourable is not None:
        yield "alleen_bedrag is voor een getal zonder ontkenning en zonder gunstige waarde"
    others = [predicate for predicate in REPORTED if predicate != "bedrag"]
    if any(concept.key in law.reachable(provision, others) for provision in law.provisions):
        yield "van dit getal hangt meer af dan een bedrag"
    amounts = frozenset().union(*(law.reachable(provision, ("bedrag",)) for provision in law.provisions))
    through = {concept.key}
    while True:
        more = {rule.predicate for rule in law.rules if rule.predicate in amounts
                and any(isinstance(one, AtomLiteral) and one.predicate in through for one in rule.body)} - through  # fmt: skip
        if not more:
            break
        through |= more
    literals = [one for rule in law.rules for one in rule.body if isinstance(one, AtomLiteral)]
    if any(one.negated and one.predicate in through for one in literals):
        yield "een regel keert dit getal om; zonder het getal zou er een verkeerd bedrag volgen"


def parameter_messages(parameter: Parameter) -> Iterator[str]:
    """Say what is wrong with a number of the law."""
    if parameter.unit not in UNITS:
        yield f"eenheid «{parameter.unit}» bestaat niet"
    for day, value in parameter.values:
        highest = date.max.toordinal() if parameter.unit == "datum" else NUMBERS["bedrag"].limit
        if not 0 <= value <= highest:
            yield f"de waarde van {day} is te klein of te groot"
