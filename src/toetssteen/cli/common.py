"""What the commands share: Dutch arguments, reading a case, the console, findings on standard error."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from toetssteen.cli.main import INPUT, USAGE
from toetssteen.kb.finding import Finding, has_errors

if TYPE_CHECKING:
    from rich.console import Console

    from toetssteen.kb.case import Case
    from toetssteen.kb.law import Law
    from toetssteen.kb.norms import Norm

TEXTS = {
    "usage: ": "gebruik: ", "options": "opties", "positional arguments": "argumenten",
    "show this help message and exit": "toon deze uitleg",
    "the following arguments are required: %s": "dit ontbreekt: %s",
    "unrecognized arguments: %s": "onbekend: %s", "expected one argument": "hier hoort een waarde bij",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r kan niet; kies uit %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r is geen geldige waarde",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan %(matches)s zijn",
    "not allowed with argument %s": "kan niet samen met %s", "ignored explicit argument %r": "%r is hier te veel",
}  # fmt: skip


def _help(prog: str) -> argparse.HelpFormatter:
    """Return what formats the help; argparse makes one for every argument, and without a width each looks for it."""
    from toetssteen.explain.output import terminal_width

    return argparse.RawDescriptionHelpFormatter(prog, width=terminal_width() - 2)


class Arguments(argparse.ArgumentParser):
    """An argument parser that speaks Dutch and shows an example that runs."""

    def __init__(self, command: str, description: str, example: str) -> None:
        argparse._ = lambda text: TEXTS.get(text, text)  # type: ignore[attr-defined]
        argparse.ngettext = (  # type: ignore[attr-defined]
            lambda one, many, count: "hier hoort een waarde bij" if "argument" in one else many
        )
        super().__init__(
            prog=f"toetssteen {command}", description=description, epilog=f"voorbeeld:\n  toetssteen {example}",
            formatter_class=_help, allow_abbrev=False,
        )  # fmt: skip

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and stop with the exit code for wrong usage."""
        print(f"{self.prog}: {message}\nZie {self.prog} --help.", file=sys.stderr)
        raise SystemExit(USAGE)


def add_list_arguments(parser: Arguments, what: str, example: str, day: str = "") -> None:
    """Add what commands share that list something of the law: about which place, on which day, as JSON."""
    parser.add_argument("--over", default="", metavar="PLAATS", help=f"alleen {what} deze plaats, zoals {example}")
    if day:
        parser.add_argument("--peildatum", type=reference_date, default=date.today(), help=day)
    parser.add_argument("--json", action="store_true", help="geef JSON")


def place_is_known(law: Law, place: str) -> bool:
    """Return whether the ordinance, its rules or its lists know a place; say on standard error when they do not."""
    from toetssteen.kb.citation import is_below
    from toetssteen.ops.show import show

    listed = [one for signal in law.signals.values() for one in signal.places]
    listed += [norm for reading in law.readings.values() for norm in reading.norms]
    listed += [norm for concept in law.concepts.values() for norm in concept.norms]
    if not place or any(is_below(one, place) for one in listed) or show(law, place, ()) is not None:
        return True
    from toetssteen.parser.messages import nearest

    hint = nearest(place, listed) or "zie toetssteen dekking"
    print(f"«{place}» is geen plaats in deze verordening of de wet; {hint}", file=sys.stderr)
    return False


def read_input(name: str) -> tuple[Case | None, list[Finding]]:
    """Read a case from a file, from ``-`` (standard input) or a shipped example; JSON by its first sign."""
    return read_source(name)[:2]


def read_source(name: str) -> tuple[Case | None, list[Finding], bytes]:
    """Read a case as ``read_input`` does, with the bytes it was read from."""
    from toetssteen.parser.json_form import read_any
    from toetssteen.parser.source import is_table

    if is_table(name):
        hint = "toetssteen opmaak TABEL --rij NUMMER maakt van een rij een zaak"
        return None, [Finding("dit is een tabel, geen zaak", name, suggestion=hint)], b""
    shown, data, finding = read_bytes(name)
    if finding is not None:
        return None, [finding], data
    return *read_any(data, shown), data


def read_bytes(name: str) -> tuple[str, bytes, Finding | None]:
    """Read a file, standard input or a shipped example: its name as shown, its bytes, and what kept it from being read."""
    from toetssteen.parser.source import read_named

    return ("<invoer>", sys.stdin.buffer.read(), None) if name == "-" else (name, *read_named(name))


def show_findings(findings: list[Finding], verdict: str = "er is niets beslist") -> None:
    """Print findings on standard error, and how many are errors, with what they mean."""
    for finding in findings:
        print(finding.as_text(), file=sys.stderr)
    errors = sum(finding.severity == "fout" for finding in findings)
    if errors:
        print(f"{errors} {'fout' if errors == 1 else 'fouten'}; {verdict}.", file=sys.stderr)


def case_or_code(name: str) -> tuple[Case | None, int]:
    """Read a case and show its findings; without a case the exit code for wrong input."""
    case, findings = read_input(name)
    show_findings(findings)
    if case is None or has_errors(findings):
        return None, INPUT
    return case, 0


def console() -> Console:
    """Return a console for standard output: colour only on a terminal, and not with NO_COLOR."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def reference_date(text: str) -> date:
    """Return a reference date from an argument; used as an argument type."""
    from toetssteen.parser.values import ValueProblem, read_date

    try:
        return read_date(text)
    except ValueProblem as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem


def print_json(data: Any) -> None:
    """Print data as JSON with readable Dutch letters."""
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


def norm_data(norm: Norm) -> dict[str, Any]:
    """Return a norm as it stands in JSON."""
    return {
        "nummer": norm.number, "plaats": norm.place, "soort": norm.kind, "geadresseerde": norm.addressee or None,
        "inhoud": norm.content, "regels": norm.rules, "geen_regel": norm.reason or None,
    }  # fmt: skip
