"""Models in HiGHS: rows that it keeps exactly enough, and a run that can be interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import highspy  # an optional extra: only what needs it imports this module
import numpy as np

HALF, ROUNDING = 0.5, 1e-6
# Floats of large amounts are off by more than that: by no more than this part of them.
FLOAT_PART = 1e-11
TICK = 0.2
SOLVED, NONE, STOPPED = "kOptimal", "kInfeasible", "kTimeLimit"
# Rows with large amounts are scaled down: HiGHS keeps constraints to an absolute tolerance.
ROW_SIZE = 1000.0
INFINITE = highspy.kHighsInf


def new_model(seed: int, **options: float | bool | str) -> Any:
    """Return an empty model that logs nothing and stops when it is told to."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types of its own
    for name, value in {"log_to_console": False, "mip_rel_gap": 0.0, "random_seed": seed, **options}.items():
        model.setOptionValue(name, value)
    return model


def rounding(amounts: float) -> float:
    """Return how much a sum may be off in floats, from the sum of the amounts in it without their signs."""
    return max(ROUNDING, FLOAT_PART * amounts)


def scale_of(largest: float) -> float:
    """Return what the amounts of a row are divided by."""
    return max(1.0, largest / ROW_SIZE)


def add_row(model: Any, weights: Mapping[int, int], low: float | None = None, high: float | None = None) -> None:
    """Add a row: what the columns weigh together is at least ``low`` and at most ``high``."""
    columns, values = np.fromiter(weights.keys(), dtype=np.int32), np.fromiter(weights.values(), dtype=float)
    scale = scale_of(float(np.abs(values).max(initial=0.0)))
    model.addRow(-INFINITE if low is None else low / scale, INFINITE if high is None else high / scale,
                 len(columns), columns, values / scale)  # fmt: skip


def whole(model: Any, columns: int) -> None:
    """Let the first so many columns take whole values only."""
    kinds = np.array([highspy.HighsVarType.kInteger] * columns)
    model.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), kinds)


class Solving:
    """A run of HiGHS in a thread of its own, for a time in seconds; leaving it ends the run.

    ``beside`` other work it asks less often whether to stop: else the two threads mostly wait for each other.
    """

    def __init__(self, model: Any, seconds: float, *, beside: bool = False) -> None:
        self.model, self.stopped = model, False
        self.asked = [model.cbMipInterrupt] + ([] if beside else [model.cbSimplexInterrupt, model.cbIpmInterrupt])
        model.setOptionValue("time_limit", seconds)

    def __enter__(self) -> Self:
        for one in self.asked:
            one.subscribe(self._answer, self)
        self.thread = self.model.startSolve()
        return self

    def _answer(self, event: Any) -> None:
        event.interrupt(self.stopped)

    def wait(self, seconds: float = 0.0) -> bool:
        """Return whether it has ended, after at most some seconds."""
        return bool(self.model.wait(seconds)[0])

    def status(self) -> str:
        """Return how it ended, in HiGHS's words."""
        return str(self.model.getModelStatus()).rsplit(".", 1)[-1]

    def __exit__(self, *_error: object) -> None:
        self.stopped = True
        self.thread.join()
        for one in self.asked:
            one.unsubscribe_by_data(self)


def solve(model: Any, seconds: float) -> str:
    """Run HiGHS for a time in seconds, unless interrupted; return how it ended, in its own words."""
    with Solving(model, seconds) as solving:
        while not solving.wait(TICK):
            pass
        return solving.status()


def has_solution(model: Any) -> bool:
    """Return whether the last run left values that keep every row."""
    return bool(model.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible)
