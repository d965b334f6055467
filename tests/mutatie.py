"""Mutating the law: every change of a rule, a number, an origin or a reading must be noticed by some case.

``python -m tests.mutatie`` reports the survivors (``--elke N`` takes every Nth mutant, ``--over TEKST`` those
whose norm or name has the text in it). A survivor is a hole in the case collection, or an equivalent mutant;
the equivalent ones stand with their reason in ``gelijkwaardig.toml``.

A case can only notice a changed rule when the rule has other instances in it than the original has, which takes
microseconds to see; only such cases are decided again.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from tests.mutanten import ORIGIN, PARAMETER, READING, Mutant, all_mutants, mutated
from tests.zaken import ALL, read
from toetssteen.kb.case import Case
from toetssteen.kb.citation import citation_of
from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.grounding import Atoms, Grounding, Program, Total, Ways
from toetssteen.kb.instance import chosen_readings, instantiate
from toetssteen.kb.law import HOGELAND, Law, load_law, statute_states
from toetssteen.kb.lint import statute_findings
from toetssteen.kb.solver import InconsistentLaw
from toetssteen.kb.terms import GroundAtom, Rule
from toetssteen.kb.worlds import Worlds
from toetssteen.ops.assess import law_for
from toetssteen.ops.expect import checked

EQUIVALENT = Path(__file__).with_name("gelijkwaardig.toml")


@lru_cache(maxsize=1)
def cases() -> list[tuple[Path, Case]]:
    """Return all cases with expectations, read once per process."""
    found = [(path, read(path)[0]) for path in ALL]
    return [(path, case) for path, case in found if case is not None and case.expectations]


@lru_cache(maxsize=5000)
def grounding(path: Path) -> Grounding:
    """Return the atoms and open instances of a case under the law as it is, once per process."""
    case = dict(cases())[path]
    return Worlds(instantiate(case, law_for(case))).grounding


class Probe:
    """Runs one rule over the atoms of a decided case and notes its instances; nothing is added to the case."""

    def __init__(self, rule: Rule) -> None:
        compiled = compile_rules([rule])
        self.program = Program(compiled)
        self.case: Grounding
        self.found: set[tuple[GroundAtom, Atoms, Atoms, tuple[Total, ...]]] = set()

    def instances(self, case: Grounding) -> set[tuple[GroundAtom, Atoms, Atoms, tuple[Total, ...]]]:
        """Return the instances of the rule in a case."""
        self.found = set()
        self.case = case
        self.indexes: list[dict[object, list[GroundAtom]] | None] = [None] * len(self.program.signatures)
        self.program.rules[0](self, case.status)  # type: ignore[arg-type]  # stands in for a grounding
        return self.found

    def look(self, number: int, key: object) -> list[GroundAtom]:
        index = self.indexes[number]
        if index is None:
            predicate, places = self.program.signatures[number]
            index = self.indexes[number] = self.case._index(predicate, places)
        return index.get(key, [])

    def derive(self, head: GroundAtom, used: Atoms, unmet: Atoms, totals: tuple[Total | None, ...]) -> None:
        holding = tuple(sorted((atom for atom in used if self.case.status[atom]), key=str))
        failing = tuple(sorted((atom for atom in unmet if atom in self.case.status), key=str))
        self.found.add((head, holding, failing, tuple(one for one in totals if one is not None)))

    def element(self, elements: dict[Atoms, Ways | None], key: Atoms, used: Atoms, unmet: Atoms) -> None:
        self.case.element(elements, key, used, unmet)

    def totals(self, elements: dict[Atoms, Ways | None], count: bool) -> list[tuple[int, Total | None]]:
        return self.case.totals(elements, count)


def killer(mutant: Mutant) -> str:
    """Return the name of a case that notices the mutant, or an empty text when all stay content."""
    if mutant.original is not None and mutant.original.predicate in ("herhaalt_wet", "basis_vervallen"):
        state = next(one for one in statute_states(HOGELAND) if mutant.original in load_law(one).rules)
        return "linter" if any(statute_findings(mutated(load_law(state), mutant))) else ""
    versions: dict[int, Law] = {}
    for path, case in _concerned(mutant):
        law = law_for(case)
        changed = versions.get(id(law)) or versions.setdefault(id(law), mutated(law, mutant))
        try:
            checks = checked(case, changed)
        except (InconsistentLaw, RuntimeError, KeyError, StopIteration, OverflowError, TypeError):
            return path.stem
        if any(check.mismatches for check in checks):
            return path.stem
    return ""


def _concerned(mutant: Mutant) -> list[tuple[Path, Case]]:
    """Return the cases that can notice a mutant, those nearest to its norm first."""
    if mutant.kind == READING:
        found = [item for item in cases() if mutant.name not in item[1].readings
                 and chosen_readings(item[1], law_for(item[1]))[mutant.name] != mutant.value]  # fmt: skip
    elif mutant.kind == ORIGIN:
        norm = '"' + mutant.name
        found = [item for item in cases() if any(atom[2] == norm for atom in _conditions(item[0]))]
    elif mutant.kind == PARAMETER:
        found = [item for item in cases() if _reads(law_for(item[1]), item[0], mutant.name)]
    else:
        found = list(_changed(mutant))
    return sorted(found, key=lambda item: _distance(mutant, item))


def _changed(mutant: Mutant) -> list[tuple[Path, Case]]:
    """Return the cases in which the changed rule has other instances than the original.

    A rule that comes to concern other kinds of application makes facts matter to them that did not before.
    """
    assert mutant.original is not None
    before = Probe(mutant.original)
    after = Probe(mutant.changed) if mutant.changed is not None else None
    found = []
    for path, case in cases():
        law = law_for(case)
        if mutant.original not in _rules(law):
            continue
        if mutant.changed is not None and _newly_concerned(law, mutant.original, mutant.changed) & _kinds(path):
            found.append((path, case))
            continue
        try:
            ground = grounding(path)
            if before.instances(ground) != (after.instances(ground) if after is not None else set()):
                found.append((path, case))
        except (OverflowError, ZeroDivisionError, TypeError):
            found.append((path, case))
    return found


def _conditions(path: Path) -> list[GroundAtom]:
    return grounding(path).by_predicate.get("belemmering", [])


def _newly_concerned(law: Law, original: Rule, changed: Rule) -> set[str]:
    return {key for key in law.provisions if law.can_concern(changed, key) and not law.can_concern(original, key)}


def _kinds(path: Path) -> set[str]:
    return {str(atom[3]) for atom in grounding(path).by_predicate.get("zaak", ())}


_RULES: dict[int, tuple[Law, frozenset[Rule]]] = {}


def _rules(law: Law) -> frozenset[Rule]:
    if id(law) not in _RULES:
        _RULES[id(law)] = (law, frozenset(law.rules))
    return _RULES[id(law)][1]


def _reads(law: Law, path: Path, parameter: str) -> bool:
    """Return whether a case has an application to which a rule with the parameter can matter."""
    readers = [rule for rule in law.rules if f"parameter({parameter}," in rule.text]
    return any(law.can_concern(rule, one) for rule in readers for one in _kinds(path)) or parameter == "premie_blok"


def _distance(mutant: Mutant, item: tuple[Path, Case]) -> int:
    name = mutant.name
    if mutant.kind == PARAMETER:
        name = load_law(statute_states(HOGELAND)[0]).parameters[name].norm
    elif mutant.kind == READING:
        name = load_law(statute_states(HOGELAND)[0]).readings[name].norms[0]
    citation = citation_of(name)
    article = citation.split(".")[0]
    text = " ".join(norm for one in item[1].expectations for norm in one.norms)
    if name in text:
        return 0
    if citation in text or (article.isdigit() and item[0].parent.name == f"artikel_{int(article):02d}"):
        return 1
    return 2


def equivalent() -> dict[str, str]:
    """Return the mutants known to change no answer, with the reason."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else {}


def main() -> int:
    """Report the mutants no case notices; exit code 1 when one of them is not known to be equivalent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--elke", type=int, default=1)
    parser.add_argument("--over", "--regel", default="")
    options = parser.parse_args()
    mutants = [one for one in all_mutants() if options.over in one.name][:: options.elke]
    reasons, survivors, excused = equivalent(), [], 0
    with ProcessPoolExecutor() as pool:
        for number, (mutant, name) in enumerate(zip(mutants, pool.map(killer, mutants, chunksize=8), strict=True), 1):
            if not name and mutant.key in reasons:
                excused += 1
                print(f"gelijkwaardig: {mutant.key} ({reasons[mutant.key]})", flush=True)
            elif not name:
                survivors.append(mutant)
                print(f"overleeft: {mutant.key}", flush=True)
            if number % 200 == 0:
                print(f"{number} van {len(mutants)}, {len(survivors) + excused} overleven", file=sys.stderr, flush=True)
    noticed = len(mutants) - len(survivors) - excused
    share = 100 * noticed / max(1, len(mutants))
    print(f"{len(mutants)} mutanten, {noticed} opgemerkt ({share:.1f} %), {excused} gelijkwaardig, {len(survivors)} overleven")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
