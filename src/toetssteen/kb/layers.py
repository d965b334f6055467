"""Rules that somebody brought: the files of a folder, read once and with care, and laid over those of the law.

A layer has a rule or a whole article file per place: an own rule with a label takes the place of all rules with it, a
new label adds, and ``%%% vervalt 6.3/maximum`` in the head of a file makes a label lapse. What is read is what is
checked and what is run; a file that changes afterwards is another layer.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from toetssteen.kb.article import Header, Label, SourceFile
from toetssteen.kb.finding import Finding
from toetssteen.kb.program import read_program
from toetssteen.kb.terms import Rule

MOST_FILES = 200
MOST_BYTES = 1_000_000
LAPSES = "vervalt"
MOST_KNOWN = 64
Read = TypeVar("Read")


class Lapse(NamedTuple):
    """A label that lapses by the head of a file."""

    label: str
    file: str
    line: int


class Layer(NamedTuple):
    """A folder of rules as it was read; ``digest`` is the SHA-256 of its names and bytes."""

    folder: Path
    sources: tuple[SourceFile, ...]
    lapses: tuple[Lapse, ...]
    findings: tuple[Finding, ...]
    digest: str

    @property
    def labels(self) -> dict[str, Label]:
        """The labels of the layer."""
        return {label.norm: label for source in self.sources for label in reversed(source.labels)}


class Layered(NamedTuple):
    """The rules, labels and headers of a law with its layers."""

    rules: tuple[Rule, ...]
    labels: dict[str, Label]
    headers: dict[str, tuple[Header, ...]]


_LAYERS: dict[Path, tuple[object, Layer]] = {}


def read_layer(folder: Path) -> Layer:
    """Read the rule files of a folder; what keeps a file from being used is in the findings.

    While no file of it changes, a folder is read once.
    """
    return once(_LAYERS, folder, "*.lp", _read_layer)


def once(known: dict[Path, tuple[object, Read]], folder: Path, pattern: str, read: Callable[[Path], Read]) -> Read:
    """Return what was read of a folder, or read it (again) when a file that matches came, went or changed."""
    try:
        stamp = [(path, status.st_size, status.st_mtime_ns, status.st_ino) for path in sorted(folder.rglob(pattern))
                 for status in (path.stat(),)]  # fmt: skip
    except (OSError, ValueError, RuntimeError):
        return read(folder)
    found = known.get(folder)
    if found is None or found[0] != stamp:
        if len(known) >= MOST_KNOWN:
            known.clear()
        found = known[folder] = (stamp, read(folder))
    return found[1]


def _read_layer(folder: Path) -> Layer:
    findings: list[Finding] = []
    read: list[tuple[str, bytes]] = []
    for path in _files(folder, findings):
        data = _bytes(path, folder, findings)
        if data is not None:
            read.append((str(path), data))
    digest = sha256()
    for name, data in read:
        digest.update(f"{name}\n{len(data)}\n".encode() + data)
    sources = [source for name, data in read if (source := _source(name, data, findings))]
    lapses = [Lapse(label, source.name, header.line) for source in sources for header in source.headers
              if header.key == LAPSES for label in header.value.split()]  # fmt: skip
    findings += [finding for source in sources for finding in source.findings]
    return Layer(folder, tuple(sources), tuple(lapses), tuple(findings), digest.hexdigest())


def _files(folder: Path, findings: list[Finding]) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.name.endswith(".lp") and not path.name.startswith("."))
    except (OSError, ValueError) as problem:
        missing = isinstance(problem, FileNotFoundError)
        findings.append(Finding(f"de map «{folder}» bestaat niet" if missing else f"«{folder}» is geen map die te lezen is",
                                suggestion="geef een map met bestanden die op .lp eindigen"))  # fmt: skip
        return []
    if not found:
        findings.append(Finding(f"in de map «{folder}» staan geen regels", suggestion="zet er bestanden in die op .lp eindigen"))
    if len(found) > MOST_FILES:
        findings.append(Finding(f"in de map «{folder}» staan {len(found)} bestanden met regels, hooguit {MOST_FILES}"))
        return []
    return found


def _bytes(path: Path, folder: Path, findings: list[Finding]) -> bytes | None:
    """Return the bytes of a plain file inside the folder; anything else could point or lead elsewhere."""
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            findings.append(
                Finding("deze verwijzing wijst buiten de map", str(path), suggestion="zet het bestand zelf in de map")
            )
            return None
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            findings.append(Finding("dit is geen gewoon bestand", str(path)))
            return None
        if status.st_size > MOST_BYTES:
            findings.append(Finding("dit bestand is groter dan 1 MB", str(path), suggestion="splits het naar onderwerp"))
            return None
        return path.read_bytes()
    except (OSError, ValueError, RuntimeError):
        findings.append(Finding("dit bestand is niet te lezen", str(path)))
        return None


def _source(name: str, data: bytes, findings: list[Finding]) -> SourceFile | None:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        findings.append(Finding("dit bestand is geen UTF-8-tekst", name, line, 1, suggestion="bewaar het opnieuw als UTF-8"))
        return None
    number = next((number for number, line in enumerate(text.split("\n"), 1) if not line.replace("\t", " ").isprintable()), 0)
    if number:
        findings.append(Finding("hier staat een onzichtbaar teken", name, number, 1, suggestion="haal het teken weg"))
        return None
    return read_program(name, text)


def laid_over(base: Layered, layers: Sequence[Layer], dropped: Iterable[str]) -> Layered:
    """Return the rules of a law with layers over it, and without the labels that lapse.

    A rule takes the place of the first rule with its label, so that conditions keep their order. What the statute says
    of a norm of the ordinance that lapsed, lapses too.
    """
    rules, labels, headers = list(base.rules), dict(base.labels), dict(base.headers)
    lapsed: set[str] = set()
    for layer in layers:
        gone = {one.label for one in layer.lapses}
        lapsed = (lapsed | gone) - set(layer.labels)
        rules = _replaced(rules, [rule for source in layer.sources for rule in source.rules], gone | set(layer.labels))
        labels = {norm: label for norm, label in labels.items() if norm not in gone} | layer.labels
        headers |= {source.name: source.headers for source in layer.sources}
    lapsed |= set(dropped)
    left = tuple(rule for rule in rules if rule.label not in lapsed and not _is_about(rule, lapsed))
    return Layered(left, {norm: label for norm, label in labels.items() if norm not in lapsed}, headers)


def _replaced(rules: list[Rule], own: list[Rule], gone: set[str]) -> list[Rule]:
    by_label: dict[str, list[Rule]] = {}
    for rule in own:
        by_label.setdefault(rule.label, []).append(rule)
    found: list[Rule] = []
    for rule in rules:
        if rule.label in gone:
            found += by_label.pop(rule.label, [])
        else:
            found.append(rule)
    return found + [rule for group in by_label.values() for rule in group]


def _is_about(rule: Rule, norms: set[str]) -> bool:
    """Return whether a rule only says of one of some norms what it restates."""
    return rule.predicate in ("herhaalt_wet", "basis_vervallen") and str(rule.terms[0])[1:] in norms
