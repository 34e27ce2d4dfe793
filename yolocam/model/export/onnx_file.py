"""Writes a network as ONNX, and runs the written file. Needs the extra "export"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.export import ExportedProgram

from yolocam.errors import ModelError
from yolocam.model.engines.exported.library_trial import usable
from yolocam.model.export.program import InputForm, quiet

OPSET = 18
"""Of 2022: what OpenVINO, TensorRT and ONNX Runtime have long been able to read."""

INPUT, OUTPUT, BATCH = "images", "table", "batch"

LARGEST = 2**31 - 2**20
"""Bytes that fit into one ONNX file, a protocol buffer, with some room for the operations."""


def check_can_write() -> None:
    """Raise ModelError where a package is missing."""
    missing = [name for name in ("onnx", "onnxscript") if find_spec(name) is None]
    if missing:
        raise ModelError(f"ONNX needs {' and '.join(missing)}: pip install 'yolocam[export]'")


def can_run() -> bool:
    """Whether ONNX Runtime is installed."""
    return find_spec("onnxruntime") is not None


def write_onnx(program: ExportedProgram, form: InputForm, description: Mapping[str, str], path: Path) -> None:
    """Write `program` with its input, output and batch named, and the description as metadata.

    ModelError where it is too large for one file.
    """
    model = made_onnx(program, INPUT, [OUTPUT])
    if form.batch is None:
        _name_batch(model.graph)
    for key, value in description.items():
        model.metadata_props.add(key=key, value=value)
    path.write_bytes(model.SerializeToString())


def made_onnx(program: ExportedProgram, input_name: str, output_names: Sequence[str]) -> Any:
    """Return the protocol buffer of a program; ModelError where it is too large for one."""
    size = sum(tensor.numel() * tensor.element_size() for tensor in program.state_dict.values())
    if size > LARGEST:
        raise ModelError(f"the network has {size} bytes of weights, an ONNX file holds at most {LARGEST}")
    with quiet():
        made = torch.onnx.export(
            program, input_names=[input_name], output_names=list(output_names), opset_version=OPSET,
            dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
    assert made is not None
    return made.model_proto


def _name_batch(graph: Any) -> None:
    """Give the free dimension of input and output the name BATCH."""
    free = graph.input[0].type.tensor_type.shape.dim[0].dim_param
    for value in (*graph.input, *graph.output, *graph.value_info):
        for dim in value.type.tensor_type.shape.dim:
            if dim.dim_param == free:
                dim.dim_param = BATCH


def run_onnx(path: Path, x: Tensor) -> tuple[Tensor, str]:
    """Return what ONNX Runtime makes of `x` on the CPU, and who computed it, with the version.

    DeviceError where ONNX Runtime itself is broken.
    """
    onnxruntime = usable("onnxruntime")
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (table,) = session.run([OUTPUT], {INPUT: x.numpy()})
    return torch.from_numpy(table), f"ONNX Runtime {onnxruntime.__version__}"
