"""Placing a graph in columns: every node right of what points to it, nothing over anything else.

After Sugiyama, Tagawa and Toda (1981): layers by longest path, places for edges that pass a layer, an order within each
layer by the mean place of the neighbours, and then room for every node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

SWEEPS = 4
PASSING = 8.0


class Box(NamedTuple):
    """Where a node stands: column from 0, top and height in the unit of the heights given."""

    column: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which lines reach the box."""
        return self.top + self.height / 2


Pair = tuple[str, str]


class Placed(NamedTuple):
    """The places of nodes, and per edge the places in the columns between where its line passes."""

    boxes: dict[str, Box]
    routes: dict[Pair, tuple[Box, ...]]


def place(heights: Mapping[str, float], edges: Sequence[Pair], gap: float) -> Placed:
    """Return a place for every node of a graph with these heights; an edge that closes a circle is drawn back."""
    forward = _without_circles(heights, edges)
    columns = _columns(heights, forward)
    layers: list[list[str]] = [[] for _ in range(max(columns.values(), default=0) + 1)]
    for name in heights:
        layers[columns[name]].append(name)
    passing = _routes(forward, columns, layers)
    neighbours = _neighbours(forward, passing)
    for sweep in range(SWEEPS):
        _reorder(layers, neighbours, backward=bool(sweep % 2))
    tops = _stack(layers, {**heights, **{name: PASSING for names in passing.values() for name in names}}, neighbours, gap)
    boxes = {name: Box(columns[name], tops[name], heights[name]) for name in heights}
    routes = {
        edge: tuple(Box(columns[edge[0]] + step, tops[name], PASSING) for step, name in enumerate(names, 1))
        for edge, names in passing.items()
    }
    return Placed(boxes, routes)


def _without_circles(nodes: Mapping[str, float], edges: Sequence[Pair]) -> list[Pair]:
    """Return the edges without those that lead back to where a walk came from; the first node is where walks begin."""
    below: dict[str, list[str]] = {name: [] for name in nodes}
    for source, target in edges:
        below[source].append(target)
    state: dict[str, int] = {}
    back: set[Pair] = set()
    for start in nodes:
        walk = [(start, iter(below[start]))] if start not in state else []
        state.setdefault(start, 1)
        while walk:
            name, rest = walk[-1]
            target = next(rest, "")
            if not target:
                state[name] = 2
                walk.pop()
            elif target not in state:
                state[target] = 1
                walk.append((target, iter(below[target])))
            elif state[target] == 1:
                back.add((name, target))
    return [edge for edge in edges if edge not in back]


def _columns(nodes: Mapping[str, float], edges: Sequence[Pair]) -> dict[str, int]:
    """Return per node the length of the longest way to it."""
    columns = dict.fromkeys(nodes, 0)
    for _round in nodes:
        changed = False
        for source, target in edges:
            if columns[target] <= columns[source]:
                columns[target], changed = columns[source] + 1, True
        if not changed:
            break
    return columns


def _routes(edges: Sequence[Pair], columns: Mapping[str, int], layers: list[list[str]]) -> dict[Pair, list[str]]:
    """Add a name to every layer an edge passes; return the names per edge."""
    routes: dict[Pair, list[str]] = {}
    for source, target in edges:
        names = routes[source, target] = []
        for column in range(columns[source] + 1, columns[target]):
            names.append(f"{source}\n{target}\n{column}")
            layers[column].append(names[-1])
    return routes


def _neighbours(edges: Sequence[Pair], routes: Mapping[Pair, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Return per node what is left of it and what is right of it."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for source, target in edges:
        way = [source, *routes[source, target], target]
        for left, right in pairwise(way):
            found.setdefault(left, ([], []))[1].append(right)
            found.setdefault(right, ([], []))[0].append(left)
    return found


def _reorder(layers: list[list[str]], neighbours: Mapping[str, tuple[list[str], list[str]]], *, backward: bool) -> None:
    places = {name: float(index) for layer in layers for index, name in enumerate(layer)}
    for layer in reversed(layers) if backward else layers:
        mean = {name: _mean([places[one] for one in neighbours.get(name, ([], []))[backward]], places[name]) for name in layer}
        layer.sort(key=mean.__getitem__)
        places.update({name: float(index) for index, name in enumerate(layer)})


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _stack(layers: Sequence[Sequence[str]], heights: Mapping[str, float],
           neighbours: Mapping[str, tuple[list[str], list[str]]], gap: float) -> dict[str, float]:  # fmt: skip
    """Return the tops: each layer as close to the middle of the highest as its order allows."""
    tallest = max((sum(heights[name] + gap for name in layer) for layer in layers), default=0.0)
    tops: dict[str, float] = {}
    for layer in layers:
        free = tallest - sum(heights[name] + gap for name in layer)
        bottom = 0.0
        for name in layer:
            lefts = [tops[one] + heights[one] / 2 for one in neighbours.get(name, ([], []))[0] if one in tops]
            wanted = _mean(lefts, free / 2) - heights[name] / 2
            top = max(bottom, min(wanted, bottom + free))
            free -= top - bottom
            tops[name] = top
            bottom = top + heights[name] + gap
    return tops
