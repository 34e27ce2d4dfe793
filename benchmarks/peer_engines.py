"""The peers' runtimes behind one form. Runs in the peers' own environment, without yolocam."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Image = NDArray[np.uint8]
Blob = Array
"""float32 (1, 3, H, W), RGB in 0..1: what the exported network takes."""

Heads = list[Any]
"""Raw heads, or rows that are decoded already (OpenCV)."""

Take = Callable[[Heads], Any]
"""Makes of an engine's own arrays, which it will use again, what is kept of them."""


@dataclass(frozen=True, slots=True)
class Files:
    """The network in the forms that the engines read; `int8` is OpenVINO's, quantized by NNCF."""

    cfg: Path
    weights: Path
    onnx: Path

    @property
    def int8(self) -> Path:
        """Beside the ONNX file."""
        return self.onnx.with_name(f"{self.onnx.stem}-int8.xml")


@dataclass(frozen=True, slots=True)
class PeerEngine:
    """One image at a time, on all cores.

    `run` takes a blob, and `run_bytes` what the letterbox makes: (1, H, W, 3) BGR. `decoded`: rows of centre
    x, y, width, height in 0..1, objectness and scores, instead of raw heads.
    """

    version: str
    run: Callable[[Blob], Heads]
    run_bytes: Callable[[Image], Heads]
    decoded: bool = False


class SideBySide(Protocol):
    """Several images under way."""

    version: str

    def start(self, image: Image, take: Take) -> Future[Any]:
        """Begin on an image as `run_bytes` takes it, as soon as there is room for one more."""


def usable_cores() -> int:
    """Return the cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def to_blob(image: Image) -> Blob:
    """Turn bytes into what the exported network takes."""
    import cv2

    blob: Blob = cv2.dnn.blobFromImage(image[0], 1 / 255, swapRB=True)
    return blob


def opencv(files: Files) -> PeerEngine:
    """Return OpenCV's dnn with its own importer of Darknet files."""
    import cv2

    net = cv2.dnn.readNetFromDarknet(str(files.cfg), str(files.weights))
    net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    names = net.getUnconnectedOutLayersNames()

    def run(blob: Blob) -> Heads:
        net.setInput(blob)
        return list(net.forward(names))

    return PeerEngine(f"OpenCV {cv2.__version__}", run, lambda image: run(to_blob(image)), decoded=True)


def _onnxruntime_session(files: Files, threads: int) -> tuple[str, Callable[[Blob], Heads]]:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it looks as it is imported
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = ort.InferenceSession(str(files.onnx), options, providers=["CPUExecutionProvider"])
    return f"ONNX Runtime {ort.__version__}", lambda blob: list(session.run(None, {"images": blob}))


def onnxruntime(files: Files) -> PeerEngine:
    """Return ONNX Runtime with all of its optimizations, on all cores."""
    version, run = _onnxruntime_session(files, usable_cores())
    return PeerEngine(version, run, lambda image: run(to_blob(image)))


class OnnxRuntimeSideBySide:
    """ONNX Runtime with one image on each core: of its forms the one that does most images a second."""

    def __init__(self, files: Files) -> None:
        name, self._run = _onnxruntime_session(files, 1)
        self.version = f"{name}, one image on each core"
        self._threads = ThreadPoolExecutor(usable_cores())

    def start(self, image: Image, take: Take) -> Future[Any]:
        """Begin on an image."""
        return self._threads.submit(lambda: take(self._run(to_blob(image))))


def openvino_package() -> Any:
    """Return OpenVINO without its tools: their import sends an event to Google Analytics."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault("openvino.tools", None)  # which makes an import fail
    import openvino as ov

    return ov


def compile_openvino(files: Files, precision: str, hint: str, *, from_bytes: bool = False) -> Any:
    """Return a compiled model; `precision` "f32", "bf16", "f16" or "int8", `hint` "LATENCY" or "THROUGHPUT".

    `from_bytes` has it take (1, H, W, 3) BGR and do the conversion itself.
    """
    ov = openvino_package()
    core = ov.Core()
    model = core.read_model(str(files.int8 if precision == "int8" else files.onnx))
    if from_bytes:
        steps = ov.preprocess.PrePostProcessor(model)
        colours = ov.preprocess.ColorFormat
        frame = steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
        frame.set_color_format(colours.BGR)
        steps.input().model().set_layout(ov.Layout("NCHW"))
        wanted = steps.input().preprocess().convert_element_type(ov.Type.f32)
        wanted.convert_color(colours.RGB).scale(255.0)
        model = steps.build()
    hinted = "f32" if precision == "int8" else precision  # of what is not quantized
    options: dict[str, Any] = {"PERFORMANCE_HINT": hint, "INFERENCE_PRECISION_HINT": hinted}
    if hint == "THROUGHPUT":
        options["ENABLE_CPU_PINNING"] = False  # its threads would wait for a core that the encoder has
    return core.compile_model(model, "CPU", options)


def _openvino_version(precision: str) -> str:
    return f"OpenVINO {openvino_package().__version__.split('-')[0]} {precision}"


def openvino(precision: str) -> Callable[[Files], PeerEngine]:
    """Return what makes an engine of this precision for one image at a time."""

    def make(files: Files) -> PeerEngine:
        @cache
        def request(from_bytes: bool) -> Any:
            return compile_openvino(files, precision, "LATENCY", from_bytes=from_bytes).create_infer_request()

        def run(image: Any, *, from_bytes: bool = False) -> Heads:
            found = request(from_bytes).infer([image], share_inputs=True, share_outputs=True)
            return list(found.values())

        return PeerEngine(_openvino_version(precision), run, partial(run, from_bytes=True))

    return make


class OpenVinoSideBySide:
    """OpenVINO with one request more under way than it wants: it goes on while a result is read."""

    def __init__(self, files: Files, precision: str) -> None:
        compiled = compile_openvino(files, precision, "THROUGHPUT", from_bytes=True)
        own = int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests = openvino_package().AsyncInferQueue(compiled, own + 1)
        self._requests.set_callback(self._finished)
        self.version = f"{_openvino_version(precision)}, {len(self._requests)} requests under way"

    def start(self, image: Image, take: Take) -> Future[Any]:
        """Begin on an image."""
        future: Future[Any] = Future()
        self._requests.start_async([image], (future, take, image), share_inputs=True)
        return future

    @staticmethod
    def _finished(request: Any, asked: tuple[Future[Any], Take, Image]) -> None:
        future, take, _ = asked
        try:  # what is raised in a callback is lost
            future.set_result(take([tensor.data for tensor in request.output_tensors]))
        except Exception as error:
            future.set_exception(error)


ENGINES: dict[str, Callable[[Files], PeerEngine]] = {
    "opencv": opencv,
    "onnxruntime": onnxruntime,
    "openvino-fp32": openvino("f32"),
    "openvino-bf16": openvino("bf16"),
    "openvino-fp16": openvino("f16"),
    "openvino-int8": openvino("int8"),
}
"""Name on the command line -> what makes the engine."""

SIDE_BY_SIDE: dict[str, Callable[[Files], SideBySide]] = {
    "onnxruntime-throughput": OnnxRuntimeSideBySide,
    "openvino-throughput-fp32": lambda files: OpenVinoSideBySide(files, "f32"),
    "openvino-throughput-bf16": lambda files: OpenVinoSideBySide(files, "bf16"),
    "openvino-throughput-fp16": lambda files: OpenVinoSideBySide(files, "f16"),
    "openvino-throughput-int8": lambda files: OpenVinoSideBySide(files, "int8"),
}
"""The same for several images under way."""
