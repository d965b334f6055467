"""Damaged cases: reading never fails, and a line is either reported or says in the case what it says in the text.

The check is independent of the reader: ``said`` levels only spelling that means the same (dates, amounts, pronouns,
quotation marks), so a typo read as another fact, or a line that is dropped, gives two different sets.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import toetssteen
from toetssteen.kb.case import Case
from toetssteen.kb.dates import MONTHS
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import load_law
from toetssteen.parser.json_form import read_any
from toetssteen.parser.writer import write_case

EXAMPLES = sorted(
    path for path in (Path(toetssteen.__file__).parent / "voorbeelden").glob("*.feiten") if not path.stem.startswith("signaal-")
)
RICH = """casus "Van alles wat"
bron: dossier B
peildatum 1 oktober 2025
overige feiten ontkend
neem aan dat de overige oordelen gunstig zijn
lezing I-31: exact_3
lezing I-22: wet_48

gemeente Het Hogeland
  de gemeente werkt samen met het UWV
  werkt niet samen met regiogemeenten
  het ministerie schrijft voor het beoordeelde jaar 1.250 beschutte werkplekken voor
  de raad heeft voor het beoordeelde jaar geen eigen aantal bepaald
  in het beoordeelde jaar zijn 22 beschutte werkplekken gerealiseerd

plafond proefplaats 2025: hooguit € 50.000, hooguit 5 personen, hooguit € 2.500 per persoon
  is een subsidieplafond
  is bekendgemaakt op 10 december 2024
  er is al € 10.000 verleend
  er is al verleend aan 4 personen

plafond participatieplaats van 1 maart 2025 tot en met 31 mei 2025: hooguit 12 personen
  is geen subsidieplafond

inwoner Carla de Wit
  is geboren op 2 mei 1985
  woont in Het Hogeland
  ontvangt geen algemene bijstand
  onbekend of zij een startkwalificatie heeft

inwoner Driss
  zit niet in de vier weken zoektijd

werkgever Firma Nieuw
  geeft geen begeleiding op de werkplek
  is de rechtsopvolger van Firma Oud

werkgever Firma Oud

plaatsing van Carla de Wit op participatieplaats bij Firma Oud
  van 1 september 2024 tot en met 31 augustus 2025
  verlengd tot en met 31 augustus 2026
  onderbroken van 1 maart 2025 tot en met 31 maart 2025
  werkzaamheden "orderpicker (ochtend)"
  heeft voldoende meegewerkt, volgens het college
  heeft onvoldoende meegewerkt in halfjaar 2

aanvraag van Carla de Wit voor proefplaats bij Firma Nieuw
  vanaf 1 november 2025 tot en met 31 december 2025
  ingediend op 15 september 2025
  werkzaamheden "kassa"
  de werkgever verklaart dat een arbeidsovereenkomst van 7 maanden kan volgen
  de verklaring is vooraf gegeven
  de kosten zijn € 1.250,50
  de gemeente verwacht niet dat Carla de Wit geschikt is voor het werk

aanvraag van Driss voor ondersteuning
  is zinvol

afwijking van 8.4 voor Carla de Wit op proefplaats, besloten op 1 september 2025 door het college, omdat "het contract volgt"

verwacht premie voor Carla de Wit: verplicht op 6.4, bedrag € 1.200,50
  bron: 6.4
"""
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES} | {"van-alles": RICH}
PER_KIND = 4
SEED = 20250301
ODD = ('"', "(", ")", "\\", "\u00a0", "\t", "\x07", "\x1b", "\u200b", "«", "€", "%", ",", ":", ";", "{P}", "‹waarde›", "é", "😀")
LINES = (
    "uitkomst(met20,z1,verplicht).", "#script (python) print(1) #end.", ":- not zaak(z1,_,_).", "  {leeftijd(p1,40)}.",
    '  #include "/etc/passwd".', "  noodzakelijk(z1).", "x" * 1999, "  " + "woont " * 400, "%", "   ", '"', "  is",
)  # fmt: skip
PROVISIONS = "werkervaringsplaats|participatieplaats|proefplaats|premie|ondersteuning|voorziening"
DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}\s+[a-zéû]{3,}\s+\d{4}"


# ---- what a text says


def without_comment(line: str) -> str:
    quoted = False
    for index, sign in enumerate(line):
        if sign == '"' and line[index - 1 : index] != "\\":
            quoted = not quoted
        if sign == "%" and not quoted:
            return line[:index]
    return line


def level(text: str) -> str:
    """Return the text with one spelling for dates, amounts, durations, quotation marks and spaces."""
    text = re.sub(r'"((?:\\.|[^"\\])*)"', lambda match: re.sub(r"\\(.)", r"\1", match[1]), text)
    text = " ".join(text.split()).casefold()
    text = re.sub(DATE, _date, re.sub(r"\s*,\s*(?!\d)", ", ", text).strip())
    text = re.sub(r"€ ?([\d.]+)(?:,(\d{1,2}|-))?", lambda m: _amount(m[1], m[2]), text)
    text = re.sub(r"\b([\d.]+)(?:,(\d{1,2}))? euro\b", lambda m: _amount(m[1], m[2]), text)
    text = re.sub(r"\b(\d+) ?maand(?:en)?\b", lambda m: f"{int(m[1])} maanden", text)
    text = re.sub(r"\b(\d+) ?jaar\b", lambda m: f"{int(m[1]) * 12} maanden", text)
    text = re.sub(r"\b(\d+) ?we(?:ek|ken)\b", lambda m: f"{int(m[1]) * 7} dagen", text)
    text = re.sub(r"\b(\d+) ?dag(?:en)?\b", lambda m: f"{int(m[1])} dagen", text)
    text = re.sub(r"(?<![\w.,-])(\d[\d.]*) beschutte werkplek(?:ken)?\b", lambda m: f"{_count(m[1])} plekken", text)
    return re.sub(r"\bartikel (?=(?:pw:|ioaw:|ioaz:)?\d)", "", text)


def _date(match: re.Match[str]) -> str:
    parts = re.split(r"[\s-]+", match[0])
    if len(parts[0]) == 4:
        parts.reverse()
    numbers = [number for number, name in enumerate(MONTHS, 1) if name.startswith(parts[1])]
    month = int(parts[1]) if parts[1].isdigit() else numbers[0] if len(numbers) == 1 else 0
    try:
        return date(int(parts[2]), month, int(parts[0])).isoformat()
    except ValueError:
        return match[0]


def _amount(whole: str, rest: str | None) -> str:
    return f"€{int(whole.replace('.', '') or 0)},{(rest or '0').replace('-', '0').ljust(2, '0')}"


def _count(digits: str) -> str:
    return str(int(digits.replace(".", ""))) if re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+", digits) else digits


def said(text: str, case: Case) -> dict[tuple[str, str], int]:
    """Return what each line says as (heading, statement), with the number of the last line that says it."""
    names = sorted((level(name) for name in (*case.persons, *case.employers)), key=len, reverse=True)
    found: dict[tuple[str, str], int] = {}
    heading, number_of_application = "", 0
    for number, source in enumerate(text.split("\n"), 1):
        line = without_comment(source.rstrip("\r"))
        if not line.strip():
            continue
        if line[0] not in " \t":
            heading = _heading(level(line))
            number_of_application += heading.startswith("aanvraag ")
            for part in _parts(heading):
                found["", part] = number
            continue
        for statement in _statements(level(line), names):
            found[heading, _end_of(statement, case, number_of_application, heading)] = number
    return found


def _heading(text: str) -> str:
    text = re.sub(r"^persoon ", "inwoner ", text)
    text = re.sub(r"^gemeente het hogeland$", "gemeente", text)
    return re.sub(r"^(bron|lezing i-*\w+)\s*:?\s*", lambda match: match[1].replace("-", "") + " ", text)


def _parts(heading: str) -> list[str]:
    if not heading.startswith("verwacht "):
        return [heading]
    about, _, rest = heading.rpartition(":")
    return [f"{about.strip()}: {part.strip()}" for part in re.split(r",(?!\d)", rest)]


def _statements(text: str, names: list[str]) -> list[str]:
    if re.match(r"(bron|werkzaamheden)\b", text):
        return [re.sub(r"^(\w+)\s*:?\s*", r"\1 ", text)]
    if text.startswith("is de rechtsopvolger"):
        return [text]
    term = re.fullmatch(rf"(?:vana?f? (?P<begin>{DATE}))? ?(?:voor (?P<duur>\d+ \w+)|tot en met (?P<eind>{DATE}))?", text)
    if term:
        return [f"{key} {value}" for key, value in term.groupdict().items() if value]
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "P", text)
    text = re.sub(r"\b(?:hij|zij|hem|haar)\b", "P", text)
    text = re.sub(rf"\bde (?:{PROVISIONS})\b", "Z", text)
    text = re.sub(r"^onbekend is ", "onbekend ", text)
    text = re.sub(r", volgens (?:het |de )?", ", volgens ", text)
    text = text.replace("volgens gemeente", "volgens college")
    text = re.sub(r"halfjaar (\d+)", lambda match: f"halfjaar {int(match[1])}", text)
    text = re.sub(r"^(?:[PZ] |de werkgever (?=geeft)|de gemeente (?=werkt))", "", text)
    return [re.sub(r"^geboren op", "is geboren op", text)]


def _end_of(statement: str, case: Case, number: int, heading: str) -> str:
    """Return a term in days as the last day the case has for it, computed from its first day."""
    match = re.fullmatch(r"duur (\d+) dagen", statement)
    if match is None or not heading.startswith("aanvraag ") or not 0 < number <= len(case.applications):
        return statement
    start = case.applications[number - 1].start
    return statement if start is None else f"eind {start + timedelta(days=int(match[1]) - 1)}"


def differences(text: str, case: Case, findings: list[Finding]) -> list[str]:
    """Return what the text says and the written case does not, or the other way round."""
    canonical = write_case(case, load_law(case.reference_date))
    source, result = said(text, case), said(canonical, case)
    remarked = {finding.line for finding in findings}
    lost = [f"verdwenen: {key}" for key, line in source.items() if key not in result and line not in remarked
            and not _repeats_start(key, case)]  # fmt: skip
    assumed = f"begin {case.reference_date}" if any("peildatum" in one.message for one in findings) else None
    new = [f"verzonnen: {key}" for key in result if key not in source and key[1] != assumed]
    # a judgement of somebody who may not give it is announced and written as unknown: one statement for each remark
    unknown = [one for one in new if ", 'onbekend " in one]
    announced = sum("blijft onbekend" in finding.message for finding in findings)
    return lost + [one for one in new if one not in unknown] + unknown[announced:]


def _repeats_start(key: tuple[str, str], case: Case) -> bool:
    """Return whether a statement is the first day of an extension, which follows from its placement."""
    starts = {f"begin {one.start}" for one in case.applications if one.extends}
    return " voor verlenging van " in key[0] and key[1] in starts


# ---- mutations


def _replace_line(text: str, draw: random.Random, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    index = draw.choice([number for number, line in enumerate(lines) if line.strip()])
    lines[index] = change(lines[index])
    return "\n".join(lines)


def _at(draw: random.Random, line: str, change: Callable[[str], str], width: int = 1) -> str:
    index = draw.randrange(max(1, len(line) - width + 1))
    return line[:index] + change(line[index : index + width]) + line[index + width :]


def _words(draw: random.Random, line: str, change: Callable[[list[str]], None]) -> str:
    words = re.split(r"( +)", line.strip())
    content = words[::2]
    change(content)
    return line[: len(line) - len(line.lstrip())] + " ".join(content)


def _drop_word(draw: random.Random, line: str) -> str:
    return _words(draw, line, lambda words: words.__delitem__(draw.randrange(len(words))))


def _swap_words(draw: random.Random, line: str) -> str:
    def swap(words: list[str]) -> None:
        first, second = draw.randrange(len(words)), draw.randrange(len(words))
        words[first], words[second] = words[second], words[first]

    return _words(draw, line, swap)


def _other_word(draw: random.Random, line: str, text: str) -> str:
    return _words(draw, line, lambda words: words.__setitem__(draw.randrange(len(words)), draw.choice(text.split())))


def _digit(draw: random.Random, text: str) -> str:
    places = [match.start() for match in re.finditer(r"\d", text)]
    place = draw.choice(places)
    return text[:place] + draw.choice("0123456789") + text[place + 1 :]


def _lines(draw: random.Random, text: str, change: Callable[[list[str], int, int], None]) -> str:
    lines = text.rstrip("\n").split("\n")
    change(lines, draw.randrange(len(lines)), draw.randrange(len(lines)))
    return "\n".join(lines) + "\n"


def _swap_lines(lines: list[str], first: int, second: int) -> None:
    lines[first], lines[second] = lines[second], lines[first]


def _indent(line: str) -> str:
    return line.lstrip() if line[:1] in " \t" else "  " + line


def _letters(draw: random.Random, line: str) -> str:
    return _at(draw, line, lambda part: draw.choice("abcdefghijklmnopqrstuvwxyz"))


KINDS: dict[str, Callable[[random.Random, str], str]] = {
    "teken-weg": lambda draw, text: _replace_line(text, draw, lambda line: _at(draw, line, lambda part: "")),
    "teken-dubbel": lambda draw, text: _replace_line(text, draw, lambda line: _at(draw, line, lambda part: part * 2)),
    "tekens-om": lambda draw, text: _replace_line(text, draw, lambda line: _at(draw, line, lambda part: part[::-1], 2)),
    "teken-anders": lambda draw, text: _replace_line(text, draw, lambda line: _letters(draw, line)),
    "woord-weg": lambda draw, text: _replace_line(text, draw, lambda line: _drop_word(draw, line)),
    "woorden-om": lambda draw, text: _replace_line(text, draw, lambda line: _swap_words(draw, line)),
    "woord-anders": lambda draw, text: _replace_line(text, draw, lambda line: _other_word(draw, line, text)),
    "cijfer-anders": _digit,
    "regel-weg": lambda draw, text: _lines(draw, text, lambda lines, one, _two: lines.__delitem__(one)),
    "regel-dubbel": lambda draw, text: _lines(draw, text, lambda lines, one, two: lines.insert(two, lines[one])),
    "regel-meteen-dubbel": lambda draw, text: _lines(draw, text, lambda lines, one, _two: lines.insert(one, lines[one])),
    "regels-om": lambda draw, text: _lines(draw, text, _swap_lines),
    "inspringing": lambda draw, text: _replace_line(text, draw, _indent),
    "vreemd-teken": lambda draw, text: _replace_line(
        text, draw, lambda line: _at(draw, line, lambda part: draw.choice(ODD) + part)
    ),
    "vreemde-regel": lambda draw, text: _lines(draw, text, lambda lines, one, _two: lines.insert(one, draw.choice(LINES))),
    "lang-woord": lambda draw, text: _replace_line(text, draw, lambda line: line + " " + "lang" * draw.choice((20, 480, 600))),
}  # fmt: skip


def mutations() -> list[tuple[str, str]]:
    found = []
    for name, text in TEXTS.items():
        for kind, change in KINDS.items():
            for number in range(PER_KIND):
                draw = random.Random(f"{SEED}-{name}-{kind}-{number}")
                found.append((f"{name}-{kind}-{number}", change(draw, text)))
    return found


MUTATIONS = mutations()


# ---- the tests


@pytest.mark.parametrize("name", TEXTS)
def test_originals_say_what_they_say(name: str) -> None:
    case, findings = read_any(TEXTS[name].encode(), name)
    assert case is not None
    assert findings == []
    assert differences(TEXTS[name], case, findings) == []


def test_there_are_enough_mutations() -> None:
    assert len(MUTATIONS) >= 300
    assert sum(text not in TEXTS.values() for _name, text in MUTATIONS) >= 300


@pytest.mark.parametrize("text", [text for _name, text in MUTATIONS], ids=[name for name, _text in MUTATIONS])
def test_mutation(text: str) -> None:
    case, findings = read_any(text.encode(), "zaak.feiten")
    lines = text.split("\n")
    for finding in findings:
        assert 0 <= finding.line <= len(lines)
        assert finding.line == 0 or lines[finding.line - 1].rstrip("\r").startswith(finding.source)
        assert finding.as_text()
    if case is None:
        assert has_errors(findings)
        return
    assert not has_errors(findings)
    assert differences(text, case, findings) == []
    again, more = read_any(write_case(case, load_law(case.reference_date)).encode(), "zaak.feiten")
    assert again is not None, more
    assert again.without_lines() == case.without_lines()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ontvangt geen algemene bijstand", "ontvangt algemene bijstand"),
        ("  woont in Het Hogeland\n", ""),
        ("15 september 2025", "16 september 2025"),
        ("€ 1.200,50", "€ 1.200,05"),
        ("in halfjaar 2", "in halfjaar 1"),
        ("7 maanden", "8 maanden"),
        ("van Driss", "van Carla de Wit"),
        ("is zinvol", "is niet zinvol"),
        ("exact_3", "hooguit_3"),
        ("orderpicker", "orderpikker"),
        ("is de rechtsopvolger van Firma Oud\n", "\n"),
        (", volgens het college", ""),
        ("1.250 beschutte", "1.251 beschutte"),
        ("hooguit 5 personen", "hooguit 6 personen"),
        ("hooguit € 50.000", "hooguit € 5.000"),
        ("proefplaats 2025", "proefplaats 2026"),
        ("is geen subsidieplafond", "is een subsidieplafond"),
        ("€ 1.250,50", "€ 1.250,05"),
        ("werkt niet samen met regio", "werkt samen met regio"),
    ],
)  # fmt: skip
def test_the_check_sees_a_silent_change(right: str, wrong: str) -> None:
    case, _findings = read_any(RICH.replace(right, wrong, 1).encode(), "zaak.feiten")
    assert case is not None
    assert differences(RICH, case, []) != []
