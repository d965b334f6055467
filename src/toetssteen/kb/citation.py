"""Citations: the one string that names a place in the law, and the key to everything about it.

``6`` an article, ``6.3`` a lid, ``3.4.b`` an onderdeel, ``1.1.inwoner`` a definition, ``pw:10a.6`` a
place in the Participatiewet, ``lpw:4a`` one in the Leerplichtwet 1969, ``awb:4:13.2`` one in the Algemene wet
bestuursrecht, whose articles are numbered per chapter (as is ``2:3`` of an ordinance that numbers so), ``gevolg`` how
outcomes follow. A norm is a citation with a name behind a slash: ``6.3/eenmalig``.
"""

from __future__ import annotations

import re

CITATION = re.compile(
    r"(?:(?P<law>pw|ioaw|ioaz|lpw|awb|bmw|gemw):)?(?P<article>(?:\d+:)?\d+[a-z]{0,2})(?:\.(?P<rest>[0-9A-Za-z_.]+))?"
    r"|(?P<other>gevolg|signaal|tekst|opschrift|aanhef|besluit|slotformule|lezing:i\d+[a-z]?)"
)
LAW_NAMES = {"pw": "Pw", "ioaw": "IOAW", "ioaz": "IOAZ", "lpw": "Leerplichtwet 1969", "awb": "Awb", "bmw": "Bekendmakingswet",
             "gemw": "Gemeentewet"}  # fmt: skip
ARTICLES = {"opschrift": "het ", "aanhef": "de ", "besluit": "het ", "slotformule": "de "}


def is_citation(text: str) -> bool:
    """Return whether the text has the form of a citation."""
    return CITATION.fullmatch(text) is not None


def citation_of(norm: str) -> str:
    """Return the citation part of a norm: ``6.3/eenmalig`` becomes ``6.3``."""
    return norm.partition("/")[0]


def name_of(norm: str) -> str:
    """Return the name part of a norm as words: ``6.3/kans_groter`` becomes ``kans groter``."""
    return norm.partition("/")[2].replace("_", " ")


def is_below(citation: str, ancestor: str) -> bool:
    """Return whether a citation or norm is the given place or lies inside it: 6.3/x lies inside 6.3 and 6."""
    if citation == ancestor or citation.startswith(ancestor + "/"):
        return True
    return citation.startswith(ancestor + ".")


def long_form(citation: str) -> str:
    """Return a citation as Dutch law writes it: ``6.3`` becomes ``artikel 6 lid 3``."""
    match = CITATION.fullmatch(citation)
    if match is None or match["other"]:
        article = ARTICLES.get(citation, "")
        return article + citation.replace("lezing:i", "lezing I-")
    parts = (match["rest"] or "").split(".") if match["rest"] else []
    words = [f"artikel {match['article']}"]
    if parts and (parts[0].isdigit()):
        words.append(f"lid {parts.pop(0)}")
    if parts:
        words.append(_part_words(match["law"], parts))
    if match["law"]:
        words.append(LAW_NAMES[match["law"]])
    return " ".join(words).replace(" begrip", ", begrip")


def _part_words(law: str | None, parts: list[str]) -> str:
    if len(parts[0]) > 1 and not law:
        return f"begrip {parts[0].replace('_', ' ')}"
    degree = f" {parts[1]}°" if len(parts) > 1 else ""
    return f"onder {parts[0]}{degree}"


def sort_key(citation: str) -> tuple[object, ...]:
    """Return a key that puts citations in the order of the text: 6.3 before 10.1, ordinance before statute."""
    pieces = re.findall(r"\d+|[A-Za-z_]+", citation)
    return (
        bool(re.match(r"[a-z]+:", citation)),
        *((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces),
    )
