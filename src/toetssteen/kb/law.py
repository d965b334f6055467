"""The versions of the law: the article files that hold on a reference date, read, indexed and cached.

A version is a list of files: the ordinance's own folder, and of every statute file the newest dated
one that is not later than the reference date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from toetssteen.kb.article import Label
from toetssteen.kb.cache import packed, signature, stored, unpacked
from toetssteen.kb.indexed_law import REPORTED, Law, kinds_of
from toetssteen.kb.law_data import (
    Identity,
    LawData,
    Parameter,
    Reading,
    Signal,
    read_identity,
    read_parameters,
    read_readings,
    read_signals,
    read_toml,
)
from toetssteen.kb.norms import read_norms
from toetssteen.kb.vocabulary import read_vocabulary, vocabulary_files

# The parts of a version are read from here too.
__all__ = [
    "HOGELAND", "KB_FOLDER", "OUTCOMES", "REPORTED", "SIGNAL", "UNDETERMINED", "Identity", "Law", "LawData", "Parameter",
    "Reading", "Signal", "build", "data_files", "known_labels", "load_law", "statute_day", "statute_states", "version_files",
]  # fmt: skip

KB_FOLDER = Path(__file__).parent
HOGELAND = KB_FOLDER / "hogeland"
STATIC_STATUTE = date(2024, 12, 11)
OUTCOMES = ("verplicht", "bevoegd", "weigerbaar", "geblokkeerd")
UNDETERMINED = "onbepaald"
# The modules that make what is kept of a version.
BUILDERS = ("article", "compiler", "function_text", "grounding", "indexed_law", "instance_compiler", "joins", "kinds", "law",
            "law_data", "norms", "program", "terms", "vocabulary")  # fmt: skip
TABLES = ("verordening", "parameters", "lezingen", "normen", "signalen")
# What is found in the text itself, whatever the case.
SIGNAL = "signaal"


def statute_day(reference_date: date, readings: Mapping[str, str]) -> date:
    """Return the day whose statute a case is decided under: its reference date, or the adoption (reading I-68)."""
    static = readings.get("i68") == "statisch_2024_12_11"
    return min(reference_date, STATIC_STATUTE) if static else reference_date


def version_files(folder: Path, day: date) -> tuple[Path, ...]:
    """Return the article files that make up the version of a reference date, in reading order."""
    ordinance = sorted(_newest(folder, day).values())
    statute = sorted(_newest(folder / "participatiewet", day).values())
    general = [KB_FOLDER / "gevolg.lp", KB_FOLDER / "reeks.lp", KB_FOLDER / "signalen.lp"]
    return (*ordinance, *statute, *general)


def data_files(folder: Path) -> list[Path]:
    """Return the tables that every version of an ordinance shares: facts, kinds of voorziening, numbers, readings, norms."""
    return [*vocabulary_files(KB_FOLDER), KB_FOLDER / "voorzieningen.toml", *(folder / f"{one}.toml" for one in TABLES)]


def statute_states(folder: Path) -> list[date]:
    """Return the first days of the states of the statute that are shipped, oldest first."""
    return sorted(date.fromisoformat(path.name) for path in (folder / "participatiewet").iterdir() if path.is_dir())


def _newest(folder: Path, day: date) -> dict[str, Path]:
    """Return per file name the file of the newest dated folder not later than the day.

    A name that only an earlier folder has is inherited; before the first folder the first one holds.
    """
    states = sorted(path for path in folder.iterdir() if path.is_dir() and path.name[:4].isdigit())
    usable = [path for path in states if date.fromisoformat(path.name) <= day] or states[:1]
    found: dict[str, Path] = {}
    for state in usable:
        found.update({path.name: path for path in state.glob("*.lp")})
    return found


def load_law(day: date, folder: Path = HOGELAND) -> Law:
    """Return the version of the law for a reference date (the state of the statute on that day)."""
    states = [state for state in statute_states(folder) if state <= day] or statute_states(folder)[:1]
    return _load(states[-1], folder)


def known_labels(law: Law) -> frozenset[str]:
    """Return the labels of a version and of every other version of the same ordinance."""
    return frozenset(law.labels).union(*(law.at(state).labels for state in statute_states(law.statutes)))


@lru_cache(maxsize=8)
def _load(state: date, folder: Path) -> Law:
    files = version_files(folder, state)
    stamp = signature([*files, *data_files(folder), *(KB_FOLDER / f"{one}.py" for one in BUILDERS)])
    parts = stored(f"law-{state}", stamp, lambda: packed(build(files, folder)))
    return Law(LawData(*unpacked(parts)), state, files, folder, stamp)


def build(files: tuple[Path, ...], folder: Path) -> LawData:
    """Read and index the files of a version; what is wrong with them is in ``findings``."""
    from toetssteen.kb.compiler import compile_rules  # only needed when the cache is empty, as the next
    from toetssteen.kb.program import read_program

    sources = [read_program(_short_name(path), path.read_text(encoding="utf-8")) for path in files]
    labels: dict[str, Label] = {}
    for source in sources:
        labels.update({label.norm: label for label in reversed(source.labels)})
    rules = tuple(rule for source in sources for rule in source.rules)
    vocabulary = read_vocabulary(KB_FOLDER)
    return LawData(
        read_identity(read_toml(folder / "verordening.toml")),
        rules,
        labels,
        {source.name: source.headers for source in sources},
        vocabulary,
        read_parameters(folder / "parameters.toml"),
        read_readings(folder / "lezingen.toml"),
        read_norms(folder / "normen.toml"),
        read_signals(folder / "signalen.toml"),
        tuple(finding for source in sources for finding in source.findings),
        compile_rules(rules),
        tuple(map(kinds_of(rules, vocabulary.provisions).of, rules)),
    )


def _short_name(path: Path) -> str:
    return path.relative_to(KB_FOLDER).as_posix() if path.is_relative_to(KB_FOLDER) else str(path)
