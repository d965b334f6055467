"""The law of a side that somebody names, and what is wrong with an ordinance of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from toetssteen.kb.finding import LET_OP, Finding
from toetssteen.kb.law import Law
from toetssteen.kb.scenario import BrokenScenario, scenario_law
from toetssteen.ops.inherited import GONE, TO_CHECK, WITHOUT, Fit, difference_in_words, identity_table, own_fits
from toetssteen.ops.new_ordinance import FIELDS, TEXT_NAME
from toetssteen.ops.sides import side_named

OWN_TABLE = "verordening.toml"


def law_named(text: str, day: date) -> tuple[Law | None, list[Finding]]:
    """Return the law of a side (``side_named``) on a day, or what keeps it from being read."""
    scenario, findings = side_named(text)
    if scenario is None:
        return None, findings
    try:
        return scenario_law(scenario, day), findings
    except BrokenScenario as problem:
        return None, [*findings, *problem.findings]


def is_ordinance(name: str) -> bool:
    """Return whether a name is that of a folder with an ordinance of somebody's own."""
    try:
        return bool(name) and (Path(name) / OWN_TABLE).is_file()
    except (OSError, ValueError):
        return False


def ordinance_findings(folder: Path, day: date) -> list[Finding]:
    """Return everything that is wrong or left to do in an ordinance of one's own: its rules, text and identity."""
    law, findings = law_named(str(folder), day)
    if law is None:
        return findings
    findings += [*_text_findings(folder), *_identity_findings(folder)]
    return findings + [_finding(one, folder) for one in own_fits(law) if one.state in (TO_CHECK, GONE, WITHOUT)]


def _text_findings(folder: Path) -> Iterator[Finding]:
    if not (folder / TEXT_NAME).is_file():
        yield Finding("er is geen eigen tekst; de tekst van de verordening waarvan deze erft geldt", str(folder), severity=LET_OP)


def _identity_findings(folder: Path) -> Iterator[Finding]:
    table = identity_table(folder)
    for field, meaning in FIELDS.items():
        if not table.get(field):
            yield Finding(
                f"«{field}» is nog niet ingevuld", str(folder / OWN_TABLE), severity=LET_OP, suggestion=f"dat is {meaning}"
            )


def _finding(fit: Fit, folder: Path) -> Finding:
    file = str(folder / TEXT_NAME)
    confirm = f'klopt het, zet dan in {OWN_TABLE} onder [nagelopen]: "{fit.own_place}" = "{fit.mark}"'
    if fit.state == WITHOUT:
        return Finding(f"{fit.own_place} is nieuw en heeft geen regel", file, fit.line, 1, 1, "",
                       f"schrijf een regel in regels/; is geen regel nodig, zet dan in {OWN_TABLE} onder [nagelopen]: "
                       f'"{fit.own_place}" = "{fit.mark}"', citation=fit.own_place)  # fmt: skip
    one = len(fit.inherited) == 1
    rules = f"{len(fit.inherited)} geërfde {'regel' if one else 'regels'}"
    if fit.state == GONE:
        return Finding(
            f"de tekst van {fit.place} is vervallen, maar {rules} daarvan {'geldt' if one else 'gelden'} nog",
            file,
            0,
            0,
            1,
            "",
            f"schrijf in een bestand in regels/: %%% vervalt {' '.join(fit.inherited)}",
            citation=fit.place,
        )
    return Finding(
        f"{rules} van {fit.place} {'is' if one else 'zijn'} voor een andere tekst gemaakt ({difference_in_words(fit)})",
        file,
        fit.line,
        1,
        1,
        "",
        f"schrijf eigen regels met dezelfde etiketten ({_first(fit.inherited)}), of {confirm}",
        citation=fit.own_place,
    )


def _first(labels: tuple[str, ...]) -> str:
    return ", ".join(labels[:3]) + (" …" if len(labels) > 3 else "")
