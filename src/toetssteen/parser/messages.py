"""What went wrong with a line, in Dutch, with what was probably meant."""

from __future__ import annotations

import re
from typing import Any

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.parser.lines import Line

EXPECTED = {
    "DATUM": "een datum, zoals 1 maart 2025", "BEDRAG": "een bedrag, zoals € 300", "JAAR": "een jaar, zoals 2025",
    "AANTAL": "een aantal, zoals 5", "DUUR": "een duur, zoals 3 maanden",
    "CITAAT": "een artikel, zoals 6.1", "WOORD": "een naam", "TEKST": "een tekst tussen aanhalingstekens",
    "UITKOMST": "een uitkomst", "STAND": "«nagekomen», «geschonden» of «open»", "KOMMA": "een komma",
    "COLON": "een dubbele punt", "$END": "het einde van de regel", "<END-OF-FILE>": "het einde van de regel",
}  # fmt: skip
OUTCOME_WORDS = (*OUTCOMES, UNDETERMINED)
ROUND_MARKS = "“”„‟"


def syntax_finding(error: Any, line: Line, file: str) -> Finding:
    """Return the finding for a line the grammar does not take; ``error`` is lark's."""
    token = getattr(error, "token", None)
    expected = set(getattr(error, "expected", None) or getattr(error, "allowed", None) or ())
    at_end = (token is None and not hasattr(error, "char")) or getattr(token, "type", "") == "$END"
    column = len(line.text) + 1 if at_end else max(1, int(getattr(error, "column", 1)))
    word = "" if at_end else re.split(r"\s", line.text[column - 1 :], maxsplit=1)[0]
    if at_end and "KOMMA" in expected and line.text.lower().startswith("afwijking"):
        message, hint = "een afwijking heeft een reden nodig (artikel 20)", 'voeg toe: , omdat "…"'
    elif at_end and expected == {"TEKST"} and line.text.lower().startswith("afwijking"):
        message, hint = "een afwijking heeft een reden nodig (artikel 20)", 'voeg toe: "…"'
    elif at_end:
        message, hint = f"hier is de regel niet af: verwacht wordt {_listing(expected)}", _suggestion(word, expected)
    else:
        message = f"«{word[:80]}» is hier niet te begrijpen: verwacht wordt {_listing(expected)}"
        hint = _suggestion(word, expected)
    return Finding(message, file, line.number, column + line.offset, max(1, len(word)), line.source, hint)


def _listing(expected: set[str]) -> str:
    known = sorted({EXPECTED.get(name, f"«{name.lower().strip('_')}»") for name in expected})
    if not known:
        return "iets anders"
    if len(known) > 6:
        return "een regel zoals «inwoner …», «werkgever …», «aanvraag van … voor …» of «verwacht …»"
    return known[0] if len(known) == 1 else ", ".join(known[:-1]) + " of " + known[-1]


def _suggestion(word: str, expected: set[str]) -> str:
    if "UITKOMST" in expected:
        close = nearest(word, OUTCOME_WORDS)
        return close or "kies uit: " + ", ".join(OUTCOME_WORDS)
    if "TEKST" in expected and word[:1] and word[0] in ROUND_MARKS:
        return 'gebruik rechte aanhalingstekens: "…"'
    return nearest(word, [name.lower().strip("_") for name in expected if name not in EXPECTED])


def nearest(word: str, known: Any, shown: str = "«{}»") -> str:
    """Return «bedoelde u …?» for the known word most like this one, or an empty text."""
    from difflib import get_close_matches

    lower = {str(one).lower(): str(one) for one in known}
    close = get_close_matches(word.lower(), list(lower), n=1, cutoff=0.55)
    return f"bedoelde u {shown.format(lower[close[0]])}?" if close else ""
