"""Periods that cannot go together: placements that overlap, and what is asked or granted at the wrong time.

Nothing is computed on a case whose periods contradict each other; a finding names the other period by its days,
because a case in JSON has no lines.
"""

from __future__ import annotations

from datetime import date

from toetssteen.kb.applications import term_end
from toetssteen.kb.case import Application, Placement
from toetssteen.kb.dates import in_words, month_days
from toetssteen.kb.finding import LET_OP
from toetssteen.kb.law import Law
from toetssteen.parser.draft import Draft, DraftApplication, DraftPlacement
from toetssteen.parser.messages import nearest


def check_placements(draft: Draft, law: Law, placements: list[Placement]) -> None:
    """Report placements of one person at one employer that exclude each other, and grants that come too late."""
    drafts = {one.id: one for one in draft.placements}
    unpaid = {key: one.name for key, one in law.provisions.items() if one.is_place and one.is_provision and not one.paid}
    for index, one in enumerate(placements):
        for other in placements[:index]:
            same = (one.person, one.employer) == (other.person, other.employer)
            if not same or not _overlap(one.start, one.last_day, other.start, other.last_day):
                continue
            if one.provision == other.provision:
                draft.report(f"deze plaatsing overlapt met die {_days(other)}: zelfde inwoner, soort en werkgever",
                             drafts[one.id].line, "controleer de datums, of schrijf: verlengd tot en met …")  # fmt: skip
            elif {one.provision, other.provision} <= set(unpaid):
                draft.report(f"deze plaatsing kan niet samengaan met die {_days(other)}: bij één werkgever is iemand niet "
                             f"tegelijk op een {unpaid[one.provision]} en op een {unpaid[other.provision]}",
                             drafts[one.id].line, "controleer de datums")  # fmt: skip
        _check_interruptions(draft, drafts[one.id])
        _check_grant(draft, drafts[one.id], one)


def _days(item: Placement) -> str:
    return f"van {in_words(item.start)} tot en met {in_words(item.last_day)}"


def _overlap(start: date, end: date, other_start: date, other_end: date) -> bool:
    return start <= other_end and other_start <= end


def _check_interruptions(draft: Draft, item: DraftPlacement) -> None:
    for index, (first, until, line) in enumerate(item.interruptions):
        for other_first, other_until, _line in item.interruptions[:index]:
            if _overlap(first, until, other_first, other_until):
                draft.report(f"deze onderbreking overlapt met die van {in_words(other_first)} tot en met "
                             f"{in_words(other_until)}", line, "maak er één van")  # fmt: skip


def _check_grant(draft: Draft, item: DraftPlacement, placement: Placement) -> None:
    if item.granted is None:
        return
    day, place = item.granted
    if draft.reference_date is not None and day > draft.reference_date.value:
        draft.report("de plaatsing is na de peildatum toegekend", place, "controleer beide datums")
    elif day > placement.last_day:
        draft.report(f"de plaatsing is toegekend nadat zij op {in_words(placement.last_day)} was geëindigd", place,
                     "controleer beide datums")  # fmt: skip


def check_application(draft: Draft, item: DraftApplication, found: Application, placements: list[Placement]) -> None:
    """Report an application of after the reference date, of before the place it extends, or for a place there is already."""
    extended = next((one for one in placements if one.id == found.extends), None)
    _check_submission(draft, item, extended)
    if extended is not None or item.extension or found.start is None:
        return
    end = term_end(found, month_days(draft.readings)) or found.start
    for one in placements:
        taken = (one.person, one.provision, one.employer) == (found.person, found.provision, found.employer)
        if taken and _overlap(found.start, end, one.start, one.last_day):
            draft.report(f"de gevraagde periode overlapt met de plaatsing {_days(one)}",
                         item.start.place if item.start else item.line,
                         "vraag verlenging van de plaatsing, of begin later")  # fmt: skip


def _check_submission(draft: Draft, item: DraftApplication, extended: Placement | None) -> None:
    if item.submitted is None:
        return
    day, place = item.submitted
    if draft.reference_date is not None and day > draft.reference_date.value:
        draft.report("de aanvraag is na de peildatum ingediend", place, "controleer beide datums")
    elif extended is not None and day < extended.start:
        draft.report(f"de verlenging is gevraagd voordat de plaatsing op {in_words(extended.start)} begon", place,
                     "controleer beide datums")  # fmt: skip


def continued(draft: Draft, item: DraftApplication, placements: list[Placement]) -> Application | None:
    """Return the application to let a running place go on until the day it was granted for (art. 21.2)."""
    term = item.start or item.end or item.duration
    if term is not None:
        draft.report("een voortzetting heeft geen eigen periode: zij duurt tot het einde van de plaatsing", term.place,
                     "laat de regel weg")  # fmt: skip
    placement = _running(draft, item, placements)
    if placement is None:
        return None
    _check_submission(draft, item, None)
    if placement.granted is None:
        draft.report(f"er staat niet wanneer de plaatsing is toegekend; uitgegaan is van de begindag, "
                     f"{in_words(placement.start)}", item.line, "voeg onder de plaatsing toe: toegekend op …",
                     severity=LET_OP)  # fmt: skip
    return Application(
        item.id, item.person.text, item.provision, placement.employer, end=placement.last_day,
        submitted=item.submitted.value if item.submitted else None, work=item.work.text if item.work else "",
        line=item.line.number, continues=placement.id, by_employer=item.by_employer,
    )  # fmt: skip


def _running(draft: Draft, item: DraftApplication, placements: list[Placement]) -> Placement | None:
    """Return the last placement the application is about, unless it is over; what is wrong is reported."""
    employer = item.employer.text if item.employer else ""
    fitting = [one for one in placements if (one.person, one.provision) == (item.person.text, item.continues)
               and employer in ("", one.employer)]  # fmt: skip
    if not fitting:
        described = {one.person.text for one in draft.placements if one.provision == item.continues}
        if item.continues and item.person.text not in described and "plaatsing" not in draft.broken:
            draft.report("er is geen plaatsing die wordt voortgezet", item.line,
                         f"voeg toe: plaatsing van {item.person.text} op …")  # fmt: skip
        elif item.continues and employer:
            at = [one.employer for one in placements if one.person == item.person.text and one.provision == item.continues]
            draft.report(f"bij {employer} is geen plaatsing die wordt voortgezet", item.line, nearest(employer, at))
        return None
    last = max(fitting, key=lambda one: one.last_day)
    if draft.reference_date is not None and last.last_day < draft.reference_date.value:
        draft.report(f"op de peildatum is de plaatsing al voorbij: zij liep tot en met {in_words(last.last_day)}",
                     item.line, "vraag een nieuwe plaats of een verlenging aan")  # fmt: skip
        return None
    return last
