"""The flags that say how annotated videos and recordings are compressed. Imports nothing heavy."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from fractions import Fraction

from yolocam.errors import SettingsError, SinkError, SourceError
from yolocam.media.encoding.encoder_settings import CODECS, CONTAINERS, QUALITY_RANGES, EncoderSettings
from yolocam.media.encoding.recording_presets import PRESETS

_BITRATE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)([kKmM]?)")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_FULL_HD = (1920, 1080)
_SIZE = re.compile(r"([0-9]{0,5})x([0-9]{0,5})", re.IGNORECASE)


def bits_per_second(text: str) -> int:
    """Return the number of "2500000", "800k" or "2.5M"; ArgumentTypeError otherwise."""
    found = _BITRATE.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of bits per second such as 800k or 2.5M")
    return round(float(found[1]) * _UNITS[found[2].lower()])


def output_size(text: str) -> tuple[int, int]:
    """Return width and height of "1280x720", 0 for a side that is left out; ArgumentTypeError otherwise."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]):
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1280x720, 1280x or x720")
    return int(found[1] or 0), int(found[2] or 0)


def whole_number(text: str) -> int:
    """Return a whole number from 0 on; ArgumentTypeError otherwise."""
    if not re.fullmatch("[0-9]{1,6}", text.strip()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0 on")
    return int(text)


def add_encoder_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of how videos are compressed."""
    scales = ", ".join(f"{low} to {high} for {name}" for name, (low, high) in QUALITY_RANGES.items())
    group = parser.add_argument_group("how videos are written")
    group.add_argument(
        "--codec", choices=CODECS, default="auto",
        help="Format of the video. Default: h264, or mpeg4 where no encoder of it works.",
    )  # fmt: skip
    group.add_argument(
        "--encoder", default="auto", metavar="auto|software|NAME",
        help="What encodes: auto is that of a graphics card where it works, software is none if one "
        "works; or its name, such as nvenc, qsv, amf, videotoolbox, libx264. Default: auto.",
    )  # fmt: skip
    group.add_argument(
        "--bitrate", type=bits_per_second, metavar="N",
        help="Bits per second on average, such as 800k or 2.5M; instead of a constant quality.",
    )  # fmt: skip
    group.add_argument(
        "--quality", type=whole_number, metavar="N",
        help=f"Constant quality: a lower number looks better and makes a larger file; {scales}.",
    )  # fmt: skip
    group.add_argument(
        "--output-size", type=output_size, metavar="WxH",
        help="Size of the video, such as 1280x720; of 1280x or x720 the other side follows. "
        "Default: that of the source.",
    )  # fmt: skip
    group.add_argument(
        "--output-fps", type=most_fps, metavar="N",
        help="At most N images per second in the video; others are left out of it. Default: all.",
    )  # fmt: skip
    group.add_argument(
        "--container", choices=CONTAINERS,
        help="Kind of file of the video. Default: mp4, or what the name after --record says.",
    )  # fmt: skip
    group.add_argument(
        "--video-preset", choices=(*PRESETS, "machine"),
        help="small, balanced or best: a constant quality that fits the codec. machine: the best codec that "
        "this machine encodes in time, found by a test of two seconds.",
    )  # fmt: skip


def most_fps(text: str) -> Fraction:
    """Return the rate of "30", "12.5" or "30000/1001"; ArgumentTypeError otherwise."""
    from yolocam.pipeline.sources.live.options import parse_fps

    try:
        return parse_fps(text, "")
    except SourceError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix(": ")) from None


def encoder_from(args: argparse.Namespace, usual: EncoderSettings) -> EncoderSettings:
    """Return how the flags want videos to be compressed, where they say nothing as `usual`.

    Raises SettingsError where they contradict one another, and where no encoder that works here does it.
    """
    if args.bitrate is not None and args.quality is not None:
        raise SettingsError("--bitrate and --quality do not go together: each decides the size of the file")
    settings = replace(
        usual,
        codec=args.codec,
        bitrate=args.bitrate,
        quality=args.quality,
        size_wh=args.output_size,
        fps=args.output_fps,
        container=args.container,
    )
    if args.encoder == "software":
        settings = replace(settings, hardware=False)
    elif args.encoder != "auto":
        settings = replace(settings, encoder=args.encoder)
    if settings != usual or args.video_preset is not None:
        if getattr(args, "no_save", False):
            raise SettingsError("flags on how videos are written do not go with --no-save, which writes none")
        _prove(settings)
    return _with_preset(settings, args.video_preset)


def _with_preset(settings: EncoderSettings, preset: str | None) -> EncoderSettings:
    """Return the settings with what a preset stands for."""
    if preset is None:
        return settings
    if settings.bitrate is not None or settings.quality is not None:
        raise SettingsError("--video-preset does not go with --bitrate and --quality, which it replaces")
    if preset == "machine":
        return _measured(settings)
    scale = "h264" if settings.codec == "auto" else settings.codec
    settings = replace(settings, quality=PRESETS[preset][scale])
    _prove(settings)
    return settings


def _measured(settings: EncoderSettings) -> EncoderSettings:
    from yolocam.media.encoding.speed_test import fastest_that_can

    if settings.codec != "auto" or settings.encoder is not None:
        raise SettingsError("--video-preset machine does not go with --codec and --encoder, which it chooses")
    width, height = settings.size_wh or _FULL_HD
    try:
        found = fastest_that_can(settings, (width or height * 16 // 9, height or width * 9 // 16)).settings
    except SinkError as error:
        raise SettingsError(str(error)) from error
    # A size that was not asked for would be one of a source that is not known yet.
    return replace(settings, codec=found.codec, hardware=found.hardware)


def _prove(settings: EncoderSettings) -> None:
    from yolocam.media.encoding.encoders import working_encoders

    try:
        working_encoders(settings)
    except SinkError as error:
        raise SettingsError(str(error)) from error
