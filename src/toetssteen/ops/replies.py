"""What a person types as an answer, made into a fact of the case; what cannot be is a problem with a reason.

A case with an answer is written out and read back at once: what an interview keeps is what its file says.
"""

from __future__ import annotations

import re
from datetime import date

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Fact, FactKey, Placement
from toetssteen.kb.finding import FOUT
from toetssteen.kb.instance import UNKNOWN_EMPLOYER
from toetssteen.kb.law import Law
from toetssteen.kb.numbers import span
from toetssteen.kb.vocabulary import Concept
from toetssteen.parser.phrases import ASKED_TERM
from toetssteen.parser.reader import read_case
from toetssteen.parser.values import WANTED, ValueProblem, read_date, read_duration, read_number
from toetssteen.parser.writer import write_case

YES, NO = ("ja", "j", "jawel"), ("nee", "n", "neen")
NONE = (*NO, "geen", "niets")
UNIT = {"bedrag": "{} euro", "budget": "{} euro", "procent": "{} procent", "uren": "{} uur", "duur": "{} maanden"}
BARE = re.compile(r"[\d.,]+")
UNTIL = re.compile(r"(?:tot en met|t/m)\s+(.+)", re.IGNORECASE)
MOST_WORDS = 200
SAME_WORK = "zelfde_werk"


def expected(key: FactKey, case: Case, law: Law) -> str:
    """Return in words what a good answer to the question of a fact is, with an example."""
    if key.concept == SAME_WORK:
        return _expected_work(key, case)
    if key.concept == ASKED_TERM:
        return "een duur, zoals 3 maanden, of een laatste dag, zoals tot en met 31 mei 2025"
    concept = law.concepts[key.concept]
    without = f"; of nee ({_plain_negative(concept)})" if concept.has_value and concept.negative else ""
    if concept.kind == "datum":
        return f"een datum, zoals 12 maart 1998 of 12-3-1998{without}"
    if concept.is_number:
        return f"{WANTED[concept.kind]}, van {span(concept.low, concept.high, concept.form)}{without}"
    return "ja of nee"


def _plain_negative(concept: Concept) -> str:
    return re.sub(r"^\{\w\} ", "", concept.negative) if "{" not in concept.negative[4:] else "dat is er niet"


def with_answer(case: Case, key: FactKey, text: str, law: Law) -> Case:
    """Return a case with the answer to the question of a fact, or raise ValueProblem."""
    said = " ".join(text.split())
    if key.concept == SAME_WORK:
        return _with_work(case, key, said)
    if key.concept == ASKED_TERM:
        return _with_term(case, key, said)
    return with_fact(case, key, _value(said, law.concepts[key.concept], case))


def with_fact(case: Case, key: FactKey, value: bool | date | int | None) -> Case:
    """Return a case that states a fact, or that it is unknown; an employer or the gemeente gets a block for it."""
    found = case._replace(facts={**case.facts, key: Fact(value)})
    if key.subject == UNKNOWN_EMPLOYER and UNKNOWN_EMPLOYER not in case.employers:
        found = found._replace(employers=(*case.employers, UNKNOWN_EMPLOYER))
    return found._replace(municipal=True) if key.subject == MUNICIPALITY else found


def _value(said: str, concept: Concept, case: Case) -> bool | date | int:
    word = said.lower()
    if not concept.has_value and concept.kind != "datum":
        if word not in (*YES, *NO):
            raise ValueProblem(f"«{_short(said)}» is geen antwoord op deze vraag")
        return word in YES
    if word in NONE and concept.negative:
        return False
    if word in (*YES, *NONE):
        raise ValueProblem(f"«{said}» is hier niet genoeg")
    return _day(said, case) if concept.kind == "datum" else _number(said, concept)


def _day(said: str, case: Case) -> date:
    found = read_date(said)
    if found > case.reference_date:
        raise ValueProblem(f"«{said}» ligt na de peildatum")
    return found


def _number(said: str, concept: Concept) -> int:
    """Return a number; in an interview its unit may be left out, and a percentage may have its sign."""
    text = said.replace("%", " procent") if concept.kind == "procent" else said
    return read_number(UNIT.get(concept.kind, "{}").format(text) if BARE.fullmatch(text) else " ".join(text.split()), concept)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


# what is no fact: the asked term, and which work it is


def _application(case: Case, identity: str) -> Application:
    return next(one for one in case.applications if one.id == identity)


def _replaced(case: Case, item: Application) -> Case:
    return case._replace(applications=tuple(item if one.id == item.id else one for one in case.applications))


def _with_term(case: Case, key: FactKey, said: str) -> Case:
    item = _application(case, key.subject)
    until = UNTIL.fullmatch(said)
    if until is not None:
        return _replaced(case, item._replace(end=read_date(until[1]), months=None))
    term = read_duration(UNIT["duur"].format(said) if said.isdecimal() else said)
    end = term.end_from(item.start) if item.start is not None else None
    return _replaced(case, item._replace(end=end, months=term.months or None))


def _works(case: Case, key: FactKey) -> tuple[Application, Placement]:
    return _application(case, key.subject), next(one for one in case.placements if one.id == f"t{key.number}")


def _expected_work(key: FactKey, case: Case) -> str:
    item, placement = _works(case, key)
    known = item.work or placement.work
    what = "het werk bij die plaatsing" if item.work else "het gevraagde werk"
    return f"een korte omschrijving van {what}" + (f"; typ «{known}» of ja als het hetzelfde werk is" if known else "")


def _with_work(case: Case, key: FactKey, said: str) -> Case:
    """Return a case with the work an application or placement lacks; the same words mean the same work."""
    item, placement = _works(case, key)
    known = item.work or placement.work
    if said.lower() in YES and known:
        said = known
    if said.lower() in (*YES, *NO):
        raise ValueProblem("omschrijf het werk in enkele woorden: daaruit volgt of het hetzelfde is")
    if not said or len(said) > MOST_WORDS:
        raise ValueProblem(f"een omschrijving heeft 1 tot en met {MOST_WORDS} tekens")
    if not item.work:
        return _replaced(case, item._replace(work=said))
    changed = placement._replace(work=said)
    return case._replace(placements=tuple(changed if one.id == placement.id else one for one in case.placements))


# keeping only what can be read back


def read_back(case: Case, law: Law, file: str = "") -> Case:
    """Return a case as it reads when it is written out, or raise ValueProblem with what is wrong with it."""
    again, findings = read_case(write_case(case, law), file)
    if again is None:
        wrong = next(one for one in findings if one.severity == FOUT)
        raise ValueProblem(wrong.message, suggestion=wrong.suggestion)
    return again
