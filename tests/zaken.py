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


@lru_cache(maxsize=2000)
def assessment(path: Path) -> Assessment:
    """Return the decided case of a file, decided once per process."""
    case, findings = read(path)
    assert case is not None, "\n".join(finding.as_text() for finding in findings)
    return assess(case)
