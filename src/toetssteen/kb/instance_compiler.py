"""Compiling the one instance a rule can have for a given head: which of its literals fail there, for explanations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toetssteen.kb.function_text import COMPARISONS, FunctionText
from toetssteen.kb.grounding import Signature
from toetssteen.kb.joins import order
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Operation, Rule, Variable, literal_variables, variables_of

# A rule by number, with the variables of its head that have a value.
Variant = tuple[int, tuple[str, ...]]


class TooMuch(Exception):
    """A rule has a form for which the evaluator has to search."""


class InstanceFunction(FunctionText):
    """The function that follows the one instance of a rule there is for a head, or returns None where there are more.

    It returns the places of the literals that fail, whether the others hold in all worlds, the values of the variables,
    and of those the ones that are the same in all worlds. A literal that finds no atom fails and leaves its variables
    without a value; a comparison that lacks a value is not judged. Raises TooMuch.
    """

    def __init__(self, rule: Rule, name: str, names: Sequence[str], signatures: dict[Signature, int]) -> None:
        super().__init__(signatures)
        self.body, self.bound = rule.body, set(names)
        # the variables that have no value where their literal found nothing, with the place of that literal
        self.doubtful: dict[str, int] = {}
        self.line(f"def {name}(g, status, {''.join(one + ', ' for one in names)}):")
        self.line("failing, sure = [], True")
        self.ordered = order(rule.body, names)
        for literal in self.ordered:
            place = next(index for index, one in enumerate(rule.body) if one is literal)
            if isinstance(literal, Aggregate):
                raise TooMuch
            if isinstance(literal, Comparison):
                self._comparison(literal, place)
            elif literal.negated:
                self._negative(literal, place)
            else:
                self._positive(literal, place)
            self.bound |= literal_variables(literal)
        self._result(rule)

    def _block(self, head: str, lines: Iterable[str]) -> None:
        self.line(head)
        for one in lines:
            self.line(one)
        self.depth -= 1

    def _missing(self, names: Iterable[str]) -> list[str]:
        return sorted(set(names) & set(self.doubtful))

    # comparisons

    def _comparison(self, literal: Comparison, place: int) -> None:
        unjudged = " or ".join(f"{name} is None" for name in self._missing(literal_variables(literal)))
        left = literal.left
        if literal.operator == "=" and isinstance(left, Variable) and left.name not in self.bound:
            value = self.term(literal.right)
            self.line(f"{left.name} = None if {unjudged} else {value}" if unjudged else f"{left.name} = {value}")
            if unjudged:
                self.doubtful[left.name] = place
            return
        test = f"not {self.term(left)} {COMPARISONS[literal.operator]} {self.term(literal.right)}"
        self.line(f"if not ({unjudged}) and {test}: failing.append({place})" if unjudged
                  else f"if {test}: failing.append({place})")  # fmt: skip

    # atoms

    def _finding(self, literal: AtomLiteral, place: int) -> str:
        """Write the lookup of a literal's atoms, one where its doubtful variables have values and one where they have not."""
        found, missing = self.new("c"), self._missing(literal_variables(literal))
        known = self.places(literal, self.bound)
        if not missing:
            self.line(f"{found} = {self._found(literal, known)}")
            return found
        if len({self.doubtful[name] for name in missing}) > 1 or any(isinstance(term, Operation) for term in literal.terms):
            raise TooMuch
        fewer = self.places(literal, self.bound - set(missing))
        self.line(f"{found} = {self._found(literal, fewer)} if {missing[0]} is None else {self._found(literal, known)}")
        return found

    def _found(self, literal: AtomLiteral, places: tuple[int, ...]) -> str:
        if len(places) < len(literal.terms):
            return self.look(literal, places)
        atom = self.atom(literal.predicate, literal.terms)
        return f"({atom},) if {atom} in status else ()"

    def _whole(self, literal: AtomLiteral) -> bool:
        """Whether all variables of a literal have a value."""
        return literal_variables(literal) <= self.bound and not self._missing(literal_variables(literal))

    def _positive(self, literal: AtomLiteral, place: int) -> None:
        state = f"k{place}"
        if self._whole(literal):
            self.line(f"{state} = status.get({self.atom(literal.predicate, literal.terms)})")
        else:
            found = self._finding(literal, place)
            self.line(f"if len({found}) > 1: return None")
            free = self._free(literal)
            self._block(f"if {found}:", [f"{state} = status[{found}[0]]",
                                         *(f"{name} = {found}[0][{index + 1}]" for name, index in free.items())])  # fmt: skip
            unbound = [name for name in free if name not in self.bound]
            self._block("else:", [f"{state} = None", *(f"{name} = None" for name in unbound)])
            self.doubtful |= dict.fromkeys(unbound, place)
        self.line(f"if {state} is None: failing.append({place})")
        self.line(f"elif {state}: sure = False")

    def _free(self, literal: AtomLiteral) -> dict[str, int]:
        """Return the variables that a literal gives a value, or may, with their places."""
        missing = self._missing(literal_variables(literal))
        found: dict[str, int] = {}
        for index, term in enumerate(literal.terms):
            if isinstance(term, Variable) and (term.name not in self.bound or term.name in missing):
                if term.name in found:
                    raise TooMuch
                found[term.name] = index
        return found

    def _negative(self, literal: AtomLiteral, place: int) -> None:
        if self._whole(literal):
            state = self.new("n")
            self.line(f"{state} = status.get({self.atom(literal.predicate, literal.terms)})")
            self.line(f"if {state} == 0: failing.append({place})")
            self.line(f"elif {state}: sure = False")
            return
        self._free(literal)
        found = self._finding(literal, place)
        self.line(f"if 0 in [status[one] for one in {found}]: failing.append({place})")
        self.line(f"elif {found}: sure = False")

    # the result

    def _result(self, rule: Rule) -> None:
        self._values("values", self.bound)
        heads = set(head_names(rule))
        later = sorted(self.bound - heads)
        if not later:
            self.line("return failing, sure, values, values")
            return
        self._settled(later)
        tests = " and ".join(f"({name} is None or s_{name})" if name in self.doubtful else f"s_{name}" for name in later)
        self.line(f"if {tests}: return failing, sure, values, values")
        self._values("settled", self.bound & heads)
        for name in later:
            self.line(f"if s_{name} and {name} is not None: settled[{name!r}] = {name}")
        self.line("return failing, sure, values, settled")

    def _values(self, called: str, names: Iterable[str]) -> None:
        plain = sorted(set(names) - set(self.doubtful))
        self.line(f"{called} = {{{''.join(f'{name!r}: {name}, ' for name in plain)}}}")
        for name in self._missing(names):
            self.line(f"if {name} is not None: {called}[{name!r}] = {name}")

    def _settled(self, later: list[str]) -> None:
        """Write for each variable whether all worlds agree on it: a literal that has it holds in all, or it follows."""
        for name in later:
            holding = [f"k{place} == 0" for place, one in enumerate(self.body)
                       if isinstance(one, AtomLiteral) and not one.negated and name in literal_variables(one)]  # fmt: skip
            self.line(f"s_{name} = {' or '.join(holding) or 'False'}")
        for literal in self.ordered:
            if isinstance(literal, Comparison) and literal.operator == "=" and isinstance(literal.left, Variable):
                needed = sorted(f"s_{name}" for name in variables_of(literal.right) if name in later)
                if literal.left.name in later:
                    self.line(f"if {' and '.join(needed) or 'True'}: s_{literal.left.name} = True")


def instance_functions(rules: Sequence[Rule], signatures: dict[Signature, int]) -> tuple[dict[Variant, str], list[str]]:
    """Return the names of the functions by rule and known variables of its head, and their text.

    There is one for each way a head can be asked about: with all its values, and with those that the rules leave open
    where they ask for it.
    """
    by_head: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        by_head.setdefault(rule.predicate, []).append(number)
    todo: list[Variant] = [(number, head_names(rule)) for number, rule in enumerate(rules) if is_plain(rule)]
    names: dict[Variant, str] = {}
    lines: list[str] = []
    seen = set(todo)
    while todo:
        number, known = variant = todo.pop()
        rule = rules[number]
        name = f"i{number}_{len(known)}_{len(names)}"
        try:
            lines += InstanceFunction(rule, name, known, signatures).lines
            names[variant] = name
        except TooMuch:
            pass
        for predicate, open_places in _asked(rule, set(known)):
            for other in by_head.get(predicate, ()):
                if is_plain(rules[other]) and len(rules[other].terms) > max(open_places):
                    terms = [term for place, term in enumerate(rules[other].terms) if place not in open_places]
                    found = (other, tuple(term.name for term in terms if isinstance(term, Variable)))
                    if found not in seen:
                        seen.add(found)
                        todo.append(found)
    return names, lines


def head_names(rule: Rule) -> tuple[str, ...]:
    """Return the names of the variables in the head of a rule, in order."""
    return tuple(dict.fromkeys(term.name for term in rule.terms if isinstance(term, Variable)))


def is_plain(rule: Rule) -> bool:
    """Return whether the head of a rule has only constants and different variables."""
    variables = [term for term in rule.terms if isinstance(term, Variable)]
    return len(variables) == len(set(variables)) and not any(isinstance(term, Operation) for term in rule.terms)


def _asked(rule: Rule, known: set[str]) -> set[tuple[str, tuple[int, ...]]]:
    """Return the predicates that an explanation of a rule can ask about, with the places it leaves open."""
    found = set()
    for literal in rule.body:
        if isinstance(literal, AtomLiteral):
            unknown = [(place, term.name) for place, term in enumerate(literal.terms)
                       if isinstance(term, Variable) and term.name not in known]  # fmt: skip
            for chosen in (unknown, [one for one in unknown if one[1].startswith("_")]):
                if chosen:
                    found.add((literal.predicate, tuple(place for place, _name in chosen)))
    return found
