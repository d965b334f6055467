"""``toetssteen genereer``: cases that put every rule, boundary and reading to the test, to be judged by a lawyer."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import give, show_document, write, write_files
from toetssteen.cli.main import INPUT, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.ops.generate import Cases

SHEETS = (".csv", ".xlsx", ".md", ".html")


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("genereer", "Zaken die elke regel, elke grens en elke lezing op de proef stellen, om te laten beoordelen.",
                       "genereer --over 9.b")  # fmt: skip
    parser.add_argument("voorziening", nargs="*", help="over welke voorzieningen (zonder: alle)")
    parser.add_argument("--over", default="", metavar="PLAATS", help="alleen regels van deze plaats, zoals 6.1 of 9")
    parser.add_argument("--uit", default="", metavar="MAP", help="schrijf elke zaak in deze map")
    parser.add_argument("--blad", default="", metavar="BESTAND", help="maak een blad om te beoordelen: .csv, .xlsx, .md of .html")
    parser.add_argument(
        "--lees-terug", default="", metavar="BESTAND", help="vergelijk een ingevuld blad (.csv of .xlsx) met het recht"
    )
    parser.add_argument("--onder", default="", metavar="KANT", help="onder een scenario, een stand van de wet of een lezing")
    parser.add_argument("--overschrijf", action="store_true", help="ook als een bestand al bestaat")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    parser.set_defaults(vorm=None)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 3 for wrong input."""
    if options.lees_terug:
        return _read_back(options)
    if options.blad and Path(options.blad).suffix.lower() not in SHEETS:
        print(f"een blad eindigt op {', '.join(SHEETS)}", file=sys.stderr)
        return USAGE
    from toetssteen.cli.bewijs import under_named

    under, code = under_named(options.onder)
    if under is None:
        return code
    from toetssteen.cli.caseload import progress
    from toetssteen.cli.common import place_is_known
    from toetssteen.ops.generate import generate, kinds_named

    kinds, problem = kinds_named(options.voorziening, under.laws[0])
    if problem:
        places = [one for one in options.voorziening if one in {norm.place for norm in under.laws[0].norms}]
        hint = f"een plaats geeft u met --over {places[0]}" if places else problem.suggestion
        show_findings([problem._replace(suggestion=hint)], "er is niets gemaakt")
        return INPUT
    if not place_is_known(under.laws[0], options.over):
        return USAGE
    with progress("zaken zoeken", len(kinds)) as step:
        found = generate(kinds, options.over, under, step)
    return _give(found, options)


def _give(found: Cases, options: Namespace) -> int:
    from toetssteen.explain.generated_layout import generated_section
    from toetssteen.ops.generate import file_names, generated_json

    files = file_names(found)
    if options.json:
        from toetssteen.explain.forms import as_json

        print(as_json(generated_json(found)), end="")
    else:
        titles = [(one.title, name if options.uit else "") for name, one in zip(files, found.cases, strict=True)]
        show_document(generated_section(titles, found.always, found.never, found.readings), "tekst", Namespace(uit=""))
    code = _write_sheet(found, options) if options.blad else OK
    if code != OK or not options.uit:
        return code
    texts = {name: one.text for name, one in zip(files, found.cases, strict=True)}
    return write_files(Path(options.uit), texts, replace=options.overschrijf)


def _write_sheet(found: Cases, options: Namespace) -> int:
    from toetssteen.ops.judgement import HEADER, sheet_rows

    path, rows = Path(options.blad), sheet_rows(found.cases)
    if path.suffix.lower() in (".md", ".html"):
        from toetssteen.explain.forms import HTML, MARKDOWN, in_form
        from toetssteen.explain.generated_layout import sheet_section

        form = HTML if path.suffix.lower() == ".html" else MARKDOWN
        return write(path, in_form(sheet_section(rows), form), replace=options.overschrijf, beside=True)
    if path.exists() and not options.overschrijf:
        print(f"«{path}» bestaat al; met --overschrijf wordt het vervangen", file=sys.stderr)
        return INPUT
    from toetssteen.parser.source import reason
    from toetssteen.parser.table_files import Unreadable
    from toetssteen.parser.table_output import write_table

    try:
        write_table(path, HEADER, rows)
    except Unreadable as problem:
        print(f"{problem.problem.message}; {problem.problem.suggestion}".rstrip("; "), file=sys.stderr)
        return INPUT
    except (OSError, ValueError) as problem:
        print(f"«{path}» is niet te schrijven: {reason(problem)}", file=sys.stderr)
        return INPUT
    print(f"{path} is geschreven", file=sys.stderr)
    return OK


def _read_back(options: Namespace) -> int:
    from toetssteen.explain.judged import agreement_section, agreement_to_json
    from toetssteen.ops.judgement import read_back

    report, findings = read_back(Path(options.lees_terug))
    show_findings(findings, "er is niets vergeleken")
    if report is None:
        return INPUT
    if options.json:
        from toetssteen.explain.forms import as_json

        return give(as_json(agreement_to_json(report)), Namespace(uit=""))
    return show_document(agreement_section(report), "tekst", Namespace(uit=""))
