"""From draft to case: references resolved, periods checked, contradictions reported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Deviation, Placement
from toetssteen.kb.citation import is_below
from toetssteen.kb.dates import begun_months, in_words, month_days
from toetssteen.kb.finding import LET_OP, Finding, has_errors
from toetssteen.kb.law import Law
from toetssteen.parser.ceilings import check_ceilings
from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.lines import Mention
from toetssteen.parser.messages import nearest
from toetssteen.parser.periods import check_application, check_placements, continued
from toetssteen.parser.writer import name as written_name

MOST_HALF_YEARS = 20
KINDS = {"inwoner": "persoon", "werkgever": "werkgever"}


def finish(draft: Draft, law: Law) -> tuple[Case | None, list[Finding]]:
    """Return the case of a draft with all findings; no case when one of them is an error."""
    _check_date(draft, law)
    if not draft.persons and not draft.municipal and not {"persoon", "gemeente"} & draft.broken:
        draft.report("er staat geen inwoner in deze zaak", suggestion="voeg toe: inwoner NAAM")
    _references(draft)
    check_ceilings(draft)
    placements = [one for one in (_placement(draft, item) for item in draft.placements) if one]
    _check_half_years(draft, law, placements)
    check_placements(draft, law, placements)
    applications = [one for one in (_application(draft, item, placements, law) for item in draft.applications) if one]
    for deviation, target, person in draft.deviations:
        _known(draft, person, draft.persons, "inwoner")
        _check_deviation(draft, law, deviation, target)
    for expectation, person, employer in draft.expectations:
        _expected(draft, law, expectation.provision, person)
        if employer is not None:
            _known(draft, employer, draft.employers, "werkgever")
    findings = sorted(draft.findings, key=lambda finding: (finding.line, finding.column))
    if has_errors(findings) or draft.reference_date is None:
        return None, findings
    return _case(draft, draft.reference_date.value, tuple(applications), tuple(placements)), findings


def _case(draft: Draft, day: date, applications: tuple[Application, ...], placements: tuple[Placement, ...]) -> Case:
    return Case(
        draft.file, draft.title, draft.source, day, draft.closure, tuple(dict.fromkeys(draft.assumed)),
        draft.readings, tuple(draft.persons), tuple(draft.employers),
        tuple((newer, older.text) for newer, older in draft.successors), applications, placements, draft.facts,
        tuple(deviation for deviation, *_places in draft.deviations),
        tuple(expectation for expectation, *_places in draft.expectations), draft.municipal,
        tuple(one.ceiling for one in draft.ceilings),
    )  # fmt: skip


def _check_date(draft: Draft, law: Law) -> None:
    if draft.reference_date is None:
        if "peildatum" not in draft.broken:
            draft.report("er staat geen peildatum in deze zaak", suggestion="voeg toe: peildatum 1 februari 2025")
        return
    day, place = draft.reference_date
    if day < law.identity.in_force:
        draft.report(f"op {in_words(day)} geldt deze verordening nog niet: zij treedt in werking op "
                     f"{in_words(law.identity.in_force)} (artikel 22)", place)  # fmt: skip


def _known(draft: Draft, name: Mention, table: Iterable[str], what: str) -> None:
    """Report a name that the case does not have, unless the heading that should give it could not be read."""
    if name.text in table:
        return
    if not name.text.strip():
        draft.report("hier ontbreekt een naam", name)
    elif KINDS[what] not in draft.broken:
        other = "inwoner" if name.text in draft.persons else "werkgever" if name.text in draft.employers else ""
        hint = f"«{name.text}» is hier een {other}" if other and other != what else ""
        draft.report(f"«{name.text}» is geen {what} in deze zaak", name,
                     hint or nearest(name.text, table) or f"voeg toe: {what} {written_name(name.text)}")  # fmt: skip


def _expected(draft: Draft, law: Law, provision: str, person: Mention) -> None:
    """Report an expectation for somebody the case does not have, or of whom this is not decided."""
    municipal = bool(provision) and law.provisions[provision].municipal
    if person.text.lower() != MUNICIPALITY:
        _known(draft, person, draft.persons, "inwoner")
        if municipal:
            draft.report("dit wordt over de gemeente zelf beslist", person, f"schrijf: voor {MUNICIPALITY}")
    elif not municipal and provision:
        draft.report(f"over «{law.provisions[provision].name}» wordt voor een inwoner beslist, niet voor de gemeente", person)
    elif not draft.municipal and "gemeente" not in draft.broken:
        draft.report("er staat geen gemeente in deze zaak", person, "voeg toe: gemeente")


def _references(draft: Draft) -> None:
    drafts: list[DraftApplication | DraftPlacement] = [*draft.applications, *draft.placements]
    for item in drafts:
        _known(draft, item.person, draft.persons, "inwoner")
        if item.employer is not None:
            _known(draft, item.employer, draft.employers, "werkgever")
    for newer, older in draft.successors:
        if newer == older.text:
            draft.report("een werkgever kan niet de rechtsopvolger van zichzelf zijn", older)
        elif older.text not in draft.employers:
            _known(draft, older, [one for one in draft.employers if one != newer], "werkgever")


def _placement(draft: Draft, item: DraftPlacement) -> Placement | None:
    if item.employer is None and item.provision:
        draft.report("bij welke werkgever is deze plaatsing?", item.line, "voeg toe: bij NAAM")
    if item.start is None or item.end is None:
        if item.id not in draft.troubled:
            draft.report("bij een plaatsing hoort een periode", item.line, "voeg toe: van … tot en met …")
        return None
    last = item.end
    for end, place in item.extensions:
        if end < item.start:
            draft.report(f"de verlenging ligt voor de plaatsing, die op {in_words(item.start)} begint", place,
                         "controleer beide datums")  # fmt: skip
        elif end <= last:
            draft.report(f"de verlenging eindigt niet na {in_words(last)}", place.line)
        last = end
    for first, until, line in item.interruptions:
        if not (item.start < first and until < last):
            draft.report("een onderbreking ligt binnen de plaatsing", line)
    return Placement(
        item.id, item.person.text, item.provision, item.employer.text if item.employer else "", item.start, item.end,
        tuple(end for end, _place in item.extensions), tuple((first, until) for first, until, _line in item.interruptions),
        item.work.text if item.work else "", item.line.number, item.granted.value if item.granted else None,
    )  # fmt: skip


def _check_half_years(draft: Draft, law: Law, placements: list[Placement]) -> None:
    """Report half-years that the placements of a person do not have; they count on over placements of one kind."""
    for key, place in draft.half_years:
        own = next((one for one in placements if one.id == key.subject), None)
        last = MOST_HALF_YEARS
        block = law.parameters["premie_blok"].on(draft.reference_date.value) if draft.reference_date else None
        if own is not None and block is not None:
            same = [one for one in placements if (one.person, one.provision) == (own.person, own.provision)]
            fixed = month_days(draft.readings)
            last = min(last, -(-sum(begun_months(one.start, one.last_day, fixed) for one in same) // block[1]))
        if not 1 <= key.number <= last:
            known = "1" if last <= 1 else "1 en 2" if last == 2 else f"1 tot en met {last}"
            draft.report(f"deze plaatsing heeft alleen halfjaar {known}", place)


def _application(draft: Draft, item: DraftApplication, placements: list[Placement], law: Law) -> Application | None:
    if item.continues is not None:
        return continued(draft, item, placements)
    extended = _extended(draft, item, placements)
    start = item.start.value if item.start else None
    if extended is not None:
        next_day = extended.last_day + timedelta(days=1)
        if item.start is not None and start != next_day:
            draft.report(f"de verlenging sluit niet aan: zij begint op {in_words(next_day)}", item.start.place)
        start = next_day
    if start is None and draft.reference_date is not None and item.provision and law.provisions[item.provision].is_place:
        start = draft.reference_date.value
        if item.id not in draft.troubled and not item.extension:
            draft.report(f"er staat geen begindatum; uitgegaan is van de peildatum, {in_words(start)}", item.line,
                         severity=LET_OP)  # fmt: skip
    end, months = _term(draft, item, start, extended, law)
    employer = item.employer.text if item.employer else extended.employer if extended else ""
    found = Application(
        item.id, item.person.text, item.provision, employer, start, end, months,
        item.submitted.value if item.submitted else None, item.work.text if item.work else "",
        extended.id if extended else "", item.line.number, by_employer=item.by_employer,
    )  # fmt: skip
    check_application(draft, item, found, placements)
    return found


def _term(draft: Draft, item: DraftApplication, start: date | None, extended: Placement | None,
          law: Law) -> tuple[date | None, int | None]:  # fmt: skip
    """Return the last day or the months of an asked term, after checking it against its first day and the maximum."""
    end, months = item.end.value if item.end else None, None
    if item.duration is not None and start is not None:
        end, months = item.duration.value.end_from(start), item.duration.value.months or None
    place = item.duration.place if item.duration else item.end.place if item.end else None
    most = law.concepts["duur"].high
    if start is None or place is None:
        return end, months
    if end is not None and end < start:
        if extended is not None and end < extended.start:
            draft.report(f"de verlenging ligt voor de plaatsing, die op {in_words(extended.start)} begint", place,
                         "controleer beide datums")  # fmt: skip
        elif extended is not None:
            draft.report(f"de verlenging eindigt niet na {in_words(extended.last_day)}", place.line)
        else:
            draft.report("de periode eindigt voordat zij begint", place, "controleer beide datums")
    elif (months or (begun_months(start, end, month_days(draft.readings)) if end else 0)) > most:
        draft.report(f"de gevraagde duur is langer dan {most} maanden", place)
    return end, months


def _extended(draft: Draft, item: DraftApplication, placements: list[Placement]) -> Placement | None:
    if not item.extension:
        return None

    def fits(person: str, provision: str, employer: str) -> bool:
        asked = item.employer.text if item.employer else ""
        return (person, provision) == (item.person.text, item.provision) and asked in ("", employer)

    fitting = [one for one in placements if fits(one.person, one.provision, one.employer)]
    meant = [one for one in draft.placements if fits(one.person.text, one.provision, one.employer.text if one.employer else "")]
    if not fitting:
        if not meant and item.provision and "plaatsing" not in draft.broken:
            draft.report("er is geen plaatsing die wordt verlengd", item.line,
                         f"voeg toe: plaatsing van {item.person.text} op …")  # fmt: skip
        return None
    return max(fitting, key=lambda one: one.last_day)


def _check_deviation(draft: Draft, law: Law, deviation: Deviation, target: Mention) -> None:
    if deviation.decided_on and draft.reference_date and deviation.decided_on > draft.reference_date.value:
        draft.report("dit besluit ligt na de peildatum", target.line.find(str(target.text)))
    conditions = {str(rule.terms[1])[1:] for rule in law.by_head["belemmering"]}
    if not any(is_below(norm, deviation.target) for norm in conditions):
        draft.report(f"«{deviation.target}» is geen voorwaarde waarvan kan worden afgeweken", target,
                     nearest(deviation.target, conditions))  # fmt: skip
