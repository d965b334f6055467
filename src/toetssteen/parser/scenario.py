"""Reading a scenario: who supposes what and why, and what is otherwise, one sentence per line.

Every line by itself, as cases and policies are read; all mistakes are collected. Folders and other scenarios that a line
names are looked for beside the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from toetssteen.kb.case import Ceiling
from toetssteen.kb.citation import is_below
from toetssteen.kb.dates import in_words
from toetssteen.kb.finding import LET_OP, Finding, has_errors
from toetssteen.kb.law import Law, known_labels, load_law
from toetssteen.kb.scenario import BASELINE, ParameterChange, Scenario, overlapping, stacked
from toetssteen.parser.ceilings import add_ceiling
from toetssteen.parser.draft import Draft
from toetssteen.parser.lines import Line, Mention, decode, split, unclosed, unquoted
from toetssteen.parser.machine import machine
from toetssteen.parser.messages import nearest, syntax_finding
from toetssteen.parser.parameter_value import parameter_text, read_parameter
from toetssteen.parser.reader import phrase_table
from toetssteen.parser.scenario_facts import FACT, read_fact_change
from toetssteen.parser.values import ValueProblem, read_date

SUFFIX = ".scenario"
MOST_STACKED = 20
TEXT = r'"(?:\\.|[^"\\])*"'
NAMED = {"scenario": "name", "auteur": "author", "reden": "reason"}
HEADER = re.compile(rf"(?P<key>scenario|auteur|reden)\s*:?\s+(?P<text>{TEXT}|\S.*)", re.IGNORECASE)
MADE_ON = re.compile(r"(?:datum|opgesteld op)\s*:?\s+(?P<day>.+)", re.IGNORECASE)
PARAMETER = re.compile(r"(?P<name>\S+)\s+wordt\s+(?P<value>.+?)(?:\s+vanaf\s+(?P<day>.+))?", re.IGNORECASE)
READING = re.compile(r"(?:lezing\s+)?(?P<key>i-?\d+[a-z]?)\s*:\s*(?P<option>\S+)", re.IGNORECASE)
LAPSE = re.compile(r"(?:artikel\s+)?(?P<label>\S+)\s+vervalt", re.IGNORECASE)
RULES = re.compile(r"regels\s+uit\s+(?:de\s+)?map\s+(?P<path>.+)", re.IGNORECASE)
ORDINANCE = re.compile(r"(?:de\s+)?verordening\s+uit\s+(?:de\s+)?map\s+(?P<path>.+)", re.IGNORECASE)
STATUTE = re.compile(r"de\s+wet\s+zoals\s+(?:die\s+(?:geldt|gold)\s+)?op\s+(?P<day>.+)", re.IGNORECASE)
STACKED = re.compile(r"bouwt\s+voort\s+op\s+(?P<path>.+)", re.IGNORECASE)
CEILING = re.compile(r"plafond\b.*", re.IGNORECASE)
CHANGES_STATUTE = "dit scenario wijzigt de wet"
FORMS = (
    'scenario "…"', 'auteur "…"', 'reden "…"', "datum 1 november 2026", "premie_bedrag wordt € 400 vanaf 1 januari 2026",
    "lezing I-05: tot_en_met_27", "6.3/maximum vervalt", "regels uit map …", "verordening uit map …",
    "de wet zoals op 1 januari 2026", "plafond scholing 2026: hooguit 5 personen", "voor alle inwoners: …",
    "bouwt voort op … .scenario", CHANGES_STATUTE,
)  # fmt: skip


def read_scenario_bytes(data: bytes, file: str) -> tuple[Scenario | None, list[Finding]]:
    """Read a scenario from the bytes of a file; None when a finding is an error."""
    text, findings = decode(data, file)
    return (None, findings) if findings else read_scenario(text, file)


def read_scenario(text: str, file: str = "") -> tuple[Scenario | None, list[Finding]]:
    """Read a scenario; None when a finding is an error. Its rules are read too, but checked by ``lint_scenario``."""
    return _read(text, file, ())


def read_sentences(text: str, folder: Path) -> tuple[Scenario | None, list[Finding]]:
    """Read sentences of a scenario without a heading, as they can be given on a command line."""
    reader = _Reader("", folder, ())
    return reader.finish(text, headed=False)


def _read(text: str, file: str, chain: tuple[Path, ...]) -> tuple[Scenario | None, list[Finding]]:
    own = Path(file)
    return _Reader(file, own.parent, (*chain, own.resolve())).finish(text, headed=True)


class _Reader:
    def __init__(self, file: str, folder: Path, chain: tuple[Path, ...]) -> None:
        self.file, self.folder, self.chain = file, folder, chain
        self.law: Law = load_law(date.max)
        self.draft = Draft(file)
        self.said: dict[str, Any] = {}
        self.seen: dict[object, int] = {}
        self.below: list[Scenario] = []
        self.lapses: list[tuple[str, Line, str]] = []
        self.forms: list[tuple[re.Pattern[str], Callable[[re.Match[str], Line], None]]] = [
            (HEADER, self._header), (MADE_ON, self._made_on), (STATUTE, self._statute), (RULES, self._rules),
            (ORDINANCE, self._ordinance), (STACKED, self._stacked), (CEILING, self._ceiling), (READING, self._reading),
            (LAPSE, self._lapse), (FACT, self._fact), (PARAMETER, self._parameter),
        ]  # fmt: skip

    def finish(self, text: str, *, headed: bool) -> tuple[Scenario | None, list[Finding]]:
        """Read all lines and return what they suppose, with all findings."""
        lines, findings = split(text, self.file)
        self.draft.findings += findings
        if not lines and not findings:
            return None, [Finding("het scenario is leeg", self.file, suggestion='begin met: scenario "…"')]
        for line in lines:
            if line.readable:
                self._line(line)
        if headed and not self.said.get("name"):
            self.draft.report("dit scenario heeft geen naam", suggestion='begin met: scenario "…"')
        self._drop()
        said: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in self.said.items()}
        own = BASELINE._replace(file=self.file, **said)
        found = stacked((*self.below, own))
        found = found._replace(name=own.name or found.name, author=own.author or found.author, reason=own.reason or found.reason,
                               made_on=own.made_on or found.made_on, file=self.file)  # fmt: skip
        if headed and found.is_baseline and not has_errors(self.draft.findings):
            self.draft.report("dit scenario verandert niets aan het recht of aan zaken", severity=LET_OP,
                              suggestion="een scenario heeft regels zoals: " + FORMS[4])  # fmt: skip
        sorted_findings = sorted(self.draft.findings, key=lambda one: (one.file != self.file, one.file, one.line, one.column))
        return (None if has_errors(sorted_findings) else found), sorted_findings

    def _line(self, line: Line) -> None:
        opened = unclosed(line.text)
        if opened >= 0:
            self.draft.report("dit aanhalingsteken wordt niet gesloten", Mention("", line, opened, opened + 1),
                              'zet " aan het einde van de tekst')  # fmt: skip
            return
        if re.fullmatch(CHANGES_STATUTE, " ".join(line.text.lower().split())):
            self._once("changes_statute", line, value=True)
            return
        try:
            for form, read in self.forms:
                found = form.fullmatch(line.text)
                if found is not None:
                    read(found, line)
                    return
        except ValueProblem as problem:
            self.draft.report(str(problem), line.find(problem.word) if problem.word else line, problem.suggestion)
            return
        hint = nearest(line.text, FORMS) or "een scenario heeft regels zoals: " + "; ".join(FORMS[4:8])
        self.draft.report(f"«{line.text[:80]}» is niet te begrijpen", line, hint)

    def _once(self, key: str, line: Line, value: Any, what: str = "") -> None:
        if self._is_new(key, line, what or "dit"):
            self.said[key] = value

    def _is_new(self, key: object, line: Line, what: str) -> bool:
        first = self.seen.setdefault(key, line.number)
        if first != line.number:
            self.draft.report(f"{what} staat al op regel {first}", line, "laat een van beide regels weg")
        return first == line.number

    # who and why

    def _header(self, found: re.Match[str], line: Line) -> None:
        text = found["text"]
        said = unquoted(text) if re.fullmatch(TEXT, text) else text
        if not said.strip():
            raise ValueProblem("deze tekst is leeg", text)
        self._once(NAMED[found["key"].lower()], line, said.strip(), f"«{found['key'].lower()}»")

    def _made_on(self, found: re.Match[str], line: Line) -> None:
        self._once("made_on", line, _day(found["day"]), "de datum")

    # the law

    def _statute(self, found: re.Match[str], line: Line) -> None:
        self._once("statute", line, _day(found["day"]), "de stand van de wet")

    def _folder(self, text: str) -> Path:
        name = unquoted(text) if re.fullmatch(TEXT, text) else text
        path = self.folder / name
        try:
            there = bool(name.strip()) and path.is_dir()
        except (OSError, ValueError):
            there = False
        if not there:
            raise ValueProblem(f"de map «{name[:80]}» bestaat niet", text, _beside(self.folder, name, folders=True))
        return path

    def _rules(self, found: re.Match[str], line: Line) -> None:
        folder = self._folder(found["path"])
        if self._is_new(folder.resolve(), line, "deze map"):
            self.said.setdefault("overlays", []).append(folder)

    def _ordinance(self, found: re.Match[str], line: Line) -> None:
        self._once("ordinance", line, self._folder(found["path"]), "de verordening")

    def _lapse(self, found: re.Match[str], line: Line) -> None:
        self.lapses.append((found["label"].lower(), line, found["label"]))

    def _drop(self) -> None:
        """Turn what lapses into labels, when all is known that the scenario brings itself."""
        if not self.lapses:
            return
        from toetssteen.kb.scenario import layers_of

        own = Scenario(ordinance=self.said.get("ordinance"), overlays=tuple(self.said.get("overlays", ())))
        brought = {label for one in (*self.below, own) if one.has_rules for layer in layers_of(one) for label in layer.labels}
        labels = known_labels(self.law) | brought
        dropped: dict[str, None] = dict.fromkeys(self.said.get("dropped", ()))
        for label, line, written in self.lapses:
            below = [one for one in sorted(labels) if is_below(one, label)]
            if not below:
                known = [*labels, *(one.partition("/")[0] for one in labels)]
                self.draft.report(f"«{written}» is geen norm met regels", line.find(written),
                                  nearest(label, known) or "zie toetssteen dekking --alles")  # fmt: skip
            elif self._is_new(("vervalt", label), line, "dit"):
                dropped |= dict.fromkeys(below)
        self.said["dropped"] = list(dropped)

    def _parameter(self, found: re.Match[str], line: Line) -> None:
        name, titles = found["name"].lower(), {name: one.title for name, one in self.law.parameters.items()}
        parameter = self._parameters().get(name)
        if parameter is None:
            hint = nearest(name, titles) or "zie toetssteen toon met de bepaling waarin het getal staat"
            raise ValueProblem(f"het getal «{found['name']}» bestaat niet", found["name"], hint)
        start = _day(found["day"]) if found["day"] else None
        value = read_parameter(found["value"], parameter)
        if not self._is_new((name, start), line, "dit getal" + (f" vanaf {in_words(start)}" if start else "")):
            return
        now = parameter.on(start or date.max)
        if now is not None and now[1] == value and parameter.on(date.max) == now:
            self.draft.report(f"{name} is al {parameter_text(value, parameter)}", line, severity=LET_OP)
        changes = [*self.said.get("parameters", []), ParameterChange(name, value, start, line.number)]
        self.said["parameters"] = sorted(changes, key=lambda one: one.start or date.min)

    def _parameters(self) -> dict[str, Any]:
        """Return the numbers that can be changed: those of the law, and those of an own ordinance."""
        folder = self.said.get("ordinance") or next((one.ordinance for one in reversed(self.below) if one.ordinance), None)
        if folder is None:
            return self.law.parameters
        from toetssteen.kb.scenario import layered_data

        return layered_data(Scenario(ordinance=folder), self.law)[0].parameters

    def _stacked(self, found: re.Match[str], line: Line) -> None:
        text = found["path"]
        name = unquoted(text) if re.fullmatch(TEXT, text) else text
        path = scenario_file(name, self.folder)
        if path is None:
            raise ValueProblem(f"het scenario «{name[:80]}» bestaat niet", text, _beside(self.folder, name, folders=False))
        if path.resolve() in self.chain:
            raise ValueProblem("zo bouwt dit scenario in een kring op zichzelf voort", text, "laat een van beide regels weg")
        if len(self.chain) > MOST_STACKED:
            raise ValueProblem(f"er bouwen meer dan {MOST_STACKED} scenario's op elkaar voort", text)
        if not self._is_new(path.resolve(), line, "dit scenario"):
            return
        try:
            data = path.read_bytes()
        except OSError:
            raise ValueProblem(f"het scenario «{name[:80]}» is niet te lezen", text) from None
        content, findings = decode(data, str(path))
        below = None
        if not findings:
            below, findings = _read(content, str(path), self.chain)
        self.draft.findings += findings
        if below is not None:
            self.below.append(below)

    # cases

    def _reading(self, found: re.Match[str], line: Line) -> None:
        key, option, reading, hint = reading_option(self.law, found["key"], found["option"])
        if hint:
            wrong = found["option"] if reading else found["key"]
            what = f"lezing {reading} heeft geen optie «{option}»" if reading else f"lezing «{found['key']}» bestaat niet"
            raise ValueProblem(what, wrong, hint)
        if self._is_new(("lezing", key), line, f"lezing {reading}"):
            self.said["readings"] = {**self.said.get("readings", {}), key: option}

    def _ceiling(self, found: re.Match[str], line: Line) -> None:
        errors: Any = machine()["UnexpectedInput"]
        try:
            tree = machine()["parse"](phrase_table(self.law).joined(found[0]), start="kop")
        except errors as error:
            self.draft.findings.append(syntax_finding(error, line, self.file))
            return
        before = len(self.draft.findings)
        add_ceiling(self.draft, self.law, tree.children, line)
        if len(self.draft.findings) > before:
            return
        ceiling: Ceiling = self.draft.ceilings[-1].ceiling._replace(id="")
        earlier = [one for one in self.said.get("ceilings", []) if overlapping(one, ceiling)]
        if earlier:
            self.draft.report(f"op regel {earlier[0].line} staat voor deze dagen al een grens voor dezelfde voorziening", line,
                              "zet alle grenzen in één regel, of geef elk een eigen tijdvak")  # fmt: skip
            return
        self.said.setdefault("ceilings", []).append(ceiling)

    def _fact(self, found: re.Match[str], line: Line) -> None:
        change = read_fact_change(found, line, self.law)
        if self._is_new((change.concept, change.provision, change.conditions), line, "dit feit"):
            self.said.setdefault("facts", []).append(change)


def _day(text: str) -> date:
    try:
        return read_date(text)
    except ValueProblem as problem:
        raise ValueProblem(str(problem), problem.word or text, problem.suggestion) from problem


def reading_option(law: Law, name: str, option: str) -> tuple[str, str, str, str]:
    """Return the key and option of a reading by their names (an option may be cut short), how it is shown, and a hint.

    The hint is empty when both are known; without such a reading there is nothing to show.
    """
    key = "i" + name.lower().lstrip("i").lstrip("-")
    reading = law.readings.get(key)
    if reading is None:
        hint = nearest("I-" + key[1:], [one.display for one in law.readings.values()]) or "zie toetssteen lezingen"
        return key, option, "", hint
    chosen = option.lower()
    begins = [one for one in reading.options if one.startswith(chosen)]
    if chosen in reading.options or len(begins) == 1:
        return key, chosen if chosen in reading.options else begins[0], reading.display, ""
    return key, option, reading.display, nearest(chosen, reading.options) or "kies uit: " + ", ".join(reading.options)


def scenario_file(name: str, folder: Path) -> Path | None:
    """Return the file of a scenario by its name, with or without its ending: in a folder, or a shipped one."""
    from toetssteen.parser.source import examples_folder

    places = [folder / name, folder / f"{name}{SUFFIX}"]
    if os.sep not in name:
        places += [examples_folder() / name, examples_folder() / f"{name}{SUFFIX}"]
    try:
        return next((path for path in places if name.strip() and path.name.endswith(SUFFIX) and path.is_file()), None)
    except (OSError, ValueError):
        return None


def _beside(folder: Path, name: str, *, folders: bool) -> str:
    """Return what was probably meant of what stands in a folder."""
    try:
        there = [one.name for one in folder.iterdir() if (one.is_dir() if folders else one.name.endswith(SUFFIX))]
    except OSError:
        there = []
    where = "mappen" if folders else "scenario's"
    return nearest(name, there) or f"{where} worden gezocht naast dit bestand, in {folder.resolve()}"
