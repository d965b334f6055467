"""Comparing what a case expects with what follows; every difference is said in words."""

from __future__ import annotations

from toetssteen.explain.report import Check
from toetssteen.kb.case import Case, Expectation
from toetssteen.kb.citation import is_below
from toetssteen.kb.dates import euro, in_words
from toetssteen.kb.law import UNDETERMINED, Law
from toetssteen.ops.assess import BLOCKING, OPEN, Assessment, Outcome, assess
from toetssteen.parser.writer import expectation_text


def checked(case: Case, law: Law | None = None) -> tuple[Check, ...]:
    """Decide what a case has expectations of, and return a check for each of them."""
    return check_expectations(assess(case, law, about=frozenset(one.provision for one in case.expectations)))


def check_expectations(assessment: Assessment) -> tuple[Check, ...]:
    """Return a check for every expectation of the case."""
    return tuple(_check(assessment, one) for one in assessment.case.expectations)


def _check(assessment: Assessment, expected: Expectation) -> Check:
    provision = assessment.law.provisions[expected.provision].name
    title = f"{provision} voor {expected.person}"
    found = assessment.outcome(expected.person, expected.provision, expected.employer)
    if found is None:
        mismatches = ["hierover is in deze zaak niets te beslissen"]
    else:
        mismatches = [*_outcome(found, expected), *_norms(found, expected, assessment.law), *_numbers(found, expected)]
        mismatches += [*_missing(found, expected), *_duties_and_consequences(found, expected)]
    return Check(title, expectation_text(expected), expected.source or assessment.case.source, expected.line, tuple(mismatches))


def _outcome(found: Outcome, expected: Expectation) -> list[str]:
    mismatches = []
    if found.outcome != expected.outcome:
        mismatches.append(f"de uitkomst is {found.outcome}, verwacht was {expected.outcome}")
    if expected.without_20 and found.outcome_without_20 != expected.without_20:
        mismatches.append(f"zonder artikel 20 is de uitkomst {found.outcome_without_20}, "
                          f"verwacht was {expected.without_20}")  # fmt: skip
    if expected.reachable is not None and bool(found.reachable) != expected.reachable:
        words = {True: "wel bereikbaar", False: "niet bereikbaar", None: "niet zeker bereikbaar"}
        mismatches.append(f"de uitkomst is {words[found.reachable]} met artikel 20")
    if expected.possible and set(found.possible) != set(expected.possible):
        mismatches.append(f"mogelijk is {' of '.join(found.possible)}, verwacht was {' of '.join(expected.possible)}")
    return mismatches


def _norms(found: Outcome, expected: Expectation, law: Law) -> list[str]:
    """Compare the decisive norms: those that block must all be named, of the others the named must be there.

    A place in the statute that a decisive norm restates counts as decisive too.
    """
    if not expected.norms or found.outcome != expected.outcome:
        return []
    blocking = [one.norm for one in found.conditions if one.state == BLOCKING and not one.deviated]
    decisive = {
        "geblokkeerd": blocking,
        "weigerbaar": [one.norm for one in found.grounds if one.state == BLOCKING],
        UNDETERMINED: [one.norm for one in (*found.conditions, *found.grounds) if one.state == OPEN],
    }.get(found.outcome, [step.norm for step in found.bases])
    bases = [law.statutory_basis(norm) for norm in decisive]
    mismatches = [f"{wanted} is niet beslissend; beslissend is {', '.join(decisive) or 'geen norm'}"
                  for wanted in expected.norms if not any(is_below(norm, wanted) for norm in (*decisive, *bases))]  # fmt: skip
    if found.outcome == "geblokkeerd":
        mismatches += [f"ook {norm} staat in de weg" for norm in blocking
                       if not any(is_below(norm, wanted) for wanted in expected.norms)]  # fmt: skip
    return mismatches


def _numbers(found: Outcome, expected: Expectation) -> list[str]:
    mismatches = []
    if expected.amount is not None and found.amount != expected.amount:
        shown = euro(found.amount) if found.amount is not None else "geen bedrag"
        mismatches.append(f"het bedrag is {shown}, verwacht was {euro(expected.amount)}")
    for name, actual, wanted in (("de laatste dag", found.until, expected.until),
                                 ("de uiterste dag", found.ultimately, expected.ultimately)):  # fmt: skip
        if wanted is not None and actual != wanted:
            shown = in_words(actual) if actual else "niet bekend"
            mismatches.append(f"{name} is {shown}, verwacht was {in_words(wanted)}")
    if expected.amount is not None and sum(step.atom[0] == "bedrag" for step in found.consequences) > 1:
        mismatches.append("er volgt meer dan één bedrag")
    if expected.no_amount and found.amount is not None:
        mismatches.append(f"er is een bedrag van {euro(found.amount)}, verwacht was geen bedrag")
    return mismatches


def _duties_and_consequences(found: Outcome, expected: Expectation) -> list[str]:
    consequences = {step.norm for step in found.consequences} if expected.follows or expected.follows_not else set()
    mismatches = [f"{norm} volgt niet" for norm in expected.follows if norm not in consequences]
    present = consequences | {one.norm for one in found.obligations} if expected.follows_not else set()
    mismatches += [f"{norm} volgt wel" for norm in expected.follows_not if norm in present]
    states = {one.norm: {True: "nagekomen", False: "geschonden", None: "open"}[one.met] for one in found.obligations}
    for norm, wanted in expected.duties:
        if states.get(norm) != wanted:
            mismatches.append(f"plicht {norm} is {states.get(norm, 'niet aan de orde')}, verwacht was {wanted}")
    return mismatches


def _missing(found: Outcome, expected: Expectation) -> list[str]:
    if not expected.open_on:
        return []
    missing = {key.concept for key in found.relevant}
    if missing == set(expected.open_on):
        return []
    return [f"de uitkomst hangt af van {', '.join(sorted(missing)) or 'niets'}"]
