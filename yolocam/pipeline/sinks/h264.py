"""H.264 encoders: which one works here, and how it is set so that little is held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from yolocam.errors import SinkError

EncoderName = Literal["auto", "libx264", "h264_nvenc"]

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

    `encoder`: "auto" takes NVENC where a test proves that it works, else x264. `preset` is x264's.
    `crf` is the constant quality, 0 (lossless) to 51; `bitrate` in bits per second replaces it.
    """

    encoder: EncoderName = "auto"
    preset: str = "veryfast"
    crf: int = 21
    bitrate: int | None = None


def choose_encoder(wanted: EncoderName) -> str:
    """Return the name of an encoder that works here; SinkError if the wanted one does not."""
    if wanted != "libx264" and _encodes("h264_nvenc"):
        return "h264_nvenc"
    if wanted == "h264_nvenc":
        raise SinkError("h264_nvenc does not work on this machine, expected an NVIDIA GPU with an encoder")
    return "libx264"


def _encodes(name: str) -> bool:
    """Whether an encoder turns a few frames into packets; a listed one may lack its driver or device."""
    try:
        context = av.CodecContext.create(name, "w")
        if not isinstance(context, VideoCodecContext):
            return False
        context.width, context.height, context.pix_fmt = 256, 256, "yuv420p"
        context.time_base, context.framerate = Fraction(1, 30), Fraction(30)
        context.options = dict(_NVENC)
        picture = np.zeros((256 * 3 // 2, 256), np.uint8)
        packets = []
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(picture, "yuv420p")
            frame.pts = index
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.FFmpegError, OSError, ValueError):
        return False
    return len(packets) == 3


def codec_options(name: str, options: EncoderOptions) -> dict[str, str]:
    """Return the private options of an encoder for these choices."""
    if name == "h264_nvenc":
        chosen = dict(_NVENC)
        if options.bitrate is None:
            chosen |= {"cq": str(options.crf), "b": "0"}
        return chosen
    chosen = dict(_X264) | {"preset": options.preset}
    if options.bitrate is None:
        chosen["crf"] = str(options.crf)
    return chosen
