"""Somebody's own ordinance: a folder that inherits from the shipped one, and says only what is otherwise.

``verordening.toml`` says from which version it inherits (``erft = "hogeland"``, or a folder beside it), ``bron.md`` is its
official text, ``regels/*.lp`` are its rules; ``parameters.toml``, ``lezingen.toml``, ``normen.toml`` and
``signalen.toml`` may be there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.kb.finding import Finding
from toetssteen.kb.law_data import LawData, Reading, read_identity, read_parameters, read_readings, read_signals
from toetssteen.kb.layers import Layer, read_layer
from toetssteen.kb.norms import read_norms
from toetssteen.kb.source_split import split

ROOT = "hogeland"
INHERITS = "erft"
TABLES = ("verordening", "parameters", "lezingen", "normen", "signalen")
MOST_BYTES = 1_000_000
MOST_KNOWN = 64

# How every table is read, given the shipped one of that name.
READERS: dict[str, Callable[[Path, Path], object]] = {
    "parameters": lambda path, shipped: read_parameters(path, read_parameters(shipped)),
    "lezingen": lambda path, shipped: _with_known_options(read_readings(path, read_readings(shipped))),
    "normen": lambda path, _shipped: read_norms(path),
    "signalen": lambda path, _shipped: read_signals(path),
}


class Inherited(NamedTuple):
    """The folders of an ordinance from the oldest that is inherited to its own, with their rules, and what is wrong."""

    folders: tuple[Path, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]
    digest: str


_READ: dict[Path, tuple[object, Inherited]] = {}


def read_ordinance(folder: Path) -> Inherited:
    """Read an own ordinance with everything it inherits from other folders; what keeps it from being used is in the findings.

    While none of its files changes, it is read once.
    """
    known = _READ.get(folder)
    if known is not None and known[0] == _stamp(known[1].folders):
        return known[1]
    if len(_READ) >= MOST_KNOWN:
        _READ.clear()
    before = _stamp((folder,))
    found = _read_ordinance(folder)
    if before == _stamp((folder,)):
        _READ[folder] = (_stamp(found.folders), found)
    return found


def _stamp(folders: tuple[Path, ...]) -> object:
    """Return what changes when a file of some folders comes, goes or changes."""
    try:
        paths = [path for folder in folders for path in sorted((*folder.glob("*"), *(folder / "regels").glob("*")))]
        return [(path, status.st_size, status.st_mtime_ns, status.st_ino) for path in paths for status in (path.stat(),)]
    except (OSError, ValueError, RuntimeError):
        return object()


def _read_ordinance(folder: Path) -> Inherited:
    findings: list[Finding] = []
    folders: list[Path] = []
    place: Path | None = folder
    while place is not None:
        if place.resolve() in [one.resolve() for one in folders]:
            findings.append(Finding("deze verordening erft in een kring van zichzelf", str(folder / "verordening.toml")))
            break
        folders.insert(0, place)
        place = _parent(place, findings)
    layers = [read_layer(one / "regels") for one in folders if (one / "regels").is_dir() and any((one / "regels").glob("*.lp"))]
    digest = sha256("".join(layer.digest for layer in layers).encode())
    for one in folders:
        for path in (*(one / f"{table}.toml" for table in TABLES), one / "bron.md"):
            if path.is_file():
                digest.update(f"{path}\n".encode() + path.read_bytes())
    findings += [finding for one in folders for finding in (*_tables(one), *_marks(one), *_text(one))]
    findings += [finding for layer in layers for finding in layer.findings]
    return Inherited(tuple(folders), tuple(layers), tuple(findings), digest.hexdigest())


def _parent(folder: Path, findings: list[Finding]) -> Path | None:
    """Return the folder an ordinance inherits from, or None for the shipped one."""
    path = folder / "verordening.toml"
    try:
        table = _toml(path)
    except (OSError, ValueError):
        missing = not path.is_file()
        findings.append(Finding("in deze map staat geen verordening.toml" if missing else "dit bestand is niet te lezen",
                                str(folder if missing else path), suggestion=f'schrijf erin: {INHERITS} = "{ROOT}"'))  # fmt: skip
        return None
    name = table.get(INHERITS)
    if name == ROOT:
        return None
    if not isinstance(name, str) or not name:
        findings.append(Finding("hier staat niet van welke verordening deze erft", str(path),
                                suggestion=f'schrijf erin: {INHERITS} = "{ROOT}"'))  # fmt: skip
        return None
    parent = folder / name
    if not parent.is_dir():
        findings.append(Finding(f"de verordening «{name}» waarvan deze erft, bestaat niet", str(path),
                                suggestion=f'schrijf {INHERITS} = "{ROOT}", of een map naast deze'))  # fmt: skip
        return None
    return parent


def _toml(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(path)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _tables(folder: Path) -> Iterator[Finding]:
    """Return what keeps a table of an ordinance from being read."""
    yield from _identity(folder)
    shipped = Path(__file__).parent / ROOT
    for name, read in READERS.items():
        path = folder / f"{name}.toml"
        if not path.is_file():
            continue
        try:
            _toml(path)
            read(path, shipped / path.name)
        except tomllib.TOMLDecodeError as problem:
            yield Finding(f"dit is geen geldige tabel ({problem})", str(path))
        except KeyError as problem:
            yield Finding(f"in deze tabel ontbreekt {problem}", str(path))
        except (OSError, ValueError, TypeError, AttributeError):
            yield Finding("deze tabel heeft niet de vorm die zij moet hebben", str(path))


def _with_known_options(readings: Mapping[str, Reading]) -> Mapping[str, Reading]:
    """Return readings of which every default is one of the options; raises KeyError with the first that is not."""
    for one in readings.values():
        for option in (one.default, *(option for _day, option in one.default_from)):
            if option not in one.options:
                raise KeyError(f"{one.key}: de optie {option}")
    return readings


def _identity(folder: Path) -> Iterator[Finding]:
    """Return the entries of ``verordening.toml`` that are of another kind than they must be."""
    path = folder / "verordening.toml"
    try:
        table = _toml(path)
    except (OSError, ValueError):
        return  # said already
    kinds = {"naam": str, "gemeente": str, "kenmerk": str, "vastgesteld": date, "inwerkingtreding": date, "geldend_vanaf": date}
    for key, kind in kinds.items():
        if type(table.get(key, kind.min if kind is date else "")) is not kind:
            yield Finding(f"bij «{key}» hoort {'een datum, zoals 2026-01-01' if kind is date else 'een tekst'}", str(path))


def _named(folder: Path) -> dict[str, Any]:
    """Return what an own text may not inherit: the name and the number of the text it is not."""
    return {"naam": folder.absolute().name, "kenmerk": ""} if (folder / "bron.md").is_file() else {}


def _marks(folder: Path) -> Iterator[Finding]:
    """Return what is wrong with the lists about the text: the numbers that are missing, and the places gone through."""
    path = folder / "verordening.toml"
    try:
        table = _toml(path)
    except (OSError, ValueError):
        return  # said already
    absent, checked = table.get("ontbreekt", []), table.get("nagelopen", {})
    if not isinstance(absent, list) or not all(isinstance(one, str) for one in absent):
        yield Finding("bij «ontbreekt» hoort een lijst van nummers", str(path), suggestion='schrijf: ontbreekt = ["5", "6.2"]')
    if not isinstance(checked, dict) or not all(isinstance(one, str) for one in checked.values()):
        yield Finding("onder [nagelopen] hoort bij elke plaats een kenmerk tussen aanhalingstekens", str(path),
                      suggestion='«toetssteen dekking MAP» noemt de regels, zoals "6.1" = "4e8ee886"')  # fmt: skip


def _text(folder: Path) -> Iterator[Finding]:
    """Return what keeps the official text of an own ordinance from being split; without one it has the inherited text."""
    path = folder / "bron.md"
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8")
        absent = _toml(folder / "verordening.toml").get("ontbreekt", [])
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        yield Finding("dit bestand is geen UTF-8-tekst", str(path), line, 1, suggestion="bewaar het opnieuw als UTF-8")
    except (OSError, ValueError):
        yield Finding("dit bestand is niet te lezen", str(path), suggestion="bron.md is de officiële tekst, als gewoon bestand")
    else:
        yield from split(text, str(path), absent if isinstance(absent, list) else ()).findings


def with_tables(data: LawData, folders: tuple[Path, ...], base: Path) -> LawData:
    """Return the data of a version with the tables of own ordinances in place of what they inherit, entry by entry."""
    merged = _toml(base / "verordening.toml")
    for folder in folders:
        merged |= _named(folder) | _toml(folder / "verordening.toml")
        data = data._replace(identity=read_identity(merged))
        if (folder / "parameters.toml").is_file():
            data = data._replace(parameters=data.parameters | read_parameters(folder / "parameters.toml", data.parameters))
        if (folder / "lezingen.toml").is_file():
            data = data._replace(readings=data.readings | read_readings(folder / "lezingen.toml", data.readings))
        if (folder / "normen.toml").is_file():
            data = data._replace(norms=read_norms(folder / "normen.toml"))
        if (folder / "signalen.toml").is_file():
            data = data._replace(signals=data.signals | read_signals(folder / "signalen.toml"))
    return data
