"""Questions about many cases at once: who gets what under ceilings, and what article 20 can mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.allocation import AllocationReport, Entry, allocation_document
from toetssteen.explain.allocation_chart import allocation_svg
from toetssteen.explain.allocation_json import allocation_to_json
from toetssteen.explain.document import Section
from toetssteen.explain.hardship import HardshipReport, hardship_document
from toetssteen.explain.hardship_json import hardship_to_json
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.policy import Policy
from toetssteen.ops.allocation.caseload import read_caseload
from toetssteen.ops.allocation.problem import TooLarge
from toetssteen.ops.allocation.report import Settings, allocate
from toetssteen.ops.assess import law_for
from toetssteen.ops.hardship import hardship
from toetssteen.ops.hardship_ceilings import Indivisible, under_ceilings
from toetssteen.ops.suite import case_files
from toetssteen.parser.policy import read_named_policy

Zaken = Zaak | str | Path | Iterable[Zaak | str | Path]


class Toegewezen(NamedTuple):
    """What becomes of an application in an allocation: for whom, what, the amount in cents (or None), and the reasons."""

    persoon: str
    voorziening: str
    centen: int | None
    redenen: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Verdeling(Getoond):
    """An allocation under ceilings: who gets what, who does not and why, and whether it is proven to be the best."""

    _report: AllocationReport

    @property
    def bewezen(self) -> bool:
        """Whether it is proven that no other allocation is better in the order of the aims."""
        return self._report.proven

    @property
    def kan(self) -> bool:
        """Whether there is an allocation that keeps all limits and duties; otherwise ``gaat_niet_samen`` says why not."""
        return not self._report.conflicts

    @property
    def verleend(self) -> tuple[Toegewezen, ...]:
        """What is granted, outside the limits included."""
        return tuple(map(_entry, (*self._report.granted, *self._report.outside)))

    @property
    def niet_verleend(self) -> tuple[Toegewezen, ...]:
        """What is not granted, with who went before and why."""
        return tuple(map(_entry, self._report.refused))

    @property
    def dingt_niet_mee(self) -> tuple[Toegewezen, ...]:
        """What cannot be granted or is not decided yet."""
        return tuple(map(_entry, self._report.aside))

    @property
    def gaat_niet_samen(self) -> tuple[tuple[str, ...], ...]:
        """The smallest groups of duties and limits that exclude each other."""
        return self._report.conflicts

    def svg(self) -> str:
        """Return the allocation as a drawing."""
        return allocation_svg(self._report)

    def json(self) -> dict[str, Any]:
        """Return the allocation as data in the form ``toetssteen/verdeling/1``."""
        return allocation_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return allocation_document(self._report, drawing=self.svg() if full and self.kan else "")

    def __repr__(self) -> str:
        proof = "bewezen" if self.bewezen else "niet bewezen" if self.kan else "kan niet"
        return f"<Verdeling {self._report.title!r}: {len(self.verleend)} verleend, {proof}>"


@dataclass(frozen=True, slots=True, repr=False)
class Hardheid(Getoond):
    """What article 20 can and cannot mend in some cases."""

    _report: HardshipReport

    @property
    def geblokkeerd(self) -> int:
        """How many outcomes are blocked without article 20."""
        return len(self._report.cases)

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/hardheid/1``."""
        return hardship_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return hardship_document(self._report)

    def __repr__(self) -> str:
        return f"<Hardheid: {self.geblokkeerd} van {self._report.decided} uitkomsten geblokkeerd zonder artikel 20>"


def verdeel(zaken: Zaken, beleid: str | Path | None = None, *, over: Iterable[str] = (), seconden: float = 30.0,
            zaad: int = 1) -> Verdeling:  # fmt: skip
    """Return the best allocation of some cases (or folders of them) under their ceilings, by a policy file's aims.

    ``over`` names inwoners of whom to tell what granting would cost. Raises ``ToetssteenFout`` with all that is wrong with the
    cases or the policy, and when no allocation is found in time.
    """
    cases, policy = _cases(zaken), _policy(beleid) if beleid is not None else Policy()
    caseload = read_caseload(cases, waiting=policy.waiting)
    if has_errors(list(caseload.findings)):
        raise ToetssteenFout(caseload.findings)
    try:
        report, found = allocate(caseload, policy, law_for(cases[0]), Settings(seconden, zaad, about=tuple(over)))
    except TooLarge as problem:
        raise ToetssteenFout([Finding(f"de bedragen bij {problem} zijn samen te groot om mee te rekenen")]) from problem
    if found.chosen is None and not found.impossible:
        raise ToetssteenFout([Finding(f"binnen {seconden:g} seconden is geen verdeling gevonden", suggestion="geef meer tijd")])
    return Verdeling(report)


def hardheid(zaken: Zaken, beleid: str | Path | None = None, *, seconden: float = 30.0) -> Hardheid:
    """Return what article 20 can mend in some cases, with a policy also what that costs under their ceilings.

    Raises ``ToetssteenFout`` with all that is wrong with the cases or the policy.
    """
    cases, policy = _cases(zaken), _policy(beleid) if beleid is not None else None
    report = hardship(cases)
    if policy is not None:
        try:
            report = report._replace(ceilings=under_ceilings(cases, report, policy, Settings(seconden)))
        except Indivisible as problem:
            raise ToetssteenFout([Finding(str(problem)), *problem.findings]) from problem
        except TooLarge as problem:
            raise ToetssteenFout([Finding(f"de bedragen bij {problem} zijn samen te groot om mee te rekenen")]) from problem
    return Hardheid(report)


def _cases(given: Zaken) -> list[Case]:
    """Return the cases of what was given, folders opened; raises with the findings of all of them together."""
    several = [given] if isinstance(given, Zaak | str | Path) else list(given)
    sources: list[Zaak | str | Path] = []
    for one in several:
        is_folder = isinstance(one, str | Path) and "\n" not in str(one) and Path(one).is_dir()
        sources += case_files([Path(str(one))]) if is_folder else [one]
    cases: list[Case] = []
    findings: list[Finding] = []
    for source in sources:
        try:
            cases.append(case_of(source))
        except ToetssteenFout as problem:
            findings += problem.bevindingen
    if findings or not cases:
        raise ToetssteenFout(findings or [Finding("er zijn geen zaken gegeven")])
    return cases


def _policy(name: str | Path) -> Policy:
    policy, findings = read_named_policy(str(name))
    if policy is None:
        raise ToetssteenFout(findings)
    return policy


def _entry(one: Entry) -> Toegewezen:
    return Toegewezen(one.person, one.provision, one.cents, one.reasons)
