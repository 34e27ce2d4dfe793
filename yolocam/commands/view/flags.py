"""The flags of `yolocam view`. Imports nothing heavy: `--help` answers at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from yolocam.commands.argument_types import seconds
from yolocam.commands.arguments import add_result_flags
from yolocam.commands.flags import add_settings_flags
from yolocam.commands.processor_flags import add_processor_flags

_OF_A_NETWORK = ("imgsz", "model", "engine", "device", "precision", "fit", "rect", "frames")
"""Settings that stored results cannot follow."""

_STORED = ("confidence", "iou", "threshold_on", "max_det")
"""Settings whose defaults stand in the results."""


def add_view_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam view`."""
    parser.add_argument(
        "results",
        type=Path,
        metavar="RESULTS",
        help="A file from detect --save-json; its thresholds apply unless a flag changes them.",
    )
    parser.add_argument(
        "video", nargs="?", metavar="VIDEO",
        help="The video of the results. Default: the file that they name, beside them or in this folder.",
    )  # fmt: skip
    group = parser.add_argument_group("output: any of these writes the results again, without a window")
    group.add_argument(
        "--floor",
        type=float,
        metavar="N",
        help="With --save-json: also store every candidate above this confidence.",
    )
    parser.add_argument("--fullscreen", action="store_true", help="Start in full screen.")
    parser.add_argument("--exit-at-end", action="store_true", help="Quit at the end of the file.")
    parser.add_argument("--exit-after", type=seconds, metavar="SECONDS", help="Quit after this many seconds.")
    add_settings_flags(parser, leave_out=_OF_A_NETWORK, defaults=dict.fromkeys(_STORED))
    add_processor_flags(parser)
    add_result_flags(group)
