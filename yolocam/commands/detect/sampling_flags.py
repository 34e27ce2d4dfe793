"""The flags that say which frames `yolocam detect` looks at and keeps. Imports nothing heavy."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from yolocam.commands.argument_types import count
from yolocam.errors import SettingsError

if TYPE_CHECKING:
    from yolocam.pipeline.sources.sampling import Sampling

_TIME = re.compile(r"(?:(?:([0-9]{1,6}):)?([0-9]{1,6}):)?([0-9]{1,9}(?:\.[0-9]{1,9})?)s?")


def media_time(text: str) -> int:
    """Return the nanoseconds of "90", "2.5", "1:30" or "1:02:03.5"; ArgumentTypeError otherwise."""
    found = _TIME.fullmatch(text.strip())
    if found is None or (found[2] is not None and float(found[3]) >= 60):
        raise argparse.ArgumentTypeError(f"'{text}' is not a time such as 90, 2.5, 1:30 or 1:02:03.5")
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
    return minutes * 60_000_000_000 + round(float(found[3]) * 1e9)


def time_span(text: str) -> int:
    """Return the nanoseconds of a time above 0; ArgumentTypeError otherwise."""
    span = media_time(text)
    if span <= 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a time above 0")
    return span


def add_sampling_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of which frames are looked at, and which are kept."""
    group = parser.add_argument_group("which frames (images have no time: only the last two apply to them)")
    group.add_argument(
        "--start", type=media_time, default=0, metavar="TIME",
        help="Begin each video here: seconds, or 1:30, or 1:02:03.5.",
    )  # fmt: skip
    group.add_argument("--duration", type=time_span, metavar="TIME", help="Look at this much of it.")
    group.add_argument(
        "--every", type=time_span, metavar="SECONDS",
        help="Look at one frame every so many seconds of video, from --start.",
    )  # fmt: skip
    group.add_argument(
        "--stride", type=count, default=1, metavar="N", help="Look at every Nth frame of a video."
    )
    group.add_argument("--max-frames", type=count, metavar="N", help="End after N frames and images in all.")
    group.add_argument(
        "--only-with-detections", action="store_true",
        help="Write only frames and images in which something is found to the annotated files, the labels "
        "and the JSON lines. A video becomes shorter and loses its sound.",
    )  # fmt: skip


def sampling_from(args: argparse.Namespace) -> Sampling:
    """Return which frames the flags ask for; SettingsError where they contradict one another."""
    from yolocam.pipeline.sources.sampling import Sampling

    if args.every is not None and args.stride > 1:
        raise SettingsError("--every and --stride do not go together")
    return Sampling(args.start, args.duration, args.every, args.stride, args.max_frames)
