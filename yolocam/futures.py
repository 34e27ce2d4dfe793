"""Results that are there already, for whoever asks for one as for work under way."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def done(result: T) -> Future[T]:
    """Return a future whose `result()` is this."""
    future: Future[T] = Future()
    future.set_result(result)
    return future


def failed(error: Exception) -> Future[T]:
    """Return a future whose `result()` raises this."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future
