"""What becomes of a case under every combination of readings: which outcomes hold, and which readings make the others.

The combinations are never listed: ``kb.reading_space`` gives them as regions with one outcome. Distance is counted in
readings to choose otherwise than the case does now, from its own choice or the default.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from toetssteen.kb.case import Application, Case
from toetssteen.kb.instance import Instance
from toetssteen.kb.law import OUTCOMES, UNDETERMINED, Law
from toetssteen.kb.reading_regions import Choices, Placed, Regions, common
from toetssteen.kb.reading_space import NO_AMOUNT, Answered, ReadingSpace, Region
from toetssteen.kb.reading_variants import STATE, variants
from toetssteen.ops.assess import Assessment, Outcome, assess, law_for

MOST_SETS = 6
BLOCKED = "geblokkeerd"


class OtherOutcome(NamedTuple):
    """An outcome under other readings: all its smallest sets of readings, of which the first ones are to be shown."""

    outcome: str
    smallest: tuple[Choices, ...]
    shown: tuple[Choices, ...]


class OtherAmount(NamedTuple):
    """Another amount (in cents; None is none that is known) while the outcome stays the same, as ``OtherOutcome``."""

    amount: int | None
    smallest: tuple[Choices, ...]
    shown: tuple[Choices, ...]


class EveryReading(NamedTuple):
    """One application under every combination of readings; ``amount`` is the present one, in cents.

    ``amounts`` is None when more than one amount can follow at the same time, so that they are not compared.

    ``alone`` are the readings that change the outcome when only they are chosen otherwise, ``together`` those that do
    so beside another choice of other readings; no other reading can change it. ``regions`` hold every combination.
    """

    application: Application
    outcome: str
    amount: int | None
    others: tuple[OtherOutcome, ...]
    amounts: tuple[OtherAmount, ...] | None
    alone: tuple[str, ...]
    together: tuple[str, ...]
    regions: tuple[Region, ...]

    @property
    def robust(self) -> bool:
        """Whether the outcome is the same under every combination of readings."""
        return not self.others


class AllReadings(NamedTuple):
    """A case under every combination of the readings that are not kept as they are; ``open`` says how many those are."""

    assessment: Assessment
    kept: tuple[str, ...]
    open: int
    results: tuple[EveryReading, ...]


class WrongAnswer(Exception):
    """An answer that is not confirmed by deciding the case: a fault of the program, which must not be shown."""


def every_reading(
    case: Case, law: Law | None = None, *, kept: Collection[str] = (), own_motion: bool = False, most: int = MOST_SETS
) -> AllReadings:
    """Return what is asked in a case, and what it expects something of, under every combination of readings.

    ``kept`` are readings that stay as the case has them; under a law that is not the one of the case's own date that is
    also I-68, which chooses the law. With ``own_motion`` everything the college assesses of its own motion is included.
    At most ``most`` sets are to be shown of an outcome; each of them is decided anew first.
    """
    own = law_for(case)
    law = law or own
    kept = kept if law is own else {*kept, STATE}
    about = None if own_motion else _about(case, law)
    undecided = [key for key in law.readings if key not in kept]
    assessment = assess(case, law, about=about)
    if not assessment.outcomes:
        about, assessment = None, assess(case, law)
    # a default that moves with another reading (I-02 with I-68) must not move when it is kept
    now = assessment.instance.readings
    pinned = case._replace(readings={**case.readings, **{key: option for key, option in now.items() if key in kept}})
    answered: Answered = {}
    spaces = [(one.chosen, ReadingSpace(one.instance, answered)) for one in variants(pinned, law, about, undecided)]
    check = _Check(pinned, law, about)
    results = []
    for outcome in assessment.outcomes:
        item = outcome.application
        if own_motion or _is_asked(item, case, law, assessment.outcomes):
            results.append(_Question(outcome, assessment.instance, spaces, check, most).answer())
    return AllReadings(assessment, tuple(key for key in law.readings if key in kept), len(undecided), tuple(results))


def _about(case: Case, law: Law) -> frozenset[str]:
    """Return the kinds to assess of the college's own motion: what the case expects, and what is about its places."""
    expected = {one.provision for one in case.expectations}
    placed = {key for key, one in law.provisions.items() if one.about} if case.applications or case.placements else set()
    return frozenset(expected | placed)


def _is_asked(item: Application, case: Case, law: Law, every: Collection[Outcome]) -> bool:
    """Return whether an application is asked for, about a place, or expected; of a case that has none of these, all are."""
    expected = {(one.person, one.provision) for one in case.expectations}

    def asked(one: Application) -> bool:
        return not one.own_motion or bool(law.provisions[one.provision].about) or (one.person, one.provision) in expected

    return asked(item) or not any(asked(one.application) for one in every)


class _Check:
    """Decides a case plainly with some readings chosen, each choice once."""

    def __init__(self, case: Case, law: Law, about: frozenset[str] | None) -> None:
        self.case, self.law, self.about = case, law, about
        self.known: dict[Choices, dict[str, Outcome]] = {}

    def decided(self, identity: str, choices: Choices) -> Outcome:
        """Return the outcome of an application with the choices."""
        if choices not in self.known:
            case = self.case._replace(readings={**self.case.readings, **dict(choices)})
            decided = assess(case, law_for(case) if STATE in dict(choices) else self.law, about=self.about)
            self.known[choices] = {one.application.id: one for one in decided.outcomes}
        return self.known[choices][identity]


class _Question:
    """One application, the variants of its case, and how many sets to confirm of each answer."""

    def __init__(self, outcome: Outcome, start: Instance, spaces: Sequence[tuple[Mapping[str, str], ReadingSpace]],
                 check: _Check, most: int) -> None:  # fmt: skip
        self.item, self.outcome, self.amount = outcome.application, outcome.outcome, outcome.amount
        self.start, self.spaces, self.check, self.most = start, spaces, check, most

    def answer(self) -> EveryReading:
        """Return the outcomes of the application, each with its smallest sets, and what matters to them."""
        found = [[_with(region, chosen) for region in space.regions(self.item.id)] for chosen, space in self.spaces]
        placed = [Placed(space.instance, one) for (_, space), regions in zip(self.spaces, found, strict=True) for one in regions]
        regions = Regions(self.start, placed)
        others = []
        for name in (*OUTCOMES, UNDETERMINED):
            smallest = regions.smallest(name) if name != self.outcome else ()
            if smallest:
                others.append(OtherOutcome(name, smallest, self._confirmed(smallest, name)))
        changing = {key for one in others for choices in one.smallest if len(choices) == 1 for key, _option in choices}
        alone = tuple(key for key in self.start.law.readings if key in changing)
        together = tuple(key for key in regions.deciding() if key not in changing)
        return EveryReading(self.item, self.outcome, self.amount, tuple(others), self._amounts(found), alone, together,
                            tuple(one.region for one in placed))  # fmt: skip

    def _amounts(self, found: list[list[Region]]) -> tuple[OtherAmount, ...] | None:
        """Return the other amounts that can follow while the outcome stays what it is; None when they are not comparable."""
        if self.outcome in (BLOCKED, UNDETERMINED):
            return ()
        placed = []
        for (_chosen, space), regions in zip(self.spaces, found, strict=True):
            amounts = space.amounts(self.item.id)
            if amounts is None:
                return None
            placed += [Placed(space.instance, one) for one in _joined(regions, self.outcome, amounts)]
        together = Regions(self.start, placed)
        labels = sorted({one.region.outcome for one in placed}, key=lambda one: (not one, int(one or 0)))
        return tuple(self._amount(together, int(label) if label else None) for label in labels
                     if label != ("" if self.amount is None else str(self.amount)))  # fmt: skip

    def _amount(self, together: Regions, amount: int | None) -> OtherAmount:
        smallest = together.smallest(NO_AMOUNT if amount is None else str(amount))
        return OtherAmount(amount, smallest, self._confirmed(smallest, self.outcome, amount))

    def _confirmed(self, smallest: tuple[Choices, ...], outcome: str, *amount: int | None) -> tuple[Choices, ...]:
        """Return the first sets after deciding the case with each, which must give the outcome (and the amount)."""
        for choices in smallest[: self.most]:
            decided = self.check.decided(self.item.id, choices)
            if decided.outcome != outcome or (amount and decided.amount != amount[0]):
                raise WrongAnswer(f"met {dict(choices)} volgt niet {outcome} {amount}, maar {decided.outcome}")
        return smallest[: self.most]


def _joined(regions: list[Region], outcome: str, amounts: tuple[Region, ...]) -> Iterator[Region]:
    """Yield the regions of an amount as far as the outcome is a given one; an amount that is not known counts as none."""
    for one, other in product([one for one in regions if one.outcome == outcome], amounts):
        options = common(one.options, other.options)
        if options is not None:
            yield Region(NO_AMOUNT if other.outcome == UNDETERMINED else other.outcome, options)


def _with(region: Region, chosen: Mapping[str, str]) -> Region:
    """Return a region with the readings under which it was found."""
    return Region(region.outcome, {**{key: frozenset((option,)) for key, option in chosen.items()}, **region.options})
