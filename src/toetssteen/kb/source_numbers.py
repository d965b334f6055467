"""The numbers of articles and leden: their order, what is missing between two of them, and how that can be allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_ABSENT = 200


def shown_number(number: str) -> str:
    """Return a number of an article as the text writes it: 2:3 stands for 2.3."""
    return number.replace(":", ".")


def number_order(number: str) -> tuple[int, int, str]:
    """Return the place of an article in order: its chapter (0 where articles are not numbered per chapter), number and letter."""
    chapter, _, article = number.rpartition(":")
    match = re.fullmatch(r"(\d+)([a-z]*)", article)
    assert match is not None
    return (int(chapter or 0), int(match[1]), match[2])


def follows(last: str, number: str) -> bool:
    """Return whether an article comes after another."""
    return number_order(number) > number_order(last)


def missing_between(last: str, number: str) -> list[str]:
    """Return the numbers that are skipped between two articles (within a chapter, where articles are numbered per chapter)."""
    chapter, index, _suffix = number_order(number)
    before = number_order(last) if last else (0, 0, "")
    start = before[1] if before[0] == chapter else 0
    prefix = f"{chapter}:" if chapter else ""
    return [f"{prefix}{one}" for one in range(start + 1, index)]


def how_to_allow(missing: list[str], what: str) -> str:
    """Return what to do about numbers that are missing; those in a row are written as one range."""
    given = missing[0] if len(missing) == 1 else f"{missing[0]}-{missing[-1]}"
    names = (
        shown_number(missing[0]) if len(missing) == 1 else f"{shown_number(missing[0])} tot en met {shown_number(missing[-1])}"
    )
    allowed = f'--ontbreekt {given} (in verordening.toml: ontbreekt = ["{given}"])'
    return f"vul {what} {names} aan; hoort het te ontbreken, geef dan {allowed}"


def spread(numbers: Iterable[str]) -> frozenset[str]:
    """Return numbers of articles or leden with every range written out: ``2-4`` is 2, 3 and 4; ``6.2-6.3`` two leden."""
    found: set[str] = set()
    for one in numbers:
        first, _, last = one.replace(" ", "").partition("-")
        head, _, low = first.rpartition(".")
        high = last.rpartition(".")[2]
        low_chapter, _, low = low.rpartition(":")
        prefix = (f"{head}." if head else "") + (f"{low_chapter}:" if low_chapter else "")
        high = high.rpartition(":")[2]
        if last and low.isdigit() and high.isdigit() and int(high) - int(low) < MOST_ABSENT:
            found.update(f"{prefix}{number}" for number in range(int(low), int(high) + 1))
        else:
            found.add(first)
    return frozenset(found)
