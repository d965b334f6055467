"""The golden explanations: fixed-width plain text of the short and the full form; run this to write them anew."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from tests.zaken import ALL, HERE, assessment
from toetssteen.explain.render_rich import Printer
from toetssteen.ops.report import report_case

FOLDER = HERE / "uitleg"
WIDTH = 100
MARK = "dossier"


def golden_cases() -> list[Path]:
    """Return the cases with a golden explanation: the examples, and the cases of the dossier by their file names."""
    wanted = {path.stem for path in FOLDER.glob("*.txt")}
    return [path for path in ALL if path.parent.name == "voorbeelden" or path.stem in wanted]


def explanation(path: Path) -> str:
    """Return the short form of a case, and the full proof of what it asks for."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, no_color=True, highlight=False, force_terminal=False)
    found = assessment(path)
    Printer(console).case(report_case(found))
    console.print("\n" + "-" * WIDTH + "\n")
    Printer(console, full=True).case(report_case(found, asked_only=True), brief_others=False)
    return out.getvalue()


def main() -> None:
    """Write all golden explanations."""
    FOLDER.mkdir(exist_ok=True)
    for path in golden_cases():
        (FOLDER / f"{path.stem}.txt").write_text(explanation(path), encoding="utf-8")


if __name__ == "__main__":
    main()
