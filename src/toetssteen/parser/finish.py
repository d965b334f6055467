"""From draft to case: references resolved, periods checked, contradictions reported."""

from __future__ import annotations

from datetime import timedelta

from toetssteen.kb.case import Application, Case, Deviation, Expectation, Placement
from toetssteen.kb.citation import is_below
from toetssteen.kb.dates import begun_months, in_words
from toetssteen.kb.finding import LET_OP, Finding, has_errors
from toetssteen.kb.law import Law
from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.lines import Line
from toetssteen.parser.messages import nearest


def finish(draft: Draft, law: Law) -> tuple[Case | None, list[Finding]]:
    """Return the case of a draft with all findings; no case when one of them is an error."""
    _check_date(draft, law)
    if not draft.persons:
        draft.report("er staat geen inwoner in deze zaak", suggestion="voeg toe: inwoner NAAM")
    _references(draft)
    placements = [one for one in (_placement(draft, item) for item in draft.placements) if one]
    applications = [one for one in (_application(draft, item, placements, law) for item in draft.applications) if one]
    for newer, older, line in draft.successors:
        _known(draft, older, draft.employers, "werkgever", line)
        if newer == older:
            draft.report("een werkgever kan niet de rechtsopvolger van zichzelf zijn", line, older)
    for deviation, line in draft.deviations:
        _check_deviation(draft, law, deviation, line)
    for expectation, line in draft.expectations:
        _check_expectation(draft, expectation, line)
    findings = sorted(draft.findings, key=lambda finding: (finding.line, finding.column))
    if has_errors(findings) or draft.reference_date is None:
        return None, findings
    return _case(draft, tuple(applications), tuple(placements)), findings


def _case(draft: Draft, applications: tuple[Application, ...], placements: tuple[Placement, ...]) -> Case:
    assert draft.reference_date is not None
    return Case(
        draft.file, draft.title, draft.source, draft.reference_date, draft.closure, tuple(dict.fromkeys(draft.assumed)),
        draft.readings, tuple(draft.persons), tuple(draft.employers),
        tuple((newer, older) for newer, older, _line in draft.successors), applications, placements, draft.facts,
        tuple(deviation for deviation, _line in draft.deviations),
        tuple(expectation for expectation, _line in draft.expectations),
    )  # fmt: skip


def _check_date(draft: Draft, law: Law) -> None:
    if draft.reference_date is None:
        if not any("peildatum" in finding.source.lower() for finding in draft.findings):
            draft.report("er staat geen peildatum in deze zaak", suggestion="voeg toe: peildatum 1 februari 2025")
    elif draft.reference_date < law.identity.in_force:
        draft.report(f"op {in_words(draft.reference_date)} geldt deze verordening nog niet: zij treedt in werking op "
                     f"{in_words(law.identity.in_force)} (artikel 22)")  # fmt: skip
    elif draft.reference_date < law.identity.published:
        draft.report(f"op {in_words(draft.reference_date)} was de verordening nog niet bekendgemaakt; zij geldt sinds "
                     f"{in_words(law.identity.published)} met terugwerkende kracht (lezing I-60 is nog niet uitgewerkt)",
                     severity=LET_OP)  # fmt: skip


def _known(draft: Draft, name: str, table: dict[str, Line], what: str, line: Line) -> bool:
    if name in table:
        return True
    draft.report(f"«{name}» is geen {what} in deze zaak", line, name,
                 nearest(name, table) or f"voeg toe: {what} {name}")  # fmt: skip
    return False


def _references(draft: Draft) -> None:
    drafts: list[DraftApplication | DraftPlacement] = [*draft.applications, *draft.placements]
    for item in drafts:
        _known(draft, item.person, draft.persons, "inwoner", item.line)
        if item.employer:
            _known(draft, item.employer, draft.employers, "werkgever", item.line)


def _placement(draft: Draft, item: DraftPlacement) -> Placement | None:
    if item.start is None or item.end is None:
        draft.report("bij een plaatsing hoort een periode", item.line, suggestion="voeg toe: van … tot en met …")
        return None
    last = item.end
    for end, line in item.extensions:
        if end <= last:
            draft.report(f"de verlenging eindigt niet na {in_words(last)}", line)
        last = end
    for first, until in item.interruptions:
        if not (item.start < first and until < last):
            draft.report("een onderbreking ligt binnen de plaatsing", item.line)
    return Placement(
        item.id, item.person, item.provision, item.employer, item.start, item.end,
        tuple(end for end, _line in item.extensions), tuple(item.interruptions), item.work, item.line.number,
    )  # fmt: skip


def _application(draft: Draft, item: DraftApplication, placements: list[Placement], law: Law) -> Application | None:
    extended = _extended(draft, item, placements)
    start = item.start
    if extended is not None:
        next_day = extended.last_day + timedelta(days=1)
        if start is not None and start != next_day:
            draft.report(f"de verlenging sluit niet aan: zij begint op {in_words(next_day)}", item.line)
        start = next_day
    if start is None and draft.reference_date is not None and item.provision and law.provisions[item.provision].is_place:
        draft.report(f"er staat geen begindatum; uitgegaan is van de peildatum, {in_words(draft.reference_date)}",
                     item.line, severity=LET_OP)  # fmt: skip
        start = draft.reference_date
    end, months = item.end, None
    if item.duration is not None and start is not None:
        end, months = item.duration.end_from(start), item.duration.months or None
    if start is not None and end is not None and end < start:
        draft.report("de periode eindigt voordat zij begint", item.line, suggestion="controleer beide datums")
    elif start is not None and _asked(start, end, months) > law.concepts["duur"].high:
        draft.report(f"de gevraagde duur is langer dan {law.concepts['duur'].high} maanden", item.line)
    return Application(
        item.id, item.person, item.provision, item.employer or (extended.employer if extended else ""), start, end,
        months, item.submitted, item.work, extended.id if extended else "", item.line.number,
    )  # fmt: skip


def _asked(start: object, end: object, months: int | None) -> int:
    from datetime import date

    if months is not None:
        return months
    return begun_months(start, end) if isinstance(start, date) and isinstance(end, date) else 0


def _extended(draft: Draft, item: DraftApplication, placements: list[Placement]) -> Placement | None:
    if not item.extension:
        return None
    fitting = [one for one in placements if one.person == item.person and one.provision == item.provision
               and item.employer in ("", one.employer)]  # fmt: skip
    if not fitting:
        draft.report("er is geen plaatsing die wordt verlengd", item.line,
                     suggestion=f"voeg toe: plaatsing van {item.person} op …")  # fmt: skip
        return None
    return max(fitting, key=lambda one: one.last_day)


def _check_deviation(draft: Draft, law: Law, deviation: Deviation, line: Line) -> None:
    _known(draft, deviation.person, draft.persons, "inwoner", line)
    conditions = {str(rule.terms[1])[1:] for rule in law.by_head["belemmering"]}
    if not any(is_below(norm, deviation.target) for norm in conditions):
        draft.report(f"«{deviation.target}» is geen voorwaarde waarvan kan worden afgeweken", line, deviation.target,
                     nearest(deviation.target, conditions))  # fmt: skip


def _check_expectation(draft: Draft, expectation: Expectation, line: Line) -> None:
    if not _known(draft, expectation.person, draft.persons, "inwoner", line) or not expectation.provision:
        return
    if expectation.employer:
        _known(draft, expectation.employer, draft.employers, "werkgever", line)
