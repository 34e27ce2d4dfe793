"""H.264 encoders: which one works here, and how it is set so that little is held back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from yolocam.errors import SinkError
from yolocam.media.encoding.file_encoder import ENCODERS

_LOG = logging.getLogger("yolocam.media")

EncoderName = Literal["auto", "libx264", "h264_nvenc"]

_BITS_PER_PIXEL = 0.12
"""For encoders that know no constant quality."""

# Nothing stays inside the encoder (no B-frames, no look-ahead): what was encoded can be on disk
# before the next frame comes, which is what a crash leaves. `forced-idr` makes the key frames that
# the recorder asks for places where a player can start.
_X264: Mapping[str, str] = MappingProxyType({"tune": "zerolatency", "forced-idr": "1"})
_NVENC: Mapping[str, str] = MappingProxyType(
    {"preset": "p5", "bf": "0", "delay": "0", "zerolatency": "1", "forced-idr": "1", "rc": "vbr"}
)


@dataclass(frozen=True, slots=True)
class EncoderOptions:
    """How pictures are compressed.

    `encoder`: "auto" takes NVENC where a test proves that it works, else x264 or what
    else there is. `preset` is x264's.
    `crf` is the constant quality, 0 (lossless) to 51; `bitrate` in bits per second replaces it.
    """

    encoder: EncoderName = "auto"
    preset: str = "veryfast"
    crf: int = 21
    bitrate: int | None = None


def choose_encoder(wanted: EncoderName) -> str:
    """Return the name of an encoder that works here; SinkError if none does, or not the wanted one."""
    candidates = ("h264_nvenc", *ENCODERS) if wanted == "auto" else (wanted,)
    for name in candidates:
        if _encodes(name):
            _LOG.debug("encoder chosen: %s, of %s", name, ", ".join(candidates))
            return name
    raise SinkError(f"no video encoder works on this machine, expected {' or '.join(candidates)}")


def proved_encoders(names: Sequence[str]) -> list[str]:
    """Return those encoders that turn pictures into packets on this machine."""
    return [name for name in names if _encodes(name)]


def encoder_for(name: str, size_wh: tuple[int, int]) -> str:
    """Return the encoder to use for pictures of a size: NVENC takes neither tiny nor huge ones."""
    if name == "h264_nvenc" and not (min(size_wh) >= 256 and max(size_wh) <= 4096):
        return "libx264"
    return name


def _encodes(name: str) -> bool:
    """Whether an encoder turns a few frames into packets; a listed one may lack its driver or device."""
    try:
        context = av.CodecContext.create(name, "w")
        assert isinstance(context, VideoCodecContext)
        pixels = "nv12" if name == "h264_qsv" else "yuv420p"
        context.width, context.height, context.pix_fmt = 256, 256, pixels
        context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
        context.options = codec_options(name, EncoderOptions())
        picture = np.zeros((256 * 3 // 2, 256), np.uint8)
        packets = []
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(picture, pixels)
            frame.pts = index
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.FFmpegError, OSError, ValueError):
        return False
    return len(packets) == 3


def codec_options(name: str, options: EncoderOptions) -> dict[str, str]:
    """Return the private options of an encoder for these choices."""
    constant_quality = options.bitrate is None
    if name == "libx264":
        quality = {"crf": str(options.crf)} if constant_quality else {}
        return {**_X264, "preset": options.preset, **quality}
    if name == "h264_nvenc":
        return {**_NVENC, **({"cq": str(options.crf)} if constant_quality else {})}
    return {}


def bit_rate(name: str, options: EncoderOptions, size_wh: tuple[int, int], fps: Fraction) -> int:
    """Return the bits per second to ask for; 0 where the quality decides."""
    if options.bitrate is not None:
        return options.bitrate
    if name in ("libx264", "h264_nvenc"):
        return 0
    return int(size_wh[0] * size_wh[1] * min(float(fps), 60.0) * _BITS_PER_PIXEL)
