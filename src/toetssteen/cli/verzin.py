"""``toetssteen verzin``: an invented caseload, to try everything without data about people."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toetssteen.cli.caseload import progress
from toetssteen.cli.common import Arguments, print_json, reference_date, show_findings
from toetssteen.cli.main import INPUT, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.ops.invent import Plan

MOST_PERSONS = 1_000_000


def arguments() -> Arguments:
    """Return the arguments of the command."""
    about = "Verzin een caseload: inwoners en hun aanvragen, getrokken uit verdelingen in een bestand. Geen van hen bestaat."
    parser = Arguments("verzin", about, "verzin --n 5")
    parser.add_argument("--n", type=_persons, default=100, metavar="AANTAL", help="hoeveel inwoners (100)")
    parser.add_argument("--zaad", type=int, default=1, metavar="GETAL", help="een ander getal, andere inwoners (1)")
    parser.add_argument("--onvolledig", type=_share, default=0.0, metavar="DEEL", help="welk deel iets onbekend heeft: 10%% (0)")
    parser.add_argument("--peildatum", type=reference_date, metavar="DATUM", help="een andere peildatum dan het bestand noemt")
    parser.add_argument("--verdeling", default="", metavar="BESTAND", help="eigen verdelingen, in TOML")
    parser.add_argument("--uit", default="", metavar="BESTAND", help="schrijf naar .csv, .parquet of .xlsx (zonder: toon CSV)")
    parser.add_argument("--overschrijf", action="store_true", help="ook als dat bestand al bestaat")
    parser.add_argument(
        "--json", action="store_true", help="geef de verdelingen als JSON, met hun herkomst; er wordt niets verzonnen"
    )
    return parser


def _persons(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text) or not 1 <= int(text) <= MOST_PERSONS:
        raise ArgumentTypeError(f"geef 1 tot en met {MOST_PERSONS:,} inwoners".replace(",", "."))
    return int(text)


def _share(text: str) -> float:
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d+))?\s*(%?)", text.strip())
    share = float(f"{match[1]}.{match[2] or 0}") / (100 if match[3] else 1) if match else -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError("geef een deel, zoals 10% of 0,1")
    return share


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.kb.dates import in_words
    from toetssteen.kb.law import load_law
    from toetssteen.ops.invent import SHIPPED, invented, read_plan

    plan, findings = read_plan(Path(options.verdeling) if options.verdeling else SHIPPED)
    if plan is None:
        show_findings(findings, "er is niets verzonnen")
        return INPUT
    if options.peildatum:
        plan = plan._replace(reference_date=options.peildatum)
    in_force = load_law(plan.reference_date).identity.in_force
    if plan.reference_date < in_force:
        print(f"op die peildatum geldt deze verordening nog niet: zij treedt in werking op {in_words(in_force)}", file=sys.stderr)
        return INPUT
    if options.json:
        print_json(_as_json(plan))
        return OK
    rows = invented(plan, options.n, options.zaad, options.onvolledig)
    if not options.uit:
        _print(plan, rows)
        return OK
    from toetssteen.cli.tables import write_rows

    if Path(options.uit).suffix.lower() not in (".csv", ".parquet", ".xlsx"):
        print(f"«{options.uit}» is geen tabel; kies een naam op .csv, .parquet of .xlsx", file=sys.stderr)
        return USAGE
    with progress("inwoners verzinnen", options.n) as step:
        return write_rows(options, plan.header, _counted(rows, step))


def _counted(rows: Iterable[list[Any]], step: Callable[..., None]) -> Iterator[list[Any]]:
    person = None
    for row in rows:
        if row[0] != person:
            person = row[0]
            step()
        yield row


def _print(plan: Plan, rows: Iterable[list[Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(plan.header)
    writer.writerows(rows)


def _as_json(plan: Plan) -> dict[str, Any]:
    columns = [
        {"kolom": one.header, "per": one.per, "bron": one.source or None, "verzonnen": not one.source, "takken": [
            {"bij": {name: sorted(wanted) for name, wanted in each.conditions}, "trekt": each.kind, "waarden": list(each.values),
             "gewichten": list(each.weights)} for each in one.branches]}
        for one in plan.columns
    ]  # fmt: skip
    return {
        "formaat": "toetssteen/verdelingen/1",
        "titel": plan.title,
        "peildatum": plan.reference_date.isoformat(),
        "kolommen": columns,
    }
