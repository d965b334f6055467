"""A cache of what takes long to build (the parsed law, the parser), beside the person's other caches.

An entry is trusted only while the files it was built from have the same size and time, as Python does
for compiled modules. Without a writable folder everything still works, only slower. What has not been used for
a season is removed when something new is written.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import time
from typing import Any, TypeVar, cast
from zlib import crc32

from toetssteen import __version__

Built = TypeVar("Built")
DAY = 24 * 60 * 60
# After how many days an entry that was read counts as used again, and after how many unused ones it is removed.
REFRESHED, KEPT = 7, 90


def cache_folder() -> Path:
    """Return the folder of the cache: TOETSSTEEN_CACHE, or toetssteen in the person's cache folder."""
    own = os.environ.get("TOETSSTEEN_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "toetssteen"


def signature(files: Sequence[Path]) -> str:
    """Return a text that changes when any of the files, the program or the Python version changes."""
    stamps = []
    for file in files:
        status = file.stat()
        stamps.append(f"{file}|{status.st_size}|{status.st_mtime_ns}")
    return "\n".join([__version__, sys.version, *stamps])


def cached(name: str, files: Sequence[Path], build: Callable[[], Built]) -> Built:
    """Return the stored value for these files, or build and store it."""
    return stored(name, signature(files), build)


def stored(name: str, stamp: str, build: Callable[[], Built]) -> Built:
    """Return the stored value with a stamp (a ``signature``), or build and store it.

    A damaged, foreign or outdated entry is built anew.
    """
    target = cache_folder() / f"{name}-{crc32(stamp.encode()):08x}.pickle"
    found = _read(target, stamp)
    if found is not None:
        return cast("Built", found[0])
    value = build()
    _write(target, stamp, value)
    return value


def packed(values: Iterable[object]) -> tuple[bytes, ...]:
    """Return values packed one by one: what is read as a whole takes a third longer, for it keeps track of more."""
    return tuple(pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL) for one in values)


def unpacked(parts: Iterable[bytes]) -> Iterator[Any]:
    """Yield the values that were packed."""
    return map(pickle.loads, parts)


def _read(target: Path, stamp: str) -> list[object] | None:
    """Return the stored value in a list of one, or nothing when it cannot be trusted."""
    try:
        with target.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            found = pickle.load(stream)
            if found[0] != stamp:
                return None
            if status.st_mtime < time() - REFRESHED * DAY:
                os.utime(target)
            return [found[1]]
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None


def _write(target: Path, stamp: str, value: object) -> None:
    import tempfile

    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            pickle.dump((stamp, value), stream, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(name, target)
        _remove_unused(target.parent)
    except OSError:
        return


def _remove_unused(folder: Path) -> None:
    """Remove the entries that nothing has read for long, of other versions and of laws that are gone."""
    oldest = time() - KEPT * DAY
    for entry in folder.glob("*.pickle"):
        if entry.stat().st_mtime < oldest:
            entry.unlink(missing_ok=True)
