"""A line of a scenario that states a fact of everybody, or of some: «voor alle inwoners: heeft een kleine kans op werk».

Facts and conditions are phrases of the vocabulary, as a case writes them.
"""

from __future__ import annotations

import re
from datetime import date

from toetssteen.kb.law import Law
from toetssteen.kb.scenario import FactChange, FactCondition
from toetssteen.parser.lines import Line, unquoted
from toetssteen.parser.messages import nearest
from toetssteen.parser.phrases import ASKED_TERM, Phrase
from toetssteen.parser.reader import phrase_table
from toetssteen.parser.values import ValueProblem, read_date, read_number

TEXT = r'"(?:\\.|[^"\\])*"'
# What a fact can be stated of, as a scenario writes it.
SUBJECT = {"inwoners": "persoon", "werkgevers": "werkgever", "aanvragen": "zaak", "plaatsingen": "plaatsing",
           "gemeente": "gemeente"}  # fmt: skip
FACT = re.compile(
    r"voor\s+(?:alle\s+|de\s+)?(?P<who>inwoners|werkgevers|aanvragen|plaatsingen|gemeente)"
    r"(?:\s+(?:voor|op)\s+(?P<kind>[^:\"]+?))?"
    rf"(?:\s+(?:van\s+wie\s+geldt|waarvan\s+geldt|die)\s*:?\s+(?P<conditions>{TEXT}(?:\s+en\s+{TEXT})*|[^:\"]+?))?"
    r"\s*:\s*(?P<fact>\S.*)",
    re.IGNORECASE,
)


def read_fact_change(found: re.Match[str], line: Line, law: Law) -> FactChange:
    """Return the change a line states; what cannot be raises ValueProblem with the words at fault."""
    block = SUBJECT[found["who"].lower()]
    provision = _provision(found["kind"], block, law) if found["kind"] else ""
    conditions = tuple(_condition(text, block, law) for text in _texts(found["conditions"]))
    phrase = _phrase(found["fact"], block, law)
    return FactChange(phrase.concept.key, _value(phrase), provision, conditions, line.number)


def _texts(conditions: str | None) -> list[str]:
    if not conditions:
        return []
    quoted = re.findall(TEXT, conditions)
    return [unquoted(one) for one in quoted] if quoted else [conditions.strip()]


def _provision(name: str, block: str, law: Law) -> str:
    if block not in ("zaak", "plaatsing"):
        raise ValueProblem("alleen aanvragen en plaatsingen gaan over een voorziening", name, "zet de voorwaarde achter «die»")
    usable = {one.name: key for key, one in law.provisions.items()
              if (one.is_place if block == "plaatsing" else not (one.only_placement or one.municipal))}  # fmt: skip
    if name.lower() not in usable:
        hint = nearest(name, usable) or "kies uit: " + ", ".join(usable)
        raise ValueProblem(f"«{name}» is geen voorziening van deze verordening", name, hint)
    return usable[name.lower()]


def _phrase(text: str, block: str, law: Law) -> Phrase:
    table = phrase_table(law)
    phrase = table.match(block, text, ())
    if phrase is None:
        elsewhere = [who for who, other in SUBJECT.items() if other != block and table.match(other, text, ())]
        close = table.nearest(block, text, ())
        hint = f"schrijf: voor alle {elsewhere[0]}: …" if elsewhere else f"bedoelde u «{close}»?" if close else ""
        raise ValueProblem(f"«{text[:80]}» is niet te begrijpen als feit", text, hint or "zie toetssteen begrippen")
    if phrase.concept.key == ASKED_TERM or phrase.number or phrase.concept.numbered:
        raise ValueProblem("dit feit hoort bij een aanvraag of plaatsing apart, en kan niet voor allemaal gelden", text)
    if phrase.body:
        raise ValueProblem("een scenario zegt niet wie een feit vaststelt", text, "laat «, volgens …» weg")
    return phrase


def _value(phrase: Phrase) -> bool | date | int | None:
    if not phrase.value or phrase.concept.kind == "vlag":
        return phrase.value
    try:
        return read_number(phrase.slot, phrase.concept) if phrase.concept.is_number else read_date(phrase.slot)
    except ValueProblem as problem:
        raise ValueProblem(str(problem), problem.word or phrase.slot, problem.suggestion) from problem


def _condition(text: str, block: str, law: Law) -> FactCondition:
    phrase = _phrase(text, block, law)
    if phrase.value is None or phrase.concept.kind != "vlag":
        raise ValueProblem("een voorwaarde is een feit dat waar is of niet, zonder getal of datum", text)
    return FactCondition(phrase.concept.key, phrase.value)
