"""``toetssteen hardheid``: what article 20 can and cannot mend in a caseload, without and with."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from toetssteen.cli.caseload import add_caseload_arguments, cases_or_code, progress
from toetssteen.cli.common import Arguments
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import USAGE

if TYPE_CHECKING:
    from toetssteen.explain.hardship import HardshipReport

FORMS = ("tekst", "voorlezen", "markdown", "html", "json")


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("hardheid", "De minste afwijkingen met artikel 20 die onredelijke uitkomsten herstellen, en waar de wet "
                       "in de weg staat.", "hardheid werkervaringsplaats-hardheid participatieplaats-te-jong")  # fmt: skip
    add_caseload_arguments(parser)
    add_form_arguments(parser, FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.hardship import hardship

    form = chosen_form(options)
    if form is None:
        return USAGE
    cases, code = cases_or_code(options.zaken)
    if code:
        return code
    with progress("inwoners beslissen", sum(len(case.persons) for case in cases)) as step:
        report = hardship(cases, step)
    if form == "json":
        from toetssteen.explain.forms import as_json

        return give(as_json(_as_json(report)), options)
    from toetssteen.explain.hardship import hardship_document

    return show_document(hardship_document(report), form, options)


def _as_json(report: HardshipReport) -> dict[str, Any]:
    blocked = [
        {"inwoner": one.person, "voorziening": one.provision, "stand": one.state, "normen": list(one.norms),
         "zonder_20": one.before, "met_20": one.after or None, "centen": one.cents, "opmerkingen": list(one.remarks)}
        for one in report.cases
    ]  # fmt: skip
    return {"formaat": "toetssteen/hardheid/1", "beslist": report.decided, "geblokkeerd": blocked}
