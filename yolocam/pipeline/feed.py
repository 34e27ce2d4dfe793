"""A feed: one source with its playback, pipeline and statistics, from its opening to its end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from yolocam.address import shown
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.notices import Notice, NoticeBoard, Phase, SessionState, remark_of, sentence
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.render import Drawer
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

_LOG = logging.getLogger("yolocam.pipeline")


@dataclass(frozen=True, slots=True)
class FeedParts:
    """What the feeds of a session share: the detector, the outputs that outlive them, and how they begin.

    `make_drawer` returns that of one source, for its render thread; `processors` are opened anew by each.
    `at_end` says whether a file's end ends its feed. `on_event` is called without a payload, on any thread,
    when a feed has changed or told `notices` something.
    """

    store: SettingsStore
    detector: DetectorSwitch
    outputs: Outputs
    make_drawer: Callable[[], Drawer]
    open_source: Callable[[str], Source]
    processors: ProcessorStore
    at_end: Literal["stop", "hold"]
    notices: NoticeBoard
    on_event: Callable[[], None]


class Feed:
    """Opens one address and plays it, once: "opening", "running", then "idle" at its end, or "failed".

    `stop` may come at any moment, also while the source is being opened. `_lock` guards every field that
    changes.
    """

    def __init__(self, address: str, parts: FeedParts) -> None:
        self.address = address
        self._parts = parts
        self._opened_ns = time.monotonic_ns()
        self._lock = threading.Lock()
        self._phase: Phase = "opening"
        self._stopped = False
        self._pipeline: Pipeline | None = None
        self._remark: str | None = None  # the source's, as it was told last

    @property
    def state(self) -> SessionState:
        """The state at this moment."""
        with self._lock:
            info = self._pipeline.source.info if self._pipeline else None
            return SessionState(self._phase, self.address, info, self._opened_ns)

    @property
    def pipeline(self) -> Pipeline | None:
        """What runs, or ran to its end; None while the source is being opened, and where that failed."""
        with self._lock:
            return self._pipeline

    @property
    def playback(self) -> Playback | None:
        """The controls, where there is a pipeline."""
        pipeline = self.pipeline
        return pipeline.playback if pipeline else None

    @property
    def stats(self) -> Stats | None:
        """The counters, where there is a pipeline."""
        pipeline = self.pipeline
        return pipeline.stats if pipeline else None

    @property
    def outputs(self) -> Outputs | None:
        """The outputs that live as long as the source, where there is a pipeline."""
        pipeline = self.pipeline
        return pipeline.outputs if pipeline else None

    def take_remark(self) -> str | None:
        """Return what the source has to say of its files, if that is new since the last call."""
        with self._lock:
            remark = None if self._pipeline is None else remark_of(self._pipeline.source)
            if remark is None or remark == self._remark:
                return None
            self._remark = remark
            return remark

    def open(self) -> None:
        """Open the source and start the pipeline, as soon as a network is served; for a thread of its own.

        What goes wrong becomes a notice and the phase "failed". Nothing is opened once `stop` was called.
        """
        if self._is_stopped():
            return
        source: Source | None = None
        try:
            source = self._parts.open_source(self.address)
            self._parts.detector.wait_ready()
        except Exception as error:  # nobody else would hear of it: the window would wait for ever
            self._fail(error)
            if source is not None:
                source.close()
            return
        self._start(source)

    def stop(self) -> None:
        """Stop reading, or give up opening; what was captured still reaches the outputs. Returns at once."""
        with self._lock:
            self._stopped = True
            pipeline = self._pipeline
        if pipeline is not None:
            pipeline.stop()

    def leave(self, drain_s: float, abort_s: float) -> None:
        """Wait for the end of a feed that was stopped, and abort it where it takes longer than `drain_s`.

        It is left behind where it does not end within `abort_s` after that: its driver hangs.
        """
        pipeline = self.pipeline
        if pipeline is not None and not pipeline.wait(drain_s):
            pipeline.abort()
            pipeline.wait(abort_s)

    def _is_stopped(self) -> bool:
        with self._lock:
            return self._stopped

    def _start(self, source: Source) -> None:
        parts = self._parts
        pipeline = Pipeline(
            source,
            parts.detector,
            parts.make_drawer(),
            parts.store,
            chosen=parts.processors,
            session_outputs=parts.outputs,
            # Images stay until they are turned over, unless all are to be gone through.
            playback=Playback(paused=source.info.kind == "image" and parts.at_end == "hold"),
            paced=True,
            at_end=parts.at_end,
            sink_failure="detach",
            on_event=lambda: self._pipeline_event(pipeline),
        )
        with self._lock:
            stopped = self._stopped
            if not stopped:
                self._pipeline, self._phase = pipeline, "running"
        if stopped:
            source.close()
            return
        # Before the first frame: sinks that begin anew with each source must not see one of it earlier.
        for outputs in (parts.outputs, pipeline.outputs):
            outputs.follow(source.info)
        pipeline.start()
        parts.on_event()

    def _fail(self, error: Exception) -> None:
        _LOG.debug("source not opened: %s", shown(self.address), exc_info=error)
        with self._lock:
            if self._stopped:  # nobody waits for it any more
                return
            self._phase = "failed"
            self._tell(sentence(error), self.address)
        self._parts.on_event()

    def _pipeline_event(self, pipeline: Pipeline) -> None:
        for notice in pipeline.take_notices():
            self._parts.notices.put(notice)
        if pipeline.ended:
            error = pipeline.error
            with self._lock:
                self._phase = "idle" if error is None else "failed"
                if error is not None:
                    self._tell(sentence(error), self.address)
        self._parts.on_event()

    def _tell(self, text: str, again: str) -> None:
        self._parts.notices.put(Notice("error", text, again))
