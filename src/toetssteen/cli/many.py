"""What the commands share that count over many persons: names, the room for pictures, and how it ends when broken off."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from toetssteen.cli.main import INTERRUPTED

if TYPE_CHECKING:
    from toetssteen.kb.finding import Finding


def asked_provision(name: str) -> tuple[str, Finding | None]:
    """Return the key of the kind of voorziening a command is to be about (empty for all), or what is wrong with its name."""
    from toetssteen.kb.law import load_law
    from toetssteen.ops.asked import provision_key

    return provision_key(name, load_law(date.max))


def provision_names() -> dict[str, str]:
    """Return the names of the kinds of voorziening by their keys."""
    from toetssteen.kb.law import load_law

    return {key: one.name for key, one in load_law(date.max).provisions.items()}


def picture_width() -> int:
    """Return how many columns there are for a picture on a terminal."""
    from toetssteen.explain.output import terminal_width

    return max(40, terminal_width() - 4)


def ended(code: int, rows: int, *, stopped: bool) -> int:
    """Return the exit code of a command that was told an exit code so far; broken off it says after how many rows."""
    if stopped:
        print(f"afgebroken na {rows} {'rij' if rows == 1 else 'rijen'}; wat klaar was, is getoond", file=sys.stderr)
        return INTERRUPTED
    return code


def draws_blocks(form: str, options: Namespace) -> bool:
    """Return whether pictures may use block characters: on a terminal that has them."""
    from toetssteen.explain.output import shows_blocks

    return form == "tekst" and not options.uit and shows_blocks(sys.stdout)
