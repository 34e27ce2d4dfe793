"""Images of a Wayland screen, as Qt gets them from the desktop's portal in a process of its own."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from yolocam.errors import SourceError, reason_of
from yolocam.frame import Image
from yolocam.pipeline.sources.live.x11_desktop import Rectangle
from yolocam.system.helper_process import end, pipes, start

_HELPER = "yolocam.ui.screen.portal_grabber"
_MOST_SIDE = 1 << 15

_ENVIRONMENT = MappingProxyType(
    {"QT_QPA_PLATFORM": "offscreen", "QT_SCREEN_CAPTURE_BACKEND": "", "XDG_SESSION_TYPE": "wayland"}
)
"""Has Qt ask the portal, over D-Bus; the process itself shows nothing."""


class RefusedError(SourceError):
    """The user did not allow the screen to be captured."""


class PortalGrab:
    """The screen that the user chooses when the desktop asks, or a `part` of it; `name` stands in messages.

    `stop` may be called by any thread, and ends `images`. Raises SourceError if it cannot be started.
    """

    def __init__(
        self,
        part: Rectangle | None,
        fps: Fraction,
        name: str,
        environment: Mapping[str, str] = _ENVIRONMENT,
    ) -> None:
        self._name = name
        try:
            self._process = start(_HELPER, environment=environment)
        except OSError as error:
            raise SourceError(f"{name} cannot be captured: {reason_of(error)}") from error
        requests, self._answers = pipes(self._process)
        task = {"part": part, "fps": float(fps)}
        with contextlib.suppress(OSError):  # it has ended already, and `images` says so
            requests.write(json.dumps(task).encode() + b"\n")
            requests.flush()

    def images(self) -> Iterator[tuple[Image, int]]:
        """Yield images and their monotonic times in ns, until `stop`.

        Raises RefusedError where the user did not allow it, else SourceError where the screen cannot be had,
        has gone, or has another size.
        """
        size = None
        while True:
            found_ns, *found = self._next()
            if size not in (None, found):
                raise SourceError(f"{self._name} gives no more images: the screen has changed")
            size = found
            width, height = found
            image = np.empty((height, width, 3), np.uint8)
            if self._answers.readinto(image.data) < image.nbytes:
                raise SourceError(f"{self._name} gives no more images: {_ENDED}")
            yield image, found_ns

    def stop(self) -> None:
        """End the process, and with it a read that waits."""
        self._process.kill()

    def close(self) -> None:
        """Let go of the process."""
        end(self._process)

    def _next(self) -> tuple[int, int, int]:
        kind, _, rest = self._answers.readline(4096).decode(errors="replace").strip().partition(" ")
        with contextlib.suppress(ValueError):
            found_ns, width, height = map(int, rest.split() if kind == "image" else ())
            if min(width, height) > 0 and max(width, height) < _MOST_SIDE:
                return found_ns, width, height
        first, _, words = rest.partition(" ")
        if kind == "error" and first == "refused":
            raise RefusedError(f"{self._name} cannot be captured: {words}")
        raise SourceError(f"{self._name} cannot be captured: {rest if kind == 'error' else _ENDED}")


_ENDED = "the process that captures it has ended"
