"""Outputs: everything that results go to, attached and detached in one way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

from yolocam.files.output_file import is_of_place
from yolocam.frame import Rendered, SourceInfo
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.interfaces import Sink, SourceListener
from yolocam.pipeline.notices import Notice, sentence
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.stats import Stats

Lifetime = Literal["source", "session"]
Delivery = Literal["queued", "direct"]

_LIVE_CAPACITY = 8
"""Results of a live source that may wait for a queued output; it drops, so it gets more room."""

_CAPACITY = 4


class DirectOutput:
    """Calls a sink on the render thread itself, so the sink must never wait; what it raises ends the run."""

    def __init__(self, sink: Sink, name: str) -> None:
        self.sink = sink
        self.name = name
        self.error: Exception | None = None
        self.ended = False

    @property
    def wants_image(self) -> bool:
        """Whether the sink needs the annotated image."""
        return self.sink.wants_image

    def offer(self, item: Rendered) -> None:
        """Hand one result to the sink."""
        if not self.ended:
            self.sink.write(item)

    def finish(self) -> None:
        """Close the sink; may be called again."""
        if self.ended:
            return
        self.ended = True
        try:
            self.sink.close()
        except Exception as error:
            self.error = error


Output = SinkRunner | DirectOutput


class Outputs:
    """The outputs of one lifetime, that of a source (in a Pipeline) or of the session (in a Session).

    `attach` passes one of the other lifetime on to `other`. What is attached gets results from the next
    frame on. `stats` are the counters at this moment. `failed` is called once for a queued output that
    raised, on its thread, and `changed` when one was attached or detached and finished. `_lock` guards what
    follows it.
    """

    def __init__(
        self,
        lifetime: Lifetime,
        *,
        stats: Callable[[], Stats | None],
        failed: Callable[[SinkRunner], None],
        other: Callable[[], Outputs | None] = lambda: None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._lifetime = lifetime
        self._stats = stats
        self._failed = failed
        self._other = other
        self._changed = changed
        self._lock = threading.Lock()
        self._attached: tuple[Output, ...] = ()  # replaced whole, while frames flow
        self._by_source: dict[SinkRunner, int | None] = {}  # those whose queue follows the source
        self._source: SourceInfo | None = None  # the one that was opened last
        self._ended = False

    def attach(
        self,
        sink: Sink,
        *,
        name: str = "output",
        lifetime: Lifetime = "source",
        delivery: Delivery = "queued",
        capacity: int | None = None,
        when_full: WhenFull | None = None,
    ) -> Output:
        """Send results to a sink from the next frame on; the output closes it when its lifetime ends.

        "queued" gives it a thread and a queue of `capacity` results. Without `when_full` the queue waits, or,
        in a session, drops the oldest where the source is live. "direct" calls it on the render thread.
        A SourceListener is told of the source that is open. `name` is what the user calls it. ValueError
        where there is no source, or no session, to live with.
        """
        if lifetime != self._lifetime:
            other = self._other()
            if other is None:
                raise ValueError(f"{name} cannot live as long as the {lifetime}, for there is none")
            return other.attach(
                sink, name=name, lifetime=lifetime, delivery=delivery, capacity=capacity, when_full=when_full
            )
        output: Output
        if delivery == "direct":
            output = DirectOutput(sink, name)
        else:
            output = self._queued(sink, name, capacity, when_full)
        is_open = self._stats() is not None
        with self._lock:
            ended = self._ended
            if not ended:
                if is_open and self._source is not None and isinstance(sink, SourceListener):
                    sink.source_opened(self._source)
                self._attached = (*(one for one in self._attached if not one.ended), output)
                if isinstance(output, SinkRunner) and when_full is None:
                    self._by_source = {one: most for one, most in self._by_source.items() if not one.ended}
                    self._by_source[output] = capacity
                    self._adapt(output, capacity)
        if ended:  # the source ended while this one was being made: it gets nothing and is closed at once
            output.finish()
        if delivery == "queued":
            self._changed()
        return output

    def detach(self, output: Output) -> threading.Thread:
        """Send it nothing more, and finish it on a thread, which is returned so that one can wait for it."""
        for outputs in (self, self._other()):
            if outputs is not None:
                outputs._remove(output)
        finisher = threading.Thread(target=self._finish, args=(output,), name="finish", daemon=True)
        finisher.start()
        return finisher

    def queued(self) -> tuple[SinkRunner, ...]:
        """Return those with a thread of their own that have not failed."""
        with self._lock:
            return tuple(one for one in self._attached if isinstance(one, SinkRunner) and one.error is None)

    def direct(self) -> tuple[DirectOutput, ...]:
        """Return those that are called on the render thread."""
        with self._lock:
            return tuple(one for one in self._attached if isinstance(one, DirectOutput))

    def receivers(self) -> tuple[Output, ...]:
        """Return all that get the next result, of both lifetimes, direct ones first."""
        with self._lock:
            attached = self._attached
        other = self._other()
        if other is not None:
            with other._lock:
                attached = (*attached, *other._attached)
        # A queue may wait for room; what is direct, as the window, must not wait for it.
        return tuple(sorted(attached, key=lambda output: isinstance(output, SinkRunner)))

    def follow(self, source: SourceInfo) -> None:
        """Get ready for another source: a live one drops where a file waits; SourceListeners are told."""
        with self._lock:
            self._source = source
            for runner, capacity in self._by_source.items():
                self._adapt(runner, capacity)
            attached = self._attached
        for output in attached:
            if isinstance(output.sink, SourceListener):
                output.sink.source_opened(source)

    def end(self) -> tuple[Output, ...]:
        """Take and feed no more, and return those of this lifetime; the caller finishes them."""
        with self._lock:
            self._ended = True
            attached, self._attached = self._attached, ()
            return attached

    def _queued(self, sink: Sink, name: str, capacity: int | None, when_full: WhenFull | None) -> SinkRunner:
        return SinkRunner(
            sink,
            name=name,
            capacity=capacity or _CAPACITY,
            when_full=when_full or WhenFull.WAIT,
            on_drop=self._count_drop,
            on_time=self._count_time,
            on_failed=self._failed,
        )

    def _adapt(self, runner: SinkRunner, capacity: int | None) -> None:
        if self._source is not None and self._source.live:
            runner.set_policy(capacity or _LIVE_CAPACITY, WhenFull.DROP_OLDEST)
        else:
            runner.set_policy(capacity or _CAPACITY, WhenFull.WAIT)

    def _remove(self, output: Output) -> None:
        with self._lock:
            self._attached = tuple(one for one in self._attached if one is not output)
            self._by_source = {one: most for one, most in self._by_source.items() if one is not output}

    def _finish(self, output: Output) -> None:
        output.finish()
        self._changed()

    def _count_drop(self, item: Rendered) -> None:
        stats = self._stats()
        if stats is not None and not item.frame.repeat:
            stats.drop("record")

    def _count_time(self, stage: str, duration_ns: int) -> None:
        stats = self._stats()
        if stats is not None:
            stats.add_time(stage, duration_ns)


def stopped(output: SinkRunner) -> Notice:
    """Return what to say of an output that failed."""
    reason = "" if output.error is None else sentence(output.error)
    text = f"{output.name[:1].upper()}{output.name[1:]} stopped: {reason}"
    return Notice("error", text, matter=output.name, of_place=is_of_place(output.error))
