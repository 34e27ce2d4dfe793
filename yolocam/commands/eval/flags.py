"""The flags of `yolocam eval`. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from yolocam.commands.arguments import add_model_flags, count
from yolocam.commands.bench.flags import LOOKS
from yolocam.commands.flags import add_settings_flags

CONFIDENCE = 0.001
"""Where the curve of precision over recall ends: what is less sure is not looked at."""


def add_eval_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam eval`."""
    parser.epilog = textwrap.fill(
        "Labels come from --annotations, from --data, or from text files where Darknet keeps them: in "
        "labels/ beside images/, or beside each picture. Each detection has one class, its best. Papers "
        "often use --iou 0.6 or 0.65. To compare with `darknet detector map`, take --fit stretch where "
        "the cfg has no letter_box=1.",
        78,
    )
    parser.add_argument(
        "source", nargs="*", metavar="PICTURES",
        help="Folder of the pictures, or files or globs. Default: the folder images beside the annotations.",
    )  # fmt: skip
    parser.add_argument(
        "--annotations", "--ann", type=Path, metavar="FILE", help="Labels in COCO's JSON format."
    )
    parser.add_argument(
        "--labels", type=Path, metavar="FOLDER", help="Darknet's labels, NAME.txt: class cx cy w h."
    )
    parser.add_argument(
        "--data", type=Path, metavar="FILE", help="Darknet's .data file: valid= list of pictures, names=."
    )
    parser.add_argument(
        "--batch", "--bs", type=count, default=1, metavar="N",
        help="Pictures that go through the network together. Default: 1.",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", type=Path, metavar="FOLDER",
        help="With --precision int8: prepare it on these pictures instead of on some of the labelled ones.",
    )  # fmt: skip
    parser.add_argument("--limit", type=count, metavar="N", help="Take the first N pictures only.")
    parser.add_argument(
        "--points", type=int, choices=(0, 11, 101), default=0,
        help="How Darknet's measure reads the curve: at every recall (0), or at 11 or 101. Default: 0.",
    )  # fmt: skip
    group = parser.add_argument_group("output")
    group.add_argument("--json", type=Path, metavar="FILE", help="All figures as one JSON object.")
    group.add_argument(
        "--save-coco", type=Path, metavar="FILE", help="The detections, as pycocotools loads them."
    )
    group.add_argument("--plot", type=Path, metavar="FILE.png", help="Draw precision over recall.")
    add_model_flags(parser)
    add_settings_flags(parser, leave_out=LOOKS, defaults={"confidence": CONFIDENCE})
