"""The layer of outcomes side by side on a page: the claims in a table, and every smallest case with both explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toetssteen.explain.document import Section
from toetssteen.explain.layout import Layout
from toetssteen.explain.outcome_comparison import EQUAL, OTHER_OUTCOME, Clash, OutcomeComparison, ShownCase, ShownProvision
from toetssteen.explain.outcome_layout import (
    LETTERS,
    ORDER,
    SHOWS,
    VERDICTS,
    bounds_section,
    caseload_section,
    clash_in_words,
    summary,
)
from toetssteen.explain.output import Text
from toetssteen.explain.report import OutcomeReport
from toetssteen.explain.to_html import safe, safe_lines, section_lines

CLASSES = {"verplicht": "goed", "bevoegd": "goed", "weigerbaar": "vraag", "geblokkeerd": "fout", "onbepaald": "vraag"}


def outcome_lines(found: OutcomeComparison) -> Iterator[str]:
    """Yield the lines of the layer of outcomes."""
    yield f'<section id="uitkomsten"><h2>Uitkomsten</h2><p>{safe(summary(found))}</p><p class="uitleg">{safe(ORDER)}</p>'
    yield from _claims(found.provisions)
    for one in found.provisions:
        if one.cases:
            yield from _provision(one)
    yield from section_lines(bounds_section(found.provisions))
    if found.caseload is not None:
        yield from section_lines(caseload_section(found.caseload))
    yield "</section>"


def _claims(provisions: Sequence[ShownProvision]) -> Iterator[str]:
    """Yield what is proved of every voorziening: a table of those that differ, and the names of the others."""
    equal = [one.name for one in provisions if one.verdict == EQUAL and not one.cases]
    if len(equal) == len(provisions):
        yield f"<p>Gelijk voor iedereen (bewezen): {safe(', '.join(equal))}.</p>"
        return
    yield '<table class="naast oordelen"><thead><tr><th scope="col">over</th><th scope="col">oordeel</th>'
    yield '<th scope="col">kleinste gevallen</th></tr></thead><tbody>'
    for one in provisions:
        if one.name not in equal:
            more = "" if one.complete else " (er zijn er meer)"
            yield (f'<tr><th scope="row"><a href="#over-{safe(one.provision)}">{safe(one.name)}</a></th>'
                   f"<td>{safe(VERDICTS[one.verdict])}</td><td>{len(one.cases)}{more}</td></tr>")  # fmt: skip
    yield "</tbody></table>"
    if equal:
        yield f"<p>{safe(VERDICTS[EQUAL][:1].upper() + VERDICTS[EQUAL][1:])} (bewezen): {safe(', '.join(equal))}.</p>"


def _provision(one: ShownProvision) -> Iterator[str]:
    yield f'<section class="artikel" id="over-{safe(one.provision)}"><h3>{safe(one.name[:1].upper() + one.name[1:])}</h3>'
    yield f"<p>{safe(VERDICTS[one.verdict])}.</p>"
    for number, case in enumerate(one.cases, 1):
        yield from _case(case, one.provision, number)
    yield "</section>"


def _case(case: ShownCase, name: str, number: int) -> Iterator[str]:
    yield f'<div class="geval"><h4>{number}. {safe(SHOWS[case.shows])}</h4>'
    facts = "".join(f"<li>{safe(one)}</li>" for one in case.particulars)
    yield f'<ul class="voorwaarden" role="list">{facts}</ul>'
    yield '<div class="paar">'
    for letter, side, clashes in zip(LETTERS, case.sides, case.only, strict=True):
        yield f'<div class="tekst" data-zijde="{letter}"><p class="kant">{letter}</p>'
        yield from _explained(side, letter, clashes, f"{name}-{number}-{letter}-", marked=case.shows == OTHER_OUTCOME)
        yield "</div>"
    yield "</div>"
    if case.also:
        pairs = ", ".join(f"{one} onder A en {other} onder B" for one, other in case.also)
        yield f'<p class="uitleg">Dezelfde normen maken in andere gevallen: {safe(pairs)}.</p>'
    file = f" ({safe(case.file)})" if case.file else ""
    yield f"<details><summary>De zaak als bestand{file}</summary><pre>{safe_lines(case.text)}</pre></details></div>"


def _explained(side: OutcomeReport, letter: str, clashes: Sequence[Clash], prefix: str, *, marked: bool) -> Iterator[str]:
    """Yield the outcome, what counts on this side only, the short explanation, and the whole proof folded."""
    kind = CLASSES[side.outcome] if marked else "bij"
    yield f'<p><strong class="{kind}">{safe(side.outcome.upper())}</strong>: {safe(side.headline)}.</p>'
    if clashes:
        items = "".join(f"<li>{safe(clash_in_words(one))}</li>" for one in clashes)
        yield f'<div class="alleen"><p>Alleen onder {letter}:</p><ul class="voorwaarden" role="list">{items}</ul></div>'
    short = Layout(hint="").outcome(side)
    yield from section_lines(Section(Text(), short.content[1:], 5, quiet=True), headed=False, prefix=prefix)
    for proof in side.proofs[:1]:
        whole = Layout(full=True).proof(proof)
        yield from section_lines(whole._replace(heading=Text(f"Bewijs onder {letter}"), level=5, folded=True), prefix=prefix)
