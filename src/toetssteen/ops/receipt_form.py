"""Reading a receipt: whatever a file holds, it becomes data of the right shape or findings in Dutch."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NoReturn

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import OUTCOMES, UNDETERMINED
from toetssteen.ops.receipt import FORMAT, STANDS

LARGEST = 50_000_000
NUMBER_LIMIT = 2**53
OPTIONAL_TEXT = (str, type(None))
MAP = "map"
# The shape of a receipt: a type (or several), [what a list holds], (MAP, what the values of a table are), or a table of keys.
SHAPE: dict[str, Any] = {
    "formaat": str,
    "sha256": str,
    "motor": {"toetssteen": str, "programma_sha256": str, "clingo": str, "python": str},
    "peildatum": str,
    "recht": {"verordening": str, "kenmerk": str, "wet_sinds": str, "bestanden": (MAP, str)},
    "zaak": {"naam": str, "tekst": str, "sha256": str},
    "lezingen": (MAP, str),
    "uitkomsten": [{
        "persoon": str, "voorziening": str, "werkgever": str, "verlenging_van": str, "ambtshalve": bool, "uitkomst": str,
        "mogelijk": [str], "zonder_artikel_20": str, "mogelijk_zonder_artikel_20": [str],
        "bereikbaar_met_artikel_20": (bool, type(None)), "bedrag_in_centen": (int, type(None)), "tot_en_met": OPTIONAL_TEXT,
        "uiterlijk": OPTIONAL_TEXT, "voorwaarden": (MAP, str), "weigeringsgronden": (MAP, str), "verplichtingen": (MAP, str),
        "bewijzen": (MAP, (MAP, int)),
    }],
    "stappen": [{
        "soort": str, "status": str, "zin": str, "norm": str, "atoom": [(str, int)], "feit": [(str, int)], "regel": int,
        "aangenomen": bool, "orgaan": str, "stappen": [int],
    }],
}  # fmt: skip
WORDS = {str: "een tekst", int: "een geheel getal", bool: "waar of onwaar", type(None): "leeg"}


class _Refused(ValueError):
    """Something JSON allows and a receipt does not; its text says what, in Dutch."""


def read_receipt(data: bytes, file: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return the data of a receipt, or None and what is wrong with the file."""
    try:
        found = _parse(data)
        problems = _problems(found)
    except _Refused as refused:
        found, problems = None, [str(refused)]
    if problems:
        hint = "geef een bestand dat met «toetssteen besluit ZAAK --bewijsstuk BESTAND» is gemaakt"
        return None, [Finding(f"dit is geen bewijsstuk dat te lezen is: {problems[0]}", file, suggestion=hint)]
    return found, []


def _parse(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise _Refused("het bestand is te groot")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_table, parse_constant=_no_number, parse_float=_no_number,
                          parse_int=_number)  # fmt: skip
    except UnicodeDecodeError:
        raise _Refused("het is geen tekst in UTF-8") from None
    except RecursionError:
        raise _Refused("er is te diep in genest") from None
    except json.JSONDecodeError as problem:
        raise _Refused(f"het is geen JSON, of het is afgebroken (regel {problem.lineno}, teken {problem.colno})") from None


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _Refused("een naam staat er twee keer in")
    return table


def _no_number(_text: str) -> NoReturn:
    raise _Refused("er staat een getal in dat niet heel is")


def _number(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > NUMBER_LIMIT:
        raise _Refused("er staat een te groot getal in")
    return int(text)


def _problems(found: Any) -> list[str]:
    if not isinstance(found, dict) or not isinstance(found.get("formaat"), str):
        return ["het noemt geen formaat"]
    if found["formaat"] != FORMAT:
        return [f"het formaat is «{found['formaat'][:60]}», en dit programma leest «{FORMAT}»"]
    problems = _shape(found, SHAPE, "")
    return problems or _references(found)


def _shape(value: Any, shape: Any, place: str) -> list[str]:
    """Return where a value has another shape than it should, the first of them."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"«{place}» hoort een tabel te zijn"]
        missing, extra = sorted(shape.keys() - value.keys()), sorted(value.keys() - shape.keys())
        if missing or extra:
            where = f" in «{place}»" if place else ""
            return [f"«{missing[0]}» ontbreekt{where}" if missing else f"«{extra[0][:60]}» hoort er niet{where}"]
        parts = [(value[key], part, f"{place}.{key}".lstrip(".")) for key, part in shape.items()]
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return [f"«{place}» hoort een lijst te zijn"]
        parts = [(one, shape[0], f"{place}[{number}]") for number, one in enumerate(value, 1)]
    elif isinstance(shape, tuple) and shape[0] == MAP:
        if not isinstance(value, dict):
            return [f"«{place}» hoort een tabel te zijn"]
        parts = [(one, shape[1], f"{place}.{key[:60]}") for key, one in value.items()]
    else:
        return _plain(value, shape if isinstance(shape, tuple) else (shape,), place)
    return next((found for part in parts if (found := _shape(*part))), [])


def _plain(value: Any, kinds: tuple[type, ...], place: str) -> list[str]:
    if type(value) not in kinds:
        return [f"«{place}» hoort {' of '.join(WORDS[kind] for kind in kinds)} te zijn"]
    if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        return [f"«{place}» bevat een teken dat niet bestaat"]
    return []


def _references(data: dict[str, Any]) -> list[str]:
    """Return what refers to nothing: steps that are not there, outcomes and days that do not exist."""
    for number, step in enumerate(data["stappen"]):
        if any(not 0 <= below < number for below in step["stappen"]):
            return [f"stap {number + 1} van het bewijs verwijst naar een stap die er niet is"]
    for outcome in data["uitkomsten"]:
        proofs = outcome["bewijzen"]
        roots = [root for stand in proofs.values() for root in stand.values()]
        if set(proofs) != set(STANDS) or any(not 0 <= root < len(data["stappen"]) for root in roots):
            return ["een uitkomst verwijst naar een bewijs dat er niet is"]
        named = {outcome["uitkomst"], outcome["zonder_artikel_20"], *outcome["mogelijk"], *outcome["mogelijk_zonder_artikel_20"]}
        if not named <= {*OUTCOMES, UNDETERMINED}:
            return ["er staat een uitkomst in die niet bestaat"]
    return [] if _is_day(data["peildatum"]) else ["de peildatum is geen datum"]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
