"""An instance in another shape of its case: other placements, limits or what is extended, and the same persons.

Most of a case does not depend on its shape. What does not is taken over, so that many shapes of one case are soon made.
"""

from __future__ import annotations

from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.changed_terms import SAME_WORK
from toetssteen.kb.cut_points import alternatives, by_predicate
from toetssteen.kb.instance import Builder, Instance, Open
from toetssteen.kb.vocabulary import Concept


def reshaped(instance: Instance, case: Case) -> Instance:
    """Return a wide instance as another shape of its case makes it.

    The persons, their facts and what is asked must be the same; only what depends on the shape is made anew.
    """
    about = frozenset(one.provision for one in instance.applications)
    return _Reshaper(case, instance.law, about, (), wide=True).reshape(instance)


class _Reshaper(Builder):
    def wants(self, concept: Concept) -> bool:
        """Return whether it depends on placements and limits who a fact is about, or which values it is tried with."""
        return concept.subject in ("plaatsing", "plafond") or bool(concept.only_with) or concept.has_value

    def reshape(self, base: Instance) -> Instance:
        self.law_facts()
        self.add_structure()
        self.add_facts()
        for placement in self.case.placements:
            self._placement(placement)
        self._same_work()
        given = by_predicate(self.facts) if self.numbers else {}
        self.opens += [Open(key, alternatives(unknown, given, self.law)) for key, unknown in self.numbers]
        kept = [one for one in base.opens if not self._is_made(one.key)]
        return base._replace(case=self.case, applications=self.applications, facts=tuple(dict.fromkeys(self.facts)),
                             opens=(*kept, *self.opens))  # fmt: skip

    def _is_made(self, key: FactKey) -> bool:
        concept = self.law.concepts.get(key.concept)
        return key.concept == SAME_WORK or (concept is not None and self.wants(concept))
