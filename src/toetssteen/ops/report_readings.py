"""From a case under every combination of readings to what a person is shown of it."""

from __future__ import annotations

from toetssteen.explain.readings_report import OtherReport, ReadingChoice, ReadingsOutcome, ReadingsReport
from toetssteen.kb.citation import long_form
from toetssteen.kb.dates import euro
from toetssteen.kb.instance import chosen_readings
from toetssteen.kb.law import Law
from toetssteen.kb.reading_regions import Choices
from toetssteen.ops.assess import Assessment
from toetssteen.ops.expect import check_expectations
from toetssteen.ops.readings import AllReadings, EveryReading, OtherAmount, OtherOutcome
from toetssteen.ops.report import law_names, outcome_title


def report_readings(found: AllReadings) -> ReadingsReport:
    """Return the report of a case under every combination of readings."""
    assessment, law = found.assessment, found.assessment.law
    case = assessment.case
    chosen = tuple(f"{law.readings[key].display} {option}" for key, option in case.readings.items())
    kept = tuple(law.readings[key].display for key in found.kept)
    outcomes = tuple(_outcome(found, one) for one in found.results)
    return ReadingsReport(case.title, case.file, case.reference_date, law_names(law), len(law.readings), found.open, chosen,
                          kept, outcomes, check_expectations(assessment))  # fmt: skip


def _outcome(every: AllReadings, found: EveryReading) -> ReadingsOutcome:
    assessment, item = every.assessment, found.application
    law = assessment.law
    others = tuple(_other(assessment, one.outcome, one, every.kept) for one in found.others)
    amounts = tuple(
        _other(assessment, "" if one.amount is None else euro(one.amount), one, every.kept) for one in found.amounts or ()
    )
    alone, together = (tuple(law.readings[key].display for key in keys) for keys in (found.alone, found.together))
    return ReadingsOutcome(
        outcome_title(law, assessment.case, item), item.person, item.provision, item.employer, item.own_motion, found.outcome,
        "" if found.amount is None else euro(found.amount), others, amounts, found.amounts is not None, alone, together,
        every.open - len(alone) - len(together),
    )  # fmt: skip


def _other(assessment: Assessment, what: str, found: OtherOutcome | OtherAmount, kept: tuple[str, ...]) -> OtherReport:
    sets = tuple(_set(assessment, choices, kept) for choices in found.shown)
    return OtherReport(what, len(found.smallest[0]), len(found.smallest), sets)


def _set(assessment: Assessment, choices: Choices, kept: tuple[str, ...]) -> tuple[ReadingChoice, ...]:
    law, case, now = assessment.law, assessment.case, assessment.instance.readings
    moved: dict[str, tuple[str, ...]] = {}
    for key, option in choices:
        after = chosen_readings(case._replace(readings={**case.readings, key: option}), law)
        moved[key] = tuple(f"{law.readings[other].display} {after[other]}" for other in now
                           if after[other] != now[other] and other not in {*dict(choices), *kept})  # fmt: skip
    return tuple(_choice(law, key, option, now[key], moved[key]) for key, option in choices)


def _choice(law: Law, key: str, option: str, now: str, entails: tuple[str, ...]) -> ReadingChoice:
    one = law.readings[key]
    places = tuple(long_form(norm) for norm in one.norms)
    return ReadingChoice(key, one.display, one.question, option, one.options[option], now, one.options[now], places, entails)
