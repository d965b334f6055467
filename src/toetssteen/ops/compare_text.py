"""The texts of two versions side by side: which place became which, and word by word what is gone and what is new.

Places are found back by what they say, not by their number: a lid that moved is the same lid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from toetssteen.explain.text_comparison import ADDED, BOTH, CHANGED, DROPPED, ONLY_A, ONLY_B, SAME, Piece, Row, TextComparison
from toetssteen.kb.source_article import Unit
from toetssteen.kb.source_split import SourceText

# How alike two places must be to be the same place: under one number, in one article, or anywhere.
SAME_NUMBER, SAME_ARTICLE, ANYWHERE = 0.25, 0.45, 0.65
NUMBER_BONUS = 0.15
_WORD = re.compile(r"€\s?\d+(?:[.,]\d+)*|[\w€]+(?:[.,:/-]\w+)*|[^\w\s]")
_TYPOGRAPHY = str.maketrans("’‘‚“”„–—\u00a0", "'''\"\"\"-- ")


def compare_text(a: SourceText, b: SourceText) -> TextComparison:
    """Compare two official texts as split."""
    pairs = _Matching(a, b).pairs
    rows = [_row(a.units[i], b.units[j]) for i, j in pairs.items()]
    placed = [(j, 0, row) for j, row in zip(pairs.values(), rows, strict=True)]
    taken = set(pairs.values())
    placed += [(j, 0, Row(ADDED, None, unit, 0.0, (Piece(unit.text, ONLY_B),))) for j, unit in enumerate(b.units)
               if j not in taken]  # fmt: skip
    before = -1
    for i, unit in enumerate(a.units):
        if i in pairs:
            before = pairs[i]
        else:
            placed.append((before, i + 1, Row(DROPPED, unit, None, 0.0, (Piece(unit.text, ONLY_A),))))
    ordered = tuple(row for _place, _offset, row in sorted(placed, key=lambda one: one[:2]))
    return TextComparison((*_around(a, b, "aanhef"), *ordered, *_around(a, b, "slotformule")))


def _around(a: SourceText, b: SourceText, kind: str) -> Iterator[Row]:
    """Yield the comparison of what stands before or after the articles, as one text."""
    left, right = _joined(a, kind), _joined(b, kind)
    if left is not None and right is not None:
        yield _row(left, right)
    elif left is not None:
        yield Row(DROPPED, left, None, 0.0, (Piece(left.text, ONLY_A),))
    elif right is not None:
        yield Row(ADDED, None, right, 0.0, (Piece(right.text, ONLY_B),))


def _joined(source: SourceText, kind: str) -> Unit | None:
    found = [one for one in source.around if one.kind == kind]
    return Unit(kind, kind, " ".join(one.text.strip("*") for one in found), found[0].line) if found else None


def _row(a: Unit, b: Unit) -> Row:
    if _level(a.text) == _level(b.text):
        return Row(SAME, a, b, 1.0, (Piece(b.text, BOTH),))
    return Row(CHANGED, a, b, likeness(a.text, b.text), compare_words(a.text, b.text))


def _level(text: str) -> str:
    return " ".join(text.translate(_TYPOGRAPHY).split())


def likeness(a: str, b: str) -> float:
    """Return how much two texts share, from 0 to 1: twice the words in both over the words of both."""
    return _dice(_bag(a), _bag(b))


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_level(text).lower()))


def _dice(left: Counter[str], right: Counter[str]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


# ---- which place became which


class _Matching:
    """Finds for the places of A those of B: articles first, then what is inside them, then what moved elsewhere."""

    def __init__(self, a: SourceText, b: SourceText) -> None:
        self.a, self.b = a.units, b.units
        self.bags = ([_bag(one.text) for one in self.a], [_bag(one.text) for one in self.b])
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()
        self._articles()
        for kind in ("lid", "begrip", "onderdeel"):
            self._inside(kind)
            self._elsewhere(kind)

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self.taken.add(j)

    def _articles(self) -> None:
        spans_a, spans_b = _spans(self.a), _spans(self.b)
        whole_a = {i: sum((self.bags[0][k] for k in span), Counter[str]()) for i, span in spans_a.items()}
        whole_b = {j: sum((self.bags[1][k] for k in span), Counter[str]()) for j, span in spans_b.items()}
        candidates = []
        for i, left in whole_a.items():
            for j, right in whole_b.items():
                same_title = _level(self.a[i].text).lower() == _level(self.b[j].text).lower() != ""
                score = _dice(left, right) + (NUMBER_BONUS if same_title else 0)
                candidates.append((score, i, j, SAME_ARTICLE))
        self._greedy(candidates, self.a, self.b)

    def _inside(self, kind: str) -> None:
        """Match places of a kind below the same article, lid or onderdeel."""
        owners_a, owners_b = _owners(self.a), _owners(self.b)
        candidates = []
        for i, j in self._open(kind):
            owner_a, owner_b = owners_a[i], owners_b[j]
            if owner_a is None or owner_b is None:
                continue
            same_article = self.pairs.get(owner_a[0]) == owner_b[0]
            same_lid = same_article and self.pairs.get(owner_a[1]) == owner_b[1]
            if same_lid or (same_article and kind == "lid"):
                candidates.append((_dice(self.bags[0][i], self.bags[1][j]), i, j, SAME_ARTICLE))
        self._greedy(candidates, self.a, self.b)

    def _elsewhere(self, kind: str) -> None:
        candidates = [(_dice(self.bags[0][i], self.bags[1][j]), i, j, ANYWHERE) for i, j in self._open(kind)]
        self._greedy(candidates, self.a, self.b)

    def _open(self, kind: str) -> Iterator[tuple[int, int]]:
        open_b = [j for j, one in enumerate(self.b) if one.kind == kind and j not in self.taken]
        for i, one in enumerate(self.a):
            if one.kind == kind and i not in self.pairs:
                yield from ((i, j) for j in open_b)

    def _greedy(self, candidates: Sequence[tuple[float, int, int, float]], a: Sequence[Unit], b: Sequence[Unit]) -> None:
        """Take the most alike first; the same last part of the citation counts for something."""
        scored = []
        for score, i, j, least in candidates:
            same = _last(a[i].citation) == _last(b[j].citation)
            if score >= (SAME_NUMBER if same and least < ANYWHERE else least):
                scored.append((-score - (NUMBER_BONUS if same else 0), abs(i - j), i, j))
        for _score, _distance, i, j in sorted(scored):
            if i not in self.pairs and j not in self.taken:
                self._pair(i, j)


def _last(citation: str) -> str:
    return citation.rpartition(".")[2]


def _spans(units: Sequence[Unit]) -> dict[int, range]:
    """Return per article (by its index) the indexes of its places, itself included."""
    starts = [index for index, one in enumerate(units) if one.kind == "artikel"]
    return {start: range(start, end) for start, end in zip(starts, [*starts[1:], len(units)], strict=False)}


def _owners(units: Sequence[Unit]) -> list[tuple[int, int] | None]:
    """Return per place the indexes of its article and of the place right above it; nothing for an article."""
    found: list[tuple[int, int] | None] = []
    article, open_places = 0, list[tuple[str, int]]()
    for index, one in enumerate(units):
        if one.kind == "artikel":
            article, open_places = index, []
            found.append(None)
            continue
        above = next((place for citation, place in reversed(open_places) if one.citation.startswith(citation + ".")), article)
        found.append((article, above))
        open_places.append((one.citation, index))
    return found


# ---- word by word


def compare_words(a: str, b: str) -> tuple[Piece, ...]:
    """Return two texts as one row of words: in both, in A alone, in B alone."""
    left, right = _tokens(a), _tokens(b)
    matcher = SequenceMatcher(None, [_level(one.strip()) for one in left], [_level(one.strip()) for one in right], autojunk=False)
    found: list[Piece] = []
    for state, i1, i2, j1, j2 in _readable(matcher.get_opcodes(), left):
        if state == "equal":
            found.append(Piece("".join(right[j1:j2]), BOTH, "".join(left[i1:i2])))
            continue
        found += [Piece(text, side) for text, side in (("".join(left[i1:i2]), ONLY_A), ("".join(right[j1:j2]), ONLY_B)) if text]
    return tuple(_merged(found))


def _tokens(text: str) -> list[str]:
    """Return the words and signs of a text, each with the space behind it."""
    return re.findall(rf"(?:{_WORD.pattern})\s*", text)


def _readable(codes: Sequence[tuple[str, int, int, int, int]], left: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the changes without islands: a short word between two replacements is replaced with them."""
    last = len(codes) - 1
    for index, (state, i1, i2, j1, j2) in enumerate(codes):
        between = 0 < index < last and codes[index - 1][0] == codes[index + 1][0] == "replace"
        if state == "equal" and between and sum(len(one.strip()) for one in left[i1:i2]) <= 3:
            yield "replace", i1, i2, j1, j2
        else:
            yield state, i1, i2, j1, j2


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces with those of one change together: first all of A, then all of B."""
    for same, group in groupby(pieces, key=lambda one: one.side == BOTH):
        parts = list(group)
        if same:
            yield Piece("".join(one.text for one in parts), BOTH, "".join(one.in_a for one in parts))
            continue
        for side in (ONLY_A, ONLY_B):
            text = "".join(one.text for one in parts if one.side == side)
            if text:
                yield Piece(text, side)
