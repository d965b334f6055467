"""The text of a Python function that is made from a rule: its lines, its names, and how literals look up atoms."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.kb.grounding import Signature
from toetssteen.kb.terms import AtomLiteral, Operation, Term, Variable

COMPARISONS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
OPERATIONS = {"+": "checked({} + {})", "-": "checked({} - {})", "*": "checked({} * {})", "/": "divide({}, {})"}


class FunctionText:
    """A Python function made from a rule: its lines, the names it uses, and how literals look up atoms."""

    def __init__(self, signatures: dict[Signature, int]) -> None:
        self.signatures = signatures
        self.lines: list[str] = []
        self.depth = 0
        self.counter = 0

    def line(self, text: str) -> None:
        """Add a line; one that ends in a colon opens a block."""
        self.lines.append("    " * self.depth + text)
        if text.endswith(":"):
            self.depth += 1

    def new(self, letter: str) -> str:
        """Return a name that is not used yet."""
        self.counter += 1
        return f"{letter}{self.counter}"

    # terms

    def places(self, literal: AtomLiteral, bound: set[str]) -> tuple[int, ...]:
        """Return the places of a literal whose value is known: constants and bound variables."""
        return tuple(place for place, term in enumerate(literal.terms)
                     if (term.name in bound if isinstance(term, Variable) else True))  # fmt: skip

    def look(self, literal: AtomLiteral, places: tuple[int, ...]) -> str:
        """Return the lookup of the atoms that have the values of a literal in some places."""
        signature = self.signatures.setdefault((literal.predicate, places), len(self.signatures))
        terms = [self.term(literal.terms[place]) for place in places]
        return f"g.look({signature}, {terms[0] if len(terms) == 1 else tuple_text(terms)})"

    def atom(self, predicate: str, terms: Sequence[Term]) -> str:
        """Return a ground atom as a tuple."""
        return tuple_text([repr(predicate), *(self.term(term) for term in terms)])

    def term(self, term: Term) -> str:
        """Return the value of a term."""
        if isinstance(term, Variable):
            return term.name
        if isinstance(term, Operation):
            return OPERATIONS[term.operator].format(self.term(term.left), self.term(term.right))
        return repr(term)


def tuple_text(parts: Sequence[str], *, spread: bool = False) -> str:
    """Return parts as a tuple; with ``spread`` each part is a tuple itself."""
    return "(" + "".join(("*" if spread else "") + part + ", " for part in parts) + ")"
