"""From what is still to be asked to a document: what settles it, what to ask, and what need not be asked."""

from __future__ import annotations

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section
from toetssteen.explain.layout import COLOURS, DASH
from toetssteen.explain.output import Text
from toetssteen.explain.questions import CaseQuestions, GivenAnswer, MissingFact, OutcomeQuestions, SettledOutcome
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.citation import long_form
from toetssteen.kb.dates import in_words
from toetssteen.kb.vocabulary import SOURCES

MOST_SHOWN = 5
ALL_HINT, ASSUMED_HINT = " (--alles toont ze)", "; --aannamen toont op welke daarvan de uitkomst rust"


def document_of(report: CaseQuestions, *, full: bool = False, hints: bool = True) -> Section:
    """Return the questions of a case as a document; with ``full`` every set of answers and every unknown fact.

    With ``hints`` it says which options of the command show what is left out.
    """
    day = Paragraph(Text(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law), "dim"))
    content: list[Block] = [day, *(_outcome(one, full=full, hints=hints) for one in report.outcomes)]
    return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)


def either(words: tuple[str, ...]) -> str:
    """Return words as a choice: «a, b of c»."""
    return " of ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _outcome(one: OutcomeQuestions, *, full: bool, hints: bool) -> Section:
    headline = Text(one.outcome.upper(), COLOURS[one.outcome])
    content: list[Block] = []
    if not one.settled:
        content.append(Paragraph(headline + Text(": dit staat vast; er is niets meer te vragen.")))
    else:
        content.append(Paragraph(headline + Text(f": kan nog {either(one.possible)} worden.")))
        content += [_settled(settled, full=full, hints=hints) for settled in one.settled]
        items = [_question(fact, number) for number, fact in enumerate(one.relevant, 1)]
        content.append(
            Section(Text(f"Wat ertoe kan doen: {_counted(len(items), 'vraag', 'vragen')}", "bold dim"), tuple(items), 3)
        )
    content += _idle(one, full=full, hints=hints)
    content += _assumed(one, hints=hints)
    return Section(Text(one.title, "bold"), tuple(content), 2, apart=True)


def _counted(number: int, single: str, several: str) -> str:
    return f"{number} {single if number == 1 else several}"


# what settles it


def _settled(one: SettledOutcome, *, full: bool, hints: bool) -> Item:
    name = Text(one.outcome.capitalize(), COLOURS[one.outcome])
    sets, size = one.sets, len(one.sets[0])
    if not one.smallest:
        return Item(name + Text(f": zeker met deze {_counted(size, 'antwoord', 'antwoorden')}, waarvan er geen te veel is "
                                "(of het met minder kan is niet uitgerekend)"), None, _answers(sets[0]))  # fmt: skip
    if len(sets) == 1 and one.all:
        kind = "alleen met dit antwoord" if size == 1 else f"alleen met deze {size} antwoorden samen"
        other = "al zeker met dit antwoord" if size == 1 else f"zeker met deze {size} antwoorden; met minder niet"
        return Item(name + Text(f": {kind if one.necessary else other}"), None, _answers(sets[0]))
    common = [answer for answer in sets[0] if all(answer in answers for answers in sets)]
    shown = sets if full else sets[:MOST_SHOWN]
    ways = [Item(Text(" en ".join(_said(one) for one in answers if one not in common)), DASH) for answers in shown]
    if len(shown) < len(sets) or not one.all:
        rest = len(sets) - len(shown)
        more = f"of een van {'de' if one.all else 'ten minste'} {rest} andere" if rest else "of nog een andere"
        ways.append(Item(Text(more + (ALL_HINT if rest and hints else ""), "dim"), DASH))
    if not common:
        few = "al zeker met één antwoord; een van deze:" if size == 1 else f"zeker met {size} antwoorden; een van deze reeksen:"
        return Item(name + Text(f": {few}"), None, tuple(ways))
    choice = Item(Text("en daarbij een van deze:"), DASH, tuple(ways))
    return Item(name + Text(f": zeker met {size} antwoorden; met minder niet"), None, (*_answers(tuple(common)), choice))


def _answers(answers: tuple[GivenAnswer, ...]) -> tuple[Item, ...]:
    return tuple(Item(Text(_said(one)), DASH) for one in answers)


def _said(one: GivenAnswer) -> str:
    return one.sentence + (f" [{'; '.join(map(long_form, one.norms))}]" if one.norms else "")


# what to ask


def _question(fact: MissingFact, number: int) -> Item:
    text = Text(fact.question) + _needed(fact)
    if fact.stated:
        text.append(" (volgens de zaak nog onbekend)", "dim")
    return Item(text, Mark(f"{number}.", "", ""))


def _needed(fact: MissingFact) -> Text:
    return Text(f" [{'; '.join([*map(long_form, fact.norms), source_in_words(fact)])}]", "blue")


def source_in_words(fact: MissingFact) -> str:
    """Return who can establish a fact: a register, an earlier decision, a judgement and whose it is."""
    return SOURCES[fact.source] + (f" van het {fact.body}" if fact.body else "")


def _idle(one: OutcomeQuestions, *, full: bool, hints: bool) -> list[Block]:
    if not one.idle:
        return []
    if not full:
        number = _counted(len(one.idle), "ander feit is", "andere feiten zijn")
        hint = ALL_HINT if hints else ""
        return [Paragraph(Text(f"{number} onbekend zonder dat het de uitkomst kan veranderen{hint}.", "dim"))]
    items = tuple(Item(Text(fact.question) + _needed(fact), DASH) for fact in one.idle)
    return [Section(Text("Onbekend, maar zonder gevolg voor de uitkomst", "bold dim"), items, 3)]


def _assumed(one: OutcomeQuestions, *, hints: bool) -> list[Block]:
    if one.assumed is None:
        if not one.assumptions:
            return []
        number = _counted(one.assumptions, "feit is", "feiten zijn")
        return [Paragraph(Text(f"{number} aangenomen, niet vastgesteld{ASSUMED_HINT if hints else ''}.", "dim"))]
    if not one.assumed:
        return [Paragraph(Text("De uitkomst rust niet op een aanname.", "dim"))]
    alone = [_assumption(fact) for fact in one.assumed if fact.alone]
    joint = [_assumption(fact) for fact in one.assumed if not fact.alone]
    found: list[Block] = []
    if alone:
        found.append(
            Section(Text("Aangenomen; klopt één hiervan niet, dan kan de uitkomst anders zijn", "bold dim"), tuple(alone), 3)
        )
    if joint:
        title = "Aangenomen; doet er alleen toe als ook een andere aanname niet klopt"
        found.append(Section(Text(title, "bold dim"), tuple(joint), 3))
    return found


def _assumption(fact: MissingFact) -> Item:
    return Item(Text(as_sentence(fact.sentence).rstrip(".")) + _needed(fact), DASH)
