"""``toetssteen hardheid``: what article 20 can and cannot mend in a caseload, without and with."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.caseload import add_caseload_arguments, add_time_argument, cases_or_code, progress
from toetssteen.cli.common import Arguments, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import INPUT, USAGE

if TYPE_CHECKING:
    from toetssteen.explain.hardship import HardshipReport

FORMS = ("tekst", "voorlezen", "markdown", "html", "json")


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("hardheid", "De minste afwijkingen met artikel 20 die onredelijke uitkomsten herstellen, en waar de wet "
                       "in de weg staat.", "hardheid werkervaringsplaats-hardheid participatieplaats-te-jong")  # fmt: skip
    add_caseload_arguments(parser)
    parser.add_argument(
        "--beleid", default="", metavar="BESTAND", help="verdeel onder de plafonds van de zaken, zonder en met de afwijkingen"
    )
    add_time_argument(parser)
    add_form_arguments(parser, FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.allocation.report import Settings
    from toetssteen.ops.hardship import hardship
    from toetssteen.ops.hardship_ceilings import Indivisible, under_ceilings
    from toetssteen.parser.policy import read_named_policy

    form = chosen_form(options)
    if form is None:
        return USAGE
    policy, problems = read_named_policy(options.beleid) if options.beleid else (None, [])
    cases, code = cases_or_code(options, problems)
    if code:
        return code
    with progress("inwoners beslissen", sum(len(case.persons) for case in cases)) as step:
        report = hardship(cases, step)
    if policy is not None:
        try:
            report = report._replace(ceilings=under_ceilings(cases, report, policy, Settings(options.tijd)))
        except Indivisible as problem:
            show_findings(list(problem.findings), "er is niets verdeeld")
            print(f"{problem}.", file=sys.stderr)
            return INPUT
    return _show(report, form, options)


def _show(report: HardshipReport, form: str, options: Namespace) -> int:
    if form == "json":
        from toetssteen.explain.forms import as_json
        from toetssteen.explain.hardship_json import hardship_to_json

        return give(as_json(hardship_to_json(report)), options)
    from toetssteen.explain.hardship import hardship_document

    return show_document(hardship_document(report), form, options)
