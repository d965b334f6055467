"""Reading article files: clingo's own parser gives the rules, the comments give label, text and header.

A comment that starts with ``%%%`` is the header, ``%|`` the literal text of the law, ``%@`` a label,
``%+`` and ``%-`` its sentence and the sentence of its absence. The scan before parsing refuses what
must never reach clingo: directives, scripts, includes and characters clingo cannot report on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toetssteen.kb.article import Header, Label, SourceFile
from toetssteen.kb.finding import Finding
from toetssteen.kb.terms import Aggregate, AtomLiteral, Comparison, Literal, Operation, Rule, Term, Variable

if TYPE_CHECKING:
    from clingo.ast import AST

FORBIDDEN = re.compile(r"#(?!sum\b|count\b)[a-z]+|@\w*")
LABEL = re.compile(r"%@\s+(?P<norm>\S+)\s+(?P<origin>eigen|wettelijk|wet)\s*$")


def read_program(name: str, text: str) -> SourceFile:
    """Read one article file; what is wrong with it is in ``findings``, and then it has no rules."""
    lines = text.splitlines()
    findings = scan(name, lines)
    headers, law_text, labels, label_findings = _comments(name, lines)
    findings += label_findings
    rules: list[Rule] = []
    if not findings:
        rules, findings = _rules(name, text, lines, labels)
    return SourceFile(name, tuple(headers), tuple(law_text), tuple(labels), tuple(rules), tuple(findings))


def scan(name: str, lines: list[str]) -> list[Finding]:
    """Refuse, before clingo sees the file, what it would follow silently or cannot report on."""
    findings = []
    for number, line in enumerate(lines, 1):
        code = _without_comment(line)
        for match in FORBIDDEN.finditer(re.sub(r'"[^"]*"', lambda text: " " * len(text[0]), code)):
            findings.append(
                Finding(f"«{match[0]}» is in een artikelbestand niet toegestaan", name, number, match.start() + 1,
                        len(match[0]), line, "gebruik alleen regels, #sum en #count")
            )  # fmt: skip
        for column, character in enumerate(code, 1):
            if not character.isascii():
                findings.append(
                    Finding(f"«{character}» kan niet in een regel staan, alleen in commentaar", name, number, column,
                            1, line, "schrijf namen van predicaten zonder accenten")
                )  # fmt: skip
                break
        if "%*" in line:
            findings.append(Finding("blokcommentaar is niet toegestaan", name, number, line.index("%*") + 1, 2, line))
    return findings


def _without_comment(line: str) -> str:
    quoted = False
    for index, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "%" and not quoted:
            return line[:index]
    return line


def _comments(name: str, lines: list[str]) -> tuple[list[Header], list[tuple[int, str]], list[Label], list[Finding]]:
    headers, text, labels, findings = [], [], [], []
    for number, line in enumerate(lines, 1):
        if line.startswith("%%%"):
            key, _, value = line[3:].strip().partition(" ")
            headers.append(Header(key, value.strip(), number))
        elif line.startswith("%|"):
            text.append((number, line[2:].strip()))
        elif line.startswith("%@"):
            match = LABEL.match(line)
            if match is None:
                findings.append(Finding("dit etiket is niet te lezen", name, number, 1, len(line), line,
                                        "schrijf: %@ citaat/naam eigen|wettelijk|wet"))  # fmt: skip
                continue
            positive = _sentence(lines, number, "%+")
            negative = _sentence(lines, number, "%-")
            labels.append(Label(match["norm"], match["origin"], positive, negative, name, number))
    return headers, text, labels, findings


def _sentence(lines: list[str], after: int, mark: str) -> str:
    for line in lines[after : after + 2]:
        if line.startswith(mark):
            return line[2:].strip()
    return ""


def _rules(name: str, text: str, lines: list[str], labels: list[Label]) -> tuple[list[Rule], list[Finding]]:
    from clingo.ast import parse_string

    statements: list[AST] = []
    messages: list[str] = []
    try:
        parse_string(text, statements.append, logger=lambda _code, message: messages.append(message))
    except RuntimeError:
        return [], [_syntax_finding(name, lines, message) for message in messages]
    rules, findings = [], []
    for statement in statements:
        if str(statement.ast_type) in ("ASTType.Comment", "ASTType.Program"):
            continue
        line = statement.location.begin.line
        try:
            label = max((label for label in labels if label.line < line), key=lambda item: item.line, default=None)
            rules.append(_rule(statement, label.norm if label else "", name, lines))
        except RecursionError:
            findings.append(Finding("deze regel is te diep genest", name, line, 1, len(lines[line - 1]), lines[line - 1]))
        except UnsupportedForm as problem:
            findings.append(Finding(f"deze vorm kan een regel niet hebben: {problem}", name, line, 1,
                                    len(lines[line - 1]), lines[line - 1]))  # fmt: skip
    return rules, findings


def _syntax_finding(name: str, lines: list[str], message: str) -> Finding:
    place = re.search(r":(\d+):(\d+)(?:-(\d+))?", message)
    line = int(place[1]) if place else 1
    if "unexpected EOF" in message:
        return _unfinished(name, lines)
    # clingo counts bytes; the scan has already refused what is not ASCII outside comments
    column = int(place[2]) if place else 1
    source = lines[line - 1] if line <= len(lines) else ""
    return Finding("deze regel is geen geldige regel voor clingo", name, line, column, 1, source,
                   "mist er een punt, komma of haakje?")  # fmt: skip


def _unfinished(name: str, lines: list[str]) -> Finding:
    """Return the finding for a file that ends inside a rule: at the end of its last rule, not of the file."""
    code = [_without_comment(line).rstrip() for line in lines]
    number = max((number for number, text in enumerate(code, 1) if text), default=1)
    return Finding("de laatste regel is niet af", name, number, len(code[number - 1]) + 1, 1, lines[number - 1],
                   "mist er een punt of haakje?")  # fmt: skip


class UnsupportedForm(Exception):
    """A rule uses a construct that article files do not have."""


def _rule(statement: AST, label: str, name: str, lines: list[str]) -> Rule:
    kind = str(statement.ast_type).removeprefix("ASTType.")
    if kind != "Rule" or str(statement.head.ast_type) != "ASTType.Literal":
        raise UnsupportedForm(kind)
    reader = _Reader()
    head = reader.literal(statement.head)
    if not isinstance(head, AtomLiteral) or head.negated:
        raise UnsupportedForm(str(statement.head))
    body = tuple(reader.literal(part) for part in statement.body)
    begin, end = statement.location.begin, statement.location.end
    text = "\n".join(lines[begin.line - 1 : end.line])
    return Rule(label, head.predicate, head.terms, body, name, begin.line, text)


class _Reader:
    """Turns one rule of clingo's tree into data; numbers the anonymous variables."""

    OPERATORS = ("+", "-", "*", "/")

    def __init__(self) -> None:
        self.anonymous = 0

    def literal(self, node: Any) -> Literal:
        kind = str(node.atom.ast_type).removeprefix("ASTType.")
        negated = int(node.sign) == 1
        if int(node.sign) == 2:
            raise UnsupportedForm("not not")
        if kind == "SymbolicAtom":
            symbol = node.atom.symbol
            if str(symbol.ast_type) != "ASTType.Function":
                raise UnsupportedForm(str(symbol))
            return AtomLiteral(negated, symbol.name, tuple(self.term(part) for part in symbol.arguments))
        if kind == "Comparison" and not negated:
            return self._comparison(node.atom)
        if kind == "BodyAggregate" and not negated:
            return self._aggregate(node.atom)
        raise UnsupportedForm(str(node))

    def _comparison(self, node: Any) -> Comparison:
        if len(node.guards) != 1:
            raise UnsupportedForm(str(node))
        text = str(node)
        left, right = self.term(node.term), self.term(node.guards[0].term)
        found = re.search(r"\s(<=|>=|!=|=|<|>)\s", text)
        if found is None:
            raise UnsupportedForm(text)
        return Comparison(left, found[1], right)

    def _aggregate(self, node: Any) -> Aggregate:
        function = {0: "#count", 1: "#sum"}.get(int(node.function))
        variable = self.term(node.left_guard.term) if node.left_guard else None
        if function is None or node.right_guard or len(node.elements) != 1 or not isinstance(variable, Variable):
            raise UnsupportedForm(str(node))
        element = node.elements[0]
        condition = []
        for part in element.condition:
            literal = self.literal(part)
            if isinstance(literal, Aggregate):
                raise UnsupportedForm(str(node))
            condition.append(literal)
        return Aggregate(variable, function, tuple(self.term(part) for part in element.terms), tuple(condition))

    def term(self, node: Any) -> Term:
        kind = str(node.ast_type).removeprefix("ASTType.")
        if kind == "Variable":
            if node.name == "_":
                self.anonymous += 1
                return Variable(f"_{self.anonymous}")
            return Variable(node.name)
        if kind == "SymbolicTerm":
            return self._symbol(node)
        if kind == "Function" and not node.arguments:
            return str(node.name)
        if kind == "BinaryOperation":
            text = ("^", "?", "&", "+", "-", "*", "/", "\\", "**")[int(node.operator_type)]
            if text in self.OPERATORS:
                return Operation(text, self.term(node.left), self.term(node.right))
        raise UnsupportedForm(str(node))

    @staticmethod
    def _symbol(node: Any) -> Term:
        kind = str(node.symbol.type)
        if kind.endswith("Number"):
            return int(node.symbol.number)
        if kind.endswith("String"):
            return '"' + str(node.symbol.string)
        if kind.endswith("Function") and not node.symbol.arguments:
            return str(node.symbol.name)
        raise UnsupportedForm(str(node))
