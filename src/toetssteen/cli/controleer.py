"""``toetssteen controleer``: lint the law and the cases that are named, or replay a receipt."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from toetssteen.cli.common import Arguments, print_json, read_bytes, read_input, show_findings
from toetssteen.cli.guard import add_guard_arguments, under_guard
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE
from toetssteen.cli.tables import add_reading_arguments
from toetssteen.kb.finding import has_errors
from toetssteen.parser.source import is_table

if TYPE_CHECKING:
    from toetssteen.kb.finding import Finding
    from toetssteen.kb.scenario import Scenario

MOST_NAMED = 4


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("controleer", "Controleer het recht (alle versies) en de genoemde zaken, scenario's en mappen met regels "
                       "op fouten. Met --bewijsstuk: beslis een zaak opnieuw uit haar bewijsstuk en vergelijk.",
                       "controleer participatieplaats-te-jong")  # fmt: skip
    parser.add_argument("zaken", nargs="*", help="zaken, tabellen, scenario's of mappen daarmee, een map met regels of "
                        "met een eigen verordening; zonder: alleen het recht")  # fmt: skip
    parser.add_argument("--bewijsstuk", default=None, metavar="BESTAND", help="reken dit bewijsstuk na")
    parser.add_argument("--zaak", default=None, metavar="BESTAND", help="ga na of dit de zaak van het bewijsstuk is")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    add_reading_arguments(parser)
    add_guard_arguments(parser)
    return parser


def run(options: Namespace) -> int:
    """Run the command; exit code 3 when something is wrong, 1 when a receipt is refuted."""
    if options.bewijsstuk is not None:
        return _replay(options)
    if options.zaak is not None:
        print("--zaak hoort bij --bewijsstuk; noem een zaak zonder meer om haar te controleren", file=sys.stderr)
        return USAGE
    names = [name for given in options.zaken for name in _files(given)]
    supposed = {name: side_of(name) for name in names if is_side(name)} if names else {}
    found = [scenario for scenario, _findings in supposed.values() if scenario is not None]
    return under_guard(found, options, lambda: _check(options, names, supposed))


def _check(options: Namespace, names: list[str], supposed: dict[str, tuple[Scenario | None, list[Finding]]]) -> int:
    findings, notes = _law_findings(), []
    cases = len(names) - len(supposed)
    for name in names:
        if name in supposed:
            scenario, more = supposed[name]
            findings += more
            notes += [] if scenario is None or has_errors(more) else [_tried(name, scenario)]
        elif is_table(name):
            persons, more = _table_findings(name, options)
            findings += more
            cases += persons - 1
        else:
            findings += _case_findings(name)
    errors = [finding for finding in findings if finding.severity == "fout"]
    if options.json:
        print_json({"formaat": "toetssteen/controle/2", "zaken": cases, "scenarios": len(supposed), "bevindingen": [
            {"bestand": one.file, "regel": one.line, "kolom": one.column, "ernst": one.severity, "melding": one.message,
             "suggestie": one.suggestion or None} for one in findings], "proef": [note._asdict() for note in notes]})  # fmt: skip
    else:
        for finding in findings:
            print(finding.as_text(), file=sys.stderr)
        for note in notes:
            print(note.text)
        print(f"{_checked(cases, len(supposed))} gecontroleerd: " + _count(len(errors)))
    return INPUT if errors else OK


class Tried(NamedTuple):
    """Whether a scenario changes anything: over how many shipped cases it was tried, which change, and a case of its own."""

    bestand: str
    oordeel: str
    zaken: int
    anders: tuple[str, ...]
    zaak: str | None
    waarom: str | None
    grenzen: tuple[str, ...]

    @property
    def text(self) -> str:
        """The result as text."""
        if self.anders:
            names = ", ".join(self.anders[:MOST_NAMED]) + (" …" if len(self.anders) > MOST_NAMED else "")
            return f"{self.bestand}: in {len(self.anders)} van de {self.zaken} meegeleverde zaken verandert iets: {names}"
        if self.zaak is not None:
            return f"{self.bestand}: in de meegeleverde zaken verandert niets, in deze zaak wel:\n\n{indent(self.zaak, '  ')}"
        said = (
            "verandert in geen enkele zaak iets" if self.oordeel == "verandert_niets" else "of er iets verandert is niet bekend"
        )
        return f"{self.bestand}: {said}; {self.waarom}"


def _tried(name: str, scenario: Scenario) -> Tried:
    from toetssteen.ops.effect import effect
    from toetssteen.parser.writer import write_case

    found = effect(scenario)
    case = None
    if found.case is not None:
        from toetssteen.kb.law import load_law

        case = write_case(found.case, load_law(found.case.reference_date))
    return Tried(name, found.verdict, found.tried.cases, found.tried.changed, case, found.why or None, found.bounds)


def _checked(cases: int, scenarios: int) -> str:
    parts = ["het recht"]
    parts += [f"{cases} {'zaak' if cases == 1 else 'zaken'}"] if cases else []
    parts += ["1 scenario" if scenarios == 1 else f"{scenarios} scenario's"] if scenarios else []
    return " en ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


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
    if not folder or is_side(given):
        return [given]
    return [str(one) for ending in ("*.feiten", "*.scenario") for one in sorted(Path(given).rglob(ending))] or [given]


def is_side(name: str) -> bool:
    """Return whether a name is that of a scenario or of a folder with rules, and not of a case."""
    from toetssteen.parser.scenario import SUFFIX
    from toetssteen.parser.source import example, examples_folder

    try:
        path = Path(name)
        if path.is_dir():
            return (path / "verordening.toml").is_file() or any(path.glob("*.lp"))
        shipped = not path.exists() and example(name) is None and (examples_folder() / f"{name}{SUFFIX}").is_file()
    except (OSError, ValueError):
        return False
    return name.endswith(SUFFIX) or shipped


def side_of(name: str) -> tuple[Scenario | None, list[Finding]]:
    """Return the scenario with a name, and what is wrong with it or left to do."""
    from datetime import date

    from toetssteen.ops.own_law import is_ordinance, ordinance_findings
    from toetssteen.ops.sides import side_named

    scenario, findings = side_named(name)
    if scenario is not None and is_ordinance(name):
        findings = ordinance_findings(Path(name), date.today())
    return scenario, findings


def _table_findings(name: str, options: Namespace) -> tuple[int, list[Finding]]:
    """Return how many persons a table has, and what is wrong with their rows."""
    from toetssteen.cli.tables import table_settings
    from toetssteen.ops.caseload import TableCaseload

    table = TableCaseload(name, table_settings(options))
    return table.summary.persons + table.summary.left_out, table.findings()


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
