"""The golden drafts of decisions: fixed-width plain text; run this to write them anew."""

from __future__ import annotations

import io
from pathlib import Path

from tests.zaken import ALL, HERE, whole
from toetssteen import __version__
from toetssteen.explain.drafts import drafts_document
from toetssteen.explain.output import PlainOutput
from toetssteen.explain.to_text import TextWriter
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.ops.decision import draft

FOLDER = HERE / "besluit"
WIDTH = 100
# One case for each thing a draft has to say: cases of the dossier, a ground to refuse, facts that are missing.
GOLDEN = (
    "werkervaringsplaats", "participatieplaats-te-jong", "premie-negen-maanden", "werkervaringsplaats-hardheid",
    "proefplaats-nog-veel-onbekend", "t7-ontwikkelbaan-het-meerdere", "t8-fenna-wettelijke-loonkostensubsidie",
    "t9-jelle-aantal-bereikt", "t10-fatma-verlenging-met-artikel-20", "t12-hanna-leerwerktraject", "verklaring-van-drie-maanden",
    "gerrit-t11-kan-worden-bereikt", "x1-goedkoopste-passende-min-werkgever", "werkgever-betaalt-de-cursus",
    "verklaring-van-zeven-maanden-bij-exact-6",
)  # fmt: skip


def golden_cases() -> list[Path]:
    """Return the cases with a golden draft."""
    return [next(path for path in ALL if path.stem == name) for name in GOLDEN]


def golden_file(path: Path) -> Path:
    """Return the file of the golden draft of a case."""
    return FOLDER / f"{path.stem}.txt"


def drafted(path: Path) -> str:
    """Return the drafts of what a case asks for, or of what follows from its placements."""
    found = whole(path)
    chosen = [one for one in found.outcomes if one.application.person != MUNICIPALITY
              and (one.about or not one.application.own_motion)]  # fmt: skip
    out = io.StringIO()
    drafts = [draft(found, one) for one in chosen]
    TextWriter(PlainOutput(out, WIDTH)).write(drafts_document(drafts, title=found.case.title))
    return out.getvalue().replace(f"Toetssteen {__version__}", "Toetssteen ‹versie›")


def main() -> None:
    """Write all golden drafts."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for path in golden_cases():
        golden_file(path).write_text(drafted(path), encoding="utf-8")


if __name__ == "__main__":
    main()
