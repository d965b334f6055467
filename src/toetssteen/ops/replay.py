"""Deciding a case again from its receipt, and saying of everything that differs what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import unified_diff
from typing import Any

from toetssteen.explain.replay import ADDED, CHANGED, GONE, LawChange, Replay
from toetssteen.kb.case import Case
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.dates import euro
from toetssteen.kb.finding import has_errors
from toetssteen.kb.law import Law
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.receipt import same_content, seal, stated, text_hash
from toetssteen.parser.json_form import read_any
from toetssteen.parser.writer import write_case

SHOWN_LINES = 12
FIELDS = {
    "uitkomst": "de uitkomst", "zonder_artikel_20": "de uitkomst zonder artikel 20", "mogelijk": "wat mogelijk is",
    "mogelijk_zonder_artikel_20": "wat zonder artikel 20 mogelijk is", "bedrag_in_centen": "het bedrag",
    "bereikbaar_met_artikel_20": "of artikel 20 de uitkomst kan veranderen", "tot_en_met": "de laatste dag",
    "uiterlijk": "de uiterste dag", "ambtshalve": "of dit zonder aanvraag is beoordeeld",
}  # fmt: skip
STATES = {"voorwaarden": "voorwaarde", "weigeringsgronden": "weigeringsgrond", "verplichtingen": "plicht"}
STRUCTURE = ("soort", "status", "norm", "atoom", "feit", "aangenomen", "orgaan", "regel")


def replay(data: Mapping[str, Any], *, law: Law | None = None, case: Case | None = None) -> Replay:
    """Decide the case of a receipt again and compare; ``data`` has the shape that ``read_receipt`` checks.

    ``law`` replaces the law of today; ``case`` is one that should be the case of the receipt.
    """
    damage = tuple(_damage(data))
    found, findings = read_any(data["zaak"]["tekst"].encode("utf-8"), data["zaak"]["naam"])
    about = Replay(data["zaak"]["naam"], data["sha256"], data["peildatum"], damage, outcomes=len(data["uitkomsten"]),
                   steps=len(data["stappen"]), files=len(data["recht"]["bestanden"]))  # fmt: skip
    if found is None or has_errors(findings):
        first = next((one.message for one in findings if one.severity == "fout"), "zij is leeg")
        return about._replace(differences=(f"de zaak in het bewijsstuk is nu niet te lezen: {first}",))
    law = law or law_for(found)
    now = stated(assess(found, law))
    changes = _law_changes(data["recht"]["bestanden"], now["recht"]["bestanden"])
    differences = (*_settings(data, now), *_compared(data, now, _outcome))
    proofs, wording = _proofs(data, now)
    same_program = data["motor"]["programma_sha256"] == now["motor"]["programma_sha256"]
    paths = (*_compared(data, now, _conditions), *proofs, *(wording if same_program else ()))
    remarks = (*_remarks(data["motor"], now["motor"]), *(() if same_program else wording))
    if changes:
        remarks += (f"wie wil narekenen met het recht van toen, gebruikt Toetssteen {data['motor']['toetssteen']}",)
    other = tuple(_other_case(found, case, law)) if case is not None else ()
    return about._replace(law=changes, differences=differences, paths=paths, remarks=remarks, other_case=other,
                          same_outcomes=not differences)  # fmt: skip


def _damage(data: Mapping[str, Any]) -> Iterator[str]:
    if seal(data) != data["sha256"]:
        yield "het controlegetal klopt niet: er is na het opmaken iets in het bewijsstuk veranderd"
    if text_hash(data["zaak"]["tekst"]) != data["zaak"]["sha256"]:
        yield "de tekst van de zaak in het bewijsstuk is veranderd"


def _law_changes(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[LawChange, ...]:
    found = [LawChange(file, GONE) for file in then.keys() - now.keys()]
    found += [LawChange(file, ADDED) for file in now.keys() - then.keys()]
    found += [LawChange(file, CHANGED) for file in then.keys() & now.keys() if then[file] != now[file]]
    return tuple(sorted(found))


def _remarks(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for key, name in (("toetssteen", "Toetssteen"), ("clingo", "clingo"), ("python", "Python")):
        if then[key] != now[key]:
            yield f"opgemaakt met {name} {then[key]}, herhaald met {name} {now[key]}"
    if then["toetssteen"] == now["toetssteen"] and then["programma_sha256"] != now["programma_sha256"]:
        yield "het programma heeft hetzelfde versienummer, maar is niet precies hetzelfde"


def _settings(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the case was decided under and is not now: the reference date, the law and the readings."""
    if then["peildatum"] != now["peildatum"]:
        yield f"de peildatum was {then['peildatum']} en is volgens de zaak {now['peildatum']}"
    for key, name in (("verordening", "de verordening"), ("kenmerk", "het kenmerk"), ("wet_sinds", "de stand van de wet")):
        if then["recht"][key] != now["recht"][key]:
            yield f"{name} was {then['recht'][key]} en is nu {now['recht'][key]}"
    old, new = then["lezingen"], now["lezingen"]
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield f"lezing I-{key[1:]} was {old.get(key, 'er niet')} en is nu {new.get(key, 'er niet')}"


def _compared(then: Mapping[str, Any], now: Mapping[str, Any],
              compare: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[str]]) -> Iterator[str]:  # fmt: skip
    """Yield how outcomes about the same differ, each with what it is about; those only one side has with the outcomes."""
    old, new = _by_title(then), _by_title(now)
    if compare is _outcome:
        yield from (f"{title}: dit wordt nu niet meer beoordeeld" for title in old if title not in new)
        yield from (f"{title}: dit werd niet beoordeeld, en nu wel" for title in new if title not in old)
    for title in old:
        if title in new:
            yield from (f"{title}: {one}" for one in compare(old[title], new[title]))


def _outcome(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key, name in FIELDS.items():
        if old[key] != new[key]:
            yield f"{name} was {_shown(key, old[key])} en is nu {_shown(key, new[key])}"


def _conditions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key, name in STATES.items():
        for norm in sorted(old[key].keys() | new[key].keys()):
            states = old[key].get(norm, "er niet"), new[key].get(norm, "er niet")
            if states[0] != states[1]:
                yield f"{name} {norm} was {states[0]} en is nu {states[1]}"


def _shown(key: str, value: Any) -> str:
    if key == "bedrag_in_centen" and value is not None:
        return euro(value)
    if isinstance(value, list):
        return " of ".join(map(str, value)) or "niets"
    return {True: "ja", False: "nee", None: "niet bekend"}.get(value, str(value)) if not isinstance(value, str) else value


def _by_title(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the outcomes by what they are about; two that are about the same get a number."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in data["uitkomsten"]:
        title = (
            f"{'verlenging van ' if one['verlenging_van'] else ''}{one['voorziening'].replace('_', ' ')} voor {one['persoon']}"
        )
        title += f" bij {one['werkgever']}" if one["werkgever"] else ""
        number = 2
        while title in found:
            title, number = f"{title.removesuffix(f' ({number - 1})')} ({number})", number + 1
        found[title] = one
    return found


# proofs


def _proofs(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return where proofs go another way, and where only the wording differs."""
    ways, words = _Pair(then, now, STRUCTURE), _Pair(then, now, (*STRUCTURE, "zin"))
    other: dict[str, list[str]] = {}
    reworded: dict[str, list[str]] = {}
    old, new = _by_title(then), _by_title(now)
    for title in (one for one in old if one in new):
        for stand, proofs in old[title]["bewijzen"].items():
            for outcome in (one for one in proofs if one in new[title]["bewijzen"][stand]):
                roots = proofs[outcome], new[title]["bewijzen"][stand][outcome]
                if not ways.same(*roots):
                    other.setdefault(f"het bewijs gaat anders, bij {ways.first(*roots)}", []).append(title)
                elif not words.same(*roots):
                    reworded.setdefault(f"de bewoording van het bewijs is anders, bij {words.first(*roots)}", []).append(title)
    if not (other or reworded) and then["stappen"] != now["stappen"] and old.keys() == new.keys():
        return ["in het bewijsstuk staan stappen die tot geen bewijs horen"], []
    return _grouped(other), _grouped(reworded)


def _grouped(found: Mapping[str, list[str]]) -> list[str]:
    """Return what is said of some outcomes, each thing once: with the outcome, or with how many there are."""
    titles = {said: list(dict.fromkeys(where)) for said, where in found.items()}
    return [
        f"{where[0]}: {said}" if len(where) == 1 else f"bij {len(where)} uitkomsten: {said}" for said, where in titles.items()
    ]


class _Pair:
    """Two lists of steps, compared in some of their parts; a step's mark stands for it and all that is below it."""

    def __init__(self, then: Mapping[str, Any], now: Mapping[str, Any], parts: tuple[str, ...]) -> None:
        self.then, self.now, self.parts = then["stappen"], now["stappen"], parts
        self.old, self.new = self._marks(self.then), self._marks(self.now)

    def _marks(self, steps: list[dict[str, Any]]) -> list[str]:
        marks: list[str] = []
        for step in steps:  # a step comes after those below it
            marks.append(text_hash(repr([*self._own(step), *(marks[below] for below in step["stappen"])])))
        return marks

    def _own(self, step: Mapping[str, Any]) -> list[Any]:
        return [step[part] for part in self.parts]

    def same(self, old: int, new: int) -> bool:
        return self.old[old] == self.new[new]

    def first(self, old: int, new: int) -> str:
        """Return in words where two proofs that differ first differ."""
        while True:
            here, there = self.then[old], self.now[new]
            below = list(zip(here["stappen"], there["stappen"], strict=False))
            differing = next((pair for pair in below if not self.same(*pair)), None)
            if self._own(here) != self._own(there) or len(here["stappen"]) != len(there["stappen"]) or differing is None:
                return _said(here, there)
            old, new = differing


def _said(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    place = f" [{long_form(citation_of(here['norm']))}]" if here["norm"] else ""
    now = f", nu «{there['zin']}»" if here["zin"] != there["zin"] else ""
    states = f", was {here['status']} en is nu {there['status']}" if here["status"] != there["status"] else ""
    return f"«{here['zin']}»{place}{now}{states}"


def _other_case(then: Case, now: Case, law: Law) -> list[str]:
    """Return that a case is not the one of the receipt, with the lines that differ when both are in fixed form."""
    if same_content(then, now):
        return []
    old, new = (write_case(one._replace(expectations=(), title="", source=""), law).splitlines() for one in (then, now))
    lines = [line for line in unified_diff(old, new, lineterm="", n=0) if line[:3] not in ("---", "+++") and line[:2] != "@@"]
    words = {"-": "in het bewijsstuk", "+": "in de zaak"}
    shown = [f"{words[line[0]]}: {line[1:].strip()}" for line in lines[:SHOWN_LINES] if line[1:].strip()]
    rest = [f"en nog {len(lines) - SHOWN_LINES} regels"] if len(lines) > SHOWN_LINES else []
    return [*shown, *rest] or ["zij zijn anders opgeschreven"]
