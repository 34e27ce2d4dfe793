"""Gives a sink its own queue and thread, so that a slow or failing one never holds up the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from yolocam.frame import Rendered
from yolocam.pipeline.channel import Channel, Closed, WhenFull
from yolocam.pipeline.interfaces import Sink


class SinkRunner:
    """Feeds one sink from a bounded queue on a thread of its own.

    `error` is what the sink raised, if it did: from then on its items are thrown away and the sink
    is closed, so that what it had written can be used. `on_failed` is called once, on its thread.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        name: str,
        capacity: int = 4,
        when_full: WhenFull = WhenFull.WAIT,
        on_drop: Callable[[Rendered], None] | None = None,
        on_time: Callable[[str, int], None] | None = None,
        on_failed: Callable[[SinkRunner], None] | None = None,
    ) -> None:
        self.sink = sink
        self.name = name
        self.error: Exception | None = None
        self._queue: Channel[Rendered] = Channel(capacity, when_full, on_drop)
        self._on_time = on_time
        self._on_failed = on_failed
        self._thread = threading.Thread(target=self._run, name=f"sink {name}", daemon=True)
        self._thread.start()

    @property
    def wants_image(self) -> bool:
        """Whether the sink needs the annotated image."""
        return self.error is None and self.sink.wants_image

    @property
    def ended(self) -> bool:
        """Whether the sink is closed, and its thread gone."""
        return not self._thread.is_alive()

    @property
    def dropped(self) -> int:
        """Frames that this sink was too slow for."""
        return self._queue.dropped

    def set_policy(self, capacity: int, when_full: WhenFull) -> None:
        """Change the queue's size and policy: the source has changed."""
        self._queue.set_policy(capacity, when_full)

    def offer(self, item: Rendered) -> None:
        """Queue one result, by the queue's policy; nothing happens once the sink has ended."""
        try:
            self._queue.put(item)
        except Closed:
            return

    def finish(self) -> None:
        """Write what is queued, close the sink and wait for both; may be called again."""
        self._queue.close()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._feed()
        except Exception as error:
            self.error = error
            self._queue.cancel()
        try:
            self.sink.close()
        except Exception as error:
            self.error = self.error or error
        if self.error is not None and self._on_failed is not None:
            self._on_failed(self)

    def _feed(self) -> None:
        while True:
            try:
                item = self._queue.get()
            except Closed:
                return
            started = time.monotonic_ns()
            self.sink.write(item)
            if self._on_time is not None:
                self._on_time("write", time.monotonic_ns() - started)
