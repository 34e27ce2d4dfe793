"""The flags of `yolocam export`. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from yolocam.commands.arguments import add_model_flags, count, picture_size

FORMATS = ("onnx", "torch-export", "weights")


def batch_or_dynamic(text: str) -> int | None:
    """Return a whole number from 1 on, None for "dynamic"; ArgumentTypeError otherwise."""
    if text == "dynamic":
        return None
    try:
        return count(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}, and not dynamic either") from None


def add_export_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `yolocam export`."""
    parser.add_argument("model", nargs="?", metavar="MODEL", help="Name of a model; see yolocam models.")
    parser.add_argument(
        "--format", choices=FORMATS, required=True,
        help="onnx: for ONNX Runtime, OpenVINO, TensorRT and others (needs the extra 'export'). "
        "torch-export: PyTorch's .pt2. weights: Darknet's own file again, bit for bit.",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="Default: the model's name, in this folder."
    )
    parser.add_argument(
        "--imgsz", type=picture_size, metavar="N|WxH",
        help="Size of the input in pixels, which the exported network keeps. Default: what the cfg says.",
    )  # fmt: skip
    parser.add_argument(
        "--batch", type=batch_or_dynamic, default=None, metavar="N|dynamic",
        help="How many pictures it takes at once. Default: dynamic, any number.",
    )  # fmt: skip
    add_model_flags(parser)
