"""A running pipeline: three stages, two channels, and the outputs behind them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Literal

from yolocam.frame import Detected, Frame
from yolocam.pipeline.attached_outputs import Outputs, stopped
from yolocam.pipeline.batch_race import BatchRace
from yolocam.pipeline.capture import CaptureStage, file_capacity
from yolocam.pipeline.channel import Channel
from yolocam.pipeline.infer import InferenceStage
from yolocam.pipeline.interfaces import BatchDetector, Processor, Source
from yolocam.pipeline.notices import Notice
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.render import Drawer, RenderStage
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

_LOG = logging.getLogger("yolocam.pipeline")

DETECTED_CAPACITY = 2
"""Results that may wait for the renderer."""


class Pipeline:
    """Source -> [capture] -> captured -> [inference] -> detected -> [process, render] -> outputs.

    The source and the `outputs` of its lifetime belong to the pipeline, which closes them; the detector and
    `session_outputs`, which it feeds as well, do not. Behind `processors` come those `chosen`, which may
    change while it runs. `on_event` is called without a payload, on any of the
    threads, when the pipeline ends or an output or processor fails; it must not wait. `sink_failure` says
    whether a failing output ends the run or only leaves it. A `race` finds out the size of the batches, from
    `batch`, the largest, down. Several pipelines may share `stats`. Threads are
    daemons: a driver that hangs cannot keep the program alive.
    """

    def __init__(
        self,
        source: Source,
        detector: BatchDetector,
        drawer: Drawer,
        store: SettingsStore,
        *,
        processors: Sequence[Processor] = (),
        chosen: ProcessorStore | None = None,
        session_outputs: Outputs | None = None,
        playback: Playback | None = None,
        stats: Stats | None = None,
        batch: int = 1,
        race: BatchRace | None = None,
        paced: bool = False,
        at_end: Literal["stop", "hold"] = "stop",
        sink_failure: Literal["stop", "detach"] = "stop",
        on_event: Callable[[], None] | None = None,
    ) -> None:
        self.source = source
        self.store = store
        self.stats = stats or Stats()
        self.playback = playback or Playback()
        self._on_event = on_event
        self._sink_failure = sink_failure
        self._captured: Channel[Frame] = Channel(file_capacity(batch), on_drop=self._count_drop)
        self._detected: Channel[Detected] = Channel(DETECTED_CAPACITY)
        capture = CaptureStage(
            source,
            self._captured,
            store,
            self.stats,
            self.playback,
            paced=paced,
            at_end=at_end,
            batch=batch,
        )
        inference = InferenceStage(
            self._captured, self._detected, detector, store, self.stats, batch, chosen=chosen, race=race
        )
        self._inference = inference
        process = ProcessStage(processors, self.stats, self._tell_failure, chosen)
        self.outputs = Outputs(
            "source", stats=lambda: self.stats, failed=self._output_failed, other=lambda: session_outputs
        )
        render = RenderStage(self._detected, process, self.outputs, drawer, store, self.stats)
        self._notices: list[Notice] = []  # guarded by _lock; one for each processor and output at most
        self._lock = threading.Lock()
        self._error: Exception | None = None  # guarded by _lock; the first one wins
        self._releaser: threading.Thread | None = None  # guarded by _lock
        self._released = threading.Event()
        self._ended = threading.Event()
        stages = (("capture", capture.run), ("inference", inference.run), ("render", render.run))
        self._threads = [
            threading.Thread(target=self._guard, args=(run,), name=name, daemon=True) for name, run in stages
        ]
        self._closer = threading.Thread(target=self._close, name="closer", daemon=True)

    def start(self) -> None:
        """Start the threads."""
        _LOG.debug("source opened: %s", self.source.info)
        self._unsubscribe = self.store.subscribe(self.playback.repeat)
        for thread in self._threads:
            thread.start()
        self._closer.start()

    def stop(self) -> None:
        """Stop reading; what was captured is still inferred, drawn and written. Returns at once."""
        self.playback.stop()
        if self.source.info.live:  # its read may wait for a frame that never comes
            self._release()

    def abort(self, error: Exception | None = None) -> None:
        """End every stage at once; sinks keep what they have and are closed. Returns at once."""
        if error is not None:
            with self._lock:
                self._error = self._error or error
        self.playback.stop()
        self._captured.cancel()
        self._detected.cancel()
        self._release()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end and raise what a stage or a sink raised; False when `timeout` (s) came first."""
        if not self._ended.wait(timeout):
            return False
        if (error := self.error) is not None:
            raise error
        return True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end, however it comes; False when `timeout` (s) came first."""
        return self._ended.wait(timeout)

    @property
    def error(self) -> Exception | None:
        """What a stage or a sink raised first; `join` raises it."""
        with self._lock:
            return self._error

    def take_notices(self) -> list[Notice]:
        """Return one for each processor and output that has failed since the last call."""
        with self._lock:
            notices, self._notices = self._notices, []
            return notices

    @property
    def batch(self) -> int:
        """Frames that go through the detector together; falls when the memory does not suffice."""
        return self._inference.batch

    @property
    def ended(self) -> bool:
        """Whether everything has been written and closed."""
        return self._ended.is_set()

    def _guard(self, run: Callable[[], None]) -> None:
        try:
            run()
        except Exception as error:
            _LOG.debug("%s ended", threading.current_thread().name, exc_info=error)
            self.abort(error)

    def _close(self) -> None:
        for thread in self._threads:
            thread.join()
        self._unsubscribe()
        for output in self.outputs.end():
            output.finish()
        # Last, as a driver may hang here: by now everything has been written.
        self._release()
        self._released.wait()
        self._ended.set()
        self._notify()

    def _release(self) -> None:
        """Close the source, once, on a thread of its own: that ends a read, and may itself take a while."""
        with self._lock:
            if self._releaser is not None:
                return
            self._releaser = threading.Thread(target=self._close_source, name="release", daemon=True)
        self._releaser.start()

    def _close_source(self) -> None:
        try:
            self.source.close()
            _LOG.debug("source closed: %s", self.source.info.name)
        except Exception as error:
            _LOG.debug("source not closed: %s", self.source.info.name, exc_info=error)
            with self._lock:
                self._error = self._error or error
        finally:
            self._released.set()

    def _count_drop(self, frame: Frame) -> None:
        if not frame.repeat:
            self.stats.drop("capture")
            _LOG.debug("frame %d dropped: a newer one came before inference was ready", frame.index)

    def _output_failed(self, output: SinkRunner) -> None:
        # It stays among the others, takes nothing more, and its thread is waited for at the end.
        _LOG.debug("output %s failed: %s", output.name, output.error)
        if self._sink_failure == "stop":
            self.abort(output.error)
            self._notify()
        else:
            self._tell(stopped(output))

    def _tell_failure(self, text: str) -> None:
        self._tell(Notice("error", text))

    def _tell(self, notice: Notice) -> None:
        with self._lock:
            self._notices.append(notice)
        self._notify()

    def _notify(self) -> None:
        if self._on_event is not None:
            self._on_event()
