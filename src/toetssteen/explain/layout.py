"""The terminal form of a report: signs first, colour only beside them."""

from __future__ import annotations

from toetssteen.explain.output import PlainOutput, RichOutput, Text
from toetssteen.explain.proof import CASES, COMPARISON, FACT, PARAMETER, READING, Step
from toetssteen.explain.report import CaseReport, Check, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import MUNICIPALITY
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.dates import in_words

SIGNS = {"ja": ("✓", "green"), "nee": ("✗", "red"), "open": ("?", "yellow"), "afgeweken": ("↷", "cyan")}
STEP_SIGNS = {"waar": ("+", "green"), "onwaar": ("–", "dim"), "open": ("?", "yellow")}
LEGEND = "Het bewijs: + geldt, – geldt niet, ? nog onbekend."
COLOURS = {"verplicht": "bold green", "bevoegd": "bold green", "weigerbaar": "bold yellow", "geblokkeerd": "bold red",
           "onbepaald": "bold yellow"}  # fmt: skip


class Printer:
    """Prints reports at any width."""

    def __init__(self, out: PlainOutput | RichOutput, *, full: bool = False) -> None:
        self.out = out
        self.full = full

    def case(self, report: CaseReport, *, brief_others: bool = True) -> None:
        """Print a case: heading, the outcomes asked for, the others in one line each, the checks."""
        self._line(Text(report.title or report.file, "bold"))
        self._line(Text(f"peildatum {in_words(report.reference_date)} · " + " · ".join(report.law), "dim"))
        asked = [one for one in report.outcomes if not one.own_motion or not brief_others]
        asked = asked or [one for one in report.outcomes if one.provision == "premie"]
        for outcome in asked or report.outcomes:
            self.out.write(Text())
            self.outcome(outcome)
        others = [one for one in report.outcomes if one not in asked] if asked else []
        municipal = [one for one in others if one.person == MUNICIPALITY]
        self._briefly("Zonder aanvraag beoordeeld (artikel 18 lid 2)", [one for one in others if one not in municipal])
        self._briefly("Over de gemeente zelf", municipal)
        if report.checks:
            self.out.write(Text())
            for check in report.checks:
                self._check(check)

    def _briefly(self, title: str, outcomes: list[OutcomeReport]) -> None:
        if outcomes:
            self.out.write(Text())
            self._line(Text(title, "bold"))
        for outcome in outcomes:
            self._brief(outcome)

    def _brief(self, outcome: OutcomeReport) -> None:
        text = Text("· ") + Text(outcome.title) + Text(": ") + Text(outcome.outcome, COLOURS[outcome.outcome])
        blocking = [reason for reason in outcome.reasons if reason.mark == "nee"]
        if blocking and outcome.outcome == "geblokkeerd":
            text.append(f" ({blocking[0].sentence.rstrip('.')}; {blocking[0].source})", "dim")
        elif outcome.outcome == "onbepaald":
            text.append(f" (mogelijk {' of '.join(outcome.possible)})", "dim")
        self._line(text, 2, hang=2)

    def outcome(self, outcome: OutcomeReport) -> None:
        """Print one outcome in short form, with the full proof below it when asked."""
        self._line(Text(outcome.title, "bold"))
        headline = Text(outcome.outcome.upper(), COLOURS[outcome.outcome]) + Text(f": {outcome.headline}.")
        self._line(headline, 2)
        if outcome.before_20:
            self._line(Text(f"Zonder artikel 20: {outcome.before_20}. Met artikel 20: {outcome.outcome}.", "cyan"), 2)
        for reason in outcome.reasons:
            if reason.mark != "open" or self.full or not outcome.ways:
                self._reason(reason, details=True)
        self._others(outcome)
        self._ways(outcome)
        for sentence in outcome.article_20:
            self._line(Text("↷ ", "cyan") + Text(sentence), 2, hang=2)
        surely = outcome.outcome in ("verplicht", "geblokkeerd") or outcome.person == MUNICIPALITY
        granted = "" if surely else " als het wordt verleend"
        self._section(f"Wat eruit volgt{granted}", outcome.consequences)
        self._obligations(outcome)
        if outcome.assumptions:
            self._list("Aangenomen, niet vastgesteld", outcome.assumptions)
        if outcome.readings:
            self._list("Lezingen", outcome.readings)
        if self.full:
            for proof in outcome.proofs:
                self.out.write(Text())
                self.proof(proof)

    def _others(self, outcome: OutcomeReport) -> None:
        if not outcome.others:
            return
        if self.full:
            for reason in outcome.others:
                self._reason(reason, details=True)
            return
        met = [one for one in outcome.others if one.mark == "ja"]
        unsure = [one for one in outcome.others if one.mark != "ja"]
        if met:
            number = "1 andere voorwaarde" if len(met) == 1 else f"{len(met)} andere voorwaarden"
            self._line(Text(f"Aan {number} is voldaan (--volledig toont ze).", "dim"), 2)
        if unsure:
            number = "1 punt staat" if len(unsure) == 1 else f"{len(unsure)} punten staan"
            self._line(Text(f"{number} nog open, maar dat verandert de uitkomst niet.", "dim"), 2)

    def _ways(self, outcome: OutcomeReport) -> None:
        for name, answers, necessary in outcome.ways:
            start, linking = ("Wordt ", ", mits:") if necessary else ("Wordt bijvoorbeeld ", " als:")
            self._line(Text(start) + Text(name, COLOURS[name]) + Text(linking), 2)
            for answer in answers:
                self._line(Text(f"- {answer}"), 4, hang=2)

    def _obligations(self, outcome: OutcomeReport) -> None:
        """Print the duties of procedure: in short form those not met, the others counted."""
        if self.full:
            self._section("Plichten daarbij", outcome.obligations)
            return
        self._section("Plichten die niet zijn nagekomen", tuple(one for one in outcome.obligations if one.mark == "nee"))
        unsure = sum(one.mark == "open" for one in outcome.obligations)
        if unsure:
            number, linking = ("1 plicht", "is") if unsure == 1 else (f"{unsure} plichten", "zijn")
            self._line(Text(f"Van {number} is niet bekend of die {linking} nagekomen (--volledig toont ze).", "dim"), 2)

    def _section(self, title: str, reasons: tuple[Reason, ...]) -> None:
        if reasons:
            self._line(Text(title, "bold dim"), 2)
            for reason in reasons:
                self._reason(reason, details=False, indent=4)

    def _list(self, title: str, sentences: tuple[str, ...]) -> None:
        self._line(Text(title, "bold dim"), 2)
        shown = sentences if self.full or len(sentences) <= 5 else sentences[:4]
        for sentence in shown:
            self._line(Text(f"- {sentence}", "dim"), 4, hang=2)
        if len(shown) < len(sentences):
            self._line(Text(f"- en {len(sentences) - len(shown)} andere (--volledig toont ze)", "dim"), 4)

    def _reason(self, reason: Reason, *, details: bool, indent: int = 2) -> None:
        sign, colour = SIGNS[reason.mark]
        text = Text(f"{sign} ", colour) + Text(reason.sentence)
        if reason.source:
            text.append(f" [{reason.source}]", "blue")
        self._line(text, indent, hang=2)
        if details:
            for detail in reason.details:
                place = " (aangenomen)" if detail.assumed else f" (regel {detail.line})" if detail.line else ""
                self._line(Text(f"{detail.sentence}{place}", "dim"), indent + 4, hang=2)

    def _check(self, check: Check) -> None:
        if not check.mismatches:
            self._line(Text("✓ ", "green") + Text(f"zoals verwacht: {check.title}: {check.expected}"), hang=2)
            return
        self._line(Text("✗ ", "red") + Text(f"anders dan verwacht: {check.title}: {check.expected} "
                                           f"(regel {check.line}; bron: {check.source or 'niet vermeld'})"), hang=2)  # fmt: skip
        for mismatch in check.mismatches:
            self._line(Text(f"- {mismatch}"), 4, hang=2)

    def proof(self, step: Step, depth: int = 0) -> None:
        """Print a proof tree; a step shown before is named once more without what is below it."""
        self._line(Text(LEGEND, "bold dim"), 2)
        self._step(step, depth, set())

    def _step(self, step: Step, depth: int, seen: set[int]) -> None:
        sign, colour = STEP_SIGNS[step.status]
        again = id(step) in seen and bool(step.children)
        text = Text(f"{sign} ", colour) + Text(step_sentence(step))
        if step.norm:
            text.append(f" [{long_form(citation_of(step.norm))}]", "blue")
        if again:
            text.append(" (zie boven)", "dim")
        self._line(text, 2 + 2 * depth, hang=2)
        if again:
            return
        seen.add(id(step))
        for child in step.children:
            self._step(child, depth + 1, seen)

    def _line(self, text: Text, indent: int = 0, hang: int = 0) -> None:
        width = max(20, self.out.width - indent)
        for number, line in enumerate(text.wrap(width - hang)):
            self.out.write(Text(" " * (indent + (hang if number else 0))) + line)


def step_sentence(step: Step) -> str:
    """Return the line of a step: what kind of thing it is, and its sentence."""
    place = " (aangenomen)" if step.assumed else f" (regel {step.line})" if step.line else ""
    organ = f", volgens {step.body}" if step.body else ""
    if step.status == "open":
        start = "nog open, onbekend is " if step.kind == FACT else "nog open: "
        return start + step.sentence + place
    prefix = {FACT: "feit: ", PARAMETER: "getal: ", READING: "", COMPARISON: "", CASES: "hoe dan ook: "}.get(step.kind, "")
    return prefix + (as_sentence(step.sentence).rstrip(".") if not prefix else step.sentence) + organ + place
