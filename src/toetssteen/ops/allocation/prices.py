"""Prices on what wide limits count: at them every block is decided by itself.

Prices at which about as much is wanted as there is room for give a good choice at once, and any prices give a value that no
choice can pass (Lagrangian relaxation; Everett, 1963, and Geoffrion, 1974). The second is computed in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from toetssteen.ops.allocation.blocks import Blocks, Way
from toetssteen.ops.allocation.problem import Aim

# First all prices go up or down with what is wanted too much or too little, each round a little less.
ROUNDS, BOLD, FADING, SMALL = 14, 1.5, 0.8, 0.02
# Then they follow the subgradient (Polyak's step), which is halved when it has not helped for so long.
SHARPER, IDLE, CLOSE = 40, 3, 1e-9
# A price in whole numbers: so many parts of a point of the aim.
PARTS = 2**40


def prices_of(blocks: Blocks) -> list[float]:
    """Return prices per unit of every wide limit at which what is wanted comes close to what there is room for."""
    prices = [_first_price(blocks, number) for number in range(len(blocks.wide))]
    best, least, bold = prices, float("inf"), BOLD
    for _round in range(ROUNDS):
        value, used = wanted(blocks, prices)
        if value < least:
            best, least = prices, value
        prices = [price * exp(max(-1.0, min(1.0, bold * (use - limit.room) / max(1, limit.room))))
                  for price, use, limit in zip(prices, used, blocks.wide, strict=True)]  # fmt: skip
        bold *= FADING
    return best


def _first_price(blocks: Blocks, number: int) -> float:
    """Return half of what the last that fits would pay for a limit, were it the only one."""
    asked = sorted(((way.score / weight, weight) for block in blocks.ways for way in block if len(way.options) == 1
                    for at, weight in way.weights if at == number and weight > 0), reverse=True)  # fmt: skip
    left = blocks.wide[number].room
    for ratio, weight in asked:
        left -= weight
        if left < 0:
            return max(ratio / 2, 0.0)
    return SMALL * max(0.0, asked[-1][0]) if asked else 0.0


def sharper(blocks: Blocks, prices: Sequence[float], reached: float) -> list[float]:
    """Return prices at which the value that no choice can pass is lower; ``reached`` is what a choice is known to score."""
    best, least, idle, bold = list(prices), float("inf"), 0, 1.0
    now = best
    rooms = [max(1, abs(one.room)) for one in blocks.wide]
    for _round in range(SHARPER):
        value, used = wanted(blocks, now)
        if value < least - CLOSE:
            best, least, idle = now, value, 0
        elif (idle := idle + 1) >= IDLE:
            bold, idle, now = bold / 2, 0, best
            value, used = wanted(blocks, now)
        over = [(limit.room - use) / room for limit, use, room in zip(blocks.wide, used, rooms, strict=True)]
        square = sum(one * one for one, price in zip(over, now, strict=True) if one < 0 or price > 0)
        if not square or value <= reached:
            break
        step = bold * (value - reached) / square
        now = [max(0.0, price - step * one / room) for price, one, room in zip(now, over, rooms, strict=True)]
    return best


def gains_of(block: Sequence[Way], prices: Sequence[float]) -> list[float]:
    """Return what every way of a block scores less what it would pay."""
    return [way.score - sum(prices[at] * weight for at, weight in way.weights) for way in block]


def wanted(blocks: Blocks, prices: Sequence[float]) -> tuple[float, list[int]]:
    """Return what all score together at some prices with the room that is paid for, and what is wanted of every wide limit."""
    value = sum(price * limit.room for price, limit in zip(prices, blocks.wide, strict=True))
    used = [0] * len(blocks.wide)
    for block in blocks.ways:
        gain, best = max((way.score - sum(prices[at] * weight for at, weight in way.weights), place)
                         for place, way in enumerate(block))  # fmt: skip
        value += gain
        for at, weight in block[best].weights:
            used[at] += weight
    return value, used


def bound_of(blocks: Blocks, prices: Sequence[float], aim: Aim) -> int:
    """Return a value of an aim that no choice can pass, in whole numbers: exact whatever the prices are.

    ``prices`` are per unit of a limit in points of the aim (of less of it, with ``least``), none below nothing.
    """
    sign = -1 if aim.least else 1
    whole = [max(0, round(price * PARTS)) for price in prices]
    total = sum(price * limit.room for price, limit in zip(whole, blocks.wide, strict=True))
    for block in blocks.ways:
        total += max(PARTS * sign * sum(aim.scores.get(one, 0) for one in way.options)
                     - sum(whole[at] * weight for at, weight in way.weights) for way in block)  # fmt: skip
    return sign * (total // PARTS)


def begin(blocks: Blocks, prices: Sequence[float]) -> tuple[int, ...] | None:
    """Return a choice that keeps every limit: what is owed first, then who gains most at the prices, each what still fits.

    None when there is no way left for somebody: then this way of choosing finds nothing.
    """
    left = [one.room for one in blocks.wide]
    ranked = []
    for number, block in enumerate(blocks.ways):
        gains = sorted(zip(gains_of(block, prices), block, strict=True), key=lambda one: -one[0])
        owed = all(way.options for way in block)
        ranked.append((not owed, -gains[0][0] if gains else 0.0, number, gains))
    chosen: list[int] = []
    for _free, _gain, _number, gains in sorted(ranked, key=lambda one: one[:3]):
        way = next((way for _gain, way in gains if all(weight <= left[at] for at, weight in way.weights)), None)
        if way is None:
            return None
        chosen += way.options
        for at, weight in way.weights:
            left[at] -= weight
    return tuple(sorted(chosen)) if min(left, default=0) >= 0 else None
