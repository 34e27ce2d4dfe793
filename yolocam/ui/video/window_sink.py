"""The mailbox between the render thread and the window: at most one image waits in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from yolocam.frame import Detected, Image, Rendered
from yolocam.palette import Palette, load_palette
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.drawing.marks import has_boxes_painted, marks_of, shape_colour
from yolocam.pipeline.render import draw_result
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore
from yolocam.ui.video.mirror import mirrored
from yolocam.ui.video.overlay import Overlay

_LOG = logging.getLogger("yolocam.ui")


@dataclass(frozen=True, slots=True, eq=False)
class PaintedImage:
    """A result, its image as Qt paints it, and what lies over it.

    `pixels` (H, W, 4) is the memory that `image` looks at. Where it is `mirrored`, left and
    right of the image and the overlay are exchanged, but not those of the result.
    """

    rendered: Rendered
    image: QImage
    pixels: Image
    overlay: Overlay
    mirrored: bool


class WindowSink(QObject):
    """A direct sink: the newest image replaces one that was not painted yet, and nothing waits.

    `arrived` carries no payload; it is emitted when the empty mailbox is filled, so that at most one
    wake-up is under way. The window calls `take` when it paints. `stats` returns the counters of the
    running pipeline: a replaced image counts as dropped by the display, a painted one as displayed.

    The image stays as it was captured: the window paints boxes and labels over it in the resolution of the
    screen. They are drawn into an image only where a recorder wants it.
    """

    wants_image = False

    arrived = Signal()

    def __init__(self, store: SettingsStore, stats: Callable[[], Stats | None]) -> None:
        super().__init__()
        self._store = store
        self._palette: Palette | None = None  # the last one; used on the render thread
        self._stats = stats
        self._lock = threading.Lock()
        self._pending: PaintedImage | None = None  # guarded by _lock
        self.mirror = False
        """Show the image as a mirror would; the labels stay readable."""

    def write(self, item: Rendered) -> None:
        """Leave an image for the window; called on the render thread."""
        mirror = self.mirror  # read once: it may change at any moment
        shown = mirrored(item.detected) if mirror else item.detected
        picture = _to_picture(item, shown.frame.image, self._overlay_of(shown), mirror=mirror)
        with self._lock:
            replaced, self._pending = self._pending, picture
        if replaced is None:
            self.arrived.emit()
        else:
            self._count_drop(replaced)

    def close(self) -> None:
        """Nothing to finish; the last image stays for the window."""

    def take(self) -> PaintedImage | None:
        """Return the newest image, once; None when nothing new has come. For the UI thread."""
        with self._lock:
            picture, self._pending = self._pending, None
        return picture

    def discard(self) -> None:
        """Throw away what waits; it counts as dropped by the display."""
        picture = self.take()
        if picture is not None:
            self._count_drop(picture)

    def annotated(self, item: Rendered) -> Rendered:
        """Return a result with its annotated image, straight also where the window shows a mirror.

        Recordings have it from the render thread; without one it is drawn now. For the UI thread.
        """
        if item.image is not None:
            return item
        image = draw_result(Annotator(), item.detected, self._store.current, self._stats())
        return replace(item, image=image)

    def painted(self, picture: PaintedImage) -> None:
        """Count an image as displayed now."""
        stats = self._stats()
        frame = picture.rendered.frame
        if stats is not None and not frame.repeat:
            stats.displayed(frame.captured_ns)

    def _count_drop(self, picture: PaintedImage) -> None:
        stats = self._stats()
        if stats is not None and not picture.rendered.frame.repeat:
            stats.drop("display")
            _LOG.debug("frame %d not shown: a newer one came first", picture.rendered.frame.index)

    def _overlay_of(self, detected: Detected) -> Overlay:
        """Return what to paint over a result; PaletteError as `Annotator.draw` raises it."""
        if has_boxes_painted(detected):
            return Overlay()
        settings, stats = self._store.current, self._stats()
        if self._palette is None or self._palette.name != settings.palette:
            self._palette = load_palette(settings.palette)
        palette, names = self._palette, detected.model.class_names
        return Overlay(
            marks_of(detected.detections, detected.frame.size_wh, names, settings, palette),
            [(shape, shape_colour(shape, palette, settings)) for shape in detected.shapes],
            labels=settings.labels,
            line_width=settings.line_width,
            label_size=settings.label_size,
            fps=stats.rate("inference") if stats is not None and settings.show_fps else None,
        )


def _to_picture(item: Rendered, image: Image, overlay: Overlay, *, mirror: bool) -> PaintedImage:
    # Four bytes a pixel: converting costs 0.5 ms for 1080p here, and saves the UI thread 4 ms of
    # scaling, which Qt does several times faster in its native format.
    pixels = np.empty((*image.shape[:2], 4), np.uint8)
    cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=pixels)
    height, width = pixels.shape[:2]
    image_for_qt = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return PaintedImage(item, image_for_qt, pixels, overlay, mirror)
