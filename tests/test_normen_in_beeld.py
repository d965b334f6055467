"""The drawing of the norms: everything on it in words too, nothing over anything else, lines from box to box."""

from __future__ import annotations

import random
import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.test_weergaven import NAMED, SAMPLE, case_path, hostile_report, report_of
from tests.zaken import name
from toetssteen.explain.layers import Placed, place
from toetssteen.explain.norm_graph import ROOT, NormGraph, norm_graph, norm_graphs
from toetssteen.explain.report import CaseReport
from toetssteen.explain.to_svg import MARGIN, _left, _right, in_words, style, to_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(report: CaseReport) -> ElementTree.Element:
    text = to_svg(norm_graphs(report, full=True), report.title)
    assert len(re.findall(r"https?:", re.sub(r">[^<]*<", "><", text))) == 1  # the name of SVG itself
    return ElementTree.fromstring(text)  # noqa: S314 - written by the program itself


def rectangles(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    found = [one for one in root.iter(f"{SVG}rect") if one.get("class") != "achter"]
    return [(float(one.get("x") or 0), float(one.get("y") or 0), float(one.get("width") or 0), float(one.get("height") or 0))
            for one in found]  # fmt: skip


def sound(root: ElementTree.Element) -> None:
    boxes = rectangles(root)
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for x, y, wide, high in boxes:
        assert x >= MARGIN
        assert x + wide <= width
        assert y + high <= height
    for (x, y, wide, high), (u, v, broad, tall) in combinations(boxes, 2):
        assert x + wide <= u or u + broad <= x or y + high <= v or v + tall <= y
    for group in root.iter(f"{SVG}g"):
        ((x, y, wide, high),) = rectangles(group)
        for text in group.iter(f"{SVG}text"):
            assert y < float(text.get("y") or 0) < y + high
            assert all(x < float(span.get("x") or 0) < x + wide for span in text.iter(f"{SVG}tspan"))
    names = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(set(names)) == len(names)
    assert set((root.get("aria-labelledby") or "").split()) <= set(names)


@pytest.mark.parametrize("path", SAMPLE, ids=name)
def test_drawing_is_sound_and_says_all_in_words(path: Path) -> None:
    report = report_of(path)
    root = drawn(report)
    sound(root)
    words = root.findtext(f"{SVG}desc") or ""
    for graph in norm_graphs(report, full=True):
        assert all(sentence in words for sentence in in_words(graph))


@pytest.mark.parametrize("hard", NAMED)
def test_names_never_become_svg(hard: str) -> None:
    report = hostile_report(hard)
    root = drawn(report)
    sound(root)
    known = {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "text", "tspan", "g"}
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == known


@pytest.mark.parametrize("path", [*SAMPLE, case_path()], ids=name)
def test_every_norm_of_the_reasons_is_in_the_graph(path: Path) -> None:
    report = report_of(path)
    for graph in norm_graphs(report):
        outcome = next(one for one in report.outcomes if one.title == graph.title)
        places = {node.place for node in graph.nodes}
        assert {reason.source.split("; ")[0] for reason in outcome.reasons if reason.source} <= places
        assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= places
        for one in (graph, norm_graph(outcome._replace(proofs=()))):
            assert reached(one) == {node.place for node in one.nodes}


def reached(graph: NormGraph) -> set[str]:
    """Return the places that can be reached from the outcome."""
    found, todo = {ROOT}, [ROOT]
    while todo:
        here = todo.pop()
        new = {edge.target for edge in graph.edges if edge.source == here} - found
        found |= new
        todo += new
    return found


def test_the_style_of_a_drawing_touches_nothing_else_on_a_page() -> None:
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", style())
    assert len(selectors) > 10
    assert all(one.startswith(".normen ") for one in selectors), selectors


def overlapping(placed: Placed) -> list[tuple[float, float]]:
    boxes = [*placed.boxes.values(), *(box for route in placed.routes.values() for box in route)]
    pairs = ((one, other) for one, other in combinations(boxes, 2) if one.column == other.column)
    return [(a.top, b.top) for a, b in pairs if a.top < b.top + b.height and b.top < a.top + a.height]


@pytest.mark.parametrize("seed", range(60))
def test_any_graph_gets_a_place(seed: int) -> None:
    dice = random.Random(seed)
    names = [f"n{number}" for number in range(dice.randint(1, 25))]
    heights = {one: dice.uniform(20, 200) for one in names}
    pairs = {(dice.choice(names), dice.choice(names)) for _edge in range(dice.randint(0, 50))}
    edges = sorted(pair for pair in pairs if pair[0] != pair[1])
    placed = place(heights, edges, 16)
    assert set(placed.boxes) == set(names)
    assert overlapping(placed) == []
    assert all(box.top >= 0 for box in placed.boxes.values())
    for (source, target), route in placed.routes.items():
        first, last = placed.boxes[source].column, placed.boxes[target].column
        assert [box.column for box in route] == list(range(first + 1, last))
    backward = [edge for edge in edges if placed.boxes[edge[1]].column <= placed.boxes[edge[0]].column]
    assert set(edges) == set(placed.routes) | set(backward)


def test_a_circle_is_drawn_back() -> None:
    placed = place({"a": 20, "b": 20, "c": 20}, [("a", "b"), ("b", "c"), ("c", "b")], 16)
    assert [placed.boxes[one].column for one in "abc"] == [0, 1, 2]
    assert ("c", "b") not in placed.routes


def test_columns_do_not_touch() -> None:
    placed = place({"a": 20, "b": 20, "c": 20}, [("a", "b"), ("b", "c")], 16)
    boxes = [placed.boxes[one] for one in "abc"]
    assert all(_right(one) < _left(other) for one, other in pairwise(boxes))
