"""Deviations under article 20 and ceilings together: what mending unreasonable outcomes costs where not everybody can be served.

Both sides are allocated by the same policy: the caseload as it is, and as it would be with every proposed deviation decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.allocation import AllocationReport, Entry
from toetssteen.explain.hardship import Divided, HardshipReport, UnderCeilings
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.numbers import in_form
from toetssteen.kb.policy import Policy
from toetssteen.ops.allocation.caseload import read_caseload
from toetssteen.ops.allocation.report import Settings, allocate
from toetssteen.ops.assess import law_for
from toetssteen.ops.hardship import with_proposals


class Indivisible(Exception):
    """A caseload that cannot be divided: ``findings`` say why, or no allocation was found."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def under_ceilings(cases: Sequence[Case], report: HardshipReport, policy: Policy, settings: Settings) -> UnderCeilings:
    """Return the allocation without the proposed deviations and with them.

    Raises Indivisible when a side cannot be divided, and TooLarge when amounts leave 32 bits.
    """
    without = _allocated(cases, policy, settings, "zoals het is")
    mended = _allocated(with_proposals(cases, report), policy, settings, "met de voorgestelde afwijkingen")
    before, after = _served(without), _served(mended)
    gained = tuple(said for key, said in after.items() if key not in before)
    displaced = tuple(said for key, said in before.items() if key not in after)
    return UnderCeilings(_numbers(without), _numbers(mended), gained, displaced)


def _allocated(cases: Sequence[Case], policy: Policy, settings: Settings, side: str) -> AllocationReport:
    caseload = read_caseload(cases, waiting=policy.waiting)
    if has_errors(list(caseload.findings)):
        raise Indivisible("deze zaken zijn niet te verdelen", caseload.findings)
    report, found = allocate(caseload, policy, law_for(cases[0]), settings)
    if found.chosen is None:
        why = "plichten en grenzen gaan niet samen (zie toetssteen verdeel)" if found.impossible else "te weinig tijd (--tijd)"
        raise Indivisible(f"{side} is er geen verdeling gevonden: {why}")
    return report


def _served(report: AllocationReport) -> dict[tuple[str, str], str]:
    """Return who gets what, and how that is said."""
    return {(one.person, one.provision): f"{one.person} ({one.provision})" for one in (*report.granted, *report.outside)}


def _numbers(report: AllocationReport) -> Divided:
    got: tuple[Entry, ...] = (*report.granted, *report.outside)
    limits = tuple((one.name, f"{in_form(one.used, one.form)} van {in_form(one.room, one.form)}") for one in report.limits)
    cents = sum(one.cents or 0 for one in got)
    return Divided(len({one.person for one in got}), cents, limits, report.proven)
