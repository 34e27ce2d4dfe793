"""The video track of a file that is written: opens its encoder, and turns images into packets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from yolocam.errors import reason_of
from yolocam.frame import Image
from yolocam.media.encoding.encoder_settings import EncoderSettings
from yolocam.media.encoding.encoders import Encoder
from yolocam.system.real_time import no_real_time

_MPEG_RANGE = 1
_BT709 = 1
_SMPTE170M = 6


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


class VideoTrack:
    """Images of one size, compressed as `settings` say by the first of `encoders` that opens for that size.

    `size_wh` is the images' own; they are scaled to `settings.output_size`. `pixel_aspect` is the width of
    a pixel over its height, None where they are square. `fps` is what the track declares, and `threads` the
    encoder's, 0 leaves the choice to it. Raises ValueError if no encoder takes the size; errors of PyAV pass
    through.
    """

    def __init__(
        self,
        container: OutputContainer,
        encoders: Sequence[Encoder],
        settings: EncoderSettings,
        size_wh: tuple[int, int],
        fps: Fraction,
        time_base: Fraction,
        *,
        pixel_aspect: Fraction | None = None,
        threads: int = 0,
    ) -> None:
        self.time_base = time_base
        self._scaled_wh = settings.output_size(size_wh) if settings.size_wh is not None else None
        self._size_wh = settings.output_size(size_wh)
        encoder = self._first_that_opens(encoders, settings, fps)
        self._base = max(time_base, encoder.finest)
        self._last = -1
        self._one_by_one = settings.low_latency
        stream = container.add_stream(encoder.name, rate=fps, options=encoder.options_for(settings))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._size_wh
        stream.pix_fmt = encoder.pixels
        context = stream.codec_context
        context.time_base = self._base
        context.thread_count = threads
        context.bit_rate = encoder.bit_rate(settings, self._size_wh, fps)
        # The matrix is that of `to_yuv420p`, and players obey the tag also in HD.
        context.color_range = _MPEG_RANGE
        context.colorspace = _SMPTE170M
        context.color_primaries = context.color_trc = _BT709
        aspect = self._aspect(settings, size_wh, pixel_aspect)
        if aspect is not None:
            context.sample_aspect_ratio = aspect
        if encoder.codec == "hevc" and container.format.name in ("mp4", "mov"):
            context.codec_tag = "hvc1"  # players of Apple take no other
        with no_real_time():
            context.open(strict=False)
        self._stream = stream
        self._key_ticks = None if settings.keyframe_s is None else round(settings.keyframe_s / time_base)
        self._next_key = 0

    @property
    def encoder(self) -> str:
        """FFmpeg's name of the encoder."""
        return self._stream.codec_context.name

    def encode(self, image: Image, ticks: int, duration: int) -> list[Packet[VideoStream]]:
        """Encode an image that stands at `ticks` of `time_base` for `duration` of them.

        The packets need not be of this image, unless the settings ask for low latency.
        """
        if self._scaled_wh is not None and image.shape[1::-1] != self._scaled_wh:
            smaller = self._scaled_wh[0] < image.shape[1]
            how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
            image = np.asarray(cv2.resize(image, self._scaled_wh, interpolation=how), np.uint8)
        # from_numpy_buffer would save a copy, but takes a height such as 270 for 268 (PyAV 18).
        frame = av.VideoFrame.from_ndarray(to_yuv420p(image), "yuv420p")
        self._last = max(round(ticks * self.time_base / self._base), self._last + 1)
        duration = round(duration * self.time_base / self._base)
        frame.pts, frame.time_base, frame.duration = self._last, self._base, duration
        if self._key_ticks is not None and ticks >= self._next_key:
            frame.pict_type = PictureType.I
            self._next_key = ticks + self._key_ticks
        packets = self._stream.encode(frame)
        if self._one_by_one:
            for packet in packets:
                packet.duration = duration
        return packets

    def flush(self) -> list[Packet[VideoStream]]:
        """Return the packets that the encoder still holds."""
        return self._stream.encode(None)

    def _first_that_opens(
        self, encoders: Sequence[Encoder], settings: EncoderSettings, fps: Fraction
    ) -> Encoder:
        """Try it apart from the file: a stream that was added cannot be taken out again."""
        failure: Exception | None = None
        for encoder in encoders:
            if not encoder.takes(self._size_wh):
                continue
            try:
                encoder.opened(settings, self._size_wh, fps, max(self.time_base, encoder.finest))
            except (av.FFmpegError, ValueError, OSError) as error:
                failure = error
            else:
                return encoder
        why = f": {reason_of(failure)}" if failure else ""
        raise ValueError(f"no encoder takes {self._size_wh[0]}x{self._size_wh[1]} pixels{why}")

    def _aspect(
        self, settings: EncoderSettings, size_wh: tuple[int, int], own: Fraction | None
    ) -> Fraction | None:
        """Return the shape of the pixels with which the output looks like the source."""
        if settings.size_wh is None or not all(settings.size_wh):
            return own
        (width, height), (new_width, new_height) = size_wh, self._size_wh
        aspect = (own or Fraction(1)) * Fraction(width * new_height, height * new_width)
        return None if aspect == 1 else aspect
