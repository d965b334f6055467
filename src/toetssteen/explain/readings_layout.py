"""The document of a case under every combination of readings: what holds, and which readings make the others."""

from __future__ import annotations

from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.layout import COLOURS, DASH, DOT, HINT, check_item, note
from toetssteen.explain.output import Text
from toetssteen.explain.readings_report import OtherReport, ReadingChoice, ReadingsOutcome, ReadingsReport
from toetssteen.kb.dates import in_words

NUMBERS = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def readings_document(report: ReadingsReport, *, hint: str = HINT) -> Section:
    """Return a case under every combination of readings: heading, each outcome, those that hold anyway, the checks.

    ``hint`` says behind what is only counted how to see it.
    """
    content: list[Block] = [note(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law)), *_start(report)]
    briefly = [one for one in report.outcomes if one.robust and one.own_motion]
    content += [_outcome(one, report, hint) for one in report.outcomes if one not in briefly]
    if briefly:
        items = tuple(Item(Text(f"{one.title}: ") + _name(one.outcome), DOT) for one in briefly)
        content.append(Section(Text("Zonder aanvraag beoordeeld, en onder elke lezing hetzelfde", "bold"), items, 2, apart=True))
    if report.checks:
        checks = tuple(check_item(one) for one in report.checks)
        content.append(Section(Text("Verwachtingen", "bold"), checks, 2, inset=0, quiet=True, apart=True))
    return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)


def _start(report: ReadingsReport) -> list[Block]:
    """Return which readings vary, and what is the starting point from which differences are counted."""
    if not report.open:
        return [note("Alle lezingen zijn gehouden zoals zij zijn, dus er is geen andere combinatie te bekijken.")]
    every = f"{report.open} lezingen" if report.kept else f"alle {report.open} lezingen"
    found: list[Block] = [note(f"Bekeken onder elke combinatie van {every}; uitgegaan is van wat de zaak kiest, anders van de "
                               "standaard.")]  # fmt: skip
    if report.chosen:
        found.append(note(f"De zaak kiest: {_joined(report.chosen)}."))
    if report.kept:
        found.append(note(f"Niet gewijzigd: {_joined(report.kept)}."))
    return found


def _outcome(outcome: ReadingsOutcome, report: ReadingsReport, hint: str) -> Section:
    headline = _name(outcome.outcome, capitals=True)
    which = "de andere lezingen" if report.kept else "lezingen"
    if not report.open:
        headline += Text(" met de lezingen zoals zij zijn.")
    elif not outcome.robust:
        headline += Text(", maar niet onder elke lezing.")
    elif outcome.outcome == "onbepaald":
        headline += Text(f" onder elke combinatie van {which}: alleen meer feiten geven uitsluitsel.")
    else:
        headline += Text(f" onder elke combinatie van {which}.")
    content: list[Block] = [Paragraph(headline)]
    content += [_other(Text("Wordt ") + _name(one.outcome), one, hint) for one in outcome.others]
    content += _matter(outcome)
    content += [_other(Text(_amount(outcome, one)), one, hint) for one in outcome.amounts]
    if not outcome.amounts_compared:
        content.append(note("De bedragen zijn niet vergeleken: er kan meer dan één bedrag tegelijk volgen."))
    return Section(Text(outcome.title, "bold"), tuple(content), 2, apart=True)


def _amount(outcome: ReadingsOutcome, other: OtherReport) -> str:
    if not other.outcome:
        return f"Het bedrag van {outcome.amount} vervalt of is niet te bepalen"
    return f"Het bedrag wordt {other.outcome}" + (f" in plaats van {outcome.amount}" if outcome.amount else "")


def _matter(outcome: ReadingsOutcome) -> list[Block]:
    """Return which readings matter, beside which, and how many do not."""
    found: list[Block] = []
    if outcome.alone:
        verb = "verandert deze lezing" if len(outcome.alone) == 1 else "veranderen deze lezingen"
        found.append(note(f"Op zichzelf {verb} de uitkomst: {_joined(outcome.alone)}."))
    if outcome.together:
        verb = "maakt deze lezing" if len(outcome.together) == 1 else "maken deze lezingen"
        found.append(note(f"Alleen samen met andere lezingen {verb} verschil: {_joined(outcome.together)}."))
    if not outcome.robust:
        found.append(note(f"De andere {outcome.without} lezingen kunnen deze uitkomst niet veranderen."))
    return found


def _other(start: Text, other: OtherReport, hint: str) -> Item:
    single = other.size == 1
    if single:
        text = start + Text(" met één andere lezing:")
        items = [_single(one[0]) for one in other.sets]
    else:
        text = start + Text(f" pas met {_number(other.size)} andere lezingen samen:")
        items = [_several(one) for one in other.sets]
    rest = other.total - len(other.sets)
    if rest:
        what = "keuze" if single else "combinatie"
        items.append(Item(Text(f"en nog {rest} {what}{'s' if rest > 1 else ''}{hint}", "dim"), DASH))
    return Item(text, None, tuple(items))


def _single(choice: ReadingChoice) -> Item:
    return Item(_option(choice), DASH, (Item(Text(_now(choice), "dim")),))


def _several(choices: tuple[ReadingChoice, ...]) -> Item:
    names = Text(_joined(tuple(f"{one.name} {one.option}" for one in choices)))
    parts = tuple(Item(_option(one), None, (Item(Text(_now(one), "dim")),)) for one in choices)
    return Item(names, DASH, parts)


def _option(choice: ReadingChoice) -> Text:
    text = Text(f"{choice.name} {choice.option}", "bold") + Text(f": {choice.text}")
    return text + Text(f" [{'; '.join(choice.places)}]", "blue")


def _now(choice: ReadingChoice) -> str:
    entailed = f" Daarmee wordt ook de standaard anders: {_joined(choice.entails)}." if choice.entails else ""
    return f"{choice.question} Nu {choice.now}: {choice.now_text}.{entailed}"


def _name(outcome: str, *, capitals: bool = False) -> Text:
    return Text(outcome.upper() if capitals else outcome, COLOURS[outcome])


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _joined(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
