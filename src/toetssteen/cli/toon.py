"""``toetssteen toon``: everything that belongs to one citation, with file and line."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toetssteen.cli.common import Arguments, console, norm_data, print_json, reference_date, show_findings
from toetssteen.cli.main import INPUT, OK, USAGE

if TYPE_CHECKING:
    from toetssteen.kb.finding import Finding
    from toetssteen.kb.law import Law
    from toetssteen.ops.inherited import Fit


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("toon", "Toon een artikel, lid, onderdeel of begrip: tekst, regels, normen, lezingen, getallen, "
                       "zinnen en zaken.", "toon 6.3")  # fmt: skip
    parser.add_argument("plaats", help="zoals 6, 6.3, 3.4.b, 1.1.inwoner, 6.3/eenmalig of pw:10a.6")
    parser.add_argument("--peildatum", type=reference_date, default=date.today(), help="welke versie van het recht")
    parser.add_argument(
        "--verordening", default="", metavar="KANT", help="een map met een eigen verordening, een scenario of een datum"
    )
    parser.add_argument("--casussen", type=Path, action="append", default=[], metavar="MAP", help="zoek ook hier zaken")
    parser.add_argument("--json", action="store_true", help="geef JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.show import show
    from toetssteen.parser.source import examples_folder

    law, findings = _law(options)
    if law is None:
        show_findings(findings, "er is niets getoond")
        return INPUT
    folders = [examples_folder(), *options.casussen]
    if Path("tests/casus").is_dir() and not options.casussen:
        folders.append(Path("tests/casus"))
    found = show(law, options.plaats, tuple(folders))
    if found is None:
        from toetssteen.parser.messages import nearest

        known = [*law.labels, *(norm.split("/")[0] for norm in law.labels)]
        hint = nearest(options.plaats, known) or "zie toetssteen dekking"
        print(f"«{options.plaats}» is geen plaats in deze verordening; {hint}", file=sys.stderr)
        return USAGE
    if options.json:
        print_json(_data(found, options.peildatum))
    else:
        _print(found, law, options.peildatum)
    return OK


def _law(options: Namespace) -> tuple[Law | None, list[Finding]]:
    if not options.verordening:
        from toetssteen.kb.law import load_law

        return load_law(options.peildatum), []
    from toetssteen.ops.own_law import law_named

    return law_named(options.verordening, options.peildatum)


def _print(found: Any, law: Any, day: date) -> None:
    from rich.markup import escape

    from toetssteen.kb.citation import long_form

    out = console()

    def say(text: str = "", style: str = "") -> None:
        out.print(escape(text), style=style or None, highlight=False, soft_wrap=True)

    heading = found.units[0] if found.units else None
    title = f"{long_form(found.citation.split('/')[0])}"
    say(title.capitalize() + (f" · {heading.text}" if heading and heading.kind == "artikel" else ""), "bold")
    for unit in found.units:
        if unit.kind != "artikel":
            say(f"  {unit.text}   (bron.md:{unit.line})")
    for label, rule in found.rules:
        say()
        basis = f", herhaalt {long_form(found.restates[label.norm])}" if label.norm in found.restates else ""
        say(f"{label.norm} ({label.origin}{basis})   {rule.file}:{rule.line}", "bold")
        say(rule.text, "cyan")
        say(f"  ✓ {label.positive}" + (f"\n  ✗ {label.negative}" if label.negative else ""))
    for fit in _doubtful(law, found.citation):
        from toetssteen.ops.inherited import difference_in_words

        say()
        say(
            f"! de geërfde regels zijn voor een andere tekst gemaakt ({difference_in_words(fit)}); zie toetssteen dekking",
            "yellow",
        )
    for heading_text, lines in _lists(found, law, day).items():
        if lines:
            say()
            say(heading_text, "bold")
            for line in lines:
                say(f"  {line}")


def _doubtful(law: Law, citation: str) -> list[Fit]:
    """Return the places shown whose inherited rules nobody has gone through for the own text."""
    from toetssteen.kb.citation import citation_of, is_below
    from toetssteen.ops.inherited import UNSETTLED, own_fits

    return [
        one
        for one in own_fits(law)
        if one.state in UNSETTLED
        and one.inherited
        and (is_below(one.own_place or one.place, citation_of(citation)) or is_below(one.place, citation_of(citation)))
    ]


def _lists(found: Any, law: Any, day: date) -> dict[str, list[str]]:
    """Return what is shown below the rules, line by line, by heading."""
    from toetssteen.ops.show import value_in_words

    return {
        "Normen": [f"{one.number} {one.kind}: {one.content}" + (f" Geen regel: {one.reason}." if one.reason else "")
                   for one in found.norms],
        "Lezingen": [f"{one.display} {one.question} {', '.join(one.options)} (standaard {one.default_on(day)})"
                     for one in found.readings],
        "Getallen": [f"{one.name}: {one.title}: {value_in_words(one, day)}" for one in found.parameters],
        "Feiten": [f"{key}: {law.concepts[key].question}" for key in found.concepts],
        "Zaken": [f"{file}:{line}  {text}" for file, line, text in found.cases],
    }  # fmt: skip


def _data(found: Any, day: date) -> dict[str, Any]:
    from toetssteen.ops.show import value_in_words

    return {
        "formaat": "toetssteen/toon/1", "plaats": found.citation,
        "tekst": [{"plaats": one.citation, "soort": one.kind, "tekst": one.text, "regel": one.line} for one in found.units],
        "regels": [{"norm": label.norm, "herkomst": label.origin, "herhaalt": found.restates.get(label.norm),
                    "bestand": rule.file, "regel": rule.line, "tekst": rule.text, "zin": label.positive,
                    "ontkenning": label.negative} for label, rule in found.rules],
        "normen": [norm_data(one) for one in found.norms],
        "lezingen": [{"lezing": one.key, "vraag": one.question, "opties": one.options,
                      "standaard": one.default_on(day)} for one in found.readings],
        "getallen": [{"naam": one.name, "titel": one.title, "waarde": value_in_words(one, day)}
                     for one in found.parameters],
        "feiten": list(found.concepts),
        "zaken": [{"bestand": file, "regel": line, "tekst": text} for file, line, text in found.cases],
    }  # fmt: skip
