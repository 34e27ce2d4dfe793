"""The flags of `yolocam export`. Imports nothing heavy, so that `--help` answers at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from yolocam.commands.argument_types import count, image_size
from yolocam.commands.arguments import add_model_flags

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
    parser.add_argument(
        "model", nargs="?", metavar="MODEL", help="A model's name; `yolocam models` lists them."
    )
    parser.add_argument(
        "--format", choices=FORMATS, required=True,
        help="onnx: for ONNX Runtime, OpenVINO, TensorRT and others (needs the extra 'export'). "
        "torch-export: PyTorch's .pt2. weights: Darknet's own file again, bit for bit.",
    )  # fmt: skip
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="File to write. Default: the model's name, in this folder.",
    )
    parser.add_argument(
        "--imgsz", type=image_size, metavar="N|WxH",
        help="Resolution in pixels, fixed in the exported network. Default: that of the cfg.",
    )  # fmt: skip
    parser.add_argument(
        "--batch", type=batch_or_dynamic, default=None, metavar="N|dynamic",
        help="Images that go through it together. Default: dynamic, any number.",
    )  # fmt: skip
    add_model_flags(parser)
