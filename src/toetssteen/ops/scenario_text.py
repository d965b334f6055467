"""The official text as a scenario would have it: the leden that its rule files quote take the place of those of the text."""

from __future__ import annotations

from toetssteen.kb.article import SourceFile
from toetssteen.kb.citation import is_below
from toetssteen.kb.law import Law
from toetssteen.kb.layers import read_layer
from toetssteen.kb.scenario import Scenario
from toetssteen.kb.source_article import Unit
from toetssteen.kb.source_split import SourceText, split
from toetssteen.kb.source_text import source_of


def scenario_text(scenario: Scenario, law: Law) -> SourceText:
    """Return the official text of a law with the leden that the overlays of a scenario quote (``%|``) in their place."""
    found = source_of(law.folder / "bron.md")
    for folder in scenario.overlays:
        for source in read_layer(folder).sources:
            found = _with(found, _quoted(source))
    return found


def _quoted(source: SourceFile) -> tuple[Unit, ...]:
    """Return the places that a rule file quotes; nothing for a file that is not about an article of an ordinance."""
    heading = next((one.value for one in source.headers if one.key == "artikel"), "")
    number = heading.partition(" ")[0]
    if not number[:1].isdigit() or not source.text:
        return ()
    units = split("\n".join([f"# Artikel {heading}", *(text for _line, text in source.text)]), source.name).units
    return tuple(one for one in units if one.kind != "artikel")


def _with(text: SourceText, quoted: tuple[Unit, ...]) -> SourceText:
    """Return a text with places replaced by those quoted: a lid goes with everything in it."""
    leden = [one for one in quoted if one.kind in ("lid", "begrip")] or list(quoted)
    units = list(text.units)
    for lid in leden:
        new = [one for one in quoted if is_below(one.citation, lid.citation)]
        old = [place for place, one in enumerate(units) if one.kind != "artikel" and is_below(one.citation, lid.citation)]
        start = old[0] if old else _place(units, lid)
        units = [one for place, one in enumerate(units) if place not in old]
        units[start:start] = new
    return text._replace(units=tuple(units))


def _place(units: list[Unit], lid: Unit) -> int:
    """Return where a new lid belongs: at the end of its article, or of the text."""
    article = lid.citation.partition(".")[0]
    inside = [place for place, one in enumerate(units) if is_below(one.citation, article)]
    return inside[-1] + 1 if inside else len(units)
