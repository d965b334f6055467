"""Testing many cases at once: every expectation of every file of some folders, and where they fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from toetssteen.explain.report import Check
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.ops.expect import checked
from toetssteen.parser.json_form import read_any


class Tested(NamedTuple):
    """A tested case file: its checks, or what is wrong with it; ``seconds`` is what it took."""

    path: Path
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Check, ...]:
        """The expectations that did not come true."""
        return tuple(one for one in self.checks if one.mismatches)

    @property
    def unreadable(self) -> bool:
        """Whether the file could not be read as a case."""
        return has_errors(list(self.findings))


def case_files(places: Iterable[Path]) -> list[Path]:
    """Return the case files of files and folders, in order, each once."""
    found: dict[Path, None] = {}
    for place in places:
        found.update(dict.fromkeys(sorted(place.rglob("*.feiten")) if place.is_dir() else [place]))
    return list(found)


def run_suite(files: Iterable[Path], done: Callable[[Tested], None] = lambda _one: None) -> list[Tested]:
    """Test every file in turn, and say so after each."""
    found = []
    for path in files:
        found.append(_tested(path))
        done(found[-1])
    return found


def _tested(path: Path) -> Tested:
    start = time.perf_counter()
    case, findings = read_any(path.read_bytes(), str(path))
    checks = checked(case) if case is not None and not has_errors(findings) else ()
    return Tested(path, checks, tuple(findings), time.perf_counter() - start)


def junit(tested: Iterable[Tested]) -> str:
    """Return the results as JUnit XML: a suite per folder, a test case per expectation."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("testsuites", name="toetssteen")
    by_folder: dict[str, list[Tested]] = {}
    for one in tested:
        by_folder.setdefault(one.path.parent.as_posix(), []).append(one)
    for folder, members in by_folder.items():
        failures = sum(len(one.failed) for one in members)
        errors = sum(one.unreadable for one in members)
        count = sum(len(one.checks) + one.unreadable for one in members)
        suite = SubElement(root, "testsuite", name=folder, tests=str(count), failures=str(failures), errors=str(errors),
                           time=f"{sum(one.seconds for one in members):.4f}")  # fmt: skip
        for one in members:
            about = {"classname": f"{folder}/{one.path.stem}", "file": one.path.as_posix()}
            for check in one.checks:
                entry = SubElement(suite, "testcase", about, name=check.title, line=str(check.line), time=f"{one.seconds:.4f}")
                if check.mismatches:
                    failure = SubElement(entry, "failure", message="; ".join(check.mismatches))
                    failure.text = f"verwacht {check.expected}\nbron: {check.source}"
            if one.unreadable:
                entry = SubElement(suite, "testcase", about, name="lezen")
                SubElement(entry, "error", message="de zaak is niet te lezen").text = "\n".join(
                    finding.as_text() for finding in one.findings
                )
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"
