"""Reading a policy: the aims in order, who counts for what, and money for several kinds together.

Every line by itself, as cases are read; all mistakes are collected.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from toetssteen.kb.dates import EARLIEST, LATEST
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.policy import AIMS, Budget, Goal, Group, Policy, Trait
from toetssteen.kb.vocabulary import full_name
from toetssteen.parser.lines import Line, decode, split, unquoted
from toetssteen.parser.messages import nearest
from toetssteen.parser.reader import phrase_table
from toetssteen.parser.source import examples_folder
from toetssteen.parser.values import ValueProblem, read_budget, read_date

TEXT = r'"(?:\\.|[^"\\])*"'
TITLE = re.compile(rf"beleid\s+(?P<title>{TEXT})", re.IGNORECASE)
TOLERANCE = re.compile(r",\s*met\s+(?P<number>\d{1,3})\s*procent\s+ruimte$", re.IGNORECASE)
NEED = re.compile(r"(?P<points>\d{1,4})\s+punt(?:en)?\s*:\s*(?P<trait>.+)", re.IGNORECASE)
GROUP = re.compile(rf"groep\s+(?P<name>{TEXT})\s*:\s*(?P<trait>.+)", re.IGNORECASE)
BUDGET = re.compile(
    rf"budget\s+(?P<name>{TEXT})\s+(?:(?P<year>\d{{4}})|van\s+(?P<first>.+?)\s+tot en met\s+(?P<last>.+?))"
    r"\s+voor\s+(?P<kinds>.+?)\s*:\s*hooguit\s+(?P<amount>.+)",
    re.IGNORECASE,
)
PER_PERSON = re.compile(r"hooguit\s+(?P<number>\d{1,2})\s+voorziening(?:en)?\s+per\s+inwoner", re.IGNORECASE)
POINTS = re.compile(r"^(?P<points>\d{1,4})\s+punt(?:en)?\s*:\s*", re.IGNORECASE)
SWITCHES = {
    "wie geweigerd kan worden dingt mee": "refusable", "wie niets krijgt wacht op een later tijdvak": "waiting",
    "wat overblijft gaat naar het volgende tijdvak": "carry",
}  # fmt: skip
# Aims that cannot be added up with others: a share is no sum.
NOT_WEIGHED = ("evenwicht",)
FORMS = ('beleid "…"', "doelen", "behoefte", 'groep "…": …', 'budget "…" 2026 voor … en …: hooguit € …',
         "hooguit 2 voorzieningen per inwoner", *SWITCHES)  # fmt: skip


def read_named_policy(name: str) -> tuple[Policy | None, list[Finding]]:
    """Read a policy from a file or a shipped example; None when a finding is an error."""
    path = Path(name)
    shipped = examples_folder() / f"{path.stem}.beleid"
    try:
        return read_policy((path if path.exists() or not shipped.is_file() else shipped).read_bytes(), name)
    except (OSError, ValueError):
        return None, [Finding(f"het beleid «{name}» is niet te lezen", suggestion="geef een bestand met doelen op")]


def read_policy(data: bytes, file: str) -> tuple[Policy | None, list[Finding]]:
    """Read a policy; None when a finding is an error."""
    text, findings = decode(data, file)
    if findings:
        return None, findings
    lines, findings = split(text, file)
    reader = _Reader(file, load_law(date.max))
    reader.findings += findings
    for line in lines:
        if line.readable:
            reader.read(line)
    policy = reader.finish()
    return (None if has_errors(reader.findings) else policy), reader.findings


class _Reader:
    def __init__(self, file: str, law: Law) -> None:
        self.file, self.law = file, law
        self.findings: list[Finding] = []
        self.block = ""
        self.title = ""
        self.goals: dict[str, Goal] = {}
        self.needs: list[tuple[int, Trait]] = []
        self.groups: dict[str, Group] = {}
        self.budgets: list[Budget] = []
        self.per_person: int | None = None
        self.switches: dict[str, bool] = {}

    def read(self, line: Line) -> None:
        """Read one line; what it says that cannot be is a finding."""
        try:
            if line.indented:
                self._below(line)
            else:
                self._heading(line)
        except ValueProblem as problem:
            self._report(str(problem), line, problem.word, problem.suggestion)

    def finish(self) -> Policy:
        """Return the policy, and note what does not fit together."""
        last = Line(0, indented=False, text="", source="")
        if not self.goals:
            self._report("er staan geen doelen in", last, hint="begin met: doelen, en daaronder de doelen op volgorde")
        for key, there, wanted in (("behoefte", self.needs, "behoefte, met daaronder: 2 punten: …"),
                                   ("evenwicht", len(self.groups) > 1, 'twee of meer regels: groep "…": …')):  # fmt: skip
            if key in self.goals and not there:
                self._report(f"het doel «{AIMS[key]}» heeft niets om mee te rekenen", last, hint=f"voeg toe: {wanted}")
        if len({bool(one.points) for one in self.goals.values()}) > 1:
            self._report("geef alle doelen punten, of geen enkel doel", last)
        return Policy(self.title, tuple(self.goals.values()), tuple(self.needs), tuple(self.groups.values()),
                      tuple(self.budgets), self.per_person, **self.switches)  # fmt: skip

    def _report(self, message: str, line: Line, word: str = "", hint: str = "") -> None:
        place = line.find(word)
        self.findings.append(Finding(message, self.file, line.number, place.start + line.offset + 1,
                                     max(1, place.end - place.start), line.source, hint))  # fmt: skip

    def _heading(self, line: Line) -> None:
        text = " ".join(line.text.split())
        self.block = text.lower().rstrip(":") if text.lower().rstrip(":") in ("doelen", "behoefte") else ""
        if self.block:
            return
        if found := TITLE.fullmatch(text):
            self.title = unquoted(found["title"])
        elif found := GROUP.fullmatch(text):
            name = unquoted(found["name"])
            if name in self.groups:
                self._report(f"de groep «{name}» staat er al", line, found["name"])
            elif trait := self._trait(found["trait"], line):
                self.groups[name] = Group(name, trait)
        elif found := BUDGET.fullmatch(text):
            self._budget(found, line)
        elif found := PER_PERSON.fullmatch(text):
            self.per_person = int(found["number"])
        elif text.lower() in SWITCHES:
            self.switches[SWITCHES[text.lower()]] = True
        else:
            self._report(f"«{text[:80]}» is niet te begrijpen", line,
                         hint=nearest(text, FORMS) or "een beleid heeft regels zoals: " + "; ".join(FORMS[:4]))  # fmt: skip

    def _below(self, line: Line) -> None:
        text = " ".join(line.text.split())
        if self.block == "doelen":
            self._goal(text, line)
        elif self.block == "behoefte":
            found = NEED.fullmatch(text)
            if found is None:
                self._report(f"«{text[:80]}» is geen behoefte", line, hint="schrijf: 2 punten: heeft een kleine kans op werk")
            elif trait := self._trait(found["trait"], line):
                self.needs.append((int(found["points"]), trait))
        else:
            self._report("deze ingesprongen regel hoort nergens bij", line, hint="zet er een kop boven: doelen, of behoefte")

    def _goal(self, text: str, line: Line) -> None:
        weight = POINTS.match(text)
        text = text[weight.end() :] if weight else text
        tolerance = TOLERANCE.search(text)
        written = text[: tolerance.start()] if tolerance else text
        names = {name.lower(): key for key, name in AIMS.items()}
        key = names.get(written.lower(), "")
        if not key:
            self._report(
                f"«{written[:80]}» is geen doel", line, written, nearest(written, names) or "kies uit: " + "; ".join(names)
            )
        elif key in self.goals:
            self._report("dit doel staat er al", line, written)
        elif tolerance and int(tolerance["number"]) > 100:
            self._report("de ruimte is hooguit 100 procent", line, tolerance["number"])
        elif weight and (tolerance or key in NOT_WEIGHED or not int(weight["points"])):
            self._report("dit doel kan zo geen punten krijgen", line, weight["points"],
                         "alleen doelen die te tellen zijn krijgen punten, meer dan 0, en dan geen ruimte")  # fmt: skip
        else:
            self.goals[key] = Goal(key, 10 * int(tolerance["number"]) if tolerance else 0, int(weight["points"]) if weight else 0)

    def _trait(self, text: str, line: Line) -> Trait | None:
        phrase = phrase_table(self.law).match("persoon", text, ())
        if phrase is None or phrase.value is None or phrase.concept.kind != "vlag":
            close = phrase_table(self.law).nearest("persoon", text, ())
            self._report(f"«{text[:80]}» is geen feit over een inwoner dat waar is of niet", line, text,
                         f"bedoelde u «{close}»?" if close else "zie toetssteen begrippen")  # fmt: skip
            return None
        return Trait(phrase.concept.key, phrase.value, text)

    def _budget(self, found: re.Match[str], line: Line) -> None:
        names = {one.name: key for key, one in self.law.provisions.items() if one.is_provision or one.about}
        kinds = []
        for name in re.split(r"\s*,\s*|\s+en\s+", found["kinds"]):
            if (asked := full_name(self.law.provisions.values(), name)) in names:
                kinds.append(names[asked])
            else:
                self._report(f"voor «{name}» kan geen grens gelden", line, name, nearest(name, names) or "kies een voorziening")
        if found["year"] and not EARLIEST.year <= int(found["year"]) <= LATEST.year:
            raise ValueProblem(f"«{found['year']}» ligt buiten {EARLIEST.year} tot en met {LATEST.year}", found["year"])
        if found["year"]:
            start, end = date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31)
        else:
            start, end = read_date(found["first"]), read_date(found["last"])
        if end < start:
            self._report("de periode eindigt voordat zij begint", line, found["last"], "controleer beide datums")
        self.budgets.append(Budget(unquoted(found["name"]), tuple(kinds), start, end, read_budget(found["amount"]), line.number))
