"""Taking a case of several persons apart: one case for each, where no rule ties the persons to each other.

Whether one does is read from the rules. A rule keeps to one person when all that belongs to a person in its body (the person,
an application, a place) hangs together by such variables, and its head names one of them. What a rule derives of two that do
not hang together (a place at the employer of an application, whosever it is) ties them no more than that rule does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toetssteen.kb.applications import all_applications
from toetssteen.kb.case import MUNICIPALITY, Application, Case, Fact, FactKey, Placement
from toetssteen.kb.law import Law
from toetssteen.kb.terms import Aggregate, AtomLiteral, Literal, Rule, Term, Variable

# What belongs to a person, as the arguments of structural predicates and the subjects of facts are named.
OWN_ARGUMENTS = frozenset("PZT")
OWN_SUBJECTS = ("persoon", "zaak", "plaatsing")
Place = tuple[str, int]


def cases_of_persons(case: Case, law: Law, about: frozenset[str] | None) -> list[Case] | None:
    """Return a case for whoever something is decided of, with all their applications; None when a rule ties persons.

    The applications keep their ids; those of the college's own motion are among them.
    """
    if not keeps_persons_apart(law):
        return None
    applications = all_applications(case, law, about)
    items: list[Application | Placement] = [*applications, *case.placements]
    owner = {one.id: one.person for one in items}
    facts: dict[str, dict[FactKey, Fact]] = {}
    shared: dict[FactKey, Fact] = {}
    names = {*case.persons, *owner}
    for key, fact in case.facts.items():
        concept = law.concepts.get(key.concept)
        own = key.subject in names and concept is not None and concept.subject in OWN_SUBJECTS
        (facts.setdefault(owner.get(key.subject, key.subject), {}) if own else shared)[key] = fact
    who = dict.fromkeys(one.person for one in applications)
    return [_of_person(case, person, applications, {**shared, **facts.get(person, {})}) for person in who]


def _of_person(case: Case, person: str, applications: Iterable[Application], facts: dict[FactKey, Fact]) -> Case:
    own = tuple(one for one in applications if one.person == person)
    placements = tuple(one for one in case.placements if one.person == person)
    used = {one.employer for one in own} | {one.employer for one in placements}
    employers = case.employers if case.successors else tuple(one for one in case.employers if one in used)
    return case._replace(
        persons=() if person == MUNICIPALITY else (person,), applications=own, placements=placements, facts=facts,
        employers=employers, expectations=(), deviations=tuple(one for one in case.deviations if one.person == person),
    )  # fmt: skip


def keeps_persons_apart(law: Law) -> bool:
    """Return whether no rule of a version ties what belongs to one person to what belongs to another."""
    return law.kept(("persons apart",), lambda: _apart(law))


def _apart(law: Law) -> bool:
    own, loose = _own_places(law), set[str]()
    while True:
        apart = {rule.predicate for rule in law.rules if len(_groups(rule, own, loose)) > 1}
        if apart <= loose:
            return all(group & _own_names(rule.predicate, rule.terms, own)
                       for rule in law.rules for group in _groups(rule, own, loose))  # fmt: skip
        # what it derives says nothing of one person: it does not tie what it names
        loose |= apart


def _own_places(law: Law) -> set[Place]:
    """Return the places of predicates that hold a person or what belongs to one, derived ones from what they are derived of."""
    found = {(name, place) for name, one in law.structures.items()
             for place, letter in enumerate(one.arguments) if letter in OWN_ARGUMENTS}  # fmt: skip
    found |= {(key, 0) for key, one in law.concepts.items() if one.subject in OWN_SUBJECTS}
    size = -1
    while size != len(found):
        size = len(found)
        for rule in law.rules:
            variables = {name for literal in _atoms(rule.body) for name in _own_names(literal.predicate, literal.terms, found)}
            found |= {(rule.predicate, place) for place, term in enumerate(rule.terms)
                      if isinstance(term, Variable) and term.name in variables}  # fmt: skip
    return found


def _groups(rule: Rule, own: set[Place], loose: set[str]) -> list[set[str]]:
    """Return the variables of a body that belong to a person, in groups that hang together."""
    groups: list[set[str]] = []
    for literal in _atoms(rule.body):
        names = _own_names(literal.predicate, literal.terms, own)
        for part in [{name} for name in names] if literal.predicate in loose else [names] if names else []:
            tied = [one for one in groups if one & part]
            groups = [one for one in groups if not one & part] + [part.union(*tied)]
    return groups


def _own_names(predicate: str, terms: Sequence[Term], own: set[Place]) -> set[str]:
    return {term.name for place, term in enumerate(terms) if isinstance(term, Variable) and (predicate, place) in own}


def _atoms(body: Iterable[Literal]) -> Iterator[AtomLiteral]:
    for literal in body:
        if isinstance(literal, AtomLiteral):
            yield literal
        elif isinstance(literal, Aggregate):
            yield from _atoms(literal.condition)
