"""What the commands that explain share: in which form, and to which file."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.main import INPUT, OK

if TYPE_CHECKING:
    from toetssteen.cli.common import Arguments
    from toetssteen.explain.document import Section
    from toetssteen.explain.report import CaseReport


# Files that people may ask for, and whose name would not say what is in them.
UNMADE = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".png", ".jpg", ".jpeg")


def add_form_arguments(parser: Arguments, forms: Sequence[str] = ()) -> None:
    """Add the arguments for the form and the file of an explanation; without ``forms`` all there are."""
    from toetssteen.explain.forms import FORMS

    forms = forms or FORMS
    parser.add_argument("--vorm", choices=forms, metavar="VORM", help=f"in welke vorm: {', '.join(forms)}")
    parser.add_argument(
        "--uit", default="", metavar="BESTAND", help="schrijf naar een bestand; de naam zegt de vorm (.html, .md)"
    )
    parser.add_argument("--overschrijf", action="store_true", help="ook als dat bestand al bestaat")
    parser.add_argument("--json", action="store_true", help="hetzelfde als --vorm json")
    parser.set_defaults(vormen=forms)


def chosen_form(options: Namespace) -> str | None:
    """Return the form asked for, by name or by the end of the file's name; None (and a message) when there is no such form."""
    from toetssteen.explain.forms import JSON, SUFFIXES, TEXT

    if options.json and options.vorm not in (None, JSON):
        print(f"--json kan niet samen met --vorm {options.vorm}", file=sys.stderr)
        return None
    suffix = Path(options.uit).suffix.lower()
    if suffix in UNMADE and not options.vorm and not options.json:
        print(f"een bestand op {suffix} is hier niet te maken; maak .html en druk dat af of open het in uw tekstverwerker",
              file=sys.stderr)  # fmt: skip
        return None
    form = JSON if options.json else options.vorm or SUFFIXES.get(suffix, TEXT)
    if form not in options.vormen:
        print(f"een bestand op {suffix} is hier niet te maken; kies --vorm uit {', '.join(options.vormen)}", file=sys.stderr)
        return None
    return form


def show(report: CaseReport, form: str, options: Namespace, *, full: bool, proofs: bool = False,
         brief_others: bool = True) -> int:  # fmt: skip
    """Print a report in a form, or write it to the file asked for; return the exit code."""
    from toetssteen.explain.forms import TEXT, render

    if form == TEXT and not options.uit:
        from toetssteen.explain.layout import Printer
        from toetssteen.explain.output import output

        Printer(output(sys.stdout), full=full, proofs=proofs).case(report, brief_others=brief_others)
        return OK
    return give(render(report, form, full=full, proofs=proofs, brief_others=brief_others), options)


def show_document(document: Section, form: str, options: Namespace) -> int:
    """Print a document in a form, or write it to the file asked for; return the exit code."""
    from toetssteen.explain.forms import TEXT, in_form

    if form == TEXT and not options.uit:
        from toetssteen.explain.output import output
        from toetssteen.explain.to_text import TextWriter

        TextWriter(output(sys.stdout)).write(document)
        return OK
    return give(in_form(document, form), options)


def give(text: str, options: Namespace) -> int:
    """Print a text, or write it to the file asked for; return the exit code."""
    if options.uit:
        return write(Path(options.uit), text, replace=options.overschrijf)
    sys.stdout.write(text)
    return OK


def write(path: Path, text: str, *, replace: bool, beside: bool = False) -> int:
    """Write a file whole or not at all; one that is there already only with ``replace``.

    A file ``beside`` what a command gives is told of on standard error, so that standard output holds nothing else.
    """
    try:
        against = objection(path, replace=replace)
        if against:
            print(f"«{path}» {against}", file=sys.stderr)
            return INPUT
        write_whole(path, text)
    except (OSError, ValueError) as problem:
        from toetssteen.parser.source import reason

        print(f"«{path}» is niet te schrijven: {reason(problem)}", file=sys.stderr)
        return INPUT
    print(f"{path} is geschreven", file=sys.stderr if beside else sys.stdout)
    return OK


def write_files(folder: Path, files: Mapping[str, str], *, replace: bool) -> int:
    """Write cases to a folder, all or none where one is there already; return the exit code."""
    from toetssteen.parser.source import reason

    try:
        there = [name for name in files if (folder / name).exists()]
        if there and not replace:
            more = f" (en nog {len(there) - 1})" if len(there) > 1 else ""
            print(f"in «{folder}» staat al {there[0]}{more}; met --overschrijf wordt vervangen wat er staat", file=sys.stderr)
            return INPUT
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_whole(folder / name, text)
    except (OSError, ValueError) as problem:
        print(f"in de map «{folder}» is niet te schrijven: {reason(problem)}", file=sys.stderr)
        return INPUT
    print(f"{len(files)} {'zaak' if len(files) == 1 else 'zaken'} in {folder}", file=sys.stderr)
    return OK


def objection(path: Path, *, replace: bool) -> str:
    """Return why a file should not be written, or an empty text."""
    if not path.exists():
        return ""
    if path.is_dir():
        return "is een map; geef een bestand op"
    if not path.is_file():
        return "is geen gewoon bestand; laat --uit weg om naar de standaarduitvoer te schrijven"
    return "" if replace else "bestaat al; met --overschrijf wordt het vervangen"


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, in place of one that is there already."""
    beside = path.with_name(f".toetssteen-{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
