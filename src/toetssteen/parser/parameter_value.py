"""The value of a parameter as people write it, and as it is written back: in the parameter's own unit."""

from __future__ import annotations

import re

from toetssteen.kb.law import Parameter
from toetssteen.kb.numbers import COUNTED, NUMBERS, UNITS, in_form
from toetssteen.parser.values import WHOLE, ValueProblem, read_amount, read_date, read_duration

# The largest value that makes sense, by unit; the linter proves of every calculation that it stays inside 32 bits.
LARGEST = {"jaar": 150, "maanden": NUMBERS["duur"].limit, "weken": 5_200, "uren": NUMBERS["uren"].limit,
           "keer": NUMBERS["aantal"].limit, "procent": NUMBERS["procent"].limit}  # fmt: skip
EXAMPLES = {"jaar": 27, "maanden": 12, "weken": 8, "uren": 36, "keer": 1, "procent": 45, "cent": 30_000, "datum": 739_252}


def read_parameter(text: str, parameter: Parameter) -> int:
    """Return the value a text means for a parameter: cents, the ordinal of a date, or a whole number of its unit."""
    if parameter.unit == "cent":
        if "€" not in text and "euro" not in text.lower():
            raise _wrong_unit(text, parameter)
        return read_amount(text)
    if parameter.unit == "datum":
        return read_date(text).toordinal()
    if "€" in text or "euro" in text.lower():
        raise _wrong_unit(text, parameter)
    return _whole(text, parameter)


def _whole(text: str, parameter: Parameter) -> int:
    found = WHOLE.fullmatch(text.strip())
    if found is None:
        raise _wrong_unit(text, parameter)
    if found[1]:
        raise ValueProblem(f"«{text}» is negatief", text)
    word, largest = " ".join(found[3].lower().split()), LARGEST[parameter.unit]
    number = int(found[2].replace(".", "")) if len(found[2]) <= 12 else largest + 1
    if parameter.unit == "maanden" and word == "jaar" and number <= largest:
        number = read_duration(f"{number} jaar").months
    elif word not in ("", *COUNTED[UNITS[parameter.unit]], *(("uren",) if parameter.unit == "uren" else ())):
        raise _wrong_unit(text, parameter)
    if number > largest:
        raise ValueProblem(f"«{text}» is te groot: hooguit {in_form(largest, UNITS[parameter.unit])}", text)
    return number


def _wrong_unit(text: str, parameter: Parameter) -> ValueProblem:
    example = parameter_text(EXAMPLES[parameter.unit], parameter)
    hint = "; een procentteken begint commentaar" if parameter.unit == "procent" and re.fullmatch(r"\d*", text) else ""
    return ValueProblem(f"«{text}» kan hier niet: {parameter.name} wordt gegeven zoals {example}", text,
                        f"schrijf: {parameter.name} wordt {example}{hint}")  # fmt: skip


def parameter_text(value: int, parameter: Parameter) -> str:
    """Return a value of a parameter as a scenario writes it: ``€ 400``, ``6 maanden``, ``1 januari 2025``."""
    return in_form(value, UNITS[parameter.unit])
