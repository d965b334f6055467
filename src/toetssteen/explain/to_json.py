"""The JSON form of a report; ``schema/uitkomst.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.proof import Step
from toetssteen.explain.report import CaseReport, Check, OutcomeReport, PairReport, Reason
from toetssteen.kb.terms import plain

FORMAT = "toetssteen/uitkomst/1"


def case_to_json(report: CaseReport, *, full: bool = False) -> dict[str, Any]:
    """Return a report as JSON data; with ``full`` every outcome carries its proofs."""
    return {
        "formaat": FORMAT,
        "casus": report.title,
        "peildatum": report.reference_date.isoformat(),
        "recht": list(report.law),
        "uitkomsten": [outcome_to_json(one, full=full) for one in report.outcomes],
        "verwachtingen": [check_to_json(one) for one in report.checks],
    }


def check_to_json(check: Check) -> dict[str, Any]:
    """Return an expectation as JSON data."""
    return {
        "over": check.title, "verwacht": check.expected, "bron": check.source, "regel": check.line,
        "klopt": not check.mismatches, "verschillen": list(check.mismatches),
    }  # fmt: skip


def outcome_to_json(outcome: OutcomeReport, *, full: bool = False) -> dict[str, Any]:
    """Return one outcome as it stands in a report."""
    data: dict[str, Any] = {
        "over": outcome.title, "persoon": outcome.person, "voorziening": outcome.provision,
        "werkgever": outcome.employer or None, "ambtshalve": outcome.own_motion,
        "uitkomst": outcome.outcome, "kop": outcome.headline,
        "mogelijk": list(outcome.possible), "zonder_artikel_20": outcome.before_20 or outcome.outcome,
        "bereikbaar_met_artikel_20": outcome.reachable, "redenen": [reason_to_json(one) for one in outcome.reasons],
        "overige_voorwaarden": [reason_to_json(one) for one in outcome.others],
        "mits": [{"uitkomst": one.outcome, "antwoorden": list(one.answers), "noodzakelijk": one.necessary}
                 for one in outcome.ways],
        "twee_gevallen": _pair(outcome.pair) if outcome.pair else None,
        "artikel_20": list(outcome.article_20), "gevolgen": [reason_to_json(one) for one in outcome.consequences],
        "verplichtingen": [reason_to_json(one) for one in outcome.obligations], "aannamen": list(outcome.assumptions),
        "lezingen": list(outcome.readings), "bedrag_in_centen": outcome.amount,
        "tot_en_met": outcome.until.isoformat() if outcome.until else None,
        "uiterlijk": outcome.ultimately.isoformat() if outcome.ultimately else None,
    }  # fmt: skip
    if full:
        data["bewijzen"] = [step_to_json(proof) for proof in outcome.proofs]
    return data


def _pair(pair: PairReport) -> dict[str, Any]:
    worlds = [{"uitkomst": name, "feit": fact} for name, fact in zip(pair.outcomes, pair.facts, strict=True)]
    return {"gevallen": worlds, "vindplaats": pair.source or None, "in_beide": list(pair.shared)}


def reason_to_json(reason: Reason) -> dict[str, Any]:
    """Return one norm with its sentence as JSON data."""
    return {
        "teken": reason.mark, "zin": reason.sentence, "norm": reason.norm or None, "vindplaats": reason.source or None,
        "feiten": [{"zin": one.sentence, "regel": one.line or None, "aangenomen": one.assumed} for one in reason.details],
    }  # fmt: skip


def step_to_json(step: Step) -> dict[str, Any]:
    """Return a proof as JSON data; shared steps are written out every time."""
    data: dict[str, Any] = {
        "soort": step.kind, "status": step.status, "zin": step.sentence, "norm": step.norm or None,
        "atoom": [plain(part) if isinstance(part, str) else part for part in step.atom],
        "regel": step.line or None, "aangenomen": step.assumed, "stappen": [step_to_json(one) for one in step.children],
    }  # fmt: skip
    return data | ({"ingeklapt": step.folded} if step.folded else {})
