"""``toetssteen controleer``: lint the law and the cases that are named, or replay a receipt."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toetssteen.cli.common import Arguments, print_json, read_bytes, read_input, show_findings
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE
from toetssteen.kb.finding import has_errors

if TYPE_CHECKING:
    from toetssteen.kb.finding import Finding


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("controleer", "Controleer het recht (alle versies) en de genoemde zaken op fouten. Met --bewijsstuk: "
                       "beslis een zaak opnieuw uit haar bewijsstuk en vergelijk.",
                       "controleer participatieplaats-te-jong")  # fmt: skip
    parser.add_argument(
        "zaken", nargs="*", help="bestanden of mappen met zaken, of een map met een eigen verordening; zonder: alleen het recht"
    )
    parser.add_argument("--bewijsstuk", default=None, metavar="BESTAND", help="reken dit bewijsstuk na")
    parser.add_argument("--zaak", default=None, metavar="BESTAND", help="ga na of dit de zaak van het bewijsstuk is")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 3 when something is wrong, 1 when a receipt is refuted."""
    if options.bewijsstuk is not None:
        return _replay(options)
    if options.zaak is not None:
        print("--zaak hoort bij --bewijsstuk; noem een zaak zonder meer om haar te controleren", file=sys.stderr)
        return USAGE
    from toetssteen.ops.own_law import is_ordinance, ordinance_findings

    findings = _law_findings()
    own = [given for given in options.zaken if is_ordinance(given)]
    findings += [finding for given in own for finding in ordinance_findings(Path(given), date.today())]
    names = [name for given in options.zaken for name in _files(given)]
    for name in names:
        findings += _case_findings(name)
    errors = [finding for finding in findings if finding.severity == "fout"]
    if options.json:
        print_json({"formaat": "toetssteen/controle/1", "zaken": len(names), "bevindingen": [
            {"bestand": one.file, "regel": one.line, "kolom": one.column, "ernst": one.severity, "melding": one.message,
             "suggestie": one.suggestion or None} for one in findings]})  # fmt: skip
    else:
        for finding in findings:
            print(finding.as_text(), file=sys.stderr)
        checked = (
            "het recht"
            + (f", {', '.join(own)}" if own else "")
            + (f" en {len(names)} {'zaak' if len(names) == 1 else 'zaken'}" if names else "")
        )
        print(f"{checked} gecontroleerd: " + _count(len(errors)))
    return INPUT if errors else OK


def _replay(options: Namespace) -> int:
    if options.zaken:
        print("noem bij --bewijsstuk de zaak met --zaak", file=sys.stderr)
        return USAGE
    from toetssteen.ops.receipt_form import read_receipt

    shown, data, problem = read_bytes(options.bewijsstuk)
    found, findings = read_receipt(data, shown) if problem is None else (None, [problem])
    case = None
    if found is not None and options.zaak is not None:
        case, findings = read_input(options.zaak)
    if found is None or has_errors(findings):
        show_findings(findings, "er is niets nagerekend")
        return INPUT
    from toetssteen.explain.replay import replay_document, replay_to_json
    from toetssteen.ops.replay import replay

    result = replay(found, case=case)
    if options.json:
        print_json(replay_to_json(result))
    else:
        from toetssteen.explain.output import output
        from toetssteen.explain.to_text import TextWriter

        TextWriter(output(sys.stdout)).write(replay_document(result))
    return OK if result.confirmed else FAILED


def _count(errors: int) -> str:
    return "geen fouten" if not errors else "1 fout" if errors == 1 else f"{errors} fouten"


def _law_findings() -> list[Finding]:
    from toetssteen.kb.law import HOGELAND, load_law, statute_states
    from toetssteen.kb.lint import lint_law

    found = [finding for state in statute_states(HOGELAND) for finding in lint_law(load_law(state))]
    return list(dict.fromkeys(found))


def _files(given: str) -> list[str]:
    try:
        folder = bool(given) and Path(given).is_dir()
    except (OSError, ValueError):  # a name that cannot be; reading it says so
        folder = False
    return [str(one) for one in sorted(Path(given).rglob("*.feiten"))] if folder else [given]


def _case_findings(name: str) -> list[Finding]:
    from toetssteen.kb.finding import Finding

    case, findings = read_input(name)
    if case is not None:
        findings += [
            Finding("deze verwachting noemt geen bron", name, one.line, 1, suggestion="voeg toe: bron: 6.1")
            for one in case.expectations
            if not one.source and not case.source
        ]
    return findings
