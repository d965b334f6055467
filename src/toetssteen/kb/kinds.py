"""To which kinds of application a rule can apply, found by following what its conditions say of the kind."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.kb.terms import AtomLiteral, Rule, Variable

SUBJECT = "Z"


class Kinds:
    """The kinds of application that rules can apply to: by the kind they name, by a mark of kinds, or by what they need.

    A mark is a predicate of one kind, such as ``ondersteunend(V)``. What a rule needs of the application itself was
    derived for some kinds only; that is followed until nothing changes.
    """

    def __init__(self, rules: Sequence[Rule], everything: frozenset[str], given: dict[str, frozenset[str]]) -> None:
        self.everything = everything
        self.marks = given | self._marks(rules, given)
        self.needed: dict[str, frozenset[str]] = {}
        own = [rule for rule in rules if rule.terms and rule.terms[0] == Variable(SUBJECT)]
        while True:
            found: dict[str, frozenset[str]] = {}
            for rule in own:
                found[rule.predicate] = found.get(rule.predicate, frozenset()) | self.of(rule)
            if found == self.needed:
                return
            self.needed = found

    def _marks(self, rules: Sequence[Rule], given: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Return the predicates that mark kinds: facts about kinds, and what follows from another mark alone."""
        found: dict[str, frozenset[str]] = {}
        single = [rule for rule in rules if len(rule.terms) == 1]
        before: dict[str, frozenset[str]] | None = None
        while found != before:
            before, known = found, given | found
            found = dict(found)
            spoiled = set()
            for rule in single:
                marked = self._marked(rule, known)
                if marked is None:
                    spoiled.add(rule.predicate)
                else:
                    found[rule.predicate] = found.get(rule.predicate, frozenset()) | marked
            found = {name: kinds for name, kinds in found.items() if name not in spoiled}
        return found

    def _marked(self, rule: Rule, known: dict[str, frozenset[str]]) -> frozenset[str] | None:
        """Return the kinds a rule marks, or None when it is no rule about kinds alone."""
        if isinstance(rule.terms[0], str):
            return frozenset((rule.terms[0],)) if rule.terms[0] in self.everything else None
        body = [one for one in rule.body if not (isinstance(one, AtomLiteral) and one.predicate == "lezing")]
        if len(body) != 1 or not isinstance(body[0], AtomLiteral) or body[0].negated or body[0].terms != rule.terms:
            return None
        return known.get(body[0].predicate)

    def of(self, rule: Rule) -> frozenset[str]:
        """Return the kinds of application a rule can apply to; a rule that is not about one can matter to all."""
        allowed = self.everything
        positive = [one for one in rule.body if isinstance(one, AtomLiteral) and not one.negated]
        names = {one.terms[2] for one in positive if one.predicate == "zaak"}
        for one in positive:
            if one.predicate == "zaak" and isinstance(one.terms[2], str):
                allowed &= {one.terms[2]}
            elif one.predicate in self.marks and len(one.terms) == 1 and one.terms[0] in names:
                allowed &= self.marks[one.predicate]
            elif one.terms and one.terms[0] == Variable(SUBJECT):
                allowed &= self.needed.get(one.predicate, allowed)
        return allowed
