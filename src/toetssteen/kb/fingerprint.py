"""Fingerprints of the law and of the program, so that a decision can be replayed and a change be named."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from toetssteen.kb.decision_law import FILE as DECISION_LAW
from toetssteen.kb.law import KB_FOLDER, Law, data_files

PACKAGE = KB_FOLDER.parent


def law_files(law: Law) -> dict[str, Path]:
    """Return every file that makes up a version of the law, text and data included, by its short name."""
    files = [*law.files, *data_files(law.folder), law.folder / "bron.md", DECISION_LAW]
    return {_name(path, law.folder): path for path in files if path.is_file()}


def law_hashes(law: Law) -> dict[str, str]:
    """Return the SHA-256 of every file of a version of the law, as ``sha256sum`` gives it, by the file's short name."""
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in sorted(law_files(law).items())}


def law_hash(law: Law) -> str:
    """Return one SHA-256 over every file of a version of the law, names included."""
    return sha256("".join(f"{name}\n{found}\n" for name, found in law_hashes(law).items()).encode()).hexdigest()


def program_hash() -> str:
    """Return one SHA-256 over all modules and grammars of the program, names included."""
    total = sha256()
    for path in sorted(path for kind in ("*.py", "*.lark") for path in PACKAGE.rglob(kind)):
        total.update(f"{path.relative_to(PACKAGE).as_posix()}\n{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def _name(path: Path, folder: Path) -> str:
    """Return the name of a law file: inside the package, or inside the folder of somebody's own ordinance."""
    base = KB_FOLDER if path.is_relative_to(KB_FOLDER) else folder.parent
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name
