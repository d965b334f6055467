"""Where properties come from: the shipped ones by name, files of somebody's own, and folders of them."""

from __future__ import annotations

from pathlib import Path

from toetssteen.kb.finding import Finding
from toetssteen.kb.law import HOGELAND, Law
from toetssteen.kb.properties import Property
from toetssteen.parser.messages import nearest
from toetssteen.parser.properties import read_properties
from toetssteen.parser.source import reason

SUFFIX = ".eigenschap"
SHIPPED = HOGELAND / "eigenschappen"


def shipped() -> dict[str, Path]:
    """Return the files of the shipped properties by their short names."""
    return {path.stem: path for path in sorted(SHIPPED.glob(f"*{SUFFIX}"))}


def named_properties(names: list[str], law: Law) -> tuple[tuple[Property, ...], list[Finding]]:
    """Return the properties of files, folders and shipped names (all shipped ones without any), with what is wrong."""
    found: list[Property] = []
    findings: list[Finding] = []
    for name in names or list(shipped()):
        paths, problem = _paths(name)
        findings += [problem] if problem else []
        for path in paths:
            try:
                properties, more = read_properties(path.read_bytes(), _shown(path), law)
            except OSError as error:
                properties, more = (), [Finding(f"het bestand «{path}» is niet te lezen: {reason(error)}")]
            found += properties
            findings += more
    return tuple(found), findings


def _shown(path: Path) -> str:
    return path.name if path.parent == SHIPPED else str(path)


def _paths(name: str) -> tuple[list[Path], Finding | None]:
    known = shipped()
    key = name.removesuffix(SUFFIX)
    try:
        path = Path(name)
        if path.is_dir():
            files = sorted(path.glob(f"*{SUFFIX}"))
            return files, None if files else Finding(f"in de map «{name}» eindigt geen bestand op {SUFFIX}")
        if path.is_file():
            return [path], None
    except (OSError, ValueError):
        pass
    if key in known:
        return [known[key]], None
    hint = nearest(key, known) or "zie toetssteen bewijs --lijst"
    return [], Finding(f"«{name[:80]}» is geen bestand en geen meegeleverde eigenschap", suggestion=hint)
