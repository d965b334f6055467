"""The layer of outcomes of a comparison, ready to be shown: every voorziening, every smallest case with both explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from toetssteen.explain.outcome_comparison import (
    OTHER_FOLLOWS,
    OTHER_GROUND,
    OTHER_OUTCOME,
    CaseloadComparison,
    ChangedFor,
    Clash,
    OutcomeComparison,
    ShownCase,
    ShownProvision,
)
from toetssteen.explain.report import OutcomeReport
from toetssteen.explain.sentences import Speaker
from toetssteen.kb.case import Case, Expectation
from toetssteen.kb.finding import Finding
from toetssteen.kb.joint_space import Side
from toetssteen.kb.law import Law
from toetssteen.kb.scenario import Scenario, scenario_case, scenario_law
from toetssteen.kb.terms import GroundAtom, text_value
from toetssteen.ops.assess import Outcome, assess
from toetssteen.ops.compare import Compare, Compared, Reason, Witness, compare_scenarios
from toetssteen.ops.population import decide
from toetssteen.ops.report import report_case
from toetssteen.ops.results import compare as differences
from toetssteen.parser.messages import nearest
from toetssteen.parser.writer import write_case

Step = Callable[..., None]


def outcome_comparison(
    scenarios: tuple[Scenario, Scenario], names: tuple[str, str], provisions: Sequence[str], most: int, done: Step
) -> OutcomeComparison:
    """Return for whom the outcome differs, over all cases; ``done`` is called for every voorziening."""
    compare = compare_scenarios(*scenarios)
    found = []
    for provision in provisions or compare.provisions():
        done(said=f"{compare.laws[0].provisions[provision].name} vergelijken")
        found.append(_Shown(compare, names).provision(compare.compare(provision, most)))
        done()
    return OutcomeComparison(tuple(found))


def kinds_named(names: Sequence[str], law: Law) -> tuple[list[str], list[Finding]]:
    """Return the kinds of voorziening that a person named, each once, and a finding for every name that is none."""
    known = {name.lower(): key for key, one in law.provisions.items() if not one.only_placement
             for name in (key, one.name, *one.aliases)}  # fmt: skip
    found = {name: known.get(name.lower().strip()) for name in names}
    findings = [Finding(f"«{name}» is geen voorziening", suggestion=nearest(name, list(known)) or "")
                for name, key in found.items() if key is None]  # fmt: skip
    return list(dict.fromkeys(key for key in found.values() if key is not None)), findings


def compared_caseload(scenarios: Sequence[Scenario], cases: Iterable[Case], done: Step) -> CaseloadComparison:
    """Return what two scenarios make of the persons of a caseload, and who gets another outcome."""
    persons = decisions = 0
    found: list[ChangedFor] = []
    for case in cases:
        persons += len(case.persons)
        both = []
        for scenario in scenarios:
            supposed = scenario_case(scenario, case, scenario_law(scenario, case))
            both.append(next(decide([supposed], scenario_law(scenario, supposed))))
        decisions += len(both[0].results)
        for one in differences(*both):
            if one.moved:
                either = one.either
                law = scenario_law(scenarios[0], case)
                who = f"{either.person}, {law.provisions[either.provision].name}"
                before, after = (side.outcome if side else "niet aan de orde" for side in (one.before, one.after))
                found.append(ChangedFor(who, before, after, one.norms))
        done()
    return CaseloadComparison(persons, decisions, tuple(found))


class _Shown:
    """Makes what is found ready to be shown."""

    def __init__(self, compare: Compare, names: tuple[str, str]) -> None:
        self.compare, self.names = compare, names

    def provision(self, found: Compared) -> ShownProvision:
        kinds = ((OTHER_OUTCOME, found.witnesses), (OTHER_GROUND, found.grounds), (OTHER_FOLLOWS, found.follows))
        cases = [self._case(found.provision, shows, witness, number)
                 for shows, witnesses in kinds for number, witness in enumerate(witnesses, 1)]  # fmt: skip
        law = self.compare.laws[0]
        return ShownProvision(found.provision, law.provisions[found.provision].name, found.verdict, tuple(cases), found.complete,
                              bool(found.searched), found.bounds)  # fmt: skip

    def _case(self, provision: str, shows: str, witness: Witness, number: int) -> ShownCase:
        sides = [self._decided(side, witness.case, provision) for side in self.compare.sides]
        reports = tuple(self._report(one) for one in sides)
        only = tuple(tuple(_clash(side, reason) for reason in reasons)
                     for side, reasons in zip(sides, (witness.first, witness.second), strict=True))  # fmt: skip
        title = f"{self.compare.laws[0].provisions[provision].name}: {self.names[0]} naast {self.names[1]} ({shows} {number})"
        text = self._text(witness.case, sides, title)
        particulars = tuple(_particulars(witness, sides[0]))
        return ShownCase(shows, particulars, text, (reports[0], reports[1]), (only[0], only[1]), witness.also, witness.unusual)

    @staticmethod
    def _decided(side: Side, case: Case, provision: str) -> Outcome:
        supposed = side.case_of(case)
        found = assess(supposed, side.law_of(supposed), about=frozenset((provision,)))
        return next(one for one in found.outcomes if one.application.provision == provision)

    @staticmethod
    def _report(outcome: Outcome) -> OutcomeReport:
        item = outcome.application
        report = report_case(outcome.assessment, person=item.person, provision=item.provision)
        return next(one for one in report.outcomes if (one.person, one.provision) == (item.person, item.provision))

    def _text(self, case: Case, sides: Sequence[Outcome], title: str) -> str:
        """Return the case as a file: with what it is expected to be under A, and what B makes of it as a remark."""
        first, second = sides
        item = first.application
        expected = Expectation(item.provision, item.person, first.outcome, employer=item.employer if not item.own_motion else "",
                               source=f"toetssteen vergelijk {' '.join(self.names)}")  # fmt: skip
        whole = case._replace(title=title, readings=first.assessment.case.readings, expectations=(expected,))
        remark = f"% Onder A ({self.names[0]}): {first.outcome}. Onder B ({self.names[1]}): {second.outcome}.\n"
        return remark + write_case(whole, first.assessment.law)


def _clash(side: Outcome, reason: Reason) -> Clash:
    """Return a norm that counts on a side in words, by its proof there."""
    identity = side.application.id
    atom: GroundAtom = (reason.kind, identity, text_value(reason.norm))
    if side.assessment.worlds.holds(atom):
        return Clash(reason.kind, reason.norm, side.assessment.explainer.explain(atom).sentence)
    return Clash(reason.kind, reason.norm, _follows(side, reason))


def _follows(side: Outcome, reason: Reason) -> str:
    """Return in words what follows that is no norm: an amount, a latest day, a supposed decision, the reach of art. 20."""
    worlds = side.assessment.worlds
    for atom in worlds.grounding.by_predicate.get(reason.kind, ()):
        if worlds.holds(atom) and ":".join(str(one).removeprefix('"') for one in atom[2:]) == reason.norm:
            return side.assessment.explainer.explain(atom).sentence
    return ""


def _particulars(witness: Witness, side: Outcome) -> Iterable[str]:
    """Yield what is particular about a case: when, its shape, and the facts that are not as they usually are."""
    yield witness.moment
    yield from witness.shape
    speaker = Speaker(side.assessment.instance)
    for key, fact in witness.case.facts.items():
        form = "negative" if fact.value is False else "positive"
        yield speaker.fact(key, value=fact.value, form=form)
    for deviation in witness.case.deviations:
        yield f"het college wijkt af van {speaker.norm(deviation.target)}"
    yield "alle overige feiten zijn gunstig of doen zich niet voor"


def with_files(found: OutcomeComparison, folder: Path, write: Callable[[Path, str], bool]) -> OutcomeComparison:
    """Return what is found with every case written to a file of its own in a folder."""
    provisions = []
    for one in found.provisions:
        cases = []
        for number, case in enumerate(one.cases, 1):
            path = folder / f"{one.provision}-{case.shows}-{number}.feiten"
            cases.append(case._replace(file=str(path)) if write(path, case.text) else case)
        provisions.append(one._replace(cases=tuple(cases)))
    return found._replace(provisions=tuple(provisions))
