"""One case under the baseline and under scenarios: what changes, by which norm, where the proofs part, and what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from toetssteen.explain.parting import Parting, Partings
from toetssteen.explain.report import FAILED, MET, OPEN, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.explain.what_if_report import Difference, NormChange, OutcomeWhatIf, SideReport, ValueChange, WhatIfReport
from toetssteen.kb.case import Application, Case
from toetssteen.kb.citation import citation_of, name_of
from toetssteen.kb.dates import euro, in_words
from toetssteen.kb.law import UNDETERMINED, Law
from toetssteen.kb.terms import GroundAtom
from toetssteen.ops.assess import Assessment, Obligation, Outcome, assess
from toetssteen.ops.changed import Effect, effects
from toetssteen.ops.report import chosen_outcomes, law_names, report_case, source_of
from toetssteen.ops.results import compare, results_of

NOTHING = "geen"
# What a norm does when it holds, and when it does not.
MARKS = {"belemmering": (FAILED, MET), "weigeringsgrond": (FAILED, MET), "plicht": (MET, FAILED), "bevoegdheid": (MET, FAILED),
         "afgeweken": (MET, FAILED)}  # fmt: skip
Key = tuple[object, ...]


class Side(NamedTuple):
    """One side of a comparison: its name, its law and the case it decides; what it is in words, and its fingerprint."""

    name: str
    law: Law
    case: Case
    words: tuple[str, ...] = ()
    fingerprint: str = ""


def what_if(baseline: Side, scenarios: Sequence[Side], *, person: str = "", provision: str = "") -> WhatIfReport:
    """Compare what scenarios make of a case with what the baseline makes of it, for all outcomes or some."""
    before = _Decided(baseline, person, provision)
    others = [_Decided(side, person, provision) for side in scenarios]
    keys = dict.fromkeys(key for one in (before, *others) for key in one.outcomes)
    outcomes = tuple(_outcome(key, before, others) for key in keys)
    sides = tuple(_side(one, [row.differences[place].changed for row in outcomes]) for place, one in enumerate(others))
    return WhatIfReport(baseline.case.title, baseline.case.file, baseline.case.reference_date,
                        (_side(before, [False]), *sides), outcomes)  # fmt: skip


def _side(one: _Decided, changed: list[bool]) -> SideReport:
    return SideReport(one.side.name, one.side.words, one.side.fingerprint, law_names(one.side.law)[:2], not any(changed))


class _Decided:
    """A side decided, its outcomes and their reports by what they are about."""

    def __init__(self, side: Side, person: str, provision: str) -> None:
        self.side = side
        self.assessment: Assessment = assess(side.case, side.law)
        chosen = chosen_outcomes(self.assessment, person, provision, asked_only=False)
        reports = report_case(self.assessment, person=person, provision=provision, brief=True).outcomes
        keys = list(_keys([one.application for one in chosen]))
        self.outcomes = dict(zip(keys, chosen, strict=True))
        self.reports = dict(zip(keys, reports, strict=True))


def _keys(applications: Sequence[Application]) -> Iterator[Key]:
    """Yield what every application is about, whatever its id: the same on both sides."""
    seen: dict[Key, int] = {}
    for one in applications:
        key = (one.person, one.provision, one.employer, one.own_motion)
        seen[key] = seen.get(key, 0) + 1
        yield (*key, seen[key])


def _outcome(key: Key, before: _Decided, others: list[_Decided]) -> OutcomeWhatIf:
    report = next(one.reports[key] for one in (before, *others) if key in one.reports)
    differences = tuple(_difference(key, before, one) for one in others)
    return OutcomeWhatIf(report.title, report.person, report.provision, report.own_motion, before.reports.get(key), differences)


def _difference(key: Key, before: _Decided, after: _Decided) -> Difference:
    one, other = before.outcomes.get(key), after.outcomes.get(key)
    if one is None or other is None:
        report = after.reports.get(key)
        return Difference(after.side.name, report, (one is None) != (other is None), (), 0, (), None, ())
    return _Pair(one, other, before.reports[key], after.reports[key]).difference(after.side.name)


class _Pair:
    """The same outcome on two sides."""

    def __init__(self, before: Outcome, after: Outcome, one: OutcomeReport, other: OutcomeReport) -> None:
        self.before, self.after = before, after
        self.reports = (one, other)
        self.moved = before.possible != after.possible

    def difference(self, name: str) -> Difference:
        """Return how the second side differs from the first."""
        norms, decisive = self._norms()
        values = tuple(self._values())
        parting = self._parting() if self.moved or norms or values else None
        return Difference(name, self.reports[1], self.moved, norms, decisive, values, parting, tuple(self._same(norms, values)))

    def _norms(self) -> tuple[tuple[NormChange, ...], int]:
        """Return the norms that work otherwise, first those that made the difference, and how many these are."""
        found = effects(self.before, self.after)
        made = self._made()
        ordered = sorted(found, key=lambda one: one.norm not in made)
        return tuple(map(self._norm, ordered)), sum(one.norm in made for one in found)

    def _made(self) -> frozenset[str]:
        """Return the norms that made the difference, as a caseload counts them."""
        sides = [tuple(item for item in results_of(one.assessment) if item.application == one.application.id)
                 for one in (self.before, self.after)]  # fmt: skip
        return frozenset(norm for change in compare(*sides) for norm in change.norms)

    def _norm(self, effect: Effect) -> NormChange:
        laws = [one.assessment.law for one in (self.before, self.after)]
        law = next((law for law in reversed(laws) if effect.norm in law.labels), laws[1])
        before, after = (self._reason(one, effect, status) for one, status in
                         ((self.before, effect.before), (self.after, effect.after)))  # fmt: skip
        return NormChange(effect.predicate, effect.norm, source_of(law, effect.norm), before, after)

    @staticmethod
    def _reason(outcome: Outcome, effect: Effect, status: bool | None) -> Reason | None:
        law = outcome.assessment.law
        if effect.norm not in law.labels:
            return None
        mark = OPEN if status is None else MARKS[effect.predicate][not status]
        step = outcome.step(effect.predicate, effect.norm)
        waiting = [leaf.sentence for leaf in step.leaves("open")[:3]] if status is None else []
        said = f"nog open: onbekend is {' en '.join(waiting)}" if waiting else step.sentence
        return Reason(mark, as_sentence(said), effect.norm, source_of(law, effect.norm))

    def _values(self) -> Iterator[ValueChange]:
        """Yield the amounts, days and duties that are otherwise."""
        shown = (("bedrag", self.before.amount, self.after.amount), ("gevraagd tot en met", self.before.until, self.after.until),
                 ("uiterlijk tot en met", self.before.ultimately, self.after.ultimately))  # fmt: skip
        yield from (ValueChange(name, _shown(one), _shown(other)) for name, one, other in shown if one != other)
        ones, others = ({duty.norm: duty for duty in side.obligations} for side in (self.before, self.after))
        for norm in dict.fromkeys((*ones, *others)):
            if ones.get(norm) != others.get(norm):
                name = f"plicht {citation_of(norm)} ({name_of(norm)})"
                yield ValueChange(name, _duty(ones.get(norm)), _duty(others.get(norm)))
        if not self.moved and self.before.reachable != self.after.reachable:
            yield ValueChange("bereikbaar met artikel 20", _reach(self.before.reachable), _reach(self.after.reachable))

    def _same(self, norms: tuple[NormChange, ...], values: tuple[ValueChange, ...]) -> Iterator[str]:
        """Yield what stayed as it was."""
        if not self.moved:
            possible = f" (mogelijk {' of '.join(self.after.possible)})" if self.after.outcome == UNDETERMINED else ""
            yield f"de uitkomst: {self.after.outcome}{possible}"
        changed = {one.name for one in values}
        for name, value in (("bedrag", self.after.amount), ("uiterlijk tot en met", self.after.ultimately)):
            if value is not None and name not in changed:
                yield f"{name}: {_shown(value)}"
        held = sum(one.predicate == "belemmering" for one in norms)
        conditions = len(self.after.conditions) - held
        if conditions > 0:
            yield "1 voorwaarde" if conditions == 1 else f"{conditions} voorwaarden"
        duties = len(self.after.obligations) - sum(one.name.startswith("plicht ") for one in values)
        if duties > 0:
            yield "1 plicht van procedure" if duties == 1 else f"{duties} plichten van procedure"

    def _parting(self) -> Parting | None:
        """Return where the proofs part: of the outcome, else of what changed; None where the sides name things otherwise."""
        if self.before.application.id != self.after.application.id:
            return None
        partings = Partings(self.before.assessment.explainer, self.after.assessment.explainer)
        return next((found for atom in self._atoms() if (found := partings.of(atom)) is not None), None)

    def _atoms(self) -> Iterator[GroundAtom]:
        identity = self.before.application.id
        for outcome in dict.fromkeys((*self.before.possible, *self.after.possible)):
            yield ("uitkomst", "met20", identity, outcome)
        for side in (self.before, self.after):
            if side.amount is not None:
                yield ("bedrag", identity, side.amount)
        for effect in effects(self.before, self.after):
            yield (effect.predicate, identity, '"' + effect.norm)
        for side in (self.before, self.after):
            yield from (step.atom for step in side.consequences)
            for duty in side.obligations:
                yield from ((name, identity, '"' + duty.norm) for name in ("verplichting", "nagekomen"))


def _shown(value: int | date | None) -> str:
    if value is None:
        return NOTHING
    return in_words(value) if isinstance(value, date) else euro(value)


def _duty(duty: Obligation | None) -> str:
    if duty is None:
        return "geldt niet"
    if duty.applies is None:
        return "nog open of die geldt"
    return {True: "nagekomen", False: "niet nagekomen", None: "nog open of die is nagekomen"}[duty.met]


def _reach(reachable: bool | None) -> str:
    return {True: "ja", False: "nee", None: "niet aan de orde of nog open"}[reachable]
