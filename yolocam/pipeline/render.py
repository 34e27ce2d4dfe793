"""The render stage: has each result processed, draws it once and hands it to every sink."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

from yolocam.detections import Detections
from yolocam.frame import Detected, Image, OverlayShape, Rendered, publish
from yolocam.pipeline.attached_outputs import Outputs
from yolocam.pipeline.channel import Channel, Closed
from yolocam.pipeline.drawing.marks import has_boxes_painted
from yolocam.pipeline.process import ProcessStage
from yolocam.pipeline.stats import Stats
from yolocam.settings import Settings, SettingsStore


class Drawer(Protocol):
    """What draws boxes on a copy of an image (see `annotate.Annotator`)."""

    def draw(
        self,
        image: Image,
        detections: Detections,
        class_names: tuple[str, ...],
        settings: Settings,
        fps: float | None = None,
        shapes: Sequence[OverlayShape] = (),
    ) -> Image:
        """Return a new annotated image; the given one stays as it is."""


def draw_result(drawer: Drawer, detected: Detected, settings: Settings, stats: Stats | None) -> Image:
    """Return the annotated image of a result, read-only; with the frame rate if the settings ask for it.

    Boxes that are painted in the image already are not drawn again.
    """
    if has_boxes_painted(detected):
        return detected.frame.image
    fps = stats.rate("inference") if stats is not None and settings.show_fps else None
    image, names = detected.frame.image, detected.model.class_names
    return publish(drawer.draw(image, detected.detections, names, settings, fps, detected.shapes))


class RenderStage:
    """Moves results from `detected` to the sinks, processed, and drawn with the settings of this moment."""

    def __init__(
        self,
        detected: Channel[Detected],
        process: ProcessStage,
        outputs: Outputs,
        drawer: Drawer,
        store: SettingsStore,
        stats: Stats,
    ) -> None:
        self._detected = detected
        self._process = process
        self._outputs = outputs
        self._drawer = drawer
        self._store = store
        self._stats = stats

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
        receivers = self._outputs.receivers()
        wanted = any(output.wants_image for output in receivers)
        item = Rendered(detected, self._draw(detected) if wanted else None)
        for output in receivers:
            output.offer(item)

    def _draw(self, detected: Detected) -> Image:
        started = time.monotonic_ns()
        image = draw_result(self._drawer, detected, self._store.current, self._stats)
        self._stats.add_time("draw", time.monotonic_ns() - started)
        return image
