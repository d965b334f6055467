"""What the regions of an application say of its readings: the smallest changes, and which readings matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from toetssteen.kb.instance import Instance
from toetssteen.kb.reading_space import Options, Region

# Readings to choose otherwise: pairs of a reading and an option, in the order of the list of readings.
Choices: TypeAlias = tuple[tuple[str, str], ...]


class Placed(NamedTuple):
    """A region with the instance it belongs to, whose readings are those to count from."""

    instance: Instance
    region: Region


class Regions:
    """The regions of one application under all variants of a case; ``start`` is the case as it is."""

    def __init__(self, start: Instance, placed: Sequence[Placed]) -> None:
        self.start, self.placed = start, placed
        self.order = {(key, option): (number, index) for number, (key, one) in enumerate(start.law.readings.items())
                      for index, option in enumerate(one.options)}  # fmt: skip

    def smallest(self, outcome: str) -> tuple[Choices, ...]:
        """Return the smallest sets of readings to choose otherwise that lead to an outcome, in a fixed order.

        The combination of a region that is nearest to the case has no other changes than the region requires.
        """
        ways = [self._way(one) for one in self.placed if one.region.outcome == outcome]
        least = min(map(len, ways), default=0)
        found = {tuple(sorted(choices, key=self._place)) for way in ways if len(way) == least for choices in product(*way)}
        return tuple(sorted(found, key=lambda choices: [self._place(one) for one in choices]))

    def _way(self, placed: Placed) -> list[list[tuple[str, str]]]:
        """Return, for every reading that must be chosen otherwise to come into a region, the options that do."""
        instance, readings = placed.instance, placed.instance.law.readings
        now = {key: (self.start if readings[key].engine else instance).readings[key] for key in placed.region.options}
        return [[(key, option) for option in readings[key].options if option in allowed]
                for key, allowed in placed.region.options.items() if now[key] not in allowed]  # fmt: skip

    def _place(self, choice: tuple[str, str]) -> tuple[int, int]:
        return self.order[choice]

    def deciding(self) -> list[str]:
        """Return the readings that change the outcome of some combination when only they are chosen otherwise.

        Such a reading is the only one of which two regions with different outcomes share no option.
        """
        found = set()
        for number, (_instance, one) in enumerate(self.placed):
            for _other, region in self.placed[:number]:
                if region.outcome != one.outcome:
                    found |= _only(_apart(one.options, region.options))
        return [key for key in self.start.law.readings if key in found]


def common(one: Options, other: Options) -> Options | None:
    """Return the combinations that two regions share, or None when there are none."""
    found = {**one, **{key: allowed & one.get(key, allowed) for key, allowed in other.items()}}
    return found if all(found.values()) else None


def _apart(one: Options, other: Options) -> Iterator[str]:
    return (key for key, allowed in one.items() if key in other and allowed.isdisjoint(other[key]))


def _only(found: Iterable[str]) -> set[str]:
    """Return the one that is found, or none when there are more."""
    first = list(islice(found, 2))
    return set(first) if len(first) == 1 else set()
