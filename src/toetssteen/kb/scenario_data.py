"""A scenario as data: what is otherwise than in the law and the case as they are. Made by the parser, applied by ``scenario``."""

# Annotations are not postponed here: a named tuple would compile those of all its fields at every start.
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from toetssteen.kb.case import Ceiling


class ParameterChange(NamedTuple):
    """Another value of a parameter, in the parameter's own unit: from a day on, or from the beginning (None).

    Later values of the parameter do not count any more; an earlier day keeps its old value.
    """

    name: str
    value: int
    start: date | None = None
    line: int = 0


class FactCondition(NamedTuple):
    """A fact that somebody must have, or must not have, for a change to be about them."""

    concept: str
    value: bool


class FactChange(NamedTuple):
    """A fact that a scenario states of all subjects of its kind, or of those of whom the conditions hold.

    ``provision`` narrows applications and placements to one kind; ``value`` None makes the fact unknown.
    """

    concept: str
    value: bool | date | int | None
    provision: str = ""
    conditions: tuple[FactCondition, ...] = ()
    line: int = 0


class Scenario(NamedTuple):
    """What is supposed, beside the baseline; without anything it is the baseline itself.

    ``ordinance`` is somebody's own folder, ``statute`` the day whose statute holds whatever the reference date,
    ``overlays`` folders of rules in order, ``dropped`` labels that lapse after those. ``changes_statute`` tells that the
    scenario says of itself that it changes the law of the state too.
    """

    name: str = ""
    author: str = ""
    reason: str = ""
    made_on: date | None = None
    file: str = ""
    ordinance: Path | None = None
    statute: date | None = None
    overlays: tuple[Path, ...] = ()
    dropped: tuple[str, ...] = ()
    parameters: tuple[ParameterChange, ...] = ()
    readings: Mapping[str, str] = MappingProxyType({})
    ceilings: tuple[Ceiling, ...] = ()
    facts: tuple[FactChange, ...] = ()
    changes_statute: bool = False

    @property
    def has_rules(self) -> bool:
        """Whether rules that somebody brought are part of it: those are run under guard."""
        return self.ordinance is not None or bool(self.overlays)

    @property
    def changes_law(self) -> bool:
        """Whether another law than the shipped one is to decide."""
        return self.has_rules or self.statute is not None or bool(self.dropped or self.parameters)

    @property
    def is_baseline(self) -> bool:
        """Whether nothing is otherwise."""
        return not (self.changes_law or self.readings or self.ceilings or self.facts)


BASELINE = Scenario()
