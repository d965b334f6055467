"""The case files of the tests, found and read in one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import toetssteen
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.ops.assess import Assessment, assess
from toetssteen.parser.json_form import read_any

HERE = Path(__file__).parent
CASES = sorted((HERE / "casus").rglob("*.feiten"))
EXAMPLES = sorted((Path(toetssteen.__file__).parent / "voorbeelden").glob("*.feiten"))
ALL = [*EXAMPLES, *CASES]


def name(path: Path) -> str:
    """Return a short name for a case file."""
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> tuple[Case | None, list[Finding]]:
    """Read a case file."""
    return read_any(path.read_bytes(), path.name)


def case_of(path: Path) -> Case:
    """Return the case of a file; one that cannot be read fails the test."""
    case, findings = read(path)
    assert case is not None, "\n".join(finding.as_text() for finding in findings)
    return case


@lru_cache(maxsize=2000)
def assessment(path: Path) -> Assessment:
    """Return the decided case of a file, as far as it expects something, decided once per process."""
    case = case_of(path)
    return assess(case, about=frozenset(one.provision for one in case.expectations) or None)


def whole(path: Path) -> Assessment:
    """Return the decided case of a file with everything that is assessed of the college's own motion."""
    return assess(case_of(path))
