"""The newest frame that Qt gave of a screen, as a message for the process that wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QImage

from yolocam.ui.screen.latest_writer import Message

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

_CANCELLED = "because user cancelled"
_REFUSED = "refused the desktop was asked, and did not allow it"


class LatestScreen:
    """Holds the newest frame of a screen, and what went wrong. Frames and faults come from any thread.

    `part` is the rectangle of the screen that is wanted, in its pixels; None wants all of it.
    """

    def __init__(self, part: Sequence[int] | None) -> None:
        self._part = part
        self._lock = threading.Lock()
        self._new: tuple[QVideoFrame, int] | None = None
        self._last: NDArray[np.uint8] | None = None
        self._fault = ""
        self.over = False
        """Whether a fault was told, after which there is nothing more."""

    def take(self, frame: QVideoFrame) -> None:
        """Note a frame; it replaces one that was not sent."""
        with self._lock:
            self._new = frame, time.monotonic_ns()

    def fail(self, words: str) -> None:
        """Note what is wrong; the first fault counts."""
        with self._lock:
            self._fault = self._fault or " ".join(words.split()) or "an error that Qt does not name"

    def hear(self, _kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        """Note what Qt says in its log alone: that the user refused."""
        if _CANCELLED in words:
            self.fail(_REFUSED)

    def message(self) -> Message:
        """Return what is to be sent now: the newest image, the last one again, a fault, or nothing yet."""
        with self._lock:
            new, self._new = self._new, None
            found_ns, fault = time.monotonic_ns(), self._fault
        if not fault and new is not None:
            frame, found_ns = new
            with _image(frame) as image:
                fault = self._keep(image)
        if fault:
            self.over = True
            return (f"error {fault}\n".encode(),)
        if self._last is None:
            return ()
        height, width = self._last.shape[:2]
        # A screen on which nothing moves gives no frames: it is as it was.
        return f"image {found_ns} {width} {height}\n".encode(), self._last.reshape(-1).data

    def _keep(self, image: QImage) -> str:
        """Keep an image as rows of BGR; return why it cannot be used."""
        if image.isNull():
            return ""  # an empty frame: the next one counts
        width, height = image.width(), image.height()
        x, y, wide, high = self._part or (0, 0, width, height)
        if min(x, y) < 0 or x + wide > width or y + high > height:
            return f"the part is not on the screen, expected it within its {width}x{height} pixels"
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine() // 4, 4)
        self._last = np.asarray(cv2.cvtColor(rows[y : y + high, x : x + wide], cv2.COLOR_BGRA2BGR), np.uint8)
        return ""


@contextmanager
def _image(frame: QVideoFrame) -> Iterator[QImage]:
    """Give a frame in 32 bits, BGR and one unused. Qt's own way, through OpenGL, takes far longer.

    The image may look at the memory of the frame, which is kept only within.
    """
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

    plain = QVideoFrameFormat.imageFormatFromPixelFormat(frame.pixelFormat())
    if plain == QImage.Format.Format_Invalid or not frame.map(QVideoFrame.MapMode.ReadOnly):
        yield frame.toImage().convertToFormat(QImage.Format.Format_RGB32)
        return
    try:
        image = QImage(frame.bits(0), frame.width(), frame.height(), frame.bytesPerLine(0), plain)
        yield image.convertToFormat(QImage.Format.Format_RGB32)
    finally:
        frame.unmap()
