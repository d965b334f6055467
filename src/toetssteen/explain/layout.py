"""From a report to a document: what a person reads first, what is counted, and what is left for the full form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from toetssteen.explain.document import Block, Item, Mark, Paragraph, Section
from toetssteen.explain.output import PlainOutput, RichOutput, Text
from toetssteen.explain.proof import CASES, COMPARISON, FACT, PARAMETER, READING, Step, only_case
from toetssteen.explain.report import CaseReport, Check, Detail, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.explain.to_text import TextWriter
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.dates import in_words

MARKS = {
    "ja": Mark("✓", "green", "in orde"), "nee": Mark("✗", "red", "niet in orde"), "open": Mark("?", "yellow", "open"),
    "afgeweken": Mark("↷", "cyan", "opzij gezet"),
}  # fmt: skip
STEP_MARKS = {"waar": Mark("+", "green", "geldt"), "onwaar": Mark("–", "dim", "ontkenning"), "open": Mark("?", "yellow", "open")}
FOLLOWS = Mark("✓", "green", "gevolg")
ARTICLE_20 = Mark("↷", "cyan", "artikel 20")
DASH, DIM_DASH, DOT = Mark("-", "", ""), Mark("-", "dim", ""), Mark("·", "", "")
LEGEND = "Het bewijs: + geldt, – geldt niet, ? nog onbekend."
SPOKEN_LEGEND = "Het bewijs: elke stap rust op die eronder; «ontkenning» zegt van een regel dat hij niet opgaat."
# How many norms or facts the short form lists.
MOST = 7
HINT = " (--volledig toont ze)"
COLOURS = {"verplicht": "bold green", "bevoegd": "bold green", "weigerbaar": "bold yellow", "geblokkeerd": "bold red",
           "onbepaald": "bold yellow"}  # fmt: skip


class Printer:
    """Prints reports at any width."""

    def __init__(self, out: PlainOutput | RichOutput, *, full: bool = False, proofs: bool = False) -> None:
        self.writer = TextWriter(out)
        self.layout = Layout(full=full, proofs=proofs)

    def case(self, report: CaseReport, *, brief_others: bool = True) -> None:
        """Print a case: heading, the outcomes asked for, the others in one line each, the checks."""
        self.writer.write(self.layout.case(report, brief_others=brief_others))


class Layout:
    """Makes documents of reports: the short form, or with ``full`` also every condition, duty and proof.

    ``proofs`` adds the proofs to the short form. ``hint`` says behind what is only counted how to see it.
    """

    def __init__(self, *, full: bool = False, proofs: bool = False, hint: str = HINT) -> None:
        self.full = full
        self.proofs = proofs or full
        self.hint = hint
        self.anchors = 0

    def case(self, report: CaseReport, *, brief_others: bool = True) -> Section:
        """Return a case: heading, the outcomes asked for, the others in one line each, the checks."""
        content: list[Block] = [
            Paragraph(Text(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law), "dim"))
        ]
        asked = [one for one in report.outcomes if not one.own_motion or not brief_others]
        asked = asked or [one for one in report.outcomes if one.provision == "premie"]
        content += [self.outcome(one) for one in asked or report.outcomes]
        others = [one for one in report.outcomes if one not in asked] if asked else []
        municipal = [one for one in others if one.person == MUNICIPALITY]
        own_motion = [one for one in others if one not in municipal]
        content += self._briefly("Zonder aanvraag beoordeeld (artikel 18 lid 2)", own_motion)
        content += self._briefly("Over de gemeente zelf", municipal)
        if report.checks:
            checks = tuple(check_item(one) for one in report.checks)
            content.append(Section(Text("Verwachtingen", "bold"), checks, 2, inset=0, quiet=True, apart=True))
        return Section(Text(report.title or report.file, "bold"), tuple(content), 1, inset=0)

    def _briefly(self, title: str, outcomes: list[OutcomeReport]) -> list[Block]:
        items = tuple(Item(_brief(one), DOT) for one in outcomes)
        return [Section(Text(title, "bold"), items, 2, apart=True)] if items else []

    def outcome(self, outcome: OutcomeReport) -> Section:
        """Return one outcome in short form, with the full proof below it when asked."""
        headline = Text(outcome.outcome.upper(), COLOURS[outcome.outcome]) + Text(f": {outcome.headline}.")
        content: list[Block] = [Paragraph(headline)]
        if outcome.before_20:
            content.append(Paragraph(Text(f"Zonder artikel 20: {outcome.before_20}. Met artikel 20: {outcome.outcome}.", "cyan")))
        content += self._reasons(outcome)
        content += self._others(outcome)
        content += self._ways(outcome)
        content += self._pair(outcome)
        content += [Item(Text(sentence), ARTICLE_20) for sentence in outcome.article_20]
        surely = outcome.outcome in ("verplicht", "geblokkeerd") or outcome.person == MUNICIPALITY
        granted = "" if surely else " als het wordt verleend"
        content += _section(f"Wat eruit volgt{granted}", tuple(reason_item(one, FOLLOWS) for one in outcome.consequences))
        content += self._obligations(outcome)
        content += self._list("Aangenomen, niet vastgesteld", outcome.assumptions)
        content += self._list("Lezingen", outcome.readings)
        if self.proofs:
            content += [self.proof(one) for one in outcome.proofs]
        return Section(Text(outcome.title, "bold"), tuple(content), 2, apart=True)

    def _reasons(self, outcome: OutcomeReport) -> list[Block]:
        """Return the decisive reasons; what is open stands in the answers that would settle it, unless there are none."""
        found: list[Block] = []
        for superfluous, reasons in groupby(outcome.reasons, lambda one: one.mark == "open" and bool(outcome.ways)):
            items = [reason_item(one, details=True) for one in reasons]
            if not superfluous:
                found += items
            elif self.full:
                found.append(_unheard("Wat nog open is", items))
        return found

    def _ways(self, outcome: OutcomeReport) -> list[Block]:
        found: list[Block] = []
        for name, answers, necessary in outcome.ways:
            start, linking = ("Wordt ", ", mits:") if necessary else ("Wordt bijvoorbeeld ", " als:")
            text = Text(start) + Text(name, COLOURS[name]) + Text(linking)
            found.append(Item(text, None, self._some(answers)))
        return found

    def _pair(self, outcome: OutcomeReport) -> list[Block]:
        """Return the two nearest worlds, unless the answers that settle either outcome are just the fact that differs."""
        pair = outcome.pair
        if pair is None or (not pair.shared and all(len(one.answers) == 1 for one in outcome.ways)):
            return []
        cited = f" [{pair.source}]" if pair.source else ""
        worlds = tuple(Item(Text(name, COLOURS[name]) + Text(f": {fact}") + Text(cited, "blue"), DASH)
                       for name, fact in zip(pair.outcomes, pair.facts, strict=True))  # fmt: skip
        found: list[Block] = [Item(Text("Twee gevallen die in maar één feit verschillen:"), None, worlds)]
        if pair.shared:
            found.append(Item(Text("In beide gevallen:"), None, self._some(pair.shared)))
        return found

    def _some(self, sentences: tuple[str, ...]) -> tuple[Item, ...]:
        """Return sentences as items: in short form seven at most, and how many there are more."""
        shown = sentences if self.full or len(sentences) <= MOST else sentences[: MOST - 1]
        items = [Item(Text(one), DASH) for one in shown]
        if len(shown) < len(sentences):
            items.append(Item(Text(f"en nog {len(sentences) - len(shown)} feiten{self.hint}", "dim"), DASH))
        return tuple(items)

    def _others(self, outcome: OutcomeReport) -> list[Block]:
        if not outcome.others:
            return []
        if self.full:
            return [_unheard("Andere voorwaarden", [reason_item(one, details=True) for one in outcome.others])]
        marks = [one.mark for one in outcome.others]
        return [note(text) for text in _counted(outcome, marks.count("ja"), marks.count("nee"), marks.count("open"), self.hint)]

    def _obligations(self, outcome: OutcomeReport) -> list[Block]:
        """Return the duties of procedure: in short form those not met, the others counted."""
        if self.full:
            return _section("Plichten daarbij", tuple(reason_item(one) for one in outcome.obligations), folded=True)
        broken = tuple(reason_item(one) for one in outcome.obligations if one.mark == "nee")
        found = _section("Plichten die niet zijn nagekomen", broken)
        unsure = sum(one.mark == "open" for one in outcome.obligations)
        if unsure:
            number, linking = ("1 plicht", "is") if unsure == 1 else (f"{unsure} plichten", "zijn")
            found.append(note(f"Van {number} is niet bekend of die {linking} nagekomen{self.hint}."))
        return found

    def _list(self, title: str, sentences: tuple[str, ...]) -> list[Block]:
        shown = sentences if self.full or len(sentences) <= 5 else sentences[:4]
        items = [Item(Text(one, "dim"), DIM_DASH) for one in shown]
        if len(shown) < len(sentences):
            items.append(Item(Text(f"en {len(sentences) - len(shown)} andere{self.hint}", "dim"), DIM_DASH))
        return _section(title, tuple(items))

    def proof(self, step: Step) -> Section:
        """Return a proof tree; a step shown before is named once more without what is below it."""
        top = self._step(step, {})
        return Section(Text(LEGEND, "bold dim"), (top,), 3, inset=0, folded=True, apart=True, spoken=SPOKEN_LEGEND)

    def _step(self, step: Step, seen: dict[int, str]) -> Item:
        step = only_case(step)
        text = Text(step_sentence(step))
        if step.norm:
            text.append(f" [{long_form(citation_of(step.norm))}]", "blue")
        if step.folded:
            text.append(f" (daaronder nog {step.folded} {'stap' if step.folded == 1 else 'stappen'})", "dim")
        mark, before = STEP_MARKS[step.status], seen.get(id(step), "")
        if before or not step.children:
            return Item(text, mark, tree=True, refers=before)
        self.anchors += 1
        anchor = seen[id(step)] = f"stap-{self.anchors}"
        return Item(text, mark, tuple(self._step(child, seen) for child in step.children), tree=True, anchor=anchor)


def _brief(outcome: OutcomeReport) -> Text:
    text = Text(outcome.title) + Text(": ") + Text(outcome.outcome, COLOURS[outcome.outcome])
    blocking = [reason for reason in outcome.reasons if reason.mark == "nee"]
    if blocking and outcome.outcome == "geblokkeerd":
        text.append(f" ({blocking[0].sentence.rstrip('.')}; {blocking[0].source})", "dim")
    elif outcome.outcome == "onbepaald":
        text.append(f" (mogelijk {' of '.join(outcome.possible)})", "dim")
    return text


def _counted(outcome: OutcomeReport, met: int, failed: int, unsure: int, hint: str) -> Iterator[str]:
    """Yield what is said of the norms that the short form leaves out."""
    if failed:
        yield f"Nog {failed} {'punt staat' if failed == 1 else 'punten staan'} in de weg{hint}."
    if met:
        yield f"Aan {met} andere {'voorwaarde' if met == 1 else 'voorwaarden'} is voldaan{hint}."
    if unsure and outcome.outcome == "onbepaald":
        yield f"{unsure} {'andere voorwaarde is' if unsure == 1 else 'andere voorwaarden zijn'} ook nog open{hint}."
    elif unsure:
        yield f"{unsure} {'punt staat' if unsure == 1 else 'punten staan'} nog open, maar dat verandert de uitkomst niet."


def reason_item(reason: Reason, mark: Mark | None = None, *, before: str = "", details: bool = False) -> Item:
    """Return a norm as an item, with its facts below it when asked; ``before`` comes before its sentence."""
    same = [one for one in reason.details if details and _words(one.sentence) == _words(reason.sentence)]
    text = Text(before + (reason.sentence.removesuffix(".") + _place(same[0]) + "." if same else reason.sentence))
    if reason.source:
        text.append(f" [{reason.source}]", "blue")
    facts = [Item(Text(one.sentence + _place(one), "dim")) for one in reason.details if details and one not in same]
    return Item(text, mark or MARKS[reason.mark], tuple(facts), inset=4)


def _words(sentence: str) -> list[str]:
    """Return the words of a sentence in a fixed order: a fact with just the words of its reason says nothing new."""
    return sorted(sentence.lower().removesuffix(".").split())


def _place(detail: Detail) -> str:
    return " (aangenomen)" if detail.assumed else f" (regel {detail.line})" if detail.line else ""


def check_item(check: Check) -> Item:
    """Return an expectation as an item: that it came true, or what is different."""
    if not check.mismatches:
        return Item(Text(f"zoals verwacht: {check.title}: {check.expected}"), MARKS["ja"])
    text = f"anders dan verwacht: {check.title}: {check.expected} (regel {check.line}; bron: {check.source or 'niet vermeld'})"
    return Item(Text(text), MARKS["nee"], tuple(Item(Text(one), DASH) for one in check.mismatches), inset=4)


def note(text: str) -> Paragraph:
    """Return a paragraph that stands back."""
    return Paragraph(Text(text, "dim"))


def _section(title: str, items: tuple[Item, ...], *, folded: bool = False) -> list[Block]:
    return [Section(Text(title, "bold dim"), items, 3, folded=folded)] if items else []


def _unheard(title: str, items: list[Item]) -> Section:
    """Return items of the full form alone, that stand among the reasons on a terminal and folded elsewhere."""
    return Section(Text(title, "bold dim"), tuple(items), 3, inset=0, quiet=True, folded=True)


def step_sentence(step: Step) -> str:
    """Return the line of a step: what kind of thing it is, and its sentence."""
    place = " (aangenomen)" if step.assumed else f" (regel {step.line})" if step.line else ""
    organ = f", volgens {step.body}" if step.body else ""
    if step.status == "open":
        start = "nog open, onbekend is " if step.kind == FACT else "nog open: "
        return start + step.sentence + place
    prefix = {FACT: "feit: ", PARAMETER: "getal: ", READING: "", COMPARISON: "", CASES: "hoe dan ook: "}.get(step.kind, "")
    return prefix + (as_sentence(step.sentence).rstrip(".") if not prefix else step.sentence) + organ + place
