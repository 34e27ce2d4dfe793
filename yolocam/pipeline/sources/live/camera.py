"""Cameras, through OpenCV: V4L2 on Linux, Media Foundation on Windows, AVFoundation on macOS."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from yolocam.errors import SourceError
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.pipeline.sources.live.camera_list import BACKEND_STEP
from yolocam.pipeline.sources.live.devices import CameraDevice, closed_to_us, find_camera, list_cameras
from yolocam.pipeline.sources.live.options import MAX_FPS, parse_fps, parse_size, split_options
from yolocam.pipeline.sources.live.read_guard import ReadGuard
from yolocam.pipeline.sources.live.reconnect import ReconnectingSource

SCHEME = "camera:"

BACKENDS: dict[str, tuple[int, ...]] = {
    "linux": (cv2.CAP_V4L2,),
    "win32": (cv2.CAP_MSMF, cv2.CAP_DSHOW),
    "darwin": (cv2.CAP_AVFOUNDATION,),
}
"""What is tried on each system, in order; elsewhere OpenCV chooses."""

# A camera that cannot be opened is reported once, by a SourceError.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def read(self) -> tuple[bool, NDArray[Any] | None]:
        """Wait for an image; False or None when there is none."""

    def get(self, prop: int) -> float:
        """Return a property, 0 if it is unknown."""

    def isOpened(self) -> bool:
        """Whether the device was opened."""

    def release(self) -> None:
        """Close the device."""


OpenCapture = Callable[[int, list[int]], Capture]
"""Opens a camera by its number with OpenCV's list of properties (key, value, key, value, ...)."""


@dataclass(frozen=True, slots=True)
class CameraRequest:
    """What an address asks for: `camera:NAME?size=1280x720&fps=30`, or a plain number."""

    address: str
    device: str
    size_wh: tuple[int, int] | None = None
    fps: Fraction | None = None

    @staticmethod
    def parse(address: str) -> CameraRequest:
        """Read an address; SourceError when it cannot be understood or asks for an absurd size or rate."""
        body, options = split_options(address, ("size", "fps"))
        device = body.removeprefix(SCHEME).strip()
        if not device:
            raise SourceError(f"{address}: no camera is named, expected one such as {SCHEME}0")
        size, fps = options.get("size"), options.get("fps")
        return CameraRequest(
            address if address.startswith(SCHEME) else SCHEME + address,
            device,
            parse_size(size, address) if size else None,
            parse_fps(fps, address) if fps else None,
        )

    def unmet(self, granted: SourceInfo) -> str:
        """Say what the camera gives instead of what was asked for; empty when it gives just that."""
        wishes = []
        if self.size_wh is not None and self.size_wh != granted.size_wh:
            wishes.append((_size(self.size_wh), _size(granted.size_wh)))
        if self.fps is not None and granted.fps is not None and abs(self.fps - granted.fps) > Fraction(1, 2):
            wishes.append((f"{float(self.fps):g} fps", f"{float(granted.fps):g} fps"))
        if not wishes:
            return ""
        asked, given = zip(*wishes, strict=True)
        return f"{self.address} was asked for {' at '.join(asked)} and gives {' at '.join(given)}"


def open_capture(index: int, properties: list[int]) -> Capture:
    """Open a camera with the backend in the hundreds of its number, else the first of the system's that can.

    On Linux the number is that of /dev/videoN, which may be above 100.
    """
    capture = None
    backends, number = BACKENDS.get(sys.platform, (cv2.CAP_ANY,)), index
    if index >= BACKEND_STEP and not sys.platform.startswith("linux"):
        backends, number = (index - index % BACKEND_STEP,), index % BACKEND_STEP
    for backend in backends:
        capture = cv2.VideoCapture(number, backend)
        if capture.isOpened():
            for key, value in zip(properties[::2], properties[1::2], strict=True):
                capture.set(key, value)  # a camera may refuse; what it grants is read back
            break
    return cast(Capture, capture)


class CameraSource:
    """One opened camera. Opening and reading wait for the driver: ReconnectingSource guards both.

    `info` says what was granted, and each frame's own `source` has the size it really came in.
    Raises SourceError when the camera cannot be opened.
    """

    def __init__(
        self, request: CameraRequest, camera: CameraDevice, open_capture: OpenCapture = open_capture
    ) -> None:
        try:
            self._capture, opened = _open_first(camera, open_capture, _properties(request))
        except cv2.error as error:
            raise SourceError(f"{request.address} cannot be opened: {error.err or error}") from error
        self._guard = ReadGuard(self._capture.release)
        if not opened:
            self.close()
            why = closed_to_us(camera) or "expected a connected camera that no other program uses"
            raise SourceError(f"{request.address} cannot be opened, {why}")
        self.info = SourceInfo(
            request.address,
            "camera",
            _granted_size(self._capture),
            fps=_granted_fps(self._capture),
            live=True,
        )
        self._index = 0
        self._first_ns: int | None = None

    def read(self) -> Frame | None:
        """Wait for the next image; None after `close`. SourceError when the camera gives none."""
        if not self._guard.begin():
            return None
        try:
            image = self._grab()
            captured_ns = time.monotonic_ns()
        finally:
            going = self._guard.end()
        return self._frame(image, captured_ns) if going else None

    def close(self) -> None:
        """Release the camera, or let a read that is under way release it."""
        self._guard.close()

    def _grab(self) -> Image:
        try:
            good, image = self._capture.read()
        except cv2.error as error:
            raise SourceError(f"{self.info.name} failed: {error.err or error}") from error
        if not good or image is None or image.size == 0:
            raise SourceError(f"{self.info.name} gave no picture")
        if image.ndim == 2:
            image = np.repeat(image[:, :, None], 3, axis=2)  # an infrared or scientific camera
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
            raise SourceError(
                f"{self.info.name} gave an array {image.dtype} {image.shape}, expected uint8 (H, W, 3)"
            )
        return np.ascontiguousarray(image)

    def _frame(self, image: Image, captured_ns: int) -> Frame:
        size = image.shape[1], image.shape[0]
        if size != self.info.size_wh:
            self.info = replace(self.info, size_wh=size)
        if self._first_ns is None:
            self._first_ns = captured_ns
        index, self._index = self._index, self._index + 1
        return Frame(publish(image), index, captured_ns - self._first_ns, captured_ns, self.info)


def open_camera(
    address: str,
    *,
    open_limit: float = 10.0,
    cameras: Callable[[], Sequence[CameraDevice]] = list_cameras,
    open_capture: OpenCapture = open_capture,
) -> ReconnectingSource:
    """Open `camera:NAME`, `camera:ID`, `camera:/dev/video0`, `camera:0` or `0` as a source that reconnects.

    Once opened, only the very same device, by its stable id, is opened again: after a replug another
    one may have its number. Raises SourceError when the address is bad, the camera is unknown, or it
    gives no image within `open_limit` seconds.
    """
    request = CameraRequest.parse(address)
    pinned: list[str] = []

    def connect() -> CameraSource:
        camera = find_camera(pinned[0] if pinned else request.device, cameras())
        source = CameraSource(request, camera, open_capture)
        pinned[:] = [camera.id]
        return source

    return ReconnectingSource(connect, name=request.address, open_limit=open_limit, remark=request.unmet)


def _open_first(
    camera: CameraDevice, open_capture: OpenCapture, properties: list[int]
) -> tuple[Capture, bool]:
    """Open a camera in the first of its ways that works; returns the last one tried, and whether it did."""
    *others, last = camera.ways or (camera.index,)
    for way in others:
        capture = open_capture(way, properties)
        if capture.isOpened():
            return capture, True
        capture.release()
    capture = open_capture(last, properties)
    return capture, capture.isOpened()


def _properties(request: CameraRequest) -> list[int]:
    """Ask for MJPG first: over USB 2 raw images reach only 10 fps at 1280x720.

    One buffer, so that no old image waits in the driver.
    """
    properties = [cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")]
    if request.size_wh is not None:
        width, height = request.size_wh
        properties += [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height]
    if request.fps is not None:
        properties += [cv2.CAP_PROP_FPS, round(request.fps)]
    return [*properties, cv2.CAP_PROP_BUFFERSIZE, 1]


def _granted_size(capture: Capture) -> tuple[int, int]:
    return int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))


def _granted_fps(capture: Capture) -> Fraction | None:
    rate = capture.get(cv2.CAP_PROP_FPS)
    if not math.isfinite(rate) or not 1 <= rate <= MAX_FPS:
        return None
    return Fraction(rate).limit_denominator(1001)


def _size(size_wh: tuple[int, int]) -> str:
    return f"{size_wh[0]}x{size_wh[1]}"
