"""A case as a scenario supposes it: with its readings, its limits, and the facts it states of everybody or of some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from toetssteen.kb.case import MUNICIPALITY, Case, Ceiling, Fact, FactKey
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.scenario_data import FactChange, FactCondition, Scenario
from toetssteen.kb.terms import GroundAtom


def scenario_case(scenario: Scenario, case: Case, law: Law | None = None) -> Case:
    """Return the case a scenario supposes; the case itself when it supposes nothing else of it.

    Conditions are about the case as it is; where it is not known whether one holds, the fact that hangs on it becomes
    unknown too, unless the case says the same already.
    """
    found = case
    if scenario.readings:
        found = found._replace(readings={**found.readings, **scenario.readings})
    if scenario.ceilings:
        found = _with_ceilings(found, scenario.ceilings)
    if scenario.facts:
        found = found._replace(facts=_facts(scenario, case, found, law or load_law(case.reference_date)))
    return found


def overlapping(one: Ceiling, other: Ceiling) -> bool:
    """Return whether two limits are for the same kind on some day."""
    first, last = max(one.start or date.min, other.start or date.min), min(one.end or date.max, other.end or date.max)
    return one.provision == other.provision and first <= last


def _with_ceilings(case: Case, ceilings: tuple[Ceiling, ...]) -> Case:
    """Return a case with other limits; one that takes the place of a single limit keeps what was granted under that."""
    left = [one for one in case.ceilings if not any(overlapping(one, other) for other in ceilings)]
    numbers = {one.id: f"f{number}" for number, one in enumerate(left, 1)}
    placed = [one._replace(id=numbers[one.id]) for one in left]
    for ceiling in ceilings:
        own = f"f{len(placed) + 1}"
        replaced = [one.id for one in case.ceilings if overlapping(one, ceiling)]
        if len(replaced) == 1 and replaced[0] not in numbers:
            numbers[replaced[0]] = own
        placed.append(ceiling._replace(id=own, line=0))
    about = {one.id for one in case.ceilings}
    facts = {key._replace(subject=numbers[key.subject]) if key.subject in about else key: fact
             for key, fact in case.facts.items() if key.subject not in about or key.subject in numbers}  # fmt: skip
    return case._replace(ceilings=tuple(placed), facts=facts)


def _facts(scenario: Scenario, case: Case, changed: Case, law: Law) -> Mapping[FactKey, Fact]:
    facts = dict(changed.facts)
    conditional = any(change.conditions for change in scenario.facts)
    instance = instantiate(case, law) if conditional else None
    for change in scenario.facts:
        for subject in _subjects(change, case, law):
            held = _held(change.conditions, subject, instance)
            if held is False:
                continue
            key, value = FactKey(change.concept, subject), change.value
            if isinstance(value, date) and value > case.reference_date:
                value = None  # what is yet to come cannot be a fact of the case
            known = facts.get(key)
            if held is None and (known is None or known.value != value):
                value = None
            facts[key] = Fact(value)
    return facts


def _subjects(change: FactChange, case: Case, law: Law) -> Iterator[str]:
    """Yield everybody and everything a change can be about."""
    kind = law.concepts[change.concept].subject
    if kind == "persoon":
        yield from case.persons
    elif kind == "werkgever":
        yield from case.employers
    elif kind == "gemeente":
        yield from (MUNICIPALITY,) if case.municipal else ()
    elif kind == "zaak":
        yield from (one.id for one in case.applications if change.provision in ("", one.provision))
    elif kind == "plaatsing":
        yield from (one.id for one in case.placements if change.provision in ("", one.provision))


def _held(conditions: tuple[FactCondition, ...], subject: str, instance: Instance | None) -> bool | None:
    """Return whether all conditions hold of a subject; None when that is not known."""
    if instance is None or not conditions:
        return True
    held = [_holds(one, subject, instance) for one in conditions]
    return False if False in held else None if None in held else True


def _holds(condition: FactCondition, subject: str, instance: Instance) -> bool | None:
    atom: GroundAtom = (condition.concept, instance.ids.get(subject, subject))
    if atom in instance.facts:
        return condition.value
    if any(atom in atoms for unknown in instance.opens for atoms in unknown.alternatives):
        return None
    stated = instance.case.facts.get(FactKey(condition.concept, subject))
    if stated is not None:
        return None if stated.value is None else bool(stated.value) == condition.value
    denied = atom in instance.denied or instance.case.closure == "ontkend"
    return not condition.value if denied else None
