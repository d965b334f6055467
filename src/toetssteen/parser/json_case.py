"""A case as JSON, in and out; ``schema/casus.schema.json`` is the published form.

Reading turns every value into the line of the fact language that says the same and reads those lines,
so there is one set of checks and messages; a finding then names the place in the JSON.
"""

from __future__ import annotations

import json
from typing import Any

from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.parser.json_lines import JsonLines
from toetssteen.parser.lines import decode
from toetssteen.parser.reader import read_case


def read_json(data: bytes, file: str) -> tuple[Case | None, list[Finding]]:
    """Read a case from JSON; the case is None when a finding is an error."""
    text, findings = decode(data, file)
    if findings:
        return None, findings
    twice: list[str] = []
    try:
        raw = json.loads(text, parse_constant=_refuse, object_pairs_hook=lambda pairs: _object(pairs, twice))
    except (ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 1), getattr(problem, "colno", 1)
        source = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
        return None, [Finding("dit is geen geldige JSON", file, line, column, 1, source)]
    if not isinstance(raw, dict):
        return None, [Finding("een zaak in JSON is een object", file)]
    if twice:
        return None, [Finding(f"«{key}» staat twee keer in hetzelfde object", file) for key in dict.fromkeys(twice)]
    lines = JsonLines(raw, file)
    lines.build()
    if lines.findings:
        return None, lines.findings
    case, findings = read_case("\n".join(text for text, _path in lines.lines), file)
    placed = [_place(finding, lines.lines) for finding in findings]
    return (case.without_lines()._replace(file=file) if case else None), placed


def _refuse(word: str) -> None:
    raise ValueError(word)


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice += [key for key in found if keys.count(key) > 1]
    return found


def _place(finding: Finding, lines: list[tuple[str, str]]) -> Finding:
    path = lines[finding.line - 1][1] if 0 < finding.line <= len(lines) else ""
    return finding._replace(file=f"{finding.file}{path}", line=0, column=0, source="")
