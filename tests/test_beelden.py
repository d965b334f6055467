"""The pictures: one drawing per kind that is sound SVG, lines that fit, the same in words, and no colour alone."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from toetssteen.explain.document import Picture
from toetssteen.explain.output import columns
from toetssteen.explain.pictures.canvas import ticks
from toetssteen.explain.pictures.curve import Series, curve_picture
from toetssteen.explain.pictures.flows import Flow, flows_picture
from toetssteen.explain.pictures.heat_map import heat_map_picture
from toetssteen.explain.pictures.histogram import histogram_picture

HARD = "<b>&«ü»</b>"
FLOWS = [Flow("bevoegd", "bevoegd", 730), Flow("bevoegd", "geblokkeerd", 42), Flow("geblokkeerd", "bevoegd", 1),
         Flow("weigerbaar", "weigerbaar", 0)]  # fmt: skip
SIDES = [("nu", {"bevoegd": 1204}), ("dan", {"bevoegd": 3, "onbepaald": 0})]
SERIES = [Series(HARD, (1, 2.5)), Series("b", (2, 2))]
PICTURES: dict[str, Callable[..., Picture]] = {
    "stroom": lambda **more: flows_picture(HARD, FLOWS, **more),
    "niets": lambda **more: flows_picture("niets", [], **more),
    "staven": lambda **more: histogram_picture(HARD, SIDES, **more),
    "lijn": lambda **more: curve_picture(HARD, (HARD, ["€ 200", "€ 250"]), SERIES, now=1, **more),
    "een punt": lambda **more: curve_picture("x", ("as", ["1"]), [Series("a", (0,))], **more),
    "kaart": lambda **more: heat_map_picture(HARD, (HARD, ["1", "2"]), ("b", ["3", "4"]), [[0, 5], [9, 12]], now=(0, 1),
                                             blocks=more["blocks"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("blocks", [True, False])
def test_every_picture_is_a_drawing_lines_and_words(kind: str, blocks: bool) -> None:
    picture = PICTURES[kind](width=60, blocks=blocks)
    root = ElementTree.fromstring(picture.svg)  # noqa: S314 (our own)
    (title,) = [one for one in root if one.tag.endswith("title")]
    assert (title.text or "") in picture.words
    assert root.attrib["role"] == "img"
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    drawn = "".join(line.plain for line in picture.lines).replace("ü", "").replace("«", "").replace("»", "").replace("€", "")
    assert blocks or drawn.isascii()
    assert all(columns(line.plain) <= 70 for line in picture.lines)


def test_every_number_of_a_picture_is_in_its_words_and_its_lines() -> None:
    for kind, numbers in {"stroom": ("730", "42", "1 "), "staven": ("1.204", "3"), "kaart": ("0", "5", "9", "12")}.items():
        picture = PICTURES[kind](blocks=False)
        lines = "\n".join(line.plain for line in picture.lines)
        assert all(one in picture.words and one in lines for one in numbers)
    assert all(one in PICTURES["lijn"](blocks=False).words for one in ("1 bij € 200", "2,5 bij € 250", "Nu: € 250"))


def test_what_moved_stands_out_without_colour() -> None:
    lines = [line.plain for line in PICTURES["stroom"](blocks=False).lines]
    assert [line.startswith("*") for line in lines[1:4]] == [False, True, True]
    drawing = PICTURES["stroom"](blocks=False).svg
    assert drawing.count("<pattern") == 2
    assert drawing.count('class="verhuisd"') == 2


def test_the_longest_bar_is_the_most_and_no_bar_is_nothing() -> None:
    lines = [line.plain for line in PICTURES["stroom"](width=60, blocks=False).lines[1:4]]
    bars = [line.rsplit(" ", 1)[1] for line in lines]
    assert len(bars[0]) > len(bars[1]) > len(bars[2]) > 0


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 7), (0, 99), (0, 1234), (-5, 3), (0, 250000)])
def test_ticks_are_round_and_span_the_range(low: int, high: int) -> None:
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 8
    assert all(one == int(one) for one in found)
