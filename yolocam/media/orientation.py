"""How a decoded image is to be turned, wherever its container or its codec says so."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from av.sidedata.sidedata import SideDataContainer
from av.video.stream import VideoStream

from yolocam.frame import Image
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS

_MATRIX_BYTES = 36
_ROUNDING = 100
"""Numbers smaller than this part of the largest one are taken for nothing: sines that were rounded."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """A turn by a multiple of 90 degrees with or without mirroring: first transpose, then flip."""

    transpose: bool = False
    flip_x: bool = False
    flip_y: bool = False

    def apply(self, image: Image) -> Image:
        """Return the image turned, contiguous; the image itself if there is nothing to do."""
        turned = image.transpose(1, 0, 2) if self.transpose else image
        turned = turned[:, ::-1] if self.flip_x else turned
        turned = turned[::-1] if self.flip_y else turned
        return np.ascontiguousarray(turned)


def orientation_of(frame: av.VideoFrame, stream: VideoStream | None = None) -> Orientation:
    """Return how a decoded frame is to be turned.

    FFmpeg gives every frame the display matrix of its container (MP4, MOV, Matroska, HLS), of its codec
    (the display orientation that H.264 and HEVC carry) or of its Exif data (motion JPEG, in whatever
    container); the container's comes first. Where there is none, the angle of an old `rotate` tag of
    the track counts. Whatever cannot be read is passed over for the next.
    """
    ways: tuple[Callable[[], Orientation | None], ...] = (
        lambda: _by_matrix(frame),
        lambda: _by_angle(frame),
        lambda: _by_tag(stream),
    )
    for read in ways:
        with contextlib.suppress(KeyError, AttributeError, TypeError, *MEDIA_ERRORS):
            found = read()
            if found is not None:
                return found
    return Orientation()


def _by_matrix(frame: av.VideoFrame) -> Orientation | None:
    """Read the first display matrix of a frame.

    The matrix holds nine 16.16 numbers a b u, c d v, x y w and moves a point to
    (a x + c y, b x + d y). Turns that are no multiple of 90 degrees are left alone, as players do.
    """
    for item in _side_data(frame):
        if item.type.name == "DISPLAYMATRIX":
            matrix = np.frombuffer(bytes(item)[:_MATRIX_BYTES], np.int32)
            return _from_matrix(*(int(matrix[at]) for at in (0, 1, 3, 4)))
    return None


def _side_data(frame: av.VideoFrame) -> Iterator[Any]:
    """Yield what accompanies a frame, up to the first kind that PyAV does not know.

    `frame.side_data` raises ValueError when one kind is unknown, as Exif data are, and withholds the
    others with it; a container filled by hand keeps those that it had taken up to then.
    """
    create: Callable[[type], Any] = SideDataContainer.__new__
    kept = create(SideDataContainer)
    with contextlib.suppress(ValueError):
        kept.__init__(frame)
    for index in range(len(kept)):
        yield kept[index]


def _by_angle(frame: av.VideoFrame) -> Orientation | None:
    """Take the angle that PyAV reads past kinds it does not know; it tells nothing of mirroring."""
    return _from_degrees(frame.rotation) if frame.rotation else None


def _by_tag(stream: VideoStream | None) -> Orientation | None:
    """Read the tag that programs wrote before containers could say it: degrees clockwise."""
    tags = {} if stream is None else {key.lower(): value for key, value in stream.metadata.items()}
    return _from_degrees(-round(float(tags["rotate"]))) if "rotate" in tags else None


def _from_degrees(counterclockwise: int) -> Orientation | None:
    return {
        90: Orientation(transpose=True, flip_y=True),
        180: Orientation(flip_x=True, flip_y=True),
        270: Orientation(transpose=True, flip_x=True),
    }.get(counterclockwise % 360)


def _from_matrix(*numbers: int) -> Orientation:
    # What should be 0 is not quite, where a program rounded the sines and cosines.
    least = max(map(abs, numbers)) // _ROUNDING
    a, b, c, d = (number if abs(number) > least else 0 for number in numbers)
    if a == d == 0 and b and c:
        return Orientation(transpose=True, flip_x=c < 0, flip_y=b < 0)
    if b == c == 0 and a and d:
        return Orientation(flip_x=a < 0, flip_y=d < 0)
    return Orientation()
