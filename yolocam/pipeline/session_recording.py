"""The recording of a session: one at a time, which goes on when the source changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from yolocam.frame import Rendered
from yolocam.pipeline.channel import WhenFull
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.notices import Notice, sentence
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sink_runner import SinkRunner

_LOG = logging.getLogger("yolocam.pipeline")


class SessionRecording:
    """Feeds a recorder from whichever pipeline runs.

    `running` returns that pipeline, `tell` takes a notice, `changed` is called when the recording is
    another one; all three on any thread. `_lock` guards the runner and `_fed_by` together, so that a
    source that starts just now feeds each recorder once or not at all.
    """

    def __init__(
        self,
        running: Callable[[], Pipeline | None],
        tell: Callable[[Notice], None],
        changed: Callable[[], None],
    ) -> None:
        self._running = running
        self._tell = tell
        self._changed = changed
        self._lock = threading.Lock()
        self._runner: SinkRunner | None = None
        self._fed_by: Pipeline | None = None

    @property
    def runner(self) -> SinkRunner | None:
        """The recorder behind its queue; None while nothing is recorded."""
        with self._lock:
            return self._runner

    def start(self, recorder: Sink) -> None:
        """Feed a recorder from the next frame on; one before it is finished, and waited for."""
        runner = SinkRunner(
            recorder,
            name="recorder",
            capacity=8,
            on_drop=self._count_drop,
            on_time=self._count_time,
            on_failed=self._failed,
        )
        with self._lock:
            previous = self._take()
            self._runner = runner
            self._feed(self._running())
        if previous is not None:
            previous.finish()
        self._changed()

    def stop(self) -> threading.Thread | None:
        """Finish the recording on a thread of its own, which is returned; None where there is none."""
        with self._lock:
            runner = self._take()
        if runner is None:
            return None
        finisher = threading.Thread(target=self._finish, args=(runner,), name="finish", daemon=True)
        finisher.start()
        return finisher

    def follow(self, pipeline: Pipeline) -> None:
        """Feed the recorder, if there is one, from a pipeline that is about to start."""
        with self._lock:
            self._feed(pipeline)

    def _feed(self, pipeline: Pipeline | None) -> None:
        if self._runner is None or pipeline is None or pipeline is self._fed_by:
            return
        live = pipeline.source.info.live
        self._runner.set_policy(8 if live else 4, WhenFull.DROP_OLDEST if live else WhenFull.WAIT)
        pipeline.adopt_sink(self._runner)
        self._fed_by = pipeline

    def _take(self) -> SinkRunner | None:
        """Take the recorder out of what feeds it, and return it; the caller finishes it."""
        runner, pipeline = self._runner, self._fed_by
        self._runner = self._fed_by = None
        if runner is not None and pipeline is not None:
            pipeline.release_sink(runner)
        return runner

    def _finish(self, runner: SinkRunner) -> None:
        runner.finish()
        self._changed()

    def _failed(self, runner: SinkRunner) -> None:
        with self._lock:
            if self._runner is runner:
                self._take()
        if runner.error is not None:
            self._tell(Notice("error", f"Recording stopped: {sentence(runner.error)}"))
        self._changed()

    def _count_drop(self, item: Rendered) -> None:
        pipeline = self._running()
        if pipeline is not None and not item.frame.repeat:
            pipeline.stats.drop("record")
            _LOG.debug("frame %d not recorded: the recorder is slower than the source", item.frame.index)

    def _count_time(self, stage: str, duration_ns: int) -> None:
        pipeline = self._running()
        if pipeline is not None:
            pipeline.stats.add_time(stage, duration_ns)
