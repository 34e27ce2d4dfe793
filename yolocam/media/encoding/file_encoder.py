"""Compresses the frames of a whole file as H.264: for quality and size, not for latency."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from yolocam.errors import OneOutputError
from yolocam.frame import Image
from yolocam.output_file import describe

_LOG = logging.getLogger("yolocam.media")

ENCODERS = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
"""Tried in this order: a build of PyAV may come without x264, and MPEG-4 part 2 is always there."""

_FALLBACK_RATE = Fraction(25)
_BITS_PER_PIXEL = 0.12
_MPEG_RANGE = 1
_BT709 = 1
_SMPTE170M = 6


@dataclass(frozen=True, slots=True)
class VideoQuality:
    """How the video is compressed: x264's preset and constant rate factor (0 lossless to 51)."""

    preset: str = "veryfast"
    crf: int = 20


def even_size(size_wh: tuple[int, int]) -> tuple[int, int]:
    """Return the size with odd sides made longer by one: yuv420p has one colour for 2x2 pixels."""
    return size_wh[0] + size_wh[0] % 2, size_wh[1] + size_wh[1] % 2


def to_yuv420p(image: Image) -> NDArray[np.uint8]:
    """Convert uint8 (H, W, 3) BGR to planar Y, U, V: uint8 (H * 3 / 2, W), BT.601, 16..235.

    Odd sides are made even by repeating the last row or column.
    OpenCV does this in 0.4 ms for 768x576, where libswscale takes 1.1 ms.
    """
    height, width = image.shape[:2]
    if width % 2 or height % 2:
        image = np.asarray(
            cv2.copyMakeBorder(image, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8
        )
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420), np.uint8)


def add_video_stream(
    container: OutputContainer,
    size_wh: tuple[int, int],
    fps: Fraction | None,
    time_base: Fraction,
    *,
    quality: VideoQuality,
    threads: int,
    encoders: Sequence[str] = ENCODERS,
) -> VideoStream:
    """Add the first encoder that opens here; OneOutputError if none does. `size_wh` is even."""
    failure: Exception | None = None
    for name in encoders:
        try:
            return _open(container, name, size_wh, fps or _FALLBACK_RATE, time_base, quality, threads)
        except (av.FFmpegError, ValueError, OSError) as error:
            failure = error
    raise OneOutputError(
        f"no video encoder takes {size_wh[0]}x{size_wh[1]} pixels: {describe(failure) if failure else ''}"
    )


def _open(
    container: OutputContainer,
    name: str,
    size_wh: tuple[int, int],
    fps: Fraction,
    time_base: Fraction,
    quality: VideoQuality,
    threads: int,
) -> VideoStream:
    _try_open(name, size_wh, fps, time_base)  # a stream that was added cannot be taken out again
    stream = container.add_stream(name, rate=fps)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size_wh
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = time_base
    context.thread_count = threads
    # The matrix is that of `to_yuv420p`, and players obey the tag also in HD.
    context.color_range = _MPEG_RANGE
    context.colorspace = _SMPTE170M
    context.color_primaries = context.color_trc = _BT709
    _LOG.debug("encoder chosen: %s for %dx%d", name, *size_wh)
    if name == "libx264":
        stream.options = {"preset": quality.preset, "crf": str(quality.crf)}
    else:
        context.bit_rate = int(size_wh[0] * size_wh[1] * min(float(fps), 60.0) * _BITS_PER_PIXEL)
    return stream


def _try_open(name: str, size_wh: tuple[int, int], fps: Fraction, time_base: Fraction) -> None:
    context = av.CodecContext.create(name, "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = size_wh
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", time_base, fps
    context.open()
