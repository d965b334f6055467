"""A sheet of cases for a lawyer to judge, and reading it back: nothing on it says what the program makes of a case.

Every row holds the whole case in the fact language, so a sheet needs nothing else to be read back. Facts that were changed
on the sheet are simply what is decided then.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from toetssteen.explain.judged import Agreement, Judged
from toetssteen.kb.case import MUNICIPALITY, Case
from toetssteen.kb.citation import long_form
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import OUTCOMES
from toetssteen.ops.assess import Assessment, Outcome, law_for
from toetssteen.ops.generate import Generated
from toetssteen.ops.prove_cases import text_of
from toetssteen.parser.messages import nearest

HEADER = ("zaak", "vraag", "feiten", "oordeel", "opmerking")
QUESTION = "{een} voor {wie}: verplicht, bevoegd, weigerbaar of geblokkeerd?"
# What people write for an outcome.
SAID = {one: one for one in OUTCOMES} | {"moet": "verplicht", "kan": "bevoegd", "mag": "bevoegd", "kan niet": "geblokkeerd",
                                         "nee": "geblokkeerd", "kan, mag geweigerd": "weigerbaar"}  # fmt: skip
UNSURE = ("", "?", "weet niet", "twijfel", "onbepaald")
SEED = 1


def sheet_rows(cases: Sequence[Generated], seed: int = SEED) -> list[tuple[str, ...]]:
    """Return the rows of a sheet, in an order that tells nothing: a pair does not stand together."""
    order = list(cases)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, nothing secret
    return [_row(number, one) for number, one in enumerate(order, 1)]


def _row(number: int, one: Generated) -> tuple[str, ...]:
    provision = one.law.provisions[one.kind]
    who = one.case.persons[0] if one.case.persons else MUNICIPALITY
    case = one.case._replace(title=f"Zaak {number}", source="")
    question = QUESTION.format(een=provision.with_article, wie=who)
    return str(number), question, text_of(case, one.law), "", ""


def read_back(path: Path) -> tuple[Agreement | None, list[Finding]]:
    """Return how far the judgements of a sheet agree with what the program decides, or what is wrong with the sheet."""
    from toetssteen.parser.table_files import Unreadable, open_sheet

    try:
        sheet = open_sheet(path)
        header = [str(one or "").strip().lower() for one in sheet.header]
        missing = [one for one in ("vraag", "feiten", "oordeel") if one not in header]
        if missing:
            hint = "gebruik een blad dat toetssteen genereer --blad heeft gemaakt"
            return None, [Finding(f"op dit blad ontbreekt de kolom {' en '.join(missing)}", str(path), suggestion=hint)]
        return _judged(path, header, list(sheet.rows))
    except Unreadable as problem:
        return None, [Finding(problem.problem.message, str(path), suggestion=problem.problem.suggestion)]
    except OSError as problem:
        from toetssteen.parser.source import reason

        return None, [Finding(f"het blad «{path}» is niet te lezen: {reason(problem)}")]


def _judged(path: Path, header: list[str], rows: Sequence[tuple[int, object]]) -> tuple[Agreement | None, list[Finding]]:
    findings: list[Finding] = []
    found: list[Judged] = []
    unjudged = 0
    for number, cells in rows:
        if not isinstance(cells, Sequence):
            findings.append(Finding(f"rij {number} is niet te lezen", str(path)))
            continue
        row = {name: "" if cell is None else str(cell) for name, cell in zip(header, cells, strict=False)}
        said = " ".join(row.get("oordeel", "").lower().replace(".", "").split())
        if said in UNSURE:
            unjudged += bool(row.get("feiten", "").strip())
        elif said not in SAID:
            findings.append(Finding(f"rij {number}: «{said[:60]}» is geen uitkomst", str(path),
                                    suggestion=nearest(said, SAID) or "kies uit: " + ", ".join(OUTCOMES)))  # fmt: skip
        else:
            one, problems = _decided(path, number, row, SAID[said])
            findings += problems
            found += [one] if one is not None else []
    return (None if has_errors(findings) else Agreement(tuple(found), unjudged)), findings


def _decided(path: Path, number: int, row: dict[str, str], judged: str) -> tuple[Judged | None, list[Finding]]:
    from toetssteen.parser.json_form import read_any

    case, findings = read_any(row["feiten"].encode(), f"{path.name}, rij {number}")
    if case is None or has_errors(findings):
        return None, findings
    outcome = _asked(case, row.get("vraag", ""))
    if outcome is None:
        return None, [Finding(f"rij {number}: de vraag past niet bij de feiten", str(path),
                              suggestion="laat de kolom «vraag» staan zoals zij was")]  # fmt: skip
    provision = outcome.assessment.law.provisions[outcome.application.provision]
    article = long_form(provision.norm.split(".")[0]) if provision.norm else provision.name
    name = row.get("zaak", "") or str(number)
    return Judged(name, provision.name, article, judged, outcome.outcome, row.get("opmerking", "").strip(), reasons(outcome)), []


def _asked(case: Case, question: str) -> Outcome | None:
    """Return the outcome a question is about."""
    law = law_for(case)
    asked = [item.provision for item in case.applications]
    named = next((key for key, one in law.provisions.items() if question.startswith(one.with_article + " voor ")), "")
    wanted = named or (asked[0] if asked else "")
    found = Assessment(case, law, frozenset((wanted,))).outcomes
    return next((one for one in found if one.application.provision == wanted), None)


def reasons(outcome: Outcome) -> tuple[str, ...]:
    """Return the proof of an outcome in a few sentences: what stands in the way, the grounds, or what it rests on."""
    blocking = [one for one in outcome.conditions if one.state == "belemmert" and not one.deviated]
    grounds = [one for one in outcome.grounds if one.state == "belemmert"]
    steps = [(outcome.step("belemmering", one.norm), one.norm) for one in blocking]
    steps += [(outcome.step("weigeringsgrond", one.norm), one.norm) for one in grounds if not blocking]
    steps += [(one, one.norm) for one in outcome.bases if not steps]
    return tuple(f"{step.sentence} [{long_form(norm.split('/')[0])}]" for step, norm in steps)
