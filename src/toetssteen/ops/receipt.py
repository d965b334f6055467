"""A receipt of a decided case (bewijsstuk): all that is needed to decide it again years later, with a hash over the whole.

The hash guards against damage and against changes by hand. Who recomputes it makes another receipt; what that cannot
change is that the outcomes must follow from the facts in it (``replay``).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from toetssteen import __version__
from toetssteen.explain.proof import Step
from toetssteen.kb.case import Case, Expectation, Fact
from toetssteen.kb.fingerprint import law_hashes, program_hash
from toetssteen.kb.law import Law
from toetssteen.kb.terms import plain
from toetssteen.ops.assess import Assessment, Condition, Outcome, assess
from toetssteen.parser.json_form import read_any
from toetssteen.parser.writer import write_case

FORMAT = "toetssteen/bewijsstuk/1"
STANDS = ("met20", "zonder20")
DEFAULT_NAME = "zaak.feiten"


def receipt(assessment: Assessment, source: str = "") -> dict[str, Any]:
    """Return the receipt of a decided case as JSON data.

    ``source`` is the text the case was read from; without it the receipt holds the case in its fixed form, and places in
    the proofs are lines of that. Raises ValueError when the text is not that of the case.
    """
    text = source or write_case(assessment.case, assessment.law)
    name = PurePath(assessment.case.file).name or DEFAULT_NAME
    found, _findings = read_any(text.encode("utf-8"), name)
    if found is None or not same_content(found, assessment.case):
        raise ValueError("de tekst is niet die van de beoordeelde zaak")
    own = assessment.case._replace(file=name) == found
    data = stated(assessment if own and _is_whole(assessment) else assess(found, assessment.law))
    data["zaak"] = {"naam": name, "tekst": text, "sha256": text_hash(text)}
    return sealed(data)


def stated(assessment: Assessment) -> dict[str, Any]:
    """Return what a receipt says of a decided case, all but the case itself and the hash over the whole."""
    steps = _Steps()
    return {
        "formaat": FORMAT,
        "motor": engine(),
        "peildatum": assessment.case.reference_date.isoformat(),
        "recht": law_data(assessment.law),
        "lezingen": dict(sorted(assessment.instance.readings.items())),
        "uitkomsten": [_outcome(one, steps) for one in assessment.outcomes],
        "stappen": steps.data,
    }


def engine() -> dict[str, str]:
    """Return which program decides: its version and modules, and for information those of Python and clingo."""
    import clingo

    return {"toetssteen": __version__, "programma_sha256": program_hash(), "clingo": clingo.__version__,
            "python": ".".join(map(str, sys.version_info[:3]))}  # fmt: skip


def law_data(law: Law) -> dict[str, Any]:
    """Return which version of the law decides, with the hash of each of its files."""
    identity = law.identity
    return {
        "verordening": identity.name, "kenmerk": identity.reference, "wet_sinds": law.statute_date.isoformat(),
        "bestanden": law_hashes(law),
    }  # fmt: skip


def sealed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a receipt with the hash over the whole."""
    return {**data, "sha256": seal(data)}


def seal(data: Mapping[str, Any]) -> str:
    """Return the hash over the whole of a receipt: over its canonical form without the hash itself."""
    rest = {key: value for key, value in data.items() if key != "sha256"}
    return text_hash(json.dumps(rest, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def as_text(data: Mapping[str, Any]) -> str:
    """Return a receipt as it stands in a file: always the same text for the same data."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8")).hexdigest()


def same_content(one: Case, other: Case) -> bool:
    """Return whether two cases say the same, wherever they say it; what they expect is left aside."""
    return _content(one) == _content(other)


def _content(case: Case) -> Case:
    """Return a case without its file, lines and expectations."""
    expectations: tuple[Expectation, ...] = ()
    return case._replace(
        file="", title="", source="", expectations=expectations, assumed=tuple(sorted(case.assumed)),
        readings=dict(case.readings),
        applications=tuple(one._replace(line=0) for one in case.applications),
        placements=tuple(one._replace(line=0) for one in case.placements),
        ceilings=tuple(one._replace(line=0) for one in case.ceilings),
        deviations=tuple(one._replace(line=0) for one in case.deviations),
        facts={key: Fact(fact.value, 0, fact.body) for key, fact in case.facts.items()},
    )  # fmt: skip


def _is_whole(assessment: Assessment) -> bool:
    """Return whether everything is assessed that can be, of the college's own motion too."""
    from toetssteen.kb.applications import all_applications

    return assessment.instance.applications == all_applications(assessment.case, assessment.law)


def _outcome(outcome: Outcome, steps: _Steps) -> dict[str, Any]:
    item = outcome.application
    possible = {"met20": outcome.possible, "zonder20": outcome.possible_without_20}
    return {
        "persoon": item.person, "voorziening": item.provision, "werkgever": item.employer, "verlenging_van": item.extends,
        "ambtshalve": item.own_motion, "uitkomst": outcome.outcome, "mogelijk": list(outcome.possible),
        "zonder_artikel_20": outcome.outcome_without_20, "mogelijk_zonder_artikel_20": list(outcome.possible_without_20),
        "bereikbaar_met_artikel_20": outcome.reachable, "bedrag_in_centen": outcome.amount,
        "tot_en_met": outcome.until.isoformat() if outcome.until else None,
        "uiterlijk": outcome.ultimately.isoformat() if outcome.ultimately else None,
        "voorwaarden": _norms(outcome.conditions), "weigeringsgronden": _norms(outcome.grounds),
        "verplichtingen": {one.norm: {True: "nagekomen", False: "geschonden", None: "open"}[one.met]
                           for one in outcome.obligations},
        "bewijzen": {stand: {one: steps.number(outcome.proof(one, stand)) for one in possible[stand]} for stand in STANDS},
    }  # fmt: skip


def _norms(found: Sequence[Condition]) -> dict[str, str]:
    return {one.norm: "afgeweken" if one.deviated else one.state for one in found}


class _Steps:
    """The steps of all proofs of a case, each written once; a step names those below it by number, always a lower one."""

    def __init__(self) -> None:
        self.data: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[Step] = []

    def number(self, step: Step) -> int:
        """Return the number of a step, written with all that is below it."""
        known = self._numbers.get(id(step))
        if known is not None:
            return known
        below = [self.number(child) for child in step.children]
        self._kept.append(step)  # a step that is gone could lend its identity to another
        self._numbers[id(step)] = len(self.data)
        self.data.append({
            "soort": step.kind, "status": step.status, "zin": step.sentence, "norm": step.norm,
            "atoom": [plain(part) if isinstance(part, str) else part for part in step.atom], "feit": _fact(step),
            "regel": step.line, "aangenomen": step.assumed, "orgaan": step.body, "stappen": below,
        })  # fmt: skip
        return self._numbers[id(step)]


def _fact(step: Step) -> list[Any]:
    return list(step.fact) if step.fact is not None else []
