"""The flags of `yolocam eval`. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from yolocam.commands.argument_types import count
from yolocam.commands.arguments import add_model_flags
from yolocam.commands.bench.flags import LOOKS
from yolocam.commands.flags import add_settings_flags

CONFIDENCE = 0.001
"""Where the curve of precision over recall ends: what is less sure is not looked at."""


def add_eval_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam eval`."""
    parser.epilog = textwrap.fill(
        "Labels come from --annotations, from --data, or from text files where Darknet keeps them: in "
        "labels/ beside images/, or beside each image. Each detection has one class, its best. Papers "
        "often use --iou 0.6 or 0.65. To compare with `darknet detector map`, take --fit stretch where "
        "the cfg has no letter_box=1.",
        78,
    )
    parser.add_argument(
        "source", nargs="*", metavar="IMAGES",
        help="Folder of the images, or files or globs. Default: the folder images beside the annotations.",
    )  # fmt: skip
    parser.add_argument(
        "--annotations", "--ann", type=Path, metavar="FILE", help="Labels in COCO's JSON format."
    )
    parser.add_argument(
        "--labels", type=Path, metavar="FOLDER", help="Darknet's labels, NAME.txt: class cx cy w h."
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="Darknet's .data file, with valid= (a list of images) and names=.",
    )
    parser.add_argument(
        "--batch", "--bs", type=count, default=1, metavar="N",
        help="Images that go through the network together. Default: 1.",
    )  # fmt: skip
    parser.add_argument(
        "--calibrate", type=Path, metavar="FOLDER",
        help="With --precision int8: calibrate on these images instead of on some of the labelled ones.",
    )  # fmt: skip
    parser.add_argument("--limit", type=count, metavar="N", help="Measure only the first N images.")
    parser.add_argument(
        "--points", type=int, choices=(0, 11, 101), default=0,
        help="Points of the curve in Darknet's measure: every recall (0), 11 or 101. Default: 0.",
    )  # fmt: skip
    group = parser.add_argument_group("tracks")
    group.add_argument(
        "--tracks", nargs=2, type=Path, metavar=("TRUTH", "FOUND"),
        help="Measure how well objects kept their numbers, without a network: two files in MOT's format, as "
        "detect --track --save-mot writes them, or two folders with a file for each film.",
    )  # fmt: skip
    group.add_argument(
        "--track-class", type=count, metavar="N",
        help="The class that is measured, numbered from 1 as in MOT's files. Default: 1, persons.",
    )  # fmt: skip
    group = parser.add_argument_group("output")
    group.add_argument("--json", type=Path, metavar="FILE", help="Write all figures as one JSON object.")
    group.add_argument(
        "--save-coco", type=Path, metavar="FILE", help="Write the detections as pycocotools loads them."
    )
    group.add_argument(
        "--plot", type=Path, metavar="FILE.png", help="Draw precision over recall into this file."
    )
    add_model_flags(parser)
    add_settings_flags(parser, leave_out=LOOKS, defaults={"confidence": CONFIDENCE})
