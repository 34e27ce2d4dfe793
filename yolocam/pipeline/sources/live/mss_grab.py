"""Images of a screen on Windows and macOS, by the package mss. Written, and never run there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction

import cv2
import numpy as np

from yolocam.errors import SourceError
from yolocam.frame import Image
from yolocam.pipeline.sources.live.x11_desktop import Rectangle


class MssGrab:
    """A screen by its number, or a rectangle of the desktop, `fps` times a second; SourceError."""

    def __init__(self, screen: int, rectangle: Rectangle | None, fps: Fraction, name: str) -> None:
        import mss

        self._name, self._step_s = name, float(1 / fps)
        self._stopped = False
        self._mss = mss.MSS()
        monitors = self._mss.monitors[1:]  # the first is all of them together
        if rectangle is not None:
            self._area = dict(zip(("left", "top", "width", "height"), rectangle, strict=True))
        elif screen < len(monitors):
            self._area = monitors[screen]
        else:
            raise SourceError(f"{name}: there are {len(monitors)} screens, expected 0 to {len(monitors) - 1}")

    def images(self) -> Iterator[tuple[Image, int]]:
        """Yield images as they are due, each with its monotonic time in ns."""
        due = time.monotonic()
        while not self._stopped:
            time.sleep(max(due - time.monotonic(), 0))
            due = max(due + self._step_s, time.monotonic())
            try:
                shot = np.asarray(self._mss.grab(self._area))
            except Exception as error:  # mss has its own errors, one for each system
                raise SourceError(f"{self._name} gives no more images: {error}") from error
            yield np.asarray(cv2.cvtColor(shot, cv2.COLOR_BGRA2BGR), np.uint8), time.monotonic_ns()

    def stop(self) -> None:
        """End the images."""
        self._stopped = True

    def close(self) -> None:
        """Let go of the screen."""
        self._mss.close()
