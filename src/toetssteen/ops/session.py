"""An interview line by line, without input or output: a line in, what to show and whether to keep the case out."""

from __future__ import annotations

from typing import Any, NamedTuple

from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.layout import DASH, Layout
from toetssteen.explain.output import Text
from toetssteen.explain.questions_json import fact_to_json
from toetssteen.explain.questions_layout import either, source_in_words
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.citation import citation_of, is_below, long_form
from toetssteen.kb.source_text import read_source
from toetssteen.ops.interview import Interview
from toetssteen.ops.replies import expected, read_back, with_answer, with_fact
from toetssteen.ops.report import outcome_title, report_case
from toetssteen.parser.values import ValueProblem
from toetssteen.parser.writer import write_case

FORMAT = "toetssteen/gesprek/1"
UNSURE = ("weet niet", "weet ik niet", "weetniet", "onbekend", "geen idee", "?")
WHY = ("waarom", "waarom vraagt u dit", "waarom?", "waarom vraagt u dit?")
BACK, AGAIN, STATE, HELP = "terug", "opnieuw", "stand", ("hulp", "help")
HELP_LINES = (
    "ja of nee (j, n), een datum, een bedrag of een getal: het antwoord op de vraag",
    "weet niet: de vraag blijft open en het gesprek gaat verder",
    "waarom: welke bepaling dit vraagt, en wat elk antwoord doet",
    "terug: het laatste antwoord vervalt",
    "opnieuw: stel de vragen waarop het antwoord «weet niet» was nog eens",
    "stand: wat er nog mogelijk is",
    "stop: stoppen; alles is bewaard en u kunt later verdergaan",
)
MOST_TEXT = 600


class Reply(NamedTuple):
    """What to show after a line; ``changed`` when there is a new case to keep."""

    blocks: tuple[Block, ...]
    changed: bool = False


class _Moment(NamedTuple):
    interview: Interview
    answered: int = 0
    unsure: int = 0


class Session:
    """A conversation about a case; ``file`` is the name the case is kept under, for its messages.

    With ``again`` it also asks what the case says is unknown.
    """

    def __init__(self, case: Case, person: str = "", provision: str = "", file: str = "", *, again: bool = False) -> None:
        self.file = file
        unknown = frozenset(key for key, fact in case.facts.items() if fact.value is None and again)
        self.moments = [_Moment(Interview(case, person, provision, reopened=unknown))]

    @property
    def interview(self) -> Interview:
        """The state of the interview."""
        return self.moments[-1].interview

    @property
    def answered(self) -> int:
        """How many questions have been answered in this conversation."""
        return self.moments[-1].answered

    @property
    def case(self) -> Case:
        """The case with all answers so far."""
        return self.interview.case

    @property
    def asking(self) -> FactKey | None:
        """The fact that is asked now, or None when there is nothing more to ask."""
        return self.interview.next

    def prompt(self, *, again: bool = False) -> tuple[Block, ...]:
        """Return how far the interview is and the question; the question alone when it is asked ``again``."""
        key = self.asking
        if key is None:
            return ()
        number = self.answered + self.moments[-1].unsure + 1
        question = Paragraph(Text(f"{number}. {self.interview.question(key).question}", "bold"))
        if again:
            return (question,)
        kind = expected(key, self.case, self.interview.law)
        progress = Section(Text(), (Paragraph(Text(self._progress(), "dim")),), 3, inset=0, quiet=True, apart=True)
        return progress, question, Paragraph(Text(f"({kind}; of: weet niet, waarom, hulp)", "dim"))

    def _progress(self) -> str:
        left, unsure = len(self.interview.left), self.moments[-1].unsure
        known = f"{self.answered} beantwoord" + (f", {unsure} keer weet niet" if unsure else "")
        questions = "nog 1 vraag kan ertoe doen" if left == 1 else f"nog hooguit {left} vragen kunnen ertoe doen"
        return f"{known}; {questions}; {self._possible()}"

    def _possible(self) -> str:
        found = self.interview.possible
        if len(found) == 1:
            return f"mogelijk: {either(found[0][1])}"
        return "mogelijk: " + "; ".join(f"{title}: {either(possible)}" for title, possible in found)

    # what a person says

    def answer(self, line: str) -> Reply:
        """Return what follows from a line a person typed."""
        said = " ".join(line.split())
        word = said.lower()
        key = self.asking
        if key is None or not said:
            return _said("Typ een antwoord, of hulp." if key is not None else "Er is niets meer te vragen.")
        if word in HELP:
            return Reply((Paragraph(Text("U kunt antwoorden met:")), *(Item(Text(one), DASH) for one in HELP_LINES)))
        if word in WHY:
            return Reply(self._why(key))
        if word == STATE:
            return Reply(tuple(Paragraph(Text(f"{title}: {either(possible)}")) for title, possible in self.interview.possible))
        if word == BACK:
            return self._back()
        if word == AGAIN:
            return self._again()
        return self._unsure(key) if word in UNSURE else self._fact(key, said)

    def _fact(self, key: FactKey, said: str) -> Reply:
        try:
            case = read_back(with_answer(self.case, key, said, self.interview.law), self.interview.law, self.file)
        except ValueProblem as problem:
            wanted = expected(key, self.case, self.interview.law)
            return _said(f"{said_problem(problem)} Verwacht wordt {wanted}. Of typ: weet niet, waarom, hulp.")
        law, before = self.interview.law, self.case
        reply = self._go_on(case, self.interview.skipped, self.interview.reopened, known=True)
        if key not in self.interview.left or write_case(case, law) != write_case(before, law):
            return reply
        # what cannot be kept is not asked for ever
        self.moments.pop()
        return self._go_on(self.case, self.interview.skipped | {key}, self.interview.reopened, known=False)

    def _unsure(self, key: FactKey) -> Reply:
        now = self.interview
        if key.concept in now.law.concepts and key.concept != "duur":
            case = read_back(with_fact(self.case, key, None), now.law, self.file)
            return self._go_on(case, now.skipped, now.reopened - {key}, known=False)
        return self._go_on(self.case, now.skipped | {key}, now.reopened, known=False)

    def _again(self) -> Reply:
        now = self.interview
        unknown = frozenset(now.unanswered)
        if not unknown:
            return _said("Er is geen vraag waarop u «weet niet» antwoordde en die nog van belang is.")
        again = Interview(now.case, now.person, now.provision, now.skipped - unknown, now.reopened | unknown)
        self.moments.append(self.moments[-1]._replace(interview=again, unsure=0))
        return Reply(())

    def _go_on(self, case: Case, skipped: frozenset[FactKey], reopened: frozenset[FactKey], *, known: bool) -> Reply:
        now = self.moments[-1]
        after = Interview(case, now.interview.person, now.interview.provision, skipped, reopened)
        self.moments.append(_Moment(after, now.answered + known, now.unsure + (not known)))
        return Reply((), changed=True)

    def _back(self) -> Reply:
        if len(self.moments) == 1:
            return _said("Er is in dit gesprek nog geen antwoord om terug te nemen.")
        self.moments.pop()
        return Reply((Paragraph(Text("Het laatste antwoord is vervallen.")),), changed=True)

    # why a question is asked

    def _why(self, key: FactKey) -> tuple[Block, ...]:
        now = self.interview
        fact = now.question(key)
        blocks: list[Block] = [Paragraph(Text("Dit is nodig voor:"))]
        blocks += [Item(Text(long_form(norm)) + Text(self._text(norm)), DASH) for norm in fact.norms]
        blocks.append(Paragraph(Text(f"Waaruit dit blijkt: {source_in_words(fact)}.")))
        if all(one.dependence is not None for one in now.undetermined):
            blocks.append(Paragraph(Text("Wat elk antwoord doet:")))
            blocks += [Item(Text(self._effect(one.answer, one.possible, one.left)), DASH) for one in now.effects(key)]
        return tuple(blocks)

    def _text(self, norm: str) -> str:
        """Return the literal text of a place in the ordinance, or where to read it."""
        place = citation_of(norm)
        units = [one for one in read_source(self.interview.law.folder / "bron.md") if is_below(place, one.citation)]
        if not units:
            return f" (toetssteen toon {place})"
        below = [one for one in read_source(self.interview.law.folder / "bron.md") if one.citation.startswith(f"{place}.")]
        text = " ".join(
            [units[-1].text, *(f"{one.citation.rpartition('.')[2]}. {one.text}" for one in below if units[-1].kind == "lid")]
        )
        return f": «{text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + '…'}»"

    @staticmethod
    def _effect(answer: str, possible: tuple[tuple[str, tuple[str, ...]], ...], left: int) -> str:
        many = len(possible) > 1
        parts = []
        for title, outcomes in possible:
            said = f"zeker {outcomes[0]}" if len(outcomes) == 1 else f"nog {either(outcomes)}"
            parts.append(f"{title}: {said}" if many else said)
        questions = "" if not left else "; dan nog 1 vraag" if left == 1 else f"; dan nog hooguit {left} vragen"
        return f"{answer}: {'; '.join(parts)}{questions}"

    # the end

    def conclusion(self) -> Section:
        """Return the short report of the outcome, with what still decides where nobody knows it."""
        now = self.interview
        report = report_case(now.assessment, person=now.person, provision=now.provision, asked_only=True)
        document = Layout().case(report, brief_others=False)
        open_facts = [Item(Text(now.question(key).question), DASH) for key in (*now.left, *now.unanswered)]
        if not open_facts:
            return document
        title = Text("Wat nog beslist", "bold")
        return document._replace(content=(*document.content, Section(title, tuple(open_facts), 2, apart=True)))


def said_problem(problem: ValueProblem) -> str:
    """Return what is wrong with an answer as sentences, with what was probably meant."""
    return " ".join(as_sentence(part) for part in (str(problem), problem.suggestion) if part)


def _said(text: str) -> Reply:
    return Reply((Paragraph(Text(text)),))


def session_to_json(session: Session, file: str, *, ended: bool) -> dict[str, Any]:
    """Return how a conversation stands as JSON data; ``file`` is where the case was kept, or empty."""
    now = session.interview
    return {
        "formaat": FORMAT, "klaar": ended, "beantwoord": session.answered, "bewaard_in": file or None,
        "uitkomsten": [
            {"over": outcome_title(now.law, now.case, one.application), "persoon": one.application.person,
             "voorziening": one.application.provision, "uitkomst": one.outcome, "mogelijk": list(one.possible)}
            for one in now.outcomes
        ],
        "volgende_vraag": fact_to_json(now.question(now.next)) if now.next else None,
        "nog_te_vragen": [fact_to_json(now.question(key)) for key in now.left],
        "weet_niet": [fact_to_json(now.question(key)) for key in now.unanswered],
    }  # fmt: skip
