"""A result that is not there yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Result = TypeVar("_Result")


class Pending(Generic[_Result]):
    """A result that is computed, or waited for, when it is asked for.

    `concurrent.futures.Future` has the same `result`, but needs a thread that computes.
    """

    def __init__(self, compute: Callable[[], _Result]) -> None:
        self._compute = compute

    def result(self) -> _Result:
        """Return what `compute` returns, on this thread."""
        return self._compute()
