"""Who notices a mutant of the law: a case, the finds in the text itself, or the linter of the statute layer.

A case can only notice a changed rule when the rule has other instances in it than the original has, which takes
microseconds to see; only such cases are decided again, those nearest to the norm first. What no case can see is
left to what the rules find in the text (``signalen.lp``), and to the linter where the ordinance and the statute
layer must agree on what restates the wet.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tests.eenstemmig import published_in_time, with_agreeing_places
from tests.mutanten import ORIGIN, PARAMETER, READING, Mutant, mutated
from tests.zaken import ALL, read
from toetssteen.kb.case import Case
from toetssteen.kb.citation import citation_of
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.grounding import CERTAIN, Atoms, Grounding, Program, Total, Ways
from toetssteen.kb.instance import chosen_readings, instantiate
from toetssteen.kb.law import HOGELAND, SIGNAL, Law, load_law, statute_states
from toetssteen.kb.lint import statute_findings
from toetssteen.kb.lint_signals import signal_keys
from toetssteen.kb.solver import InconsistentLaw
from toetssteen.kb.terms import GroundAtom, Rule, Value
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.assess import law_for, law_norms
from toetssteen.ops.expect import checked
from toetssteen.ops.signals import signals

CASE, FINDS, LINTER, NOBODY = "zaak", "signalen", "linter", ""
STATUTE_FACTS = ("herhaalt_wet", "basis_vervallen")
BROKEN = (InconsistentLaw, RuntimeError, KeyError, StopIteration, OverflowError, TypeError)
InstanceKey = tuple[GroundAtom, Atoms, Atoms, tuple[Total, ...]]


class Notice(NamedTuple):
    """By what a mutant is noticed (nobody: an empty text), and the name of the case when it is one."""

    by: str
    name: str = ""


class Known(NamedTuple):
    """A case under the law as it stands: its law, its atoms, the kinds it has applications for, all and by application."""

    path: Path
    case: Case
    law: Law
    ground: Grounding
    kinds: frozenset[str]
    kind_of: dict[Value, str]
    indexes: dict[tuple[str, tuple[int, ...]], dict[object, list[GroundAtom]]]


@lru_cache(maxsize=1)
def cases() -> tuple[Known, ...]:
    """Return all cases with expectations, instantiated for what they expect, once per process."""
    found = []
    for path in ALL:
        case, _findings = read(path)
        if case is not None and case.expectations:
            law = law_for(case)
            about = frozenset(one.provision for one in case.expectations)
            ground = Worlds(instantiate(case, law, about=about)).grounding
            kind_of = {atom[1]: str(atom[3]) for atom in ground.by_predicate.get("zaak", ())}
            found.append(Known(path, case, law, ground, frozenset(kind_of.values()), kind_of, {}))
    return tuple(found)


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """Return the law under every state of the statute."""
    return tuple(load_law(state) for state in statute_states(HOGELAND))


class Probe:
    """Runs one rule over the atoms of a decided case and notes its instances; nothing is added to the case."""

    def __init__(self, rule: Rule) -> None:
        self.program = Program(compile_rules([rule]))
        self.case: Known
        self.found: set[InstanceKey] = set()

    def instances(self, case: Known) -> set[InstanceKey]:
        """Return the instances of the rule in a case."""
        self.found = set()
        self.case = case
        self.program.firing(0)(self, case.ground.status)  # type: ignore[arg-type]  # stands in for a grounding
        return self.found

    def look(self, number: int, key: object) -> list[GroundAtom]:
        signature = self.program.signatures[number]
        index = self.case.indexes.get(signature)
        if index is None:
            index = self.case.indexes[signature] = self.case.ground._index(*signature)
        return index.get(key, [])

    def derive(self, head: GroundAtom, used: Atoms, unmet: Atoms, totals: tuple[Total | None, ...]) -> None:
        status = self.case.ground.status
        holding = tuple(sorted((atom for atom in used if status[atom]), key=str))
        failing = tuple(sorted((atom for atom in unmet if atom in status), key=str))
        self.found.add((head, holding, failing, tuple(one for one in totals if one is not None)))

    def element(self, elements: dict[Atoms, Ways | None], key: Atoms, used: Atoms, unmet: Atoms) -> None:
        self.case.ground.element(elements, key, used, unmet)

    def totals(self, elements: dict[Atoms, Ways | None], count: bool) -> list[tuple[int, Total | None]]:
        return self.case.ground.totals(elements, count)


def noticed(mutant: Mutant) -> Notice:
    """Return by what a mutant is noticed: by the first case whose expectations fail, else by the finds or the linter."""
    versions = _Versions(mutant)
    for known in _concerned(mutant):
        if _fails(known, versions):
            return Notice(CASE, known.path.stem)
    if _can_change_finds(mutant) and any(_finds(mutated(law, mutant)) != finds for law, finds in _texts()):
        return Notice(FINDS)
    if _is_about_origin(mutant) and any(any(statute_findings(versions.of(law))) for law in laws()):
        return Notice(LINTER)
    return Notice(NOBODY)


class _Versions:
    """The mutated law under every state of the statute, made when it is needed."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.made: dict[int, Law] = {}

    def of(self, law: Law) -> Law:
        if id(law) not in self.made:
            self.made[id(law)] = mutated(law, self.mutant)
        return self.made[id(law)]


def _fails(known: Known, versions: _Versions) -> bool:
    """Return whether a case no longer comes out as it expects; another reading is chosen in the case itself."""
    case, mutant = known.case, versions.mutant
    if mutant.kind == READING:
        case = case._replace(readings=dict(case.readings) | {mutant.name: mutant.value})
    try:
        return any(
            check.mismatches for check in checked(case, law_for(case) if mutant.kind == READING else versions.of(known.law))
        )
    except BROKEN:
        return True


def _finds(law: Law) -> frozenset[tuple[str, ...]]:
    """Return what is found in the text under a version, and how it is said; nothing when it cannot be explained."""
    try:
        said = {(one.signal.key, one.proof.sentence) for one in signals(law, law.statute_date)}
    except BROKEN:
        return frozenset()
    return frozenset(said | signal_keys(law, law.statute_date))


@lru_cache(maxsize=1)
def _texts() -> tuple[tuple[Law, frozenset[tuple[str, ...]]], ...]:
    """Return the versions whose text is searched, with what is found: as it stands, and where it might be in order."""
    step = Mutant(PARAMETER, "pw_pp_max_vierde_jaar", "", value="-24")
    found = [one for law in laws() for one in (with_agreeing_places(law), published_in_time(law), mutated(law, step))]
    return tuple((law, _finds(law)) for law in found)


def _can_change_finds(mutant: Mutant) -> bool:
    if mutant.original is None:
        return mutant.kind == PARAMETER
    return any(mutant.original.predicate in law.reachable("", (SIGNAL,)) for law in laws())


def _is_about_origin(mutant: Mutant) -> bool:
    return mutant.kind == ORIGIN or (mutant.original is not None and mutant.original.predicate in STATUTE_FACTS)


def _concerned(mutant: Mutant) -> list[Known]:
    """Return the cases that can notice a mutant, those nearest to its norm first."""
    if mutant.kind == READING:
        found = [one for one in cases() if mutant.name not in one.case.readings
                 and chosen_readings(one.case, one.law)[mutant.name] != mutant.value]  # fmt: skip
    elif _is_about_origin(mutant):
        norm = '"' + mutant.name if mutant.original is None else mutant.original.terms[0]
        found = [one for one in cases() if any(atom[2] == norm for atom in one.ground.by_predicate.get("belemmering", ()))]
    elif mutant.kind == PARAMETER:
        found = [one for one in cases() if _reads(one, mutant.name)]
    else:
        found = _changed(mutant)
    return sorted(found, key=lambda one: _distance(mutant, one))


def _changed(mutant: Mutant) -> list[Known]:
    """Return the cases in which the changed rule has other instances than the original, of what matters there.

    A rule that comes to concern other kinds of application makes facts matter to them that did not before.
    """
    assert mutant.original is not None
    before = Probe(mutant.original)
    after = Probe(mutant.changed) if mutant.changed is not None else None
    wider = {id(law): _newly_concerned(law, mutant.original, mutant.changed) for law in laws()
             if mutant.original in _rules_of(law.statute_date)}  # fmt: skip
    found = []
    for one in cases():
        if id(one.law) not in wider:
            continue
        try:
            old, new = before.instances(one), after.instances(one) if after is not None else set()
            if wider[id(one.law)] & one.kinds or _matters(one, old, new):
                found.append(one)
        except (OverflowError, ZeroDivisionError, TypeError):
            found.append(one)
    return found


def _matters(known: Known, old: set[InstanceKey], new: set[InstanceKey]) -> bool:
    """Return whether other instances can change an answer; another way to what is certain already cannot."""
    status = known.ground.status
    heads = {instance[0] for instance in old - new} | {
        instance[0] for instance in new - old if status.get(instance[0]) != CERTAIN
    }
    return any(_is_used(known, head) for head in heads)


def _is_used(known: Known, head: GroundAtom) -> bool:
    """Return whether an atom can matter to the application it is about, or to any when it is about none."""
    kind = known.kind_of.get(head[1]) if len(head) > 1 else None
    return any(_is_asked(known.law, head, one) for one in ((kind,) if kind else known.kinds))


def _is_asked(law: Law, head: tuple[object, ...], kind: str) -> bool:
    if head[0] != "nagekomen":
        return str(head[0]) in law.relevant(kind)
    return len(head) < 3 or str(head[2])[1:] in law_norms(law, "verplichting", kind)


def _newly_concerned(law: Law, original: Rule, changed: Rule | None) -> frozenset[str]:
    """Return the kinds that a changed rule comes to concern, as far as its head can matter to them."""
    if changed is None:
        return frozenset()
    head = (original.predicate, *original.terms)
    newly = (key for key in law.provisions if law.can_concern(changed, key) and not law.can_concern(original, key))
    return frozenset(key for key in newly if _is_asked(law, head, key))


@lru_cache(maxsize=4)
def _rules_of(state: date) -> frozenset[Rule]:
    return frozenset(load_law(state).rules)


def _reads(known: Known, parameter: str) -> bool:
    """Return whether a case has an application to which a rule with the parameter can matter."""
    readers = [rule for rule in known.law.rules if f"parameter({parameter}," in rule.text]
    return any(known.law.can_concern(rule, one) for rule in readers for one in known.kinds) or parameter == "premie_blok"


def _distance(mutant: Mutant, known: Known) -> int:
    name = mutant.name
    if mutant.kind == PARAMETER:
        name = laws()[0].parameters[name].norm
    elif mutant.kind == READING:
        name = laws()[0].readings[name].norms[0]
    citation = citation_of(name)
    article = citation.split(".")[0]
    text = " ".join(norm for one in known.case.expectations for norm in one.norms)
    if name in text:
        return 0
    if citation in text or (article.isdigit() and known.path.parent.name == f"artikel_{int(article):02d}"):
        return 1
    return 2
