"""By what a caseload is grouped: a column of its own, an age group, the kind of voorziening, or any fact of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from toetssteen.kb.case import MUNICIPALITY, Case, FactKey
from toetssteen.kb.dates import age_on, in_words
from toetssteen.kb.law import load_law
from toetssteen.kb.numbers import in_form
from toetssteen.ops.results import Result

AGE, PROVISION, EMPLOYER = "leeftijd", "voorziening", "werkgever"
YEARS = 10
UNKNOWN = "onbekend"
# A column with more values than this is no grouping: what comes later goes together, so that the memory has an end.
MOST_VALUES = 5_000
OTHERS = "overige waarden"


class Grouping:
    """One way to group: by a column of the caseload, by ``leeftijd`` in tens of years, by voorziening, or by a fact."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.concept = load_law(date.max).concepts.get(name)
        self.values: dict[str, object] = {}

    def value(self, case: Case, groups: Mapping[str, str], one: Result) -> str:
        """Return the group that an outcome of a case is in."""
        found, key = self._value(case, groups, one)
        if found not in self.values:
            if len(self.values) >= MOST_VALUES:
                return OTHERS
            self.values[found] = key
        return found

    def order(self, entry: tuple[str, Any]) -> tuple[object, ...]:
        """Return where a group stands among the others: numbers by size, what is not known last."""
        key = self.values.get(entry[0])
        return (entry[0] == OTHERS, key is None, not isinstance(key, int), key if isinstance(key, int) else 0, entry[0])

    def _value(self, case: Case, groups: Mapping[str, str], one: Result) -> tuple[str, object]:
        if self.name in groups:
            return groups[self.name] or UNKNOWN, groups[self.name] or None
        if self.name == AGE:
            return _age_group(case, one.person)
        if self.name == PROVISION:
            return one.provision, one.provision
        if self.name == EMPLOYER:
            return one.employer or UNKNOWN, one.employer or None
        return self._fact(case, one)

    def _fact(self, case: Case, one: Result) -> tuple[str, object]:
        concept = self.concept
        if concept is None:
            return UNKNOWN, None
        subject = {"persoon": one.person, "werkgever": one.employer, "gemeente": MUNICIPALITY}.get(
            concept.subject, one.application
        )
        fact = case.facts.get(FactKey(concept.key, subject))
        if fact is None or fact.value is None:
            return UNKNOWN, None
        if isinstance(fact.value, bool):
            return ("ja" if fact.value else "nee"), ("ja" if fact.value else "nee")
        if isinstance(fact.value, date):
            return in_words(fact.value), fact.value.toordinal()
        return in_form(fact.value, concept.form or "aantal"), fact.value


def _age_group(case: Case, person: str) -> tuple[str, object]:
    born = case.facts.get(FactKey("geboren", person))
    if born is None or not isinstance(born.value, date):
        return UNKNOWN, None
    start = age_on(born.value, case.reference_date) // YEARS * YEARS
    return f"{start}-{start + YEARS - 1} jaar", start
