"""A folder for another version or another municipality's ordinance: its text, what is known of it, and room for its rules.

The folder is made beside its place and moved there when it is complete, so that a half-made one is never read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from toetssteen.explain.text_comparison import TextComparison
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import HOGELAND, KB_FOLDER
from toetssteen.kb.source_numbers import spread
from toetssteen.kb.source_split import SourceText, notices, split
from toetssteen.kb.source_text import source_of
from toetssteen.ops.compare_text import compare_text

# The ordinances that ship, by the name a new one can inherit from.
SHIPPED = {"hogeland": HOGELAND}
TEXT_NAME = "bron.md"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
           "december")  # fmt: skip
_DAY = rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})"
_FORCE = re.compile(
    rf"(?:treedt|treden)\s+(?:\w+\s+){{0,8}}?in werking\s+(?:\w+\s+){{0,4}}?(?:op|met ingang van)\s+{_DAY}", re.IGNORECASE
)
_ADOPTED = re.compile(rf"(?:aldus\s+)?(?:vastgesteld|besloten)\b.{{0,160}}?\b(?:op|van)\s+{_DAY}", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(
    r"(?:aangehaald als|genoemd)\s*:?\s*[“\"«'‘]?(.{8,200}?)[”\"»'’]?(?:,\s+en\s+tree\w+\b.*|\s*\.?\s*)$", re.MULTILINE
)
_NUMBER = re.compile(r"\bCVDR\d+(?:[/_]\d+)?\b")
_MUNICIPALITY = re.compile(
    r"(?:[Rr]aad|[Cc]ollege[^.;]{0,60}?) van (?:de )?gemeente ((?:(?:den|de|aan|op|'s|ter|en|bij) )?[A-Z][\w'-]*"
    r"(?:(?: (?:aan|op|en|bij|den|de|het|ter)){0,2} [A-Z][\w'-]*){0,3})"
)
# What is asked of an ordinance, in the order it is written, with what it means.
FIELDS = {
    "naam": "de citeertitel",
    "gemeente": "de gemeente",
    "kenmerk": "het nummer op lokaleregelgeving.overheid.nl, zoals CVDR733976/1",
    "vastgesteld": "de dag waarop de raad haar vaststelde",
    "inwerkingtreding": "de dag waarop zij in werking trad",
    "geldend_vanaf": "de dag vanaf welke deze tekst geldt",
}


class Known(NamedTuple):
    """What the text itself says of a field, and on which line."""

    value: str | date
    line: int


class NewOrdinance(NamedTuple):
    """What a new folder will hold: its text as split, what is known of it, and how it compares with what it inherits from."""

    folder: Path
    parent: str
    text: str
    source: SourceText
    known: dict[str, Known]
    absent: tuple[str, ...]
    comparison: TextComparison

    @property
    def unknown(self) -> tuple[str, ...]:
        """The fields that are left to fill in."""
        return tuple(field for field in FIELDS if field not in self.known)


def new_ordinance(
    folder: Path, text: str, name: str, parent: str, absent: Iterable[str] = ()
) -> tuple[NewOrdinance | None, list[Finding]]:
    """Return what a new folder will hold, or everything that keeps it from being made; ``name`` is that of the text."""
    findings = place_findings(folder, parent)
    source = split(text, name, absent)
    findings += [*source.findings, *notices(source, name)]
    if has_errors(findings):
        return None, findings
    above = parent_folder(parent)
    assert above is not None
    comparison = compare_text(source_of(above / TEXT_NAME), source)
    given = tuple(sorted(spread(absent)))
    return NewOrdinance(folder, parent, text, source, known_of(text), given, comparison), findings


def parent_folder(parent: str) -> Path | None:
    """Return the folder of the ordinance to inherit from: one that ships, or somebody's own; None when there is none."""
    if parent in SHIPPED:
        return SHIPPED[parent]
    try:
        needed = (Path(parent) / "verordening.toml", Path(parent) / TEXT_NAME)
        return Path(parent) if parent and all(one.is_file() for one in needed) else None
    except (OSError, ValueError):
        return None


def _inherits(new: NewOrdinance) -> str:
    """Return what ``erft`` says: the name of an ordinance that ships, or the way to somebody's own folder."""
    return new.parent if new.parent in SHIPPED else Path(os.path.relpath(new.parent, new.folder)).as_posix()


def place_findings(folder: Path, parent: str) -> list[Finding]:
    """Return why a folder cannot be made there: its name, what is there already, the program's own folder, or no such parent."""
    found = []
    if parent_folder(parent) is None:
        found.append(Finding(f"«{parent}» is geen verordening om van te erven",
                             suggestion=f"geef bij --erft {' of '.join(SHIPPED)}, of een map met een eigen tekst"))  # fmt: skip
    if not NAME.fullmatch(folder.name):
        found.append(
            Finding(
                f"«{folder.name}» kan geen naam van een map zijn",
                suggestion="gebruik kleine letters, cijfers en streepjes, zoals hogeland-2019",
            )
        )
    elif folder.name in SHIPPED or re.fullmatch(r"\d{4}-\d{2}-\d{2}|i-?\d+[a-z]?", folder.name):
        found.append(Finding(f"«{folder.name}» heeft al een betekenis", suggestion="kies een andere naam, zoals hogeland-2019"))
    above = folder.absolute().parent
    if not above.is_dir():
        found.append(Finding(f"de map «{above}» bestaat niet", suggestion="maak haar eerst"))
    elif above.resolve().is_relative_to(KB_FOLDER.parent):
        found.append(Finding("binnen het programma zelf komt geen eigen verordening", suggestion="kies een eigen map"))
    if os.path.lexists(folder):
        found.append(Finding(f"«{folder}» bestaat al", suggestion="kies een andere naam, of haal die map eerst weg"))
    return found


def known_of(text: str) -> dict[str, Known]:
    """Return what a text says about itself: its name, municipality, number and days; nothing is guessed beyond its words."""
    found: dict[str, Known] = {}
    lines = text.split("\n")
    title = next((line for line in lines[:20] if re.search(r"verordening", line, re.IGNORECASE) and len(line) <= 200), "")
    if title:
        found["naam"] = Known(title.strip("#* _"), lines.index(title) + 1)
    if match := _TITLE.search(text):
        found["naam"] = Known(match[1].strip(), text.count("\n", 0, match.start(1)) + 1)
    for field, pattern in (("kenmerk", _NUMBER), ("gemeente", _MUNICIPALITY)):
        if match := pattern.search(text):
            value = match[1] if pattern.groups else match[0].replace("_", "/")
            found[field] = Known(value, text.count("\n", 0, match.start()) + 1)
    for field, pattern in (("vastgesteld", _ADOPTED), ("inwerkingtreding", _FORCE)):
        days = {_day(match): text.count("\n", 0, match.end()) + 1 for match in pattern.finditer(" ".join(text.split(" ")))}
        days.pop(None, None)
        if len(days) == 1:
            ((day, line),) = days.items()
            assert day is not None
            found[field] = Known(day, line)
    return found


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None


def files_of(new: NewOrdinance) -> dict[str, str]:
    """Return the files of the folder by name."""
    return {
        "verordening.toml": _identity(new),
        TEXT_NAME: new.text if new.text.endswith("\n") else new.text + "\n",
        "parameters.toml": PARAMETERS.format(parent=new.parent),
        "lezingen.toml": READINGS.format(parent=new.parent),
        "regels/LEESMIJ.md": RULES.format(parent=new.parent),
    }


def write_folder(new: NewOrdinance) -> Finding | None:
    """Make the folder, complete or not at all; return what went wrong."""
    folder = new.folder.absolute()
    beside: Path | None = None
    try:
        beside = Path(tempfile.mkdtemp(prefix=".toetssteen-", dir=folder.parent))
        for name, text in files_of(new).items():
            (beside / name).parent.mkdir(exist_ok=True)
            (beside / name).write_text(text, encoding="utf-8")
        beside.chmod(0o755)
        if os.path.lexists(folder):
            return Finding(f"«{new.folder}» bestaat al", suggestion="kies een andere naam, of haal die map eerst weg")
        beside.rename(folder)
        beside = None
    except OSError as problem:
        return Finding(f"«{new.folder}» is niet te maken: het systeem weigert dat (nummer {problem.errno})",
                       suggestion="kijk of u in die map mag schrijven en of er nog ruimte is")  # fmt: skip
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return None


def _identity(new: NewOrdinance) -> str:
    lines = ["# Wie, wat en wanneer. Wat achter een # «nog in te vullen» heet, is nog niet bekend: vul het in en haal het # weg.",
             f"erft = {json.dumps(_inherits(new), ensure_ascii=False)}", ""]  # fmt: skip
    for field, meaning in FIELDS.items():
        known = new.known.get(field)
        if known is None:
            example = {"naam": '"…"', "gemeente": '"…"', "kenmerk": '"CVDR…/1"'}.get(field, "jjjj-mm-dd")
            lines.append(f"# nog in te vullen: {field} = {example}   # {meaning}")
        else:
            value = known.value.isoformat() if isinstance(known.value, date) else json.dumps(known.value, ensure_ascii=False)
            lines.append(f"{field} = {value}   # uit regel {known.line} van {TEXT_NAME}: controleer dit")
    if new.absent:
        lines += ["", "# Deze nummers horen in de tekst te ontbreken.", f"ontbreekt = {json.dumps(list(new.absent))}"]
    return "\n".join([*lines, "", CHECKED])


CHECKED = """\
# Geërfde regels waarvan u hebt nagegaan dat zij ook de eigen tekst weergeven, met het kenmerk van die tekst.
# «toetssteen dekking MAP» zegt welke plaatsen nog na te lopen zijn en welke regel hier dan hoort.
[nagelopen]
"""
PARAMETERS = """\
# Getallen die anders zijn dan in {parent}; de rest wordt geërfd. Zet alleen neer wat afwijkt.
# De namen staan in «toetssteen toon 6.1». Een bedrag is in centen; de datum is de dag vanaf welke het geldt.
#
# [pp_min_leeftijd]
# waarden = {{ 2024-07-01 = 25 }}
"""
READINGS = """\
# Lezingen die hier een andere standaard hebben dan in {parent}; de rest wordt geërfd. Zie «toetssteen lezingen».
#
# [i22]
# standaard = "…"
# reden = "…"
"""
RULES = """\
# Eigen regels

Hier komen alleen de regels (`.lp`) die anders zijn dan in {parent}; alles wat hier niet staat, wordt geërfd.

- Een regel met een etiket dat {parent} ook heeft, vervangt daar alle regels met dat etiket.
- Een nieuw etiket komt erbij.
- `%%% vervalt 6.3/maximum` laat een geërfde norm vervallen.

Begin een bestand met de plaats en de tekst waar het over gaat:

    %%% artikel 6 Participatieplaats
    %%% invoer  …
    %%% uitvoer …

Wat er achter invoer, uitvoer, parameters en lezingen hoort, zegt `toetssteen controleer MAP` zodra er een regel staat.

`toetssteen toon 6.3` toont de regels die nu gelden, `toetssteen dekking` wat nog na te lopen is.
"""
