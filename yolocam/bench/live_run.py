"""Measures a live source through the real pipeline, without a window: rate, drops, latency."""

from __future__ import annotations

from dataclasses import dataclass

from yolocam.frame import Rendered
from yolocam.model.detector import Detector
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.stats import Snapshot, Stats
from yolocam.settings import Settings, SettingsStore


class Display:
    """A sink in the place of the window: counts what it would have shown, and when."""

    wants_image = True

    def __init__(self) -> None:
        self.stats: Stats | None = None
        self.last_index = -1

    def write(self, item: Rendered) -> None:
        """Count the image as shown now."""
        if self.stats is not None:
            self.stats.displayed(item.frame.captured_ns)
            self.last_index = item.frame.index

    def close(self) -> None:
        """Nothing to finish."""


@dataclass(frozen=True, slots=True)
class LiveRun:
    """The pipeline's own figures, and the frames for which the source's reader came too late."""

    snapshot: Snapshot
    missed: int


def run_live(source: Source, detector: Detector, settings: Settings, seconds: float) -> LiveRun:
    """Let the source run for some seconds; what stages or the source raise is raised here.

    The network has run once before at this resolution, as it has in the window.
    """
    display = Display()
    detector.warm(settings)
    pipeline = Pipeline(source, detector, Annotator(), SettingsStore(settings))
    display.stats = pipeline.stats
    pipeline.outputs.attach(display, delivery="direct")
    pipeline.start()
    try:
        pipeline.join(seconds)
        snapshot = pipeline.stats.snapshot()
        last = display.last_index
    finally:
        pipeline.stop()
        pipeline.abort()
        pipeline.wait()
    taken = snapshot.displayed + snapshot.dropped["capture"]
    return LiveRun(snapshot, max(last + 1 - taken, 0) if source.info.kind == "synthetic" else 0)
