"""The JSON form of the report of changes; ``schema/kantel.schema.json`` describes it."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.flip_report import FlipCaseReport, FlipReport, HindranceReport, ProposalReport, ProposalsReport
from toetssteen.explain.report import Reason

FORMAT = "toetssteen/kantel/1"


def flips_to_json(report: FlipCaseReport) -> dict[str, Any]:
    """Return the report as JSON data."""
    return {
        "formaat": FORMAT, "casus": report.title, "peildatum": report.reference_date.isoformat(), "recht": list(report.law),
        "kantelpunten": [_flip(one) for one in report.flips],
    }  # fmt: skip


def _flip(flip: FlipReport) -> dict[str, Any]:
    return {
        "over": flip.title, "persoon": flip.person, "voorziening": flip.provision, "werkgever": flip.employer or None,
        "ambtshalve": flip.own_motion, "uitkomst": flip.outcome, "mogelijk": list(flip.possible), "gezocht": flip.goal,
        "is_al_zo": flip.reached, "met_feiten": _proposals(flip.by_facts), "met_artikel_20": _proposals(flip.by_deviating),
        "onoverkomelijk": [_hindrance(one) for one in flip.hindrances],
        "niet_af_te_wijken": [_reason(one) for one in flip.firm],
    }  # fmt: skip


def _hindrance(one: HindranceReport) -> dict[str, Any]:
    facts = [{"zin": fact.sentence, "regel": fact.line or None, "aangenomen": fact.assumed} for fact in one.reason.details]
    return {"reden": _reason(one.reason), "feiten": facts, "kan_vanaf": one.met_from.isoformat() if one.met_from else None}


def _proposals(found: ProposalsReport | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "gewicht": found.weight,
        "aantal": found.total,
        "alle_geteld": found.counted,
        "voorstellen": [_proposal(one) for one in found.proposals],
    }


def _proposal(proposal: ProposalReport) -> dict[str, Any]:
    return {
        "uitkomst": list(proposal.outcomes),
        "veranderingen": [
            {"nu": one.before, "dan": one.after, "bron": one.source, "orgaan": one.body or None,
             "gewicht": one.weight, "aangenomen": one.assumed,
             "regel": one.line or None, "werkt_via": [_reason(effect) for effect in one.effects]}
            for one in proposal.changes
        ],
        "afwijkingen": [_reason(one) for one in proposal.deviations], "mits": list(proposal.answers),
        "werkt_via": [_reason(one) for one in proposal.effects],
    }  # fmt: skip


def _reason(reason: Reason) -> dict[str, Any]:
    return {"teken": reason.mark, "zin": reason.sentence, "norm": reason.norm or None, "vindplaats": reason.source or None}
