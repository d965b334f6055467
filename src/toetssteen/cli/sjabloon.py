"""``toetssteen sjabloon``: an empty table with the columns that some voorzieningen need."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toetssteen.cli.common import Arguments, console, print_json, reference_date
from toetssteen.cli.main import INPUT, OK, USAGE
from toetssteen.parser.source import is_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toetssteen.ops.template import TemplateColumn


def arguments() -> Arguments:
    """Return the arguments of the command."""
    about = (
        "Een lege tabel met de goede kolommen: de feiten die over de gekozen voorzieningen kunnen beslissen, elk met zijn vraag."
    )
    parser = Arguments("sjabloon", about, "sjabloon scholing proefplaats")
    parser.add_argument("voorzieningen", nargs="*", metavar="VOORZIENING", help="voor welke voorzieningen (zonder: alle)")
    parser.add_argument("--alles", action="store_true", help="ook feiten over plichten, zoals of er is overlegd")
    parser.add_argument("--peildatum", type=reference_date, metavar="DATUM", help="naar het recht van die dag (vandaag)")
    parser.add_argument(
        "--uit", default="", metavar="BESTAND", help="schrijf naar .xlsx, .csv of .parquet (zonder: toon de kolommen)"
    )
    parser.add_argument("--overschrijf", action="store_true", help="ook als dat bestand al bestaat")
    parser.add_argument("--json", action="store_true", help="geef de kolommen als JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from datetime import date

    from toetssteen.kb.law import load_law
    from toetssteen.ops.template import askable, template

    law = load_law(options.peildatum or date.today())
    keys = _keys(options.voorzieningen, law)
    if keys is None:
        return USAGE
    columns = template(keys or askable(law), everything=options.alles, day=options.peildatum)
    names = {key: one.name for key, one in law.provisions.items()}
    if options.uit:
        return _write(columns, names, options)
    if options.json:
        print_json(_as_json(columns))
        return OK
    _show(columns, names)
    return OK


def _keys(words: list[str], law: Any) -> list[str] | None:
    """Return the keys of voorzieningen by their names; None (and a message) when there is no such thing."""
    from toetssteen.parser.table_cells import CellProblem
    from toetssteen.parser.table_parts import kinds

    read, found = kinds(law, places=False), []
    for word in words:
        try:
            found.append(read(word))
        except CellProblem as problem:
            hint = problem.suggestion or "zie toetssteen toon"
            print(f"«{word}» is geen voorziening van deze verordening; {hint}", file=sys.stderr)
            return None
    return list(dict.fromkeys(found))


def _write(columns: Sequence[TemplateColumn], names: dict[str, str], options: Namespace) -> int:
    from toetssteen.cli.tables import told_why
    from toetssteen.ops.template_file import write_template

    path = Path(options.uit)
    if not is_table(options.uit):
        print(f"«{path}» is geen tabel; kies een naam op .xlsx, .csv of .parquet", file=sys.stderr)
        return USAGE
    if told_why(path, lambda: write_template(path, columns, names), replace=options.overschrijf):
        return INPUT
    print(f"{path} is geschreven: {len(columns)} kolommen")
    return OK


def _show(columns: Sequence[TemplateColumn], names: dict[str, str]) -> None:
    from rich.text import Text

    out = console()
    for one in columns:
        out.print(Text(one.header, "bold"))
        out.print(Text(f"    {one.question}"), soft_wrap=True)
        only = f"; alleen voor {', '.join(names[key] for key in one.provisions)}" if one.provisions else ""
        source = f"; {one.source}" if one.source else ""
        out.print(Text(f"    {one.allowed}{source}{only}", "dim"), soft_wrap=True)


def _as_json(columns: Sequence[TemplateColumn]) -> dict[str, Any]:
    return {"formaat": "toetssteen/sjabloon/1", "kolommen": [
        {"kolom": one.header, "vraag": one.question, "soort": one.kind, "kan": one.allowed, "keuzes": list(one.choices),
         "bereik": [one.low, one.high] if one.kind in ("getal", "bedrag") else None, "bron": one.source or None,
         "normen": list(one.norms), "voorzieningen": list(one.provisions)} for one in columns]}  # fmt: skip
