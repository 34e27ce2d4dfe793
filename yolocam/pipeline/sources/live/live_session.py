"""One connection to a live device: a thread that opens, reads and closes it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from yolocam.errors import YolocamError
from yolocam.frame import Frame
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.sources.live.monotonic_clock import MonotonicClock


class LiveSession:
    """Reads a source on its own thread into a slot for one frame, in which the newest wins.

    Everything that may hang (opening, reading, closing) happens on that thread, so nobody else ever
    waits for a driver. `condition` is shared with the owner: it guards every field and is notified
    when one changes. The thread is a daemon and ends by itself as soon as the driver lets it.
    """

    def __init__(
        self, open_source: Callable[[], Source], condition: threading.Condition, clock: MonotonicClock
    ) -> None:
        self._open_source = open_source
        self._condition = condition
        self._clock = clock
        self._abandoned = False
        self._source: Source | None = None
        self._slot: Frame | None = None
        self.arrived_ns: int | None = None
        """When the newest frame arrived, on the clock; None before the first."""
        self.fault: str | None = None
        """Why the session is over and the device released; None until then."""
        self._thread = threading.Thread(target=self._run, name="live source", daemon=True)
        self._thread.start()

    def peek(self) -> Frame | None:
        """Return the frame in the slot and leave it there. The condition must be held."""
        return self._slot

    def take(self) -> Frame | None:
        """Return the frame in the slot, once. The condition must be held."""
        frame, self._slot = self._slot, None
        return frame

    def abandon(self) -> None:
        """Let the thread end as soon as it can; returns at once. The condition must not be held."""
        with self._condition:
            self._abandoned = True
            source = self._source
        if source is not None:
            # Wakes a read that can be woken. A close that hangs must not hang the caller as well.
            threading.Thread(target=_close, args=(source,), name="close live source", daemon=True).start()

    def join(self, seconds: float) -> None:
        """Give the thread a moment to release the device."""
        self._thread.join(seconds)

    def _run(self) -> None:
        fault = self._work()
        with self._condition:
            self._source = None
            self.fault = fault
            self._condition.notify_all()

    def _work(self) -> str:
        source = None
        try:
            source = self._open_source()
            with self._condition:
                self._source = source
            return self._pump(source)
        except Exception as error:
            return _sentence(error)
        finally:
            if source is not None:
                _close(source)

    def _pump(self, source: Source) -> str:
        while True:
            with self._condition:
                if self._abandoned:
                    return "it was closed"
            frame = source.read()
            if frame is None:
                return f"{source.info.name} gives no more pictures"
            with self._condition:
                self._slot = frame
                self.arrived_ns = self._clock.now_ns()
                self._condition.notify_all()


def _close(source: Source) -> None:
    with contextlib.suppress(Exception):  # the device is given up; nobody is left to be told
        source.close()


def _sentence(error: Exception) -> str:
    """Say what went wrong: drivers raise all sorts of exceptions, and each only means a lost device."""
    return str(error) if isinstance(error, YolocamError) else f"{type(error).__name__}: {error}"
