"""What a person asks about: a kind of voorziening and somebody in the case, by the names people use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toetssteen.explain.report import CaseReport
from toetssteen.kb.case import MUNICIPALITY, Case
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law
from toetssteen.kb.vocabulary import full_name
from toetssteen.ops.assess import Assessment, assess, law_for
from toetssteen.ops.report import report_case
from toetssteen.parser.messages import nearest

if TYPE_CHECKING:
    from toetssteen.explain.questions import CaseQuestions

CHOSEN = "gekozen"


def provision_key(name: str, law: Law) -> tuple[str, Finding | None]:
    """Return the key of a kind of voorziening by a name or key (empty for none), or what is wrong with the name."""
    asked = {key: one for key, one in law.provisions.items() if not one.only_placement}
    known = {one.name: key for key, one in asked.items()}
    lower = full_name(asked.values(), name)
    if not lower or lower in asked:
        return lower, None
    if lower in known:
        return known[lower], None
    hint = nearest(name, known) or "kies uit: " + ", ".join(known)
    return "", Finding(f"«{name}» is geen voorziening van deze verordening; {hint}")


def person_problem(name: str, case: Case) -> Finding | None:
    """Return what is wrong with the name of somebody in a case; an empty name is everybody."""
    known = [*case.persons, MUNICIPALITY] if case.municipal else case.persons
    if not name or name in known:
        return None
    return Finding(f"«{name}» staat niet in deze zaak; wel: {', '.join(known)}")


def reading_keys(names: Iterable[str], case: Case, law: Law) -> set[str] | Finding:
    """Return the keys of readings by their names; ``gekozen`` names those a case chooses itself."""
    known = {one.display.lower(): key for key, one in law.readings.items()} | {key: key for key in law.readings}
    found: set[str] = set()
    for name in names:
        if name.lower() == CHOSEN:
            found |= set(case.readings)
        elif name.lower() in known:
            found.add(known[name.lower()])
        else:
            hint = nearest(name, [one.display for one in law.readings.values()]) or "toetssteen lezingen noemt ze"
            return Finding(f"«{name}» is geen lezing van deze verordening; {hint}")
    return found


def explained(case: Case, provision: str = "", person: str = "") -> CaseReport | Finding:
    """Return the report of what is asked of a case, or of one voorziening or person; or why there is none."""
    found = _assessed(case, provision, person)
    if isinstance(found, Finding):
        return found
    assessment, key = found
    report = report_case(assessment, person=person, provision=key, asked_only=not key)
    return report if report.outcomes else _nothing(assessment, key, provision or person)


def asked_questions(case: Case, provision: str = "", person: str = "", *, assumed: bool = False) -> CaseQuestions | Finding:
    """Return what is still to be asked for a case, or for one voorziening or person; or why there is nothing."""
    found = _assessed(case, provision, person)
    if isinstance(found, Finding):
        return found
    from toetssteen.ops.questions import questions

    assessment, key = found
    report = questions(assessment, person, key, assumed=assumed)
    return report if report.outcomes else _nothing(assessment, key, provision or person)


def _assessed(case: Case, provision: str, person: str) -> tuple[Assessment, str] | Finding:
    """Return the decided case and the key of what is asked about, or what is wrong with the names."""
    law = law_for(case)
    key, problem = provision_key(provision, law)
    problem = problem or person_problem(person, case)
    if problem is not None:
        return problem
    return assess(case, law, about=frozenset((key,)) if key else frozenset()), key


def _nothing(assessment: Assessment, key: str, name: str) -> Finding:
    municipal = bool(key) and assessment.law.provisions[key].municipal and not assessment.case.municipal
    hint = " Dit gaat over de gemeente zelf: voeg een regel «gemeente» toe." if municipal else ""
    return Finding(f"Over {name or 'deze zaak'} is in deze zaak niets te beslissen.{hint}")
