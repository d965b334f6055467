"""Why an outcome of a row changed, beyond the norms that decide: the norms of an amount, what is behind it, both explanations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from toetssteen.explain.parting import LAW, Parting, Partings
from toetssteen.explain.proof import PARAMETER, READING
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.applications import NOTHING_ELSE
from toetssteen.kb.case import Application, Case
from toetssteen.kb.citation import citation_of, long_form, name_of, sort_key
from toetssteen.kb.law import Law
from toetssteen.kb.terms import AtomLiteral, GroundAtom
from toetssteen.ops.assess import Outcome, assess
from toetssteen.ops.changed import effects
from toetssteen.ops.headline import headline
from toetssteen.ops.results import CONDITION, GROUND, NO_BASIS, Changed, Result

IN_THE_LAW = (PARAMETER, READING, LAW)


class Person(Protocol):
    """A row of a caseload: its number, its case, and what it says in columns outside the law."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def case(self) -> Case: ...  # noqa: D102
    @property
    def groups(self) -> Mapping[str, str]: ...  # noqa: D102


class ChangedRow(NamedTuple):
    """A changed outcome of a row under a scenario; for who wants every one of them."""

    person: Person
    scenario: str
    change: Changed
    direction: str
    before: tuple[Law, Case]
    after: tuple[Law, Case]


def without_idle_amount(one: Result) -> Result:
    """Return a result without the amount and the term of what cannot be granted: nothing follows from those."""
    if one.outcome != "geblokkeerd" or (one.amount is None and one.until is None and one.months is None):
        return one
    return one._replace(amount=None, until=None, months=None)


def explained(change: Changed, before: tuple[Law, Case], after: tuple[Law, Case]) -> Changed:
    """Return a change with the norms that made it, also where outcome and deciding norms stay the same."""
    was, now = change.before, change.after
    if was is None or now is None or was.norms != now.norms or was.outcome != now.outcome:
        return change
    if was.amount != now.amount:
        found = {norm for side, one in ((before, was), (after, now)) for norm in amount_norms(*side, one)}
    elif (was.without_20, was.reachable) != (now.without_20, now.reachable):
        found = {one.norm for one in effects(outcome_of(*before, was), outcome_of(*after, now))}
    else:
        return change
    return change._replace(norms=tuple(sorted(found, key=sort_key)) or change.norms)


def amount_norms(law: Law, case: Case, result: Result) -> tuple[str, ...]:
    """Return the norms that give the amount of a result: read off the law where one can, else from its proof."""
    if result.amount is None:
        return ()
    rules = [rule for rule in law.by_head.get("bedrag", ()) if law.can_concern(rule, result.provision)]
    if not case.ceilings:
        # without a limit nothing follows from one
        rules = [
            rule for rule in rules if not any(isinstance(one, AtomLiteral) and one.predicate == "toegestaan" for one in rule.body)
        ]
    labels = {rule.label for rule in rules}
    if len(labels) == 1:
        return tuple(labels)
    outcome = outcome_of(law, case, result)
    return (outcome.assessment.explainer.explain(("bedrag", outcome.application.id, result.amount)).norm,)


def outcome_of(law: Law, case: Case, result: Result) -> Outcome:
    """Return the outcome of a result decided by itself, to be explained."""
    about = frozenset((result.provision,)) if result.own_motion else NOTHING_ELSE
    same = [one for one in assess(case, law, about=about).outcomes if _about(one.application) == _about(result)]
    return next((one for one in same if one.application.id == result.application), same[0])


def _about(one: Application | Result) -> tuple[str, str, str]:
    return one.person, one.provision, one.employer


def behind(told: ChangedRow) -> tuple[tuple[str, str], ...]:
    """Return what is otherwise in the law where the proofs of a change part: numbers, readings, rules; nothing of a person."""
    was, now = told.change.before, told.change.after
    if was is None or now is None:
        return ()
    before, after = outcome_of(*told.before, was), outcome_of(*told.after, now)
    if before.application.id != after.application.id:
        return ()
    partings, identity = Partings(before.assessment.explainer, after.assessment.explainer), before.application.id
    atoms: list[GroundAtom] = [("uitkomst", "met20", identity, one) for one in dict.fromkeys((*was.possible, *now.possible))]
    atoms += [("bedrag", identity, one.amount) for one in (was, now) if one.amount is not None]
    atoms += [(kind, identity, '"' + norm) for kind in (CONDITION, GROUND) for norm in told.change.norms]
    found = next((part for atom in atoms if (part := partings.of(atom)) is not None), None)
    ends = [one for one in found.ends() if one.kind in IN_THE_LAW] if found else []
    return tuple(dict.fromkeys(_of_law(one) for one in ends))


def _of_law(one: Parting) -> tuple[str, str]:
    """Return what either side says of the law; of a rule that is another just where it stands: its sentence is of a person."""
    if one.kind != LAW:
        return one.said
    before, after = (f"{long_form(citation_of(norm))} ({name_of(norm)})" if norm else "geen regel" for norm in one.norms)
    return before, "een andere regel" if after == before else after


def short_explanation(law: Law, case: Case, result: Result) -> str:
    """Return a result in a sentence or two: the outcome, and the deciding norms with their numbers."""
    outcome = outcome_of(law, case, result)
    states = [one.state for one in outcome.conditions if not one.deviated]
    said = headline(law, case, outcome.application, outcome.outcome, outcome.possible, failed=states.count("belemmert"),
                    based=bool(outcome.bases), grounds=sum(one.state == "belemmert" for one in outcome.grounds))  # fmt: skip
    return " ".join((as_sentence(said), *dict.fromkeys(_reasons(outcome, result))))


def _reasons(outcome: Outcome, result: Result) -> list[str]:
    found = []
    for norm in result.norms:
        for kind in ("plicht", "bevoegdheid", CONDITION, GROUND):
            if norm != NO_BASIS and outcome.assessment.worlds.holds((kind, outcome.application.id, '"' + norm)) is not False:
                step = outcome.step(kind, norm)
                waiting = [leaf.sentence for leaf in step.leaves("open")[:3]] if step.status == "open" else []
                said = f"onbekend is {' en '.join(waiting)}" if waiting else step.sentence
                found.append(f"{as_sentence(said).rstrip('.')} ({norm}).")
    return found
