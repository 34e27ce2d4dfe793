"""One viewer's session: a source at a time, and one detector and outputs that outlive it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Literal

from yolocam.address import shown
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.interfaces import Processor, Source
from yolocam.pipeline.notices import Notice, NoticeBoard, Phase, SessionState, remark_of, sentence
from yolocam.pipeline.outputs import Outputs, stopped
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.render import Drawer
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

_LOG = logging.getLogger("yolocam.pipeline")

DRAIN_PATIENCE_S = 1.0
"""How long the last frames of an old source may take where nobody records them."""

STOP_PATIENCE_S = 5.0
"""How long an old source may take to end before it is left behind."""


class Session:
    """Opens sources one after the other and keeps the detector and `outputs` across them.

    All methods return at once except `close`; slow work happens on a thread for each opening.
    `on_event` is called without a payload, on any thread, whenever `state`, `notices` or the
    outputs may have changed. `make_processors` returns those of one source. `_lock` guards every field
    that changes.
    """

    def __init__(
        self,
        store: SettingsStore,
        detector: DetectorSwitch,
        open_source: Callable[[str], Source],
        drawer: Drawer,
        *,
        make_processors: Callable[[], Sequence[Processor]] = tuple,
        exit_at_end: bool = False,
        on_event: Callable[[], None] | None = None,
    ) -> None:
        self.store = store
        self.detector = detector
        self._open_source = open_source
        self._drawer = drawer
        self._make_processors = make_processors
        self._at_end: Literal["stop", "hold"] = "stop" if exit_at_end else "hold"
        self.on_event = on_event
        self._lock = threading.Lock()
        self._opening = threading.Lock()  # one opening works at a time
        self._generation = 0
        self._phase: Phase = "idle"
        self._address: str | None = None
        self._opened_ns = 0
        self._pipeline: Pipeline | None = None
        self._left: Pipeline | None = None  # the one closed last, which may still be ending
        self._notices = NoticeBoard()
        self.outputs = Outputs(
            "session",
            stats=self._stats,
            failed=self._output_failed,
            other=self._source_outputs,
            changed=self._notify,
        )
        self._refusal: str | None = None  # the detector's, as it was told last
        self._remark: str | None = None  # the source's, as it was told last
        self._openers: list[threading.Thread] = []
        detector.on_change = self._detector_changed

    # What a window reads.

    @property
    def state(self) -> SessionState:
        """The state at this moment."""
        preparing = self.detector.preparing
        with self._lock:
            info = self._pipeline.source.info if self._pipeline else None
            return SessionState(self._phase, self._address, info, self._opened_ns, preparing)

    @property
    def pipeline(self) -> Pipeline | None:
        """The running pipeline (its `stats`, `playback`, `source`); None while nothing is open."""
        with self._lock:
            return self._pipeline

    @property
    def playback(self) -> Playback | None:
        """The controls of the running pipeline."""
        pipeline = self.pipeline
        return pipeline.playback if pipeline else None

    def take_notices(self) -> list[Notice]:
        """Return what happened since the last call."""
        failure = self.detector.take_failure() if self.detector.model is not None else None
        refusal = self.detector.refusal
        with self._lock:
            if failure is not None:
                self._notices.put(Notice("error", sentence(failure)))
            if refusal is not None and refusal != self._refusal:
                self._notices.put(Notice("info", refusal))
            self._refusal = refusal
            remark = None if self._pipeline is None else remark_of(self._pipeline.source)
            if remark is not None and remark != self._remark:
                self._notices.put(Notice("info", remark))
            self._remark = remark or self._remark
        return self._notices.take()

    # What a window asks for.

    def open(self, address: str) -> None:
        """Open a source in place of the present one; `state.phase` tells how it goes."""
        self.detector.retry()
        with self._lock:
            self._generation += 1
            generation = self._generation
            self._remark = None
            self._phase, self._address = "opening", address
            self._opened_ns = time.monotonic_ns()
            self._openers = [t for t in self._openers if t.is_alive()]
            opener = threading.Thread(target=self._open, args=(address, generation), name="open", daemon=True)
            self._openers.append(opener)
            opener.start()
        self._notify()

    def close_source(self) -> None:
        """Close the source, or give up opening one."""
        with self._lock:
            self._generation += 1
            pipeline, self._pipeline = self._pipeline, None
            self._left = pipeline or self._left
            self._phase, self._address = "idle", None
        if pipeline is not None:
            pipeline.stop()
        self._notify()

    def notify(self, notice: Notice) -> None:
        """Add a notice for the window."""
        self._notices.put(notice)
        self._notify()

    def close(self) -> None:
        """Close the source, finish the outputs, release the detector; waits for all of it."""
        finishers = [self.outputs.detach(output) for output in self.outputs.queued()]
        self.close_source()
        self._wait_left()
        for finisher in finishers:
            finisher.join()
        for output in self.outputs.end():
            output.finish()
        self.detector.close()  # which also ends an opening that waits for it
        with self._lock:
            openers = list(self._openers)
        for opener in openers:
            opener.join(STOP_PATIENCE_S)

    # Behind it.

    def _open(self, address: str, generation: int) -> None:
        with self._opening:
            if not self._leave_current(generation):
                return
            source: Source | None = None
            try:
                source = self._open_source(address)
                processors = self._make_processors()
                self.detector.wait_ready()
            except Exception as error:  # nobody else would hear of it: the window would wait for ever
                self._fail(generation, address, error)
                if source is not None:
                    source.close()
                return
            self._install(source, processors, address, generation)

    def _leave_current(self, generation: int) -> bool:
        """End the present source first: the next one may be the same camera. False if overtaken."""
        with self._lock:
            if generation != self._generation:
                return False
            pipeline, self._pipeline = self._pipeline, None
            self._left = pipeline or self._left
        if pipeline is not None:
            pipeline.stop()
        self._wait_left()
        return True

    def _wait_left(self) -> None:
        """Wait for the last source to end, or leave it behind where its driver hangs."""
        with self._lock:
            pipeline = self._left
        if pipeline is None:
            return
        kept = bool(self.outputs.queued())
        if not pipeline.wait(STOP_PATIENCE_S if kept else DRAIN_PATIENCE_S):
            pipeline.abort()
            pipeline.wait(STOP_PATIENCE_S)  # a slow network ends its frame, a driver may hang for good
        with self._lock:
            if self._left is pipeline:
                self._left = None

    def _install(
        self, source: Source, processors: Sequence[Processor], address: str, generation: int
    ) -> None:
        pipeline = Pipeline(
            source,
            self.detector,
            self._drawer,
            self.store,
            processors=processors,
            session_outputs=self.outputs,
            paced=True,
            at_end=self._at_end,
            sink_failure="detach",
            on_event=lambda: self._pipeline_event(pipeline, address),
        )
        with self._lock:
            current = generation == self._generation
            if current:
                self._pipeline, self._phase = pipeline, "running"
        if not current:
            source.close()
            return
        for outputs in (self.outputs, pipeline.outputs):
            outputs.follow(source.info)
        pipeline.start()
        self._notify()

    def _fail(self, generation: int, address: str, error: Exception) -> None:
        _LOG.debug("source not opened: %s", shown(address), exc_info=error)
        with self._lock:
            if generation != self._generation:
                return
            self._phase = "failed"
            self._notices.put(Notice("error", sentence(error), address))
        self._notify()

    def _pipeline_event(self, pipeline: Pipeline, address: str) -> None:
        for text in pipeline.take_notices():
            self._notices.put(Notice("error", text))
        if pipeline.ended:
            self._pipeline_ended(pipeline, address)
        self._notify()

    def _pipeline_ended(self, pipeline: Pipeline, address: str) -> None:
        error = pipeline.error
        with self._lock:
            if self._pipeline is pipeline and self._phase == "running":  # not while the next one opens
                self._phase = "idle" if error is None else "failed"
            if error is not None:
                self._notices.put(Notice("error", sentence(error), address))

    def _stats(self) -> Stats | None:
        pipeline = self.pipeline
        return pipeline.stats if pipeline is not None else None

    def _source_outputs(self) -> Outputs | None:
        pipeline = self.pipeline
        return pipeline.outputs if pipeline is not None else None

    def _output_failed(self, output: SinkRunner) -> None:
        self.notify(Notice("error", stopped(output)))

    def _detector_changed(self) -> None:
        """Show a held frame as the new network sees it."""
        playback = self.playback
        if playback is not None:
            playback.repeat()
        self._notify()

    def _notify(self) -> None:
        on_event = self.on_event  # once: the window takes it away while threads are still at work
        if on_event is not None:
            on_event()
