"""Where a case comes from: a file, or the name of one of the shipped examples."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from toetssteen.kb.finding import Finding

# The ends of the names of tables that can be read.
TABLES = (".csv", ".tsv", ".parquet", ".xlsx")


def read_named(name: str) -> tuple[bytes, Finding | None]:
    """Return the bytes of a file or of a shipped example, or what is wrong with the name."""
    if not name.strip():
        return b"", Finding("een bestand zonder naam bestaat niet", suggestion="geef een bestand op")
    path = Path(name)
    if is_table(name):
        return b"", Finding("dit is een tabel met inwoners, en hier wordt één zaak gelezen", name,
                            suggestion="geef de tabel aan bevolking, stel, verdeel of hardheid")  # fmt: skip
    try:
        if not path.exists() and (found := example(name)) is not None:
            path = found
        return path.read_bytes(), None
    except FileNotFoundError:
        hint = "zie toetssteen --help" if not examples() else "meegeleverd: " + ", ".join(examples()[:6]) + " …"
        return b"", Finding(f"het bestand «{name}» bestaat niet", suggestion=hint)
    except IsADirectoryError:
        return b"", Finding(f"«{name}» is een map", suggestion="geef een bestand op")
    except (OSError, ValueError) as problem:
        short = name if len(name) <= 80 else name[:79] + "…"
        return b"", Finding(f"het bestand «{short}» is niet te lezen: {reason(problem)}")


def reason(problem: OSError | ValueError) -> str:
    """Return in Dutch why a file cannot be read or written."""
    number = getattr(problem, "errno", None)
    if number == errno.ENAMETOOLONG:
        return "de naam is te lang"
    if number in (errno.ENOENT, errno.ENOTDIR):
        return "die map bestaat niet"
    if number in (errno.EACCES, errno.EPERM):
        return "u hebt er geen toegang toe"
    return "de naam kan niet" if number is None else f"het systeem weigert dat (nummer {number})"


def examples() -> list[str]:
    """Return the names of the shipped example cases."""
    return sorted(path.stem for path in examples_folder().glob("*.feiten"))


def example(name: str) -> Path | None:
    """Return the file of a shipped example, or None."""
    path = examples_folder() / f"{Path(name).stem}.feiten"
    return path if path.is_file() and os.sep not in name else None


def is_table(name: str) -> bool:
    """Return whether the name of a file is that of a table."""
    return Path(name).suffix.lower() in TABLES


def examples_folder() -> Path:
    """Return the folder of the shipped example cases."""
    return Path(__file__).parent.parent / "voorbeelden"
