"""A moving test card that behaves like a camera: it needs no device and no file."""

from __future__ import annotations

import threading
from fractions import Fraction

import cv2
import numpy as np

from yolocam.errors import SourceError
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.pipeline.sources.live.monotonic_clock import MonotonicClock
from yolocam.pipeline.sources.live.options import parse_count, parse_fps, parse_size, split_options

SCHEME = "synthetic:"
DEFAULT_SIZE_WH = (1280, 720)
DEFAULT_FPS = Fraction(30)

BARS_BGR = (
    (191, 191, 191), (0, 191, 191), (191, 191, 0), (0, 191, 0),
    (191, 0, 191), (0, 0, 191), (191, 0, 0),
)  # fmt: skip
"""The 75 % colour bars of SMPTE EG 1, left to right."""

SWEEP_S = 4
"""Seconds in which the white bar crosses the image."""

_SECOND = 1_000_000_000


class SyntheticSource:
    """The source behind `synthetic:WxH@FPS`; every part may be left out, `?frames=N` makes it end.

    Frame `n` is due at `n / fps` seconds after the first read, by an absolute schedule that does not
    drift. A reader that is late misses frames, as it would with a camera: `Frame.index` has a gap.
    Raises SourceError when the address cannot be understood or asks for an absurd size.
    """

    def __init__(self, address: str = SCHEME, *, clock: MonotonicClock | None = None) -> None:
        size, fps, frames = _parse(address)
        self._info = SourceInfo(
            address,
            "synthetic",
            size,
            fps=fps,
            frame_count=frames,
            duration_ns=None if frames is None else _at_ns(frames, fps),
            live=True,
        )
        self._fps = fps
        self._frames = frames
        self._clock = clock or MonotonicClock()
        self._card = TestCard(size)
        self._condition = threading.Condition()
        self._closed = False  # guarded by _condition
        self._start_ns: int | None = None
        self._next = 0

    @property
    def info(self) -> SourceInfo:
        """Size and rate as they were asked for."""
        return self._info

    def read(self) -> Frame | None:
        """Wait until the next frame is due and draw it; None after the last one or `close`."""
        if self._start_ns is None:
            # A thread's first text loads OpenCV's font, for as long as a frame takes.
            self._card.draw(0, 0)
            self._start_ns = self._clock.now_ns()
        now = self._clock.now_ns()
        newest = int(Fraction(now - self._start_ns, _SECOND) * self._fps)
        index = max(self._next, newest)
        if self._frames is not None and index >= self._frames:
            return None
        pts_ns = _at_ns(index, self._fps)
        if not self._wait_until(self._start_ns + pts_ns):
            return None
        self._next = index + 1
        image = self._card.draw(index, pts_ns)
        return Frame(publish(image), index, pts_ns, self._clock.now_ns(), self._info)

    def close(self) -> None:
        """End the source and a read that waits."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _wait_until(self, due_ns: int) -> bool:
        with self._condition:
            while not self._closed:
                left_ns = due_ns - self._clock.now_ns()
                if left_ns <= 0:
                    return True
                self._clock.wait(self._condition, left_ns / _SECOND)
        return False


class TestCard:
    """Draws the card: a still background made once, a white bar that sweeps over it, and two numbers."""

    __test__ = False  # not a test case, whatever its name begins with

    def __init__(self, size_wh: tuple[int, int]) -> None:
        self._size_wh = size_wh
        self._background = _background(size_wh)
        self._scale = max(size_wh[1] / 360, 0.3)

    def draw(self, index: int, pts_ns: int) -> Image:
        """Return a new image uint8 (H, W, 3), BGR, showing the frame's number and media time."""
        width, height = self._size_wh
        image = self._background.copy()
        bar = max(width // 64, 1)
        left = int(pts_ns % (SWEEP_S * _SECOND) * (width - bar) / (SWEEP_S * _SECOND))
        image[: height * 2 // 3, left : left + bar] = 255
        minutes, ms = divmod(pts_ns // 1_000_000, 60_000)
        lines = (f"frame {index:06d}", f"{minutes:02d}:{ms // 1000:02d}.{ms % 1000:03d}")
        for row, text in enumerate(lines):
            at = (width // 20, int(height * (0.8 + 0.13 * row)))
            cv2.putText(
                image, text, at, cv2.FONT_HERSHEY_SIMPLEX, self._scale, (255, 255, 255), int(self._scale) + 1
            )
        return image


def _background(size_wh: tuple[int, int]) -> Image:
    """Colour bars above, black for the numbers below, and a grey wedge along the lower edge."""
    width, height = size_wh
    image = np.zeros((height, width, 3), np.uint8)
    columns = np.arange(width)
    image[: height * 2 // 3] = np.array(BARS_BGR, np.uint8)[columns * len(BARS_BGR) // width]
    image[height - max(height // 40, 1) :] = (columns * 255 // max(width - 1, 1)).astype(np.uint8)[:, None]
    return image


def _parse(address: str) -> tuple[tuple[int, int], Fraction, int | None]:
    if not address.startswith(SCHEME):
        raise SourceError(f"{address}: expected an address such as {SCHEME}1280x720@30")
    body, options = split_options(address, ("frames",))
    size, at, rate = body.removeprefix(SCHEME).partition("@")
    return (
        parse_size(size, address) if size else DEFAULT_SIZE_WH,
        parse_fps(rate, address) if at else DEFAULT_FPS,
        parse_count(options, "frames", address),
    )


def _at_ns(index: int, fps: Fraction) -> int:
    """Return the time of a frame, rounded up, so that it is never due before its own number."""
    return -int(-index * _SECOND // fps)
