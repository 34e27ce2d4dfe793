"""The flags of `yolocam bench`. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from yolocam.commands.argument_types import batch_size
from yolocam.commands.arguments import add_model_flags
from yolocam.commands.flags import add_settings_flags

LOOKS = ("classes", "palette", "labels", "scores", "line_width", "colour_by", "trails", "show_fps", "frames")
"""Settings that change nothing worth measuring."""

KINDS = {
    "network": "one batch after the other through the network",
    "batch": "throughput and memory of batches of 1, 2, 4, ...",
    "video": "a whole job: decode, detect, draw, write H.264 (needs SOURCE)",
    "live": "a test card through the window's pipeline, without a window",
    "engines": "every engine and precision that is here: time for an image, agreement with fp32",
    "sizes": "how the cost grows with resolution, batch and number of boxes",
}
"""What can be measured."""


def seconds(text: str) -> float:
    """Return a positive number of seconds, at most an hour; ArgumentTypeError otherwise."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0.0 < number <= 3600.0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds above 0 and up to 3600")
    return number


def add_bench_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam bench`."""
    what = "; ".join(f"{name}: {about}" for name, about in KINDS.items())
    parser.add_argument("what", choices=tuple(KINDS), metavar="WHAT", help=f"{what}.")
    parser.add_argument(
        "source", nargs="?", metavar="SOURCE",
        help="The video; for batch a file or folder to take images from; for live a camera or test card "
        "(default synthetic:1280x720@30).",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="Print one line of JSON instead of a table.")
    parser.add_argument(
        "--seconds", type=seconds, metavar="S",
        help="Seconds to measure. Defaults: network 3, batch 0.7 for each size, live 10, "
        "engines 2 for each, sizes 0.5 for each row.",
    )  # fmt: skip
    parser.add_argument(
        "--warmup",
        type=seconds,
        default=1.0,
        metavar="S",
        help="Seconds to run before measuring. Default: 1.",
    )
    parser.add_argument(
        "--batch", type=batch_size, metavar="N|auto",
        help="Images that go through the network together. Default: network 1, video what `detect` takes.",
    )  # fmt: skip
    parser.add_argument(
        "--plot", type=Path, metavar="FILE.png", help="Draw the curve of batch or sizes into this file."
    )
    add_model_flags(parser)
    add_settings_flags(parser, leave_out=LOOKS)
