"""One viewer's session: its feeds, and the detector and outputs that outlive them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from yolocam.pipeline.attached_outputs import Outputs, stopped
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.feed import Feed, FeedParts
from yolocam.pipeline.interfaces import BatchDetector, Source
from yolocam.pipeline.notices import Notice, NoticeBoard, SessionState, sentence
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.processor_store import ProcessorStore
from yolocam.pipeline.render import Drawer
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings, SettingsStore

DRAIN_PATIENCE_S = 1.0
"""How long the last frames of an old source may take where nobody records them."""

STOP_PATIENCE_S = 5.0
"""How long an old source may take to end before it is left behind."""


class Session:
    """Opens sources one after the other and keeps the detector and `outputs` across them.

    All methods return at once except `close`; slow work happens on a thread for each opening.
    `on_event` is called without a payload, on any thread, whenever `state`, `notices` or the
    outputs may have changed. `make_drawer` returns that of one source. Each source opens the
    `processors` anew; those wanted may change at any moment. `_lock` guards every field that changes.
    """

    def __init__(
        self,
        store: SettingsStore,
        detector: DetectorSwitch,
        open_source: Callable[[str], Source],
        make_drawer: Callable[[], Drawer],
        *,
        processors: ProcessorStore | None = None,
        exit_at_end: bool = False,
        on_event: Callable[[], None] | None = None,
    ) -> None:
        self.store = store
        self.detector = detector
        self.processors = ProcessorStore() if processors is None else processors
        self.on_event = on_event
        self._lock = threading.Lock()
        self._opening = threading.Lock()  # one opening works at a time
        self._feeds: tuple[Feed, ...] = ()  # one at most, as `open` replaces what there is
        self._leaving: tuple[Feed, ...] = ()  # those that were stopped and may still be ending
        self._openers: list[threading.Thread] = []
        self._notices = NoticeBoard()
        self._refusal: str | None = None  # the detector's, as it was told last
        self.outputs = Outputs(
            "session",
            stats=self._stats,
            failed=self._output_failed,
            other=self._source_outputs,
            changed=self._notify,
        )
        self._parts = FeedParts(
            store=store,
            detector=detector,
            outputs=self.outputs,
            make_drawer=make_drawer,
            open_source=open_source,
            processors=self.processors,
            at_end="stop" if exit_at_end else "hold",
            notices=self._notices,
            on_event=self._notify,
        )
        detector.on_change = self._detector_changed

    # What a window reads.

    @property
    def state(self) -> SessionState:
        """The state at this moment."""
        preparing, feed = self.detector.preparing, self.feed
        return replace(feed.state if feed else SessionState("idle"), preparing=preparing)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """What is opening, running, or was shown last."""
        with self._lock:
            return self._feeds

    @property
    def feed(self) -> Feed | None:
        """The feed that is shown."""
        return next(iter(self.feeds), None)

    @property
    def pipeline(self) -> Pipeline | None:
        """The running pipeline (its `stats`, `playback`, `source`); None while nothing is open."""
        feed = self.feed
        return feed.pipeline if feed else None

    @property
    def playback(self) -> Playback | None:
        """The controls of the running pipeline."""
        feed = self.feed
        return feed.playback if feed else None

    def take_notices(self) -> list[Notice]:
        """Return what happened since the last call."""
        failure = self.detector.take_failure() if self.detector.model is not None else None
        if failure is not None:
            self._notices.put(Notice("error", sentence(failure), matter="model"))
        refusal = self.detector.refusal
        with self._lock:
            news = refusal if refusal != self._refusal else None
            self._refusal = refusal
        for text in (news, *(feed.take_remark() for feed in self.feeds)):
            if text is not None:
                self._notices.put(Notice("info", text))
        return self._notices.take()

    # What a window asks for.

    def open(self, address: str) -> None:
        """Open a source in place of the present one; `state.phase` tells how it goes."""
        self.detector.retry()
        feed = Feed(address, self._parts)
        opener = threading.Thread(target=self._open, args=(feed,), name="open", daemon=True)
        self._replace((feed,), opener)
        self._notify()

    def close_source(self) -> None:
        """Close the source, or give up opening one."""
        self._replace(())
        self._notify()

    def notify(self, notice: Notice) -> None:
        """Add a notice for the window."""
        self._notices.put(notice)
        self._notify()

    def beside(self, address: str, settings: Settings, detector: BatchDetector, batch: int = 1) -> Pipeline:
        """Return a pipeline of its own for a file, not yet started, that goes through it once, unpaced.

        It has a drawer and the processors of this moment; `detector` stays the caller's. Raises SourceError.
        """
        return Pipeline(
            self._parts.open_source(address),
            detector,
            self._parts.make_drawer(),
            SettingsStore(settings),
            chosen=ProcessorStore(self.processors.current),
            batch=batch,
        )

    def close(self) -> None:
        """Close the source, finish the outputs, release the detector; waits for all of it."""
        finishers = [self.outputs.detach(output) for output in self.outputs.queued()]
        self.close_source()
        self._wait_leaving()
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

    def _replace(self, feeds: tuple[Feed, ...], opener: threading.Thread | None = None) -> None:
        """Put these feeds in the place of the present ones, which are stopped, and start their opener."""
        with self._lock:
            left, self._feeds = self._feeds, feeds
            self._leaving = (*self._leaving, *left)
            self._openers = [t for t in self._openers if t.is_alive()]
            if opener is not None:
                self._openers.append(opener)
                opener.start()
        for feed in left:
            feed.stop()

    def _open(self, feed: Feed) -> None:
        with self._opening:
            if feed in self.feeds:  # otherwise another one is wanted by now
                self._wait_leaving()  # first: the next source may be the same camera
                feed.open()

    def _wait_leaving(self) -> None:
        """Wait for the feeds that were stopped to end, or leave them behind where their driver hangs."""
        with self._lock:
            leaving = self._leaving
        # A recording gets all frames; where there is none, nobody misses the last of them.
        drain_s = STOP_PATIENCE_S if self.outputs.queued() else DRAIN_PATIENCE_S
        for feed in leaving:
            feed.leave(drain_s, STOP_PATIENCE_S)
        with self._lock:
            self._leaving = tuple(feed for feed in self._leaving if feed not in leaving)

    def _stats(self) -> Stats | None:
        feed = self.feed
        return feed.stats if feed else None

    def _source_outputs(self) -> Outputs | None:
        feed = self.feed
        return feed.outputs if feed else None

    def _output_failed(self, output: SinkRunner) -> None:
        self.notify(stopped(output))

    def _detector_changed(self) -> None:
        """Show a held frame as the new network sees it."""
        for playback in [feed.playback for feed in self.feeds]:
            if playback is not None:
                playback.repeat()
        self._notify()

    def _notify(self) -> None:
        on_event = self.on_event  # once: the window takes it away while threads are still at work
        if on_event is not None:
            on_event()
