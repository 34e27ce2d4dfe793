"""The encoders of video, how each is set, and which of them work here: a test shows it."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import CODECS, Codec, EncoderSettings
from yolocam.system.real_time import no_real_time

_LOG = logging.getLogger("yolocam.media")

_BITS_PER_PIXEL = 0.12
"""For encoders that know no constant quality."""

_GPU_SIDES = (256, 4096)
"""Pixels of a side that the encoders of graphics cards take."""

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Encoder:
    """One encoder of FFmpeg.

    `quality_option` is its option of constant quality, or two joined by `+`; None if it knows none. `usual`
    are the qualities for files and for what is recorded live, None if it takes a bitrate then. `options` are
    always given, `live` those that make it hold nothing back and make the key frames it is asked for places
    to start at. `at_bitrate` are those with which it keeps a bitrate, in a buffer of half a second; None if
    it keeps one by itself. `constant` are those with which it fills up what is missing to the bitrate.
    `finest` is the smallest unit of time in which it counts, in seconds, 0 if it takes any. `pixels` is the
    layout that it takes; `gpu` says that it is a part of a graphics card or processor, or its driver.
    """

    name: str
    codec: Codec
    quality_option: str | None = None
    usual: tuple[int, int] | None = None
    options: Options = field(default_factory=dict)
    live: Options = field(default_factory=dict)
    gpu: bool = False
    at_bitrate: Options | None = None
    constant: Options = field(default_factory=dict)
    finest: Fraction = Fraction(0)
    pixels: str = "yuv420p"

    def takes(self, size_wh: tuple[int, int]) -> bool:
        """Whether images of a size may be given to it."""
        return not self.gpu or (min(size_wh) >= _GPU_SIDES[0] and max(size_wh) <= _GPU_SIDES[1])

    def quality(self, settings: EncoderSettings) -> int | None:
        """Return the constant quality; None where a bitrate decides."""
        if settings.bitrate is not None or self.quality_option is None:
            return None
        if settings.quality is not None or self.usual is None:
            return settings.quality
        return self.usual[settings.low_latency]

    def options_for(self, settings: EncoderSettings) -> dict[str, str]:
        """Return its options for these settings."""
        options = {**self.options, **(self.live if settings.low_latency else {})}
        quality = self.quality(settings)
        if quality is not None and self.quality_option is not None:
            options.update(dict.fromkeys(self.quality_option.split("+"), str(quality)))
        if settings.bitrate is not None and self.at_bitrate is not None:
            buffer = {"maxrate": str(settings.bitrate), "bufsize": str(settings.bitrate // 2)}
            options |= {**self.at_bitrate, **buffer}
        if settings.bitrate is not None and settings.constant_rate:
            options |= {**self.constant, "maxrate": str(settings.bitrate), "bufsize": str(settings.bitrate)}
        if settings.fps is not None and settings.keyframe_s is not None:
            options["g"] = str(max(round(settings.keyframe_s * settings.fps), 1))
        if settings.baseline and self.codec == "h264":
            options["profile"] = "baseline"
        return options

    def opened(
        self, settings: EncoderSettings, size_wh: tuple[int, int], fps: Fraction, time_base: Fraction
    ) -> VideoCodecContext:
        """Return it open for images of a size, apart from any file; errors of PyAV."""
        context = av.CodecContext.create(self.name, "w")
        assert isinstance(context, VideoCodecContext)
        context.width, context.height, context.pix_fmt = *size_wh, self.pixels
        context.time_base, context.framerate = time_base, fps
        context.bit_rate = self.bit_rate(settings, size_wh, fps)
        context.options = self.options_for(settings)
        with no_real_time():
            context.open(strict=False)
        return context

    def bit_rate(self, settings: EncoderSettings, size_wh: tuple[int, int], fps: Fraction) -> int:
        """Return the bits per second to ask for; 0 where the quality decides."""
        if settings.bitrate is not None:
            return settings.bitrate
        if self.quality(settings) is not None:
            return 0
        return int(size_wh[0] * size_wh[1] * min(float(fps), 60.0) * _BITS_PER_PIXEL)


_NVENC = MappingProxyType({"preset": "p5", "rc": "vbr"})
_NVENC_LIVE = MappingProxyType({"bf": "0", "delay": "0", "zerolatency": "1", "forced-idr": "1"})
_CONSTANT = MappingProxyType({"rc": "cbr"})
_X264_CONSTANT = MappingProxyType({"nal-hrd": "cbr", "sc_threshold": "0"})
_QSV_LIVE = MappingProxyType({"bf": "0", "async_depth": "1", "forced_idr": "1"})
_TOOLBOX_LIVE = MappingProxyType({"realtime": "1"})
_AMF_LIVE = MappingProxyType({"usage": "lowlatency", "bf": "0", "forced_idr": "1"})
_VERYFAST = MappingProxyType({"preset": "veryfast"})
_ZERO_LATENCY = MappingProxyType({"tune": "zerolatency", "forced-idr": "1"})
_X265 = MappingProxyType({"preset": "veryfast", "x265-params": "log-level=error"})
_SVT = MappingProxyType({"preset": "9"})
_SVT_LIVE = MappingProxyType({"svtav1-params": "pred-struct=1"})

ENCODERS = (
    Encoder("h264_nvenc", "h264", "cq", (20, 21), _NVENC, _NVENC_LIVE, gpu=True, constant=_CONSTANT),
    Encoder("h264_qsv", "h264", live=_QSV_LIVE, gpu=True, pixels="nv12"),
    Encoder("h264_amf", "h264", live=_AMF_LIVE, gpu=True, constant=_CONSTANT),
    Encoder("h264_videotoolbox", "h264", live=_TOOLBOX_LIVE, gpu=True),
    Encoder("libx264", "h264", "crf", (20, 21), _VERYFAST, _ZERO_LATENCY, constant=_X264_CONSTANT),
    Encoder("libopenh264", "h264"),
    Encoder("h264_mf", "h264"),
    Encoder("hevc_nvenc", "hevc", "cq", (24, 25), _NVENC, _NVENC_LIVE, gpu=True),
    Encoder("hevc_qsv", "hevc", live=_QSV_LIVE, gpu=True, pixels="nv12"),
    Encoder("hevc_amf", "hevc", live=_AMF_LIVE, gpu=True),
    Encoder("hevc_videotoolbox", "hevc", live=_TOOLBOX_LIVE, gpu=True),
    Encoder("libx265", "hevc", "crf", (24, 25), _X265, _ZERO_LATENCY),
    Encoder("hevc_mf", "hevc"),
    Encoder("av1_nvenc", "av1", "cq", (30, 32), _NVENC, _NVENC_LIVE, gpu=True),
    Encoder("av1_qsv", "av1", live=_QSV_LIVE, gpu=True, pixels="nv12"),
    Encoder("av1_amf", "av1", live=_AMF_LIVE, gpu=True),
    Encoder("libsvtav1", "av1", "crf", (30, 32), _SVT, _SVT_LIVE, at_bitrate=_SVT_LIVE),
    Encoder("mpeg4", "mpeg4", "qmin+qmax", (4, 5), at_bitrate={}, finest=Fraction(1, 60_000)),
)
"""In the order in which those of one codec are tried: a build of PyAV may come without x264."""

FAMILIES = ("nvenc", "qsv", "amf", "videotoolbox", "mf")
"""How the encoders of one maker are called, whatever their codec."""


def working_encoders(settings: EncoderSettings) -> tuple[Encoder, ...]:
    """Return the encoders for these settings, of which the first is proved to work.

    The others are for images of a size that it does not take. SinkError names what there is if none works.
    """
    if settings.encoder is not None:
        settings = asked_encoder(settings)
    # Behind the one that was asked for are the others: it may not take an image of every size.
    found = sorted(_candidates(settings), key=lambda encoder: encoder.name != settings.encoder)
    for index, encoder in enumerate(found):
        if _encodes(encoder, settings):
            _LOG.debug("encoder chosen: %s, of %s", encoder.name, ", ".join(other.name for other in found))
            return tuple(found[index:])
    raise SinkError(_none_works(settings))


def proved_encoders(names: Sequence[str]) -> list[str]:
    """Return those encoders that turn images into packets on this machine."""
    known = {encoder.name: encoder for encoder in ENCODERS}
    settings = EncoderSettings(low_latency=True)
    return [name for name in names if _encodes(known.get(name, Encoder(name, "h264")), settings)]


def _candidates(settings: EncoderSettings) -> list[Encoder]:
    codecs: tuple[Codec, ...] = ("h264", "mpeg4") if settings.codec == "auto" else (settings.codec,)
    if settings.codec == "auto" and settings.quality is not None:
        codecs = ("h264",)  # the quality is on its scale
    return [
        encoder
        for codec in codecs
        for gpu in (settings.hardware, not settings.hardware)
        for encoder in ENCODERS
        if (encoder.codec, encoder.gpu) == (codec, gpu)
        and (settings.quality is None or encoder.quality_option is not None)
    ]


def encoder_names() -> tuple[str, ...]:
    """Return what an encoder can be asked for by: families first, then FFmpeg's names."""
    return (*FAMILIES, *(encoder.name for encoder in ENCODERS))


def asked_encoder(settings: EncoderSettings) -> EncoderSettings:
    """Return the settings with FFmpeg's name and the codec of the encoder they ask for, proved to work.

    Raises SinkError for one that is unknown, of another codec, or does not work here.
    """
    name = settings.encoder or ""
    codec = "h264" if settings.codec == "auto" else settings.codec
    full = f"{codec}_{name}" if name in FAMILIES else name
    found = next((encoder for encoder in ENCODERS if encoder.name == full), None)
    if found is None:
        raise SinkError(f"there is no encoder {full}, expected one of {', '.join(encoder_names())}")
    if settings.codec not in ("auto", found.codec):
        raise SinkError(f"encoder {full} makes {found.codec}, and {settings.codec} was asked for")
    if settings.quality is not None and found.quality_option is None:
        raise SinkError(f"encoder {full} knows no constant quality, expected a bitrate")
    settings = replace(settings, codec=found.codec, encoder=full)
    if not _encodes(found, settings):
        works = [one.name for one in ENCODERS if one.codec == found.codec and _encodes(one, settings)]
        raise SinkError(
            f"encoder {full} does not work on this machine, "
            + (f"expected {' or '.join(works)}, or auto" if works else "expected auto")
        )
    return settings


def _none_works(settings: EncoderSettings) -> str:
    codec = "h264" if settings.codec == "auto" else settings.codec
    if settings.quality is not None and _works(codec):
        return f"no encoder of {codec} that works here knows a constant quality, expected a bitrate"
    others = [name for name in CODECS if _works(name)]
    there_is = f", expected {' or '.join(others)}" if others else "; install PyAV again"
    return f"no encoder of {codec} works on this machine{there_is}"


def _works(codec: str) -> bool:
    return any(_encodes(encoder, EncoderSettings()) for encoder in ENCODERS if encoder.codec == codec)


def _encodes(encoder: Encoder, settings: EncoderSettings) -> bool:
    """Whether an encoder turns a few frames into packets; a listed one may lack its driver or device."""
    if encoder.name == "libsvtav1":
        os.environ.setdefault("SVT_LOG", "1")  # else it writes a page to the terminal; it has no other switch
    size_wh, fps = (256, 256), Fraction(30)
    try:
        context = encoder.opened(settings, size_wh, fps, 1 / fps)
        image = np.zeros((size_wh[1] * 3 // 2, size_wh[0]), np.uint8)
        packets = []
        for index in range(3):
            frame = av.VideoFrame.from_ndarray(image, "yuv420p")  # PyAV turns it into what the encoder takes
            frame.pts = index
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.FFmpegError, OSError, ValueError):
        return False
    return len(packets) == 3
