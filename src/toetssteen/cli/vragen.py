"""``toetssteen vragen``: which missing facts decide, fewest first, and which do not matter."""

from __future__ import annotations

import sys
from argparse import Namespace

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, give, show_document
from toetssteen.cli.main import INPUT, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    from toetssteen.explain.forms import PLAIN_FORMS

    parser = Arguments("vragen", "Welke ontbrekende feiten beslissen: de kleinste reeksen antwoorden die iets zeker maken.",
                       "vragen proefplaats-nog-veel-onbekend")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument("--alles", action="store_true", help="toon alle reeksen, en ook wat onbekend is zonder gevolg")
    parser.add_argument("--aannamen", action="store_true", help="toon op welke aangenomen feiten de uitkomst rust")
    add_form_arguments(parser, PLAIN_FORMS)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    from toetssteen.explain.forms import ALOUD, JSON, TEXT, as_json
    from toetssteen.kb.finding import Finding
    from toetssteen.ops.asked import asked_questions

    report = asked_questions(case, options.voorziening, options.voor, assumed=options.aannamen)
    if isinstance(report, Finding):
        print(report.message, file=sys.stderr)
        return INPUT
    if form == JSON:
        from toetssteen.explain.questions_json import questions_to_json

        return give(as_json(questions_to_json(report)), options)
    from toetssteen.explain.questions_layout import document_of

    return show_document(document_of(report, full=options.alles, hints=form in (TEXT, ALOUD)), form, options)
