"""Running a command under guard when somebody's own rules are part of it: with a limit on time and on memory.

The linter proves that rules end, not that they end soon: a product of a few long lists is finite and takes years, and
grounding cannot be interrupted. So the command runs once more in a process of its own, which can be stopped. The shipped
law is never run this way.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from toetssteen.cli.main import INPUT, INTERRUPTED

if TYPE_CHECKING:
    from toetssteen.cli.common import Arguments
    from toetssteen.kb.scenario import Scenario

SECONDS, MEGABYTES = 120, 2_000
MOST_SECONDS, MOST_MEGABYTES = 86_400, 1_000_000
# Tells the process that it is the guarded one.
GUARDED = "TOETSSTEEN_BEWAAKT"
# After Ctrl-C a command may say what it has finished.
SECONDS_TO_FINISH = 10
HINT = "vereenvoudig de regels, of geef meer met {}"


def add_guard_arguments(parser: Arguments) -> None:
    """Add the limits for a command that can run somebody's own rules."""
    parser.add_argument("--tijd", type=_whole(1, MOST_SECONDS), default=SECONDS, metavar="SECONDEN",
                        help=f"stop eigen regels na zoveel seconden (anders {SECONDS})")  # fmt: skip
    parser.add_argument("--geheugen", type=_whole(100, MOST_MEGABYTES), default=MEGABYTES, metavar="MB",
                        help=f"stop eigen regels bij zoveel megabyte geheugen (anders {MEGABYTES})")  # fmt: skip


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isdecimal() and len(text) < 9 and low <= int(text) <= high):
            raise ArgumentTypeError(f"geef een heel getal van {low} tot en met {high}")
        return int(text)

    return read


def under_guard(scenarios: Iterable[Scenario], options: Namespace, run: Callable[[], int]) -> int:
    """Run a command and return its exit code: in a guarded process when a scenario brings rules of somebody's own.

    That process runs the whole command as it was typed, so nothing is read from standard input before this.
    """
    from toetssteen.kb.scenario import layers_of  # nobody else needs it

    if not any(one.has_rules and layers_of(one) for one in scenarios):
        return run()
    return _limited(run, options) if os.environ.get(GUARDED) else _watched(options)


def _watched(options: Namespace) -> int:
    """Run the command as it was typed in another process, and stop it when its time is over."""
    sys.stdout.flush()
    shown = _is_shown(sys.stdout) and _is_shown(sys.stderr)
    pipe = None if shown else subprocess.PIPE
    command = [sys.executable, "-m", "toetssteen", *options.words]
    with subprocess.Popen(command, env={**os.environ, GUARDED: "1"}, stdout=pipe, stderr=pipe) as process:  # noqa: S603
        try:
            out, err = process.communicate(timeout=options.tijd)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            _relay(out, err)
            return _stopped(f"de eigen regels zijn na {options.tijd} seconden gestopt: zij vragen te veel tijd", "--tijd")
        except KeyboardInterrupt:
            return _interrupted(process)
    _relay(out, err)
    if process.returncode < 0:
        return _stopped("de eigen regels zijn gestopt: zij vragen te veel geheugen of tijd", "--geheugen of --tijd")
    return process.returncode


def _is_shown(stream: object) -> bool:
    """Return whether what another process writes lands where this stream does."""
    try:
        return stream.fileno() in (1, 2)  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return False


def _relay(out: bytes | None, err: bytes | None) -> None:
    for text, stream in ((out, sys.stdout), (err, sys.stderr)):
        if text:
            stream.write(text.decode("utf-8", "replace"))


def _interrupted(process: subprocess.Popen[bytes]) -> int:
    """Let the other process, which was interrupted too, say what it has finished."""
    try:
        process.communicate(timeout=SECONDS_TO_FINISH)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.communicate()
    return INTERRUPTED


def _limited(run: Callable[[], int], options: Namespace) -> int:
    """Run the command with the limits on this very process; it goes too when nobody watches any more."""
    try:
        import resource  # not on every system; there only time is limited
    except ImportError:
        return run()
    most = _used() + options.geheugen * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (options.tijd + SECONDS_TO_FINISH,) * 2)
    try:
        return run()
    except MemoryError:
        pass
    except RuntimeError as problem:
        if "bad_alloc" not in str(problem):
            raise
    return _stopped(f"de eigen regels zijn bij {options.geheugen} MB gestopt: zij vragen te veel geheugen", "--geheugen")


def _used() -> int:
    """Return how many bytes of addresses this process takes already."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - a file of the system
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 1_000_000_000


def _stopped(message: str, more: str) -> int:
    print(f"{message}.\n    {HINT.format(more)}", file=sys.stderr)
    return INPUT
