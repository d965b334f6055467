"""Mutating the law: every change of a rule, a number, an origin or a reading must be noticed.

``python -m tests.mutatie`` reports how many mutants are noticed, and which survive. A survivor is a hole in the case
collection, or an equivalent mutant; the equivalent ones stand with their reason in ``gelijkwaardig.toml``. Results
are kept in ``tests/uitslag/mutatie.jsonl`` as they come, so an interrupted run continues where it stopped, as long as
law, program and cases are the same.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic
from zlib import crc32

import toetssteen
from tests.mutanten import Mutant, all_mutants
from tests.opmerken import CASE, FINDS, LINTER, NOBODY, Notice, noticed
from tests.zaken import ALL

HERE = Path(__file__).parent
EQUIVALENT = HERE / "gelijkwaardig.toml"
RESULTS = HERE / "uitslag" / "mutatie.jsonl"
BY = {CASE: "door een zaak", FINDS: "door de signalen", LINTER: "door de linter"}


def equivalent() -> dict[str, str]:
    """Return the mutants known to change no answer, with the reason."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else {}


def fingerprint() -> str:
    """Return a text that changes with the law, the program, the mutants and the cases."""
    package = Path(toetssteen.__file__).parent
    files = [*sorted(path for path in package.rglob("*") if path.suffix in (".lp", ".toml", ".py")), *ALL]
    files += [HERE / "mutanten.py", HERE / "opmerken.py"]
    return f"{crc32(b''.join(path.read_bytes() for path in files)):08x}"


class Results:
    """The results of a run, kept in a file line by line: which mutant, by what it is noticed."""

    def __init__(self, path: Path, mark: str) -> None:
        self.path, self.mark = path, mark
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
        self.same = bool(lines) and lines[0].get("stand") == mark
        self.before = {line["mutant"]: Notice(line["door"], line["zaak"]) for line in lines if "mutant" in line}

    def start(self, *, keep: bool) -> dict[str, Notice]:
        """Return what is known already and open the file for more; without ``keep``, or with another law, nothing is."""
        known = self.before if keep and self.same else {}
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"stand": self.mark}) + "\n")
        for mutant, notice in known.items():
            self.add(mutant, notice)
        return known

    def add(self, mutant: str, notice: Notice) -> None:
        """Add a result to the file."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"mutant": mutant, "door": notice.by, "zaak": notice.name}, ensure_ascii=False) + "\n")


def judged(mutants: list[Mutant], processes: int) -> Iterator[Notice]:
    """Yield by what each mutant is noticed, in order."""
    if processes == 1:
        yield from map(noticed, mutants)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(noticed, mutants, chunksize=4)


def run(mutants: list[Mutant], results: Results, options: argparse.Namespace) -> list[tuple[Mutant, Notice]]:
    """Judge the mutants that are not judged yet, and show how far it is."""
    known = results.start(keep=not options.opnieuw)
    todo = [one for one in mutants if one.identity not in known]
    if len(todo) < len(mutants):
        print(f"{len(mutants) - len(todo)} van {len(mutants)} zijn al beoordeeld", file=sys.stderr, flush=True)
    began, survived = monotonic(), 0
    for number, (mutant, notice) in enumerate(zip(todo, judged(todo, options.processen), strict=True), 1):
        known[mutant.identity] = notice
        results.add(mutant.identity, notice)
        survived += notice.by == NOBODY
        if notice.by == NOBODY and mutant.key not in equivalent():
            print(f"overleeft: {mutant.key}", file=sys.stderr, flush=True)
        if number % 100 == 0 or number == len(todo):
            minutes = (monotonic() - began) / 60
            print(f"{number} van {len(todo)} in {minutes:.1f} minuten, {survived} overleven", file=sys.stderr, flush=True)
    return [(mutant, known[mutant.identity]) for mutant in mutants]


def summary(found: list[tuple[Mutant, Notice]]) -> tuple[str, int]:
    """Return the last line of the report, and how many mutants survive without a reason."""
    counts = Counter(notice.by for _mutant, notice in found)
    reasons = equivalent()
    excused = sum(notice.by == NOBODY and mutant.key in reasons for mutant, notice in found)
    killed = len(found) - counts[NOBODY]
    parts = ", ".join(f"{counts[by]} {words}" for by, words in BY.items() if counts[by])
    share = 100 * killed / max(1, len(found))
    text = f"{len(found)} mutanten, {killed} opgemerkt ({share:.1f} %: {parts}), {excused} gelijkwaardig"
    return f"{text}, {counts[NOBODY] - excused} overleven", counts[NOBODY] - excused


def main() -> int:
    """Report the mutants nobody notices; exit code 1 when one of them is not known to be equivalent."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutatie", description=__doc__)
    parser.add_argument("--elke", type=int, default=1, metavar="N", help="alleen iedere Ne mutant")
    parser.add_argument("--over", "--regel", default="", metavar="TEKST", help="alleen waar de naam deze tekst heeft")
    parser.add_argument("--overlevers", action="store_true", help="alleen wat de vorige keer overleefde, of toen niet bestond")
    parser.add_argument("--processen", type=int, default=os.cpu_count() or 1, metavar="N", help="hoeveel tegelijk")
    parser.add_argument("--opnieuw", action="store_true", help="ook wat al beoordeeld is")
    parser.add_argument("--uitslag", type=Path, default=RESULTS, metavar="BESTAND", help="waar de uitslag staat")
    options = parser.parse_args()
    results = Results(options.uitslag, fingerprint())
    mutants = [one for one in all_mutants() if options.over in one.name][:: options.elke]
    if options.overlevers:
        mutants = [one for one in mutants if results.before.get(one.identity, Notice(NOBODY)).by == NOBODY]
    if options.overlevers or options.over or options.elke > 1:
        # the results of everything stay what they are
        results = Results(options.uitslag.with_name("deel.jsonl"), results.mark)
    try:
        found = run(mutants, results, options)
    except KeyboardInterrupt:
        print("onderbroken; dezelfde opdracht gaat hier verder", file=sys.stderr)
        return 130
    reasons = equivalent()
    for mutant, notice in found:
        if notice.by == NOBODY:
            reason = reasons.get(mutant.key)
            print(f"gelijkwaardig: {mutant.key} ({reason})" if reason else f"overleeft: {mutant.key}")
    text, left = summary(found)
    print(text)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
