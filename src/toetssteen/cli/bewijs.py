"""``toetssteen bewijs``: what holds for everybody, proved within bounds or refuted with the smallest case."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document, write_files
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.property_report import ProofsReport
    from toetssteen.kb.properties import Property
    from toetssteen.ops.prove import Under


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.cli.caseload import seconds
    from toetssteen.explain.forms import PLAIN_FORMS

    parser = Arguments("bewijs", "Wat voor iedereen geldt: bewezen binnen genoemde grenzen, of weerlegd met het kleinste geval.",
                       "bewijs geen-gat-6-9")  # fmt: skip
    parser.add_argument("eigenschap", nargs="*", help="een bestand dat op .eigenschap eindigt, een map, of een meegeleverde naam "
                                                      "(zonder: alle meegeleverde)")  # fmt: skip
    parser.add_argument("--lijst", action="store_true", help="noem de meegeleverde eigenschappen")
    parser.add_argument("--onder", default="", metavar="KANT", help="onder een scenario, een stand van de wet, een lezing of een "
                                                                    "eigen verordening, zoals I-05:tot_en_met_27")  # fmt: skip
    parser.add_argument("--tijd", type=seconds, default=600.0, metavar="SECONDEN", help="hoe lang er gezocht wordt (600)")
    parser.add_argument("--zaken", default="", metavar="MAP", help="schrijf elk tegenvoorbeeld als zaak in deze map")
    parser.add_argument("--grenzen", action="store_true", help="zeg van elke voorziening welke gevallen bekeken zijn")
    add_form_arguments(parser, PLAIN_FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 1 when a property is refuted or could not be proved in time, 3 for wrong input."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    under, code = under_named(options.onder)
    if under is None:
        return code
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.property_files import named_properties

    properties, findings = named_properties(options.eigenschap, under.laws[0])
    show_findings(findings, "er is niets bewezen")
    if has_errors(findings):
        return INPUT
    if options.lijst:
        return _list(properties, options)
    return _prove(properties, under, form, options)


def under_named(name: str) -> tuple[Under | None, int]:
    """Return the law that a side names, or None with the exit code when it names none; findings are shown."""
    from toetssteen.ops.prove import as_it_is, under_side

    if not name:
        return as_it_is(), OK
    from toetssteen.kb.finding import has_errors
    from toetssteen.ops.sides import side_named

    scenario, findings = side_named(name)
    show_findings(findings, "er is niets bewezen")
    if scenario is None or has_errors(findings):
        return None, INPUT
    return under_side(scenario, scenario.name or name), OK


def _prove(properties: tuple[Property, ...], under: Under, form: str, options: Namespace) -> int:
    from toetssteen.cli.caseload import progress
    from toetssteen.ops.prove import moments_of, prove
    from toetssteen.ops.prove_report import report_proofs

    with progress("gevallen bekijken", moments_of(properties, under)) as step:
        verdicts = prove(properties, under, options.tijd, lambda kind: step(said=f"gevallen bekijken: {kind}") or step())
    report, files = report_proofs(verdicts, under)
    code = _show(report, form, options)
    if code == OK and options.zaken and files:
        code = write_files(Path(options.zaken), files, replace=options.overschrijf)
    return code or (OK if all(one.verdict == "bewezen" for one in report.properties) else FAILED)


def _show(report: ProofsReport, form: str, options: Namespace) -> int:
    from toetssteen.explain.forms import JSON, as_json

    if form == JSON:
        from toetssteen.explain.property_json import proofs_to_json

        return give(as_json(proofs_to_json(report)), options)
    from toetssteen.explain.property_layout import proofs_section

    return show_document(proofs_section(report, bounds=options.grenzen), form, options)


def _list(properties: tuple[Property, ...], options: Namespace) -> int:
    from toetssteen.ops.prove_report import key_of

    if options.json:
        from toetssteen.cli.common import print_json

        print_json({"formaat": "toetssteen/eigenschappen/1", "eigenschappen": [
            {"sleutel": key_of(one.file, one.name), "naam": one.name, "betekenis": one.words or None, "bron": one.source,
             "beweringen": [claim.text for claim in one.claims]} for one in properties]})  # fmt: skip
        return OK
    for one in properties:
        print(f"{key_of(one.file, one.name)}: {one.name}")
        for claim in one.claims:
            print(f"    {claim.text}")
    return OK
