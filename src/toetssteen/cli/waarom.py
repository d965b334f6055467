"""``toetssteen waarom``: explain one outcome, positive or negative."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, case_or_code
from toetssteen.cli.forms import add_form_arguments, chosen_form, show
from toetssteen.cli.main import INPUT, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.case import Case
    from toetssteen.kb.law import Law


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("waarom", "Leg uit waarom een uitkomst geldt, ook waarom iets niet kan.",
                       "waarom participatieplaats-te-jong werkervaringsplaats")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("voorziening", nargs="?", default="", help="over welke voorziening (anders: wat is gevraagd)")
    parser.add_argument("--voor", default="", metavar="NAAM", help="over welke persoon")
    parser.add_argument("--volledig", action="store_true", help="toon het hele bewijs")
    add_form_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    form = chosen_form(options)
    if form is None:
        return USAGE
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    from toetssteen.ops.assess import assess, law_for
    from toetssteen.ops.report import report_case

    law = law_for(case)
    provision = _provision(options.voorziening, law)
    if provision is None or not _person_known(options.voor, case):
        return INPUT
    assessment = assess(case, law, about=frozenset((provision,)) if provision else frozenset())
    report = report_case(assessment, person=options.voor, provision=provision, asked_only=not options.voorziening)
    if not report.outcomes:
        municipal = bool(provision) and law.provisions[provision].municipal and not case.municipal
        hint = " Dit gaat over de gemeente zelf: voeg een regel «gemeente» toe." if municipal else ""
        print(f"Over {options.voorziening} is in deze zaak niets te beslissen.{hint}", file=sys.stderr)
        return INPUT
    return show(report, form, options, full=options.volledig or form == "json", brief_others=False)


def _provision(name: str, law: Law) -> str | None:
    """Return the key of a provision by its name; None (and a message) when there is none."""
    known = {one.name: key for key, one in law.provisions.items() if not one.only_placement}
    if not name or name.lower() in known:
        return known.get(name.lower(), "")
    from toetssteen.parser.messages import nearest

    hint = nearest(name, known) or "kies uit: " + ", ".join(known)
    print(f"«{name}» is geen voorziening van deze verordening; {hint}", file=sys.stderr)
    return None


def _person_known(name: str, case: Case) -> bool:
    from toetssteen.kb.case import MUNICIPALITY

    known = [*case.persons, MUNICIPALITY] if case.municipal else case.persons
    if not name or name in known:
        return True
    print(f"«{name}» staat niet in deze zaak; wel: {', '.join(known)}", file=sys.stderr)
    return False
