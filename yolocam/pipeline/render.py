"""The render stage: has each result processed, draws it once and hands it to every sink."""

from __future__ import annotations

import threading
import time
from typing import Protocol

from yolocam.frame import Detected, Detections, Image, Rendered, publish
from yolocam.pipeline.channel import Channel, Closed
from yolocam.pipeline.interfaces import Sink
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings, SettingsStore


class Drawer(Protocol):
    """What draws boxes on a copy of a picture (see `annotate.Annotator`)."""

    def draw(
        self,
        image: Image,
        detections: Detections,
        class_names: tuple[str, ...],
        settings: Settings,
        fps: float | None = None,
    ) -> Image:
        """Return a new annotated image; the given one stays as it is."""


def draw_result(drawer: Drawer, detected: Detected, settings: Settings, stats: Stats | None) -> Image:
    """Return the annotated image of a result, read-only; with the frame rate if the settings ask for it."""
    fps = stats.rate("inference") if stats is not None and settings.show_fps else None
    image, names = detected.frame.image, detected.model.class_names
    return publish(drawer.draw(image, detected.detections, names, settings, fps))


class RenderStage:
    """Moves results from `detected` to the sinks, processed, and drawn with the settings of this moment.

    A sink with a thread of its own stands behind a SinkRunner. A direct sink is called on the render
    thread itself and must never wait (the window's mailbox). `_lock` guards both tuples, which are
    replaced whole, so that a sink can join or leave while frames flow, and `_ended`.
    """

    def __init__(
        self,
        detected: Channel[Detected],
        process: ProcessStage,
        drawer: Drawer,
        store: SettingsStore,
        stats: Stats,
    ) -> None:
        self._detected = detected
        self._process = process
        self._drawer = drawer
        self._store = store
        self._stats = stats
        self._lock = threading.Lock()
        self._runners: tuple[SinkRunner, ...] = ()
        self._direct: tuple[Sink, ...] = ()
        self._ended = False

    def add(self, runner: SinkRunner) -> bool:
        """Let a sink receive from the next frame on; False when there will be none."""
        with self._lock:
            if self._ended:
                return False
            self._runners = (*self._runners, runner)
            return True

    def add_direct(self, sink: Sink) -> None:
        """Let a sink that never waits be called on the render thread."""
        with self._lock:
            self._direct = (*self._direct, sink)

    def remove(self, runner: SinkRunner) -> None:
        """Stop feeding a sink; the caller finishes it."""
        with self._lock:
            self._runners = tuple(r for r in self._runners if r is not runner)

    def end(self) -> tuple[SinkRunner, ...]:
        """Take no more sinks, and return those with a thread of their own."""
        with self._lock:
            self._ended = True
            return self._runners

    def run(self) -> None:
        """Work until `detected` ends."""
        try:
            while True:
                self._render(self._process.process(self._detected.get()))
        except Closed:
            pass
        finally:
            self._detected.cancel()

    def _render(self, detected: Detected) -> None:
        with self._lock:
            runners, direct = self._runners, self._direct
        wanted = any(runner.wants_image for runner in runners) or any(s.wants_image for s in direct)
        item = Rendered(detected, self._draw(detected) if wanted else None)
        for sink in direct:
            sink.write(item)
        for runner in runners:
            runner.offer(item)

    def _draw(self, detected: Detected) -> Image:
        started = time.monotonic_ns()
        image = draw_result(self._drawer, detected, self._store.current, self._stats)
        self._stats.add_time("draw", time.monotonic_ns() - started)
        return image
