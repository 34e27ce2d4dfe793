"""Images of an X11 screen or window, as FFmpeg grabs them in a process of its own."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from yolocam.errors import SourceError, reason_of
from yolocam.frame import Image
from yolocam.system.helper_process import end, pipes, start


@dataclass(frozen=True, slots=True)
class GrabRequest:
    """What is grabbed: a rectangle (x, y, width, height) of an X display in pixels, or one window of it."""

    display: str
    rectangle: tuple[int, int, int, int]
    fps: Fraction
    cursor: bool = True
    window: int | None = None

    def task(self) -> dict[str, object]:
        """Return what FFmpeg is to open."""
        x, y, width, height = self.rectangle
        options = {
            "video_size": f"{width}x{height}",
            "framerate": f"{self.fps.numerator}/{self.fps.denominator}",
            "draw_mouse": str(int(self.cursor)),
        }
        if self.window is not None:
            return {"address": self.display, "options": {**options, "window_id": str(self.window)}}
        return {"address": f"{self.display}+{x},{y}", "options": options}


class ScreenGrab:
    """An open grab; `name` stands in messages. Raises SourceError if it cannot be started.

    `stop` may be called by any thread, and ends `images`.
    """

    def __init__(self, request: GrabRequest, name: str) -> None:
        self._name = name
        try:
            self._process = start("yolocam.media.screen_grabber")
        except OSError as error:
            raise SourceError(f"{name} cannot be captured: {reason_of(error)}") from error
        requests, self._answers = pipes(self._process)
        with contextlib.suppress(OSError):  # it has ended already, and `images` says so
            requests.write(json.dumps(request.task()).encode() + b"\n")
            requests.flush()

    def images(self) -> Iterator[tuple[Image, int]]:
        """Yield images as they are due, each with its monotonic time in ns, until `stop`.

        Raises SourceError where the screen or window has gone.
        """
        first = self._answers.readline().decode(errors="replace").split(maxsplit=1)
        if first[:1] != ["ok"]:
            why = first[1].strip() if len(first) > 1 else "the process that captures it has ended"
            raise SourceError(f"{self._name} cannot be captured: {why}")
        width, height = map(int, first[1].split())
        while True:
            image = np.empty((height, width, 3), np.uint8)
            if self._answers.readinto(image.data) < image.nbytes:
                raise SourceError(f"{self._name} gives no more images: the screen or window has changed")
            yield image, time.monotonic_ns()

    def stop(self) -> None:
        """End the process, and with it a read that waits."""
        self._process.kill()

    def close(self) -> None:
        """Let go of the process."""
        end(self._process)
