"""``toetssteen besluit``: a draft of the reasons for a decision, and a receipt to replay it by."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, read_source, reference_date, show_findings
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document, write
from toetssteen.cli.main import INPUT, USAGE

if TYPE_CHECKING:
    from toetssteen.ops.decision import Draft


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS

    parser = Arguments("besluit", "Stel een concept op van de motivering van een besluit, met wat een mens nog moet invullen. "
                       "Het is geen besluit.", "besluit participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument("--bekendmaking", type=reference_date, metavar="DATUM", help="de dag waarop het besluit bekend wordt")
    parser.add_argument("--bewijsstuk", default="", metavar="BESTAND", help="schrijf ook een bewijsstuk, om later na te rekenen")
    add_form_arguments(parser, PLAIN_FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, findings, data = read_source(options.zaak)
    show_findings(findings)
    if case is None or any(one.severity == "fout" for one in findings):
        return INPUT
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.assess import assess
    from toetssteen.ops.decision import asked_drafts

    assessment = assess(case)
    drafts = asked_drafts(assessment, options.voorziening, options.voor, announced=options.bekendmaking)
    if isinstance(drafts, Finding):
        show_findings([drafts], "er is geen concept gemaakt")
        return INPUT
    sealed = ""
    if options.bewijsstuk:
        from toetssteen.ops.receipt import as_text, receipt

        found = receipt(assessment, _text(data))
        code = write(Path(options.bewijsstuk), as_text(found), replace=options.overschrijf, beside=True)
        if code:
            return code
        sealed = found["sha256"]
    return _show(drafts, case.title, sealed, form, options)


def _text(data: bytes) -> str:
    """Return the text a case was read from, or none when it is not in UTF-8: then its fixed form stands for it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _show(drafts: list[Draft], title: str, sealed: str, form: str, options: Namespace) -> int:
    from toetssteen.explain.forms import JSON, as_json

    if form == JSON:
        from toetssteen.explain.decision_json import drafts_to_json

        return give(as_json(drafts_to_json(drafts, receipt=sealed)), options)
    from toetssteen.explain.drafts import drafts_document

    return show_document(drafts_document(drafts, title=title, receipt=sealed), form, options)
