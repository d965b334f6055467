"""What every result of the Python interface can do: show itself, in a notebook too; and what is raised instead of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from toetssteen.explain.document import Section
from toetssteen.explain.forms import in_text
from toetssteen.explain.to_aloud import to_aloud
from toetssteen.explain.to_html import to_fragment, to_html
from toetssteen.explain.to_markdown import to_markdown
from toetssteen.kb.finding import Finding

WIDTH = 80


class ToetssteenFout(ValueError):
    """What is wrong with what was given: ``bevindingen`` are all findings, the message says them in Dutch."""

    def __init__(self, bevindingen: Iterable[Finding]) -> None:
        self.bevindingen = tuple(bevindingen)
        super().__init__("\n".join(one.as_text() for one in self.bevindingen))


class Getoond:
    """A result that can be shown in every form; in a notebook it shows itself."""

    __slots__ = ()

    def _document(self, *, full: bool) -> Section:
        raise NotImplementedError

    def json(self) -> dict[str, Any]:
        """Return the result as data, in the published form that its ``formaat`` names."""
        raise NotImplementedError

    def tekst(self, *, volledig: bool = False, breedte: int = WIDTH) -> str:
        """Return the result as plain text of a width; with ``volledig`` every condition, duty and proof."""
        return in_text(self._document(full=volledig), breedte)

    def voorlezen(self, *, volledig: bool = False) -> str:
        """Return the result to be read aloud: words for signs, a number for every place."""
        return to_aloud(self._document(full=volledig))

    def markdown(self, *, volledig: bool = False) -> str:
        """Return the result as Markdown (CommonMark)."""
        return to_markdown(self._document(full=volledig))

    def html(self, *, volledig: bool = False) -> str:
        """Return the result as a page that needs nothing else; everything is in it, with ``volledig`` opened."""
        return to_html(self._document(full=True), opened=volledig)

    def __str__(self) -> str:
        return self.tekst()

    def _repr_html_(self) -> str:
        return to_fragment(self._document(full=True))

    def _repr_markdown_(self) -> str:
        return self.markdown()
