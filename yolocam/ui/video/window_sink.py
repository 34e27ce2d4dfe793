"""The mailbox between the render thread and the window: at most one picture waits in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from yolocam.frame import Image, Rendered
from yolocam.pipeline.render import Drawer
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore
from yolocam.ui.video.mirror import draw_mirrored

_LOG = logging.getLogger("yolocam.ui")


@dataclass(frozen=True, slots=True, eq=False)
class PaintedImage:
    """A result and its picture as Qt paints it; `pixels` (H, W, 4) is the memory that `image` looks at."""

    rendered: Rendered
    image: QImage
    pixels: Image


class WindowSink(QObject):
    """A direct sink: the newest picture replaces one that was not painted yet, and nothing waits.

    `arrived` carries no payload; it is emitted when the empty mailbox is filled, so that at most one
    wake-up is under way. The window calls `take` when it paints. `stats` returns the counters of the
    running pipeline: a replaced picture counts as dropped by the display, a painted one as displayed.
    """

    arrived = Signal()
    wants_image = True

    def __init__(self, store: SettingsStore, drawer: Drawer, stats: Callable[[], Stats | None]) -> None:
        super().__init__()
        self._store = store
        self._drawer = drawer
        self._stats = stats
        self._lock = threading.Lock()
        self._pending: PaintedImage | None = None  # guarded by _lock
        self.mirror = False
        """Show the picture as a mirror would; the labels stay readable."""

    def write(self, item: Rendered) -> None:
        """Leave a picture for the window; called on the render thread."""
        if self.mirror:
            image = draw_mirrored(self._drawer, item, self._store.current, self._fps())
        else:
            image = item.frame.image if item.image is None else item.image
        picture = _to_picture(item, image)
        with self._lock:
            replaced, self._pending = self._pending, picture
        if replaced is None:
            self.arrived.emit()
        else:
            self._count_drop(replaced)

    def close(self) -> None:
        """Nothing to finish; the last picture stays for the window."""

    def take(self) -> PaintedImage | None:
        """Return the newest picture, once; None when nothing new has come. For the UI thread."""
        with self._lock:
            picture, self._pending = self._pending, None
        return picture

    def discard(self) -> None:
        """Throw away what waits; it counts as dropped by the display."""
        picture = self.take()
        if picture is not None:
            self._count_drop(picture)

    def painted(self, picture: PaintedImage) -> None:
        """Count a picture as displayed now."""
        stats = self._stats()
        frame = picture.rendered.frame
        if stats is not None and not frame.repeat:
            stats.displayed(frame.captured_ns)

    def _count_drop(self, picture: PaintedImage) -> None:
        stats = self._stats()
        if stats is not None and not picture.rendered.frame.repeat:
            stats.drop("display")
            _LOG.debug("frame %d not shown: a newer one came first", picture.rendered.frame.index)

    def _fps(self) -> float | None:
        stats = self._stats()
        return stats.rate("inference") if stats is not None and self._store.current.show_fps else None


def _to_picture(item: Rendered, image: Image) -> PaintedImage:
    # Four bytes a pixel: converting costs 0.5 ms for 1080p here, and saves the UI thread 4 ms of
    # scaling, which Qt does several times faster in its native format.
    pixels = np.empty((*image.shape[:2], 4), np.uint8)
    cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=pixels)
    height, width = pixels.shape[:2]
    image_for_qt = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    return PaintedImage(item, image_for_qt, pixels)
