"""What is still to be asked of a case, in the Python interface."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from toetssteen.api.case import Zaak, case_of
from toetssteen.api.shown import Getoond, ToetssteenFout
from toetssteen.explain.document import Section
from toetssteen.explain.questions import CaseQuestions, MissingFact, OutcomeQuestions
from toetssteen.explain.questions_json import questions_to_json
from toetssteen.explain.questions_layout import document_of
from toetssteen.kb.finding import Finding
from toetssteen.ops.asked import asked_questions


class Vraag(NamedTuple):
    """A missing fact as a question: the places of the law that need it, and who can establish it."""

    vraag: str
    normen: tuple[str, ...]
    bron: str


class OpenUitkomst(NamedTuple):
    """What is still to be asked about one outcome: the questions that can matter, and those that cannot."""

    over: str
    persoon: str
    voorziening: str
    uitkomst: str
    mogelijk: tuple[str, ...]
    vragen: tuple[Vraag, ...]
    zonder_gevolg: tuple[Vraag, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Vragen(Getoond):
    """What is still to be asked of a case: which answers would settle its outcomes, the fewest first."""

    _report: CaseQuestions

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._report.title

    @property
    def uitkomsten(self) -> tuple[OpenUitkomst, ...]:
        """What was asked about, each with its questions."""
        return tuple(map(_open, self._report.outcomes))

    def json(self) -> dict[str, Any]:
        """Return the result as data in the form ``toetssteen/vragen/1``."""
        return questions_to_json(self._report)

    def _document(self, *, full: bool) -> Section:
        return document_of(self._report, full=full, hints=False)

    def __repr__(self) -> str:
        said = ", ".join(f"{one.provision} {len(one.relevant)}" for one in self._report.outcomes)
        return f"<Vragen {self.titel!r}: {said}>"


def vragen(zaak: Zaak | str | Path, voorziening: str = "", *, voor: str = "", aannamen: bool = False) -> Vragen:
    """Find which missing facts decide what a case asks, and which answers settle it.

    With ``aannamen`` also which assumed facts can matter. Raises ``ToetssteenFout`` when there is no such voorziening or
    person, or nothing to decide about them.
    """
    found = asked_questions(case_of(zaak), voorziening, voor, assumed=aannamen)
    if isinstance(found, Finding):
        raise ToetssteenFout([found])
    return Vragen(found)


def _open(one: OutcomeQuestions) -> OpenUitkomst:
    return OpenUitkomst(one.title, one.person, one.provision, one.outcome, one.possible,
                        tuple(map(_question, one.relevant)), tuple(map(_question, one.idle)))  # fmt: skip


def _question(one: MissingFact) -> Vraag:
    return Vraag(one.question, one.norms, one.source)
