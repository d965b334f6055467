"""The forms a report can be given in; every form is made from the same document or the same data."""

from __future__ import annotations

import io
from typing import Any

from toetssteen.explain.document import Section
from toetssteen.explain.report import CaseReport

TEXT, ALOUD, MARKDOWN, HTML, JSON, NORMS, SVG = "tekst", "voorlezen", "markdown", "html", "json", "normen", "svg"
FORMS = (TEXT, ALOUD, MARKDOWN, HTML, JSON, NORMS, SVG)
# The forms of what has no proof of its own to draw.
PLAIN_FORMS = (TEXT, ALOUD, MARKDOWN, HTML, JSON)
SUFFIXES = {".txt": TEXT, ".md": MARKDOWN, ".html": HTML, ".htm": HTML, ".json": JSON, ".svg": SVG}


def render(report: CaseReport, form: str, *, full: bool = False, proofs: bool = False, brief_others: bool = True) -> str:
    """Return a report in one form, as a text that ends a line.

    ``full`` shows every condition, duty and proof, ``proofs`` the proofs alone; HTML always holds them and opens them
    with ``full``. With ``brief_others`` what nobody asked for takes one line each.
    """
    from toetssteen.explain.layout import HINT, Layout

    if form == JSON:
        from toetssteen.explain.to_json import case_to_json

        return as_json(case_to_json(report, full=full or proofs))
    if form in (NORMS, SVG):
        return _norms(report, form, full=full)
    layout = Layout(full=full or form == HTML, proofs=proofs, hint="" if form == MARKDOWN else HINT)
    return in_form(layout.case(report, brief_others=brief_others), form, opened=full)


def in_form(document: Section, form: str, *, opened: bool = True) -> str:
    """Return a document as text, to be read aloud, as Markdown or as HTML; ``opened`` unfolds what HTML can fold."""
    if form == HTML:
        from toetssteen.explain.to_html import to_html

        return to_html(document, opened=opened)
    if form == MARKDOWN:
        from toetssteen.explain.to_markdown import to_markdown

        return to_markdown(document)
    if form == ALOUD:
        from toetssteen.explain.to_aloud import to_aloud

        return to_aloud(document)
    return in_text(document)


def in_text(document: Section, width: int = 0) -> str:
    """Return a document as plain text of a width, or of that of the terminal."""
    from toetssteen.explain.output import PlainOutput
    from toetssteen.explain.to_text import TextWriter

    stream = io.StringIO()
    TextWriter(PlainOutput(stream, width)).write(document)
    return stream.getvalue().removeprefix("\n")


def _norms(report: CaseReport, form: str, *, full: bool) -> str:
    from toetssteen.explain.norm_graph import norm_graphs, tree

    graphs, title = norm_graphs(report, full=full), report.title or report.file
    if form == NORMS:
        return in_text(tree(graphs, title))
    from toetssteen.explain.to_svg import to_svg

    return to_svg(graphs, title)


def as_json(data: dict[str, Any]) -> str:
    """Return data as JSON with readable Dutch letters."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
