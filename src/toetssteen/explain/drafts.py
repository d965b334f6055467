"""Drafts as one document: one of them by itself, several under the title of their case."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.decision import Decision, FactsNeeded
from toetssteen.explain.decision_text import DecisionLayout
from toetssteen.explain.document import Section
from toetssteen.explain.facts_needed_text import facts_needed_document
from toetssteen.explain.output import Text


def drafts_document(drafts: Sequence[Decision | FactsNeeded], *, title: str = "", receipt: str = "") -> Section:
    """Return drafts as a document; ``receipt`` is the hash of the receipt that belongs to them, when there is one."""
    level = 1 if len(drafts) == 1 else 2
    found = [DecisionLayout(one, receipt=receipt, level=level).document() if isinstance(one, Decision)
             else facts_needed_document(one, level) for one in drafts]  # fmt: skip
    if len(found) == 1:
        return found[0]
    heading = f"{len(found)} concepten" + (f": {title}" if title else "")
    return Section(Text(heading, "bold"), tuple(one._replace(apart=True) for one in found), 1, inset=0)
