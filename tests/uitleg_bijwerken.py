"""The golden explanations: fixed-width plain text of the short and the full form; run this to write them anew.

``python -m tests.uitleg_bijwerken t10 t11`` writes only those with such a word in their name.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from tests.zaken import ALL, HERE, whole
from toetssteen.explain.layout import Printer
from toetssteen.explain.output import PlainOutput
from toetssteen.ops.report import report_case

FOLDER = HERE / "uitleg"
WIDTH = 100
MARK = re.compile(r"dossier (?P<case>[TVX]\d+)")
# Worked cases of the dossier that are also recorded in full form, as the examples are: one of each kind of reasoning.
IN_FULL = ("verklaring-van-drie-maanden", "t9-jelle-aantal-bereikt", "t12-hanna-leerwerktraject",
           "onbeloond-bij-de-rechtsvoorganger", "x1-goedkoopste-passende-min-werkgever")  # fmt: skip


def golden_cases() -> list[Path]:
    """Return the cases with a golden explanation: the examples, and those that work out a case of the dossier."""
    return [path for path in ALL if path.parent.name == "voorbeelden" or MARK.search(path.read_text(encoding="utf-8"))]


def golden_file(path: Path) -> Path:
    """Return the file of the golden explanation of a case."""
    return FOLDER / f"{path.parent.name}--{path.stem}.txt"


def explanation(path: Path) -> str:
    """Return the short form of a case; of the examples and a few others also the full proof of what is asked."""
    out = io.StringIO()
    plain = PlainOutput(out, WIDTH)
    found = whole(path)
    Printer(plain).case(report_case(found))
    if path.parent.name == "voorbeelden" or path.stem in IN_FULL:
        out.write("\n" + "-" * WIDTH + "\n\n")
        Printer(plain, full=True).case(report_case(found, asked_only=True), brief_others=False)
    return out.getvalue()


def main(names: list[str]) -> None:
    """Write the golden explanations anew: all of them, or those with one of some words in the name of their file."""
    FOLDER.mkdir(exist_ok=True)
    cases = golden_cases()
    for old in set(FOLDER.glob("*.txt")) - {golden_file(path) for path in cases}:
        old.unlink()
    for path in cases:
        if not names or any(word in golden_file(path).stem for word in names):
            golden_file(path).write_text(explanation(path), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
