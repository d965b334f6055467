"""``toetssteen vergelijk``: two versions, states of the statute, readings, scenarios or ordinances side by side."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, reference_date, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, objection, show_document, write_whole
from toetssteen.cli.guard import add_guard_arguments, under_guard
from toetssteen.cli.main import INPUT, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.outcome_comparison import OutcomeComparison
    from toetssteen.kb.scenario import Scenario

MOST = 50


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS
    from toetssteen.ops.comparison import LAYERS

    parser = Arguments(
        "vergelijk",
        "Zet twee kanten naast elkaar: de teksten woord voor woord; de normen: voorwaarden, getallen, kan of "
        "moet, herkomst en lezingen; en voor wie de uitkomst anders is, met het kleinste geval of het bewijs dat er geen is. "
        "Een kant is hogeland, een map met een eigen verordening, een datum (de stand van de "
        "wet), een scenario, een lezing zoals I-22:wet_48, of meer daarvan met + ertussen.",
        "vergelijk hogeland I-22:wet_48 --laag uitkomsten --voorziening participatieplaats",
    )
    parser.add_argument("a", metavar="A", help="de ene kant")
    parser.add_argument("b", metavar="B", help="de andere kant")
    parser.add_argument("--laag", action="append", choices=LAYERS, metavar="LAAG", help=f"alleen deze laag: {', '.join(LAYERS)}")
    parser.add_argument("--peildatum", type=reference_date, default=date.today(), help="de dag waarop getallen en wet gelden")
    parser.add_argument(
        "--voorziening", action="append", default=[], metavar="SOORT", help="alleen de uitkomst voor deze voorziening"
    )
    parser.add_argument("--hoogstens", type=_number, default=3, metavar="N", help="hoeveel oorzaken per voorziening (3)")
    parser.add_argument("--gevallen", default="", metavar="MAP", help="schrijf elk kleinste geval als zaak in deze map")
    parser.add_argument(
        "--caseload",
        action="append",
        default=[],
        metavar="ZAAK",
        help="ook wie van deze mappen, zaken of tabellen anders uitkomt",
    )
    add_form_arguments(parser, PLAIN_FORMS)
    add_guard_arguments(parser)
    return parser


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST:
        raise ArgumentTypeError(f"geef een heel getal van 1 tot en met {MOST}")
    return int(text)


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.comparison import LAYERS, OUTCOMES
    from toetssteen.ops.sides import side_named

    form = chosen_form(options)
    if form is None:
        return USAGE
    layers = options.laag or ([OUTCOMES] if options.voorziening or options.caseload or options.gevallen else LAYERS)
    if OUTCOMES not in layers and (options.voorziening or options.caseload or options.gevallen):
        return _wrong("--voorziening, --caseload en --gevallen gaan over de uitkomsten; geef ook --laag uitkomsten")
    named = [side_named(text) for text in (options.a, options.b)]
    show_findings([finding for _side, findings in named for finding in findings], "er is niets vergeleken")
    (a, _), (b, _) = named
    if a is None or b is None:
        return INPUT
    return under_guard((a, b), options, lambda: _compare(options, (a, b), layers, form))


def _compare(options: Namespace, sides: tuple[Scenario, Scenario], layers: Sequence[str], form: str) -> int:
    from toetssteen.explain.forms import HTML, JSON, as_json
    from toetssteen.ops.comparison import OUTCOMES, compare

    outcomes: OutcomeComparison | None = None
    if OUTCOMES in layers:
        outcomes, code = _outcomes(options, *sides)
        if outcomes is None:
            return code
    found = compare(*sides, (options.a, options.b), options.peildatum, layers, outcomes)
    if form == JSON:
        from toetssteen.explain.comparison_json import comparison_to_json

        return give(as_json(comparison_to_json(found)), options)
    if form == HTML:
        from toetssteen.explain.comparison_html import comparison_to_html

        return give(comparison_to_html(found), options)
    from toetssteen.explain.comparison_layout import comparison_document
    from toetssteen.explain.outcome_layout import without_proofs

    return show_document(without_proofs(comparison_document(found)), form, options)


def _wrong(text: str) -> int:
    import sys

    print(text, file=sys.stderr)
    return USAGE


def _outcomes(options: Namespace, a: Scenario, b: Scenario) -> tuple[OutcomeComparison | None, int]:
    """Return for whom the outcome differs; or None with an exit code when something asked for is wrong."""
    from toetssteen.cli.caseload import caseload_or_code, progress
    from toetssteen.kb.scenario import scenario_law
    from toetssteen.ops.compare_outcomes import compared_caseload, kinds_named, outcome_comparison, with_files

    kinds, findings = kinds_named(options.voorziening, scenario_law(a, options.peildatum))
    show_findings(findings, "er is niets vergeleken")
    folder = Path(options.gevallen) if options.gevallen else None
    if findings:
        return None, INPUT
    if folder is not None and folder.exists() and not folder.is_dir():
        return None, _wrong(f"«{folder}» is geen map; geef met --gevallen een map voor de zaken") and INPUT
    caseload = None
    if options.caseload:
        asked = Namespace(zaken=options.caseload, peildatum=options.peildatum, groep=[], negeer=[], blad="", sla_over=False,
                          fouten="")  # fmt: skip
        caseload, code = caseload_or_code(asked)
        if caseload is None:
            return None, code
    with progress("uitkomsten vergelijken", len(kinds) or None) as step:
        found = outcome_comparison((a, b), (options.a, options.b), kinds, options.hoogstens, step)
    if caseload is not None:
        with progress("caseload", caseload.persons) as step:
            found = found._replace(caseload=compared_caseload((a, b), (row.case for row in caseload), step))
    if folder is not None:
        return with_files(found, folder, lambda path, text: _written(path, text, replace=options.overschrijf)), 0
    return found, 0


def _written(path: Path, text: str, *, replace: bool) -> bool:
    """Write a case; return whether that could be done, and say why not."""
    import sys

    from toetssteen.parser.source import reason

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        against = objection(path, replace=replace)
        if not against:
            write_whole(path, text)
    except (OSError, ValueError) as problem:
        against = f"is niet te schrijven: {reason(problem)}"
    if against:
        print(f"«{path}» {against}", file=sys.stderr)
    return not against
