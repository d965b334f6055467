"""What went wrong with a line, in Dutch, with what was probably meant."""

from __future__ import annotations

from typing import Any

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.parser.lines import Line

EXPECTED = {
    "DATUM": "een datum, zoals 1 maart 2025", "BEDRAG": "een bedrag, zoals € 300", "DUUR": "een duur, zoals 3 maanden",
    "CITAAT": "een artikel, zoals 6.1", "WOORD": "een naam", "TEKST": "een tekst tussen aanhalingstekens",
    "UITKOMST": "een uitkomst", "COMMA": "een komma", "COLON": "een dubbele punt", "$END": "het einde van de regel",
}  # fmt: skip
OUTCOME_WORDS = (*OUTCOMES, UNDETERMINED)


def syntax_finding(error: Any, line: Line, file: str) -> Finding:
    """Return the finding for a line the grammar does not take; ``error`` is lark's."""
    token = getattr(error, "token", None)
    expected = set(getattr(error, "expected", None) or getattr(error, "allowed", None) or ())
    at_end = (token is None and not hasattr(error, "char")) or getattr(token, "type", "") == "$END"
    column = len(line.text) + 1 if at_end else max(1, int(getattr(error, "column", 1)))
    word = "" if at_end else line.text[column - 1 :].split()[0] if line.text[column - 1 :].split() else ""
    message = f"hier is de regel niet af: verwacht wordt {_listing(expected)}" if at_end else _unexpected(word, expected)
    return Finding(message, file, line.number, column + line.offset, max(1, len(word)), line.source,
                   _suggestion(word, expected))  # fmt: skip


def _unexpected(word: str, expected: set[str]) -> str:
    return f"«{word}» is hier niet te begrijpen: verwacht wordt {_listing(expected)}"


def _listing(expected: set[str]) -> str:
    known = sorted(EXPECTED.get(name, f"«{name.lower()}»") for name in expected)
    if not known:
        return "iets anders"
    if len(known) > 6:
        return "een regel zoals «inwoner …», «werkgever …», «aanvraag van … voor …» of «verwacht …»"
    return known[0] if len(known) == 1 else ", ".join(known[:-1]) + " of " + known[-1]


def _suggestion(word: str, expected: set[str]) -> str:
    if "UITKOMST" in expected:
        close = nearest(word, OUTCOME_WORDS)
        return close or "kies uit: " + ", ".join(OUTCOME_WORDS)
    return nearest(word, [name.lower() for name in expected if name not in EXPECTED])


def nearest(word: str, known: Any, shown: str = "«{}»") -> str:
    """Return «bedoelde u …?» for the known word most like this one, or an empty text."""
    from difflib import get_close_matches

    lower = {str(one).lower(): str(one) for one in known}
    close = get_close_matches(word.lower(), list(lower), n=1, cutoff=0.55)
    return f"bedoelde u {shown.format(lower[close[0]])}?" if close else ""
