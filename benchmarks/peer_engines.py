"""The peers' runtimes behind one form. Runs in the peers' own environment, without yolocam."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Blob = Array
"""float32 (1, 3, H, W), RGB in 0..1: what all of them take."""

Run = Callable[[Blob], list[Any]]
"""Blob -> the outputs: raw heads, or rows that are decoded already (OpenCV)."""


@dataclass(frozen=True, slots=True)
class PeerEngine:
    """`decoded`: rows of centre x, y, width, height in 0..1, objectness and scores, instead of raw heads."""

    version: str
    run: Run
    decoded: bool = False


def opencv(cfg: Path, weights: Path, onnx: Path) -> PeerEngine:
    """Return OpenCV's dnn with its own importer of Darknet files."""
    import cv2

    net = cv2.dnn.readNetFromDarknet(str(cfg), str(weights))
    net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    names = net.getUnconnectedOutLayersNames()

    def run(blob: Blob) -> list[Any]:
        net.setInput(blob)
        return list(net.forward(names))

    return PeerEngine(f"OpenCV {cv2.__version__}", run, decoded=True)


def onnxruntime(cfg: Path, weights: Path, onnx: Path) -> PeerEngine:
    """Return ONNX Runtime on all cores."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it looks as it is imported
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    session = ort.InferenceSession(str(onnx), options, providers=["CPUExecutionProvider"])
    return PeerEngine(
        f"ONNX Runtime {ort.__version__}", lambda blob: list(session.run(None, {"images": blob}))
    )


def openvino_package() -> Any:
    """Return OpenVINO without its tools: their import sends an event to Google Analytics."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault("openvino.tools", None)  # which makes an import fail
    import openvino as ov

    return ov


def compile_openvino(onnx: Path, precision: str, hint: str) -> Any:
    """Return a compiled model; `precision` "f32", "bf16" or "f16", `hint` "LATENCY" or "THROUGHPUT"."""
    options = {"PERFORMANCE_HINT": hint, "INFERENCE_PRECISION_HINT": precision}
    return openvino_package().Core().compile_model(str(onnx), "CPU", options)


def openvino_version() -> str:
    """Return the version, short."""
    return f"OpenVINO {openvino_package().__version__.split('-')[0]}"


def openvino(precision: str) -> Callable[[Path, Path, Path], PeerEngine]:
    """Return what makes an engine of this precision for one image at a time."""

    def make(cfg: Path, weights: Path, onnx: Path) -> PeerEngine:
        request = compile_openvino(onnx, precision, "LATENCY").create_infer_request()

        def run(blob: Blob) -> list[Any]:
            found = request.infer([blob], share_inputs=True, share_outputs=True)
            return list(found.values())

        return PeerEngine(f"{openvino_version()} {precision}", run)

    return make


ENGINES: dict[str, Callable[[Path, Path, Path], PeerEngine]] = {
    "opencv": opencv,
    "onnxruntime": onnxruntime,
    "openvino-fp32": openvino("f32"),
    "openvino-bf16": openvino("bf16"),
    "openvino-fp16": openvino("f16"),
}
"""Name on the command line -> what makes the engine."""
