"""Cases that a proof found, as a person can read and run them: named, with the outcome they have, in the fact language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Expectation, Fact
from toetssteen.kb.law import Law
from toetssteen.ops.assess import Assessment, Outcome
from toetssteen.ops.prove_witness import Witness, decided
from toetssteen.ops.support import carrying_facts, given_facts
from toetssteen.parser.writer import write_case


def named(case: Case, law: Law, kinds: Sequence[str], title: str, source: str, *, expecting: bool = True) -> Case:
    """Return a case with a title, a source and the outcomes it has as what it expects."""
    case = statable(case, law, kinds)._replace(title=title, source=source)
    if not expecting:
        return case
    expected = []
    for one in outcomes(case, law, kinds):
        item = one.application
        employer = "" if item.own_motion else item.employer
        expected.append(Expectation(item.provision, item.person, one.outcome, employer, source=source))
    return case._replace(expectations=tuple(expected))


def outcomes(case: Case, law: Law, kinds: Sequence[str]) -> list[Outcome]:
    """Return the outcomes of a case for some kinds, in their order."""
    found = {one.application.provision: one for one in Assessment(case, law, frozenset(kinds)).outcomes}
    return [found[kind] for kind in kinds if kind in found]


def statable(case: Case, law: Law, kinds: Sequence[str]) -> Case:
    """Return a case as a file can state it: facts of an assessment of the college's own motion need an application.

    It is given one when the outcome stays the same by it; otherwise the case stays as it is.
    """
    known = {item.id for item in case.applications}
    loose = [key for key in case.facts if re.fullmatch(r"z\d+", key.subject) and key.subject not in known]
    if not loose or not case.persons or len(kinds) != 1:
        return case
    provision = law.provisions[kinds[0]]
    employer = case.employers[0] if provision.is_place and case.employers else ""
    asked = Application(loose[0].subject, case.persons[0], kinds[0], employer, case.reference_date, submitted=case.reference_date)
    other = case._replace(applications=(asked,))
    return other if decided(other, law, kinds) == decided(case, law, kinds) else case


def explicit(case: Case, law: Law, kinds: Sequence[str]) -> Case:
    """Return a case that states every fact its outcome needs, and assumes and denies nothing beyond them.

    What it leaves out does not matter then. A case whose outcome comes out otherwise stays as it is.
    """
    found = outcomes(case, law, kinds)
    if len(found) != 1:
        return case
    assessment = found[0].assessment
    denied = {key: Fact(False) for key in assessment.instance.denied.values()}
    known = denied | given_facts(assessment)
    whole = case._replace(facts=known, closure="onbekend", assumed=())
    outcome = outcomes(whole, law, kinds)[0]
    if outcome.outcome != found[0].outcome:
        return case
    needed = (*case.facts, *carrying_facts(outcome.assessment, outcome, case.facts))
    stated = whole._replace(facts={key: known[key] for key in needed if key in known})
    return stated if decided(stated, law, kinds) == decided(case, law, kinds) else case


def text_of(case: Case, law: Law) -> str:
    """Return a case in the fact language."""
    return write_case(case, law)


def file_name(*parts: str) -> str:
    """Return a name for a file, of small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "zaak"


def witness_cases(witness: Witness, title: str, source: str) -> tuple[Case, ...]:
    """Return the cases of a witness, named; of two the second says so."""
    count = len(witness.cases)
    return tuple(named(case, witness.law, witness.kinds, title if count == 1 else f"{title} ({'ab'[place]})", source)
                 for place, case in enumerate(witness.cases))  # fmt: skip


def person_of(case: Case) -> str:
    """Return who a case is about."""
    return case.persons[0] if case.persons else MUNICIPALITY
