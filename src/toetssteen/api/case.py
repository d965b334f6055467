"""A case in the Python interface, and reading one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from toetssteen.api.shown import ToetssteenFout
from toetssteen.explain.to_html import safe_lines
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding, has_errors
from toetssteen.kb.law import load_law
from toetssteen.parser.json_form import read_any
from toetssteen.parser.source import read_named
from toetssteen.parser.writer import write_case


@dataclass(frozen=True, slots=True, repr=False)
class Zaak:
    """A case that was read; ``bevindingen`` are the remarks made while reading it."""

    _case: Case
    bevindingen: tuple[Finding, ...] = ()

    @property
    def titel(self) -> str:
        """The title of the case."""
        return self._case.title

    @property
    def peildatum(self) -> date:
        """The day on which the law is applied."""
        return self._case.reference_date

    @property
    def personen(self) -> tuple[str, ...]:
        """The names of the persons."""
        return self._case.persons

    @property
    def werkgevers(self) -> tuple[str, ...]:
        """The names of the employers."""
        return self._case.employers

    def tekst(self) -> str:
        """Return the case in the fact language, in its fixed order."""
        return write_case(self._case, load_law(self._case.reference_date))

    def json(self) -> dict[str, Any]:
        """Return the case as data, in the form ``toetssteen/casus/1``."""
        from toetssteen.parser.json_writer import case_to_json

        return case_to_json(self._case)

    def __str__(self) -> str:
        return self.tekst()

    def __repr__(self) -> str:
        return f"<Zaak {self.titel!r}, peildatum {self.peildatum.isoformat()}>"

    def _repr_html_(self) -> str:
        return f'<pre lang="nl">{safe_lines(self.tekst())}</pre>'

    def _repr_markdown_(self) -> str:
        # no line of a case begins with a fence: every one begins with a word of the language
        return f"```feiten\n{self.tekst()}```\n"


def lees(bron: str | Path) -> Zaak:
    """Return the case in a file, in a shipped example (by its name), or in a text of more than one line.

    The text is in the fact language, or JSON when it starts with a brace. Raises ``ToetssteenFout`` with everything that
    is wrong with it.
    """
    if isinstance(bron, str) and ("\n" in bron or bron.lstrip().startswith("{")):
        case, findings = read_any(bron.encode("utf-8", "surrogatepass"), "<tekst>")
    else:
        data, problem = read_named(str(bron))
        case, findings = (None, [problem]) if problem is not None else read_any(data, str(bron))
    if case is None or has_errors(findings):
        raise ToetssteenFout(findings)
    return Zaak(case, tuple(findings))


def case_of(given: Zaak | str | Path) -> Case:
    """Return the case of what was given: a case that was read, or what one can be read from."""
    return (given if isinstance(given, Zaak) else lees(given))._case
