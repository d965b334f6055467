"""What proving properties showed, ready to be laid out: verdicts, cases for and against, and within which bounds."""

from __future__ import annotations

from typing import NamedTuple


class CaseShown(NamedTuple):
    """A case (or two that differ in one fact): what it is about, its outcomes, its text in the fact language, and its files.

    ``differs`` is the fact in which two cases differ, as each of them has it; ``reasons`` why each has its outcome.
    """

    kind: str
    about: str
    moment: str
    headlines: tuple[str, ...]
    outcomes: tuple[str, ...]
    texts: tuple[str, ...]
    differs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reasons: tuple[tuple[str, ...], ...] = ()


class Excused(NamedTuple):
    """A place where a claim is known not to hold, with the reason and, where there is one, a case that shows it."""

    where: str
    reason: str
    shown: CaseShown | None


class ClaimReport(NamedTuple):
    """A claim as it is written, its verdict, and what there is to say about it."""

    text: str
    verdict: str
    against: tuple[CaseShown, ...]
    excused: tuple[Excused, ...]
    idle: tuple[str, ...]
    notes: tuple[str, ...]
    shown: int


class PropertyReport(NamedTuple):
    """A property with the verdict on each of its claims, over how many kinds and moments, and how long it took."""

    key: str
    name: str
    words: str
    source: str
    verdict: str
    readings: str
    kinds: tuple[str, ...]
    spaces: int
    seconds: float
    claims: tuple[ClaimReport, ...]


class ProofsReport(NamedTuple):
    """Some properties under one law; ``bounds`` says in words what the space of every kind holds."""

    under: str
    law: tuple[str, ...]
    properties: tuple[PropertyReport, ...]
    bounds: tuple[tuple[str, str], ...]
