"""``toetssteen test``: compare every expectation of folders of cases with what follows."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, print_json
from toetssteen.cli.main import FAILED, INPUT, OK

if TYPE_CHECKING:
    from collections.abc import Callable

    from toetssteen.ops.suite import Tested


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("test", "Beslis alle zaken van een of meer mappen en vergelijk met wat zij verwachten.",
                       "test voorbeelden")  # fmt: skip
    parser.add_argument("zaken", nargs="+", metavar="MAP", help="mappen of bestanden; «voorbeelden» zijn de meegeleverde zaken")
    parser.add_argument("--junit", default="", metavar="BESTAND", help="schrijf de uitslag ook als JUnit-XML")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when an expectation fails, 3 when a file cannot be read."""
    from toetssteen.ops.suite import case_files, junit

    places, missing = _places(options.zaken)
    if missing:
        print(f"«{missing[0]}» bestaat niet; geef een map of een bestand op", file=sys.stderr)
        return INPUT
    files = case_files(places)
    if not files:
        print("hier staan geen zaken: geen enkel bestand eindigt op .feiten", file=sys.stderr)
        return INPUT
    tested = _run(files)
    if options.junit:
        try:
            Path(options.junit).write_text(junit(tested), encoding="utf-8")
        except OSError as problem:
            print(f"«{options.junit}» is niet te schrijven: {problem.strerror}", file=sys.stderr)
            return INPUT
    if options.json:
        print_json(_as_json(tested))
    else:
        _show(tested)
    return INPUT if any(one.unreadable for one in tested) else FAILED if any(one.failed for one in tested) else OK


def _places(names: list[str]) -> tuple[list[Path], list[str]]:
    from toetssteen.parser.source import example, examples_folder

    found, missing = [], []
    for name in names:
        path = Path(name)
        try:
            there = bool(name.strip()) and path.exists()
        except (OSError, ValueError):  # a name that cannot be
            there = False
        shipped = examples_folder() if name == "voorbeelden" else example(name)
        if there or shipped is not None:
            found.append(path if there else shipped or path)
        else:
            missing.append(name)
    return found, missing


def _run(files: list[Path]) -> list[Tested]:
    from toetssteen.ops.suite import run_suite

    if not sys.stderr.isatty():
        return run_suite(files)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("zaken"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    from rich.console import Console

    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=len(files))
        failures = 0

        def done(one: Tested) -> None:
            nonlocal failures
            failures += bool(one.failed) or one.unreadable
            progress.update(task, advance=1, description=f"{failures} met fouten" if failures else "")

        report: Callable[[Tested], None] = done
        return run_suite(files, report)


def _show(tested: list[Tested]) -> None:
    for one in tested:
        for finding in one.findings if one.unreadable else ():
            print(finding.as_text(), file=sys.stderr)
        for check in one.failed:
            print(f"{one.path}:{check.line}: {check.title}\n    verwacht {check.expected}")
            print("\n".join(f"    ✗ {mismatch}" for mismatch in check.mismatches))
    checks = sum(len(one.checks) for one in tested)
    failed = sum(len(one.failed) for one in tested)
    unreadable = sum(one.unreadable for one in tested)
    seconds = f"{sum(one.seconds for one in tested):.1f}".replace(".", ",")
    parts = [_count(len(tested), "zaak", "zaken"), _count(checks, "verwachting", "verwachtingen")]
    if failed:
        parts.append(_count(failed, "verwachting komt niet uit", "verwachtingen komen niet uit"))
    elif checks:
        parts.append("wat verwacht is komt uit" if unreadable else "alles komt uit")
    silent = sum(not one.checks and not one.unreadable for one in tested)
    if silent:
        parts.append(_count(silent, "zaak verwacht niets", "zaken verwachten niets"))
    if unreadable:
        parts.append(_count(unreadable, "zaak is niet te lezen", "zaken zijn niet te lezen"))
    print(f"{', '.join(parts)} ({seconds} s)")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _as_json(tested: list[Tested]) -> dict[str, object]:
    return {"formaat": "toetssteen/test/1", "zaken": [
        {"bestand": str(one.path), "te_lezen": not one.unreadable, "seconden": round(one.seconds, 4), "verwachtingen": [
            {"over": check.title, "verwacht": check.expected, "bron": check.source, "regel": check.line,
             "komt_uit": not check.mismatches, "verschillen": list(check.mismatches)} for check in one.checks]}
        for one in tested]}  # fmt: skip
