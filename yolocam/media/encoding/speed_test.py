"""What this machine can encode while images come: found by encoding for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import av
import numpy as np

from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import CODECS, Codec, EncoderSettings
from yolocam.media.encoding.encoders import Encoder, working_encoders
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS

_FPS = Fraction(30)
_HEADROOM = 2.0
"""The network needs the machine too: an encoder must be faster than the images by this factor."""

_FINEST: tuple[Codec, ...] = ("hevc", "h264")
"""Better ones first; every player knows H.264, and few machines record AV1 live."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The settings that a machine can do, by FFmpeg's `encoder`, at so many images per second."""

    settings: EncoderSettings
    encoder: str
    fps: float


def proved_codecs() -> tuple[Codec, ...]:
    """Return the codecs of which an encoder works here."""
    return tuple(codec for codec in CODECS if _first(EncoderSettings(codec, hardware=True)) is not None)


def fastest_that_can(
    settings: EncoderSettings,
    size_wh: tuple[int, int],
    seconds: float = 2.0,
    ended: Callable[[], bool] = lambda: False,
) -> Measured:
    """Find settings that keep up with 30 images of `size_wh` per second, with room for the network.

    Tries the codecs for `seconds` in all, best first, or only the one that the settings name, with the
    encoder of a graphics card where it works; if none keeps up, the fastest one at half the size. Stops early
    when `ended`. SinkError if none works at all.
    """
    tried: list[Measured] = []
    size_wh = (size_wh[0] // 2 * 2, size_wh[1] // 2 * 2)
    codecs = _FINEST if settings.codec == "auto" else (settings.codec,)
    for codec in codecs:
        wanted = replace(settings, codec=codec, quality=None, size_wh=None, hardware=True)
        encoder = _first(wanted)
        if encoder is None or ended():
            continue
        fps = _measured_fps(encoder, wanted, size_wh, seconds / len(codecs))
        if fps >= _HEADROOM * _FPS:
            return Measured(wanted, encoder.name, fps)
        tried.append(Measured(wanted, encoder.name, fps))
    if not tried:
        raise SinkError(f"no encoder of {' or '.join(codecs)} works on this machine; install PyAV again")
    best = max(tried, key=lambda one: one.fps)
    half = (max(size_wh[0] // 4 * 2, 16), max(size_wh[1] // 4 * 2, 16))
    return replace(best, settings=replace(best.settings, size_wh=half))


def _first(settings: EncoderSettings) -> Encoder | None:
    try:
        return working_encoders(settings)[0]
    except SinkError:
        return None


def _measured_fps(
    encoder: Encoder, settings: EncoderSettings, size_wh: tuple[int, int], seconds: float
) -> float:
    """Return images per second of noise that moves, which is harder than most of what is filmed."""
    width, height = size_wh
    noise = np.random.default_rng(0).integers(60, 200, (height * 3 // 2, width), np.uint8)
    try:
        context = encoder.opened(settings, size_wh, _FPS, 1 / _FPS)
        count, began = 0, time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            image = np.roll(noise // 4 + 96, 2 * count, axis=1)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), "yuv420p")
            frame.pts = count
            context.encode(frame)
            count += 1
    except MEDIA_ERRORS:
        return 0.0
    return count / max(spent, 1e-6)
