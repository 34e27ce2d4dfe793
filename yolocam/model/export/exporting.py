"""Runs an export: read, write to a draft, check it, move it to its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from yolocam.errors import DeviceError, ModelError
from yolocam.model import load_network
from yolocam.model.export import onnx_file, program
from yolocam.model.export.program import InputForm
from yolocam.model.export.target import check_target, partial_file
from yolocam.model.export.weights_file import check_weights, write_weights
from yolocam.model.layers.darknet_network import DarknetNetwork

Format = Literal["onnx", "torch-export", "weights"]

SUFFIXES: dict[Format, str] = {"onnx": ".onnx", "torch-export": ".pt2", "weights": ".weights"}

TOLERANCE = 1e-4
"""How far a score, and a box in parts of the input's longer side, may be off."""


@dataclass(frozen=True, slots=True)
class ModelToExport:
    """What is read: the files of a network, what it is called, the names of its classes.

    `fit` says how frames are brought to its input, "letterbox" or "stretch"; None leaves it to the cfg.
    `names` is the file of the class names, where a user gave one.
    """

    name: str
    cfg: Path
    weights: Path
    class_names: Sequence[str]
    fit: str | None = None
    names: Path | None = None

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that are read."""
        return (self.cfg, self.weights) if self.names is None else (self.cfg, self.weights, self.names)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: input and output as shapes in words, and how it was checked, in a sentence."""

    path: Path
    size: int
    input: str
    output: str
    check: str


def export_model(
    model: ModelToExport,
    format: Format,
    target: Path,
    *,
    size_wh: tuple[int, int] | None = None,
    batch: int | None = None,
) -> Exported:
    """Write a network; `size_wh` None is the cfg's own size, `batch` None any number of images.

    Raises CfgError, WeightsError, ModelError (a package is missing, a size does not fit, what was
    written computes something else) or SinkError.
    """
    check_target(target, model.inputs)
    if format == "onnx":
        onnx_file.check_can_write()
    network = load_network(model.cfg, model.weights)
    if format == "weights":
        return _export_weights(network, model.weights, target)
    network.check_names(model.class_names, model.name)
    width, height = size_wh or (network.net.width, network.net.height)
    return _export_program(network, model, format, target, InputForm(batch, width, height))


def _export_weights(network: DarknetNetwork, source: Path, target: Path) -> Exported:
    with partial_file(target) as part:
        write_weights(network, source, part)
        check_weights(source, part)
    return Exported(target, target.stat().st_size, "", "", f"the same as {source}, bit for bit")


def _export_program(
    network: DarknetNetwork, model: ModelToExport, format: Format, target: Path, form: InputForm
) -> Exported:
    traced = program.trace(network, form)
    description = _description(network, model, form)
    with partial_file(target) as part:
        if format == "onnx":
            onnx_file.write_onnx(traced, form, description, part)
        else:
            program.write_program(traced, description, part)
        check = _checked(network, format, form, part)
    batch = "batch" if form.batch is None else str(form.batch)
    rows = program.rows(traced)
    return Exported(
        target,
        target.stat().st_size,
        f"float32 ({batch}, {network.net.channels}, {form.height}, {form.width})",
        f"float32 ({batch}, {rows}, {5 + network.num_classes})",
        check,
    )


def _description(network: DarknetNetwork, model: ModelToExport, form: InputForm) -> dict[str, str]:
    """Return what a reader has to know; `names`, `imgsz` and `stride` as other YOLO programs write them."""
    grey = network.net.channels == 1
    return {
        "name": model.name,
        "task": "detect",
        "names": json.dumps(dict(enumerate(model.class_names)), ensure_ascii=False),
        "imgsz": json.dumps([form.height, form.width]),
        "stride": str(network.stride),
        "batch": "dynamic" if form.batch is None else str(form.batch),
        "fit": model.fit or network.net.fit,
        "input": f"{'grey' if grey else 'RGB'} in 0..1, (batch, channels, height, width)",
        "output": "(batch, rows, 5 + classes): centre x, centre y, width, height in pixels of the input, "
        "objectness, probability of each class; a score is objectness times class",
    }


def _checked(network: DarknetNetwork, format: Format, form: InputForm, part: Path) -> str:
    """Run what was written on images of noise; returns what came out, or why nobody could, in a sentence.

    ModelError where it is not what the network gives.
    """
    if format == "onnx" and not onnx_file.can_run():
        return "not checked: onnxruntime is not installed"
    size = form.batch or 2, network.net.channels, form.height, form.width
    x = torch.rand(size, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        wanted = network(x)
    if format == "onnx":
        try:
            found, who = onnx_file.run_onnx(part, x)
        except DeviceError as error:
            return f"not checked: {error}"
    else:
        found, who = program.run_program(part, x), f"PyTorch {torch.__version__}"
    boxes, scores = differences(found, wanted)
    if not (boxes <= TOLERANCE * max(form.width, form.height) and scores <= TOLERANCE):
        raise ModelError(
            f"{who} computes something else from what was written: boxes are off by up to {boxes:.2g} "
            f"pixels, scores by {scores:.2g}"
        )
    return f"{who} gives the same: boxes within {boxes:.1g} pixels, scores within {scores:.1g}"


def differences(found: Tensor, wanted: Tensor) -> tuple[float, float]:
    """Return by how much two tables differ at most, in pixels and in probability; inf for another shape."""
    if found.shape != wanted.shape:
        return float("inf"), float("inf")
    off = (found - wanted).abs()
    return off[..., :4].max().item(), off[..., 4:].max().item()
